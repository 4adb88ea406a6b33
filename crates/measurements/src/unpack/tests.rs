use std::io::Write;

use ruzstd::encoding::{CompressionLevel, compress_to_vec};

use super::*;

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

fn bz(bytes: &[u8]) -> Vec<u8> {
    let mut writer = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

fn zst(bytes: &[u8]) -> Vec<u8> {
    compress_to_vec(bytes, CompressionLevel::Fastest)
}

fn unpack(bytes: Vec<u8>) -> (Packing, Vec<u8>, Option<Fault>) {
    let mut unpacked = Unpacked::new(Meter::new(Box::new(Cursor::new(bytes))));
    let mut out = Vec::new();
    unpacked.content().read_to_end(&mut out).unwrap();
    (unpacked.packing, out, unpacked.fault())
}

/// Bytes that no packing makes much smaller.
fn noise(size: u32) -> Vec<u8> {
    let mixed = (0..size).map(|n| n.wrapping_mul(0x9e37_79b9).rotate_left(n % 31));
    mixed.flat_map(u32::to_be_bytes).collect()
}

#[test]
fn several_members_streams_and_frames_are_one_file() {
    let two = [gz(b"one "), gz(b"two")].concat();
    assert_eq!(unpack(two), (Packing::Gzip, b"one two".to_vec(), None));
    let two = [bz(b"one "), bz(b"two")].concat();
    assert_eq!(unpack(two), (Packing::Bzip2, b"one two".to_vec(), None));
    let skipped = [&[0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0][..], b"abc"].concat();
    let two = [zst(b"one "), skipped, zst(b""), zst(b"two")].concat();
    assert_eq!(unpack(two), (Packing::Zstd, b"one two".to_vec(), None));
    let plain = (Packing::Plain, b"one".to_vec(), None);
    assert_eq!(unpack(b"one".to_vec()), plain);
    assert_eq!(unpack(Vec::new()), (Packing::Plain, Vec::new(), None));
}

#[test]
fn a_cut_file_gives_what_it_has_and_says_so() {
    let text = noise(100_000);
    for pack in [gz, zst] {
        let mut packed = pack(&text);
        packed.truncate(packed.len() * 9 / 10);
        let (_, out, fault) = unpack(packed);
        assert!(!out.is_empty() && text.starts_with(&out));
        assert!(fault.unwrap().truncated);
    }
    // Within the header of a second frame too.
    let (_, out, fault) = unpack([zst(b"one"), frames::MAGIC.to_vec()].concat());
    assert_eq!((&out[..], fault.unwrap().truncated), (&b"one"[..], true));
}

#[test]
fn a_damaged_file_is_told_from_a_cut_one() {
    let mut packed = gz(&vec![7; 100_000]);
    let middle = packed.len() / 2;
    packed[middle..middle + 8].fill(0xff);
    assert!(!unpack(packed).2.unwrap().truncated);
    // One bit inside a raw block is seen by the checksum alone.
    let mut packed = zst(&noise(1000));
    let middle = packed.len() / 2;
    packed[middle] ^= 1;
    assert!(!unpack(packed).2.unwrap().truncated);
    // What stands behind the last frame is no frame.
    let (_, out, fault) = unpack([zst(b"one"), b"rubbish".to_vec()].concat());
    let fault = fault.unwrap();
    assert_eq!((&out[..], fault.truncated), (&b"one"[..], false));
    assert!(!fault.swollen);
}

#[test]
fn a_file_that_swells_is_cut_off() {
    let zeros = vec![0; 8 << 20];
    for pack in [gz, bz, zst] {
        // Frames repeated: together far more than the free part, at a ratio that no data has.
        let packed = pack(&zeros).repeat(24);
        let ratio = (24 * zeros.len()) as u64 / packed.len() as u64;
        let (_, out, fault) = unpack(packed);
        let swollen = fault.is_some_and(|fault| fault.swollen);
        if ratio > 3 * RATIO {
            assert!(swollen, "{ratio}");
            assert!((out.len() as u64) <= FREE + FREE, "{}", out.len());
        } else {
            assert!(!swollen, "{ratio}");
        }
    }
}

#[test]
fn a_dense_file_of_honest_size_is_read_whole() {
    // Below the free part the ratio does not matter.
    let zeros = vec![0; 16 << 20];
    for pack in [gz, bz, zst] {
        let (_, out, fault) = unpack(pack(&zeros));
        assert_eq!((out.len(), fault), (zeros.len(), None));
    }
    // Beyond it, what is dense but possible is read.
    let text = "BGP4MP|101|W|192.0.2.1|64500|198.51.100.0/24\n";
    let lines: String = (0..40_000).map(|n| format!("{n}{text}")).collect();
    let packed = gz(lines.as_bytes()).repeat(40);
    let (_, out, fault) = unpack(packed);
    assert!(out.len() as u64 > FREE);
    assert_eq!((out.len(), fault), (lines.len() * 40, None));
}
