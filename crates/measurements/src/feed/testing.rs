//! A sink for the tests of feeds: elements as lines, damage as it came.

use super::{Damage, Feed, Sink};
use crate::element::{Element, Kind, Peer};

#[derive(Default)]
pub(super) struct Seen {
    pub(super) lines: Vec<String>,
    pub(super) damage: Vec<Damage>,
}

impl Sink for Seen {
    fn element(&mut self, element: &Element<'_>) {
        let Peer { ip, asn } = element.peer;
        let what = match element.kind {
            Kind::Entry(r, p) => format!("B {} {}", r.prefix, p.printed()),
            Kind::Announce(r, p) => format!("A {} {}", r.prefix, p.printed()),
            Kind::Withdraw(r) => format!("W {}", r.prefix),
            Kind::Session { up } => format!("up {up}"),
        };
        self.lines.push(format!("{} {ip} {asn} {what}", element.at));
    }

    fn damage(&mut self, damage: Damage) {
        self.damage.push(damage);
    }
}

/// What a feed gives, and its number of records.
pub(super) fn seen(feed: impl Feed + 'static) -> (u64, Seen) {
    let mut seen = Seen::default();
    let records = Box::new(feed).read(&mut seen);
    (records, seen)
}
