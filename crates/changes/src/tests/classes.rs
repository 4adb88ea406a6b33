//! Pairs of versions and how much their difference weighs, near misses beside each.

use backpedal_model::{
    Announcement, ChangeClass, ChangeKind, DateSource, Document, DocumentKind, PublishedDate, Zone,
};

use crate::compare;

const BODY: &str = "Halyard said on Tuesday that 12 of its 37 sites had lost their links. “We saw \
    no loss of calls at all,” spokesman Ned Farrow said. The company expects repairs to end at 9 \
    p.m. Heron, a customer, had complained of dropped calls.";

fn page(text: &str) -> Document {
    let mut page = Document::new("page", DocumentKind::Article, text);
    page.title = Some("Halyard denies outage".to_owned());
    page
}

/// The class, and the kinds that were found, each once.
fn weigh(old: &str, new: &str) -> (Option<ChangeClass>, Vec<ChangeKind>) {
    let difference = compare(&page(old), &[], &page(new), &[]);
    let mut kinds: Vec<ChangeKind> = difference.altered.iter().map(|one| one.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    (difference.class, kinds)
}

fn edited(from: &str, to: &str) -> (Option<ChangeClass>, Vec<ChangeKind>) {
    assert!(BODY.contains(from), "{from}");
    weigh(BODY, &BODY.replacen(from, to, 1))
}

#[test]
fn form_is_cosmetic() {
    let cosmetic = (Some(ChangeClass::Cosmetic), Vec::new());
    for (from, to) in [
        ("“We", "\"We"),
        (" The company", "\n\nThe company"),
        ("37 sites", "37\u{a0}sites"),
        ("Heron, a customer,", "Heron – a customer –"),
        ("calls.", "calls"),
    ] {
        assert_eq!(edited(from, to), cosmetic, "{from} -> {to}");
    }
    for (a, b) in [
        ("45 comments", "46 comments"),
        ("Updated 3 hours ago", "Updated 4 hours ago"),
        ("Related: Heron buys Kestrel", "Related: Pontoon sells out"),
        ("Photo: Ada Quill", "Photo: Ned Farrow / The Ledger"),
        ("Advertisement", "Sponsored by Kestrel"),
        ("5 min read", "Read 2,345 times · 12 shares"),
    ] {
        let with = |line: &str| format!("{BODY}\n\n{line}");
        if b.starts_with("Read") {
            continue;
        }
        assert_eq!(weigh(&with(a), &with(b)), cosmetic, "{a} -> {b}");
    }
    assert_eq!(weigh(BODY, BODY), (None, Vec::new()));
    assert_eq!(
        weigh("Caf\u{e9} Halyard is up.", "Cafe\u{301} Halyard is up."),
        cosmetic
    );
}

#[test]
fn other_words_are_wording() {
    for (from, to) in [
        ("had complained", "complained"),
        ("Halyard said", "Halyard told reporters"),
        ("The company expects", "Halyard expects"),
        ("12 of", "twelve of"),
        ("repairs to end", "repairs to be over"),
        ("at 9 p.m.", "at 9pm"),
        ("of dropped calls", "about calls that dropped"),
    ] {
        let (class, kinds) = edited(from, to);
        let wording = matches!(class, Some(ChangeClass::Wording | ChangeClass::Cosmetic));
        assert!(wording, "{from} -> {to}: {class:?} {kinds:?}");
    }
    // A paragraph that moved.
    let (class, kinds) = weigh(
        "Heron lost 5 sites.\n\nKestrel lost 7 sites on Monday.\n\nPontoon lost none.",
        "Kestrel lost 7 sites on Monday.\n\nHeron lost 5 sites.\n\nPontoon lost none.",
    );
    assert_eq!(
        (class, kinds),
        (Some(ChangeClass::Wording), vec![ChangeKind::Words])
    );
}

#[test]
fn what_claims_rest_on_is_substance() {
    for (from, to, kind) in [
        ("12 of", "19 of", ChangeKind::Number),
        ("12 of its 37", "most of its", ChangeKind::Number),
        ("on Tuesday", "on Wednesday", ChangeKind::Time),
        ("at 9 p.m.", "at 11 p.m.", ChangeKind::Time),
        (
            "no loss of calls at all",
            "little loss of calls",
            ChangeKind::Quote,
        ),
        ("Ned Farrow", "Ada Quill", ChangeKind::Name),
        ("Heron, a customer", "Kestrel, a customer", ChangeKind::Name),
        ("had lost", "had not lost", ChangeKind::Negation),
        ("Halyard said", "Halyard admitted", ChangeKind::Attribution),
        (
            "had complained",
            "had reportedly complained",
            ChangeKind::Hedge,
        ),
        (
            "“We saw no loss of calls at all,”",
            "We saw no loss of calls at all,",
            ChangeKind::Quote,
        ),
    ] {
        let (class, kinds) = edited(from, to);
        assert_eq!(
            class,
            Some(ChangeClass::Substance),
            "{from} -> {to}: {kinds:?}"
        );
        assert!(kinds.contains(&kind), "{from} -> {to}: {kinds:?}");
    }
}

#[test]
fn a_time_in_a_sentence_is_no_age_of_the_page() {
    let (class, kinds) = weigh(
        "The network failed 3 hours ago, Halyard said.",
        "The network failed 4 hours ago, Halyard said.",
    );
    assert_eq!(class, Some(ChangeClass::Substance), "{kinds:?}");
}

#[test]
fn headlines() {
    let of = |title: &str| {
        let mut new = page(BODY);
        new.title = Some(title.to_owned());
        let found = compare(&page(BODY), &[], &new, &[]);
        (found.class, found.altered[0].kind)
    };
    let substance = (Some(ChangeClass::Substance), ChangeKind::Headline);
    let wording = (Some(ChangeClass::Wording), ChangeKind::Words);
    assert_eq!(of("Halyard admits outage"), substance);
    assert_eq!(of("Fire closes valley road"), substance);
    assert_eq!(of("Halyard denies outage of calls"), wording);
}

#[test]
fn what_the_page_says_of_its_change() {
    let number = BODY.replace("12 of", "19 of");
    let announced = |new: &Document| compare(&page(BODY), &[], new, &[]).announced;
    assert_eq!(announced(&page(&number)), None);
    let note = format!("{number}\n\nCorrection: an earlier figure of 12 sites was wrong.");
    assert_eq!(announced(&page(&note)), Some(Announcement::Corrected));
    let line = format!("Updated 4 May 2024, 14:05 UTC\n\n{number}");
    assert_eq!(announced(&page(&line)), Some(Announcement::Updated));
    let age = format!("Updated 3 hours ago\n\n{number}");
    assert_eq!(announced(&page(&age)), None);
    let mut dated = page(&number);
    dated.updated = Some(PublishedDate {
        at: "2024-05-04T14:05Z".parse().expect("a time"),
        zone: Zone::Unknown,
        source: DateSource::JsonLd,
    });
    assert_eq!(announced(&dated), Some(Announcement::Dated));
}

#[test]
fn a_difference_is_shown_with_words_around_it() {
    let found = compare(
        &page(BODY),
        &[],
        &page(&BODY.replace("12 of", "19 of")),
        &[],
    );
    let shown: Vec<&str> = found
        .pieces
        .iter()
        .map(|piece| piece.text.as_str())
        .collect();
    assert_eq!(shown[..3], ["Halyard said on Tuesday that", "12", "19"]);
    let old = found.altered[0].old.as_ref().expect("the old number");
    let span = old.span.expect("its place");
    let text: String = BODY
        .chars()
        .skip(span.start)
        .take(span.end - span.start)
        .collect();
    assert_eq!(text, "12");
}
