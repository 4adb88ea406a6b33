//! The simple recurrent unit (Lei, Zhang, Wang, Dai, Artzi 2018), in both directions at once.

use backpedal_language::net::{Matrix, Scan, add_to, scan, sigmoid};

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
    let none = vec![0.0_f32; half];
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
                let past = match before {
                    Some(before) => &unit.states.row(before)[own.clone()],
                    None => &none,
                };
                let now = Now {
                    u: &u.row(row)[way * 3 * half..(way + 1) * 3 * half],
                    x: &x.row(row)[own.clone()],
                    state: &unit.states.row(row)[own.clone()],
                    past,
                    grad: &grad.row(row)[own.clone()],
                    v: &v[way * 2 * half..(way + 1) * 2 * half],
                    b: &b[way * 2 * half..(way + 1) * 2 * half],
                };
                let to = To {
                    u: &mut du.row_mut(row)[way * 3 * half..(way + 1) * 3 * half],
                    x: &mut dx.row_mut(row)[own],
                    v: &mut dv[way * 2 * half..(way + 1) * 2 * half],
                    b: &mut db[way * 2 * half..(way + 1) * 2 * half],
                    carry: &mut carry,
                };
                step_back(&now, to);
            }
        }
        start += run;
    }
    back.grad(unit.u).add(&du);
    back.grad(unit.x).add(&dx);
    add_to(&mut back.grads.of(unit.v, params).data, &dv);
    add_to(&mut back.grads.of(unit.b, params).data, &db);
}

/// What one step read and wrote on the way forward.
struct Now<'a> {
    u: &'a [f32],
    x: &'a [f32],
    state: &'a [f32],
    past: &'a [f32],
    grad: &'a [f32],
    v: &'a [f32],
    b: &'a [f32],
}

/// Where its gradients go.
struct To<'a> {
    u: &'a mut [f32],
    x: &'a mut [f32],
    v: &'a mut [f32],
    b: &'a mut [f32],
    carry: &'a mut [f32],
}

/// Slices of one length, so that several values are taken at once.
fn step_back(now: &Now<'_>, to: To<'_>) {
    let half = to.carry.len();
    let (z, gates) = now.u.split_at(half);
    let (fu, ru) = gates.split_at(half);
    let (vf, vr) = now.v.split_at(half);
    let (bf, br) = now.b.split_at(half);
    let (dz, dgates) = to.u.split_at_mut(half);
    let (df_to, dr_to) = dgates.split_at_mut(half);
    let (dvf, dvr) = to.v.split_at_mut(half);
    let (dbf, dbr) = to.b.split_at_mut(half);
    let (x, state, past, grad) = (
        &now.x[..half],
        &now.state[..half],
        &now.past[..half],
        &now.grad[..half],
    );
    let (ru, vr, br, dx) = (&ru[..half], &vr[..half], &br[..half], &mut to.x[..half]);
    let (dr_to, dvr, dbr) = (&mut dr_to[..half], &mut dvr[..half], &mut dbr[..half]);
    for k in 0..half {
        let f = sigmoid(fu[k] + vf[k] * past[k] + bf[k]);
        let r = sigmoid(ru[k] + vr[k] * past[k] + br[k]);
        let dr = grad[k] * (state[k] - x[k]) * r * (1.0 - r);
        dx[k] = grad[k] * (1.0 - r);
        let dc = grad[k] * r + to.carry[k];
        let df = dc * (past[k] - z[k]) * f * (1.0 - f);
        dz[k] = dc * (1.0 - f);
        df_to[k] = df;
        dr_to[k] = dr;
        dvf[k] += df * past[k];
        dvr[k] += dr * past[k];
        dbf[k] += df;
        dbr[k] += dr;
        to.carry[k] = dc * f + df * vf[k] + dr * vr[k];
    }
}
