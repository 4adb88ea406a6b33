//! Unpacking of bodies, with limits: a small answer can unpack to gigabytes.
//!
//! The body is kept as received, because that is the evidence; readers get the unpacked one.

use std::{borrow::Cow, io::Read};

use backpedal_model::Snapshot;

use crate::error::{Cause, Error};

/// Bodies that unpack to less are harmless, whatever their ratio.
const ALWAYS_ALLOWED: u64 = 1024 * 1024;

/// How far a body may unpack.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// In bytes.
    pub(crate) bytes: u64,
    /// Times the packed size.
    pub(crate) ratio: u64,
}

/// The body of a capture without its content encoding, as a reader of documents wants it.
///
/// `limit` bounds the unpacked size in bytes. Bodies that are not packed are borrowed.
///
/// # Errors
/// When the body is larger than that, damaged, or packed with anything but gzip or deflate.
pub fn decoded<'a>(
    snapshot: &Snapshot,
    body: &'a [u8],
    limit: u64,
) -> Result<Cow<'a, [u8]>, Error> {
    let limits = Limits {
        bytes: limit,
        ratio: u64::MAX,
    };
    unpack(body, snapshot.header("content-encoding"), limits)
        .map_err(|cause| Error::new(snapshot.origin.as_str(), cause))
}

/// Unpacks by the value of `Content-Encoding`; several codings are undone last first (RFC 9110,
/// section 8.4).
pub(crate) fn unpack<'a>(
    body: &'a [u8],
    encoding: Option<&str>,
    limits: Limits,
) -> Result<Cow<'a, [u8]>, Cause> {
    let mut bytes = Cow::Borrowed(body);
    let codings = encoding.unwrap_or_default().split(',').map(str::trim);
    for coding in codings.rev().filter(|coding| !coding.is_empty()) {
        if !coding.eq_ignore_ascii_case("identity") {
            bytes = Cow::Owned(undo(&bytes, coding, limits)?);
        }
    }
    Ok(bytes)
}

fn undo(packed: &[u8], coding: &str, limits: Limits) -> Result<Vec<u8>, Cause> {
    if packed.is_empty() {
        // Some servers label empty answers.
        return Ok(Vec::new());
    }
    match coding.to_ascii_lowercase().as_str() {
        "gzip" | "x-gzip" => read(flate2::read::MultiGzDecoder::new(packed), packed, limits),
        // By the standard a zlib stream; many servers send a bare one.
        "deflate" if packed[0] & 0x0f == 8 && packed.len() > 1 => {
            read(flate2::read::ZlibDecoder::new(packed), packed, limits)
        }
        "deflate" => read(flate2::read::DeflateDecoder::new(packed), packed, limits),
        _ => Err(Cause::UnknownEncoding(coding.to_owned())),
    }
}

fn read(unpacker: impl Read, packed: &[u8], limits: Limits) -> Result<Vec<u8>, Cause> {
    let by_ratio = limits.ratio.saturating_mul(packed.len() as u64);
    let limit = limits.bytes.min(by_ratio.max(ALWAYS_ALLOWED));
    let mut bytes = Vec::new();
    unpacker
        .take(limit.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(Cause::Damaged)?;
    if bytes.len() as u64 > limit {
        return Err(Cause::UnpacksTooLarge { limit });
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    const WIDE: Limits = Limits {
        bytes: 64 << 20,
        ratio: 100,
    };

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        packer.write_all(bytes).unwrap();
        packer.finish().unwrap()
    }

    #[test]
    fn packed_bodies_come_back_whole() {
        let text = b"All systems up. ".repeat(50);
        let packed = gzip(&text);
        assert_eq!(&*unpack(&packed, Some("gzip"), WIDE).unwrap(), &*text);
        assert_eq!(&*unpack(&packed, Some("X-GZIP"), WIDE).unwrap(), &*text);
        let twice = gzip(&packed);
        assert_eq!(&*unpack(&twice, Some("gzip, gzip"), WIDE).unwrap(), &*text);
        for plain in [None, Some(""), Some("identity")] {
            assert!(matches!(unpack(&text, plain, WIDE), Ok(Cow::Borrowed(_))));
        }
    }

    #[test]
    fn both_forms_of_deflate_are_read() {
        let text = b"All systems up.";
        let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        zlib.write_all(text).unwrap();
        let mut bare = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
        bare.write_all(text).unwrap();
        for packed in [zlib.finish().unwrap(), bare.finish().unwrap()] {
            assert_eq!(&*unpack(&packed, Some("deflate"), WIDE).unwrap(), text);
        }
    }

    #[test]
    fn a_bomb_is_stopped_by_size_and_by_ratio() {
        let bomb = gzip(&vec![0; 4 << 20]);
        let small = Limits {
            bytes: 1 << 20,
            ratio: u64::MAX,
        };
        let outcome = unpack(&bomb, Some("gzip"), small);
        assert!(matches!(outcome, Err(Cause::UnpacksTooLarge { limit }) if limit == 1 << 20));
        let outcome = unpack(&bomb, Some("gzip"), WIDE);
        assert!(matches!(outcome, Err(Cause::UnpacksTooLarge { .. })));
    }

    #[test]
    fn damage_and_unknown_codings_are_said() {
        let packed = gzip(b"All systems up.");
        let cut = &packed[..packed.len() / 2];
        assert!(matches!(
            unpack(cut, Some("gzip"), WIDE),
            Err(Cause::Damaged(_))
        ));
        assert!(matches!(
            unpack(b"not packed", Some("gzip"), WIDE),
            Err(Cause::Damaged(_))
        ));
        assert!(matches!(
            unpack(b"x", Some("br"), WIDE),
            Err(Cause::UnknownEncoding(_))
        ));
        assert!(unpack(b"", Some("gzip"), WIDE).unwrap().is_empty());
    }
}
