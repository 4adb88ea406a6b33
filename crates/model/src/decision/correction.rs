//! What the person changed about a claim.

use serde::{Deserialize, Serialize};

use crate::{CauseKind, Claim, ClaimKind, Mention, Parties, PartyId, Polarity, Speaker, TimeExpr};

use super::same_words;

/// Changes to a claim; what is absent stays as it was found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Correction {
    /// The person who speaks. Another person is another speaker: organisation, role and party of
    /// the one before are dropped unless given too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<String>,
    /// The organisation spoken for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub org: Option<String>,
    /// The party of the case that is spoken for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<PartyId>,
    /// Stated as so, as not so, or hedged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub polarity: Option<Polarity>,
    /// What the claim is that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<ClaimKind>,
    /// When the thing happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event_time: Option<TimeExpr>,
    /// The party that the subject means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<PartyId>,
    /// The parties that objects mean.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub objects: Vec<ObjectLink>,
    /// The mechanism.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause_kind: Option<CauseKind>,
}

/// The party that an object means, which is known by its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectLink {
    /// The object's words.
    pub text: String,
    /// The party.
    pub party: PartyId,
}

impl Correction {
    /// Whether nothing is changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// This correction on top of an earlier one: what it leaves open stays as the earlier one has
    /// it. Who speaks is one thing: a new speaker replaces the earlier one whole.
    #[must_use]
    pub fn over(self, earlier: Self) -> Self {
        let mut objects: Vec<ObjectLink> = earlier.objects;
        objects.retain(|old| {
            let again = |new: &ObjectLink| same_words(&new.text, &old.text);
            !self.objects.iter().any(again)
        });
        objects.extend(self.objects);
        let (speaker, org, party) = match self.speaker {
            Some(_) => (self.speaker, self.org, self.party),
            None => (
                earlier.speaker,
                self.org.or(earlier.org),
                self.party.or(earlier.party),
            ),
        };
        Self {
            speaker,
            org,
            party,
            polarity: self.polarity.or(earlier.polarity),
            kind: self.kind.or(earlier.kind),
            event_time: self.event_time.or(earlier.event_time),
            subject: self.subject.or(earlier.subject),
            objects,
            cause_kind: self.cause_kind.or(earlier.cause_kind),
        }
    }

    /// Changes the claim. Returns what could not be changed, each as a clause.
    pub fn apply(&self, claim: &mut Claim, parties: &Parties) -> Vec<String> {
        self.correct_speaker(&mut claim.speaker, parties);
        claim.polarity = self.polarity.unwrap_or(claim.polarity);
        if let Some(kind) = self.kind {
            claim.kind = kind;
            if kind != ClaimKind::Cause {
                claim.cause_kind = None;
            }
        }
        claim.cause_kind = self.cause_kind.or(claim.cause_kind);
        if self.event_time.is_some() {
            claim.event_time.clone_from(&self.event_time);
        }
        if let Some(party) = &self.subject {
            let name = || name_of(parties, party);
            let text = claim.subject.take().map_or_else(name, |old| old.text);
            claim.subject = Some(Mention {
                text,
                party: Some(party.clone()),
            });
        }
        let mut lacking = Vec::new();
        for link in &self.objects {
            let mut met = false;
            for object in &mut claim.objects {
                if same_words(&object.text, &link.text) {
                    object.party = Some(link.party.clone());
                    met = true;
                }
            }
            if !met {
                lacking.push(format!("“{}” is no longer among the objects", link.text));
            }
        }
        lacking
    }

    fn correct_speaker(&self, speaker: &mut Speaker, parties: &Parties) {
        if let Some(name) = &self.speaker {
            *speaker = Speaker {
                name: Some(name.clone()),
                party: parties.resolve_person(name, None).one(),
                ..Speaker::default()
            };
        }
        if let Some(org) = &self.org {
            speaker.org = Some(org.clone());
            speaker.party = parties.resolve(org, None).one();
        }
        if let Some(party) = &self.party {
            let stated = speaker.org.as_ref().filter(|org| {
                self.org.is_some() || parties.resolve(org, None).one().as_ref() == Some(party)
            });
            speaker.org = Some(stated.cloned().unwrap_or_else(|| name_of(parties, party)));
            speaker.party = Some(party.clone());
        }
    }
}

fn name_of(parties: &Parties, id: &PartyId) -> String {
    let party = parties.get(id);
    party.map_or_else(|| id.to_string(), |party| party.name.clone())
}
