//! Appending to a segment: nothing is listed before it is on the disk.

use std::{
    fs::{self, File},
    io::{ErrorKind, Seek as _, SeekFrom, Write as _},
    path::PathBuf,
};

use jiff::{Timestamp, tz::TimeZone};

use crate::{
    Error,
    captures::{Captures, Claim, flush_folder},
    database::Database,
    warc,
};

/// How many packed bytes are held before they are written (policy).
const HELD: usize = 8 << 20;

/// The segment that this store appends to, once it has something to append.
#[derive(Debug)]
pub(crate) struct Writer {
    limit: u64,
    segment: Option<Segment>,
    /// Those that the batch in the making has filled.
    full: Vec<Segment>,
}

#[derive(Debug)]
pub(crate) struct Segment {
    pub(crate) name: String,
    path: PathBuf,
    file: File,
    /// Open for as long as the segment is ours.
    _lock: Option<File>,
    /// How much is listed.
    listed: u64,
    /// How much is written.
    written: u64,
    /// What is packed and not yet written.
    held: Vec<u8>,
}

impl Segment {
    /// Where the next record begins.
    pub(crate) const fn end(&self) -> u64 {
        self.written + self.held.len() as u64
    }

    /// Adds records, which `pack` appends to the buffer; where they lie.
    pub(crate) fn add(
        &mut self,
        pack: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>,
    ) -> Result<(u64, u64), Error> {
        let start = self.end();
        let before = self.held.len();
        pack(&mut self.held).map_err(|e| {
            self.held.truncate(before);
            Error::io("pack", &self.path, e)
        })?;
        let size = self.end() - start;
        if self.held.len() >= HELD {
            self.write()?;
        }
        Ok((start, size))
    }

    fn write(&mut self) -> Result<(), Error> {
        let Self { file, held, .. } = self;
        let written = file.write_all(held);
        written.map_err(|e| Error::io("write", &self.path, e))?;
        self.written += self.held.len() as u64;
        self.held.clear();
        Ok(())
    }

    /// Brings everything to the disk.
    fn flush(&mut self) -> Result<(), Error> {
        self.write()?;
        let flushed = self.file.sync_data();
        flushed.map_err(|e| Error::io("flush", &self.path, e))
    }
}

impl Writer {
    pub(crate) const fn new(limit: u64) -> Self {
        Self {
            limit,
            segment: None,
            full: Vec::new(),
        }
    }

    pub(crate) const fn set_limit(&mut self, limit: u64) {
        self.limit = limit;
    }

    /// The segment for the next records; `at` names it where it is new.
    pub(crate) fn segment(
        &mut self,
        captures: &Captures,
        database: &Database,
        at: Timestamp,
    ) -> Result<&mut Segment, Error> {
        if let Some(full) = self.segment.take_if(|segment| segment.end() >= self.limit) {
            self.full.push(full);
        }
        let segment = match self.segment.take() {
            Some(segment) => segment,
            None => match resume(captures, database, self.limit)? {
                Some(segment) => segment,
                None => create(captures, at)?,
            },
        };
        Ok(self.segment.insert(segment))
    }

    /// Brings the batch to the disk; the names and lengths of the segments that it is in.
    pub(crate) fn flush(&mut self) -> Result<Vec<(String, u64)>, Error> {
        let segments = self.full.iter_mut().chain(&mut self.segment);
        let mut lengths = Vec::new();
        for segment in segments.filter(|segment| segment.end() > segment.listed) {
            segment.flush()?;
            lengths.push((segment.name.clone(), segment.written));
        }
        Ok(lengths)
    }

    /// The batch is listed.
    pub(crate) fn done(&mut self) {
        self.full.clear();
        if let Some(segment) = &mut self.segment {
            segment.listed = segment.written;
        }
    }

    /// The batch failed: what it has written is cut off again. After a failed flush nobody knows
    /// what the disk holds, so the segments are let go; the next batch looks anew, and opening the
    /// store mends what could not be cut.
    pub(crate) fn undo(&mut self) {
        for segment in self.full.drain(..).chain(self.segment.take()) {
            if segment.listed > 0 {
                let _ = segment.file.set_len(segment.listed);
            } else {
                let _ = fs::remove_file(&segment.path);
            }
        }
    }
}

/// Goes on with a segment that has room, is whole, and is nobody's.
fn resume(captures: &Captures, database: &Database, limit: u64) -> Result<Option<Segment>, Error> {
    for name in database.roomy_segments(limit)? {
        let Claim::Held(lock) = captures.claim(&name)? else {
            continue;
        };
        // Asked only now that nobody else can change it.
        let Some(listed) = database.segment_length(&name)? else {
            continue;
        };
        let path = captures.path(&name);
        let opened = File::options().read(true).write(true).open(&path);
        let Ok(mut file) = opened else { continue };
        let end = file.seek(SeekFrom::End(0));
        if end.map_err(|e| Error::io("read", &path, e))? != listed || listed >= limit {
            continue;
        }
        return Ok(Some(Segment {
            name,
            path,
            file,
            _lock: Some(lock),
            listed,
            written: listed,
            held: Vec::new(),
        }));
    }
    Ok(None)
}

fn create(captures: &Captures, at: Timestamp) -> Result<Segment, Error> {
    let time = at
        .to_zoned(TimeZone::UTC)
        .strftime("%Y%m%dT%H%M%SZ")
        .to_string();
    let mut number = 0_u32;
    loop {
        let name = format!("backpedal-{time}-{number:05}.warc.gz");
        number += 1;
        let path = captures.path(&name);
        let created = File::options()
            .read(true)
            .write(true)
            .create_new(true)
            .open(&path);
        let file = match created {
            Ok(file) => file,
            Err(e) if e.kind() == ErrorKind::AlreadyExists => continue,
            Err(e) => return Err(Error::io("create", &path, e)),
        };
        let lock = match captures.claim(&name)? {
            Claim::Held(lock) => Some(lock),
            // Somebody found the empty file and took it.
            Claim::Taken => continue,
            Claim::Unknown => None,
        };
        flush_folder(captures.dir())?;
        let mut segment = Segment {
            path,
            file,
            _lock: lock,
            listed: 0,
            written: 0,
            held: Vec::new(),
            name,
        };
        let name = segment.name.clone();
        segment.add(|out| warc::information(&name, at, out))?;
        return Ok(segment);
    }
}
