//! The door through which the rules are tested, and what holds for any text.

use proptest::prelude::*;

use super::timexes;

/// The values of a text written on Wednesday, 15 April 2009, as "words=value".
pub(super) fn check(text: &str, wanted: &[&str]) {
    let found = timexes(text, "2009-04-15".parse().ok());
    let found: Vec<String> = found
        .iter()
        .map(|timex| format!("{}={}", timex.expr.text, timex.value))
        .collect();
    assert_eq!(found, wanted, "{text}");
}

#[test]
fn expressions_follow_one_another() {
    check(
        "It began on Monday at 9:40 a.m. and lasted almost six hours; by Tuesday morning all was well.",
        &[
            "Monday at 9:40 a.m.=2009-04-13T09:40",
            "almost six hours=PT6H",
            "Tuesday morning=2009-04-14TMO",
        ],
    );
}

#[test]
fn a_dateline_serves_where_no_date_is_given() {
    let found = timexes(
        "Link cut again\nMay 4, 2008\nThe link failed yesterday.\n",
        None,
    );
    assert_eq!(found[1].value, "2008-05-03");
    let found = timexes("The link of May 4, 2008 failed yesterday.", None);
    assert_eq!(found[1].value, "XXXX-XX-XX");
}

#[test]
fn intervals_come_with_precision_and_zone() {
    let found = timexes(
        "Dark since 14:02 UTC on 3 March; late last week it flapped.",
        "2009-04-15".parse().ok(),
    );
    let ends = |n: usize| {
        let expr = &found[n].expr;
        (
            expr.start.map(|m| m.to_string()),
            expr.end.map(|m| m.to_string()),
        )
    };
    let at = Some("2009-03-03T14:02Z".to_owned());
    assert_eq!(ends(0), (at.clone(), at));
    assert_eq!(
        ends(1),
        (Some("2009-04-09".into()), Some("2009-04-12".into()))
    );
    assert_eq!(found[1].modifier, Some("END"));
}

/// Text in which the words of the grammar are frequent.
fn timely() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        "\\PC{0,6}",
        "[0-9]{1,5}",
        prop::sample::select(vec![
            "last", "the", "May", "2008", "of", "three", "and", "a", "half", "hours", "ago", "-",
            ":", "30", "p.m.", "UTC", "+", "Monday", "morning", "quarter", "early", "s", "'",
            "past", "to", "noon", "every", "century", "99999", "next", "year", "31", "February",
            "minutes", "\n", "’", "th", ",", ".", "/", "same", "period", "before", "million",
            "decades",
        ])
        .prop_map(str::to_owned),
    ];
    let gap = prop::sample::select(vec!["", " ", " ", "\u{a0}"]);
    prop::collection::vec((word, gap), 0..24)
        .prop_map(|words| words.into_iter().map(|(word, gap)| word + gap).collect())
}

proptest! {
    #[test]
    fn any_text_is_read_and_spans_are_those_of_the_words(
        text in prop_oneof![any::<String>(), timely()],
        dated in any::<bool>(),
    ) {
        let created = if dated { "2009-04-15T10:00Z".parse().ok() } else { None };
        let mut last = 0;
        for timex in timexes(&text, created) {
            let length = timex.span.end - timex.span.start;
            let words: String = text.chars().skip(timex.span.start).take(length).collect();
            prop_assert_eq!(&words, &timex.expr.text);
            prop_assert!(!words.is_empty() && timex.span.start >= last);
            prop_assert!(!timex.value.is_empty());
            last = timex.span.end;
        }
    }
}
