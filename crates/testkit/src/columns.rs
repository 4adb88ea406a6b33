//! Parquet files out of values.

use std::{io, sync::Arc};

use parquet::{
    data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int64Type},
    errors::ParquetError,
    file::{
        properties::{WriterProperties, WriterVersion},
        writer::{SerializedFileWriter, SerializedRowGroupWriter},
    },
    schema::parser::parse_message_type,
};

/// The values of a column; `None` is a null.
#[derive(Clone, Debug)]
pub enum Column {
    /// `int64`
    Long(Vec<Option<i64>>),
    /// `double`
    Double(Vec<Option<f64>>),
    /// `boolean`
    Bool(Vec<Option<bool>>),
    /// `binary`
    Text(Vec<Option<String>>),
}

/// A Parquet file, not packed, with one row group for each element of `groups`. `fields` declares
/// the columns as the format's schema language does: `optional int64 when (TIMESTAMP(MICROS,true))`.
/// With `second`, its pages are of version 2.
///
/// # Errors
/// When columns and declarations do not match.
pub fn parquet_file(fields: &[&str], groups: &[Vec<Column>], second: bool) -> io::Result<Vec<u8>> {
    written(fields, groups, second).map_err(io::Error::other)
}

fn written(fields: &[&str], groups: &[Vec<Column>], second: bool) -> Result<Vec<u8>, ParquetError> {
    let mut schema = "message values {".to_owned();
    for field in fields {
        schema.push_str(field);
        // Groups end by themselves.
        schema.push_str(if field.ends_with('}') { " " } else { "; " });
    }
    schema.push('}');
    let schema = Arc::new(parse_message_type(&schema)?);
    let version = if second {
        WriterVersion::PARQUET_2_0
    } else {
        WriterVersion::PARQUET_1_0
    };
    let properties = WriterProperties::builder().set_writer_version(version);
    let properties = Arc::new(properties.build());
    let mut out = Vec::new();
    let mut file = SerializedFileWriter::new(&mut out, schema, properties)?;
    for columns in groups {
        let mut group = file.next_row_group()?;
        for column in columns {
            match column {
                Column::Long(values) => put::<Int64Type>(&mut group, values.clone())?,
                Column::Double(values) => put::<DoubleType>(&mut group, values.clone())?,
                Column::Bool(values) => put::<BoolType>(&mut group, values.clone())?,
                Column::Text(values) => {
                    let texts = values.iter().map(|v| v.as_deref().map(ByteArray::from));
                    put::<ByteArrayType>(&mut group, texts.collect())?;
                }
            }
        }
        group.close()?;
    }
    file.close()?;
    Ok(out)
}

fn put<T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, &mut Vec<u8>>,
    values: Vec<Option<T::T>>,
) -> Result<(), ParquetError> {
    let mut column = group
        .next_column()?
        .ok_or_else(|| ParquetError::General("more columns than declared".to_owned()))?;
    let levels: Vec<i16> = values.iter().map(|v| i16::from(v.is_some())).collect();
    let values: Vec<T::T> = values.into_iter().flatten().collect();
    column
        .typed::<T>()
        .write_batch(&values, Some(&levels), None)?;
    column.close()
}
