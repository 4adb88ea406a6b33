//! Headers of pages, in the compact protocol of Apache Thrift
//! (<https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md>), by the
//! field numbers of `parquet.thrift`.

use ::parquet::basic::Encoding;

/// So deep may a field that is passed over be nested: statistics are one deep.
const DEEPEST: u8 = 8;

/// What lies before each page.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Header {
    /// Bytes of the page, unpacked, and as they lie in the file.
    pub(super) unpacked: usize,
    pub(super) packed: usize,
    pub(super) kind: Kind,
}

/// What a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Levels and values, packed together.
    Data {
        values: u32,
        encoding: Encoding,
        definition: Encoding,
        repetition: Encoding,
    },
    /// Levels, never packed, then values.
    DataV2 {
        values: u32,
        nulls: u32,
        rows: u32,
        encoding: Encoding,
        definition: u32,
        repetition: u32,
        packed: bool,
    },
    /// The values that data pages name by number.
    Dictionary {
        values: u32,
        encoding: Encoding,
        sorted: bool,
    },
    /// Something else, to be passed over.
    Other,
}

/// Reads the header at the front; it and how many bytes it takes. `None` where it is none.
pub(super) fn header(bytes: &[u8]) -> Option<(Header, usize)> {
    let mut reader = Reader { bytes, at: 0 };
    let (mut kind, mut sizes) = (None, [None; 2]);
    let mut inner = [const { Fields([None; 9]) }; 4];
    let mut id = 0;
    while let Some(wire) = reader.field(&mut id)? {
        match (id, wire) {
            (1, 5) => kind = Some(reader.int()?),
            (2, 5) => sizes[0] = Some(reader.size()?),
            (3, 5) => sizes[1] = Some(reader.size()?),
            (5..=8, 12) => *inner.get_mut(usize::from(id.unsigned_abs()) - 5)? = reader.fields()?,
            _ => reader.skip(wire, 0)?,
        }
    }
    let [data, _, dictionary, data_v2] = inner;
    let kind = match kind? {
        0 => Kind::Data {
            values: data.count(1)?,
            encoding: data.encoding(2)?,
            definition: data.encoding(3)?,
            repetition: data.encoding(4)?,
        },
        2 => Kind::Dictionary {
            values: dictionary.count(1)?,
            encoding: dictionary.encoding(2)?,
            sorted: dictionary.0[3] == Some(1),
        },
        3 => Kind::DataV2 {
            values: data_v2.count(1)?,
            nulls: data_v2.count(2)?,
            rows: data_v2.count(3)?,
            encoding: data_v2.encoding(4)?,
            definition: data_v2.count(5)?,
            repetition: data_v2.count(6)?,
            packed: data_v2.0[7] != Some(0),
        },
        _ => Kind::Other,
    };
    let header = Header {
        unpacked: sizes[0]?,
        packed: sizes[1]?,
        kind,
    };
    Some((header, reader.at))
}

/// The numbers of an inner structure, by field.
struct Fields([Option<i64>; 9]);

impl Fields {
    fn count(&self, field: usize) -> Option<u32> {
        u32::try_from(self.0[field]?).ok()
    }

    fn encoding(&self, field: usize) -> Option<Encoding> {
        // `Encodings`, parquet.thrift
        #[allow(deprecated)] // old files hold it
        Some(match self.0[field]? {
            0 => Encoding::PLAIN,
            2 => Encoding::PLAIN_DICTIONARY,
            3 => Encoding::RLE,
            4 => Encoding::BIT_PACKED,
            5 => Encoding::DELTA_BINARY_PACKED,
            6 => Encoding::DELTA_LENGTH_BYTE_ARRAY,
            7 => Encoding::DELTA_BYTE_ARRAY,
            8 => Encoding::RLE_DICTIONARY,
            9 => Encoding::BYTE_STREAM_SPLIT,
            _ => return None,
        })
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn byte(&mut self) -> Option<u8> {
        let byte = *self.bytes.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    /// An unsigned number of seven bits a byte, the lowest first.
    fn varint(&mut self) -> Option<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    /// A number with a sign, which lies in its lowest bit.
    fn int(&mut self) -> Option<i64> {
        let value = self.varint()?;
        Some((value >> 1).cast_signed() ^ -(value & 1).cast_signed())
    }

    fn size(&mut self) -> Option<usize> {
        usize::try_from(self.int()?).ok()
    }

    /// Goes to the next field: its number into `id`, and its type. `None` within at the end of the
    /// structure.
    fn field(&mut self, id: &mut i16) -> Option<Option<u8>> {
        let byte = self.byte()?;
        if byte == 0 {
            return Some(None);
        }
        *id = match byte >> 4 {
            0 => i16::try_from(self.int()?).ok()?,
            step => id.checked_add(step.into())?,
        };
        Some(Some(byte & 0x0f))
    }

    /// A structure of which only numbers and truths are wanted.
    fn fields(&mut self) -> Option<Fields> {
        let mut fields = Fields([None; 9]);
        let mut id = 0;
        while let Some(wire) = self.field(&mut id)? {
            let value = match wire {
                1 => Some(1),
                2 => Some(0),
                4..=6 => Some(self.int()?),
                _ => {
                    self.skip(wire, 1)?;
                    None
                }
            };
            if let Some(place) = usize::try_from(id).ok().and_then(|n| fields.0.get_mut(n)) {
                *place = value;
            }
        }
        Some(fields)
    }

    fn skip(&mut self, wire: u8, depth: u8) -> Option<()> {
        if depth > DEEPEST {
            return None;
        }
        match wire {
            1 | 2 => {}
            3 => self.at += 1,
            4..=6 => drop(self.varint()?),
            7 => self.at += 8,
            8 => {
                let length = usize::try_from(self.varint()?).ok()?;
                self.at = self.at.checked_add(length)?;
            }
            9 | 10 => {
                let head = self.byte()?;
                let count = match head >> 4 {
                    15 => self.varint()?,
                    count => count.into(),
                };
                self.skip_all(count, &[head & 0x0f], depth)?;
            }
            11 => {
                let count = self.varint()?;
                if count > 0 {
                    let kinds = self.byte()?;
                    self.skip_all(count, &[kinds >> 4, kinds & 0x0f], depth)?;
                }
            }
            12 => {
                let mut id = 0;
                while let Some(wire) = self.field(&mut id)? {
                    self.skip(wire, depth + 1)?;
                }
            }
            _ => return None,
        }
        (self.at <= self.bytes.len()).then_some(())
    }

    /// Elements of lists: truths take a byte there.
    fn skip_all(&mut self, count: u64, kinds: &[u8], depth: u8) -> Option<()> {
        // An element takes a byte at the least.
        if count > (self.bytes.len() - self.at.min(self.bytes.len())) as u64 {
            return None;
        }
        for _ in 0..count {
            for kind in kinds {
                match kind {
                    1 | 2 => self.at += 1,
                    kind => self.skip(*kind, depth + 1)?,
                }
            }
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_and_what_it_passes_over() {
        let bytes = [
            0x15, 0x00, // 1: a data page
            0x15, 0x50, // 2: 40 bytes unpacked
            0x15, 0x3c, // 3: 30 bytes packed
            0x15, 0x07, // 4: a sum
            0x1c, // 5: the header of a data page
            0x15, 0x14, // 1: ten values
            0x15, 0x10, // 2: by dictionary
            0x15, 0x06, 0x15, 0x06, // 3, 4: levels by runs
            0x1c, 0x18, 0x03, b'a', b'b', b'c', 0x29, 0x25, 0x02, 0x04,
            0x00, // 5: passed over
            0x00, 0x00, 0xff,
        ];
        let (header, length) = header(&bytes).expect("a header");
        assert_eq!(length, bytes.len() - 1);
        assert_eq!((header.unpacked, header.packed), (40, 30));
        let expected = Kind::Data {
            values: 10,
            encoding: Encoding::RLE_DICTIONARY,
            definition: Encoding::RLE,
            repetition: Encoding::RLE,
        };
        assert_eq!(header.kind, expected);
        for end in 0..length {
            assert_eq!(super::header(&bytes[..end]), None, "cut off at {end}");
        }
    }

    #[test]
    fn no_nesting_is_too_deep_and_no_list_too_long() {
        assert_eq!(header(&[0x9c; 10_000]), None);
        // A list that says that it has 2^60 elements, which take no room.
        let list = [
            0x99, 0xfc, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f,
        ];
        assert_eq!(header(&list), None);
    }
}
