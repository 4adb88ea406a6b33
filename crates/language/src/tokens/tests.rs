//! Tests of tokens, one convention each, with what it must not touch.

use super::tokens;

fn check(text: &str, wanted: &str) {
    let mut found = Vec::new();
    tokens(text, 0..text.len(), &mut found);
    let found: Vec<&str> = found.into_iter().map(|at| &text[at]).collect();
    assert_eq!(found.join(" "), wanted, "{text}");
}

#[test]
fn clitics_stand_alone() {
    check(
        "We didn't, it's Alder's, they're I'd you'll",
        "We did n't , it 's Alder 's , they 're I 'd you 'll",
    );
    check("We didn’t, it’s Alder’s.", "We did n’t , it ’s Alder ’s .");
    check("cannot gonna dont CANNOT", "can not gon na do nt CAN NOT");
    check(
        "canned dent O'Leary rock'n'roll",
        "canned dent O'Leary rock'n'roll",
    );
    check("the 1990's and '90s", "the 1990's and '90s");
    check("IM ID", "IM ID");
}

#[test]
fn quotes_are_apart_and_apostrophes_are_not() {
    check("\"It's 'up',\" he said.", "\" It 's ' up ' , \" he said .");
    check("“up” ‘up’ ''up''", "“ up ” ‘ up ’ '' up ''");
    check("carriers' routers, get 'em", "carriers ' routers , get 'em");
}

#[test]
fn hyphens_part_words_but_not_affixes() {
    check(
        "a well-known e-mail, non-stop re-routed",
        "a well - known e-mail , non-stop re-routed",
    );
    check(
        "mid-2024 year-wise end-to-end",
        "mid-2024 year-wise end - to - end",
    );
    check("down -- up—now 3-4", "down -- up — now 3 - 4");
}

#[test]
fn numbers_dates_times_and_telephones_are_whole() {
    check(
        "1,200.5 of 3.1.4 at 9:40 on 2024-02-01",
        "1,200.5 of 3.1.4 at 9:40 on 2024-02-01",
    );
    check("9/11 but 3/4, 12/31/2023", "9/11 but 3 / 4 , 12/31/2023");
    check(
        "call 555-010-0199, 5:00-8:30",
        "call 555-010-0199 , 5:00 - 8:30",
    );
    check("$10m US$4.5 50% #3 +44", "$ 10 m US$ 4.5 50 % # 3 +44");
    check("5pm 10Gbps 4G 60Hz 23rd", "5 pm 10Gbps 4G 60 Hz 23rd");
}

#[test]
fn addresses_and_networks_are_whole() {
    check(
        "(see https://status.example.com/a_(b)?c=1).",
        "( see https://status.example.com/a_(b)?c=1 ) .",
    );
    check(
        "example.com/x, example.org! ops@example.net;",
        "example.com/x , example.org ! ops@example.net ;",
    );
    check(
        "192.0.2.0/24 and 2001:db8::/32, up.Then",
        "192.0.2.0/24 and 2001:db8::/32 , up . Then",
    );
    check("@alder_net #outage and/or", "@alder_net #outage and / or");
    check("fine :) (really)", "fine :) ( really )");
}

#[test]
fn full_stops_belong_to_abbreviations_within_a_sentence() {
    check(
        "Mr. J. Oak of Alder Inc. in the U.S. said so.",
        "Mr. J. Oak of Alder Inc. in the U.S. said so .",
    );
    check("It was 9 p.m.", "It was 9 p.m .");
    check("Wait... what?! No…", "Wait ... what ?! No …");
}

#[test]
fn spaces_of_all_kinds_part_tokens() {
    check("9\u{a0}p.m.\u{202f}ET\tnow\u{3000}up", "9 p.m. ET now up");
}
