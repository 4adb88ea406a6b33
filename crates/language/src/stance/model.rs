//! The weights: two linear models and trees, their shares in the sum, and a weight file.
//!
//! The file: the mark `BPSTANCE`, a version, then counted tables of little-endian values.

use super::{Answer, Features, Node, StanceScores, Tree};

/// What a weight file begins with.
const MAGIC: &[u8; 8] = b"BPSTANCE";
/// The version of the format and of the features.
const VERSION: u32 = 1;
/// Standardised cues are cut here, so that no rare value weighs without bound.
const FARTHEST: f32 = 4.0;

/// A linear model of the four classes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Linear {
    /// A row for each feature.
    pub weights: Vec<[f32; 4]>,
    /// What is added for each class.
    pub bias: [f32; 4],
}

/// The trained model.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StanceModel {
    /// Hashes of the cues that the model knows.
    pub cues: Vec<u32>,
    /// Mean and inverse spread of each cue.
    pub scales: Vec<[f32; 2]>,
    /// Over the cues.
    pub linear: Linear,
    /// Hashes of the words and pairs that the model knows.
    pub grams: Vec<u32>,
    /// Over the words and pairs.
    pub spoken: Linear,
    /// The classes take turns.
    pub trees: Vec<Tree>,
    /// The weights of the three parts, then what is added for each class.
    pub blend: ([f32; 3], [f32; 4]),
}

impl StanceModel {
    /// The shares of the four stances.
    #[must_use]
    pub fn stance(&self, answer: &Answer<'_>) -> StanceScores {
        self.score(&Features::of(answer))
    }

    /// The shares of the four stances for features.
    #[must_use]
    pub fn score(&self, features: &Features) -> StanceScores {
        let parts = self.parts(features);
        let (shares, bias) = self.blend;
        let mut sum = bias;
        for (part, share) in parts.iter().zip(shares) {
            for (sum, log) in sum.iter_mut().zip(part) {
                *sum += share * log;
            }
        }
        StanceScores(log_softmax(sum).map(f32::exp))
    }

    /// The logarithms of the shares by each part alone.
    #[must_use]
    pub fn parts(&self, features: &Features) -> [[f32; 4]; 3] {
        let raw = self.known(&features.cues);
        let even = self.standard(&raw).into_iter().enumerate();
        let linear = self.linear.sum(even);
        let grams = self.known_grams(&features.grams);
        let length = 1.0 / (grams.len().max(1) as f32).sqrt();
        let spoken = self.spoken.sum(grams.into_iter().map(|at| (at, length)));
        let mut trees = [0.0; 4];
        for (at, tree) in self.trees.iter().enumerate() {
            trees[at % 4] += tree.value(&raw);
        }
        [linear, spoken, trees].map(log_softmax)
    }

    /// The values of the known cues, in the model's order.
    #[must_use]
    pub fn known(&self, cues: &[(u32, f32)]) -> Vec<f32> {
        let mut values = vec![0.0; self.cues.len()];
        for (hash, value) in cues {
            if let Ok(at) = self.cues.binary_search(hash) {
                values[at] = *value;
            }
        }
        values
    }

    /// The places of the known words and pairs.
    #[must_use]
    pub fn known_grams(&self, grams: &[u32]) -> Vec<usize> {
        let places = grams.iter().map(|gram| self.grams.binary_search(gram));
        places.filter_map(Result::ok).collect()
    }

    /// Values of the cues brought to one spread.
    #[must_use]
    pub fn standard(&self, raw: &[f32]) -> Vec<f32> {
        raw.iter()
            .zip(&self.scales)
            .map(|(value, [mean, spread])| ((value - mean) * spread).clamp(-FARTHEST, FARTHEST))
            .collect()
    }

    /// Reads a weight file; nothing where it is of another format.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut input = Input(bytes);
        if input.take(8)? != MAGIC || input.int()? != VERSION {
            return None;
        }
        let cues = input.table(Input::int)?;
        let scales = input.table(Input::floats)?;
        let linear = input.linear()?;
        let grams = input.table(Input::int)?;
        let spoken = input.linear()?;
        let trees = input.table(Input::tree)?;
        let blend = (input.floats()?, input.floats()?);
        let model = Self {
            cues,
            scales,
            linear,
            grams,
            spoken,
            trees,
            blend,
        };
        let count = model.cues.len();
        let fits = model.scales.len() == count
            && model.linear.weights.len() == count
            && model.spoken.weights.len() == model.grams.len()
            && input.0.is_empty();
        fits.then_some(model)
    }

    /// The weight file.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        let int = |out: &mut Vec<u8>, value: u32| out.extend(value.to_le_bytes());
        let floats = |out: &mut Vec<u8>, values: &[f32]| {
            values
                .iter()
                .for_each(|value| out.extend(value.to_le_bytes()));
        };
        let linear = |out: &mut Vec<u8>, linear: &Linear| {
            int(out, linear.weights.len() as u32);
            linear.weights.iter().for_each(|row| floats(out, row));
            floats(out, &linear.bias);
        };
        int(&mut out, VERSION);
        int(&mut out, self.cues.len() as u32);
        self.cues.iter().for_each(|hash| int(&mut out, *hash));
        int(&mut out, self.scales.len() as u32);
        self.scales.iter().for_each(|row| floats(&mut out, row));
        linear(&mut out, &self.linear);
        int(&mut out, self.grams.len() as u32);
        self.grams.iter().for_each(|hash| int(&mut out, *hash));
        linear(&mut out, &self.spoken);
        int(&mut out, self.trees.len() as u32);
        for tree in &self.trees {
            int(&mut out, tree.nodes.len() as u32);
            for node in &tree.nodes {
                int(&mut out, u32::from(node.cue));
                floats(&mut out, &[node.bound]);
            }
            floats(&mut out, &tree.leaves);
        }
        floats(&mut out, &self.blend.0);
        floats(&mut out, &self.blend.1);
        out
    }
}

impl Linear {
    /// The sums of the classes.
    fn sum(&self, features: impl Iterator<Item = (usize, f32)>) -> [f32; 4] {
        let mut sum = self.bias;
        for (at, value) in features {
            if let Some(row) = self.weights.get(at) {
                sum.iter_mut()
                    .zip(row)
                    .for_each(|(sum, weight)| *sum += weight * value);
            }
        }
        sum
    }
}

/// Logarithms of shares that make one.
fn log_softmax(sum: [f32; 4]) -> [f32; 4] {
    let top = sum.into_iter().fold(f32::MIN, f32::max);
    let total: f32 = sum.iter().map(|value| (value - top).exp()).sum();
    sum.map(|value| value - top - total.ln())
}

/// The rest of a weight file.
struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(head)
    }

    fn int(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?))
    }

    fn floats<const N: usize>(&mut self) -> Option<[f32; N]> {
        let mut out = [0.0; N];
        for value in &mut out {
            *value = f32::from_bits(self.int()?);
        }
        Some(out)
    }

    fn table<T>(&mut self, mut one: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        (0..self.int()?).map(|_| one(self)).collect()
    }

    fn linear(&mut self) -> Option<Linear> {
        let weights = self.table(Self::floats)?;
        Some(Linear {
            weights,
            bias: self.floats()?,
        })
    }

    fn tree(&mut self) -> Option<Tree> {
        let node = |input: &mut Self| {
            let cue = u16::try_from(input.int()?).ok()?;
            let [bound] = input.floats()?;
            Some(Node { cue, bound })
        };
        let nodes = self.table(node)?;
        let leaf = |input: &mut Self| Some(input.floats::<1>()?[0]);
        let leaves = (0..=nodes.len())
            .map(|_| leaf(self))
            .collect::<Option<_>>()?;
        Some(Tree { nodes, leaves })
    }
}
