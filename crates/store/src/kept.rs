//! The payload of a capture, read later and in pieces: a routing table has hundreds of megabytes.

use std::{
    fs::File,
    io::{self, BufReader, ErrorKind, Read, Take},
    path::PathBuf,
};

use backpedal_model::Sha256;
use flate2::bufread::MultiGzDecoder;

use crate::{Error, captures, warc};

/// How much of a file is read at a time, in bytes.
const PIECE: usize = 1 << 18;

/// The bytes of a capture, where they lie.
#[derive(Clone, Debug)]
pub struct Kept {
    pub(crate) path: PathBuf,
    pub(crate) range: Option<(u64, u64)>,
    pub(crate) digest: Sha256,
    /// How many bytes the payload has.
    pub(crate) bytes: u64,
}

/// The bytes of a capture as received, in pieces.
///
/// Where they turn out not to have the digest that was written down, the last read is an error
/// ([`ErrorKind::InvalidData`]).
#[derive(Debug)]
pub struct Payload(warc::Payload<BufReader<MultiGzDecoder<BufReader<Take<File>>>>>);

impl Kept {
    /// Opens the payload. It takes no more memory than a piece, however large it is.
    ///
    /// # Errors
    /// [`Error::Damaged`] where the file is missing or does not hold the payload.
    pub fn open(&self) -> Result<Payload, Error> {
        let path = &self.path;
        let packed = captures::packed(path, self.range).map_err(|e| match e.kind() {
            ErrorKind::NotFound => Error::damaged(path, "the file is missing"),
            _ => Error::io("read", path, e),
        })?;
        let packed = BufReader::with_capacity(PIECE, packed);
        let plain = BufReader::with_capacity(PIECE, MultiGzDecoder::new(packed));
        warc::payload(plain, self.digest, self.bytes)
            .map(Payload)
            .map_err(|cause| Error::damaged(path, cause))
    }

    /// The bytes as received, all at once; every record beside them is checked too.
    pub(crate) fn read(&self) -> Result<Vec<u8>, Error> {
        let path = &self.path;
        let capture = captures::read(path, self.range)?;
        let capture = capture.ok_or_else(|| Error::damaged(path, "the file is missing"))?;
        match capture.body {
            Some(body) if capture.snapshot.digest == self.digest => Ok(body),
            _ => Err(Error::damaged(
                path,
                "it holds another payload than was listed",
            )),
        }
    }
}

impl Read for Payload {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}
