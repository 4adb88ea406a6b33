//! Zstandard (RFC 8878): frame after frame, skippable ones left out, checksums held against the
//! content.

use std::io::{self, BufRead, Read};

use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

/// The magic number of a frame, as its first four bytes.
pub(super) const MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// The largest window that a frame may ask for, in bytes: what `zstd` itself accepts without being
/// told to take more (`--long=27`).
const WINDOW: u64 = 1 << 27;

/// All frames of a file, one behind the other.
pub(crate) struct Frames<R> {
    packed: R,
    frame: FrameDecoder,
    open: bool,
}

impl<R: BufRead> Frames<R> {
    pub(crate) fn new(packed: R) -> Self {
        let mut frame = FrameDecoder::new();
        frame.set_max_window_size(WINDOW);
        Self {
            packed,
            frame,
            open: false,
        }
    }

    /// Goes to the next frame. Returns whether there is one.
    fn next(&mut self) -> io::Result<bool> {
        loop {
            if self.packed.fill_buf()?.is_empty() {
                return Ok(false);
            }
            let mut magic = [0; 4];
            self.packed.read_exact(&mut magic)?;
            // Skippable frames carry what other programs put there (RFC 8878, section 3.1.2).
            if magic[0] & 0xf0 == 0x50 && magic[1..] == [0x2a, 0x4d, 0x18] {
                let mut length = [0; 4];
                self.packed.read_exact(&mut length)?;
                let length = u64::from(u32::from_le_bytes(length));
                let mut part = (&mut self.packed).take(length);
                if io::copy(&mut part, &mut io::sink())? < length {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
                continue;
            }
            let mut seen = Ending::new((&magic[..]).chain(&mut self.packed));
            let started = self.frame.reset(&mut seen);
            let ended = seen.ended;
            started.map_err(|error| told(ended, error))?;
            self.open = true;
            return Ok(true);
        }
    }

    /// Holds the checksum of a finished frame, if it has one, against the content.
    fn close(&mut self) -> io::Result<()> {
        self.open = false;
        let told = self.frame.get_checksum_from_data();
        if told.is_some() && told != self.frame.get_calculated_checksum() {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "a checksum does not fit its content",
            ));
        }
        Ok(())
    }
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            if !self.open && !self.next()? {
                return Ok(0);
            }
            while self.frame.can_collect() == 0 && !self.frame.is_finished() {
                let mut seen = Ending::new(&mut self.packed);
                let step = BlockDecodingStrategy::UptoBlocks(1);
                let decoded = self.frame.decode_blocks(&mut seen, step);
                let ended = seen.ended;
                decoded.map_err(|error| told(ended, error))?;
            }
            let read = self.frame.read(buffer)?;
            if read > 0 {
                return Ok(read);
            }
            self.close()?;
        }
    }
}

/// An error of the decoder: of a file that ends early, or of a damaged one.
fn told(ended: bool, error: impl std::fmt::Display) -> io::Error {
    let kind = if ended {
        io::ErrorKind::UnexpectedEof
    } else {
        io::ErrorKind::InvalidData
    };
    io::Error::new(kind, error.to_string())
}

/// Notes whether a reader asked for more than there was, which the errors of the decoder hide.
struct Ending<R> {
    inner: R,
    ended: bool,
}

impl<R> Ending<R> {
    fn new(inner: R) -> Self {
        Self {
            inner,
            ended: false,
        }
    }
}

impl<R: Read> Read for Ending<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.ended |= read == 0 && !buffer.is_empty();
        Ok(read)
    }
}
