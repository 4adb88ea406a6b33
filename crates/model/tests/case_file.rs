//! Case files from the outside: what is read, and what every mistake says.

#![allow(clippy::expect_used, clippy::panic)] // a test may stop where it stands

use backpedal_model::{
    Asn, Case, Mistake, Origin, Precision, RelationshipFormat, SourceKind, TopologyKind,
};
use proptest::prelude::*;

const OOMA: &str = include_str!("../../cli/tests/cases/ooma-internap-2009.toml");
const CLOUDFLARE: &str = include_str!("../../cli/tests/cases/cloudflare-2022-06-21.toml");

/// What every case needs.
const HEAD: &str = "id = \"t\"\ntitle = \"T\"\nzone = \"Europe/Rome\"\n\
    [window]\nstart = 2031-03-01\nend = 2031-03-02\n";

fn good(text: &str) -> Case {
    Case::parse(text).unwrap_or_else(|error| panic!("{error}"))
}

fn mistakes(text: &str) -> Vec<Mistake> {
    match Case::parse(text) {
        Ok(_) => Vec::new(),
        Err(error) => error.mistakes,
    }
}

/// Reads `marked`, in which `‹…›` marks the one stretch that is wrong, and compares the mistake's
/// place, message and hint (a part of it; `""` for none).
fn check_whole(marked: &str, message: &str, hint: &str) {
    let before = marked.split('‹').next().expect("a first part");
    let line = before.matches('\n').count() + 1;
    let column = before
        .rsplit('\n')
        .next()
        .unwrap_or_default()
        .chars()
        .count()
        + 1;
    let stretch = marked.split(['‹', '›']).nth(1).expect("a marked stretch");
    let found = mistakes(&marked.replace(['‹', '›'], ""));
    assert_eq!(found.len(), 1, "{marked}\n{found:#?}");
    let mistake = &found[0];
    assert_eq!((mistake.line, mistake.column), (line, column), "{mistake}");
    assert_eq!(mistake.width, stretch.chars().count(), "{mistake}");
    assert!(mistake.message.contains(message), "{mistake}");
    assert!(!mistake.expected.is_empty(), "{mistake}");
    match &mistake.hint {
        None => assert_eq!(hint, "", "{mistake}"),
        Some(given) => assert!(!hint.is_empty() && given.contains(hint), "{mistake}"),
    }
}

/// The same behind a good beginning.
fn check(marked: &str, message: &str, hint: &str) {
    check_whole(&format!("{HEAD}{marked}"), message, hint);
}

#[test]
fn the_cases_of_the_end_to_end_tests_are_read() {
    let case = good(OOMA);
    assert_eq!(case.parties.0.len(), 8);
    assert_eq!(case.parties.0[1].asns.len(), 37);
    assert!(case.parties.0[1].asns[0].valid.note.is_some());
    assert_eq!(case.window.length().as_hours(), 72);
    assert_eq!(
        case.topology[0].kind,
        TopologyKind::Relationships(RelationshipFormat::Snap)
    );
    let case = good(CLOUDFLARE);
    assert_eq!(case.parties.0[0].asns[0].value, Asn(13335));
    assert_eq!(
        case.measurements[0].covers.start.to_string(),
        "2022-06-21T00:00:00Z"
    );
    assert_eq!(case.sources.len(), 3);
}

/// Every key, after [`HEAD`].
const ALL_KEYS: &str = r#"
[[party]]
id = "heron"
name = "Heron"
aliases = ["Heron Ltd", { value = "HN", from = 2030-01-01, to = 2030-12-31, note = "before the sale" }]
domains = ["Heron.example"]
handles = ["heron", "@heron@social.example"]
people = ["Ada Quill", { name = "Bo Reed", role = "CTO", handles = ["@bo"], from = 2031-01-01 }]
asns = [64496, "AS64497", { value = [64498, 64499], note = "bought" }]
prefixes = ["192.0.2.0/24", "2001:db8::/32"]
targets = ["sip"]
[[party]]
id = "tm"
name = "TM"
unresolved = "several"
[[source]]
kind = "page"
url = "https://heron.example/status"
name = "status"
publisher = "Heron"
published = 2031-03-01T10:30
voice_of = "heron"
every = "5m"
[[source]]
kind = "posts"
path = "posts.json"
[[measurement]]
kind = "probes"
path = "probes.csv"
from = 2031-03-01T00:00:00+01:00
to = 2031-03-01T12:00:00
collector = "us"
synthetic = true
note = "N"
[[topology]]
kind = "as-names"
path = "names.json"
date = 2030-12-01
[policy]
min_probes = 20
min_probe_ases = 5
impaired_below = 0.7
[schedule]
every = "1h"
"#;

fn all_keys() -> Case {
    good(&format!(
        "summary = \"S\"\nsynthetic = \"made up\"\n{HEAD}{ALL_KEYS}"
    ))
}

#[test]
fn every_key_arrives() {
    let case = all_keys();
    let heron = &case.parties.0[0];
    assert_eq!(
        heron.aliases[1].valid.to.map(|d| d.to_string()),
        Some("2030-12-31".into())
    );
    assert_eq!(heron.domains[0].value, "heron.example");
    assert_eq!(heron.handles[0].value, "@heron");
    assert_eq!(heron.people[1].value.handles, ["@bo"]);
    assert!(heron.people[1].valid.from.is_some());
    assert_eq!(heron.asns.len(), 4);
    assert_eq!(heron.asns[3].valid.note.as_deref(), Some("bought"));
    assert_eq!(heron.prefixes.len(), 2);
    let source = &case.sources[0];
    assert_eq!(source.kind, SourceKind::Page);
    assert_eq!(
        source.published.map(|m| m.precision()),
        Some(Precision::Minute)
    );
    assert_eq!(source.voice_of.as_ref(), Some(&heron.id));
    assert_eq!(source.schedule.every_seconds, Some(300));
    assert_eq!(case.sources[1].origin, Origin::File("posts.json".into()));
}

#[test]
fn every_key_of_the_data_arrives() {
    let case = all_keys();
    let covers = case.measurements[0].covers;
    assert_eq!(covers.start.to_string(), "2031-02-28T23:00:00Z");
    assert_eq!(
        covers.end.to_string(),
        "2031-03-01T11:00:00Z",
        "a bare time is read in the zone"
    );
    assert!(case.measurements[0].synthetic);
    assert_eq!(case.topology[0].date.to_string(), "2030-12-01");
    assert_eq!(
        (case.policy.min_probes, case.policy.impaired_below),
        (20, 0.7)
    );
    assert_eq!(case.schedule.every_seconds, Some(3600));
    assert_eq!(case.window.length().as_hours(), 48, "the last day counts");
}

#[test]
fn schedules_are_intervals_or_cron_lines() {
    let case = good(&format!(
        "{HEAD}[schedule]\ncron = \"*/15 * * * *\"\n\
         [[source]]\nkind = \"text\"\npath = \"a\"\n\
         [[source]]\nkind = \"text\"\npath = \"b\"\ncron = \"0 6 * * mon-fri\"\n"
    ));
    let cron = |schedule: &backpedal_model::Schedule| {
        let cron = schedule.cron.as_ref();
        cron.map(|cron| cron.as_str().to_owned())
    };
    assert_eq!(cron(&case.schedule).as_deref(), Some("*/15 * * * *"));
    assert!(!case.sources[0].schedule.is_given());
    assert_eq!(
        cron(&case.sources[1].schedule).as_deref(),
        Some("0 6 * * mon-fri")
    );
    assert!(!good(HEAD).schedule.is_given());
    check(
        "[schedule]\ncron = ‹\"61 * * * *\"›\n",
        "\"61\" is no minute (0 to 59)",
        "",
    );
    let both = format!("{HEAD}[schedule]\nevery = \"5m\"\ncron = \"@hourly\"\n");
    assert!(mistakes(&both)[0].message.contains("has both"));
}

#[test]
fn the_file_as_a_whole() {
    assert!(mistakes(" \n")[0].message.contains("empty"));
    check_whole("id = ‹x›\n", "no TOML", "");
    assert_eq!(mistakes("a = \nb = \n").len(), 2, "all mistakes of syntax");
    let unclosed = &mistakes("title = \"T\n")[0];
    assert_eq!((unclosed.line, unclosed.column), (1, 11));
    assert!(unclosed.expected.contains('"'), "{unclosed}");
    let missing: Vec<String> = mistakes("# a case")
        .into_iter()
        .map(|m| m.message)
        .collect();
    assert_eq!(missing.len(), 3, "{missing:?}");
    check_whole(&HEAD.replace("\"t\"", "‹\"T t\"›"), "no id", "\"t-t\"");
    check_whole(&HEAD.replace("\"T\"", "‹7›"), "\"title\" is an integer", "");
    check_whole(&HEAD.replace("\"T\"", "‹\" \"›"), "\"title\" is empty", "");
    check_whole(
        &HEAD.replace("zone", "‹zoen›"),
        "no key \"zoen\"",
        "\"zone\"",
    );
}

#[test]
fn mistakes_are_told_in_the_order_of_the_file() {
    let text = format!("{HEAD}[schedule]\nevery = \"x\"\n[[party]]\nid = \"A\"\nname = \"A\"\n");
    let lines: Vec<usize> = mistakes(&text).iter().map(|m| m.line).collect();
    assert_eq!(lines, [8, 10]);
}

#[test]
fn times_and_zones() {
    let zone = |name: &str| HEAD.replace("\"Europe/Rome\"", &format!("‹\"{name}\"›"));
    check_whole(&zone("Europe/Roma"), "no time zone", "\"Europe/Rome\"");
    check_whole(&zone("New York"), "no time zone", "\"America/New_York\"");
    check_whole(&zone("Zzzzzzzzzz"), "no time zone", "");
    let end = |time: &str| HEAD.replace("end = 2031-03-02", &format!("end = ‹{time}›"));
    check_whole(&end("2031-02-02"), "\"end\" is not after", "swapped");
    check_whole(&end("1203-02-02"), "the year 1203", "");
    check_whole(&end("\"soon\""), "no date or time", "");
    check_whole(&end("10:00:00"), "no date or time", "");
    check_whole(&end("5"), "\"end\" is an integer", "");
    check_whole(&format!("{HEAD}‹until› = 1\n"), "no key \"until\"", "");
}

#[test]
fn sections_of_the_wrong_shape() {
    check(
        "‹[party]›\nid = \"a\"\nname = \"A\"\n",
        "is a table",
        "two brackets",
    );
    check(
        "[[‹parties›]]\nid = \"a\"\n",
        "no key \"parties\"",
        "\"party\"",
    );
    check_whole(
        &format!("party = ‹[]›\n{HEAD}").replace("[]", "3"),
        "is an integer",
        "",
    );
}

#[test]
fn parties() {
    check("‹[[party]]›\nname = \"A\"\n", "has no \"id\"", "");
    check(
        "[[party]]\nid = ‹\"Blue Cross\"›\nname = \"A\"\n",
        "no id",
        "\"blue-cross\"",
    );
    check(
        "[[party]]\nid = \"a\"\nname = \"A\"\n[[party]]\nid = ‹\"a\"›\nname = \"B\"\n",
        "two parties",
        "",
    );
    let with = |line: &str| format!("[[party]]\nid = \"a\"\nname = \"A\"\n{line}\n");
    check(&with("asns = [‹4294967296›]"), "no AS number", "");
    check(&with("asns = [‹\"ASX\"›]"), "no AS number", "");
    check(&with("asns = [‹0›]"), "no AS number", "");
    check(&with("asns = [‹1.5›]"), "is a float", "");
    check(&with("asns = ‹701›"), "is an integer", "");
    check(
        &with("prefixes = [‹\"192.0.2.1/24\"›]"),
        "no prefix",
        "\"192.0.2.0/24\"",
    );
    check(
        &with("prefixes = [‹\"192.0.2.1\"›]"),
        "no prefix",
        "\"192.0.2.1/32\"",
    );
    check(&with("prefixes = [‹\"192.0.2.0/33\"›]"), "no prefix", "");
    check(
        &with("domains = [‹\"https://a.example/x\"›]"),
        "no domain",
        "\"a.example\"",
    );
    check(&with("handles = [‹\"a b\"›]"), "no account", "");
    check(&with("people = [‹{ role = \"CTO\" }›]"), "no \"name\"", "");
    check(&with("aliases = [‹{ note = \"x\" }›]"), "no \"value\"", "");
    check(
        &with("aliases = [{ value = \"B\", ‹form› = 2031-01-01 }]"),
        "\"form\"",
        "\"from\"",
    );
    check(
        &with("aliases = [{ value = \"B\", from = 2031-01-02, to = ‹2031-01-01› }]"),
        "not after",
        "swapped",
    );
    check(
        &with("aliases = [{ value = \"B\", to = ‹2031-01-01T10:00:00› }]"),
        "no day",
        "",
    );
    check(&with("‹asn› = [1]"), "no key \"asn\"", "\"asns\"");
    check(
        &with("asns = [1]\nunresolved = ‹\"why\"›"),
        "unresolved",
        "",
    );
}

#[test]
fn line_ends_and_byte_order_marks_of_other_systems_do_no_harm() {
    assert_eq!(
        mistakes(&format!("\u{feff}{HEAD}").replace('\n', "\r\n")),
        []
    );
    let found =
        mistakes(&format!("{HEAD}[[party]]\nid = \"A\"\nname = \"A\"\n").replace('\n', "\r\n"));
    assert_eq!((found[0].line, found[0].column, found[0].width), (8, 6, 3));
    assert_eq!(found[0].excerpt, "id = \"A\"");
}

#[test]
fn an_alias_may_belong_to_two_parties() {
    let text = "[[party]]\nid = \"a\"\nname = \"A\"\naliases = [\"X\"]\n\
                [[party]]\nid = \"b\"\nname = \"B\"\naliases = [\"X\"]\n";
    assert_eq!(mistakes(&format!("{HEAD}{text}")), []);
}

#[test]
fn sources() {
    check(
        "[[source]]\nkind = ‹\"pgae\"›\npath = \"a\"\n",
        "no kind",
        "\"page\"",
    );
    check(
        "[[source]]\nkind = ‹\"zzz\"›\npath = \"a\"\n",
        "no kind",
        "",
    );
    check("‹[[source]]›\nkind = \"page\"\n", "neither", "");
    check(
        "[[source]]\nkind = \"page\"\npath = \"a\"\nurl = ‹\"https://a.example/\"›\n",
        "both",
        "publisher",
    );
    check(
        "[[source]]\nkind = \"page\"\nurl = ‹\"a.example/x\"›\n",
        "no address",
        "https://a",
    );
    check(
        "[[source]]\nkind = \"page\"\nurl = ‹\"ftp://a.example/x\"›\n",
        "no address",
        "",
    );
    check(
        "[[source]]\nkind = \"page\"\npath = ‹\"https://a.example\"›\n",
        "an address",
        "url",
    );
    let voice = |id: &str| {
        format!(
            "[[party]]\nid = \"heron\"\nname = \"Heron\"\n\
             [[source]]\nkind = \"text\"\npath = \"a\"\nvoice_of = {id}\n"
        )
    };
    check(&voice("‹\"herom\"›"), "no party has the id", "\"heron\"");
    check(&voice("‹\"Zebra\"›"), "no party has the id", "");
    check(
        "[[source]]\nkind = \"text\"\npath = \"a\"\n‹[[source]]›\nkind = \"text\"\npath = \"a\"\n",
        "listed twice",
        "",
    );
    check(
        "[[source]]\nkind = \"text\"\npath = \"a\"\nevery = ‹\"5s\"›\n",
        "cannot be",
        "",
    );
}

#[test]
fn series() {
    let party = "[[party]]\nid = \"halyard\"\nname = \"Halyard\"\n";
    let series = |line: &str| {
        format!(
            "{party}[[measurement]]\nkind = \"ioda\"\npath = \"a\"\nfrom = 2031-03-01\n\
             to = 2031-03-01\n{line}\n"
        )
    };
    let all = series(
        "party = \"halyard\"\nregion = \"Coast\"\nsource = \"probing\"\nunit = \"networks\"\n\
         columns = { time = \"t\", value = \"v\", target = \"a\", metric = \"m\", probe = \"p\", asn = \"n\" }",
    );
    assert_eq!(mistakes(&format!("{HEAD}{all}")), []);
    check(
        &series("").replace("[[measurement]]", "‹[[measurement]]›"),
        "no \"party\"",
        "",
    );
    check(
        &series("party = ‹\"halliard\"›"),
        "no party has the id",
        "\"halyard\"",
    );
    check(
        &series("party = \"halyard\"\nsource = ‹\"darknet\"›"),
        "no source",
        "",
    );
    check(
        &series("party = \"halyard\"\ncolumns = { time = \"t\", value = \"v\", ‹tarket› = \"a\" }"),
        "no key \"tarket\"",
        "\"target\"",
    );
    // Only a series is about somebody by the case.
    let table = "[[measurement]]\nkind = \"bgp-table\"\npath = \"a\"\nat = 2031-02-28T00:00:00Z\n";
    let found = mistakes(&format!("{HEAD}{party}{table}party = \"halyard\"\n"));
    assert!(found[0].message.contains("no key \"party\""), "{found:#?}");
}

#[test]
fn testimony_is_no_measurement() {
    for kind in ["statuspage", "Cloudflare-Radar", "downdetector"] {
        check(
            &format!("[[measurement]]\nkind = ‹\"{kind}\"›\npath = \"a\"\n"),
            "testimony, not a measurement",
            "[[source]]",
        );
    }
}

#[test]
fn atlas_needs_a_stretch_of_time_and_a_map_does_not() {
    let of = |kind: &str, more: &str| {
        format!("[[measurement]]\nkind = \"{kind}\"\npath = \"a\"\n{more}")
    };
    let long_ago = "from = 2020-01-01T00:00:00Z\nto = 2020-01-02T00:00:00Z\n";
    for fine in [of("address-map", ""), of("address-map", long_ago)] {
        assert_eq!(mistakes(&format!("{HEAD}{fine}")), [], "{fine}");
    }
    assert!(!mistakes(&format!("{HEAD}{}", of("atlas", ""))).is_empty());
    assert!(!mistakes(&format!("{HEAD}{}", of("atlas", long_ago))).is_empty());
}

#[test]
fn measurements() {
    let table =
        |line: &str| format!("[[measurement]]\nkind = \"bgp-table\"\npath = \"a\"\n{line}\n");
    assert_eq!(
        mistakes(&format!("{HEAD}{}", table("at = 2031-02-28T00:00:00Z"))),
        []
    );
    check(
        &table("").replace("[[measurement]]", "‹[[measurement]]›"),
        "no \"at\"",
        "",
    );
    check(
        &table("at = 2032-02-28T00:00:00Z").replace("[[measurement]]", "‹[[measurement]]›"),
        "after the window",
        "check its times",
    );
    check(
        &table("at = 2031-02-01T00:00:00Z").replace("[[measurement]]", "‹[[measurement]]›"),
        "before the window",
        "check its times",
    );
    let updates = "[[measurement]]\nkind = \"bgp-updates\"\npath = \"a\"\n";
    check(
        &format!("{updates}from = 2031-03-01T02:00:00Z\nto = ‹2031-03-01T01:00:00Z›\n"),
        "not after",
        "swapped",
    );
    check(
        &format!("{updates}from = 2031-03-01\nto = 2031-03-01\nsynthetic = ‹\"yes\"›\n"),
        "is a string",
        "",
    );
    let two = mistakes(&format!("{HEAD}{updates}"));
    assert_eq!(two.len(), 2, "both ends are missing: {two:#?}");
    check(
        "[[measurement]]\nkind = ‹\"bgp-tables\"›\npath = \"a\"\nfrom = 2031-03-01\nto = 2031-03-01\n",
        "no kind",
        "\"bgp-table\"",
    );
}

#[test]
fn topology() {
    let links = "[[topology]]\nkind = \"as-relationships\"\npath = \"a\"\ndate = 2030-01-01\n";
    check(
        &links.replace("[[topology]]", "‹[[topology]]›"),
        "no \"format\"",
        "",
    );
    check(
        &format!("{links}format = ‹\"serial1\"›\n"),
        "no format",
        "\"serial-1\"",
    );
    check(
        "[[topology]]\nkind = \"as-names\"\npath = \"a\"\ndate = 2030-01-01\n‹format› = \"snap\"\n",
        "no key",
        "",
    );
    check(
        "‹[[topology]]›\nkind = \"as-names\"\npath = \"a\"\n",
        "no \"date\"",
        "",
    );
}

#[test]
fn policy_and_schedule() {
    let policy = |line: &str| format!("[policy]\n{line}\n");
    check(&policy("visible_share = ‹50›"), "cannot be 50", "write 0.5");
    check(&policy("visible_share = ‹-0.1›"), "cannot be", "");
    check(&policy("visible_share = ‹nan›"), "cannot be", "");
    check(&policy("visible_share = ‹\"half\"›"), "is a string", "");
    check(
        &policy("min_probes = ‹0›\nmin_probe_ases = 1"),
        "cannot be 0",
        "",
    );
    check(
        &policy("min_probes = ‹2.5›\nmin_probe_ases = 1"),
        "cannot be 2.5",
        "",
    );
    check(&policy("min_probes = ‹-4›"), "cannot be -4", "");
    check(&policy("impaired_below = ‹0.995›"), "above", "");
    check(&policy("min_full_feed_peers = ‹1›"), "above", "");
    check(
        &policy("‹visible_shares› = 0.5"),
        "no key",
        "\"visible_share\"",
    );
    for wrong in [
        "‹\"15\"›",
        "‹\"15 x\"›",
        "‹\"é\"›",
        "‹\"99999999999999999999d\"›",
        "‹\"31d\"›",
    ] {
        check(&format!("[schedule]\nevery = {wrong}\n"), "cannot be", "");
    }
    check("[schedule]\nevery = ‹15›\n", "is an integer", "");
}

#[test]
fn a_mistake_shows_the_line_and_points_at_it() {
    let error = Case::parse(&format!("{HEAD}[[party]]\nid = \"é\"\nname = \"É\"\n"))
        .expect_err("é is no id")
        .to_string();
    assert!(
        error.contains("8 | id = \"é\"\n    |      ^^^\n"),
        "{error}"
    );
}

proptest! {
    #[test]
    fn no_text_panics(text in any::<String>()) {
        let _ = Case::parse(&text);
    }

    #[test]
    fn no_slip_of_the_pen_panics(at in 0_usize..3_000, cut in 0_usize..40, put in "[ -~é\n]{0,6}") {
        let chars: Vec<char> = OOMA.chars().collect();
        let at = at % chars.len();
        let mut text: String = chars[..at].iter().collect();
        text.push_str(&put);
        text.extend(chars.iter().skip(at + cut));
        if let Err(error) = Case::parse(&text) {
            prop_assert!(!error.mistakes.is_empty());
            for mistake in &error.mistakes {
                prop_assert!(mistake.line <= text.lines().count() + 1);
                prop_assert!(!mistake.to_string().is_empty());
            }
        }
    }

    #[test]
    fn no_toml_panics(
        lines in proptest::collection::vec(
            ("(id|zone|window|party|source|policy|from|asns|every)", "[ -~é]{0,12}"),
            0..8,
        ),
        wrapped in proptest::collection::vec(0_usize..6, 0..8),
    ) {
        let mut text = String::new();
        for (n, (key, value)) in lines.iter().enumerate() {
            let quoted = format!("{value:?}");
            text.push_str(&match wrapped.get(n) {
                Some(0) => format!("[[{key}]]\n"),
                Some(1) => format!("[{key}]\n"),
                Some(2) => format!("{key} = [{quoted}]\n"),
                Some(3) => format!("{key} = {{ value = {quoted} }}\n"),
                Some(4) => format!("{key} = {value}\n"),
                _ => format!("{key} = {quoted}\n"),
            });
        }
        if let Err(error) = Case::parse(&text) {
            prop_assert!(!error.mistakes.is_empty());
            let lines: Vec<usize> = error.mistakes.iter().map(|m| m.line).collect();
            prop_assert!(lines.is_sorted());
            let _ = error.to_string();
        }
    }
}

const PAGE: &str = include_str!("../../../docs/case-file.md");

#[test]
fn the_documented_example_is_read() {
    let example = PAGE.split("```toml\n").nth(1).expect("an example");
    let example = example.split("```").next().expect("its end");
    let case = good(example);
    assert_eq!((case.parties.0.len(), case.sources.len()), (3, 4));
    assert_eq!((case.measurements.len(), case.topology.len()), (4, 1));
    assert_eq!(case.policy.min_probes, 20);
}

#[test]
fn the_documented_defaults_are_the_defaults() {
    let policy = serde_json::to_value(backpedal_model::Policy::default()).expect("plain data");
    let policy = policy.as_object().expect("a table");
    for (key, value) in policy {
        let row = format!("| `{key}` | {value} |").replace(".0 |", " |");
        assert!(PAGE.contains(&row), "{row}");
    }
    let section = PAGE.split("## `[policy]`").nth(1).expect("the section");
    let section = section.split("\n## ").next().expect("its end");
    let rows = section
        .lines()
        .filter(|line| line.starts_with("| `"))
        .count();
    assert_eq!(rows, policy.len());
}

#[test]
fn the_documented_mistake_is_what_is_printed() {
    let shown = PAGE.split("```text\n").nth(1).expect("a mistake");
    let shown = shown.split("\n```").next().expect("its end");
    let head = HEAD.replace("[window]", "\n[window]");
    let text = format!(
        "{head}[[party]]\nid = \"halyard\"\nname = \"H\"\n[[source]]\nvoice_of = \"halliard\"\n"
    );
    let found = mistakes(&text);
    let printed: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert!(
        printed.iter().any(|mistake| mistake == shown),
        "{printed:#?}"
    );
}

#[test]
fn every_key_is_documented() {
    for line in ALL_KEYS.lines() {
        let key = line.split(" = ").next().unwrap_or_default();
        if !key.is_empty() && line.contains(" = ") {
            assert!(PAGE.contains(&format!("`{key}`")), "{key}");
        }
    }
}
