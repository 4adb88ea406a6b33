//! Series of values, for people.

use std::fmt::Write as _;

use backpedal_measurements::SeriesSummary;
use backpedal_model::{AnomalyEnd, Interval, PartyId, Values};

/// A series of a party: what it is, then what was found in it.
pub(super) fn observed(party: &PartyId, mark: &str, values: &Values, gaps: usize) -> String {
    let mut text = format!("{party}{mark}: {}\n", one(values));
    for line in details(values) {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "    {line}");
    }
    let _ = writeln!(text, "    {gaps} gaps");
    text
}

/// One series: its source, its steps, its least value.
fn one(values: &Values) -> String {
    let everything = values.bins.first().zip(values.bins.last());
    let everything = everything.map(|(a, b)| Interval::new(a.start, b.start));
    let minimum = everything.and_then(|all| values.minimum(all)).map_or_else(
        || "nothing to compare with".to_owned(),
        |(bin, share)| {
            format!(
                "minimum {:.1} % of the usual at {}",
                share * 100.0,
                bin.start.strftime("%Y-%m-%d %H:%M UTC")
            )
        },
    );
    let region = values
        .region
        .as_ref()
        .map_or_else(String::new, |region| format!(" in {region}"));
    format!(
        "series {} ({}){region}, {} steps of {} s, {minimum}",
        values.name,
        values.source,
        values.bins.len(),
        values.bin_seconds
    )
}

/// The anomalies, and what the publisher says, one line each.
fn details(values: &Values) -> Vec<String> {
    let time = |at: jiff::Timestamp| at.strftime("%Y-%m-%d %H:%M UTC").to_string();
    let found = values.anomalies.iter().map(|found| {
        let what = if found.weak {
            "weak anomaly"
        } else {
            "anomaly"
        };
        let end = match found.end {
            AnomalyEnd::Back => "",
            AnomalyEnd::Released => ", released: the level stayed",
            AnomalyEnd::Open => ", to the end of the data",
        };
        format!(
            "{what} {} to {}: {:.2} against {:.2}{end}",
            time(found.interval.start),
            time(found.interval.end),
            found.lowest,
            found.baseline
        )
    });
    let said = values.notes.iter().map(|note| {
        format!(
            "{} says, {}: {}",
            note.by,
            time(note.interval.start),
            note.text
        )
    });
    found.chain(said).collect()
}

/// The series that a file holds, one line each.
pub(super) fn of_file(series: &[SeriesSummary]) -> String {
    let number = |value: Option<f64>| value.map_or("none".to_owned(), |value| value.to_string());
    let mut text = String::new();
    for one in series {
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "    series {} ({}): {} values from {} to {}, {} empty, {} alerts or events",
            one.name,
            one.source,
            one.values,
            number(one.least),
            number(one.greatest),
            one.empty,
            one.notes
        );
    }
    text
}
