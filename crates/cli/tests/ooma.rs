//! The real dispute of April 2009: every row of the table that the case must give.

#![allow(clippy::expect_used, clippy::panic)] // a test says what it misses by ending

mod common;
#[path = "common/report.rs"]
mod report;

use common::{Desk, shared_case};
use report::{Report, is, text};
use serde_json::Value;

/// The report, the article, and the annotated claims with their anchors.
struct Dispute {
    report: Report,
    article: String,
    gold: Value,
}

impl Dispute {
    /// `None` where the shared data are absent.
    fn load() -> Option<Self> {
        let folder = backpedal_testkit::shared()?.join("cases/ooma-internap-2009");
        let read =
            |name: &str| std::fs::read_to_string(folder.join(name)).expect("the case's file");
        let desk = Desk::new();
        let case = shared_case(&desk, "ooma-internap-2009.toml")?;
        let args = ["--quiet", "--format", "json", "run", &case];
        Some(Self {
            report: Report(desk.run(&args).ends(0).json()),
            article: read("article.txt"),
            gold: serde_json::from_str(&read("gold.jsonl")).expect("one document"),
        })
    }

    /// The claim found for an annotated one.
    fn claim(&self, id: &str) -> &Value {
        let wanted = self.gold["claims"].as_array().expect("claims");
        let wanted = wanted
            .iter()
            .find(|claim| claim["id"] == id)
            .expect("an annotated claim");
        let anchor = wanted["anchor"].as_str().expect("an anchor");
        let found = self
            .report
            .at("article", &self.article, anchor, text(wanted, "type"));
        assert_eq!(found["polarity"], wanted["polarity"], "{id}");
        found
    }
}

#[test]
fn dependency_is_supported_and_impact_was_not_measured() {
    let Some(case) = Dispute::load() else { return };
    for id in ["c2", "c8"] {
        let words = ["only provider", "2007-11-05", "4 of 4", "not measured"];
        is(
            case.claim(id),
            "dependency supported, impact not measured",
            &words,
        );
    }
}

#[test]
fn the_big_names_show_no_dependency_and_two_names_do_not_resolve() {
    let Some(case) = Dispute::load() else { return };
    let claim = case.claim("c3");
    is(
        claim,
        "no visible dependency, impact not measured",
        &["Google", "Yahoo", "RIM", "not measured"],
    );
    let sentence = text(claim, "sentence");
    for words in [
        "0 of 260",
        "0 of 254",
        "0 of 6,261",
        "0 of 92",
        "Blue Cross",
        "TM",
        "22",
    ] {
        assert!(sentence.contains(words), "{words:?} is not in: {sentence}");
    }
    assert!(
        sentence.contains("other way"),
        "the reverse direction is not told: {sentence}"
    );
}

#[test]
fn what_nobody_measured_cannot_be_told() {
    let Some(case) = Dispute::load() else { return };
    is(case.claim("c4"), "cannot tell", &["nothing was measured"]);
    is(case.claim("c14"), "not testable", &[]);
}

#[test]
fn the_readers_remark_on_transit_is_supported() {
    let Some(case) = Dispute::load() else { return };
    let claim = case.claim("c13");
    is(
        claim,
        "supported by measurement",
        &["2007-11-05", "2010-07-01"],
    );
    assert_eq!(claim["speaker"], "nottlv");
    assert_eq!(case.claim("c14")["speaker"], "nottlv");
}

#[test]
fn the_denial_was_withdrawn_and_nothing_conceded() {
    let Some(case) = Dispute::load() else { return };
    for later in ["c9", "c10"] {
        let kinds = case.report.between(case.claim("c4"), case.claim(later));
        assert_eq!(kinds, ["reversal"], "c4 and {later}");
    }
    let rows: Vec<&Value> = ["c9", "c10"]
        .iter()
        .flat_map(|id| case.report.ledger(case.claim(id)))
        .collect();
    let moves: Vec<&str> = rows.iter().map(|row| text(row, "move")).collect();
    assert!(moves.contains(&"withdrawn without concession"), "{moves:?}");
    assert!(
        !moves.contains(&"admitted") && !moves.contains(&"retracted"),
        "{moves:?}"
    );
}

#[test]
fn the_retraction_is_overstated_and_the_cause_is_in_dispute() {
    let Some(case) = Dispute::load() else { return };
    let joined = |a: &str, b: &str| case.report.between(case.claim(a), case.claim(b));
    assert_eq!(joined("c11", "c9"), ["misreported"]);
    assert_eq!(joined("c2", "c5"), ["dispute"]);
    assert_eq!(joined("c4", "c7"), ["dispute"]);
    assert_eq!(joined("c3", "c13"), ["dispute"]);
}
