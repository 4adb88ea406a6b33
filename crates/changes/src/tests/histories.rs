//! Histories of one address: each look is a line.

use backpedal_model::{Absence, ChangeClass, Document, DocumentKind, Origin, Snapshot};
use jiff::Timestamp;

use crate::{Answer, Captured, Look, Shape, changes};

pub(super) const ADDRESS: &str = "https://gazette.example/2024/halyard-outage";

/// A text long enough to be told from others.
pub(super) fn story(number: u32) -> String {
    format!(
        "Halyard said that {number} of its sites had lost their links in the storm. Engineers of the \
         carrier went out to the coast and mended the trunk before the evening. Callers in the valley \
         heard nothing but a tone. The regulator asked for a report and has yet to receive one. Heron \
         and Kestrel, two of the larger customers, moved their calls to other carriers meanwhile."
    )
}

/// What a look brought.
#[derive(Clone)]
pub(super) enum Seen {
    Text(String),
    Titled(&'static str, String),
    Status(u16),
    Landed(&'static str, String),
    List(Vec<(&'static str, &'static str)>),
    Same,
    Nothing,
}

pub(super) struct Kept {
    at: Timestamp,
    seen: Option<(Snapshot, Vec<Document>)>,
    same: bool,
}

pub(super) fn hour(number: i64) -> Timestamp {
    Timestamp::from_second(number * 3600).expect("an hour")
}

/// One look an hour, from hour 1 on.
pub(super) fn kept(seen: &[Seen]) -> Vec<Kept> {
    let one = |(number, seen): (usize, &Seen)| {
        let at = hour(number as i64 + 1);
        let mut snapshot = Snapshot::new(Origin::Url(ADDRESS.to_owned()), at, b"");
        snapshot.status = Some(200);
        let page = |text: &str, title: Option<&str>| {
            let mut page = Document::new("halyard-outage", DocumentKind::Article, text);
            page.title = title.map(str::to_owned);
            page
        };
        let documents = match seen {
            Seen::Text(text) => vec![page(text, Some("Halyard loses links"))],
            Seen::Titled(title, text) => vec![page(text, Some(title))],
            Seen::Status(status) => {
                snapshot.status = Some(*status);
                Vec::new()
            }
            Seen::Landed(landed, text) => {
                snapshot.landed = Some((*landed).to_owned());
                vec![page(text, Some("The Gazette"))]
            }
            Seen::List(items) => {
                let item = |(name, text): &(&str, &str)| {
                    let mut item = Document::new("feed", DocumentKind::Article, *text);
                    item.url = Some(format!("https://gazette.example/{name}"));
                    item
                };
                items.iter().map(item).collect()
            }
            Seen::Same | Seen::Nothing => {
                let same = matches!(seen, Seen::Same);
                return Kept {
                    at,
                    seen: None,
                    same,
                };
            }
        };
        Kept {
            at,
            seen: Some((snapshot, documents)),
            same: false,
        }
    };
    seen.iter().enumerate().map(one).collect()
}

pub(super) fn looks(kept: &[Kept]) -> Vec<Look<'_>> {
    fn answer(kept: &Kept) -> Answer<'_> {
        match &kept.seen {
            Some((snapshot, documents)) => Answer::Captured(Captured {
                snapshot,
                documents,
                claims: &[],
            }),
            None if kept.same => Answer::Same,
            None => Answer::Nothing,
        }
    }
    let look = |kept| Look {
        at: Kept::at(kept),
        answer: answer(kept),
    };
    kept.iter().map(look).collect()
}

impl Kept {
    fn at(&self) -> Timestamp {
        self.at
    }
}

/// The changes as lines: class, between which looks, and what else is told.
fn tell(shape: Shape, seen: &[Seen]) -> Vec<String> {
    let kept = kept(seen);
    let told = changes(ADDRESS, shape, &looks(&kept))
        .into_iter()
        .map(|change| {
            let hours = |at: Timestamp| at.as_second() / 3600;
            let (from, to) = (hours(change.between.start), hours(change.between.end));
            let flip = if change.flip_flop { " flip-flop" } else { "" };
            let why = change
                .absence
                .map_or(String::new(), |why| format!(" ({why})"));
            format!("{} {from}-{to}{flip}{why}", change.class)
        });
    told.collect()
}

fn page(seen: &[Seen]) -> Vec<String> {
    tell(Shape::Page, seen)
}

#[test]
fn the_last_look_that_saw_the_old_counts() {
    let (a, b) = (Seen::Text(story(12)), Seen::Text(story(19)));
    assert_eq!(page(&[a.clone(), b.clone()]), ["substance 1-2"]);
    // Not modified in between; errors in between, which tell nothing.
    let seen = [
        a.clone(),
        Seen::Same,
        Seen::Nothing,
        Seen::Status(503),
        b.clone(),
    ];
    assert_eq!(page(&seen), ["substance 2-5"]);
    assert!(page(&[a.clone(), Seen::Same, a.clone(), Seen::Status(429)]).is_empty());
}

#[test]
fn versions_that_take_turns_are_told_once() {
    let (a, b) = (Seen::Text(story(12)), Seen::Text(story(19)));
    let seen = [
        a.clone(),
        b.clone(),
        a.clone(),
        b.clone(),
        a.clone(),
        b.clone(),
    ];
    assert_eq!(page(&seen), ["substance 1-2", "substance 2-3 flip-flop"]);
    // A third version after that is a new change.
    let seen = [a.clone(), b.clone(), a, b, Seen::Text(story(23))];
    let told = page(&seen);
    assert_eq!(told.last().map(String::as_str), Some("substance 4-5"));
}

#[test]
fn gone_and_back() {
    let a = Seen::Text(story(12));
    let seen = [
        a.clone(),
        Seen::Status(404),
        Seen::Status(410),
        Seen::Status(404),
        a.clone(),
    ];
    let told = page(&seen);
    assert_eq!(
        told,
        ["removed 1-2 (not found)", "reinstated 4-5 (not found)"]
    );
    let back = [a, Seen::Status(404), Seen::Text(story(19))];
    let kept = kept(&back);
    let changes = changes(ADDRESS, Shape::Page, &looks(&kept));
    assert_eq!(changes[1].class, ChangeClass::Reinstated);
    assert!(
        !changes[1].altered.is_empty(),
        "what changed meanwhile is told"
    );
    assert_eq!(changes[0].looks, 1);
}

#[test]
fn a_redirect_to_the_home_page_is_a_removal_and_another_is_not() {
    let a = Seen::Text(story(12));
    let home = "Today in the Gazette. Ten tips for the garden. The weather for the week.";
    let landed = |to| Seen::Landed(to, home.to_owned());
    let told = page(&[a.clone(), landed("https://gazette.example/")]);
    assert_eq!(told, ["removed 1-2 (leads to the home page)"]);
    let told = page(&[a.clone(), landed("https://consent.example/?return=1")]);
    assert!(told.len() == 1 && told[0].starts_with("hidden"), "{told:?}");
    // The article itself, served from the root after a move.
    let moved = Seen::Landed("https://gazette.example/", story(12));
    assert!(
        page(&[a, moved])
            .iter()
            .all(|line| !line.starts_with("removed"))
    );
}

#[test]
fn what_only_hides_a_text_is_no_removal() {
    let a = Seen::Text(story(12));
    let wall = "We value your privacy. Our partners and we use cookies. Manage preferences or accept \
                all to go on.";
    let begin: String = story(12).split_inclusive('.').take(2).collect();
    let cut = format!("{begin} Subscribe to continue.");
    for (seen, why) in [
        (Seen::Status(403), Absence::Refused),
        (Seen::Status(451), Absence::Refused),
        (
            Seen::Titled("Before you continue", wall.to_owned()),
            Absence::Consent,
        ),
        (Seen::Text(cut), Absence::Cut),
        (Seen::Text(begin), Absence::Cut),
        (Seen::Text(String::new()), Absence::Empty),
    ] {
        let told = page(&[a.clone(), seen.clone(), seen, a.clone()]);
        assert_eq!(told, [format!("hidden 1-2 ({why})")]);
    }
    // Hidden, and then another number: the versions are held against each other.
    let told = page(&[a, Seen::Status(403), Seen::Text(story(19))]);
    assert_eq!(told, ["hidden 1-2 (refused)", "substance 1-3"]);
}

#[test]
fn a_page_that_says_there_is_none() {
    let a = Seen::Text(story(12));
    let none = "Sorry, the page you are looking for is not here. Try the search.";
    let told = page(&[a.clone(), Seen::Titled("Page not found", none.to_owned())]);
    assert_eq!(told, ["removed 1-2 (says that there is no such page)"]);
    // An article that tells of one.
    let tells = format!("{} Visitors saw the words: page not found.", story(12));
    let told = page(&[a, Seen::Text(tells)]);
    assert!(
        told.iter().all(|line| !line.starts_with("removed")),
        "{told:?}"
    );
}

#[test]
fn an_article_that_was_never_seen_was_not_removed() {
    assert!(page(&[Seen::Status(404), Seen::Status(404)]).is_empty());
    assert!(page(&[Seen::Status(404), Seen::Text(story(12))]).is_empty());
}

#[test]
fn lists() {
    let all = [
        ("d", "Heron bought Pontoon on Friday."),
        ("c", "Kestrel fell on Thursday."),
        ("b", "Halyard had no outage on Wednesday."),
        ("a", "Halyard grew on Tuesday."),
    ];
    let list = |items: &[(&'static str, &'static str)]| Seen::List(items.to_vec());
    let without = list(&[all[0], all[1], all[3]]);
    let told = tell(
        Shape::List,
        &[list(&all), without.clone(), without, list(&all)],
    );
    assert_eq!(
        told,
        [
            "removed 1-2 (taken out of the list)",
            "reinstated 3-4 (taken out of the list)"
        ]
    );
    // The oldest was pushed off the end.
    assert!(tell(Shape::List, &[list(&all[1..]), list(&all[..3])]).is_empty());
    // An entry that was edited.
    let mut edited = all;
    edited[2].1 = "Halyard had an outage on Wednesday.";
    let told = tell(Shape::List, &[list(&all), list(&edited)]);
    assert_eq!(told, ["substance 1-2"]);
    // A feed that cannot be read has lost nothing.
    assert!(tell(Shape::List, &[list(&all), list(&[]), list(&all)]).is_empty());
}

#[test]
fn identifiers_stay_when_more_is_captured() {
    let seen = [
        Seen::Text(story(12)),
        Seen::Text(story(19)),
        Seen::Same,
        Seen::Status(404),
    ];
    let ids = |count: usize| -> Vec<String> {
        let kept = kept(&seen[..count]);
        let all = changes(ADDRESS, Shape::Page, &looks(&kept));
        all.iter().map(|change| change.id.to_string()).collect()
    };
    assert_eq!(ids(2)[..], ids(4)[..1]);
    assert_ne!(ids(4)[0], ids(4)[1]);
}
