//! From names to the parties of the case.

use backpedal_model::{Document, Mention, PartyId, Speaker};
use jiff::civil::Date;

use crate::{Context, tokens::Region};

/// A name with the party it leads to.
pub(super) fn mention(context: &Context<'_>, name: &str, on: Option<Date>) -> Mention {
    Mention {
        text: name.to_owned(),
        party: context.parties.resolve(name, on).one(),
    }
}

/// The speaker with the party spoken for: the organisation, else the person, else the account.
pub(super) fn speaker(
    context: &Context<'_>,
    document: &Document,
    region: &Region,
    speaker: &Speaker,
    on: Option<Date>,
) -> Speaker {
    let org = speaker
        .org
        .as_deref()
        .and_then(|org| context.parties.resolve(org, on).one());
    let person = || {
        speaker
            .name
            .as_deref()
            .and_then(|name| context.parties.resolve_person(name, on).one())
    };
    let account = || {
        let handle = document.handle.as_deref()?;
        let own = *speaker == region.speaker;
        context
            .parties
            .resolve_handle(handle, on)
            .one()
            .filter(|_| own)
    };
    let party: Option<PartyId> = org.or_else(person).or_else(account);
    let mut speaker = speaker.clone();
    if speaker.org.is_none() {
        speaker.org = party
            .as_ref()
            .and_then(|id| context.parties.get(id))
            .map(|party| party.name.clone());
    }
    Speaker { party, ..speaker }
}
