//! Cross-validation, limits, and the shipped networks.

use std::{collections::BTreeMap, path::PathBuf};

use anyhow::Context as _;
use backpedal_claims::{Limits, Proposal, Scores, proposed};
use backpedal_language::net::{Form, Weights};
use backpedal_model::{ClaimKind, Polarity, Span};
use backpedal_train::matched_places;

use super::{
    data::Text,
    net::{Hyper, Net},
};

/// Parts of the cross-validation.
const FOLDS: usize = 4;
/// Networks whose mean is taken.
const NETS: u64 = 2;
/// What a rule found is dropped only where the network is this sure that it is none: rules were
/// checked against whole cases, which no count of single claims shows.
const VETO: f32 = 0.05;
/// Twentieths that a claim must reach which no rule backs. Lower limits find more, but a false claim
/// in a report costs its reader more than a missed one.
const LEAST: usize = 12;
/// Points of the table of confidences.
const STEPS: usize = 12;

/// What is set from outside.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// Where the weights go.
    pub(crate) out: PathBuf,
    /// How each network is trained.
    pub(crate) hyper: Hyper,
    /// Only a first impression: one part of the cross-validation, one network, nothing written.
    pub(crate) quick: bool,
    /// The seed of everything random.
    pub(crate) seed: u64,
}

/// Right, found and wanted.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    right: usize,
    polar: usize,
    found: usize,
    wanted: usize,
}

impl Tally {
    fn f1(self) -> f64 {
        2.0 * self.right as f64 / (self.found + self.wanted).max(1) as f64
    }

    /// What the limits are chosen by: a false claim costs more than a missed one (F with beta 0.7,
    /// van Rijsbergen 1979).
    fn height(self) -> f64 {
        const SQUARE: f64 = 0.49;
        (1.0 + SQUARE) * self.right as f64
            / (self.found as f64 + SQUARE * self.wanted as f64).max(1.0)
    }

    fn add(&mut self, other: Self) {
        self.right += other.right;
        self.polar += other.polar;
        self.found += other.found;
        self.wanted += other.wanted;
    }

    fn line(self) -> String {
        let share = |n: usize, of: usize| n as f64 / of.max(1) as f64;
        format!(
            "P {:.3}  R {:.3}  F1 {:.3}  polarity {:.3}  ({} annotated)",
            share(self.right, self.found),
            share(self.right, self.wanted),
            self.f1(),
            share(self.polar, self.right),
            self.wanted
        )
    }
}

/// Cross-validates, fits the limits on what each text's own network did not see, then trains the
/// shipped networks on all texts.
pub(crate) fn train(
    texts: &[Text],
    settings: &Settings,
    say: &mut dyn FnMut(&str),
) -> anyhow::Result<()> {
    let all: Vec<&Text> = texts.iter().collect();
    if settings.quick {
        quick(&all, settings, say);
        return Ok(());
    }
    let mut scores: Vec<Scores> = vec![Scores::default(); texts.len()];
    let jobs: Vec<(Vec<&Text>, u64)> = (0..FOLDS)
        .map(|fold| {
            let seen = all.iter().enumerate().filter(|(n, _)| n % FOLDS != fold);
            (seen.map(|(_, text)| *text).collect(), settings.seed + 100)
        })
        .chain((0..NETS).map(|number| (all.clone(), settings.seed + number)))
        .collect();
    let mut nets = Vec::with_capacity(jobs.len());
    // Two at a time: the task is made for two processors.
    for pair in jobs.chunks(2) {
        let done: Vec<_> = std::thread::scope(|scope| {
            let started = pair
                .iter()
                .map(|(seen, seed)| scope.spawn(|| Net::train(seen, settings.hyper, *seed)));
            started
                .collect::<Vec<_>>()
                .into_iter()
                .map(std::thread::ScopedJoinHandle::join)
                .collect()
        });
        for net in done {
            nets.push(net.map_err(|_| anyhow::anyhow!("a training thread stopped"))?);
        }
        say(&format!(
            "{} of {} networks are trained",
            nets.len(),
            jobs.len()
        ));
    }
    let shipped = nets.split_off(FOLDS);
    for (fold, net) in nets.iter().enumerate() {
        for (n, text) in texts.iter().enumerate().filter(|(n, _)| n % FOLDS == fold) {
            scores[n] = net.scores(text);
        }
    }
    let mut limits = fit(texts, &scores);
    limits.shares = shares(texts, &scores, &limits);
    report(texts, &scores, &limits, say);
    let mut weights = Weights::default();
    for (number, net) in shipped.into_iter().enumerate() {
        for (name, matrix) in net.params.names.iter().zip(net.params.values) {
            weights
                .matrices
                .insert(format!("claims{number}.{name}"), matrix);
        }
    }
    write(&weights, &limits, settings)?;
    Ok(())
}

/// A first impression from one part of the cross-validation.
fn quick(all: &[&Text], settings: &Settings, say: &mut dyn FnMut(&str)) {
    let seen = all.iter().enumerate().filter(|(n, _)| n % FOLDS != 0);
    let seen: Vec<&Text> = seen.map(|(_, text)| *text).collect();
    let net = Net::train(&seen, settings.hyper, settings.seed);
    let kept = all.iter().step_by(FOLDS);
    let kept: Vec<Text> = kept.map(|text| (*text).clone()).collect();
    let scores: Vec<Scores> = kept.iter().map(|text| net.scores(text)).collect();
    let limits = fit(&kept, &scores);
    report(&kept, &scores, &limits, say);
}

/// The claims of a text as places in it.
fn places(text: &Text, proposals: &[Proposal]) -> Vec<(ClaimKind, Polarity, Span)> {
    let span = |p: &Proposal| {
        Span::new(
            text.features.words[p.words.start].start,
            text.features.words[p.words.end - 1].end,
        )
    };
    proposals
        .iter()
        .map(|p| (p.kind, p.polarity, span(p)))
        .collect()
}

/// Counts by kind.
fn tally(texts: &[Text], scores: &[Scores], limits: &Limits) -> BTreeMap<ClaimKind, Tally> {
    let mut counts: BTreeMap<ClaimKind, Tally> = BTreeMap::new();
    for (text, scores) in texts.iter().zip(scores) {
        let found = places(text, &proposed(&text.features, scores, limits));
        for claim in &text.gold.claims {
            counts.entry(claim.kind).or_default().wanted += 1;
        }
        for (kind, ..) in &found {
            counts.entry(*kind).or_default().found += 1;
        }
        for pair in matched_places(&text.gold, &text.text, &found) {
            let gold = &text.gold.claims[pair.gold];
            let count = counts.entry(gold.kind).or_default();
            count.right += 1;
            count.polar += usize::from(found[pair.predicted].1 == gold.polarity);
        }
    }
    counts
}

/// For each kind the limit that serves best; for the valley the best over all kinds.
fn fit(texts: &[Text], scores: &[Scores]) -> Limits {
    let kinds = ClaimKind::ALL.len();
    let all = |alone: f32, backed: f32, valley: f32| Limits {
        peak: vec![alone; kinds],
        backed: vec![backed; kinds],
        valley,
        shares: Vec::new(),
    };
    let mut best = all(0.5, VETO, 0.5);
    let mut most = 0.0;
    for valley in [0.2, 0.35, 0.5] {
        let mut limits = all(0.5, VETO, valley);
        let mut heights = vec![0.0; kinds];
        for alone in LEAST..19 {
            let alone = alone as f32 * 0.05;
            let counts = tally(texts, scores, &all(alone, VETO, valley));
            for (number, kind) in ClaimKind::ALL.iter().enumerate() {
                let height = counts.get(kind).copied().unwrap_or_default().height();
                if height > heights[number] {
                    heights[number] = height;
                    limits.peak[number] = alone;
                }
            }
        }
        let mut sum = Tally::default();
        tally(texts, scores, &limits)
            .into_values()
            .for_each(|one| sum.add(one));
        if sum.f1() > most {
            most = sum.f1();
            best = limits;
        }
    }
    best
}

/// How many claims were right (kind and polarity) at each height, in steps of equal numbers,
/// made to rise with the height (pool adjacent violators, Ayer and others 1955).
fn shares(texts: &[Text], scores: &[Scores], limits: &Limits) -> Vec<(f32, f32)> {
    let mut seen: Vec<(f32, bool)> = Vec::new();
    for (text, scores) in texts.iter().zip(scores) {
        let proposals = proposed(&text.features, scores, limits);
        let found = places(text, &proposals);
        let pairs = matched_places(&text.gold, &text.text, &found);
        for (number, proposal) in proposals.iter().enumerate() {
            let pair = pairs.iter().find(|pair| pair.predicted == number);
            let right =
                pair.is_some_and(|pair| text.gold.claims[pair.gold].polarity == proposal.polarity);
            seen.push((proposal.probability, right));
        }
    }
    seen.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut blocks: Vec<(f32, f32, usize)> = Vec::new();
    for part in seen.chunks(seen.len().div_ceil(STEPS).max(1)) {
        let count = part.len() as f32;
        let height = part.iter().map(|(height, _)| height).sum::<f32>() / count;
        let right = part.iter().filter(|(_, right)| *right).count() as f32 / count;
        blocks.push((height, right, 1));
        while let [.., a, b] = blocks.as_slice() {
            if a.1 <= b.1 {
                break;
            }
            let (n, m) = (a.2 as f32, b.2 as f32);
            let joined = (
                (a.0 * n + b.0 * m) / (n + m),
                (a.1 * n + b.1 * m) / (n + m),
                a.2 + b.2,
            );
            blocks.truncate(blocks.len() - 2);
            blocks.push(joined);
        }
    }
    blocks
        .into_iter()
        .map(|(height, right, _)| (height, right))
        .collect()
}

fn report(texts: &[Text], scores: &[Scores], limits: &Limits, say: &mut dyn FnMut(&str)) {
    let counts = tally(texts, scores, limits);
    let mut sum = Tally::default();
    for (kind, count) in counts {
        say(&format!("  {:16} {}", kind.as_str(), count.line()));
        sum.add(count);
    }
    say(&format!(
        "cross-validated over {} texts, kinds and places: {}",
        texts.len(),
        sum.line()
    ));
}

fn write(weights: &Weights, limits: &Limits, settings: &Settings) -> anyhow::Result<()> {
    let bytes = weights.write(|_| Form::Half);
    let mut text = String::from(
        "# kind, least probability of a claim, the same where a rule fired; fitted by cross-validation, see the model card\n",
    );
    for (kind, (limit, backed)) in ClaimKind::ALL
        .iter()
        .zip(limits.peak.iter().zip(&limits.backed))
    {
        text.push_str(&format!("{} {limit:.2} {backed:.2}\n", kind.as_str()));
    }
    text.push_str(&format!("valley {}\n", limits.valley));
    for (height, right) in &limits.shares {
        text.push_str(&format!("share {height:.3} {right:.3}\n"));
    }
    for (name, bytes) in [
        ("claims.bin", bytes.as_slice()),
        ("limits.txt", text.as_bytes()),
    ] {
        let path = settings.out.join(name);
        std::fs::write(&path, bytes)
            .with_context(|| format!("{} cannot be written", path.display()))?;
    }
    Ok(())
}
