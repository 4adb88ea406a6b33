//! Keeping what came: the records first, on the disk; then their rows; then the word that it is done.

use std::{
    collections::{HashMap, HashSet},
    net::IpAddr,
    sync::{MutexGuard, PoisonError},
};

use backpedal_model::{Origin, Sha256, Snapshot, SnapshotId, Truncation};
use jiff::Timestamp;
use rusqlite::Connection;

use crate::{
    Error, Store,
    captures::Place,
    segments::{self, Writer},
    snapshots, visits,
    warc::{self, Look, Original},
};

/// What passed over the wire, as sent and received. Secrets in header fields are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exchange {
    /// The request line and header fields.
    pub request_head: Vec<u8>,
    /// The status line and header fields; empty without an answer.
    pub response_head: Vec<u8>,
    /// The address that answered.
    pub remote: Option<IpAddr>,
    /// What was asked for at last, where redirects led away from the origin.
    pub target: Option<String>,
    /// The answers on the way, in order.
    pub hops: Vec<Hop>,
}

/// An answer on the way: a redirect, the rules of the site, one that asks for patience.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hop {
    /// What was asked for.
    pub url: String,
    /// When it answered.
    pub at: Timestamp,
    /// The request line and header fields.
    pub request_head: Vec<u8>,
    /// The status line and header fields.
    pub response_head: Vec<u8>,
    /// The address that answered.
    pub remote: Option<IpAddr>,
    /// The body, without transfer coding.
    pub body: Vec<u8>,
    /// Why there is no more of the body, where there should be.
    pub truncated: Option<Truncation>,
}

/// One thing to keep.
#[derive(Clone, Copy, Debug)]
pub enum Put<'a> {
    /// Bytes that were fetched or imported.
    Capture {
        /// What they are.
        snapshot: &'a Snapshot,
        /// The bytes as received: without transfer coding, with content coding.
        body: &'a [u8],
        /// For what was fetched.
        exchange: Option<&'a Exchange>,
    },
    /// A look that brought no bytes: nothing new, a failure, a refusal.
    Visit {
        /// What was looked at.
        origin: &'a Origin,
        /// When.
        at: Timestamp,
        /// The HTTP status: 304 for "not modified"; 0 without an answer.
        status: u16,
        /// Why there was no answer.
        note: Option<&'a str>,
        /// What passed over the wire, as far as something did.
        exchange: Option<&'a Exchange>,
    },
}

/// What is to be listed once it is on the disk.
enum Row {
    Capture {
        capture: Box<warc::Capture>,
        place: Place,
        json: String,
    },
    Visit(Look),
}

impl Row {
    fn insert(&self, connection: &Connection) -> rusqlite::Result<()> {
        match self {
            Self::Capture {
                capture,
                place,
                json,
            } => snapshots::insert(connection, capture, place, json),
            Self::Visit(look) => visits::insert(connection, look),
        }
    }
}

/// A batch in the making.
#[derive(Default)]
struct Batch {
    rows: Vec<Row>,
    ids: HashSet<SnapshotId>,
    /// Payloads that the batch itself holds.
    payloads: HashMap<Sha256, Original>,
}

impl Batch {
    /// What came last from an origin.
    fn newest(&self, origin: &Origin) -> Option<Original> {
        self.rows.iter().rev().find_map(|row| match row {
            Row::Capture { capture, .. } if capture.snapshot.origin == *origin => {
                let (snapshot, target) = (capture.snapshot.clone(), capture.target.clone());
                Some(Original::new(snapshot, target, capture.fetched))
            }
            _ => None,
        })
    }
}

impl Store {
    /// Keeps one capture; see [`Store::put_all`].
    ///
    /// # Errors
    /// As for [`Store::put_all`].
    pub fn put_capture(
        &self,
        snapshot: &Snapshot,
        body: &[u8],
        exchange: Option<&Exchange>,
    ) -> Result<(), Error> {
        self.put_all(&[Put::Capture {
            snapshot,
            body,
            exchange,
        }])
    }

    /// Keeps captures and visits. When this returns, all of them survive a crash; the cost of that,
    /// a flush of the disk, is paid once for all. Keeping the same capture again does nothing;
    /// bytes that are in the store already are referred to, not copied.
    ///
    /// # Errors
    /// When a body is not what its snapshot describes, or a file or the database cannot be written.
    /// Then nothing of it is kept, and all that was kept before still is.
    pub fn put_all(&self, puts: &[Put<'_>]) -> Result<(), Error> {
        puts.iter().try_for_each(check)?;
        let mut writer = self.writer();
        let kept = self.put(&mut writer, puts);
        match kept {
            Ok(()) => writer.done(),
            Err(_) => writer.undo(),
        }
        kept
    }

    fn put(&self, writer: &mut Writer, puts: &[Put<'_>]) -> Result<(), Error> {
        let mut batch = Batch::default();
        let snapshots = puts.iter().filter_map(|put| match put {
            Put::Capture { snapshot, .. } => Some(*snapshot),
            Put::Visit { .. } => None,
        });
        let mut known = self.known(snapshots)?.into_iter();
        for put in puts {
            match *put {
                Put::Capture {
                    snapshot,
                    body,
                    exchange,
                } => {
                    if let Some(listed) = known.next().flatten()
                        && batch.ids.insert(snapshot.id.clone())
                    {
                        let original = batch.payloads.get(&snapshot.digest).cloned().or(listed);
                        self.put_one(writer, &mut batch, (snapshot, body, exchange), original)?;
                    }
                }
                Put::Visit {
                    origin,
                    at,
                    status,
                    note,
                    exchange,
                } => {
                    let look = Look {
                        origin: origin.clone(),
                        at,
                        status,
                        note: note.map(str::to_owned),
                    };
                    self.put_visit(writer, &mut batch, look, exchange)?;
                }
            }
        }
        if batch.rows.is_empty() {
            return Ok(());
        }
        let lengths = writer.flush()?;
        self.database.transact(|transaction| {
            let rows = batch
                .rows
                .iter()
                .try_for_each(|row| row.insert(transaction));
            let mut lengths = lengths.iter();
            rows.and_then(|()| {
                lengths.try_for_each(|(name, n)| segments::list(transaction, name, *n, false))
            })
            .map_err(|e| Error::database(self.database.path(), e))
        })
    }

    fn put_one(
        &self,
        writer: &mut Writer,
        batch: &mut Batch,
        (snapshot, body, exchange): (&Snapshot, &[u8], Option<&Exchange>),
        original: Option<Original>,
    ) -> Result<(), Error> {
        let at = snapshot.captured_at;
        let segment = writer.segment(&self.captures, &self.database, at)?;
        let range =
            segment.add(|out| warc::capture(snapshot, body, exchange, original.as_ref(), out))?;
        let target = exchange.and_then(|exchange| exchange.target.clone());
        let capture = warc::Capture {
            snapshot: snapshot.clone(),
            body: original.is_none().then(Vec::new),
            fetched: exchange.is_some_and(|e| !e.response_head.is_empty()),
            target: target.filter(|target| target != snapshot.origin.as_str()),
        };
        if original.is_none() && !body.is_empty() {
            let snapshot = snapshot.clone();
            let original = Original::new(snapshot, capture.target.clone(), capture.fetched);
            batch.payloads.insert(original.digest, original);
        }
        batch.rows.push(Row::Capture {
            json: snapshots::json_of(snapshot)?,
            place: Place {
                file: segment.name.clone(),
                range: Some(range),
            },
            capture: Box::new(capture),
        });
        Ok(())
    }

    fn put_visit(
        &self,
        writer: &mut Writer,
        batch: &mut Batch,
        look: Look,
        exchange: Option<&Exchange>,
    ) -> Result<(), Error> {
        let original = match (look.status, exchange) {
            (304, Some(_)) => match batch.newest(&look.origin) {
                Some(original) => Some(original),
                None => self.not_modified(&look.origin)?,
            },
            _ => None,
        };
        let segment = writer.segment(&self.captures, &self.database, look.at)?;
        segment.add(|out| warc::visit(&look, exchange, original.as_ref(), out))?;
        batch.rows.push(Row::Visit(look));
        Ok(())
    }

    /// A thread that panicked has let go of its batch: the next begins with what is listed.
    fn writer(&self) -> MutexGuard<'_, Writer> {
        self.writer
            .lock()
            .unwrap_or_else(|poisoned: PoisonError<_>| {
                let mut writer = poisoned.into_inner();
                writer.undo();
                writer
            })
    }
}

/// Whether the bytes are those of the snapshot.
fn check(put: &Put<'_>) -> Result<(), Error> {
    let Put::Capture { snapshot, body, .. } = put else {
        return Ok(());
    };
    let found = Sha256::of(body);
    if found == snapshot.digest && body.len() as u64 == snapshot.bytes {
        return Ok(());
    }
    Err(Error::Mismatch {
        origin: snapshot.origin.as_str().to_owned(),
        stated: snapshot.digest,
        found,
    })
}
