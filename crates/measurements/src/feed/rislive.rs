//! RIS Live: one JSON message a line (<https://ris-live.ripe.net/manual/>), as the stream sends them
//! (`{"type": "ris_message", "data": {…}}`) or `data` alone.
//!
//! Of UPDATE messages withdrawals and announcements are taken, of RIS_PEER_STATE that the session
//! is `up` or `down`; `connected` is a session that is being built anew, whose old routes are gone.
//! OPEN, NOTIFICATION and KEEPALIVE tell nothing of routes.

use std::io::BufRead;

use backpedal_model::{Asn, Place};
use serde_json::Value;

use super::{
    Damage, Feed, Sink,
    json::{Sessions, time, write_path},
};
use crate::{
    element::{Element, Kind, Peer, Route},
    lines::{self, Line},
    path::Path,
};

/// Whether the first bytes are such messages.
pub(super) fn plausible(head: &[u8]) -> bool {
    let has = |word: &str| memchr::memmem::find(head, word.as_bytes()).is_some();
    head.trim_ascii_start().starts_with(b"{")
        && (has("\"ris_message\"") || has("\"peer_asn\"") && has("\"host\""))
}

pub(super) struct RisLive {
    content: Box<dyn BufRead>,
    sessions: Sessions,
    path: String,
}

/// Why a message is not used.
enum Unused {
    /// It is broken.
    Broken,
    /// It says so itself.
    Told(String),
}

impl RisLive {
    pub(super) fn new(content: Box<dyn BufRead>) -> Self {
        Self {
            content,
            sessions: Sessions::default(),
            path: String::new(),
        }
    }

    fn line(&mut self, line: &[u8], sink: &mut dyn Sink) -> Result<(), Unused> {
        let message: Value = serde_json::from_slice(line).map_err(|_| Unused::Broken)?;
        let data = match message["type"].as_str() {
            Some("ris_message") => &message["data"],
            Some("ris_error") => {
                let words = message["data"]["message"].as_str().unwrap_or("no words");
                let cause = format!("holds a complaint of RIS Live: {words}");
                return Err(Unused::Told(cause));
            }
            // Answers to what the client asked for.
            Some(other) if other.starts_with("ris_") || other == "pong" => return Ok(()),
            _ => &message,
        };
        let kind = data["type"].as_str().ok_or(Unused::Broken)?;
        if !matches!(kind, "UPDATE" | "RIS_PEER_STATE" | "STATE") {
            let known = matches!(kind, "OPEN" | "NOTIFICATION" | "KEEPALIVE");
            return if known { Ok(()) } else { Err(Unused::Broken) };
        }
        let at = time(&data["timestamp"]).ok_or(Unused::Broken)?;
        let peer = peer(data).ok_or(Unused::Broken)?;
        let host = data["host"].as_str().unwrap_or_default();
        match self.sessions.follows(peer.ip, host) {
            Ok(true) => {}
            Ok(false) => return Ok(()),
            Err(cause) => return Err(Unused::Told(cause)),
        }
        let used = if kind == "UPDATE" {
            self.update(at, peer, data, sink)
        } else {
            state(data).map(|up| {
                let kind = Kind::Session { up };
                sink.element(&Element { at, peer, kind });
            })
        };
        used.ok_or(Unused::Broken)
    }

    /// Tells an update, or nothing of it where a part of it is broken.
    fn update(&mut self, at: i64, peer: Peer, data: &Value, sink: &mut dyn Sink) -> Option<()> {
        let withdrawn = routes(&data["withdrawals"])?;
        let mut announced = Vec::new();
        let groups = list(&data["announcements"])?;
        for group in groups {
            announced.extend(routes(&group["prefixes"])?);
        }
        if !announced.is_empty() && !write_path(data["path"].as_array()?, &mut self.path) {
            return None;
        }
        for route in withdrawn {
            let kind = Kind::Withdraw(route);
            sink.element(&Element { at, peer, kind });
        }
        for route in announced {
            let kind = Kind::Announce(route, Path::Text(self.path.as_bytes()));
            sink.element(&Element { at, peer, kind });
        }
        Some(())
    }
}

impl Feed for RisLive {
    fn read(mut self: Box<Self>, sink: &mut dyn Sink) -> u64 {
        let (mut number, mut wrong) = (0_u64, 0_u64);
        let mut line = Vec::new();
        loop {
            let kind = lines::next(&mut *self.content, &mut line);
            if kind == Line::End {
                return number - wrong;
            }
            number += 1;
            let text = line.trim_ascii();
            let cause = match kind {
                Line::Whole if text.is_empty() => continue,
                Line::Whole => match self.line(text, sink) {
                    Ok(()) => continue,
                    Err(Unused::Told(cause)) => cause,
                    Err(Unused::Broken) => "is not a message of RIS Live".to_owned(),
                },
                Line::TooLong | Line::End => "is a line beyond all measure".to_owned(),
            };
            wrong += 1;
            sink.damage(Damage {
                place: Place::Line(number),
                truncated: kind == Line::Whole && line.last() != Some(&b'\n'),
                cause,
            });
        }
    }
}

/// `peer_asn` is written as text.
fn peer(data: &Value) -> Option<Peer> {
    let asn = match &data["peer_asn"] {
        Value::String(text) => text.parse().ok()?,
        Value::Number(number) => u32::try_from(number.as_u64()?).ok()?,
        _ => return None,
    };
    Some(Peer {
        ip: data["peer"].as_str()?.parse().ok()?,
        asn: Asn(asn),
    })
}

fn state(data: &Value) -> Option<bool> {
    match data["state"].as_str()? {
        "up" => Some(true),
        "down" | "connected" => Some(false),
        _ => None,
    }
}

/// A list, or nothing at all.
fn list(value: &Value) -> Option<&[Value]> {
    match value {
        Value::Null => Some(&[]),
        Value::Array(items) => Some(items),
        _ => None,
    }
}

fn routes(value: &Value) -> Option<Vec<Route>> {
    let prefix = |item: &Value| -> Option<Route> {
        let prefix: ipnet::IpNet = item.as_str()?.parse().ok()?;
        let prefix = prefix.trunc();
        Some(Route { prefix, path_id: 0 })
    };
    list(value)?.iter().map(prefix).collect()
}

#[cfg(test)]
mod tests;
