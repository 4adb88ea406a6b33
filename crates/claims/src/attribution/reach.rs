//! What a reporting verb governs, and whom the words were told.

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use crate::{analysis::Analysis, lexicon::pattern};

static ADDRESSEE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^ (?:told|tells|telling|tell|wrote to|informed) (?P<to>[^,:]{2,60}?)(?: (?:that|in|on|at|by|he|she|it|they|we|there|the order|the problems?|the fault)\b|[,:.]|$)",
    )
});

/// After a frame inside a statement, the statement goes on.
static ON: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:(?:in an? [\w-]+(?: [\w-]+)?|on \w+day|\w+day|later|then) ?)?, ?(?:and|but|when|after|because|as|which|had|was|were|has|have|though|while|where) ",
    )
});

/// What may follow the verb of an attribution that closes a statement: ", the company says now".
static TAG_ENDS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:$|[,.\x22]|in a |then|on |at a |(?:now|today|later|again|afterwards|publicly|yesterday|\w+day|this (?:morning|afternoon|evening|week)|last night)\b[^,;:]*$)",
    )
});

/// What a verb governs whose subject stands after `gap`: what follows, or, where the frame
/// stands in or after the statement, what came before it.
pub(super) fn content(
    analysis: &Analysis<'_>,
    sentence: &Range<usize>,
    verb: &Range<usize>,
    gap: Range<usize>,
) -> Range<usize> {
    let text = &analysis.text;
    let before = text.low(&gap).trim_end();
    let told = format!(" {}", text.low(&(verb.start..sentence.end)));
    let to = ADDRESSEE.captures(&told).and_then(|found| found.name("to"));
    let after = to.map_or(verb.end, |to| verb.start + to.end() - 1);
    let rest = text.low(&(after..sentence.end)).trim_start();
    let ends = to.is_some() || TAG_ENDS.is_match(rest);
    let clause = ["that ", ":", "\"", ", \""]
        .iter()
        .any(|opens| rest.starts_with(opens));
    let marked = before.ends_with([',', '"', '?', '!']);
    // "“We have logs,” he told the Gazette: they show …": the statement goes on.
    let explained = marked && rest.starts_with(':');
    if gap.is_empty() || !marked || !(ends || explained || before.ends_with('"') && !clause) {
        return verb.end..sentence.end;
    }
    let goes_on = explained || ON.is_match(rest);
    sentence.start..if goes_on { sentence.end } else { gap.end }
}

/// Whom the speaker told, from the verb on.
pub(super) fn addressees(analysis: &Analysis<'_>, rest: &Range<usize>) -> Vec<String> {
    let spaced = format!(" {}", analysis.text.low(rest));
    let Some(to) = ADDRESSEE
        .captures(&spaced)
        .and_then(|found| found.name("to"))
    else {
        return Vec::new();
    };
    let at = rest.start + to.start() - 1;
    let range = at..(at + to.len()).min(rest.end);
    let named = analysis.names.within(&range).iter();
    let mut names: Vec<String> = named
        .map(|mention| analysis.text.norm(&mention.range).to_owned())
        .collect();
    if names.is_empty() {
        names.push(analysis.text.norm(&range).trim().to_owned());
    }
    names
}
