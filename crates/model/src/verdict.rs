//! Verdicts: the evidence is kept, the outcome is derived from it.

mod bearing;
mod figures;
mod grounds;
mod outcome;
mod parts;
mod question;
mod series;
#[cfg(test)]
mod tests;
mod wording;

pub use outcome::Outcome;
pub use parts::PartOutcome;
pub use question::{Edge, Question, Untestable};

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{
    Asn, ClaimId, Coverage, DatasetId, DurationRange, Interval, ObservationId, PartyId, ProbeLevel,
    RoutingLevel, TransitRelation, ValueLevel, ValueSource, claim::words,
};

/// What measurement says of one claim. The outcome is a function of what is stored here
/// ([`Verdict::outcome`]), so it can never disagree with its grounds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// The claim.
    pub claim: ClaimId,
    /// The claim as a typed question.
    pub question: Question,
    /// What bears on it.
    pub evidence: Vec<Evidence>,
    /// How well the question's window was watched; empty where nothing is to be watched.
    pub coverage: Vec<Coverage>,
    /// What rule D0 or D3 found missing, one clause each, under the policy in force.
    pub missing: Vec<String>,
    /// How to print the parties of the question; a party without an entry is printed by its id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub names: BTreeMap<PartyId, String>,
}

/// One finding and where it comes from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// What was found.
    pub finding: Finding,
    /// The party that it is about; tells the parts of a [`Question::Each`] apart.
    pub party: PartyId,
    /// The observation that it rests on, for time series.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub observation: Option<ObservationId>,
    /// The files that it rests on.
    pub datasets: Vec<DatasetId>,
    /// Whether any of them was made by a generator.
    #[serde(default)]
    pub synthetic: bool,
}

words! {
    /// The level of the service that a finding is about. A finding at one level says nothing
    /// about those above it.
    Level {
        /// Who is connected to whom.
        Topology = "topology",
        /// Routes in the routing system.
        Routing = "routing",
        /// Packets that come through.
        Reachability = "reachability",
        /// What users see: calls, pages, errors.
        Application = "application",
        /// Words about the event, not measurement.
        Testimony = "testimony",
    }
}

/// What was found, in numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "finding", rename_all = "kebab-case")]
pub enum Finding {
    /// Visibility over the question's window, by D2.
    Routing {
        /// The level.
        level: RoutingLevel,
        /// The least visible share.
        minimum: f64,
        /// The first bin that has it.
        minimum_at: Timestamp,
        /// The policy's `partly_below`, 0 to 1.
        below: f64,
        /// Minutes below it.
        minutes_below: u32,
        /// How many prefixes were watched.
        prefixes: u32,
    },
    /// Probe success over the question's window, by D3.
    Reachability {
        /// The level.
        level: ProbeLevel,
        /// Success in the worst round.
        minimum: f64,
        /// Success before.
        baseline: f64,
    },
    /// A series against its own past over the question's window, by D4.
    Series {
        /// What it was taken from.
        source: ValueSource,
        /// Its name.
        name: String,
        /// The region that it is about, where it is not all of the party.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        region: Option<String>,
        /// The level, other sources regarded.
        level: ValueLevel,
        /// The least value.
        lowest: f64,
        /// When.
        at: Timestamp,
        /// The baseline of that time.
        usual: f64,
        /// Minutes of all anomalies that touch the window.
        minutes: u32,
        /// Whether an anomaly ended only because its level became the baseline.
        released: bool,
    },
    /// Another AS announced prefixes of the party in the question's window, by D5.
    Origin {
        /// The other AS.
        origin: Asn,
        /// How many of the baseline's prefixes it announced, whole or by more specific ones.
        prefixes: u32,
        /// How many more specific ones.
        #[serde(default)]
        specifics: u32,
        /// Of how many.
        watched: u32,
        /// The most peers that had a route of it at once.
        peers: u32,
        /// Of how many.
        of: u32,
        /// When.
        during: Interval,
    },
    /// A measured edge of a routing outage beside the claimed one.
    Edge {
        /// Which edge.
        edge: Edge,
        /// Where it was measured; it lies somewhere inside.
        measured: Interval,
        /// How far the claimed time may lie from it: lag and rounding, in minutes.
        tolerance_minutes: u32,
    },
    /// A measured duration beside the claimed one.
    Duration {
        /// Bounds of what was measured.
        measured: DurationRange,
        /// Rounding that the claim's words allow, in seconds.
        tolerance_seconds: i64,
        /// The policy's `partly_below`, 0 to 1.
        below: f64,
        /// Minutes below it.
        minutes_below: u32,
    },
    /// A measured share beside the claimed one.
    Share {
        /// Largest share of the party's prefixes lost.
        lost: f64,
        /// How many prefixes were watched.
        prefixes: u32,
    },
    /// Whether one party depends on another, by D6.
    Dependency {
        /// The relation.
        relation: TransitRelation,
        /// Whether some snapshot has a link in which the supplier is the customer's provider.
        direct: bool,
        /// Whether the supplier is the customer's only provider in some snapshot.
        only_provider: bool,
        /// Paths that cross the supplier, and all paths, in the tables.
        crossing: u32,
        /// See `crossing`.
        paths: u32,
        /// The days of the snapshots, oldest first.
        dates: Vec<Date>,
        /// How many of the supplier's ASes buy from the customer.
        reverse: u32,
    },
    /// Somebody says so, and nothing was measured.
    Testimony {
        /// Who.
        by: String,
    },
}

impl Finding {
    /// The level that the finding is about.
    #[must_use]
    pub const fn level(&self) -> Level {
        match self {
            Self::Routing { .. }
            | Self::Origin { .. }
            | Self::Edge { .. }
            | Self::Duration { .. }
            | Self::Share { .. } => Level::Routing,
            Self::Series { source, .. } => match source {
                ValueSource::Bgp => Level::Routing,
                _ => Level::Reachability,
            },
            Self::Reachability { .. } => Level::Reachability,
            Self::Dependency { .. } => Level::Topology,
            Self::Testimony { .. } => Level::Testimony,
        }
    }
}

words! {
    /// What one piece of evidence does to a claim.
    Bearing {
        /// It agrees, and could have disagreed.
        Supports = "supports",
        /// It fits, and proves nothing.
        Consistent = "consistent",
        /// It disagrees.
        Contradicts = "contradicts",
        /// It does not decide.
        Silent = "silent",
    }
}
