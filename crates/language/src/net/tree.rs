//! The best tree over a sentence, given a score for each pair of governor and dependent.

use super::matrix::{Matrix, largest};

/// The governor of each word, numbered from 1; 0 is the root, and exactly one word has it.
///
/// `scores` has a row for each word and a column for each governor, the root first. The best
/// governor of each word is taken, and cycles are broken as Chu and Liu (1965) and Edmonds (1967)
/// do. Where several words would hang on the root, the one that loses least by staying keeps it.
#[must_use]
pub fn tree(scores: &Matrix) -> Vec<usize> {
    let words = scores.rows;
    if words == 0 {
        return Vec::new();
    }
    let mut own = scores.clone();
    for word in 0..words {
        own.row_mut(word)[word + 1] = f32::NEG_INFINITY;
    }
    let mut heads: Vec<usize> = (0..words).map(|word| largest(own.row(word))).collect();
    let is_tree = |heads: &[usize]| {
        heads.iter().filter(|head| **head == 0).count() == 1 && cycle(heads).is_none()
    };
    if is_tree(&heads) {
        return heads;
    }
    // One root: the best choice of it by what the whole tree scores without the others.
    let mut best: Option<(f32, Vec<usize>)> = None;
    let mut roots: Vec<usize> = (0..words).collect();
    roots.sort_by(|a, b| own.row(*b)[0].total_cmp(&own.row(*a)[0]));
    for root in roots.into_iter().take(4) {
        let mut held = own.clone();
        for word in 0..words {
            if word == root {
                held.row_mut(word)[1..].fill(f32::NEG_INFINITY);
            } else {
                held.row_mut(word)[0] = f32::NEG_INFINITY;
            }
        }
        let found = spanning(&held);
        let score: f32 = found
            .iter()
            .enumerate()
            .map(|(word, head)| own.row(word)[*head])
            .sum();
        if best.as_ref().is_none_or(|(most, _)| score > *most) {
            best = Some((score, found));
        }
    }
    if let Some((_, found)) = best {
        heads = found;
    }
    heads
}

/// Words of a cycle, if there is one.
fn cycle(heads: &[usize]) -> Option<Vec<usize>> {
    let mut seen = vec![0_usize; heads.len()];
    for start in 0..heads.len() {
        let mut at = start;
        while seen[at] == 0 {
            seen[at] = start + 1;
            match heads[at] {
                0 => break,
                head => at = head - 1,
            }
        }
        if seen[at] == start + 1 && heads[at] != 0 {
            let mut found = vec![at];
            let mut next = heads[at].checked_sub(1)?;
            while next != at {
                found.push(next);
                next = heads[next].checked_sub(1)?;
            }
            return Some(found);
        }
    }
    None
}

/// The best spanning arborescence, one contraction after another.
fn spanning(scores: &Matrix) -> Vec<usize> {
    let words = scores.rows;
    let mut heads: Vec<usize> = (0..words).map(|word| largest(scores.row(word))).collect();
    let Some(circle) = cycle(&heads) else {
        return heads;
    };
    let inside = |word: usize| circle.contains(&word);
    // Words outside the cycle keep their order; the cycle becomes the last one.
    let outer: Vec<usize> = (0..words).filter(|word| !inside(*word)).collect();
    let joined = outer.len();
    let mut small = Matrix {
        rows: joined + 1,
        cols: joined + 2,
        data: vec![f32::NEG_INFINITY; (joined + 1) * (joined + 2)],
    };
    let mut enter = vec![0; joined + 1];
    let mut leave = vec![0; joined];
    let column = |number: usize| {
        if number == 0 {
            0
        } else {
            outer[number - 1] + 1
        }
    };
    for (number, enter) in enter.iter_mut().enumerate() {
        // From a governor outside into the cycle: the gain of exchanging one of its arcs.
        let governor = column(number);
        for word in &circle {
            let gain = scores.row(*word)[governor] - scores.row(*word)[heads[*word]];
            if gain > small.row(joined)[number] || gain == f32::NEG_INFINITY && *enter == 0 {
                small.row_mut(joined)[number] = gain;
                *enter = *word;
            }
        }
    }
    for (row, word) in outer.iter().enumerate() {
        for number in 0..=joined {
            small.row_mut(row)[number] = scores.row(*word)[column(number)];
        }
        let from = circle
            .iter()
            .copied()
            .max_by(|a, b| scores.row(*word)[a + 1].total_cmp(&scores.row(*word)[b + 1]));
        if let Some(from) = from {
            leave[row] = from + 1;
            small.row_mut(row)[joined + 1] = scores.row(*word)[from + 1];
        }
    }
    let found = spanning(&small);
    for (row, word) in outer.iter().enumerate() {
        heads[*word] = if found[row] == joined + 1 {
            leave[row]
        } else {
            column(found[row])
        };
    }
    let number = found[joined].min(joined);
    heads[enter[number]] = column(number);
    heads
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cycles_are_broken_at_the_cheapest_place() {
        // 1 and 2 prefer each other; the root prefers 2 a little.
        let scores = Matrix {
            rows: 2,
            cols: 3,
            data: vec![1.0, 0.0, 9.0, 2.0, 9.0, 0.0],
        };
        assert_eq!(tree(&scores), [2, 0]);
    }

    #[test]
    fn one_word_has_the_root() {
        let scores = Matrix {
            rows: 3,
            cols: 4,
            data: vec![5.0, 0.0, 1.0, 0.0, 6.0, 2.0, 0.0, 0.0, 5.0, 0.0, 4.0, 0.0],
        };
        let heads = tree(&scores);
        assert_eq!(heads.iter().filter(|head| **head == 0).count(), 1);
        assert_eq!(heads, [2, 0, 2]);
    }

    #[test]
    fn longer_cycles_end_in_a_tree() {
        let mut random = 7_u64;
        for words in 1..12 {
            let mut scores = Matrix::zeros(words, words + 1);
            for value in &mut scores.data {
                random = random
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1);
                *value = (random >> 40) as f32;
            }
            let heads = tree(&scores);
            assert_eq!(
                heads.iter().filter(|head| **head == 0).count(),
                1,
                "{heads:?}"
            );
            assert!(cycle(&heads).is_none(), "{heads:?}");
        }
    }
}
