//! Tags and text of XML and HTML as they come, however damaged: for links, never for meaning.
//!
//! One pass in linear time, no tree: what is cut off gives what stands before the cut, and bare
//! `&` and `<` are text. Feeds and sitemaps with one wrong byte still have addresses to give.

use std::borrow::Cow;

/// How far an attribute's closing quote is looked for, in bytes (policy). Without a bound, open
/// quotes on a hostile page would cost the square of its size.
const QUOTE: usize = 8192;

/// A piece of mark-up.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// A start tag; the text of its attributes is read by [`attribute`].
    Open {
        /// Without any prefix.
        name: &'a str,
        /// With its prefix.
        full: &'a str,
        attributes: &'a str,
        /// Whether the tag closes itself.
        empty: bool,
    },
    /// An end tag's name without any prefix.
    Close(&'a str),
    /// Text with its references resolved; a CDATA section as it stands.
    Text(Cow<'a, str>),
}

/// The pieces of a text, in order. Comments, declarations and, in HTML, scripts and styles are
/// left out.
pub(super) fn pieces(text: &str, html: bool) -> Pieces<'_> {
    Pieces { rest: text, html }
}

/// See [`pieces`].
pub(super) struct Pieces<'a> {
    rest: &'a str,
    html: bool,
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        loop {
            if self.rest.is_empty() {
                return None;
            }
            if !is_tag(self.rest) {
                return Some(self.text());
            }
            if let Some(after) = self.rest.strip_prefix("<![CDATA[") {
                let (text, rest) = after.split_once("]]>").unwrap_or((after, ""));
                self.rest = rest;
                return Some(Piece::Text(Cow::Borrowed(text)));
            }
            if let Some(after) = self.rest.strip_prefix("<!--") {
                self.rest = after.split_once("-->").map_or("", |(_, rest)| rest);
            } else if self.rest.starts_with("<!") || self.rest.starts_with("<?") {
                self.rest = self.rest.split_once('>').map_or("", |(_, rest)| rest);
            } else if let Some(piece) = self.tag() {
                return Some(piece);
            }
        }
    }
}

impl<'a> Pieces<'a> {
    fn text(&mut self) -> Piece<'a> {
        let mut end = 1.min(self.rest.len());
        while !self.rest.is_char_boundary(end) {
            end += 1;
        }
        while let Some(at) = self.rest[end..].find('<') {
            end += at;
            if is_tag(&self.rest[end..]) {
                let (text, rest) = self.rest.split_at(end);
                self.rest = rest;
                return Piece::Text(resolved(text));
            }
            end += 1;
        }
        let text = std::mem::take(&mut self.rest);
        Piece::Text(resolved(text))
    }

    /// A tag; `None` for one that is skipped with its content.
    fn tag(&mut self) -> Option<Piece<'a>> {
        let inner = &self.rest[1..];
        let end = end_of_tag(inner);
        let tag = &inner[..end];
        self.rest = inner.get(end + 1..).unwrap_or_default();
        if let Some(name) = tag.strip_prefix('/') {
            return Some(Piece::Close(local(name.trim())));
        }
        let (tag, empty) = match tag.strip_suffix('/') {
            Some(tag) => (tag, true),
            None => (tag, false),
        };
        let end = tag.find(|c: char| c.is_whitespace()).unwrap_or(tag.len());
        let (full, attributes) = tag.split_at(end);
        let raw = ["script", "style"]
            .iter()
            .find(|raw| full.eq_ignore_ascii_case(raw));
        if let Some(raw) = raw.filter(|_| self.html && !empty) {
            self.rest = after_raw(self.rest, raw);
            return None;
        }
        let name = local(full);
        Some(Piece::Open {
            name,
            full,
            attributes,
            empty,
        })
    }
}

/// `<` that begins a tag, a declaration or an instruction.
fn is_tag(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next() == Some('<')
        && chars
            .next()
            .is_some_and(|c| c.is_alphabetic() || matches!(c, '/' | '!' | '?' | '_'))
}

/// Where the tag ends: at `>` outside quotes.
fn end_of_tag(inner: &str) -> usize {
    let bytes = inner.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'>' => return at,
            quote @ (b'"' | b'\'') if at > 0 && bytes[at - 1] == b'=' => {
                let within = &bytes[at + 1..bytes.len().min(at + QUOTE)];
                at += within
                    .iter()
                    .position(|b| *b == quote)
                    .map_or(0, |end| end + 1);
            }
            _ => {}
        }
        at += 1;
    }
    inner.len()
}

/// What follows the end tag of an element whose content is no mark-up.
fn after_raw<'a>(text: &'a str, name: &str) -> &'a str {
    let mut rest = text;
    while let Some(at) = rest.find("</") {
        rest = &rest[at + 2..];
        if rest
            .get(..name.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(name))
        {
            return rest.split_once('>').map_or("", |(_, rest)| rest);
        }
    }
    ""
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// The value of an attribute, by its name in lower case, with references resolved.
pub(super) fn attribute(attributes: &str, name: &str) -> Option<String> {
    let mut rest = attributes.trim_start();
    while !rest.is_empty() {
        let end = rest
            .find(|c: char| c == '=' || c.is_whitespace())
            .unwrap_or(rest.len());
        let key = &rest[..end];
        rest = rest[end..].trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
            (value, rest) = match quote {
                Some(quote) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
                None => after.split_at(after.find(char::is_whitespace).unwrap_or(after.len())),
            };
        }
        if key.eq_ignore_ascii_case(name) {
            return Some(resolved(value).trim().to_owned());
        }
        rest = rest.trim_start();
        if key.is_empty() && value.is_empty() {
            // A stray sign: step over it.
            let mut chars = rest.chars();
            chars.next();
            rest = chars.as_str();
        }
    }
    None
}

/// Text with the references that addresses and dates may hold; others stay as they are.
fn resolved(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let end = rest.bytes().take(10).position(|b| b == b';');
        let found = end.and_then(|end| Some((reference(&rest[..end])?, end)));
        match found {
            Some((c, end)) => {
                out.push(c);
                rest = &rest[end + 1..];
            }
            None => out.push('&'),
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn reference(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

/// A link of a page: its address as written, and its words.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Anchor {
    pub(super) href: String,
    pub(super) words: String,
    pub(super) rel: Option<String>,
}

/// The links of a page in order.
pub(super) fn anchors(html: &str) -> Vec<Anchor> {
    let mut found: Vec<Anchor> = Vec::new();
    let mut open = false;
    for piece in pieces(html, true) {
        match piece {
            Piece::Open {
                name, attributes, ..
            } if is_link(name) => {
                open = name.eq_ignore_ascii_case("a");
                if let Some(href) = attribute(attributes, "href") {
                    let rel = attribute(attributes, "rel").map(|rel| rel.to_ascii_lowercase());
                    let words = String::new();
                    found.push(Anchor { href, words, rel });
                } else {
                    open = false;
                }
            }
            Piece::Close(name) if name.eq_ignore_ascii_case("a") => open = false,
            Piece::Text(text) if open => {
                if let Some(last) = found.last_mut().filter(|last| last.words.len() < 500) {
                    last.words.push_str(&text);
                }
            }
            _ => {}
        }
    }
    found
}

fn is_link(name: &str) -> bool {
    ["a", "link", "area"]
        .iter()
        .any(|link| name.eq_ignore_ascii_case(link))
}

/// Bytes as text: UTF-16 where a byte order mark says so, else UTF-8 with damage replaced.
/// Addresses are ASCII in every other encoding of the web, so they survive.
pub(super) fn text(bytes: &[u8]) -> Cow<'_, str> {
    let order: fn([u8; 2]) -> u16 = match bytes {
        [0xff, 0xfe, ..] => u16::from_le_bytes,
        [0xfe, 0xff, ..] => u16::from_be_bytes,
        [0xef, 0xbb, 0xbf, rest @ ..] => return String::from_utf8_lossy(rest),
        _ => return String::from_utf8_lossy(bytes),
    };
    let pairs = bytes[2..].chunks_exact(2);
    let units: Vec<u16> = pairs.map(|pair| order([pair[0], pair[1]])).collect();
    Cow::Owned(String::from_utf16_lossy(&units))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let piece = |piece| match piece {
            Piece::Open { name, empty, .. } => format!("<{name}{}", if empty { "/" } else { "" }),
            Piece::Close(name) => format!("/{name}"),
            Piece::Text(text) => format!("{text:?}"),
        };
        pieces(text, true).map(piece).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn damaged_mark_up_gives_what_it_holds() {
        for (text, expected) in [
            ("<a>x</a>", "<a \"x\" /a"),
            ("<n:a><![CDATA[R&D <b>]]></n:a>", "<a \"R&D <b>\" /a"),
            ("AT&T &amp; a < b &#233;", "\"AT&T & a < b é\""),
            ("<?xml?><!-- <a> --><b/>", "<b/"),
            ("<script>if (a<b) '<a>'</script>x", "\"x\""),
            ("<a title='>'>x", "<a \"x\""),
            ("<a title=\"x>y", "<a \"y\""),
            ("cut <item", "\"cut \" <item"),
            ("<", "\"<\""),
            ("é<", "\"é<\""),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn attributes_are_read_in_any_dress() {
        let text = " a data-x = 'q' HREF=\"/x?a=1&amp;b=2\" rel=next = \"";
        assert_eq!(attribute(text, "href").as_deref(), Some("/x?a=1&b=2"));
        assert_eq!(attribute(text, "rel").as_deref(), Some("next"));
        assert_eq!(attribute(text, "a").as_deref(), Some(""));
        assert_eq!(attribute(text, "x"), None);
    }

    #[test]
    fn links_have_their_words() {
        let found = anchors("<a href=/x>the <b>statement</b></a> no <a>none</a><a href='/y'>y");
        assert_eq!(found.len(), 2);
        assert_eq!(
            (found[0].href.as_str(), found[0].words.as_str()),
            ("/x", "the statement")
        );
    }

    proptest::proptest! {
        #[test]
        fn any_text_ends(text in "[<>a-c/!\\-&;='\" \u{e9}]{0,80}") {
            let _ = anchors(&text);
            proptest::prop_assert!(pieces(&text, false).count() <= text.len() + 1);
        }
    }
}
