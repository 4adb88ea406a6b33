//! AS paths as they lie in an AS_PATH attribute (RFC 4271, section 4.3; four octets to an AS
//! number: RFC 6793; confederations: RFC 5065), read where they lie.

use backpedal_model::Asn;
use bgpkit_parser::models::{AsPath, AsPathSegment};

/// The segments of a path, checked once for being whole.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Segments<'a> {
    bytes: &'a [u8],
    wide: bool,
}

/// What a segment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Set,
    Sequence,
    ConfedSequence,
    ConfedSet,
}

impl<'a> Segments<'a> {
    /// The segments in the bytes, with four octets to a number if `wide`, else two; `None` where
    /// they are not whole or of an unknown type.
    pub(crate) fn new(bytes: &'a [u8], wide: bool) -> Option<Self> {
        let mut rest = bytes;
        while !rest.is_empty() {
            let (kind, _, behind) = first(rest, wide)?;
            kind?;
            rest = behind;
        }
        Some(Self { bytes, wide })
    }

    fn each_segment(self, mut f: impl FnMut(Kind, &'a [u8])) {
        let mut rest = self.bytes;
        while let Some((Some(kind), numbers, behind)) = first(rest, self.wide) {
            f(kind, numbers);
            rest = behind;
        }
    }

    fn numbers(self, bytes: &[u8], mut f: impl FnMut(Asn)) {
        if self.wide {
            for number in bytes.chunks_exact(4) {
                f(Asn(u32::from_be_bytes([
                    number[0], number[1], number[2], number[3],
                ])));
            }
        } else {
            for number in bytes.chunks_exact(2) {
                f(Asn(u32::from(u16::from_be_bytes([number[0], number[1]]))));
            }
        }
    }

    /// Each AS in order.
    pub(crate) fn each(self, mut f: impl FnMut(Asn)) {
        self.each_segment(|_, bytes| self.numbers(bytes, &mut f));
    }

    /// The last AS of a sequence that ends the path, or every member of a set that does.
    pub(crate) fn origins(self, f: impl FnMut(Asn)) {
        let mut last = None;
        self.each_segment(|kind, bytes| last = Some((kind, bytes)));
        let width = if self.wide { 4 } else { 2 };
        match last {
            Some((Kind::Sequence, bytes)) => {
                self.numbers(&bytes[bytes.len().saturating_sub(width)..], f);
            }
            Some((Kind::Set, bytes)) => self.numbers(bytes, f),
            Some((Kind::ConfedSequence | Kind::ConfedSet, _)) | None => {}
        }
    }

    /// This AS_PATH of two octets to a number, with the numbers that do not fit in it taken from
    /// AS4_PATH (RFC 6793, section 4.2.3).
    pub(crate) fn merged(self, path4: Segments<'_>) -> AsPath {
        AsPath::merge_aspath_as4path(&self.decoded(), &path4.decoded())
    }

    fn decoded(self) -> AsPath {
        let mut path = AsPath::new();
        self.each_segment(|kind, bytes| {
            let mut ases = Vec::new();
            self.numbers(bytes, |asn| ases.push(asn.0.into()));
            path.append_segment(match kind {
                Kind::Sequence => AsPathSegment::AsSequence(ases.into()),
                Kind::Set => AsPathSegment::AsSet(ases.into()),
                Kind::ConfedSequence => AsPathSegment::ConfedSequence(ases.into()),
                Kind::ConfedSet => AsPathSegment::ConfedSet(ases.into()),
            });
        });
        path
    }

    /// As bgpdump prints it: numbers apart by blanks, sets in braces, confederations in
    /// brackets.
    pub(crate) fn printed(self) -> String {
        let mut parts = Vec::new();
        self.each_segment(|kind, bytes| {
            let mut numbers = Vec::new();
            self.numbers(bytes, |asn| numbers.push(asn.0.to_string()));
            parts.push(match kind {
                Kind::Sequence => numbers.join(" "),
                Kind::Set => format!("{{{}}}", numbers.join(",")),
                Kind::ConfedSequence => format!("({})", numbers.join(" ")),
                Kind::ConfedSet => format!("[{}]", numbers.join(",")),
            });
        });
        parts.join(" ")
    }
}

/// The type of the first segment (`None` for an unknown one), its numbers, and what is behind it.
fn first(bytes: &[u8], wide: bool) -> Option<(Option<Kind>, &[u8], &[u8])> {
    let (head, rest) = bytes.split_first_chunk::<2>()?;
    let kind = match head[0] {
        1 => Some(Kind::Set),
        2 => Some(Kind::Sequence),
        3 => Some(Kind::ConfedSequence),
        4 => Some(Kind::ConfedSet),
        _ => None,
    };
    let length = usize::from(head[1]) * if wide { 4 } else { 2 };
    let (numbers, behind) = rest.split_at_checked(length)?;
    Some((kind, numbers, behind))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origins(bytes: &[u8]) -> Option<Vec<u32>> {
        let segments = Segments::new(bytes, false)?;
        let mut found = Vec::new();
        segments.origins(|asn| found.push(asn.0));
        Some(found)
    }

    #[test]
    fn the_origin_is_the_last_as_or_the_set_at_the_end() {
        assert_eq!(origins(&[2, 2, 0, 1, 0, 2]), Some(vec![2]));
        assert_eq!(origins(&[2, 1, 0, 1, 1, 2, 0, 2, 0, 3]), Some(vec![2, 3]));
        assert_eq!(origins(&[1, 1, 0, 9, 2, 1, 0, 7]), Some(vec![7]));
        assert_eq!(origins(&[2, 1, 0, 1, 3, 1, 0, 2]), Some(vec![]));
        assert_eq!(origins(&[2, 0]), Some(vec![]));
        assert_eq!(origins(&[]), Some(vec![]));
    }

    #[test]
    fn what_is_not_whole_is_no_path() {
        assert_eq!(origins(&[2, 2, 0, 1, 0]), None);
        assert_eq!(origins(&[2]), None);
        assert_eq!(origins(&[5, 1, 0, 1]), None);
        assert_eq!(origins(&[2, 1, 0, 1, 0]), None);
    }

    #[test]
    fn four_octets_to_a_number() {
        let bytes = [2, 1, 0, 1, 0, 0, 1, 1, 0, 2, 0, 0];
        let segments = Segments::new(&bytes, true);
        assert_eq!(
            segments.map(Segments::printed),
            Some("65536 {131072}".into())
        );
    }
}
