//! Counts of one thing that do not fit together: "300 customers" and "120 customers".
//!
//! Two numbers are compared only where they count the same thing to which the same happened, in
//! the same place and time. What one side says of another's number is named and accuses nobody.

use std::collections::HashMap;

use backpedal_model::{
    Bound, ClaimKind, ContradictionKind, NonContradictionKind, Polarity, Quantity, Strength,
};

use super::{
    Finding, Found,
    amount::{
        Amount, amounts,
        fit::{excludes, fraction, is_slip},
        thing,
    },
    in_order, order_clause, strength_of_move,
};
use crate::{
    names::share,
    order::Basis,
    reading::{Reading, Side},
    words,
    world::World,
};

const RULE: &str = "numbers.counts";

/// Counts of two sides nearer than this part are two ways of counting; our choice.
const COUNTING: f64 = 0.05;

/// A number that names nothing is that of another as near as this, in sentences; our choice.
const NEAR: usize = 2;

/// How many counts of one sentence are compared; our choice.
const COUNTS: usize = 6;

/// A claim's count.
struct Count<'r, 'a> {
    reading: &'r Reading<'a>,
    amount: Amount,
}

/// The counts of all claims of an extent, by the readings' numbers.
type Counted<'r, 'a> = HashMap<usize, Vec<Count<'r, 'a>>>;

pub(super) fn find(world: &World<'_>, found: &mut Found) {
    let counted: Counted<'_, '_> = world
        .readings
        .iter()
        .filter(|reading| reading.kind() == ClaimKind::Scope)
        .map(|reading| (reading.number, counts(reading)))
        .filter(|(_, counts)| !counts.is_empty())
        .collect();
    for polarity in [Polarity::Affirm, Polarity::Uncertain] {
        for a in world.of(ClaimKind::Scope, polarity) {
            let Some(mine) = counted.get(&a.number) else {
                continue;
            };
            for b in world.facing(a, ClaimKind::Scope) {
                let later = a.number < b.number && b.polarity() != Polarity::Deny;
                let theirs = counted.get(&b.number).filter(|_| later);
                if let Some(theirs) = theirs.filter(|_| share(&a.subjects, &b.subjects)) {
                    pair(world, &counted, (mine, theirs), found);
                }
            }
        }
    }
}

/// Whether both claims count the same, and whether the counts fit; `None` where nothing of theirs
/// can be compared.
pub(super) fn fit(a: &Reading<'_>, b: &Reading<'_>) -> Option<bool> {
    let (mine, theirs) = (counts(a), counts(b));
    let named =
        |x: &Amount, y: &Amount| x.thing.is_some() && x.thing == y.thing && x.events == y.events;
    let pairs = mine.iter().flat_map(|x| theirs.iter().map(move |y| (x, y)));
    let alike = pairs.filter(|(x, y)| {
        let shares = fraction(&x.amount).is_some() == fraction(&y.amount).is_some();
        shares && named(&x.amount, &y.amount) && apart(a, b).is_none()
    });
    alike
        .map(|(x, y)| !excludes(&x.amount, &y.amount, 0.0))
        .reduce(|all, one| all && one)
}

/// The counts of a claim's words; where they hold none, the first of the rest of the sentence.
fn counts<'r, 'a>(reading: &'r Reading<'a>) -> Vec<Count<'r, 'a>> {
    let quote = reading.claim.quote.text.trim();
    let sentence = reading.sentence_text.as_str();
    let (from, to) = match sentence.find(quote) {
        Some(at) => (at, at + quote.len()),
        None => (0, sentence.len()),
    };
    // "Which is it, 7,000 or 25,000?" gives no number.
    if sentence.trim_end().ends_with('?') {
        return Vec::new();
    }
    let all = amounts(sentence);
    let mut mine: Vec<Amount> = all
        .iter()
        .filter(|amount| (from..to).contains(&amount.at))
        .cloned()
        .collect();
    if mine.is_empty() {
        // "Puts the number of homes at" | "2,000".
        let next = all.into_iter().find(|amount| amount.at >= to);
        mine.extend(next.filter(|next| sentence[to..next.at].split_whitespace().count() <= 1));
    }
    if mine.is_empty() {
        mine.extend(reading.claim.quantity.as_ref().and_then(given));
    }
    mine.truncate(COUNTS);
    mine.into_iter()
        .map(|amount| Count { reading, amount })
        .collect()
}

/// The claim's own quantity, for words that the reader does not know.
fn given(quantity: &Quantity) -> Option<Amount> {
    let bound = match quantity.bound {
        None | Some(Bound::About) => "about",
        Some(Bound::MoreThan | Bound::AtLeast) => "at least",
        Some(Bound::AtMost | Bound::LessThan) => "up to",
    };
    let text = format!("{bound} {} {}", quantity.value, quantity.unit);
    amounts(&text).into_iter().next()
}

fn pair(
    world: &World<'_>,
    counted: &Counted<'_, '_>,
    (mine, theirs): (&[Count<'_, '_>], &[Count<'_, '_>]),
    found: &mut Found,
) {
    for a in mine {
        for b in theirs {
            let b = Count {
                reading: b.reading,
                amount: as_share(&a.amount, &b.amount),
            };
            if same_thing(world, counted, a, &b) {
                compare(a, &b, found);
            }
        }
    }
}

/// Whether both count the same, or one names nothing and answers the other.
fn same_thing(
    world: &World<'_>,
    counted: &Counted<'_, '_>,
    a: &Count<'_, '_>,
    b: &Count<'_, '_>,
) -> bool {
    let (x, y) = (&a.amount, &b.amount);
    let named = |amount: &Amount| amount.thing.is_some() || !amount.events.is_empty();
    if fraction(x).is_some() != fraction(y).is_some() {
        return false;
    }
    let events = x.events == y.events;
    match (named(x), named(y)) {
        (true, true) if x.thing.is_some() && y.thing.is_some() => {
            events && (x.thing == y.thing || people(x, y) || people(y, x))
        }
        (true, true) => events && !x.events.is_empty(),
        // A number by itself means what was counted right before it.
        (true, false) => y.bare && answers(world, counted, a.reading, b.reading),
        (false, _) => false,
    }
}

/// "2 percent, and not the 8 it had said": a bare number after a share is one.
fn as_share(first: &Amount, second: &Amount) -> Amount {
    let bare = second.bare && second.thing.is_none() && second.events.is_empty();
    let mut second = second.clone();
    if first.share && bare && !second.share && second.of.is_none() && second.high <= 100.0 {
        second.share = true;
        for value in [&mut second.value, &mut second.low, &mut second.high] {
            *value /= 100.0;
        }
    }
    second
}

/// People are at least as many as the customers or homes among them.
fn people(many: &Amount, few: &Amount) -> bool {
    let among = [thing("customers"), thing("homes")];
    many.thing == thing("people") && among.contains(&few.thing) && many.high < few.low
}

/// Whether the second count stands right after the first and says so.
fn answers(
    world: &World<'_>,
    counted: &Counted<'_, '_>,
    first: &Reading<'_>,
    second: &Reading<'_>,
) -> bool {
    let near = first.place.0 == second.place.0
        && second.sentence.saturating_sub(first.sentence) <= NEAR
        && (!first.side.same(&second.side) || is_revised(first) || is_revised(second));
    let between = world.readings.get(first.number + 1..second.number);
    let other = |reading: &Reading<'_>| counted.contains_key(&reading.number);
    near && between.is_some_and(|between| !between.iter().any(other))
}

fn is_revised(reading: &Reading<'_>) -> bool {
    let had = reading
        .context
        .iter()
        .position(|word| word == "had" || word.ends_with("'d"));
    let retold = had.is_some_and(|at| words::RETELLS.stand_in(&reading.context[at..]));
    retold || words::REVISED.stand_in(&reading.context)
}

fn compare(a: &Count<'_, '_>, b: &Count<'_, '_>, found: &mut Found) {
    let same_side = a.reading.side.same(&b.reading.side);
    let counting = if same_side { 0.0 } else { COUNTING };
    if !excludes(&a.amount, &b.amount, counting) {
        if same_side && a.amount.value != b.amount.value {
            found.none(
                NonContradictionKind::Refinement,
                a.reading,
                b.reading,
                "One of the two numbers is more precise, and both fit.",
            );
        }
        return;
    }
    if let Some(why) = apart(a.reading, b.reading) {
        found.none(
            NonContradictionKind::DifferentScope,
            a.reading,
            b.reading,
            why,
        );
        return;
    }
    if is_slip(&a.amount, &b.amount) {
        return slip(a, b, found);
    }
    if same_side {
        return revised(a, b, found);
    }
    let open = !a.reading.firm() || !b.reading.firm();
    found.add(&Finding {
        kind: ContradictionKind::Numbers,
        a: a.reading,
        b: b.reading,
        why: "The two count the same and do not fit; the numbers are inconsistent.",
        strength: if open {
            Strength::Weak
        } else {
            Strength::Moderate
        },
        would_change: WOULD_CHANGE,
        rule: RULE,
    });
}

const WOULD_CHANGE: &str =
    "Words that tell one to count another place, time or kind would change it.";

/// What keeps two numbers of the same thing from being about the same.
fn apart(a: &Reading<'_>, b: &Reading<'_>) -> Option<&'static str> {
    let places = |reading: &Reading<'_>| super::place::places(reading);
    let (x, y) = (places(a), places(b));
    if x.iter().any(|place| !y.contains(place)) || y.iter().any(|place| !x.contains(place)) {
        return Some("The two count in different places.");
    }
    let time = |reading: &Reading<'_>| reading.claim.event_time.clone();
    if let (Some(x), Some(y)) = (time(a), time(b))
        && (x.start, x.end) != (y.start, y.end)
        && x.start.is_some()
        && y.start.is_some()
    {
        return Some("The two count at different times.");
    }
    None
}

/// One printed a number with too many noughts, or too few.
fn slip(a: &Count<'_, '_>, b: &Count<'_, '_>, found: &mut Found) {
    let outside = |x: &Reading<'_>, y: &Reading<'_>| {
        !x.of_itself() && y.of_itself() && matches!(x.side, Side::Author(_) | Side::Unnamed(..))
    };
    if outside(a.reading, b.reading) || outside(b.reading, a.reading) {
        found.none(
            NonContradictionKind::ThirdPartyError,
            a.reading,
            b.reading,
            "The digits are those of the side’s own number, with other noughts: a slip of the one \
             who tells it, and not the side’s.",
        );
        return;
    }
    found.add(&Finding {
        kind: ContradictionKind::Numbers,
        a: a.reading,
        b: b.reading,
        why: "The two give the same digits with a different number of noughts; the numbers are \
              inconsistent.",
        strength: Strength::Moderate,
        would_change: WOULD_CHANGE,
        rule: RULE,
    });
}

/// One side's two numbers: taken back, grown with the event, or at odds.
fn revised(a: &Count<'_, '_>, b: &Count<'_, '_>, found: &mut Found) {
    if !a.reading.takes_positions() {
        return;
    }
    let (first, second, basis) = in_order(a.reading, b.reading);
    let growing = |r: &Reading<'_>| words::GROWING.stand_in(&r.context);
    let grows = growing(first) || growing(second);
    if grows || !(is_revised(first) || is_revised(second)) {
        if grows || basis == Some(Basis::Times) {
            found.none(
                NonContradictionKind::StateChanged,
                first,
                second,
                "The count was made at different times while the event went on.",
            );
        }
        return;
    }
    let withdrawn = words::GIVEN_UP.stand_in(&second.context) && basis.is_some();
    let why = format!(
        "The same side gives another number for the same; {}. {}",
        if withdrawn {
            "the first was given up"
        } else {
            "the numbers are inconsistent"
        },
        order_clause(basis, second)
    );
    found.add(&Finding {
        kind: if withdrawn {
            ContradictionKind::Reversal
        } else {
            ContradictionKind::Numbers
        },
        a: first,
        b: second,
        why: &why,
        strength: strength_of_move(first, second, basis),
        would_change: WOULD_CHANGE,
        rule: RULE,
    });
}

#[cfg(test)]
mod tests;
