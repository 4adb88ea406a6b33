//! Mark-up as the parser may see it: bounded in depth, elements, attributes and open formatting, and
//! without what holds no text.
//!
//! An HTML5 tree builder takes time that grows with the square of the input for some pages: many
//! attributes on one element are compared with each other, formatting elements that are never closed
//! are opened anew in every paragraph (HTML standard, "reconstruct the active formatting elements",
//! "adoption agency algorithm"), deep nesting is searched for every tag. One pass over the text, with
//! the tokenizer's own rules for where a tag ends, keeps all of that within bounds; pages that people
//! write are far from them. Scripts, styles, drawings, comments and attributes that nobody reads are
//! left out on the way, which more than pays for the pass.

mod open;
mod tag;

use open::{Open, Start};
use tag::Tag;

/// Elements nested deeper than this lose their tags, not their text.
const DEPTH: usize = 200;

/// Formatting elements open at the same time; more lose their tags.
const FORMATS: usize = 8;

/// Elements, counted with those that the parser opens anew.
const ELEMENTS: usize = 80_000;

/// Bytes of text between tags.
const TEXT: usize = 3 << 20;

/// Character references, and characters of two bytes that begin as the no-break space does, after
/// which a comment parts the text: the tree copies all of a text for each of the first, and looks
/// through the rest of it for each of both when it is written.
const REFERENCES: usize = 200;

/// Bytes of structured data.
const DATA: usize = 2 << 20;

/// Elements that the parser opens anew when a block ends before them.
const FORMATTING: [&str; 14] = [
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
];

/// Elements whose content is no text for people.
const SILENT: [&str; 9] = [
    "script", "style", "svg", "math", "iframe", "textarea", "select", "noembed", "noframes",
];

/// Tags that change how all that follows is read.
const REFUSED: [&str; 4] = ["plaintext", "frameset", "frame", "xmp"];

/// Elements of a page in which nothing nests.
const FLAT: [&str; 6] = ["html", "meta", "title", "p", "br", "link"];

/// A page whose text stands in `noscript` has at least this much there.
const SCRIPTLESS: usize = 2_000;

/// The page for the parser, and whether bounds cut something off.
pub(crate) fn tame(html: &str) -> (String, bool) {
    let mut tamer = Tamer::of(html, false);
    tamer.run();
    (tamer.out, tamer.cut)
}

/// The page without any element in which others nest.
pub(crate) fn flat(html: &str) -> String {
    let mut tamer = Tamer::of(html, true);
    tamer.run();
    tamer.out
}

struct Tamer<'a> {
    html: &'a str,
    out: String,
    cut: bool,
    open: Open,
    /// Whether only paragraphs and headings stay, in none of which anything nests.
    flat: bool,
    formats: Vec<&'static str>,
    /// Formatting elements left out, whose end tags are still to come.
    unformatted: Vec<&'static str>,
    elements: usize,
    text: usize,
    references: usize,
    data: usize,
    /// Names of elements of which no end tag follows any more.
    endless: Vec<&'static str>,
    /// Where the text for readers without scripts ends that is read.
    scriptless_until: usize,
}

impl<'a> Tamer<'a> {
    fn of(html: &'a str, flat: bool) -> Self {
        Self {
            html,
            out: String::with_capacity(html.len() / 2),
            cut: false,
            open: Open::new(DEPTH),
            flat,
            formats: Vec::new(),
            unformatted: Vec::new(),
            elements: 0,
            text: 0,
            references: 0,
            data: 0,
            endless: Vec::new(),
            scriptless_until: 0,
        }
    }

    fn run(&mut self) {
        let mut at = 0;
        while let Some(next) = self.html[at..].find('<') {
            self.append(at, at + next);
            at = self.mark_up(at + next);
        }
        self.append(at, self.html.len());
    }

    fn append(&mut self, from: usize, to: usize) {
        let text = &self.html[from..to];
        let left = TEXT - self.text;
        if text.len() > left {
            self.cut = true;
        }
        let text = &text[..text.floor_char_boundary(left)];
        self.text += text.len();
        let mut from = 0;
        for place in memchr::memchr2_iter(b'&', 0xc2, text.as_bytes()) {
            self.references += 1;
            if self.references.is_multiple_of(REFERENCES) {
                self.out.push_str(&text[from..place]);
                self.out.push_str("<!---->");
                from = place;
            }
        }
        self.out.push_str(&text[from..]);
    }

    /// Reads what begins at `<`, and says where it ends.
    fn mark_up(&mut self, at: usize) -> usize {
        let rest = &self.html[at + 1..];
        match rest.as_bytes().first() {
            Some(b'!' | b'?') => self.declaration(at),
            Some(b'/') if rest[1..].starts_with(|c: char| c.is_ascii_alphabetic()) => {
                let (tag, end) = Tag::read(self.html, at + 2);
                self.close(&tag);
                end
            }
            // The parser takes it for a comment.
            Some(b'/') => end_of(self.html, at, ">"),
            Some(first) if first.is_ascii_alphabetic() => {
                let (tag, end) = Tag::read(self.html, at + 1);
                self.open(&tag, end)
            }
            _ => {
                self.append(at, at + 1);
                at + 1
            }
        }
    }

    /// Comments, the document type, processing instructions.
    fn declaration(&mut self, at: usize) -> usize {
        let rest = &self.html[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            if comment.starts_with('>') || comment.starts_with("->") {
                return end_of(self.html, at, ">");
            }
            return end_of(self.html, at + 4, "-->");
        }
        let end = end_of(self.html, at, ">");
        let is_type = rest
            .get(..9)
            .is_some_and(|s| s.eq_ignore_ascii_case("<!doctype"));
        if is_type && end - at < 256 && self.out.trim().is_empty() {
            self.out.push_str(&self.html[at..end]);
        }
        end
    }

    fn open(&mut self, tag: &Tag<'_>, end: usize) -> usize {
        let name = tag.name.as_str();
        if let Some(silent) = SILENT.iter().find(|silent| **silent == name) {
            return self.silent(silent, tag, end);
        }
        if name == "noscript" {
            return self.scriptless(end);
        }
        if REFUSED.contains(&name) {
            return end;
        }
        self.elements += 1 + self.formats.len() * usize::from(!tag.is_inline());
        if self.elements > ELEMENTS {
            self.cut = true;
            return end;
        }
        if self.flat && !FLAT.contains(&name) {
            self.out.push(' ');
            return end;
        }
        if let Some(format) = FORMATTING.iter().find(|format| **format == name) {
            if self.formats.len() >= FORMATS {
                // A second tag without an end is of no use to anybody either.
                self.unformatted.push(format);
                self.unformatted.truncate(DEPTH);
                return end;
            }
            self.formats.push(format);
        } else if !tag.closed_in_foreign() {
            match self.open.start(name) {
                Start::Written => {}
                Start::Heading => return end,
                Start::TooDeep => {
                    self.cut = true;
                    return end;
                }
            }
        }
        tag.write(&mut self.out);
        end
    }

    fn close(&mut self, tag: &Tag<'_>) {
        let name = tag.name.as_str();
        let left_out = SILENT.contains(&name) || name == "noscript" || REFUSED.contains(&name);
        if left_out || self.flat && !FLAT.contains(&name) {
            return;
        }
        let last = |list: &[&str]| list.iter().rposition(|open| *open == name);
        if FORMATTING.contains(&name) {
            if let Some(place) = last(&self.unformatted) {
                self.unformatted.remove(place);
                return;
            }
            // An end tag without a start does nothing.
            let Some(place) = last(&self.formats) else {
                return;
            };
            self.formats.remove(place);
        } else if !self.open.end(name) {
            return;
        }
        if self.elements <= ELEMENTS {
            self.out.push_str("</");
            self.out.push_str(name);
            self.out.push('>');
        }
    }

    /// Leaves an element out, but for structured data.
    fn silent(&mut self, name: &'static str, tag: &Tag<'_>, end: usize) -> usize {
        let raw = !matches!(name, "svg" | "math" | "select");
        let Some((inner, after)) = self.content(name, end) else {
            // What is never closed: the parser would take all that follows for its content.
            return if raw { self.html.len() } else { end };
        };
        let data = tag
            .value("type")
            .is_some_and(|kind| kind.contains("ld+json"));
        let content = &self.html[end..inner];
        if name == "script" && data && self.data + content.len() <= DATA {
            self.data += content.len();
            tag.write(&mut self.out);
            self.out.push_str(content);
            self.out.push_str("</script>");
        }
        after
    }

    /// Pages for readers without scripts repeat their text in `noscript`; others hold a picture there.
    fn scriptless(&mut self, end: usize) -> usize {
        if end <= self.scriptless_until {
            return end;
        }
        let Some((inner, after)) = self.content("noscript", end) else {
            return end;
        };
        let content = &self.html[end..inner];
        let mut inside = false;
        let told = content.bytes().filter(|byte| {
            inside = (inside || *byte == b'<') && *byte != b'>';
            !inside && !byte.is_ascii_whitespace()
        });
        if told.count() < SCRIPTLESS {
            return after;
        }
        self.scriptless_until = inner;
        end
    }

    /// Where the content of an element ends, and where its end tag does.
    fn content(&mut self, name: &'static str, from: usize) -> Option<(usize, usize)> {
        if self.endless.contains(&name) {
            return None;
        }
        let mut at = from;
        while let Some(next) = self.html[at..].find("</") {
            let start = at + next;
            at = start + 2;
            let Some(rest) = self.html.as_bytes().get(at..at + name.len() + 1) else {
                break;
            };
            let (found, after) = rest.split_at(name.len());
            if found.eq_ignore_ascii_case(name.as_bytes())
                && matches!(after[0], b'>' | b'/' | b' ' | b'\t' | b'\n' | b'\r' | 0x0c)
            {
                return Some((start, end_of(self.html, at, ">")));
            }
        }
        self.endless.push(name);
        None
    }
}

/// Where the next `mark` ends, or the text.
fn end_of(html: &str, from: usize, mark: &str) -> usize {
    html.get(from..)
        .and_then(|rest| rest.find(mark))
        .map_or(html.len(), |at| from + at + mark.len())
}

#[cfg(test)]
mod tests;
