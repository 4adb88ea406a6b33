//! What the index answers, as plain data: nothing here is escaped for any output.

use backpedal_model::{ClaimKind, Outcome, Polarity, Span};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Facet;

/// The answer to a [`crate::Query`].
#[derive(Clone, Debug, PartialEq)]
pub struct Results {
    /// How many entries fit, whatever the limit.
    pub total: usize,
    /// The entries asked for: best first, then newest, then by id.
    pub hits: Vec<Hit>,
    /// How the entries spread over each facet, in the order of [`Facet::ALL`]; values by count,
    /// then by name. A facet's own filters do not narrow its own counts, so that its other
    /// values can still be chosen.
    pub facets: Vec<(Facet, Vec<(String, u64)>)>,
    /// Set where no entry held all the words, and those that hold any of them are given instead.
    pub any_word: bool,
}

/// What an entry stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EntryKind {
    /// A document.
    Document,
    /// A claim.
    Claim,
}

impl EntryKind {
    /// `document` or `claim`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Claim => "claim",
        }
    }
}

/// One entry that fits.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The id of the claim or document.
    pub id: String,
    /// The id of its case.
    pub case: String,
    /// Which of the two it is.
    pub kind_of: EntryKind,
    /// The document's title, else its name.
    pub title: String,
    /// The words around the best place, in order; `true` marks those that the query asked for.
    /// Whole pieces of text that were left out before or after are shown as `…`.
    pub snippet: Vec<(String, bool)>,
    /// The document's name.
    pub document: String,
    /// The document's id.
    pub document_id: String,
    /// The document's address.
    pub url: Option<String>,
    /// Where a claim's quote stands in its document.
    pub span: Option<Span>,
    /// The day said or published.
    pub date: Option<Date>,
    /// Who makes the claim.
    pub speaker: Option<String>,
    /// The party that is spoken for, by the name that reports print.
    pub party: Option<String>,
    /// What a claim is that.
    pub claim_kind: Option<ClaimKind>,
    /// How firmly it is made.
    pub polarity: Option<Polarity>,
    /// What measurement says of it.
    pub outcome: Option<Outcome>,
    /// The publisher, else the host, else the document's name.
    pub source: String,
    /// BM25 relevance; 0 where the query has no words.
    pub score: f32,
}
