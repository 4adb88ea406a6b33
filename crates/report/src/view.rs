//! The view: everything that a report prints, in words, built once from a dossier and then only
//! laid out. The JSON output is this view, so its field names are part of the public format.

mod claims;
mod evidence;
mod gaps;
pub(crate) mod groups;
mod ledger;
mod measured;
mod method;
mod probes;
mod transit;
pub(crate) mod values;

pub(crate) use claims::{ClaimView, row as claim, rows as claim_rows};
pub(crate) use ledger::{CardView, LedgerView, Passage, cards, non_cards, rows as ledger_rows};
pub(crate) use measured::{MeasuredView, worst};
pub(crate) use transit::TransitView;

use backpedal_model::{Dossier, Incident, Interval, Statement, Support};
use jiff::Timestamp;
use serde::Serialize;

use crate::{finding::finding, left_out, names::Names, reviewed, stamp, timeline, unknown};

/// The whole report.
#[derive(Serialize)]
pub(crate) struct Report {
    /// Version of these fields; see [`crate::SCHEMA`].
    pub(crate) schema: u32,
    pub(crate) program: String,
    pub(crate) case: CaseView,
    pub(crate) as_of: Timestamp,
    #[serde(skip)]
    pub(crate) as_of_text: String,
    /// What was left out as not yet known, where a time was chosen.
    pub(crate) left_out: Option<String>,
    pub(crate) finding: [String; 3],
    pub(crate) unknown: Vec<String>,
    pub(crate) counts: Counts,
    pub(crate) timeline: Vec<timeline::Entry>,
    pub(crate) ledger: Vec<LedgerView>,
    pub(crate) contradictions: Vec<CardView>,
    pub(crate) non_contradictions: Vec<CardView>,
    pub(crate) claims: Vec<ClaimView>,
    /// Statements that stand in more than one document, with their sightings.
    pub(crate) statements: Vec<Statement>,
    /// Who says the same as whom, and whether that confirms anything.
    pub(crate) supports: Vec<Support>,
    /// The outages of a subject that had several.
    pub(crate) incidents: Vec<Incident>,
    pub(crate) measured: Vec<MeasuredView>,
    /// Parties without any measurement, in sentences.
    pub(crate) unmeasured: Vec<String>,
    pub(crate) topology: Vec<TransitView>,
    pub(crate) sources: Vec<evidence::SourceView>,
    pub(crate) datasets: Vec<evidence::DatasetView>,
    pub(crate) gaps: Vec<String>,
    pub(crate) problems: Vec<String>,
    /// The person's decisions in force; what was refused stands nowhere else.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) decisions: Vec<reviewed::DecisionView>,
    pub(crate) policy: Vec<method::PolicyRow>,
    pub(crate) method: Vec<&'static str>,
    pub(crate) limits: Vec<&'static str>,
}

/// The case, as far as readers need it.
#[derive(Serialize)]
pub(crate) struct CaseView {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) summary: Option<String>,
    /// The caveat, where anything was made by a generator.
    pub(crate) synthetic: Option<String>,
    pub(crate) window: Interval,
    #[serde(skip)]
    pub(crate) window_text: String,
    pub(crate) zone: String,
}

/// How much of everything.
#[derive(Serialize)]
pub(crate) struct Counts {
    pub(crate) documents: usize,
    pub(crate) claims: usize,
    pub(crate) checkable: usize,
    pub(crate) contradictions: usize,
    pub(crate) datasets: usize,
    /// Outcomes that occur, in the order of the scale.
    pub(crate) outcomes: Vec<OutcomeCount>,
}

/// How many claims have an outcome.
#[derive(Serialize)]
pub(crate) struct OutcomeCount {
    pub(crate) outcome: &'static str,
    pub(crate) key: &'static str,
    #[serde(skip)]
    pub(crate) mark: &'static str,
    pub(crate) claims: usize,
}

impl Report {
    /// Builds the view.
    pub(crate) fn of(dossier: &Dossier) -> Self {
        let names = Names(dossier);
        let run = &dossier.run;
        Self {
            schema: crate::SCHEMA,
            program: format!("backpedal {}", run.version),
            case: case(dossier),
            as_of: run.as_of,
            as_of_text: stamp::both(run.as_of, &dossier.case.time_zone()),
            left_out: left_out::sentence(run),
            finding: finding(dossier),
            unknown: unknown::list(names),
            counts: counts(dossier),
            timeline: timeline::entries(names),
            ledger: ledger::rows(names),
            contradictions: cards(names),
            non_contradictions: non_cards(names),
            claims: claims::rows(names),
            statements: repeated(dossier),
            supports: dossier.supports.clone(),
            incidents: dossier.incidents.clone(),
            measured: measured::series(names),
            unmeasured: measured::unmeasured(names),
            topology: transit::transit(names),
            sources: evidence::sources(names),
            datasets: evidence::datasets(dossier),
            gaps: evidence::gaps(names),
            problems: dossier.problems.iter().map(ToString::to_string).collect(),
            decisions: reviewed::rows(names),
            policy: method::policy(&dossier.case.policy),
            method: method::METHOD.to_vec(),
            limits: method::LIMITS.to_vec(),
        }
    }
}

fn repeated(dossier: &Dossier) -> Vec<Statement> {
    let several = |statement: &&Statement| statement.sightings.len() > 1;
    dossier.statements.iter().filter(several).cloned().collect()
}

fn case(dossier: &Dossier) -> CaseView {
    let case = &dossier.case;
    let synthetic = dossier.is_synthetic().then(|| {
        let default =
            "Some measurements were made by a generator and say nothing of the real network.";
        case.synthetic.clone().unwrap_or_else(|| default.to_owned())
    });
    CaseView {
        id: case.id.clone(),
        title: case.title.clone(),
        summary: case.summary.clone(),
        synthetic,
        window: case.window,
        window_text: stamp::interval(case.window),
        zone: case.zone.clone(),
    }
}

fn counts(dossier: &Dossier) -> Counts {
    Counts {
        documents: dossier.documents.len(),
        claims: dossier.claims.len(),
        checkable: dossier
            .claims
            .iter()
            .filter(|claim| claim.checkable)
            .count(),
        contradictions: dossier.contradictions.len(),
        datasets: dossier.datasets.len(),
        outcomes: crate::finding::outcomes(dossier)
            .into_iter()
            .map(|(outcome, claims)| OutcomeCount {
                outcome: outcome.as_str(),
                key: crate::phrase::key(outcome),
                mark: crate::phrase::mark(outcome),
                claims,
            })
            .collect(),
    }
}
