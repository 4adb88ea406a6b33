//! AS names: a JSON object of number to name, or lines `13335 NAME`.

use std::{collections::BTreeMap, fmt, io::BufRead};

use backpedal_model::{Asn, Place};
use serde::de::{Deserializer as _, IgnoredAny, MapAccess, Visitor};

use super::Reading;
use crate::lines::{Line, next as next_line};

/// Reads a file of names. What is before a fault is kept.
pub(super) fn parse(
    file: &mut Reading<'_, '_>,
    content: &mut dyn BufRead,
) -> (u64, BTreeMap<Asn, String>) {
    let first = content.fill_buf().ok();
    let first = first.and_then(|head| head.iter().find(|b| !b.is_ascii_whitespace()));
    let mut names = BTreeMap::new();
    if first == Some(&b'{') {
        json(file, content, &mut names);
    } else {
        text(file, content, &mut names);
    }
    (names.len() as u64, names)
}

fn json(file: &mut Reading<'_, '_>, content: &mut dyn BufRead, names: &mut BTreeMap<Asn, String>) {
    let mut reader = serde_json::Deserializer::from_reader(content);
    if let Err(error) = reader.deserialize_map(Names(names)) {
        let line = error.line() as u64;
        file.problem(format!("is not an object of AS numbers to names: {error}"))
            .place = Some(Place::Line(line));
    }
}

/// Takes entries as they come, so that those before a fault stay.
struct Names<'a>(&'a mut BTreeMap<Asn, String>);

impl<'de> Visitor<'de> for Names<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of AS numbers to names")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(number) = map.next_key::<String>()? {
            if let Ok(asn) = number.parse() {
                self.0.insert(asn, map.next_value()?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

fn text(file: &mut Reading<'_, '_>, content: &mut dyn BufRead, names: &mut BTreeMap<Asn, String>) {
    let (mut number, mut wrong) = (0_u64, None);
    let mut line = Vec::new();
    while next_line(content, &mut line) != Line::End {
        number += 1;
        let text = String::from_utf8_lossy(&line);
        let text = text.trim();
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        let fields = text.split_once(|c: char| c.is_whitespace() || c == '|' || c == ',');
        match fields.and_then(|(asn, name)| Some((asn.parse().ok()?, name.trim()))) {
            Some((asn, name)) if !name.is_empty() => {
                names.insert(asn, name.to_owned());
            }
            _ => {
                wrong.get_or_insert(number);
            }
        }
    }
    if let Some(line) = wrong {
        file.problem("is not a line of an AS number and a name")
            .place = Some(Place::Line(line));
    }
}

/// Whether the first bytes of a file are names of ASes: an object with a number as its first key, or
/// a line of a number and words.
pub(super) fn looks_like(head: &str) -> bool {
    let start = head.trim_start();
    if let Some(inside) = start.strip_prefix('{') {
        let key = inside.trim_start().strip_prefix('"');
        let key = key.and_then(|rest| rest.split_once('"'));
        return key.is_some_and(|(key, rest)| {
            key.parse::<Asn>().is_ok() && rest.trim_start().starts_with(':')
        });
    }
    let mut lines = head.lines().map(str::trim);
    let first = lines.find(|line| !(line.is_empty() || line.starts_with('#')));
    let fields = first.and_then(|line| line.split_once([' ', '\t', '|', ',']));
    fields.is_some_and(|(asn, name)| {
        let letters = name.chars().filter(|c| c.is_alphabetic()).count();
        asn.parse::<Asn>().is_ok() && letters > 1
    })
}
