//! Probe results as CSV with a header line: `time,probe,asn,target,success`, in any order.
//!
//! `time` is RFC 3339 with an offset or seconds since 1970; `success` is 0 or 1. Fields hold no
//! commas and may stand in double quotes.

use std::io::BufRead;

use backpedal_model::{Asn, Place, Problem};
use jiff::Timestamp;

use super::{Series, Shot};
use crate::{
    few::Few,
    lines::{Line, next as next_line},
};

pub(crate) const COLUMNS: [&str; 5] = ["time", "probe", "asn", "target", "success"];

/// Whether the first bytes of a file are such a header.
pub(crate) fn looks_like_probes(head: &[u8]) -> bool {
    let line = head.split(|byte| *byte == b'\n').next().unwrap_or(head);
    columns(&String::from_utf8_lossy(line)).is_some()
}

/// The places of the columns in the header.
fn columns(header: &str) -> Option<[usize; 5]> {
    let header = header.trim_start_matches('\u{feff}').trim().to_lowercase();
    let names: Vec<&str> = header.split(',').map(bare).collect();
    let mut places = [0; 5];
    for (place, column) in places.iter_mut().zip(COLUMNS) {
        *place = names.iter().position(|name| *name == column)?;
    }
    Some(places)
}

fn bare(field: &str) -> &str {
    field.trim().trim_matches('"')
}

/// Reads results and hands them to `each`. Returns how many.
pub(crate) fn read(
    name: &str,
    content: &mut dyn BufRead,
    problems: &mut Vec<Problem>,
    each: &mut dyn FnMut(Shot<'_>),
) -> u64 {
    let (mut number, mut records, mut wrong) = (0_u64, 0_u64, Few::default());
    let mut line = Vec::new();
    let mut places = None;
    while next_line(content, &mut line) != Line::End {
        number += 1;
        let text = String::from_utf8_lossy(&line);
        if text.trim().is_empty() {
            continue;
        }
        let Some(places) = places else {
            places = columns(&text);
            if places.is_some() {
                continue;
            }
            let message = "does not begin with the header line of a probe file";
            let hint = format!("expected: {}", COLUMNS.join(","));
            problems.push(
                Problem::new(name, message)
                    .at(Place::Line(number))
                    .hint(hint),
            );
            return 0;
        };
        if let Some(shot) = shot(&text, places) {
            records += 1;
            each(shot);
        } else if wrong.tells() {
            let message = "is not a probe result";
            problems.push(Problem::new(name, message).at(Place::Line(number)));
        }
    }
    if number == 0 {
        problems.push(Problem::new(name, "is empty"));
    }
    if let Some(wrong) = wrong.many() {
        problems.push(Problem::new(
            name,
            format!("{wrong} lines are not probe results"),
        ));
    }
    records
}

fn shot(line: &str, places: [usize; 5]) -> Option<Shot<'_>> {
    let field = |n: usize| line.split(',').nth(places[n]).map(bare);
    let (time, success) = (field(0)?, field(4)?);
    let at = match time.parse::<i64>() {
        Ok(second) => second,
        Err(_) => time.parse::<Timestamp>().ok()?.as_second(),
    };
    let answered = match success {
        "1" | "true" => true,
        "0" | "false" => false,
        _ => return None,
    };
    let asn = field(2)?.parse::<Asn>().ok()?;
    let (probe, target) = (field(1)?, field(3)?);
    let shot = Shot {
        at,
        probe,
        asn: Some(asn),
        name: Some(target),
        address: target.parse().ok(),
        series: Series::Given,
        sent: 1,
        received: u32::from(answered),
        ..Shot::default()
    };
    (!probe.is_empty() && !target.is_empty()).then_some(shot)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(text: &str) -> (Vec<String>, Vec<String>) {
        let (mut shots, mut problems) = (Vec::new(), Vec::new());
        read("p.csv", &mut text.as_bytes(), &mut problems, &mut |s| {
            shots.push(format!(
                "{} {} {} {} {}",
                s.at,
                s.probe,
                s.asn.expect("an AS"),
                s.name.expect("a target"),
                s.received
            ));
        });
        (shots, problems.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn columns_may_stand_in_any_order() {
        let (shots, problems) = read_all(
            "\u{feff}target,\"success\",time,probe,asn\r\n\
             voip,1,1970-01-01T01:00:30+01:00,p1,AS64500\r\n\
             \"voip\",0,90,p2,64501\r\n",
        );
        assert_eq!(shots, ["30 p1 AS64500 voip 1", "90 p2 AS64501 voip 0"]);
        assert_eq!(problems, [] as [&str; 0]);
    }

    #[test]
    fn broken_lines_are_told_and_skipped() {
        for broken in [
            "x,p,1,t,1",
            "1,p,1,t,2",
            "1,p,AS,t,1",
            "1,p,1,t",
            "1,,1,t,1",
            "1970-01-01T00:00:00,p,1,t,1",
        ] {
            let text = format!("time,probe,asn,target,success\n{broken}\n5,p,1,t,1\n");
            let (shots, problems) = read_all(&text);
            assert_eq!(shots.len(), 1, "{broken}");
            assert_eq!(
                problems,
                ["p.csv, line 2: is not a probe result"],
                "{broken}"
            );
        }
    }

    #[test]
    fn other_files_are_told_apart() {
        assert_eq!(read_all("a,b\n1,2\n").1.len(), 1);
        assert_eq!(read_all("").1, ["p.csv: is empty"]);
        assert!(looks_like_probes(b"time,probe,asn,target,success\n1"));
        assert!(!looks_like_probes(b"time,probe,target,success\n1"));
    }
}
