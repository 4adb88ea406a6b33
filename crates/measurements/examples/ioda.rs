//! How rule D4 fares on a labelled file of IODA: `cargo run --release -p backpedal-measurements
//! --example ioda -- FILE [series_minutes=60 …]`, with other numbers of the policy if wanted. The file is CSV with a `LABEL` column of 0 and 1.
//!
//! Printed are the anomalies that raise something: a fall by at least a fifth in probing or routing,
//! or a small fall in routing that probing confirms. Recall is the share of labelled steps inside of
//! them. A false alarm is an anomaly that no labelled stretch touches; steps outside of the labels,
//! most of them while the values come back, are counted too.

#![expect(clippy::print_stdout, reason = "an example prints its figures")]

use std::{error::Error, fs, io::Cursor};

use backpedal_measurements::{Input, observe};
use backpedal_model::{Anomaly, Case, Interval, Policy, Signal, ValueSource, Values};
use jiff::{SignedDuration, Timestamp};

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("give a file")?;
    let bytes = fs::read(&path)?;
    let labels = labels(&String::from_utf8_lossy(&bytes))?;
    let (first, last) = labels
        .first()
        .zip(labels.last())
        .ok_or("the file is empty")?;
    let step = labels
        .get(1)
        .map_or(SignedDuration::from_mins(5), |second| {
            second.0.duration_since(first.0)
        });
    let end = last.0 + step;
    let case = Case::parse(&format!(
        "id = \"labelled\"\ntitle = \"Labelled\"\n[window]\nstart = {from}\nend = {end}\n[[party]]\n\
         id = \"place\"\nname = \"Place\"\n[[measurement]]\nkind = \"ioda\"\npath = \"file\"\n\
         party = \"place\"\nfrom = {from}\nto = {end}\n[policy]\n{policy}\n",
        from = first.0,
        policy = std::env::args().skip(2).collect::<Vec<_>>().join("\n"),
    ))?;
    let spec = case.measurements[0].clone();
    let bytes = Box::new(Cursor::new(bytes));
    let parsed = observe(&case, vec![Input { spec, bytes }], &mut |_| {});
    for problem in &parsed.problems {
        println!("{problem}");
    }
    let series: Vec<&Values> = parsed
        .value
        .observations
        .iter()
        .filter_map(|seen| match &seen.signal {
            Signal::Values(values) => Some(values),
            _ => None,
        })
        .collect();
    let truth = stretches(&labels, step);
    println!(
        "{path}\n{} labelled steps in {} stretches",
        count(&labels),
        truth.len()
    );
    let days = end.duration_since(first.0).as_secs_f64() / 86_400.0;
    for values in &series {
        describe(values, &series, &case.policy);
    }
    let raised = raised(&series, &case.policy);
    figures(&raised, &labels, &truth, days);
    Ok(())
}

/// The anomalies of one series.
fn describe(values: &Values, series: &[&Values], policy: &Policy) {
    let raised: Vec<&Anomaly> = values.anomalies.iter().filter(|a| !a.weak).collect();
    let weak = values.anomalies.len() - raised.len();
    let confirmed = values.confirmed_by(series, policy).len();
    println!(
        "\n{} ({}): {} anomalies, {weak} weak besides, {confirmed} times with another source",
        values.name,
        values.source,
        raised.len()
    );
    for found in &values.anomalies {
        let weak = if found.weak { " weak" } else { "" };
        println!(
            "  {} to {}: {:.0} against {:.0}, {:?}{weak}",
            found.interval.start, found.interval.end, found.lowest, found.baseline, found.end
        );
    }
}

/// What is raised at all: full anomalies of probing or routing, whichever sees them.
fn raised(series: &[&Values], policy: &Policy) -> Vec<Interval> {
    let mut all: Vec<Interval> = Vec::new();
    for values in series {
        if matches!(values.source, ValueSource::Probing | ValueSource::Bgp) {
            let full = values.anomalies.iter().filter(|anomaly| !anomaly.weak);
            all.extend(full.map(|anomaly| anomaly.interval));
        }
        all.extend(values.confirmed_by(series, policy));
    }
    all.sort_unstable();
    let mut joined: Vec<Interval> = Vec::new();
    for part in all {
        match joined.last_mut() {
            Some(last) if part.start <= last.end => last.end = last.end.max(part.end),
            _ => joined.push(part),
        }
    }
    joined
}

fn figures(raised: &[Interval], labels: &[(Timestamp, bool)], truth: &[Interval], days: f64) {
    let inside = |at: Timestamp| raised.iter().any(|part| part.holds(at));
    let hit = labels
        .iter()
        .filter(|(at, label)| *label && inside(*at))
        .count();
    let beside = labels
        .iter()
        .filter(|(at, label)| !label && inside(*at))
        .count();
    let false_alarms = raised
        .iter()
        .filter(|part| !truth.iter().any(|t| t.overlaps(**part)));
    let false_alarms = false_alarms.count();
    let found = truth
        .iter()
        .filter(|t| raised.iter().any(|part| part.overlaps(**t)))
        .count();
    println!(
        "\nrecall of labelled steps {:.3} ({hit} of {}), found {found} of {} stretches\n\
         false alarms {false_alarms} in {days:.1} days ({:.2} a day), unlabelled steps raised {beside}",
        hit as f64 / count(labels).max(1) as f64,
        count(labels),
        truth.len(),
        false_alarms as f64 / days,
    );
}

fn count(labels: &[(Timestamp, bool)]) -> usize {
    labels.iter().filter(|(_, label)| *label).count()
}

fn labels(text: &str) -> Result<Vec<(Timestamp, bool)>, Box<dyn Error>> {
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
    let place = |name: &str| header.iter().position(|column| *column == name);
    let (time, label) = (place("timestamp"), place("LABEL"));
    let (time, label) = time
        .zip(label)
        .ok_or("no columns `timestamp` and `LABEL`")?;
    lines
        .map(|line| {
            let fields: Vec<&str> = line.split(',').collect();
            let at = fields.get(time).ok_or("a line ends early")?.parse()?;
            Ok((Timestamp::from_second(at)?, fields.get(label) == Some(&"1")))
        })
        .collect()
}

fn stretches(labels: &[(Timestamp, bool)], step: SignedDuration) -> Vec<Interval> {
    labels
        .chunk_by(|a, b| a.1 == b.1)
        .filter(|run| run[0].1)
        .map(|run| Interval::new(run[0].0, run[run.len() - 1].0 + step))
        .collect()
}
