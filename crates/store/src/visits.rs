//! Looks at an origin that brought no capture.

use backpedal_model::Origin;
use jiff::Timestamp;
use rusqlite::{Connection, Row, params};

use crate::{Error, Put, Store, snapshots::key, warc::Look};

/// A look at an origin that brought no capture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// When, to the microsecond.
    pub at: Timestamp,
    /// The HTTP status: 304 for "not modified"; 0 without an answer.
    pub status: u16,
    /// Why there was no answer, or why nobody was asked.
    pub note: Option<String>,
}

impl Store {
    /// Notes that an origin was looked at and brought no capture; [`Store::put_all`] does it for
    /// many, and keeps what passed over the wire.
    ///
    /// # Errors
    /// When a file or the database cannot be written.
    pub fn record_visit(&self, origin: &Origin, at: Timestamp, status: u16) -> Result<(), Error> {
        self.put_all(&[Put::Visit {
            origin,
            at,
            status,
            note: None,
            exchange: None,
        }])
    }

    /// The looks at an origin that brought no capture, oldest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn visits(&self, origin: &Origin) -> Result<Vec<Visit>, Error> {
        let sql = "SELECT at_us, status, note FROM visits WHERE origin_kind = ?1 AND origin = ?2
                   ORDER BY at_us";
        let visit = |row: &Row<'_>| {
            let at = Timestamp::from_microsecond(row.get(0)?).unwrap_or_default();
            Ok(Visit {
                at,
                status: row.get(1)?,
                note: row.get(2)?,
            })
        };
        self.database.with(|connection| {
            connection
                .prepare_cached(sql)?
                .query_map(key(origin), visit)?
                .collect()
        })
    }
}

/// Lists a visit.
pub(crate) fn insert(connection: &Connection, look: &Look) -> rusqlite::Result<()> {
    let sql = "INSERT OR REPLACE INTO visits (origin_kind, origin, at_us, status, note)
               VALUES (?1, ?2, ?3, ?4, ?5)";
    let ((kind, origin), at) = (key(&look.origin), look.at.as_microsecond());
    let mut statement = connection.prepare_cached(sql)?;
    statement.execute(params![kind, origin, at, look.status, look.note])?;
    Ok(())
}
