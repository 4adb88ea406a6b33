//! The report as JSON, for programs.

use backpedal_model::Dossier;

use crate::{Render, view::Report};

/// The version of the JSON fields. A field that goes or changes its meaning raises it; a new
/// field does not.
pub const SCHEMA: u32 = 1;

/// The whole report as one JSON object with a `schema` number, indented, with a final newline.
#[derive(Clone, Copy, Debug, Default)]
pub struct Json;

impl Render for Json {
    fn render(&self, dossier: &Dossier) -> String {
        // Serialization of these types cannot fail: no maps with odd keys, no outside types.
        let mut text = serde_json::to_string_pretty(&Report::of(dossier)).unwrap_or_default();
        text.push('\n');
        text
    }
}
