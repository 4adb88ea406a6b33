//! A column's values as text, as CSV would hold them.

use ::parquet::{
    basic::{ConvertedType, LogicalType, TimeUnit, Type},
    column::reader::{ColumnReader, ColumnReaderImpl, get_column_reader},
    data_type::{AsBytes as _, DataType},
    errors::Result,
    file::metadata::ColumnChunkMetaData,
    schema::types::ColumnDescriptor,
};

use super::{Fault, Pages};

/// Text that nothing takes for a time.
const NO_TIME: &str = "no time";

/// What a column's values mean (`LogicalTypes.md` of the format).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    /// As they are stored.
    Plain,
    /// Numbers without a sign.
    Unsigned,
    /// So many of them are a second since 1970.
    Time(i64),
    /// Numbers with so many digits behind the point.
    Decimal(i32),
    /// Bytes that are text.
    Text,
}

fn meaning(column: &ColumnDescriptor, name: &str) -> std::result::Result<Meaning, Fault> {
    let kind = column.physical_type();
    let bytes = matches!(kind, Type::BYTE_ARRAY | Type::FIXED_LEN_BYTE_ARRAY);
    let unsupported = |what: &str| Err(Fault::new(format!("column {name:?} holds {what}")));
    let local = |fault: Fault| {
        let hint = "give its times a zone: `AT TIME ZONE 'UTC'` in SQL, `dt.tz_localize('UTC')` in \
                    pandas";
        fault.hint(hint)
    };
    if kind == Type::INT96 {
        // Some writers meant UTC by it, others the time of their own clock.
        return unsupported("times of 96 bits, which do not tell their zone").map_err(local);
    }
    match column.logical_type_ref() {
        Some(LogicalType::Timestamp(of)) if of.is_adjusted_to_u_t_c => {
            Ok(Meaning::Time(match of.unit {
                TimeUnit::MILLIS => 1_000,
                TimeUnit::MICROS => 1_000_000,
                TimeUnit::NANOS => 1_000_000_000,
            }))
        }
        Some(LogicalType::Timestamp(_)) => unsupported("times without a zone").map_err(local),
        Some(LogicalType::Integer(of)) if !of.is_signed => Ok(Meaning::Unsigned),
        Some(LogicalType::Decimal(of)) => Ok(Meaning::Decimal(of.scale)),
        Some(LogicalType::Integer(_) | LogicalType::Unknown) => Ok(Meaning::Plain),
        Some(LogicalType::String | LogicalType::Enum | LogicalType::Json) => Ok(Meaning::Text),
        Some(LogicalType::Date) => unsupported("days, not times"),
        Some(_) => unsupported("neither numbers, times nor text"),
        None => match column.converted_type() {
            ConvertedType::TIMESTAMP_MILLIS => Ok(Meaning::Time(1_000)),
            ConvertedType::TIMESTAMP_MICROS => Ok(Meaning::Time(1_000_000)),
            ConvertedType::UINT_8
            | ConvertedType::UINT_16
            | ConvertedType::UINT_32
            | ConvertedType::UINT_64 => Ok(Meaning::Unsigned),
            ConvertedType::DECIMAL => Ok(Meaning::Decimal(column.type_scale())),
            ConvertedType::DATE => unsupported("days, not times"),
            // Some writers say of text only that it is bytes.
            _ if bytes => Ok(Meaning::Text),
            _ => Ok(Meaning::Plain),
        },
    }
}

/// Whether the values of a column can be told as text.
pub(super) fn check(column: &ColumnDescriptor, name: &str) -> std::result::Result<(), Fault> {
    if column.max_rep_level() > 0 {
        return Err(Fault::new(format!("column {name:?} holds lists")));
    }
    meaning(column, name).map(drop)
}

/// A column of a row group.
pub(super) struct Column {
    meaning: Meaning,
    /// The level at which a value is there.
    defined: i16,
    reader: ColumnReader,
}

impl Column {
    pub(super) fn new(
        chunk: &ColumnChunkMetaData,
        pages: Pages,
    ) -> std::result::Result<Self, Fault> {
        let column = chunk.column_descr_ptr();
        Ok(Self {
            meaning: meaning(&column, &column.path().string())?,
            defined: column.max_def_level(),
            reader: get_column_reader(column, Box::new(pages)),
        })
    }

    /// The next values, as many as are left of `count`; a null is empty.
    pub(super) fn texts(&mut self, count: usize) -> std::result::Result<Vec<String>, Fault> {
        let (meaning, defined) = (self.meaning, self.defined);
        let texts = match &mut self.reader {
            ColumnReader::BoolColumnReader(r) => read(r, count, defined, |v| v.to_string()),
            ColumnReader::Int32ColumnReader(r) => read(r, count, defined, |v| match meaning {
                Meaning::Unsigned => v.cast_unsigned().to_string(),
                meaning => integer(meaning, (*v).into()),
            }),
            ColumnReader::Int64ColumnReader(r) => read(r, count, defined, |v| match meaning {
                Meaning::Unsigned => v.cast_unsigned().to_string(),
                meaning => integer(meaning, (*v).into()),
            }),
            ColumnReader::Int96ColumnReader(r) => read(r, count, defined, |_| NO_TIME.to_owned()),
            ColumnReader::FloatColumnReader(r) => read(r, count, defined, |v| v.to_string()),
            ColumnReader::DoubleColumnReader(r) => read(r, count, defined, |v| v.to_string()),
            ColumnReader::ByteArrayColumnReader(r) => {
                read(r, count, defined, |v| of_bytes(meaning, v.as_bytes()))
            }
            ColumnReader::FixedLenByteArrayColumnReader(r) => {
                read(r, count, defined, |v| of_bytes(meaning, v.as_bytes()))
            }
        };
        Ok(texts?)
    }
}

fn read<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    count: usize,
    defined: i16,
    text: impl Fn(&T::T) -> String,
) -> Result<Vec<String>> {
    let (mut levels, mut values) = (Vec::new(), Vec::new());
    let wanted = (defined > 0).then_some(&mut levels);
    let (rows, _, _) = reader.read_records(count, wanted, None, &mut values)?;
    let mut values = values.iter().map(text);
    if defined == 0 {
        return Ok(values.collect());
    }
    let there = levels.iter().take(rows).map(|level| *level == defined);
    let texts = there.map(|there| there.then(|| values.next()).flatten().unwrap_or_default());
    Ok(texts.collect())
}

/// Times become seconds, without their fraction; nothing where they would be read as milliseconds,
/// which is beyond the year 5000.
fn integer(meaning: Meaning, value: i128) -> String {
    match meaning {
        Meaning::Time(units) => seconds(value.div_euclid(units.into())),
        Meaning::Decimal(scale) => decimal(value, scale),
        Meaning::Plain | Meaning::Unsigned | Meaning::Text => value.to_string(),
    }
}

fn seconds(value: i128) -> String {
    let fits = value.unsigned_abs() < 100_000_000_000;
    if fits {
        value.to_string()
    } else {
        NO_TIME.to_owned()
    }
}

fn decimal(value: i128, scale: i32) -> String {
    // As precise as what becomes of it, a number of 64 bits.
    (value as f64 / 10_f64.powi(scale)).to_string()
}

/// A number in two's complement, the highest byte first; or text.
fn of_bytes(meaning: Meaning, bytes: &[u8]) -> String {
    match meaning {
        Meaning::Decimal(scale) => {
            // Decimals have at most 38 digits, which are less than 16 bytes.
            if bytes.is_empty() || bytes.len() > 16 {
                return "no number".to_owned();
            }
            let negative = bytes[0] >= 0x80;
            let start = if negative { -1 } else { 0 };
            let value = bytes
                .iter()
                .fold(start, |value: i128, byte| value << 8 | i128::from(*byte));
            decimal(value, scale)
        }
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_mean_what_the_column_says() {
        assert_eq!(integer(Meaning::Plain, -7), "-7");
        assert_eq!(integer(Meaning::Time(1_000), -1), "-1");
        assert_eq!(
            integer(Meaning::Time(1_000_000_000), 1_655_769_600_999_999_999),
            "1655769600"
        );
        assert_eq!(
            integer(Meaning::Time(1_000), 100_000_000_000_000),
            "no time"
        );
        assert_eq!(integer(Meaning::Decimal(3), -1_250), "-1.25");
        assert_eq!(of_bytes(Meaning::Decimal(2), &[0xff, 0x85]), "-1.23");
        assert_eq!(of_bytes(Meaning::Decimal(0), &[0x01, 0x00, 0x00]), "65536");
        assert_eq!(of_bytes(Meaning::Decimal(0), &[0x7f; 17]), "no number");
        assert_eq!(
            of_bytes(Meaning::Text, b"caf\xc3\xa9 \xff"),
            "café \u{fffd}"
        );
    }
}
