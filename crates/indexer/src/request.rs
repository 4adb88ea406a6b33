//! What is asked of the index, as plain data.

use std::{fmt, str::FromStr};

use jiff::civil::Date;

/// A question to the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// What the person typed; the crate's documentation gives the syntax. Empty: everything.
    pub text: String,
    /// Values chosen from the facets. Several of one facet: any of them; different facets: all.
    pub filters: Vec<(Facet, String)>,
    /// The first day, inclusive.
    pub from: Option<Date>,
    /// The last day, inclusive.
    pub to: Option<Date>,
    /// How many hits to skip.
    pub offset: usize,
    /// How many hits to return at most.
    pub limit: usize,
}

impl Default for Query {
    /// Everything, newest first, the first twenty.
    fn default() -> Self {
        Self {
            text: String::new(),
            filters: Vec::new(),
            from: None,
            to: None,
            offset: 0,
            limit: 20,
        }
    }
}

impl Query {
    /// A question of nothing but words.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }
}

/// A property by which hits are counted and narrowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    /// The case's id.
    Case,
    /// `document` or `claim`.
    Type,
    /// Who speaks and of whom is spoken, by the name that reports print.
    Party,
    /// The person, account or organisation that makes the claim.
    Speaker,
    /// What a claim is that.
    Kind,
    /// How firmly it is made.
    Polarity,
    /// What measurement says of it.
    Outcome,
    /// The publisher, else the host of the address, else the document's name.
    Source,
    /// The day said or published.
    Date,
}

impl Facet {
    /// All of them, in the order in which results list them.
    pub const ALL: &'static [Self] = &[
        Self::Case,
        Self::Type,
        Self::Party,
        Self::Speaker,
        Self::Kind,
        Self::Polarity,
        Self::Outcome,
        Self::Source,
        Self::Date,
    ];

    /// The name, as in `party:` and in addresses.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Case => "case",
            Self::Type => "type",
            Self::Party => "party",
            Self::Speaker => "speaker",
            Self::Kind => "kind",
            Self::Polarity => "polarity",
            Self::Outcome => "outcome",
            Self::Source => "source",
            Self::Date => "date",
        }
    }
}

impl fmt::Display for Facet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Facet {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let named = Self::ALL.iter().copied().find(|f| f.as_str() == text);
        named.ok_or_else(|| {
            let known: Vec<&str> = Self::ALL.iter().map(|f| f.as_str()).collect();
            format!("{text:?} is no facet; there are: {}", known.join(", "))
        })
    }
}
