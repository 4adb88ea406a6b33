//! The looks at an address as changes.

use backpedal_model::{
    Absence, Change, ChangeClass, ChangeId, Document, Interval, Sha256, Version,
};
use foldhash::HashSet;

use crate::{
    compare::{Difference, difference},
    look::{Look, Shape},
    track::{Kept, State, Step, Track, tracks},
};

/// What changed at an address, in order of time. The looks must be in order of time too.
///
/// - A version that was seen before is not a new change: pages that take turns, as in tests on
///   readers, are told once, with [`Change::flip_flop`].
/// - An answer that tells nothing (an error of the server, too many requests) is no look.
/// - Gone is what is not found, gone, says so, leads to the home page, or was taken out of a list.
///   A wall, a cut or another text hides it; when it can be read again, the versions before and
///   after are held against each other.
#[must_use]
pub fn changes(address: &str, shape: Shape, looks: &[Look<'_>]) -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    for track in tracks(address, shape, looks) {
        changes.extend(of_track(address, &track));
    }
    changes.sort_by(|a, b| (a.new.first_seen, &a.id).cmp(&(b.new.first_seen, &b.id)));
    changes
}

fn of_track(address: &str, track: &Track<'_>) -> Vec<Change> {
    let mut found = Vec::new();
    let mut teller = Teller {
        address,
        track,
        seen: HashSet::default(),
        turns: HashSet::default(),
    };
    let mut last: Option<(&Step<'_>, &Kept<'_>)> = None;
    let mut absent: Option<(Absence, &Step<'_>)> = None;
    for step in &track.steps {
        match step.state {
            State::Text(number) => {
                let text = &track.texts[number];
                if let Some(before) = last {
                    found.extend(teller.text(before, (step, text), absent));
                }
                teller.seen.insert(text.reading.print);
                (last, absent) = (Some((step, text)), None);
            }
            State::Absent(why) => {
                let told = absent.is_some_and(|(known, _)| known.is_removal() || !why.is_removal());
                if let Some(before) = last.filter(|_| !told) {
                    found.push(teller.absent(before, step, why));
                }
                absent = Some((why, step));
            }
        }
    }
    found
}

struct Teller<'a, 't> {
    address: &'a str,
    track: &'a Track<'t>,
    /// The versions so far.
    seen: HashSet<Sha256>,
    /// Pairs of versions that were told to take turns.
    turns: HashSet<(Sha256, Sha256)>,
}

impl Teller<'_, '_> {
    /// The change from one version to another, with what was between them.
    fn text(
        &mut self,
        old: (&Step<'_>, &Kept<'_>),
        new: (&Step<'_>, &Kept<'_>),
        absent: Option<(Absence, &Step<'_>)>,
    ) -> Option<Change> {
        let difference = difference(&old.1.text(), &new.1.text());
        let back = absent.filter(|(why, _)| why.is_removal());
        let (a, b) = (old.1.reading.print, new.1.reading.print);
        let flip_flop = a != b && self.seen.contains(&b);
        if flip_flop && back.is_none() && !self.turns.insert((a.min(b), a.max(b))) {
            return None;
        }
        let class = match back {
            Some(_) => ChangeClass::Reinstated,
            None => difference.class?,
        };
        let change = self.change(class, old, (new.0, new.1.document), difference);
        // What is there again came back after the last look that did not find it.
        let from = back.map_or(change.between.start, |(_, step)| step.last);
        Some(Change {
            flip_flop,
            absence: back.map(|(why, _)| why),
            between: Interval::new(from, change.between.end),
            ..change
        })
    }

    /// The text is not there.
    fn absent(&self, old: (&Step<'_>, &Kept<'_>), step: &Step<'_>, why: Absence) -> Change {
        let class = if why.is_removal() {
            ChangeClass::Removed
        } else {
            ChangeClass::Hidden
        };
        let change = self.change(class, old, (step, old.1.document), Difference::default());
        Change {
            absence: Some(why),
            ..change
        }
    }

    fn change(
        &self,
        class: ChangeClass,
        old: (&Step<'_>, &Kept<'_>),
        new: (&Step<'_>, &Document),
        difference: Difference,
    ) -> Change {
        let version = |step: &Step<'_>, title: Option<&String>| Version {
            snapshot: step.snapshot.clone(),
            first_seen: step.first,
            last_seen: step.last,
            title: title.cloned(),
        };
        let is_text = matches!(new.0.state, State::Text(_));
        let ends = [old.0.snapshot.as_str(), new.0.snapshot.as_str()];
        Change {
            id: ChangeId::from_content(&[self.address, &self.track.key, ends[0], ends[1]]),
            class,
            address: self.address.to_owned(),
            document: new.1.name.clone(),
            kind: new.1.kind,
            old: version(old.0, old.1.document.title.as_ref()),
            new: version(new.0, new.1.title.as_ref().filter(|_| is_text)),
            between: Interval::new(old.0.last, new.0.first),
            altered: difference.altered,
            pieces: difference.pieces,
            announced: difference.announced,
            flip_flop: false,
            absence: None,
            looks: new.0.looks,
        }
    }
}
