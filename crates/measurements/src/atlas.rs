//! Results of RIPE Atlas probes, of every type and firmware, as a stream.
//!
//! Ping, traceroute, dns and http tell whether a target was reached. Certificates, clocks and
//! wireless networks are told from them and counted. What is no result is a problem with its line.

mod dns;
mod fields;
mod http;
mod ping;
mod result;
mod split;
mod summary;
mod trace;

use std::{collections::BTreeMap, io::BufRead};

use backpedal_model::{Asn, Place, Problem};
use serde_json::Value;

use self::{
    fields::count,
    split::{Ending, Piece},
};
use crate::few::Few;
pub(crate) use result::{Head, Kind, Try, Way, is_public};
pub(crate) use summary::Tally;
pub use summary::{AtlasGroup, AtlasSummary};

/// Keys of results, of probes and of pages around them, of which one stands early in any file.
const KEYS: [&str; 8] = [
    "\"prb_id\"",
    "\"msm_id\"",
    "\"msm_name\"",
    "\"fw\"",
    "\"resolve_on_probe\"",
    "\"participant_count\"",
    "\"asn_v4\"",
    "\"prefix_v4\"",
];

/// Whether the first bytes of a file are those of Atlas results or of a list of probes.
pub(crate) fn looks_like_atlas(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    let start = text.trim_start_matches('\u{feff}').trim_start();
    start.starts_with(['{', '[']) && KEYS.iter().any(|key| text.contains(key))
}

/// What a probe archive says of one probe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ProbeRecord {
    pub(crate) id: u64,
    pub(crate) asn: Option<Asn>,
}

/// What a file is read into.
pub(crate) enum Item<'a> {
    Result(&'a Head, &'a [Try]),
    Probe(ProbeRecord),
}

/// What was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Told {
    /// Results and probes.
    pub(crate) records: u64,
    /// Results of types that are not used here.
    pub(crate) unused: BTreeMap<Kind, u64>,
    /// Whether the file ends inside of something.
    pub(crate) open: bool,
}

impl Told {
    /// "12 results of sslcert, ntp are not used", where there are any.
    pub(crate) fn unused_words(&self) -> Option<String> {
        let kinds: Vec<&str> = self.unused.keys().map(|kind| kind.name()).collect();
        let all: u64 = self.unused.values().sum();
        let of = kinds.join(", ");
        (all > 0).then(|| {
            format!(
                "{all} results of the type {of} are not used: they tell nothing of reachability"
            )
        })
    }
}

/// Reads a file and hands out what is in it.
pub(crate) fn read(
    name: &str,
    content: &mut dyn BufRead,
    problems: &mut Vec<Problem>,
    each: &mut dyn FnMut(Item<'_>),
) -> Told {
    let mut told = Told::default();
    let (mut wrong, mut pieces) = (Few::default(), 0_u64);
    let mut broken = |why: &str, line: u64| {
        if wrong.tells() {
            problems.push(Problem::new(name, why).at(Place::Line(line)));
        }
    };
    let ending = split::split(content, &mut |piece, line| {
        pieces += 1;
        match piece {
            Piece::Broken(why) => broken(why, line),
            Piece::Item(bytes) => {
                if let Err(why) = item(bytes, &mut told, each) {
                    broken(why, line);
                }
            }
        }
    });
    told.open = ending == Ending::Open;
    if let Some(wrong) = wrong.many() {
        let message = format!("{wrong} places could not be read as results");
        problems.push(Problem::new(name, message));
    }
    if pieces == 0 && !told.open {
        problems.push(Problem::new(name, "holds no result"));
    }
    told
}

fn item(bytes: &[u8], told: &mut Told, each: &mut dyn FnMut(Item<'_>)) -> Result<(), &'static str> {
    let value: Value = serde_json::from_slice(bytes).map_err(|_| "is no JSON object")?;
    if let Some(probe) = probe(&value) {
        told.records += 1;
        each(Item::Probe(probe));
        return Ok(());
    }
    let (head, tries) = result::read(&value)?;
    told.records += 1;
    if !head.kind.is_used() {
        *told.unused.entry(head.kind).or_default() += 1;
    }
    each(Item::Result(&head, &tries));
    Ok(())
}

/// A probe of an archive: its number, and an AS by either family.
fn probe(value: &Value) -> Option<ProbeRecord> {
    let keys = ["asn_v4", "asn_v6"];
    if value.get("prb_id").is_some() || keys.iter().all(|key| value.get(key).is_none()) {
        return None;
    }
    let asn = keys
        .iter()
        .find_map(|key| count(value.get(key)).filter(|n| *n > 0));
    Some(ProbeRecord {
        id: count(value.get("id"))?,
        asn: asn.and_then(|asn| u32::try_from(asn).ok()).map(Asn),
    })
}

#[cfg(test)]
mod tests;
