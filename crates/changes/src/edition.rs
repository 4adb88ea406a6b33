//! The versions of a text as documents of their time, so that what was edited away stays known as
//! said.

use std::ops::Range;

use backpedal_model::{
    Addition, Claim, Document, Edition, Ending, Interval, PartRole, Sha256, Span,
};
use foldhash::{HashSet, HashSetExt as _};

use crate::{
    compare::{between, stands},
    look::{Look, Shape},
    track::{Kept, State, Step, Track, tracks},
};

/// The most earlier versions of one text that are kept apart; our choice. The latest of them are.
const MOST: usize = 50;

/// The versions of the texts at an address.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Editions {
    /// The last readable version of each text that changed or went, marked as such.
    pub standing: Vec<Told>,
    /// Earlier versions, each with the claims that no later version makes.
    pub past: Vec<Told>,
}

/// A version and what it claims.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// The document, with its [`Edition`].
    pub document: Document,
    /// Its claims.
    pub claims: Vec<Claim>,
}

/// The versions of the texts at an address, from its looks in order of time.
///
/// A claim of an earlier version that still stands in a later one, in words hardly changed, is one
/// statement and belongs to the later; one that was edited away stays with the version that made
/// it. Texts that never changed are not among the versions.
#[must_use]
pub fn editions(address: &str, shape: Shape, looks: &[Look<'_>]) -> Editions {
    let mut editions = Editions::default();
    for track in tracks(address, shape, looks) {
        of_track(address, &track, &mut editions);
    }
    editions
}

/// The looks that found one version, from its first to its last.
struct Run<'a, 't> {
    kept: &'a Kept<'t>,
    first: &'a Step<'t>,
    last: &'a Step<'t>,
    /// The step that ended it.
    next: Option<&'a Step<'t>>,
}

fn of_track(address: &str, track: &Track<'_>, editions: &mut Editions) {
    let runs = runs(track);
    let Some(standing) = runs.last() else { return };
    let gone = track
        .steps
        .iter()
        .rev()
        .take_while(|step| is_removed(step))
        .last();
    if runs.len() == 1 && gone.is_none() {
        return;
    }
    let edition = |run: &Run<'_, '_>, ended: Option<Ending>, added: Vec<Addition>| Edition {
        address: address.to_owned(),
        first_seen: run.first.first,
        last_seen: run.last.last,
        ended,
        added,
    };
    let ended = gone.map(|step| Ending {
        between: Interval::new(standing.last.last, step.first),
        edited: false,
    });
    let mut document = standing.kept.document.clone();
    document.edition = Some(edition(standing, ended, added(&runs)));
    editions.standing.push(Told {
        document,
        claims: standing.kept.claims.clone(),
    });
    let mut later: Vec<Claim> = standing.kept.claims.clone();
    let mut known: HashSet<Sha256> = HashSet::new();
    known.insert(standing.kept.reading.print);
    for run in runs.iter().rev().skip(1).take(MOST) {
        if !known.insert(run.kept.reading.print) {
            continue;
        }
        let lost = run
            .kept
            .claims
            .iter()
            .filter(|claim| !stands(claim, &later));
        let lost: Vec<Claim> = lost.cloned().collect();
        let Some(next) = run.next.filter(|_| !lost.is_empty()) else {
            continue;
        };
        later.extend(lost.iter().cloned());
        let mut document = run.kept.document.clone();
        let ended = Ending {
            between: Interval::new(run.last.last, next.first),
            edited: true,
        };
        document.edition = Some(edition(run, Some(ended), Vec::new()));
        editions.past.push(Told {
            document,
            claims: lost,
        });
    }
}

fn is_removed(step: &Step<'_>) -> bool {
    matches!(step.state, State::Absent(why) if why.is_removal())
}

/// The versions in order of time; looks that found the same words, or nothing between them, are
/// one.
fn runs<'a, 't>(track: &'a Track<'t>) -> Vec<Run<'a, 't>> {
    let mut runs: Vec<Run<'a, 't>> = Vec::new();
    for step in &track.steps {
        let State::Text(number) = step.state else {
            continue;
        };
        let kept = &track.texts[number];
        match runs.last_mut() {
            Some(run) if run.kept.reading.print == kept.reading.print => {
                (run.kept, run.last) = (kept, step);
            }
            last => {
                if let Some(run) = last {
                    run.next = Some(step);
                }
                runs.push(Run {
                    kept,
                    first: step,
                    last: step,
                    next: None,
                });
            }
        }
    }
    runs
}

/// The stretches of the last version that earlier ones did not have, each with when it came.
fn added(runs: &[Run<'_, '_>]) -> Vec<Addition> {
    let Some(first) = runs.first() else {
        return Vec::new();
    };
    let mut since: Vec<Option<Interval>> = vec![None; first.kept.reading.words.len()];
    let mut title: Option<Interval> = None;
    for pair in runs.windows(2) {
        let (old, new) = (&pair[0], &pair[1]);
        let when = Interval::new(old.last.last, new.first.first);
        let mut next: Vec<Option<Interval>> = Vec::with_capacity(new.kept.reading.words.len());
        let mut from = 0;
        for hunk in between(&old.kept.reading, &new.kept.reading) {
            next.extend(since.get(from..hunk.old.start).unwrap_or_default());
            next.extend(hunk.new.clone().map(|_| Some(when)));
            from = hunk.old.end;
        }
        next.extend(since.get(from..).unwrap_or_default());
        since = next;
        if old.kept.reading.title != new.kept.reading.title {
            title = Some(when);
        }
    }
    let Some(last) = runs.last() else {
        return Vec::new();
    };
    let mut added: Vec<Addition> = Vec::new();
    let heads = last.kept.document.parts.iter();
    let heads = heads.filter(|part| part.role == PartRole::Title);
    added.extend(heads.filter_map(|part| {
        let between = title?;
        let span = part.span;
        Some(Addition { span, between })
    }));
    for (words, between) in stretches(&since) {
        if let Some(span) = last.kept.reading.span(words) {
            added.push(Addition { span, between });
        }
    }
    added.sort_by_key(|one| (one.span.start, one.span.end));
    added
}

/// Neighbours that came together.
fn stretches(since: &[Option<Interval>]) -> Vec<(Range<usize>, Interval)> {
    let mut found: Vec<(Range<usize>, Interval)> = Vec::new();
    for (at, when) in since.iter().enumerate() {
        let Some(when) = when else { continue };
        match found.last_mut() {
            Some((words, known)) if words.end == at && known == when => words.end = at + 1,
            _ => found.push((at..at + 1, *when)),
        }
    }
    found
}

/// Whether a stretch of a version was put in, and when: the latest of what it touches.
#[must_use]
pub fn added_at(edition: &Edition, span: Span) -> Option<Interval> {
    let touches = |one: &&Addition| one.span.start < span.end && span.start < one.span.end;
    let touched = edition.added.iter().filter(touches);
    touched.map(|one| one.between).max_by_key(|at| at.end)
}
