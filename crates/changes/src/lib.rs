//! What changed at an address between looks, and which documents repeat others.
//!
//! A pure crate: captures that were read as documents go in, [`Change`](backpedal_model::Change)s
//! come out, with both versions, what differs and whether the page itself said so. Precision goes
//! before recall: a counter, a wall for consent or a busy server must never look like somebody who
//! takes back what he said.
//!
//! ```
//! use backpedal_changes::{Answer, Captured, Look, Shape, changes};
//! use backpedal_model::{ChangeClass, Document, DocumentKind, Origin, Snapshot};
//!
//! let at = |hour: i64| jiff::Timestamp::from_second(hour * 3600).unwrap_or_default();
//! let address = "https://halyard.example/statement";
//! let origin = Origin::Url(address.to_owned());
//! let text = |words: &str| vec![Document::new("statement", DocumentKind::Statement, words)];
//! let (old, new) = (text("Halyard lost 12 sites."), text("Halyard lost 19 sites."));
//! let snapshots = [10, 12].map(|hour| Snapshot::new(origin.clone(), at(hour), b""));
//! let look = |hour, snapshot, documents| Look {
//!     at: at(hour),
//!     answer: Answer::Captured(Captured { snapshot, documents, claims: &[] }),
//! };
//! let looks = [
//!     look(10, &snapshots[0], &old),
//!     Look { at: at(11), answer: Answer::Same },
//!     look(12, &snapshots[1], &new),
//! ];
//! let found = changes(address, Shape::Page, &looks);
//! assert_eq!(found[0].class, ChangeClass::Substance);
//! assert_eq!((found[0].between.start, found[0].between.end), (at(11), at(12)));
//! assert!(found[0].is_silent());
//! ```
//!
//! What is deliberately absent: files, the clock, any word about why somebody changed something.

mod absence;
mod claims;
mod clean;
mod compare;
mod diff;
mod edition;
mod fold;
mod furniture;
mod history;
mod kinds;
mod listed;
mod lists;
mod look;
mod names;
mod pieces;
mod reading;
#[cfg(test)]
mod tests;
mod track;

pub use compare::{Difference, compare};
pub use edition::{Editions, Told, added_at, editions};
pub use fold::{Copied, Item, copies};
pub use history::changes;
pub use look::{Answer, Captured, Look, Shape};

/// Raised whenever the same looks may give other changes; part of stage keys.
pub const VERSION: u32 = 1;
