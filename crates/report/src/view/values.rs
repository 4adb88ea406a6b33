//! A series of values against its own past, in words and figures.

use backpedal_model::{Anomaly, AnomalyEnd, Finding, Interval, ValueLevel, Values};

use crate::stamp::{count, interval, percent, thousands, utc};

/// The series in one sentence.
pub(crate) fn summary(party: &str, series: &Values) -> String {
    let name = named(series);
    if !series.source.is_judged() {
        return format!("{name} of {party} is shown and not judged: it follows the day.");
    }
    if series.bins.is_empty() {
        return format!("No values of {name} of {party}, only what its publisher says.");
    }
    let found = series.anomalies.iter().filter(|found| !found.weak).count();
    match (found, lowest(series)) {
        (_, None) => format!("{name} of {party} has no past to be compared with."),
        (0, Some(least)) => {
            format!(
                "{name} of {party} shows no anomaly, at the least {least}; this is not “was up”."
            )
        }
        (found, Some(least)) => format!(
            "{name} of {party} shows {}, at the least {least}.",
            count(found, "anomaly", "anomalies")
        ),
    }
}

fn named(series: &Values) -> String {
    let region = series.region.as_ref();
    let region = region.map_or(String::new(), |region| format!(" in {region}"));
    format!("The series {} ({}){region}", series.name, series.source)
}

fn everything(series: &Values) -> Option<Interval> {
    let ends = series.bins.first().zip(series.bins.last());
    ends.map(|(first, last)| Interval::new(first.start, last.start))
}

fn lowest(series: &Values) -> Option<String> {
    let (bin, share) = series.minimum(everything(series)?)?;
    Some(format!(
        "{} of the usual value at {}",
        percent(share),
        utc(bin.start)
    ))
}

/// Name and value, in a fixed order.
pub(crate) fn figures(series: &Values) -> Vec<(String, String)> {
    let mut rows = vec![
        ("Series".to_owned(), series.name.clone()),
        ("Source".to_owned(), series.source.to_string()),
    ];
    let mut add = |name: &str, value: String| rows.push((name.to_owned(), value));
    if let Some(region) = &series.region {
        add("Region", region.clone());
    }
    if let Some(unit) = &series.unit {
        add("Unit", unit.clone());
    }
    let steps = thousands(series.bins.len() as u64);
    add("Steps", format!("{steps} of {} s", series.bin_seconds));
    add(
        "Minimum",
        lowest(series).unwrap_or_else(|| "not measured".to_owned()),
    );
    for found in &series.anomalies {
        add(
            &format!("From {}", utc(found.interval.start)),
            anomaly(&series.name, found),
        );
    }
    for note in &series.notes {
        add(
            &format!("{} says, not measured here", note.by),
            format!("{}: {}", interval(note.interval), note.text),
        );
    }
    rows
}

/// What is missing for a judgement.
pub(crate) fn missing(series: &Values) -> Vec<String> {
    let judged = series.bins.iter().any(|bin| bin.baseline.is_some());
    let lacks = series.source.is_judged() && !series.bins.is_empty() && !judged;
    lacks
        .then(|| "no values from before to compare with".to_owned())
        .into_iter()
        .collect()
}

/// One anomaly.
pub(crate) fn anomaly(name: &str, found: &Anomaly) -> String {
    let what = if found.weak { "small fall" } else { "anomaly" };
    let share = if found.baseline > 0.0 {
        found.lowest / found.baseline
    } else {
        0.0
    };
    let end = match found.end {
        AnomalyEnd::Back => "",
        AnomalyEnd::Released => "; the level stayed and became the usual one",
        AnomalyEnd::Open => "; the data end in it",
    };
    format!(
        "{what} of {name}, down to {} of the usual value, for {}{end}",
        percent(share),
        minutes(found.interval)
    )
}

fn minutes(interval: Interval) -> String {
    let minutes = interval.length().as_mins().max(0);
    count(usize::try_from(minutes).unwrap_or(0), "minute", "minutes")
}

/// The finding with its numbers; empty for any other.
pub(crate) fn finding(finding: &Finding) -> String {
    let Finding::Series {
        name,
        level,
        lowest,
        usual,
        minutes,
        ..
    } = finding
    else {
        return String::new();
    };
    let share = if *usual > 0.0 { lowest / usual } else { 0.0 };
    format!(
        "{}: {name} at the least at {} of its usual value, {} in anomalies",
        self::level(*level),
        percent(share),
        count(*minutes as usize, "minute", "minutes")
    )
}

/// A level of rule D4, for people.
const fn level(level: ValueLevel) -> &'static str {
    match level {
        ValueLevel::NotMeasured => "series not measured well enough",
        ValueLevel::NoAnomaly => "no anomaly in this series",
        ValueLevel::Weak => "small fall",
        ValueLevel::Anomaly => "anomaly in one source",
        ValueLevel::Confirmed => "anomaly in two sources",
    }
}

#[cfg(test)]
mod tests;
