//! A dossier as of an earlier time: cut to what was known then, and judged anew.

use std::str::FromStr;

use backpedal_matcher::{Facts, Known, Settled, decide};
use backpedal_model::{Case, Decision, Dossier, Extracted, Moment, Precision, RunInfo};
use jiff::Timestamp;

use crate::{args::TimeArgs, console::Console};

/// The time that a person gave, not finer than it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct AsOf(Moment);

impl FromStr for AsOf {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let moment: Moment = text.parse()?;
        if moment.precision() < Precision::Day {
            return Err(format!(
                "{text:?} names no day: write 2009-04-14, 2009-04-14T20:00 or 2009-04-14T20:00Z"
            ));
        }
        Ok(Self(moment))
    }
}

impl AsOf {
    /// Where the time meant begins.
    pub(crate) fn start(self, case: &Case) -> Timestamp {
        self.0.instants(&case.time_zone()).start
    }

    /// The instant meant: a day counts to its end, as the end of a case's window does; anything
    /// finer is where it begins. What has no offset is read in the case's zone.
    fn instant(self, case: &Case) -> Timestamp {
        let meant = self.0.instants(&case.time_zone());
        if self.0.precision() == Precision::Day {
            meant.end
        } else {
            meant.start
        }
    }
}

/// The dossier, or the same as of the time that was asked for. Nothing is stored: the latest
/// result stays what it is.
pub(crate) fn as_asked(dossier: Dossier, time: &TimeArgs, console: &Console) -> Dossier {
    let Some(asked) = time.as_of else {
        return dossier;
    };
    let as_of = asked.instant(&dossier.case);
    if as_of >= dossier.run.as_of {
        console.note(&format!(
            "note: the latest capture is of {}, so --as-of {} leaves nothing out",
            dossier.run.as_of, asked.0
        ));
        return dossier;
    }
    at(dossier, as_of)
}

/// The dossier with only what was known at a time. Every field is named here, so that one that is
/// added later cannot slip through with what came after.
///
/// The person's decisions hold for every time: whoever refused a claim does not want it back in an
/// earlier report.
fn at(dossier: Dossier, as_of: Timestamp) -> Dossier {
    let log: Vec<Decision> = dossier.decisions.into_iter().map(|r| r.decision).collect();
    let claims = Extracted::restore(dossier.claims, dossier.extracted);
    let facts = Facts {
        case: &dossier.case,
        documents: &dossier.documents,
        claims: &claims,
        datasets: &dossier.datasets,
        observations: &dossier.observations,
        relationships: &dossier.relationships,
        paths: &dossier.paths,
        settled: Settled::NONE,
    };
    let known = Known::at(&facts, &dossier.snapshots, as_of);
    let found = Dossier {
        case: dossier.case,
        run: RunInfo {
            version: dossier.run.version,
            as_of,
            left_out: Some(known.left_out),
        },
        snapshots: known.snapshots,
        documents: known.documents,
        claims: known.claims,
        datasets: known.datasets,
        observations: known.observations,
        relationships: known.relationships,
        paths: known.paths,
        positions: Vec::new(),
        contradictions: Vec::new(),
        non_contradictions: Vec::new(),
        statements: Vec::new(),
        supports: Vec::new(),
        incidents: Vec::new(),
        verdicts: Vec::new(),
        decisions: Vec::new(),
        extracted: Vec::new(),
        problems: dossier.problems,
    };
    decide(found, &log)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_counts_to_its_end_and_a_minute_from_its_beginning() {
        let case = Case::parse(
            "id = \"halyard\"\ntitle = \"Halyard\"\nzone = \"America/New_York\"\n\
             window = { start = \"2009-04-13\", end = \"2009-04-15\" }\n",
        )
        .expect("a case");
        let instant = |text: &str| {
            let asked: AsOf = text.parse().expect("a time");
            asked.instant(&case).to_string()
        };
        assert_eq!(instant("2009-04-14"), "2009-04-15T04:00:00Z");
        assert_eq!(instant("2009-04-14T20:00"), "2009-04-15T00:00:00Z");
        assert_eq!(instant("2009-04-14T20:00Z"), "2009-04-14T20:00:00Z");
        assert_eq!(instant("2009-04-14T20:00:30+02:00"), "2009-04-14T18:00:30Z");
    }

    #[test]
    fn what_names_no_day_is_refused() {
        for text in [
            "2009",
            "2009-04",
            "yesterday",
            "14.4.2009",
            "2009-04-14T25:00",
        ] {
            let refused = text.parse::<AsOf>().expect_err(text);
            assert!(refused.contains("write 2009-04-1"), "{refused}");
        }
    }
}
