//! Origins as URIs, safe inside a header line.

use std::fmt::Write as _;

use backpedal_model::Origin;

/// The target URI of an origin: addresses as they are, files as `file:` URIs (RFC 8089; a path
/// that is relative in the case stays relative). Bytes that no URI may hold (RFC 3986, section 2)
/// are percent-encoded, so that no origin can break a header line.
pub(super) fn target(origin: &Origin) -> String {
    match origin {
        Origin::Url(url) => of(url),
        Origin::File(path) if path.starts_with('/') => format!("file://{}", encode(path, b"%?#")),
        Origin::File(path) => format!("file:{}", encode(path, b"%?#")),
        Origin::Stdin => "file:///dev/stdin".to_owned(),
    }
}

/// The same of an address.
pub(super) fn of(url: &str) -> String {
    encode(url, b"")
}

fn encode(text: &str, also: &[u8]) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_graphic() && !br#"<>"\^`{|}"#.contains(&byte) && !also.contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a string never fails.
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_origin_breaks_a_header_line() {
        let of = |url: &str| target(&Origin::Url(url.into()));
        assert_eq!(
            of("https://a.example/x?q=%20#f"),
            "https://a.example/x?q=%20#f"
        );
        assert_eq!(of("https://a.example/ä b"), "https://a.example/%C3%A4%20b");
        assert_eq!(of("x\r\nWARC-Type: y"), "x%0D%0AWARC-Type:%20y");
    }

    #[test]
    fn files_are_file_uris() {
        let of = |path: &str| target(&Origin::File(path.into()));
        assert_eq!(of("/a/100%?.html"), "file:///a/100%25%3F.html");
        assert_eq!(of("articles/a.html"), "file:articles/a.html");
        assert_eq!(target(&Origin::Stdin), "file:///dev/stdin");
    }
}
