//! One tag: its name and the attributes that somebody reads.

/// Attributes that the reader or the search for the main element looks at.
const READ: [&str; 32] = [
    "class",
    "id",
    "href",
    "content",
    "property",
    "name",
    "itemprop",
    "itemtype",
    "itemscope",
    "datetime",
    "pubdate",
    "rel",
    "lang",
    "xml:lang",
    "type",
    "title",
    "role",
    "charset",
    "http-equiv",
    "hidden",
    "style",
    "aria-hidden",
    "aria-modal",
    "aria-label",
    "data-datetime-unix",
    "data-datetime",
    "data-timestamp",
    "data-time",
    "colspan",
    "itemref",
    "dir",
    "cite",
];

/// No more attributes of one element are kept, and none that is longer, but for `content`.
const MOST: usize = 24;
const LONG: usize = 4_096;
const LONG_CONTENT: usize = 65_536;

/// A start or end tag.
pub(super) struct Tag<'a> {
    /// In lower case, and cut where it is too long to be one.
    pub(super) name: String,
    attributes: Vec<(&'static str, &'a str)>,
    slashed: bool,
}

impl<'a> Tag<'a> {
    /// Reads a tag whose name begins at `at`, and says where the tag ends: the states of the
    /// tokenizer from "tag name" to "after attribute value" (HTML standard, 13.2.5).
    pub(super) fn read(html: &'a str, at: usize) -> (Self, usize) {
        let bytes = html.as_bytes();
        let stop = |from: usize, is: fn(u8) -> bool| {
            let rest = &bytes[from.min(bytes.len())..];
            from + rest.iter().position(|b| is(*b)).unwrap_or(rest.len())
        };
        let mut end = stop(at, |b| is_space(b) || matches!(b, b'/' | b'>'));
        let mut tag = Self {
            name: html[at..end]
                .chars()
                .take(40)
                .collect::<String>()
                .to_ascii_lowercase(),
            attributes: Vec::new(),
            slashed: false,
        };
        loop {
            end = stop(end, |b| !is_space(b));
            match bytes.get(end) {
                None => return (tag, end),
                Some(b'>') => return (tag, end + 1),
                Some(b'/') => {
                    tag.slashed = bytes.get(end + 1) == Some(&b'>');
                    end += 1;
                    continue;
                }
                Some(_) => {}
            }
            // The first sign of a name may be `=`.
            let start = end;
            end = stop(end + 1, |b| is_space(b) || matches!(b, b'/' | b'>' | b'='));
            let name = (start, end);
            let next = stop(end, |b| !is_space(b));
            let mut value = (end, end);
            if bytes.get(next) == Some(&b'=') {
                let from = stop(next + 1, |b| !is_space(b));
                (value, end) = match bytes.get(from) {
                    Some(b'"') => quoted(from + 1, stop(from + 1, |b| b == b'"')),
                    Some(b'\'') => quoted(from + 1, stop(from + 1, |b| b == b'\'')),
                    _ => {
                        let to = stop(from, |b| is_space(b) || b == b'>');
                        ((from, to), to)
                    }
                };
                end = end.min(bytes.len());
            }
            tag.keep(slice(html, name), slice(html, value));
        }
    }

    fn keep(&mut self, name: &str, value: &'a str) {
        if self.attributes.len() >= MOST {
            return;
        }
        let Some(known) = READ.iter().find(|known| known.eq_ignore_ascii_case(name)) else {
            return;
        };
        let most = if *known == "content" {
            LONG_CONTENT
        } else {
            LONG
        };
        let twice = self.attributes.iter().any(|(name, _)| name == known);
        if value.len() <= most && !twice {
            self.attributes.push((known, value));
        }
    }

    /// The value of an attribute, as written.
    pub(super) fn value(&self, name: &str) -> Option<&'a str> {
        let found = self.attributes.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| *value)
    }

    /// Whether the parser opens no formatting elements anew for it.
    pub(super) fn is_inline(&self) -> bool {
        matches!(
            self.name.as_str(),
            "head" | "html" | "body" | "meta" | "link" | "base" | "script" | "style" | "title"
        )
    }

    /// `<path/>` and the like, outside of a drawing that was closed.
    pub(super) fn closed_in_foreign(&self) -> bool {
        self.slashed && matches!(self.name.as_str(), "path" | "use" | "circle" | "rect" | "g")
    }

    /// Writes the start tag.
    pub(super) fn write(&self, out: &mut String) {
        out.push('<');
        out.push_str(&self.name);
        for (name, value) in &self.attributes {
            out.push(' ');
            out.push_str(name);
            if !value.is_empty() {
                let mark = if value.contains('"') { '\'' } else { '"' };
                out.push('=');
                out.push(mark);
                // Unquoted values may hold both marks.
                out.extend(value.chars().filter(|c| *c != mark));
                out.push(mark);
            }
        }
        out.push('>');
    }
}

fn quoted(from: usize, to: usize) -> ((usize, usize), usize) {
    ((from, to), to + 1)
}

fn slice(html: &str, (from, to): (usize, usize)) -> &str {
    html.get(from..to).unwrap_or_default()
}

const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0c)
}
