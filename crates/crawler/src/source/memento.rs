//! Past captures of an address in a web archive.
//!
//! Lists are read as CDX in JSON or text
//! (<https://github.com/internetarchive/wayback/tree/master/wayback-cdx-server>) and as time maps in
//! the link format (RFC 7089, section 5). What they list is fetched as it was captured: `id_` after
//! the time asks the Wayback Machine for the bytes without its own additions.

use backpedal_model::{Parsed, SourceKind};
use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use serde_json::Value;

use super::{
    Answer, Lead, Source,
    leads::{Leads, links},
    markup, readable,
};
use crate::fetch::Want;

/// A capture that a web archive made, by the address it has there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Memento {
    /// When it was made.
    pub at: Timestamp,
    /// Of what.
    pub of: String,
}

impl Memento {
    /// Reads `https://archive.example/web/20310304100000id_/https://halyard.example/`.
    ///
    /// ```
    /// let of = backpedal_crawler::Memento::of("https://a.example/web/20310304100000id_/http://b.example/");
    /// assert_eq!(of.map(|m| m.of).as_deref(), Some("http://b.example/"));
    /// ```
    #[must_use]
    pub fn of(address: &str) -> Option<Self> {
        let (_, path) = address.split_once("://")?;
        let start = path.match_indices('/').map(|(at, _)| at + 1);
        start.filter_map(|at| captured(&path[at..])).next()
    }
}

fn captured(rest: &str) -> Option<Memento> {
    let (stamp, of) = rest.split_once('/')?;
    let digits = stamp.trim_end_matches(|c: char| c.is_ascii_lowercase() || c == '_');
    let of = [("http:/", "http://"), ("https:/", "https://")]
        .into_iter()
        .find_map(|(short, full)| {
            // Some servers join the two slashes.
            Some(format!(
                "{full}{}",
                of.strip_prefix(short)?.trim_start_matches('/')
            ))
        })?;
    Some(Memento {
        at: time(digits)?,
        of,
    })
}

/// `20310304100000`; shorter ones are not whole times.
fn time(digits: &str) -> Option<Timestamp> {
    if digits.len() != 14 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let civil = DateTime::strptime("%Y%m%d%H%M%S", digits).ok()?;
    civil.to_zoned(TimeZone::UTC).ok().map(|at| at.timestamp())
}

/// Leads from a list to the captures.
pub(super) struct Past;

impl Source for Past {
    fn want(&self) -> Want {
        Want::Feed
    }

    fn is_list(&self, answer: &Answer<'_>) -> bool {
        Memento::of(answer.snapshot.origin.as_str()).is_none()
    }

    fn look(&self, answer: &Answer<'_>) -> Parsed<Vec<Lead>> {
        let problem = readable(answer, "a list of captures");
        if problem.is_some() || Memento::of(answer.snapshot.origin.as_str()).is_some() {
            return Parsed {
                value: Vec::new(),
                problems: problem.into_iter().collect(),
            };
        }
        let text = markup::text(answer.body);
        let mut leads = Leads::new(answer, "captures");
        let found = match serde_json::from_str::<Value>(&text) {
            Ok(value) => of_json(&value),
            Err(_) if text.trim_start().starts_with('<') => of_links(&text),
            Err(_) => of_lines(&text),
        };
        if found.is_empty() && !matches!(text.trim(), "" | "[]") {
            leads.note(
                "this is no list of captures",
                Some("give of = \"…\", or the address of a time map"),
            );
        } else if found.is_empty() {
            leads.note("the archive has no capture of it in that time", None);
        }
        for capture in found {
            let url = match capture {
                Listed::There(url) => Some(raw(&url)).and_then(|url| leads.joined(&url)),
                Listed::Of(stamp, of) => leads.joined(&format!("/web/{stamp}id_/{of}")),
            };
            let near = url.as_ref().and_then(|url| Memento::of(url.as_str()));
            let old = near.is_some_and(|memento| answer.scope.is_past(memento.at));
            if let Some(url) = url.filter(|_| !old) {
                leads.add(url, SourceKind::Memento);
            }
        }
        leads.done()
    }
}

enum Listed {
    /// An address in the archive.
    There(String),
    /// A time and an address, for an archive that is addressed as the Wayback Machine.
    Of(String, String),
}

/// A table whose first row names the columns.
fn of_json(value: &Value) -> Vec<Listed> {
    let Some((head, rows)) = value.as_array().and_then(|rows| rows.split_first()) else {
        return Vec::new();
    };
    let column = |name: &str| head.as_array()?.iter().position(|cell| cell == name);
    let (Some(time), Some(of)) = (column("timestamp"), column("original")) else {
        return Vec::new();
    };
    let cell = |row: &Value, at: usize| Some(row.get(at)?.as_str()?.to_owned());
    let row = |row: &Value| listed(cell(row, time)?, cell(row, of)?);
    rows.iter().filter_map(row).collect()
}

/// `example,halyard)/ 20310304100000 https://halyard.example/ text/html 200 DIGEST 1234`, or with
/// the time first where only some fields were asked for.
fn of_lines(text: &str) -> Vec<Listed> {
    let line = |line: &str| {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let time = fields.iter().position(|field| time(field).is_some())?;
        listed(fields[time].to_owned(), (*fields.get(time + 1)?).to_owned())
    };
    text.lines().filter_map(line).collect()
}

fn listed(stamp: String, of: String) -> Option<Listed> {
    let fits = time(&stamp).is_some() && (of.starts_with("http://") || of.starts_with("https://"));
    fits.then_some(Listed::Of(stamp, of))
}

fn of_links(text: &str) -> Vec<Listed> {
    let is_memento = |parameters: &[(String, String)]| {
        let rel = parameters.iter().find(|(name, _)| name == "rel");
        rel.is_some_and(|(_, rel)| rel.split_whitespace().any(|word| word == "memento"))
    };
    let all = links(text).into_iter();
    all.filter(|(_, parameters)| is_memento(parameters))
        .map(|(url, _)| Listed::There(url))
        .collect()
}

/// The address of the bytes as captured, where the archive's addresses are like the Wayback
/// Machine's; else the address itself.
fn raw(url: &str) -> String {
    let stamp = url.split('/').find(|segment| time(segment).is_some());
    match stamp {
        Some(stamp) => url.replacen(&format!("/{stamp}/"), &format!("/{stamp}id_/"), 1),
        None => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::leads::tests::{look, urls};

    const CDX: &str = "https://web.archive.org/cdx/search/cdx?url=halyard.example";

    #[test]
    fn lists_of_all_shapes_lead_to_captures_of_the_time() {
        let expected =
            ["https://web.archive.org/web/20310304100000id_/https://halyard.example/a?b=1"];
        for list in [
            r#"[["timestamp","original"],["20310304100000","https://halyard.example/a?b=1"],["20290304100000","https://halyard.example/"]]"#,
            "example,halyard)/a 20310304100000 https://halyard.example/a?b=1 text/html 200 AAAA 12\n",
            "<https://halyard.example/>; rel=\"original\",\n<https://web.archive.org/web/20310304100000/https://halyard.example/a?b=1>; rel=\"first memento\"; datetime=\"Tue, 04 Mar 2031 10:00:00 GMT\"",
        ] {
            let found = look(SourceKind::Memento, CDX, list);
            assert_eq!(urls(&found), expected, "{list}");
            assert!(found.problems.is_empty());
            assert_eq!(found.value[0].kind, SourceKind::Memento);
        }
    }

    #[test]
    fn no_list_and_an_empty_one_are_told_apart_and_a_capture_leads_nowhere() {
        assert!(
            look(SourceKind::Memento, CDX, "[]").problems[0]
                .message
                .contains("no capture")
        );
        assert!(
            look(SourceKind::Memento, CDX, "<p>sorry").problems[0]
                .message
                .contains("no list")
        );
        let capture = "https://web.archive.org/web/20310304100000id_/https://halyard.example/";
        let found = look(
            SourceKind::Memento,
            capture,
            "<p>20310304100000 https://halyard.example/",
        );
        assert!(found.value.is_empty() && found.problems.is_empty());
    }

    #[test]
    fn addresses_of_captures_are_told_from_others() {
        let of = |address: &str| Memento::of(address).map(|found| (found.at.to_string(), found.of));
        let at = "2031-03-04T10:00:00Z".to_owned();
        assert_eq!(
            of("https://a.example/web/20310304100000/http:/b.example/x"),
            Some((at.clone(), "http://b.example/x".into()))
        );
        assert_eq!(
            of("https://a.example/20310304100000if_/https://b.example/"),
            Some((at, "https://b.example/".into()))
        );
        for other in [
            "https://a.example/20310304/https://b.example/",
            "https://a.example/20319904100000/https://b.example/",
            "https://a.example/20310304100000/b",
        ] {
            assert_eq!(of(other), None, "{other}");
        }
    }
}
