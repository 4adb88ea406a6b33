//! What the ledger says of one party: rounds, baseline, controls (rule D3).

use std::collections::{BTreeMap, BTreeSet};

use backpedal_model::{
    Asn, BaselinePart, BaselineTime, Ended, Policy, ProbeBin, ProbeDetail, Probes, RttChange,
};

use super::{
    Series,
    ledger::{Count, Ledger, Pair, UNIT},
    rtt::Times,
    ways,
};
use crate::clock::{MINUTE, Seconds, stamp};

/// The length of a round where the data do not show one: five minutes.
const ROUND: i64 = 5 * MINUTE;

/// So many answers and last ASes are told.
const MOST_TOLD: usize = 10;

/// A party's pairs, and the probes that the rule looks at.
struct Own<'a> {
    ledger: &'a Ledger,
    party: u16,
    /// The places of its pairs with results in the window, and of those among them that are
    /// compared with a baseline.
    pairs: BTreeSet<u32>,
    compared: BTreeSet<u32>,
    probes: BTreeSet<u32>,
}

impl Ledger {
    /// What was counted for the party at that place. Every round of the covered window has an
    /// entry, those without results too.
    pub(super) fn probes(&self, party: u16, covered: &[Seconds], policy: &Policy) -> Probes {
        let pairs = (0..)
            .zip(&self.pairs)
            .filter(|(_, pair)| pair.during.sent > 0 && self.owned(pair, party));
        let mut own = Own {
            ledger: self,
            party,
            pairs: pairs.map(|(place, _)| place).collect(),
            compared: BTreeSet::new(),
            probes: BTreeSet::new(),
        };
        let baselines = own.baselines();
        let all = own.probes_of(&own.pairs);
        own.probes = own.probes_of(&own.compared);
        let ases: Vec<Option<Asn>> = own.probes.iter().map(|probe| self.asn(*probe)).collect();
        let known: BTreeSet<Asn> = ases.iter().flatten().copied().filter(|a| a.0 > 0).collect();
        let round = self.round(party);
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let mut detail = own.detail();
        detail.unplaced = number(ases.iter().filter(|asn| asn.is_none()).count());
        detail.without_baseline = number(all.len() - own.probes.len());
        let baseline = agreed(&baselines, policy);
        detail.baselines = baselines;
        Probes {
            targets: own.targets(),
            probes: number(own.probes.len()),
            source_ases: number(known.len()),
            baseline,
            control: own.control(),
            bin_seconds: u32::try_from(round).unwrap_or(u32::MAX),
            bins: own.bins(round, covered),
            detail,
        }
    }

    fn owned(&self, pair: &Pair, party: u16) -> bool {
        self.targets.list[pair.target as usize]
            .owners
            .contains(&party)
    }

    /// The length of a round: the most frequent distance between two results of one pair, in whole
    /// minutes.
    fn round(&self, party: u16) -> i64 {
        let distances = &self.distances[usize::from(party)];
        let most = distances.iter().max_by_key(|(length, n)| (**n, -**length));
        let seconds = most.map_or(ROUND, |(length, _)| *length);
        (seconds.max(1) + MINUTE - 1) / MINUTE * MINUTE
    }
}

/// The lower one of two parts, so that an impairment is one against both. Where one is itself
/// impaired against the other, neither is a baseline.
fn agreed(parts: &[BaselinePart], policy: &Policy) -> Option<f64> {
    let shares = parts.iter().map(|part| part.share);
    let least = shares.clone().min_by(f64::total_cmp)?;
    let most = shares.max_by(f64::total_cmp)?;
    (parts.len() == 1 || least > policy.probe_impaired_share * most).then_some(least)
}

impl Own<'_> {
    fn of(&self, places: &BTreeSet<u32>) -> impl Iterator<Item = &Pair> + Clone {
        places
            .iter()
            .map(|place| &self.ledger.pairs[*place as usize])
    }

    fn probes_of(&self, places: &BTreeSet<u32>) -> BTreeSet<u32> {
        self.of(places).map(|pair| pair.probe).collect()
    }

    /// The parts of the baseline: the week and the day before, where at least half of the pairs of
    /// the window were there; else all before the window, on the same terms. Settles which pairs
    /// are compared; without a baseline all are, so that they can be shown.
    fn baselines(&mut self) -> Vec<BaselinePart> {
        type Part = fn(&Pair) -> Count;
        let whole = Seconds {
            from: self.ledger.window.from - 8 * super::ledger::DAY,
            to: self.ledger.window.from,
        };
        let week: Part = |pair| pair.week;
        let day: Part = |pair| pair.day;
        let all: Part = |pair| pair.before;
        let enough = |part: Part| {
            let there = self
                .of(&self.pairs)
                .filter(|pair| part(pair).sent > 0)
                .count();
            there > 0 && there * 2 >= self.pairs.len()
        };
        let mut parts = vec![
            (BaselineTime::WeekBefore, week, self.ledger.week),
            (BaselineTime::DayBefore, day, self.ledger.day),
        ];
        parts.retain(|(_, part, _)| enough(*part));
        let both = |pair: &&Pair| pair.week.sent > 0 && pair.day.sent > 0;
        if self.of(&self.pairs).filter(both).count() * 2 < self.pairs.len() {
            // Each has other pairs: they cannot be held against each other.
            parts.drain(..parts.len().saturating_sub(1));
        }
        if parts.is_empty() && enough(all) {
            parts.push((BaselineTime::AllBefore, all, whole));
        }
        // A target that never answered anybody before can show no loss.
        let mut ever: BTreeMap<(u32, Series), bool> = BTreeMap::new();
        for pair in self.of(&self.pairs) {
            *ever.entry((pair.target, pair.series)).or_default() |= pair.before.got > 0;
        }
        let alive = |pair: &Pair| ever.get(&(pair.target, pair.series)) == Some(&true);
        let there = |place: &&u32| {
            let pair = &self.ledger.pairs[**place as usize];
            parts.is_empty() || alive(pair) && parts.iter().all(|(_, part, _)| part(pair).sent > 0)
        };
        let compared: BTreeSet<u32> = self.pairs.iter().filter(there).copied().collect();
        self.compared = compared;
        let part = |(time, part, when): (BaselineTime, Part, Seconds)| {
            let mut sum = Count::default();
            self.of(&self.compared).for_each(|pair| sum.add(part(pair)));
            sum.share().map(|share| BaselinePart {
                time,
                interval: when.interval(),
                share,
                results: sum.sent,
            })
        };
        parts.into_iter().filter_map(part).collect()
    }

    fn targets(&self) -> Vec<String> {
        let aim = &self.ledger.aims[usize::from(self.party)];
        let seen = self.of(&self.pairs).map(|pair| pair.target as usize);
        let seen = seen.map(|target| self.ledger.targets.list[target].label.clone());
        let all: BTreeSet<String> = aim.targets.iter().cloned().chain(seen).collect();
        all.into_iter().collect()
    }

    /// Success of the same probes towards other targets. One in the probe's own network shows
    /// nothing of the way out, and one that never answered before is no control.
    fn control(&self) -> Option<f64> {
        let mut sum = Count::default();
        for pair in &self.ledger.pairs {
            let target = &self.ledger.targets.list[pair.target as usize];
            let dead = pair.before.sent > 0 && pair.before.got == 0;
            let own = target.owners.contains(&self.party);
            if !own && !target.local && !dead && self.probes.contains(&pair.probe) {
                sum.add(pair.during);
            }
        }
        sum.share()
    }

    fn bins(&self, round: i64, covered: &[Seconds]) -> Vec<ProbeBin> {
        let mut bins: BTreeMap<i64, Count> = BTreeMap::new();
        let slot = |at: i64| at.div_euclid(round) * round;
        let window = self.ledger.window;
        for part in covered.iter().filter_map(|part| part.meet(window)) {
            let mut at = slot(part.from);
            while at < part.to {
                // A round that the covered time only cuts is no blind spot.
                let whole = at >= part.from && at + round <= part.to;
                if whole {
                    bins.entry(at).or_default();
                }
                at += round;
            }
        }
        for ((at, pair), count) in &self.ledger.shots {
            if self.compared.contains(pair) {
                bins.entry(slot(*at)).or_default().add(*count);
            }
        }
        let number = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
        let bin = |(at, count): (i64, Count)| ProbeBin {
            start: stamp(at),
            sent: number(count.sent),
            answered: number((count.got + UNIT / 2) / UNIT),
        };
        bins.into_iter().map(bin).collect()
    }

    fn detail(&self) -> ProbeDetail {
        let mut detail = ProbeDetail {
            rtt: self.rtt(),
            ..ProbeDetail::default()
        };
        let (mut answers, mut ended) = (BTreeMap::new(), BTreeMap::new());
        for (target, told) in &self.ledger.told {
            let target = &self.ledger.targets.list[*target as usize];
            if !target.owners.contains(&self.party) {
                continue;
            }
            detail.own_errors += told.own_errors;
            for (answer, n) in &told.answers {
                *answers.entry(answer.clone()).or_default() += n;
            }
            for (asn, n) in &told.ended {
                *ended.entry(*asn).or_default() += n;
            }
        }
        detail.answers = most(answers);
        let ended = most(ended).into_iter();
        detail.ended = ended.map(|(asn, results)| Ended { asn, results }).collect();
        let ways = self.ledger.pairs.iter().filter_map(|pair| {
            let ways = pair.ways.as_deref()?;
            Some((ways, self.ledger.owned(pair, self.party)))
        });
        detail.rerouted = ways::rerouted(&self.ledger.crossings, self.party, ways);
        detail
    }

    /// Medians of the type that tells most directly: ping, else traceroute, dns, http.
    fn rtt(&self) -> Option<RttChange> {
        let types = [Series::Ping, Series::Traceroute, Series::Dns, Series::Http];
        types.into_iter().find_map(|series| {
            let both = self.of(&self.compared).filter(|pair| {
                pair.series == series && pair.times.iter().all(|times| !times.is_empty())
            });
            let mut joined = [Times::default(), Times::default()];
            for pair in both.clone() {
                joined
                    .iter_mut()
                    .zip(&pair.times)
                    .for_each(|(all, one)| all.join(one));
            }
            Some(RttChange {
                of: series.name().to_owned(),
                before_ms: joined[0].median()?,
                during_ms: joined[1].median()?,
                pairs: u32::try_from(both.count()).unwrap_or(u32::MAX),
            })
        })
    }
}

/// The most frequent ones first.
fn most<T: Ord>(counts: BTreeMap<T, u64>) -> Vec<(T, u64)> {
    let mut all: Vec<(T, u64)> = counts.into_iter().collect();
    all.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    all.truncate(MOST_TOLD);
    all
}
