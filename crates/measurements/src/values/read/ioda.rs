//! JSON of IODA's API, version 2 (<https://api.ioda.inetintel.cc.gatech.edu/v2/>).
//!
//! `signals`: `data` is a list of lists of series with `datasource`, `from`, `step` and `values`.
//! `outages/alerts` and `outages/events`: `data` is a list; an alert has `time`, `level`, `condition`,
//! `value` and `historyValue`, an event `start` and `duration` (or `from` and `until`) and `score`.
//! Alerts and events are what IODA says of its series: they become notes, never values.

use backpedal_model::Problem;
use serde_json::Value;

use super::{Each, Item, Labels, Point};
use crate::clock::Seconds;

pub(super) fn read(name: &str, file: &Value, problems: &mut Vec<Problem>, each: &mut Each<'_>) {
    if let Some(error) = file.get("error").filter(|error| !error.is_null()) {
        problems.push(Problem::new(name, format!("is an error of IODA: {error}")));
        return;
    }
    let Some(data) = file.get("data").and_then(Value::as_array) else {
        let message = "is JSON of no kind that is read: neither IODA nor a Prometheus range query";
        problems.push(Problem::new(name, message));
        return;
    };
    let mut unread: Vec<String> = Vec::new();
    let mut wrong = 0_u64;
    for entry in data {
        match entry.as_array() {
            Some(series) => series.iter().for_each(|one| signal(one, &mut unread, each)),
            None if entry.get("values").is_some() => signal(entry, &mut unread, each),
            None => wrong += u64::from(note(entry, each).is_none()),
        }
    }
    if !unread.is_empty() {
        let message = format!(
            "{} hold no plain numbers and are not read",
            unread.join(", ")
        );
        problems.push(Problem::new(name, message));
    }
    if wrong > 0 {
        let message = format!("{wrong} entries are neither series nor alert nor event");
        problems.push(Problem::new(name, message));
    }
}

fn text<'a>(of: &'a Value, key: &str) -> Option<&'a str> {
    of.get(key)
        .and_then(Value::as_str)
        .filter(|text| !text.is_empty())
}

fn signal(series: &Value, unread: &mut Vec<String>, each: &mut Each<'_>) {
    let source = text(series, "datasource").unwrap_or("value");
    // Variants of one source, as the products of "gtr".
    let metric =
        text(series, "subtype").map_or_else(|| source.to_owned(), |sub| format!("{source}/{sub}"));
    let whole = |key: &str| series.get(key).and_then(Value::as_i64);
    let values = series.get("values").and_then(Value::as_array);
    let (Some(from), Some(step), Some(values)) = (whole("from"), whole("step"), values) else {
        unread.push(metric);
        return;
    };
    let plain = |value: &Value| value.is_number() || value.is_null();
    if step <= 0 || !values.iter().all(plain) {
        unread.push(metric);
        return;
    }
    let placed = matches!(text(series, "entityType"), Some("country" | "region"));
    let region = text(series, "entityName").filter(|_| placed);
    for (n, value) in (0_i64..).zip(values) {
        each(Item::Point(Point {
            metric: &metric,
            labels: Labels::default(),
            region,
            step: Some(step),
            at: from.saturating_add(step.saturating_mul(n)),
            value: value.as_f64(),
        }));
    }
}

fn note(entry: &Value, each: &mut Each<'_>) -> Option<()> {
    let whole = |key: &str| entry.get(key).and_then(Value::as_i64);
    let from = whole("time")
        .or_else(|| whole("start"))
        .or_else(|| whole("from"))?;
    let until = whole("until").or_else(|| Some(from.saturating_add(whole("duration")?)));
    let until = until.unwrap_or(from).max(from);
    let source = text(entry, "datasource").unwrap_or("all sources");
    let mut words = Vec::new();
    for (key, name) in [
        ("level", "level"),
        ("condition", "condition"),
        ("value", "value"),
        ("historyValue", "before"),
        ("score", "score"),
        ("method", "method"),
    ] {
        match entry.get(key) {
            Some(Value::String(value)) => words.push(format!("{name} {value}")),
            Some(Value::Number(value)) => words.push(format!("{name} {value}")),
            _ => {}
        }
    }
    let what = if whole("time").is_some() {
        "alert"
    } else {
        "event"
    };
    let when = Seconds { from, to: until };
    each(Item::Note(
        source,
        when,
        format!("{what} on {source}: {}", words.join(", ")),
    ));
    Some(())
}
