//! Who is told to have said what, in whole texts of invented companies.

#![allow(clippy::expect_used, clippy::panic)] // helpers of tests may fail them

mod common;

use backpedal_claims::extract;
use backpedal_model::{Claim, ClaimKind, Document, DocumentKind, Parties, Polarity, Voice};

use common::context;

fn claims(document: &Document) -> Vec<Claim> {
    let parties = Parties::default();
    let context = context(&parties);
    extract(document, &context)
}

fn article(text: &str) -> Vec<Claim> {
    claims(&Document::new("a", DocumentKind::Article, text))
}

fn of(claims: &[Claim], kind: ClaimKind) -> &Claim {
    let found = claims.iter().find(|claim| claim.kind == kind);
    found.unwrap_or_else(|| panic!("no {kind} in {claims:#?}"))
}

#[test]
fn a_quotation_belongs_to_the_person_and_the_employer() {
    let found = article(
        "Alder, the hosting firm, went dark on Tuesday.\n\n“Rook caused the outage,” Alder \
         founder Theo Finch told the Gazette.",
    );
    let cause = of(&found, ClaimKind::Cause);
    assert_eq!(cause.speaker.name.as_deref(), Some("Theo Finch"));
    assert_eq!(cause.speaker.org.as_deref(), Some("Alder"));
    assert_eq!(cause.voice, Voice::Direct);
    let outage = of(&found, ClaimKind::Outage);
    assert_eq!(
        (outage.speaker.name.as_deref(), outage.voice),
        (None, Voice::Own)
    );
}

#[test]
fn a_pronoun_and_a_last_name_carry_the_speaker_on() {
    let found = article(
        "Alder Networks was down. Spokeswoman Ann Oak said that a router had failed. She added \
         that all sites had been restored. Oak apologised.",
    );
    for kind in [
        ClaimKind::Cause,
        ClaimKind::Restored,
        ClaimKind::Responsibility,
    ] {
        let claim = of(&found, kind);
        assert_eq!(claim.speaker.name.as_deref(), Some("Ann Oak"), "{kind}");
        assert_eq!(
            claim.speaker.org.as_deref(),
            Some("Alder Networks"),
            "{kind}"
        );
    }
}

#[test]
fn a_denial_turns_what_it_governs() {
    let found = article("Alder Networks denied that it had been down.");
    let outage = of(&found, ClaimKind::Outage);
    assert_eq!(outage.polarity, Polarity::Deny);
    assert_eq!(outage.speaker.org.as_deref(), Some("Alder Networks"));
}

#[test]
fn the_innermost_frame_decides() {
    let found = article(
        "Rook Transit and Alder Networks disagree. Theo Finch of Alder Networks says a Rook \
         Transit technician told him that a fan tray had probably failed.",
    );
    let cause = of(&found, ClaimKind::Cause);
    assert_eq!(cause.speaker.org.as_deref(), Some("Rook Transit"));
    assert_eq!(cause.speaker.name, None);
    assert_eq!(cause.polarity, Polarity::Uncertain);
}

#[test]
fn unnamed_sources_keep_their_words() {
    let found = article("There are multiple reports that Alder Networks was down again.");
    let outage = of(&found, ClaimKind::Outage);
    assert_eq!(outage.speaker.text.as_deref(), Some("multiple reports"));
    assert_eq!((&outage.speaker.name, &outage.speaker.org), (&None, &None));
}

#[test]
fn a_statement_is_the_companys_own_voice() {
    let text = "We lost power at 9:40 UTC. We apologise to all customers.";
    let mut document = Document::new("a", DocumentKind::Statement, text);
    document.publisher = Some("Alder".to_owned());
    let found = claims(&document);
    let sorry = of(&found, ClaimKind::Responsibility);
    assert_eq!(sorry.speaker.org.as_deref(), Some("Alder"));
    assert_eq!(sorry.voice, Voice::Own);
}

#[test]
fn a_comment_belongs_to_its_commenter() {
    let text = "Rook doesn't buy transit from Alder Networks.";
    let mut document = Document::new("a", DocumentKind::Comment, text);
    document.author = Some("finchling".to_owned());
    let found = claims(&document);
    let link = of(&found, ClaimKind::Relationship);
    assert_eq!(link.speaker.name.as_deref(), Some("finchling"));
    assert_eq!((link.polarity, link.voice), (Polarity::Deny, Voice::Own));
}

#[test]
fn a_capitalised_role_is_no_part_of_the_name() {
    let found = article(
        "Alder went dark on Tuesday.\n\n\"A router failed,\" Alder Chief Technical Officer Ann Oak said.",
    );
    let cause = of(&found, ClaimKind::Cause);
    assert_eq!(cause.speaker.name.as_deref(), Some("Ann Oak"));
    assert_eq!(cause.speaker.org.as_deref(), Some("Alder"));
}

#[test]
fn crowds_speak_for_nobody_and_staff_for_their_employer() {
    let found = article("Two traders in Oakport said that Alder was down on Monday.");
    let outage = of(&found, ClaimKind::Outage);
    assert_eq!(outage.speaker.org, None);
    assert_eq!(
        outage.speaker.text.as_deref(),
        Some("Two traders in Oakport")
    );
    let found = article(
        "Sites at Alder were dark. Alder engineers said that a router had failed on Monday.",
    );
    let cause = of(&found, ClaimKind::Cause);
    assert_eq!(cause.speaker.org.as_deref(), Some("Alder"));
}

#[test]
fn an_organisation_without_a_name_speaks_by_its_description() {
    let found = article("The roads agency denied that its diggers caused the Alder outage.");
    let cause = of(&found, ClaimKind::Cause);
    assert_eq!(cause.speaker.org.as_deref(), Some("roads agency"));
}

#[test]
fn an_answer_goes_on_over_paragraphs_until_somebody_else_is_named() {
    let text = "Alder was down on Monday.\n\n\"We looked at it for hours,\" said Alder founder Ann Oak.\n\n\"A router failed at noon and nobody saw it.\"";
    let found = article(text);
    let cause = of(&found, ClaimKind::Cause);
    assert_eq!(cause.speaker.name.as_deref(), Some("Ann Oak"));
    let parted = text.replace(
        "Oak.\n\n\"A",
        "Oak.\n\nA crowd had gathered by then.\n\n\"A",
    );
    let found = article(&parted);
    let cause = of(&found, ClaimKind::Cause);
    assert_eq!(cause.speaker.name, None);
}

#[test]
fn who_answers_at_a_desk_speaks_for_it() {
    let text = "My Alder line went dead on Monday.\n\nFirst call. A cheerful man named Curtis told me \
                that a router had failed.";
    let cause = article(text);
    let cause = of(&cause, ClaimKind::Cause);
    assert_eq!(cause.speaker.name.as_deref(), Some("Curtis"));
    assert_eq!(cause.speaker.org.as_deref(), Some("Alder"));
    let neighbour = text.replace(
        "First call. A cheerful man named",
        "My neighbour, a man named",
    );
    let cause = article(&neighbour);
    assert_eq!(of(&cause, ClaimKind::Cause).speaker.org, None);
}

#[test]
fn a_number_announces_routes_and_says_nothing() {
    let found = article(
        "AS65540, which is Alder Cable, told its upstreams about 4,100 routes that were not its \
         own, and Rook was down for an hour.",
    );
    assert!(
        found.iter().all(|claim| claim.speaker.org.is_none()),
        "{found:#?}"
    );
}

#[test]
fn what_works_by_a_time_works_again() {
    let found = article("Alder was down on Monday. All halls were operational by 07:42.");
    let restored = of(&found, ClaimKind::Restored);
    assert_eq!(restored.polarity, Polarity::Affirm);
    assert!(
        found.iter().all(|claim| claim.polarity == Polarity::Affirm),
        "{found:#?}"
    );
    let found =
        article("Alder was fine on Monday. Its core network stayed operational throughout.");
    assert!(
        found
            .iter()
            .any(|claim| { (claim.kind, claim.polarity) == (ClaimKind::Outage, Polarity::Deny) })
    );
}

#[test]
fn an_adverb_that_opens_a_sentence_names_nobody() {
    let found = article(
        "Alder was down on Monday. Internally, tools broke as well, and staff were locked out.",
    );
    let subjects = found.iter().filter_map(|claim| claim.subject.as_ref());
    assert!(subjects.clone().count() > 0);
    assert!(
        subjects.clone().all(|subject| subject.text == "Alder"),
        "{found:#?}"
    );
}

#[test]
fn a_word_of_no_language_right_before_a_verb_is_a_name() {
    let text = "Ann Oak annoak at halvermoor.example\n\nRook was down on Monday. Halvermoor is single-homed \
                behind Rook.";
    let found = article(text);
    let subject = |claim: &Claim| claim.subject.clone().map(|subject| subject.text);
    let bought = of(&found, ClaimKind::Relationship);
    assert_eq!(subject(bought).as_deref(), Some("Halvermoor"));
    let found = article(&text.replace("Halvermoor is", "Everything is"));
    let told = found.iter().filter_map(subject);
    assert!(told.into_iter().all(|name| name != "Everything"));
}

#[test]
fn it_is_who_opens_the_sentence() {
    let found = article(
        "Rook was down on Monday. Customers of Alder and Rook fled. Alder is in the other camp: it is a \
         customer of Elm Transit.",
    );
    let bought = of(&found, ClaimKind::Relationship);
    let subject = bought.subject.as_ref().map(|subject| subject.text.as_str());
    assert_eq!(subject, Some("Alder"));
}
