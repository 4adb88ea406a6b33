//! Counts, and the figures that follow from them.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer, ser::SerializeStruct as _};

use crate::attributes::Attribute;

/// Claims right, too many and missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Annotated and found.
    pub right: usize,
    /// Found, not annotated.
    pub spurious: usize,
    /// Annotated, not found.
    pub missed: usize,
}

impl Counts {
    /// How many were annotated.
    #[must_use]
    pub const fn annotated(self) -> usize {
        self.right + self.missed
    }

    /// The share of those found that are right; 0 where none was found.
    #[must_use]
    pub fn precision(self) -> f64 {
        ratio(self.right, self.right + self.spurious)
    }

    /// The share of those annotated that were found; 0 where none was annotated.
    #[must_use]
    pub fn recall(self) -> f64 {
        ratio(self.right, self.annotated())
    }

    /// The harmonic mean of the two; 0 where both are.
    #[must_use]
    pub fn f1(self) -> f64 {
        let (precision, recall) = (self.precision(), self.recall());
        2.0 * precision * recall / (precision + recall).max(1e-9)
    }
}

/// A part of a number of cases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// The cases that are right.
    pub right: usize,
    /// All of them.
    pub of: usize,
}

impl Share {
    /// The part; 0 of nothing is 0.
    #[must_use]
    pub fn value(self) -> f64 {
        ratio(self.right, self.of)
    }

    pub(crate) fn count(&mut self, right: bool) {
        self.of += 1;
        self.right += usize::from(right);
    }
}

/// What was counted over a set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Texts.
    pub documents: usize,
    /// Annotated claims.
    pub annotated: usize,
    /// Predictions.
    pub predicted: usize,
    /// Claims found, whatever their kind.
    pub found: Counts,
    /// Claims found with their kind.
    pub typed: Counts,
    /// The same by kind.
    pub kinds: BTreeMap<String, Counts>,
    /// Attributes of the claims found with their kind.
    pub attributes: BTreeMap<Attribute, Share>,
    /// Annotated claims by polarity, and how many were found with their kind and polarity.
    pub polarities: BTreeMap<String, Share>,
    /// Claims of which kind, polarity, speaker and subject are all right.
    pub exact: usize,
}

impl Figures {
    /// F1 of the claims of which kind, polarity, speaker and subject are all right.
    #[must_use]
    pub fn exact_f1(&self) -> f64 {
        ratio(2 * self.exact, self.annotated + self.predicted)
    }
}

impl Serialize for Counts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Counts", 6)?;
        object.serialize_field("precision", &self.precision())?;
        object.serialize_field("recall", &self.recall())?;
        object.serialize_field("f1", &self.f1())?;
        object.serialize_field("right", &self.right)?;
        object.serialize_field("spurious", &self.spurious)?;
        object.serialize_field("missed", &self.missed)?;
        object.end()
    }
}

impl Serialize for Share {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Share", 3)?;
        object.serialize_field("share", &self.value())?;
        object.serialize_field("right", &self.right)?;
        object.serialize_field("of", &self.of)?;
        object.end()
    }
}

impl Serialize for Figures {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Figures", 10)?;
        object.serialize_field("documents", &self.documents)?;
        object.serialize_field("claims", &self.annotated)?;
        object.serialize_field("predicted", &self.predicted)?;
        object.serialize_field("found", &self.found)?;
        object.serialize_field("typed", &self.typed)?;
        object.serialize_field("kinds", &self.kinds)?;
        object.serialize_field("attributes", &self.attributes)?;
        object.serialize_field("recall_by_polarity", &self.polarities)?;
        object.serialize_field("exact", &self.exact)?;
        object.serialize_field("exact_f1", &self.exact_f1())?;
        object.end()
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_follow_from_counts() {
        let counts = Counts {
            right: 3,
            spurious: 1,
            missed: 3,
        };
        assert_eq!((counts.precision(), counts.recall()), (0.75, 0.5));
        assert!((counts.f1() - 0.6).abs() < 1e-12);
        assert_eq!(Counts::default().f1(), 0.0);
        assert_eq!(Share { right: 1, of: 4 }.value(), 0.25);
        let figures = Figures {
            annotated: 5,
            predicted: 3,
            exact: 2,
            ..Figures::default()
        };
        assert_eq!(figures.exact_f1(), 0.5);
        assert_eq!(Figures::default().exact_f1(), 0.0);
    }

    #[test]
    fn an_object_says_what_the_lines_say() {
        let mut figures = Figures::default();
        figures.kinds.entry("outage".to_owned()).or_default().right = 2;
        figures
            .attributes
            .entry(Attribute::SpeakerOrg)
            .or_default()
            .count(false);
        let json = serde_json::to_value(&figures).expect("JSON");
        assert_eq!(json["kinds"]["outage"]["f1"], 1.0);
        assert_eq!(json["attributes"]["speaker_org"]["share"], 0.0);
        assert_eq!(json["attributes"]["speaker_org"]["of"], 1);
    }
}
