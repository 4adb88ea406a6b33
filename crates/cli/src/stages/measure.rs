//! Measurement and topology files into observations and facts.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{Cursor, Read},
    path::Path,
};

use anyhow::Context as _;
use backpedal_measurements::{Input, Observed, Progress, TopologyFacts};
use backpedal_model::{
    Asn, Dataset, Observation, Origin, Parsed, PathFact, Problem, RelationshipFact, Sha256,
};
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
    for spec in &case.measurements {
        if let Some(bytes) = open(bench, loaded, &spec.origin, &mut problems) {
            inputs.push(Input {
                spec: spec.clone(),
                bytes,
            });
        }
    }
    let bar = bench.console.spinner("measurements");
    let mut progress = |at: Progress| show(&bar, &at);
    let observed = backpedal_measurements::observe(case, inputs, &mut progress);
    let Observed {
        mut datasets,
        observations,
        ..
    } = observed.drain(&mut problems);
    let topology = topology_of(bench, loaded, &mut problems);
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

/// Reads the topology files alone.
pub(crate) fn topology_of(
    bench: &Bench<'_>,
    loaded: &LoadedCase,
    problems: &mut Vec<Problem>,
) -> TopologyFacts {
    let mut inputs = Vec::new();
    for spec in &loaded.case.topology {
        if let Some(bytes) = open(bench, loaded, &spec.origin, problems) {
            inputs.push(Input {
                spec: spec.clone(),
                bytes,
            });
        }
    }
    let bar = bench.console.spinner("topology");
    let mut progress = |at: Progress| show(&bar, &at);
    backpedal_measurements::topology(&loaded.case, inputs, &mut progress).drain(problems)
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
) -> Option<Box<dyn Read + Send>> {
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
) -> anyhow::Result<Box<dyn Read + Send>> {
    if let Some(path) = loaded.path(origin) {
        return open_file(&path);
    }
    let snapshot = bench.store.latest(origin)?.context("was never captured")?;
    let body = bench
        .store
        .body(&snapshot.id)?
        .context("its capture is gone from the store")?;
    Ok(Box::new(Cursor::new(body)))
}

/// Opens a file for reading, in pieces large enough for disks.
pub(crate) fn open_file(path: &Path) -> anyhow::Result<Box<dyn Read + Send>> {
    let file =
        File::open(path).with_context(|| format!("cannot be opened at {}", path.display()))?;
    if file.metadata().is_ok_and(|meta| meta.is_dir()) {
        anyhow::bail!("{} is a directory, not a file", path.display());
    }
    Ok(Box::new(std::io::BufReader::with_capacity(1 << 18, file)))
}

fn digest(mut bytes: Box<dyn Read + Send>) -> anyhow::Result<Sha256> {
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
