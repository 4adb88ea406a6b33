//! Topology by date: `transit`, `dependents`, `resolve` and `measure FILE`, as a person runs them.

#![allow(clippy::expect_used, clippy::panic)] // a test says what it misses by ending

mod common;

use common::{Desk, fixture, shared_case};
use serde_json::{Value, json};

/// Halyard buys from 10 alone, 2 from 10 and 50; the rest keeps cones from being absurdly large.
const LINKS: &str = "10|1|-1\n10|2|-1\n50|2|-1\n2|3|-1\n60|10|-1\n100|101|-1\n102|103|-1\n\
    104|105|-1\n106|107|-1\n108|109|-1\n";

/// A table of 1970-01-01: 4 of 4 paths to AS1 cross AS10, 1 of 4 to AS2, 1 of 12 to AS7.
fn table() -> String {
    let entry = |path: &str| {
        format!(
            "TABLE_DUMP2|60|B|192.0.2.1|64500|198.51.100.0/24|{path}|IGP|192.0.2.1|0|0||NAG||\n"
        )
    };
    let many = |path: &str, n: usize| entry(path).repeat(n);
    many("60 10 1", 4) + &entry("60 10 2") + &many("60 50 2", 3) + &entry("60 10 7") + &many("60 7", 11)
        // Told by AS10 itself: of no weight.
        + &many("10 60 7", 20)
}

struct Files(Desk);

impl Files {
    fn new() -> Self {
        let desk = Desk::new();
        desk.write("19700101.as-rel.txt", LINKS);
        desk.write("table.txt", table());
        desk.write("19960101.ppdc-ases.txt", "10 1 2 3 7 8 10\n1 1\n");
        desk.write(
            "names.txt",
            "1|HALYARD - Halyard Inc, US\n2 HERON - Heron Ltd, GB\n",
        );
        Self(desk)
    }

    fn run(&self, args: &[&str]) -> common::Ran {
        self.0.run(args)
    }

    fn text(&self, args: &[&str]) -> String {
        self.run(args).ends(0).out
    }

    fn json(&self, args: &[&str]) -> Value {
        let args: Vec<&str> = ["--format", "json"].iter().chain(args).copied().collect();
        self.run(&args).ends(0).json()
    }
}

/// The years before 1990 are in no file's name.
const LINK: [&str; 2] = ["--relationships", "19700101.as-rel.txt@1970-01-01"];
const TABLE: [&str; 2] = ["--table", "table.txt@1970-01-01"];

fn line(text: &str, words: &str) -> String {
    let found = text.lines().find(|line| line.contains(words));
    found
        .unwrap_or_else(|| panic!("{words:?} is not in\n{text}"))
        .to_owned()
}

#[test]
fn transit_tells_shares_of_both_directions_and_few_paths_apart() {
    let files = Files::new();
    let ask = |x: &str, y: &str| {
        let args = ["transit", x, y, "--on", "1970-01-01"];
        let args: Vec<&str> = args.iter().chain(&TABLE).copied().collect();
        (files.text(&args), files.json(&args)["relation"].clone())
    };
    let (text, relation) = ask("AS1", "AS10");
    assert_eq!(relation, "depends");
    let said = line(&text, "table of 1970-01-01");
    assert!(
        said.ends_with("4 of 4 paths to AS1 cross AS10 (h = 1.000)"),
        "{said}"
    );
    assert_eq!(ask("AS2", "AS10").1, "partly-depends");
    let (text, relation) = ask("AS7", "AS10");
    assert_eq!(relation, "hardly");
    assert!(
        text.starts_with(
            "cannot tell: a few of AS7’s paths crossed AS10, too few for a dependency"
        ),
        "{text}"
    );
    assert!(text.contains("1 of 12 paths"), "{text}");
    let (text, relation) = ask("AS10", "AS7");
    assert_eq!(relation, "not-known");
    assert!(
        line(&text, "the other way").contains("1 of 12 paths to AS7 cross AS10"),
        "{text}"
    );
}

#[test]
fn the_policy_of_a_case_moves_the_line() {
    let files = Files::new();
    let relation = |share: &str| {
        let case = format!(
            "id = \"c\"\ntitle = \"t\"\n[window]\nstart = 1996-01-01\nend = 1996-01-01\n\
             [policy]\npartly_depends_share = {share}\n"
        );
        files.0.write("case.toml", case);
        let args = [
            "transit",
            "AS7",
            "AS10",
            "--on",
            "1970-01-01",
            "--case",
            "case.toml",
        ];
        let args: Vec<&str> = args.iter().chain(&TABLE).copied().collect();
        files.json(&args)["relation"].clone()
    };
    assert_eq!(relation("0.05"), "partly-depends");
    assert_eq!(relation("0.5"), "hardly");
}

#[test]
fn dependents_are_sorted_counted_and_named() {
    let files = Files::new();
    let args = [
        "dependents",
        "AS10",
        "--on",
        "1970-01-01",
        "--names",
        "names.txt@2016-05-01",
    ];
    let args: Vec<&str> = args.iter().chain(&LINK).chain(&TABLE).copied().collect();
    let text = files.text(&args);
    let links = line(&text, "relationships of 1970-01-01 (on the day)");
    assert!(
        links.contains("2 direct customers, 1 of them with no other provider"),
        "{links}"
    );
    assert!(links.contains("customer cone 4 ASes"), "{links}");
    assert!(
        text.contains("depended: 1\n") && text.contains("depended in part: 2\n"),
        "{text}"
    );
    let halyard = line(&text, "AS1 ");
    assert!(
        halyard.contains("HALYARD") && halyard.contains("4 of 4 paths"),
        "{halyard}"
    );
    // In the cone alone, or by few paths alone: counted, and listed when asked.
    assert!(!text.contains("AS3 ") && !text.contains("AS7 "), "{text}");
    assert!(text.contains("not listed: 2 "), "{text}");
    let all: Vec<&str> = args.iter().copied().chain(["--all"]).collect();
    let all = files.text(&all);
    assert!(
        all.contains("AS3 ") && all.contains("AS7 ") && !all.contains("not listed"),
        "{all}"
    );
    let few: Vec<&str> = args.iter().copied().chain(["--limit", "0"]).collect();
    assert!(files.text(&few).contains("… and 1 more"), "{text}");
    let rows: Vec<&str> = ["--format", "jsonl"].iter().chain(&args).copied().collect();
    let rows = files.run(&rows).ends(0).jsonl();
    let relations: Vec<_> = rows
        .iter()
        .map(|row| (&row["asn"], &row["relation"]))
        .collect();
    let (one, two, three, seven) = (json!(1), json!(2), json!(3), json!(7));
    let (depends, partly, hardly) = (json!("depends"), json!("partly-depends"), json!("hardly"));
    let expected = [
        (&one, &depends),
        (&two, &partly),
        (&three, &partly),
        (&seven, &hardly),
    ];
    assert_eq!(relations, expected);
}

#[test]
fn cones_of_a_file_answer_too_and_parties_of_a_case_are_known() {
    let files = Files::new();
    let found = files.json(&[
        "dependents",
        "10",
        "--on",
        "1996-01-02",
        "--cones",
        "19960101.ppdc-ases.txt",
    ]);
    let found = &found["found"];
    assert_eq!(found["snapshots"][0]["cone"], 6);
    assert_eq!(found["snapshots"][0]["date"], "1996-01-01");
    assert_eq!(found["dependents"].as_array().map(Vec::len), Some(5));
    let text = files.text(&[
        "dependents",
        "internap",
        "--on",
        "2009-04-13",
        "--case",
        &fixture(),
    ]);
    assert!(
        line(&text, "AS30303").contains("no other provider 2007-11-05"),
        "{text}"
    );
}

#[test]
fn a_name_leads_to_every_candidate_and_to_no_choice() {
    let files = Files::new();
    files.0.write(
        "orgs.txt",
        "# format:org_id|changed|org_name|country|source\nH|1|Halyard Inc|US|ARIN\n\
         K|1|Kestrel Halyard Ltd|GB|RIPE\n# format:aut|changed|aut_name|org_id|source\n\
         1|1|HAL|H|ARIN\n4|1|QUARTO|H|ARIN\n5|1|KES|K|RIPE\n",
    );
    files.0.write("prefixes.txt", "198.51.100.0\t24\t1_4\n");
    let sources = [
        "--organisations",
        "orgs.txt@2016-04-01",
        "--prefixes",
        "prefixes.txt@2016-01-01",
    ];
    let text = |what: &str| {
        let args: Vec<&str> = ["resolve", what].iter().chain(&sources).copied().collect();
        files.text(&args)
    };
    let halyard = text("Halyard");
    assert!(
        halyard.starts_with("Halyard: 3 candidates; ambiguous: 2 holders"),
        "{halyard}"
    );
    assert!(
        halyard.contains(
            "organisation \"Kestrel Halyard Ltd\": holds the name (organisations of 2016-04-01)"
        ),
        "{halyard}"
    );
    let kestrel = text("Kestrel");
    assert!(
        kestrel.starts_with("Kestrel: 1 candidate; the name leads to one holder"),
        "{kestrel}"
    );
    assert!(text("Pontoon").starts_with("Pontoon: no candidate in the files at hand"));
    let both: Vec<&str> = ["resolve", "Kestrel", "Pontoon"]
        .iter()
        .chain(&sources)
        .copied()
        .collect();
    let both = files.text(&both);
    assert!(
        both.contains("Kestrel: 1 candidate") && both.contains("Pontoon: no candidate"),
        "{both}"
    );
    let network = text("198.51.100.9");
    assert!(
        network.contains("AS1 Halyard Inc") && network.contains("AS4 Halyard Inc"),
        "{network}"
    );
}

#[test]
fn all_parties_of_a_case_are_looked_up_and_none_is_filled_in() {
    let files = Files::new();
    files.0.write(
        "orgs.txt",
        "# format:org_id|changed|org_name|country|source\nH|1|Halyard Inc|US|ARIN\n\
         # format:aut|changed|aut_name|org_id|source\n1|1|HAL|H|ARIN\n4|1|QUARTO|H|ARIN\n",
    );
    // All parties of a case, with siblings of what is listed, and what does not resolve.
    files.0.write(
        "case.toml",
        "id = \"c\"\ntitle = \"t\"\n[window]\nstart = 2009-04-13\nend = 2009-04-13\n\
         [[party]]\nid = \"h\"\nname = \"Halyard Inc.\"\nasns = [1]\n\
         [[party]]\nid = \"tm\"\nname = \"TM\"\nunresolved = \"several of that name\"\n\
         [[topology]]\nkind = \"organisations\"\npath = \"orgs.txt\"\ndate = 2016-04-01\n",
    );
    let case = files.text(&["resolve", "case.toml", "--on", "2009-04-13"]);
    let flag = files.text(&["resolve", "--case", "case.toml", "--on", "2009-04-13"]);
    assert_eq!(case, flag);
    assert!(case.contains("AS1 Halyard Inc [listed]"), "{case}");
    assert!(case.contains("AS1 is of Halyard Inc too"), "{case}");
    assert!(case.contains("TM: no candidate"), "{case}");
    assert!(
        case.contains("not resolved, says the case: several of that name"),
        "{case}"
    );
}

#[test]
fn the_nearest_files_before_and_after_are_read_and_named() {
    let files = Files::new();
    for day in ["20300101", "20310301", "20310401", "20320101"] {
        files.0.write(&format!("{day}.links.txt"), LINKS);
    }
    let mut args = vec!["dependents", "10", "--on", "2031-03-04"];
    for file in [
        "20300101.links.txt",
        "20310301.links.txt",
        "20310401.links.txt",
        "20320101.links.txt",
    ] {
        args.extend(["--relationships", file]);
    }
    let text = files.text(&args);
    assert!(text.contains("2031-03-01 (3 days before)"), "{text}");
    assert!(text.contains("2031-04-01 (28 days after)"), "{text}");
    assert!(
        !text.contains("2030-01-01") && !text.contains("2032-01-01"),
        "{text}"
    );
}

#[test]
fn a_file_without_a_day_or_a_clear_sign_is_refused_with_a_hint() {
    let files = Files::new();
    files.0.write("20160101.links.txt", "1\t10\t-1\n");
    let refused = |args: &[&str], words: &[&str]| {
        let ran = files.run(args).ends(2);
        for words in words {
            assert!(ran.err.contains(words), "{}", ran.err);
        }
    };
    let on = ["dependents", "10", "--on", "2016-01-01"];
    let ask = |more: &[&'static str]| on.iter().chain(more).copied().collect::<Vec<_>>();
    refused(
        &ask(&["--table", "table.txt"]),
        &["no day in its name", "table.txt@2009-04-13"],
    );
    refused(
        &ask(&["--relationships", "20160101.links.txt"]),
        &["which way round", "snap:"],
    );
    refused(
        &ask(&["--relationships", "20160101.none.txt"]),
        &["20160101.none.txt"],
    );
    refused(&ask(&[]), &["no topology file"]);
    let snap = ask(&["--relationships", "snap:20160101.links.txt"]);
    assert_eq!(files.json(&snap)["found"]["dependents"][0]["asn"], 1);
    refused(&["resolve", "Halyard"], &["no topology file", "--names"]);
}

#[test]
fn measure_tells_each_kind_by_its_content() {
    let files = Files::new();
    files.0.write("a.csv", "ripe,ORG-1,64496\n");
    files
        .0
        .write("b.dat", "; IP-ASN-DAT file\n198.51.100.0/24\t64496\n");
    files.0.write(
        "c.json",
        "{\"net\": {\"data\": [{\"asn\": 64496, \"name\": \"Halyard\"}]}}",
    );
    for (file, kind) in [
        ("19700101.as-rel.txt", "relationships"),
        ("19960101.ppdc-ases.txt", "customer-cones"),
        ("names.txt", "as-names"),
        ("a.csv", "organisations"),
        ("b.dat", "prefix-to-as"),
        ("c.json", "peeringdb"),
    ] {
        let summary = files.json(&["measure", file]);
        assert_eq!(summary["value"]["kind"], kind, "{file}");
        assert_ne!(summary["value"]["records"], 0, "{file}");
    }
}

/// The figures of the dispute of April 2009, one command each, as `docs/benchmarks.md` has them.
#[test]
fn the_known_figures_come_out_of_one_command_each() {
    let desk = Desk::new();
    let Some(case) = shared_case(&desk, "ooma-internap-2009.toml") else {
        return;
    };
    let says = |args: &[&str], words: &[&str]| {
        let when = ["--on", "2009-04-13", "--case", &case];
        let args: Vec<&str> = args.iter().chain(&when).copied().collect();
        let text = desk.run(&args).ends(0).out;
        for words in words {
            assert!(text.contains(words), "{words:?} is not in\n{text}");
        }
    };
    let ooma = [
        "only provider: AS30303–AS12182",
        "4 of 4 paths to Ooma cross Internap",
    ];
    says(&["transit", "ooma", "internap"], &ooma);
    says(
        &["transit", "verizon", "internap"],
        &["Verizon supplies 22 of 37 ASes of Internap"],
    );
    says(&["dependents", "internap"], &["customer cone 1,138 ASes"]);
    let others = "Google, Yahoo, Verizon and RIM";
    says(
        &["transit", "google,yahoo,verizon,rim", "internap"],
        &[
            &format!("0 of 6,867 paths to {others} cross Internap"),
            &format!("customer cone of Internap: 1,138 ASes, 0 of them {others}’s"),
        ],
    );
}
