//! "X's trouble came from Y": only the dependency of X on Y can be looked up; a mechanism leaves
//! no trace in these data.

use backpedal_model::{CauseKind, Question, Untestable};

use super::{Ask, untestable};

pub(super) fn question(ask: &Ask<'_>) -> Question {
    let detail = match ask.claim.cause_kind {
        Some(CauseKind::Provider) | None => "",
        Some(kind) => kind.as_str(),
    };
    if !detail.is_empty() || ask.claim.objects.is_empty() {
        return untestable(Untestable::Cause, detail);
    }
    let mut subjects = ask.subjects();
    if subjects.len() != 1 {
        return untestable(Untestable::Cause, "");
    }
    let subject = match subjects.remove(0).party {
        Ok(party) => party,
        Err(why) => return untestable(Untestable::NotResolved, &why),
    };
    let blamed = ask.objects();
    if blamed
        .iter()
        .any(|named| named.party.as_ref() == Ok(&subject))
    {
        return untestable(Untestable::Cause, "");
    }
    ask.each(blamed, |supplier| Question::HitThrough {
        customer: subject.clone(),
        supplier,
        window: ask.window(),
        denied: ask.denied(),
    })
}
