//! Files of values over time, whatever their form, into points and notes.

mod csv;
mod ioda;
mod openmetrics;
mod parquet;
mod prometheus;
mod table;

use std::io::{BufRead, Read};

use backpedal_model::{Columns, Problem, ValueSource};
use jiff::Timestamp;
use serde_json::Value;

use crate::clock::Seconds;
use csv::Csv;
use parquet::Parquet;
pub(crate) use table::Names;

/// One value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Point<'a> {
    /// The series by its name: "ping-slash24", "probe_success".
    pub(crate) metric: &'a str,
    /// What else tells it from others of that name.
    pub(crate) labels: Labels<'a>,
    /// The region that the file names.
    pub(crate) region: Option<&'a str>,
    /// The distance to the next point, where the file tells it, in seconds.
    pub(crate) step: Option<i64>,
    pub(crate) at: i64,
    /// `None` where the file has a place for the value and none is in it.
    pub(crate) value: Option<f64>,
}

/// The labels of a point that are used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Labels<'a> {
    /// What was probed.
    pub(crate) target: &'a str,
    /// Who probed.
    pub(crate) probe: &'a str,
    /// The AS of who probed.
    pub(crate) asn: &'a str,
}

impl<'a> Labels<'a> {
    /// Out of the labels of a Prometheus series. The blackbox exporter is scraped with the target
    /// as `instance` (its documentation, "Prometheus Configuration").
    fn of(get: impl Fn(&str) -> Option<&'a str>) -> Self {
        let first = |names: &[&str]| names.iter().find_map(|name| get(name)).unwrap_or_default();
        Self {
            target: first(&["target", "instance"]),
            probe: first(&["probe", "prober", "vantage", "location", "job"]),
            asn: first(&["asn", "probe_asn", "as"]),
        }
    }
}

/// What a file holds.
pub(crate) enum Item<'a> {
    Point(Point<'a>),
    /// What the publisher says of a series: series, time, words.
    Note(&'a str, Seconds, String),
}

/// Where items go.
pub(crate) type Each<'a> = dyn FnMut(Item<'_>) + 'a;

/// JSON is read whole, so it is bounded. A range query has at most 11,000 points a series
/// (Prometheus, `query_range`), which is some 300 kB: this holds fifty of them, and takes at most
/// twenty times as much memory.
const LARGEST_JSON: u64 = 16 << 20;

/// What of a line lies beyond is not read: no line of values is a tenth as long.
const LONGEST_LINE: usize = 1 << 16;

/// Names that IODA and the exporters of Prometheus use: source, unit.
const KNOWN: &[(&str, ValueSource, &str)] = &[
    ("bgp", ValueSource::Bgp, "visible /24 networks"),
    ("ping-slash24", ValueSource::Probing, "/24 networks up"),
    (
        "merit-nt",
        ValueSource::Telescope,
        "unique source addresses",
    ),
    ("ucsd-nt", ValueSource::Telescope, "unique source addresses"),
    ("gtr", ValueSource::Traffic, "requests"),
    ("mozilla", ValueSource::Traffic, "clients"),
    (
        "probe_success",
        ValueSource::OwnProbes,
        "share of successes",
    ),
    ("up", ValueSource::OwnProbes, "share of successes"),
];

/// What a series of that name was taken from, and its unit.
pub(crate) fn known(metric: &str) -> Option<(ValueSource, &'static str)> {
    let entry = KNOWN.iter().find(|(name, _, _)| *name == metric)?;
    Some((entry.1, entry.2))
}

/// The form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// CSV with the names of IODA in its header.
    Ioda,
    /// CSV with columns that the case names.
    Mapped,
    /// Parquet, with either.
    Parquet,
    /// JSON of IODA or Prometheus.
    Json,
    /// The text of OpenMetrics.
    OpenMetrics,
}

/// The form, from the first bytes; `None` where it is none of these.
pub(crate) fn form(head: &[u8], columns: Option<&Columns>) -> Option<Form> {
    if parquet::looks_like_it(head) {
        return Some(Form::Parquet);
    }
    let head = String::from_utf8_lossy(head);
    let head = head.trim_start_matches('\u{feff}').trim_start();
    if columns.is_some() {
        return Some(Form::Mapped);
    }
    if head.starts_with('{') {
        let known = [
            "\"resultType\"",
            "\"requestParameters\"",
            "\"status\"",
            "\"entityType\"",
        ];
        return known
            .iter()
            .any(|key| head.contains(key))
            .then_some(Form::Json);
    }
    let line = head.lines().next().unwrap_or_default();
    if csv::begins_ioda(line) {
        return Some(Form::Ioda);
    }
    openmetrics::looks_like_it(head).then_some(Form::OpenMetrics)
}

/// Reads a file and hands its items to `each`. Returns how many points and notes it holds.
pub(crate) fn read(
    name: &str,
    form: Form,
    columns: Option<&Columns>,
    content: &mut dyn BufRead,
    problems: &mut Vec<Problem>,
    each: &mut Each<'_>,
) -> u64 {
    let mut count = 0;
    let mut counted = |item: Item<'_>| {
        count += 1;
        each(item);
    };
    let each: &mut Each<'_> = &mut counted;
    match form {
        Form::Ioda => table::read(name, None, &mut Csv { name, content }, problems, each),
        Form::Mapped => table::read(name, columns, &mut Csv { name, content }, problems, each),
        Form::Parquet => {
            table::read(
                name,
                columns,
                &mut Parquet { name, content },
                problems,
                each,
            );
        }
        Form::OpenMetrics => openmetrics::read(name, content, problems, each),
        Form::Json => json(name, content, problems, each),
    }
    count
}

/// Reads Parquet of a kind that nobody told: `own` columns if it has them, else series of IODA's
/// names. Returns which of the two it holds.
pub(crate) fn guess_parquet(
    name: &str,
    own: &Columns,
    content: &mut dyn BufRead,
    problems: &mut Vec<Problem>,
    each: &mut Each<'_>,
) -> Option<Names> {
    table::guess(own, &mut Parquet { name, content }, problems, each)
}

/// The next line, without what lies beyond [`LONGEST_LINE`]. Whether there is one.
fn next_line(content: &mut dyn BufRead, line: &mut Vec<u8>) -> bool {
    line.clear();
    let mut some = false;
    loop {
        // The layer below keeps its errors and ends the stream instead.
        let Ok(buffer) = content.fill_buf() else {
            return some;
        };
        if buffer.is_empty() {
            return some;
        }
        some = true;
        let end = memchr::memchr(b'\n', buffer);
        let taken = end.map_or(buffer.len(), |end| end + 1);
        let room = LONGEST_LINE.saturating_sub(line.len());
        line.extend_from_slice(&buffer[..taken.min(room)]);
        content.consume(taken);
        if end.is_some() {
            return true;
        }
    }
}

fn json(name: &str, content: &mut dyn BufRead, problems: &mut Vec<Problem>, each: &mut Each<'_>) {
    let mut bytes = Vec::new();
    // The layer below keeps its errors and ends the stream instead.
    let _ = content.take(LARGEST_JSON + 1).read_to_end(&mut bytes);
    if bytes.len() as u64 > LARGEST_JSON {
        let message = format!("holds more than {} MiB of JSON", LARGEST_JSON >> 20);
        let hint = "ask for fewer series or a longer step, or give the values as CSV";
        problems.push(Problem::new(name, message).hint(hint));
        return;
    }
    let value: Value = match serde_json::from_slice(&bytes) {
        Ok(value) => value,
        Err(error) => {
            problems.push(Problem::new(name, format!("is no whole JSON: {error}")));
            return;
        }
    };
    if value
        .get("data")
        .is_some_and(|data| data.get("result").is_some())
        || value.get("errorType").is_some()
    {
        prometheus::read(name, &value, problems, each);
    } else {
        ioda::read(name, &value, problems, each);
    }
}

/// Seconds since 1970, or a time stamp with an offset. A number of more than eleven digits counts
/// milliseconds: as seconds it would lie beyond the year 5000.
fn time(text: &str) -> Option<i64> {
    let text = text.trim();
    if let Ok(number) = text.parse::<f64>() {
        return seconds(number);
    }
    let strict = text.parse::<Timestamp>();
    strict.ok().map(Timestamp::as_second)
}

fn seconds(number: f64) -> Option<i64> {
    let number = if number.abs() >= 1e11 {
        number / 1000.0
    } else {
        number
    };
    // In the range of time stamps, so nothing is cut off but the fraction.
    (number.is_finite() && number.abs() < 1e11).then_some(number.floor() as i64)
}

/// A number; `None` for none and for NaN, which Prometheus writes where there is no value.
fn number(text: &str) -> Option<f64> {
    text.trim()
        .parse::<f64>()
        .ok()
        .filter(|value| value.is_finite())
}

#[cfg(test)]
mod tests;
