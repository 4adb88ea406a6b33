//! Topology files as the command line names them, each with its day.

use std::path::Path;

use anyhow::Context as _;
use backpedal_measurements::relationship_format;
use backpedal_model::{Origin, RelationshipFormat, TopologyKind, TopologySpec};
use jiff::civil::Date;

use crate::{
    args::{LinkFiles, NameFiles},
    exit::{Hint, Usage},
    stages::{LoadedCase, open_file},
};

const FORMATS: &[(&str, RelationshipFormat)] = &[
    ("serial-1:", RelationshipFormat::Serial1),
    ("serial-2:", RelationshipFormat::Serial2),
    ("snap:", RelationshipFormat::Snap),
];

/// Adds files of links to those of the case.
pub(crate) fn add_links(loaded: &mut LoadedCase, files: &LinkFiles) -> anyhow::Result<()> {
    add(loaded, &files.relationships, None)?;
    add(loaded, &files.table, Some(TopologyKind::BgpTable))?;
    add(loaded, &files.cones, Some(TopologyKind::CustomerCones))
}

/// Adds files of names to those of the case.
pub(crate) fn add_names(loaded: &mut LoadedCase, files: &NameFiles) -> anyhow::Result<()> {
    add(loaded, &files.names, Some(TopologyKind::AsNames))?;
    add(
        loaded,
        &files.organisations,
        Some(TopologyKind::Organisations),
    )?;
    add(loaded, &files.peeringdb, Some(TopologyKind::PeeringDb))
}

/// Adds files of one kind; without a kind they are relationships, whose format is looked for.
pub(crate) fn add(
    loaded: &mut LoadedCase,
    texts: &[String],
    kind: Option<TopologyKind>,
) -> anyhow::Result<()> {
    for text in texts {
        let spec = match kind {
            Some(kind) => named(text, kind)?,
            None => relationships(text)?,
        };
        loaded.add_topology(spec);
    }
    Ok(())
}

/// Fails where there is no file to answer from.
pub(crate) fn some(loaded: &LoadedCase, hint: &str) -> anyhow::Result<()> {
    if loaded.case.topology.is_empty() {
        return Err(Usage("no topology file to answer from".to_owned()))
            .with_context(|| Hint(hint.to_owned()));
    }
    Ok(())
}

/// Reads `[FORMAT:]FILE[@DATE]`, or `FORMAT:DATE:FILE`.
fn relationships(text: &str) -> anyhow::Result<TopologySpec> {
    let given = FORMATS
        .iter()
        .find_map(|(word, format)| Some((text.strip_prefix(word)?, *format)));
    let holder = RelationshipFormat::Serial1;
    let (rest, format) = given.map_or((text, None), |(rest, format)| (rest, Some(format)));
    let mut spec = named(rest, TopologyKind::Relationships(format.unwrap_or(holder)))?;
    if format.is_none() {
        let file = spec.origin.as_str();
        let bytes = open_file(Path::new(file))
            .map_err(|error| error.context(Usage(format!("{file} is no input"))))?;
        let found = relationship_format(file, bytes).map_err(|problem| {
            let hint = Hint(problem.hint.clone().unwrap_or_default());
            anyhow::Error::new(Usage(format!("{file} {}", problem.message))).context(hint)
        })?;
        spec.kind = TopologyKind::Relationships(found);
    }
    Ok(spec)
}

/// Reads `FILE@DATE`, `DATE:FILE`, or `FILE` with a day in its name.
fn named(text: &str, kind: TopologyKind) -> anyhow::Result<TopologySpec> {
    let before = text
        .split_once(':')
        .and_then(|(date, path)| Some((path, day(date)?)));
    let behind = || {
        text.rsplit_once('@')
            .and_then(|(path, date)| Some((path, day(date)?)))
    };
    let within = || {
        let name = Path::new(text).file_name()?.to_str()?;
        Some((text, day_in(name)?))
    };
    let (path, date) = before
        .or_else(behind)
        .or_else(within)
        .with_context(|| Usage(format!("{text:?} has no day in its name")))
        .with_context(|| Hint(format!("write the day behind it: {text}@2009-04-13")))?;
    Ok(TopologySpec {
        kind,
        origin: Origin::File(path.to_owned()),
        date,
        synthetic: false,
        note: None,
    })
}

/// `2009-04-13` or `20090413`.
fn day(text: &str) -> Option<Date> {
    let digits = text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit());
    if digits {
        day_in(text)
    } else {
        text.parse().ok()
    }
}

/// The first day in a file's name: `20090413`, `2009-04-13` or `2009_04_13`, with no digit before
/// or behind, of the years 1990 to 2100.
fn day_in(name: &str) -> Option<Date> {
    let bytes = name.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    (0..bytes.len()).find_map(|start| {
        if start > 0 && digit(start - 1) {
            return None;
        }
        let sign = bytes
            .get(start + 4)
            .copied()
            .filter(|b| matches!(b, b'-' | b'_'));
        let gap = usize::from(sign.is_some());
        let end = start + 8 + 2 * gap;
        if digit(end) || (gap == 1 && bytes.get(start + 7).copied() != sign) {
            return None;
        }
        let number = |from: usize, to: usize| -> Option<i16> {
            let text = name.get(from..to)?;
            text.bytes()
                .all(|b| b.is_ascii_digit())
                .then(|| text.parse().ok())?
        };
        let year = number(start, start + 4).filter(|year| (1990..=2100).contains(year))?;
        let month = number(start + 4 + gap, start + 6 + gap)?;
        let day = number(start + 6 + 2 * gap, end)?;
        Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    })
}

/// How far a snapshot lies from the day asked about, in words.
pub(crate) fn distance(date: Date, on: Date) -> String {
    let days = on.until(date).map_or(0, |span| span.get_days());
    let (count, side) = (
        days.unsigned_abs(),
        if days < 0 { "before" } else { "after" },
    );
    match count {
        0 => "on the day".to_owned(),
        1 => format!("1 day {side}"),
        _ => format!("{count} days {side}"),
    }
}

/// `1138` as `1,138`.
pub(crate) fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_day_is_found_in_a_name_and_nowhere_else() {
        let cases = [
            ("20160101.as-rel.txt.gz", Some(date(2016, 1, 1))),
            ("as-caida20071105.txt.gz", Some(date(2007, 11, 5))),
            (
                "rrc06.bview.20100701.0759.bgpdump-m.txt.gz",
                Some(date(2010, 7, 1)),
            ),
            ("peeringdb_2_dump_2021_07_01.json", Some(date(2021, 7, 1))),
            ("names-2016-05-01.json", Some(date(2016, 5, 1))),
            ("asnames-2016-05.json", None),
            ("table-1655793233.txt", None),
            ("20161301.txt", None),
            ("18990101.txt", None),
            ("links.txt", None),
            ("2016-05_01.txt", None),
            ("ü20160101", Some(date(2016, 1, 1))),
        ];
        for (name, day) in cases {
            assert_eq!(day_in(name), day, "{name}");
        }
    }

    #[test]
    fn the_day_that_is_written_beats_the_name() {
        let read = |text: &str| {
            let spec = named(text, TopologyKind::BgpTable).ok()?;
            Some((spec.origin.as_str().to_owned(), spec.date))
        };
        let day = date(2009, 4, 13);
        for (text, path) in [
            ("a/rib.txt@2009-04-13", "a/rib.txt"),
            ("2009-04-13:a/rib.txt", "a/rib.txt"),
            ("20160101.txt@20090413", "20160101.txt"),
            ("a/rib.20090413.txt", "a/rib.20090413.txt"),
            ("me@home/20090413.txt", "me@home/20090413.txt"),
        ] {
            assert_eq!(read(text), Some((path.to_owned(), day)), "{text}");
        }
        assert_eq!(read("20090413/rib.txt"), None);
    }

    #[test]
    fn distances_have_a_side() {
        let on = date(2009, 4, 13);
        assert_eq!(distance(on, on), "on the day");
        assert_eq!(distance(date(2009, 4, 12), on), "1 day before");
        assert_eq!(distance(date(2010, 7, 1), on), "444 days after");
    }

    #[test]
    fn large_numbers_are_grouped() {
        let cases = [
            (0, "0"),
            (999, "999"),
            (1138, "1,138"),
            (640_668, "640,668"),
            (1_000_000, "1,000,000"),
        ];
        for (n, text) in cases {
            assert_eq!(thousands(n), text);
        }
    }
}
