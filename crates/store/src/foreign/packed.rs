//! The members of a packed file, each for itself, so that a damaged one does not hide the rest.
//!
//! gzip: ISO 28500, annex D, one member a record; whole files in one member are met too. zstd:
//! <https://iipc.github.io/warc-specifications/specifications/warc-zstd/>, one frame a record, with
//! a dictionary in front in a skippable frame of its own.

use std::io::Read as _;

use flate2::bufread::GzDecoder;
use ruzstd::decoding::{BlockDecodingStrategy, Dictionary, FrameDecoder};

/// The most that one member may unpack to (policy): a file that is one member may be large.
const MOST: usize = 1 << 30;

/// The largest window of a frame, in bytes: what `zstd` itself accepts without being told to.
const WINDOW: u64 = 1 << 27;

/// More damaged members than this, and the rest is left.
const DAMAGED: usize = 1000;

const GZIP: [u8; 3] = [0x1f, 0x8b, 8];
const ZSTD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];
const DICTIONARY: [u8; 4] = [0x5d, 0x2a, 0x4d, 0x18];

/// Gives each member unpacked, in order; of a plain file all of it. A damaged member gives what it
/// holds and then why it ended.
pub(super) fn members(bytes: &[u8], mut each: impl FnMut(Result<&[u8], String>)) {
    if bytes.starts_with(&GZIP) {
        walk(bytes, &GZIP, gunzip, &mut each);
    } else if bytes.starts_with(&ZSTD) || is_skippable(bytes) {
        let mut frames = Frames::new();
        walk(
            bytes,
            &ZSTD,
            |bytes, out| frames.unpack(bytes, out),
            &mut each,
        );
    } else {
        each(Ok(bytes));
    }
}

/// Unpacks one member into the vector; returns what follows it.
fn walk<'a>(
    bytes: &'a [u8],
    magic: &[u8],
    mut unpack: impl FnMut(&'a [u8], &mut Vec<u8>) -> Result<&'a [u8], String>,
    each: &mut impl FnMut(Result<&[u8], String>),
) {
    let mut rest = bytes;
    let mut damaged = 0;
    while !rest.is_empty() && damaged < DAMAGED {
        let mut out = Vec::new();
        let outcome = unpack(rest, &mut out);
        if !out.is_empty() {
            each(Ok(&out));
        }
        match outcome {
            Ok(after) => rest = after,
            Err(why) => {
                damaged += 1;
                each(Err(format!("a part of the file is damaged: {why}")));
                let next = rest[1..]
                    .windows(magic.len())
                    .position(|window| window == magic);
                rest = next.map_or(&[], |at| &rest[at + 1..]);
            }
        }
    }
}

fn gunzip<'a>(bytes: &'a [u8], out: &mut Vec<u8>) -> Result<&'a [u8], String> {
    let mut member = GzDecoder::new(bytes).take(MOST as u64 + 1);
    member.read_to_end(out).map_err(|error| error.to_string())?;
    if out.len() > MOST {
        return Err("it unpacks to more than is read".to_owned());
    }
    Ok(member.into_inner().into_inner())
}

fn is_skippable(bytes: &[u8]) -> bool {
    bytes.first().is_some_and(|byte| byte & 0xf0 == 0x50)
        && bytes.get(1..4) == Some(&DICTIONARY[1..])
}

struct Frames {
    decoder: FrameDecoder,
}

impl Frames {
    fn new() -> Self {
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(WINDOW);
        Self { decoder }
    }

    fn unpack<'a>(&mut self, bytes: &'a [u8], out: &mut Vec<u8>) -> Result<&'a [u8], String> {
        if is_skippable(bytes) {
            let length = bytes.get(4..8).and_then(|length| length.try_into().ok());
            let length = length.map(u32::from_le_bytes).unwrap_or(u32::MAX) as usize;
            let content = bytes
                .get(8..)
                .and_then(|rest| rest.split_at_checked(length));
            let (content, after) = content.ok_or("it is cut off")?;
            if bytes.starts_with(&DICTIONARY) {
                self.learn(content)?;
            }
            return Ok(after);
        }
        self.frame(bytes, out)
    }

    /// The dictionary stands plain or packed itself.
    fn learn(&mut self, content: &[u8]) -> Result<(), String> {
        let mut unpacked = Vec::new();
        let raw = if content.starts_with(&ZSTD) {
            Self::new().frame(content, &mut unpacked)?;
            &unpacked
        } else {
            content
        };
        let dictionary = Dictionary::decode_dict(raw).map_err(|error| error.to_string())?;
        self.decoder
            .add_dict(dictionary)
            .map_err(|error| error.to_string())
    }

    fn frame<'a>(&mut self, bytes: &'a [u8], out: &mut Vec<u8>) -> Result<&'a [u8], String> {
        let mut rest = bytes;
        self.decoder
            .reset(&mut rest)
            .map_err(|error| error.to_string())?;
        while !self.decoder.is_finished() {
            let step = BlockDecodingStrategy::UptoBlocks(1);
            let decoded = self.decoder.decode_blocks(&mut rest, step);
            let collected = self.decoder.collect_to_writer(&mut *out);
            decoded.map_err(|error| error.to_string())?;
            collected.map_err(|error| error.to_string())?;
            if out.len() > MOST {
                return Err("it unpacks to more than is read".to_owned());
            }
        }
        self.decoder
            .collect_to_writer(&mut *out)
            .map_err(|error| error.to_string())?;
        Ok(rest)
    }
}
