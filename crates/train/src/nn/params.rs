//! Trained matrices and what is to be changed in them.

use std::collections::BTreeMap;

use backpedal_language::net::Matrix;

use super::Random;

/// Names a trained matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Id(pub(crate) usize);

/// The trained matrices of a network.
#[derive(Clone, Debug, Default)]
pub(crate) struct Params {
    /// The matrices, by number.
    pub(crate) values: Vec<Matrix>,
    /// Their names in the weight file.
    pub(crate) names: Vec<String>,
    /// Tables of which a step touches a few rows only.
    pub(crate) sparse: Vec<bool>,
}

impl Params {
    /// A dense matrix with values drawn evenly from `-reach..reach`.
    pub(crate) fn dense(
        &mut self,
        name: &str,
        rows: usize,
        cols: usize,
        reach: f32,
        random: &mut Random,
    ) -> Id {
        let data = (0..rows * cols)
            .map(|_| (random.unit() * 2.0 - 1.0) * reach)
            .collect();
        self.push(name, Matrix { rows, cols, data }, false)
    }

    /// A dense matrix of one value.
    pub(crate) fn constant(&mut self, name: &str, rows: usize, cols: usize, value: f32) -> Id {
        self.push(
            name,
            Matrix {
                rows,
                cols,
                data: vec![value; rows * cols],
            },
            false,
        )
    }

    /// A table of embeddings.
    pub(crate) fn table(
        &mut self,
        name: &str,
        rows: usize,
        cols: usize,
        reach: f32,
        random: &mut Random,
    ) -> Id {
        let id = self.dense(name, rows, cols, reach, random);
        self.sparse[id.0] = true;
        id
    }

    fn push(&mut self, name: &str, value: Matrix, sparse: bool) -> Id {
        self.values.push(value);
        self.names.push(name.to_owned());
        self.sparse.push(sparse);
        Id(self.values.len() - 1)
    }

    /// The matrix of a number.
    pub(crate) fn get(&self, id: Id) -> &Matrix {
        &self.values[id.0]
    }
}

/// Gradients of the parameters that a step used.
#[derive(Debug, Default)]
pub(crate) struct Grads {
    /// Of dense matrices.
    pub(crate) dense: BTreeMap<Id, Matrix>,
    /// Of rows of tables.
    pub(crate) rows: BTreeMap<(Id, u32), Vec<f32>>,
}

impl Grads {
    /// The gradient of a dense matrix, zeros at first.
    pub(crate) fn of(&mut self, id: Id, params: &Params) -> &mut Matrix {
        let shape = params.get(id);
        self.dense
            .entry(id)
            .or_insert_with(|| Matrix::zeros(shape.rows, shape.cols))
    }

    /// Adds another's.
    pub(crate) fn join(&mut self, other: Self) {
        for (id, matrix) in other.dense {
            match self.dense.entry(id) {
                std::collections::btree_map::Entry::Occupied(mut mine) => {
                    mine.get_mut().add(&matrix)
                }
                std::collections::btree_map::Entry::Vacant(free) => {
                    free.insert(matrix);
                }
            }
        }
        for (key, row) in other.rows {
            match self.rows.entry(key) {
                std::collections::btree_map::Entry::Occupied(mut mine) => {
                    backpedal_language::net::add_to(mine.get_mut(), &row);
                }
                std::collections::btree_map::Entry::Vacant(free) => {
                    free.insert(row);
                }
            }
        }
    }

    /// The length of the whole gradient as one vector.
    pub(crate) fn norm(&self) -> f32 {
        let square = |data: &[f32]| {
            data.iter()
                .map(|v| f64::from(*v) * f64::from(*v))
                .sum::<f64>()
        };
        let dense: f64 = self.dense.values().map(|m| square(&m.data)).sum();
        let rows: f64 = self.rows.values().map(|r| square(r)).sum();
        (dense + rows).sqrt() as f32
    }
}
