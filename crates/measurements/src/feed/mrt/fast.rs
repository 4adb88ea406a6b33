//! The records that files consist of, read where they lie: BGP4MP messages and unicast tables.
//!
//! A record is read here only when every octet of it is accounted for. All others are declined
//! before anything of them is told, and go through bgpkit-parser.

use std::net::IpAddr;

use backpedal_model::Asn;

use super::{
    Sink,
    frame::Header,
    parts::{Attributes, Declined, List},
    wire::{Family, Wire, net},
};
use crate::{
    element::{Element, Kind, Peer, Route, session},
    path::Path,
};

/// What is kept between records, so that nothing is allocated for each.
#[derive(Default)]
pub(super) struct Fast {
    /// The peers of the table, by index.
    pub(super) peers: Vec<Peer>,
    /// Peer, path identifier, and where the attributes lie, for each entry of a table's record.
    entries: Vec<(Peer, u32, std::ops::Range<usize>)>,
}

impl Fast {
    /// Reads a record, or declines it.
    pub(super) fn record(
        &mut self,
        header: &Header,
        body: &[u8],
        sink: &mut dyn Sink,
    ) -> Result<(), Declined> {
        let at = i64::from(header.at);
        match (header.kind, header.subtype) {
            (16, 1 | 4 | 8 | 9) => message(at, header.subtype, body, sink),
            // Four octets of microseconds come first (RFC 6396, section 3).
            (17, 1 | 4 | 8 | 9) => {
                let body = body.get(4..).ok_or(Declined::Broken)?;
                message(at, header.subtype, body, sink)
            }
            (16, 0 | 5) => change(at, header.subtype == 5, body, sink),
            (13, 1) => {
                self.peers = index(body).ok_or(Declined::Broken)?;
                Ok(())
            }
            (13, 2 | 4 | 8 | 10) => self.rib(at, header.subtype, body, sink),
            (12, 1) => dump(at, Family::V4, body, sink),
            (12, 2) => dump(at, Family::V6, body, sink),
            _ => Err(Declined::Rare),
        }
    }

    /// The routes of all peers to one prefix (RFC 6396, section 4.3; add-path: RFC 8050).
    fn rib(
        &mut self,
        at: i64,
        subtype: u16,
        body: &[u8],
        sink: &mut dyn Sink,
    ) -> Result<(), Declined> {
        let add_path = matches!(subtype, 8 | 10);
        let family = match subtype {
            2 | 8 => Family::V4,
            _ => Family::V6,
        };
        let mut rest = Wire(body);
        let (_, prefix) = (rest.u32(), rest.prefix(family));
        let (Some(prefix), Some(count)) = (prefix, rest.u16()) else {
            return Err(Declined::Broken);
        };
        self.entries.clear();
        for _ in 0..count {
            let (index, _) = (rest.u16(), rest.u32());
            let path_id = if add_path { rest.u32() } else { Some(0) };
            let length = rest.u16();
            let start = body.len() - rest.0.len();
            let value = length.and_then(|length| rest.take(usize::from(length)));
            let (Some(index), Some(path_id), Some(value)) = (index, path_id, value) else {
                return Err(Declined::Broken);
            };
            let attributes = Attributes::new(value)?;
            attributes.path(true)?;
            let peer = self.peers.get(usize::from(index));
            let peer = peer.filter(|_| attributes.path4.is_none());
            let peer = *peer.ok_or(Declined::Rare)?;
            self.entries
                .push((peer, path_id, start..start + value.len()));
        }
        if !rest.0.is_empty() {
            return Err(Declined::Rare);
        }
        for (peer, path_id, range) in &self.entries {
            let path = Attributes::new(&body[range.clone()])?.path(true)?;
            let route = Route {
                prefix,
                path_id: *path_id,
            };
            let kind = Kind::Entry(route, path);
            sink.element(&Element {
                at,
                peer: *peer,
                kind,
            });
        }
        Ok(())
    }
}

/// The peers of a table (RFC 6396, section 4.3.1), if nothing is left over.
fn index(body: &[u8]) -> Option<Vec<Peer>> {
    let mut rest = Wire(body);
    rest.u32()?;
    let name = rest.u16()?;
    rest.take(usize::from(name))?;
    let count = rest.u16()?;
    let mut peers = Vec::new();
    for _ in 0..count {
        let kind = rest.u8()?;
        rest.u32()?;
        let family = if kind & 1 == 0 {
            Family::V4
        } else {
            Family::V6
        };
        let ip = rest.address(family)?;
        let asn = rest.asn(kind & 2 != 0)?;
        peers.push(peer(ip, asn));
    }
    rest.0.is_empty().then_some(peers)
}

/// A change of a session's state (RFC 6396, section 4.4.1).
fn change(at: i64, wide: bool, body: &[u8], sink: &mut dyn Sink) -> Result<(), Declined> {
    let mut rest = Wire(body);
    let (asn, _) = (rest.asn(wide), rest.asn(wide));
    let (_, family) = (rest.u16(), rest.family());
    let family = family.ok_or(Declined::Rare)?;
    let (ip, _) = (rest.address(family), rest.address(family));
    let (old, new) = (rest.u16(), rest.u16());
    let (Some(asn), Some(ip), Some(old), Some(new)) = (asn, ip, old, new) else {
        return Err(Declined::Broken);
    };
    if !rest.0.is_empty() {
        return Err(Declined::Rare);
    }
    if let Some(kind) = session(old, new) {
        let peer = peer(ip, asn);
        sink.element(&Element { at, peer, kind });
    }
    Ok(())
}

/// One BGP message between a peer and the collector (RFC 6396, section 4.4; add-path: RFC 8050).
fn message(at: i64, subtype: u16, body: &[u8], sink: &mut dyn Sink) -> Result<(), Declined> {
    let (wide, add_path) = (matches!(subtype, 4 | 9), matches!(subtype, 8 | 9));
    let mut rest = Wire(body);
    let (asn, _) = (rest.asn(wide), rest.asn(wide));
    let (_, family) = (rest.u16(), rest.family());
    let family = family.ok_or(Declined::Rare)?;
    let (ip, _) = (rest.address(family), rest.address(family));
    let (marker, length) = (rest.take(16), rest.u16());
    let (Some(asn), Some(ip), Some(marker), Some(kind)) = (asn, ip, marker, rest.u8()) else {
        return Err(Declined::Rare);
    };
    let whole = length.map(usize::from) == Some(rest.0.len() + 19);
    if marker != [0xff; 16] || !whole {
        return Err(Declined::Rare);
    }
    match kind {
        2 => update(at, peer(ip, asn), (wide, add_path), rest, sink),
        // A KEEPALIVE tells nothing.
        4 if rest.0.is_empty() => Ok(()),
        _ => Err(Declined::Rare),
    }
}

/// What a peer withdraws and announces (RFC 4271, section 4.3). A prefix that stands in both lists
/// is announced, so withdrawals are told first.
fn update(
    at: i64,
    peer: Peer,
    (wide, add_path): (bool, bool),
    mut rest: Wire<'_>,
    sink: &mut dyn Sink,
) -> Result<(), Declined> {
    let mut part = || {
        let length = rest.u16().map(usize::from);
        length.and_then(|length| rest.take(length))
    };
    let (Some(withdrawn), Some(attributes)) = (part(), part()) else {
        return Err(Declined::Broken);
    };
    let attributes = Attributes::new(attributes)?;
    if attributes.path4.is_some() {
        return Err(Declined::Rare);
    }
    let path = attributes.path(wide)?;
    let gone = [
        List::new(Family::V4, withdrawn, add_path)?,
        List::unreach(attributes.unreach, add_path)?,
    ];
    let new = [
        List::new(Family::V4, rest.0, add_path)?,
        List::reach(attributes.reach, add_path)?,
    ];
    let mut tell = |kind| sink.element(&Element { at, peer, kind });
    for list in gone {
        list.each(|route| tell(Kind::Withdraw(route)));
    }
    for list in new {
        list.each(|route| tell(Kind::Announce(route, path)));
    }
    Ok(())
}

/// The entries of a TABLE_DUMP record (RFC 6396, section 4.2): one, or many in early files.
fn dump(at: i64, family: Family, body: &[u8], sink: &mut dyn Sink) -> Result<(), Declined> {
    // First to see that all is whole, then to tell.
    dump_entries(family, body, |_, _, _| {})?;
    dump_entries(family, body, |peer, route, path| {
        let kind = Kind::Entry(route, path);
        sink.element(&Element { at, peer, kind });
    })
}

fn dump_entries(
    family: Family,
    body: &[u8],
    mut each: impl FnMut(Peer, Route, Path<'_>),
) -> Result<(), Declined> {
    let mut rest = Wire(body);
    rest.u32().ok_or(Declined::Broken)?;
    if rest.0.is_empty() {
        return Err(Declined::Rare);
    }
    while !rest.0.is_empty() {
        let prefix = rest.take(family.octets());
        let (bits, _, _) = (rest.u8(), rest.u8(), rest.u32());
        let (ip, asn) = (rest.address(family), rest.asn(false));
        let length = rest.u16();
        let value = length.and_then(|length| rest.take(usize::from(length)));
        let (Some(prefix), Some(bits), Some(ip)) = (prefix, bits, ip) else {
            return Err(Declined::Broken);
        };
        let (Some(asn), Some(value)) = (asn, value) else {
            return Err(Declined::Broken);
        };
        let prefix = net(family, prefix, bits).ok_or(Declined::Rare)?;
        let attributes = Attributes::new(value)?;
        let merged = attributes.merged()?;
        let path = match &merged {
            Some(path) => Path::Decoded(path),
            None => attributes.path(false)?,
        };
        each(peer(ip, asn), Route { prefix, path_id: 0 }, path);
    }
    Ok(())
}

fn peer(ip: IpAddr, asn: u32) -> Peer {
    Peer { ip, asn: Asn(asn) }
}
