//! One text at an address through all looks: when it read how, and when it was not there.

use backpedal_model::{Absence, Claim, Document, DocumentKind, SnapshotId};
use foldhash::HashMap;
use jiff::Timestamp;

use crate::{
    absence::{self, Before},
    compare::Text,
    listed,
    look::{Answer, Captured, Look, Shape},
    reading::Reading,
};

/// A version of a text.
pub(crate) struct Kept<'a> {
    pub(crate) document: &'a Document,
    pub(crate) claims: Vec<Claim>,
    pub(crate) reading: Reading,
    landed: Option<&'a str>,
}

impl Kept<'_> {
    pub(crate) fn text(&self) -> Text<'_> {
        Text {
            document: self.document,
            claims: &self.claims,
            reading: &self.reading,
        }
    }
}

/// What a text was for some looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// The version of that number.
    Text(usize),
    /// Not there.
    Absent(Absence),
}

/// A state and the looks that found it.
pub(crate) struct Step<'a> {
    pub(crate) state: State,
    /// The first capture that shows it.
    pub(crate) snapshot: &'a SnapshotId,
    pub(crate) first: Timestamp,
    pub(crate) last: Timestamp,
    pub(crate) looks: usize,
}

/// One text at an address.
pub(crate) struct Track<'a> {
    /// What tells it from the others at the address.
    pub(crate) key: String,
    pub(crate) steps: Vec<Step<'a>>,
    pub(crate) texts: Vec<Kept<'a>>,
    /// Whether the last capture told of it.
    current: bool,
}

impl<'a> Track<'a> {
    fn new(key: String) -> Self {
        Self {
            key,
            steps: Vec::new(),
            texts: Vec::new(),
            current: false,
        }
    }

    /// The version that was seen last.
    pub(crate) fn last_text(&self) -> Option<&Kept<'a>> {
        self.texts.last()
    }

    /// Whether it is known to be gone.
    fn is_gone(&self) -> bool {
        let last = self.steps.last().map(|step| step.state);
        matches!(last, Some(State::Absent(why)) if why.is_removal())
    }

    fn see(&mut self, at: Timestamp, captured: &Captured<'a>, document: &'a Document) {
        self.current = true;
        if let (Some(step), Some(kept)) = (self.steps.last_mut(), self.texts.last()) {
            let same = kept.document.id == document.id
                && kept.document.title == document.title
                && kept.document.updated == document.updated;
            if same && matches!(step.state, State::Text(_)) {
                (step.last, step.looks) = (at, step.looks + 1);
                return;
            }
        }
        let reading = Reading::of(document);
        self.texts.push(Kept {
            document,
            claims: captured.claims_of(document),
            reading,
            landed: captured.snapshot.landed.as_deref(),
        });
        self.push(State::Text(self.texts.len() - 1), at, &captured.snapshot.id);
    }

    fn miss(&mut self, at: Timestamp, captured: &Captured<'a>, why: Absence) {
        self.current = true;
        // What is gone cannot be hidden too.
        if let Some(step) = self.steps.last_mut() {
            let gone = matches!(step.state, State::Absent(known) if known.is_removal());
            if step.state == State::Absent(why) || (gone && why.is_removal()) {
                (step.last, step.looks) = (at, step.looks + 1);
                return;
            }
            if gone {
                return;
            }
        }
        self.push(State::Absent(why), at, &captured.snapshot.id);
    }

    fn push(&mut self, state: State, at: Timestamp, snapshot: &'a SnapshotId) {
        self.steps.push(Step {
            state,
            snapshot,
            first: at,
            last: at,
            looks: 1,
        });
    }

    fn again(&mut self, at: Timestamp) {
        if let Some(step) = self.steps.last_mut().filter(|_| self.current) {
            (step.last, step.looks) = (at, step.looks + 1);
        }
    }
}

/// All texts of an address, in the order in which they were first seen.
pub(crate) fn tracks<'a>(address: &str, shape: Shape, looks: &[Look<'a>]) -> Vec<Track<'a>> {
    let mut all = Tracks {
        address,
        tracks: Vec::new(),
        numbers: HashMap::default(),
        listed: Vec::new(),
    };
    for look in looks {
        match &look.answer {
            Answer::Nothing => {}
            Answer::Same => all.tracks.iter_mut().for_each(|track| track.again(look.at)),
            Answer::Captured(captured) => all.captured(shape, look.at, captured),
        }
    }
    all.tracks
}

struct Tracks<'a, 't> {
    address: &'t str,
    tracks: Vec<Track<'a>>,
    numbers: HashMap<String, usize>,
    /// The texts of the list as it was seen last, in its order.
    listed: Vec<String>,
}

/// The key of the page itself.
const PAGE: &str = "page";

impl<'a> Tracks<'a, '_> {
    fn track(&mut self, key: &str) -> &mut Track<'a> {
        let next = self.tracks.len();
        let number = *self.numbers.entry(key.to_owned()).or_insert(next);
        if number == next {
            self.tracks.push(Track::new(key.to_owned()));
        }
        &mut self.tracks[number]
    }

    fn captured(&mut self, shape: Shape, at: Timestamp, captured: &Captured<'a>) {
        let Some(by_status) = absence::by_status(captured.snapshot.status) else {
            return;
        };
        self.tracks
            .iter_mut()
            .for_each(|track| track.current = false);
        let readable = match shape {
            Shape::Page => self.page(at, captured, by_status),
            Shape::List => by_status.is_none() && !captured.documents.is_empty(),
        };
        if readable {
            self.list(shape, at, captured);
        }
    }

    /// The page itself, and whether it was there.
    fn page(&mut self, at: Timestamp, captured: &Captured<'a>, status: Option<Absence>) -> bool {
        let is_page = |document: &&Document| document.kind != DocumentKind::Comment;
        let page = captured.documents.iter().find(is_page);
        let address = self.address;
        let track = self.track(PAGE);
        if let Some(why) = status {
            track.miss(at, captured, why);
            return false;
        }
        // The version that stands needs no second reading.
        let known = track.last_text().is_some_and(|kept| {
            page.is_some_and(|page| page.id == kept.document.id) && !track.is_gone()
        });
        if !known {
            let reading = page.map(|page| (page, Reading::of(page)));
            let now = reading.as_ref().map(|(page, reading)| (*page, reading));
            let before = track.last_text().map(|kept| Before {
                document: kept.document,
                reading: &kept.reading,
                landed: kept.landed,
            });
            let why = absence::by_text(address, captured.snapshot, now, before.as_ref());
            if let Some(why) = why {
                track.miss(at, captured, why);
                return false;
            }
        }
        if let Some(page) = page {
            track.see(at, captured, page);
        }
        true
    }

    /// Comments, posts and entries: each is a text of its own.
    fn list(&mut self, shape: Shape, at: Timestamp, captured: &Captured<'a>) {
        let items = captured.documents.iter().filter(|document| match shape {
            Shape::Page => document.kind == DocumentKind::Comment,
            Shape::List => true,
        });
        let items: Vec<&'a Document> = items.collect();
        let keys = listed::keys(&items);
        for key in listed::taken_out(&self.listed, &keys, &items) {
            self.track(&key).miss(at, captured, Absence::TakenOut);
        }
        for (key, document) in keys.iter().zip(items) {
            self.track(key).see(at, captured, document);
        }
        // What was taken out before and is still not there.
        let still = self.tracks.iter_mut().filter(|track| !track.current);
        for track in still.filter(|track| track.is_gone()) {
            track.miss(at, captured, Absence::TakenOut);
        }
        self.listed = keys;
    }
}
