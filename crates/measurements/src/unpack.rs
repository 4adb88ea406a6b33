//! Decompression by magic bytes: gzip (RFC 1952, several members), bzip2 (several streams), plain.
//!
//! A stream that ends early or is damaged looks like a short file to the reader behind it, which
//! then gives its intact records; the fault is kept here and told at the end.

use std::{
    cell::RefCell,
    io::{self, BufRead, BufReader, Cursor, Read},
    rc::Rc,
};

use bzip2::read::MultiBzDecoder;
use flate2::read::MultiGzDecoder;

use crate::input::Meter;

/// How a file is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Packing {
    /// Not at all.
    Plain,
    /// gzip.
    Gzip,
    /// bzip2.
    Bzip2,
    /// Zstandard, which is told from the others but not read.
    Zstd,
}

/// What went wrong while unpacking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// Whether the file just ends too early; otherwise its bytes are damaged.
    pub(crate) truncated: bool,
    /// The words of the decoder.
    pub(crate) cause: String,
}

/// A file being unpacked.
pub(crate) struct Unpacked {
    pub(crate) packing: Packing,
    /// The first bytes of the content, for telling what it is.
    pub(crate) head: Vec<u8>,
    reader: Box<dyn Read>,
    fault: Rc<RefCell<Option<Fault>>>,
}

const HEAD: usize = 512;
const BUFFER: usize = 1 << 16;

impl Unpacked {
    pub(crate) fn new(meter: Meter) -> Self {
        let mut packed = BufReader::with_capacity(BUFFER, meter);
        let magic = read_head(&mut packed, 4);
        let packing = match magic.as_slice() {
            [0x1f, 0x8b, ..] => Packing::Gzip,
            [b'B', b'Z', b'h', ..] => Packing::Bzip2,
            [0x28, 0xb5, 0x2f, 0xfd] => Packing::Zstd,
            _ => Packing::Plain,
        };
        let packed = Cursor::new(magic).chain(packed);
        let inner: Box<dyn Read> = match packing {
            Packing::Gzip => Box::new(MultiGzDecoder::new(packed)),
            Packing::Bzip2 => Box::new(MultiBzDecoder::new(packed)),
            Packing::Plain | Packing::Zstd => Box::new(packed),
        };
        let fault = Rc::new(RefCell::new(None));
        let mut reader: Box<dyn Read> = Box::new(Careful {
            inner,
            fault: Rc::clone(&fault),
        });
        let head = read_head(&mut reader, HEAD);
        Self {
            packing,
            head,
            reader,
            fault,
        }
    }

    /// The content from its first byte. To be called once.
    pub(crate) fn content(&mut self) -> Box<dyn BufRead> {
        let reader = std::mem::replace(&mut self.reader, Box::new(io::empty()));
        let head = Cursor::new(self.head.clone());
        Box::new(BufReader::with_capacity(BUFFER, head.chain(reader)))
    }

    /// What went wrong so far.
    pub(crate) fn fault(&self) -> Option<Fault> {
        self.fault.borrow().clone()
    }
}

fn read_head(reader: &mut dyn Read, size: usize) -> Vec<u8> {
    let mut head = Vec::with_capacity(size);
    // `Meter` and `Careful` keep their errors and end the stream instead.
    let _ = reader.take(size as u64).read_to_end(&mut head);
    head
}

/// Turns an error into an end of the stream, and keeps it.
struct Careful {
    inner: Box<dyn Read>,
    fault: Rc<RefCell<Option<Fault>>>,
}

impl Read for Careful {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.fault.borrow().is_some() {
            return Ok(0);
        }
        match self.inner.read(buffer) {
            Err(error) if error.kind() != io::ErrorKind::Interrupted => {
                *self.fault.borrow_mut() = Some(Fault {
                    truncated: error.kind() == io::ErrorKind::UnexpectedEof,
                    cause: error.to_string(),
                });
                Ok(0)
            }
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

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

    fn unpack(bytes: Vec<u8>) -> (Packing, Vec<u8>, Option<Fault>) {
        let mut unpacked = Unpacked::new(Meter::new(Box::new(Cursor::new(bytes))));
        let mut out = Vec::new();
        unpacked.content().read_to_end(&mut out).unwrap();
        (unpacked.packing, out, unpacked.fault())
    }

    #[test]
    fn several_members_and_streams_are_one_file() {
        let two = [gz(b"one "), gz(b"two")].concat();
        assert_eq!(unpack(two), (Packing::Gzip, b"one two".to_vec(), None));
        let two = [bz(b"one "), bz(b"two")].concat();
        assert_eq!(unpack(two), (Packing::Bzip2, b"one two".to_vec(), None));
        let plain = (Packing::Plain, b"one".to_vec(), None);
        assert_eq!(unpack(b"one".to_vec()), plain);
        assert_eq!(unpack(Vec::new()), (Packing::Plain, Vec::new(), None));
    }

    #[test]
    fn a_cut_file_gives_what_it_has_and_says_so() {
        let text: Vec<u8> = (0_u32..50_000).flat_map(u32::to_be_bytes).collect();
        let mut packed = gz(&text);
        packed.truncate(packed.len() / 2);
        let (_, out, fault) = unpack(packed);
        assert!(!out.is_empty() && text.starts_with(&out));
        assert!(fault.unwrap().truncated);
    }

    #[test]
    fn a_damaged_file_is_told_from_a_cut_one() {
        let mut packed = gz(&vec![7; 100_000]);
        let middle = packed.len() / 2;
        packed[middle..middle + 8].fill(0xff);
        assert!(!unpack(packed).2.unwrap().truncated);
    }
}
