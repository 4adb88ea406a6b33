//! The dispute of 2009 from its annotated claims and from facts made by hand with the figures
//! that the data hold. The text stays outside of the project, so these tests skip without it.

#![allow(clippy::expect_used, clippy::panic)]

mod gold;

use std::path::PathBuf;

use backpedal_matcher::{Facts, Judgement, judge};
use backpedal_model::{
    Asn, Case, ContradictionKind, DatasetId, Move, Outcome, PartyId, PathFact, RelationshipFact,
    Stance, Strength, Topic, Verdict,
};
use jiff::civil::date;

fn id(text: &str) -> PartyId {
    PartyId::new(text).expect("a good id")
}

fn case() -> Case {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../cli/tests/cases/ooma-internap-2009.toml"
    );
    let text = std::fs::read_to_string(path).expect("the case file lies in the tree");
    Case::parse(&text).unwrap_or_else(|why| panic!("{why}"))
}

fn relationship(customer: &str, direct: &[(u32, u32)], reverse: &[(u32, u32)]) -> RelationshipFact {
    let pairs = |links: &[(u32, u32)]| links.iter().map(|(a, b)| (Asn(*a), Asn(*b))).collect();
    RelationshipFact {
        customer: id(customer),
        supplier: id("internap"),
        dataset: DatasetId::from_printed("m-2007"),
        date: date(2007, 11, 5),
        customer_known: vec![Asn(1)],
        supplier_known: vec![Asn(12182)],
        direct: pairs(direct),
        reverse: pairs(reverse),
        peers: vec![],
        providers: direct.iter().map(|(_, supplier)| Asn(*supplier)).collect(),
        in_cone: Some(vec![]),
        cone_size: Some(1138),
        cone_dataset: None,
    }
}

fn paths(customer: &str, paths: u32, crossing: u32) -> PathFact {
    PathFact {
        customer: id(customer),
        supplier: id("internap"),
        dataset: DatasetId::from_printed("m-2010"),
        date: date(2010, 7, 1),
        paths,
        crossing,
        examples: vec![],
    }
}

struct Judged {
    gold: gold::Gold,
    judgement: Judgement,
}

impl Judged {
    fn verdict(&self, claim: &str) -> &Verdict {
        let claim = &self.gold.claim(claim).id;
        let found = self.judgement.verdicts.iter().find(|v| v.claim == *claim);
        found.expect("every claim has a verdict")
    }

    fn relations(&self) -> Vec<(ContradictionKind, String, String)> {
        let name = |id| {
            let full: &String = &self.gold.ids[id];
            full.trim_start_matches("article#").to_owned()
        };
        self.judgement
            .contradictions
            .iter()
            .map(|c| (c.kind, name(&c.a), name(&c.b)))
            .collect()
    }
}

fn judged() -> Option<Judged> {
    let shared: PathBuf = backpedal_testkit::shared()?.join("cases/ooma-internap-2009");
    let case = case();
    let gold = gold::load(&shared.join("gold.jsonl"), &shared, &case);
    let verizon: Vec<(u32, u32)> = (0..22).map(|n| (701, 13_000 + n)).collect();
    let relationships = [
        relationship("ooma", &[(30303, 12182)], &[]),
        relationship("google", &[], &[]),
        relationship("yahoo", &[], &[]),
        relationship("rim", &[], &[]),
        relationship("verizon", &[], &verizon),
    ];
    let paths = [
        paths("ooma", 4, 4),
        paths("google", 260, 0),
        paths("yahoo", 254, 0),
        paths("rim", 92, 0),
        paths("verizon", 6261, 0),
    ];
    let judgement = judge(&Facts {
        relationships: &relationships,
        paths: &paths,
        ..Facts::of(&case, &gold.documents, &gold.claims)
    });
    Some(Judged { gold, judgement })
}

#[test]
fn blame_is_a_dependency_whose_impact_was_not_measured() {
    let Some(judged) = judged() else { return };
    for claim in ["c2", "c8"] {
        let verdict = judged.verdict(claim);
        assert_eq!(verdict.outcome(), Outcome::DependsImpactNotMeasured);
        let sentence = verdict.sentence();
        for words in [
            "only provider",
            "4 of 4 paths",
            "2007-11-05",
            "2010-07-01",
            "Internap",
        ] {
            assert!(sentence.contains(words), "{words} in {sentence}");
        }
    }
}

#[test]
fn those_named_as_hit_fare_each_by_itself() {
    let Some(judged) = judged() else { return };
    let parts = judged.verdict("c3").parts();
    let outcomes: Vec<(&str, Outcome)> = parts
        .iter()
        .map(|part| (part.label.as_str(), part.outcome))
        .collect();
    assert_eq!(
        outcomes,
        [
            ("RIM", Outcome::NoVisibleDependency),
            ("Google", Outcome::NoVisibleDependency),
            ("Yahoo", Outcome::NoVisibleDependency),
            ("Blue Cross", Outcome::NotResolved),
            ("TM", Outcome::NotResolved),
            ("Verizon", Outcome::NoVisibleDependency),
        ]
    );
    assert!(
        parts[5]
            .sentence
            .contains("the other way, Verizon supplies 22 ASes of Internap"),
        "{}",
        parts[5].sentence
    );
    assert!(!parts[1].sentence.contains("other way"));
    assert_eq!(judged.verdict("c3").outcome(), Outcome::NoVisibleDependency);
}

#[test]
fn nothing_measured_is_cannot_tell_and_snapshots_support_a_denial() {
    let Some(judged) = judged() else { return };
    let denial = judged.verdict("c4");
    assert_eq!(denial.outcome(), Outcome::CannotTell);
    assert!(
        denial
            .sentence()
            .contains("nothing was measured for Internap")
    );
    let transit = judged.verdict("c13");
    assert_eq!(transit.outcome(), Outcome::Supported);
    assert!(
        transit
            .sentence()
            .contains("snapshots of 2007-11-05 and 2010-07-01")
    );
    assert_eq!(judged.verdict("c14").outcome(), Outcome::NotTestable);
    assert_eq!(judged.verdict("c10").outcome(), Outcome::NotTestable);
}

#[test]
fn the_annotated_relations_and_no_others() {
    let Some(judged) = judged() else { return };
    let relation = |kind, a: &str, b: &str| (kind, a.to_owned(), b.to_owned());
    assert_eq!(
        judged.relations(),
        [
            relation(ContradictionKind::Dispute, "c2", "c5"),
            relation(ContradictionKind::Dispute, "c3", "c13"),
            relation(ContradictionKind::Reversal, "c4", "c9"),
            relation(ContradictionKind::Reversal, "c4", "c10"),
            relation(ContradictionKind::Dispute, "c7", "c4"),
            relation(ContradictionKind::Misreported, "c11", "c9"),
        ]
    );
    let reversal = &judged.judgement.contradictions[2];
    assert_eq!(reversal.strength, Strength::Moderate, "{}", reversal.why);
    assert!(
        reversal.why.contains("which says “before long”"),
        "{}",
        reversal.why
    );
    assert!(reversal.why.contains("nothing conceded"));
}

#[test]
fn a_denial_given_up_is_no_admission() {
    let Some(judged) = judged() else { return };
    let of: Vec<_> = judged
        .judgement
        .positions
        .iter()
        .filter(|p| p.party == id("internap") && p.topic == Topic::Responsibility)
        .collect();
    let claims = |position: &backpedal_model::Position| -> Vec<String> {
        position
            .claims
            .iter()
            .map(|claim| judged.gold.ids[claim].replace("article#", ""))
            .collect()
    };
    assert_eq!(of.len(), 2, "{of:#?}");
    assert_eq!(
        (of[0].stance, of[0].moved),
        (Stance::Denies, Move::FirstStated)
    );
    assert_eq!(claims(of[0]), ["c4", "c5"]);
    assert_eq!((of[1].stance, of[1].moved), (Stance::Open, Move::Withdrawn));
    assert_eq!(claims(of[1]), ["c9", "c10"]);
    assert!(
        judged
            .judgement
            .positions
            .iter()
            .all(|p| p.moved != Move::Admitted)
    );
}

#[test]
fn no_sentence_accuses() {
    let Some(judged) = judged() else { return };
    let mut texts: Vec<String> = judged
        .judgement
        .verdicts
        .iter()
        .map(Verdict::sentence)
        .collect();
    texts.extend(
        judged
            .judgement
            .contradictions
            .iter()
            .map(|c| c.would_change.clone()),
    );
    for text in texts {
        for word in ["lied", "lie ", "fake", "was up."] {
            let said = text.contains(word) && !text.contains("does not show");
            assert!(!said, "{word:?} in {text}");
        }
    }
}
