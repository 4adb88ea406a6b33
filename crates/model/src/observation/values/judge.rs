//! Rule D4: a value against the median of the values before it.
//!
//! A run of low values begins where a value falls below the policy's share of the baseline, and
//! ends where values have come back for some minutes. It is an anomaly when the median of some
//! minutes in it lies low beyond chance. What a run holds is never learnt, so a long outage does
//! not become its own baseline, until it is so long that the baseline no longer tells anything.

use std::collections::VecDeque;

use super::{Anomaly, AnomalyEnd, ValueBin, ValueSource};
use crate::{Interval, Policy};

/// The 97.5 % point of the normal distribution, as in the Wilson interval of rule D3.
const Z: f64 = 1.96;

/// Baselines into the bins, and the anomalies.
pub(super) fn judge(
    source: ValueSource,
    bin_seconds: u32,
    bins: &mut [ValueBin],
    policy: &Policy,
) -> Vec<Anomaly> {
    let mut rule = Rule::new(source, bin_seconds, policy);
    for at in 0..bins.len() {
        rule.step(at, bins);
    }
    rule.close(bins, AnomalyEnd::Open);
    rule.found
}

/// The values of which the baseline is the median: in order of time, and in order of size.
#[derive(Default)]
struct History {
    order: VecDeque<f64>,
    sorted: Vec<f64>,
}

impl History {
    fn learn(&mut self, value: f64, most: usize) {
        if self.order.len() >= most
            && let Some(old) = self.order.pop_front()
        {
            let at = self.sorted.partition_point(|v| v.total_cmp(&old).is_lt());
            self.sorted.remove(at);
        }
        let at = self.sorted.partition_point(|v| v.total_cmp(&value).is_lt());
        self.sorted.insert(at, value);
        self.order.push_back(value);
    }

    fn median(&self, least: usize) -> Option<f64> {
        let enough = self.sorted.len() >= least.max(1);
        enough.then(|| self.sorted[self.sorted.len() / 2])
    }
}

/// The state of the rule while it goes through a series.
struct Rule<'a> {
    policy: &'a Policy,
    source: ValueSource,
    step_seconds: i64,
    history: History,
    /// Bins from the first low one on, while it is not over.
    run: Vec<usize>,
    /// How many at the end of the run are no longer low.
    back: usize,
    /// Whether the run was low beyond chance: weakly, fully.
    reached: (bool, bool),
    /// The last bin with a value.
    last: Option<usize>,
    found: Vec<Anomaly>,
}

impl<'a> Rule<'a> {
    fn new(source: ValueSource, bin_seconds: u32, policy: &'a Policy) -> Self {
        Self {
            policy,
            source,
            step_seconds: i64::from(bin_seconds.max(1)),
            history: History::default(),
            run: Vec::new(),
            back: 0,
            reached: (false, false),
            last: None,
            found: Vec::new(),
        }
    }

    /// So many minutes in bins, at least one.
    fn bins_of(&self, minutes: i64) -> usize {
        usize::try_from((minutes * 60).div_euclid(self.step_seconds)).map_or(1, |n| n.max(1))
    }

    /// How many values make the whole baseline.
    fn baseline_bins(&self) -> usize {
        let hours = if self.source == ValueSource::Bgp {
            self.policy.series_routing_hours
        } else {
            self.policy.series_probing_hours
        };
        self.bins_of(60 * i64::from(hours))
    }

    /// Below it a value belongs to a run.
    fn edge(&self, usual: f64) -> f64 {
        usual
            * if self.source == ValueSource::Bgp {
                self.policy.series_weak_below
            } else {
                self.policy.series_below
            }
    }

    /// Below it the median of some minutes is an anomaly. A count of n things varies by chance by
    /// the root of n, though nothing has happened (Poisson), so a series of small counts must fall
    /// below that as well.
    fn limit(&self, usual: f64) -> f64 {
        let low = usual * self.policy.series_below;
        if self.source.varies_by_chance() {
            low.min(usual - Z * usual.max(0.0).sqrt())
        } else {
            low
        }
    }

    fn step(&mut self, at: usize, bins: &mut [ValueBin]) {
        let Some(value) = bins[at].value else {
            return;
        };
        let silence = self.last.map_or(0, |last| at - last);
        self.last = Some(at);
        if silence > self.baseline_bins() {
            // Nothing was heard for as long as a baseline is: it would be of another time.
            self.close(bins, AnomalyEnd::Open);
            self.history = History::default();
        }
        let least = self.bins_of(60 * i64::from(self.policy.series_history_hours));
        let usual = self.history.median(least);
        bins[at].baseline = usual;
        let Some(usual) = usual.filter(|_| self.source.is_judged()) else {
            self.history.learn(value, self.baseline_bins());
            return;
        };
        let low = value < self.edge(usual);
        if !low && self.run.is_empty() {
            self.history.learn(value, self.baseline_bins());
            return;
        }
        self.run.push(at);
        self.back = if low { 0 } else { self.back + 1 };
        if self.back >= self.bins_of(i64::from(self.policy.series_recovery_minutes)) {
            self.close(bins, AnomalyEnd::Back);
            return;
        }
        self.weigh(usual, bins);
        if self.run.len() >= self.bins_of(60 * i64::from(self.policy.series_release_hours)) {
            self.close(bins, AnomalyEnd::Released);
        }
    }

    /// Looks whether the last minutes of the run are low beyond chance.
    fn weigh(&mut self, usual: f64, bins: &[ValueBin]) {
        let need = self.bins_of(i64::from(self.policy.series_minutes));
        let Some(from) = self.run.len().checked_sub(need) else {
            return;
        };
        let mut values: Vec<f64> = self.run[from..]
            .iter()
            .filter_map(|n| bins[*n].value)
            .collect();
        values.sort_unstable_by(f64::total_cmp);
        let Some(middle) = values.get(values.len() / 2) else {
            return;
        };
        self.reached.1 |= *middle < self.limit(usual);
        self.reached.0 |= self.source == ValueSource::Bgp && *middle < self.edge(usual);
    }

    /// Ends the run. What of it was no anomaly is learnt; so is all of a level that has stayed.
    fn close(&mut self, bins: &[ValueBin], end: AnomalyEnd) {
        let run = std::mem::take(&mut self.run);
        let (weak, full) = std::mem::take(&mut self.reached);
        let back = std::mem::take(&mut self.back);
        let most = self.baseline_bins();
        let (low, after) = run.split_at(run.len() - back);
        let anomaly = (weak || full)
            .then(|| self.anomaly(low, !full, bins, end))
            .flatten();
        let learn = if end == AnomalyEnd::Released {
            self.history = History::default();
            &run[..]
        } else if anomaly.is_some() {
            after
        } else {
            &run[..]
        };
        for value in learn.iter().filter_map(|n| bins[*n].value) {
            self.history.learn(value, most);
        }
        self.found.extend(anomaly);
    }

    fn anomaly(
        &self,
        low: &[usize],
        weak: bool,
        bins: &[ValueBin],
        end: AnomalyEnd,
    ) -> Option<Anomaly> {
        let (first, last) = (*low.first()?, *low.last()?);
        let of = |n: &usize| Some((bins[*n], bins[*n].value?, bins[*n].baseline?));
        let (bin, lowest, baseline) = low
            .iter()
            .filter_map(of)
            .min_by(|a, b| a.1.total_cmp(&b.1))?;
        let step = jiff::SignedDuration::from_secs(self.step_seconds);
        let until = bins[last]
            .start
            .checked_add(step)
            .unwrap_or(bins[last].start);
        Some(Anomaly {
            interval: Interval::new(bins[first].start, until),
            weak,
            lowest,
            lowest_at: bin.start,
            baseline,
            end,
        })
    }
}

#[cfg(test)]
mod tests;
