//! Rule D4 on the labelled files of IODA in the shared data.

#![allow(clippy::expect_used, clippy::panic)] // a test may fail anywhere

use std::{fs, io::Cursor};

use backpedal_measurements::{Input, observe};
use backpedal_model::{Case, Interval, Signal, ValueSource, Values};
use jiff::{SignedDuration, Timestamp};

/// The series of a file, and the stretches that its labels mark.
fn read(name: &str) -> Option<(Vec<Values>, Vec<Interval>)> {
    let text = fs::read_to_string(
        backpedal_testkit::shared()?
            .join("data/net/ioda")
            .join(name),
    );
    let text = text.expect("the shared file");
    let mut rows: Vec<(Timestamp, bool)> = Vec::new();
    for line in text.lines().skip(1) {
        let at = line.split(',').next().and_then(|at| at.parse().ok());
        let at = Timestamp::from_second(at.expect("a time")).expect("a time");
        rows.push((at, line.ends_with(",1")));
    }
    let step = SignedDuration::from_mins(5);
    let (from, to) = (rows[0].0, rows[rows.len() - 1].0 + step);
    let case = Case::parse(&format!(
        "id = \"a\"\ntitle = \"A\"\n[window]\nstart = {from}\nend = {to}\n[[party]]\nid = \"p\"\n\
         name = \"P\"\n[[measurement]]\nkind = \"ioda\"\npath = \"a.csv\"\nparty = \"p\"\n\
         from = {from}\nto = {to}\n"
    ));
    let case = case.expect("a good case");
    let input = Input {
        spec: case.measurements[0].clone(),
        bytes: Box::new(Cursor::new(text.into_bytes())),
    };
    let parsed = observe(&case, vec![input], &mut |_| {});
    assert_eq!(parsed.problems, []);
    let series = parsed
        .value
        .observations
        .into_iter()
        .map(|seen| match seen.signal {
            Signal::Values(values) => values,
            other => panic!("{other:?}"),
        });
    let labelled = rows.chunk_by(|a, b| a.1 == b.1).filter(|run| run[0].1);
    let stretches = labelled.map(|run| Interval::new(run[0].0, run[run.len() - 1].0 + step));
    Some((series.collect(), stretches.collect()))
}

fn of(series: &[Values], source: ValueSource) -> &Values {
    let found = series.iter().find(|values| values.source == source);
    found.expect("a series of that source")
}

/// The share of the labelled time inside of anomalies, and anomalies that no label touches.
fn fares(values: &Values, labelled: &[Interval]) -> (f64, usize) {
    let full = || values.anomalies.iter().filter(|anomaly| !anomaly.weak);
    let seconds = |parts: &mut dyn Iterator<Item = Interval>| -> f64 {
        parts.map(|part| part.length().as_secs_f64()).sum()
    };
    let mut hit = labelled
        .iter()
        .flat_map(|label| full().filter_map(|a| a.interval.meet(*label)));
    let recall = seconds(&mut hit) / seconds(&mut labelled.iter().copied());
    let beside = full().filter(|a| !labelled.iter().any(|label| label.overlaps(a.interval)));
    (recall, beside.count())
}

#[test]
fn the_shutdowns_of_iraq_are_found_and_nothing_else() {
    let Some((series, labelled)) = read("ioda_country_IQ_iraq.csv") else {
        return;
    };
    let probing = of(&series, ValueSource::Probing);
    let (recall, beside) = fares(probing, &labelled);
    assert!(recall >= 0.95, "{recall}");
    // The target is at most two a day over ten days.
    assert_eq!(beside, 0);
    let others: Vec<&Values> = series.iter().collect();
    let policy = backpedal_model::Policy::default();
    for label in &labelled {
        let both = probing.confirmed_by(&others, &policy);
        assert!(both.iter().any(|part| part.overlaps(*label)), "{label:?}");
    }
}

#[test]
fn the_blackouts_of_gaza_are_found_though_routing_hardly_moves() {
    let Some((series, labelled)) = read("ioda_region_1226_gazastrip.csv") else {
        return;
    };
    assert_eq!(labelled.len(), 3);
    let probing = of(&series, ValueSource::Probing);
    let (recall, beside) = fares(probing, &labelled);
    assert!(recall >= 0.95, "{recall}");
    assert_eq!(beside, 0);
    for label in &labelled {
        assert!(
            probing.anomalies_during(*label).next().is_some(),
            "{label:?}"
        );
    }
    // Each has ended within the hour, against the lower level of the days between.
    let last = |label: &Interval| {
        probing
            .anomalies_during(*label)
            .last()
            .map(|a| a.interval.end)
    };
    for label in &labelled {
        let after = last(label).map_or(i64::MAX, |end| end.duration_since(label.end).as_mins());
        assert!(after <= 60, "{after}");
    }
    // One source alone: nothing confirms it.
    assert_eq!(of(&series, ValueSource::Bgp).anomalies, []);
    assert_eq!(of(&series, ValueSource::Telescope).anomalies, []);
}
