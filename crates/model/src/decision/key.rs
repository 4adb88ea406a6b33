//! How a claim, a link and a contradiction are known again by their content.
//!
//! A claim is its words in their page. Offsets, ids and line breaks change with every crawl; the
//! words around the quotation tell the same sentence from another one, and let a quotation that
//! is cut a little longer or shorter be met. In doubt nothing is met: a decision that finds no
//! claim is reported, while one that finds the wrong claim would silence somebody.

mod fit;
mod words;

pub use fit::Fit;
pub use words::same_words;

use serde::{Deserialize, Serialize};

use crate::{
    Claim, ClaimId, ClaimKind, ContradictionId, ContradictionKind, Document, DocumentKind, PartyId,
    Polarity, Speaker,
};

use words::{around, key_words};

/// A claim by its content.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClaimKey {
    /// The id under which it was printed at the time; for people, never for matching.
    pub id: ClaimId,
    /// Where it stands.
    pub document: DocumentKey,
    /// Its words: lower case, single spaces, no punctuation around words.
    pub words: String,
    /// The words before it, likewise, the nearest last.
    pub before: String,
    /// The words after it.
    pub after: String,
    /// What it was read as.
    pub kind: ClaimKind,
    /// How firmly.
    pub polarity: Polarity,
    /// Who it was given to.
    pub speaker: Speaker,
    /// Other claims of its kind whose words overlap or equal its own: never taken for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub beside: Vec<Sibling>,
}

/// A claim that stood beside the one decided about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sibling {
    /// Its words, as in [`ClaimKey::words`].
    pub words: String,
    /// Its polarity.
    pub polarity: Polarity,
}

/// A document by what survives a new crawl.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DocumentKey {
    /// Its name; for a comment that of its page, because comments are numbered by place.
    pub name: String,
    /// Its address without scheme, `www.`, fragment and final slash.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Whether it is a reader's comment.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub comment: bool,
    /// Who wrote the comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
}

/// A contradiction by its kind and its two claims, in any order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PairKey {
    /// The id under which it was printed at the time.
    pub id: ContradictionId,
    /// Its kind.
    pub kind: ContradictionKind,
    /// One claim.
    pub a: ClaimKey,
    /// The other.
    pub b: ClaimKey,
    /// The same contradiction in other reports, as it was listed with this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub again: Vec<(ClaimKey, ClaimKey)>,
}

impl PairKey {
    /// The pair itself, then those listed with it.
    pub fn pairs(&self) -> impl Iterator<Item = (&ClaimKey, &ClaimKey)> {
        let again = self.again.iter().map(|(a, b)| (a, b));
        std::iter::once((&self.a, &self.b)).chain(again)
    }
}

/// The way from one name of a claim to a party.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinkKey {
    /// The claim.
    pub claim: ClaimKey,
    /// Which of its names.
    pub place: LinkPlace,
    /// The party that it led to.
    pub party: Option<PartyId>,
}

/// Which name of a claim.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LinkPlace {
    /// The speaker's.
    Speaker,
    /// The subject's.
    Subject,
    /// That of the object with these words.
    Object(String),
}

impl DocumentKey {
    /// The key of a document; of a name alone where the document is not at hand.
    #[must_use]
    pub fn of(name: &str, document: Option<&Document>) -> Self {
        let comment = document.is_some_and(|document| document.kind == DocumentKind::Comment);
        Self {
            name: if comment { page(name) } else { name }.to_owned(),
            url: document.and_then(|d| d.url.as_deref()).map(bare_url),
            comment,
            author: document
                .filter(|_| comment)
                .and_then(|document| document.author.clone()),
        }
    }

    /// Whether both are the same place: the same address, or the same name where one has no
    /// address. Two pages of one name and two addresses are two.
    #[must_use]
    pub fn same(&self, other: &Self) -> bool {
        let place = match (&self.url, &other.url) {
            (Some(a), Some(b)) => a == b,
            _ => self.name == other.name,
        };
        place && self.comment == other.comment && self.author == other.author
    }
}

/// The name of a comment's page; any other name as it is.
fn page(name: &str) -> &str {
    name.split_once("#comment-").map_or(name, |(page, _)| page)
}

fn bare_url(url: &str) -> String {
    let url = url.split_once("://").map_or(url, |(_, rest)| rest);
    let url = url.strip_prefix("www.").unwrap_or(url);
    let url = url.split('#').next().unwrap_or(url);
    url.trim_end_matches('/').to_owned()
}

impl ClaimKey {
    /// The key of a claim among all claims of its case.
    #[must_use]
    pub fn of(claim: &Claim, claims: &[Claim], documents: &[Document]) -> Self {
        let find = |claim: &Claim| documents.iter().find(|d| d.id == claim.document_id);
        let mut key = Self::alone(claim, find(claim));
        let others = claims
            .iter()
            .filter(|other| other.id != claim.id && other.kind == claim.kind)
            .filter(|other| page(&other.document) == page(&claim.document));
        for other in others {
            let overlaps = other.document_id == claim.document_id
                && other.quote.span.start < claim.quote.span.end
                && claim.quote.span.start < other.quote.span.end;
            let sibling = Sibling {
                words: key_words(&other.quote.text),
                polarity: other.polarity,
            };
            if (overlaps || sibling.words == key.words)
                && DocumentKey::of(&other.document, find(other)).same(&key.document)
                && !key.beside.contains(&sibling)
            {
                key.beside.push(sibling);
            }
        }
        key
    }

    /// The words of a claim as [`ClaimKey::words`] holds them.
    #[must_use]
    pub fn words_of(claim: &Claim) -> String {
        key_words(&claim.quote.text)
    }

    /// The key of a claim without those beside it: enough to be met by another key.
    #[must_use]
    pub fn alone(claim: &Claim, document: Option<&Document>) -> Self {
        let (before, after) = document.map_or_else(Default::default, |document| {
            around(&document.text, claim.quote.span)
        });
        Self {
            id: claim.id.clone(),
            document: DocumentKey::of(&claim.document, document),
            words: key_words(&claim.quote.text),
            before,
            after,
            kind: claim.kind,
            polarity: claim.polarity,
            speaker: claim.speaker.clone(),
            beside: Vec::new(),
        }
    }
}
