use backpedal_model::{Policy, ValueBin, ValueNote, ValueSource};
use jiff::Timestamp;

use super::*;

/// A day of 600, then two hours of `low`, then a day of 600, in steps of five minutes.
fn series(source: ValueSource, low: f64) -> Values {
    let value = |n: i64| if (288..312).contains(&n) { low } else { 600.0 };
    let bin = |n: i64| ValueBin {
        start: Timestamp::from_second(300 * n).expect("a time"),
        value: Some(value(n)),
        baseline: None,
    };
    let values = Values {
        source,
        name: "ping-slash24".into(),
        region: Some("Coast".into()),
        unit: Some("networks".into()),
        bin_seconds: 300,
        bins: (0..600).map(bin).collect(),
        anomalies: vec![],
        notes: vec![],
    };
    values.judged(&Policy::default())
}

#[test]
fn a_fall_is_told_with_its_figures() {
    let mut fell = series(ValueSource::Probing, 150.0);
    assert_eq!(
        summary("Halyard", &fell),
        "The series ping-slash24 (probing) in Coast of Halyard shows 1 anomaly, at the least 25.0 % of \
         the usual value at 1970-01-02 00:00 UTC."
    );
    let rows = figures(&fell);
    let row = |name: &str| {
        rows.iter()
            .find(|(n, _)| n == name)
            .map(|(_, v)| v.as_str())
    };
    assert_eq!(row("Region"), Some("Coast"));
    assert_eq!(
        row("From 1970-01-02 00:00 UTC"),
        Some("anomaly of ping-slash24, down to 25.0 % of the usual value, for 120 minutes")
    );
    fell.notes.push(ValueNote {
        interval: fell.anomalies[0].interval,
        by: "IODA".into(),
        text: "alert on ping-slash24: level critical".into(),
    });
    let rows = figures(&fell);
    assert!(
        rows.last()
            .is_some_and(|(name, _)| name == "IODA says, not measured here")
    );
}

#[test]
fn what_is_no_anomaly_is_not_called_up() {
    let quiet = summary("Halyard", &series(ValueSource::Probing, 590.0));
    assert!(
        quiet.contains("shows no anomaly") && quiet.contains("not “was up”"),
        "{quiet}"
    );
    let traffic = summary("Halyard", &series(ValueSource::Traffic, 0.0));
    assert!(traffic.contains("not judged"), "{traffic}");
    let mut young = series(ValueSource::Probing, 600.0);
    young.bins.truncate(20);
    assert_eq!(missing(&young), ["no values from before to compare with"]);
    assert_eq!(missing(&series(ValueSource::Probing, 1.0)), [""; 0]);
}
