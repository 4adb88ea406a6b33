use jiff::Timestamp;

use super::*;
use crate::Values;

/// Values of five minutes each: so many hours of each value.
fn bins(parts: &[(usize, f64)]) -> Vec<ValueBin> {
    let values = parts
        .iter()
        .flat_map(|(n, value)| std::iter::repeat_n(*value, *n));
    let bin = |(n, value): (i64, f64)| ValueBin {
        start: Timestamp::from_second(300 * n).expect("a time"),
        value: (!value.is_nan()).then_some(value),
        baseline: None,
    };
    (0_i64..).zip(values).map(bin).collect()
}

fn series(source: ValueSource, parts: &[(usize, f64)]) -> Values {
    let values = Values {
        source,
        name: "kestrel".to_owned(),
        region: None,
        unit: None,
        bin_seconds: 300,
        bins: bins(parts),
        anomalies: vec![],
        notes: vec![],
    };
    values.judged(&Policy::default())
}

/// Start and end in steps, weak, how it ended.
fn found(source: ValueSource, parts: &[(usize, f64)]) -> Vec<(i64, i64, bool, AnomalyEnd)> {
    let step = |at: Timestamp| at.as_second() / 300;
    let told = |a: &Anomaly| (step(a.interval.start), step(a.interval.end), a.weak, a.end);
    series(source, parts).anomalies.iter().map(told).collect()
}

const DAY: usize = 288;

#[test]
fn a_fall_is_found_with_its_whole_length() {
    let parts = [(DAY, 600.0), (24, 210.0), (DAY, 600.0)];
    for source in [ValueSource::Probing, ValueSource::Bgp] {
        let fall = (288, 312, false, AnomalyEnd::Back);
        assert_eq!(found(source, &parts), [fall], "{source}");
    }
    // It is not learnt: the baseline of the last value is the old level.
    let values = series(ValueSource::Probing, &parts);
    assert_eq!(values.bins.last().and_then(|bin| bin.baseline), Some(600.0));
}

#[test]
fn what_is_no_anomaly() {
    let nothing: &[(usize, f64)] = &[];
    for parts in [
        nothing,
        &[(DAY, 600.0), (24, 490.0), (DAY, 600.0)], // too little
        &[(DAY, 600.0), (2, 0.0), (DAY, 600.0)],    // too short
        &[(100, 600.0), (24, 0.0), (20, 600.0)],    // too little history
        &[(DAY, 30.0), (24, 21.0), (DAY, 30.0)],    // chance: √30 is 5.5
        &[(DAY, 0.4), (24, 0.0), (DAY, 0.4)],       // nothing to fall from
        &[(DAY, 600.0), (24, f64::NAN), (DAY, 600.0)], // a gap is a gap
        &[(DAY, 600.0), (24, 900.0), (DAY, 600.0)], // a rise
    ] {
        assert_eq!(found(ValueSource::Probing, parts), [], "{parts:?}");
    }
    let fall: &[(usize, f64)] = &[(DAY, 600.0), (24, 210.0), (DAY, 600.0)];
    assert_eq!(found(ValueSource::Traffic, fall), []);
    assert_eq!(found(ValueSource::Other, fall), []);
}

#[test]
fn small_counts_must_fall_further() {
    let parts = [(DAY, 30.0), (24, 16.0), (DAY, 30.0)];
    let fall = (288, 312, false, AnomalyEnd::Back);
    assert_eq!(found(ValueSource::Probing, &parts), [fall]);
    // Shares are no counts.
    let shares = [(DAY, 1.0), (24, 0.7), (DAY, 1.0)];
    assert_eq!(found(ValueSource::OwnProbes, &shares), [fall]);
}

#[test]
fn routing_has_a_weak_level() {
    let parts = |low: f64| [(DAY, 1000.0), (24, low), (DAY, 1000.0)];
    let weak = (288, 312, true, AnomalyEnd::Back);
    assert_eq!(found(ValueSource::Bgp, &parts(960.0)), [weak]);
    assert_eq!(found(ValueSource::Bgp, &parts(995.0)), []);
    assert_eq!(found(ValueSource::Probing, &parts(960.0)), []);
}

#[test]
fn a_level_that_stays_is_released_and_becomes_the_baseline() {
    let parts = [(DAY, 600.0), (4 * DAY, 300.0), (24, 100.0), (24, 300.0)];
    let (shift, fall) = (
        (288, 288 + 576, false, AnomalyEnd::Released),
        (288 * 5, 288 * 5 + 24, false, AnomalyEnd::Back),
    );
    assert_eq!(found(ValueSource::Probing, &parts), [shift, fall]);
    // One that lasts less than the time of release is one fall.
    let parts = [(DAY, 600.0), (500, 300.0), (DAY, 600.0)];
    let long = (288, 788, false, AnomalyEnd::Back);
    assert_eq!(found(ValueSource::Probing, &parts), [long]);
}

#[test]
fn one_good_value_does_not_end_a_run_and_the_end_of_data_leaves_it_open() {
    let parts = [(DAY, 600.0), (12, 200.0), (1, 600.0), (12, 200.0)];
    let open = (288, 313, false, AnomalyEnd::Open);
    assert_eq!(found(ValueSource::Probing, &parts), [open]);
}

#[test]
fn a_long_silence_takes_the_baseline_away() {
    let silent = [(DAY, 600.0), (8 * DAY, f64::NAN), (24, 200.0)];
    assert_eq!(found(ValueSource::Probing, &silent), []);
    let short = [(DAY, 600.0), (DAY, f64::NAN), (24, 200.0)];
    assert_eq!(found(ValueSource::Probing, &short).len(), 1);
}

#[test]
fn two_sources_confirm_each_other_and_a_telescope_alone_nothing() {
    let parts = |low: f64| [(DAY, 600.0), (24, low), (DAY, 600.0)];
    let probing = series(ValueSource::Probing, &parts(200.0));
    let bgp = series(ValueSource::Bgp, &parts(590.0));
    let both = probing.confirmed_by(&[&bgp], &Policy::default());
    assert_eq!(both, [probing.anomalies[0].interval]);
    assert_eq!(
        probing.confirmed_by(
            &[&probing, &series(ValueSource::Probing, &parts(100.0))],
            &Policy::default()
        ),
        []
    );
    assert_eq!(
        bgp.confirmed_by(
            &[&series(ValueSource::OwnProbes, &parts(500.0))],
            &Policy::default()
        ),
        []
    );
    let telescope = series(ValueSource::Telescope, &parts(0.0));
    assert_eq!(telescope.anomalies.len(), 1);
    let seen = probing.confirmed_by(&[&telescope], &Policy::default());
    assert_eq!(seen, []);
    // A small shift of routing that was there for hours is another event.
    let earlier = series(
        ValueSource::Bgp,
        &[(200, 600.0), (112, 590.0), (DAY, 600.0)],
    );
    assert_eq!(earlier.anomalies.len(), 1);
    assert_eq!(probing.confirmed_by(&[&earlier], &Policy::default()), []);
    // Another region is another thing.
    let mut coast = bgp;
    coast.region = Some("Coast".to_owned());
    assert_eq!(probing.confirmed_by(&[&coast], &Policy::default()), []);
}

#[test]
fn a_cut_series_is_judged_anew() {
    use crate::{ValueLevel, observation::values::ValueNote};
    let mut whole = series(
        ValueSource::Probing,
        &[(DAY, 600.0), (24, 200.0), (DAY, 600.0)],
    );
    let note = Interval::new(bins(&[(1, 0.0)])[0].start, whole.bins[300].start);
    whole.notes.push(ValueNote {
        interval: note,
        by: "IODA".into(),
        text: "critical".into(),
    });
    let policy = Policy::default();
    let cut = whole
        .until(whole.bins[300].start, &policy)
        .expect("something");
    assert_eq!(cut.bins.len(), 300);
    assert_eq!(
        cut.anomalies.iter().map(|a| a.end).collect::<Vec<_>>(),
        [AnomalyEnd::Open]
    );
    assert_eq!(cut.notes.len(), 1);
    let early = whole
        .until(whole.bins[290].start, &policy)
        .expect("something");
    assert_eq!((early.anomalies.len(), early.notes.len()), (0, 0));
    assert_eq!(whole.until(Timestamp::MIN, &policy), None);
    let hour = |n: usize| Interval::new(whole.bins[n].start, whole.bins[n + 12].start);
    assert_eq!(whole.level_during(hour(295)), ValueLevel::Anomaly);
    assert_eq!(whole.level_during(hour(400)), ValueLevel::NoAnomaly);
    assert_eq!(whole.level_during(hour(10)), ValueLevel::NotMeasured);
    let beyond = Interval::new(whole.bins[590].start, Timestamp::MAX);
    assert_eq!(whole.level_during(beyond), ValueLevel::NotMeasured);
}
