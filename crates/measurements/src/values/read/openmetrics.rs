//! The text of OpenMetrics: `name{label="value"} value timestamp`, one sample a line, ended by
//! `# EOF` (OpenMetrics 1.0). Samples without a time cannot be placed. Time stamps are seconds; those
//! of the older Prometheus text are milliseconds, which their size tells.

use std::io::BufRead;

use backpedal_model::{Place, Problem};

use super::{Each, Item, Labels, Point, next_line, number, time};

/// Whether the first lines are samples or their comments.
pub(super) fn looks_like_it(head: &str) -> bool {
    let lines = head.lines().filter(|line| !line.trim().is_empty());
    for line in lines {
        let comment = ["# HELP ", "# TYPE ", "# UNIT "];
        if comment.iter().any(|start| line.starts_with(start)) {
            return true;
        }
        if !line.starts_with('#') {
            return sample(line).is_some_and(|sample| sample.at.is_some());
        }
    }
    false
}

/// One line.
struct Sample<'a> {
    metric: &'a str,
    labels: Vec<(&'a str, String)>,
    value: &'a str,
    at: Option<i64>,
}

fn sample(line: &str) -> Option<Sample<'_>> {
    let line = line.trim();
    let end = line.find(|c: char| c == '{' || c.is_whitespace())?;
    let metric = &line[..end];
    let named = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == ':';
    if metric.is_empty()
        || metric.starts_with(|c: char| c.is_ascii_digit())
        || !metric.chars().all(named)
    {
        return None;
    }
    let mut rest = &line[end..];
    let mut labels = Vec::new();
    if let Some(inside) = rest.strip_prefix('{') {
        rest = label_set(inside, &mut labels)?;
    }
    // What follows a hash is an exemplar.
    let rest = rest.split(" # ").next()?;
    let mut words = rest.split_whitespace();
    let value = words.next()?;
    let at = words.next();
    if words.next().is_some() || (number(value).is_none() && !special(value)) {
        return None;
    }
    Some(Sample {
        metric,
        labels,
        value,
        at: match at {
            Some(at) => Some(time(at)?),
            None => None,
        },
    })
}

fn special(value: &str) -> bool {
    let value = value.trim_start_matches(['+', '-']);
    value.eq_ignore_ascii_case("nan") || value.eq_ignore_ascii_case("inf")
}

/// The labels up to the closing brace; returns what follows it.
fn label_set<'a>(mut rest: &'a str, into: &mut Vec<(&'a str, String)>) -> Option<&'a str> {
    loop {
        rest = rest.trim_start_matches([' ', ',']);
        if let Some(after) = rest.strip_prefix('}') {
            return Some(after);
        }
        let (name, after) = rest.split_once("=\"")?;
        let mut value = String::new();
        let mut chars = after.char_indices();
        let end = loop {
            match chars.next()? {
                (at, '"') => break at,
                (_, '\\') => match chars.next()?.1 {
                    'n' => value.push('\n'),
                    c => value.push(c),
                },
                (_, c) => value.push(c),
            }
        };
        into.push((name.trim(), value));
        rest = &after[end + 1..];
    }
}

pub(super) fn read(
    name: &str,
    content: &mut dyn BufRead,
    problems: &mut Vec<Problem>,
    each: &mut Each<'_>,
) {
    let (mut line, mut n, mut ended) = (Vec::new(), 0_u64, false);
    let (mut timeless, mut wrong) = (0_u64, 0_u64);
    while next_line(content, &mut line) {
        n += 1;
        let text = String::from_utf8_lossy(&line);
        let text = text.trim();
        ended |= text == "# EOF";
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        let Some(sample) = sample(text) else {
            wrong += 1;
            if wrong == 1 {
                problems.push(Problem::new(name, "is no sample").at(Place::Line(n)));
            }
            continue;
        };
        let Some(at) = sample.at else {
            timeless += 1;
            continue;
        };
        let label = |key: &str| {
            let found = sample.labels.iter().find(|(name, _)| *name == key);
            found.map(|(_, value)| value.as_str())
        };
        each(Item::Point(Point {
            metric: sample.metric,
            labels: Labels::of(label),
            region: None,
            step: None,
            at,
            value: number(sample.value),
        }));
    }
    if wrong > 1 {
        problems.push(Problem::new(name, format!("{wrong} lines are no samples")));
    }
    if timeless > 0 {
        let message = format!("{timeless} samples have no time and are not used");
        let hint = "export them with their times, as `promtool tsdb dump-openmetrics` does";
        problems.push(Problem::new(name, message).hint(hint));
    }
    if !ended && n > 0 {
        let message = "does not end with `# EOF`: it may be cut off";
        problems.push(Problem::new(name, message));
    }
}
