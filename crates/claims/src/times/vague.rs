//! References without a date: "now", "recently", "the future", "the time being".

use super::{
    form::{Form, Reading},
    relative::closed,
    tokens::Input,
};

/// See the module.
pub(super) fn read(input: &Input<'_>, at: usize) -> Option<Reading> {
    // "More recently", "very soon", "right now" keep their first word.
    let from = input.skip(at, &["more", "most", "very", "right", "just", "as", "only"]);
    if let Some(value) = input.word(from).and_then(|w| w.reference) {
        let own = from > at && input.is(at, &["just", "as", "only"]);
        // "As soon as", "now that" are conjunctions.
        let joins = input.is(from, &["soon"]) && input.is(from + 1, &["as", "after", "before"])
            || input.is(from, &["now"]) && input.is(from + 1, &["that"]);
        let glued = input.mark(from + 1, '-') && input.glued(from + 1) && input.glued(from + 2);
        return (!own && !joins && !glued)
            .then(|| Reading::new(at, from + 1, Form::Reference(value)));
    }
    adjective(input, at).or_else(|| noun(input, at))
}

/// "Current", "recent", and "these days".
fn adjective(input: &Input<'_>, at: usize) -> Option<Reading> {
    if input.is(at, &["these"]) && input.is(at + 1, &["days"]) {
        return Some(Reading::new(at, at + 2, Form::Reference("PRESENT_REF")));
    }
    // "The most recent model" is told by its order, not by a time.
    if at.checked_sub(1).is_some_and(|b| input.is(b, &["most"])) {
        return None;
    }
    let value = match input.word(at)?.text {
        "current" => "PRESENT_REF",
        "recent" => "PAST_REF",
        _ => return None,
    };
    let unit = input
        .word(at + 1)
        .is_some_and(|w| w.units.is_some() || w.unit.is_some());
    Some(Reading::new(
        at,
        at + 1 + usize::from(unit),
        Form::Reference(value),
    ))
}

/// "The past", "the near future", "the long term", "the time being".
fn noun(input: &Input<'_>, at: usize) -> Option<Reading> {
    let the = input.skip(at, &["the"]);
    let held = the > at;
    if held && input.is(the, &["time"]) && input.is(the + 1, &["being"]) {
        return Some(Reading::new(at, the + 2, Form::Reference("PRESENT_REF")));
    }
    let near = input.skip(the, &["near", "long", "short", "medium"]);
    let near = near + usize::from(near > the && input.mark(near, '-'));
    let qualified = near > the;
    let word = input.word(near)?.text;
    let in_before = at.checked_sub(1).is_some_and(|b| input.is(b, &["in"]));
    let value = match word {
        "future" if held || qualified || in_before && closed(input, near + 1) => "FUTURE_REF",
        "past" if held && ends(input, near + 1) => "PAST_REF",
        "present" if held && ends(input, near + 1) => "PRESENT_REF",
        "term" if qualified => "FUTURE_REF",
        _ => return None,
    };
    Some(Reading::new(at, near + 1, Form::Reference(value)))
}

/// Whether a noun phrase ends here.
fn ends(input: &Input<'_>, at: usize) -> bool {
    closed(input, at)
        || input.mark(at, '(')
        || input.is(
            at,
            &[
                "and", "or", "in", "of", "to", "by", "at", "was", "were", "has", "had", "but",
            ],
        )
}

#[cfg(test)]
mod tests {
    use super::super::checks::check;

    #[test]
    fn references_are_read() {
        check(
            "It is now open, more recently shut, and very soon gone.",
            &[
                "now=PRESENT_REF",
                "more recently=PAST_REF",
                "very soon=FUTURE_REF",
            ],
        );
        check(
            "In the future, for the time being, for the long term.",
            &[
                "the future=FUTURE_REF",
                "the time being=PRESENT_REF",
                "the long term=FUTURE_REF",
            ],
        );
    }

    #[test]
    fn near_misses_are_left_alone() {
        check(
            "The now-cancelled deal, its most recent router, as soon as it can.",
            &[],
        );
        check("They drove past the present owner.", &[]);
    }
}
