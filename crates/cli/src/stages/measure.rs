//! Measurement and topology files into observations and facts.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{BufReader, Read},
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use backpedal_measurements::{Contents, Input, Observed, Progress, TopologyFacts, address_map};
use backpedal_model::{
    Asn, Case, Dataset, DatasetId, MeasurementKind, MeasurementSpec, Observation, Origin, Parsed,
    PathFact, Problem, RelationshipFact, Sha256, TopologySpec,
};
use backpedal_store::{Kept, Payload};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use sha2::Digest as _;

use super::{Bench, LoadedCase, key_of};
use crate::console::Bar;

/// Observations and topology facts of a case, as the store keeps them.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Measured {
    pub(crate) datasets: Vec<Dataset>,
    pub(crate) observations: Vec<Observation>,
    pub(crate) relationships: Vec<RelationshipFact>,
    pub(crate) paths: Vec<PathFact>,
    pub(crate) names: BTreeMap<Asn, String>,
}

/// Reads every measurement and topology file of the case.
pub(crate) fn measure_case(
    bench: &Bench<'_>,
    loaded: &LoadedCase,
    problems: &mut Vec<Problem>,
) -> anyhow::Result<Measured> {
    let case = &loaded.case;
    problems.extend(loaded.problems.iter().cloned());
    let mut digests = Vec::new();
    let origins = case.measurements.iter().map(|spec| &spec.origin);
    for origin in origins.chain(case.topology.iter().map(|spec| &spec.origin)) {
        digests.push(source(bench, loaded, origin).and_then(digest).ok());
    }
    let key = key_of(&(
        digests,
        (case.window, &case.parties, &case.policy),
        (&case.measurements, &case.topology),
    ))?;
    let work = || measure_now(bench, loaded);
    let version = backpedal_measurements::VERSION;
    Ok(bench
        .staged("measurements", version, &key, work)?
        .drain(problems))
}

fn measure_now(bench: &Bench<'_>, loaded: &LoadedCase) -> Parsed<Measured> {
    let case = &loaded.case;
    let mut problems = Vec::new();
    let mut inputs = Vec::new();
    for spec in case.measurements.iter().cloned().chain(maps(case)) {
        if let Some(bytes) = open(bench, loaded, &spec.origin, &mut problems) {
            inputs.push(Input { spec, bytes });
        }
    }
    let mut bar = Together::new(bench.console.bytes(size(loaded)));
    let mut progress = |at: Progress| bar.at(&at);
    let observed = backpedal_measurements::observe(case, inputs, &mut progress);
    let Observed {
        mut datasets,
        observations,
        ..
    } = observed.drain(&mut problems);
    let topology = topology_of(bench, loaded, &mut problems);
    // An address map of the topology is one dataset, though two stages read it.
    let known: Vec<DatasetId> = topology.datasets.iter().map(|d| d.id.clone()).collect();
    datasets.retain(|dataset| !known.contains(&dataset.id));
    datasets.extend(topology.datasets);
    let value = Measured {
        datasets,
        observations,
        relationships: topology.relationships,
        paths: topology.paths,
        names: topology.names,
    };
    Parsed { value, problems }
}

/// The topology files that tell whose addresses the hops of probes are, those nearest to the
/// window; none where the case has no results of probes.
fn maps(case: &Case) -> Vec<MeasurementSpec> {
    let atlas = |spec: &MeasurementSpec| spec.kind == MeasurementKind::Atlas;
    if !case.measurements.iter().any(atlas) {
        return Vec::new();
    }
    let day = case.window.start.to_zoned(TimeZone::UTC).date();
    let near = backpedal_measurements::nearest_files(&case.topology, day);
    let before = |kind| {
        near.iter()
            .any(|spec| spec.kind == kind && spec.date <= day)
    };
    // Whose an address was then, the last list before tells best.
    let maps = near
        .iter()
        .filter(|spec| spec.date <= day || !before(spec.kind));
    maps.filter_map(address_map).collect()
}

/// Reads the topology files alone.
pub(crate) fn topology_of(
    bench: &Bench<'_>,
    loaded: &LoadedCase,
    problems: &mut Vec<Problem>,
) -> TopologyFacts {
    let inputs = topology_inputs(bench, loaded, &loaded.case.topology, problems);
    let bar = bench.console.spinner("topology");
    let mut progress = |at: Progress| show(&bar, &at);
    backpedal_measurements::topology(&loaded.case, inputs, &mut progress).drain(problems)
}

/// Opens topology files.
pub(crate) fn topology_inputs(
    bench: &Bench<'_>,
    loaded: &LoadedCase,
    specs: &[TopologySpec],
    problems: &mut Vec<Problem>,
) -> Vec<Input<TopologySpec>> {
    let mut inputs = Vec::new();
    for spec in specs {
        if let Some(bytes) = open(bench, loaded, &spec.origin, problems) {
            let spec = spec.clone();
            inputs.push(Input { spec, bytes });
        }
    }
    inputs
}

/// Shows the progress of a long file.
pub(crate) fn show(bar: &Bar, at: &Progress) {
    bar.say(&format!("{}: {} records", at.input, at.records));
}

/// The bytes of a file of the case, or a problem.
fn open(
    bench: &Bench<'_>,
    loaded: &LoadedCase,
    origin: &Origin,
    problems: &mut Vec<Problem>,
) -> Option<Box<dyn Contents>> {
    match source(bench, loaded, origin) {
        Ok(bytes) => Some(bytes),
        Err(error) => {
            problems.push(
                Problem::new(origin.as_str(), format!("{error:#}"))
                    .hint("the report says what cannot be told without it"),
            );
            None
        }
    }
}

/// The bytes of a file of the case: from disk, or from the latest capture.
fn source(
    bench: &Bench<'_>,
    loaded: &LoadedCase,
    origin: &Origin,
) -> anyhow::Result<Box<dyn Contents>> {
    if let Some(path) = loaded.path(origin) {
        return open_file(&path);
    }
    let snapshot = bench.store.latest(origin)?.context("was never captured")?;
    let kept = bench.store.kept(&snapshot.id)?;
    let kept = kept.context("its capture is gone from the store")?;
    Ok(Box::new(Lazy::Kept(kept)))
}

/// A file that is opened when it is first read, in pieces large enough for disks: an archive has
/// more files than a process may hold open, and captures may be larger than memory.
enum Lazy {
    Closed(PathBuf),
    Open(BufReader<File>),
    /// A capture.
    Kept(Kept),
    Reading(Box<Payload>),
    Ended,
}

impl Contents for Lazy {
    fn again(&self) -> Option<Box<dyn Contents>> {
        match self {
            Self::Closed(path) => Some(Box::new(Self::Closed(path.clone()))),
            Self::Kept(kept) => Some(Box::new(Self::Kept(kept.clone()))),
            Self::Open(_) | Self::Reading(_) | Self::Ended => None,
        }
    }
}

impl Read for Lazy {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if let Self::Closed(path) = self {
            *self = Self::Open(BufReader::with_capacity(1 << 18, File::open(path)?));
        }
        if let Self::Kept(kept) = self {
            let payload = kept.open().map_err(std::io::Error::other)?;
            *self = Self::Reading(Box::new(payload));
        }
        let read = match self {
            Self::Open(file) => file.read(buffer)?,
            Self::Reading(payload) => payload.read(buffer)?,
            Self::Closed(_) | Self::Kept(_) | Self::Ended => 0,
        };
        if read == 0 && !buffer.is_empty() {
            *self = Self::Ended;
        }
        Ok(read)
    }
}

/// Opens a file for reading, once somebody reads it.
pub(crate) fn open_file(path: &Path) -> anyhow::Result<Box<dyn Contents>> {
    let meta = std::fs::metadata(path)
        .with_context(|| format!("cannot be opened at {}", path.display()))?;
    if meta.is_dir() {
        anyhow::bail!("{} is a directory, not a file", path.display());
    }
    // Whether it may be read is better known now than after an hour of work.
    drop(File::open(path).with_context(|| format!("cannot be opened at {}", path.display()))?);
    Ok(Box::new(Lazy::Closed(path.to_path_buf())))
}

/// How many bytes the files on disk have.
fn size(loaded: &LoadedCase) -> u64 {
    let origins = loaded.case.measurements.iter().map(|spec| &spec.origin);
    let paths = origins.filter_map(|origin| loaded.path(origin));
    paths
        .filter_map(|path| Some(std::fs::metadata(path).ok()?.len()))
        .sum()
}

/// Progress over many files as one.
pub(crate) struct Together {
    bar: Bar,
    /// How far each file has come, and whether it is done. One that is read again stays done.
    read: BTreeMap<String, (u64, bool)>,
    bytes: u64,
    files: usize,
}

impl Together {
    pub(crate) fn new(bar: Bar) -> Self {
        Self {
            bar,
            read: BTreeMap::new(),
            bytes: 0,
            files: 0,
        }
    }

    pub(crate) fn at(&mut self, at: &Progress) {
        let (bytes, done) = self.read.entry(at.input.clone()).or_default();
        self.bytes += at.bytes.saturating_sub(*bytes);
        self.files += usize::from(at.done && !*done);
        *bytes = at.bytes.max(*bytes);
        *done |= at.done;
        self.bar.at(self.bytes, &format!("{} files", self.files));
    }
}

fn digest(mut bytes: Box<dyn Contents>) -> anyhow::Result<Sha256> {
    let mut hasher = sha2::Sha256::new();
    let mut buffer = vec![0; 1 << 18];
    loop {
        let read = bytes.read(&mut buffer).context("cannot be read")?;
        if read == 0 {
            return Ok(Sha256::from_bytes(hasher.finalize().into()));
        }
        hasher.update(&buffer[..read]);
    }
}
