//! Pages that stand in the place of an article: errors, checks for robots, consent, a log-in; and the
//! wall at which a text ends unless one pays.
//!
//! A claim read from such a page would be no claim of anybody. A page is taken for one by what it
//! calls itself, and only if it has little to say beside; an article on error pages has more.

use super::{Page, blocks::Raw};

/// What a page is instead of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wall {
    Error,
    Check,
    Consent,
    Login,
    /// The start of the article is there.
    Pay,
}

impl Wall {
    /// What it is, in the words of a message.
    pub(crate) const fn what(self) -> &'static str {
        match self {
            Self::Error => "this is an error page of the site, not an article",
            Self::Check => "this is a page that checks for robots, not an article",
            Self::Consent => "this is a page that asks for consent, not an article",
            Self::Login => "this is a page for logging in, not an article",
            Self::Pay => "the text may end where the site asks to subscribe",
        }
    }

    /// What to do about it.
    pub(crate) const fn hint(self) -> &'static str {
        match self {
            Self::Error => "look for a copy of the page in a web archive",
            Self::Check | Self::Consent | Self::Login => {
                "open the page in a browser, save it and give that file"
            }
            Self::Pay => "save the whole article from a browser and give that file",
        }
    }
}

/// A page with more running text than this is an article, whatever it is called.
const LITTLE: usize = 1_200;

/// Text about consent can be longer.
const LITTLE_CONSENT: usize = 12_000;

/// A text with more than this before the wall is whole enough.
const TEASER: usize = 2_500;

/// Words of which a page about consent is full.
const CONSENT: [&str; 8] = [
    "cookie",
    "consent",
    "partner",
    "personal data",
    "personenbezogene",
    "zustimm",
    "consentement",
    "privacy",
];

/// What the page is instead of an article; `None` for an article.
pub(crate) fn of(page: &Page) -> Option<Wall> {
    if page.status || !page.thread.is_empty() {
        return None;
    }
    let told: usize = page.main.iter().map(|raw| raw.text.len()).sum();
    let names = page.meta.title.iter().chain(&page.meta.titles);
    let heading = page.main.first().map(|raw| &raw.text);
    let called = names.chain(heading).find_map(|name| called(name));
    match called {
        Some(Wall::Pay) | None => {}
        Some(Wall::Consent) if told < LITTLE_CONSENT && speaks_of_consent(&page.main, told) => {
            return Some(Wall::Consent);
        }
        Some(wall) if told < LITTLE => return Some(wall),
        Some(_) => {}
    }
    let asks = |raw: &Raw| raw.text.len() < 240 && called_pay(&raw.text);
    let asks = page.main.iter().any(asks);
    (told < TEASER && (page.paid || asks)).then_some(Wall::Pay)
}

fn called_pay(text: &str) -> bool {
    called(text) == Some(Wall::Pay)
}

/// What words at the start of a title or line stand for.
fn called(text: &str) -> Option<Wall> {
    let text = text.trim().to_lowercase().replace('’', "'");
    let lines = include_str!("walls.txt").lines();
    let mut rules = lines.filter_map(|line| line.split_once(' '));
    let (kind, _) = rules.find(|(kind, words)| match words.strip_suffix('*') {
        _ if *kind == "#" => false,
        Some(start) => text.starts_with(start),
        None => text.trim_end_matches(['.', '!', ' ']) == *words,
    })?;
    match kind {
        "error" => Some(Wall::Error),
        "check" => Some(Wall::Check),
        "consent" => Some(Wall::Consent),
        "login" => Some(Wall::Login),
        _ => Some(Wall::Pay),
    }
}

/// Three such words, and one for every 300 bytes.
fn speaks_of_consent(blocks: &[Raw], told: usize) -> bool {
    let count = |raw: &Raw| {
        let text = raw.text.to_lowercase();
        CONSENT
            .iter()
            .map(|word| text.matches(word).count())
            .sum::<usize>()
    };
    let words: usize = blocks.iter().map(count).sum();
    words > 2 && words * 300 > told
}

#[cfg(test)]
mod tests {
    use super::{super::parse, *};
    use crate::{Given, Input, Media};

    fn wall(html: &str) -> Option<Wall> {
        let input = Input {
            name: "page.html",
            bytes: html.as_bytes(),
            media: Media::Html,
            content_type: None,
            url: None,
            snapshot: None,
            given: Given::default(),
        };
        of(&parse(&input, html).0)
    }

    #[test]
    fn pages_in_the_place_of_an_article() {
        for (html, expected) in [
            (
                "<title>404 Not Found | The Pier</title><h1>Page not found</h1><p>Try the search.</p>",
                Wall::Error,
            ),
            (
                "<title>Just a moment...</title><p>Checking if the site connection is secure.</p>",
                Wall::Check,
            ),
            (
                "<title>We value your privacy</title><p>We and our partners use cookies. With your consent we and our partners process personal data.</p>",
                Wall::Consent,
            ),
            (
                "<title>Log in</title><form><p>Name and password</p></form>",
                Wall::Login,
            ),
            (
                "<title>Pontoon is back</title><p>Pontoon was down on Monday.</p><p>Subscribe to continue reading</p>",
                Wall::Pay,
            ),
            (
                "<title>Pontoon is back</title><script type='application/ld+json'>{\"@type\":\"Article\",\"isAccessibleForFree\":\"False\"}</script><p>Pontoon was down on Monday.</p>",
                Wall::Pay,
            ),
        ] {
            assert_eq!(wall(html), Some(expected), "{html}");
        }
    }

    #[test]
    fn articles_about_such_pages_are_articles() {
        let body = "<p>Pontoon said that its customers had seen an error page for three hours.</p>"
            .repeat(20);
        for title in [
            "404: why Pontoon's pages were gone",
            "Error 503 at Pontoon",
            "Sign in to Pontoon fails",
        ] {
            assert_eq!(
                wall(&format!("<title>{title}</title><article>{body}</article>")),
                None,
                "{title}"
            );
        }
        assert_eq!(
            wall(
                "<title>Cookies are back</title><p>The bakery by the pier sells cookies again.</p>"
            ),
            None
        );
        assert_eq!(
            wall("<title>Errors were made</title><p>Pontoon says so.</p>"),
            None
        );
    }
}
