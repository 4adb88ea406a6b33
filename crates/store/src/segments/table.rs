//! How far each segment is listed.

use rusqlite::{Connection, OptionalExtension as _};

use crate::{Error, database::Database};

/// How many segments are tried before a new one is made (policy): more writers at a time than that
/// make more files than they must.
const TRIED: u32 = 16;

impl Database {
    /// How far a segment is listed.
    pub(super) fn segment_length(&self, name: &str) -> Result<Option<u64>, Error> {
        let sql = "SELECT length FROM segments WHERE name = ?1";
        self.with(|connection| {
            let mut statement = connection.prepare_cached(sql)?;
            statement.query_row([name], |row| row.get(0)).optional()
        })
    }

    /// Segments below the limit, newest first.
    pub(super) fn roomy_segments(&self, limit: u64) -> Result<Vec<String>, Error> {
        let sql = "SELECT name FROM segments WHERE length < ?1 AND closed = 0
                   ORDER BY name DESC LIMIT ?2";
        // SQLite's numbers are signed.
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.with(|connection| {
            let mut statement = connection.prepare_cached(sql)?;
            statement
                .query_map((limit, TRIED), |row| row.get(0))?
                .collect()
        })
    }
}

/// Notes how far a segment is listed, and whether nothing more is to be added to it.
pub(crate) fn list(
    connection: &Connection,
    name: &str,
    length: u64,
    closed: bool,
) -> rusqlite::Result<()> {
    let sql = "INSERT OR REPLACE INTO segments (name, length, closed) VALUES (?1, ?2, ?3)";
    let mut statement = connection.prepare_cached(sql)?;
    statement.execute((name, length, closed)).map(drop)
}
