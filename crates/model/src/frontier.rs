//! What a crawl still has to do: addresses, when each is due, and what earlier looks have shown.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{SourceId, SourceKind};

/// One address that a case wants looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// Where it is, without fragment. Names the address within the case.
    pub url: String,
    /// The host of `url`, as [`url::Url::host_str`] gives it: lower case, without port.
    pub host: String,
    /// The source that it belongs to, or that led to it.
    pub source: SourceId,
    /// How its answer is read. None for a measurement or topology file.
    pub kind: Option<SourceKind>,
    /// How many steps from the source: 0 is the source's own address.
    pub depth: u16,
    /// When it is to be looked at, by the wall clock.
    pub due: Timestamp,
}

/// What the looks at one address have shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Looks {
    /// The last look, whatever came of it.
    pub last: Option<Timestamp>,
    /// The last look that brought other bytes than the one before; the first look counts.
    pub changed: Option<Timestamp>,
    /// How many looks.
    pub count: u32,
    /// How many of the latest in a row brought nothing new.
    pub unchanged: u32,
    /// How many of the latest in a row failed or were refused.
    pub failures: u32,
    /// The time between the last look and the next, in seconds; 0 before the first.
    pub every_seconds: u64,
}

/// An address in flight, with what is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The address.
    pub address: Address,
    /// Its looks so far.
    pub looks: Looks,
}

/// The end of a look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finished {
    /// Which address.
    pub url: String,
    /// Its looks, this one included.
    pub looks: Looks,
    /// When it is due again; None for never.
    pub due: Option<Timestamp>,
}
