//! The head of a text: title, byline, date, publisher, dateline.

use std::ops::Range;

use super::{dates, genre::Genre, lines::Line};

/// What the head tells.
#[derive(Clone, Debug, Default)]
pub(super) struct Head {
    /// The headline.
    pub(super) title: Option<String>,
    /// Line numbers of the title.
    pub(super) title_line: Option<usize>,
    /// Line numbers of bylines.
    pub(super) bylines: Vec<usize>,
    /// The writer.
    pub(super) author: Option<String>,
    /// Organisations named as publisher or sender, best first.
    pub(super) publishers: Vec<String>,
    /// The date.
    pub(super) published: Option<dates::Found>,
    /// A dateline before the first words of the body, in bytes of the text.
    pub(super) dateline: Option<Range<usize>>,
    /// Whether a dateline without an agency opens the text, as press releases have it.
    pub(super) release: bool,
}

regex!(
    BYLINE,
    r"(?i)^\W*(?:by\s|posted|published|updated|from:|date:|to:|subject:|\d+ comments?\b|\d+ points by)"
);
regex!(
    AUTHOR,
    r"(?:^|[\s—–-])[Bb]y\s+(\p{Lu}[\w.'’-]*(?:\s+\p{Lu}[\w.'’-]*){1,3})"
);
regex!(
    DATELINE,
    r"^(?P<place>\p{Lu}[\p{Lu}’'. -]{2,40})(?P<mid>[^—–]{3,60}?)\s(?:—|–|-{1,2})\s"
);
regex!(AGENCY, r"\(\s*\p{Lu}[\w’' &]+\)");
regex!(
    PUBLISHED_BY,
    r"(?i:published|posted)\b[^.]*?\bby\s+((?:\p{Lu}|the\s+\p{Lu})[\w&'’.-]*(?:\s+\p{Lu}[\w&'’.-]*)*)"
);

/// The head ends at the first long line; it never has more lines than this (policy).
const MAX_LINES: usize = 12;

/// Reads the first lines.
pub(super) fn read(lines: &[Line<'_>], genre: Genre) -> Head {
    let mut head = Head::default();
    let filled = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| !line.is_blank());
    for (seen, (number, line)) in filled.take(MAX_LINES).enumerate() {
        let text = line.text.trim();
        if seen == 0 && genre_header(text, genre) {
            break;
        }
        // A whole sentence that stands alone is what somebody says, and nobody's headline.
        if seen == 0 && text.ends_with('.') && lines.iter().skip(number + 1).all(Line::is_blank) {
            break;
        }
        if seen == 0 {
            head.title = Some(text.to_owned());
            head.title_line = Some(number);
            if genre == Genre::Serial {
                head.author = AUTHOR.captures(text).map(|found| found[1].to_owned());
            }
            continue;
        }
        if is_dateline(text, line, &mut head) {
            break;
        }
        if text.ends_with("wrote:") {
            break;
        }
        let date = dates::first(text);
        let short = text.chars().count() < 90;
        let mail = genre == Genre::Mail && short && (date.is_some() || text.contains(" at "));
        let dated = short && date.is_some() && !text.ends_with('?') && words_beside(text) < 9;
        if !(BYLINE.is_match(text) && short || mail || dated) || genre_header(text, genre) {
            break;
        }
        head.bylines.push(number);
        note(text, date, &mut head);
    }
    if head.published.is_none() {
        let later = lines
            .iter()
            .skip(1)
            .filter_map(|line| dates::first(line.text));
        head.published = match genre {
            Genre::Updates | Genre::Forum => later.max_by_key(|d| d.moment.civil()),
            _ => head.title.as_deref().and_then(dates::first),
        };
    }
    head
}

/// Words of a line other than its date.
fn words_beside(text: &str) -> usize {
    let rest = dates::first(text).map_or(text.len(), |found| text.len() - found.range.len());
    rest / 6
}

fn genre_header(text: &str, genre: Genre) -> bool {
    match genre {
        Genre::Updates => super::genre::update_header(text).is_some(),
        Genre::Forum => dates::first(text).is_some_and(|date| date.range.len() + 6 > text.len()),
        Genre::Posts | Genre::Entries => super::heads::post(text).is_some(),
        _ => false,
    }
}

fn note(text: &str, date: Option<dates::Found>, head: &mut Head) {
    if let Some(found) = PUBLISHED_BY.captures(text) {
        head.publishers
            .push(found[1].trim_end_matches('.').to_owned());
    }
    if let Some(found) = AUTHOR.captures(text) {
        head.author.get_or_insert_with(|| found[1].to_owned());
    }
    if let Some(from) = text.strip_prefix("From:") {
        head.author.get_or_insert_with(|| from.trim().to_owned());
        head.publishers.push(from.trim().to_owned());
    }
    if let Some(date) = &date {
        let before = text[..date.range.start].trim_end_matches([' ', ',', '·', '|', '—', '–', '-']);
        let named = before
            .split([',', '|', '—'])
            .next()
            .unwrap_or_default()
            .trim();
        if named.starts_with(char::is_uppercase) && !BYLINE.is_match(named) && !is_weekday(named) {
            head.publishers.push(named.to_owned());
        }
    }
    if head.published.is_none() {
        head.published = date;
    }
}

fn is_weekday(text: &str) -> bool {
    ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        .iter()
        .any(|day| text.to_lowercase().starts_with(day) && text.len() < 10)
}

/// "MARROW BAY, March 14, 2011 — Alder said …": notes the dateline, whose paragraph is the body.
fn is_dateline(text: &str, line: &Line<'_>, head: &mut Head) -> bool {
    let Some(found) = DATELINE.captures(text) else {
        return false;
    };
    let whole = found.get(0).map_or(0, |m| m.end());
    let Some(date) = dates::first(&text[..whole]) else {
        return false;
    };
    let start = line.range.start + line.indent();
    head.dateline = Some(start..start + whole);
    let agency = AGENCY.find(&text[..whole]);
    head.release = agency.is_none_or(|m| dates::first(m.as_str()).is_some());
    head.published.get_or_insert(date);
    true
}
