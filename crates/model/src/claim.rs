//! Claims: who said what, about whom, when, how firmly.

use serde::{Deserialize, Serialize};

use crate::{ClaimId, DocumentId, PartyId, Span, TimeExpr, TimeRange};

/// One statement of fact about the incident. The field names are those of the line that
/// `backpedal extract --format jsonl` prints.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// The document's name, as `extract` prints it.
    pub document: String,
    /// The document.
    pub document_id: DocumentId,
    /// Made from content.
    pub id: ClaimId,
    /// What the claim is that.
    pub kind: ClaimKind,
    /// Stated as so, as not so, or hedged.
    pub polarity: Polarity,
    /// Whose words these are.
    pub voice: Voice,
    /// The exact words.
    pub quote: Quote,
    /// Who makes the claim.
    pub speaker: Speaker,
    /// To whom it was said.
    #[serde(default)]
    pub addressees: Vec<String>,
    /// The outlet that carried it to this document, where the text names one.
    #[serde(default)]
    pub via: Option<String>,
    /// Whose trouble it is; the side that buys or is hosted; who retracts.
    pub subject: Option<Mention>,
    /// The party or thing blamed, those hit, the other side of a relationship.
    #[serde(default)]
    pub objects: Vec<Mention>,
    /// The mechanism, for causes.
    pub cause_kind: Option<CauseKind>,
    /// What is counted.
    pub quantity: Option<Quantity>,
    /// When it was said.
    pub said_at: Option<TimeRange>,
    /// When the thing happened, as far as the claim itself says.
    pub event_time: Option<TimeExpr>,
    /// Whether public network measurements could in principle support or refute it.
    pub checkable: bool,
    /// Calibrated: of claims at 0.8, four in five are right.
    pub confidence: f64,
    /// What found it.
    pub rule: String,
}

/// The words of a claim and where they stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// The words.
    pub text: String,
    /// Where they stand, in Unicode scalar values.
    #[serde(flatten)]
    pub span: Span,
}

/// Who makes a claim. All fields are null for an article's own voice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speaker {
    /// The person, with the full name where the text has it anywhere; the handle of a commenter.
    pub name: Option<String>,
    /// The organisation spoken for.
    pub org: Option<String>,
    /// The role, as in "company spokeswoman".
    pub role: Option<String>,
    /// The words used ("multiple reports", "a reader").
    pub text: Option<String>,
    /// The party of the case that is spoken for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<PartyId>,
}

/// A name in a text, and the party that it leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// The name, resolved from pronouns and descriptions.
    pub text: String,
    /// The party of the case, where the name leads to exactly one.
    pub party: Option<PartyId>,
}

/// What a claim counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quantity {
    /// The number.
    pub value: f64,
    /// What is counted: "million devices", "percent", "data centres".
    pub unit: String,
    /// How the number is bounded.
    pub bound: Option<Bound>,
    /// The whole, for "19 of 37".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<f64>,
}

/// How a number is bounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Bound {
    /// "more than", "over".
    #[serde(rename = "more than")]
    MoreThan,
    /// "at least".
    #[serde(rename = "at least")]
    AtLeast,
    /// "about", "some", "roughly".
    About,
    /// "at most", "up to".
    #[serde(rename = "at most")]
    AtMost,
    /// "less than", "under", "almost".
    #[serde(rename = "less than")]
    LessThan,
}

/// A closed list of words with one lower-case name each, for JSON, facets and messages.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize,
        )]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $word)] $variant,)+ }

        impl $name {
            /// All of them, in their customary order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The one name that outputs use.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = String;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|v| v.as_str() == text).ok_or_else(|| {
                    let known: Vec<&str> = Self::ALL.iter().map(|v| v.as_str()).collect();
                    format!("{text:?} is none of: {}", known.join(", "))
                })
            }
        }
    };
}
pub(crate) use words;

words! {
    /// What a claim is that.
    ClaimKind {
        /// The subject was down, disrupted, degraded.
        Outage = "outage",
        /// The subject's trouble was caused by something.
        Cause = "cause",
        /// Others were hit by the subject's trouble.
        Affected = "affected",
        /// How many, how much, where.
        Scope = "scope",
        /// When it began, ended, or how long it lasted.
        Timing = "timing",
        /// The subject works again.
        Restored = "restored",
        /// It is being looked into; not known yet.
        Investigating = "investigating",
        /// The speaker has logs or measurements that show it.
        Evidence = "evidence",
        /// Somebody took back an earlier statement of their own.
        Retraction = "retraction",
        /// The subject buys from, is hosted by, peers with.
        Relationship = "relationship",
        /// The speaker takes or refuses responsibility, or apologises.
        Responsibility = "responsibility",
    }
}

words! {
    /// How firmly a claim is made.
    Polarity {
        /// Stated as so.
        Affirm = "affirm",
        /// Stated as not so.
        Deny = "deny",
        /// Hedged, asked, open.
        Uncertain = "uncertain",
    }
}

words! {
    /// Whose words a claim is in.
    Voice {
        /// The speaker's own words in quotation marks, or a post.
        Direct = "direct",
        /// Reported.
        Indirect = "indirect",
        /// The document's own voice.
        Own = "own",
    }
}

words! {
    /// The mechanism of a cause.
    CauseKind {
        /// A supplier's network, no mechanism given.
        Provider = "provider",
        /// The subject's own network, no mechanism given.
        OwnNetwork = "own-network",
        /// A cut cable.
        FiberCut = "fiber-cut",
        /// Electricity, fire, cooling plant's power.
        Power = "power",
        /// DDoS, sabotage, hackers.
        Attack = "attack",
        /// A setting.
        Configuration = "configuration",
        /// Wrong, withdrawn or corrupted routes.
        Routing = "routing",
        /// Name resolution.
        Dns = "dns",
        /// A bug.
        Software = "software",
        /// A failed router, card, disk.
        Hardware = "hardware",
        /// Too much load.
        Capacity = "capacity",
        /// Storm, flood, heat.
        Weather = "weather",
        /// A person's slip.
        HumanError = "human-error",
        /// Planned work, an upgrade.
        Maintenance = "maintenance",
        /// A government order, thieves, somebody else's update.
        ThirdParty = "third-party",
        /// Said to be unknown or open.
        Unknown = "unknown",
    }
}
