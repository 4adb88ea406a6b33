//! Polarity: negations and hedges, and how far they reach.

use std::{ops::Range, sync::LazyLock};

use backpedal_model::Polarity;
use regex::Regex;

use super::Scene;
use crate::lexicon::{any_of, pattern};

static HEDGE: LazyLock<Regex> = LazyLock::new(|| any_of(include_str!("../../data/hedges.txt")));
static NEGATION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:no|not|never|nor|neither|none|nobody|nothing|cannot|hardly|nowhere|contrary to)\b|n't\b",
    )
});
/// The month is no hedge.
static MONTH: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(?:\d{1,2} may|may \d{1,4})\b"));
/// Negations that do not turn the statement.
static IDLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:not only|not just|no longer|no matter|no doubt|not alone|no sooner|whether or not|no idea|or not at all|not yet|without warning|without notice|without effect|not least|not one of|not long|not true|not (?:go|work) as (?:planned|expected|intended)|not go well)\b",
    )
});

/// The polarity of a match, and whether a reporting verb cannot turn it. `class` is the rule's:
/// a polarity, with `!` where the rule itself holds the negation or hedge.
pub(super) fn of(
    scene: &Scene<'_>,
    class: &str,
    trigger: &Range<usize>,
    anchor: usize,
    clause: &Range<usize>,
) -> (Polarity, bool) {
    let (base, fixed) = match class.strip_suffix('!') {
        Some(base) => (base, true),
        None => (class, false),
    };
    let text = &scene.analysis.text;
    let start = clause.start.min(anchor);
    let end = clause.end.max(trigger.end).min(scene.range.end);
    let before = text.low(&(start..anchor.max(start)));
    let words = MONTH.replace_all(text.low(&(start..end)), " ");
    let hedged = HEDGE.is_match(&words) || asked(scene, end);
    let inside = text.low(&(anchor..trigger.end));
    let negated = turns(before) || turns(&inside[..inside.len().min(last_word(inside))]);
    let polarity = match base {
        "uncertain" => Polarity::Uncertain,
        _ if hedged && !(fixed && base == "deny") => Polarity::Uncertain,
        "deny" => Polarity::Deny,
        _ if negated && !fixed => Polarity::Deny,
        _ => Polarity::Affirm,
    };
    (polarity, fixed || base == "uncertain")
}

/// Whether a stretch holds a negation that turns what follows.
fn turns(stretch: &str) -> bool {
    NEGATION.is_match(&IDLE.replace_all(stretch, " "))
}

fn last_word(inside: &str) -> usize {
    inside.rfind(' ').unwrap_or(0)
}

/// A tag such as ", right?" may stand between a clause and its question mark.
const TAIL: usize = 12;

/// A question asks; it does not state.
fn asked(scene: &Scene<'_>, end: usize) -> bool {
    let rest = scene.analysis.text.low(&(end..scene.range.end));
    let whole = scene.low.trim_end_matches(['"', ' ', ')']);
    whole.ends_with('?') && rest.trim().len() <= TAIL
}
