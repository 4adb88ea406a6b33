//! MRT (RFC 6396, add-path RFC 8050), record by record.
//!
//! The records that files consist of are read where they lie (`fast`), all others through
//! bgpkit-parser. A record whose frame is whole but whose body is not is skipped alone. Where the
//! frame itself is lost, the bytes up to the next record that is one beyond doubt are skipped, and
//! that is told (`frame`): nothing is guessed.

mod fast;
mod frame;
mod legacy;
mod parts;
mod slow;
mod wire;

use std::io::Read;

use backpedal_model::Place;

use self::{
    fast::Fast,
    frame::{Frames, Header, Next, Search},
    parts::Declined,
    slow::Slow,
};
use super::{Damage, Feed, Sink};

/// Whether the bytes can start an MRT record.
pub(super) fn plausible(head: &[u8]) -> bool {
    Header::new(head).is_some_and(|header| header.possible())
}

pub(super) struct Mrt {
    frames: Frames,
    fast: Fast,
    slow: Slow,
    /// Records so far, and how many of them are lost.
    records: u64,
    lost: u64,
    /// The time of the last record that was one.
    last: Option<u32>,
}

impl Mrt {
    pub(super) fn new(content: Box<dyn Read>) -> Self {
        Self {
            frames: Frames::new(content),
            fast: Fast::default(),
            slow: Slow::default(),
            records: 0,
            lost: 0,
            last: None,
        }
    }

    /// A record that is lost.
    fn lose(&mut self, truncated: bool, cause: String, sink: &mut dyn Sink) {
        self.lost += 1;
        self.tell(truncated, cause, sink);
    }

    fn tell(&self, truncated: bool, cause: String, sink: &mut dyn Sink) {
        sink.damage(Damage {
            place: Place::Record(self.records),
            truncated,
            cause,
        });
    }

    /// Damage that was searched behind. Returns whether a record follows.
    fn searched(&mut self, search: &Search, sink: &mut dyn Sink) -> bool {
        let Search {
            from,
            skipped,
            found,
        } = search;
        let cause = if *found {
            format!(
                "is damaged at byte {from} of its unpacked content; {skipped} bytes are skipped up \
                 to the next record"
            )
        } else {
            format!(
                "is damaged at byte {from} of its unpacked content, and no record is found in the \
                 {skipped} bytes behind"
            )
        };
        self.lose(false, cause, sink);
        *found
    }

    /// The record at hand. Returns whether another can follow.
    fn record(&mut self, header: Header, firm: bool, sink: &mut dyn Sink) -> bool {
        let read = self.fast.record(&header, self.frames.body(), sink);
        let index = (header.kind, header.subtype) == (13, 1);
        match read {
            Ok(()) if !index => {}
            // Neither it nor what follows is beyond doubt.
            Err(_) if !firm => {
                let search = self.frames.search(self.last);
                return self.searched(&search, sink);
            }
            declined => {
                let found = self.slow.record(self.frames.whole(), sink);
                let broken = declined == Err(Declined::Broken);
                match found {
                    Err(cause) => self.lose(false, cause, sink),
                    Ok(Some(cause)) => self.tell(false, cause, sink),
                    Ok(None) if broken => {
                        let cause = "holds a record that is not whole; what precedes is used";
                        self.tell(false, cause.to_owned(), sink);
                    }
                    Ok(None) => {}
                }
            }
        }
        self.last = Some(header.at);
        self.frames.advance();
        true
    }
}

impl Feed for Mrt {
    fn read(mut self: Box<Self>, sink: &mut dyn Sink) -> u64 {
        loop {
            let next = self.frames.next();
            self.records += u64::from(next != Next::End);
            let more = match next {
                Next::End => false,
                Next::Record { header, firm } => self.record(header, firm, sink),
                Next::Strange { header } => {
                    let (kind, subtype) = (header.kind, header.subtype);
                    let cause = format!("holds a record of the unknown type {kind}, {subtype}");
                    self.lose(false, cause, sink);
                    self.frames.advance();
                    true
                }
                Next::Lost => {
                    let search = self.frames.search(self.last);
                    self.searched(&search, sink)
                }
                Next::Cut => match self.frames.search_in_cut(self.last) {
                    Some(search) => self.searched(&search, sink),
                    None => {
                        self.lose(true, "ends inside a record".to_owned(), sink);
                        false
                    }
                },
            };
            if !more {
                return self.records - self.lost;
            }
        }
    }
}

#[cfg(test)]
mod tests;
