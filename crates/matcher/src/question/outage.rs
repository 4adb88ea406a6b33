//! "X was down", "X had no downtime": was the party impaired in the window?

use backpedal_model::{Question, Untestable};

use super::{Ask, untestable};

pub(super) fn question(ask: &Ask<'_>) -> Question {
    if !ask.claim.checkable {
        return untestable(Untestable::NotNetwork, "");
    }
    ask.each(ask.subjects(), |party| Question::Impaired {
        party,
        window: ask.window(),
        denied: ask.denied(),
        application: ask.application(),
    })
}
