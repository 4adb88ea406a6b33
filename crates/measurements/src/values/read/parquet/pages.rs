//! The pages of a column chunk, one at a time.

use ::parquet::{
    basic::Compression,
    column::page::{Page, PageMetadata, PageReader},
    errors::{ParquetError, Result},
    file::metadata::ColumnChunkMetaData,
};
use bytes::Bytes;

use super::{
    AGAIN, Fault,
    thrift::{self, Header, Kind},
    unpack::unpack,
};

/// The pages that are left of a chunk.
pub(super) struct Pages {
    /// The chunk as it lies in the file.
    bytes: Bytes,
    codec: Compression,
    /// Values, nulls among them, that are still to come.
    left: i64,
}

impl Pages {
    pub(super) fn new(
        file: &Bytes,
        chunk: &ColumnChunkMetaData,
    ) -> std::result::Result<Self, Fault> {
        // The dictionary comes first; some writers say 0 where there is none.
        let dictionary = chunk.dictionary_page_offset().filter(|at| *at > 0);
        let start = dictionary.map_or(chunk.data_page_offset(), |at| {
            at.min(chunk.data_page_offset())
        });
        let end = start.checked_add(chunk.compressed_size());
        let start = usize::try_from(start).ok();
        let end = end.and_then(|end| usize::try_from(end).ok());
        let range = start
            .zip(end)
            .filter(|(start, end)| start <= end && *end <= file.len());
        let Some((start, end)) = range else {
            return Err(damaged("its directory points outside of the file"));
        };
        Ok(Self {
            bytes: file.slice(start..end),
            codec: chunk.compression(),
            left: chunk.num_values(),
        })
    }

    fn page(&mut self) -> std::result::Result<Option<Page>, Fault> {
        while self.left > 0 && !self.bytes.is_empty() {
            let (header, body) = self.part()?;
            if let Kind::Data { values, .. } | Kind::DataV2 { values, .. } = header.kind {
                self.left -= i64::from(values);
            }
            if let Some(page) = page(self.codec, &header, body)? {
                return Ok(Some(page));
            }
        }
        Ok(None)
    }

    /// Cuts off the next page.
    fn part(&mut self) -> std::result::Result<(Header, Bytes), Fault> {
        let found = thrift::header(&self.bytes);
        let (header, length) = found.ok_or_else(|| damaged("a page has no readable header"))?;
        let mut body = self.bytes.split_off(length);
        if header.packed > body.len() {
            return Err(damaged("a page is longer than its column"));
        }
        self.bytes = body.split_off(header.packed);
        Ok((header, body))
    }
}

fn damaged(what: &str) -> Fault {
    Fault::new(format!("is damaged: {what}")).hint(AGAIN)
}

/// The page, unpacked; `None` where it is of a kind that is passed over.
fn page(
    codec: Compression,
    header: &Header,
    body: Bytes,
) -> std::result::Result<Option<Page>, Fault> {
    let size = header.unpacked;
    Ok(Some(match header.kind {
        Kind::Data {
            values,
            encoding,
            definition,
            repetition,
        } => Page::DataPage {
            buf: whole(codec, body, size)?,
            num_values: values,
            encoding,
            def_level_encoding: definition,
            rep_level_encoding: repetition,
            statistics: None,
        },
        Kind::DataV2 {
            values,
            nulls,
            rows,
            encoding,
            definition,
            repetition,
            packed,
        } => {
            let levels = definition as usize + repetition as usize;
            if levels > body.len() || levels > size {
                return Err(damaged("a page is shorter than its levels"));
            }
            let buf = if packed {
                behind(codec, &body, levels, size)?
            } else {
                body
            };
            Page::DataPageV2 {
                buf,
                num_values: values,
                encoding,
                num_nulls: nulls,
                num_rows: rows,
                def_levels_byte_len: definition,
                rep_levels_byte_len: repetition,
                is_compressed: packed,
                statistics: None,
            }
        }
        Kind::Dictionary {
            values,
            encoding,
            sorted,
        } => Page::DictionaryPage {
            buf: whole(codec, body, size)?,
            num_values: values,
            encoding,
            is_sorted: sorted,
        },
        Kind::Other => return Ok(None),
    }))
}

/// A page that is packed as a whole.
fn whole(codec: Compression, body: Bytes, size: usize) -> std::result::Result<Bytes, Fault> {
    if codec == Compression::UNCOMPRESSED {
        return Ok(body);
    }
    unpack(codec, &[], &body, size).map(Bytes::from)
}

/// A page that is packed behind its levels. Where all its values are null, nothing is.
fn behind(
    codec: Compression,
    body: &Bytes,
    levels: usize,
    size: usize,
) -> std::result::Result<Bytes, Fault> {
    if codec == Compression::UNCOMPRESSED || body.len() == levels {
        return Ok(body.clone());
    }
    let (front, packed) = body.split_at(levels);
    unpack(codec, front, packed, size - levels).map(Bytes::from)
}

impl Iterator for Pages {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

impl PageReader for Pages {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        self.page()
            .map_err(|fault| ParquetError::External(Box::new(fault)))
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        Err(ParquetError::NYI("pages are read in order".to_owned()))
    }

    fn skip_next_page(&mut self) -> Result<()> {
        Err(ParquetError::NYI("pages are read in order".to_owned()))
    }
}
