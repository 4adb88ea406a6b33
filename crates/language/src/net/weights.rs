//! The weight file: named matrices behind a magic word and a version.
//!
//! ```text
//! "BPLW" u32:version u32:count, then for each: u8:length name u8:form u32:rows u32:cols data
//! form 0: f32; form 1: the upper half of an f32 (bfloat16); form 2: a row is an f32 scale and one
//! i8 a value
//! ```
//! All numbers little-endian. Tables of embeddings go in form 2, dense layers in form 1.

use std::collections::BTreeMap;

use super::matrix::Matrix;

/// Raised with the meaning of the bytes.
const VERSION: u32 = 1;
const MAGIC: &[u8; 4] = b"BPLW";

/// How a matrix is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Four bytes a value.
    Exact,
    /// Two bytes a value.
    Half,
    /// One byte a value, with a scale for each row.
    Byte,
}

/// Matrices by name.
#[derive(Clone, Debug, Default)]
pub struct Weights {
    /// The matrices.
    pub matrices: BTreeMap<String, Matrix>,
}

impl Weights {
    /// Reads a weight file. Nothing where the bytes are not one, are cut off, or of another version.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader { bytes };
        if reader.take(4)? != MAGIC || reader.number()? as u32 != VERSION {
            return None;
        }
        let mut weights = Self::default();
        for _ in 0..reader.number()? {
            let length = reader.take(1)?[0] as usize;
            let name = std::str::from_utf8(reader.take(length)?).ok()?.to_owned();
            let form = reader.take(1)?[0];
            let (rows, cols) = (reader.number()?, reader.number()?);
            let matrix = reader.matrix(form, rows, cols)?;
            weights.matrices.insert(name, matrix);
        }
        Some(weights)
    }

    /// The bytes of a weight file.
    #[must_use]
    pub fn write(&self, form: impl Fn(&str) -> Form) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.extend(VERSION.to_le_bytes());
        out.extend((self.matrices.len() as u32).to_le_bytes());
        for (name, matrix) in &self.matrices {
            out.push(name.len() as u8);
            out.extend(name.as_bytes());
            let form = form(name);
            out.push(match form {
                Form::Exact => 0,
                Form::Half => 1,
                Form::Byte => 2,
            });
            out.extend((matrix.rows as u32).to_le_bytes());
            out.extend((matrix.cols as u32).to_le_bytes());
            for row in 0..matrix.rows {
                write_row(&mut out, matrix.row(row), form);
            }
        }
        out
    }
}

fn write_row(out: &mut Vec<u8>, row: &[f32], form: Form) {
    match form {
        Form::Exact => out.extend(row.iter().flat_map(|value| value.to_le_bytes())),
        Form::Half => out.extend(row.iter().flat_map(|value| half(*value).to_le_bytes())),
        Form::Byte => {
            let most = row
                .iter()
                .fold(0.0_f32, |most, value| most.max(value.abs()));
            let scale = most / 127.0;
            out.extend(scale.to_le_bytes());
            let turn = if scale > 0.0 { 1.0 / scale } else { 0.0 };
            out.extend(row.iter().map(|value| (value * turn).round() as i8 as u8));
        }
    }
}

/// The upper half of the number, rounded to nearest.
fn half(value: f32) -> u16 {
    (value.to_bits().wrapping_add(0x8000) >> 16) as u16
}

struct Reader<'a> {
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        Some(taken)
    }

    fn number(&mut self) -> Option<usize> {
        let bytes = self.take(4)?.try_into().ok()?;
        Some(u32::from_le_bytes(bytes) as usize)
    }

    fn matrix(&mut self, form: u8, rows: usize, cols: usize) -> Option<Matrix> {
        let count = rows.checked_mul(cols)?;
        let data = match form {
            0 => {
                let bytes = self.take(count.checked_mul(4)?)?.chunks_exact(4);
                bytes
                    .map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]]))
                    .collect()
            }
            1 => {
                let bytes = self.take(count.checked_mul(2)?)?.chunks_exact(2);
                bytes
                    .map(|b| f32::from_bits(u32::from(u16::from_le_bytes([b[0], b[1]])) << 16))
                    .collect()
            }
            2 => {
                let bytes = self.take(rows.checked_mul(cols.checked_add(4)?)?)?;
                let mut data = Vec::with_capacity(count);
                for row in bytes.chunks_exact(cols + 4) {
                    let scale = f32::from_le_bytes([row[0], row[1], row[2], row[3]]);
                    data.extend(row[4..].iter().map(|value| f32::from(*value as i8) * scale));
                }
                data
            }
            _ => return None,
        };
        Some(Matrix { rows, cols, data })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let mut weights = Weights::default();
        let matrix = Matrix {
            rows: 2,
            cols: 2,
            data: vec![1.0, -0.5, 0.25, 0.0],
        };
        weights.matrices.insert("a".into(), matrix.clone());
        for form in [Form::Exact, Form::Half, Form::Byte] {
            let bytes = weights.write(|_| form);
            let read = Weights::read(&bytes).expect("its own bytes");
            for (a, b) in read.matrices["a"].data.iter().zip(&matrix.data) {
                assert!((a - b).abs() < 0.005, "{form:?}: {a} {b}");
            }
            assert!(Weights::read(&bytes[..bytes.len() - 1]).is_none());
        }
        assert!(Weights::read(b"BPLX\x01\0\0\0\0\0\0\0").is_none());
    }
}
