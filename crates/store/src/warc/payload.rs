//! The payload of a capture in pieces, out of its unpacked records.

use std::io::{self, BufRead, ErrorKind, Read};

use backpedal_model::Sha256;
use sha2::Digest as _;

use super::read::Fields;

/// The longest header of a record, in bytes; ours have less than two thousand beside the address.
const LONGEST: u64 = 1 << 20;

/// A payload that is being read, and checked on the way.
#[derive(Debug)]
pub(crate) struct Payload<R> {
    from: R,
    left: u64,
    so_far: sha2::Sha256,
    digest: Sha256,
}

/// Finds the payload with the digest, which has so many bytes; on failure says, as one clause, what
/// is wrong.
pub(crate) fn payload<R: BufRead>(
    mut from: R,
    digest: Sha256,
    bytes: u64,
) -> Result<Payload<R>, String> {
    let stated = format!("sha256:{digest}");
    loop {
        let head = head(&mut from).map_err(|e| format!("it does not unpack ({e})"))?;
        if head.is_empty() {
            return Err("it holds another payload than was listed".to_owned());
        }
        let fields = Fields::parse(&head)?;
        let length = fields.length()?;
        let holds = matches!(fields.get("WARC-Type"), Some("response" | "resource"))
            && fields.get("WARC-Payload-Digest") == Some(stated.as_str());
        // The payload is the end of the block; two line ends follow every block.
        let before = match length.checked_sub(bytes) {
            Some(before) if holds => before,
            None if holds => return Err("its payload is too short".to_owned()),
            _ => length.saturating_add(4),
        };
        let passed = io::copy(&mut from.by_ref().take(before), &mut io::sink());
        let passed = passed.map_err(|e| format!("it does not unpack ({e})"))?;
        if passed < before {
            return Err("a record is cut short".to_owned());
        }
        if holds {
            return Ok(Payload {
                from,
                left: bytes,
                so_far: sha2::Sha256::new(),
                digest,
            });
        }
    }
}

/// The lines of a record's header without the empty one behind them; nothing at the end.
fn head(from: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut from = from.take(LONGEST);
    let (mut head, mut begun) = (Vec::new(), 0);
    loop {
        from.read_until(b'\n', &mut head)?;
        let line = &head[begun..];
        if line == b"\r\n" || line.is_empty() {
            head.truncate(begun.saturating_sub(2));
            return Ok(head);
        }
        begun = head.len();
    }
}

impl<R: Read> Read for Payload<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let room = usize::try_from(self.left).map_or(buffer.len(), |left| left.min(buffer.len()));
        let read = self.from.read(&mut buffer[..room])?;
        if read == 0 && room > 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        self.so_far.update(&buffer[..read]);
        self.left -= read as u64;
        if self.left == 0 && !buffer.is_empty() {
            let digest = self.so_far.clone().finalize();
            if Sha256::from_bytes(digest.into()) != self.digest {
                let why = "the capture does not have the stated digest";
                return Err(io::Error::new(ErrorKind::InvalidData, why));
            }
        }
        Ok(read)
    }
}
