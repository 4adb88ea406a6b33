//! What is known of probe results beside their success.

use serde::{Deserialize, Serialize};

use crate::{Asn, Interval};

/// What else the results tell. Shown, and not judged by.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProbeDetail {
    /// What the baseline was taken from, in order of time. Two parts without a baseline disagreed.
    pub baselines: Vec<BaselinePart>,
    /// Probes whose AS nothing says; they do not count towards the source ASes.
    pub unplaced: u32,
    /// Probes that are left out because they had no result towards the same target before.
    pub without_baseline: u32,
    /// Results in the window that failed at the probe itself, and are left out.
    pub own_errors: u64,
    /// Round-trip times before and in the window.
    pub rtt: Option<RttChange>,
    /// What targets answered in the window (rcodes, statuses, timeouts), with their number, the
    /// most frequent first.
    pub answers: Vec<(String, u64)>,
    /// Where traceroutes of the window ended that did not reach the target, the most frequent
    /// first.
    pub ended: Vec<Ended>,
    /// Who was gone around.
    pub rerouted: Vec<Rerouted>,
}

/// One part of a baseline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BaselinePart {
    /// Which one.
    pub time: BaselineTime,
    /// From when to when.
    pub interval: Interval,
    /// Success in it, 0 to 1.
    pub share: f64,
    /// Of how many results.
    pub results: u64,
}

/// With what time results are compared (rule D3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BaselineTime {
    /// The same hours a week before.
    WeekBefore,
    /// The same hours a day before.
    DayBefore,
    /// All that the files hold from before the window.
    AllBefore,
}

/// Round-trip times, as medians over the same probes and targets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RttChange {
    /// Type of the results: `ping`, `traceroute`, `dns`, `http`.
    pub of: String,
    /// Median before the window, in milliseconds, to a hundredth of itself.
    pub before_ms: f64,
    /// Median in the window, likewise.
    pub during_ms: f64,
    /// How many pairs of probe and target answered in both.
    pub pairs: u32,
}

/// Where traceroutes ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// The AS of the last hop that answered; `None` where nothing says it.
    pub asn: Option<Asn>,
    /// How many traceroutes.
    pub results: u64,
}

/// What became of the pairs of probe and target whose traceroutes used to cross an exchange or a
/// network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rerouted {
    /// The exchange or party that they used to cross.
    pub around: String,
    /// Whether they lead to the party's own targets; else they lead past the party to others.
    pub to_party: bool,
    /// Pairs that always crossed it before the window and were tried in it.
    pub crossed: u32,
    /// Of these, those that reached the target by another way at least once.
    pub another_way: u32,
    /// Those that reached it as before and not otherwise.
    pub same_way: u32,
    /// Those that did not reach it.
    pub not_reached: u32,
    /// Those that reached it with more silent hops than before, so that the way cannot be told.
    pub unclear: u32,
}

impl Rerouted {
    /// "18 of 20 pairs of probe and target that used to cross Heron Exchange reached the target by
    /// another way", and what became of the others.
    #[must_use]
    pub fn sentence(&self) -> String {
        let (n, of, around) = (self.another_way, self.crossed, &self.around);
        let mut text = format!(
            "{n} of {of} pairs of probe and target that used to cross {around} reached the target by \
             another way"
        );
        for (count, what) in [
            (self.same_way, "as before"),
            (self.not_reached, "not at all"),
            (self.unclear, "by a way that cannot be told"),
        ] {
            if count > 0 {
                text.push_str(&format!(", {count} {what}"));
            }
        }
        text
    }
}

impl BaselineTime {
    /// In words: "the same hours a week before".
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::WeekBefore => "the same hours a week before",
            Self::DayBefore => "the same hours a day before",
            Self::AllBefore => "all that is there from before the window",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_has_numerator_and_denominator() {
        let seen = Rerouted {
            around: "Heron Exchange".to_owned(),
            to_party: true,
            crossed: 20,
            another_way: 17,
            same_way: 0,
            not_reached: 2,
            unclear: 1,
        };
        assert_eq!(
            seen.sentence(),
            "17 of 20 pairs of probe and target that used to cross Heron Exchange reached the target \
             by another way, 2 not at all, 1 by a way that cannot be told"
        );
    }
}
