//! Annotated texts: one JSON object a line, one line a document (see the annotation guide).

use anyhow::Context as _;
use backpedal_model::{CauseKind, ClaimKind, Moment, Polarity};
use serde::Deserialize;

/// A document and its annotated claims.
#[derive(Clone, Debug, Deserialize)]
pub struct GoldDocument {
    /// The name; the text lies beside as `<doc>.txt`.
    pub doc: String,
    /// When it was published, where text or address say so.
    pub published: Option<Moment>,
    /// The claims.
    pub claims: Vec<GoldClaim>,
}

/// An annotated claim.
#[derive(Clone, Debug, Deserialize)]
pub struct GoldClaim {
    /// A few exact words of the claim, found once in the text.
    pub anchor: String,
    /// Its kind.
    #[serde(rename = "type")]
    pub kind: ClaimKind,
    /// Its polarity.
    pub polarity: Polarity,
    /// Who makes it.
    pub speaker: GoldSpeaker,
    /// Whose trouble it is.
    #[serde(default)]
    pub subject: Option<String>,
    /// The parties or things blamed, those hit, the other party.
    #[serde(default)]
    pub objects: Vec<String>,
    /// The mechanism of a cause.
    #[serde(default)]
    pub cause_kind: Option<CauseKind>,
}

/// Who makes an annotated claim.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct GoldSpeaker {
    /// The person.
    pub name: Option<String>,
    /// The organisation.
    pub org: Option<String>,
}

/// Reads an annotated set.
///
/// # Errors
/// A line that is no document of this form, with its number.
pub fn read_gold(text: &str) -> anyhow::Result<Vec<GoldDocument>> {
    let lines = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(n, line)| {
            serde_json::from_str(line)
                .with_context(|| format!("line {} of the annotated set is wrong", n + 1))
        })
        .collect()
}
