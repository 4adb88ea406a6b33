//! Rounds, baselines and controls on invented results.

mod atlas;
mod rerouted;

use backpedal_model::{Interval, MeasurementKind, ProbeLevel, Probes, Signal};
use backpedal_testkit::{Column, parquet_file};

use crate::{
    clock::stamp,
    testing::{case, input, party},
};

/// Rounds of five minutes from twelve probes in four ASes, to the party's target and to another.
fn csv(from: i64, to: i64, answers: impl Fn(i64, &str) -> u32) -> String {
    let mut text = "time,probe,asn,target,success\n".to_owned();
    for at in (from..to).step_by(300) {
        for target in ["voip", "elsewhere"] {
            for probe in 0..12 {
                let success = u32::from(probe < answers(at, target));
                text += &format!("{at},p{probe},{},{target},{success}\n", 64500 + probe % 4);
            }
        }
    }
    text
}

/// The window is the second hour.
fn observed(text: &str) -> (Probes, backpedal_model::Coverage) {
    let mut halyard = party("halyard", &[]);
    halyard.targets = vec![backpedal_model::Dated::always("voip".to_owned())];
    let case = case(3600, 7200, vec![halyard]);
    let inputs = vec![input(MeasurementKind::Probes, 0, 7200, text.as_bytes())];
    let parsed = crate::observe(&case, inputs, &mut |_| {});
    assert_eq!(parsed.problems, []);
    let observation = parsed.value.observations[0].clone();
    match observation.signal {
        Signal::Probes(probes) => (probes, observation.coverage),
        other => panic!("{other:?}"),
    }
}

fn level(text: &str) -> ProbeLevel {
    let whole = Interval::new(stamp(3600), stamp(7200));
    observed(text)
        .0
        .level_during(whole, &backpedal_model::Policy::default())
}

#[test]
fn rounds_baseline_and_controls_are_counted() {
    let text = csv(0, 7200, |at, target| {
        if target == "voip" && at >= 4500 {
            3
        } else {
            12
        }
    });
    let (probes, coverage) = observed(&text);
    assert_eq!((probes.probes, probes.source_ases), (12, 4));
    assert_eq!((probes.bin_seconds, probes.bins.len()), (300, 12));
    assert_eq!((probes.baseline, probes.control), (Some(1.0), Some(1.0)));
    assert_eq!((probes.bins[3].sent, probes.bins[3].answered), (12, 3));
    assert_eq!(coverage.gaps, []);
}

#[test]
fn the_level_follows_the_rule() {
    let drop = |answers: u32, controls: u32, rounds: i64| {
        csv(0, 7200, move |at, target| match target {
            "voip" if at >= 4500 && at < 4500 + 300 * rounds => answers,
            "elsewhere" if at >= 3600 => controls,
            _ => 12,
        })
    };
    assert_eq!(level(&drop(12, 12, 5)), ProbeLevel::Reachable);
    assert_eq!(level(&drop(6, 12, 5)), ProbeLevel::Impaired);
    assert_eq!(level(&drop(1, 12, 5)), ProbeLevel::Unreachable);
    // One round is not enough; neither is a fall that chance explains.
    assert_eq!(level(&drop(0, 12, 1)), ProbeLevel::Reachable);
    assert_eq!(level(&drop(10, 12, 5)), ProbeLevel::Reachable);
    // Failing controls mean that the fault is the probes'.
    assert_eq!(level(&drop(1, 4, 5)), ProbeLevel::NotMeasured);
}

#[test]
fn without_rounds_before_the_window_there_is_no_baseline() {
    let (probes, coverage) = observed(&csv(3600, 7200, |_, _| 12));
    assert_eq!(probes.baseline, None);
    assert!(!coverage.baseline);
}

#[test]
fn a_round_without_results_is_a_blind_spot() {
    let text = csv(0, 4500, |_, _| 12) + csv(5100, 7200, |_, _| 12).split_once('\n').unwrap().1;
    let (_, coverage) = observed(&text);
    assert_eq!(
        coverage.gaps[0].interval,
        Interval::new(stamp(4500), stamp(5100))
    );
    assert!(coverage.blind_during(Interval::new(stamp(4600), stamp(4700))));
}

#[test]
fn the_score_interval_agrees_with_a_published_one() {
    // 81 of 263: 0.2553 to 0.3662 (R. G. Newcombe, Statistics in Medicine 17, 1998, method 3).
    let bin = |sent, answered| backpedal_model::ProbeBin {
        start: stamp(0),
        sent,
        answered,
    };
    let (low, high) = bin(263, 81).wilson();
    assert!((low - 0.2553).abs() < 5e-5 && (high - 0.3662).abs() < 5e-5);
    assert_eq!(bin(0, 0).wilson(), (0.0, 1.0));
    assert_eq!(bin(10, 0).wilson().0, 0.0);
}

/// The same results under the names of our own CSV.
fn parquet_of(csv: &str) -> Vec<u8> {
    let rows = || csv.lines().skip(1).map(|line| line.split(','));
    let text = |n: usize| rows().map(move |mut row| row.nth(n).map(str::to_owned));
    let long = |n: usize| rows().map(move |mut row| row.nth(n)?.parse().ok());
    let fields = [
        "optional int64 time",
        "optional int64 success",
        "optional binary target (STRING)",
        "optional binary probe (STRING)",
        "optional binary asn (STRING)",
    ];
    let longs = [0, 1].map(|n| Column::Long(long(n).collect()));
    let texts = [2, 3, 4].map(|n| Column::Text(text(n).collect()));
    let group = longs.into_iter().chain(texts).collect();
    parquet_file(&fields, &[group], false).expect("a file")
}

#[test]
fn results_of_prometheus_mapped_csv_and_parquet_count_like_our_own() {
    let fall = |at: i64, target: &str, probe: i64| {
        i64::from(!(target == "voip" && at >= 4500) || probe < 3)
    };
    let (mut metrics, mut csv) = (
        "# TYPE probe_success gauge\n".to_owned(),
        "t,ok,to,by,of\n".to_owned(),
    );
    for at in (0..7200).step_by(300) {
        for target in ["voip", "elsewhere"] {
            for probe in 0..12 {
                let (ok, asn) = (fall(at, target, probe), 64500 + probe % 4);
                metrics += &format!(
                    "probe_success{{instance=\"{target}\",probe=\"p{probe}\",asn=\"{asn}\"}} {ok} {at}\n"
                );
                metrics += &format!("probe_duration_seconds{{instance=\"{target}\"}} 0.1 {at}\n");
                csv += &format!("{at},{ok},{target},p{probe},AS{asn}\n");
            }
        }
    }
    metrics += "# EOF\n";
    let columns = backpedal_model::Columns {
        time: "t".into(),
        value: "ok".into(),
        target: Some("to".into()),
        probe: Some("by".into()),
        asn: Some("of".into()),
        metric: None,
    };
    let parquet = parquet_of(&csv);
    let told = crate::summarize("f", Box::new(std::io::Cursor::new(parquet.clone())));
    assert_eq!(
        (told.value.kind, told.problems),
        (crate::FileKind::Probes, vec![])
    );
    for (bytes, columns) in [
        (metrics.into_bytes(), None),
        (csv.into_bytes(), Some(columns)),
        (parquet, None),
    ] {
        let mut halyard = party("halyard", &[]);
        halyard.targets = vec![backpedal_model::Dated::always("voip".to_owned())];
        let case = case(3600, 7200, vec![halyard]);
        let mut file = input(MeasurementKind::Probes, 0, 7200, &bytes);
        file.spec.series.columns = columns;
        let parsed = crate::observe(&case, vec![file], &mut |_| {});
        assert_eq!(parsed.problems, []);
        let Signal::Probes(probes) = &parsed.value.observations[0].signal else {
            panic!("{:?}", parsed.value);
        };
        assert_eq!((probes.probes, probes.source_ases), (12, 4));
        assert_eq!((probes.baseline, probes.control), (Some(1.0), Some(1.0)));
        let whole = Interval::new(stamp(3600), stamp(7200));
        let level = probes.level_during(whole, &backpedal_model::Policy::default());
        assert_eq!(level, ProbeLevel::Impaired);
    }
}

#[test]
fn one_prober_without_an_as_is_too_little_for_the_rule() {
    let mut text = "# TYPE probe_success gauge\n".to_owned();
    for at in (0..7200).step_by(60) {
        text += &format!(
            "probe_success{{instance=\"voip\"}} {} {at}\n",
            i64::from(at < 3600)
        );
    }
    let (probes, _) = observed(&(text + "# EOF\n"));
    assert_eq!((probes.probes, probes.source_ases), (1, 0));
    let whole = Interval::new(stamp(3600), stamp(7200));
    let level = probes.level_during(whole, &backpedal_model::Policy::default());
    assert_eq!(level, ProbeLevel::NotMeasured);
}
