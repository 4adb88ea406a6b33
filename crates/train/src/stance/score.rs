//! Precision, recall and F1 of each class.

use std::fmt;

/// Counts of true classes (rows) against given ones (columns).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Confusion(pub(crate) [[usize; 4]; 4]);

impl Confusion {
    /// Counts pairs of the true and the given class.
    pub(crate) fn of(pairs: impl Iterator<Item = (usize, usize)>) -> Self {
        let mut counts = [[0; 4]; 4];
        pairs.for_each(|(wanted, given)| counts[wanted][given] += 1);
        Self(counts)
    }

    /// Precision, recall and F1 of a class.
    pub(crate) fn class(&self, class: usize) -> [f64; 3] {
        let right = self.0[class][class] as f64;
        let given: usize = self.0.iter().map(|row| row[class]).sum();
        let wanted: usize = self.0[class].iter().sum();
        let part = |whole: f64| if whole > 0.0 { right / whole } else { 0.0 };
        let both = (given + wanted) as f64 / 2.0;
        [part(given as f64), part(wanted as f64), part(both)]
    }

    /// The mean of the classes' F1.
    pub(crate) fn macro_f1(&self) -> f64 {
        (0..4).map(|class| self.class(class)[2]).sum::<f64>() / 4.0
    }

    /// The share given their true class.
    pub(crate) fn accuracy(&self) -> f64 {
        let right: usize = (0..4).map(|class| self.0[class][class]).sum();
        let all: usize = self.0.iter().flatten().sum();
        right as f64 / all.max(1) as f64
    }
}

impl fmt::Display for Confusion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (class, name) in ["support", "deny", "query", "comment"].iter().enumerate() {
            let [precision, recall, f1] = self.class(class);
            let row = self.0[class];
            writeln!(
                f,
                "  {name:8} P {precision:.3} R {recall:.3} F1 {f1:.3}  given as {row:4?}"
            )?;
        }
        let (mean, accuracy) = (self.macro_f1(), self.accuracy());
        write!(f, "  macro-F1 {mean:.4}  accuracy {accuracy:.4}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts() {
        let pairs = [(0, 0), (0, 1), (1, 1), (3, 3)];
        let found = Confusion::of(pairs.into_iter());
        assert_eq!(found.class(0), [1.0, 0.5, 2.0 / 3.0]);
        assert_eq!(found.class(2), [0.0; 3], "a class that never occurs");
        assert_eq!(found.accuracy(), 0.75);
        assert_eq!(Confusion::default().accuracy(), 0.0);
    }
}
