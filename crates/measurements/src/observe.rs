//! From a case's measurement files to one observation a party and signal.

use backpedal_model::{Case, Dataset, MeasurementSpec, Observation, Parsed, Sha256};

use crate::{
    assemble::assemble,
    collectors::collectors,
    input::{Contents, Input, Progress},
    probes, routing, source, values,
};

/// What the files of a case tell.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Observed {
    /// The files, in the order given.
    pub datasets: Vec<Dataset>,
    /// For each party what was seen of it, in the order of the case, routing before probes before
    /// values over time.
    pub observations: Vec<Observation>,
}

/// Reads the measurement files of a case and draws observations from them.
///
/// A party with ASes or prefixes gets a [`backpedal_model::Visibility`] where there is a BGP file,
/// one with targets gets [`backpedal_model::Probes`] where there is a probe file, and each series of
/// values that the case says to be about a party gives a [`backpedal_model::Values`]. What could not be
/// read is a problem, and a gap in the coverage of what it would have told. Routing files are read
/// side by side; only the routes to the parties' prefixes are kept.
pub fn observe(
    case: &Case,
    inputs: Vec<Input<MeasurementSpec>>,
    progress: &mut dyn FnMut(Progress),
) -> Parsed<Observed> {
    let mut problems = Vec::new();
    let mut files = Files::new(inputs);
    let mut observed = Observed::default();
    let collectors = collectors(case, &files.specs);
    if !collectors.is_empty() {
        let facts = routing::read(case, &collectors, &mut files, &mut problems, progress);
        observed.observations = assemble(case, facts, &mut problems);
    }
    let probes = probes::observe(case, &mut files, &mut problems, progress);
    observed.observations.extend(probes);
    let values = values::observe(case, &mut files, &mut problems, progress);
    observed.observations.extend(values);
    let place = |o: &Observation| case.parties.iter().position(|party| party.id == o.party);
    observed.observations.sort_by_key(place);
    observed.datasets = files.datasets.into_iter().flatten().collect();
    Parsed {
        value: observed,
        problems,
    }
}

/// The files of a case: each is read once, in whatever order the work needs.
pub(crate) struct Files {
    pub(crate) specs: Vec<MeasurementSpec>,
    bytes: Vec<Option<Box<dyn Contents>>>,
    pub(crate) datasets: Vec<Option<Dataset>>,
}

impl Files {
    fn new(inputs: Vec<Input<MeasurementSpec>>) -> Self {
        let (specs, bytes): (Vec<_>, Vec<_>) = inputs
            .into_iter()
            .map(|input| (input.spec, Some(input.bytes)))
            .unzip();
        Self {
            datasets: vec![None; specs.len()],
            specs,
            bytes,
        }
    }

    /// The bytes of a file; empty the second time.
    pub(crate) fn take(&mut self, n: usize) -> Box<dyn Contents> {
        let bytes = self.bytes[n].take();
        bytes.unwrap_or_else(|| Box::new(std::io::empty()))
    }

    /// Notes what a file was.
    pub(crate) fn note(&mut self, n: usize, digest: Sha256, bytes: u64, records: u64) {
        let spec = &self.specs[n];
        self.datasets[n] = Some(Dataset {
            id: source::dataset_id(&digest, spec.covers),
            origin: spec.origin.clone(),
            kind: Dataset::kind_name(spec.kind).to_owned(),
            digest,
            bytes,
            covers: spec.covers,
            collector: spec.collector.clone(),
            synthetic: spec.synthetic,
            note: spec.note.clone(),
            records,
        });
    }
}

#[cfg(test)]
mod tests;
