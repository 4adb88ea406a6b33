//! Bytes into text.
//!
//! Order of the WHATWG Encoding and HTML standards: byte order mark, the response's header, a
//! `meta` element or XML declaration near the start. Then: UTF-8 where the bytes are UTF-8, else
//! windows-1252.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How far a declaration inside the page is looked for. The HTML standard says 1,024; pages with
/// long heads are met, and looking further costs nothing.
const PRESCAN: usize = 4096;

/// The text of `bytes`; what cannot be decoded becomes U+FFFD.
pub(crate) fn decode<'a>(bytes: &'a [u8], content_type: Option<&str>) -> Cow<'a, str> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0;
    }
    let declared = declared(bytes, content_type);
    let utf8 = std::str::from_utf8(bytes);
    // Saved and mirrored pages are often recoded and keep their old label; text in another
    // encoding is hardly ever valid UTF-8 by chance.
    if let Ok(text) = utf8
        && declared.is_none_or(|encoding| encoding.is_ascii_compatible() && !text.is_ascii())
    {
        return Cow::Borrowed(text);
    }
    if let Some(encoding) = declared
        && (encoding != UTF_8 || mostly_utf8(bytes))
    {
        return encoding.decode_without_bom_handling(bytes).0;
    }
    WINDOWS_1252.decode_without_bom_handling(bytes).0
}

/// The start of a text, for telling its kind.
pub(crate) fn peek(head: &[u8]) -> String {
    let encoding = match Encoding::for_bom(head) {
        Some((encoding, _)) => encoding,
        None => unmarked_utf16(head).unwrap_or(UTF_8),
    };
    encoding.decode(head).0.into_owned()
}

fn declared(bytes: &[u8], content_type: Option<&str>) -> Option<&'static Encoding> {
    content_type
        .and_then(|field| label(&field.to_ascii_lowercase()))
        .or_else(|| unmarked_utf16(bytes))
        .or_else(|| {
            let head = &bytes[..bytes.len().min(PRESCAN)];
            let inside = prescan(&String::from_utf8_lossy(head).to_ascii_lowercase())?;
            // A page that can be read byte by byte is not UTF-16, whatever it says (HTML standard).
            Some(if inside == UTF_16LE || inside == UTF_16BE {
                UTF_8
            } else {
                inside
            })
        })
}

/// The first `charset=` of a `meta` element, or the `encoding=` of an XML declaration.
fn prescan(head: &str) -> Option<&'static Encoding> {
    if head.trim_start().starts_with("<?xml") {
        let end = head.find("?>").unwrap_or(head.len());
        if let Some(found) = value_after(&head[..end], "encoding") {
            return Encoding::for_label(found.as_bytes());
        }
    }
    head.match_indices("<meta").find_map(|(at, _)| {
        let tag = &head[at..];
        label(&tag[..tag.find('>').unwrap_or(tag.len())])
    })
}

fn label(field: &str) -> Option<&'static Encoding> {
    Encoding::for_label(value_after(field, "charset")?.as_bytes())
}

/// `x` in `key=x`, `key = "x"`.
fn value_after<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    let rest = text[text.find(key)? + key.len()..]
        .trim_start()
        .strip_prefix('=')?;
    let rest = rest.trim_start().trim_start_matches(['"', '\'']);
    let end = rest
        .find(['"', '\'', ' ', ';', '>', '/', '?'])
        .unwrap_or(rest.len());
    Some(&rest[..end])
}

/// Latin text in UTF-16 without a mark has a zero in every second byte.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(64) & !1];
    if head.len() < 8 {
        return None;
    }
    let zeros = |odd: usize| {
        head.iter()
            .skip(odd)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    let most = head.len() / 2 * 3 / 4;
    match (zeros(0), zeros(1)) {
        (0, high) if high >= most => Some(UTF_16LE),
        (high, 0) if high >= most => Some(UTF_16BE),
        _ => None,
    }
}

/// Whether few characters beyond ASCII are damaged: a page that declares UTF-8 and holds windows-1252
/// fails this, one with a cut character does not.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut damaged, mut whole, mut rest) = (0_usize, false, bytes);
    while let Err(error) = std::str::from_utf8(rest) {
        whole |= !rest[..error.valid_up_to()].is_ascii();
        // Cut at its end, and nothing else.
        if error.error_len().is_none() && damaged == 0 {
            return true;
        }
        damaged += 1;
        let skip = error.valid_up_to() + error.error_len().unwrap_or(rest.len());
        rest = &rest[skip.min(rest.len())..];
    }
    if !whole && rest.is_ascii() {
        return false;
    }
    let beyond = bytes.iter().filter(|b| **b >= 0xC0).count();
    damaged <= 1 || damaged * 4 < beyond
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_declare_an_encoding_is_heard() {
        let (cyrillic, _, _) = encoding_rs::WINDOWS_1251.encode("<p>Сбой в сети");
        assert_eq!(
            decode(&cyrillic, Some("text/html; charset=windows-1251")),
            "<p>Сбой в сети"
        );
        let mut page =
            b"<meta http-equiv=\"Content-Type\" content=\"text/html; charset=cp1251\">".to_vec();
        page.extend_from_slice(&cyrillic);
        assert!(decode(&page, None).ends_with("Сбой в сети"));
        assert_eq!(
            decode(b"<?xml version='1.0' encoding='iso-8859-1'?>\xe9", None)
                .chars()
                .last(),
            Some('é')
        );
        assert_eq!(
            decode(b"\xef\xbb\xbfup", Some("text/html; charset=windows-1251")),
            "up"
        );
        let wide: Vec<u8> = "<html>żółw"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(decode(&wide, None), "<html>żółw");
        let marked: Vec<u8> = "\u{feff}up"
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        assert_eq!(decode(&marked, None), "up");
    }

    #[test]
    fn undeclared_bytes_are_utf8_or_windows_1252() {
        assert_eq!(decode("“up”".as_bytes(), None), "“up”");
        assert_eq!(decode(b"\x93up\x94 caf\xe9", None), "“up” café");
        assert_eq!(
            decode(b"<meta charset=utf-8>\x93up\x94 caf\xe9", None),
            "<meta charset=utf-8>“up” café"
        );
        let header = Some("text/html; charset=utf-8");
        assert_eq!(
            decode(b"Halyard\x92s network is up", header),
            "Halyard’s network is up"
        );
        assert_eq!(decode(b"caf\xc3\xa9 \xff up", header), "café \u{fffd} up");
        assert_eq!(
            decode(b"<meta charset=utf-16>\xc3\xa9", None),
            "<meta charset=utf-16>é"
        );
    }

    #[test]
    fn a_recoded_page_with_its_old_label_is_utf8() {
        let page = "<meta charset=gb2312>网络中断";
        assert_eq!(decode(page.as_bytes(), None), page);
        // Bytes below 0x80 only: the label stands (ISO-2022-JP).
        assert_eq!(
            decode(b"<meta charset=iso-2022-jp>\x1b$B$\"\x1b(B", None),
            "<meta charset=iso-2022-jp>あ"
        );
    }

    #[test]
    fn one_cut_character_does_not_spoil_a_utf8_page() {
        let text = "<meta charset=utf-8>żółw żółw żółw";
        let bytes = &text.as_bytes()[..text.len() - 2];
        assert!(decode(bytes, None).contains("żółw żółw"));
    }
}
