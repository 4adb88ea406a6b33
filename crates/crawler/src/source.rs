//! The kinds of sources: what to ask for, and what follows from the answer.

mod bluesky;
mod feed;
mod hacker_news;
mod leads;
mod mailing_list;
mod markup;
mod mastodon;
mod measurement;
mod memento;
mod page;
mod posts;
mod scope;
mod sitemap;
mod statuspage;
mod text;
mod warc;
mod x;

use std::{borrow::Cow, io::Read as _};

use backpedal_model::{Parsed, Problem, Snapshot, SourceKind};
use flate2::read::MultiGzDecoder;

use crate::{capture::is_text, fetch::Want};

pub(crate) use measurement::Measurement;
pub use memento::Memento;
pub use scope::Scope;

/// An answer as a source reads it, whether it has just come or was kept from an earlier crawl.
#[derive(Clone, Copy, Debug)]
pub struct Answer<'a> {
    /// The address asked for, the status and the media type.
    pub snapshot: &'a Snapshot,
    /// The address that answered, after redirects: what relative addresses are joined to.
    pub base: &'a str,
    /// The bytes, with any content encoding taken off.
    pub body: &'a [u8],
    /// The most addresses that one answer may lead to.
    pub most: usize,
    /// What the case wants of further addresses.
    pub scope: &'a Scope,
}

/// An address that an answer leads to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lead {
    /// Where it is.
    pub url: String,
    /// How its answer is read: a page, or more of the same kind as the source.
    pub kind: SourceKind,
}

impl Lead {
    /// To a page.
    #[must_use]
    pub const fn page(url: String) -> Self {
        Self {
            url,
            kind: SourceKind::Page,
        }
    }
}

/// One kind of source. Adding a kind is one file and one line in [`source`].
pub trait Source: Send + Sync {
    /// What to ask for.
    fn want(&self) -> Want;

    /// Looks at a full answer: which addresses to fetch besides (in order, without repetition),
    /// and what is wrong with it. It is kept as evidence in any case. The same bytes give the same
    /// leads, so that what a crawl fetched is found again without a network.
    fn look(&self, answer: &Answer<'_>) -> Parsed<Vec<Lead>>;

    /// Whether an answer only lists what is elsewhere, so that no document is made of it.
    fn is_list(&self, _answer: &Answer<'_>) -> bool {
        false
    }
}

/// The kind that reads such a source.
#[must_use]
pub fn source(kind: SourceKind) -> &'static dyn Source {
    match kind {
        SourceKind::Page => &page::Page,
        SourceKind::Text => &text::Text,
        SourceKind::Posts | SourceKind::Incidents => &posts::Posts,
        SourceKind::Feed => &feed::Feed,
        SourceKind::Sitemap => &sitemap::Sitemap,
        SourceKind::Statuspage => &statuspage::Statuspage,
        SourceKind::HackerNews => &hacker_news::HackerNews,
        SourceKind::Mastodon => &mastodon::Mastodon,
        SourceKind::Bluesky => &bluesky::Bluesky,
        SourceKind::X => &x::X,
        SourceKind::MailingList => &mailing_list::MailingList,
        SourceKind::Memento => &memento::Past,
        SourceKind::Warc => &warc::Warc,
        SourceKind::Linked => &page::Linked,
    }
}

/// Published interfaces for programs: their terms say who may ask what, and robots.txt, which
/// speaks to crawlers of pages (RFC 9309, section 1), is not asked there. Servers that only speak
/// the same language are sites like others.
pub(crate) fn is_interface(url: &url::Url) -> bool {
    const HOSTS: [&str; 5] = [
        "api.x.com",
        "hacker-news.firebaseio.com",
        "hn.algolia.com",
        "public.api.bsky.app",
        "api.bsky.app",
    ];
    url.scheme() == "https" && url.host_str().is_some_and(|host| HOSTS.contains(&host))
}

/// A body without the packing of the file itself, which no header field announces: sitemaps and
/// months of mailing lists are kept as gzip files. Anything else stays as it is; a file that was
/// cut off gives what it holds, up to `limit` bytes.
///
/// # Errors
/// When nothing can be unpacked.
pub fn gunzipped(body: &[u8], limit: u64) -> std::io::Result<Cow<'_, [u8]>> {
    if !body.starts_with(&[0x1f, 0x8b]) {
        return Ok(Cow::Borrowed(body));
    }
    let mut bytes = Vec::new();
    let read = MultiGzDecoder::new(body)
        .take(limit)
        .read_to_end(&mut bytes);
    if bytes.is_empty() {
        read?;
    }
    Ok(Cow::Owned(bytes))
}

/// A problem unless it is a full answer (status 200) in text.
fn readable(answer: &Answer<'_>, what: &str) -> Option<Problem> {
    let snapshot = answer.snapshot;
    let input = snapshot.origin.as_str();
    let status = snapshot.status.unwrap_or(200);
    if status != 200 {
        let message = format!("the site answers with status {status}; the answer is kept");
        return Some(Problem::new(input, message).hint("is the address right?"));
    }
    let media_type = snapshot.media_type.as_deref();
    if is_text(media_type, answer.body) {
        return None;
    }
    let message = format!(
        "expected {what}, got {}",
        media_type.unwrap_or("bytes that are no text")
    );
    Some(Problem::new(input, message).hint("is the address right, or is this a download?"))
}

/// The outcome for kinds that nothing follows from.
fn alone(answer: &Answer<'_>, what: &str) -> Parsed<Vec<Lead>> {
    Parsed {
        value: Vec::new(),
        problems: readable(answer, what).into_iter().collect(),
    }
}
