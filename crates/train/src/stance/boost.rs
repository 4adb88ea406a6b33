//! Gradient-boosted trees of four classes (Friedman 2001), with bounds drawn at random (Geurts,
//! Ernst, Wehenkel: Extremely randomized trees, 2006), which generalises better from few events.

use backpedal_language::stance::{Node, Tree};

use super::linear::softmax;
use crate::nn::Random;

/// How to grow trees.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Grow {
    pub(crate) rounds: usize,
    pub(crate) depth: u32,
    /// What a tree adds is taken times this.
    pub(crate) rate: f32,
    /// Added to the curvature of each leaf.
    pub(crate) penalty: f32,
    /// The least rows in a leaf.
    pub(crate) least: usize,
    /// The share of the cues that a tree may use.
    pub(crate) cues: f32,
    /// The share of the rows that a tree is grown from.
    pub(crate) rows: f32,
    pub(crate) seed: u64,
}

/// The rows: values of the cues, the class, the weight.
pub(crate) type Example<'a> = (&'a [f32], usize, f32);

/// Grows trees; the classes take turns.
pub(crate) fn grow(rows: &[Example<'_>], how: Grow) -> Vec<Tree> {
    let mut random = Random::new(how.seed);
    let mut sums = vec![[0.0_f32; 4]; rows.len()];
    let mut trees = Vec::new();
    for _ in 0..how.rounds {
        let shares: Vec<[f32; 4]> = sums.iter().map(|sum| softmax(*sum)).collect();
        let drawn: Vec<usize> = (0..rows.len())
            .filter(|_| random.unit() < how.rows)
            .collect();
        for class in 0..4 {
            let slopes: Vec<[f32; 2]> = rows
                .iter()
                .zip(&shares)
                .map(|((_, label, weight), share)| {
                    let share = share[class];
                    let wanted = f32::from(u8::from(*label == class));
                    // The factor of Friedman's algorithm 6 for more than two classes.
                    [
                        weight * (wanted - share),
                        weight * share * (1.0 - share) * 4.0 / 3.0,
                    ]
                })
                .collect();
            let tree = one(rows, &slopes, &drawn, how, &mut random);
            for (sum, row) in sums.iter_mut().zip(rows) {
                sum[class] += tree.value(row.0);
            }
            trees.push(tree);
        }
    }
    trees
}

/// One tree.
fn one(
    rows: &[Example<'_>],
    slopes: &[[f32; 2]],
    drawn: &[usize],
    how: Grow,
    random: &mut Random,
) -> Tree {
    let width = rows.first().map_or(0, |row| row.0.len());
    let cues: Vec<usize> = (0..width).filter(|_| random.unit() < how.cues).collect();
    let mut level = vec![drawn.to_vec()];
    let mut nodes = Vec::new();
    for _ in 0..how.depth {
        let mut below = Vec::new();
        for part in level {
            let node = split(rows, slopes, &part, &cues, how, random);
            let (left, right) = part
                .into_iter()
                .partition(|row| rows[*row].0[node.cue as usize] < node.bound);
            below.extend([left, right]);
            nodes.push(node);
        }
        level = below;
    }
    let leaves = level
        .iter()
        .map(|part| {
            let [slope, curve] = total(slopes, part.iter());
            how.rate * slope / (curve + how.penalty)
        })
        .collect();
    Tree { nodes, leaves }
}

/// The best of one random bound for each cue; all to the left where none is good.
fn split(
    rows: &[Example<'_>],
    slopes: &[[f32; 2]],
    part: &[usize],
    cues: &[usize],
    how: Grow,
    random: &mut Random,
) -> Node {
    let gain = |[slope, curve]: [f32; 2]| slope * slope / (curve + how.penalty);
    let all = total(slopes, part.iter());
    let mut best = (
        1e-6,
        Node {
            cue: 0,
            bound: f32::MAX,
        },
    );
    for cue in cues {
        let values = part.iter().map(|row| rows[*row].0[*cue]);
        let (low, high) = values.fold((f32::MAX, f32::MIN), |(low, high), value| {
            (low.min(value), high.max(value))
        });
        if low >= high {
            continue;
        }
        let bound = low + (high - low) * (0.001 + 0.998 * random.unit());
        let (mut left, mut count) = ([0.0; 2], 0);
        for row in part {
            if rows[*row].0[*cue] < bound {
                left[0] += slopes[*row][0];
                left[1] += slopes[*row][1];
                count += 1;
            }
        }
        if count < how.least || part.len() - count < how.least {
            continue;
        }
        let right = [all[0] - left[0], all[1] - left[1]];
        let gained = gain(left) + gain(right) - gain(all);
        if gained > best.0 {
            best = (
                gained,
                Node {
                    cue: *cue as u16,
                    bound,
                },
            );
        }
    }
    best.1
}

/// The sum of slopes and curvatures.
fn total<'a>(slopes: &[[f32; 2]], part: impl Iterator<Item = &'a usize>) -> [f32; 2] {
    part.fold([0.0; 2], |[slope, curve], row| {
        [slope + slopes[*row][0], curve + slopes[*row][1]]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_a_pair_of_cues() {
        // The class is told by both cues together, by neither alone.
        let values: Vec<([f32; 2], usize)> = (0..200)
            .map(|at| {
                (
                    [(at % 2) as f32, (at / 2 % 2) as f32],
                    (at % 2 + at / 2 % 2) % 2,
                )
            })
            .collect();
        let rows: Vec<Example<'_>> = values
            .iter()
            .map(|(cues, label)| (cues.as_slice(), *label, 1.0))
            .collect();
        let how = Grow {
            rounds: 60,
            depth: 2,
            rate: 0.3,
            penalty: 1.0,
            least: 5,
            cues: 1.0,
            rows: 0.7,
            seed: 3,
        };
        let trees = grow(&rows, how);
        assert_eq!(
            trees,
            grow(&rows, how),
            "the same seed grows the same trees"
        );
        for (cues, label) in &values {
            let mut sums = [0.0; 4];
            for (at, tree) in trees.iter().enumerate() {
                sums[at % 4] += tree.value(cues);
            }
            assert!(sums[*label] > sums[1 - *label], "{cues:?}: {sums:?}");
        }
    }
}
