//! What the claims of a rule are worth.

use std::collections::BTreeMap;

use backpedal_model::Claim;

use crate::{GoldDocument, matched};

/// How often a rule fired, and how often it was right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Claims found.
    pub found: u32,
    /// Those that stand for an annotated claim of the same kind and polarity.
    pub right: u32,
}

/// The tallies of all rules over an annotated set, and the totals.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calibration {
    /// By rule, in alphabetical order.
    pub rules: BTreeMap<String, Tally>,
    /// Over all rules.
    pub all: Tally,
    /// Annotated claims.
    pub wanted: u32,
}

/// Counts one document into the calibration.
pub fn calibrate(into: &mut Calibration, gold: &GoldDocument, text: &str, predicted: &[Claim]) {
    let matches = matched(gold, text, predicted);
    for (p, claim) in predicted.iter().enumerate() {
        let pair = matches.iter().find(|pair| pair.predicted == p);
        let right = pair.is_some_and(|pair| gold.claims[pair.gold].polarity == claim.polarity);
        for tally in [
            into.rules.entry(claim.rule.clone()).or_default(),
            &mut into.all,
        ] {
            tally.found += 1;
            tally.right += u32::from(right);
        }
    }
    into.wanted += u32::try_from(gold.claims.len()).unwrap_or(u32::MAX);
}

/// The share of right claims, drawn towards `mean` as if four more claims had been seen at that
/// rate: a rule that fired twice says little about itself (additive smoothing, Lidstone 1920).
#[must_use]
pub fn shrink(tally: Tally, mean: f64) -> f64 {
    const WEIGHT: f64 = 4.0;
    (f64::from(tally.right) + WEIGHT * mean) / (f64::from(tally.found) + WEIGHT)
}

impl Calibration {
    /// The share of right claims over all rules.
    #[must_use]
    pub fn mean(&self) -> f64 {
        f64::from(self.all.right) / f64::from(self.all.found.max(1))
    }

    /// The table that ships with the engine: rule, confidence, and what it rests on.
    #[must_use]
    pub fn table(&self) -> String {
        let mut text = String::from("# rule\tconfidence\tright\tfound\n");
        for (rule, tally) in &self.rules {
            let confidence = shrink(*tally, self.mean());
            text.push_str(&format!(
                "{rule}\t{confidence:.2}\t{}\t{}\n",
                tally.right, tally.found
            ));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_claims_say_little() {
        let few = shrink(Tally { found: 1, right: 1 }, 0.5);
        let many = shrink(
            Tally {
                found: 100,
                right: 100,
            },
            0.5,
        );
        assert!(few < 0.65 && many > 0.95, "{few} {many}");
        assert!((shrink(Tally::default(), 0.5) - 0.5).abs() < 1e-9);
    }

    #[test]
    fn the_table_lists_every_rule_once() {
        let mut calibration = Calibration::default();
        calibration
            .rules
            .insert("a.b".into(), Tally { found: 2, right: 1 });
        calibration.all = Tally { found: 2, right: 1 };
        assert_eq!(
            calibration
                .table()
                .lines()
                .filter(|line| line.starts_with("a.b\t0.50"))
                .count(),
            1
        );
    }
}
