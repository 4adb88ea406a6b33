//! What the tests of whole texts share.

use backpedal_claims::Context;
use backpedal_model::Parties;

/// Nothing is known beside the text.
pub(crate) fn context(parties: &Parties) -> Context<'_> {
    Context {
        parties,
        zone: "UTC",
        window: None,
        parent: None,
    }
}
