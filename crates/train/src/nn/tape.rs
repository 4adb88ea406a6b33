//! The tape: values in the order in which they were computed, and how each hands its gradient on.

use backpedal_language::net::{Matrix, add_product, add_to, product};

use super::{Grads, Id, Params, Random};

/// A value on the tape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Node(pub(crate) usize);

/// What a step back may read and write.
pub(crate) struct Back<'t> {
    pub(crate) params: &'t Params,
    pub(crate) values: &'t [Matrix],
    pub(crate) of: &'t mut [Option<Matrix>],
    pub(crate) grads: &'t mut Grads,
}

impl Back<'_> {
    /// The gradient of an earlier value, zeros at first.
    pub(crate) fn grad(&mut self, node: Node) -> &mut Matrix {
        let value = &self.values[node.0];
        self.of[node.0].get_or_insert_with(|| Matrix::zeros(value.rows, value.cols))
    }
}

type Step = Box<dyn FnOnce(&mut Back<'_>, &Matrix)>;

/// A forward computation that can be run backwards once.
pub(crate) struct Tape<'p> {
    /// The parameters.
    pub(crate) params: &'p Params,
    values: Vec<Matrix>,
    steps: Vec<Option<Step>>,
    seeds: Vec<Option<Matrix>>,
    /// Gradients that losses gave straight to parameters.
    pub(crate) grads: Grads,
}

impl<'p> Tape<'p> {
    /// An empty tape.
    pub(crate) fn new(params: &'p Params) -> Self {
        Self {
            params,
            values: Vec::new(),
            steps: Vec::new(),
            seeds: Vec::new(),
            grads: Grads::default(),
        }
    }

    /// Puts a value on the tape, with its step back.
    pub(crate) fn push(&mut self, value: Matrix, step: Option<Step>) -> Node {
        self.values.push(value);
        self.steps.push(step);
        self.seeds.push(None);
        Node(self.values.len() - 1)
    }

    /// A value.
    pub(crate) fn value(&self, node: Node) -> &Matrix {
        &self.values[node.0]
    }

    /// A loss says what its gradient is with respect to a value.
    pub(crate) fn seed(&mut self, node: Node, grad: Matrix) {
        match &mut self.seeds[node.0] {
            Some(seed) => seed.add(&grad),
            free => *free = Some(grad),
        }
    }

    /// `x · w + b`.
    pub(crate) fn linear(&mut self, x: Node, w: Id, b: Option<Id>) -> Node {
        let mut value = product(self.value(x), false, self.params.get(w), false);
        if let Some(b) = b {
            for row in 0..value.rows {
                add_to(value.row_mut(row), &self.params.get(b).data);
            }
        }
        self.push(
            value,
            Some(Box::new(move |back, grad| {
                let params = back.params;
                let values = back.values;
                add_product(back.grads.of(w, params), &values[x.0], true, grad, false);
                if let Some(b) = b {
                    let sum = back.grads.of(b, params);
                    for row in 0..grad.rows {
                        add_to(&mut sum.data, grad.row(row));
                    }
                }
                add_product(back.grad(x), grad, false, params.get(w), true);
            })),
        )
    }

    /// Sums of rows of a table, one sum for each list.
    pub(crate) fn lookup(&mut self, table: Id, lists: Vec<Vec<u32>>) -> Node {
        let rows = self.params.get(table);
        let mut value = Matrix::zeros(lists.len(), rows.cols);
        for (number, list) in lists.iter().enumerate() {
            for row in list {
                add_to(value.row_mut(number), rows.row(*row as usize));
            }
        }
        self.push(
            value,
            Some(Box::new(move |back, grad| {
                for (number, list) in lists.iter().enumerate() {
                    for row in list {
                        let sum = back
                            .grads
                            .rows
                            .entry((table, *row))
                            .or_insert_with(|| vec![0.0; grad.cols]);
                        add_to(sum, grad.row(number));
                    }
                }
            })),
        )
    }

    /// A value without gradient.
    pub(crate) fn input(&mut self, value: Matrix) -> Node {
        self.push(value, None)
    }

    /// Two values side by side.
    pub(crate) fn beside(&mut self, a: Node, b: Node) -> Node {
        let (left, right) = (self.value(a), self.value(b));
        let mut value = Matrix::zeros(left.rows, left.cols + right.cols);
        for row in 0..value.rows {
            value.row_mut(row)[..left.cols].copy_from_slice(left.row(row));
            value.row_mut(row)[left.cols..].copy_from_slice(right.row(row));
        }
        let width = left.cols;
        self.push(
            value,
            Some(Box::new(move |back, grad| {
                for row in 0..grad.rows {
                    add_to(back.grad(a).row_mut(row), &grad.row(row)[..width]);
                    add_to(back.grad(b).row_mut(row), &grad.row(row)[width..]);
                }
            })),
        )
    }

    /// The sum of two values of one shape.
    pub(crate) fn add(&mut self, a: Node, b: Node) -> Node {
        let mut value = self.value(a).clone();
        value.add(self.value(b));
        self.push(
            value,
            Some(Box::new(move |back, grad| {
                back.grad(a).add(grad);
                back.grad(b).add(grad);
            })),
        )
    }

    /// Negative values cut off.
    pub(crate) fn relu(&mut self, x: Node) -> Node {
        let mut value = self.value(x).clone();
        value.data.iter_mut().for_each(|v| *v = v.max(0.0));
        let mask: Vec<bool> = value.data.iter().map(|v| *v > 0.0).collect();
        self.push(
            value,
            Some(Box::new(move |back, grad| {
                let to = back.grad(x);
                for ((to, grad), open) in to.data.iter_mut().zip(&grad.data).zip(&mask) {
                    if *open {
                        *to += grad;
                    }
                }
            })),
        )
    }

    /// Drops whole columns for a run of rows (the same mask over a sequence, after Gal and
    /// Ghahramani 2016), and scales the rest up.
    pub(crate) fn dropout(
        &mut self,
        x: Node,
        runs: &[usize],
        rate: f32,
        random: &mut Random,
    ) -> Node {
        if rate <= 0.0 {
            return x;
        }
        let mut value = self.value(x).clone();
        let mut masks: Vec<(usize, Vec<f32>)> = Vec::with_capacity(runs.len());
        let mut row = 0;
        for run in runs {
            let mask: Vec<f32> = (0..value.cols)
                .map(|_| {
                    if random.unit() < rate {
                        0.0
                    } else {
                        1.0 / (1.0 - rate)
                    }
                })
                .collect();
            for _ in 0..*run {
                value
                    .row_mut(row)
                    .iter_mut()
                    .zip(&mask)
                    .for_each(|(v, m)| *v *= m);
                row += 1;
            }
            masks.push((*run, mask));
        }
        self.push(
            value,
            Some(Box::new(move |back, grad| {
                let to = back.grad(x);
                let mut row = 0;
                for (run, mask) in &masks {
                    for _ in 0..*run {
                        for ((to, grad), mask) in
                            to.row_mut(row).iter_mut().zip(grad.row(row)).zip(mask)
                        {
                            *to += grad * mask;
                        }
                        row += 1;
                    }
                }
            })),
        )
    }

    /// Each row with mean 0 and variance 1, then scaled and moved (Ba, Kiros, Hinton 2016).
    pub(crate) fn norm(&mut self, x: Node, gain: Id, bias: Id) -> Node {
        let mut value = self.value(x).clone();
        let mut spread = Vec::with_capacity(value.rows);
        for row in 0..value.rows {
            spread.push(backpedal_language::net::standardise(value.row_mut(row)));
        }
        let plain = value.clone();
        let (g, b) = (self.params.get(gain), self.params.get(bias));
        for row in 0..value.rows {
            for ((v, g), b) in value.row_mut(row).iter_mut().zip(&g.data).zip(&b.data) {
                *v = *v * g + b;
            }
        }
        self.push(
            value,
            Some(Box::new(move |back, grad| {
                let params = back.params;
                let gains = &params.get(gain).data;
                let width = grad.cols as f32;
                for (row, spread) in spread.iter().enumerate() {
                    let (grad, plain) = (grad.row(row), plain.row(row));
                    add_to(&mut back.grads.of(bias, params).data, grad);
                    let sum = back.grads.of(gain, params);
                    sum.data
                        .iter_mut()
                        .zip(grad)
                        .zip(plain)
                        .for_each(|((s, g), p)| *s += g * p);
                    let inner: Vec<f32> = grad.iter().zip(gains).map(|(a, b)| a * b).collect();
                    let mean = inner.iter().sum::<f32>() / width;
                    let along = inner.iter().zip(plain).map(|(a, b)| a * b).sum::<f32>() / width;
                    let to = back.grad(x);
                    for ((to, inner), plain) in to.row_mut(row).iter_mut().zip(&inner).zip(plain) {
                        *to += (inner - mean - plain * along) * spread;
                    }
                }
            })),
        )
    }

    /// Chosen rows, in the given order.
    pub(crate) fn pick(&mut self, x: Node, rows: Vec<usize>) -> Node {
        let from = self.value(x);
        let mut value = Matrix::zeros(rows.len(), from.cols);
        for (to, row) in rows.iter().enumerate() {
            value.row_mut(to).copy_from_slice(from.row(*row));
        }
        self.push(
            value,
            Some(Box::new(move |back, grad| {
                let to = back.grad(x);
                for (from, row) in rows.iter().enumerate() {
                    add_to(to.row_mut(*row), grad.row(from));
                }
            })),
        )
    }

    /// A parameter as rows of a value: row `n` of the result is row `rows[n]` of the parameter.
    pub(crate) fn param_rows(&mut self, id: Id, rows: Vec<usize>) -> Node {
        let from = self.params.get(id);
        let mut value = Matrix::zeros(rows.len(), from.cols);
        for (to, row) in rows.iter().enumerate() {
            value.row_mut(to).copy_from_slice(from.row(*row));
        }
        self.push(
            value,
            Some(Box::new(move |back, grad| {
                let params = back.params;
                let to = back.grads.of(id, params);
                for (from, row) in rows.iter().enumerate() {
                    add_to(to.row_mut(*row), grad.row(from));
                }
            })),
        )
    }

    /// One value under another.
    pub(crate) fn under(&mut self, a: Node, b: Node) -> Node {
        let (top, low) = (self.value(a), self.value(b));
        let mut value = top.clone();
        value.rows += low.rows;
        value.data.extend_from_slice(&low.data);
        let cut = top.data.len();
        self.push(
            value,
            Some(Box::new(move |back, grad| {
                add_to(&mut back.grad(a).data, &grad.data[..cut]);
                add_to(&mut back.grad(b).data, &grad.data[cut..]);
            })),
        )
    }

    /// Runs back and gives the gradients of all parameters.
    pub(crate) fn back(mut self) -> Grads {
        let mut of = std::mem::take(&mut self.seeds);
        let mut grads = std::mem::take(&mut self.grads);
        for number in (0..self.steps.len()).rev() {
            let Some(grad) = of[number].take() else {
                continue;
            };
            if let Some(step) = self.steps[number].take() {
                let mut back = Back {
                    params: self.params,
                    values: &self.values,
                    of: &mut of,
                    grads: &mut grads,
                };
                step(&mut back, &grad);
            }
        }
        grads
    }
}
