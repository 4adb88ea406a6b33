//! CSV with a header line: IODA's own columns, or those that the case names.

use std::io::BufRead;

use backpedal_model::{Columns, Place, Problem};

use super::{Each, Item, Labels, Point, known, next_line, number, time};

/// Columns that hold the time, the best first.
const TIMES: [&str; 4] = ["timestamp", "time", "datetime", "date"];

/// Lines that could not be read are told one by one up to this number, then counted.
const TOLD: u64 = 3;

/// Whether a header names the time and a series of IODA.
pub(super) fn is_ioda(header: &str) -> bool {
    let names = fields(header);
    TIMES.iter().any(|time| names.iter().any(|n| n == time))
        && names.iter().any(|name| known(name).is_some())
}

/// The fields of a line: separated by commas, with double quotes around those that hold commas
/// (RFC 4180). No field reaches over a line's end.
fn fields(line: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut quoted = false;
    let mut chars = line.trim_end_matches(['\r', '\n']).chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                push(&mut found, '"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => found.push(String::new()),
            c => push(&mut found, c),
        }
    }
    for field in &mut found {
        *field = field.trim_start_matches('\u{feff}').trim().to_owned();
    }
    found
}

fn push(fields: &mut [String], c: char) {
    if let Some(last) = fields.last_mut() {
        last.push(c);
    }
}

/// Each column of a known name is a series; others are passed over.
pub(super) fn ioda(
    name: &str,
    content: &mut dyn BufRead,
    problems: &mut Vec<Problem>,
    each: &mut Each<'_>,
) {
    let mut columns: Option<(usize, Vec<(usize, String)>)> = None;
    lines(name, content, problems, &mut |line| {
        let Some((time_at, series)) = &columns else {
            let at = TIMES.iter().find_map(|t| line.iter().position(|n| n == t));
            let named = line.iter().enumerate().filter(|(_, n)| known(n).is_some());
            let series: Vec<(usize, String)> = named.map(|(n, name)| (n, name.clone())).collect();
            columns = Some((at.ok_or(Wrong::Header)?, series));
            return Ok(());
        };
        let at = line
            .get(*time_at)
            .and_then(|text| time(text))
            .ok_or(Wrong::Line)?;
        for (column, metric) in series {
            let text = line.get(*column).map_or("", String::as_str);
            let value = number(text);
            if value.is_none() && !text.is_empty() && !text.eq_ignore_ascii_case("nan") {
                return Err(Wrong::Line);
            }
            each(Item::Point(Point {
                metric,
                labels: Labels::default(),
                region: None,
                step: None,
                at,
                value,
            }));
        }
        Ok(())
    });
}

/// The columns that the case names.
pub(super) fn mapped(
    name: &str,
    columns: &Columns,
    content: &mut dyn BufRead,
    problems: &mut Vec<Problem>,
    each: &mut Each<'_>,
) {
    let wanted = [
        Some(&columns.time),
        Some(&columns.value),
        columns.target.as_ref(),
        columns.metric.as_ref(),
        columns.probe.as_ref(),
        columns.asn.as_ref(),
    ];
    let mut places: Option<[Option<usize>; 6]> = None;
    let mut lacking = None;
    lines(name, content, problems, &mut |line| {
        let Some(at) = places else {
            let place = |wanted: Option<&String>| line.iter().position(|n| Some(n) == wanted);
            let found = wanted.map(place);
            let missing = wanted
                .iter()
                .zip(found)
                .find(|(want, at)| want.is_some() && at.is_none());
            if let Some((Some(missing), _)) = missing {
                lacking = Some((*missing).clone());
                return Err(Wrong::Header);
            }
            places = Some(found);
            return Ok(());
        };
        let field = |n: usize| at[n].and_then(|n| line.get(n)).map_or("", String::as_str);
        let value = truth(field(1)).or_else(|| number(field(1)));
        if value.is_none() && !field(1).is_empty() {
            return Err(Wrong::Line);
        }
        let metric = if at[3].is_some() {
            field(3)
        } else {
            &columns.value
        };
        each(Item::Point(Point {
            metric,
            labels: Labels {
                target: field(2),
                probe: field(4),
                asn: field(5),
            },
            region: None,
            step: None,
            at: time(field(0)).ok_or(Wrong::Line)?,
            value,
        }));
        Ok(())
    });
    if let Some(missing) = lacking {
        let message = format!("has no column {missing:?}");
        let hint = "correct `columns` of this measurement in the case file";
        problems.push(Problem::new(name, message).hint(hint));
    }
}

fn truth(text: &str) -> Option<f64> {
    match text.to_lowercase().as_str() {
        "true" => Some(1.0),
        "false" => Some(0.0),
        _ => None,
    }
}

/// What is wrong with a line.
enum Wrong {
    /// The header lacks what is needed: nothing of the file can be read.
    Header,
    Line,
}

/// Goes through the lines, and tells of those that `take` refuses.
fn lines(
    name: &str,
    content: &mut dyn BufRead,
    problems: &mut Vec<Problem>,
    take: &mut dyn FnMut(&[String]) -> Result<(), Wrong>,
) {
    let (mut number, mut wrong) = (0_u64, 0_u64);
    let mut line = Vec::new();
    while next_line(content, &mut line) {
        number += 1;
        let text = String::from_utf8_lossy(&line);
        if text.trim().is_empty() {
            continue;
        }
        match take(&fields(&text)) {
            Ok(()) => {}
            Err(Wrong::Header) => {
                let message = "does not begin with a header line that names its columns";
                problems.push(Problem::new(name, message).at(Place::Line(number)));
                return;
            }
            Err(Wrong::Line) => {
                wrong += 1;
                if wrong <= TOLD {
                    let message = "holds no time and value";
                    problems.push(Problem::new(name, message).at(Place::Line(number)));
                }
            }
        }
    }
    if number == 0 {
        problems.push(Problem::new(name, "is empty"));
    }
    if wrong > TOLD {
        let message = format!("{wrong} lines hold no time and value");
        problems.push(Problem::new(name, message));
    }
}
