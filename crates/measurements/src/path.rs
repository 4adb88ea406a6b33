//! AS paths, read only as far as they are asked: of a full table nearly every path is looked at for
//! its origin alone.

mod segments;

use backpedal_model::Asn;
use bgpkit_parser::models::{AsPath, AsPathSegment};

pub(crate) use segments::Segments;

/// A path as its file holds it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Path<'a> {
    /// Numbers apart by blanks, sets in braces, as bgpdump prints them.
    Text(&'a [u8]),
    /// As it lies in MRT.
    Wire(Segments<'a>),
    /// As the parser decoded it from MRT.
    Decoded(&'a AsPath),
    /// None at all.
    Missing,
}

impl Path<'_> {
    /// Calls `f` with each origin AS: the last AS, or every member of a set that ends the path.
    pub(crate) fn origins(self, mut f: impl FnMut(Asn)) {
        match self {
            Self::Text(text) => {
                let text = text.trim_ascii_end();
                let start = match text.last() {
                    Some(b'}') => memchr::memrchr(b'{', text),
                    Some(b')') => None, // a confederation's inner path has no origin outside
                    Some(_) => Some(memchr::memrchr(b' ', text).map_or(0, |at| at + 1)),
                    None => None,
                };
                if let Some(start) = start {
                    numbers(&text[start..], f);
                }
            }
            Self::Wire(path) => path.origins(f),
            Self::Decoded(path) => path.iter_origins().for_each(|asn| f(Asn(asn.into()))),
            Self::Missing => {}
        }
    }

    /// The origin, where there is exactly one; else 0, which is no AS (RFC 7607).
    pub(crate) fn origin(self) -> u32 {
        let (mut origin, mut count) = (0, 0_u32);
        self.origins(|asn| {
            origin = asn.0;
            count += 1;
        });
        if count == 1 { origin } else { 0 }
    }

    /// Calls `f` with each AS of the path in order, prepends included.
    pub(crate) fn each(self, mut f: impl FnMut(Asn)) {
        match self {
            Self::Text(text) => numbers(text, f),
            Self::Wire(path) => path.each(f),
            Self::Decoded(path) => {
                for segment in path.iter_segments() {
                    let ases = match segment {
                        AsPathSegment::AsSequence(ases)
                        | AsPathSegment::AsSet(ases)
                        | AsPathSegment::ConfedSequence(ases)
                        | AsPathSegment::ConfedSet(ases) => ases,
                    };
                    ases.iter().for_each(|asn| f(Asn((*asn).into())));
                }
            }
            Self::Missing => {}
        }
    }

    /// The path as bgpdump prints it.
    pub(crate) fn printed(self) -> String {
        match self {
            Self::Text(text) => String::from_utf8_lossy(text.trim_ascii()).into_owned(),
            Self::Wire(path) => path.printed(),
            Self::Decoded(path) => path.to_string(),
            Self::Missing => String::new(),
        }
    }

    /// A number that tells paths apart: FNV-1a (RFC 9923) over the AS numbers.
    pub(crate) fn fingerprint(self) -> u64 {
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        self.each(|asn| {
            for byte in asn.0.to_be_bytes() {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
        });
        hash
    }
}

/// Calls `f` with each decimal number of a text; what is too large for an AS number is left out.
fn numbers(text: &[u8], mut f: impl FnMut(Asn)) {
    let mut number: Option<u64> = None;
    for byte in text.iter().chain(b" ") {
        if byte.is_ascii_digit() {
            let digit = u64::from(byte - b'0');
            number = Some(number.unwrap_or(0).saturating_mul(10).saturating_add(digit));
        } else if let Some(whole) = number.take()
            && let Ok(asn) = u32::try_from(whole)
        {
            f(Asn(asn));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origins(text: &str) -> Vec<u32> {
        let mut found = Vec::new();
        Path::Text(text.as_bytes()).origins(|asn| found.push(asn.0));
        found
    }

    #[test]
    fn the_origin_is_the_last_as_or_the_set_at_the_end() {
        assert_eq!(origins("2914 4788"), [4788]);
        assert_eq!(origins("4788"), [4788]);
        assert_eq!(origins("2914 {64500,64501}"), [64500, 64501]);
        assert_eq!(origins("2914 {64500} 4788"), [4788]);
        assert_eq!(origins("2914 13335 13335 "), [13335]);
        assert_eq!(origins(""), [] as [u32; 0]);
        assert_eq!(origins("2914 99999999999"), [] as [u32; 0]);
        assert_eq!(origins("2914 (64512 64513)"), [] as [u32; 0]);
    }

    #[test]
    fn text_and_decoded_paths_agree() {
        let decoded = AsPath::from_sequence([2914_u32, 4788]);
        let (a, b) = (Path::Text(b"2914 4788"), Path::Decoded(&decoded));
        assert_eq!(a.fingerprint(), b.fingerprint());
        assert_eq!(a.printed(), b.printed());
        let wire = [2, 2, 0x0b, 0x62, 0x12, 0xb4];
        let c = Path::Wire(Segments::new(&wire, false).unwrap());
        assert_eq!(
            (a.fingerprint(), a.printed()),
            (c.fingerprint(), c.printed())
        );
        assert_ne!(a.fingerprint(), Path::Text(b"2914 4788 4788").fingerprint());
    }
}
