//! What a query finds, and what it does not.

use super::{found, lindholm, made, search};
use crate::{EntryKind, Error, Index, Query};

#[test]
fn nothing_finds_everything_newest_first() {
    let (_dir, index) = lindholm();
    let all = search(&index, "");
    assert_eq!((all.total, all.hits.len()), (6, 6));
    let days: Vec<String> = all
        .hits
        .iter()
        .map(|h| h.date.expect("a day").to_string())
        .collect();
    assert_eq!(&days[..3], ["2009-04-15"; 3]);
    assert_eq!(&days[3..], ["2009-04-13"; 3]);
    assert!(all.hits[..3].is_sorted_by_key(|hit| &hit.id));
    assert!(all.hits.iter().all(|hit| hit.score == 0.0));
}

#[test]
fn words_are_found_in_any_form_and_all_are_needed() {
    let (_dir, index) = lindholm();
    let outages = found(&index, "outages");
    assert_eq!(outages.len(), 2);
    assert!(
        outages.contains(&"There was no outage".to_owned()),
        "{outages:?}"
    );
    assert_eq!(
        found(&index, "ROUTER failing"),
        ["The routers had failed", "follow-up"]
    );
    // Common words are not needed beside others, and are looked for when they stand alone.
    assert_eq!(
        found(&index, "the routers of"),
        ["The routers had failed", "follow-up"]
    );
    assert_eq!(found(&index, "were"), Vec::<String>::new());
    assert_eq!(found(&index, "had").len(), 2);
}

#[test]
fn where_no_entry_has_all_words_any_will_do() {
    let (_dir, index) = lindholm();
    let results = search(&index, "routers zebra");
    assert!(results.any_word);
    assert_eq!(results.total, 2);
    let results = search(&index, "zebra giraffe");
    assert_eq!((results.total, results.any_word), (0, false));
    // But what is excluded, quoted or a field stays in force.
    assert_eq!(search(&index, "routers zebra -failed").total, 0);
    assert_eq!(search(&index, "routers zebra \"no outage\"").total, 0);
    assert_eq!(search(&index, "routers zebra kind:timing").total, 0);
}

#[test]
fn phrases_are_exact() {
    let (_dir, index) = lindholm();
    assert_eq!(
        found(&index, "\"no outage\""),
        ["There was no outage", "wire-report"]
    );
    assert_eq!(found(&index, "\"no outages\""), Vec::<String>::new());
    assert_eq!(found(&index, "\"outage no\""), Vec::<String>::new());
    assert_eq!(
        found(&index, "“There was”"),
        ["There was no outage", "wire-report"]
    );
    // The end of one field and the beginning of the next are no phrase.
    assert_eq!(
        found(&index, "\"hit lindholm customers\""),
        Vec::<String>::new()
    );
    assert_eq!(found(&index, "pontoon’s").len(), 2);
}

#[test]
fn beginnings_of_words() {
    let (_dir, index) = lindholm();
    // Beginnings tell nothing of relevance: the order is that of days and ids.
    assert_eq!(
        found(&index, "investig*"),
        ["still investigating", "follow-up"]
    );
    assert_eq!(
        found(&index, "\"no out\"*"),
        ["There was no outage", "wire-report"]
    );
    assert_eq!(found(&index, "xq*"), Vec::<String>::new());
    assert_eq!(found(&index, "züri*"), ["wire-report"]);
}

#[test]
fn accents_and_case_do_not_matter() {
    let (_dir, index) = lindholm();
    for text in ["zurich", "ZÜRICH", "Zürich"] {
        assert_eq!(found(&index, text), ["wire-report"], "{text}");
    }
    assert!(
        search(&index, "zurich").hits[0]
            .snippet
            .contains(&("Zürich".into(), true))
    );
}

#[test]
fn fields_narrow() {
    let (_dir, index) = lindholm();
    assert_eq!(
        found(&index, "kind:outage polarity:deny"),
        ["There was no outage"]
    );
    assert_eq!(
        found(&index, "party:pontoon type:claim"),
        ["Pontoon’s calls went dead"]
    );
    assert_eq!(search(&index, "party:\"lindholm ab\"").total, 5);
    assert_eq!(search(&index, "party:lindholm").total, 5);
    assert_eq!(
        found(&index, "speaker:\"ada cole\""),
        ["There was no outage"]
    );
    assert_eq!(found(&index, "speaker:cole"), ["still investigating"]);
    assert_eq!(search(&index, "speaker:col*").total, 2);
    assert_eq!(search(&index, "source:wire").total, 3);
    assert_eq!(search(&index, "source:gazette.example").total, 3);
    assert_eq!(search(&index, "outcome:not-testable").total, 4);
    assert_eq!(search(&index, "outcome:supported").total, 0);
    assert_eq!(search(&index, "case:lindholm type:document").total, 2);
    assert_eq!(search(&index, "case:other").total, 0);
    assert_eq!(search(&index, "kind:outage kind:investigating").total, 4);
}

#[test]
fn a_minus_excludes() {
    let (_dir, index) = lindholm();
    assert_eq!(found(&index, "outage -customers"), ["There was no outage"]);
    assert_eq!(search(&index, "-lindholm").total, 1);
    assert_eq!(search(&index, "-type:claim").total, 2);
    assert_eq!(search(&index, "-\"no outage\" -kind:outage").total, 2);
    assert_eq!(search(&index, "-\"no out\"* -\"went dead\"").total, 3);
    assert_eq!(search(&index, "-date:2009-04-13").total, 3);
}

#[test]
fn days_narrow() {
    let (_dir, index) = lindholm();
    assert_eq!(search(&index, "date:2009-04-13").total, 3);
    assert_eq!(search(&index, "date:2009-04-13..2009-04-15").total, 6);
    assert_eq!(search(&index, "date:2009-04-14").total, 0);
    assert_eq!(search(&index, "before:2009-04-15").total, 3);
    assert_eq!(search(&index, "after:2009-04-13").total, 3);
    assert_eq!(search(&index, "after:2009-04-15").total, 0);
    assert_eq!(search(&index, "date:2009").total, 6);
    let day = |text: &str| Some(text.parse().expect("a day"));
    let within = |from, to| {
        let query = Query {
            from,
            to,
            ..Query::default()
        };
        index.search(&query).expect("an answer").total
    };
    assert_eq!(within(day("2009-04-14"), None), 3);
    assert_eq!(within(None, day("2009-04-13")), 3);
    assert_eq!(within(day("2009-04-15"), day("2009-04-13")), 0);
}

#[test]
fn a_statement_has_its_own_day_in_its_own_zone() {
    let mut dossier = made::lindholm();
    dossier.claims[0].said_at = Some(made::said("2009-04-15T02:30:00Z", "America/New_York"));
    dossier.claims[1].said_at = Some(made::said("2009-04-15T02:30:00Z", "UTC"));
    let dir = tempfile::tempdir().expect("a directory");
    let index = Index::open(dir.path()).expect("an index");
    index.update(&dossier).expect("indexed");
    assert_eq!(found(&index, "date:2009-04-14"), ["There was no outage"]);
    assert_eq!(search(&index, "date:2009-04-15 type:claim").total, 3);
}

#[test]
fn a_hit_tells_what_it_is() {
    let (_dir, index) = lindholm();
    let hit = search(&index, "\"no outage\"").hits.remove(0);
    assert_eq!(hit.kind_of, EntryKind::Claim);
    assert_eq!(hit.title, "Lindholm customers report outages");
    assert_eq!(hit.source, "The Wire");
    assert_eq!(
        (hit.speaker.as_deref(), hit.party.as_deref()),
        (Some("Ada Cole"), Some("Lindholm AB"))
    );
    assert_eq!(
        hit.outcome.map(|outcome| outcome.as_str()),
        Some("not testable")
    );
    assert_eq!(
        hit.snippet,
        [("There was ".into(), false), ("no outage".into(), true)]
    );
    let text = &made::lindholm().documents[0].text;
    let span = hit.span.expect("a span");
    let words: String = text.chars().skip(span.start).take(span.len()).collect();
    assert_eq!(words, "There was no outage");
    assert!(hit.score > 0.0);
}

#[test]
fn pages_of_hits_do_not_overlap() {
    let (_dir, index) = lindholm();
    let all: Vec<String> = search(&index, "lindholm")
        .hits
        .into_iter()
        .map(|h| h.id)
        .collect();
    let page = |offset, limit| {
        let query = Query {
            offset,
            limit,
            ..Query::new("lindholm")
        };
        let results = index.search(&query).expect("an answer");
        assert_eq!(results.total, all.len());
        results.hits.into_iter().map(|h| h.id).collect::<Vec<_>>()
    };
    assert_eq!([page(0, 2), page(2, 2), page(4, 2)].concat(), all);
    assert_eq!(page(usize::MAX, usize::MAX), Vec::<String>::new());
    assert_eq!(page(0, 0), Vec::<String>::new());
    assert_eq!(page(0, usize::MAX), all);
}

#[test]
fn mistakes_are_explained() {
    let (_dir, index) = lindholm();
    let explain = |text: &str| match index.search(&Query::new(text)) {
        Err(error @ Error::Syntax { .. }) => error.to_string(),
        other => panic!("{text:?} gave {other:?}"),
    };
    assert_eq!(
        explain("x \"no outage"),
        "the query is not clear at character 3: the quotation mark is never closed (hint: close \
         it, or leave it out)"
    );
    assert!(explain("kind:banana").contains("the values are: outage, cause, affected"));
    assert!(explain("-polarity:maybe").contains("at character 1: \"maybe\" is no polarity"));
    assert!(explain("speeker:cole").contains("use one of case, type, party"));
    assert!(explain("date:2009-02-30").contains("2009-04-13"));
}

#[test]
fn no_query_is_too_odd() {
    let (_dir, index) = lindholm();
    let long = ["x".repeat(900), "a* ".repeat(300), "\"a b\" ".repeat(150)];
    let odd = [
        "*", "a*b", "-", "--a", "a:b:c", "(a OR b)", "\\", "\u{0}", "🛰️", "日本", "-\"\"", "''",
    ];
    for text in odd.into_iter().chain(long.iter().map(String::as_str)) {
        match index.search(&Query::new(text)) {
            Ok(_) | Err(Error::Syntax { .. }) => {}
            Err(error) => panic!("{text:?}: {error}"),
        }
    }
}
