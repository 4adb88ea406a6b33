//! The claims of a case, read and indexed, in an order that does not depend on how they came.
//!
//! Documents stand in the order of their publication (undated ones last), claims in the order of
//! their text, so the same claims in another order, or twice, give the same judgement. A rule that
//! compares pairs asks [`World::facing`]: within a document that is everything of a kind, across
//! documents only one claim for each side and stance, found through the parties and things that
//! both name. Work therefore grows with the claims, and not with their square.

use backpedal_model::{
    Claim, ClaimId, ClaimKind, Document, DocumentId, DocumentKind, PartyId, Polarity,
};
use foldhash::{HashMap, HashSet};

use crate::{
    Facts,
    names::{Key, Name},
    order::Sentences,
    reading::{Reading, Side, read},
};

/// How often one stance of one side may come back across documents, after it had been given up or
/// with other figures; our choice. The ledger lists every time.
const RETURNS: usize = 8;

/// With how many stances one side stands in comparisons across documents, for each kind of claim;
/// our choice, far above what any side of a real case takes.
const STANCES: usize = 64;

/// All claims of a case, read.
pub(crate) struct World<'a> {
    pub(crate) facts: &'a Facts<'a>,
    /// In canonical order.
    pub(crate) readings: Vec<Reading<'a>>,
    actors: HashSet<Key>,
    /// The readings of each document: from, to.
    documents: Vec<(usize, usize)>,
    /// Those that stand for their side's stance across documents, by what they name and by whether
    /// an organisation says it.
    standing: HashMap<(Key, ClaimKind, bool), Vec<usize>>,
    numbers: HashMap<&'a ClaimId, usize>,
    /// The first claim of an outage, stated or denied, on a status page, for each party.
    status: HashMap<(PartyId, Polarity), &'a Claim>,
}

impl<'a> World<'a> {
    pub(crate) fn new(facts: &'a Facts<'a>) -> Self {
        let documents = in_order(facts.documents);
        let places = places(facts, &documents);
        let mut seen: HashSet<&ClaimId> = HashSet::default();
        let mut claims: Vec<(usize, &'a Claim)> = facts
            .claims
            .iter()
            .filter(|claim| seen.insert(&claim.id))
            .filter_map(|claim| Some((*places.get(&claim.document_id)?, claim)))
            .collect();
        claims.sort_by_key(|(place, claim)| (*place, claim.quote.span.start, &claim.id));
        let mut readings: Vec<Reading<'a>> = Vec::with_capacity(claims.len());
        for told in claims.chunk_by(|a, b| a.0 == b.0) {
            let place = told[0].0;
            let document = documents.get(place).copied();
            let sentences = document.map(|document| Sentences::of(&document.text));
            let read = |claim| read(facts, claim, document, sentences.as_ref(), place);
            readings.extend(told.iter().map(|(_, claim)| read(*claim)));
        }
        for (number, reading) in readings.iter_mut().enumerate() {
            reading.number = number;
        }
        crate::statement::fold(&mut readings);
        crate::incident::assign(&mut readings);
        let mut world = Self {
            facts,
            actors: actors(&readings),
            documents: ranges(&readings),
            standing: HashMap::default(),
            status: status(&readings),
            numbers: readings.iter().map(|r| (&r.claim.id, r.number)).collect(),
            readings,
        };
        world.index();
        world
    }

    /// Whether the name is a party, or somebody who speaks or is spoken of in the claims.
    pub(crate) fn is_actor(&self, name: &Name) -> bool {
        name.party.is_some() || name.keys().iter().any(|key| self.actors.contains(key))
    }

    /// The reading of a claim.
    pub(crate) fn reading(&self, id: &ClaimId) -> Option<&Reading<'a>> {
        self.numbers.get(id).map(|number| &self.readings[*number])
    }

    /// What a status page says of the party's outage.
    pub(crate) fn on_a_status_page(
        &self,
        party: &PartyId,
        polarity: Polarity,
    ) -> Option<&'a Claim> {
        self.status.get(&(party.clone(), polarity)).copied()
    }

    /// The readings of one kind with which a reading has to be compared, in canonical order,
    /// itself not among them: those of its document, and across documents one for each side and
    /// stance that names something which it names too. Copies of a statement are left out.
    pub(crate) fn facing<'w>(
        &'w self,
        reading: &Reading<'a>,
        kind: ClaimKind,
    ) -> Vec<&'w Reading<'a>> {
        if reading.copy_of.is_some() {
            return Vec::new();
        }
        let (from, to) = self.documents[reading.place.0];
        let mut numbers: Vec<usize> = (from..to)
            .filter(|number| self.readings[*number].kind() == kind)
            .collect();
        if reading.stands {
            // Readers of two pages, or their authors, are not set against each other.
            let firms = [true, false];
            let firms = &firms[..if reading.side.is_firm() { 2 } else { 1 }];
            let incident = reading.means_the_incident().then(|| INCIDENT.to_owned());
            for key in reading.keys().into_iter().chain(incident) {
                for firm in firms {
                    let others = self.standing.get(&(key.clone(), kind, *firm));
                    numbers.extend(others.into_iter().flatten());
                }
            }
            numbers.sort_unstable();
            numbers.dedup();
        }
        numbers
            .into_iter()
            .filter(|number| *number != reading.number)
            .map(|number| &self.readings[number])
            .filter(|other| other.copy_of.is_none() && reading.may_mean_the_outage_of(other))
            .collect()
    }

    /// The readings of one kind and polarity that are no copies.
    pub(crate) fn of(
        &self,
        kind: ClaimKind,
        polarity: Polarity,
    ) -> impl Iterator<Item = &Reading<'a>> {
        self.readings
            .iter()
            .filter(move |reading| reading.is(kind, polarity) && reading.copy_of.is_none())
    }

    /// Marks the readings that stand for their side across documents, and indexes them.
    fn index(&mut self) {
        let mut taken: HashMap<Stance, Taken> = HashMap::default();
        let mut last: HashMap<(Key, ClaimKind, Vec<Key>), Polarity> = HashMap::default();
        let mut stances: HashMap<(Key, ClaimKind), usize> = HashMap::default();
        for number in 0..self.readings.len() {
            let reading = &self.readings[number];
            if reading.copy_of.is_some() {
                continue;
            }
            let stance = Stance::of(self, reading);
            let question = (stance.side.clone(), reading.kind(), stance.subjects.clone());
            let before = last.insert(question, reading.polarity());
            let returns = before.is_some_and(|before| before != reading.polarity());
            let all = stances
                .entry((stance.side.clone(), reading.kind()))
                .or_default();
            if *all >= STANCES || !taken.entry(stance).or_default().counts(reading, returns) {
                continue;
            }
            *all += 1;
            let incident = reading.means_the_incident().then(|| INCIDENT.to_owned());
            let keys = reading.keys().into_iter().chain(incident);
            let (kind, keys, firm) = (
                reading.kind(),
                keys.collect::<Vec<_>>(),
                reading.side.is_firm(),
            );
            self.readings[number].stands = true;
            for key in keys {
                self.standing
                    .entry((key, kind, firm))
                    .or_default()
                    .push(number);
            }
        }
    }
}

/// How often a stance was taken, and with which figures.
#[derive(Default)]
struct Taken {
    times: usize,
    figures: Vec<String>,
}

impl Taken {
    /// Whether this time counts: the first, after another stance, or with other figures.
    fn counts(&mut self, reading: &Reading<'_>, returns: bool) -> bool {
        if self.times >= RETURNS {
            return false;
        }
        let figures = figures(reading);
        let other = !self.figures.contains(&figures);
        let counts = self.times == 0 || returns || other;
        if counts {
            self.times += 1;
            self.figures.push(figures);
        }
        counts
    }
}

/// The numbers and times of a claim as written.
pub(crate) fn figures(reading: &Reading<'_>) -> String {
    let claim = reading.claim;
    let number = claim
        .quantity
        .as_ref()
        .map(|quantity| format!("{} {}", quantity.value, quantity.unit));
    let time = claim
        .event_time
        .as_ref()
        .map(|time| (time.start, time.end, time.duration));
    let digits = |word: &&String| word.starts_with(|c: char| c.is_ascii_digit());
    let digits: Vec<&String> = reading.words.iter().filter(digits).collect();
    format!("{number:?} {time:?} {digits:?}")
}

/// The key of claims of parties that mean the incident of the case.
const INCIDENT: &str = "incident";

/// What makes two claims of different documents one stance of one side.
#[derive(PartialEq, Eq, Hash)]
struct Stance {
    side: Key,
    claim: (ClaimKind, Polarity, Option<backpedal_model::CauseKind>),
    subjects: Vec<Key>,
    /// The actors among the objects.
    objects: Vec<Key>,
}

impl Stance {
    fn of(world: &World<'_>, reading: &Reading<'_>) -> Self {
        let claim = reading.claim;
        let all = |names: &[Name]| names.iter().flat_map(Name::keys).collect::<Vec<_>>();
        let mut objects: Vec<Key> = reading
            .objects
            .iter()
            .filter(|name| world.is_actor(name))
            .flat_map(Name::keys)
            .collect();
        objects.sort_unstable();
        Self {
            side: reading.side.key(),
            claim: (claim.kind, claim.polarity, claim.cause_kind),
            subjects: all(&reading.subjects),
            objects,
        }
    }
}

/// Documents by publication, undated ones last, then by name and content.
pub(crate) fn in_order(documents: &[Document]) -> Vec<&Document> {
    let mut sorted: Vec<&Document> = documents.iter().collect();
    let date = |document: &Document| {
        let published = document.published.as_ref()?;
        let zone = published.zone.time_zone();
        let zone = zone.unwrap_or(jiff::tz::TimeZone::UTC);
        Some(published.at.instants(&zone).start)
    };
    sorted.sort_by_cached_key(|document| {
        let date = date(document);
        (
            date.is_none(),
            date,
            document.name.clone(),
            document.id.clone(),
        )
    });
    sorted.dedup_by(|a, b| a.id == b.id);
    sorted
}

fn actors(readings: &[Reading<'_>]) -> HashSet<Key> {
    let mut actors = HashSet::default();
    for reading in readings {
        if let Side::Firm(name) = &reading.side {
            actors.extend(name.keys());
        }
        actors.extend(reading.subjects.iter().flat_map(Name::keys));
        if reading.kind() == ClaimKind::Relationship {
            actors.extend(reading.objects.iter().flat_map(Name::keys));
        }
    }
    actors
}

fn status<'a>(readings: &[Reading<'a>]) -> HashMap<(PartyId, Polarity), &'a Claim> {
    let mut first = HashMap::default();
    for reading in readings {
        let on_a_page = reading
            .document
            .is_some_and(|document| document.kind == DocumentKind::Status);
        let subject = reading.claim.subject.as_ref();
        let party = subject.and_then(|subject| subject.party.clone());
        if let Some(party) = party.filter(|_| on_a_page && reading.kind() == ClaimKind::Outage) {
            first
                .entry((party, reading.polarity()))
                .or_insert(reading.claim);
        }
    }
    first
}

/// From where to where the readings of each document stand, by the document's place.
fn ranges(readings: &[Reading<'_>]) -> Vec<(usize, usize)> {
    let documents = readings.last().map_or(0, |last| last.place.0 + 1);
    let mut ranges = vec![(0, 0); documents];
    for reading in readings {
        let range = &mut ranges[reading.place.0];
        if range.1 == 0 {
            range.0 = reading.number;
        }
        range.1 = reading.number + 1;
    }
    ranges
}

/// The place of each document that claims name; those whose text is not at hand come last.
fn places<'a>(facts: &Facts<'a>, documents: &[&'a Document]) -> HashMap<&'a DocumentId, usize> {
    let mut places: HashMap<&DocumentId, usize> = HashMap::default();
    for document in documents {
        let next = places.len();
        places.insert(&document.id, next);
    }
    let mut others: Vec<(&String, &DocumentId)> = facts
        .claims
        .iter()
        .filter(|claim| !places.contains_key(&claim.document_id))
        .map(|claim| (&claim.document, &claim.document_id))
        .collect();
    others.sort_unstable();
    for (_, id) in others {
        let next = places.len();
        places.entry(id).or_insert(next);
    }
    places
}
