//! An HTML page, and the statement that an article quotes.

use std::collections::BTreeSet;

use backpedal_model::{Parsed, SourceKind};
use url::Url;

use super::{Answer, Lead, Source, leads::Leads, markup, readable};
use crate::fetch::Want;

/// The most statements that one article leads to (policy): it quotes one or two.
const MOST: usize = 5;

/// Words of links that announce somebody's own words, one phrase a line.
const STATEMENTS: &str = include_str!("statements.txt");

/// Elements around an article that hold links of the site, not of the text.
const AROUND: [&str; 5] = ["nav", "header", "footer", "aside", "form"];

/// Nothing is followed from a page unless the case allows it: a case names what it wants.
pub(super) struct Page;

/// A page that was followed to; nothing is followed from it.
pub(super) struct Linked;

impl Source for Page {
    fn want(&self) -> Want {
        Want::Page
    }

    fn look(&self, answer: &Answer<'_>) -> Parsed<Vec<Lead>> {
        let problem = readable(answer, "a page");
        if problem.is_some() || !answer.scope.follow {
            return Parsed {
                value: Vec::new(),
                problems: problem.into_iter().collect(),
            };
        }
        let mut leads = Leads::new(answer, "linked statements");
        let html = markup::text(answer.body);
        let own = leads
            .joined("")
            .and_then(|url| url.host_str().map(str::to_owned));
        let mut found = BTreeSet::new();
        for (href, words) in body_links(&html) {
            let Some(url) = leads.joined(&href).filter(|_| found.len() < MOST) else {
                continue;
            };
            if is_statement(answer, &url, &words, own.as_deref()) && found.insert(url.to_string()) {
                leads.add(url, SourceKind::Linked);
            }
        }
        leads.done()
    }
}

impl Source for Linked {
    fn want(&self) -> Want {
        Want::Page
    }

    fn look(&self, answer: &Answer<'_>) -> Parsed<Vec<Lead>> {
        super::alone(answer, "a page")
    }
}

/// A page of a party, or a link on another host whose words announce a statement. Links of a
/// party's own page to itself are its menu.
fn is_statement(answer: &Answer<'_>, url: &Url, words: &str, own: Option<&str>) -> bool {
    let Some(host) = url.host_str().filter(|host| Some(*host) != own) else {
        return false;
    };
    // The front page of a company says nothing about a day.
    let is_front = url.path().len() <= 1 && url.query().is_none();
    if answer.scope.is_own(host) {
        return !is_front || host.starts_with("status.");
    }
    let words = words.to_lowercase();
    let words = words
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty());
    let words = format!(" {} ", words.collect::<Vec<_>>().join(" "));
    !is_front
        && STATEMENTS
            .lines()
            .any(|phrase| words.contains(&format!(" {phrase} ")))
}

/// The links inside the article: of `article` or `main` elements where there are any, never of
/// what stands around the text.
fn body_links(html: &str) -> Vec<(String, String)> {
    let (mut inside, mut anywhere) = (Vec::new(), Vec::new());
    let (mut around, mut body) = (0_usize, 0_usize);
    let mut open: Option<(String, String)> = None;
    for piece in markup::pieces(html, true) {
        match piece {
            markup::Piece::Open {
                name,
                attributes,
                empty,
                ..
            } if !empty => {
                around += usize::from(is(name, &AROUND));
                body += usize::from(is(name, &["article", "main"]));
                if name.eq_ignore_ascii_case("a") {
                    let href = markup::attribute(attributes, "href");
                    open = href.map(|href| (href, String::new()));
                }
            }
            markup::Piece::Text(text) => {
                if let Some((_, words)) = open.as_mut().filter(|(_, words)| words.len() < 500) {
                    words.push_str(&text);
                }
            }
            markup::Piece::Close(name) => {
                around = around.saturating_sub(usize::from(is(name, &AROUND)));
                body = body.saturating_sub(usize::from(is(name, &["article", "main"])));
                if name.eq_ignore_ascii_case("a")
                    && let Some(link) = open.take()
                    && around == 0
                {
                    if body > 0 {
                        inside.push(link)
                    } else {
                        anywhere.push(link)
                    }
                }
            }
            markup::Piece::Open { .. } => {}
        }
    }
    if inside.is_empty() { anywhere } else { inside }
}

fn is(name: &str, names: &[&str]) -> bool {
    names.iter().any(|one| one.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::leads::tests::{look, look_with, urls};
    use crate::source::scope::{Scope, tests::scope};

    const AT: &str = "https://gazette.example/2031/03/04/halyard";
    const ARTICLE: &str = "<nav><a href='https://halyard.example/ad'>Halyard</a></nav>\
        <a href='https://pier.example/x'>press release</a><article>\
        <a href='https://status.halyard.example/'>its status page</a>\
        <a href='https://www.halyard.example/news/outage'>said</a>\
        <a href='https://halyard.example/'>Halyard</a>\
        <a href='https://northwell.example/n/1'>in a statement</a>\
        <a href='https://northwell.example/n/2'>restatement of accounts</a>\
        <a href='/more'>a statement</a><a href='mailto:a@halyard.example'>statement</a></article>";

    #[test]
    fn only_statements_inside_the_article_are_followed() {
        let found = look(SourceKind::Page, AT, ARTICLE);
        let expected = [
            "https://status.halyard.example/",
            "https://www.halyard.example/news/outage",
            "https://northwell.example/n/1",
        ];
        assert_eq!(urls(&found), expected);
        assert!(
            found
                .value
                .iter()
                .all(|lead| lead.kind == SourceKind::Linked)
        );
    }

    #[test]
    fn nothing_is_followed_unless_allowed_or_a_second_step() {
        let kept = Scope {
            follow: false,
            ..scope()
        };
        assert!(
            look_with(SourceKind::Page, AT, &[], ARTICLE.as_bytes(), &kept)
                .value
                .is_empty()
        );
        assert!(look(SourceKind::Linked, AT, ARTICLE).value.is_empty());
    }

    #[test]
    fn never_more_than_a_few() {
        let links: String = (0..20)
            .map(|n| format!("<a href='https://halyard.example/{n}'>x</a>"))
            .collect();
        assert_eq!(look(SourceKind::Page, AT, &links).value.len(), MOST);
    }
}
