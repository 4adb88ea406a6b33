//! Decisions over small stories, and over the same stories told again.

use backpedal_model::{
    Action, Case, ClaimKey, ClaimKind, Contradiction, Correction, Decision, DocumentKind, Dossier,
    LinkKey, LinkPlace, Met, PairKey, Polarity, Subject,
};

use super::*;
use crate::testing::{CASE, Story};

const DENIED: (ClaimKind, Polarity) = (ClaimKind::Outage, Polarity::Deny);
const STATED: (ClaimKind, Polarity) = (ClaimKind::Outage, Polarity::Affirm);

/// Heron denies, Heron concedes, Kestrel says something of its own; `more` stands in front.
fn story(more: &[&str]) -> Story {
    let mut story = Story::new();
    for words in more {
        story.say("Kestrel", STATED, ("Kestrel", &[]), words);
    }
    story.say(
        "Heron",
        DENIED,
        ("Heron", &[]),
        "Heron had no outage on Tuesday",
    );
    story.document("second", DocumentKind::Article);
    story.say(
        "Heron",
        STATED,
        ("Heron", &[]),
        "Heron went down on Tuesday after all",
    );
    story.say(
        "Kestrel",
        STATED,
        ("Kestrel", &[]),
        "Kestrel was slow for an hour",
    );
    for (at, claim) in story.claims.iter_mut().enumerate() {
        let day = if claim.document == "first" { 5 } else { 7 };
        let moment: backpedal_model::Moment = format!("2024-03-0{day}T1{}:00Z", at % 10)
            .parse()
            .expect("a time");
        let at = moment.instants(&jiff::tz::TimeZone::UTC);
        claim.said_at = Some(backpedal_model::TimeRange {
            start: at.start,
            end: at.end,
            precision: moment.precision(),
            zone: backpedal_model::Zone::Utc,
            source: backpedal_model::TimeSource::Post,
        });
    }
    story
}

/// The story as a dossier with other ids than any other story's.
fn dossier(story: Story, run: &str) -> Dossier {
    let json = serde_json::json!({
        "case": story.case, "run": { "version": "0", "as_of": "2024-03-08T00:00:00Z" },
        "snapshots": [], "documents": [], "claims": [], "datasets": [], "observations": [],
        "relationships": [], "paths": [], "positions": [], "contradictions": [],
        "non_contradictions": [], "verdicts": [], "problems": [],
    });
    let mut dossier: Dossier = serde_json::from_value(json).expect("a dossier");
    dossier.claims = story.claims;
    dossier.documents = story.documents;
    for document in &mut dossier.documents {
        let id = backpedal_model::DocumentId::from_content(&[&document.name, run]);
        for claim in &mut dossier.claims {
            if claim.document_id == document.id {
                claim.document_id = id.clone();
                claim.id = ClaimId::from_printed(&format!("{run}-{}", claim.id));
            }
        }
        document.id = id;
    }
    decide(dossier, &[])
}

fn decision(subject: Subject, action: Action) -> Decision {
    Decision {
        case: "halyard-2024".into(),
        subject,
        action,
        reason: "checked by phone".into(),
        at: "2026-01-02T03:04:05Z".parse().expect("a time"),
        by: None,
    }
}

fn key(dossier: &Dossier, claim: &Claim) -> ClaimKey {
    ClaimKey::of(claim, &dossier.claims, &dossier.documents)
}

fn says<'d>(dossier: &'d Dossier, words: &str) -> Option<&'d Claim> {
    dossier.claims.iter().find(|c| c.quote.text.contains(words))
}

fn on(dossier: &Dossier, words: &str, action: Action) -> Decision {
    let claim = says(dossier, words).expect("a claim");
    decision(Subject::Claim(Box::new(key(dossier, claim))), action)
}

fn on_pair(dossier: &Dossier, found: &Contradiction, action: Action) -> Decision {
    let key = |id| key(dossier, dossier.claim(id).expect("an end"));
    let pair = PairKey {
        id: found.id.clone(),
        kind: found.kind,
        // The other way round: the order does not matter.
        a: key(&found.b),
        b: key(&found.a),
        again: Vec::new(),
    };
    decision(Subject::Contradiction(Box::new(pair)), action)
}

fn moves(dossier: &Dossier) -> Vec<String> {
    let moves = dossier.positions.iter().filter(|p| !p.from.is_empty());
    moves
        .map(|p| format!("{} {} {}", p.party, p.topic, p.moved))
        .collect()
}

fn met(review: &Review) -> &'static str {
    match &review.met {
        Met::Claim(_) => "claim",
        Met::Contradictions(_) => "contradiction",
        Met::Nothing(_) => "nothing",
    }
}

#[test]
fn a_refused_claim_stays_away_after_a_new_extraction() {
    let first = dossier(story(&[]), "one");
    let refuse = on(&first, "no outage", Action::Refuse);
    assert!(!first.contradictions.is_empty());
    let again = dossier(story(&["Kestrel was down since noon"]), "two");
    let decided = decide(again.clone(), std::slice::from_ref(&refuse));
    assert!(says(&decided, "no outage").is_none());
    assert_eq!(decided.claims.len(), again.claims.len() - 1);
    assert!(
        decided.contradictions.is_empty(),
        "{:?}",
        decided.contradictions
    );
    assert_eq!(met(&decided.decisions[0]), "claim");
    assert_eq!(decided.extracted[0].claim.polarity, Polarity::Deny);
    let undo = decision(refuse.subject.clone(), Action::Undo(refuse.id()));
    let back = decide(decided, &[refuse, undo]);
    assert_eq!(back, again);
}

#[test]
fn other_words_are_not_silenced_and_the_decision_is_reported() {
    let refuse = on(&dossier(story(&[]), "one"), "no outage", Action::Refuse);
    let mut other = story(&[]);
    other.claims[0].quote.text = "Heron had no outage on Friday".into();
    let other = dossier(other, "two");
    let decided = decide(other.clone(), &[refuse]);
    assert_eq!(decided.claims, other.claims);
    assert_eq!(met(&decided.decisions[0]), "nothing");
    let Met::Nothing(why) = &decided.decisions[0].met else {
        return;
    };
    assert!(why.contains("no claim says"), "{why}");
}

#[test]
fn a_refused_contradiction_stays_refused_and_the_ledger_forgets_it() {
    let first = dossier(story(&[]), "one");
    let found = first.contradictions.first().expect("one");
    assert!(
        moves(&first).iter().any(|m| m.contains("admitted")),
        "{:?}",
        moves(&first)
    );
    let refuse = on_pair(&first, found, Action::Refuse);
    let again = dossier(story(&["Kestrel was down since noon"]), "two");
    assert_ne!(again.contradictions[0].id, found.id);
    let decided = decide(again, std::slice::from_ref(&refuse));
    assert!(decided.contradictions.is_empty());
    assert_eq!(met(&decided.decisions[0]), "contradiction");
    assert!(
        !moves(&decided).iter().any(|m| m.contains("admitted")),
        "{:?}",
        moves(&decided)
    );
    assert!(says(&decided, "no outage").is_some());
    // The latest decision on it counts.
    let accept = on_pair(&first, found, Action::Accept);
    let decided = decide(decided, &[refuse, accept]);
    assert_eq!(decided.contradictions.len(), 1);
    assert_eq!(decided.decisions.len(), 1);
    assert_eq!(decided.decisions[0].decision.action, Action::Accept);
    assert_eq!(met(&decided.decisions[0]), "contradiction");
}

#[test]
fn another_contradiction_of_the_same_side_stands() {
    let mut twice = story(&[]);
    twice.say(
        "Heron",
        DENIED,
        ("Heron", &[]),
        "we never lost a single packet at Heron",
    );
    let first = dossier(story(&[]), "one");
    let refuse = on_pair(&first, &first.contradictions[0], Action::Refuse);
    let both = dossier(twice, "two");
    let decided = decide(both.clone(), &[refuse]);
    assert_eq!(decided.contradictions.len() + 1, both.contradictions.len());
}

#[test]
fn a_correction_is_judged_and_what_it_was_is_kept() {
    let first = dossier(story(&[]), "one");
    let correction = Correction {
        polarity: Some(Polarity::Affirm),
        ..Correction::default()
    };
    let correct = on(&first, "no outage", Action::Correct(Box::new(correction)));
    let decided = decide(first.clone(), std::slice::from_ref(&correct));
    let now = says(&decided, "no outage").expect("it stands");
    assert_eq!(
        (now.polarity, now.confidence.to_bits()),
        (Polarity::Affirm, 1f64.to_bits())
    );
    assert!(decided.contradictions.is_empty());
    assert_eq!(decided.extracted[0].claim.polarity, Polarity::Deny);
    // The engine learns to read it that way itself: the decision is still met.
    let mut learnt = story(&[]);
    learnt.claims[0].polarity = Polarity::Affirm;
    let decided = decide(dossier(learnt, "two"), &[correct]);
    assert_eq!(met(&decided.decisions[0]), "claim");
}

#[test]
fn what_is_accepted_is_accepted_as_it_was_read() {
    let first = dossier(story(&[]), "one");
    let accept = on(&first, "no outage", Action::Accept);
    let mut unsure = story(&[]);
    unsure.claims[0].confidence = 0.4;
    let decided = decide(dossier(unsure, "two"), std::slice::from_ref(&accept));
    assert_eq!(decided.claims[0].confidence.to_bits(), 1f64.to_bits());
    let mut turned = story(&[]);
    turned.claims[0].polarity = Polarity::Affirm;
    turned.claims[0].confidence = 0.4;
    let decided = decide(dossier(turned, "two"), &[accept]);
    assert_eq!(met(&decided.decisions[0]), "nothing");
    assert!(decided.claims[0].confidence < 0.5);
}

fn on_link(dossier: &Dossier, words: &str, place: LinkPlace, action: Action) -> Decision {
    let claim = says(dossier, words).expect("a claim");
    let party = match &place {
        LinkPlace::Speaker => claim.speaker.party.clone(),
        _ => claim
            .subject
            .as_ref()
            .and_then(|subject| subject.party.clone()),
    };
    let link = LinkKey {
        claim: key(dossier, claim),
        place,
        party,
    };
    decision(Subject::Link(Box::new(link)), action)
}

#[test]
fn a_refused_link_is_not_found_again_from_the_words() {
    let first = dossier(story(&[]), "one");
    for place in [LinkPlace::Speaker, LinkPlace::Subject] {
        let refuse = on_link(&first, "no outage", place.clone(), Action::Refuse);
        let decided = decide(dossier(story(&[]), "two"), &[refuse]);
        let claim = says(&decided, "no outage").expect("it stands");
        assert_eq!(claim.speaker.org.as_deref(), Some("Heron"));
        // Whoever speaks so, it is not Heron that took something back.
        let moved = decided
            .contradictions
            .iter()
            .any(|c| c.kind == ContradictionKind::Reversal);
        assert!(!moved, "{place:?}: {:?}", decided.contradictions);
        let verdict = decided.verdict(&claim.id).expect("a verdict");
        let asks = verdict.question.party().is_some();
        assert_eq!(asks, place == LinkPlace::Speaker, "{:?}", verdict.question);
        let id = claim.id.clone();
        assert_eq!(
            decided.speaker_is_unlinked(&id),
            place == LinkPlace::Speaker
        );
        assert_eq!(decided.claims.len(), first.claims.len());
    }
}

#[test]
fn a_link_that_leads_elsewhere_by_now_was_never_refused() {
    let first = dossier(story(&[]), "one");
    let refuse = on_link(&first, "no outage", LinkPlace::Subject, Action::Refuse);
    let mut other = story(&[]);
    let halyard = backpedal_model::PartyId::new("halyard").ok();
    if let Some(subject) = &mut other.claims[0].subject {
        subject.party.clone_from(&halyard);
    }
    let decided = decide(dossier(other, "two"), &[refuse]);
    let subject = decided.claims[0].subject.as_ref().expect("a subject");
    assert_eq!(subject.party, halyard);
    assert_eq!(decided.decisions[0].lacking.len(), 1);
}

#[test]
fn without_decisions_nothing_changes() {
    let case = Case::parse(CASE).expect("a case");
    let story = story(&[]);
    let decided = apply(story.claims.clone(), &story.documents, &case.parties, &[]);
    assert_eq!(decided.claims, story.claims);
    assert!(decided.reviews.is_empty() && decided.extracted.is_empty());
    assert_eq!(&decided.settled, Settled::NONE);
}

#[test]
fn many_claims_are_searched_along_an_index() {
    // Thousands of claims of other documents, and a decision on each hundredth: a search of all
    // pairs would compare millions of surroundings.
    let mut story = Story::new();
    for document in 0..40 {
        story.document(&format!("page {document}"), DocumentKind::Article);
        for claim in 0..50 {
            let words = format!("Heron lost line {claim} of town {document} on Tuesday");
            story.say("Heron", STATED, ("Heron", &[]), &words);
        }
    }
    let documents = story.documents.clone();
    let refuse: Vec<Decision> = story
        .claims
        .iter()
        .step_by(100)
        .map(|claim| {
            let key = ClaimKey::of(claim, &story.claims, &documents);
            decision(Subject::Claim(Box::new(key)), Action::Refuse)
        })
        .collect();
    let all = story.claims.len();
    let decided = apply(story.claims, &documents, &story.case.parties, &refuse);
    assert_eq!(decided.claims.len(), all - refuse.len());
    assert!(decided.reviews.iter().all(|review| met(review) == "claim"));
}
