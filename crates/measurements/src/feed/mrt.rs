//! MRT (RFC 6396, add-path RFC 8050) through bgpkit-parser, record by record.
//!
//! A record whose frame is whole but whose body is not is skipped alone. Where the frame itself is
//! lost the rest of the file is given up: guessing at a boundary could invent routes.

use std::io::{BufRead, ErrorKind};

use backpedal_model::{Asn, Place};
use bgpkit_parser::{
    ElemError, Elementor, ParserError,
    models::{Bgp4MpEnum, BgpElem, LegacyBgp, MrtMessage, MrtRecord, TableDumpV2Message},
    parser::mrt::chunk_mrt_record,
};

use super::{Damage, Feed, Sink};
use crate::{
    element::{Element, Kind, Peer, Route, session},
    path::Path,
};

/// Records that could not be read are told one by one up to this number, then counted.
const TOLD: u64 = 5;

/// The largest body that is taken for an MRT record when a file's kind is guessed.
const LARGEST: u32 = 16 * 1024 * 1024;

/// Whether the bytes can start an MRT record: a known type (the IANA registry "MRT") and a
/// possible length.
pub(super) fn plausible(head: &[u8]) -> bool {
    let Some((header, _)) = head.split_first_chunk::<12>() else {
        return false;
    };
    let kind = u16::from_be_bytes([header[4], header[5]]);
    let length = u32::from_be_bytes([header[8], header[9], header[10], header[11]]);
    matches!(
        kind,
        5 | 9 | 10 | 11 | 12 | 13 | 16 | 17 | 32 | 33 | 48 | 49
    ) && length <= LARGEST
}

pub(super) struct Mrt {
    content: Box<dyn BufRead>,
    elementor: Elementor,
    records: u64,
    wrong: u64,
    lost: u64,
}

impl Mrt {
    pub(super) fn new(content: Box<dyn BufRead>) -> Self {
        Self {
            content,
            elementor: Elementor::new(),
            records: 0,
            wrong: 0,
            lost: 0,
        }
    }

    /// A record that is lost.
    fn skip(&mut self, cause: String, sink: &mut dyn Sink) {
        self.lost += 1;
        self.told(cause, sink);
    }

    /// A record of which something is wrong.
    fn told(&mut self, cause: String, sink: &mut dyn Sink) {
        self.wrong += 1;
        if self.wrong <= TOLD {
            sink.damage(Damage {
                place: Place::Record(self.records),
                truncated: false,
                cause,
            });
        }
    }

    fn record(&mut self, mut record: MrtRecord, sink: &mut dyn Sink) {
        let at = i64::from(record.common_header.timestamp);
        let table = matches!(
            record.message,
            MrtMessage::TableDumpMessage(_)
                | MrtMessage::TableDumpMessageBatch(_)
                | MrtMessage::TableDumpV2Message(_)
        );
        // An entry of a peer that the table's list lacks ends the record without a word.
        let expected = match &record.message {
            MrtMessage::TableDumpV2Message(TableDumpV2Message::RibAfi(rib)) => {
                rib.rib_entries.len()
            }
            _ => 0,
        };
        match &mut record.message {
            MrtMessage::TableDumpV2Message(TableDumpV2Message::PeerIndexTable(peers)) => {
                self.elementor = Elementor::with_peer_table(peers.clone());
                return;
            }
            MrtMessage::Bgp4Mp(Bgp4MpEnum::StateChange(change)) => {
                let peer = peer(change.peer_ip, change.peer_asn);
                let states = (change.old_state as u16, change.new_state as u16);
                return tell_session(at, peer, states, sink);
            }
            MrtMessage::LegacyBgp(LegacyBgp::StateChange(change)) => {
                let peer = peer(change.peer_ip, change.peer_asn);
                let states = (change.old_state as u16, change.new_state as u16);
                return tell_session(at, peer, states, sink);
            }
            // What the collector itself sent is no observation of a peer.
            MrtMessage::Bgp4Mp(Bgp4MpEnum::Message(message)) if message.is_local() => return,
            MrtMessage::Bgp4Mp(Bgp4MpEnum::Message(message)) => {
                if let Some(cause) = super::nlri::mend(message) {
                    self.told(cause, sink);
                }
            }
            _ => {}
        }
        match self.elementor.record_to_elems_iter(record) {
            Ok(elements) => {
                let mut told = 0;
                for elem in elements {
                    tell(at, table, &elem, sink);
                    told += 1;
                }
                if told < expected {
                    let cause = "holds entries of a peer that its list of peers lacks";
                    self.told(cause.to_owned(), sink);
                }
            }
            Err(ElemError::UnexpectedPeerIndexTable(_)) => {}
            Err(error) => self.skip(format!("cannot be used: {error}"), sink),
        }
    }
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

fn tell(at: i64, table: bool, elem: &BgpElem, sink: &mut dyn Sink) {
    let route = Route {
        prefix: elem.prefix.prefix.trunc(),
        path_id: elem.prefix.path_id.unwrap_or(0),
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

impl Feed for Mrt {
    fn read(mut self: Box<Self>, sink: &mut dyn Sink) -> u64 {
        loop {
            let raw = match chunk_mrt_record(&mut self.content) {
                Ok(raw) => raw,
                Err(error) => {
                    if matches!(error.error, ParserError::EofExpected) {
                        break;
                    }
                    self.records += 1;
                    self.wrong += 1;
                    self.lost += 1;
                    let truncated = is_cut(&error.error);
                    let framed = !truncated && is_framed(&error.error);
                    if !framed || self.wrong <= TOLD {
                        sink.damage(Damage {
                            place: Place::Record(self.records),
                            truncated,
                            cause: cause(&error.error),
                        });
                    }
                    if framed {
                        continue;
                    }
                    break;
                }
            };
            self.records += 1;
            match raw.parse() {
                Ok(record) => self.record(record, sink),
                Err(error) => self.skip(cause(&error), sink),
            }
        }
        if self.wrong > TOLD {
            sink.damage(Damage {
                place: Place::Record(self.records),
                truncated: false,
                cause: format!("{} records up to here cannot be read whole", self.wrong),
            });
        }
        self.records - self.lost
    }
}

fn is_cut(error: &ParserError) -> bool {
    matches!(error, ParserError::IoError(e) | ParserError::EofError(e)
        if e.kind() == ErrorKind::UnexpectedEof)
}

/// Whether the parser has read the record to its declared end in spite of the error.
fn is_framed(error: &ParserError) -> bool {
    !matches!(
        error,
        ParserError::IoError(_) | ParserError::EofError(_) | ParserError::OversizedRecord { .. }
    )
}

fn cause(error: &ParserError) -> String {
    if is_cut(error) {
        return "ends inside a record".to_owned();
    }
    let text = error.to_string();
    let bare = text.strip_prefix("Error: ").unwrap_or(&text);
    format!("holds a record that cannot be read: {bare}")
}

#[cfg(test)]
mod tests;
