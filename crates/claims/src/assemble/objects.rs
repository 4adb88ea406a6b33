//! Objects that a pronoun stands for, and lists of names that are one subject.

use std::{ops::Range, sync::LazyLock};

use backpedal_model::ClaimKind;
use regex::Regex;

use crate::{
    analysis::Analysis, attribution::Attributed, lexicon::pattern, propositions::Candidate,
    structure::EntityKind,
};

/// "And this caused the outage": the one named last, other than the speaker's own.
pub(super) fn meant(
    analysis: &Analysis<'_>,
    candidate: &Candidate,
    whose: &Attributed,
) -> Option<usize> {
    let range = candidate.objects.first()?;
    let low = analysis.text.low(range).trim();
    let bare = ["and ", "but ", "that ", "also "]
        .iter()
        .fold(low, |low, lead| low.strip_prefix(lead).unwrap_or(low));
    let pronoun = matches!(bare.trim(), "that" | "this" | "which" | "it");
    let told = whose.quoted || whose.frame.is_some();
    let last = analysis.names.last_org(range.start, whose.org);
    last.filter(|_| pronoun && told)
}

/// "Alder, Rook & Elm don't buy": the names of a list that is a subject; "both" and "those
/// companies" take the list named last. `None` where the subject is one.
pub(super) fn listed(analysis: &Analysis<'_>, candidate: &Candidate) -> Option<String> {
    static PLURAL: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^(?:maybe |perhaps |but |and )?(?:both|they|(?:those|these|all|the two|the three) (?:companies|firms|carriers|operators|providers|networks|banks|sites))\b",
        )
    });
    let subject = candidate
        .subject
        .clone()
        .filter(|_| candidate.kind == ClaimKind::Relationship)?;
    let sentences = &analysis.sentences;
    let here = sentences[candidate.sentence].range.start..subject.end;
    let low = analysis.text.low(&subject).trim();
    let list = if PLURAL.is_match(low) {
        let from = candidate.sentence.saturating_sub(2);
        let mut before = sentences[from..candidate.sentence].iter().rev();
        before.find_map(|sentence| list(analysis, &sentence.range))
    } else {
        list(analysis, &here)
    }?;
    Some(list.join(", "))
}

/// The last run of two or more organisations joined by commas and "and".
fn list(analysis: &Analysis<'_>, range: &Range<usize>) -> Option<Vec<String>> {
    let names = &analysis.names;
    let orgs = names
        .within(range)
        .iter()
        .filter(|m| names.entities[m.entity].kind == EntityKind::Org);
    let mut runs: Vec<(usize, Vec<String>)> = Vec::new();
    for mention in orgs {
        let name = names.entities[mention.entity].name.clone();
        let joined = runs.last().is_some_and(|(end, _)| {
            let gap = analysis.text.low(&(*end..mention.range.start)).trim();
            matches!(gap, "," | "&" | "and" | ", and" | ", &" | "or")
        });
        match runs.last_mut() {
            Some((end, run)) if joined => {
                *end = mention.range.end;
                run.push(name);
            }
            _ => runs.push((mention.range.end, vec![name])),
        }
    }
    runs.into_iter()
        .map(|(_, run)| run)
        .rfind(|run| run.len() > 1)
}
