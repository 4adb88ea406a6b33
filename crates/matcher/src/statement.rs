//! One statement and its sightings: copies fold, retellings are joined, and the earliest sighting
//! bounds when it was said.

use std::collections::{BTreeMap, HashMap};

use backpedal_model::{Carriage, Sighting, Statement, TimeRange, TimeSource};

use crate::{
    names::{Name, share},
    reading::{Reading, Side},
    words,
    world::World,
};

/// Fewer words than these can be the same by chance; our choice.
const COPIED_WORDS: usize = 4;

/// The share of the shorter one's telling words that two reports of one statement have in common;
/// our choice.
const RETOLD_SHARE: f64 = 0.6;

/// With how many earlier claims of the same side and stance a claim is compared word by word. The
/// nearest ones in time are the likeliest, and the bound keeps the work linear; our choice.
const LOOK_BACK: usize = 24;

/// Marks copies, joins retellings, and narrows the times of all sightings of a statement.
pub(crate) fn fold(readings: &mut [Reading<'_>]) {
    let mut copies: HashMap<(String, Vec<String>), Vec<usize>> = HashMap::new();
    let mut stances: HashMap<String, Vec<usize>> = HashMap::new();
    let mut articles: HashMap<String, usize> = HashMap::new();
    for number in 0..readings.len() {
        readings[number].statement = number;
        if let Some(first) = printed_again(&mut articles, &readings[number], number)
            && readings[first].place.0 != readings[number].place.0
        {
            readings[number].copy_of = Some(first);
            readings[number].statement = readings[first].statement;
            continue;
        }
        if !tells_who(&readings[number]) {
            continue;
        }
        let stance = stance(&readings[number]);
        let words = (stance.clone(), readings[number].words.clone());
        let same = copies.entry(words).or_default();
        let copied = same
            .iter()
            .copied()
            .find(|first| is_copy(&readings[*first], &readings[number]));
        if let Some(first) = copied {
            readings[number].copy_of = Some(first);
            readings[number].statement = readings[first].statement;
            continue;
        }
        same.push(number);
        let others = stances.entry(stance).or_default();
        let told = others
            .iter()
            .rev()
            .take(LOOK_BACK)
            .copied()
            .find(|first| is_retold(&readings[*first], &readings[number]));
        if let Some(first) = told {
            readings[number].statement = readings[first].statement;
        }
        others.push(number);
    }
    narrow(readings);
}

/// The first reading of the same words in another printing of one article; there it does not matter
/// who says them, or how few they are.
fn printed_again(
    articles: &mut HashMap<String, usize>,
    reading: &Reading<'_>,
    number: usize,
) -> Option<usize> {
    let document = reading.document?;
    let article = document.copy_of.as_ref().unwrap_or(&document.id);
    let claim = reading.claim;
    let words = reading.words.join(" ");
    let key = format!("{article} {} {} {words}", claim.kind, claim.polarity);
    let first = *articles.entry(key).or_insert(number);
    (first != number).then_some(first)
}

/// Authors and unnamed voices of two documents are never known to be the same, but their words
/// can be.
const fn tells_who(reading: &Reading<'_>) -> bool {
    !matches!(reading.side, Side::Unnamed(..))
}

fn stance(reading: &Reading<'_>) -> String {
    let claim = reading.claim;
    format!("{} {} {}", reading.side.key(), claim.kind, claim.polarity)
}

/// The same words in another document.
fn is_copy(first: &Reading<'_>, other: &Reading<'_>) -> bool {
    first.place.0 != other.place.0
        && other.words.len() >= COPIED_WORDS
        && (first.side.same(&other.side) || (first.side.is_author() && other.side.is_author()))
}

/// Another document's report of the same statement: the same side and stance on the same thing
/// with the same figures, at a time that can be the same, in words most of which are shared.
fn is_retold(first: &Reading<'_>, other: &Reading<'_>) -> bool {
    let (a, b) = (first.claim, other.claim);
    let named = matches!(other.side, Side::Firm(_) | Side::Person(_));
    let same_time = match (&a.event_time, &b.event_time) {
        (Some(x), Some(y)) => (x.start, x.end, x.duration) == (y.start, y.end, y.duration),
        _ => true,
    };
    named
        && first.place.0 != other.place.0
        && first.side.same(&other.side)
        && (share(&first.subjects, &other.subjects)
            || (first.subjects.is_empty() && other.subjects.is_empty()))
        && a.cause_kind == b.cause_kind
        && a.quantity == b.quantity
        && same_time
        && times_meet(a.said_at.as_ref(), b.said_at.as_ref())
        && shared_words(first, other) >= RETOLD_SHARE
}

fn times_meet(a: Option<&TimeRange>, b: Option<&TimeRange>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a.interval().overlaps(b.interval()),
        _ => true,
    }
}

/// The share of the shorter one's telling words that the other holds too.
fn shared_words(a: &Reading<'_>, b: &Reading<'_>) -> f64 {
    let telling = |reading: &Reading<'_>| -> Vec<String> {
        let mut words: Vec<String> = reading
            .words
            .iter()
            .filter(|word| !words::EMPTY.stand_in(std::slice::from_ref(word)))
            .cloned()
            .collect();
        words.sort_unstable();
        words.dedup();
        words
    };
    let (a, b) = (telling(a), telling(b));
    let shorter = a.len().min(b.len());
    if shorter < 2 {
        return 0.0;
    }
    let common = a
        .iter()
        .filter(|word| b.binary_search(word).is_ok())
        .count();
    common as f64 / shorter as f64
}

/// A statement was made before its first report appeared: a quotation that is repeated for days
/// was still said on the first.
fn narrow(readings: &mut [Reading<'_>]) {
    let mut said: BTreeMap<usize, TimeRange> = BTreeMap::new();
    for reading in readings.iter() {
        let Some(at) = &reading.claim.said_at else {
            continue;
        };
        said.entry(reading.statement)
            .and_modify(|known| *known = narrower(known, at))
            .or_insert_with(|| at.clone());
    }
    for reading in readings.iter_mut() {
        if let Some(at) = said.get(&reading.statement) {
            reading.said = Some(at.clone());
        }
    }
}

/// What two sightings of one statement tell together: the range that both allow; where they allow
/// none, the earlier one, for the later is a repetition. A capture proves nothing.
fn narrower(a: &TimeRange, b: &TimeRange) -> TimeRange {
    let proves = |at: &TimeRange| at.source != TimeSource::Captured;
    match (proves(a), proves(b)) {
        (true, false) => return a.clone(),
        (false, true) => return b.clone(),
        _ => {}
    }
    let (first, second) = if (a.end, a.start) <= (b.end, b.start) {
        (a, b)
    } else {
        (b, a)
    };
    TimeRange {
        start: if second.start < first.end {
            first.start.max(second.start)
        } else {
            first.start
        },
        ..first.clone()
    }
}

/// The statements of the case with their sightings.
pub(crate) fn statements(world: &World<'_>) -> Vec<Statement> {
    let mut members: BTreeMap<usize, Vec<&Reading<'_>>> = BTreeMap::new();
    for reading in &world.readings {
        members.entry(reading.statement).or_default().push(reading);
    }
    members
        .into_values()
        .map(|members| Statement {
            origin: members[0].claim.id.clone(),
            said: members[0].said.clone(),
            documents: members.iter().filter(|r| r.copy_of.is_none()).count(),
            sightings: members
                .iter()
                .enumerate()
                .map(|(at, reading)| Sighting {
                    claim: reading.claim.id.clone(),
                    carriage: match reading.copy_of {
                        _ if at == 0 => Carriage::Origin,
                        Some(_) => Carriage::Copy,
                        None => Carriage::Retold,
                    },
                    chain: chain(reading),
                })
                .collect(),
        })
        .collect()
}

/// Who passed the words on: the speaker, those to whom it was said, the outlet that is named as
/// the source, and the document that holds them.
fn chain(reading: &Reading<'_>) -> Vec<String> {
    let claim = reading.claim;
    let speaker = match &reading.side {
        Side::Firm(Name { text, .. }) => Some(text.clone()),
        Side::Person(_) => claim.speaker.name.clone(),
        Side::Unnamed(..) => claim.speaker.text.clone(),
        Side::Author(_) => None,
    };
    let document = reading.document.map_or_else(
        || claim.document.clone(),
        |document| {
            let outlet = document.publisher.as_ref().or(document.author.as_ref());
            outlet.unwrap_or(&document.name).clone()
        },
    );
    let told = (!claim.addressees.is_empty()).then(|| claim.addressees.join(", "));
    let mut chain: Vec<String> = Vec::new();
    for link in [speaker, told, claim.via.clone(), Some(document)] {
        chain.extend(link.filter(|link| chain.last() != Some(link)));
    }
    chain
}
