//! The rarer records, through bgpkit-parser.

use backpedal_model::Asn;
use bgpkit_parser::{
    ElemError, Elementor,
    models::{Bgp4MpEnum, BgpElem, LegacyBgp, MrtMessage, MrtRecord, TableDumpV2Message},
    parser::mrt::chunk_mrt_record,
};

use super::{super::nlri, Sink};
use crate::{
    element::{Element, Kind, Peer, Route, session},
    path::Path,
};

/// What is kept between records: the peers of the table.
#[derive(Default)]
pub(super) struct Slow {
    elementor: Elementor,
}

impl Slow {
    /// Reads a record from its header on. Returns what is wrong with a part of it; an error is what
    /// is wrong with all of it.
    pub(super) fn record(
        &mut self,
        mut bytes: &[u8],
        sink: &mut dyn Sink,
    ) -> Result<Option<String>, String> {
        let entries = entries(bytes);
        let raw = chunk_mrt_record(&mut bytes).map_err(|error| cause(&error.error))?;
        let record = raw.parse().map_err(|error| cause(&error))?;
        self.parsed(record, entries, sink)
    }

    fn parsed(
        &mut self,
        mut record: MrtRecord,
        entries: usize,
        sink: &mut dyn Sink,
    ) -> Result<Option<String>, String> {
        let at = i64::from(record.common_header.timestamp);
        let mut wrong = None;
        let mut table = false;
        // The parser keeps the identifiers of paths apart from the elements.
        let mut path_ids = Vec::new();
        match &mut record.message {
            MrtMessage::TableDumpV2Message(TableDumpV2Message::PeerIndexTable(peers)) => {
                self.elementor = Elementor::with_peer_table(std::mem::take(peers));
                return Ok(None);
            }
            MrtMessage::TableDumpV2Message(TableDumpV2Message::RibAfi(rib)) => {
                path_ids.extend(rib.rib_entries.iter().map(|entry| entry.path_id));
                table = true;
            }
            MrtMessage::TableDumpV2Message(_)
            | MrtMessage::TableDumpMessage(_)
            | MrtMessage::TableDumpMessageBatch(_) => table = true,
            MrtMessage::Bgp4Mp(Bgp4MpEnum::StateChange(change)) => {
                let states = (change.old_state as u16, change.new_state as u16);
                tell_session(at, peer(change.peer_ip, change.peer_asn), states, sink);
                return Ok(None);
            }
            MrtMessage::LegacyBgp(LegacyBgp::StateChange(change)) => {
                let states = (change.old_state as u16, change.new_state as u16);
                tell_session(at, peer(change.peer_ip, change.peer_asn), states, sink);
                return Ok(None);
            }
            // What the collector itself sent is no observation of a peer.
            MrtMessage::Bgp4Mp(Bgp4MpEnum::Message(message)) if message.is_local() => {
                return Ok(None);
            }
            MrtMessage::Bgp4Mp(Bgp4MpEnum::Message(message)) => wrong = nlri::mend(message),
            MrtMessage::LegacyBgp(LegacyBgp::Message(_)) => {}
        }
        let elements = match self.elementor.record_to_elems_iter(record) {
            Ok(elements) => elements.collect::<Vec<_>>(),
            Err(ElemError::UnexpectedPeerIndexTable(_)) => return Ok(wrong),
            Err(error) => return Err(format!("holds a record that cannot be used: {error}")),
        };
        if path_ids.len() < entries {
            wrong = Some("holds a table entry that is not whole".to_owned());
        } else if elements.len() < path_ids.len() {
            wrong = Some("holds entries of a peer that its list of peers lacks".to_owned());
        }
        // A prefix that is withdrawn and announced at once is announced (RFC 4271, section 4.3).
        let mut ids = path_ids.into_iter();
        let ids = elements
            .iter()
            .map(|elem| ids.next().flatten().or(elem.prefix.path_id));
        let ids: Vec<u32> = ids.map(Option::unwrap_or_default).collect();
        for announced in [false, true] {
            for (elem, path_id) in elements.iter().zip(&ids) {
                if elem.elem_type.is_announce() == announced {
                    tell(at, table, elem, *path_id, sink);
                }
            }
        }
        Ok(wrong)
    }
}

/// How many entries a record of a table says that it has (RFC 6396, section 4.3.2); 0 for all
/// others.
fn entries(bytes: &[u8]) -> usize {
    let table = bytes
        .get(4..8)
        .is_some_and(|kind| matches!(kind, [0, 13, 0, 2..=5 | 8..=11]));
    let bits = bytes.get(16).filter(|_| table);
    let count = bits.and_then(|bits| {
        let at = 17 + usize::from(*bits).div_ceil(8);
        bytes.get(at..at + 2)
    });
    count.map_or(0, |count| {
        usize::from(u16::from_be_bytes([count[0], count[1]]))
    })
}

fn peer(ip: std::net::IpAddr, asn: bgpkit_parser::models::Asn) -> Peer {
    let asn = Asn(asn.into());
    Peer { ip, asn }
}

fn tell_session(at: i64, peer: Peer, (old, new): (u16, u16), sink: &mut dyn Sink) {
    if let Some(kind) = session(old, new) {
        sink.element(&Element { at, peer, kind });
    }
}

fn tell(at: i64, table: bool, elem: &BgpElem, path_id: u32, sink: &mut dyn Sink) {
    let route = Route {
        prefix: elem.prefix.prefix.trunc(),
        path_id,
    };
    let path = elem.as_path.as_ref().map_or(Path::Missing, Path::Decoded);
    let kind = match (table, elem.elem_type.is_announce()) {
        (true, _) => Kind::Entry(route, path),
        (false, true) => Kind::Announce(route, path),
        (false, false) => Kind::Withdraw(route),
    };
    sink.element(&Element {
        at,
        peer: peer(elem.peer_ip, elem.peer_asn),
        kind,
    });
}

fn cause(error: &bgpkit_parser::ParserError) -> String {
    let text = error.to_string();
    let bare = text.strip_prefix("Error: ").unwrap_or(&text);
    format!("holds a record that cannot be read: {bare}")
}
