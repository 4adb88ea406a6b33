//! Figures as lines for people.

use std::fmt;

use crate::{
    attributes::Attribute,
    figures::{Counts, Figures},
};

/// The polarities that get a line, in this order.
const POLARITIES: [&str; 3] = ["affirm", "deny", "uncertain"];

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (documents, annotated, predicted) = (self.documents, self.annotated, self.predicted);
        writeln!(
            f,
            "{documents} documents, {annotated} claims, {predicted} predicted"
        )?;
        whole(f, "claim found (any type)", self.found)?;
        whole(f, "claim found with its type", self.typed)?;
        for (kind, counts) in &self.kinds {
            let (p, r, f1) = (counts.precision(), counts.recall(), counts.f1());
            let annotated = counts.annotated();
            writeln!(
                f,
                "  {kind:16} P {p:.2}  R {r:.2}  F1 {f1:.2}  (gold {annotated})"
            )?;
        }
        for attribute in Attribute::ALL {
            if let Some(share) = self.attributes.get(&attribute) {
                let name = attribute.as_str();
                writeln!(f, "{name:28} {:.3}  ({})", share.value(), share.of)?;
            }
        }
        for polarity in POLARITIES {
            if let Some(share) = self.polarities.get(polarity) {
                let value = share.value();
                writeln!(
                    f,
                    "  recall of {polarity:9} with its polarity {value:.3}  ({})",
                    share.of
                )?;
            }
        }
        let exact = self.exact_f1();
        writeln!(
            f,
            "exact claim F1 (type, polarity, speaker, subject all right): {exact:.3}"
        )
    }
}

fn whole(f: &mut fmt::Formatter<'_>, words: &str, counts: Counts) -> fmt::Result {
    let (p, r, f1) = (counts.precision(), counts.recall(), counts.f1());
    writeln!(f, "{words:28} P {p:.3}  R {r:.3}  F1 {f1:.3}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_rounded_to_even_as_elsewhere() {
        for (value, expected) in [
            (0.125, "0.12"),
            (0.375, "0.38"),
            (0.625, "0.62"),
            (0.995, "0.99"),
        ] {
            assert_eq!(format!("{value:.2}"), expected);
        }
        assert_eq!(format!("{:.3} {:.3}", 0.0625, 0.1875), "0.062 0.188");
    }

    #[test]
    fn nothing_at_all_still_has_its_lines() {
        let text = Figures::default().to_string();
        assert_eq!(text.lines().count(), 4, "{text}");
        assert!(text.starts_with("0 documents, 0 claims, 0 predicted\n"));
        assert!(
            text.contains("claim found (any type)       P 0.000  R 0.000  F1 0.000\n"),
            "{text}"
        );
    }
}
