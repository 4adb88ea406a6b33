//! How far attributions reach, and what pronouns mean, in texts of invented companies.

#![allow(clippy::expect_used, clippy::panic)] // helpers of tests may fail them

mod common;

use backpedal_claims::extract;
use backpedal_model::{Claim, ClaimKind, Document, DocumentKind, Parties, Polarity, Voice};

use common::context;

fn article(text: &str) -> Vec<Claim> {
    let parties = Parties::default();
    let context = context(&parties);
    extract(&Document::new("a", DocumentKind::Article, text), &context)
}

fn of(claims: &[Claim], kind: ClaimKind) -> &Claim {
    let found = claims.iter().find(|claim| claim.kind == kind);
    found.unwrap_or_else(|| panic!("no {kind} in {claims:#?}"))
}

fn org(claim: &Claim) -> Option<&str> {
    claim.speaker.org.as_deref()
}

fn subject(claim: &Claim) -> Option<&str> {
    claim.subject.as_ref().map(|mention| mention.text.as_str())
}

fn object(claim: &Claim) -> Option<&str> {
    claim.objects.first().map(|mention| mention.text.as_str())
}

#[test]
fn a_pronoun_in_an_opening_clause_means_the_subject_that_follows() {
    let found = article(
        "Halvern Transit and Pimlo Voice are at odds. Pimlo Voice sells calls; Halvern Transit \
         is its provider. Two days after it denied any downtime, Halvern Transit said that it was \
         still investigating the outage.",
    );
    let outage = of(&found, ClaimKind::Outage);
    assert_eq!(
        (org(outage), outage.polarity),
        (Some("Halvern Transit"), Polarity::Deny)
    );
    assert_eq!(subject(outage), Some("Halvern Transit"));
    let looking = of(&found, ClaimKind::Investigating);
    assert_eq!(
        (org(looking), looking.voice),
        (Some("Halvern Transit"), Voice::Indirect)
    );
    // Near miss: in a later clause the pronoun looks back.
    let found = article(
        "Pimlo Voice was down. Halvern Transit said that it was fine. It denied any downtime after \
         Pimlo Voice complained.",
    );
    let denial = found
        .iter()
        .rfind(|c| c.polarity == Polarity::Deny)
        .expect("a denial");
    assert_eq!(org(denial), Some("Halvern Transit"));
}

#[test]
fn a_description_that_closes_a_statement_speaks_it() {
    let found = article(
        "Halvern Transit rang the Gazette a second time. The outage is still under investigation, \
         the company says now.",
    );
    let looking = of(&found, ClaimKind::Investigating);
    assert_eq!(
        (org(looking), looking.voice),
        (Some("Halvern Transit"), Voice::Indirect)
    );
    // Near miss: without an attribution the author says it.
    let found =
        article("Halvern Transit rang the Gazette. The outage is still under investigation.");
    assert_eq!(of(&found, ClaimKind::Investigating).voice, Voice::Own);
}

#[test]
fn an_attribution_reaches_the_coordinated_clause() {
    let found = article(
        "Halvern Transit had not been down, spokeswoman Jane Roe told the Gazette and the Herald, \
         and the fault lay with Pimlo's network.",
    );
    let cause = of(&found, ClaimKind::Cause);
    assert_eq!(cause.speaker.name.as_deref(), Some("Jane Roe"));
    assert_eq!(
        (cause.voice, subject(cause)),
        (Voice::Indirect, Some("Pimlo"))
    );
    assert_eq!(cause.addressees, ["Gazette", "Herald"]);
    // Near miss: a new sentence is the author's.
    let found = article(
        "Halvern Transit had not been down, spokeswoman Jane Roe told the Gazette. The fault lay \
         with Pimlo's network.",
    );
    assert_eq!(of(&found, ClaimKind::Cause).voice, Voice::Own);
}

#[test]
fn an_attribution_reaches_over_a_colon() {
    let found = article(
        "Pimlo lost its dial tone on Monday. Max Ferro, the founder of Pimlo, was angry.\n\n“We have the \
         network logs,” Ferro told the Gazette: they show that Halvern's service “was not \
         performing as agreed,” and that this caused Pimlo's outage.",
    );
    let degraded = found
        .iter()
        .find(|c| c.kind == ClaimKind::Outage && subject(c) == Some("Halvern"))
        .expect("the service");
    assert_eq!(degraded.speaker.name.as_deref(), Some("Max Ferro"));
    assert_eq!(degraded.voice, Voice::Direct);
    let cause = of(&found, ClaimKind::Cause);
    assert_eq!(cause.speaker.name.as_deref(), Some("Max Ferro"));
    assert_eq!(
        (object(cause), subject(cause)),
        (Some("Halvern"), Some("Pimlo"))
    );
    assert!(
        cause.quote.text.starts_with("this caused"),
        "{}",
        cause.quote.text
    );
}

#[test]
fn the_same_outage_is_the_one_told_before() {
    let found = article(
        "Pimlo's issues were “linked to an outage at Halvern,” Pimlo founder Max Ferro said. The \
         same outage “also affected Elm Bank, Rook and others,” he wrote.",
    );
    assert_eq!(subject(of(&found, ClaimKind::Affected)), Some("Halvern"));
    let cause = of(&found, ClaimKind::Cause);
    assert_eq!(
        (subject(cause), object(cause)),
        (Some("Pimlo"), Some("Halvern"))
    );
}

#[test]
fn an_outlet_that_carries_a_statement_is_named() {
    let found = article("The Daily Herald reported that Halvern Networks denied any downtime.");
    let outage = of(&found, ClaimKind::Outage);
    assert_eq!(org(outage), Some("Halvern Networks"));
    assert_eq!(outage.via.as_deref(), Some("Daily Herald"));
    let found = article("Halvern Networks denied any downtime.");
    assert_eq!(of(&found, ClaimKind::Outage).via, None);
}

#[test]
fn whom_a_person_speaks_for_is_no_person() {
    let found = article("Jane Roe, a spokeswoman for Halvern, denied that Halvern was down.");
    let outage = of(&found, ClaimKind::Outage);
    assert_eq!(outage.speaker.name.as_deref(), Some("Jane Roe"));
    assert_eq!(org(outage), Some("Halvern"));
}

#[test]
fn what_is_no_claim_is_left_alone() {
    let texts = [
        "A day after the complaints, Pimlo Networks has hit back.",
        "Halvern Networks rejects Pimlo's account of the outage.",
        "My guess is that big names look good in a post.",
        "Pimlo Networks deleted nothing. The post was wrong, but it stayed up.",
        "Pimlo Networks, which sells calls to homes, had a bad Monday.",
        "Halvern Networks, which runs data centers and sells transit, spoke later.",
        "Pimlo's customers called all day, and its provider has hit back.",
    ];
    let mut guessed = Vec::new();
    for text in texts {
        let found = article(text);
        let claims = found
            .iter()
            .filter(|claim| claim.kind != ClaimKind::Retraction);
        let (model, rules): (Vec<String>, Vec<String>) = claims
            .map(|claim| claim.rule.clone())
            .partition(|rule| rule.starts_with("model."));
        assert_eq!(rules, Vec::<String>::new(), "{text}");
        guessed.extend(model);
    }
    // No rule may fire here. The network is right by and large, not in each sentence.
    assert!(guessed.len() <= 1, "{guessed:?}");
}

#[test]
fn reports_and_days_are_no_scope_and_an_open_cause_is_no_cause() {
    let found = article(
        "There are several reports that Halvern Networks was down. The cause is open. Halvern \
         Networks cut off customers on Monday.",
    );
    let kinds: Vec<ClaimKind> = found.iter().map(|claim| claim.kind).collect();
    assert!(!kinds.contains(&ClaimKind::Scope), "{found:#?}");
    assert!(!kinds.contains(&ClaimKind::Cause), "{found:#?}");
    assert!(kinds.contains(&ClaimKind::Investigating), "{found:#?}");
    let some = article("Several customers in the north of Halvern Networks were down.");
    assert!(some.iter().any(|claim| claim.kind == ClaimKind::Scope));
}

#[test]
fn a_last_name_that_speaks_is_no_company_and_went_is_no_reporting_verb() {
    let found = article(
        "Calls at Halvern Telecom went unanswered. Halvern spokesman Owen Rill denied that a \
         switch had failed. “All of our equipment was working,” Rill said. Rill said it was over.",
    );
    let outage = of(&found, ClaimKind::Outage);
    assert_eq!(
        (outage.voice, outage.polarity),
        (Voice::Own, Polarity::Affirm)
    );
    let cause = of(&found, ClaimKind::Cause);
    assert_eq!(cause.speaker.name.as_deref(), Some("Owen Rill"));
    assert_eq!(
        (org(cause), cause.polarity),
        (Some("Halvern Telecom"), Polarity::Deny)
    );
}

#[test]
fn what_some_have_suggested_is_not_what_they_deny() {
    let found = article(
        "Halvern Networks was down. It was not the result of an attack, as some have suggested.",
    );
    let cause = of(&found, ClaimKind::Cause);
    assert_eq!((cause.polarity, cause.voice), (Polarity::Deny, Voice::Own));
    assert_eq!(cause.speaker.text, None);
}

#[test]
fn an_apposed_name_speaks_and_the_lessee_is_the_customer() {
    let found = article(
        "The outage at Halvern Telecom began at 1:20 p.m., according to a Halvern spokesman, Luis \
         Grant. The fibre is owned by Baxtel, which leases fibre to Halvern Telecom.",
    );
    let onset = of(&found, ClaimKind::Timing);
    assert_eq!(onset.speaker.name.as_deref(), Some("Luis Grant"));
    let link = found
        .iter()
        .find(|claim| claim.rule == "relationship.leases-to")
        .expect("a relationship");
    assert_eq!(
        (subject(link), object(link)),
        (Some("Halvern Telecom"), Some("Baxtel"))
    );
    // Near miss: what follows a survey is no apposition to it.
    let found = article("According to a survey, Halvern Telecom was down at 1:20 p.m. on Monday.");
    assert!(
        found
            .iter()
            .all(|claim| org(claim) != Some("Halvern Telecom")),
        "{found:#?}"
    );
}

#[test]
fn the_words_of_a_denial_hold_the_verb_that_denies() {
    let found = article(
        "Halvern Transit is a carrier. Spokeswoman Ida Brandt denied that Halvern Transit had any downtime.",
    );
    let denial = of(&found, ClaimKind::Outage);
    assert_eq!(denial.polarity, Polarity::Deny);
    assert!(
        denial.quote.text.starts_with("denied that"),
        "{}",
        denial.quote.text
    );
    // Near miss: a verb that only reports stays outside.
    let found = article(
        "Halvern Transit is a carrier. Spokeswoman Ida Brandt said that Halvern Transit was down.",
    );
    let outage = of(&found, ClaimKind::Outage);
    assert!(
        outage.quote.text.starts_with("Halvern"),
        "{}",
        outage.quote.text
    );
}
