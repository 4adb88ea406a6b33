//! Claims read for comparison: who speaks for which side, of whom, and with which words.

use backpedal_model::{Claim, ClaimKind, Document, DocumentKind, Polarity, Speaker, Voice};

use crate::{
    Facts,
    names::{Name, names},
    question::day_of,
    words::{self, tokens},
};

/// One claim, with its names resolved.
#[derive(Clone, Debug)]
pub(crate) struct Reading<'a> {
    pub(crate) claim: &'a Claim,
    pub(crate) document: Option<&'a Document>,
    /// Its document's place among the documents, and its own in the text.
    pub(crate) place: (usize, usize),
    pub(crate) side: Side,
    pub(crate) subjects: Vec<Name>,
    pub(crate) objects: Vec<Name>,
    pub(crate) words: Vec<String>,
    /// The words of the sentence that holds the quotation.
    pub(crate) context: Vec<String>,
}

/// On whose behalf a claim is made. A spokesman and a chief executive are one side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// An organisation.
    Firm(Name),
    /// A person without a known organisation: a commenter, an analyst.
    Person(Vec<String>),
    /// Somebody unnamed ("multiple reports"), in one document.
    Unnamed(String, Vec<String>),
    /// The author of a document.
    Author(String),
}

impl Side {
    pub(crate) fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Firm(a), Self::Firm(b)) => a.same(b),
            _ => self == other,
        }
    }

    pub(crate) fn is(&self, name: &Name) -> bool {
        matches!(self, Self::Firm(own) if own.same(name))
    }

    pub(crate) fn is_author(&self) -> bool {
        matches!(self, Self::Author(_))
    }
}

/// All claims of a case, read.
pub(crate) struct World<'a> {
    pub(crate) facts: &'a Facts<'a>,
    pub(crate) readings: Vec<Reading<'a>>,
}

impl<'a> World<'a> {
    pub(crate) fn new(facts: &'a Facts<'a>) -> Self {
        let mut readings: Vec<Reading<'a>> = Vec::new();
        for claim in facts.claims {
            let reading = read(facts, claim);
            // A syndicated copy counts once.
            if !readings.iter().any(|other| is_copy(other, &reading)) {
                readings.push(reading);
            }
        }
        readings.sort_by_key(|reading| reading.place);
        Self { facts, readings }
    }

    /// Whether the name is a party, or somebody who speaks or is spoken of in the claims.
    pub(crate) fn is_actor(&self, name: &Name) -> bool {
        name.party.is_some()
            || self.readings.iter().any(|reading| {
                reading.side.is(name)
                    || reading.subjects.iter().any(|subject| subject.same(name))
                    || (reading.claim.kind == ClaimKind::Relationship
                        && reading.objects.iter().any(|object| object.same(name)))
            })
    }
}

fn is_copy(a: &Reading<'_>, b: &Reading<'_>) -> bool {
    a.place.0 != b.place.0
        && a.claim.kind == b.claim.kind
        && a.claim.polarity == b.claim.polarity
        && a.words == b.words
        && a.words.len() >= 4
        && a.side.same(&b.side)
}

fn read<'a>(facts: &'a Facts<'a>, claim: &'a Claim) -> Reading<'a> {
    let on = day_of(facts);
    let document = facts.document(claim);
    let at = facts
        .documents
        .iter()
        .position(|document| document.id == claim.document_id)
        .unwrap_or(usize::MAX);
    Reading {
        claim,
        document,
        place: (at, claim.quote.span.start),
        side: side(facts, &claim.speaker, document, &claim.document),
        subjects: claim
            .subject
            .iter()
            .flat_map(|mention| names(facts, mention, on))
            .collect(),
        objects: claim
            .objects
            .iter()
            .flat_map(|mention| names(facts, mention, on))
            .collect(),
        words: tokens(&claim.quote.text),
        context: tokens(&context(document, claim)),
    }
}

/// The sentence that holds the quotation; the quotation itself where the text is not at hand.
pub(crate) fn context(document: Option<&Document>, claim: &Claim) -> String {
    let quote = &claim.quote;
    document.map_or_else(
        || quote.text.clone(),
        |document| {
            let sentence = crate::order::sentence(&document.text, quote.span.start);
            // A quotation that runs over a sentence's end is its own context.
            if sentence.contains(quote.text.trim()) {
                sentence
            } else {
                quote.text.clone()
            }
        },
    )
}

fn side(facts: &Facts<'_>, speaker: &Speaker, document: Option<&Document>, name: &str) -> Side {
    let on = Some(day_of(facts));
    let parties = &facts.case.parties;
    if let Some(party) = &speaker.party {
        let text = speaker.org.as_deref().unwrap_or(party.as_str());
        return Side::Firm(Name::new(text, Some(party.clone())));
    }
    if let Some(org) = &speaker.org {
        return Side::Firm(Name::new(org, parties.resolve(org, on).one()));
    }
    if let Some(person) = &speaker.name {
        let party = parties
            .resolve_person(person, on)
            .one()
            .or_else(|| parties.resolve_handle(person, on).one());
        return match party {
            Some(party) => Side::Firm(Name::new(person, Some(party))),
            None => Side::Person(tokens(person)),
        };
    }
    if let Some(text) = &speaker.text {
        return Side::Unnamed(name.to_owned(), tokens(text));
    }
    match document.and_then(|document| document.voice_of.clone()) {
        Some(party) => Side::Firm(Name::new(party.as_str(), Some(party.clone()))),
        None => Side::Author(name.to_owned()),
    }
}

impl Reading<'_> {
    pub(crate) fn kind(&self) -> ClaimKind {
        self.claim.kind
    }

    pub(crate) fn polarity(&self) -> Polarity {
        self.claim.polarity
    }

    pub(crate) fn is(&self, kind: ClaimKind, polarity: Polarity) -> bool {
        self.claim.kind == kind && self.claim.polarity == polarity
    }

    pub(crate) fn firm(&self) -> bool {
        self.claim.polarity != Polarity::Uncertain
    }

    /// Whether the speaker speaks of its own network.
    pub(crate) fn of_itself(&self) -> bool {
        self.subjects.iter().any(|subject| self.side.is(subject))
    }

    /// Whether somebody else repeats the speaker's words in a discussion.
    pub(crate) fn is_hearsay(&self) -> bool {
        self.claim.voice != Voice::Own
            && self.document.is_some_and(|document| {
                matches!(
                    document.kind,
                    DocumentKind::Discussion | DocumentKind::Comment
                )
            })
    }

    /// Whether the words are only repeated in order to take them back ("we were wrong to say").
    pub(crate) fn is_taken_back(&self) -> bool {
        self.kind() != ClaimKind::Retraction
            && !words::TAKEN_BACK.places(&self.context).is_empty()
            && !words::RETOLD.places(&self.context).is_empty()
            && words::TAKEN_BACK.places(&self.words).is_empty()
    }

    /// Whether this is somebody with a position of its own, rather than the teller of a story.
    pub(crate) fn takes_positions(&self) -> bool {
        matches!(self.side, Side::Firm(_) | Side::Person(_))
    }

    /// The words as sentences quote them.
    pub(crate) fn said(&self) -> String {
        let speaker = &self.claim.speaker;
        let who = match (&speaker.name, &speaker.org) {
            (Some(name), Some(org)) => format!("{name} of {org}"),
            (Some(name), None) => name.clone(),
            (None, Some(org)) => org.clone(),
            (None, None) => match (&speaker.text, &self.side) {
                (Some(text), _) => text.clone(),
                (None, Side::Firm(name)) => name.text.clone(),
                _ => format!("the author of “{}”", self.claim.document),
            },
        };
        let when = self.claim.said_at.as_ref().map_or_else(String::new, |at| {
            format!(" ({})", crate::order::printed(at))
        });
        format!("{who}{when}: “{}”", self.claim.quote.text.trim())
    }
}
