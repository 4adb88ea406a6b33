//! The case: one incident, its parties, its sources and the measurements that may settle it.

mod address;
mod archive;
mod cron;
mod error;
mod fields;
mod inputs;
mod nearest;
mod parse;
mod party;
mod place;
mod policy;
mod schedule;
mod series;
mod when;

pub use address::X_POST_FIELDS;
pub use archive::ArchiveSpec;
pub use cron::{Cron, CronError};
pub use error::{CaseError, Mistake};
pub use schedule::Schedule;
pub use series::{Columns, SeriesSpec};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{Interval, Origin, Parties, PartyId, Policy, SourceId};

/// One incident under examination, as its case file describes it.
///
/// Paths are kept as written; the caller resolves them against the directory of the case file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// The name in addresses and in the store: lower-case letters, digits, hyphens.
    pub id: String,
    /// The headline of the report.
    pub title: String,
    /// A sentence or two on what is in dispute.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// Set where sources or measurements are not the real ones; printed in every output.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub synthetic: Option<String>,
    /// The time under examination.
    pub window: Interval,
    /// The zone (IANA name) in which times without one are read, and which reports print.
    pub zone: String,
    /// Who speaks and of whom is spoken.
    pub parties: Parties,
    /// Where statements are.
    pub sources: Vec<SourceSpec>,
    /// Files that tell what routing or probes saw during the window.
    pub measurements: Vec<MeasurementSpec>,
    /// Many routing files at once, whose names tell what they hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub archives: Vec<ArchiveSpec>,
    /// Files that tell who was connected to whom on a date.
    pub topology: Vec<TopologySpec>,
    /// Thresholds.
    pub policy: Policy,
    /// When `crawl --watch` looks again.
    pub schedule: Schedule,
}

impl Case {
    /// Reads a case file.
    ///
    /// # Errors
    /// All mistakes found, each with line, column, what was expected and a hint.
    pub fn parse(text: &str) -> Result<Self, CaseError> {
        parse::case(text)
    }

    /// The window with the days around it in which something is still said about it: a week
    /// before, for what was announced, and sixty days after (policy). Sources that list more than
    /// can be fetched are searched in it.
    #[must_use]
    pub fn near(&self) -> Interval {
        address::near(self.window)
    }

    /// The zone as jiff knows it. The parser has checked the name; UTC if it was bypassed.
    #[must_use]
    pub fn time_zone(&self) -> jiff::tz::TimeZone {
        jiff::tz::TimeZone::get(&self.zone).unwrap_or(jiff::tz::TimeZone::UTC)
    }
}

/// A place where statements are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SourceSpec {
    /// Made from kind and origin.
    pub id: SourceId,
    /// How it is read.
    pub kind: SourceKind,
    /// The address or path.
    pub origin: Origin,
    /// The name used in outputs in place of the file's stem.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Who publishes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// When it was published, where the text does not say or says it wrongly.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<crate::Moment>,
    /// The party whose own voice it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voice_of: Option<PartyId>,
    /// Its own schedule, where it differs from the case's.
    #[serde(flatten)]
    pub schedule: Schedule,
    /// Whether links from an article to the statement that it quotes are followed, one step.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub follow: bool,
}

/// How a source is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SourceKind {
    /// An HTML page.
    Page,
    /// A plain text.
    Text,
    /// Posts in JSON, of any of the services below: an answer, an array, or one post a line.
    Posts,
    /// RSS, Atom or JSON feed, whose entries are read as pages.
    Feed,
    /// Incidents of a Statuspage or annotations of Cloudflare Radar, in JSON: testimony.
    Incidents,
    /// A sitemap or an index of sitemaps; what it lists near the window is read as pages.
    Sitemap,
    /// A status page: its incidents, from its interface or from its history pages.
    Statuspage,
    /// An item of Hacker News with the tree below it.
    HackerNews,
    /// An account, hashtag or thread of a server that speaks Mastodon's API.
    Mastodon,
    /// An account, search or thread of Bluesky.
    Bluesky,
    /// An account, search or conversation of X by its API, version 2, or an export of X.
    X,
    /// A mailing list: an mbox file, a month of Pipermail, or the index of such months.
    MailingList,
    /// Past captures of an address in a web archive.
    Memento,
    /// A WARC file: each text that it holds is a capture with the time when it was made.
    Warc,
    /// A page that an article links to. A case does not name it; nothing is followed from it.
    Linked,
}

/// A file that tells what routing or probes saw.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MeasurementSpec {
    /// What it holds.
    pub kind: MeasurementKind,
    /// The address or path.
    pub origin: Origin,
    /// The time that it covers by its publisher's account; what lies outside is no evidence.
    pub covers: Interval,
    /// Who collected it ("rrc06", "route-views2").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collector: Option<String>,
    /// Whether it was made by a generator.
    #[serde(default)]
    pub synthetic: bool,
    /// A caveat, printed beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What the values of a series stand for, and in which columns they are.
    #[serde(default, skip_serializing_if = "SeriesSpec::is_empty")]
    pub series: SeriesSpec,
}

/// What a measurement file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MeasurementKind {
    /// A routing table: MRT `TABLE_DUMP(_V2)`, or `bgpdump -m` text; gz, bz2 or plain.
    BgpTable,
    /// Routing updates: MRT `BGP4MP`, or `bgpdump -m` text; gz, bz2 or plain.
    BgpUpdates,
    /// Probe results: CSV or Parquet with `time,probe,asn,target,success` (`success` is 0 or 1) or
    /// with columns that the case names, a Prometheus range query, or OpenMetrics text.
    Probes,
    /// Values over time: IODA (CSV or JSON), a Prometheus range query, OpenMetrics text, or CSV or
    /// Parquet with columns that the case names. Which of these, the content tells.
    Series,
    /// Results of RIPE Atlas probes as JSON: an array, one result a line, or pages.
    Atlas,
    /// Whose addresses are: prefix to AS, peering LANs of exchanges, or an archive of probes.
    AddressMap,
}

/// A file that tells who was connected to whom.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TopologySpec {
    /// What it holds.
    pub kind: TopologyKind,
    /// The address or path.
    pub origin: Origin,
    /// The day for which it holds.
    pub date: Date,
    /// Whether it was made by a generator.
    #[serde(default)]
    pub synthetic: bool,
    /// A caveat, printed beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What a topology file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TopologyKind {
    /// AS relationships.
    Relationships(RelationshipFormat),
    /// A routing table, for the paths in it.
    BgpTable,
    /// AS names: JSON object of number to name, or lines `13335 NAME`.
    AsNames,
    /// Customer cones as CAIDA's `ppdc-ases` files give them: an AS, then the ASes of its cone.
    CustomerCones,
    /// Which organisation holds which AS: CAIDA `as-org2info` (text or JSON lines), or lines
    /// `registry,organisation,ASN`.
    Organisations,
    /// Prefixes with the AS that originates them: CAIDA `pfx2as`, or the `.dat` files of pyasn.
    PrefixOrigins,
    /// A PeeringDB dump, or the answer of one of its endpoints.
    PeeringDb,
}

impl TopologyKind {
    /// What [`crate::Dataset::kind`] calls it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Relationships(_) => "relationships",
            Self::BgpTable => "bgp-table",
            Self::AsNames => "as-names",
            Self::CustomerCones => "customer-cones",
            Self::Organisations => "organisations",
            Self::PrefixOrigins => "prefix-to-as",
            Self::PeeringDb => "peeringdb",
        }
    }
}

/// How a relationship file writes its links.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RelationshipFormat {
    /// CAIDA serial-1: `provider|customer|-1`, `peer|peer|0`.
    Serial1,
    /// CAIDA serial-2: serial-1 with a fourth field that names the method.
    Serial2,
    /// The SNAP copies of 2004 to 2007: tab-separated, `-1` when the *first* is the customer,
    /// `1` when it is the provider, `0` peers, `2` siblings.
    Snap,
}
