//! Pronouns that stand before what they mean: "A day after it denied any downtime, the provider
//! said …".

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use super::sources::{Source, of_entity};
use crate::{analysis::Analysis, lexicon::pattern, structure::EntityKind};

/// What may stand before the subject of a subordinate clause that opens its sentence.
static OPENED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\x22?(?:[\w-]+ ){0,4}?(?:after|before|when|while|as|since|although|though|because|if|once|until) $",
    )
});
/// A description that the main clause begins with.
static DESCRIBED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?P<np>the (?:[\w'-]+ ){0,2}?\w+) "));

/// Who the pronoun at `start` means where it stands in a subordinate clause that opens the
/// sentence, and where that clause ends: the subject of the main clause after the comma.
pub(super) fn main_subject(
    analysis: &Analysis<'_>,
    sentence: &Range<usize>,
    subject: Range<usize>,
    verb: usize,
) -> Option<(Source, usize)> {
    let start = subject.start;
    let pronoun = analysis.text.low(&subject).trim();
    if !matches!(pronoun, "it" | "he" | "she" | "they") {
        return None;
    }
    let (entity, comma) = meant(analysis, sentence, start, verb)?;
    let person = analysis.names.entities[entity].kind == EntityKind::Person;
    (person == matches!(pronoun, "he" | "she")).then(|| (of_entity(analysis, entity), comma))
}

/// The subject of the main clause after the opening clause that holds `start`, and the comma's
/// place.
fn meant(
    analysis: &Analysis<'_>,
    sentence: &Range<usize>,
    start: usize,
    from: usize,
) -> Option<(usize, usize)> {
    if !OPENED.is_match(analysis.text.low(&(sentence.start..start))) {
        return None;
    }
    let rest = analysis.text.low(&(from..sentence.end));
    let comma = from + rest.find(", ")?;
    let main = comma + 2..sentence.end;
    let first = analysis.names.within(&main).first();
    let leads = first.filter(|mention| {
        matches!(
            analysis.text.low(&(main.start..mention.range.start)),
            "" | "the "
        )
    });
    if let Some(mention) = leads.filter(|mention| !mention.possessive) {
        return Some((mention.entity, comma));
    }
    let low = analysis.text.low(&main);
    let described = DESCRIBED.captures(low)?.name("np")?.as_str();
    // The description means what was named before the sentence's own objects.
    let entity = analysis.names.refer(described, main.start, None)?;
    Some((entity, comma))
}
