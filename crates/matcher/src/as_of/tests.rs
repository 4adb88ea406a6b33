//! What is known when, rule by rule; and that nothing later leaks.

mod leaks;

use backpedal_model::{
    ClaimKind, DateSource, DocumentKind, Moment, Origin, Part, PartRole, Polarity, PublishedDate,
    Snapshot, Span, Zone,
};
use jiff::Timestamp;

use super::Known;
use crate::testing::{Details as _, Story, measured::at};

const DOWN: (ClaimKind, Polarity) = (ClaimKind::Outage, Polarity::Affirm);

fn date(text: &str, zone: Zone) -> PublishedDate {
    PublishedDate {
        at: text.parse::<Moment>().expect("a date"),
        zone,
        source: DateSource::Meta,
    }
}

fn story(kind: DocumentKind) -> Story {
    let mut story = Story::new();
    story.documents[0].kind = kind;
    story.say("Halyard", DOWN, ("Heron", &[]), "Heron was down");
    story
}

/// Documents and claims known at each time.
fn known(story: &Story, snapshots: &[Snapshot], times: &[&str]) -> Vec<(usize, usize)> {
    let count = |time: &&str| {
        let known = Known::at(&story.facts(), snapshots, at(time));
        assert_eq!(
            known.left_out.documents,
            story.documents.len() - known.documents.len()
        );
        assert_eq!(
            known.left_out.claims,
            story.claims.len() - known.claims.len()
        );
        (known.documents.len(), known.claims.len())
    };
    times.iter().map(count).collect()
}

#[test]
fn a_day_of_publication_is_over_when_it_ends_in_its_zone() {
    let mut story = story(DocumentKind::Article);
    let new_york = Zone::Named("America/New_York".into());
    story.documents[0].published = Some(date("2024-03-05", new_york));
    let times = ["2024-03-06T04:59:59Z", "2024-03-06T05:00:00Z"];
    assert_eq!(known(&story, &[], &times), [(0, 0), (1, 1)]);
    // The zone is not to be guessed: the day ends last twelve hours west of Greenwich.
    story.documents[0].published = Some(date("2024-03-05", Zone::Unknown));
    let times = ["2024-03-06T11:59:59Z", "2024-03-06T12:00:00Z"];
    assert_eq!(known(&story, &[], &times), [(0, 0), (1, 1)]);
    // An offset in the date itself beats both.
    story.documents[0].published = Some(date("2024-03-05T10:00Z", Zone::Unknown));
    let times = ["2024-03-05T10:00:59Z", "2024-03-05T10:01:00Z"];
    assert_eq!(known(&story, &[], &times), [(0, 0), (1, 1)]);
}

#[test]
fn a_text_that_was_changed_later_is_known_from_then() {
    let mut story = story(DocumentKind::Article);
    story.documents[0].published = Some(date("2024-03-05T10:00Z", Zone::Utc));
    story.documents[0].updated = Some(date("2024-03-07T10:00Z", Zone::Utc));
    let times = ["2024-03-05T12:00:00Z", "2024-03-07T10:01:00Z"];
    assert_eq!(known(&story, &[], &times), [(0, 0), (1, 1)]);
    // A change that is dated before the publication changes nothing.
    story.documents[0].updated = Some(date("2024-03-01", Zone::Utc));
    assert_eq!(known(&story, &[], &times)[0], (1, 1));
}

#[test]
fn an_undated_document_is_known_from_its_capture_alone() {
    let mut story = story(DocumentKind::Article);
    story.documents[0].published = None;
    let times = ["2024-03-09T12:00:00Z", "2024-03-10T12:00:00Z"];
    assert_eq!(known(&story, &[], &times), [(0, 0), (0, 0)]);
    let origin = Origin::File("first.html".into());
    let capture = Snapshot::new(origin, at("2024-03-10T08:00:00Z"), b"first");
    story.documents[0].snapshot = Some(capture.id.clone());
    let captures = [capture];
    assert_eq!(known(&story, &captures, &times), [(0, 0), (1, 1)]);
    // Of a day of publication that is not over, the capture proves the text already.
    story.documents[0].published = Some(date("2024-03-10", Zone::Utc));
    assert_eq!(known(&story, &captures, &times), [(0, 0), (1, 1)]);
    let never = Known::at(&story.facts(), &captures, at(times[0]));
    assert_eq!(never.snapshots, []);
}

/// A page with the given parts, each of which is a sentence with a claim.
fn page(kind: DocumentKind, parts: &[(PartRole, &str)]) -> Story {
    let mut story = Story::new();
    story.documents[0].kind = kind;
    for (n, (role, stamp)) in parts.iter().enumerate() {
        let words = format!("Heron was down {n}");
        let claim = story.say("Halyard", DOWN, ("Heron", &[]), &words);
        let span = claim.quote.span;
        story.documents[0].parts.push(Part {
            role: *role,
            span: Span::new(span.start, span.end + 2),
            author: None,
            handle: None,
            org: None,
            at: (!stamp.is_empty()).then(|| date(stamp, Zone::Utc)),
        });
    }
    story
}

#[test]
fn a_status_page_grows_by_its_updates() {
    let updates = [
        (PartRole::Title, ""),
        (PartRole::Update, "2024-03-05T10:00Z"),
        (PartRole::Update, "2024-03-05T12:00Z"),
    ];
    let mut story = page(DocumentKind::Status, &updates);
    story.documents[0].published = Some(date("2024-03-05T10:00Z", Zone::Utc));
    story.documents[0].updated = Some(date("2024-03-05T12:00Z", Zone::Utc));
    let times = [
        "2024-03-05T09:00:00Z",
        "2024-03-05T11:00:00Z",
        "2024-03-05T12:01:00Z",
    ];
    // The title may have been changed last.
    assert_eq!(known(&story, &[], &times), [(0, 0), (1, 1), (1, 3)]);
    // A change after the last update may have touched them all.
    story.documents[0].updated = Some(date("2024-03-06T12:00Z", Zone::Utc));
    assert_eq!(known(&story, &[], &times), [(0, 0), (0, 0), (0, 0)]);
    assert_eq!(known(&story, &[], &["2024-03-06T12:01:00Z"]), [(1, 3)]);
}

#[test]
fn comments_without_a_stamp_wait_for_the_capture() {
    let parts = [
        (PartRole::Body, ""),
        (PartRole::Comment, "2024-03-06T08:00Z"),
        (PartRole::Comment, ""),
    ];
    let mut story = page(DocumentKind::Article, &parts);
    story.documents[0].published = Some(date("2024-03-05T10:00Z", Zone::Utc));
    let times = [
        "2024-03-05T11:00:00Z",
        "2024-03-06T09:00:00Z",
        "2030-01-01T00:00:00Z",
    ];
    assert_eq!(known(&story, &[], &times), [(1, 1), (1, 2), (1, 2)]);
    let origin = Origin::File("first.html".into());
    let capture = Snapshot::new(origin, at("2026-03-10T08:00:00Z"), b"first");
    story.documents[0].snapshot = Some(capture.id.clone());
    assert_eq!(known(&story, &[capture], &times), [(1, 1), (1, 2), (1, 3)]);
}

#[test]
fn a_quoted_post_came_with_its_article_and_a_threads_post_did_not() {
    for (kind, claims) in [(DocumentKind::Article, 1), (DocumentKind::Discussion, 0)] {
        let mut story = page(kind, &[(PartRole::Post, "")]);
        story.documents[0].published = Some(date("2024-03-05T10:00Z", Zone::Utc));
        assert_eq!(known(&story, &[], &["2024-03-05T11:00:00Z"]), [(1, claims)]);
    }
}

#[test]
fn a_claim_is_not_known_before_it_was_said() {
    let mut story = story(DocumentKind::Article);
    story.documents[0].published = Some(date("2024-03-05T10:00Z", Zone::Utc));
    story.claims[0].at("2024-03-05T15:00Z");
    let times = ["2024-03-05T11:00:00Z", "2024-03-05T15:01:00Z"];
    assert_eq!(known(&story, &[], &times), [(1, 0), (1, 1)]);
}

#[test]
fn files_count_from_their_days_and_series_rest_on_those_that_had_begun() {
    let world = leaks::world(&[], 90);
    let known = |time: &str| {
        let known = Known::at(&world.facts(), &[], at(time));
        let names = known.datasets.iter().map(|file| file.kind.clone());
        let days = known.relationships.len();
        (
            names.collect::<Vec<_>>().join(" "),
            days,
            known.observations,
        )
    };
    let left_out = |time: &str| {
        let known = Known::at(&world.facts(), &[], at(time));
        known.left_out.observations
    };
    let (files, days, series) = known("2024-03-05T10:20:00Z");
    assert_eq!((files.as_str(), days), ("table", 1));
    assert_eq!(series[0].datasets.len(), 1);
    assert_eq!(left_out("2024-03-05T10:20:00Z"), 1);
    // Cut is only what had more to tell: from half past eleven on there are no more minutes.
    assert_eq!(left_out("2024-03-05T11:29:00Z"), 1);
    assert_eq!(left_out("2024-03-05T11:30:00Z"), 0);
    assert!(!series[0].synthetic, "the made file begins later");
    let (files, days, series) = known("2024-03-05T11:10:00Z");
    assert_eq!((files.as_str(), days), ("table made", 1));
    assert!(series[0].synthetic);
    assert_eq!(known("2024-03-06T00:00:00Z").1, 2);
    let all = Known::at(&world.facts(), &[], Timestamp::MAX);
    assert_eq!(all.observations, world.story.observations);
    assert_eq!(all.left_out, backpedal_model::LeftOut::default());
}
