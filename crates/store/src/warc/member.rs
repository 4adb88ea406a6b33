//! Gzip members (RFC 1952), one after the other, by one packer that is used again: to make one anew
//! for each record costs more than to pack it.

use std::{cell::RefCell, io};

use crc32fast::Hasher;
use flate2::{Compress, Compression, FlushCompress, Status};

/// Deflate, no flags, no time stamp, no hint, an unknown system.
const HEAD: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];

/// Room that is made at a time, at the least.
const ROOM: usize = 1 << 10;

/// A member with less than this gains little by a table of its own, which costs more than the rest.
const SMALL: usize = 4 << 10;

thread_local! {
    static PACKER: RefCell<Compress> = RefCell::new(Compress::new(Compression::default(), false));
    static QUICK: RefCell<Compress> = RefCell::new(Compress::new(Compression::fast(), false));
}

/// Appends the pieces to `out` as one member.
pub(super) fn append(pieces: &[&[u8]], out: &mut Vec<u8>) -> io::Result<()> {
    let size: usize = pieces.iter().map(|piece| piece.len()).sum();
    let packer = if size < SMALL { &QUICK } else { &PACKER };
    packer.with_borrow_mut(|packer| {
        packer.reset();
        out.extend_from_slice(&HEAD);
        let mut sum = Hasher::new();
        for piece in pieces {
            sum.update(piece);
            let mut rest = *piece;
            while !rest.is_empty() {
                let before = packer.total_in();
                step(packer, rest, out, FlushCompress::None)?;
                let taken = usize::try_from(packer.total_in() - before).unwrap_or(rest.len());
                rest = &rest[taken..];
            }
        }
        while step(packer, &[], out, FlushCompress::Finish)? != Status::StreamEnd {}
        out.extend_from_slice(&sum.finalize().to_le_bytes());
        // RFC 1952, section 2.3.1: the length modulo 2^32.
        out.extend((size as u64).to_le_bytes().into_iter().take(4));
        Ok(())
    })
}

fn step(
    packer: &mut Compress,
    bytes: &[u8],
    out: &mut Vec<u8>,
    flush: FlushCompress,
) -> io::Result<Status> {
    out.reserve(ROOM.max(bytes.len() / 4));
    packer
        .compress_vec(bytes, out, flush)
        .map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use flate2::bufread::MultiGzDecoder;

    use super::*;

    #[test]
    fn members_of_all_sizes_are_read_back() {
        let noise: Vec<u8> = (0..300_000_u32)
            .map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()[0])
            .collect();
        let zeros = vec![0; 2_000_000];
        let given: [&[&[u8]]; 5] = [
            &[],
            &[b"", b"a", b""],
            &[&noise, b"\r\n"],
            &[&zeros],
            &[b"after ", &noise[..9]],
        ];
        let (mut packed, mut plain) = (Vec::new(), Vec::new());
        for pieces in given {
            append(pieces, &mut packed).unwrap();
            plain.extend(pieces.concat());
        }
        let mut read = Vec::new();
        MultiGzDecoder::new(&packed[..])
            .read_to_end(&mut read)
            .unwrap();
        assert!(read == plain);
        assert!(packed.len() < noise.len() * 2);
    }
}
