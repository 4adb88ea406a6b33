//! Decompression by magic bytes: gzip (RFC 1952, several members), bzip2 (several streams),
//! Zstandard (RFC 8878, several frames), plain.
//!
//! A stream that ends early, is damaged or swells beyond all measure looks like a short file to the
//! reader behind it, which then gives its intact records; the fault is kept here and told at the
//! end.

mod frames;

use std::{
    cell::RefCell,
    io::{self, BufRead, BufReader, Cursor, Read},
    rc::Rc,
};

use bzip2::read::MultiBzDecoder;
use flate2::read::MultiGzDecoder;

pub(crate) use self::frames::Frames;
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
    /// Zstandard.
    Zstd,
}

/// What went wrong while unpacking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// Whether the file just ends too early; otherwise its bytes are damaged, or not what they say.
    pub(crate) truncated: bool,
    /// Whether it was cut off because it unpacks to more than an honest file does.
    pub(crate) swollen: bool,
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

/// Answers of web services say what they are behind some notices.
const HEAD: usize = 4096;
const BUFFER: usize = 1 << 16;

/// How much a packed file may unpack to: this much at once, and this many times its packed size
/// beyond that. The densest file of routing data that we know is packed to a fortieth; a block of
/// zeros is packed by bzip2 to less than a ten thousandth. Our choice.
const FREE: u64 = 1 << 26;
const RATIO: u64 = 250;

/// How much any packed file may unpack to: many times the text of the largest routing table. Our
/// choice.
const LARGEST: u64 = 1 << 36;

impl Unpacked {
    pub(crate) fn new(meter: Meter) -> Self {
        let mut packed = BufReader::with_capacity(BUFFER, meter.clone());
        let magic = read_head(&mut packed, 4);
        let packing = match magic.as_slice() {
            [0x1f, 0x8b, ..] => Packing::Gzip,
            [b'B', b'Z', b'h', ..] => Packing::Bzip2,
            magic if magic == frames::MAGIC => Packing::Zstd,
            _ => Packing::Plain,
        };
        let packed = Cursor::new(magic).chain(packed);
        let inner: Box<dyn Read> = match packing {
            Packing::Gzip => Box::new(MultiGzDecoder::new(packed)),
            Packing::Bzip2 => Box::new(MultiBzDecoder::new(packed)),
            Packing::Zstd => Box::new(Frames::new(packed)),
            Packing::Plain => Box::new(packed),
        };
        let fault = Rc::new(RefCell::new(None));
        let mut reader: Box<dyn Read> = Box::new(Careful {
            inner,
            fault: Rc::clone(&fault),
            packed: (packing != Packing::Plain).then_some(meter),
            given: 0,
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

/// Turns an error into an end of the stream, and keeps it. Ends a stream that swells.
struct Careful {
    inner: Box<dyn Read>,
    fault: Rc<RefCell<Option<Fault>>>,
    /// What the packed bytes are counted by; `None` where nothing is packed.
    packed: Option<Meter>,
    /// Bytes given so far.
    given: u64,
}

impl Careful {
    fn keep(&self, truncated: bool, swollen: bool, cause: String) {
        *self.fault.borrow_mut() = Some(Fault {
            truncated,
            swollen,
            cause,
        });
    }

    /// Whether more was given than any honest file holds.
    fn swollen(&self) -> bool {
        let Some(meter) = &self.packed else {
            return false;
        };
        let allowed = FREE.saturating_add(meter.bytes().saturating_mul(RATIO));
        self.given > allowed.min(LARGEST)
    }
}

impl Read for Careful {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.fault.borrow().is_some() {
            return Ok(0);
        }
        match self.inner.read(buffer) {
            Ok(read) => {
                self.given += read as u64;
                if self.swollen() {
                    let packed = self.packed.as_ref().map_or(0, Meter::bytes);
                    let cause = format!("{packed} bytes unpack to more than {}", self.given);
                    self.keep(false, true, cause);
                    return Ok(0);
                }
                Ok(read)
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Err(error),
            Err(error) => {
                let cut = error.kind() == io::ErrorKind::UnexpectedEof;
                self.keep(cut, false, error.to_string());
                Ok(0)
            }
        }
    }
}

#[cfg(test)]
mod tests;
