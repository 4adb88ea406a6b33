//! Captures as the database lists them.

use backpedal_model::{Origin, Problem, Snapshot, SnapshotId};
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use crate::{
    Error, Store,
    captures::{Captures, Place},
    error::MOVE_AWAY,
    kept::Kept,
    segments, warc,
};

/// What a conditional request needs of the capture before (RFC 9110, section 13.1).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validators {
    /// For `If-None-Match`.
    pub etag: Option<String>,
    /// For `If-Modified-Since`.
    pub last_modified: Option<String>,
}

/// What [`Store::rebuild`] found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rebuilt {
    /// How many captures are listed.
    pub captures: usize,
    /// The files that could not be read; they are kept where they are.
    pub problems: Vec<Problem>,
}

/// A row of the `snapshots` table.
pub(crate) struct Entry {
    json: String,
    pub(crate) place: Place,
    target: Option<String>,
    holds: bool,
    fetched: bool,
}

impl Entry {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let start: Option<u64> = row.get("start")?;
        let size: Option<u64> = row.get("size")?;
        Ok(Self {
            json: row.get("json")?,
            place: Place {
                file: row.get("file")?,
                range: start.zip(size),
            },
            target: row.get("target")?,
            holds: row.get("holds")?,
            fetched: row.get("fetched")?,
        })
    }
}

impl Store {
    /// The bytes of a capture as received, checked against their digest; `None` where the store
    /// has no such capture.
    ///
    /// # Errors
    /// [`Error::Damaged`] where the file is missing or is not what was written.
    pub fn body(&self, id: &SnapshotId) -> Result<Option<Vec<u8>>, Error> {
        self.kept(id)?.map(|kept| kept.read()).transpose()
    }

    /// Where the bytes of a capture lie, to be read later and without the store; `None` where the
    /// store has no such capture.
    ///
    /// # Errors
    /// When the database cannot be read, or names no file for the payload.
    pub fn kept(&self, id: &SnapshotId) -> Result<Option<Kept>, Error> {
        let Some(entry) = self.entry(id)? else {
            return Ok(None);
        };
        let snapshot = self.parse(&entry)?;
        let mut place = entry.place;
        if !entry.holds {
            let holder = self.holder(&snapshot)?;
            place = holder.map(|holder| holder.place).ok_or_else(|| {
                let path = self.captures.path(&place.file);
                Error::damaged(&path, "the capture that holds its payload is missing")
            })?;
        }
        Ok(Some(Kept {
            path: self.captures.path(&place.file),
            range: place.range,
            digest: snapshot.digest,
            bytes: snapshot.bytes,
        }))
    }

    /// What is known of a capture.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn snapshot(&self, id: &SnapshotId) -> Result<Option<Snapshot>, Error> {
        self.entry(id)?.map(|entry| self.parse(&entry)).transpose()
    }

    /// The last capture of an origin.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn latest(&self, origin: &Origin) -> Result<Option<Snapshot>, Error> {
        let newest = self.newest(origin)?;
        newest.map(|entry| self.parse(&entry)).transpose()
    }

    /// The captures of an origin, oldest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn history(&self, origin: &Origin) -> Result<Vec<Snapshot>, Error> {
        let sql = "SELECT * FROM snapshots WHERE origin_kind = ?1 AND origin = ?2
                   ORDER BY captured_us, id";
        let entries: Vec<Entry> = self.database.with(|connection| {
            let mut statement = connection.prepare_cached(sql)?;
            statement.query_map(key(origin), Entry::read)?.collect()
        })?;
        entries.iter().map(|entry| self.parse(entry)).collect()
    }

    /// Of the captures of an origin that came last, the one with the greatest id.
    fn newest(&self, origin: &Origin) -> Result<Option<Entry>, Error> {
        // The first is found by its index without a sort, which for most addresses of a crawl
        // would be one of nothing.
        let sql = "SELECT * FROM snapshots WHERE origin_kind = ?1 AND origin = ?2 AND captured_us =
                       (SELECT max(captured_us) FROM snapshots
                        WHERE origin_kind = ?1 AND origin = ?2)";
        let last: Vec<(String, Entry)> = self.database.with(|connection| {
            let mut statement = connection.prepare_cached(sql)?;
            let rows =
                statement.query_map(key(origin), |row| Ok((row.get("id")?, Entry::read(row)?)))?;
            rows.collect()
        })?;
        let newest = last.into_iter().max_by(|(a, _), (b, _)| a.cmp(b));
        Ok(newest.map(|(_, entry)| entry))
    }

    /// What a conditional request for the origin should send; nothing where its last capture was
    /// no plain success.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn validators(&self, origin: &Origin) -> Result<Validators, Error> {
        let latest = self
            .latest(origin)?
            .filter(|snapshot| snapshot.status == Some(200));
        let header = |name| {
            latest
                .as_ref()
                .and_then(|s| s.header(name))
                .map(str::to_owned)
        };
        Ok(Validators {
            etag: header("etag"),
            last_modified: header("last-modified"),
        })
    }

    /// Lists the captures anew from their files. Needed only after files were restored or
    /// removed by hand: a lost database is filled when the store is opened.
    ///
    /// # Errors
    /// When the folder cannot be listed or the database cannot be written. Files that cannot be
    /// read are no error; they are named in the result.
    pub fn rebuild(&self) -> Result<Rebuilt, Error> {
        self.database.transact(|transaction| {
            let wrap = |e| Error::database(self.database.path(), e);
            transaction
                .execute_batch("DELETE FROM snapshots; DELETE FROM segments")
                .map_err(wrap)?;
            list(transaction, &self.captures, self.database.path())
        })
    }

    pub(crate) fn entry(&self, id: &SnapshotId) -> Result<Option<Entry>, Error> {
        self.database.with(|connection| entry(connection, id))
    }

    /// The row of another capture that holds the payload, and whose file is there.
    fn holder(&self, snapshot: &Snapshot) -> Result<Option<Entry>, Error> {
        let found = self.database.with(|c| holders(c, snapshot))?;
        Ok(self.first_there(found))
    }

    fn first_there(&self, entries: Vec<Entry>) -> Option<Entry> {
        let mut entries = entries.into_iter();
        entries.find(|entry| self.captures.has(&entry.place))
    }

    /// What is listed of captures that may be kept already: `None` for each that is; else what a
    /// revisit record of the same payload would refer to. An empty payload is not worth one.
    pub(crate) fn known<'a>(
        &self,
        snapshots: impl Iterator<Item = &'a Snapshot>,
    ) -> Result<Vec<Option<Option<warc::Original>>>, Error> {
        // One transaction, since SQLite takes its locks for each anew.
        let found: Vec<_> = self.database.read(|connection| {
            let look_up = |snapshot: &Snapshot| {
                let holders = match snapshot.bytes {
                    0 => Vec::new(),
                    _ => holders(connection, snapshot)?,
                };
                Ok((entry(connection, &snapshot.id)?, holders))
            };
            snapshots.map(look_up).collect()
        })?;
        let of = |(kept, holders): (Option<Entry>, _)| {
            if kept.is_some_and(|entry| self.captures.has(&entry.place)) {
                return Ok(None);
            }
            let holder = self.first_there(holders);
            Ok(Some(
                holder.map(|entry| self.original_of(entry)).transpose()?,
            ))
        };
        found.into_iter().map(of).collect()
    }

    /// What a server says that it still holds.
    pub(crate) fn not_modified(&self, origin: &Origin) -> Result<Option<warc::Original>, Error> {
        let newest = self.newest(origin)?;
        newest.map(|entry| self.original_of(entry)).transpose()
    }

    fn original_of(&self, entry: Entry) -> Result<warc::Original, Error> {
        let snapshot = self.parse(&entry)?;
        Ok(warc::Original::new(snapshot, entry.target, entry.fetched))
    }

    fn parse(&self, entry: &Entry) -> Result<Snapshot, Error> {
        serde_json::from_str(&entry.json).map_err(|e| Error::Damaged {
            path: self.database.path().to_path_buf(),
            cause: format!("an entry of {} is not readable ({e})", entry.place.file),
            next: MOVE_AWAY,
        })
    }
}

fn entry(connection: &Connection, id: &SnapshotId) -> rusqlite::Result<Option<Entry>> {
    let sql = "SELECT * FROM snapshots WHERE id = ?1";
    let mut statement = connection.prepare_cached(sql)?;
    statement.query_row([id.as_str()], Entry::read).optional()
}

/// The rows of other captures that hold the payload, oldest first.
fn holders(connection: &Connection, snapshot: &Snapshot) -> rusqlite::Result<Vec<Entry>> {
    let sql = "SELECT * FROM snapshots WHERE digest = ?1 AND holds = 1 AND id <> ?2";
    let digest = snapshot.digest.to_string();
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map((&digest, snapshot.id.as_str()), |row| {
        let (at, id): (i64, String) = (row.get("captured_us")?, row.get("id")?);
        Ok(((at, id), Entry::read(row)?))
    })?;
    let mut found: Vec<_> = rows.collect::<rusqlite::Result<_>>()?;
    found.sort_by(|(a, _), (b, _)| a.cmp(b));
    Ok(found.into_iter().map(|(_, entry)| entry).collect())
}

/// Fills the empty `snapshots` table from the files.
pub(crate) fn list(
    connection: &Connection,
    captures: &Captures,
    path: &std::path::Path,
) -> Result<Rebuilt, Error> {
    let mut rebuilt = Rebuilt::default();
    for file in captures.singles()? {
        let place = Place { file, range: None };
        match captures.read(&place) {
            Ok(None) => {}
            Ok(Some(mut capture)) => {
                capture.body = capture.body.map(|_| Vec::new());
                let json = json_of(&capture.snapshot)?;
                let inserted = insert(connection, &capture, &place, &json);
                inserted.map_err(|e| Error::database(path, e))?;
                rebuilt.captures += 1;
            }
            Err(Error::Damaged { path, cause, next }) => {
                let problem = Problem::new(path.display().to_string(), cause).hint(next);
                rebuilt.problems.push(problem);
            }
            Err(error) => return Err(error),
        }
    }
    for (name, _) in captures.segments()? {
        let found = segments::take_in(connection, path, captures, &name, 0)?;
        rebuilt.captures += found.captures;
        rebuilt.problems.extend(found.problems);
    }
    Ok(rebuilt)
}

/// Lists a capture, whose body may be empty where it is held elsewhere than in memory.
pub(crate) fn insert(
    connection: &Connection,
    capture: &warc::Capture,
    place: &Place,
    json: &str,
) -> rusqlite::Result<()> {
    let sql = "INSERT OR REPLACE INTO snapshots
        (id, origin_kind, origin, captured_us, digest, file, start, size, target, holds, fetched,
         json)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
    let snapshot = &capture.snapshot;
    let (kind, origin) = key(&snapshot.origin);
    connection.prepare_cached(sql)?.execute(params![
        snapshot.id.as_str(),
        kind,
        origin,
        snapshot.captured_at.as_microsecond(),
        snapshot.digest.to_string(),
        place.file,
        place.range.map(|(start, _)| start),
        place.range.map(|(_, size)| size),
        capture.target,
        capture.body.is_some(),
        capture.fetched,
        json,
    ])?;
    Ok(())
}

pub(crate) fn json_of(snapshot: &Snapshot) -> Result<String, Error> {
    let what = || format!("the snapshot of {}", snapshot.origin.as_str());
    serde_json::to_string(snapshot).map_err(|source| Error::Json {
        what: what(),
        source,
    })
}

/// An origin as the columns `origin_kind` and `origin`.
pub(crate) fn key(origin: &Origin) -> (&'static str, &str) {
    match origin {
        Origin::Url(url) => ("url", url),
        Origin::File(path) => ("file", path),
        Origin::Stdin => ("stdin", ""),
    }
}
