//! What a post is made of besides words: handles, hashtags, addresses, and the marks of a post
//! passed on.
//!
//! What counts as a handle or a hashtag follows the public rules of the two large networks: a
//! handle is a mark and letters, digits or low lines (with `@host` behind it on Mastodon); a
//! hashtag holds at least one character that is no digit; neither begins inside a word, so a
//! mail address is no handle. How users mark a post that they pass on (`RT`, `MT`, `QT`, `via`,
//! a quoted `"@name: …"`) is as described by boyd, Golder and Lotan, "Tweet, Tweet, Retweet"
//! (HICSS 2010).

use std::ops::Range;

/// The longest name that is taken for a handle.
const LONGEST: usize = 64;

/// The parts of a post, as places in its bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PostParts {
    /// Accounts named, with their mark.
    pub handles: Vec<Range<usize>>,
    /// Hashtags, with their mark.
    pub hashtags: Vec<Range<usize>>,
    /// Web addresses.
    pub urls: Vec<Range<usize>>,
    /// How many of the handles stand before the text: whom a reply answers.
    pub addressed: usize,
    /// The words of another account that the post passes on.
    pub passed_on: Option<PassedOn>,
}

/// The words of another account inside a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassedOn {
    /// How it is marked.
    pub mark: Mark,
    /// The account it is from, with its mark.
    pub by: Range<usize>,
    /// From the mark on to the end of the words passed on.
    pub whole: Range<usize>,
    /// The words passed on.
    pub words: Range<usize>,
}

/// How a post shows that it passes on another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// `RT @name:`
    Repost,
    /// `MT @name:`, a repost with changed words
    Changed,
    /// `QT @name:`, or the post in quotation marks: `"@name: …"`
    Quote,
    /// `via @name`, behind the words
    Via,
}

/// Finds the parts of a post.
///
/// ```
/// use backpedal_language::{Mark, post_parts};
/// let post = "@ann so it was a cable? RT @isp: a cable was cut https://example.net #outage";
/// let parts = post_parts(post);
/// assert_eq!(parts.addressed, 1);
/// assert_eq!(&post[parts.hashtags[0].clone()], "#outage");
/// let passed = parts.passed_on.expect("a repost");
/// assert_eq!(passed.mark, Mark::Repost);
/// assert_eq!(&post[passed.by], "@isp");
/// ```
#[must_use]
pub fn post_parts(text: &str) -> PostParts {
    let mut parts = PostParts::default();
    let mut at = 0;
    let mut before = None;
    while let Some(c) = text[at..].chars().next() {
        let end = match c {
            '@' | '＠' if !within(before) => handle(text, at),
            '#' | '＃' if !within(before) && before != Some('&') => hashtag(text, at),
            'h' | 'H' | 'w' | 'W' if !within(before) => url(text, at),
            _ => None,
        };
        let next = end.unwrap_or(at + c.len_utf8());
        if end.is_some() {
            match c {
                '@' | '＠' => parts.handles.push(at..next),
                '#' | '＃' => parts.hashtags.push(at..next),
                _ => parts.urls.push(at..next),
            }
        }
        before = text[at..next].chars().next_back();
        at = next;
    }
    parts.addressed = addressed(text, &parts.handles);
    parts.passed_on = passed_on(text, &parts.handles);
    parts
}

/// Whether a mark behind this character stands inside a word.
fn within(before: Option<char>) -> bool {
    before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '/' | '@' | '#'))
}

/// The end of a handle.
fn handle(text: &str, at: usize) -> Option<usize> {
    let name = |from: usize| {
        let rest = text.get(from..)?;
        let length = rest
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .unwrap_or(rest.len());
        (1..=LONGEST).contains(&length).then_some(from + length)
    };
    let end = name(at + text[at..].chars().next()?.len_utf8())?;
    Some(host(text, end).unwrap_or(end))
}

/// The end of the host behind a handle: `@name@host.example`.
fn host(text: &str, at: usize) -> Option<usize> {
    let rest = text[at..].strip_prefix('@')?;
    let length = rest
        .find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '-'))
        .unwrap_or(rest.len());
    let host = rest[..length].trim_end_matches(['.', '-']);
    host.contains('.').then_some(at + 1 + host.len())
}

/// The end of a hashtag.
fn hashtag(text: &str, at: usize) -> Option<usize> {
    let start = at + text[at..].chars().next()?.len_utf8();
    let rest = &text[start..];
    let length = rest
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(rest.len());
    let named = rest[..length].chars().any(|c| !c.is_ascii_digit());
    named.then_some(start + length)
}

/// The end of a web address.
fn url(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    let opens = ["http://", "https://", "www."].iter().any(|start| {
        rest.get(..start.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(start))
    });
    if !opens {
        return None;
    }
    let end = rest
        .find(|c: char| c.is_whitespace() || matches!(c, '"' | '“' | '”' | '<' | '>'))
        .unwrap_or(rest.len());
    let trimmed = rest[..end].trim_end_matches(|c: char| ".,;:!?)'’…".contains(c));
    (trimmed.len() > 7 || trimmed.len() > 4 && !trimmed.contains('/')).then_some(at + trimmed.len())
}

/// How many handles stand before the text.
fn addressed(text: &str, handles: &[Range<usize>]) -> usize {
    let mut from = 0;
    let gap = |c: char| c.is_whitespace() || matches!(c, '.' | ',' | ':');
    handles
        .iter()
        .take_while(|span| {
            let led = text[from..span.start].chars().all(gap);
            from = span.end;
            led
        })
        .count()
}

/// The first words passed on; where nothing else marks any, what stands before `via @name`.
fn passed_on(text: &str, handles: &[Range<usize>]) -> Option<PassedOn> {
    let marked = handles.iter().find_map(|by| marked(text, by));
    marked.or_else(|| handles.iter().rev().find_map(|by| via(text, by)))
}

/// Words passed on behind a mark and a handle.
fn marked(text: &str, by: &Range<usize>) -> Option<PassedOn> {
    let before = text[..by.start].trim_end_matches(|c: char| c == ':' || c.is_whitespace());
    let start = by.end
        + text[by.end..]
            .find(|c: char| c != ':' && !c.is_whitespace())
            .unwrap_or(0);
    for (word, mark) in [
        ("RT", Mark::Repost),
        ("MT", Mark::Changed),
        ("QT", Mark::Quote),
    ] {
        if let Some(from) = ends_in(before, word) {
            return Some(PassedOn {
                mark,
                by: by.clone(),
                whole: from..text.len(),
                words: start..text.len(),
            });
        }
    }
    let open = before
        .chars()
        .next_back()
        .filter(|c| matches!(c, '"' | '“' | '«'))?;
    if before.len() != by.start || !text[by.end..].trim_start().starts_with(':') {
        return None;
    }
    let close = match open {
        '"' => '"',
        '«' => '»',
        _ => '”',
    };
    // Some keyboards close with another sign than they open with.
    let end = text[start..].rfind([close, '"']).map(|at| start + at);
    let whole_end = end.map_or(text.len(), |end| {
        end + text[end..].chars().next().map_or(0, char::len_utf8)
    });
    Some(PassedOn {
        mark: Mark::Quote,
        by: by.clone(),
        whole: before.len() - open.len_utf8()..whole_end,
        words: start..end.unwrap_or(text.len()),
    })
}

/// Where a text ends in a word in capitals (or all small letters), its start.
fn ends_in(text: &str, word: &str) -> Option<usize> {
    let from = text.len().checked_sub(word.len())?;
    let tail = text.get(from..)?;
    let alike = tail == word || tail == word.to_ascii_lowercase();
    let outside = !text[..from]
        .chars()
        .next_back()
        .is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '@' | '#'));
    (alike && outside).then_some(from)
}

/// `… via @name`
fn via(text: &str, by: &Range<usize>) -> Option<PassedOn> {
    let before = text[..by.start].trim_end();
    let from = ends_in(before, "VIA").or_else(|| {
        before
            .ends_with("Via")
            .then(|| ends_in(&before.to_ascii_lowercase(), "VIA"))
            .flatten()
    })?;
    let words = text[..from].trim_end().len();
    Some(PassedOn {
        mark: Mark::Via,
        by: by.clone(),
        whole: 0..by.end,
        words: 0..words,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts<'a>(text: &'a str, spans: &[Range<usize>]) -> Vec<&'a str> {
        spans.iter().map(|span| &text[span.clone()]).collect()
    }

    #[test]
    fn parts_and_near_misses() {
        let text =
            "@a .@bo_2, is mail@host.example down? #2024 #dns2024 é#x see (https://ex.net/a_b).";
        let parts = post_parts(text);
        assert_eq!(texts(text, &parts.handles), ["@a", "@bo_2"]);
        assert_eq!(parts.addressed, 2);
        assert_eq!(texts(text, &parts.hashtags), ["#dns2024"]);
        assert_eq!(texts(text, &parts.urls), ["https://ex.net/a_b"]);
        assert_eq!(parts.passed_on, None);
        let text = "hello @noc@net.example. and @ alone";
        let parts = post_parts(text);
        assert_eq!(texts(text, &parts.handles), ["@noc@net.example"]);
        assert_eq!(parts.addressed, 0);
    }

    #[test]
    fn posts_passed_on() {
        let check = |text: &str| {
            let found = post_parts(text).passed_on?;
            let (by, words) = (text[found.by].to_owned(), text[found.words].to_owned());
            Some((found.mark, by, words))
        };
        let made = |mark, by: &str, words: &str| Some((mark, by.to_owned(), words.to_owned()));
        assert_eq!(
            check("no way RT @isp: all is well"),
            made(Mark::Repost, "@isp", "all is well")
        );
        assert_eq!(
            check("MT @isp all well"),
            made(Mark::Changed, "@isp", "all well")
        );
        assert_eq!(check("QT @isp: fine"), made(Mark::Quote, "@isp", "fine"));
        assert_eq!(
            check("again? “@isp: we are back” sure"),
            made(Mark::Quote, "@isp", "we are back")
        );
        assert_eq!(
            check("Cable found via @isp"),
            made(Mark::Via, "@isp", "Cable found")
        );
        assert_eq!(check("ALERT @isp is out"), None);
        assert_eq!(check("he said \"@isp are you there\""), None);
        assert_eq!(check("trivia @isp"), None);
    }

    #[test]
    fn a_quotation_that_is_never_closed() {
        let text = "ugh \"@isp: we are";
        let found = post_parts(text).passed_on.expect("a quotation");
        assert_eq!(&text[found.words], "we are");
        assert_eq!(&text[found.whole], "\"@isp: we are");
    }
}
