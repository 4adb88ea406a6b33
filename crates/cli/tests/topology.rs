//! Who depended on whom, by files of the command line; the figures of April 2009 by one command
//! each, on the real files.

#![allow(clippy::expect_used, clippy::panic)] // a test says what it misses by ending

mod common;

use common::Desk;

/// The ASes of Internap and its divisions, as the case lists them.
const INTERNAP: &str = "6993,10910,10911,10912,10913,11853,11854,11855,12178,12179,12180,12181,12182,\
     13789,13790,13791,13792,14636,14742,14743,14744,14745,15570,17675,19024,22132,22211,22212,\
     24245,24246,24247,24295,30282,30636,30637,4513,13890";

const LINKS: &str = "64500|1|-1\n64500|2|-1\n9|2|-1\n1|3|-1\n5|6|-1\n7|8|-1\n10|11|-1\n12|13|-1\n";

#[test]
fn dependents_by_links_and_names() {
    let desk = Desk::new();
    let links = desk
        .write("20310301.as-rel.txt", LINKS)
        .display()
        .to_string();
    let names = desk.write("names.txt", "1 HERON\n").display().to_string();
    let (links, names) = (
        format!("serial-1:2031-03-01:{links}"),
        format!("2031-03-01:{names}"),
    );
    let args = [
        "dependents",
        "AS64500",
        "--on",
        "2031-03-04",
        "--relationships",
        &links,
        "--names",
        &names,
    ];
    let text = desk.run(&args).ends(0).out;
    assert!(
        text.contains("2 customers, 1 of them without another provider:\n      AS1 HERON\n"),
        "{text}"
    );
    assert!(
        text.contains("customer cone: 3 ASes, 4 with its own"),
        "{text}"
    );
    let mut all = vec!["--format", "jsonl"];
    all.extend(args);
    let lines = desk.run(&all).ends(0).jsonl();
    let hows: Vec<&str> = lines
        .iter()
        .filter_map(|line| line["how"].as_str())
        .collect();
    assert_eq!(hows, ["only-provider", "customer", "cone"]);
}

#[test]
fn the_nearest_snapshots_are_read_and_mistakes_are_told() {
    let desk = Desk::new();
    let links = desk.write("links.txt", LINKS).display().to_string();
    let dated = |date: &str| format!("serial-1:{date}:{links}");
    let (old, before, after) = (
        dated("2030-01-01"),
        dated("2031-03-01"),
        dated("2031-04-01"),
    );
    let args = [
        "dependents",
        "64500",
        "--on",
        "2031-03-04",
        "--relationships",
        &old,
        "--relationships",
        &before,
        "--relationships",
        &after,
    ];
    let text = desk.run(&args).ends(0).out;
    assert!(
        text.contains("of 2031-03-01") && text.contains("of 2031-04-01"),
        "{text}"
    );
    assert!(!text.contains("of 2030-01-01"), "{text}");
    for (args, told) in [
        (
            &["dependents", "64500", "--on", "2031-03-04"][..],
            "no topology file",
        ),
        (
            &[
                "dependents",
                "heron",
                "--on",
                "2031-03-04",
                "--relationships",
                &before,
            ][..],
            "neither AS numbers nor a party",
        ),
        (
            &[
                "dependents",
                "64500",
                "--on",
                "2031-03-04",
                "--cones",
                "x.txt",
            ][..],
            "is not DATE:FILE",
        ),
    ] {
        let ran = desk.run(args).ends(2);
        assert!(ran.err.contains(told), "{}", ran.err);
    }
}

#[test]
fn the_figures_of_april_2009() {
    let Some(shared) = backpedal_testkit::shared() else {
        return;
    };
    let file = |name: &str| shared.join("data/net").join(name).display().to_string();
    let links = format!(
        "snap:2007-11-05:{}",
        file("topology/as-caida20071105.txt.gz")
    );
    let table = format!(
        "2010-07-01:{}",
        file("golden/rrc06.bview.20100701.0759.bgpdump-m.txt.gz")
    );
    let desk = Desk::new();
    let ask = |args: &[&str]| {
        let mut all = args.to_vec();
        all.extend(["--on", "2009-04-13"]);
        desk.run(&all).ends(0).out
    };
    let ooma = ask(&[
        "transit",
        "30303",
        "12182",
        "--relationships",
        &links,
        "--table",
        &table,
    ]);
    assert!(ooma.contains("only provider: AS30303–AS12182"), "{ooma}");
    assert!(ooma.contains("4 of 4 paths to 30303 cross 12182"), "{ooma}");
    let verizon = ask(&["transit", INTERNAP, "701", "--relationships", &links]);
    assert!(verizon.contains("22 of 37"), "{verizon}");
    let cone = ask(&["dependents", INTERNAP, "--relationships", &links]);
    assert!(cone.contains("1138 with its own"), "{cone}");
    let named = "15169,36040,10310,26101,14778,14779,14780,36646,36647,36752,7280,701,702,703,6167,19262,22394,18705";
    let paths = ask(&["transit", named, INTERNAP, "--table", &table]);
    assert!(paths.contains("0 of 6867 paths"), "{paths}");
}

#[test]
fn a_name_may_mean_several_and_none_is_taken() {
    let desk = Desk::new();
    let names = desk.write(
        "names.txt",
        "64500 HALYARD - Halyard Inc.\n64502 TM-NET Heron\n64503 TM Kestrel\n",
    );
    let names = format!("2031-03-01:{}", names.display());
    let text = desk
        .run(&["resolve", "TM", "Halyard", "Nobody", "--names", &names])
        .ends(0)
        .out;
    for told in [
        "TM: 2 candidates; which of them is meant, no file tells",
        "Halyard: one candidate",
        "Nobody: no candidate",
        "AS64502",
    ] {
        assert!(text.contains(told), "{text}");
    }
    let case = desk.write("case.toml", "id = \"h\"\ntitle = \"H\"\n[window]\nstart = 2031-03-04\nend = 2031-03-05\n[[party]]\nid = \"halyard\"\nname = \"Halyard\"\nasns = [64500]\n");
    let case = case.display().to_string();
    let lines = desk
        .run(&[
            "--format", "jsonl", "resolve", "--case", &case, "--names", &names,
        ])
        .ends(0)
        .jsonl();
    assert_eq!(
        (lines.len(), &lines[0]["candidate"]["asn"]),
        (1, &serde_json::json!(64500))
    );
    let ran = desk.run(&["resolve", "TM"]).ends(2);
    assert!(ran.err.contains("no file of names"), "{}", ran.err);
}
