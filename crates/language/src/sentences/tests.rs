//! Tests of sentences, one rule each, with what it must not touch.

use super::sentences;

fn check(text: &str, wanted: &[&str]) {
    let found: Vec<&str> = sentences(text).into_iter().map(|at| &text[at]).collect();
    assert_eq!(found, wanted);
}

#[test]
fn abbreviations_initials_times_and_numbers_end_nothing() {
    for text in [
        "Mr. R. Oak of Alder Inc. in the U.S. Senate saw it.",
        "At 9 p.m. Eastern the core, ver. 2.4.1, lost 4.5 percent.",
        "See status.example.com or No. 7 for it.",
        "1. Links were cut.",
    ] {
        check(text, &[text]);
    }
}

#[test]
fn abbreviations_may_end_a_sentence() {
    check(
        "It fell at 9 p.m. The link was cut.",
        &["It fell at 9 p.m.", "The link was cut."],
    );
    check(
        "They sell links, etc. Alder buys.",
        &["They sell links, etc.", "Alder buys."],
    );
    check(
        "Is it up? No. It is not!",
        &["Is it up?", "No.", "It is not!"],
    );
}

#[test]
fn marks_after_the_stop_belong_to_its_sentence() {
    check(
        "“It is up.” (He left.) So.",
        &["“It is up.”", "(He left.)", "So."],
    );
    check("\"Is it up?\" he asked.", &["\"Is it up?\" he asked."]);
    check(
        "It broke.\"Links were cut,\" he said.",
        &["It broke.", "\"Links were cut,\" he said."],
    );
    check(
        "He said \"no.\"Then he left.",
        &["He said \"no.\"", "Then he left."],
    );
    check(
        "It broke.“Links were cut,” he said.",
        &["It broke.", "“Links were cut,” he said."],
    );
    check(
        "“It broke.”Links were cut.",
        &["“It broke.”", "Links were cut."],
    );
    check("It is up! :) Thanks", &["It is up! :)", "Thanks"]);
}

#[test]
fn posts_without_capitals_are_cut_too() {
    check(
        "off since two. our monitor saw it",
        &["off since two.", "our monitor saw it"],
    );
    check(
        "off since two... our monitor saw it",
        &["off since two... our monitor saw it"],
    );
}

#[test]
fn paragraphs_headings_lists_and_stamps_part() {
    check(
        "Summary\n\nTimeline:\n14:05 UTC Down\n14:40 UTC Up\n\n* One\n* Two\n2) Three",
        &[
            "Summary",
            "Timeline:",
            "14:05 UTC Down",
            "14:40 UTC Up",
            "* One",
            "* Two",
            "2) Three",
        ],
    );
    check(
        "Routes were lost\r\n\r\nRoutes came back",
        &["Routes were lost", "Routes came back"],
    );
}

#[test]
fn wrapped_lines_are_joined_and_short_ones_are_not() {
    let wrapped = "The carrier said on Monday that its core routers had lost their\n\
                   routes to the exchange, and that its customers in the north and\n\
                   Alder Valley were served over another path until the evening\n\
                   came.";
    check(wrapped, &[wrapped]);
    check(
        "Status page\nAll systems are up\nNo incidents",
        &["Status page", "All systems are up", "No incidents"],
    );
    check(
        "the routes were lost,\nand came back",
        &["the routes were lost,\nand came back"],
    );
}
