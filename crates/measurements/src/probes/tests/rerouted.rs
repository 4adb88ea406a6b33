//! "Rerouted, not down" on invented traceroutes.

use backpedal_model::{Case, MeasurementKind, Rerouted};

use super::atlas::{DAY, FROM, PROBES, halyard, map, observe, probes};

/// A traceroute over these hops; `*` is a silent one.
fn trace(at: i64, probe: u64, hops: &[&str]) -> String {
    let hops: Vec<String> = hops
        .iter()
        .zip(1..)
        .map(|(hop, n)| match *hop {
            "*" => format!("{{\"hop\":{n},\"result\":[{{\"x\":\"*\"}}]}}"),
            hop => format!("{{\"hop\":{n},\"result\":[{{\"from\":\"{hop}\",\"rtt\":1.5}}]}}"),
        })
        .collect();
    format!(
        "{{\"fw\":5080,\"type\":\"traceroute\",\"prb_id\":{probe},\"timestamp\":{at},\
         \"from\":\"198.51.100.{probe}\",\"dst_addr\":\"192.0.2.7\",\"result\":[{}]}}\n",
        hops.join(",")
    )
}

/// Across the exchange, over a network of Heron's, over another one.
const ACROSS: [&str; 4] = ["10.0.0.1", "*", "203.0.113.9", "192.0.2.7"];
const HERON: [&str; 4] = ["10.0.0.1", "*", "203.0.113.130", "192.0.2.7"];
const OTHER: [&str; 4] = ["10.0.0.1", "*", "203.0.113.250", "192.0.2.7"];

fn seen(case: &Case, window: impl Fn(u64) -> Vec<String>, before: &[&[&str]]) -> Vec<Rerouted> {
    let mut text = String::new();
    for probe in 0..PROBES {
        for (hops, n) in before.iter().zip(1..) {
            text += &trace(FROM - DAY + 900 * n, probe, hops);
        }
        for (hops, n) in window(probe).iter().zip(1..) {
            let hops: Vec<&str> = hops.split(' ').collect();
            text += &trace(FROM + 900 * n, probe, &hops);
        }
    }
    let map = map() + "203.0.113.0/25 Kestrel Exchange\n203.0.113.128/26 64510\n";
    let files = [
        (MeasurementKind::Atlas, text.as_str()),
        (MeasurementKind::AddressMap, &map),
    ];
    let parsed = observe(case, &files);
    assert_eq!(parsed.problems, []);
    let all = parsed.value.observations.iter();
    all.flat_map(|seen| probes(seen).detail.rerouted.clone())
        .collect()
}

fn counts(entry: &Rerouted) -> [u32; 5] {
    [
        entry.crossed,
        entry.another_way,
        entry.same_way,
        entry.not_reached,
        entry.unclear,
    ]
}

#[test]
fn pairs_that_left_an_exchange_are_counted() {
    let across = ACROSS.join(" ");
    let found = seen(
        &halyard(),
        |probe| match probe {
            0..8 => vec![across.clone(), OTHER.join(" ")],
            8 => vec![across.clone()],
            9 => vec!["10.0.0.1 * *".to_owned()],
            // The hop at the exchange may have been silent.
            10 => vec!["10.0.0.1 * * 192.0.2.7".to_owned()],
            _ => vec![],
        },
        &[&ACROSS, &ACROSS],
    );
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].around.as_str(), found[0].to_party),
        ("Kestrel Exchange", true)
    );
    assert_eq!(counts(&found[0]), [11, 8, 1, 1, 1]);
}

#[test]
fn what_was_not_always_crossed_is_not_gone_around() {
    let other = |_| vec![OTHER.join(" ")];
    assert_eq!(seen(&halyard(), other, &[&ACROSS, &OTHER]), []);
    // Once is no habit.
    assert_eq!(seen(&halyard(), other, &[&ACROSS]), []);
    // An exchange that nobody left is not worth a line.
    assert_eq!(
        seen(&halyard(), |_| vec![ACROSS.join(" ")], &[&ACROSS, &ACROSS]),
        []
    );
}

#[test]
fn a_party_that_was_gone_around_is_told_of_though_nothing_was_sent_to_it() {
    let found = seen(&halyard(), |_| vec![OTHER.join(" ")], &[&HERON, &HERON]);
    let about: Vec<(&str, bool)> = found
        .iter()
        .map(|r| (r.around.as_str(), r.to_party))
        .collect();
    // First Halyard, whose pairs crossed Heron; then Heron itself.
    assert_eq!(about, [("heron", true), ("heron", false)]);
    assert!(found.iter().all(|entry| counts(entry) == [12, 12, 0, 0, 0]));
}

#[test]
fn an_exchange_that_is_a_party_goes_by_its_name() {
    let mut case = halyard();
    case.parties.0[1].aliases = vec![backpedal_model::Dated::always(
        "Kestrel Exchange".to_owned(),
    )];
    let found = seen(&case, |_| vec![OTHER.join(" ")], &[&ACROSS, &ACROSS]);
    assert_eq!(found[0].around, "heron");
}
