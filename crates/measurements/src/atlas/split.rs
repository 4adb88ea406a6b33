//! Cuts a stream of JSON into results: an array, one object a line, objects one after the other, or
//! pages with the results in an array named `results` or `objects`, however deep in the page's
//! objects. One item is held in memory at a time.
//!
//! JSON allows no line break inside a string, and an object follows another only behind a comma.
//! Where either is broken, the item began wrongly: it is told with its line, and reading goes on
//! behind it, so that one damaged line costs one result.

use std::io::BufRead;

/// No item is longer; what is, is left out. A traceroute with all its details has some 20 kB.
const MOST_BYTES: usize = 4 << 20;

/// What the cutter finds.
pub(crate) enum Piece<'a> {
    /// One object.
    Item(&'a [u8]),
    /// Something that is no whole object; says why.
    Broken(&'static str),
}

/// How the stream ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// Nothing was left open.
    Whole,
    /// Inside an item or an array.
    Open,
}

/// Names under which pages hold their results.
const ARRAYS: [&[u8]; 2] = [b"results", b"objects"];

/// Pages are not nested deeper.
const DEEPEST: usize = 64;

/// Longer names are told apart from those by their length.
const NAME: usize = 8;

#[derive(Default)]
struct Cutter {
    line: u64,
    /// Objects and arrays that are open around the items: a page's, or the array at the top.
    around: Vec<u8>,
    /// Objects and arrays that are open in the item.
    depth: usize,
    item: Vec<u8>,
    started: u64,
    /// The last line on which something else than JSON was told.
    told: u64,
    too_long: bool,
    in_string: bool,
    escaped: bool,
    /// The last string, and whether a colon followed it.
    name: Vec<u8>,
    named: bool,
    /// The last byte that is no space and outside of strings.
    before: u8,
}

/// Reads to the end and hands out every item with the line on which it begins, counted from 1.
pub(crate) fn split(content: &mut dyn BufRead, each: &mut dyn FnMut(Piece<'_>, u64)) -> Ending {
    let mut cutter = Cutter {
        line: 1,
        ..Cutter::default()
    };
    loop {
        let taken = match content.fill_buf() {
            Ok(buffer) if !buffer.is_empty() => {
                for byte in buffer {
                    cutter.take(*byte, each);
                }
                buffer.len()
            }
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => 0,
            // The layer below keeps its errors and ends the stream instead.
            _ => break,
        };
        content.consume(taken);
    }
    if cutter.depth > 0 {
        each(Piece::Broken("ends inside a result"), cutter.started);
    }
    if cutter.depth > 0 || !cutter.around.is_empty() {
        Ending::Open
    } else {
        Ending::Whole
    }
}

impl Cutter {
    fn take(&mut self, byte: u8, each: &mut dyn FnMut(Piece<'_>, u64)) {
        if byte == b'\n' {
            self.line += 1;
        }
        if self.in_string {
            self.inside(byte, each);
            return;
        }
        if byte.is_ascii_whitespace() || byte == 0xef || byte == 0xbb || byte == 0xbf {
            self.keep(byte);
            return;
        }
        match byte {
            b'"' => {
                self.in_string = true;
                self.name.clear();
                self.keep(byte);
            }
            b'{' | b'[' => self.open(byte, each),
            b'}' | b']' => self.close(byte, each),
            b':' => {
                self.named = true;
                self.keep(byte);
            }
            _ => {
                let astray = self.depth == 0 && self.around.is_empty() && byte != b',';
                if astray && self.told != self.line {
                    self.told = self.line;
                    each(Piece::Broken("is no JSON object"), self.line);
                }
                self.keep(byte);
            }
        }
        if byte != b':' {
            self.named = false;
        }
        self.before = byte;
    }

    /// A byte of a string.
    fn inside(&mut self, byte: u8, each: &mut dyn FnMut(Piece<'_>, u64)) {
        match byte {
            b'\n' => {
                self.in_string = false;
                self.escaped = false;
                self.before = b'\n';
                if self.depth > 0 {
                    each(
                        Piece::Broken("has a string that does not end"),
                        self.started,
                    );
                    self.forget();
                }
                return;
            }
            _ if self.escaped => self.escaped = false,
            b'\\' => self.escaped = true,
            b'"' => {
                self.in_string = false;
                self.before = byte;
            }
            _ => {}
        }
        if self.in_string && self.name.len() <= NAME {
            self.name.push(byte);
        }
        self.keep(byte);
    }

    fn open(&mut self, byte: u8, each: &mut dyn FnMut(Piece<'_>, u64)) {
        let follows = matches!(self.before, b',' | b':' | b'[');
        if self.depth > 0 && !follows {
            // A new object in the middle of another one: that one lacks its end.
            each(Piece::Broken("is no whole result"), self.started);
            self.forget();
        }
        let list = self.named && ARRAYS.contains(&self.name.as_slice());
        if byte == b'[' && list && self.depth > 0 {
            // The item is a page. What was open in it is around its results.
            let open = std::mem::take(&mut self.item);
            self.around.extend(still_open(&open));
            self.around.push(byte);
            self.around.truncate(DEEPEST);
            self.forget();
        } else if self.depth == 0 && byte == b'[' && (list || self.in_results()) {
            if self.around.len() < DEEPEST {
                self.around.push(byte);
            }
        } else {
            if self.depth == 0 {
                self.forget();
                self.started = self.line;
            }
            self.depth += 1;
            self.keep(byte);
        }
    }

    fn close(&mut self, byte: u8, each: &mut dyn FnMut(Piece<'_>, u64)) {
        if self.depth == 0 {
            self.around.pop();
            return;
        }
        self.keep(byte);
        self.depth -= 1;
        if self.depth == 0 {
            if self.too_long {
                each(Piece::Broken("is longer than any result"), self.started);
            } else if self.in_results() {
                each(Piece::Item(&self.item), self.started);
            }
            self.forget();
        }
    }

    /// Whether items here are results, and no further members of a page.
    fn in_results(&self) -> bool {
        self.around.last() != Some(&b'{')
    }

    fn keep(&mut self, byte: u8) {
        if self.depth > 0 {
            if self.item.len() < MOST_BYTES {
                self.item.push(byte);
            } else {
                self.too_long = true;
            }
        }
    }

    fn forget(&mut self) {
        self.item.clear();
        self.depth = 0;
        self.too_long = false;
    }
}

/// The brackets that are open at the end of a piece of JSON.
fn still_open(text: &[u8]) -> Vec<u8> {
    let (mut open, mut string, mut escaped) = (Vec::new(), false, false);
    for byte in text {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if string => escaped = true,
            b'"' => string = !string,
            b'{' | b'[' if !string => open.push(*byte),
            b'}' | b']' if !string => {
                open.pop();
            }
            _ => {}
        }
    }
    open
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> (Vec<String>, Ending) {
        let mut found = Vec::new();
        let ending = split(&mut text.as_bytes(), &mut |piece, line| {
            found.push(match piece {
                Piece::Item(item) => format!("{line} {}", String::from_utf8_lossy(item)),
                Piece::Broken(why) => format!("{line} ! {why}"),
            });
        });
        (found, ending)
    }

    #[test]
    fn arrays_lines_and_neighbours_are_cut_alike() {
        let wanted = [r#"{"a":"}\"{"}"#, r#"{"b":[{"c":1}]}"#];
        for (text, lines) in [
            (format!("[{},{}]", wanted[0], wanted[1]), [1, 1]),
            (format!("[\n{},\n{}\n]\n", wanted[0], wanted[1]), [2, 3]),
            (format!("{}\n\n{}\n", wanted[0], wanted[1]), [1, 3]),
            (format!("\u{feff}{}{}", wanted[0], wanted[1]), [1, 1]),
        ] {
            let found = [0, 1].map(|n| format!("{} {}", lines[n], wanted[n]));
            assert_eq!(cut(&text), (found.to_vec(), Ending::Whole), "{text}");
        }
    }

    #[test]
    fn pages_give_their_results_at_any_depth_and_nothing_else() {
        let page = r#"{"meta":{"type":{"id":2}},"results":[{"n":1},{"n":2}],"count":2,
            "probes":{"next":null,"results":[{"id":7,"status":{"id":1}}]},"filter":{"p":[1]}}
            {"objects":[{"n":3}]}"#;
        let (found, ending) = cut(page);
        let probe = r#"2 {"id":7,"status":{"id":1}}"#;
        assert_eq!(
            found,
            [r#"1 {"n":1}"#, r#"1 {"n":2}"#, probe, r#"3 {"n":3}"#]
        );
        assert_eq!(ending, Ending::Whole);
        // A result may hold a list of the name "result".
        assert_eq!(cut(r#"{"result":[{"x":"*"}]}"#).0.len(), 1);
    }

    #[test]
    fn a_damaged_line_costs_one_result() {
        for (broken, why) in [
            (r#"{"a":"b"#, "has a string that does not end"),
            (r#"{"a":{"b":1}"#, "is no whole result"),
            (r#"{"a":1"#, "is no whole result"),
            ("hello", "is no JSON object"),
        ] {
            let (found, _) = cut(&format!("{{\"n\":1}}\n{broken}\n{{\"n\":2}}\n"));
            let told = format!("2 ! {why}");
            assert_eq!(found, [r#"1 {"n":1}"#, &told, r#"3 {"n":2}"#], "{broken}");
        }
    }

    #[test]
    fn an_early_end_is_told() {
        assert_eq!(cut(r#"[{"n":1},"#).1, Ending::Open);
        let (found, ending) = cut("[{\"n\":1},\n{\"n\":");
        assert_eq!(found, [r#"1 {"n":1}"#, "2 ! ends inside a result"]);
        assert_eq!(ending, Ending::Open);
        assert_eq!(cut("").1, Ending::Whole);
    }

    #[test]
    fn nothing_grows_without_limit() {
        let long = format!("{{\"a\":\"{}\"}}\n{{\"n\":2}}", "x".repeat(MOST_BYTES + 1));
        assert_eq!(
            cut(&long).0,
            ["1 ! is longer than any result", r#"2 {"n":2}"#]
        );
        let deep = "[".repeat(100_000);
        assert_eq!(cut(&deep).1, Ending::Open);
    }
}
