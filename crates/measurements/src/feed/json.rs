//! What the JSON feeds share: a limit on what one piece may hold, paths, times, and sessions.

use std::{
    cell::Cell,
    collections::{BTreeMap, BTreeSet},
    io::{self, BufRead, Read},
    net::IpAddr,
    rc::Rc,
};

use jiff::{Timestamp, civil, tz::TimeZone};
use serde_json::Value;

/// The most that one route or message may take, in bytes of its text, and what stands between two
/// of them. Our choice: the longest that we saw have some thousands.
pub(super) const LARGEST: u64 = 1 << 20;

/// A reader that gives no more than [`LARGEST`] bytes between two resets, so that no answer, however
/// it is made, fills the memory.
pub(super) struct Rationed {
    content: Box<dyn BufRead>,
    left: Rc<Cell<u64>>,
}

impl Rationed {
    /// The reader, and the handle that resets it.
    pub(super) fn new(content: Box<dyn BufRead>) -> (Self, Ration) {
        let left = Rc::new(Cell::new(LARGEST));
        let ration = Ration(Rc::clone(&left));
        (Self { content, left }, ration)
    }
}

impl Read for Rationed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left.get() == 0 {
            return Err(io::Error::other("one piece of it is beyond all measure"));
        }
        let most = buffer
            .len()
            .min(usize::try_from(self.left.get()).unwrap_or(usize::MAX));
        let read = self.content.read(&mut buffer[..most])?;
        self.left.set(self.left.get() - read as u64);
        Ok(read)
    }
}

/// Allows the reader another piece.
#[derive(Clone)]
pub(super) struct Ration(Rc<Cell<u64>>);

impl Ration {
    pub(super) fn reset(&self) {
        self.0.set(LARGEST);
    }
}

/// Writes a path as `bgpdump -m` prints it. Members of a set stand in a list of their own, or as
/// text in braces. Returns whether it is one.
pub(super) fn write_path(hops: &[Value], out: &mut String) -> bool {
    use std::fmt::Write as _;
    out.clear();
    for hop in hops {
        if !out.is_empty() {
            out.push(' ');
        }
        let written = match hop {
            Value::Number(asn) => asn.as_u64().filter(|asn| u32::try_from(*asn).is_ok()),
            Value::String(text) if plain(text) => {
                out.push_str(text);
                continue;
            }
            Value::Array(set) => {
                let numbers: Option<Vec<String>> = set.iter().map(number).collect();
                let Some(numbers) = numbers else {
                    return false;
                };
                // Writing to a string cannot fail.
                let _ = write!(out, "{{{}}}", numbers.join(","));
                continue;
            }
            _ => None,
        };
        let Some(asn) = written else {
            return false;
        };
        let _ = write!(out, "{asn}");
    }
    true
}

fn plain(text: &str) -> bool {
    let inner = text
        .strip_prefix('{')
        .and_then(|text| text.strip_suffix('}'));
    let numbers = inner.unwrap_or(text).split(',');
    (inner.is_some() || !text.contains(','))
        && numbers.into_iter().all(|n| n.parse::<u32>().is_ok())
}

fn number(value: &Value) -> Option<String> {
    match value {
        Value::Number(asn) => asn.as_u64().map(|asn| asn.to_string()),
        Value::String(text) => text.parse::<u32>().ok().map(|asn| asn.to_string()),
        _ => None,
    }
}

/// A time in seconds since 1970: a number, or ISO 8601, which is in UTC where it names no zone.
pub(super) fn time(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => {
            let second = number.as_i64().or_else(|| {
                let second = number.as_f64()?.floor();
                // A time stamp lies far within what both can hold.
                (second.abs() < 1e12).then_some(second as i64)
            })?;
            Timestamp::from_second(second)
                .ok()
                .map(Timestamp::as_second)
        }
        Value::String(text) => {
            if let Ok(at) = text.parse::<Timestamp>() {
                return Some(at.as_second());
            }
            let local = text.parse::<civil::DateTime>().ok()?;
            let at = TimeZone::UTC.to_timestamp(local).ok()?;
            Some(at.as_second())
        }
        _ => None,
    }
}

/// At which collector each address speaks. Routes are kept by the peer's address, so of an address
/// that speaks at several collectors only one session can be followed: the first one seen.
#[derive(Default)]
pub(super) struct Sessions {
    collectors: BTreeMap<IpAddr, String>,
    others: BTreeSet<IpAddr>,
}

impl Sessions {
    /// Whether this is the session that is followed. `Err` when it is the first time that another
    /// one of the same address is left out.
    pub(super) fn follows(&mut self, ip: IpAddr, collector: &str) -> Result<bool, String> {
        let known = self
            .collectors
            .entry(ip)
            .or_insert_with(|| collector.to_owned());
        if known == collector {
            return Ok(true);
        }
        if self.others.insert(ip) {
            return Err(format!(
                "tells of {ip} at the collectors {known} and {collector}; only the first is used"
            ));
        }
        Ok(false)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn paths_with_sets_in_any_form() {
        let written = |value: Value| {
            let mut out = String::new();
            let hops = value.as_array().cloned().unwrap_or_default();
            write_path(&hops, &mut out).then_some(out)
        };
        let expected = Some("64500 {64501,64502}".to_owned());
        assert_eq!(written(json!([64500, [64501, 64502]])), expected);
        assert_eq!(written(json!([64500, ["64501", 64502]])), expected);
        assert_eq!(written(json!(["64500", "{64501,64502}"])), expected);
        assert_eq!(written(json!([])), Some(String::new()));
        for wrong in [json!([null]), json!([-1]), json!([5_000_000_000_u64])] {
            assert_eq!(written(wrong), None);
        }
        for wrong in [
            json!([true]),
            json!(["AS1"]),
            json!(["1,2"]),
            json!([[[1]]]),
        ] {
            assert_eq!(written(wrong), None);
        }
    }

    #[test]
    fn times_as_numbers_and_text() {
        assert_eq!(time(&json!(1_655_793_233)), Some(1_655_793_233));
        assert_eq!(time(&json!(1_655_793_233.99)), Some(1_655_793_233));
        assert_eq!(time(&json!("2022-06-21T06:33:53")), Some(1_655_793_233));
        assert_eq!(
            time(&json!("2022-06-21T08:33:53+02:00")),
            Some(1_655_793_233)
        );
        for wrong in [json!("yesterday"), json!(null), json!(1e300), json!([])] {
            assert_eq!(time(&wrong), None);
        }
    }

    #[test]
    fn a_second_session_of_an_address_is_left_out_and_told_once() {
        let mut sessions = Sessions::default();
        let ip = "192.0.2.1".parse().unwrap();
        assert_eq!(sessions.follows(ip, "00"), Ok(true));
        assert!(sessions.follows(ip, "05").is_err());
        assert_eq!(sessions.follows(ip, "05"), Ok(false));
        assert_eq!(sessions.follows(ip, "00"), Ok(true));
    }
}
