//! "N %", "all of X", "half of the web": how much of what?

use backpedal_model::{Bound, Quantity, Question, Untestable};

use super::{Ask, untestable};
use crate::words;

pub(super) fn question(ask: &Ask<'_>) -> Question {
    let text = &ask.claim.quote.text;
    if words::WIDE.found_in(text) {
        let detail = format!("“{text}”; one operator’s routes do not hold it");
        return untestable(Untestable::WiderThanData, &detail);
    }
    if words::PEOPLE.found_in(text) {
        return untestable(Untestable::NotNetwork, "prefixes are not users");
    }
    let share = ask.claim.quantity.as_ref().and_then(share);
    match share {
        Some(claimed) if words::NETWORK.found_in(text) && ask.claim.checkable => {
            ask.each(ask.subjects(), |party| Question::Share {
                party,
                claimed,
                denied: ask.denied(),
            })
        }
        _ => untestable(
            Untestable::OtherData,
            "no series counts what the claim counts",
        ),
    }
}

/// The least and the greatest share meant.
fn share(quantity: &Quantity) -> Option<(f64, f64)> {
    let value = match quantity.of {
        Some(whole) if whole > 0.0 => quantity.value / whole,
        _ if quantity.unit.starts_with("percent") || quantity.unit == "%" => quantity.value / 100.0,
        _ => return None,
    };
    if !(0.0..=1.0).contains(&value) {
        return None;
    }
    Some(match quantity.bound {
        None => (value, value),
        Some(Bound::MoreThan | Bound::AtLeast) => (value, 1.0),
        Some(Bound::AtMost | Bound::LessThan) => (0.0, value),
        // Our choice: "about" reaches a tenth of the whole either way.
        Some(Bound::About) => ((value - 0.1).max(0.0), (value + 0.1).min(1.0)),
    })
}
