//! What a file is and holds, without a case.

use std::{
    collections::{BTreeMap, HashSet},
    io::Read,
};

use backpedal_model::{Asn, Parsed, Problem, Sha256, TopologyKind};
use ipnet::IpNet;
use jiff::Timestamp;
use serde::Serialize;

use crate::{
    atlas::{self, AtlasSummary},
    clock::stamp,
    element::{Element, Kind, Peer},
    feed::{self, Shape},
    input::{Meter, Progress},
    path::Path,
    probes, source, topology,
    unpack::{Packing, Unpacked},
    values::{self, SeriesSummary},
};

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FileSummary {
    /// The name given.
    pub name: String,
    /// What it is.
    pub kind: FileKind,
    /// How it is packed.
    pub packing: Packing,
    /// Digest of the file as it lies on disk.
    pub digest: Sha256,
    /// Its size on disk.
    pub bytes: u64,
    /// Records or lines read.
    pub records: u64,
    /// Routing elements: entries, announcements and withdrawals, one a prefix.
    pub elements: u64,
    /// Table entries.
    pub entries: u64,
    /// Announcements.
    pub announcements: u64,
    /// Withdrawals.
    pub withdrawals: u64,
    /// Sessions that went up or down.
    pub session_changes: u64,
    /// Who told it, with the number of elements from each, in order of address.
    pub peers: Vec<PeerSummary>,
    /// Different prefixes.
    pub prefixes: u64,
    /// Different origin ASes.
    pub origins: u64,
    /// Time of the first and the last element or result.
    pub first: Option<Timestamp>,
    /// See `first`.
    pub last: Option<Timestamp>,
    /// The series of values, in order of name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub series: Vec<SeriesSummary>,
    /// What Atlas results it holds, where it holds any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub atlas: Option<AtlasSummary>,
}

/// One peer of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PeerSummary {
    /// Its address.
    pub ip: std::net::IpAddr,
    /// Its AS.
    pub asn: Asn,
    /// How many elements it told.
    pub elements: u64,
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FileKind {
    /// A routing table in MRT.
    MrtTable,
    /// Routing updates in MRT.
    MrtUpdates,
    /// A routing table in the text of `bgpdump -m`.
    TextTable,
    /// Routing updates in the text of `bgpdump -m`.
    TextUpdates,
    /// Routes at one time, as RIPEstat answers them (`bgp-state`).
    RipestatTable,
    /// Updates as RIPEstat answers them (`bgp-updates`).
    RipestatUpdates,
    /// Messages of RIS Live, one a line.
    RisLive,
    /// Probe results in CSV.
    Probes,
    /// Values over time: IODA, Prometheus, OpenMetrics.
    Series,
    /// Results of RIPE Atlas probes, or an archive of such probes.
    Atlas,
    /// Organisations of ASes.
    Organisations,
    /// Customer cones.
    CustomerCones,
    /// AS relationships.
    Relationships,
    /// Names of ASes.
    AsNames,
    /// Prefixes and their origins.
    PrefixToAs,
    /// A PeeringDB dump.
    #[serde(rename = "peeringdb")]
    PeeringDb,
    /// Nothing that is read here.
    Unknown,
}

/// Looks through a file of any kind.
///
/// Prefixes and origins are counted exactly, so memory grows with the number of different
/// prefixes (about 50 MB for a full table of today). `progress` is told how far it is.
pub fn summarize(name: &str, bytes: Box<dyn Read + Send>) -> Parsed<FileSummary> {
    summarize_with(name, bytes, &mut |_| {})
}

/// [`summarize`], telling how far it is.
pub fn summarize_with(
    name: &str,
    bytes: Box<dyn Read + Send>,
    progress: &mut dyn FnMut(Progress),
) -> Parsed<FileSummary> {
    let mut problems = Vec::new();
    let mut tally = Tally::default();
    let meter = Meter::new(bytes);
    let mut unpacked = Unpacked::new(meter.clone());
    // Routes as JSON go before other JSON.
    let routes = matches!(
        feed::shape(&unpacked.head),
        Shape::Ripestat | Shape::RisLive
    );
    let other = if routes {
        None
    } else if atlas::looks_like_atlas(&unpacked.head) {
        // Pages of its API begin like those of others.
        Some(FileKind::Atlas)
    } else if values::form(&unpacked.head, None).is_some() {
        Some(FileKind::Series)
    } else if probes::looks_like_probes(&unpacked.head) {
        Some(FileKind::Probes)
    } else {
        topology::kind_of(&unpacked.head).and_then(FileKind::of_topology)
    };
    if other.is_none() && looks_like_incidents(&unpacked.head) {
        return testimony(name, meter, unpacked);
    }
    if let Some(kind) = other {
        let (kind, records) = lines(name, kind, &mut unpacked, &mut problems, &mut tally);
        if let Some(fault) = unpacked.fault() {
            problems.push(Problem::new(name, format!("ends early: {}", fault.cause)));
        }
        let packing = unpacked.packing;
        drop(unpacked);
        let (digest, bytes, _) = meter.finish();
        let value = tally.summary(name, kind, packing, (digest, bytes, records));
        return Parsed { value, problems };
    }
    let read = source::read_on(
        name,
        meter,
        unpacked,
        &mut problems,
        progress,
        &mut |element| {
            tally.take(element);
        },
    );
    let table = tally.entries > 0;
    let kind = match (read.shape, table) {
        (Shape::Mrt, true) => FileKind::MrtTable,
        (Shape::Mrt, false) => FileKind::MrtUpdates,
        (Shape::Bgpdump, true) => FileKind::TextTable,
        (Shape::Bgpdump, false) => FileKind::TextUpdates,
        (Shape::Ripestat, true) => FileKind::RipestatTable,
        (Shape::Ripestat, false) => FileKind::RipestatUpdates,
        (Shape::RisLive, _) => FileKind::RisLive,
        (Shape::Empty | Shape::Text | Shape::Unknown, _) => FileKind::Unknown,
    };
    let file = (read.digest, read.bytes, read.records);
    let value = tally.summary(name, kind, read.packing, file);
    Parsed { value, problems }
}

/// Whether the first bytes are those of a list of incidents of a status page.
fn looks_like_incidents(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    text.trim_start().starts_with(['{', '[']) && text.contains("\"incident_updates\"")
}

/// A file in which a party speaks of itself.
fn testimony(name: &str, meter: Meter, mut unpacked: Unpacked) -> Parsed<FileSummary> {
    let mut content = unpacked.content();
    // Read to its end, for the digest of the file; what fails there is told by its reader.
    drop(std::io::copy(&mut content, &mut std::io::sink()));
    drop(content);
    let packing = unpacked.packing;
    drop(unpacked);
    let (digest, bytes, _) = meter.finish();
    let message = "holds incidents of a status page, which are statements, not measurements";
    let hint = "name it in the case as a [[source]] with kind = \"incidents\"";
    Parsed {
        value: Tally::default().summary(name, FileKind::Unknown, packing, (digest, bytes, 0)),
        problems: vec![Problem::new(name, message).hint(hint)],
    }
}

/// Reads a file that holds no routing elements. Returns its kind, which of Parquet is known only
/// now, and the number of records.
fn lines(
    name: &str,
    kind: FileKind,
    unpacked: &mut Unpacked,
    problems: &mut Vec<Problem>,
    tally: &mut Tally,
) -> (FileKind, u64) {
    let form = values::form(&unpacked.head, None);
    let mut content = unpacked.content();
    if let Some(form) = form.filter(|_| kind == FileKind::Series) {
        let held = values::summarize(name, form, &mut *content, problems);
        let ends = held.series.iter().flat_map(|one| [one.first, one.last]);
        for at in ends.flatten() {
            tally.seen(at.as_second());
        }
        if held.kind == FileKind::Series {
            tally.series = held.series;
        }
        return (held.kind, held.records);
    }
    let records = if kind == FileKind::Probes {
        probes::read_csv(name, &mut *content, problems, &mut |shot| {
            tally.seen(shot.at)
        })
    } else if kind == FileKind::Atlas {
        let mut counted = atlas::Tally::default();
        let told = atlas::read(name, &mut *content, problems, &mut |item| match item {
            atlas::Item::Result(head, tries) => {
                tally.seen(head.at);
                counted.take(head, tries);
            }
            atlas::Item::Probe(_) => counted.listed(),
        });
        if told.open {
            let message = "ends early: the last array or result is not closed";
            problems.push(Problem::new(name, message));
        }
        tally.atlas = Some(counted.finish());
        told.records
    } else {
        topology::kind_of(&unpacked.head).map_or(0, |kind| {
            topology::count(name, kind, &mut *content, problems)
        })
    };
    (kind, records)
}

impl FileKind {
    /// The kind of a topology file that is no routing table.
    const fn of_topology(kind: TopologyKind) -> Option<Self> {
        Some(match kind {
            TopologyKind::Relationships(_) => Self::Relationships,
            TopologyKind::CustomerCones => Self::CustomerCones,
            TopologyKind::AsNames => Self::AsNames,
            TopologyKind::Organisations => Self::Organisations,
            TopologyKind::PrefixOrigins => Self::PrefixToAs,
            TopologyKind::PeeringDb => Self::PeeringDb,
            TopologyKind::BgpTable => return None,
        })
    }
}

/// Counts while a file is read.
#[derive(Default)]
struct Tally {
    entries: u64,
    announcements: u64,
    withdrawals: u64,
    session_changes: u64,
    peers: BTreeMap<Peer, u64>,
    prefixes: HashSet<IpNet>,
    origins: HashSet<Asn>,
    first: Option<i64>,
    last: Option<i64>,
    series: Vec<SeriesSummary>,
    atlas: Option<AtlasSummary>,
}

impl Tally {
    fn seen(&mut self, at: i64) {
        self.first = Some(self.first.map_or(at, |first| first.min(at)));
        self.last = Some(self.last.map_or(at, |last| last.max(at)));
    }

    fn summary(
        self,
        name: &str,
        kind: FileKind,
        packing: Packing,
        (digest, bytes, records): (Sha256, u64, u64),
    ) -> FileSummary {
        let peer = |(peer, elements): (Peer, u64)| PeerSummary {
            ip: peer.ip,
            asn: peer.asn,
            elements,
        };
        FileSummary {
            name: name.to_owned(),
            kind,
            packing,
            digest,
            bytes,
            records,
            elements: self.entries + self.announcements + self.withdrawals,
            entries: self.entries,
            announcements: self.announcements,
            withdrawals: self.withdrawals,
            session_changes: self.session_changes,
            peers: self.peers.into_iter().map(peer).collect(),
            prefixes: self.prefixes.len() as u64,
            origins: self.origins.len() as u64,
            first: self.first.map(stamp),
            last: self.last.map(stamp),
            series: self.series,
            atlas: self.atlas,
        }
    }

    fn take(&mut self, element: &Element<'_>) {
        self.seen(element.at);
        let counted = match element.kind {
            Kind::Session { .. } => {
                self.session_changes += 1;
                return;
            }
            Kind::Entry(route, path) => Some((&mut self.entries, route, path)),
            Kind::Announce(route, path) => Some((&mut self.announcements, route, path)),
            Kind::Withdraw(route) => Some((&mut self.withdrawals, route, Path::Missing)),
        };
        if let Some((count, route, path)) = counted {
            *count += 1;
            self.prefixes.insert(route.prefix);
            path.origins(|asn| {
                self.origins.insert(asn);
            });
            *self.peers.entry(element.peer).or_default() += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn a_file_is_told_by_its_content() {
        let dump = r#"{"filter": {"msm_id": 7}, "meta_data": {"participant_count": 2}, "results":
            [{"fw": 4790, "type": "ping", "prb_id": 1, "timestamp": 1655793233, "dst_addr":
            "192.0.2.7", "sent": 3, "rcvd": 3, "result": [{"rtt": 1.5}]}]}"#;
        let incidents = r#"[{"name": "Trouble", "status": "resolved", "incident_updates": []}]"#;
        let header = "# link peer 3523 (3.40%)\n# link provider 99962 (96.60%)\n";
        let cases = [
            (dump, FileKind::Atlas, None),
            (incidents, FileKind::Unknown, Some("which are statements")),
            (header, FileKind::Relationships, None),
            (
                "# link provider\nwords\n",
                FileKind::Unknown,
                Some("no kind"),
            ),
            ("Halyard is down.\n", FileKind::Unknown, Some("no kind")),
        ];
        for (text, kind, told) in cases {
            let read = summarize("file", Box::new(Cursor::new(text)));
            assert_eq!(read.value.kind, kind, "{text}");
            let problems: Vec<String> = read.problems.iter().map(ToString::to_string).collect();
            assert_eq!(problems.len(), usize::from(told.is_some()), "{problems:?}");
            let told = told.is_none_or(|words| problems[0].contains(words));
            assert!(told, "{problems:?}");
            assert_eq!(read.value.bytes, text.len() as u64);
        }
    }
}
