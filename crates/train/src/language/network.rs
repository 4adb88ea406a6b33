//! The network as it is trained: the same shape as the one that reads its weights.

use backpedal_language::net::{Place, features};

use super::batches::Batch;
use crate::nn::{Id, Node, Params, Random, Tape};

/// Sizes of the network.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sizes {
    /// Width of the trained table of forms.
    pub(crate) form: usize,
    /// Width of the encoder, both directions together.
    pub(crate) width: usize,
    /// Recurrent layers.
    pub(crate) layers: usize,
    /// Width of the words as dependents and governors.
    pub(crate) arc: usize,
    /// Width of the hidden layer of relations.
    pub(crate) relation: usize,
}

impl Default for Sizes {
    fn default() -> Self {
        Self {
            form: 96,
            width: 256,
            layers: 3,
            arc: 128,
            relation: 96,
        }
    }
}

/// A linear head.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Head {
    pub(crate) w: Id,
    pub(crate) b: Id,
}

/// The numbers of all trained matrices.
#[derive(Debug)]
pub(crate) struct Network {
    rows: Id,
    input: Head,
    gain: Id,
    bias: Id,
    context: Id,
    layers: Vec<(Id, Id, Id)>,
    pub(crate) upos: Head,
    pub(crate) xpos: Head,
    pub(crate) dependent: Head,
    pub(crate) governor: Head,
    pub(crate) arc: Id,
    pub(crate) root: Id,
    pub(crate) below: Head,
    pub(crate) above: Id,
    pub(crate) relation_root: Id,
    pub(crate) relation: Head,
    pub(crate) attribution: Head,
    pub(crate) attribution_hidden: Head,
    pub(crate) attribution_steps: Id,
    pub(crate) scope: Head,
}

/// How many tags each head has.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Counts {
    pub(crate) upos: usize,
    pub(crate) xpos: usize,
    pub(crate) relation: usize,
    pub(crate) attribution: usize,
    pub(crate) scope: usize,
}

/// How much is dropped in training.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Drop {
    pub(crate) input: f32,
    pub(crate) layer: f32,
}

fn head(params: &mut Params, name: &str, from: usize, to: usize, random: &mut Random) -> Head {
    let reach = (6.0 / (from + to) as f32).sqrt();
    Head {
        w: params.dense(&format!("{name}.w"), from, to, reach, random),
        b: params.constant(&format!("{name}.b"), 1, to, 0.0),
    }
}

impl Network {
    /// Fresh matrices.
    pub(crate) fn new(
        sizes: Sizes,
        vector: usize,
        counts: Counts,
        params: &mut Params,
        random: &mut Random,
    ) -> Self {
        let rows = (features::WORD_ROWS + features::FORM_ROWS) as usize;
        let width = sizes.width;
        let layers = (0..sizes.layers)
            .map(|n| {
                let reach = (3.0 / width as f32).sqrt();
                (
                    params.dense(&format!("layer{n}.w"), width, 3 * width, reach, random),
                    params.dense(&format!("layer{n}.v"), 1, 2 * width, 0.5, random),
                    params.constant(&format!("layer{n}.b"), 1, 2 * width, 0.0),
                )
            })
            .collect();
        let arc_reach = 1.0 / sizes.arc as f32;
        Self {
            rows: params.table("rows", rows, sizes.form, 0.1, random),
            input: head(params, "input", vector + sizes.form, width, random),
            gain: params.constant("input.gain", 1, width, 1.0),
            bias: params.constant("input.bias", 1, width, 0.0),
            context: params.dense("context", Place::ROWS, width, 0.1, random),
            layers,
            upos: head(params, "upos", width, counts.upos, random),
            xpos: head(params, "xpos", width, counts.xpos, random),
            dependent: head(params, "dependent", width, sizes.arc, random),
            governor: head(params, "governor", width, sizes.arc, random),
            arc: params.dense("arc.w", sizes.arc, sizes.arc, arc_reach, random),
            root: params.dense("arc.root", 1, sizes.arc, 0.1, random),
            below: head(params, "relation.dependent", width, sizes.relation, random),
            above: params.dense("relation.governor.w", width, sizes.relation, 0.1, random),
            relation_root: params.dense("relation.root", 1, sizes.relation, 0.1, random),
            relation: head(params, "relation", sizes.relation, counts.relation, random),
            attribution_hidden: head(params, "attribution.hidden", width, 96, random),
            attribution: head(params, "attribution", 96, counts.attribution, random),
            scope: head(params, "scope", width, counts.scope, random),
            attribution_steps: params.constant(
                "attribution.steps",
                counts.attribution + 1,
                counts.attribution,
                0.0,
            ),
        }
    }

    /// The words of a batch in their context.
    pub(crate) fn encode(
        &self,
        tape: &mut Tape<'_>,
        batch: &Batch,
        drop: Drop,
        random: &mut Random,
    ) -> Node {
        let sums = tape.lookup(self.rows, batch.rows.clone());
        let vectors = tape.input(batch.vectors.clone());
        let features = tape.beside(vectors, sums);
        let types = tape.linear(features, self.input.w, Some(self.input.b));
        let types = tape.norm(types, self.gain, self.bias);
        let words = tape.pick(types, batch.forms.clone());
        let places = tape.param_rows(
            self.context,
            batch.places.iter().map(|place| place.row()).collect(),
        );
        let mut x = tape.add(words, places);
        x = tape.dropout(x, &batch.runs, drop.input, random);
        for (w, v, b) in &self.layers {
            let u = tape.linear(x, *w, None);
            x = tape.sru(u, x, *v, *b, &batch.runs);
            x = tape.dropout(x, &batch.runs, drop.layer, random);
        }
        x
    }
}
