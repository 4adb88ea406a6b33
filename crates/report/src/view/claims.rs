//! Each claim with what measurement says of it, and why.

use backpedal_model::{
    Claim, Coverage, DatasetId, Evidence, Outcome, Span, Standing, TimeExpr, TimeRange, Verdict,
};
use serde::Serialize;

use crate::{names::Names, phrase, stamp};

/// A claim beside the data.
#[derive(Serialize)]
pub(crate) struct ClaimView {
    pub(crate) id: String,
    /// Its number in this report.
    pub(crate) number: usize,
    pub(crate) kind: &'static str,
    pub(crate) polarity: &'static str,
    pub(crate) voice: &'static str,
    pub(crate) quote: String,
    pub(crate) span: Span,
    pub(crate) document: String,
    pub(crate) document_id: String,
    pub(crate) url: Option<String>,
    pub(crate) speaker: String,
    /// The party spoken for.
    pub(crate) party: Option<String>,
    pub(crate) outlet: String,
    pub(crate) addressees: Vec<String>,
    pub(crate) via: Option<String>,
    pub(crate) subject: Option<String>,
    pub(crate) objects: Vec<String>,
    pub(crate) said_at: Option<TimeRange>,
    pub(crate) said: String,
    pub(crate) event_time: Option<TimeExpr>,
    #[serde(skip)]
    pub(crate) event: Option<String>,
    /// What became of it by words alone.
    pub(crate) standing: &'static str,
    pub(crate) checkable: bool,
    pub(crate) confidence: f64,
    pub(crate) rule: String,
    pub(crate) question: Option<String>,
    pub(crate) outcome: Option<&'static str>,
    #[serde(skip)]
    pub(crate) key: &'static str,
    #[serde(skip)]
    pub(crate) mark: &'static str,
    /// Levels of the service that the evidence is about.
    pub(crate) levels: Vec<&'static str>,
    /// One for each name or edge that the claim speaks of, where there are several.
    pub(crate) parts: Vec<PartView>,
    /// The parts by outcome, their labels in one line.
    #[serde(skip)]
    pub(crate) split: Vec<SplitView>,
    pub(crate) sentence: String,
    /// The sentence without what stands beside it: outcome, levels, the mark of made data.
    #[serde(skip)]
    pub(crate) rest: String,
    /// Place in a list by outcome; `None` where nothing was judged by measurement.
    #[serde(skip)]
    pub(crate) rank: Option<usize>,
    pub(crate) evidence: Vec<EvidenceView>,
    pub(crate) coverage: Vec<Coverage>,
    #[serde(skip)]
    pub(crate) watched: Vec<String>,
    pub(crate) gaps: Vec<String>,
    pub(crate) missing: Vec<String>,
    pub(crate) synthetic: bool,
    pub(crate) would_change: Option<&'static str>,
    /// What the person decided about it, in sentences.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) reviewed: Vec<String>,
}

/// One part of a claim with its own outcome.
#[derive(Serialize)]
pub(crate) struct PartView {
    pub(crate) label: String,
    pub(crate) outcome: Option<&'static str>,
    #[serde(skip)]
    pub(crate) key: &'static str,
    #[serde(skip)]
    pub(crate) mark: &'static str,
    pub(crate) sentence: String,
}

/// The parts of a claim that share an outcome.
pub(crate) struct SplitView {
    pub(crate) outcome: &'static str,
    pub(crate) key: &'static str,
    pub(crate) mark: &'static str,
    pub(crate) labels: String,
}

/// One piece of evidence.
#[derive(Serialize)]
pub(crate) struct EvidenceView {
    pub(crate) party: String,
    pub(crate) level: &'static str,
    pub(crate) text: String,
    pub(crate) synthetic: bool,
    pub(crate) datasets: Vec<Source>,
    /// The finding itself, for programs.
    pub(crate) finding: backpedal_model::Finding,
}

/// A file that evidence rests on.
#[derive(Serialize)]
pub(crate) struct Source {
    pub(crate) id: String,
    pub(crate) origin: String,
    pub(crate) sha256: String,
}

/// All claims, in the order of the dossier.
pub(crate) fn rows(names: Names<'_>) -> Vec<ClaimView> {
    let standings = names.0.relations().standings();
    let standing = |claim: &Claim| {
        let known = standings.get(&claim.id).copied();
        known.unwrap_or(Standing::OwnWordOnly)
    };
    let claims = names.0.claims.iter();
    claims
        .map(|claim| standing_row(names, claim, standing(claim)))
        .collect()
}

/// One claim.
pub(crate) fn row(names: Names<'_>, claim: &Claim) -> ClaimView {
    standing_row(names, claim, names.0.relations().standing(&claim.id))
}

fn standing_row(names: Names<'_>, claim: &Claim, standing: Standing) -> ClaimView {
    let verdict = names.0.verdict(&claim.id);
    let outcome = verdict.map(Verdict::outcome);
    let page = names.0.document(&claim.document_id);
    let zone = names.0.case.time_zone();
    let evidence: Vec<EvidenceView> = verdict
        .map(|v| v.evidence.iter().map(|e| piece(names, e)).collect())
        .unwrap_or_default();
    let coverage = verdict.map(|v| v.coverage.clone()).unwrap_or_default();
    let sentence = verdict.map_or_else(|| "Not judged.".to_owned(), Verdict::sentence);
    let unsaid = || "time not known".to_owned();
    ClaimView {
        id: claim.id.to_string(),
        number: names.number(&claim.id).unwrap_or_default(),
        kind: claim.kind.as_str(),
        polarity: claim.polarity.as_str(),
        voice: claim.voice.as_str(),
        quote: claim.quote.text.clone(),
        span: claim.quote.span,
        document: claim.document.clone(),
        document_id: claim.document_id.to_string(),
        url: page.and_then(|page| page.url.clone()),
        speaker: names.speaker(claim),
        party: names.speaking_for(claim).map(|party| party.id.to_string()),
        outlet: names.outlet(claim),
        addressees: claim.addressees.clone(),
        via: claim.via.clone(),
        subject: claim.subject.as_ref().map(|subject| subject.text.clone()),
        objects: claim.objects.iter().map(|o| o.text.clone()).collect(),
        said_at: claim.said_at.clone(),
        said: claim
            .said_at
            .as_ref()
            .map_or_else(unsaid, |range| stamp::said(range, &zone)),
        event_time: claim.event_time.clone(),
        event: claim.event_time.as_ref().map(stamp::event),
        standing: standing.as_str(),
        checkable: claim.checkable,
        confidence: claim.confidence,
        rule: claim.rule.clone(),
        question: verdict.map(|v| phrase::question(names, &v.question)),
        outcome: outcome.map(Outcome::as_str),
        key: outcome.map_or("not-testable", phrase::key),
        mark: outcome.map_or("–", phrase::mark),
        levels: levels(&evidence),
        parts: verdict.map(parts).unwrap_or_default(),
        split: verdict.map(split).unwrap_or_default(),
        rest: rest(&sentence, outcome),
        sentence,
        rank: outcome.and_then(rank),
        synthetic: evidence.iter().any(|e| e.synthetic),
        evidence,
        watched: coverage.iter().map(phrase::coverage).collect(),
        gaps: super::gaps::merged(coverage.iter().flat_map(|c| &c.gaps).map(|gap| (None, gap))),
        coverage,
        missing: verdict.map(|v| v.missing.clone()).unwrap_or_default(),
        would_change: verdict.map(phrase::would_change),
        reviewed: crate::reviewed::on_claim(names, &claim.id),
    }
}

/// The order in which judged claims are listed: the decided first.
fn rank(outcome: Outcome) -> Option<usize> {
    const ORDER: &[Outcome] = &[
        Outcome::Supported,
        Outcome::Contradicted,
        Outcome::Mixed,
        Outcome::Consistent,
        Outcome::DependsImpactNotMeasured,
        Outcome::NoVisibleDependency,
        Outcome::CannotTell,
        Outcome::ReportedOnly,
    ];
    ORDER.iter().position(|other| *other == outcome)
}

/// The sentence without its outcome at the start and the mark of made data at the end.
fn rest(sentence: &str, outcome: Option<Outcome>) -> String {
    let word = outcome.map_or("", Outcome::as_str);
    let begins = sentence.get(..word.len());
    let mut text = match begins {
        Some(start) if start.eq_ignore_ascii_case(word) => &sentence[word.len()..],
        _ => sentence,
    };
    if let Some(inner) = text.strip_prefix(" (") {
        text = inner.find(')').map_or(text, |end| &inner[end + 1..]);
    }
    let text = text.trim_start_matches([':', '.', ',', ';', ' ']);
    let text = text.replace(" Synthetic data.", "");
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

fn split(verdict: &Verdict) -> Vec<SplitView> {
    let parts = verdict.parts();
    if parts.len() < 2 {
        return Vec::new();
    }
    let of = |outcome: Outcome| {
        let same = parts.iter().filter(|part| part.outcome == outcome);
        let labels: Vec<String> = same.map(|part| part.label.clone()).collect();
        (!labels.is_empty()).then(|| SplitView {
            outcome: outcome.as_str(),
            key: phrase::key(outcome),
            mark: phrase::mark(outcome),
            labels: stamp::list(&labels),
        })
    };
    Outcome::ALL.iter().copied().filter_map(of).collect()
}

fn levels(evidence: &[EvidenceView]) -> Vec<&'static str> {
    let mut levels: Vec<&'static str> = evidence.iter().map(|e| e.level).collect();
    levels.sort_unstable();
    levels.dedup();
    levels
}

fn parts(verdict: &Verdict) -> Vec<PartView> {
    let parts = verdict.parts();
    if parts.len() < 2 {
        return Vec::new();
    }
    let view = |part: backpedal_model::PartOutcome| PartView {
        label: part.label,
        outcome: Some(part.outcome.as_str()),
        key: phrase::key(part.outcome),
        mark: phrase::mark(part.outcome),
        sentence: part.sentence,
    };
    parts.into_iter().map(view).collect()
}

fn piece(names: Names<'_>, evidence: &Evidence) -> EvidenceView {
    let source = |id: &DatasetId| {
        let dataset = names.0.datasets.iter().find(|dataset| dataset.id == *id)?;
        Some(Source {
            id: id.to_string(),
            origin: dataset.origin.as_str().to_owned(),
            sha256: dataset.digest.to_string(),
        })
    };
    EvidenceView {
        party: names.party(&evidence.party),
        level: evidence.finding.level().as_str(),
        text: phrase::finding(&evidence.finding),
        synthetic: evidence.synthetic,
        datasets: evidence.datasets.iter().filter_map(source).collect(),
        finding: evidence.finding.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rest_of_a_sentence_does_not_repeat_what_stands_beside_it() {
        let told = |text: &str| rest(text, Some(Outcome::Contradicted));
        assert_eq!(
            told("Contradicted by measurement (routing): 0.0 % were visible. Synthetic data."),
            "0.0 % were visible."
        );
        assert_eq!(told("Contradicted by measurement. A: no."), "A: no.");
        assert_eq!(told("no verdict: Ärger"), "No verdict: Ärger");
        assert_eq!(told("Contradicted by measurement (open: x"), "(open: x");
        assert_eq!(told(""), "");
        assert_eq!(rest("Not judged.", None), "Not judged.");
    }
}
