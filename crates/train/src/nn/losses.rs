//! Losses. Each returns its value and leaves its gradient on the tape.

use backpedal_language::net::{Matrix, add_product, product, sigmoid, softmax};

use super::{Id, Node, Tape};

/// Cross-entropy of one class a row; rows without a class count nothing. The mean over rows, times
/// the weight.
pub(crate) fn cross_entropy(
    tape: &mut Tape<'_>,
    logits: Node,
    classes: &[Option<usize>],
    weight: f32,
) -> f32 {
    let mut grad = tape.value(logits).clone();
    let counted = classes.iter().flatten().count().max(1) as f32;
    let mut loss = 0.0;
    for (row, class) in classes.iter().enumerate() {
        let scores = grad.row_mut(row);
        let Some(class) = class else {
            scores.fill(0.0);
            continue;
        };
        softmax(scores);
        loss -= scores[*class].max(1e-20).ln();
        scores[*class] -= 1.0;
        scores
            .iter_mut()
            .for_each(|score| *score *= weight / counted);
    }
    tape.seed(logits, grad);
    loss / counted
}

/// Logistic loss of each cell against 0 or 1 (or between); cells with a negative target count nothing.
pub(crate) fn logistic(tape: &mut Tape<'_>, logits: Node, targets: &[f32], weight: f32) -> f32 {
    let mut grad = tape.value(logits).clone();
    let rows = grad.rows.max(1) as f32;
    let mut loss = 0.0;
    for (score, target) in grad.data.iter_mut().zip(targets) {
        if *target < 0.0 {
            *score = 0.0;
            continue;
        }
        let p = sigmoid(*score);
        loss -= target * p.max(1e-12).ln() + (1.0 - target) * (1.0 - p).max(1e-12).ln();
        *score = (p - target) * weight / rows;
    }
    tape.seed(logits, grad);
    loss / rows
}

/// A linear-chain conditional random field (Lafferty, McCallum, Pereira 2001) over runs of rows.
/// The last row of `moves` holds the scores of starting with each tag.
pub(crate) fn crf(
    tape: &mut Tape<'_>,
    scores: Node,
    moves: Id,
    tags: &[usize],
    runs: &[usize],
    weight: f32,
) -> f32 {
    let emitted = tape.value(scores).clone();
    let steps = tape.params.get(moves).clone();
    let mut grad = Matrix::zeros(emitted.rows, emitted.cols);
    let mut moved = Matrix::zeros(steps.rows, steps.cols);
    let (mut loss, mut start) = (0.0, 0);
    let scale = weight / emitted.rows.max(1) as f32;
    for run in runs {
        loss += chain(
            &emitted,
            &steps,
            &tags[start..start + run],
            start,
            &mut grad,
            &mut moved,
        );
        start += run;
    }
    grad.data.iter_mut().for_each(|v| *v *= scale);
    moved.data.iter_mut().for_each(|v| *v *= scale);
    tape.seed(scores, grad);
    let params = tape.params;
    tape.grads.of(moves, params).add(&moved);
    loss / emitted.rows.max(1) as f32
}

fn log_sum(values: impl Iterator<Item = f32> + Clone) -> f32 {
    let most = values.clone().fold(f32::NEG_INFINITY, f32::max);
    most + values.map(|v| (v - most).exp()).sum::<f32>().ln()
}

fn chain(
    emitted: &Matrix,
    steps: &Matrix,
    tags: &[usize],
    start: usize,
    grad: &mut Matrix,
    moved: &mut Matrix,
) -> f32 {
    let (n, k) = (tags.len(), emitted.cols);
    if n == 0 {
        return 0.0;
    }
    let row = |t: usize| emitted.row(start + t);
    let mut ahead = Matrix::zeros(n, k);
    let mut behind = Matrix::zeros(n, k);
    for j in 0..k {
        ahead.data[j] = steps.row(k)[j] + row(0)[j];
    }
    for t in 1..n {
        for j in 0..k {
            let sum = log_sum((0..k).map(|i| ahead.data[(t - 1) * k + i] + steps.row(i)[j]));
            ahead.data[t * k + j] = sum + row(t)[j];
        }
    }
    for t in (0..n - 1).rev() {
        for i in 0..k {
            behind.data[t * k + i] = log_sum(
                (0..k).map(|j| steps.row(i)[j] + row(t + 1)[j] + behind.data[(t + 1) * k + j]),
            );
        }
    }
    let total = log_sum(ahead.row(n - 1).iter().copied());
    let mut gold = steps.row(k)[tags[0]];
    moved.row_mut(k)[tags[0]] -= 1.0;
    for t in 0..n {
        gold += row(t)[tags[t]];
        for j in 0..k {
            let p = (ahead.data[t * k + j] + behind.data[t * k + j] - total).exp();
            grad.row_mut(start + t)[j] += p - f32::from(u8::from(tags[t] == j));
            if t == 0 {
                moved.row_mut(k)[j] += p;
            }
        }
        if t > 0 {
            gold += steps.row(tags[t - 1])[tags[t]];
            moved.row_mut(tags[t - 1])[tags[t]] -= 1.0;
            for i in 0..k {
                for j in 0..k {
                    let score = ahead.data[(t - 1) * k + i]
                        + steps.row(i)[j]
                        + row(t)[j]
                        + behind.data[t * k + j];
                    moved.row_mut(i)[j] += (score - total).exp();
                }
            }
        }
    }
    total - gold
}

/// Which word governs each word: for each sentence, a choice among its words and the root.
///
/// `turned` holds the words as dependents times the matrix between both, `heads` the words as
/// governors; `root` is the root's row as a governor. Heads are numbered from 1; 0 is the root.
pub(crate) fn arcs(
    tape: &mut Tape<'_>,
    turned: Node,
    heads: Node,
    root: Id,
    gold: &[usize],
    sentences: &[usize],
    weight: f32,
) -> f32 {
    let (d, h) = (tape.value(turned), tape.value(heads));
    let params = tape.params;
    let root_row = params.get(root).data.clone();
    let mut dd = Matrix::zeros(d.rows, d.cols);
    let mut dh = Matrix::zeros(h.rows, h.cols);
    let mut droot = vec![0.0; root_row.len()];
    let (mut loss, mut start) = (0.0, 0);
    let scale = weight / d.rows.max(1) as f32;
    for length in sentences {
        let cut = |m: &Matrix| Matrix {
            rows: *length,
            cols: m.cols,
            data: m.data[start * m.cols..(start + length) * m.cols].to_vec(),
        };
        let dependents = cut(d);
        let mut governors = Matrix {
            rows: 1,
            cols: h.cols,
            data: root_row.clone(),
        };
        governors.data.extend_from_slice(&cut(h).data);
        governors.rows += length;
        let mut scores = product(&dependents, false, &governors, true);
        for word in 0..*length {
            let row = scores.row_mut(word);
            row[word + 1] = -1e9;
            softmax(row);
            let right = gold[start + word];
            loss -= row[right].max(1e-20).ln();
            row[right] -= 1.0;
            row.iter_mut().for_each(|v| *v *= scale);
        }
        let mut part = Matrix::zeros(*length, d.cols);
        add_product(&mut part, &scores, false, &governors, false);
        dd.data[start * d.cols..(start + length) * d.cols].copy_from_slice(&part.data);
        let back = product(&scores, true, &dependents, false);
        backpedal_language::net::add_to(&mut droot, back.row(0));
        dh.data[start * h.cols..(start + length) * h.cols].copy_from_slice(&back.data[h.cols..]);
        start += length;
    }
    let rows = d.rows.max(1) as f32;
    tape.seed(turned, dd);
    tape.seed(heads, dh);
    tape.grads
        .of(root, params)
        .data
        .iter_mut()
        .zip(&droot)
        .for_each(|(a, b)| *a += b);
    loss / rows
}
