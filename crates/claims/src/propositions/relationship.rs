//! Relationships: who buys from, is hosted by, peers with whom.

use std::sync::LazyLock;

use backpedal_model::{ClaimKind, PartRole};
use regex::Regex;

use super::{Candidate, Detector, Scene};
use crate::{
    lexicon::{Rules, pattern},
    structure::EntityKind,
};

static RULES: LazyLock<Rules> = LazyLock::new(|| {
    Rules::new(
        "relationship",
        include_str!("../../data/kinds/relationship.txt"),
    )
});

/// Rules that stand without a name on the other side.
const NAMELESS: &[&str] = &[
    "relationship.carries",
    "relationship.buys",
    "relationship.as-number",
    "relationship.as-number-is",
    "relationship.belongs",
    "relationship.our-upstream",
    "relationship.whose-servers",
    "relationship.rents-space",
    "relationship.ended",
];

/// Words that are no noun phrase: "its provider has hit back", "linked to an outage at Alder".
static VERBAL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^ ?(?:has|have|had|is|was|will|would|did|does|can|could|may|might|must|said|says|told|denied|denies|went|and|or|but|that|who|which|to|hit|by|linked|traced) |\b(?:outages?|faults?|problems?|troubles?|issues?|failures?) (?:at|in|with|inside) ",
    )
});

/// How far, in bytes, a clause may stand from the apposition that it belongs to.
const NEXT: usize = 6;

/// See the module.
pub(super) struct Relationship;

impl Detector for Relationship {
    fn detect(&self, scene: &Scene<'_>) -> Vec<Candidate> {
        let region = &scene.analysis.regions[scene.analysis.sentences[scene.number].region];
        if region.role == PartRole::Title {
            return Vec::new();
        }
        let names = &scene.analysis.names;
        let mut found = scene.run(ClaimKind::Relationship, &RULES);
        found.retain(|candidate| {
            let object = candidate.objects.first();
            let other = object.is_some_and(|range| {
                names
                    .within(range)
                    .iter()
                    .any(|mention| names.entities[mention.entity].kind != EntityKind::Person)
            });
            // "Which sells calls to homes" tells what it sells, not to whom in particular.
            let buyer = candidate.subject.as_ref();
            let unnamed = buyer.is_some_and(|range| names.within(range).is_empty());
            !(candidate.rule == "relationship.leases-to" && unnamed)
                && (other || NAMELESS.contains(&candidate.rule.as_str()))
                && !object.is_some_and(|range| VERBAL.is_match(scene.analysis.text.low(range)))
        });
        // "Alder, the provider that carries its traffic" is told once.
        let carried: Vec<usize> = found
            .iter()
            .filter(|candidate| candidate.rule == "relationship.carries")
            .map(|candidate| candidate.trigger.start)
            .collect();
        found.retain(|candidate| {
            let end = candidate.trigger.end;
            let again = |at: &usize| (end..end + NEXT).contains(at);
            candidate.rule != "relationship.only-upstream" || !carried.iter().any(again)
        });
        found
    }
}

#[cfg(test)]
mod tests {
    use backpedal_model::ClaimKind::Relationship;

    use super::super::found;

    fn check(texts: &[&str], polarity: &str) {
        for text in texts {
            let found = found(text, Relationship);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert!(found[0].starts_with(polarity), "{text}: {found:?}");
        }
    }

    #[test]
    fn it_is_found_with_its_polarity() {
        check(
            &[
                "Rook buys transit from Alder Networks.",
                "Rook is hosted at Alder Cloud.",
                "Rook peers with Alder in Ohio.",
                "Rook is a customer of Alder Networks.",
            ],
            "affirm",
        );
        check(
            &["Rook and Elm don't purchase transit from Alder Networks."],
            "deny",
        );
    }

    #[test]
    fn near_misses_are_left_alone() {
        let misses = [
            "Rook buys coffee.",
            "Rook gets what it pays for.",
            "It doesn't mean they are customers of Alder.",
        ];
        for text in misses {
            assert_eq!(found(text, Relationship), Vec::<String>::new(), "{text}");
        }
    }
}
