//! Sentences into tokens, by the conventions of UD English EWT.
//!
//! The conventions (universaldependencies.org, treebank English-EWT; they follow the English
//! treebank guidelines of the LDC): clitics and "n't" are tokens, so are hyphens and slashes
//! between words, but not after affixes ("e-mail"); numbers, dates, times, telephone numbers,
//! addresses, accounts, emoticons and abbreviations with their full stop are one token each.

mod clitics;
mod core;
pub(crate) mod lists;
pub(crate) mod stops;
#[cfg(test)]
mod tests;
mod web;

use std::ops::Range;

pub(crate) use self::clitics::apostrophe;
use self::core::{Core, inside};

/// The tokens of one sentence: byte ranges of the text, in order. Appends to `out`.
///
/// ```
/// let text = "It won't come back before 9 p.m. ET.";
/// let mut found = Vec::new();
/// backpedal_language::tokens(text, 0..text.len(), &mut found);
/// let words: Vec<&str> = found.into_iter().map(|at| &text[at]).collect();
/// assert_eq!(words, ["It", "wo", "n't", "come", "back", "before", "9", "p.m.", "ET", "."]);
/// ```
pub fn tokens(text: &str, sentence: Range<usize>, out: &mut Vec<Range<usize>>) {
    let Some(body) = text.get(sentence.clone()) else {
        return;
    };
    let end = sentence.start + body.trim_end().len();
    let mut scan = Scan {
        text,
        end,
        core: Core::default(),
    };
    let mut start = None;
    for (offset, c) in body.char_indices() {
        let at = sentence.start + offset;
        let space = c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}') || c.is_control();
        match (space, start) {
            (true, Some(from)) => {
                scan.chunk(from, at, out);
                start = None;
            }
            (false, None) => start = Some(at),
            _ => {}
        }
    }
    if let Some(from) = start {
        scan.chunk(from, sentence.end, out);
    }
}

/// The state of one sentence.
struct Scan<'a> {
    text: &'a str,
    /// Where the sentence ends, without space.
    end: usize,
    core: Core,
}

impl Scan<'_> {
    /// The tokens of a stretch without space.
    fn chunk(&mut self, from: usize, to: usize, out: &mut Vec<Range<usize>>) {
        let bytes = &self.text.as_bytes()[from..to];
        if bytes.iter().all(u8::is_ascii_alphabetic) {
            return clitics::push(self.text, from..to, out);
        }
        let address = bytes.contains(&b':');
        let mut at = from;
        while at < to {
            at = self.step(from, at, to, address, out);
        }
    }

    /// Pushes at least one token at `at`, and says where the next begins.
    fn step(
        &mut self,
        from: usize,
        at: usize,
        to: usize,
        address: bool,
        out: &mut Vec<Range<usize>>,
    ) -> usize {
        let rest = &self.text[at..to];
        let Some(first) = rest.chars().next() else {
            return to;
        };
        if rest.len() <= 12
            && let Some(length) = web::emoticon(rest)
        {
            out.push(at..at + length);
            return at + length;
        }
        let before = self.text[from..at].chars().next_back();
        let fresh = before.is_none_or(|c| !inside(c));
        if fresh && address {
            let known = web::ipv6(rest).or_else(|| inside(first).then(|| web::url(rest)).flatten());
            if let Some(length) = known {
                out.push(at..at + length);
                return at + length;
            }
        }
        if inside(first) {
            return self.word(at, at, to, out);
        }
        if fresh && let Some(next) = self.led(first, at, to, out) {
            return next;
        }
        let length = marks(rest, first);
        out.push(at..at + length);
        at + length
    }

    /// A word or number that begins with a mark: "@name", ".5", "+44", "'90s", "'em".
    fn led(
        &mut self,
        first: char,
        at: usize,
        to: usize,
        out: &mut Vec<Range<usize>>,
    ) -> Option<usize> {
        let rest = &self.text[at..to];
        let after = at + first.len_utf8();
        let next = rest.chars().nth(1)?;
        if matches!(first, '@' | '#') {
            let end = at + web::tag(rest)?;
            out.push(at..end);
            return Some(end);
        }
        if matches!(first, '.' | '+') && next.is_ascii_digit() {
            return Some(self.word(at, after, to, out));
        }
        if apostrophe(first) {
            let body = &self.text[after..to];
            let length = body.find(|c| !inside(c)).unwrap_or(body.len());
            let word = &body[..length];
            let decade = word.len() >= 2
                && word.as_bytes()[..2].iter().all(u8::is_ascii_digit)
                && matches!(&word[2..], "" | "s");
            if decade || lists::has(&lists::ELISIONS, word) {
                out.push(at..after + length);
                return Some(after + length);
            }
        }
        None
    }

    /// A run of letters and digits, with the full stop or currency sign that belongs to it.
    fn word(&mut self, start: usize, at: usize, to: usize, out: &mut Vec<Range<usize>>) -> usize {
        let mut end = self.core.read(self.text, at, to);
        let rest = &self.text[end..to];
        let word = &self.text[at..end];
        // A host with a path: "example.com/status?now".
        if rest.starts_with(['/', '?', '=', '#']) || word.contains('/') || word.starts_with("www.")
        {
            let host = word.split('/').next().unwrap_or_default();
            let last = host.rsplit('.').next().unwrap_or_default();
            let known = host.contains('.')
                && lists::has(&lists::ENDINGS, last)
                && !host.ends_with('.')
                && last.len() < host.len()
                && (word.contains('/') || rest.starts_with('/'));
            if known || word.starts_with("www.") {
                let length = web::trimmed(&self.text[at..to]);
                out.push(start..at + length);
                return at + length;
            }
        }
        // A mail address with its name cut short, as some archives print it.
        if rest.starts_with("...@") {
            let length = web::trimmed(&self.text[at..to]);
            out.push(start..at + length);
            return at + length;
        }
        let first = out.len();
        self.core.push(self.text, out);
        if let Some(token) = out.get_mut(first) {
            token.start = start;
        }
        if let Some(last) = out.last_mut()
            && self.takes(&self.text[last.clone()], end, to)
        {
            last.end += 1;
            end += 1;
        }
        end
    }

    /// Whether the mark at `end` belongs to the token before it: "US$", "Inc.", "w/".
    fn takes(&self, token: &str, end: usize, to: usize) -> bool {
        let rest = &self.text[end..to];
        if rest.starts_with('$') {
            return token.len() <= 3 && token.bytes().all(|c| c.is_ascii_uppercase());
        }
        if rest.starts_with('.') {
            return !rest.starts_with("..") && self.keeps(token, end, to);
        }
        rest == "/" && matches!(token, "w" | "W")
    }

    /// Whether the full stop at `end` belongs to the token before it.
    fn keeps(&self, token: &str, end: usize, to: usize) -> bool {
        let kind = stops::stop(token);
        if kind == stops::Stop::Plain {
            return false;
        }
        if kind == stops::Stop::Number {
            let next = self.text[end + 1..self.end.max(end + 1)].trim_start();
            return next.starts_with(|c: char| c.is_numeric());
        }
        let closers = |c: char| matches!(c, '"' | '\'' | '”' | '’' | ')' | ']');
        let last = self.text[end + 1..to]
            .trim_start_matches(closers)
            .is_empty()
            && to >= self.end;
        !last
    }
}

/// How many bytes the punctuation token at the start of `rest` has.
fn marks(rest: &str, first: char) -> usize {
    let run = |of: fn(char) -> bool| rest.find(|c| !of(c)).unwrap_or(rest.len());
    match first {
        '.' | '!' | '?' | '…' => run(|c| matches!(c, '.' | '!' | '?' | '…')),
        '-' | '=' | '*' | '_' | '~' | '+' | '<' | '>' | '#' | '|' | '^' => {
            rest.find(|c| c != first).unwrap_or(rest.len())
        }
        '—' | '–' => rest.find(|c| c != first).unwrap_or(rest.len()),
        mark if apostrophe(mark) => {
            let mut all = rest.chars();
            all.next();
            let second = all.next().filter(|next| apostrophe(*next));
            mark.len_utf8() + second.map_or(0, char::len_utf8)
        }
        other => other.len_utf8(),
    }
}
