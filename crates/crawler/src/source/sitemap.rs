//! Sitemaps, indexes of sitemaps and news sitemaps: the pages near the window.
//!
//! Formats: <https://www.sitemaps.org/protocol.html> and
//! <https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap>.

use backpedal_model::{Interval, Parsed, SourceKind};

use super::{Answer, Lead, Source, gunzipped, leads::Leads, markup, readable, scope};
use crate::fetch::Want;

/// The most that a sitemap may hold, unpacked: 50 MB by the protocol.
const MOST: u64 = 52_428_800;

/// The most entries of one sitemap, by the protocol.
const ENTRIES: usize = 50_000;

/// Indexes inside indexes are not foreseen by the protocol and seen in the wild; deeper than this
/// nothing is followed (policy).
const DEPTH: u16 = 3;

/// Leads to pages, and from an index to its sitemaps.
pub(super) struct Sitemap;

impl Source for Sitemap {
    fn want(&self) -> Want {
        Want::Feed
    }

    fn is_list(&self, _: &Answer<'_>) -> bool {
        true
    }

    fn look(&self, answer: &Answer<'_>) -> Parsed<Vec<Lead>> {
        let packed = answer.body.starts_with(&[0x1f, 0x8b]);
        let readable = readable(answer, "a sitemap");
        // A packed file is no text by its type.
        if let Some(problem) = readable.filter(|_| !packed || answer.snapshot.status != Some(200)) {
            return Parsed {
                value: Vec::new(),
                problems: vec![problem],
            };
        }
        let mut leads = Leads::new(answer, "pages");
        let body = match gunzipped(answer.body, MOST) {
            Ok(body) => body,
            Err(why) => {
                leads.note(&format!("the sitemap cannot be unpacked: {why}"), None);
                return leads.done();
            }
        };
        let text = markup::text(&body);
        let read = read(&text);
        if read.entries.is_empty() {
            leads.note(
                "there is no address in this sitemap",
                Some("is the address right?"),
            );
        }
        if read.cut {
            leads.note(
                "the sitemap holds more than the protocol allows; the rest is left",
                None,
            );
        }
        if read.index {
            sitemaps(&mut leads, answer, read.entries);
        } else {
            pages(&mut leads, answer, read.entries);
        }
        leads.done()
    }
}

/// An address of a sitemap.
#[derive(Debug, Default, PartialEq, Eq)]
struct Entry {
    url: String,
    /// News: when it was published; else when it was last changed.
    at: Option<Interval>,
    title: String,
}

#[derive(Default)]
struct Read {
    entries: Vec<Entry>,
    index: bool,
    cut: bool,
}

fn read(text: &str) -> Read {
    let mut read = Read::default();
    if !text.contains('<') {
        // A text file with one address a line is a sitemap too.
        let lines = text
            .lines()
            .map(str::trim)
            .filter(|line| line.contains("://"));
        let entry = |url: &str| Entry {
            url: url.to_owned(),
            ..Entry::default()
        };
        read.entries = lines.take(ENTRIES).map(entry).collect();
        return read;
    }
    let (mut entry, mut field) = (Entry::default(), String::new());
    let (mut published, mut words) = (None, String::new());
    for piece in markup::pieces(text, false) {
        match piece {
            markup::Piece::Open { name, full, .. } => {
                read.index |= name == "sitemapindex";
                // Pictures and videos have addresses of their own.
                field = if full == "loc" || name != "loc" {
                    name.to_owned()
                } else {
                    String::new()
                };
                words.clear();
            }
            markup::Piece::Text(text) => words.push_str(&text),
            markup::Piece::Close(name) if name == "url" || name == "sitemap" => {
                entry.at = published.take().or(entry.at);
                let entry = std::mem::take(&mut entry);
                if !entry.url.is_empty() {
                    read.entries.push(entry);
                }
                if read.entries.len() >= ENTRIES {
                    read.cut = true;
                    return read;
                }
            }
            markup::Piece::Close(name) if name == field => {
                let text = words.trim();
                match name {
                    "loc" => text.clone_into(&mut entry.url),
                    "lastmod" => entry.at = scope::time(text),
                    "publication_date" => published = scope::time(text),
                    "title" => text.clone_into(&mut entry.title),
                    _ => {}
                }
                field.clear();
            }
            markup::Piece::Close(_) => {}
        }
    }
    read
}

/// Of an index: what was not last changed before the window and is not named after another month.
fn sitemaps(leads: &mut Leads<'_>, answer: &Answer<'_>, entries: Vec<Entry>) {
    if answer.scope.depth >= DEPTH {
        leads.note(
            "the index lies too deep inside other indexes and is left alone",
            None,
        );
        return;
    }
    for entry in entries {
        let old = entry.at.is_some_and(|at| answer.scope.is_past(at.end));
        let other = scope::date_in(&entry.url).is_some_and(|at| !answer.scope.touches(at));
        if let Some(url) = leads.joined(&entry.url).filter(|_| !old && !other) {
            leads.add(url, SourceKind::Sitemap);
        }
    }
}

/// The pages near the window: those whose address or title names a party first, then the nearest
/// in time, those without any date last.
fn pages(leads: &mut Leads<'_>, answer: &Answer<'_>, entries: Vec<Entry>) {
    let scope = answer.scope;
    let start = scope.near.map_or(0, |near| near.start.as_second());
    let mut wanted: Vec<_> = entries
        .into_iter()
        .map(|mut entry| {
            // The day in an address is that of publication, `lastmod` may be of a rebuild.
            entry.at = scope::date_in(&entry.url).or(entry.at);
            entry
        })
        .filter(|entry| entry.at.is_none_or(|at| scope.touches(at)))
        .map(|entry| {
            let named = scope.names_a_party(&entry.url) || scope.names_a_party(&entry.title);
            let far = entry.at.map(|at| at.start.as_second().abs_diff(start));
            (
                (
                    !named,
                    scope.near.is_some().then_some(far.unwrap_or(u64::MAX)),
                ),
                entry.url,
            )
        })
        .collect();
    wanted.sort_by_key(|(rank, _)| *rank);
    for (_, url) in wanted {
        if let Some(url) = leads.joined(&url) {
            leads.add(url, SourceKind::Page);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;
    use crate::source::leads::tests::{look, look_with, urls};
    use crate::source::scope::{Scope, tests::scope};

    const AT: &str = "https://gazette.example/sitemap.xml";

    fn of(entries: &str) -> String {
        format!("<?xml version='1.0'?><urlset xmlns='x'>{entries}</urlset>")
    }

    fn entry(url: &str, lastmod: &str) -> String {
        format!("<url><loc>{url}</loc><lastmod>{lastmod}</lastmod></url>")
    }

    #[test]
    fn pages_near_the_window_and_about_a_party_come_first() {
        let body = of(&[
            entry("/far", "2030-01-01"),
            entry("/near", "2031-03-04T10:00:00+01:00"),
            "<url><loc>/undated</loc></url>".to_owned(),
            entry("/2031/03/20/halyard-down", "2033-01-01"),
            entry("/2029/03/20/halyard-merger", "2031-03-04"),
        ]
        .concat());
        let found = look(SourceKind::Sitemap, AT, &body);
        let at = |path: &str| format!("https://gazette.example{path}");
        assert_eq!(
            urls(&found),
            [at("/2031/03/20/halyard-down"), at("/near"), at("/undated")]
        );
        assert!(found.value.iter().all(|lead| lead.kind == SourceKind::Page));
        assert!(found.problems.is_empty());
        let all = look_with(
            SourceKind::Sitemap,
            AT,
            &[],
            body.as_bytes(),
            &Scope::default(),
        );
        assert_eq!(
            all.value.len(),
            5,
            "without a window all are taken, in order"
        );
        assert_eq!(all.value[0].url, at("/far"));
    }

    #[test]
    fn an_index_leads_to_sitemaps_of_the_time_and_not_for_ever() {
        let body = "<sitemapindex><sitemap><loc>/s1.xml.gz</loc><lastmod>2031-03-09</lastmod></sitemap>\
            <sitemap><loc>/old.xml</loc><lastmod>2030-03-09</lastmod></sitemap>\
            <sitemap><loc>/s-2031-01.xml</loc></sitemap><sitemap><loc>/s-2031-03.xml</loc></sitemap></sitemapindex>";
        let found = look(SourceKind::Sitemap, AT, body);
        let expected = [
            "https://gazette.example/s1.xml.gz",
            "https://gazette.example/s-2031-03.xml",
        ];
        assert_eq!(urls(&found), expected);
        assert!(
            found
                .value
                .iter()
                .all(|lead| lead.kind == SourceKind::Sitemap)
        );
        let deep = Scope {
            depth: DEPTH,
            ..scope()
        };
        let found = look_with(SourceKind::Sitemap, AT, &[], body.as_bytes(), &deep);
        assert!(found.value.is_empty() && found.problems.len() == 1);
    }

    #[test]
    fn news_are_dated_by_publication_and_pictures_are_no_pages() {
        let body = of("<url><loc>/a</loc><lastmod>2035-01-01</lastmod><news:news>\
            <news:publication_date>2031-03-05</news:publication_date><news:title>Halyard &amp; co</news:title>\
            </news:news><image:image><image:loc>/a.png</image:loc></image:image></url>");
        assert_eq!(
            urls(&look(SourceKind::Sitemap, AT, &body)),
            ["https://gazette.example/a"]
        );
    }

    #[test]
    fn packed_cut_and_plain_sitemaps_are_read_and_others_named() {
        let body = of(&entry("/a", "2031-03-04").repeat(3));
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        packer.write_all(body.as_bytes()).unwrap();
        let packed = packer.finish().unwrap();
        let packed = look_with(SourceKind::Sitemap, AT, &[], &packed, &scope());
        assert_eq!(urls(&packed), ["https://gazette.example/a"]);
        assert_eq!(
            look(SourceKind::Sitemap, AT, &body[..body.len() - 40])
                .value
                .len(),
            1
        );
        let text = "https://gazette.example/2031/03/01/a\nhttps://gazette.example/b\n";
        assert_eq!(look(SourceKind::Sitemap, AT, text).value.len(), 2);
        for wrong in ["<html><p>no", "", "{}"] {
            let found = look(SourceKind::Sitemap, AT, wrong);
            assert!(
                found.value.is_empty() && found.problems.len() == 1,
                "{wrong}"
            );
        }
    }

    #[test]
    fn what_is_left_out_is_counted() {
        let entries: Vec<_> = (0..9)
            .map(|n| entry(&format!("/{n}"), "2031-03-04"))
            .collect();
        let found = look(SourceKind::Sitemap, AT, &of(&entries.concat()));
        assert_eq!((found.value.len(), found.problems.len()), (5, 1));
        assert!(found.problems[0].message.starts_with("4 pages beyond"));
    }
}
