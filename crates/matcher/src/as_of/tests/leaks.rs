//! Stories at random: what is known only grows, and what comes later changes nothing before.

use backpedal_model::{
    CauseKind, ClaimKind, Dataset, DatasetId, DocumentId, DocumentKind, Edges, Gap, GapReason,
    Interval, Origin, Part, PartRole, Polarity, Policy, RelationshipFact, Sha256, Signal, Snapshot,
    Zone,
};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use super::{super::measured::rename, Known, date};
use crate::{
    Facts, Judgement, judge,
    testing::{
        Details as _, Story,
        measured::{at, between, visibility},
    },
};

/// A story with all that belongs to it.
pub(super) struct World {
    pub(super) story: Story,
    snapshots: Vec<Snapshot>,
    datasets: Vec<Dataset>,
    relationships: Vec<RelationshipFact>,
}

impl World {
    pub(super) fn facts(&self) -> Facts<'_> {
        Facts {
            datasets: &self.datasets,
            relationships: &self.relationships,
            ..self.story.facts()
        }
    }

    fn known(&self, as_of: Timestamp) -> Known {
        Known::at(&self.facts(), &self.snapshots, as_of)
    }

    fn judge_at(&self, as_of: Timestamp) -> Judgement {
        judge(&self.known(as_of).facts(&self.story.case))
    }
}

/// A document: hours after ten o'clock at which it was published, changed, captured (none where
/// 0), and what is said in it, with the hour of its own stamp.
#[derive(Clone, Debug)]
pub(super) struct Page {
    published: u8,
    updated: u8,
    captured: u8,
    said: Vec<(u8, u8)>,
}

fn hour(n: u8) -> String {
    let start = at("2024-03-05T10:00:00Z");
    let time = start + SignedDuration::from_hours(n.into());
    time.strftime("%Y-%m-%dT%H:%MZ").to_string()
}

/// Who says what, about whom, with which words.
type Statement = (
    &'static str,
    (ClaimKind, Polarity),
    (&'static str, &'static [&'static str]),
    &'static str,
);

fn statement(what: u8) -> Statement {
    use ClaimKind::{Cause, Investigating, Outage, Restored, Retraction};
    use Polarity::{Affirm, Deny};
    match what % 7 {
        0 => (
            "Heron",
            (Outage, Deny),
            ("Heron", &[][..]),
            "Heron had no downtime",
        ),
        1 => (
            "Heron",
            (Outage, Affirm),
            ("Heron", &[][..]),
            "we had an outage",
        ),
        2 => (
            "Heron",
            (Investigating, Affirm),
            ("Heron", &[][..]),
            "we look into it",
        ),
        3 => (
            "Halyard",
            (Outage, Affirm),
            ("Heron", &[][..]),
            "Heron was down",
        ),
        4 => (
            "Halyard",
            (Cause, Affirm),
            ("Halyard", &["Heron"][..]),
            "it came from Heron",
        ),
        5 => (
            "Halyard",
            (Retraction, Affirm),
            ("Heron", &[][..]),
            "Heron took it back",
        ),
        _ => (
            "Heron",
            (Restored, Affirm),
            ("Heron", &[][..]),
            "all is well again",
        ),
    }
}

fn say(story: &mut Story, what: u8, stamp: u8, n: usize) {
    let (who, what, about, words) = statement(what);
    let claim = story.say(who, what, about, &format!("{words}, {n}"));
    if claim.kind == ClaimKind::Cause {
        claim.because(CauseKind::Provider);
    }
    let span = claim.quote.span;
    if stamp > 0 {
        claim.at(&hour(stamp));
    }
    let page = story.documents.last_mut().expect("there is a page");
    page.parts.push(Part {
        role: PartRole::Post,
        span,
        author: None,
        handle: None,
        org: None,
        at: (stamp > 0).then(|| date(&hour(stamp), Zone::Utc)),
    });
}

/// A world of these pages, with Heron's routes for so many minutes from ten o'clock: half of them
/// gone from the thirtieth to the sixtieth.
pub(super) fn world(pages: &[Page], minutes: usize) -> World {
    let mut story = Story::new();
    story.documents.clear();
    let mut snapshots = Vec::new();
    for (n, page) in pages.iter().enumerate() {
        let kinds = [DocumentKind::Article, DocumentKind::Discussion];
        story.document(&format!("page-{n}"), kinds[n % 2]);
        for (m, (what, stamp)) in page.said.iter().enumerate() {
            say(&mut story, *what, *stamp, 10 * n + m);
        }
        let made = story.documents.last_mut().expect("there is a page");
        let dated = |n: u8| (n > 0).then(|| date(&hour(n), Zone::Utc));
        (made.published, made.updated) = (dated(page.published), dated(page.updated));
        if page.captured > 0 {
            let origin = Origin::File(format!("page-{n}.html"));
            let time = at(&hour(page.captured).replace('Z', ":00Z"));
            snapshots.push(Snapshot::new(origin, time, b"a page"));
            made.snapshot = snapshots.last().map(|snapshot| snapshot.id.clone());
        }
    }
    let (good, bad) = (minutes.min(30), minutes.saturating_sub(30).min(30));
    let shares = [(good, 1.0), (bad, 0.5), (minutes.saturating_sub(60), 1.0)];
    let mut seen = visibility("heron", "2024-03-05T10:00:00Z", &shares);
    seen.coverage.window = story.case.window;
    seen.datasets = vec![DatasetId::from_printed("m-table")];
    if minutes > 60 {
        seen.datasets.push(DatasetId::from_printed("m-made"));
        seen.synthetic = true;
    }
    if let Some(covered) = seen.coverage.covered {
        seen.coverage.gaps.push(Gap {
            interval: Interval::new(covered.end, seen.coverage.window.end),
            reason: GapReason::NoData,
            peer: None,
            dataset: None,
        });
    }
    if let Signal::Visibility(series) = &mut seen.signal {
        let edges = Edges::of(&series.bins, 60, &Policy::default());
        (series.first_loss, series.onset) = (edges.first_loss, edges.onset);
        series.recovery = edges.recovery;
    }
    rename(&mut seen);
    story.observations = vec![seen];
    World {
        story,
        snapshots,
        datasets: datasets(minutes > 60),
        relationships: vec![link("2024-03-01"), link("2024-03-05")],
    }
}

fn datasets(made: bool) -> Vec<Dataset> {
    let file = |kind: &str, covers: Interval, synthetic| Dataset {
        id: DatasetId::from_printed(&format!("m-{kind}")),
        origin: Origin::File(kind.to_owned()),
        kind: kind.to_owned(),
        digest: Sha256::of(kind.as_bytes()),
        bytes: 1,
        covers,
        collector: None,
        synthetic,
        note: None,
        records: 1,
    };
    let table = between("2024-03-05T10:00:00Z", "2024-03-05T11:00:00Z");
    let rest = between("2024-03-05T11:00:00Z", "2024-03-05T12:00:00Z");
    let mut files = vec![file("table", table, false)];
    files.extend(made.then(|| file("made", rest, true)));
    files
}

fn link(day: &str) -> RelationshipFact {
    serde_json::from_value(serde_json::json!({
        "customer": "halyard", "supplier": "heron", "dataset": "m-links", "date": day,
        "customer_known": [64500], "supplier_known": [64501], "direct": [[64500, 64501]],
        "reverse": [], "peers": [], "providers": [64501], "in_cone": null, "cone_size": null,
    }))
    .expect("a fact as it is stored")
}

fn pages() -> impl Strategy<Value = Vec<Page>> {
    let said = proptest::collection::vec((0_u8..7, 0_u8..8), 1..4);
    let page =
        (0_u8..8, 0_u8..8, 0_u8..8, said).prop_map(|(published, updated, captured, said)| Page {
            published,
            updated,
            captured,
            said,
        });
    proptest::collection::vec(page, 1..6)
}

fn time() -> impl Strategy<Value = Timestamp> {
    (0_i64..9 * 60).prop_map(|n| at("2024-03-05T10:00:00Z") + SignedDuration::from_mins(n))
}

proptest! {
    #[test]
    fn what_is_known_only_grows(pages in pages(), minutes in 0_usize..120, a in time(), b in time()) {
        let world = world(&pages, minutes);
        let (early, late) = (world.known(a.min(b)), world.known(a.max(b)));
        for page in &early.documents {
            prop_assert!(late.documents.contains(page));
        }
        for claim in &early.claims {
            prop_assert!(late.claims.contains(claim));
            prop_assert!(early.documents.iter().any(|page| page.id == claim.document_id));
        }
        for fact in &early.relationships {
            prop_assert!(late.relationships.contains(fact));
        }
        for file in &early.datasets {
            prop_assert!(late.datasets.contains(file));
        }
        let bins = |known: &Known| match known.observations.first().map(|seen| &seen.signal) {
            Some(Signal::Visibility(series)) => series.bins.clone(),
            _ => vec![],
        };
        prop_assert!(bins(&late).starts_with(&bins(&early)));
    }

    #[test]
    fn what_comes_later_changes_nothing(
        pages in pages(), t in time(), gone in proptest::collection::vec(any::<bool>(), 40),
        minutes in 0_usize..120,
    ) {
        let whole = world(&pages, 120);
        let known = whole.known(t);
        let passed = usize::try_from(t.duration_since(at("2024-03-05T10:00:00Z")).as_mins());
        // The same world as somebody may have had it at any time from then on.
        let mut other = world(&pages, minutes.max(passed.unwrap_or(0)).min(120));
        let mut dice = gone.iter().cycle().copied();
        let mut keep = |is_known: bool| is_known || dice.next().unwrap_or(false);
        other.story.documents.retain(|page| keep(known.documents.contains(page)));
        let there: Vec<DocumentId> = other.story.documents.iter().map(|d| d.id.clone()).collect();
        other.story.claims.retain(|claim| {
            there.contains(&claim.document_id) && keep(known.claims.contains(claim))
        });
        other.relationships.retain(|fact| keep(known.relationships.contains(fact)));
        prop_assert_eq!(other.judge_at(t), judge(&known.facts(&whole.story.case)));
    }

    #[test]
    fn at_the_end_of_time_all_is_known(pages in pages(), minutes in 0_usize..120) {
        let world = world(&pages, minutes);
        let known = world.known(Timestamp::MAX);
        prop_assert_eq!(&known.claims, &world.story.claims);
        prop_assert_eq!(known.facts(&world.story.case).observations, world.facts().observations);
        prop_assert_eq!(world.judge_at(Timestamp::MAX), judge(&world.facts()));
    }
}

/// The random stories do reach what they are for: contradictions, and judgements that change.
#[test]
fn the_stories_hold_contradictions() {
    let page = |published, said: &[(u8, u8)]| Page {
        published,
        updated: 0,
        captured: 0,
        said: said.to_vec(),
    };
    let world = world(&[page(1, &[(0, 1)]), page(4, &[(1, 4)])], 120);
    let found = |time: &str| world.judge_at(at(time)).contradictions.len();
    assert_eq!(found("2024-03-05T12:00:00Z"), 0);
    assert_eq!(found("2024-03-05T15:00:00Z"), 1);
    let early = world.judge_at(at("2024-03-05T12:00:00Z"));
    assert_eq!((early.positions.len(), early.verdicts.len()), (2, 1));
}
