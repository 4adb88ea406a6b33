//! Answers of RIPEstat: `bgp-updates` and `bgp-state` (<https://stat.ripe.net/docs/02.data-api/>).
//!
//! `{"data": {"updates": [{"type": "A", "timestamp": "2031-03-04T11:00:00", "attrs": {"source_id":
//! "00-192.0.2.1", "target_prefix": "198.51.100.0/24", "path": [64500, 64501]}}]}}`, and `{"data":
//! {"timestamp": "…", "bgp_state": [{"source_id": …, "target_prefix": …, "path": …}]}}`. A source is
//! the number of a collector and the address of a peer. Its AS is not told: in a state it is the
//! first of the path; in updates, where a withdrawal has no path, it is left open (AS0).
//!
//! Routes are taken one by one. Where the time of a state stands behind its routes, they wait.

use std::{collections::BTreeMap, io::BufRead, net::IpAddr};

use backpedal_model::{Asn, Place};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::{
    Damage, Feed, Sink,
    json::{Ration, Rationed, Sessions, time, write_path},
};
use crate::{
    element::{Element, Kind, Peer, Route},
    path::Path,
};

/// How many routes may wait for the time of their state. RIPEstat writes the time first.
const WAITING: usize = 500_000;

/// Whether the first bytes are such an answer.
pub(super) fn plausible(head: &[u8]) -> bool {
    let has = |word: &str| memchr::memmem::find(head, word.as_bytes()).is_some();
    let call = has("\"bgp-updates\"") || has("\"bgp-state\"");
    let routes = has("\"bgp_state\"") || has("\"updates\"");
    head.trim_ascii_start().starts_with(b"{")
        && (has("\"data_call_name\"") && call || routes && has("\"target_prefix\""))
}

pub(super) struct Ripestat {
    content: Box<dyn BufRead>,
}

impl Ripestat {
    pub(super) fn new(content: Box<dyn BufRead>) -> Self {
        Self { content }
    }
}

impl Feed for Ripestat {
    fn read(self: Box<Self>, sink: &mut dyn Sink) -> u64 {
        let (content, ration) = Rationed::new(self.content);
        let mut answer = serde_json::Deserializer::from_reader(content);
        let mut reading = Reading {
            sink,
            ration,
            at: None,
            sessions: Sessions::default(),
            peers: BTreeMap::new(),
            waiting: Vec::new(),
            path: String::new(),
            records: 0,
            lost: 0,
        };
        let read = Level::Answer.read(&mut reading, &mut answer);
        if reading.at.is_none() && !reading.waiting.is_empty() {
            reading.lost += reading.waiting.len() as u64;
            reading.told("does not tell the time that its routes hold for");
        }
        if let Err(error) = read {
            let line = u64::try_from(error.line()).unwrap_or(u64::MAX);
            reading.sink.damage(Damage {
                place: Place::Line(line),
                truncated: error.is_eof(),
                cause: format!("is no longer an answer of RIPEstat: {error}"),
            });
        }
        reading.records - reading.lost
    }
}

struct Reading<'a> {
    sink: &'a mut dyn Sink,
    ration: Ration,
    /// The time of a state, once it is known.
    at: Option<i64>,
    sessions: Sessions,
    /// The AS of each peer of a state.
    peers: BTreeMap<IpAddr, Asn>,
    /// Routes of a state that still lack their time.
    waiting: Vec<(Peer, Route, String)>,
    path: String,
    records: u64,
    lost: u64,
}

impl Reading<'_> {
    fn told(&mut self, cause: &str) {
        self.sink.damage(Damage {
            place: Place::Record(self.records),
            truncated: false,
            cause: cause.to_owned(),
        });
    }

    fn time(&mut self, value: &Value) {
        if self.at.is_some() {
            return;
        }
        self.at = time(value);
        if let Some(at) = self.at {
            for (peer, route, path) in std::mem::take(&mut self.waiting) {
                let kind = Kind::Entry(route, Path::Text(path.as_bytes()));
                self.sink.element(&Element { at, peer, kind });
            }
        }
    }

    /// The session that a source is, if it is followed.
    fn source(&mut self, value: &Value) -> Option<Option<IpAddr>> {
        let (collector, ip) = value.as_str()?.split_once('-')?;
        let ip: IpAddr = ip.parse().ok()?;
        match self.sessions.follows(ip, collector) {
            Ok(follows) => Some(follows.then_some(ip)),
            Err(cause) => {
                self.told(&cause);
                Some(None)
            }
        }
    }

    fn route(value: &Value) -> Option<Route> {
        let prefix: ipnet::IpNet = value.as_str()?.parse().ok()?;
        let prefix = prefix.trunc();
        Some(Route { prefix, path_id: 0 })
    }

    /// One route of a state.
    fn entry(&mut self, item: &Value) -> Option<()> {
        let route = Self::route(&item["target_prefix"])?;
        let hops = item["path"].as_array()?;
        if !write_path(hops, &mut self.path) {
            return None;
        }
        let Some(ip) = self.source(&item["source_id"])? else {
            return Some(());
        };
        let first = hops.first().and_then(Value::as_u64);
        let first = first.and_then(|asn| u32::try_from(asn).ok()).unwrap_or(0);
        let asn = *self.peers.entry(ip).or_insert(Asn(first));
        let peer = Peer { ip, asn };
        match self.at {
            Some(at) => {
                let kind = Kind::Entry(route, Path::Text(self.path.as_bytes()));
                self.sink.element(&Element { at, peer, kind });
            }
            None if self.waiting.len() < WAITING => {
                self.waiting.push((peer, route, self.path.clone()));
            }
            None => return None,
        }
        Some(())
    }

    /// One update.
    fn update(&mut self, item: &Value) -> Option<()> {
        let attributes = &item["attrs"];
        let at = time(&item["timestamp"])?;
        let route = Self::route(&attributes["target_prefix"])?;
        let announced = match item["type"].as_str()? {
            "A" => true,
            "W" => false,
            _ => return None,
        };
        if announced && !write_path(attributes["path"].as_array()?, &mut self.path) {
            return None;
        }
        let Some(ip) = self.source(&attributes["source_id"])? else {
            return Some(());
        };
        let peer = Peer { ip, asn: Asn(0) };
        let kind = if announced {
            Kind::Announce(route, Path::Text(self.path.as_bytes()))
        } else {
            Kind::Withdraw(route)
        };
        self.sink.element(&Element { at, peer, kind });
        Some(())
    }
}

/// Where in the answer the reading is.
#[derive(Clone, Copy)]
enum Level {
    /// The outermost object.
    Answer,
    /// What stands under `data`.
    Data,
    /// The routes of a state.
    State,
    /// The updates.
    Updates,
}

impl Level {
    fn read<'de, D: Deserializer<'de>>(
        self,
        reading: &mut Reading<'_>,
        from: D,
    ) -> Result<(), D::Error> {
        let walk = Walk {
            level: self,
            reading,
        };
        walk.deserialize(from)
    }
}

/// Goes through one level without holding it.
struct Walk<'r, 'a> {
    level: Level,
    reading: &'r mut Reading<'a>,
}

impl<'de> DeserializeSeed<'de> for Walk<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self.level {
            Level::Answer | Level::Data => "an object",
            Level::State | Level::Updates => "a list of routes",
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            let next = match (self.level, key.as_str()) {
                (Level::Answer, "data") => Some(Level::Data),
                (Level::Data, "bgp_state") => Some(Level::State),
                (Level::Data, "updates") => Some(Level::Updates),
                (Level::Data, "timestamp" | "query_time") => {
                    let value: Value = map.next_value()?;
                    self.reading.time(&value);
                    continue;
                }
                _ => None,
            };
            match next {
                Some(level) => map.next_value_seed(Walk {
                    level,
                    reading: &mut *self.reading,
                })?,
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        self.reading.ration.reset();
        while let Some(item) = list.next_element::<Value>()? {
            self.reading.ration.reset();
            self.reading.records += 1;
            let used = match self.level {
                Level::State => self.reading.entry(&item),
                Level::Updates => self.reading.update(&item),
                Level::Answer | Level::Data => None,
            };
            if used.is_none() {
                self.reading.lost += 1;
                self.reading.told("holds a route that cannot be read");
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
