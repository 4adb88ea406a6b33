//! Pages, unpacked, and never to more than they say.

use std::io::Read;

use ::parquet::basic::Compression;
use flate2::read::MultiGzDecoder;

use super::{AGAIN, Fault};
use crate::unpack::Frames;

/// No page may unpack to more: writers aim at 1 MiB, one of them at 100 MB.
const LARGEST_PAGE: usize = 128 << 20;

/// Unpacks what must become `size` bytes, behind `front`.
pub(super) fn unpack(
    codec: Compression,
    front: &[u8],
    packed: &[u8],
    size: usize,
) -> Result<Vec<u8>, Fault> {
    if size > LARGEST_PAGE {
        let message = format!("has a page of more than {} MiB", LARGEST_PAGE >> 20);
        return Err(Fault::new(message));
    }
    let mut out = front.to_vec();
    let done = match codec {
        Compression::SNAPPY => fill(&mut out, size, |behind| {
            snap::raw::Decoder::new().decompress(packed, behind).ok()
        }),
        Compression::GZIP(_) => read(MultiGzDecoder::new(packed), size, &mut out),
        Compression::ZSTD(_) => read(Frames::new(packed), size, &mut out),
        Compression::LZ4_RAW => fill(&mut out, size, |behind| {
            lz4_flex::block::decompress_into(packed, behind).ok()
        }),
        codec => {
            let message = format!("is packed by {codec}, which is not read");
            let hint = "write it again, packed by zstd, snappy, gzip or lz4_raw";
            return Err(Fault::new(message).hint(hint));
        }
    };
    if !done || out.len() != front.len() + size {
        return Err(Fault::new("is damaged: a page does not unpack to its size").hint(AGAIN));
    }
    Ok(out)
}

/// Makes room for the size, which `unpack` must fill.
fn fill(out: &mut Vec<u8>, size: usize, unpack: impl FnOnce(&mut [u8]) -> Option<usize>) -> bool {
    let start = out.len();
    out.resize(start + size, 0);
    unpack(&mut out[start..]) == Some(size)
}

/// Reads to the end, or one byte beyond the size.
fn read(reader: impl Read, size: usize, out: &mut Vec<u8>) -> bool {
    reader.take(size as u64 + 1).read_to_end(out).is_ok()
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use ::parquet::basic::{GzipLevel, ZstdLevel};

    use super::*;

    fn packed(codec: Compression, plain: &[u8]) -> Vec<u8> {
        match codec {
            Compression::SNAPPY => snap::raw::Encoder::new()
                .compress_vec(plain)
                .expect("packed"),
            Compression::LZ4_RAW => lz4_flex::block::compress(plain),
            Compression::ZSTD(_) => ruzstd::encoding::compress_to_vec(
                plain,
                ruzstd::encoding::CompressionLevel::Fastest,
            ),
            _ => {
                let mut out =
                    flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
                out.write_all(plain).expect("packed");
                out.finish().expect("packed")
            }
        }
    }

    #[test]
    fn every_packing_gives_its_page_and_no_more_than_it_says() {
        let plain: Vec<u8> = (0..100_000_u32).map(|n| (n % 251) as u8).collect();
        for codec in [
            Compression::SNAPPY,
            Compression::LZ4_RAW,
            Compression::ZSTD(ZstdLevel::default()),
            Compression::GZIP(GzipLevel::default()),
        ] {
            let page = packed(codec, &plain);
            let whole = unpack(codec, b"levels", &page, plain.len()).expect("unpacked");
            assert!(whole.strip_prefix(b"levels") == Some(&plain[..]), "{codec}");
            for size in [0, plain.len() - 1, plain.len() + 1] {
                let fault = unpack(codec, &[], &page, size).expect_err("another size");
                assert!(fault.message.contains("does not unpack"), "{codec} {size}");
            }
            let fault = unpack(codec, &[], &page, LARGEST_PAGE + 1).expect_err("too large");
            assert!(fault.message.contains("more than 128 MiB"));
            for end in [0, 1, page.len() / 2, page.len() - 1] {
                assert!(
                    unpack(codec, &[], &page[..end], plain.len()).is_err(),
                    "{codec} {end}"
                );
            }
        }
        let fault = unpack(Compression::LZ4, &[], &[], 1).expect_err("not read");
        assert!(fault.message.contains("LZ4"), "{}", fault.message);
    }
}
