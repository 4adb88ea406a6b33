//! Probes of RIPE Atlas, with topology files that tell whose the addresses on their ways are.

#![allow(clippy::expect_used, clippy::panic)] // a test says what it misses by ending

mod common;

use std::fmt::Write as _;

use common::Desk;

/// 2031-03-04T09:00:00Z.
const NINE: i64 = 1_930_381_200;
const DAY: i64 = 86_400;

/// A traceroute to the party over one more hop.
fn trace(at: i64, probe: u32, hop: &str) -> String {
    format!(
        "{{\"fw\":5080,\"type\":\"traceroute\",\"prb_id\":{probe},\"timestamp\":{at},\
         \"from\":\"198.51.100.{}\",\"dst_addr\":\"192.0.2.7\",\"result\":[\
         {{\"hop\":1,\"result\":[{{\"from\":\"{hop}\",\"rtt\":1.5}}]}},\
         {{\"hop\":2,\"result\":[{{\"from\":\"192.0.2.7\",\"rtt\":2.5}}]}}]}}\n",
        probe % 4 * 64 + probe
    )
}

/// Twelve probes whose way to the party led across an exchange on the day before, and leads over
/// another network since.
fn results() -> String {
    let mut text = String::new();
    for probe in 0..12 {
        for at in [NINE + 900, NINE + 1800] {
            text += &trace(at - DAY, probe, "203.0.113.9");
            text += &trace(at, probe, "203.0.113.200");
        }
    }
    text
}

const CASE: &str = "id = \"halyard\"\ntitle = \"Halyard\"\n\
    [window]\nstart = 2031-03-04T09:00:00Z\nend = 2031-03-04T10:00:00Z\n\
    [[party]]\nid = \"halyard\"\nname = \"Halyard\"\nasns = [64500]\nprefixes = [\"192.0.2.0/24\"]\n\
    [[measurement]]\nkind = \"atlas\"\npath = \"results.jsonl\"\n\
    from = 2031-03-01T00:00:00Z\nto = 2031-03-05T00:00:00Z\n";

fn measured(topology: &str) -> (String, Vec<serde_json::Value>) {
    let desk = Desk::new();
    desk.write("results.jsonl", results());
    let mut origins = String::new();
    for quarter in 0..4 {
        let _ = writeln!(
            origins,
            "198.51.100.{}\t26\t{}",
            quarter * 64,
            64510 + quarter
        );
    }
    desk.write("before.pfx2as", &origins);
    // Later all four belonged to one network.
    desk.write("after.pfx2as", "198.51.100.0\t24\t64510\n");
    desk.write(
        "peeringdb.json",
        r#"{"ix": {"data": [{"id": 3, "org_id": 9, "name": "Kestrel Exchange"}]},
            "ixlan": {"data": [{"id": 3, "ix_id": 3}]},
            "ixpfx": {"data": [{"id": 8, "ixlan_id": 3, "prefix": "203.0.113.0/25"}]}}"#,
    );
    desk.write("case.toml", format!("{CASE}{topology}"));
    let text = desk.run(&["measure", "case.toml"]).ends(0).out;
    let run = desk
        .run(&["--format", "json", "measure", "case.toml"])
        .ends(0);
    let datasets = run.json()["datasets"].as_array().expect("a list").clone();
    (text, datasets)
}

#[test]
fn topology_files_serve_as_address_maps() {
    let (bare, datasets) = measured("");
    assert!(!bare.contains("Kestrel Exchange"), "{bare}");
    assert_eq!(datasets.len(), 1);

    let file = |kind: &str, path: &str, date: &str| {
        format!("[[topology]]\nkind = \"{kind}\"\npath = \"{path}\"\ndate = {date}\n")
    };
    let all = file("prefix-to-as", "before.pfx2as", "2031-03-03")
        + &file("prefix-to-as", "after.pfx2as", "2031-03-10")
        + &file("peeringdb", "peeringdb.json", "2031-03-05");
    let (told, datasets) = measured(&all);
    assert!(told.contains("Kestrel Exchange"), "{told}");
    // Each file is one dataset, though the later list of origins is no map of that day.
    assert_eq!(datasets.len(), 4, "{datasets:?}");
    let kind = |dataset: &serde_json::Value| dataset["kind"].as_str().unwrap_or("").to_owned();
    let mut kinds: Vec<String> = datasets.iter().map(kind).collect();
    kinds.sort();
    assert_eq!(
        kinds,
        ["atlas", "peeringdb", "prefix-to-as", "prefix-to-as"]
    );
}
