//! What the kinds of sources share: reading JSON, the next page, and limits.

use backpedal_model::{Parsed, Problem, SourceKind};
use serde_json::Value;
use url::Url;

use super::{Answer, Lead, readable, scope::Scope};

/// What one answer leads to, while it is collected.
pub(super) struct Leads<'a> {
    answer: &'a Answer<'a>,
    found: Parsed<Vec<Lead>>,
    left_out: usize,
    /// What entries are called in messages, in the plural.
    what: &'static str,
    /// Further pages come on top of the entries that one answer may lead to.
    further: Vec<Lead>,
}

impl<'a> Leads<'a> {
    pub(super) const fn new(answer: &'a Answer<'a>, what: &'static str) -> Self {
        Self {
            answer,
            found: Parsed {
                value: Vec::new(),
                problems: Vec::new(),
            },
            left_out: 0,
            what,
            further: Vec::new(),
        }
    }

    /// An address relative to the answer, without fragment; `None` if it is not of the web.
    pub(super) fn joined(&self, href: &str) -> Option<Url> {
        joined(self.answer.base, href)
    }

    /// Adds an entry, unless it is known or there are enough.
    pub(super) fn add(&mut self, url: Url, kind: SourceKind) {
        let lead = Lead {
            url: url.into(),
            kind,
        };
        if self.found.value.contains(&lead) {
            return;
        }
        if self.found.value.len() < self.answer.most {
            self.found.value.push(lead);
        } else {
            self.left_out += 1;
        }
    }

    /// Adds the next page of the same source. It must be of the same host, so that no answer can
    /// send the crawl elsewhere; the chain has an end.
    pub(super) fn next(&mut self, url: Option<Url>, kind: SourceKind) {
        let Some(url) = url else { return };
        let base = Url::parse(self.answer.base).ok();
        let host = base.as_ref().and_then(Url::host_str);
        if url.host_str() != host {
            self.note("the next page is on another host and is left alone", None);
        } else if self.answer.scope.depth >= Scope::MOST_STEPS {
            self.note(
                "there are more pages than are followed",
                Some("narrow the window"),
            );
        } else if url.as_str() != self.answer.snapshot.origin.as_str() {
            self.further.push(Lead {
                url: url.into(),
                kind,
            });
        }
    }

    pub(super) fn note(&mut self, message: &str, hint: Option<&str>) {
        let problem = Problem::new(self.answer.snapshot.origin.as_str(), message);
        self.found.problems.push(match hint {
            Some(hint) => problem.hint(hint),
            None => problem,
        });
    }

    pub(super) fn done(mut self) -> Parsed<Vec<Lead>> {
        if self.left_out > 0 {
            let (left_out, most) = (self.left_out, self.answer.most);
            let what = self.what;
            let message = format!("{left_out} {what} beyond the first {most} are not fetched");
            self.note(
                &message,
                Some("name the pages that matter as sources of their own"),
            );
        }
        self.found.value.extend(self.further);
        self.found
    }
}

/// An address of the web relative to another, without fragment.
pub(super) fn joined(base: &str, href: &str) -> Option<Url> {
    let base = Url::parse(base).ok();
    let mut url = Url::options()
        .base_url(base.as_ref())
        .parse(href.trim())
        .ok()?;
    url.set_fragment(None);
    matches!(url.scheme(), "http" | "https").then_some(url)
}

/// The JSON of a full answer, or what is wrong with it.
pub(super) fn json(answer: &Answer<'_>, what: &str) -> Result<Value, Parsed<Vec<Lead>>> {
    let problem = match readable(answer, what) {
        Some(problem) => problem,
        None => match serde_json::from_slice(answer.body) {
            Ok(value) => return Ok(value),
            Err(error) => {
                let message = format!("expected {what}, got no JSON: {error}");
                let hint = "is the address right, and does the server offer this to all?";
                Problem::new(answer.snapshot.origin.as_str(), message).hint(hint)
            }
        },
    };
    Err(Parsed {
        value: Vec::new(),
        problems: vec![problem],
    })
}

/// The address of `rel="next"` in a `Link` field (RFC 8288).
pub(super) fn next_by_header(answer: &Answer<'_>) -> Option<Url> {
    let fields = answer.snapshot.headers.iter();
    let fields = fields.filter(|(name, _)| name.eq_ignore_ascii_case("link"));
    fields
        .flat_map(|(_, value)| links(value))
        .find_map(|(href, parameters)| {
            let rel = parameters.iter().find(|(name, _)| name == "rel")?;
            let next = rel
                .1
                .split_whitespace()
                .any(|word| word.eq_ignore_ascii_case("next"));
            next.then(|| joined(answer.base, &href))?
        })
}

/// The links of a `Link` field or a document of that format (RFC 8288, RFC 9264): each address
/// with its parameters.
pub(super) fn links(text: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('<') {
        let Some((href, after)) = after.split_once('>') else {
            break;
        };
        let mut parameters = Vec::new();
        rest = after.trim_start();
        while let Some(after) = rest.strip_prefix(';') {
            let end = after.find(['=', ';', ',']).unwrap_or(after.len());
            let name = after[..end].trim().to_ascii_lowercase();
            rest = &after[end..];
            let mut value = "";
            if let Some(after) = rest.strip_prefix('=') {
                let after = after.trim_start();
                (value, rest) = match after.strip_prefix('"') {
                    Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
                    None => after.split_at(after.find([';', ',']).unwrap_or(after.len())),
                };
            }
            parameters.push((name, value.trim().to_owned()));
            rest = rest.trim_start();
        }
        found.push((href.to_owned(), parameters));
    }
    found
}

/// The same address with one parameter of its query set.
pub(super) fn with(base: &str, key: &str, value: &str) -> Option<Url> {
    let mut url = Url::parse(base).ok()?;
    let others = url
        .query_pairs()
        .into_owned()
        .filter(|(name, _)| name != key);
    let others: Vec<_> = others.collect();
    url.query_pairs_mut()
        .clear()
        .extend_pairs(others)
        .append_pair(key, value);
    Some(url)
}

#[cfg(test)]
pub(super) mod tests {
    use backpedal_model::{Origin, Snapshot};

    use super::*;
    use crate::source::{scope, source};

    /// What a kind sees in an answer of that address, in a case of March 2031.
    pub(in crate::source) fn look(kind: SourceKind, url: &str, body: &str) -> Parsed<Vec<Lead>> {
        look_with(kind, url, &[], body.as_bytes(), &scope::tests::scope())
    }

    pub(in crate::source) fn look_with(
        kind: SourceKind,
        url: &str,
        headers: &[(&str, &str)],
        body: &[u8],
        scope: &Scope,
    ) -> Parsed<Vec<Lead>> {
        let mut snapshot = Snapshot::new(
            Origin::Url(url.to_owned()),
            jiff::Timestamp::UNIX_EPOCH,
            body,
        );
        snapshot.status = Some(200);
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        snapshot.headers = headers.iter().map(owned).collect();
        let answer = Answer {
            snapshot: &snapshot,
            base: url,
            body,
            most: 5,
            scope,
        };
        source(kind).look(&answer)
    }

    /// The addresses alone.
    pub(in crate::source) fn urls(found: &Parsed<Vec<Lead>>) -> Vec<&str> {
        found.value.iter().map(|lead| lead.url.as_str()).collect()
    }

    #[test]
    fn link_fields_are_read_with_commas_in_addresses() {
        let found =
            links("<https://a.example/x?a=1,2>; rel=\"next\", <y>; rel=prev; title=\"a, b\"");
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].0, "https://a.example/x?a=1,2");
        assert_eq!(found[1].1[1], ("title".to_owned(), "a, b".to_owned()));
        assert!(links("<cut").is_empty() && links("").is_empty());
    }

    #[test]
    fn a_parameter_is_set_once() {
        let url = with("https://a.example/x?q=a%20b&cursor=1", "cursor", "2/3").unwrap();
        assert_eq!(url.as_str(), "https://a.example/x?q=a+b&cursor=2%2F3");
    }
}
