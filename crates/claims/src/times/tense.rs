//! Whether a date without its year, or a weekday, lies before or after the document: from the verb
//! beside it.

use std::ops::Range;

use super::tokens::Input;

/// How far a verb is looked for, in tokens.
const REACH: usize = 14;

/// What the end of a clause adds to the distance of a verb.
const CLAUSE: usize = 4;

/// Whether the words around speak of what is to come; nothing where they tell neither.
pub(super) fn future(input: &Input<'_>, range: &Range<usize>) -> Option<bool> {
    let sentence = input.sentence(range.start);
    let mut best: Option<(usize, bool)> = preposition(input, range.start);
    let mut look = |at: usize, distance: usize| {
        if let Some(future) = cue(input, at)
            && best.is_none_or(|(nearest, _)| distance < nearest)
        {
            best = Some((distance, future));
        }
    };
    let mut distance = 0;
    for at in (sentence.start..range.start).rev().take(REACH) {
        distance += 1 + usize::from(input.mark(at, ',')) * CLAUSE;
        look(at, distance);
    }
    // A verb after the expression is less often its own.
    distance = 1;
    for at in (range.end..sentence.end).take(REACH) {
        distance += 1 + usize::from(input.mark(at, ',')) * CLAUSE;
        look(at, distance);
    }
    best.map(|(_, future)| future)
}

/// "By October", "until Friday" look ahead, "since" back; a verb close by says more.
fn preposition(input: &Input<'_>, at: usize) -> Option<(usize, bool)> {
    let early = |at: usize| input.word(at).is_some_and(|w| w.edge.is_some());
    let before = at.checked_sub(1)?;
    let before = if early(before) {
        before.checked_sub(1)?
    } else {
        before
    };
    match input.word(before)?.text {
        "since" => Some((0, false)),
        "by" | "until" | "till" => Some((4, true)),
        _ => None,
    }
}

/// What a verb form says: one of the list, or a regular past.
fn cue(input: &Input<'_>, at: usize) -> Option<bool> {
    match input.word(at) {
        Some(word) => word.future,
        // "Will be completed" is no past.
        None if at
            .checked_sub(1)
            .is_some_and(|before| input.is(before, &["be"])) =>
        {
            None
        }
        None => input
            .get(at)
            .filter(|token| token.past && !token.capital)
            .map(|_| false),
    }
}
