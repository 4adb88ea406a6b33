//! A claim as a typed question, or the reason why it cannot be one.
//!
//! Names that do not lead to exactly one party of the case are never guessed: the question, or
//! the part of it that they stand in, becomes "not resolved".

mod affected;
mod cause;
mod outage;
mod relationship;
mod scope;
mod timing;

use backpedal_model::{
    Claim, ClaimKind, Interval, Mention, PartyId, Polarity, Question, Resolution, Untestable,
};
use jiff::civil::Date;

use crate::{Facts, names::pieces, words};

pub(crate) use timing::{edges, loosened};

/// One claim and what its words can be resolved with.
pub(crate) struct Ask<'a> {
    pub(crate) facts: &'a Facts<'a>,
    pub(crate) claim: &'a Claim,
    /// The sentence that holds it.
    pub(crate) sentence: &'a str,
}

/// The question behind a claim.
pub(crate) fn of(ask: &Ask<'_>) -> Question {
    let claim = ask.claim;
    match claim.kind {
        ClaimKind::Investigating
        | ClaimKind::Evidence
        | ClaimKind::Retraction
        | ClaimKind::Responsibility => untestable(Untestable::Words, ""),
        _ if claim.polarity == Polarity::Uncertain => untestable(Untestable::NotFirm, ""),
        ClaimKind::Outage => outage::question(ask),
        ClaimKind::Cause => cause::question(ask),
        ClaimKind::Affected => affected::question(ask),
        ClaimKind::Scope => scope::question(ask),
        ClaimKind::Timing | ClaimKind::Restored => timing::question(ask),
        ClaimKind::Relationship => relationship::question(ask),
    }
}

pub(crate) fn untestable(reason: Untestable, detail: &str) -> Question {
    Question::Untestable {
        reason,
        detail: detail.to_owned(),
    }
}

/// A name in the claim and where it leads.
pub(crate) struct Named {
    pub(crate) label: String,
    pub(crate) party: Result<PartyId, String>,
}

impl Ask<'_> {
    pub(crate) fn denied(&self) -> bool {
        self.claim.polarity == Polarity::Deny
    }

    /// Whether the words are about what users see.
    pub(crate) fn application(&self) -> bool {
        words::APPLICATION.found_in(&self.claim.quote.text)
    }

    /// The sentence around the quotation: a time is often quoted without the words that tell
    /// what happened then.
    pub(crate) fn context(&self) -> String {
        self.sentence.to_owned()
    }

    /// The day on which names and relationships are to hold.
    pub(crate) fn day(&self) -> Date {
        day_of(self.facts)
    }

    /// When the thing happened by the claim's own words, else the case's window.
    pub(crate) fn window(&self) -> Interval {
        let zone = self.facts.case.time_zone();
        let case = self.facts.case.window;
        self.claim
            .event_time
            .as_ref()
            .and_then(|time| time.instants(&zone, Some(case)))
            .filter(|window| !window.is_empty())
            .unwrap_or(case)
    }

    /// The parties that a mention names; several where it is a list ("Arran, Brae and Carrick").
    pub(crate) fn named(&self, mention: &Mention) -> Vec<Named> {
        if let Some(id) = &mention.party {
            return vec![self.measurable(&mention.text, id.clone())];
        }
        if self
            .facts
            .settled
            .leads_nowhere(&self.claim.id, &mention.text)
        {
            return vec![self.led(&mention.text, Resolution::Unknown)];
        }
        let resolve = |text: &str| self.facts.case.parties.resolve(text, Some(self.day()));
        let pieces = pieces(&mention.text);
        if pieces.len() < 2 || !matches!(resolve(&mention.text), Resolution::Unknown) {
            return vec![self.led(&mention.text, resolve(&mention.text))];
        }
        pieces
            .into_iter()
            .map(|piece| self.led(piece, resolve(piece)))
            .collect()
    }

    fn led(&self, label: &str, to: Resolution) -> Named {
        let failed = |why: String| Named {
            label: label.to_owned(),
            party: Err(why),
        };
        match to {
            Resolution::One(id) => self.measurable(label, id),
            Resolution::Unknown => failed(format!("“{label}” is no party of the case")),
            Resolution::Ambiguous(ids) => {
                let names: Vec<&str> = ids.iter().map(PartyId::as_str).collect();
                failed(format!("“{label}” can be {}", names.join(" or ")))
            }
        }
    }

    /// A party of the case still has to lead to something that is measured.
    fn measurable(&self, label: &str, id: PartyId) -> Named {
        let party = match self.facts.case.parties.get(&id) {
            None => Err(format!("“{label}” is no party of the case")),
            Some(party) => match &party.unresolved {
                Some(why) => Err(format!("“{label}”: {why}")),
                None if party.asns.is_empty()
                    && party.prefixes.is_empty()
                    && party.targets.is_empty()
                    && !self.facts.observations.iter().any(|seen| seen.party == id) =>
                {
                    Err(format!("no network of “{label}” is known"))
                }
                None => Ok(id),
            },
        };
        Named {
            label: label.to_owned(),
            party,
        }
    }

    /// One question for each name; a plain question where there is only one name.
    pub(crate) fn each(
        &self,
        named: Vec<Named>,
        question: impl Fn(PartyId) -> Question,
    ) -> Question {
        let mut parts: Vec<(String, Question)> = named
            .into_iter()
            .map(|named| {
                let part = match named.party {
                    Ok(party) => question(party),
                    Err(why) => untestable(Untestable::NotResolved, &why),
                };
                (named.label, part)
            })
            .collect();
        match parts.len() {
            0 => untestable(Untestable::NotResolved, "no party is named"),
            1 => parts.remove(0).1,
            _ => Question::Each { parts },
        }
    }

    /// The parties that the claim's subject names.
    pub(crate) fn subjects(&self) -> Vec<Named> {
        self.claim
            .subject
            .as_ref()
            .map(|mention| self.named(mention))
            .unwrap_or_default()
    }

    /// The parties that the claim's objects name.
    pub(crate) fn objects(&self) -> Vec<Named> {
        self.claim
            .objects
            .iter()
            .flat_map(|mention| self.named(mention))
            .collect()
    }
}

/// The day of the case: that on which its window begins, in its zone.
pub(crate) fn day_of(facts: &Facts<'_>) -> Date {
    let case = facts.case;
    case.window.start.to_zoned(case.time_zone()).date()
}
