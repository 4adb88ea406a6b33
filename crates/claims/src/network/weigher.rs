//! The network over the words of a document: one recurrent layer on what is known of each.

use std::sync::LazyLock;

use backpedal_language::net::{Matrix, Scan, Weights, add_to, product, scan, softmax};

use super::features::Features;

/// What the network makes of each word.
#[derive(Clone, Debug, Default)]
pub struct Scores {
    /// For each kind, in the order of `ClaimKind::ALL`, how probable it is that the word belongs
    /// to the heart of a claim of that kind.
    pub kinds: Matrix,
    /// How probable each polarity of a claim at the word is, in the order of `Polarity::ALL`.
    pub stances: Matrix,
}

struct Net {
    input: (Matrix, Matrix),
    layer: (Matrix, Matrix, Matrix),
    kinds: (Matrix, Matrix),
    stances: (Matrix, Matrix),
}

static NETS: LazyLock<Vec<Net>> = LazyLock::new(|| {
    let bytes = include_bytes!("../../weights/claims.bin");
    let Some(mut weights) = Weights::read(bytes) else {
        return Vec::new();
    };
    let mut nets = Vec::new();
    while let Some(net) = net(&mut weights, nets.len()) {
        nets.push(net);
    }
    nets
});

fn net(weights: &mut Weights, number: usize) -> Option<Net> {
    let mut take = |name: &str| weights.matrices.remove(&format!("claims{number}.{name}"));
    Some(Net {
        input: (take("input.w")?, take("input.b")?),
        layer: (take("layer.w")?, take("layer.v")?, take("layer.b")?),
        kinds: (take("kinds.w")?, take("kinds.b")?),
        stances: (take("stances.w")?, take("stances.b")?),
    })
}

/// Whether there is a network.
pub(crate) fn fits() -> bool {
    !NETS.is_empty()
}

/// The mean over the trained networks. Empty where the weight file does not fit.
pub(crate) fn weigh(features: &Features) -> Scores {
    let mut sum = Scores::default();
    for net in NETS
        .iter()
        .filter(|net| net.input.0.rows == features.rows.cols)
    {
        let one = run(net, features);
        if sum.kinds.data.is_empty() {
            sum = one;
        } else {
            sum.kinds.add(&one.kinds);
            sum.stances.add(&one.stances);
        }
    }
    let share = 1.0 / NETS.len().max(1) as f32;
    let all = sum.kinds.data.iter_mut().chain(&mut sum.stances.data);
    all.for_each(|value| *value *= share);
    sum
}

fn run(net: &Net, features: &Features) -> Scores {
    let mut x = linear(&features.rows, &net.input);
    x.data.iter_mut().for_each(|value| *value = value.max(0.0));
    let u = product(&x, false, &net.layer.0, false);
    let given = Scan {
        u: &u,
        x: &x,
        v: &net.layer.1.data,
        b: &net.layer.2.data,
    };
    let x = scan(&given, &[x.rows], None);
    let mut kinds = linear(&x, &net.kinds);
    let logistic = |value: &mut f32| *value = backpedal_language::net::sigmoid(*value);
    kinds.data.iter_mut().for_each(logistic);
    let mut stances = linear(&x, &net.stances);
    for row in 0..stances.rows {
        softmax(stances.row_mut(row));
    }
    Scores { kinds, stances }
}

fn linear(x: &Matrix, (w, b): &(Matrix, Matrix)) -> Matrix {
    let mut out = product(x, false, w, false);
    for row in 0..out.rows {
        add_to(out.row_mut(row), &b.data);
    }
    out
}
