//! What a caller hands in, and what it is told on the way. The digest and the size are taken while
//! a file is read, so that no file is read twice and none is held in memory.

use std::{
    cell::RefCell,
    fs::File,
    io::{self, Cursor, Empty, Read, Seek as _},
    rc::Rc,
    sync::Arc,
};

use backpedal_model::Sha256;
use sha2::Digest as _;

/// A file to read, and what the case says of it.
pub struct Input<S> {
    /// What the case says of it.
    pub spec: S,
    /// The bytes as they lie on disk, still compressed.
    pub bytes: Box<dyn Contents>,
}

/// The bytes of a file. Nearly every file is read once.
pub trait Contents: Read + Send {
    /// The same bytes for a second reading, asked for before the first; `None` where they come only
    /// once. A routing table is read again where another one tells of prefixes that were not known
    /// to be watched.
    fn again(&self) -> Option<Box<dyn Contents>> {
        None
    }
}

impl Contents for File {
    fn again(&self) -> Option<Box<dyn Contents>> {
        let file = self.try_clone().ok()?;
        Some(Box::new(Rewound { file, begun: false }))
    }
}

/// A file that was read once: both have one place in it.
struct Rewound {
    file: File,
    begun: bool,
}

impl Read for Rewound {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if !self.begun {
            self.file.rewind()?;
            self.begun = true;
        }
        self.file.read(buffer)
    }
}

impl Contents for Rewound {}

impl Contents for Empty {}

/// Once only: a second reading would need a copy. An `Arc<[u8]>` needs none.
impl Contents for Cursor<Vec<u8>> {}

impl Contents for Cursor<Arc<[u8]>> {
    fn again(&self) -> Option<Box<dyn Contents>> {
        Some(Box::new(self.clone()))
    }
}

/// How far the reading of one file has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The file, as the case names it.
    pub input: String,
    /// Bytes read so far, as they lie on disk.
    pub bytes: u64,
    /// Records read so far.
    pub records: u64,
    /// Whether the file is finished.
    pub done: bool,
}

/// The raw side of a file: counts and hashes whatever is taken from it.
pub(crate) struct Raw {
    inner: Box<dyn Read + Send>,
    hasher: sha2::Sha256,
    bytes: u64,
    failure: Option<io::Error>,
}

/// A reader of the raw side that leaves it at hand for others.
#[derive(Clone)]
pub(crate) struct Meter(Rc<RefCell<Raw>>);

impl Meter {
    pub(crate) fn new(inner: Box<dyn Read + Send>) -> Self {
        Self(Rc::new(RefCell::new(Raw {
            inner,
            hasher: sha2::Sha256::new(),
            bytes: 0,
            failure: None,
        })))
    }

    /// Bytes taken so far.
    pub(crate) fn bytes(&self) -> u64 {
        self.0.borrow().bytes
    }

    /// Reads what a decoder left behind, so that the digest is that of the whole file. Returns the
    /// digest, the size, and what the operating system said if it could not go on.
    pub(crate) fn finish(mut self) -> (Sha256, u64, Option<io::Error>) {
        // The error is kept in `failure`, and told by the caller.
        let _ = io::copy(&mut self, &mut io::sink());
        let mut raw = self.0.borrow_mut();
        let digest = std::mem::take(&mut raw.hasher).finalize();
        let failure = raw.failure.take();
        (Sha256::from_bytes(digest.into()), raw.bytes, failure)
    }
}

impl Read for Meter {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut raw = self.0.borrow_mut();
        if raw.failure.is_some() {
            return Ok(0);
        }
        match raw.inner.read(buffer) {
            Ok(n) => {
                raw.hasher.update(&buffer[..n]);
                raw.bytes += n as u64;
                Ok(n)
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Err(error),
            Err(error) => {
                raw.failure = Some(error);
                Ok(0)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_is_of_the_whole_file_however_little_was_read() {
        let mut meter = Meter::new(Box::new(&b"abcdef"[..]));
        let mut two = [0; 2];
        assert_eq!(meter.read(&mut two).ok(), Some(2));
        let (digest, bytes, failure) = meter.finish();
        assert_eq!((digest, bytes), (Sha256::of(b"abcdef"), 6));
        assert!(failure.is_none());
    }

    #[test]
    fn a_file_is_read_again_from_its_start() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
        let mut first = File::open(path).expect("our own file");
        let mut second = first.again().expect("a file has a start");
        let (mut once, mut twice) = (Vec::new(), Vec::new());
        assert!(first.read_to_end(&mut once).is_ok_and(|bytes| bytes > 0));
        assert!(second.read_to_end(&mut twice).is_ok());
        assert_eq!(once, twice);
    }

    #[test]
    fn a_reading_error_ends_the_file_and_is_kept() {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("bad sector"))
            }
        }
        let meter = Meter::new(Box::new((&b"ab"[..]).chain(Broken)));
        let (digest, bytes, failure) = meter.finish();
        assert_eq!((digest, bytes), (Sha256::of(b"ab"), 2));
        assert_eq!(failure.map(|e| e.to_string()), Some("bad sector".into()));
    }
}
