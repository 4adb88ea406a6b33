//! Limits that hold for every reader: size, nesting, bytes that are no text.

/// No more of a page, feed or text than this is read.
pub(crate) const MAX_BYTES: usize = 10 << 20;

/// No more of an export of posts than this is read.
pub(crate) const MAX_POSTS_BYTES: usize = 512 << 20;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_and_zeros_are_no_text() {
        assert_eq!(binary(b"%PDF-1.4", "%PDF-1.4"), Some("a PDF file"));
        assert_eq!(binary(b"a\0b", "a\0b"), Some("binary data"));
        assert_eq!(binary(b"caf\xe9\tup\r\n", "café\tup\r\n"), None);
    }
}
