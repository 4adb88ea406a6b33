//! How much memory and time a day of one collector's updates takes while one AS is watched:
//! `day FILE [ASN]`, where FILE is an MRT file of five minutes of updates (RIS). The file is played
//! 288 times, its records moved on by five minutes each time, over a table made of its own
//! announcements. Prints seconds, elements a second, and the peak of memory.

#![allow(clippy::print_stdout, clippy::expect_used, clippy::disallowed_methods)]

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    io::{Cursor, Read},
    sync::Arc,
    time::Instant,
};

use backpedal_measurements::{Contents, Input, observe};
use backpedal_model::{
    Asn, Case, Dated, Interval, MeasurementKind, MeasurementSpec, Origin, Parties, Party, PartyId,
    Policy, Schedule,
};
use bgpkit_parser::BgpkitParser;
use jiff::Timestamp;

const FILES: u32 = 288;
const STEP: u32 = 300;

/// The bytes of an MRT file whose records happen later.
struct Later {
    bytes: Arc<Vec<u8>>,
    at: usize,
    by: u32,
    /// What is left of the record that was begun.
    rest: usize,
    head: Vec<u8>,
}

impl Read for Later {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.head.is_empty() && self.rest == 0 {
            let Some(head) = self.bytes.get(self.at..self.at + 12) else {
                return Ok(0);
            };
            let word =
                |n: usize| u32::from_be_bytes([head[n], head[n + 1], head[n + 2], head[n + 3]]);
            self.head = head.to_vec();
            self.head[..4].copy_from_slice(&(word(0) + self.by).to_be_bytes());
            self.rest = word(8) as usize;
            self.at += 12;
        }
        if !self.head.is_empty() {
            let n = buffer.len().min(self.head.len());
            buffer[..n].copy_from_slice(&self.head[..n]);
            self.head.drain(..n);
            return Ok(n);
        }
        let n = buffer.len().min(self.rest).min(self.bytes.len() - self.at);
        buffer[..n].copy_from_slice(&self.bytes[self.at..self.at + n]);
        (self.at, self.rest) = (self.at + n, self.rest - n);
        Ok(n)
    }
}

impl Contents for Later {}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().expect("day FILE [ASN]");
    let asn = arguments.next().and_then(|text| text.parse().ok());
    let bytes = unpacked(&file);
    let (start, asn, table, elements) = table(&bytes, asn);
    let end = start + i64::from(FILES * STEP);
    let spec = |kind, name: String, from: i64, to: i64| MeasurementSpec {
        kind,
        origin: Origin::File(name),
        covers: Interval::new(stamp(from), stamp(to)),
        collector: Some("rrc".to_owned()),
        synthetic: true,
        note: None,
        series: Default::default(),
    };
    let mut inputs = vec![Input {
        spec: spec(
            MeasurementKind::BgpTable,
            "table".to_owned(),
            start,
            start + 60,
        ),
        bytes: Box::new(Cursor::new(table)),
    }];
    for number in 0..FILES {
        let from = start + i64::from(number * STEP);
        let kind = MeasurementKind::BgpUpdates;
        inputs.push(Input {
            spec: spec(
                kind,
                format!("updates {number}"),
                from,
                from + i64::from(STEP),
            ),
            bytes: Box::new(Later {
                bytes: Arc::clone(&bytes),
                at: 0,
                by: number * STEP,
                rest: 0,
                head: Vec::new(),
            }),
        });
    }
    let case = case(asn, start, end);
    let before = Instant::now();
    let observed = observe(&case, inputs, &mut |_| {});
    let seconds = before.elapsed().as_secs_f64();
    let total = elements * u64::from(FILES);
    println!("{FILES} files, {total} elements, watching {asn}");
    println!(
        "{seconds:.1} s, {:.2} million elements a second",
        total as f64 / seconds / 1e6
    );
    println!("peak of memory: {}", peak());
    println!(
        "{} observations, {} problems",
        observed.value.observations.len(),
        observed.problems.len()
    );
}

fn unpacked(file: &str) -> Arc<Vec<u8>> {
    let mut bytes = Vec::new();
    let packed = std::fs::File::open(file).expect("the file");
    if file.ends_with(".bz2") {
        bzip2::read::MultiBzDecoder::new(packed).read_to_end(&mut bytes)
    } else {
        flate2::read::MultiGzDecoder::new(packed).read_to_end(&mut bytes)
    }
    .expect("unpacked");
    Arc::new(bytes)
}

/// A table of everything that the file announces, as `bgpdump -m` prints it, an AS to watch (the one
/// with the most prefixes unless given), the time, and the number of elements.
fn table(bytes: &Arc<Vec<u8>>, asn: Option<u32>) -> (i64, Asn, Vec<u8>, u64) {
    let (mut start, mut count) = (i64::MAX, 0_u64);
    let mut routes = BTreeMap::new();
    let mut origins: BTreeMap<u32, BTreeSet<ipnet::IpNet>> = BTreeMap::new();
    for element in BgpkitParser::from_reader(Cursor::new(bytes.as_ref().clone())) {
        count += 1;
        start = start.min(element.timestamp as i64);
        let Some(path) = &element.as_path else {
            continue;
        };
        let prefix = element.prefix.prefix;
        for origin in path.iter_origins() {
            origins.entry(origin.into()).or_default().insert(prefix);
        }
        let peer = (element.peer_ip, u32::from(element.peer_asn));
        routes.insert((prefix, peer), path.to_string());
    }
    let most = origins.iter().max_by_key(|(_, prefixes)| prefixes.len());
    let asn = asn.or(most.map(|(asn, _)| *asn)).expect("an origin");
    let mut text = String::new();
    for ((prefix, (ip, peer)), path) in routes {
        writeln!(
            text,
            "TABLE_DUMP2|{start}|B|{ip}|{peer}|{prefix}|{path}|IGP|{ip}|0|0||NAG||"
        )
        .expect("a string");
    }
    (start, Asn(asn), text.into_bytes(), count)
}

fn case(asn: Asn, from: i64, to: i64) -> Case {
    Case {
        id: "day".to_owned(),
        title: "day".to_owned(),
        summary: None,
        synthetic: None,
        window: Interval::new(stamp(from), stamp(to)),
        zone: "UTC".to_owned(),
        parties: Parties(vec![Party {
            id: PartyId::new("watched").expect("a name"),
            name: asn.to_string(),
            aliases: vec![],
            domains: vec![],
            handles: vec![],
            people: vec![],
            asns: vec![Dated::always(asn)],
            prefixes: vec![],
            targets: vec![],
            unresolved: None,
        }]),
        sources: vec![],
        measurements: vec![],
        archives: vec![],
        topology: vec![],
        policy: Policy::default(),
        schedule: Schedule::default(),
    }
}

fn stamp(second: i64) -> Timestamp {
    Timestamp::from_second(second).expect("a time")
}

/// What Linux says of the most memory that the process ever had.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    line.map_or_else(
        || "not known".to_owned(),
        |line| line.trim_start_matches("VmHWM:").trim().to_owned(),
    )
}
