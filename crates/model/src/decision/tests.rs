//! Keys that survive, near misses that differ, and the log.

use super::*;
use crate::{
    Claim, ClaimId, ClaimKind, Document, DocumentKind, Mention, Parties, Party, PartyId, Polarity,
    Quote, Span, Speaker, Voice,
};

/// A claim whose words are those between brackets.
fn claim(name: &str, marked: &str, speaker: &str) -> (Claim, Document) {
    let (start, rest) = marked.split_once('[').expect("a bracket");
    let (words, after) = rest.split_once(']').expect("a bracket");
    let document = Document::new(
        name,
        DocumentKind::Article,
        format!("{start}{words}{after}"),
    );
    let from = start.chars().count();
    let span = Span::new(from, from + words.chars().count());
    let claim = Claim {
        document: name.to_owned(),
        document_id: document.id.clone(),
        id: ClaimId::from_content(&[&document.text, words]),
        kind: ClaimKind::Outage,
        polarity: Polarity::Deny,
        voice: Voice::Indirect,
        quote: Quote {
            text: words.to_owned(),
            span,
        },
        speaker: Speaker {
            org: (!speaker.is_empty()).then(|| speaker.to_owned()),
            ..Speaker::default()
        },
        addressees: Vec::new(),
        via: None,
        subject: None,
        objects: vec![Mention {
            text: "the “Heron” network".into(),
            party: None,
        }],
        cause_kind: None,
        quantity: None,
        said_at: None,
        event_time: None,
        checkable: true,
        confidence: 0.5,
        rule: "test".into(),
    };
    (claim, document)
}

fn key(marked: &str, speaker: &str) -> ClaimKey {
    let (claim, document) = claim("wire", marked, speaker);
    ClaimKey::of(&claim, &[], &[document])
}

/// Whether a decision on the first meets the second.
fn meets(before: &str, now: &str) -> bool {
    let fit = key(before, "Heron").fit(&key(now, "Heron"), (None, None));
    fit.is_some()
}

const SAID: &str = "Asked on Monday, Heron said that [“there’s been no outage at all”] this week.";

#[test]
fn a_statement_is_met_after_changes_of_form() {
    for now in [
        SAID,
        "A new first paragraph.\n\nAsked on Monday, Heron said that [“there’s been no outage at all”] this week.",
        "Asked on Monday, Heron said that [\"there's been\n  no outage at all,\"] this week.",
        "Asked on Monday, Heron said that [There's been no outage — at all.] It rained.",
        // A longer and a shorter cut of the same sentence.
        "Asked on Monday, Heron said [that “there’s been no outage at all” this week].",
        "Asked on Monday, Heron said that “there’s been [no outage at all]” this week.",
    ] {
        assert!(meets(SAID, now), "{now}");
    }
}

#[test]
fn another_statement_is_not_met() {
    for now in [
        "Asked on Monday, Heron said that [“there’s been no outage in Boston”] this week.",
        "Asked on Monday, Heron said that [“there’s been an outage at all”] this week.",
        // The words are there, yet the longer quotation says something else.
        "[Asked on Monday, Heron said that “there’s been no outage at all” this week.]",
        "Asked on Monday, Heron said that there’s been no outage [at all] this week.",
        "Heron: [no outage at all] on our side.",
    ] {
        assert!(!meets(SAID, now), "{now}");
    }
    let other = key(SAID, "Kestrel");
    let moved = key("Kestrel: [There’s been no outage at all].", "Kestrel");
    let decided = key(SAID, "Heron");
    assert!(
        decided
            .fit(&other, (None, None))
            .is_some_and(|fit| !fit.speaker)
    );
    assert_eq!(decided.fit(&moved, (None, None)), None);
}

#[test]
fn short_words_are_met_only_in_their_surroundings() {
    let said = "On Monday the site was [down] for all of its users.";
    assert!(meets(
        said,
        "New.\n\nOn Monday the site was [down] for all of its users."
    ));
    assert!(!meets(said, "Later the mail was [down] in Boston too."));
    let whole = "[It is down]";
    assert!(meets(whole, "[it is down.]"));
    assert!(!meets(whole, "Somebody wrote: [it is down]."));
}

#[test]
fn a_claim_beside_the_refused_one_is_not_taken_for_it() {
    let text = "Asked on Monday, Heron said that “there’s been [no outage at all]” this week.";
    let (longer, document) = claim("wire", SAID, "Heron");
    let (mut shorter, _) = claim("wire", text, "Heron");
    shorter.document_id = document.id.clone();
    let key = ClaimKey::of(
        &longer,
        std::slice::from_ref(&shorter),
        std::slice::from_ref(&document),
    );
    let other = ClaimKey::alone(&shorter, Some(&document));
    assert_eq!(key.fit(&other, (None, None)), None);
    assert!(
        key.fit(&ClaimKey::alone(&longer, Some(&document)), (None, None))
            .is_some()
    );
}

#[test]
fn a_reading_given_by_the_person_counts_as_its_own() {
    let before = key(SAID, "Heron");
    let mut now = before.clone();
    now.kind = ClaimKind::Restored;
    assert_eq!(before.fit(&now, (None, None)), None);
    assert!(
        before
            .fit(&now, (Some(ClaimKind::Restored), None))
            .is_some()
    );
    now.kind = ClaimKind::Outage;
    now.polarity = Polarity::Affirm;
    assert!(
        before
            .fit(&now, (None, None))
            .is_some_and(|fit| !fit.polarity)
    );
    let own = before.fit(&now, (None, Some(Polarity::Affirm)));
    assert!(own.is_some_and(|fit| fit.polarity));
}

#[test]
fn documents_are_known_by_address_or_name() {
    let of = |name: &str, url: Option<&str>| {
        let mut document = Document::new(name, DocumentKind::Article, "");
        document.url = url.map(str::to_owned);
        DocumentKey::of(name, Some(&document))
    };
    let page = of("story", Some("http://www.wire.example/story/"));
    assert!(page.same(&of("renamed", Some("https://wire.example/story#top"))));
    assert!(page.same(&of("story", None)));
    assert!(!page.same(&of("story", Some("https://other.example/story"))));
    let comment = |number: usize, author: &str| {
        let name = format!("story#comment-{number}");
        let mut document = Document::new(&name, DocumentKind::Comment, "");
        document.author = Some(author.to_owned());
        DocumentKey::of(&name, Some(&document))
    };
    assert!(comment(1, "ada").same(&comment(2, "ada")));
    assert!(!comment(1, "ada").same(&comment(1, "bob")));
    assert!(!comment(1, "ada").same(&of("story", None)));
}

fn decision(reason: &str, action: Action) -> Decision {
    Decision {
        case: "heron-2024".into(),
        subject: Subject::Claim(Box::new(key(SAID, "Heron"))),
        action,
        reason: reason.into(),
        at: "2026-01-02T03:04:05Z".parse().expect("a time"),
        by: None,
    }
}

#[test]
fn what_is_taken_back_does_not_stand_and_may_be_decided_again() {
    let refuse = decision("quoted from a joke", Action::Refuse);
    let accept = decision("checked with Heron", Action::Accept);
    let undo = decision("", Action::Undo(refuse.id()));
    let of = |log: &[&Decision]| -> Vec<&'static str> {
        let log: Vec<Decision> = log.iter().copied().cloned().collect();
        let standing = Decision::standing(&log);
        standing.iter().map(|d| d.action.as_str()).collect()
    };
    assert_eq!(of(&[&refuse, &accept]), ["refuse", "accept"]);
    assert_eq!(of(&[&refuse, &accept, &undo]), ["accept"]);
    assert_eq!(of(&[&undo, &refuse]), ["refuse"]);
    assert_eq!(of(&[&refuse, &undo, &refuse]), ["refuse"]);
    assert_eq!(of(&[&refuse, &refuse, &undo]), ["refuse"]);
    let json = serde_json::to_string(&refuse).expect("written");
    assert_eq!(serde_json::from_str::<Decision>(&json).ok(), Some(refuse));
}

fn parties() -> Parties {
    let party = |id: &str, name: &str| -> Party {
        let party = serde_json::json!({ "id": id, "name": name });
        serde_json::from_value(party).expect("a party")
    };
    Parties(vec![party("heron", "Heron"), party("kestrel", "Kestrel")])
}

#[test]
fn a_correction_changes_what_it_names_and_says_what_it_cannot() {
    let id = |text: &str| PartyId::new(text).expect("an id");
    let (mut changed, _) = claim("wire", SAID, "Heron");
    changed.speaker.name = Some("Ada Berg".into());
    let link = |text: &str| ObjectLink {
        text: text.into(),
        party: id("kestrel"),
    };
    let correction = Correction {
        polarity: Some(Polarity::Affirm),
        subject: Some(id("heron")),
        objects: vec![link("The \"Heron\" network"), link("Boston")],
        ..Correction::default()
    };
    let lacking = correction.apply(&mut changed, &parties());
    assert_eq!(lacking.len(), 1);
    assert!(lacking[0].contains("Boston"), "{lacking:?}");
    assert_eq!(changed.polarity, Polarity::Affirm);
    assert_eq!(changed.objects[0].party, Some(id("kestrel")));
    assert_eq!(
        changed.subject.as_ref().map(|s| s.text.as_str()),
        Some("Heron")
    );
    assert_eq!(changed.speaker.name.as_deref(), Some("Ada Berg"));
}

#[test]
fn another_person_does_not_speak_for_the_first_ones_firm() {
    let (mut changed, _) = claim("wire", SAID, "Heron");
    let person = Correction {
        speaker: Some("Tom Reed".into()),
        ..Correction::default()
    };
    person.apply(&mut changed, &parties());
    assert_eq!(changed.speaker.org, None);
    let party = Correction {
        party: PartyId::new("kestrel").ok(),
        polarity: Some(Polarity::Affirm),
        ..Correction::default()
    };
    let both = party.over(person);
    both.apply(&mut changed, &parties());
    let speaker = &changed.speaker;
    assert_eq!(speaker.name.as_deref(), Some("Tom Reed"));
    assert_eq!(speaker.org.as_deref(), Some("Kestrel"));
    assert_eq!(speaker.party, PartyId::new("kestrel").ok());
    assert!(Correction::default().is_empty() && !both.is_empty());
}

#[test]
fn claims_are_restored_in_their_places() {
    let claims: Vec<Claim> = ["a", "b", "c", "d"]
        .map(|text| claim(text, &format!("[{text}]"), "").0)
        .to_vec();
    let mut left = claims.clone();
    left.remove(3);
    left[1].polarity = Polarity::Affirm;
    left.remove(0);
    let changed = [(0, true), (1, false), (3, true)]
        .map(|(at, refused)| Extracted {
            at,
            refused,
            claim: claims[at].clone(),
        })
        .to_vec();
    assert_eq!(Extracted::restore(left, changed), claims);
}
