//! One network of claims as it is trained: the same shape as the one that reads its weights.

use backpedal_claims::Scores;
use backpedal_language::net::{Matrix, sigmoid, softmax};
use backpedal_model::{ClaimKind, Polarity};

use super::data::Text;
use crate::nn::{Adam, Id, Node, Params, Random, Tape, cross_entropy, logistic};

/// Width of the recurrent layer, both directions together.
const HIDDEN: usize = 128;
/// How a network is trained.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hyper {
    /// Times through the texts.
    pub(crate) epochs: usize,
    /// Dropped of the input.
    pub(crate) drop_input: f32,
    /// Dropped of the layers.
    pub(crate) drop: f32,
    /// Highest rate of learning.
    pub(crate) rate: f32,
}

/// Texts of one step.
const TEXTS: usize = 4;

/// A trained network.
#[derive(Debug)]
pub(crate) struct Net {
    /// Its matrices.
    pub(crate) params: Params,
    ids: [Id; 9],
}

impl Net {
    fn new(width: usize, random: &mut Random) -> Self {
        let mut params = Params::default();
        let mut dense = |name: &str, from: usize, to: usize| {
            let reach = (6.0 / (from + to) as f32).sqrt();
            params.dense(name, from, to, reach, random)
        };
        let (input, layer) = (
            dense("input.w", width, HIDDEN),
            dense("layer.w", HIDDEN, 3 * HIDDEN),
        );
        let (kinds, stances) = (
            dense("kinds.w", HIDDEN, ClaimKind::ALL.len()),
            dense("stances.w", HIDDEN, Polarity::ALL.len()),
        );
        let ids = [
            input,
            params.constant("input.b", 1, HIDDEN, 0.0),
            layer,
            params.constant("layer.v", 1, 2 * HIDDEN, 0.1),
            params.constant("layer.b", 1, 2 * HIDDEN, 0.0),
            kinds,
            params.constant("kinds.b", 1, ClaimKind::ALL.len(), -2.0),
            stances,
            params.constant("stances.b", 1, Polarity::ALL.len(), 0.0),
        ];
        Self { params, ids }
    }

    fn forward(
        &self,
        tape: &mut Tape<'_>,
        rows: Matrix,
        runs: &[usize],
        random: Option<(&mut Random, Hyper)>,
    ) -> (Node, Node) {
        let [iw, ib, lw, lv, lb, kw, kb, sw, sb] = self.ids;
        let mut none = Random::new(0);
        let (drop_input, drop) = random
            .as_ref()
            .map_or((0.0, 0.0), |(_, hyper)| (hyper.drop_input, hyper.drop));
        let random = random.map_or(&mut none, |(random, _)| random);
        let x = tape.input(rows);
        let x = tape.dropout(x, runs, drop_input, random);
        let x = tape.linear(x, iw, Some(ib));
        let x = tape.relu(x);
        let x = tape.dropout(x, runs, drop, random);
        let u = tape.linear(x, lw, None);
        let x = tape.sru(u, x, lv, lb, runs);
        let x = tape.dropout(x, runs, drop, random);
        (tape.linear(x, kw, Some(kb)), tape.linear(x, sw, Some(sb)))
    }

    /// Trains on some texts.
    pub(crate) fn train(texts: &[&Text], hyper: Hyper, seed: u64) -> Self {
        let mut random = Random::new(seed);
        let width = texts.first().map_or(1, |text| text.features.rows.cols);
        let mut net = Self::new(width, &mut random);
        let mut adam = Adam::new(&net.params);
        let mut order: Vec<usize> = (0..texts.len()).collect();
        let steps = hyper.epochs * texts.len().div_ceil(TEXTS);
        let mut step = 0;
        for _ in 0..hyper.epochs {
            random.shuffle(&mut order);
            for chosen in order.chunks(TEXTS) {
                step += 1;
                let chosen: Vec<&Text> = chosen.iter().map(|number| texts[*number]).collect();
                let grads = net.step(&chosen, &mut random, hyper);
                let way = step as f32 / steps as f32;
                let rate = hyper.rate * (step as f32 / 50.0).min(1.0) * (0.02 + 0.98 * (1.0 - way));
                adam.step(&mut net.params, &grads, rate);
            }
        }
        net.params = adam.mean;
        net
    }

    fn step(&self, texts: &[&Text], random: &mut Random, hyper: Hyper) -> crate::nn::Grads {
        let width = texts[0].features.rows.cols;
        let mut rows = Matrix {
            rows: 0,
            cols: width,
            data: Vec::new(),
        };
        let (mut runs, mut kinds, mut stances) = (Vec::new(), Vec::new(), Vec::new());
        for text in texts {
            rows.data.extend_from_slice(&text.features.rows.data);
            rows.rows += text.features.rows.rows;
            runs.push(text.features.rows.rows);
            kinds.extend_from_slice(&text.kinds);
            stances.extend_from_slice(&text.stances);
        }
        let mut tape = Tape::new(&self.params);
        let (k, s) = self.forward(&mut tape, rows, &runs, Some((random, hyper)));
        logistic(&mut tape, k, &kinds, 1.0);
        cross_entropy(&mut tape, s, &stances, 0.3);
        tape.back()
    }

    /// What the network makes of a text.
    pub(crate) fn scores(&self, text: &Text) -> Scores {
        let mut tape = Tape::new(&self.params);
        let rows = text.features.rows.clone();
        let runs = [rows.rows];
        let (k, s) = self.forward(&mut tape, rows, &runs, None);
        let mut kinds = tape.value(k).clone();
        kinds
            .data
            .iter_mut()
            .for_each(|value| *value = sigmoid(*value));
        let mut stances = tape.value(s).clone();
        for row in 0..stances.rows {
            softmax(stances.row_mut(row));
        }
        Scores { kinds, stances }
    }
}
