//! How often a rule's claims are right, as counted on annotated texts.
//!
//! The table has one line a rule: its name, the share of right claims (drawn towards the share
//! over all rules, so that few claims say little), how many were right, how many were found.
//! A claim is right where it stands for an annotated claim of the same kind and polarity. Hedged
//! claims keep the share of their rule: it counts their polarity too.

use std::{collections::BTreeMap, sync::LazyLock};

use crate::{lexicon::entries, propositions::Candidate};

/// The table and, for rules that it does not know, the share over all rules.
struct Table {
    rules: BTreeMap<&'static str, f64>,
    mean: f64,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| table(include_str!("../../data/confidence.tsv")));

/// What a claim counts for before anything was counted.
const UNKNOWN: f64 = 0.5;

fn table(file: &'static str) -> Table {
    let mut rules = BTreeMap::new();
    let (mut right, mut found) = (0.0, 0.0);
    for line in entries(file) {
        let mut fields = line.split('\t').map(str::trim);
        let name = fields.next().unwrap_or_default();
        let mut number = || fields.next().and_then(|field| field.parse::<f64>().ok());
        let (Some(share), Some(hits), Some(all)) = (number(), number(), number()) else {
            continue;
        };
        rules.insert(name, share.clamp(0.0, 1.0));
        right += hits;
        found += all;
    }
    let mean = if found > 0.0 { right / found } else { UNKNOWN };
    Table { rules, mean }
}

/// The confidence of a candidate's claim: the network's, else its rule's.
pub(super) fn of(candidate: &Candidate) -> f64 {
    match candidate.probability {
        Some(share) => (f64::from(share) * 100.0).round() / 100.0,
        None => confidence(&candidate.rule),
    }
}

/// The confidence of a rule's claims, 0 to 1.
fn confidence(rule: &str) -> f64 {
    let value = TABLE.rules.get(rule).copied().unwrap_or(TABLE.mean);
    (value * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_rules_get_the_share_over_all() {
        let table = table("# rule\tconfidence\tright\tfound\na.b\t0.80\t9\t10\na.c\t0.20\t0\t2\n");
        assert_eq!(table.rules.get("a.b"), Some(&0.8));
        assert!((table.mean - 0.75).abs() < 1e-9);
    }

    #[test]
    fn lines_that_are_no_rules_are_passed_over() {
        let table = table("a.b\tmuch\t9\t10\n");
        assert!(table.rules.is_empty());
        assert!((table.mean - UNKNOWN).abs() < 1e-9);
    }

    #[test]
    fn the_shipped_table_is_read() {
        assert!(TABLE.rules.len() > 50);
        assert!((0.5..1.0).contains(&TABLE.mean));
        assert!((confidence("no.such") - TABLE.mean).abs() < 0.01);
    }
}
