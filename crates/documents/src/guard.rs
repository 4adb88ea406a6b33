//! Limits that hold for every reader: size, nesting, bytes that are no text, and panics of the
//! libraries below.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// No more of a page, feed or text than this is read.
pub(crate) const MAX_BYTES: usize = 10 << 20;

/// No more of an export of posts than this is read.
pub(crate) const MAX_POSTS_BYTES: usize = 512 << 20;

/// Elements nested deeper than this end a page: the time that the HTML tree builder needs grows
/// with the product of size and depth.
const MAX_DEPTH: usize = 1024;

/// First bytes of formats that are taken for pages by mistake.
const SIGNATURES: [(&[u8], &str); 9] = [
    (b"%PDF", "a PDF file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"PK\x03\x04", "a zip file or an office document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"BZh", "a bzip2 file"),
    (b"\x28\xb5\x2f\xfd", "a zstd file"),
    (b"\x7fELF", "a program"),
];

/// Elements that have no end tag or may leave it out (HTML standard, optional tags).
const UNCLOSED: [&str; 31] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr", "param", "p", "li", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "option",
    "optgroup", "colgroup", "html", "head", "body", "path",
];

/// What the bytes are, if they are no text.
pub(crate) fn binary(bytes: &[u8], text: &str) -> Option<&'static str> {
    if let Some((_, what)) = SIGNATURES
        .iter()
        .find(|(start, _)| bytes.starts_with(start))
    {
        return Some(what);
    }
    let head = || text.chars().take(4096);
    let odd = |c: &char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}' | '\u{85}');
    let many = head().filter(odd).count() * 20 > head().count();
    (many || text.contains('\0')).then_some("binary data")
}

/// The text up to where its elements are nested too deep, and whether that cut something off.
pub(crate) fn shallow(html: &str) -> (&str, bool) {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(next) = html[at..].find('<') {
        at += next + 1;
        let rest = &html[at..];
        let (closing, rest) = rest.strip_prefix('/').map_or((false, rest), |r| (true, r));
        let end = rest
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(rest.len());
        let name = &rest[..end];
        if name.is_empty() || UNCLOSED.iter().any(|u| u.eq_ignore_ascii_case(name)) {
            continue;
        }
        if closing {
            depth = depth.saturating_sub(1);
        } else {
            depth += 1;
            if depth > MAX_DEPTH {
                return (&html[..at - 1], true);
            }
        }
    }
    (html, false)
}

/// Runs code of a library that is known to panic on some input.
pub(crate) fn caught<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_and_zeros_are_no_text() {
        assert_eq!(binary(b"%PDF-1.4", "%PDF-1.4"), Some("a PDF file"));
        assert_eq!(binary(b"a\0b", "a\0b"), Some("binary data"));
        assert_eq!(binary(b"caf\xe9\tup\r\n", "café\tup\r\n"), None);
    }

    #[test]
    fn deep_nesting_ends_the_page_and_open_paragraphs_do_not() {
        let deep = "<div>".repeat(5_000);
        assert!(shallow(&deep).1);
        assert_eq!(shallow(&deep).0.len(), 5 * MAX_DEPTH);
        let flat = "<p>up<br>".repeat(5_000);
        assert!(!shallow(&flat).1);
        let closed = "<div>up</div>".repeat(5_000);
        assert!(!shallow(&closed).1);
    }
}
