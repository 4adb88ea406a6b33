//! Feeds: RSS, Atom, JSON Feed.
//!
//! `feed-rs` reads them. It panics on some input and refuses a whole feed for one small mistake,
//! so it runs guarded, and a refused feed is tried again after a repair of what publishers get
//! wrong most: bare ampersands and characters that XML forbids.

use backpedal_model::{
    BlockKind, DateSource, Document, DocumentKind, Moment, Parsed, PartRole, Place, Problem,
    PublishedDate, caught,
};
use feed_rs::model::{Entry, Feed};
use jiff::Timestamp;

use crate::{
    Input,
    draft::{Draft, Voice, squeeze},
    html, media,
    when::{Reader, before},
};

/// Reads a feed: one document an entry.
pub(crate) fn read(input: &Input<'_>, text: &str) -> Parsed<Vec<Document>> {
    let mut problems = Vec::new();
    let Some(feed) = parse(text, input.url, &mut problems, input.name) else {
        return Parsed {
            value: Vec::new(),
            problems,
        };
    };
    let name = media::stem(input.name);
    let mut documents = Vec::new();
    for (at, entry) in feed.entries.iter().enumerate() {
        let number = at + 1;
        match document(input, &feed, entry, &format!("{name}#{number}")) {
            Some(document) => documents.push(document),
            None => {
                let message = "the entry is left out: it has neither title nor text";
                problems.push(Problem::new(input.name, message).at(Place::Record(number as u64)));
            }
        }
    }
    if documents.is_empty() && problems.is_empty() {
        problems.push(Problem::new(input.name, "the feed holds no entry"));
    }
    Parsed {
        value: documents,
        problems,
    }
}

fn parse(text: &str, url: Option<&str>, problems: &mut Vec<Problem>, name: &str) -> Option<Feed> {
    let attempt = |text: &str| {
        // Text in hand is UTF-8, whatever its declaration says.
        let text = undeclared(text);
        caught(|| {
            let parser = feed_rs::parser::Builder::new().base_uri(url).build();
            parser.parse(text.as_bytes())
        })
    };
    let cause = match attempt(text) {
        Some(Ok(feed)) => return Some(feed),
        Some(Err(error)) => error.to_string(),
        None => "its mark-up is damaged".to_owned(),
    };
    if let Some(Ok(feed)) = attempt(&mended(text)) {
        let message = format!("the feed is not valid ({cause}); it is read after a repair");
        problems.push(Problem::new(name, message));
        return Some(feed);
    }
    let hint = "open the address in a browser and check that it is a feed";
    problems.push(Problem::new(name, format!("the feed cannot be read: {cause}")).hint(hint));
    None
}

/// Without an XML declaration, whose encoding no longer holds.
fn undeclared(text: &str) -> &str {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    match (text.starts_with("<?xml "), text.find("?>")) {
        (true, Some(end)) => &text[end + 2..],
        _ => text,
    }
}

/// Escapes bare ampersands and HTML's named references, and drops control characters.
fn mended(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let mut in_data = false;
    for (at, c) in text.char_indices() {
        let rest = &text[at..];
        in_data = (in_data || rest.starts_with("<![CDATA[")) && !rest.starts_with("]]>");
        if c == '&' && !in_data && !is_reference(rest) {
            out.push_str("&amp;");
        } else if !c.is_control() || matches!(c, '\t' | '\n' | '\r') {
            out.push(c);
        }
    }
    out
}

/// A reference that XML knows.
fn is_reference(rest: &str) -> bool {
    ["&amp;", "&lt;", "&gt;", "&quot;", "&apos;"]
        .iter()
        .any(|r| rest.starts_with(r))
        || rest.strip_prefix("&#").is_some_and(|digits| {
            let end = digits
                .find(|c: char| !c.is_ascii_alphanumeric())
                .unwrap_or(digits.len());
            (1..=7).contains(&end) && digits[end..].starts_with(';')
        })
}

fn document(input: &Input<'_>, feed: &Feed, entry: &Entry, name: &str) -> Option<Document> {
    let title = entry
        .title
        .as_ref()
        .map(|title| flat(&title.content))
        .filter(|t| !t.is_empty());
    let own = input.given.voice_of.is_some();
    let kind = if own {
        DocumentKind::Statement
    } else {
        DocumentKind::Article
    };
    let mut document = text(entry, title.as_deref())?.finish(name, kind);
    document.title = title;
    document.author = authors(entry);
    let site = || {
        feed.title
            .as_ref()
            .map(|title| flat(&title.content))
            .filter(|t| !t.is_empty())
    };
    document.publisher = input.given.publisher.map(str::to_owned).or_else(site);
    document.voice_of = input.given.voice_of.cloned();
    document.snapshot = input.snapshot.cloned();
    document.language = entry.language.clone().or_else(|| feed.language.clone());
    document.url = address(entry);
    let own_date = entry.published.and_then(|at| dated(input, at.timestamp()));
    // Atom demands `updated`; where nothing else is given it is the only date there is, and still
    // not the date of publication.
    let updated = entry.updated.and_then(|at| dated(input, at.timestamp()));
    document.updated = updated.filter(|u| own_date.as_ref().is_none_or(|own| before(own, u)));
    document.published = html::given_date(input).or(own_date);
    Some(document)
}

fn text(entry: &Entry, title: Option<&str>) -> Option<Draft> {
    let mut draft = Draft::default();
    let nobody = Voice::default();
    draft.push(
        BlockKind::Heading,
        PartRole::Title,
        &nobody,
        title.unwrap_or_default(),
    );
    let full = entry
        .content
        .as_ref()
        .and_then(|content| content.body.as_deref());
    let short = entry
        .summary
        .as_ref()
        .map(|summary| summary.content.as_str());
    let body = full
        .filter(|body| !body.trim().is_empty())
        .or(short)
        .unwrap_or_default();
    for raw in html::fragment(body) {
        draft.push(raw.kind, PartRole::Body, &nobody, &raw.text);
    }
    (!draft.is_empty()).then_some(draft)
}

fn address(entry: &Entry) -> Option<String> {
    let page = entry
        .links
        .iter()
        .find(|link| link.rel.as_deref().is_none_or(|rel| rel == "alternate"));
    page.or_else(|| entry.links.first())
        .map(|link| link.href.clone())
}

fn dated(input: &Input<'_>, seconds: i64) -> Option<PublishedDate> {
    let reader = Reader {
        zone: input.given.zone,
        day_first: None,
    };
    let moment = Moment::utc(Timestamp::from_second(seconds).ok()?);
    reader.dated(moment, None, DateSource::Feed)
}

fn authors(entry: &Entry) -> Option<String> {
    let names: Vec<&str> = entry
        .authors
        .iter()
        .filter_map(|a| Some(a.name.as_deref()?.trim()))
        .filter(|n| !n.is_empty())
        .collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// One line of text out of a title, which may be escaped HTML.
fn flat(text: &str) -> String {
    if text.contains(['<', '&']) {
        let blocks = html::fragment(text);
        let lines: Vec<&str> = blocks.iter().map(|raw| raw.text.as_str()).collect();
        return squeeze(&lines.join(" "));
    }
    squeeze(text)
}

#[cfg(test)]
mod tests;
