//! Claims read for comparison: who speaks for which side, of whom, and with which words.

use backpedal_model::{
    Claim, ClaimKind, Document, DocumentKind, Interval, Parties, Polarity, TimeRange, Voice,
};

use crate::{
    Facts,
    names::{Key, Name, names},
    order::Sentences,
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
    /// That sentence as it stands.
    pub(crate) sentence_text: String,
    /// The number of that sentence in its document.
    pub(crate) sentence: usize,
    /// Its number among the readings.
    pub(crate) number: usize,
    /// When it was said, as narrowly as all sightings of the statement tell.
    pub(crate) said: Option<TimeRange>,
    /// The reading of which this is a copy, word for word, in another document.
    pub(crate) copy_of: Option<usize>,
    /// The number of the first reading of the same statement.
    pub(crate) statement: usize,
    /// The days of the outage that is meant, where its subject had several.
    pub(crate) days: Option<Interval>,
    /// Whether the case lists parties.
    pub(crate) in_case: bool,
    /// Whether it stands for its side's stance when documents are compared.
    pub(crate) stands: bool,
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

    /// Whether the name can stand for the side: "the ministry" for the Ministry of Posts.
    pub(crate) fn is_like(&self, name: &Name) -> bool {
        matches!(self, Self::Firm(own) if own.same(name) || own.shares_a_word(name))
    }

    /// What claims of one side share; authors and unnamed voices of different documents are one.
    pub(crate) fn key(&self) -> Key {
        match self {
            Self::Firm(name) => name.keys().into_iter().next().unwrap_or_default(),
            Self::Person(words) => format!("person {}", words.join(" ")),
            Self::Unnamed(..) | Self::Author(_) => "press".to_owned(),
        }
    }

    pub(crate) const fn is_firm(&self) -> bool {
        matches!(self, Self::Firm(_))
    }

    pub(crate) fn is_author(&self) -> bool {
        matches!(self, Self::Author(_))
    }
}

/// Reads one claim, which stands in the document of that place.
pub(crate) fn read<'a>(
    facts: &Facts<'a>,
    claim: &'a Claim,
    document: Option<&'a Document>,
    sentences: Option<&Sentences>,
    place: usize,
) -> Reading<'a> {
    let on = day_of(facts);
    let sentence = context(sentences, claim);
    Reading {
        claim,
        document,
        place: (place, claim.quote.span.start),
        number: 0,
        side: side(facts, claim, document),
        subjects: claim
            .subject
            .iter()
            .flat_map(|mention| names(facts, claim, mention, on))
            .collect(),
        objects: claim
            .objects
            .iter()
            .flat_map(|mention| names(facts, claim, mention, on))
            .collect(),
        words: tokens(&claim.quote.text),
        context: tokens(&sentence),
        sentence_text: sentence,
        sentence: sentences.map_or(0, |all| all.number(claim.quote.span.start)),
        said: claim.said_at.clone(),
        copy_of: None,
        statement: 0,
        days: None,
        in_case: facts.case.parties.iter().next().is_some(),
        stands: false,
    }
}

/// The sentence that holds the quotation; the quotation itself where the text is not at hand.
pub(crate) fn context(sentences: Option<&Sentences>, claim: &Claim) -> String {
    let quote = &claim.quote;
    sentences.map_or_else(
        || quote.text.clone(),
        |sentences| {
            let sentence = sentences.at(quote.span.start);
            // A quotation that runs over a sentence's end is its own context.
            if sentence.contains(quote.text.trim()) {
                sentence
            } else {
                quote.text.clone()
            }
        },
    )
}

fn side(facts: &Facts<'_>, claim: &Claim, document: Option<&Document>) -> Side {
    let on = Some(day_of(facts));
    let (speaker, name) = (&claim.speaker, &claim.document);
    // Nobody's name leads anywhere where the person said so.
    let none = Parties::default();
    let unlinked = facts.settled.speaks_for_nobody(&claim.id);
    let parties = if unlinked { &none } else { &facts.case.parties };
    // "Halyard's annual report says", in Halyard's own document, is Halyard.
    let voice = document.and_then(|document| document.voice_of.as_ref());
    let voice = voice.and_then(|id| parties.get(id));
    let named = speaker.org.as_deref().or(speaker.name.as_deref());
    if let (Some(party), Some(named)) = (voice, named)
        && named.to_lowercase().starts_with(&party.name.to_lowercase())
    {
        return Side::Firm(Name::new(&party.name, Some(party.id.clone())));
    }
    if let Some(party) = &speaker.party {
        let text = speaker.org.as_deref().unwrap_or(party.as_str());
        return Side::Firm(Name::new(text, Some(party.clone())));
    }
    if let Some(org) = speaker.org.as_ref().filter(|_| unlinked) {
        return Side::Firm(Name::nowhere(org));
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
        return Side::Unnamed(name.clone(), tokens(text));
    }
    match document
        .and_then(|document| document.voice_of.clone())
        .filter(|_| !unlinked)
    {
        Some(party) => Side::Firm(Name::new(party.as_str(), Some(party.clone()))),
        None => Side::Author(name.clone()),
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

    /// Everything that it can be found by: its side, where that is an organisation, its subjects
    /// and objects.
    pub(crate) fn keys(&self) -> Vec<Key> {
        let side = match &self.side {
            Side::Firm(name) => name.keys(),
            _ => Vec::new(),
        };
        let named = self.subjects.iter().chain(&self.objects);
        let mut keys: Vec<Key> = side.into_iter().chain(named.flat_map(Name::keys)).collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    pub(crate) fn firm(&self) -> bool {
        self.claim.polarity != Polarity::Uncertain
    }

    /// Whether the speaker speaks of its own network.
    pub(crate) fn of_itself(&self) -> bool {
        self.subjects.iter().any(|subject| self.side.is(subject))
    }

    /// Whether an organisation speaks and names nobody else whose trouble it would be: where the
    /// case tells who is involved, it means the incident of the case.
    pub(crate) fn means_the_incident(&self) -> bool {
        let Side::Firm(name) = &self.side else {
            return false;
        };
        let nobody = |subject: &Name| {
            subject.same(name)
                || subject.party.is_none()
                || name.party.is_some() && subject.party == name.party
        };
        self.in_case && self.subjects.iter().all(nobody) && !words::OWN.stand_in(&self.words)
    }

    /// Whether the words tell how somebody reads what another said: that is no claim of a cause.
    pub(crate) fn reads_another(&self) -> bool {
        words::READING.stand_in(&self.context)
    }

    /// Whether the words tell what an inquiry found or instruments showed.
    pub(crate) fn rests_on_finding(&self) -> bool {
        let role = self.claim.speaker.role.as_deref().unwrap_or_default();
        let org = self.claim.speaker.org.as_deref().unwrap_or_default();
        self.firm()
            && (words::FINDING.stand_in(&self.context)
                || words::INQUIRER.found_in(role)
                || words::INQUIRER.found_in(org))
    }

    /// Whether the words doubt a cause rather than name one.
    pub(crate) fn only_doubts(&self) -> bool {
        self.polarity() == Polarity::Uncertain && words::DOUBT.stand_in(&self.context)
    }

    /// Whether the sentence is a question: it states nothing.
    pub(crate) fn is_question(&self) -> bool {
        self.sentence_text.trim_end().ends_with('?')
    }

    /// Whether the words only ask.
    pub(crate) fn asks(&self) -> bool {
        self.polarity() == Polarity::Uncertain
            && (self.sentence_text.trim_end().ends_with('?')
                || self.claim.quote.text.trim_end().ends_with('?')
                || words::ASKED.stand_in(&self.context))
    }

    /// How many sentences lie between the two, in one document: none in the same sentence, one in
    /// the next. `None` for different documents.
    pub(crate) fn sentences_to(&self, other: &Self) -> Option<usize> {
        (self.place.0 == other.place.0).then(|| self.sentence.abs_diff(other.sentence))
    }

    /// Whether both are told in one breath: in a side's own account of one time, neither of them as
    /// something said before. Such an account tells what failed beside what held.
    pub(crate) fn in_one_breath_with(&self, other: &Self) -> bool {
        let own = |reading: &Self| reading.claim.voice == Voice::Own && reading.side.is_firm();
        let recalls = |reading: &Self| {
            words::EARLIER.stand_in(&reading.context)
                || words::LATER.stand_in(&reading.context)
                || words::TAKEN_BACK.stand_in(&reading.context)
        };
        let times = |reading: &Self| reading.said.as_ref().map(|at| (at.start, at.end));
        self.place.0 == other.place.0
            && own(self)
            && own(other)
            && times(self) == times(other)
            && !recalls(self)
            && !recalls(other)
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
            && words::TAKEN_BACK.stand_in(&self.context)
            && words::RETOLD.stand_in(&self.context)
            && !words::TAKEN_BACK.stand_in(&self.words)
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
        let when = self.said.as_ref().map_or_else(String::new, |at| {
            format!(" ({})", crate::order::printed(at))
        });
        format!("{who}{when}: “{}”", self.claim.quote.text.trim())
    }
}
