//! Apache Parquet: the columns that are wanted, as text, row by row.
//!
//! The format: <https://parquet.apache.org/docs/file-format/>. The `parquet` crate reads the
//! directory at a file's end and the encodings of values. It panics on some damage and unpacks pages
//! without a limit, so panics are caught here, and pages are found and unpacked by our own hand.

mod column;
mod pages;
mod thrift;
mod unpack;

use std::io::{BufRead, Read as _};

use ::parquet::{
    errors::ParquetError,
    file::metadata::{ParquetMetaData, ParquetMetaDataReader, RowGroupMetaData},
};
use backpedal_model::{Place, Problem, caught};
use bytes::Bytes;

use self::{column::Column, pages::Pages};
use super::table::{Refused, Rows, Take, Wrong};

/// How a file begins, and ends.
const MAGIC: &[u8] = b"PAR1";
/// The same with an encrypted directory.
const ENCRYPTED: &[u8] = b"PARE";

/// A file is read whole, since its directory lies at its end, so it is bounded: values of a year,
/// one a minute, of a hundred series are about as large.
const LARGEST: u64 = 256 << 20;

/// How many rows are text at one time.
const BATCH: usize = 4096;

/// How many names of columns are told where the wanted ones are not among them.
const NAMES: usize = 20;

pub(super) fn looks_like_it(head: &[u8]) -> bool {
    head.starts_with(MAGIC) || head.starts_with(ENCRYPTED)
}

/// A file of columns.
pub(super) struct Parquet<'a> {
    pub(super) name: &'a str,
    pub(super) content: &'a mut dyn BufRead,
}

impl Rows for Parquet<'_> {
    fn walk(
        &mut self,
        wanted: &dyn Fn(&str) -> bool,
        problems: &mut Vec<Problem>,
        take: &mut Take<'_>,
    ) {
        let mut refused = Refused::new(self.name, "rows hold");
        let mut file = File {
            name: self.name,
            row: 0,
            refused: &mut refused,
            problems: &mut *problems,
        };
        let done = bytes(self.content).and_then(|bytes| file.walk(&bytes, wanted, take));
        let row = file.row;
        refused.end(problems);
        if let Err(fault) = done {
            let mut problem = Problem::new(self.name, fault.message).hint(fault.hint);
            if row > 0 {
                problem = problem.at(Place::Record(row));
            }
            problems.push(problem);
        }
    }
}

/// Why a file, or the rest of it, cannot be read.
#[derive(Debug)]
struct Fault {
    message: String,
    hint: String,
}

/// What to do about damage.
const AGAIN: &str = "fetch or write the file again; rows before the damage are used";

impl Fault {
    fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            hint: "write the values as CSV instead".to_owned(),
        }
    }

    fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

/// So that it finds its way through the library that asks for pages.
impl std::error::Error for Fault {}

impl From<ParquetError> for Fault {
    fn from(error: ParquetError) -> Self {
        let words = match error {
            ParquetError::External(ours) => match ours.downcast::<Self>() {
                Ok(fault) => return *fault,
                Err(other) => other.to_string(),
            },
            ParquetError::General(words) | ParquetError::EOF(words) => words,
            error => error.to_string(),
        };
        Self::new(format!("cannot be read as Parquet: {words}")).hint(AGAIN)
    }
}

/// Runs code of the library, which panics on some damage.
fn library<T, E: Into<Fault>>(work: impl FnOnce() -> Result<T, E>) -> Result<T, Fault> {
    let contradicted = || Fault::new("is damaged: its parts contradict each other").hint(AGAIN);
    caught(work).ok_or_else(contradicted)?.map_err(Into::into)
}

fn bytes(content: &mut dyn BufRead) -> Result<Bytes, Fault> {
    let mut bytes = Vec::new();
    // The layer below keeps its errors and ends the stream instead.
    let _ = content.take(LARGEST + 1).read_to_end(&mut bytes);
    if bytes.len() as u64 > LARGEST {
        let message = format!("is Parquet of more than {} MiB", LARGEST >> 20);
        return Err(Fault::new(message).hint("keep only the columns and the time that are needed"));
    }
    if bytes.starts_with(ENCRYPTED) || bytes.ends_with(ENCRYPTED) {
        return Err(Fault::new("is encrypted").hint("write it again without encryption"));
    }
    if !bytes.ends_with(MAGIC) {
        let message = "ends before its directory, which Parquet has at the end";
        return Err(Fault::new(message).hint("fetch the file again: nothing of it can be read"));
    }
    Ok(Bytes::from(bytes))
}

/// A file that is being read.
struct File<'a, 'b> {
    name: &'a str,
    /// How many rows have been read.
    row: u64,
    refused: &'a mut Refused<'b>,
    problems: &'a mut Vec<Problem>,
}

impl File<'_, '_> {
    fn walk(
        &mut self,
        bytes: &Bytes,
        wanted: &dyn Fn(&str) -> bool,
        take: &mut Take<'_>,
    ) -> Result<(), Fault> {
        let directory = library(|| ParquetMetaDataReader::new().parse_and_finish(bytes))?;
        let columns = library(|| columns(&directory, wanted))?;
        let names: Vec<String> = columns.iter().map(|(_, name)| name.clone()).collect();
        if take(&names).is_err() {
            let message = format!("lacks columns that are needed; it has {}", told(&directory));
            let hint = "name its columns with `columns` of this measurement in the case file";
            return Err(Fault::new(message).hint(hint));
        }
        if directory.row_groups().is_empty() {
            self.problems.push(Problem::new(self.name, "is empty"));
        }
        let places: Vec<usize> = columns.into_iter().map(|(place, _)| place).collect();
        for group in directory.row_groups() {
            self.group(bytes, group, &places, take)?;
        }
        Ok(())
    }

    /// The rows of one group: each column lies in one piece.
    fn group(
        &mut self,
        bytes: &Bytes,
        group: &RowGroupMetaData,
        places: &[usize],
        take: &mut Take<'_>,
    ) -> Result<(), Fault> {
        let mut columns = Vec::new();
        for &place in places {
            let chunk = group.columns().get(place);
            let chunk =
                chunk.ok_or_else(|| Fault::new("lacks columns that it names").hint(AGAIN))?;
            let pages = Pages::new(bytes, chunk)?;
            columns.push(library(|| Column::new(chunk, pages))?);
        }
        let mut left = usize::try_from(group.num_rows()).unwrap_or(0);
        let mut row = vec![String::new(); columns.len()];
        while left > 0 {
            let batch = left.min(BATCH);
            let mut texts = Vec::new();
            for column in &mut columns {
                texts.push(library(|| column.texts(batch))?.into_iter());
            }
            let count = texts.iter().map(ExactSizeIterator::len).min().unwrap_or(0);
            for _ in 0..count {
                for (field, column) in row.iter_mut().zip(&mut texts) {
                    *field = column.next().unwrap_or_default();
                }
                self.row += 1;
                if let Err(Wrong::Header | Wrong::Row) = take(&row) {
                    self.refused.tell(Place::Record(self.row), self.problems);
                }
            }
            if count < batch {
                let message = "ends before the rows that its directory promises";
                return Err(Fault::new(message).hint(AGAIN));
            }
            left -= batch;
        }
        Ok(())
    }
}

/// The places and names of the columns that are wanted. Each name once: a name that two columns
/// bear would tell neither.
fn columns(
    directory: &ParquetMetaData,
    wanted: &dyn Fn(&str) -> bool,
) -> Result<Vec<(usize, String)>, Fault> {
    let mut found: Vec<(usize, String)> = Vec::new();
    let all = directory.file_metadata().schema_descr().columns();
    for (place, column) in all.iter().enumerate() {
        let name = column.path().string();
        if !wanted(&name) {
            continue;
        }
        if found.iter().any(|(_, other)| *other == name) {
            return Err(Fault::new(format!("has two columns {name:?}")));
        }
        column::check(column, &name)?;
        found.push((place, name));
    }
    Ok(found)
}

/// The names of the columns, in words.
fn told(directory: &ParquetMetaData) -> String {
    let all = directory.file_metadata().schema_descr().columns();
    let names: Vec<String> = all.iter().take(NAMES).map(|c| c.path().string()).collect();
    let more = match all.len().saturating_sub(NAMES) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{}{more}", names.join(", "))
}

#[cfg(test)]
mod tests;
