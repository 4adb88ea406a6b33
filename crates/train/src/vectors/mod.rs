//! The table of word vectors: the input embedding of a public sentence encoder, with fewer
//! dimensions (principal components, Pearson 1901) and without pieces that no English text holds.

mod components;

use anyhow::{Context as _, bail};
use backpedal_language::net::{Form, Matrix, TABLE, Weights};
use serde_json::Value;

use components::components;

/// The name of the embedding in the encoder's file.
const EMBEDDING: &str = "embeddings.word_embeddings.weight";
/// Dimensions kept.
pub(crate) const WIDTH: usize = 128;
/// Mean length of a vector.
const LENGTH: f32 = 4.0;

/// The vocabulary and the weight file of the reduced table.
pub(crate) fn reduce(safetensors: &[u8], vocabulary: &str) -> anyhow::Result<(String, Vec<u8>)> {
    let table = embedding(safetensors)?;
    let lines: Vec<&str> = vocabulary.lines().collect();
    if lines.len() != table.rows {
        bail!(
            "{} words, but {} vectors: the vocabulary is of another model",
            lines.len(),
            table.rows
        );
    }
    let kept: Vec<usize> = (0..lines.len())
        .filter(|row| english(lines[*row]))
        .collect();
    let mut rows = Matrix::zeros(kept.len(), table.cols);
    for (to, from) in kept.iter().enumerate() {
        rows.row_mut(to).copy_from_slice(table.row(*from));
    }
    let mut reduced = components(&mut rows, WIDTH);
    let square: f32 = reduced.data.iter().map(|v| v * v).sum();
    let scale = LENGTH / (square / reduced.rows as f32).sqrt();
    reduced.data.iter_mut().for_each(|v| *v *= scale);
    let mut weights = Weights::default();
    weights.matrices.insert(TABLE.to_owned(), reduced);
    let words: Vec<&str> = kept.iter().map(|row| lines[*row]).collect();
    Ok((words.join("\n") + "\n", weights.write(|_| Form::Byte)))
}

/// Pieces of Latin letters, digits and signs; no reserved places.
fn english(piece: &str) -> bool {
    let reserved = piece.len() > 1 && piece.starts_with('[');
    !reserved
        && piece
            .chars()
            .all(|c| (c as u32) < 0x250 || matches!(c, '€' | '£' | '•' | '°'))
}

/// The embedding in a safetensors file: a length, a JSON head, then the values.
fn embedding(bytes: &[u8]) -> anyhow::Result<Matrix> {
    let cut = || "the file ends early".to_owned();
    let (length, rest) = bytes.split_at_checked(8).with_context(cut)?;
    let length = usize::try_from(u64::from_le_bytes(length.try_into()?))?;
    let (head, data) = rest.split_at_checked(length).with_context(cut)?;
    let head: Value = serde_json::from_slice(head)?;
    let entry = &head[EMBEDDING];
    let number = |value: &Value| {
        value
            .as_u64()
            .and_then(|n| usize::try_from(n).ok())
            .context("no such embedding")
    };
    let (rows, cols) = (number(&entry["shape"][0])?, number(&entry["shape"][1])?);
    let (start, end) = (
        number(&entry["data_offsets"][0])?,
        number(&entry["data_offsets"][1])?,
    );
    let values = data.get(start..end).with_context(cut)?;
    if entry["dtype"] != "F32" || values.len() != rows * cols * 4 {
        bail!("{EMBEDDING} does not hold {rows} x {cols} numbers of 32 bits");
    }
    let data = values
        .chunks_exact(4)
        .map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]]))
        .collect();
    Ok(Matrix { rows, cols, data })
}
