//! From claims to outcomes: how questions are asked and evidence is gathered, with near misses.

use backpedal_model::{
    Bound, CauseKind,
    ClaimKind::{self, Affected, Cause, Outage, Relationship, Scope, Timing},
    DocumentKind, Gap, GapReason, Outcome, Polarity, Quantity, Signal,
};

use super::{
    Details, Story,
    measured::{between, probes, series, visibility},
};

const HALYARD: (&str, &[&str]) = ("Halyard", &[]);
const DAY: &str = "2024-03-05T00:00:00Z";
const DOWN: (ClaimKind, Polarity) = (Outage, Polarity::Affirm);
const UP: (ClaimKind, Polarity) = (Outage, Polarity::Deny);

/// A day of visibility with an hour of loss at six in the morning.
fn lost() -> backpedal_model::Observation {
    visibility("halyard", DAY, &[(360, 1.0), (60, 0.4), (1020, 1.0)])
}

fn story() -> Story {
    let mut story = Story::new();
    story.say("Heron", DOWN, HALYARD, "Halyard was down");
    story.say("Halyard", UP, HALYARD, "we had no downtime");
    story
}

fn outcomes(story: &Story) -> Vec<Outcome> {
    story
        .judge()
        .verdicts
        .iter()
        .map(backpedal_model::Verdict::outcome)
        .collect()
}

#[test]
fn a_measured_loss_supports_and_contradicts() {
    let mut story = story();
    story.observations.push(lost());
    assert_eq!(
        outcomes(&story),
        [Outcome::Supported, Outcome::Contradicted]
    );
}

#[test]
fn a_true_denial_is_as_prominent() {
    let mut story = story();
    story
        .observations
        .push(visibility("halyard", DAY, &[(1440, 1.0)]));
    assert_eq!(
        outcomes(&story),
        [Outcome::CannotTell; 2],
        "routing alone proves no service"
    );
    story.observations.push(probes("halyard", DAY, &[20; 288]));
    assert_eq!(
        outcomes(&story),
        [Outcome::Contradicted, Outcome::Supported]
    );
}

#[test]
fn misrouted_is_not_down() {
    let misrouted = |peers: u32| {
        let mut seen = visibility("halyard", DAY, &[(1440, 1.0)]);
        if let Signal::Visibility(series) = &mut seen.signal {
            series.origins = vec![backpedal_model::OriginChange {
                origin: backpedal_model::Asn(64666),
                prefixes: 3,
                specifics: vec![],
                peers,
                of: 5,
                during: between("2024-03-05T09:00:00Z", "2024-03-05T09:40:00Z"),
            }];
        }
        let mut story = story();
        story.observations.push(seen);
        let sentence = story.judge().verdicts[0].sentence();
        (outcomes(&story), sentence)
    };
    let (most, sentence) = misrouted(4);
    assert_eq!(most, [Outcome::Consistent, Outcome::CannotTell]);
    assert!(
        sentence.contains("AS64666 announced 3 of Halyard’s") && sentence.contains("not down"),
        "{sentence}"
    );
    // A few peers fit nothing, and what another day showed is of another day.
    assert_eq!(misrouted(2).0, [Outcome::CannotTell; 2]);
}

#[test]
fn too_few_peers_is_cannot_tell() {
    let mut story = story();
    let mut seen = lost();
    seen.coverage.full_feed_peers = 2;
    story.observations.push(seen);
    assert_eq!(outcomes(&story), [Outcome::CannotTell; 2]);
    let sentence = story.verdict(0).sentence();
    assert!(
        sentence.contains("2 full-feed peers where 3 are needed"),
        "{sentence}"
    );
}

#[test]
fn no_baseline_is_cannot_tell() {
    let mut story = story();
    let mut seen = lost();
    seen.coverage.baseline = false;
    story.observations.push(seen);
    assert_eq!(outcomes(&story), [Outcome::CannotTell; 2]);
}

#[test]
fn a_gap_hides_a_good_day_but_not_a_measured_loss() {
    let gap = Gap {
        interval: between("2024-03-05T12:00:00Z", "2024-03-05T13:00:00Z"),
        reason: GapReason::NoData,
        peer: None,
        dataset: None,
    };
    let mut story = story();
    let mut seen = lost();
    seen.coverage.gaps.push(gap.clone());
    story.observations.push(seen);
    assert_eq!(
        outcomes(&story),
        [Outcome::Supported, Outcome::Contradicted]
    );
    let mut story = self::story();
    let mut seen = visibility("halyard", DAY, &[(1440, 1.0)]);
    seen.coverage.gaps.push(gap);
    story.observations.push(seen);
    story.observations.push(probes("halyard", DAY, &[20; 288]));
    assert_eq!(outcomes(&story), [Outcome::CannotTell; 2]);
    assert!(
        story
            .verdict(1)
            .sentence()
            .contains("not watched throughout")
    );
}

#[test]
fn a_measurement_outside_the_window_is_none() {
    let mut story = story();
    story.observations.push(visibility(
        "halyard",
        "2024-03-01T00:00:00Z",
        &[(60, 1.0), (60, 0.2), (60, 1.0)],
    ));
    assert_eq!(outcomes(&story), [Outcome::CannotTell; 2]);
    assert!(
        story
            .verdict(0)
            .sentence()
            .contains("no measurement in the window")
    );
}

#[test]
fn a_minute_of_a_long_loss_is_judged_by_the_loss() {
    let mut story = Story::new();
    let minute = ("06:30 UTC", "2024-03-05T06:30Z", "2024-03-05T06:30Z");
    story
        .say("Heron", DOWN, HALYARD, "down at 06:30 UTC")
        .happened(minute.0, minute.1, minute.2);
    let noon = ("noon UTC", "2024-03-05T12:00Z", "2024-03-05T12:00Z");
    story
        .say("Heron", UP, HALYARD, "no outage at noon UTC")
        .happened(noon.0, noon.1, noon.2);
    story.observations.push(lost());
    assert_eq!(outcomes(&story), [Outcome::Supported, Outcome::CannotTell]);
    assert!(story.verdict(0).sentence().contains("for 60 minutes"));
}

#[test]
fn words_of_the_application_are_not_contradicted_by_routing() {
    let mut story = Story::new();
    story.say("Halyard", UP, HALYARD, "every call completed");
    story.observations.push(lost());
    assert_eq!(outcomes(&story), [Outcome::CannotTell]);
    assert!(
        story
            .verdict(0)
            .sentence()
            .contains("about the application")
    );
}

#[test]
fn failing_controls_are_the_probes_fault() {
    let mut story = story();
    let mut answered = [20; 288];
    answered[72..84].fill(2);
    let mut seen = probes("halyard", DAY, &answered);
    story.observations.push(seen.clone());
    assert_eq!(
        outcomes(&story),
        [Outcome::Supported, Outcome::Contradicted]
    );
    if let Signal::Probes(probes) = &mut seen.signal {
        probes.control = Some(0.1);
    }
    story.observations[0] = seen;
    assert_eq!(outcomes(&story), [Outcome::CannotTell; 2]);
    assert!(
        story
            .verdict(0)
            .sentence()
            .contains("control targets failed too")
    );
}

/// The outcomes and the first sentence with an hour in which every probe failed, after a change to
/// what the probes were.
fn with_probes(change: impl Fn(&mut backpedal_model::Probes)) -> ([Outcome; 2], String) {
    let mut story = story();
    let mut answered = [20; 288];
    answered[72..84].fill(0);
    let mut seen = probes("halyard", DAY, &answered);
    if let Signal::Probes(probes) = &mut seen.signal {
        change(probes);
    }
    story.observations.push(seen);
    let found = outcomes(&story);
    ([found[0], found[1]], story.verdict(0).sentence())
}

#[test]
fn days_that_disagree_and_unknown_ases_leave_it_open() {
    use backpedal_model::{BaselinePart, BaselineTime, Interval};
    let decided = [Outcome::Supported, Outcome::Contradicted];
    assert_eq!(with_probes(|_| {}).0, decided);
    // Unknown ASes do no harm where the others suffice.
    assert_eq!(with_probes(|probes| probes.detail.unplaced = 9).0, decided);
    let (found, sentence) = with_probes(|probes| {
        probes.source_ases = 2;
        probes.detail.unplaced = 9;
    });
    assert_eq!(found, [Outcome::CannotTell; 2]);
    assert!(sentence.contains("the AS of 9 is not known"), "{sentence}");
    let (found, sentence) = with_probes(|probes| {
        probes.baseline = Some(0.4);
        probes.bins.iter_mut().for_each(|bin| bin.answered = 8);
    });
    assert_eq!(found, [Outcome::CannotTell; 2]);
    assert!(
        sentence.contains("only 40 % of the same probes"),
        "{sentence}"
    );
    let part = |time| BaselinePart {
        time,
        interval: Interval::new(jiff::Timestamp::MIN, jiff::Timestamp::MAX),
        share: 0.5,
        results: 20,
    };
    let (found, sentence) = with_probes(|probes| {
        probes.baseline = None;
        probes.detail.baselines = vec![
            part(BaselineTime::WeekBefore),
            part(BaselineTime::DayBefore),
        ];
    });
    assert_eq!(found, [Outcome::CannotTell; 2]);
    assert!(sentence.contains("disagree"), "{sentence}");
}

#[test]
fn results_that_went_past_a_party_say_nothing_of_it() {
    let mut story = story();
    let before = outcomes(&story);
    let mut seen = probes("halyard", DAY, &[]);
    if let Signal::Probes(probes) = &mut seen.signal {
        probes.targets.clear();
    }
    story.observations.push(seen);
    assert_eq!(outcomes(&story), before);
    assert!(
        !story
            .verdict(0)
            .sentence()
            .contains("no probes in the window")
    );
}

#[test]
fn names_are_never_guessed() {
    let mut story = Story::new();
    story.say("Heron", DOWN, ("Osprey", &[]), "Osprey was down");
    story.say("Heron", DOWN, ("Ghost", &[]), "Ghost was down");
    story.say("Heron", DOWN, ("", &[]), "it was down");
    story.say(
        "Heron",
        (Affected, Polarity::Affirm),
        ("Halyard", &["Osprey"]),
        "Osprey too",
    );
    assert_eq!(outcomes(&story), [Outcome::NotResolved; 4]);
    assert!(
        story
            .verdict(1)
            .sentence()
            .contains("a trade name of several firms")
    );
}

#[test]
fn only_words_get_no_verdict() {
    let mut story = Story::new();
    for kind in [
        ClaimKind::Investigating,
        ClaimKind::Retraction,
        ClaimKind::Responsibility,
    ] {
        story.say("Halyard", (kind, Polarity::Affirm), HALYARD, "words");
    }
    story.say(
        "Halyard",
        (Outage, Polarity::Uncertain),
        HALYARD,
        "may be down",
    );
    story
        .say(
            "Halyard",
            (Cause, Polarity::Deny),
            ("Halyard", &["attack"]),
            "no attack",
        )
        .because(CauseKind::Attack);
    story.say(
        "Heron",
        (Relationship, Polarity::Affirm),
        ("Heron", &["Halyard"]),
        "Heron has a presence in the building of Halyard",
    );
    story.observations.push(lost());
    assert_eq!(outcomes(&story), [Outcome::NotTestable; 6]);
}

#[test]
fn a_time_without_a_zone_contradicts_nobody() {
    let mut story = Story::new();
    let began = (Timing, Polarity::Affirm);
    story
        .say("Heron", began, HALYARD, "it began at 09:00")
        .happened("09:00", "2024-03-05T09:00", "");
    let mut seen = lost();
    series(&mut seen).onset = Some(between("2024-03-05T05:59:00Z", "2024-03-05T06:00:00Z"));
    story.observations.push(seen);
    assert_eq!(outcomes(&story), [Outcome::CannotTell]);
    assert!(
        story.verdict(0).sentence().contains("no zone"),
        "{}",
        story.verdict(0).sentence()
    );
    story
        .say("Heron", began, HALYARD, "it began at 09:00 UTC")
        .happened("09:00 UTC", "2024-03-05T09:00Z", "");
    assert_eq!(
        outcomes(&story),
        [Outcome::CannotTell, Outcome::Contradicted]
    );
}

#[test]
fn only_a_status_page_says_so() {
    let mut story = story();
    story.document("status", DocumentKind::Status);
    story.say("Halyard", DOWN, HALYARD, "a partial outage");
    assert_eq!(
        outcomes(&story),
        [
            Outcome::ReportedOnly,
            Outcome::CannotTell,
            Outcome::ReportedOnly
        ]
    );
    assert!(story.verdict(0).sentence().contains("reported by Halyard"));
    story.observations.push(lost());
    assert_eq!(
        story.verdict(0).outcome(),
        Outcome::Supported,
        "measurement goes first"
    );
}

#[test]
fn shares_of_networks_and_counts_of_people() {
    let mut story = Story::new();
    let mut share = |words: &str, value: f64, bound: Option<Bound>| {
        story
            .say("Heron", (Scope, Polarity::Affirm), HALYARD, words)
            .quantity = Some(Quantity {
            value,
            unit: "percent".into(),
            bound,
            of: None,
        });
    };
    share("60 percent of its prefixes vanished", 60.0, None);
    share(
        "at most 5 percent of its network was gone",
        5.0,
        Some(Bound::AtMost),
    );
    share("60 percent of customers were hit", 60.0, None);
    share("half of the internet was gone", 50.0, None);
    story.observations.push(lost());
    assert_eq!(
        outcomes(&story),
        [
            Outcome::Supported,
            Outcome::Contradicted,
            Outcome::NotTestable,
            Outcome::NotTestable
        ]
    );
    assert!(
        story
            .verdict(3)
            .sentence()
            .contains("40.0 % of Halyard’s 1,000 prefixes")
    );
}

#[test]
fn synthetic_data_are_named() {
    let mut story = story();
    let mut seen = lost();
    seen.synthetic = true;
    story.observations.push(seen);
    assert!(story.verdict(0).sentence().ends_with("Synthetic data."));
}

#[test]
fn the_same_facts_give_the_same_judgement() {
    let mut story = story();
    story.observations.push(lost());
    assert_eq!(story.judge(), story.judge());
}
