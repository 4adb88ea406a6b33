//! Which words differ: Myers' differences (1986) over words, within a bound on work.
//!
//! The work of Myers' algorithm grows with length times difference, so a hostile pair of long texts
//! would take hours. Long texts are cut first at runs of words that stand once in each (as in
//! patience sorting); what is still long, or comes when the work is used up, differs as a whole.

use std::ops::Range;

use foldhash::HashMap;
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Words that differ; either side may be empty, then it says where the others would stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hunk {
    pub(crate) old: Range<usize>,
    pub(crate) new: Range<usize>,
}

/// Longer stretches, both sides together, are cut at anchors first; our choice.
const LONG: usize = 3000;

/// Steps of Myers' algorithm for one pair of texts; our choice, some tenths of a second.
const WORK: usize = 30_000_000;

/// How many words an anchor has; our choice.
const ANCHOR: usize = 4;

/// The differing stretches of two lists of words, in order.
pub(crate) fn hunks(old: &[&str], new: &[&str]) -> Vec<Hunk> {
    let mut ids: HashMap<&str, u32> = HashMap::default();
    let (old, new) = (numbered(&mut ids, old), numbered(&mut ids, new));
    let mut search = Search {
        old: &old,
        new: &new,
        work: WORK,
        hunks: Vec::new(),
    };
    search.within(0..old.len(), 0..new.len());
    search.hunks
}

fn numbered<'a>(ids: &mut HashMap<&'a str, u32>, words: &[&'a str]) -> Vec<u32> {
    let mut numbers = Vec::with_capacity(words.len());
    for word in words {
        let next = u32::try_from(ids.len()).unwrap_or(u32::MAX);
        numbers.push(*ids.entry(word).or_insert(next));
    }
    numbers
}

struct Search<'a> {
    old: &'a [u32],
    new: &'a [u32],
    work: usize,
    hunks: Vec<Hunk>,
}

impl Search<'_> {
    fn within(&mut self, old: Range<usize>, new: Range<usize>) {
        let (a, b) = (&self.old[old.clone()], &self.new[new.clone()]);
        let before = a.iter().zip(b).take_while(|(x, y)| x == y).count();
        let (a, b) = (&a[before..], &b[before..]);
        let pairs = a.iter().rev().zip(b.iter().rev());
        let after = pairs.take_while(|(x, y)| x == y).count();
        let old = old.start + before..old.end - after;
        let new = new.start + before..new.end - after;
        if old.is_empty() && new.is_empty() {
            return;
        }
        if old.is_empty() || new.is_empty() {
            return self.found(old, new);
        }
        if old.len() + new.len() <= LONG {
            return self.words(old, new);
        }
        let anchors = self.anchors(&old, &new);
        if anchors.is_empty() {
            return self.found(old, new);
        }
        let (mut from_old, mut from_new) = (old.start, new.start);
        for (at_old, at_new) in anchors {
            if at_old >= from_old && at_new >= from_new {
                self.gap(from_old..at_old, from_new..at_new);
                (from_old, from_new) = (at_old + ANCHOR, at_new + ANCHOR);
            }
        }
        self.gap(from_old..old.end, from_new..new.end);
    }

    /// A stretch between anchors; not cut again.
    fn gap(&mut self, old: Range<usize>, new: Range<usize>) {
        if old.is_empty() && new.is_empty() {
            return;
        }
        if old.is_empty() || new.is_empty() || old.len() + new.len() > LONG {
            return self.found(old, new);
        }
        self.words(old, new);
    }

    fn words(&mut self, old: Range<usize>, new: Range<usize>) {
        let cost = (old.len() + new.len()) * old.len().min(new.len());
        if cost > self.work {
            return self.found(old, new);
        }
        self.work -= cost;
        let (a, b) = (&self.old[old.clone()], &self.new[new.clone()]);
        // Only what is equal is taken from it: its other steps need not touch one another.
        let (mut x, mut y) = (0, 0);
        let ends = std::iter::once((a.len(), b.len(), 0));
        let equal = capture_diff_slices(Algorithm::Myers, a, b);
        let equal = equal.into_iter().filter_map(|op| match op {
            DiffOp::Equal {
                old_index,
                new_index,
                len,
            } => Some((old_index, new_index, len)),
            _ => None,
        });
        for (at_old, at_new, length) in equal.chain(ends) {
            if at_old > x || at_new > y {
                self.found(
                    old.start + x..old.start + at_old,
                    new.start + y..new.start + at_new,
                );
            }
            (x, y) = (at_old + length, at_new + length);
        }
    }

    fn found(&mut self, old: Range<usize>, new: Range<usize>) {
        match self.hunks.last_mut() {
            Some(last) if last.old.end == old.start && last.new.end == new.start => {
                last.old.end = old.end;
                last.new.end = new.end;
            }
            _ => self.hunks.push(Hunk { old, new }),
        }
    }

    /// Runs of words that stand once on each side, in an order that both have: the longest
    /// increasing run of their places.
    fn anchors(&self, old: &Range<usize>, new: &Range<usize>) -> Vec<(usize, usize)> {
        let mut places: HashMap<&[u32], (usize, usize, usize, usize)> = HashMap::default();
        for (at, run) in self.old[old.clone()].windows(ANCHOR).enumerate() {
            let place = places.entry(run).or_default();
            (place.0, place.1) = (place.0 + 1, old.start + at);
        }
        for (at, run) in self.new[new.clone()].windows(ANCHOR).enumerate() {
            if let Some(place) = places.get_mut(run) {
                (place.2, place.3) = (place.2 + 1, new.start + at);
            }
        }
        let once = places.into_values().filter(|p| p.0 == 1 && p.2 == 1);
        let mut pairs: Vec<(usize, usize)> = once.map(|p| (p.1, p.3)).collect();
        pairs.sort_unstable();
        increasing(&pairs)
    }
}

/// The longest run of pairs whose second numbers increase.
fn increasing(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (number, pair) in pairs.iter().enumerate() {
        let at = ends.partition_point(|end| pairs[*end].1 < pair.1);
        before.push(at.checked_sub(1).map(|at| ends[at]));
        match ends.get_mut(at) {
            Some(end) => *end = number,
            None => ends.push(number),
        }
    }
    let mut run = Vec::with_capacity(ends.len());
    let mut next = ends.last().copied();
    while let Some(number) = next {
        run.push(pairs[number]);
        next = before[number];
    }
    run.reverse();
    run
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn split(text: &str) -> Vec<&str> {
        text.split(' ').collect()
    }

    #[test]
    fn replaced_put_in_and_taken_out() {
        let found = hunks(&split("a b c d e"), &split("a x c d e f"));
        let wanted = [
            Hunk {
                old: 1..2,
                new: 1..2,
            },
            Hunk {
                old: 5..5,
                new: 5..6,
            },
        ];
        assert_eq!(found, wanted);
        assert!(hunks(&split("a b"), &split("a b")).is_empty());
    }

    #[test]
    fn long_texts_are_cut_at_anchors() {
        let words: Vec<String> = (0..20_000).map(|n| format!("w{n}")).collect();
        let old: Vec<&str> = words.iter().map(String::as_str).collect();
        let mut new = old.clone();
        new[7_000] = "x";
        new.insert(15_000, "y");
        new[1] = "z";
        let found = hunks(&old, &new);
        let old: Vec<_> = found.iter().map(|hunk| hunk.old.clone()).collect();
        assert_eq!(old, [1..2, 7_000..7_001, 15_000..15_000]);
    }

    #[test]
    fn hostile_texts_differ_as_a_whole() {
        let old: Vec<&str> = (0..400_000)
            .map(|n| if n % 2 == 0 { "a" } else { "b" })
            .collect();
        let new: Vec<&str> = (0..400_000)
            .map(|n| if n % 3 == 0 { "b" } else { "a" })
            .collect();
        assert!(!hunks(&old, &new).is_empty());
    }

    proptest! {
        #[test]
        fn what_is_not_in_a_hunk_is_equal(a in "[ab ]{0,40}", b in "[ab ]{0,40}") {
            let (old, new) = (split(&a), split(&b));
            let found = hunks(&old, &new);
            let (mut x, mut y) = (0, 0);
            for hunk in &found {
                prop_assert_eq!(&old[x..hunk.old.start], &new[y..hunk.new.start]);
                (x, y) = (hunk.old.end, hunk.new.end);
            }
            prop_assert_eq!(&old[x..], &new[y..]);
        }
    }
}
