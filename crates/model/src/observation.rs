//! What was measured.

mod edges;
mod origins;
mod probes;
mod until;
mod values;

pub use edges::Edges;
pub use origins::OriginChange;
pub use probes::{BaselinePart, BaselineTime, Ended, ProbeDetail, Rerouted, RttChange};
pub use values::{Anomaly, AnomalyEnd, ValueBin, ValueLevel, ValueNote, ValueSource, Values};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    Asn, Coverage, DatasetId, Interval, MeasurementKind, ObservationId, Origin, PartyId, Policy,
    Sha256,
};

/// One measurement or topology file that was read: the provenance of what follows from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dataset {
    /// Made from the digest and the time covered.
    pub id: DatasetId,
    /// Where it came from, as the case names it.
    pub origin: Origin,
    /// What it holds, in one word for people: "bgp-table", "relationships".
    pub kind: String,
    /// Digest of the file as it lies on disk.
    pub digest: Sha256,
    /// Its size on disk.
    pub bytes: u64,
    /// The time that it covers.
    pub covers: Interval,
    /// Who collected it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collector: Option<String>,
    /// Whether it was made by a generator; every output says so.
    #[serde(default)]
    pub synthetic: bool,
    /// A caveat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Records read.
    pub records: u64,
}

impl Dataset {
    /// The word for a measurement's kind.
    #[must_use]
    pub const fn kind_name(kind: MeasurementKind) -> &'static str {
        match kind {
            MeasurementKind::BgpTable => "bgp-table",
            MeasurementKind::BgpUpdates => "bgp-updates",
            MeasurementKind::Probes => "probes",
            MeasurementKind::Series => "series",
            MeasurementKind::Atlas => "atlas",
            MeasurementKind::AddressMap => "address-map",
        }
    }
}

/// What the data say about one party, with how well they could see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Observation {
    /// Made from datasets, party and signal.
    pub id: ObservationId,
    /// Whom it is about.
    pub party: PartyId,
    /// The files that it rests on.
    pub datasets: Vec<DatasetId>,
    /// Whether any of them was made by a generator.
    #[serde(default)]
    pub synthetic: bool,
    /// What was seen.
    pub signal: Signal,
    /// What could have been seen.
    pub coverage: Coverage,
}

/// One kind of measurement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "signal", rename_all = "kebab-case")]
pub enum Signal {
    /// Visibility in the routing system.
    Visibility(Visibility),
    /// Success of probes.
    Probes(Probes),
    /// Values over time against their own past.
    Values(Values),
}

/// Visibility of a party's prefixes over time (rules D1 and D2).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Visibility {
    /// The ASes whose prefixes were watched.
    pub asns: Vec<Asn>,
    /// What "all" means.
    pub baseline: Baseline,
    /// Length of a bin, in seconds.
    pub bin_seconds: u32,
    /// One entry for each bin of the covered window, in order. `None` shares are blind spots.
    pub bins: Vec<VisibilityBin>,
    /// When the loss that led to the onset began: from the last bin without it to the first with
    /// it. Without an onset, the first loss at all.
    pub first_loss: Option<Interval>,
    /// Onset by D2: from the start of the last good bin to the start of the first bin under
    /// `partly_below`. `None` too where the data begin inside the outage.
    pub onset: Option<Interval>,
    /// End by D2: from the start of the last bad bin before visibility held for
    /// `recovery_minutes` to the first bin where it was whole again (as before the loss), or, if it
    /// never was, the first good bin.
    pub recovery: Option<Interval>,
    /// Peers that lack routes at the end of the data.
    pub lacking: Vec<PeerLack>,
    /// Other ASes that originated its prefixes (rule D5).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub origins: Vec<OriginChange>,
}

/// What visibility is compared with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Baseline {
    /// How it was taken.
    pub kind: BaselineKind,
    /// When; of a median, the start of its day.
    pub at: Timestamp,
    /// How many prefixes.
    pub prefixes: u32,
    /// How many IPv4 addresses they hold, each counted once.
    pub addresses_v4: u64,
    /// How many IPv6 /48 networks they hold.
    pub networks_v6: u64,
}

/// How a baseline was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BaselineKind {
    /// The table at the start.
    TableAtStart,
    /// The median of the 24 hours before the window.
    MedianOfDayBefore,
}

/// One bin of a visibility series. `share`, `weighted` and `covered` are samples of the state at
/// the bin's start; `mean` and the counts are of the whole bin.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct VisibilityBin {
    /// Its start.
    pub start: Timestamp,
    /// Visible share of the baseline prefixes at the bin's start, 0 to 1; `None` when blind.
    /// Levels, minutes below a level and edges rest on it: a sample was true at one instant.
    pub share: Option<f64>,
    /// The mean of `share` over the bin, each value weighted by the seconds that it held; `None`
    /// when blind. It stands beside the sample because a change early in a bin shows here and not
    /// there, and other tools print means; it smears an edge over the bin, so no rule uses it.
    #[serde(default)]
    pub mean: Option<f64>,
    /// The same, weighted by address space: IPv4 addresses, or IPv6 /48s where there is no IPv4.
    pub weighted: Option<f64>,
    /// The same as `share`, where a withdrawn prefix that a visible less specific one of the same
    /// party covers counts as visible (longest match). Levels use `share`.
    #[serde(default)]
    pub covered: Option<f64>,
    /// Announcements in the bin that changed a path.
    pub path_changes: u32,
    /// Withdrawals in the bin that removed a route.
    pub withdrawals: u32,
}

/// A peer that lacks routes at the end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeerLack {
    /// Its address.
    pub peer: std::net::IpAddr,
    /// Its AS.
    pub asn: Asn,
    /// How many baseline prefixes that it had at first it lacks now.
    pub missing: u32,
}

/// What D2 says of a stretch of a visibility series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RoutingLevel {
    /// D0 is not satisfied or a blind spot touches the stretch.
    NotMeasured,
    /// Visibility held throughout. Never "was up".
    NoImpairmentVisible,
    /// Below `partly_below` for `partly_minutes`.
    PartlyImpaired,
    /// Below `impaired_below` for `impaired_minutes`.
    Impaired,
}

impl Visibility {
    /// The least share and the first bin that has it.
    #[must_use]
    pub fn minimum(&self) -> Option<(Timestamp, f64)> {
        let seen = self
            .bins
            .iter()
            .filter_map(|bin| bin.share.map(|share| (bin.start, share)));
        seen.min_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)))
    }

    /// Whole minutes during which the share was below `level`.
    #[must_use]
    pub fn minutes_below(&self, level: f64) -> u32 {
        let bins = self
            .bins
            .iter()
            .filter(|bin| bin.share.is_some_and(|share| share < level));
        u32::try_from(bins.count())
            .unwrap_or(u32::MAX)
            .saturating_mul(self.bin_seconds)
            / 60
    }

    /// The bins that start inside the interval.
    pub fn during(&self, interval: Interval) -> impl Iterator<Item = &VisibilityBin> {
        self.bins
            .iter()
            .filter(move |bin| interval.holds(bin.start))
    }

    /// The level of rule D2 over an interval, as far as the bins there go; coverage is the
    /// caller's to check.
    #[must_use]
    pub fn level_during(&self, interval: Interval, policy: &Policy) -> RoutingLevel {
        let longest = |limit: f64| {
            let (mut longest, mut run) = (0_u32, 0_u32);
            for bin in self.during(interval) {
                run = if bin.share.is_some_and(|share| share < limit) {
                    run + 1
                } else {
                    0
                };
                longest = longest.max(run);
            }
            longest.saturating_mul(self.bin_seconds) / 60
        };
        if self.during(interval).next().is_none() {
            RoutingLevel::NotMeasured
        } else if longest(policy.impaired_below) >= policy.impaired_minutes {
            RoutingLevel::Impaired
        } else if longest(policy.partly_below) >= policy.partly_minutes {
            RoutingLevel::PartlyImpaired
        } else if self.during(interval).any(|bin| bin.share.is_none()) {
            RoutingLevel::NotMeasured
        } else {
            RoutingLevel::NoImpairmentVisible
        }
    }
}

/// Success of probes towards a party's targets (rule D3).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Probes {
    /// The targets, as the file names them.
    pub targets: Vec<String>,
    /// How many different probes.
    pub probes: u32,
    /// In how many different ASes.
    pub source_ases: u32,
    /// Success before the window from the same probes to the same targets, 0 to 1; `None` too where
    /// the day and the week before disagree.
    pub baseline: Option<f64>,
    /// Success towards control targets (other parties' or none's) in the window; `None` without.
    pub control: Option<f64>,
    /// Length of a round, in seconds.
    pub bin_seconds: u32,
    /// One entry a round, in order.
    pub bins: Vec<ProbeBin>,
    /// What else is known of them; no rule uses it but for what the baseline was.
    #[serde(default)]
    pub detail: ProbeDetail,
}

impl Probes {
    /// The level of rule D3 over an interval. Coverage is the caller's to check.
    ///
    /// A round counts as impaired when success is at or below the policy's share of the baseline
    /// and the 95 % Wilson interval lies wholly under the baseline; as many rounds in a row as the
    /// policy says make a level. A fault is only believed where control targets stayed normal.
    #[must_use]
    pub fn level_during(&self, interval: Interval, policy: &Policy) -> ProbeLevel {
        let bins: Vec<&ProbeBin> = self
            .bins
            .iter()
            .filter(|bin| bin.sent > 0 && interval.holds(bin.start))
            .collect();
        let Some(baseline) = self.baseline else {
            return ProbeLevel::NotMeasured;
        };
        let few = self.probes < policy.min_probes || self.source_ases < policy.min_probe_ases;
        if few || bins.is_empty() {
            return ProbeLevel::NotMeasured;
        }
        let longest = |bad: &dyn Fn(&ProbeBin) -> bool| {
            let runs = bins.split(|bin| !bad(bin));
            runs.map(<[_]>::len).max().unwrap_or(0) >= policy.probe_rounds.max(1) as usize
        };
        let impaired = |bin: &ProbeBin| {
            bin.share() <= policy.probe_impaired_share * baseline && bin.wilson().1 < baseline
        };
        // Targets that hardly answered before can show a fall, but neither that all is well nor
        // that nothing comes through.
        let good_before = baseline > policy.probe_impaired_share;
        if !longest(&impaired) {
            return if good_before {
                ProbeLevel::Reachable
            } else {
                ProbeLevel::NotMeasured
            };
        }
        let control_normal = self
            .control
            .is_some_and(|share| share > policy.probe_impaired_share);
        if !control_normal {
            ProbeLevel::NotMeasured
        } else if good_before && longest(&|bin| bin.share() <= policy.probe_unreachable_share) {
            ProbeLevel::Unreachable
        } else {
            ProbeLevel::Impaired
        }
    }
}

impl ProbeBin {
    /// The answered share, 0 to 1; 0 where none was sent.
    #[must_use]
    pub fn share(&self) -> f64 {
        if self.sent == 0 {
            0.0
        } else {
            f64::from(self.answered) / f64::from(self.sent)
        }
    }

    /// The 95 % score interval of the answered share (E. B. Wilson, Journal of the American
    /// Statistical Association 22, 1927, pp. 209-212); 0 to 1 where none was sent.
    #[must_use]
    pub fn wilson(&self) -> (f64, f64) {
        const Z: f64 = 1.959_963_984_540_054; // the 97.5 % point of the normal distribution
        if self.sent == 0 {
            return (0.0, 1.0);
        }
        let (n, p) = (f64::from(self.sent), self.share());
        let scale = 1.0 / (1.0 + Z * Z / n);
        let middle = p + Z * Z / (2.0 * n);
        let half = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
        (
            ((middle - half) * scale).max(0.0),
            ((middle + half) * scale).min(1.0),
        )
    }
}

/// One round of probes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProbeBin {
    /// Its start.
    pub start: Timestamp,
    /// Results: one for each time that a probe tried a target.
    pub sent: u32,
    /// How many of them were answered, rounded. A ping counts with the share of its packets that
    /// came back.
    pub answered: u32,
}

/// What D3 says of a stretch of probe rounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProbeLevel {
    /// Too few probes, no baseline, or the control targets failed too.
    NotMeasured,
    /// Success as before.
    Reachable,
    /// Success fell below the policy's share of the baseline.
    Impaired,
    /// Hardly any probe came through.
    Unreachable,
}
