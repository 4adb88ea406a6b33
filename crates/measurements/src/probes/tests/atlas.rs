//! Rule D3 from RIPE Atlas results.

use backpedal_model::{
    BaselineTime, Case, Dated, Interval, MeasurementKind, Observation, Parsed, Policy, ProbeLevel,
    Probes, Signal,
};

use crate::{
    Observed,
    clock::stamp,
    testing::{case, input, party},
};

pub(super) const DAY: i64 = 86_400;
/// The window: an hour of the ninth day.
pub(super) const FROM: i64 = 8 * DAY + 36_000;
pub(super) const TO: i64 = FROM + 3_600;

/// Twelve probes; prefixes of the addresses that they speak from belong to four ASes.
pub(super) const PROBES: u64 = 12;

pub(super) fn map() -> String {
    (0..4)
        .map(|n| format!("198.51.100.{}/26 {}\n", n * 64, 64500 + n))
        .collect()
}

fn from(probe: u64) -> String {
    format!("198.51.100.{}", probe % 4 * 64 + probe)
}

/// A ping of three packets.
pub(super) fn ping(at: i64, probe: u64, target: &str, received: u32) -> String {
    let packets: Vec<&str> = (0..3)
        .map(|n| {
            if n < received {
                "{\"rtt\":20.0}"
            } else {
                "{\"x\":\"*\"}"
            }
        })
        .collect();
    format!(
        "{{\"fw\":5080,\"type\":\"ping\",\"prb_id\":{probe},\"timestamp\":{at},\"from\":\"{}\",\
         \"dst_addr\":\"{target}\",\"sent\":3,\"rcvd\":{received},\"result\":[{}]}}\n",
        from(probe),
        packets.join(",")
    )
}

/// Pings every ten minutes in an hour, to the party's target and to a control.
fn hour(start: i64, received: impl Fn(i64, u64) -> u32) -> String {
    let mut text = String::new();
    for at in (start..start + 3_600).step_by(600) {
        for probe in 0..PROBES {
            text += &ping(at, probe, "192.0.2.7", received(at, probe));
            text += &ping(at, probe, "203.0.113.1", 3);
        }
    }
    text
}

pub(super) fn halyard() -> Case {
    let mut halyard = party("halyard", &[]);
    halyard.prefixes = vec![Dated::always("192.0.2.0/24".parse().expect("a prefix"))];
    case(FROM, TO, vec![halyard, party("heron", &[64510])])
}

pub(super) fn observe(case: &Case, files: &[(MeasurementKind, &str)]) -> Parsed<Observed> {
    let inputs = files
        .iter()
        .map(|(kind, text)| input(*kind, 0, 10 * DAY, text.as_bytes()))
        .collect();
    crate::observe(case, inputs, &mut |_| {})
}

pub(super) fn probes(observation: &Observation) -> &Probes {
    match &observation.signal {
        Signal::Probes(probes) => probes,
        Signal::Visibility(_) | Signal::Values(_) => panic!("no BGP was given"),
    }
}

/// What is seen of the first party.
fn seen(text: &str) -> Probes {
    let map = map();
    let files = [
        (MeasurementKind::Atlas, text),
        (MeasurementKind::AddressMap, map.as_str()),
    ];
    let parsed = observe(&halyard(), &files);
    assert_eq!(parsed.problems, []);
    assert_eq!(parsed.value.observations[0].datasets.len(), 2);
    probes(&parsed.value.observations[0]).clone()
}

fn level(probes: &Probes) -> ProbeLevel {
    probes.level_during(Interval::new(stamp(FROM), stamp(TO)), &Policy::default())
}

const WEEK: i64 = 7 * DAY;

#[test]
fn a_target_inside_a_prefix_is_the_partys_and_both_days_are_the_baseline() {
    let text = hour(FROM - WEEK, |_, _| 3) + &hour(FROM - DAY, |_, _| 3) + &hour(FROM, |_, _| 0);
    let probes = seen(&text);
    assert_eq!(probes.targets, ["192.0.2.7"]);
    assert_eq!(
        (probes.probes, probes.source_ases, probes.detail.unplaced),
        (12, 4, 0)
    );
    assert_eq!((probes.baseline, probes.control), (Some(1.0), Some(1.0)));
    let times: Vec<BaselineTime> = probes.detail.baselines.iter().map(|b| b.time).collect();
    assert_eq!(times, [BaselineTime::WeekBefore, BaselineTime::DayBefore]);
    assert_eq!((probes.bin_seconds, probes.bins.len()), (600, 6));
    assert_eq!(level(&probes), ProbeLevel::Unreachable);
}

#[test]
fn loss_counts_and_the_threshold_of_unreachable_holds() {
    let before = hour(FROM - DAY, |_, _| 3);
    let loss = seen(&(before.clone() + &hour(FROM, |_, _| 2)));
    assert_eq!((loss.bins[0].sent, loss.bins[0].answered), (12, 8));
    assert_eq!(level(&loss), ProbeLevel::Impaired);
    // One of twelve is 8 %, two are 17 %.
    for (left, wanted) in [(1, ProbeLevel::Unreachable), (2, ProbeLevel::Impaired)] {
        let text = before.clone() + &hour(FROM, |_, probe| if probe < left { 3 } else { 0 });
        assert_eq!(level(&seen(&text)), wanted, "{left}");
    }
    let one_packet = seen(&(before + &hour(FROM, |_, probe| if probe == 0 { 2 } else { 3 })));
    assert_eq!(level(&one_packet), ProbeLevel::Reachable);
}

#[test]
fn days_that_disagree_are_no_baseline() {
    let text = |week: u64| {
        hour(FROM - WEEK, |_, probe| if probe < week { 3 } else { 0 })
            + &hour(FROM - DAY, |_, _| 3)
            + &hour(FROM, |_, _| 0)
    };
    let bad = seen(&text(6));
    assert_eq!((bad.baseline, bad.detail.baselines.len()), (None, 2));
    assert_eq!(level(&bad), ProbeLevel::NotMeasured);
    // Where they nearly agree, the lower one counts.
    assert_eq!(seen(&text(11)).baseline, Some(11.0 / 12.0));
}

#[test]
fn only_the_same_probes_are_compared() {
    // Four probes of the window were never there before.
    let before: String = hour(FROM - DAY, |_, _| 3)
        .lines()
        .filter(|line| (0..8).any(|probe| line.contains(&format!("\"prb_id\":{probe},"))))
        .map(|line| format!("{line}\n"))
        .collect();
    let probes = seen(&(before + &hour(FROM, |_, _| 0)));
    assert_eq!((probes.probes, probes.detail.without_baseline), (8, 4));
    assert_eq!(probes.bins[0].sent, 8);
    assert_eq!(level(&probes), ProbeLevel::NotMeasured);
}

#[test]
fn a_probe_of_unknown_as_does_not_count_towards_the_ases() {
    let text = hour(FROM - DAY, |_, _| 3) + &hour(FROM, |_, _| 0);
    let parsed = observe(&halyard(), &[(MeasurementKind::Atlas, &text)]);
    let seen = probes(&parsed.value.observations[0]);
    assert_eq!(
        (seen.probes, seen.source_ases, seen.detail.unplaced),
        (12, 0, 12)
    );
    assert_eq!(level(seen), ProbeLevel::NotMeasured);
    // An archive of probes in the same page says it.
    let archive: Vec<String> = (0..PROBES)
        .map(|id| format!("{{\"id\":{id},\"asn_v4\":{}}}", 64500 + id % 3))
        .collect();
    let page = format!("{text}{{\"objects\":[{}]}}", archive.join(","));
    let parsed = observe(&halyard(), &[(MeasurementKind::Atlas, &page)]);
    let seen = probes(&parsed.value.observations[0]);
    assert_eq!((seen.source_ases, seen.detail.unplaced), (3, 0));
    assert_eq!(level(seen), ProbeLevel::Unreachable);
}

#[test]
fn errors_of_the_probe_are_no_failures_of_the_target() {
    let failed = |at: i64, probe: u64| {
        format!(
            "{{\"fw\":5080,\"type\":\"ping\",\"prb_id\":{probe},\"timestamp\":{at},\"dst_addr\":\
             \"192.0.2.7\",\"sent\":3,\"rcvd\":0,\"result\":[{{\"error\":\"sendto failed: Network is \
             unreachable\"}},{{\"error\":\"sendto failed: x\"}},{{\"error\":\"sendto failed: x\"}}]}}\n"
        )
    };
    let mut text = hour(FROM - DAY, |_, _| 3) + &hour(FROM, |_, _| 3);
    for at in (FROM + 60..TO).step_by(600) {
        text.extend((0..PROBES).map(|probe| failed(at, probe)));
    }
    let probes = seen(&text);
    assert_eq!((probes.detail.own_errors, probes.bins[0].sent), (72, 12));
    assert_eq!(level(&probes), ProbeLevel::Reachable);
}

#[test]
fn overlapping_files_count_once_and_times_are_told() {
    let text = hour(FROM - DAY, |_, _| 3) + &hour(FROM, |_, _| 3).replace("20.0", "40.0");
    let map = map();
    let files = [
        (MeasurementKind::Atlas, text.as_str()),
        (MeasurementKind::AddressMap, map.as_str()),
        (MeasurementKind::Atlas, text.as_str()),
    ];
    let parsed = observe(&halyard(), &files);
    let seen = probes(&parsed.value.observations[0]);
    assert_eq!(seen.bins[0].sent, 12);
    let rtt = seen.detail.rtt.as_ref().expect("times");
    assert_eq!((rtt.of.as_str(), rtt.pairs), ("ping", 12));
    assert!((rtt.before_ms - 20.0).abs() < 0.2 && (rtt.during_ms - 40.0).abs() < 0.4);
}

#[test]
fn dead_and_local_targets_are_no_controls() {
    let mut text = hour(FROM - DAY, |_, _| 3) + &hour(FROM, |_, _| 0);
    for probe in 0..PROBES {
        for at in [FROM - DAY, FROM] {
            text += &ping(at, probe, "203.0.113.200", 0); // never answered
            text += &ping(at, probe, "10.0.0.1", 3); // the home router
        }
    }
    assert_eq!(seen(&text).control, Some(1.0));
    let only_local = text.replace("203.0.113.1\"", "192.168.1.1\"");
    let probes = seen(&only_local);
    assert_eq!(
        (probes.control, level(&probes)),
        (None, ProbeLevel::NotMeasured)
    );
}

#[test]
fn what_hardly_answered_before_cannot_show_that_all_is_well() {
    // Half of the probes never get an answer: a fall shows, health and silence do not.
    let half = |start, left| hour(start, move |_, probe| if probe < left { 3 } else { 0 });
    let level_of = |left| level(&seen(&(half(FROM - DAY, 6) + &half(FROM, left))));
    assert_eq!(level_of(6), ProbeLevel::NotMeasured);
    assert_eq!(level_of(0), ProbeLevel::Impaired);
    let never = seen(&(half(FROM - DAY, 0) + &half(FROM, 0)));
    assert_eq!(
        (level(&never), never.baseline),
        (ProbeLevel::NotMeasured, None)
    );
}

#[test]
fn a_dead_target_beside_a_good_one_is_left_out() {
    let mut text = hour(FROM - DAY, |_, _| 3) + &hour(FROM, |_, _| 3);
    for probe in 0..PROBES {
        text += &ping(FROM - DAY, probe, "192.0.2.200", 0);
        text += &ping(FROM, probe, "192.0.2.200", 0);
    }
    let probes = seen(&text);
    assert_eq!(
        (probes.baseline, level(&probes)),
        (Some(1.0), ProbeLevel::Reachable)
    );
}

#[test]
fn unused_types_and_cut_files_are_told() {
    let text = hour(FROM - DAY, |_, _| 3)
        + "{\"type\":\"sslcert\",\"prb_id\":1,\"timestamp\":5,\"cert\":[]}\n{\"type\":\"ping\",\"prb";
    let parsed = observe(&halyard(), &[(MeasurementKind::Atlas, &text)]);
    let told: Vec<String> = parsed.problems.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(
        told[0].contains("line 146: ends inside a result"),
        "{told:?}"
    );
    assert!(
        told[1].contains("1 results of the type sslcert are not used"),
        "{told:?}"
    );
    assert!(told[2].contains("ends early"), "{told:?}");
}
