//! What a writer that was stopped left behind its last listed capture.

use std::fs::{self, File};

use backpedal_model::Problem;
use rusqlite::Connection;

use super::{
    scan::{self, Tail},
    table,
};
use crate::{
    Error,
    captures::{Captures, Claim, Place},
    database::Database,
    snapshots, visits,
    warc::Content,
};

/// Lists what is whole behind the end of the listed part of each segment, and cuts off what is not.
/// Segments that another process writes are left to it.
pub(crate) fn recover(database: &Database, captures: &Captures) -> Result<Vec<Problem>, Error> {
    let mut problems = Vec::new();
    for (name, length) in captures.segments()? {
        // One without a byte was made a moment ago by somebody who is about to write it.
        let listed = database.segment_length(&name)?.unwrap_or(0);
        if listed >= length {
            continue;
        }
        let Claim::Held(_lock) = captures.claim(&name)? else {
            continue;
        };
        // Asked again, now that nobody else writes it.
        let length = fs::metadata(captures.path(&name)).map_or(0, |meta| meta.len());
        let listed = database.segment_length(&name)?.unwrap_or(0);
        if listed >= length {
            continue;
        }
        let found = database.transact(|transaction| {
            take_in(transaction, database.path(), captures, &name, listed)
        })?;
        cut(captures, &name, &found)?;
        problems.extend(found.problems);
    }
    Ok(problems)
}

/// What [`take_in`] found.
pub(crate) struct TakenIn {
    pub(crate) captures: usize,
    pub(crate) problems: Vec<Problem>,
    /// The length to which the segment is cut, if it is.
    cut: Option<u64>,
}

/// Lists what stands in a segment from `start` on.
pub(crate) fn take_in(
    connection: &Connection,
    database: &std::path::Path,
    captures: &Captures,
    name: &str,
    start: u64,
) -> Result<TakenIn, Error> {
    let path = captures.path(name);
    let wrap = |e| Error::database(database, e);
    let mut count = 0;
    let scanned = scan::scan(&path, start, |found| match found.content {
        Content::Capture(mut capture) => {
            count += 1;
            capture.body = capture.body.map(|_| Vec::new());
            let place = Place {
                file: name.to_owned(),
                range: Some((found.start, found.size)),
            };
            let json = snapshots::json_of(&capture.snapshot)?;
            snapshots::insert(connection, &capture, &place, &json).map_err(wrap)
        }
        Content::Visit(look) => visits::insert(connection, &look).map_err(wrap),
    })?;
    let mut damage = scanned.damage;
    let junk = scanned.tail == Tail::Junk;
    if junk {
        damage.push(format!(
            "what stands from byte {} on is damaged",
            scanned.end
        ));
    }
    // Junk is left where it is, because it may be what remains of something precious; then the
    // segment is looked through to its end, and nothing is added to it.
    let length = if junk {
        fs::metadata(&path).map_or(scanned.end, |meta| meta.len())
    } else {
        scanned.end
    };
    table::list(connection, name, length, junk).map_err(wrap)?;
    let problem = |cause: String| {
        Problem::new(path.display().to_string(), cause)
            .hint("restore the file from a backup if there is one; what is whole in it is listed")
    };
    Ok(TakenIn {
        captures: count,
        problems: damage.into_iter().map(problem).collect(),
        cut: (scanned.tail == Tail::Torn).then_some(scanned.end),
    })
}

/// Cuts off records that were never whole, so never reported stored.
fn cut(captures: &Captures, name: &str, found: &TakenIn) -> Result<(), Error> {
    let Some(length) = found.cut else {
        return Ok(());
    };
    let path = captures.path(name);
    let file = File::options().write(true).open(&path);
    file.and_then(|file| file.set_len(length).and_then(|()| file.sync_all()))
        .map_err(|e| Error::io("mend", &path, e))
}
