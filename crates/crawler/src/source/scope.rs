//! What the case wants of the further addresses of a source.

use std::sync::Arc;

use backpedal_model::{Case, Interval, Moment, SourceSpec};
use jiff::{Timestamp, civil::Date, tz::TimeZone};

/// What the case wants of the further addresses of a source. Cheap to copy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// The time in which what is said may be about the case; all times where not known.
    pub near: Option<Interval>,
    /// Whether links from an article to the statement that it quotes are followed.
    pub follow: bool,
    /// Host names of the parties' own pages.
    pub hosts: Arc<[String]>,
    /// Names of the parties, in lower case, in letters and digits parted by single spaces.
    pub names: Arc<[String]>,
    /// How many steps the answer is away from the source itself.
    pub depth: u16,
}

impl Scope {
    /// The most steps that one source is followed: pages of a timeline, generations of a thread
    /// (policy, against servers that never end).
    pub(super) const MOST_STEPS: u16 = 500;

    /// What a case wants of one of its sources.
    #[must_use]
    pub fn of(case: &Case, source: &SourceSpec) -> Self {
        let parties = || case.parties.iter();
        let hosts = parties().flat_map(|party| party.domains.iter().map(|host| host.value.clone()));
        let names = parties().flat_map(|party| {
            let aliases = party.aliases.iter().map(|alias| &alias.value);
            aliases.chain([&party.name]).map(|name| plain(name))
        });
        Self {
            near: Some(case.near()).filter(|near| !near.is_empty()),
            follow: source.follow,
            hosts: hosts.collect(),
            names: names.filter(|name| name.len() > 2).collect(),
            depth: 0,
        }
    }

    /// The same one step further.
    #[must_use]
    pub fn deeper(&self) -> Self {
        Self {
            depth: self.depth.saturating_add(1),
            ..self.clone()
        }
    }

    /// Whether a stretch of time touches what the case wants; true where nothing is known.
    pub(super) fn touches(&self, times: Interval) -> bool {
        self.near
            .is_none_or(|near| times.start <= near.end && times.end >= near.start)
    }

    /// Whether all that is older than this lies before what the case wants.
    pub(super) fn is_past(&self, at: Timestamp) -> bool {
        self.near.is_some_and(|near| at < near.start)
    }

    /// Whether an address or a title names a party.
    pub(super) fn names_a_party(&self, text: &str) -> bool {
        let text = format!(" {} ", plain(text));
        self.names
            .iter()
            .any(|name| text.contains(&format!(" {name} ")))
    }

    /// Whether a host is a party's own.
    pub(super) fn is_own(&self, host: &str) -> bool {
        let fits = |own: &String| {
            let end = host.strip_suffix(own.as_str());
            end.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        };
        self.hosts.iter().any(fits)
    }
}

/// Letters and digits in lower case, all else one space.
fn plain(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty()).map(str::to_lowercase);
    words.collect::<Vec<_>>().join(" ")
}

/// A date as sitemaps (W3C date and time formats) and interfaces (RFC 3339) write it.
pub(super) fn time(text: &str) -> Option<Interval> {
    let text = text.trim();
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(Interval::new(at, at));
    }
    let moment: Moment = text.parse().ok()?;
    Some(moment.instants(&TimeZone::UTC))
}

/// The day or month that an address names: `2031/03/04`, `2031-03`, `20310304`.
pub(super) fn date_in(address: &str) -> Option<Interval> {
    let bytes = address.as_bytes();
    let starts = (0..bytes.len())
        .filter(|at| bytes[*at].is_ascii_digit() && (*at == 0 || !bytes[at - 1].is_ascii_digit()));
    starts.filter_map(|at| date_at(&bytes[at..])).next()
}

fn date_at(bytes: &[u8]) -> Option<Interval> {
    let year = number(bytes.get(..4)?).filter(|year| (1990..=2100).contains(year))?;
    let (month, rest) = two(bytes.get(4..)?)?;
    if !(1..=12).contains(&month) {
        return None;
    }
    let day = two(rest).filter(|(day, rest)| (1..=31).contains(day) && !begins_with_digit(rest));
    if day.is_none() && begins_with_digit(rest) {
        return None;
    }
    let first = Date::new(year, i8::try_from(month).ok()?, 1).ok()?;
    let (start, end) = match day {
        Some((day, _)) => {
            let day = Date::new(year, first.month(), i8::try_from(day).ok()?).ok()?;
            (day, day.tomorrow().ok()?)
        }
        None => (first, first.last_of_month().tomorrow().ok()?),
    };
    days(start, end)
}

/// From the beginning of a day to the beginning of another, in UTC.
pub(super) fn days(start: Date, end: Date) -> Option<Interval> {
    let at = |date: Date| Some(date.to_zoned(TimeZone::UTC).ok()?.timestamp());
    Some(Interval::new(at(start)?, at(end)?))
}

fn begins_with_digit(bytes: &[u8]) -> bool {
    bytes.first().is_some_and(u8::is_ascii_digit)
}

/// Two digits, after one sign that parts them or none.
fn two(bytes: &[u8]) -> Option<(i16, &[u8])> {
    let bytes = match bytes {
        [b'-' | b'/' | b'_' | b'.', rest @ ..] => rest,
        _ => bytes,
    };
    let (digits, rest) = bytes.split_at_checked(2)?;
    Some((number(digits)?, rest))
}

fn number(digits: &[u8]) -> Option<i16> {
    let all = digits.iter().all(u8::is_ascii_digit);
    std::str::from_utf8(digits)
        .ok()
        .filter(|_| all)?
        .parse()
        .ok()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A case of March 2031 about Halyard and Heron.
    pub(in crate::source) fn scope() -> Scope {
        let at = |text: &str| text.parse().unwrap();
        Scope {
            near: Some(Interval::new(
                at("2031-02-25T00:00:00Z"),
                at("2031-05-04T00:00:00Z"),
            )),
            follow: true,
            hosts: ["halyard.example".to_owned()].into(),
            names: ["halyard".to_owned(), "heron networks".to_owned()].into(),
            depth: 0,
        }
    }

    #[test]
    fn dates_of_addresses_are_days_or_months() {
        for (address, expected) in [
            ("/2031/03/04/halyard", Some("2031-03-04")),
            ("/news-2031-03.xml", Some("2031-03-01")),
            ("/archive/20310304.txt", Some("2031-03-04")),
            ("/sitemap-203103.xml", Some("2031-03-01")),
            ("/article/12031034", None),
            ("/1/2031/13/04", None),
            ("/room-2031", None),
            ("/20310304555", None),
        ] {
            let found = date_in(address).map(|days| days.start.to_string());
            let expected = expected.map(|day| format!("{day}T00:00:00Z"));
            assert_eq!(found, expected, "{address}");
        }
    }

    #[test]
    fn names_are_whole_words_and_hosts_whole_labels() {
        let scope = scope();
        assert!(scope.names_a_party("/2031/heron-networks-is-down"));
        assert!(scope.names_a_party("Halyard’s phones"));
        assert!(!scope.names_a_party("/halyards-of-ships"));
        assert!(scope.is_own("status.halyard.example") && scope.is_own("halyard.example"));
        assert!(!scope.is_own("nothalyard.example"));
    }
}
