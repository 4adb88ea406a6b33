//! What is to be told to others, and whether it was.

use jiff::Timestamp;
use rusqlite::{Connection, Row, params};

use crate::{Error, Store};

/// An event that was not delivered yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Its id, by which the receiver knows it again.
    pub id: String,
    /// What is sent.
    pub json: String,
    /// How often it was tried.
    pub tries: u32,
}

/// Made when it is first needed, so that a data directory of an earlier version gets it too.
const TABLE: &str = "CREATE TABLE IF NOT EXISTS outbox (
    number INTEGER PRIMARY KEY,     -- the order in which they are sent
    case_id TEXT NOT NULL,
    channel TEXT NOT NULL,          -- command, webhook
    id TEXT NOT NULL,
    noted_us INTEGER NOT NULL,
    sent_us INTEGER,                -- nothing while it waits
    tries INTEGER NOT NULL DEFAULT 0,
    json TEXT NOT NULL,
    UNIQUE (case_id, channel, id)
) STRICT";

impl Store {
    /// Notes an event to be sent; one of that id, channel and case is noted once, sent or not.
    /// When this returns, the event survives a crash. Says whether it is new.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn note_event(
        &self,
        case: &str,
        channel: &str,
        id: &str,
        json: &str,
        at: Timestamp,
    ) -> Result<bool, Error> {
        let sql = "INSERT OR IGNORE INTO outbox (case_id, channel, id, noted_us, json)
                   VALUES (?1, ?2, ?3, ?4, ?5)";
        let at = at.as_microsecond();
        self.outbox(|connection| {
            let added = connection
                .prepare_cached(sql)?
                .execute(params![case, channel, id, at, json])?;
            Ok(added > 0)
        })
    }

    /// The events of a case that wait for a channel, oldest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn waiting(&self, case: &str, channel: &str) -> Result<Vec<Waiting>, Error> {
        let sql = "SELECT id, json, tries FROM outbox
                   WHERE case_id = ?1 AND channel = ?2 AND sent_us IS NULL ORDER BY number";
        let waiting = |row: &Row<'_>| {
            Ok(Waiting {
                id: row.get(0)?,
                json: row.get(1)?,
                tries: row.get(2)?,
            })
        };
        self.outbox(|connection| {
            let mut statement = connection.prepare_cached(sql)?;
            statement.query_map([case, channel], waiting)?.collect()
        })
    }

    /// Notes that an event was delivered, or that an attempt failed.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn tried_event(
        &self,
        case: &str,
        channel: &str,
        id: &str,
        sent: Option<Timestamp>,
    ) -> Result<(), Error> {
        let sql = "UPDATE outbox SET tries = tries + 1, sent_us = ?4
                   WHERE case_id = ?1 AND channel = ?2 AND id = ?3";
        let sent = sent.map(Timestamp::as_microsecond);
        self.outbox(|connection| {
            connection
                .prepare_cached(sql)?
                .execute(params![case, channel, id, sent])
        })?;
        Ok(())
    }

    fn outbox<T>(
        &self,
        work: impl FnOnce(&mut Connection) -> rusqlite::Result<T>,
    ) -> Result<T, Error> {
        self.database.with(|connection| {
            connection.execute(TABLE, ())?;
            work(connection)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_waits_until_it_was_sent_and_is_noted_once() {
        let dir = tempfile::tempdir().expect("a folder");
        let at: Timestamp = "2024-05-02T10:00:00Z".parse().expect("a time");
        let ids = |store: &Store, channel: &str| -> Vec<String> {
            let waiting = store.waiting("halyard", channel).expect("read");
            waiting.into_iter().map(|one| one.id).collect()
        };
        {
            let store = Store::open(dir.path()).expect("opened");
            for id in ["e-2", "e-1"] {
                assert!(
                    store
                        .note_event("halyard", "webhook", id, "{}", at)
                        .expect("noted")
                );
            }
            assert!(
                !store
                    .note_event("halyard", "webhook", "e-1", "{}", at)
                    .expect("known")
            );
            assert!(
                store
                    .note_event("halyard", "command", "e-1", "{}", at)
                    .expect("another way")
            );
            store
                .tried_event("halyard", "webhook", "e-2", None)
                .expect("a failure");
        }
        let store = Store::open(dir.path()).expect("opened again");
        assert_eq!(ids(&store, "webhook"), ["e-2", "e-1"]);
        assert_eq!(
            store.waiting("halyard", "webhook").expect("read")[0].tries,
            1
        );
        store
            .tried_event("halyard", "webhook", "e-2", Some(at))
            .expect("sent");
        assert_eq!(ids(&store, "webhook"), ["e-1"]);
        assert_eq!(ids(&store, "command"), ["e-1"]);
        assert!(store.waiting("heron", "webhook").expect("read").is_empty());
        // Sent is known for good.
        assert!(
            !store
                .note_event("halyard", "webhook", "e-2", "{}", at)
                .expect("known")
        );
    }
}
