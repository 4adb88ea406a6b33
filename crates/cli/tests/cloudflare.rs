//! The real outage of 21 June 2022: every row of the table that the case must give, and the
//! figures of its visibility.

#![allow(clippy::expect_used, clippy::panic)] // a test says what it misses by ending

mod common;
#[path = "common/report.rs"]
mod report;

use common::{Desk, shared_case};
use report::{Report, is, text};
use serde_json::Value;

struct Outage {
    report: Report,
    texts: std::path::PathBuf,
}

impl Outage {
    /// `None` where the shared data are absent.
    fn load() -> Option<Self> {
        let texts = backpedal_testkit::shared()?.join("cases/cloudflare-2022-06-21");
        let desk = Desk::new();
        let case = shared_case(&desk, "cloudflare-2022-06-21.toml")?;
        let args = ["--quiet", "--format", "json", "run", &case];
        Some(Self {
            report: Report(desk.run(&args).ends(0).json()),
            texts,
        })
    }

    fn claim(&self, document: &str, anchor: &str, kind: &str) -> &Value {
        let path = self.texts.join(format!("{document}.txt"));
        let text = std::fs::read_to_string(path).expect("the text");
        self.report.at(document, &text, anchor, kind)
    }
}

#[test]
fn the_providers_times_stand() {
    let Some(case) = Outage::load() else { return };
    is(
        case.claim("provider", "at 06:27 UTC", "timing"),
        "supported by measurement",
        &["06:28"],
    );
    is(
        case.claim("provider", "07:42 UTC", "restored"),
        "consistent with measurement",
        &["07:39"],
    );
}

#[test]
fn the_blogs_start_is_contradicted_at_routing_level_only() {
    let Some(case) = Outage::load() else { return };
    let start = case.claim("careers-blog", "06:58 UTC", "timing");
    is(
        start,
        "contradicted by measurement",
        &["routing", "application"],
    );
    for anchor in ["rolled back at 08:20 UTC", "fully recovered at 08:50 UTC"] {
        is(
            case.claim("careers-blog", anchor, "restored"),
            "cannot tell",
            &["07:39"],
        );
    }
}

#[test]
fn the_magazines_length_stands_and_its_breadth_cannot_be_tested() {
    let Some(case) = Outage::load() else { return };
    let length = case.claim("magazine", "approximately 69 minutes", "timing");
    is(length, "supported by measurement", &["70 minutes"]);
    let half = case.claim("magazine", "half of the web", "scope");
    is(half, "not testable", &["76.1 %", "prefixes are not users"]);
}

#[test]
fn an_attack_gets_no_verdict_but_is_in_dispute() {
    let Some(case) = Outage::load() else { return };
    let denied = case.claim("provider", "not the result of an attack", "cause");
    let suspected = case.claim("magazine", "suspected a denial-of-service attack", "cause");
    assert_eq!(
        (text(denied, "polarity"), text(suspected, "polarity")),
        ("deny", "uncertain")
    );
    assert_eq!(case.report.between(denied, suspected), ["dispute"]);
    for claim in [denied, suspected] {
        is(claim, "not testable", &[]);
    }
}

#[test]
fn provider_and_blog_differ_on_start_and_end() {
    let Some(case) = Outage::load() else { return };
    let start = case.claim("careers-blog", "06:58 UTC", "timing");
    let began = case.claim("provider", "at 06:27 UTC", "timing");
    assert_eq!(case.report.between(began, start), ["timing"]);
    let finished = case.claim("provider", "07:42 UTC", "restored");
    let recovered = case.claim("careers-blog", "fully recovered at 08:50 UTC", "restored");
    assert_eq!(case.report.between(finished, recovered), ["timing"]);
}

#[test]
fn visibility_comes_out_to_the_minute_and_a_tenth_of_a_point() {
    let desk = Desk::new();
    let Some(case) = shared_case(&desk, "cloudflare-2022-06-21.toml") else {
        return;
    };
    let json = desk
        .run(&["--quiet", "--format", "json", "measure", &case])
        .ends(0)
        .json();
    let seen = &json["observations"][0]["signal"];
    assert_eq!(seen["baseline"]["prefixes"], 1436);
    let bins = seen["bins"].as_array().expect("bins");
    let shares: Vec<(&str, f64)> = bins
        .iter()
        .filter_map(|bin| Some((bin["start"].as_str()?, bin["share"].as_f64()?)))
        .collect();
    let lowest = shares
        .iter()
        .min_by(|a, b| a.1.total_cmp(&b.1))
        .expect("a bin");
    assert_eq!(
        (lowest.0, format!("{:.3}", lowest.1).as_str()),
        ("2022-06-21T06:34:00Z", "0.761")
    );
    let below = |limit: f64| {
        let low = shares.iter().filter(move |(_, share)| *share < limit);
        low.map(|(at, _)| *at)
    };
    assert_eq!(below(0.99).count(), 70);
    assert_eq!(below(0.99).next(), Some("2022-06-21T06:30:00Z"));
    assert_eq!(below(0.99).next_back(), Some("2022-06-21T07:39:00Z"));
    assert_eq!(below(0.95).count(), 48);
    assert_eq!(below(0.80).count(), 33);
    let back = bins
        .iter()
        .find(|bin| bin["start"] == "2022-06-21T07:47:00Z")
        .expect("the bin");
    assert_eq!(
        format!("{:.3}", back["mean"].as_f64().expect("a mean")),
        "0.999"
    );
    assert_eq!(seen["first_loss"]["start"], "2022-06-21T06:28:00Z");
    let most = bins
        .iter()
        .max_by_key(|bin| bin["path_changes"].as_u64())
        .expect("a bin");
    assert_eq!(most["start"], "2022-06-21T06:28:00Z");
}
