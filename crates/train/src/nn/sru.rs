//! The simple recurrent unit (Lei, Zhang, Wang, Dai, Artzi 2018), in both directions at once.

use backpedal_language::net::{Matrix, Scan, scan};

use super::{Id, Node, Tape, tape::Back};

impl Tape<'_> {
    /// Both directions over runs of rows. `u` holds the six blocks of input scores, `x` what the
    /// unit lets through, `v` and `b` the weights on the state and the biases.
    pub(crate) fn sru(&mut self, u: Node, x: Node, v: Id, b: Id, runs: &[usize]) -> Node {
        let mut states = Matrix::zeros(self.value(x).rows, self.value(x).cols);
        let value = scan(
            &Scan {
                u: self.value(u),
                x: self.value(x),
                v: &self.params.get(v).data,
                b: &self.params.get(b).data,
            },
            runs,
            Some(&mut states),
        );
        let runs = runs.to_vec();
        self.push(
            value,
            Some(Box::new(move |back, grad| {
                backward(
                    back,
                    grad,
                    &Unit {
                        u,
                        x,
                        v,
                        b,
                        runs,
                        states,
                    },
                )
            })),
        )
    }
}

struct Unit {
    u: Node,
    x: Node,
    v: Id,
    b: Id,
    runs: Vec<usize>,
    states: Matrix,
}

fn backward(back: &mut Back<'_>, grad: &Matrix, unit: &Unit) {
    let values = back.values;
    let params = back.params;
    let (u, x) = (&values[unit.u.0], &values[unit.x.0]);
    let half = x.cols / 2;
    let mut du = Matrix::zeros(u.rows, u.cols);
    let mut dx = Matrix::zeros(x.rows, x.cols);
    let mut dv = vec![0.0; 4 * half];
    let mut db = vec![0.0; 4 * half];
    let (v, b) = (&params.get(unit.v).data, &params.get(unit.b).data);
    let mut start = 0;
    for run in &unit.runs {
        for way in 0..2 {
            let mut carry = vec![0.0_f32; half];
            for step in (0..*run).rev() {
                // The order in which the unit ran over this direction, backwards.
                let row = if way == 0 {
                    start + step
                } else {
                    start + run - 1 - step
                };
                let before = (step > 0).then(|| if way == 0 { row - 1 } else { row + 1 });
                let own = way * half..(way + 1) * half;
                let block = |k: usize| way * 3 * half + k * half;
                let (urow, xrow) = (u.row(row), &x.row(row)[own.clone()]);
                let (crow, grow) = (
                    &unit.states.row(row)[own.clone()],
                    &grad.row(row)[own.clone()],
                );
                let durow = du.row_mut(row);
                let dxrow = &mut dx.data[row * 2 * half + own.start..row * 2 * half + own.end];
                for k in 0..half {
                    let last = before.map_or(0.0, |before| {
                        unit.states.data[before * 2 * half + own.start + k]
                    });
                    let (vf, vr) = (v[way * 2 * half + k], v[way * 2 * half + half + k]);
                    let (bf, br) = (b[way * 2 * half + k], b[way * 2 * half + half + k]);
                    let z = urow[block(0) + k];
                    let f = backpedal_language::net::sigmoid(urow[block(1) + k] + vf * last + bf);
                    let r = backpedal_language::net::sigmoid(urow[block(2) + k] + vr * last + br);
                    let dh = grow[k];
                    let dr = dh * (crow[k] - xrow[k]) * r * (1.0 - r);
                    dxrow[k] = dh * (1.0 - r);
                    let dc = dh * r + carry[k];
                    let df = dc * (last - z) * f * (1.0 - f);
                    durow[block(0) + k] = dc * (1.0 - f);
                    durow[block(1) + k] = df;
                    durow[block(2) + k] = dr;
                    dv[way * 2 * half + k] += df * last;
                    dv[way * 2 * half + half + k] += dr * last;
                    db[way * 2 * half + k] += df;
                    db[way * 2 * half + half + k] += dr;
                    carry[k] = dc * f + df * vf + dr * vr;
                }
            }
        }
        start += run;
    }
    back.grad(unit.u).add(&du);
    back.grad(unit.x).add(&dx);
    backpedal_language::net::add_to(&mut back.grads.of(unit.v, params).data, &dv);
    backpedal_language::net::add_to(&mut back.grads.of(unit.b, params).data, &db);
}
