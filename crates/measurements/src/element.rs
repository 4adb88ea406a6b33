//! One routing fact at one peer at one time, whatever file it came from.

use std::net::IpAddr;

use backpedal_model::Asn;
use ipnet::IpNet;

use crate::path::Path;

/// A session of a collector, told by the peer's address and AS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Peer {
    pub(crate) ip: IpAddr,
    pub(crate) asn: Asn,
}

/// What happened.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind<'a> {
    /// The peer has this route: an entry of a table.
    Entry(Route, Path<'a>),
    /// The peer now has this route.
    Announce(Route, Path<'a>),
    /// The peer no longer has this route.
    Withdraw(Route),
    /// The session went up (into Established, RFC 4271) or down (out of it). Other changes of
    /// state are not told.
    Session {
        /// Whether it is up now.
        up: bool,
    },
}

/// The key of a route at a peer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Route {
    pub(crate) prefix: IpNet,
    /// The path identifier (RFC 7911); 0 on sessions without add-path.
    pub(crate) path_id: u32,
}

/// One routing fact.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Element<'a> {
    /// Seconds since 1970 in UTC.
    pub(crate) at: i64,
    pub(crate) peer: Peer,
    pub(crate) kind: Kind<'a>,
}

/// A state number of RFC 4271 as MRT and bgpdump print it: 6 is Established. Quagga adds 7 and 8
/// for sessions that are being cleared.
pub(crate) const ESTABLISHED: u16 = 6;

/// What a change of state means for the routes, if anything.
pub(crate) fn session<'a>(old: u16, new: u16) -> Option<Kind<'a>> {
    match (old == ESTABLISHED, new == ESTABLISHED) {
        (_, true) => Some(Kind::Session { up: true }),
        (true, false) => Some(Kind::Session { up: false }),
        (false, false) => None,
    }
}
