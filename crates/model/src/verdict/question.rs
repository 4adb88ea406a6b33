//! A claim as a typed question.

use serde::{Deserialize, Serialize};

use crate::{DurationRange, Interval, PartyId, claim::words};

/// What would have to be measured to judge a claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "question", rename_all = "kebab-case")]
pub enum Question {
    /// Was the party impaired at some time in the window?
    Impaired {
        /// Whom.
        party: PartyId,
        /// When.
        window: Interval,
        /// Whether the claim says that it was not.
        denied: bool,
        /// Whether the words are about the application ("calls failed"), which routing alone
        /// never contradicts.
        application: bool,
    },
    /// Did the outage begin, or end, at the time claimed?
    Edge {
        /// Whose outage.
        party: PartyId,
        /// Which edge.
        edge: Edge,
        /// The time claimed, with its precision.
        claimed: Interval,
        /// Whether the claim says that it was not so.
        denied: bool,
        /// Whether the words are about the application.
        application: bool,
    },
    /// Did it last as long as claimed?
    Duration {
        /// Whose outage.
        party: PartyId,
        /// The length claimed.
        claimed: DurationRange,
        /// Whether the claim says that it was not so.
        denied: bool,
        /// Whether the words are about the application.
        application: bool,
    },
    /// Was such a share of the party's own network lost?
    Share {
        /// Whose network.
        party: PartyId,
        /// The share claimed, 0 to 1: the least and the most that the words mean.
        claimed: (f64, f64),
        /// Whether the claim says that it was not so.
        denied: bool,
    },
    /// Does one party depend on another (buys transit from, is hosted by)?
    Depends {
        /// The side that depends.
        customer: PartyId,
        /// The side depended on.
        supplier: PartyId,
        /// Whether the claim says that it does not.
        denied: bool,
    },
    /// Was the customer hit through the supplier? Needs the customer's own impairment.
    HitThrough {
        /// The side that was hit.
        customer: PartyId,
        /// The side through which it was hit.
        supplier: PartyId,
        /// When.
        window: Interval,
        /// Whether the claim says that it was not.
        denied: bool,
    },
    /// Several of the above, one for each party that the claim names.
    Each {
        /// The parts, in the order of the words.
        parts: Vec<(String, Question)>,
    },
    /// Nothing that these data could judge.
    Untestable {
        /// Why.
        reason: Untestable,
        /// The words that do not resolve, or what would be needed; empty where plain.
        detail: String,
    },
}

words! {
    /// An edge of an outage.
    Edge {
        /// Its beginning.
        Onset = "onset",
        /// Its end.
        End = "end",
    }
}

words! {
    /// Why a claim cannot be tested.
    Untestable {
        /// A cause leaves no trace in these data.
        Cause = "cause cannot be measured here",
        /// It is about words, apologies, investigations.
        Words = "about words, not the network",
        /// People, calls, devices: not networks.
        NotNetwork = "not about networks",
        /// A name leads to nothing measurable.
        NotResolved = "not resolved",
        /// A population or region wider than the data.
        WiderThanData = "wider than the data",
        /// The kind of data that could tell is not at hand.
        OtherData = "not testable here",
        /// No time zone, and it matters.
        NoZone = "no time zone",
        /// Hedged or asked: nothing firm to test.
        NotFirm = "nothing firm to test",
    }
}
