//! From names to the parties of the case.

use backpedal_model::{Document, Mention, PartyId, Resolution, Speaker};
use jiff::civil::Date;

use crate::{Context, structure::is_org_word, tokens::Region};

/// A name with the party it leads to.
pub(super) fn mention(context: &Context<'_>, name: &str, on: Option<Date>) -> Mention {
    Mention {
        text: name.to_owned(),
        party: party(context, name, on),
    }
}

/// The party of a name: the full form, else without the words that only tell the trade
/// ("Alder Network Services" is Alder where the case knows it so). Several are never guessed.
fn party(context: &Context<'_>, name: &str, on: Option<Date>) -> Option<PartyId> {
    let mut words: Vec<&str> = name.split_whitespace().collect();
    loop {
        match context.parties.resolve(&words.join(" "), on) {
            Resolution::One(id) => return Some(id),
            Resolution::Ambiguous(_) => return None,
            Resolution::Unknown => {}
        }
        let last = words.pop()?;
        if words.is_empty() || !is_org_word(last) {
            return None;
        }
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
        .and_then(|org| party(context, org, on));
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
    let found: Option<PartyId> = org.or_else(person).or_else(account);
    let mut speaker = speaker.clone();
    if speaker.org.is_none() {
        speaker.org = found
            .as_ref()
            .and_then(|id| context.parties.get(id))
            .map(|party| party.name.clone());
    }
    Speaker {
        party: found,
        ..speaker
    }
}

#[cfg(test)]
mod tests {
    use backpedal_model::{Parties, Party};

    use super::*;

    #[test]
    fn trade_words_do_not_hide_a_party_but_other_words_do() {
        let party = |id: &str, name: &str| Party {
            id: PartyId::new(id).expect("a good id"),
            name: name.to_owned(),
            aliases: vec![],
            domains: vec![],
            handles: vec![],
            people: vec![],
            asns: vec![],
            prefixes: vec![],
            targets: vec![],
            unresolved: None,
        };
        let parties = Parties(vec![party("alder", "Alder")]);
        let context = Context {
            parties: &parties,
            zone: "UTC",
            window: None,
            parent: None,
        };
        let found = |name: &str| mention(&context, name, None).party.map(|id| id.to_string());
        assert_eq!(found("Alder Network Services").as_deref(), Some("alder"));
        assert_eq!(found("Alder Inc").as_deref(), Some("alder"));
        assert_eq!(found("Alder Finch"), None);
        assert_eq!(found("Rook"), None);
    }
}
