//! A segment read from front to back, past what is damaged in it.

use std::{
    fs::File,
    io::{self, BufRead as _, BufReader, ErrorKind, Read as _, Seek as _, SeekFrom},
    path::Path,
};

use flate2::bufread::GzDecoder;

use crate::{
    Error,
    warc::{self, Content},
};

/// The most that one record may unpack to, in bytes (policy); see `warc/read.rs`.
const MOST: u64 = 4 << 30;

/// How every gzip member begins: magic, deflate (RFC 1952, section 2.3), and no flags, as all of
/// ours have.
const MEMBER: &[u8] = &[0x1f, 0x8b, 8, 0];

/// What a look brought, and where it lies.
pub(super) struct Found {
    pub(super) start: u64,
    pub(super) size: u64,
    pub(super) content: Content,
}

/// What was not whole.
#[derive(Debug, Default)]
pub(super) struct Scanned {
    /// Where the last whole records end.
    pub(super) end: u64,
    /// What is wrong before that, each as one clause.
    pub(super) damage: Vec<String>,
    /// How it goes on after `end`.
    pub(super) tail: Tail,
}

/// What stands after the last whole records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Tail {
    /// Nothing.
    #[default]
    None,
    /// The beginning of records: whoever wrote them was stopped.
    Torn,
    /// Something else.
    Junk,
}

/// One step through the file.
enum Step {
    /// A whole member: its unpacked bytes are in the buffer.
    Member,
    /// The file ends within a member.
    Torn,
    /// This is no member of ours.
    Junk,
}

/// Reads the segment from `start` on and gives whole looks to `each`.
pub(super) fn scan(
    path: &Path,
    start: u64,
    mut each: impl FnMut(Found) -> Result<(), Error>,
) -> Result<Scanned, Error> {
    let wrap = |e| Error::io("read", path, e);
    let mut file = BufReader::with_capacity(1 << 18, File::open(path).map_err(wrap)?);
    let mut scanned = Scanned {
        end: start,
        ..Scanned::default()
    };
    let (mut begin, mut bytes, mut member) = (start, Vec::new(), Vec::new());
    // Where something is wrong that a whole look may still follow.
    let mut wrong: Option<Tail> = None;
    file.seek(SeekFrom::Start(start)).map_err(wrap)?;
    while !file.fill_buf().map_err(wrap)?.is_empty() {
        let at = file.stream_position().map_err(wrap)?;
        match step(&mut file, &mut member).map_err(wrap)? {
            Step::Member => {}
            bad => {
                let tail = if matches!(bad, Step::Torn) {
                    Tail::Torn
                } else {
                    Tail::Junk
                };
                wrong = wrong.or(Some(tail));
                bytes.clear();
                seek_member(&mut file, at + 1).map_err(wrap)?;
                begin = file.stream_position().map_err(wrap)?;
                continue;
            }
        }
        bytes.append(&mut member);
        let after = file.stream_position().map_err(wrap)?;
        let found = match warc::parse(&bytes) {
            Ok(Some(content)) => Ok(Some(content)),
            Ok(None) if !bytes.starts_with(b"WARC/1.1\r\nWARC-Type: warcinfo\r\n") => continue,
            Ok(None) => Ok(None),
            Err(cause) => Err(cause),
        };
        if wrong.take().is_some() {
            scanned
                .damage
                .push(format!("what stands before byte {begin} is damaged"));
        }
        match found {
            Ok(Some(content)) => each(Found {
                start: begin,
                size: after - begin,
                content,
            })?,
            Ok(None) => {}
            Err(cause) => scanned.damage.push(format!("at byte {begin}: {cause}")),
        }
        bytes.clear();
        (begin, scanned.end) = (after, after);
    }
    // Whole records without the last one of their look are the work of somebody who was stopped.
    let torn = (!bytes.is_empty()).then_some(Tail::Torn);
    scanned.tail = wrong.or(torn).unwrap_or_default();
    if scanned.tail == Tail::Junk && is_blank(&mut file, scanned.end).map_err(wrap)? {
        scanned.tail = Tail::Torn;
    }
    Ok(scanned)
}

/// Unpacks the member that begins here. Only what the disk refuses is an error.
fn step(file: &mut BufReader<File>, member: &mut Vec<u8>) -> io::Result<Step> {
    member.clear();
    let mut unpacked = GzDecoder::new(&mut *file).take(MOST);
    match unpacked.read_to_end(member) {
        Ok(_) if member.starts_with(b"WARC/1.1\r\n") => Ok(Step::Member),
        Ok(_) => Ok(Step::Junk),
        Err(e) if e.kind() == ErrorKind::UnexpectedEof => Ok(Step::Torn),
        Err(e) if matches!(e.kind(), ErrorKind::InvalidInput | ErrorKind::InvalidData) => {
            Ok(Step::Junk)
        }
        Err(e) => Err(e),
    }
}

/// Goes to the next place that looks like the beginning of a member, or to the end.
fn seek_member(file: &mut BufReader<File>, from: u64) -> io::Result<()> {
    let mut at = file.seek(SeekFrom::Start(from))?;
    let mut held: Vec<u8> = Vec::new();
    loop {
        let read = file.fill_buf()?;
        let count = read.len();
        if count == 0 {
            return Ok(());
        }
        held.extend_from_slice(read);
        file.consume(count);
        let place = held.windows(MEMBER.len()).position(|w| w == MEMBER);
        if let Some(place) = place {
            file.seek(SeekFrom::Start(at + place as u64))?;
            return Ok(());
        }
        // The beginning may be cut by the edge of the buffer.
        let done = held.len().saturating_sub(MEMBER.len() - 1);
        held.drain(..done);
        at += done as u64;
    }
}

/// Whether only zeros follow: room that a file system had set aside when the power failed.
fn is_blank(file: &mut BufReader<File>, from: u64) -> io::Result<bool> {
    file.seek(SeekFrom::Start(from))?;
    loop {
        let read = file.fill_buf()?;
        if read.iter().any(|byte| *byte != 0) {
            return Ok(false);
        }
        let count = read.len();
        if count == 0 {
            return Ok(true);
        }
        file.consume(count);
    }
}
