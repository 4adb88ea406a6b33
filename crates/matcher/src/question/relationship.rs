//! "X buys transit from Y": does the one depend on the other, by the snapshots at hand?

use backpedal_model::{Question, Untestable};

use super::{Ask, Named, untestable};
use crate::words;

pub(super) fn question(ask: &Ask<'_>) -> Question {
    let text = &ask.claim.quote.text;
    if words::FACILITY.found_in(text) {
        return untestable(
            Untestable::OtherData,
            "who is in which building is not in routes",
        );
    }
    if words::PEERING.found_in(text) {
        return untestable(Untestable::OtherData, "peering is not transit");
    }
    let (customers, suppliers) = (ask.subjects(), ask.objects());
    let several = customers.len() > 1;
    let mut pairs = Vec::new();
    for customer in &customers {
        for supplier in &suppliers {
            let varying = if several { customer } else { supplier };
            pairs.push((varying.label.clone(), pair(ask, customer, supplier)));
        }
    }
    match pairs.len() {
        0 => untestable(Untestable::NotResolved, "one side is not named"),
        1 => pairs.remove(0).1,
        _ => Question::Each { parts: pairs },
    }
}

fn pair(ask: &Ask<'_>, customer: &Named, supplier: &Named) -> Question {
    match (&customer.party, &supplier.party) {
        (Err(why), _) | (_, Err(why)) => untestable(Untestable::NotResolved, why),
        (Ok(customer), Ok(supplier)) if customer == supplier => {
            untestable(Untestable::OtherData, "both sides are the same party")
        }
        (Ok(customer), Ok(supplier)) => Question::Depends {
            customer: customer.clone(),
            supplier: supplier.clone(),
            denied: ask.denied(),
        },
    }
}
