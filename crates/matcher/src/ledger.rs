//! The position ledger: where each party stood on each question, and how it moved.
//!
//! Moves that amount to an accusation (reversed, admitted, retracted, withdrawn) are named only
//! where a rule of [`crate::contradiction`] found the two statements to exclude each other, so
//! the ledger never says more than the contradictions do.

mod moves;
mod topic;

use std::collections::HashMap;

use backpedal_model::{ClaimId, ClaimKind, PartyId, Polarity, Position, Stance, Topic};

use crate::{
    contradiction::{Found, is_of_a_part},
    order::{self, Order},
    reading::{Reading, Side},
    world::World,
};

/// One claim as a statement on a question.
#[derive(Clone, Debug)]
struct Entry<'r, 'a> {
    reading: &'r Reading<'a>,
    stance: Stance,
}

/// What a position is about.
type Key = (PartyId, Topic, Option<PartyId>);

/// The ledger of all parties: by party as the case lists them, by topic, then in order of time.
pub(crate) fn positions(world: &World<'_>, found: &Found) -> Vec<Position> {
    let mut positions = Vec::new();
    for (key, entries) in groups(world, found) {
        let mut last: Option<(Vec<&Reading<'_>>, Stance)> = None;
        for (stance, members) in occasions(in_time(entries)) {
            let moved = moves::of(found, &key, last.as_ref(), &members, stance);
            let ids = |readings: &[&Reading<'_>]| -> Vec<ClaimId> {
                readings.iter().map(|r| r.claim.id.clone()).collect()
            };
            positions.push(Position {
                party: key.0.clone(),
                topic: key.1,
                about: key.2.clone(),
                stance,
                at: members.iter().find_map(|r| r.claim.said_at.clone()),
                claims: ids(&members),
                moved,
                from: last
                    .as_ref()
                    .map(|(before, _)| ids(before))
                    .unwrap_or_default(),
            });
            last = Some((members, stance));
        }
    }
    positions
}

/// All entries by key, in the order of the case's parties and of the topics.
fn groups<'r, 'a>(world: &'r World<'a>, found: &Found) -> Vec<(Key, Vec<Entry<'r, 'a>>)> {
    let mut groups: Vec<(Key, Vec<Entry<'r, 'a>>)> = Vec::new();
    let mut places: HashMap<Key, usize> = HashMap::new();
    for reading in &world.readings {
        let Side::Firm(name) = &reading.side else {
            continue;
        };
        let Some(party) = &name.party else { continue };
        // That a part held is no position on whether there was an outage, nor on whose it was.
        let held = reading.kind() == ClaimKind::Outage && reading.polarity() == Polarity::Deny;
        if held && is_of_a_part(reading) && found.links(reading).is_empty() {
            continue;
        }
        for (topic, about, stance) in topic::of(world, reading) {
            let key = (party.clone(), topic, about);
            let entry = Entry { reading, stance };
            let place = *places.entry(key.clone()).or_insert(groups.len());
            match groups.get_mut(place) {
                Some((_, entries)) => entries.push(entry),
                None => groups.push((key, vec![entry])),
            }
        }
    }
    // "We are looking into it" takes no position on who is responsible unless one was taken.
    groups.retain(|((_, topic, _), entries)| {
        *topic != Topic::Responsibility || entries.iter().any(|e| e.stance != Stance::Open)
    });
    let place = |id: &PartyId| {
        world
            .facts
            .case
            .parties
            .iter()
            .position(|party| party.id == *id)
    };
    groups.sort_by_cached_key(|((party, topic, about), _)| {
        (place(party), party.clone(), *topic, about.clone())
    });
    groups
}

/// Entries in the order in which they were said, as far as that is known, else as told: what one
/// document tells of one time by its words, the rest by the times.
fn in_time<'r, 'a>(entries: Vec<Entry<'r, 'a>>) -> Vec<Entry<'r, 'a>> {
    let time = |entry: &Entry<'_, '_>| entry.reading.said.as_ref().map(|at| (at.start, at.end));
    let mut occasions: Vec<Vec<Entry<'r, 'a>>> = Vec::new();
    for entry in entries {
        match occasions.last_mut() {
            Some(told)
                if told[0].reading.place.0 == entry.reading.place.0
                    && time(&told[0]) == time(&entry) =>
            {
                let at = told
                    .iter()
                    .position(|other| {
                        matches!(order::of(entry.reading, other.reading), Order::Before(_))
                    })
                    .unwrap_or(told.len());
                told.insert(at, entry);
            }
            _ => occasions.push(vec![entry]),
        }
    }
    // Undated ones stay behind what they were told after.
    let mut latest = None;
    let mut keyed: Vec<_> = occasions
        .into_iter()
        .map(|told| {
            latest = time(&told[0]).or(latest);
            (latest, told)
        })
        .collect();
    keyed.sort_by_key(|(time, _)| *time);
    keyed.into_iter().flat_map(|(_, told)| told).collect()
}

/// Neighbours of one stance in one document are one position.
fn occasions<'r, 'a>(entries: Vec<Entry<'r, 'a>>) -> Vec<(Stance, Vec<&'r Reading<'a>>)> {
    let mut occasions: Vec<(Stance, Vec<&'r Reading<'a>>)> = Vec::new();
    for entry in entries {
        match occasions.last_mut() {
            Some((stance, members))
                if *stance == entry.stance
                    && members
                        .last()
                        .is_some_and(|last| same_occasion(last, entry.reading)) =>
            {
                members.push(entry.reading);
            }
            _ => occasions.push((entry.stance, vec![entry.reading])),
        }
    }
    occasions
}

fn same_occasion(a: &Reading<'_>, b: &Reading<'_>) -> bool {
    let times = |r: &Reading<'_>| r.claim.said_at.as_ref().map(|at| (at.start, at.end));
    a.place.0 == b.place.0 && times(a) == times(b)
}
