//! The readers, each with its seeds.

mod sources;

use std::{
    collections::BTreeSet,
    io::{Cursor, Write},
    sync::Arc,
    time::Duration,
};

use backpedal_measurements::{
    Input, Wanted, dependents, observe, relationship_format, resolve, summarize, topology,
};
use backpedal_model::{Asn, Case, MeasurementKind};

use crate::{mutate::Dice, seeds};

/// What is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Target {
    /// Records of MRT.
    Mrt,
    /// Files as they are packed.
    Packed,
    /// The text of `bgpdump -m`.
    Text,
    /// Answers of RIPEstat.
    Ripestat,
    /// Messages of RIS Live.
    Rislive,
    /// Probe results.
    Probes,
    /// AS relationships.
    Relationships,
    /// Results of RIPE Atlas.
    Atlas,
    /// Values over time.
    Series,
    /// Values over time in columns.
    Parquet,
    /// Customer cones, organisations, names, prefixes with origins, PeeringDB.
    Names,
    /// Web pages.
    Html,
    /// Feeds, sitemaps, answers of interfaces, messages, captures of others.
    Sources,
}

impl std::fmt::Display for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&format!("{self:?}").to_lowercase())
    }
}

impl Target {
    pub(crate) const ALL: [Self; 13] = [
        Self::Mrt,
        Self::Packed,
        Self::Text,
        Self::Ripestat,
        Self::Rislive,
        Self::Probes,
        Self::Relationships,
        Self::Atlas,
        Self::Series,
        Self::Parquet,
        Self::Names,
        Self::Html,
        Self::Sources,
    ];

    /// Good files of the kind.
    pub(crate) fn seeds(self) -> Vec<Vec<u8>> {
        let texts = |texts: &[&str]| texts.iter().map(|text| text.as_bytes().to_vec()).collect();
        match self {
            Self::Mrt => seeds::mrt(),
            Self::Packed => {
                let plain: Vec<Vec<u8>> = [seeds::mrt(), texts(seeds::TEXT)].concat();
                let zeros = vec![0; 1 << 16];
                let all = plain.iter().chain([&zeros]);
                all.flat_map(|plain| (0..3).map(|n| pack(plain, n)))
                    .collect()
            }
            Self::Text => texts(seeds::TEXT),
            Self::Ripestat => texts(seeds::RIPESTAT),
            Self::Rislive => texts(seeds::RISLIVE),
            Self::Probes => texts(seeds::PROBES),
            Self::Relationships => texts(seeds::RELATIONSHIPS),
            Self::Atlas => texts(seeds::ATLAS),
            Self::Series => texts(seeds::SERIES),
            Self::Parquet => seeds::parquet(),
            Self::Names => texts(&[seeds::NAMES, seeds::TOPOLOGY].concat()),
            Self::Html => texts(seeds::PAGES),
            Self::Sources => texts(&[seeds::SOURCES, seeds::PAGES].concat()),
        }
    }

    /// One file may take no longer than this. A page must not make a reader wait.
    pub(crate) const fn slow(self) -> Duration {
        match self {
            Self::Html => Duration::from_secs(2),
            // All kinds of sources look at it, one after the other.
            Self::Sources => Duration::from_secs(6),
            _ => Duration::from_secs(20),
        }
    }

    /// The file as it goes to the reader: broken content is packed now and then, so that all
    /// readers are met through all packings.
    pub(crate) fn finish(self, bytes: Vec<u8>, dice: &mut Dice) -> Vec<u8> {
        match (self, dice.below(12)) {
            (Self::Html, 0 | 1) | (Self::Sources, 0) => repeated(&bytes, dice),
            (Self::Packed, _) | (Self::Html, _) | (_, 3..) => bytes,
            (_, packing) => pack(&bytes, packing),
        }
    }

    /// Puts a file through everything that may read it.
    pub(crate) fn read(self, bytes: &[u8]) {
        match self {
            Self::Html => return page(bytes),
            Self::Sources => return sources::all(bytes),
            _ => {}
        }
        let shared: Arc<[u8]> = bytes.into();
        let content = || Box::new(Cursor::new(Arc::clone(&shared)));
        summarize("file", content());
        let Ok(case) = Case::parse(CASE) else {
            return;
        };
        if matches!(self, Self::Relationships | Self::Names) {
            connections(&case, bytes);
            return;
        }
        let kinds: &[MeasurementKind] = match self {
            Self::Probes => &[MeasurementKind::Probes],
            Self::Atlas => &[MeasurementKind::Atlas, MeasurementKind::AddressMap],
            Self::Series | Self::Parquet => &[MeasurementKind::Series, MeasurementKind::Probes],
            _ => &[MeasurementKind::BgpTable, MeasurementKind::BgpUpdates],
        };
        let mut inputs = Vec::new();
        for spec in case.measurements.clone() {
            let good = spec.origin.as_str() == "good";
            if !kinds.contains(&spec.kind) {
                continue;
            }
            // One whole table, so that updates have something to change.
            let bytes = if good {
                Box::new(Cursor::new(Arc::from(seeds::TEXT[0].as_bytes())))
            } else {
                content()
            };
            inputs.push(Input { spec, bytes });
        }
        observe(&case, inputs, &mut |_| {});
    }
}

/// Reads a page; its spans must lie in its text.
fn page(bytes: &[u8]) {
    use backpedal_documents::{Given, Input, Media, read};

    let found = read(&Input {
        name: "page",
        bytes,
        media: Media::Html,
        content_type: None,
        url: Some("https://forum.gazette.example/thread/1"),
        snapshot: None,
        given: Given::default(),
    });
    for document in found.value {
        // A span outside of the text would bring a panic far from here.
        let end = document.text.chars().count();
        assert!(document.parts.iter().all(|part| part.span.end <= end));
        assert!(document.blocks.iter().all(|block| block.span.end <= end));
    }
}

/// A stretch of the page so often that the page becomes large, to find work that grows faster than
/// the page.
fn repeated(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    let at = dice.below(bytes.len());
    let part = &bytes[at..(at + 1 + dice.below(200)).min(bytes.len())];
    let times = (1 << 20) / part.len().max(1);
    [&bytes[..at], &part.repeat(times), &bytes[at..]].concat()
}

/// Puts a file through everything that tells who was connected to whom, or called what.
fn connections(case: &Case, bytes: &[u8]) {
    let ases = BTreeSet::from([Asn(64501)]);
    let wanted = [Wanted::of_text("Halyard"), Wanted::of_text("198.51.100.7")];
    let content = || Box::new(Cursor::new(bytes.to_vec()));
    // Whether it tells a format does not matter here.
    let _ = relationship_format("file", content());
    for spec in &case.topology {
        let input = || {
            vec![Input {
                spec: spec.clone(),
                bytes: content(),
            }]
        };
        topology(case, input(), &mut |_| {});
        dependents(&ases, input(), &case.policy, &mut |_| {});
        resolve(&wanted, input(), &mut |_| {});
    }
}

fn pack(plain: &[u8], packing: usize) -> Vec<u8> {
    // Writing to memory does not fail; a file of nothing would be read all the same.
    match packing {
        0 => {
            let level = flate2::Compression::fast();
            let mut writer = flate2::write::GzEncoder::new(Vec::new(), level);
            let _ = writer.write_all(plain);
            writer.finish().unwrap_or_default()
        }
        1 => {
            let level = bzip2::Compression::fast();
            let mut writer = bzip2::write::BzEncoder::new(Vec::new(), level);
            let _ = writer.write_all(plain);
            writer.finish().unwrap_or_default()
        }
        _ => {
            let level = ruzstd::encoding::CompressionLevel::Fastest;
            ruzstd::encoding::compress_to_vec(plain, level)
        }
    }
}

/// A case that watches what the seeds tell of.
const CASE: &str = r#"
id = "halyard"
title = "Halyard"
[window]
start = 2000-01-01T00:00:00Z
end = 2000-01-01T00:10:00Z
[[party]]
id = "halyard"
name = "Halyard"
asns = [64501]
targets = ["halyard-sip"]
[[source]]
kind = "page"
url = "https://gazette.example/halyard"
[[measurement]]
kind = "bgp-table"
path = "good"
at = 2000-01-01T00:01:00Z
[[measurement]]
kind = "bgp-table"
path = "file"
at = 2000-01-01T00:01:00Z
[[measurement]]
kind = "bgp-updates"
path = "file"
from = 2000-01-01T00:00:00Z
to = 2000-01-01T00:10:00Z
[[measurement]]
kind = "probes"
path = "file"
from = 2000-01-01T00:00:00Z
to = 2000-01-01T00:10:00Z
[[measurement]]
kind = "atlas"
path = "file"
from = 2000-01-01T00:00:00Z
to = 2000-01-01T00:10:00Z
[[measurement]]
kind = "address-map"
path = "file"
[[measurement]]
kind = "series"
path = "file"
party = "halyard"
from = 2000-01-01T00:00:00Z
to = 2000-01-01T00:10:00Z
[[measurement]]
kind = "series"
path = "file"
party = "halyard"
columns = { time = "when", value = "value", target = "host", metric = "metric" }
from = 2000-01-01T00:00:00Z
to = 2000-01-01T00:10:00Z
[[topology]]
kind = "customer-cones"
path = "file"
date = 2000-01-01
[[topology]]
kind = "organisations"
path = "file"
date = 2000-01-01
[[topology]]
kind = "as-names"
path = "file"
date = 2000-01-01
[[topology]]
kind = "as-relationships"
format = "serial-1"
path = "file"
date = 2000-01-01
[[topology]]
kind = "as-relationships"
format = "serial-2"
path = "file"
date = 2000-01-02
[[topology]]
kind = "as-relationships"
format = "snap"
path = "file"
date = 2000-01-03
[[topology]]
kind = "prefix-to-as"
path = "file"
date = 2000-01-07
[[topology]]
kind = "peeringdb"
path = "file"
date = 2000-01-08
"#;

#[cfg(test)]
mod tests {
    use backpedal_measurements::FileKind;

    use super::*;

    #[test]
    fn the_case_watches_what_the_seeds_tell() {
        let case = Case::parse(CASE).unwrap();
        assert_eq!((case.measurements.len(), case.topology.len()), (8, 8));
        for target in Target::ALL
            .into_iter()
            .filter(|target| !matches!(target, Target::Html | Target::Sources))
        {
            for seed in target.seeds() {
                let found = summarize("file", Box::new(Cursor::new(seed)));
                let zeros = found.value.bytes > 0 && found.value.kind == FileKind::Unknown;
                assert!(
                    found.problems.is_empty() || zeros,
                    "{target} {:?}",
                    found.problems
                );
                assert!(found.value.records > 0 || zeros, "{target}");
            }
        }
        // What is broken is seen by the rules too, where it is left whole.
        for seed in Target::Mrt.seeds() {
            let mut inputs = Vec::new();
            for spec in case.measurements.iter().take(3).cloned() {
                let bytes = Box::new(Cursor::new(seed.clone()));
                inputs.push(Input { spec, bytes });
            }
            let found = observe(&case, inputs, &mut |_| {}).value;
            assert_eq!(found.observations.len(), 1);
        }
    }
}
