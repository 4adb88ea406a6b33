//! Scores time expressions as TempEval-3 did (UzZaman et al. 2013): spans strictly and relaxed,
//! values on spans that overlap.

use backpedal_claims::timexes;
use backpedal_model::Moment;
use serde::Deserialize;

/// An annotated text, one line of a set.
#[derive(Debug, Deserialize)]
pub struct Record {
    /// Its name.
    pub id: String,
    /// When it was written, where that is known.
    pub dct: Option<String>,
    /// The text.
    pub text: String,
    /// The annotated expressions.
    pub timexes: Vec<Gold>,
    /// Whether the values were annotated too.
    pub value_gold: bool,
}

/// An annotated expression.
#[derive(Debug, Deserialize)]
pub struct Gold {
    /// First and last place in Unicode scalar values, the last exclusive.
    pub span: (usize, usize),
    /// Its TIMEX3 value.
    #[serde(default)]
    pub value: String,
}

/// An expression as found: its span and value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// First and last place, the last exclusive.
    pub span: (usize, usize),
    /// Its TIMEX3 value.
    pub value: String,
}

/// Counts over a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Annotated expressions.
    pub gold: usize,
    /// Expressions found.
    pub found: usize,
    /// Found with exactly the annotated span.
    pub strict: usize,
    /// Found with some overlap; each expression serves once.
    pub relaxed: usize,
    /// Of those, with the annotated value.
    pub value: usize,
}

impl Counts {
    /// F1 of a number of right ones.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // counts of expressions
    pub fn f1(&self, right: usize) -> f64 {
        let all = self.gold + self.found;
        if all == 0 {
            0.0
        } else {
            2.0 * right as f64 / all as f64
        }
    }

    /// The share of right values among spans that overlap.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // counts of expressions
    pub fn value_accuracy(&self) -> f64 {
        self.value as f64 / self.relaxed.max(1) as f64
    }

    /// Adds one text.
    pub fn add(&mut self, gold: &[Gold], found: &[Found]) {
        let mut free: Vec<&Found> = found.iter().collect();
        self.gold += gold.len();
        self.found += found.len();
        for gold in gold {
            let shared = |found: &Found| {
                let end = found.span.1.min(gold.span.1);
                end.saturating_sub(found.span.0.max(gold.span.0))
            };
            let best = (0..free.len())
                .filter(|n| shared(free[*n]) > 0)
                .max_by_key(|n| (free[*n].span == gold.span, shared(free[*n])));
            let Some(found) = best.map(|n| free.remove(n)) else {
                continue;
            };
            self.relaxed += 1;
            self.strict += usize::from(found.span == gold.span);
            self.value += usize::from(found.value == gold.value);
        }
    }
}

/// What the finder finds in a text.
#[must_use]
pub fn find(record: &Record) -> Vec<Found> {
    let created = record
        .dct
        .as_ref()
        .and_then(|dct| dct.parse::<Moment>().ok());
    timexes(&record.text, created)
        .into_iter()
        .map(|timex| Found {
            span: (timex.span.start, timex.span.end),
            value: timex.value,
        })
        .collect()
}

/// Scores all texts.
#[must_use]
pub fn score(records: &[Record]) -> Counts {
    let mut counts = Counts::default();
    for record in records {
        counts.add(&record.timexes, &find(record));
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlap_counts_once_and_the_value_only_there() {
        let gold = |start, end, value: &str| Gold {
            span: (start, end),
            value: value.into(),
        };
        let found = |start, end, value: &str| Found {
            span: (start, end),
            value: value.into(),
        };
        let mut counts = Counts::default();
        counts.add(
            &[
                gold(0, 6, "2008"),
                gold(10, 14, "P1D"),
                gold(20, 24, "2009"),
            ],
            &[
                found(0, 6, "2008"),
                found(12, 30, "P1D"),
                found(40, 44, "2009"),
            ],
        );
        assert_eq!((counts.strict, counts.relaxed, counts.value), (1, 2, 2));
        assert!((counts.f1(counts.value) - 2.0 / 3.0).abs() < 1e-9);
        assert!((counts.value_accuracy() - 1.0).abs() < 1e-9);
    }
}
