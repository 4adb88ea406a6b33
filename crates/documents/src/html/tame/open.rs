//! Which elements the parser has open, told from the tags alone: what a start tag closes before it,
//! and how far an end tag reaches (HTML standard, 13.2.4.2 "the stack of open elements" and 13.2.6.4.7
//! "in body").
//!
//! Where the standard's rule is longer than the one here, an element is held for open that is not:
//! then tags go early on a page that nests deeply, but nothing nests without bound.

use foldhash::{HashMap, HashMapExt};

/// Headings nested deeper than this are none: readers take the text of each, and with it what nests.
const HEADINGS: usize = 4;

/// Elements that end the search for one that an end tag may close.
fn bounds(name: &str) -> bool {
    matches!(
        name,
        "applet" | "caption" | "html" | "table" | "td" | "th" | "marquee" | "object" | "template"
    )
}

/// Elements that an end tag of another kind of element, such as `span`, does not reach beyond.
fn is_special(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "applet"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "button"
            | "caption"
            | "center"
            | "colgroup"
            | "dd"
            | "details"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "head"
            | "header"
            | "hgroup"
            | "html"
            | "li"
            | "listing"
            | "main"
            | "marquee"
            | "menu"
            | "nav"
            | "object"
            | "ol"
            | "p"
            | "pre"
            | "search"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "template"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
    )
}

/// Elements that close an open paragraph when they begin.
fn closes_paragraphs(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "li"
            | "listing"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "search"
            | "section"
            | "summary"
            | "ul"
    )
}

/// Parts of a table, each with those that it stands in.
const TABLE_PARTS: [(&str, &[&str]); 9] = [
    ("td", &["tr"]),
    ("th", &["tr"]),
    ("tr", &["tbody", "thead", "tfoot"]),
    ("tbody", &[]),
    ("thead", &[]),
    ("tfoot", &[]),
    ("caption", &[]),
    ("colgroup", &[]),
    ("col", &["colgroup"]),
];

/// Elements without content, and those that stand once in a page.
fn is_empty(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "source"
            | "track"
            | "wbr"
            | "param"
            | "html"
            | "head"
            | "body"
    )
}

struct Element {
    name: String,
    special: bool,
    scope: bool,
}

/// The open elements, the innermost last. Beyond `limit` stand those that were left out, whose end
/// tags are still to come.
pub(super) struct Open {
    elements: Vec<Element>,
    named: HashMap<String, usize>,
    limit: usize,
}

/// What becomes of a start tag.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Start {
    /// It is written.
    Written,
    /// It nests too deeply.
    TooDeep,
    /// It is a heading in headings, and its end tag closes one of those.
    Heading,
}

impl Open {
    /// No element, and so many at most.
    pub(super) fn new(limit: usize) -> Self {
        Self {
            elements: Vec::new(),
            named: HashMap::new(),
            limit,
        }
    }

    /// Takes a start tag in.
    pub(super) fn start(&mut self, name: &str) -> Start {
        let left = self.left_by(name);
        let headings = self.elements[..left].iter();
        if is_heading(name) && headings.filter(|e| is_heading(&e.name)).count() >= HEADINGS {
            return Start::Heading;
        }
        self.truncate(left);
        let outside = |part: &str| {
            TABLE_PARTS.iter().any(|(known, _)| *known == part) && self.table().is_none()
        };
        if is_empty(name) || outside(name) {
            return Start::Written;
        }
        let written = left < self.limit;
        // Of those left out, so many are remembered as could be written.
        if left < 2 * self.limit {
            *self.named.entry(name.to_owned()).or_default() += 1;
            self.elements.push(Element {
                special: is_special(name),
                scope: bounds(name),
                name: name.to_owned(),
            });
        }
        if written {
            Start::Written
        } else {
            Start::TooDeep
        }
    }

    /// Takes an end tag in, and says whether it closes something that was written.
    pub(super) fn end(&mut self, name: &str) -> bool {
        let Some(place) = self.reached(name) else {
            // The parser makes elements of `</p>` and `</br>`.
            return name == "p" || is_empty(name);
        };
        if name == "form" && place + 1 < self.elements.len() {
            // What stands in it stays open, as deep as before.
            self.forget(place);
            self.elements[place].name.clear();
        } else {
            self.truncate(place);
        }
        place < self.limit
    }

    /// How many elements stay open when one begins.
    fn left_by(&self, name: &str) -> usize {
        let mut left = self.elements.len();
        if closes_paragraphs(name)
            && let Some(paragraph) = self.last("p", |e| e.scope || e.name == "button")
        {
            left = paragraph;
        }
        let inner = match name {
            "li" => self.item(&["li"]),
            "dd" | "dt" => self.item(&["dd", "dt"]),
            "button" => self.last("button", |e| e.scope),
            "option" | "optgroup" => self
                .elements
                .last()
                .and_then(|e| (e.name == "option").then_some(self.elements.len() - 1)),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.elements[..left]
                .last()
                .and_then(|e| is_heading(&e.name).then_some(left - 1)),
            "table" => self.bare_table(),
            _ => self.part(name),
        };
        inner.map_or(left, |inner| inner.min(left))
    }

    /// The list item that a new one ends.
    fn item(&self, names: &[&str]) -> Option<usize> {
        for (at, element) in self.elements.iter().enumerate().rev() {
            if names.contains(&element.name.as_str()) {
                return Some(at);
            }
            if element.special && !matches!(element.name.as_str(), "address" | "div" | "p") {
                return None;
            }
        }
        None
    }

    /// The innermost open table.
    fn table(&self) -> Option<usize> {
        self.last("table", |e| e.name == "template")
    }

    /// The table that a table directly in it, in none of its cells, ends.
    fn bare_table(&self) -> Option<usize> {
        let table = self.table()?;
        let cell = |e: &Element| matches!(e.name.as_str(), "td" | "th" | "caption");
        (!self.elements[table..].iter().any(cell)).then_some(table)
    }

    /// How many elements stay open when a part of a table begins.
    fn part(&self, name: &str) -> Option<usize> {
        let (_, parents) = TABLE_PARTS.iter().find(|(part, _)| *part == name)?;
        let table = self.table()?;
        let parent = self.elements[table..]
            .iter()
            .rposition(|e| parents.contains(&e.name.as_str()));
        Some(table + parent.unwrap_or(0) + 1)
    }

    /// The element that an end tag closes.
    fn reached(&self, name: &str) -> Option<usize> {
        if is_heading(name) {
            return self.find(|e| is_heading(&e.name), |e| e.scope);
        }
        match name {
            "p" => self.last(name, |e| e.scope || e.name == "button"),
            "li" => self.last(name, |e| e.scope || matches!(e.name.as_str(), "ol" | "ul")),
            "table" | "tr" | "td" | "th" | "tbody" | "thead" | "tfoot" | "caption" | "colgroup" => {
                self.last(name, |e| matches!(e.name.as_str(), "table" | "template"))
            }
            _ if is_special(name) => self.last(name, |e| e.scope),
            _ => self.last(name, |e| e.special),
        }
    }

    fn last(&self, name: &str, barrier: impl Fn(&Element) -> bool) -> Option<usize> {
        if !self.named.contains_key(name) {
            return None;
        }
        self.find(|e| e.name == name, barrier)
    }

    fn find(
        &self,
        wanted: impl Fn(&Element) -> bool,
        barrier: impl Fn(&Element) -> bool,
    ) -> Option<usize> {
        let stop = |e: &Element| wanted(e) || barrier(e);
        let place = self.elements.iter().rposition(stop)?;
        wanted(&self.elements[place]).then_some(place)
    }

    fn truncate(&mut self, left: usize) {
        for place in left..self.elements.len() {
            self.forget(place);
        }
        self.elements.truncate(left);
    }

    fn forget(&mut self, place: usize) {
        let name = &self.elements[place].name;
        if let Some(count) = self.named.get_mut(name) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                self.named.remove(name);
            }
        }
    }
}

fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many elements are open after these tags.
    fn depth(tags: &str) -> usize {
        let mut open = Open::new(100);
        for tag in tags.split_whitespace() {
            match tag.strip_prefix('/') {
                Some(name) => {
                    open.end(name);
                }
                None => {
                    open.start(tag);
                }
            }
        }
        open.elements.len()
    }

    #[test]
    fn open_elements_are_those_of_the_parser() {
        for (tags, expected) in [
            ("div /div", 0),
            ("div /dib", 1),
            ("p p p", 1),
            ("p div", 1),
            ("p span div", 1),
            ("button p button p", 2),
            ("div p span /div", 0),
            ("span div /span", 2),
            ("ul li li li", 2),
            ("ul li ul li /ul li", 2),
            ("li dd li dd", 4),
            ("dl dt dd dt", 2),
            ("h1 h2", 1),
            ("h1 /h3", 0),
            ("h1 x h2 x h3 x h4 x h5 x h6", 9),
            ("h1 x h1 x h1 x h1 h1 x h1 /h1", 6),
            ("table tr td td tr td", 3),
            ("table tbody tr td p tbody tr", 3),
            ("table td div /table", 0),
            ("table td div table td /div", 5),
            ("table table", 1),
            ("td tr div", 1),
            ("form div /form", 2),
            ("form /form", 0),
            ("br img hr", 0),
            ("x p /x", 2),
            ("div p /p /p /div", 0),
        ] {
            assert_eq!(depth(tags), expected, "{tags}");
        }
    }

    #[test]
    fn what_is_too_deep_is_remembered_until_its_end() {
        let mut open = Open::new(2);
        let starts: Vec<Start> = (0..4).map(|_| open.start("div")).collect();
        assert_eq!(starts[1], Start::Written);
        assert_eq!(starts[2..], [Start::TooDeep, Start::TooDeep]);
        let ends: Vec<bool> = (0..5).map(|_| open.end("div")).collect();
        assert_eq!(ends, [false, false, true, true, false]);
    }
}
