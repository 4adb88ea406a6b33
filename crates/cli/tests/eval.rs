//! `eval` against the independent scorer of the shared data: every line must be the same, on the
//! engine's own claims and on claims that were made wrong in every way.

#![allow(clippy::print_stderr, clippy::expect_used, clippy::panic)] // a test says what it misses by ending

mod common;

use std::{fmt::Write as _, path::Path, process::Command};

use common::{Desk, root};
use serde_json::{Value, json};

/// A set, its texts, and whether it is part of the project.
struct Set {
    gold: String,
    texts: String,
}

fn own_set() -> Set {
    Set {
        gold: root("fixtures/gold/claims.jsonl"),
        texts: root("fixtures/gold/texts"),
    }
}

fn shared_set(shared: &Path) -> Set {
    let folder = shared.join("eval/claims-dev");
    Set {
        gold: folder.join("gold.jsonl").display().to_string(),
        texts: folder.join("texts").display().to_string(),
    }
}

/// The independent scorer, where it and Python are at hand.
fn scorer() -> Option<std::path::PathBuf> {
    let shared = backpedal_testkit::shared()?;
    let shared = shared.canonicalize().expect("the shared data");
    if Command::new("python3").arg("--version").output().is_err() {
        let in_ci = std::env::var("CI").is_ok_and(|ci| ci == "true");
        assert!(!in_ci, "python3 is absent and CI=true");
        eprintln!("skipped: no python3");
        return None;
    }
    Some(shared)
}

/// What the independent scorer prints.
fn script(shared: &Path, set: &Set, predictions: &Path, errors: bool) -> String {
    let mut command = Command::new("python3");
    command.env("PYTHONIOENCODING", "utf-8");
    command.arg(shared.join("eval/claims_eval.py"));
    command.args([&set.gold, &set.texts]).arg(predictions);
    if errors {
        command.arg("--errors");
    }
    let output = command.output().expect("python3 starts");
    let messages = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{messages}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// What `eval` prints.
fn eval(desk: &Desk, set: &Set, more: &[&str]) -> String {
    let args = ["eval", &set.gold, "--texts", &set.texts];
    let ran = desk.run(&[&args, more].concat()).ends(0);
    assert_eq!(ran.err, "", "nobody watches, so nothing is shown");
    ran.out
}

/// Both scorers must print the same, with the list of errors and without.
fn check(desk: &Desk, shared: &Path, set: &Set, predictions: &Path) {
    let file = predictions.display().to_string();
    let lists = eval(desk, set, &["--predictions", &file, "--errors"]);
    same(&lists, &script(shared, set, predictions, true));
    let figures = eval(desk, set, &["--predictions", &file]);
    assert!(lists.ends_with(&figures), "{figures}");
}

fn same(ours: &str, theirs: &str) {
    for (n, (ours, theirs)) in ours.lines().zip(theirs.lines()).enumerate() {
        assert_eq!(ours, theirs, "line {}", n + 1);
    }
    assert_eq!(ours.lines().count(), theirs.lines().count());
}

/// The engine's claims of a set.
fn extracted(desk: &Desk, set: &Set) -> String {
    let mut texts: Vec<String> = std::fs::read_dir(&set.texts)
        .expect("the texts")
        .map(|entry| entry.expect("an entry").path().display().to_string())
        .collect();
    texts.sort();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let args = ["--quiet", "--format", "jsonl", "extract"];
    desk.run(&[&args[..], &texts].concat()).ends(0).out
}

/// Numbers that look random and are the same in every run (Knuth's linear congruence).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        const FACTOR: u64 = 6_364_136_223_846_793_005;
        const STEP: u64 = 1_442_695_040_888_963_407;
        self.0 = self.0.wrapping_mul(FACTOR).wrapping_add(STEP);
        usize::try_from(self.0 >> 33).expect("64 bits") % bound
    }

    fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

const NAMES: [&str; 14] = [
    "",
    "The Co.",
    "Ｈａｌｙａｒｄ’s Inc.",
    "Sundry's network services",
    "Sundry network  services",
    "İSTANBUL Ⅷ ½",
    "stra\u{df}e ﬁber",
    "Cafe\u{301}_net x\u{301}\u{301}",
    "ΟΔΟΣ ΟΔΟς",
    "A\u{a0}B\u{2028}C",
    "a.b'sc o'sea 's",
    "Ⓐcme ㈱ ™",
    "नमस्ते network",
    "10.0.0.1/8",
];

/// One claim, changed in some way.
fn spoiled(claim: &Value, dice: &mut Dice) -> Value {
    let mut claim = claim.clone();
    match dice.below(12) {
        0 => claim["kind"] = json!(dice.pick(&["outage", "cause", "scope", "rumour"])),
        1 => claim["polarity"] = json!(dice.pick(&[Some("deny"), Some("uncertain"), None])),
        2 => claim["voice"] = Value::Null,
        3 => claim["speaker"] = json!({"name": dice.pick(&NAMES), "org": dice.pick(&NAMES)}),
        4 => claim["subject"] = json!(dice.pick(&NAMES)),
        5 => claim["subject"] = json!({"entity": dice.pick(&NAMES), "text": ""}),
        6 => claim["objects"] = json!([dice.pick(&NAMES), {"name": dice.pick(&NAMES)}]),
        7 => claim["event_time"] = json!({"start": dice.pick(&["2011-03-08", "x", ""])}),
        8 => {
            let start = claim["quote"]["start"].as_u64().expect("an offset");
            claim["quote"]["end"] = json!(start + dice.below(200) as u64);
        }
        9 => {
            let start = dice.below(3000);
            claim["quote"] = json!({"start": start, "end": start + dice.below(150)});
        }
        10 => claim["quote"] = json!({"start": 90, "end": dice.below(90)}),
        _ => claim["speaker"] = Value::Null,
    }
    claim
}

/// Claims shuffled, some missing, some twice, some changed.
fn worse(claims: &[Value], dice: &mut Dice) -> String {
    let mut kept = Vec::new();
    for claim in claims {
        match dice.below(10) {
            0 => {}
            1 => kept.extend([claim.clone(), claim.clone()]),
            2..=4 => kept.push(spoiled(claim, dice)),
            5 => kept.extend([claim.clone(), spoiled(claim, dice)]),
            _ => kept.push(claim.clone()),
        }
    }
    for last in (1..kept.len()).rev() {
        kept.swap(last, dice.below(last + 1));
    }
    let mut lines = String::new();
    for claim in kept {
        writeln!(lines, "{claim}").expect("a string");
    }
    lines
}

/// The engine's own claims, then the same made worse, again and again.
fn both_agree(desk: &Desk, shared: &Path, set: &Set, rounds: u64) {
    let lines = extracted(desk, set);
    let engine = desk.write("engine.jsonl", &lines);
    check(desk, shared, set, &engine);
    let claims: Vec<Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).expect("a claim"))
        .collect();
    assert!(claims.len() > 50);
    for round in 1..=rounds {
        let lines = worse(&claims, &mut Dice(round));
        let predictions = desk.write("worse.jsonl", lines);
        check(desk, shared, set, &predictions);
    }
}

#[test]
fn the_figures_of_the_own_set_are_those_of_the_script() {
    let Some(shared) = scorer() else { return };
    let (desk, set) = (Desk::new(), own_set());
    both_agree(&desk, &shared, &set, 6);
    // Without a file of claims, the engine's own are scored.
    let engine = desk.path("engine.jsonl").display().to_string();
    let given = eval(&desk, &set, &["--errors", "--predictions", &engine]);
    assert_eq!(eval(&desk, &set, &["--errors"]), given);
}

#[test]
fn the_figures_of_the_shared_set_are_those_of_the_script() {
    let Some(shared) = scorer() else { return };
    both_agree(&Desk::new(), &shared, &shared_set(&shared), 6);
}

#[test]
fn odd_texts_and_names_score_the_same() {
    let Some(shared) = scorer() else { return };
    let desk = Desk::new();
    let text = "Quill’s mast fell.\r\nIt was\u{a0}back.\u{1d} (Was it?) “Yes.” ’Tis so.\r\r\n\
        12 lines. E\u{301}t\u{e9} e!? Zed\u{200b} end…\n\n\nNo stop \u{1f4e1}\tat all";
    desk.write("odd.txt", text);
    let anchors = [
        "mast fell",
        "back.",
        "Was it",
        "“Yes",
        "12 lines.\u{20}E",
        "Zed",
        "at all",
        "\n\n",
    ];
    let claim = |n: usize, anchor: &str| {
        json!({"id": format!("c{n}"), "anchor": anchor, "type": "outage", "polarity": "affirm",
            "voice": "own", "speaker": {"name": null, "org": NAMES[n]}, "subject": NAMES[n + 5],
            "objects": [NAMES[n + 3]], "cause_kind": null, "time": null})
    };
    let claims: Vec<Value> = (0..anchors.len()).map(|n| claim(n, anchors[n])).collect();
    let gold = desk.write(
        "gold.jsonl",
        json!({"doc": "odd", "claims": claims}).to_string(),
    );
    let set = Set {
        gold: gold.display().to_string(),
        texts: desk.dir.path().display().to_string(),
    };
    let length = text.chars().count();
    for round in 0..12 {
        let mut dice = Dice(round);
        let mut lines = String::new();
        for _ in 0..12 {
            let start = dice.below(length);
            let line = json!({"document": "odd", "kind": dice.pick(&["outage", "scope"]),
                "polarity": dice.pick(&["affirm", "deny"]), "voice": "own",
                "quote": {"start": start, "end": start + dice.below(40)},
                "speaker": {"name": "", "org": dice.pick(&NAMES)},
                "subject": dice.pick(&NAMES), "objects": [{"text": dice.pick(&NAMES)}]});
            writeln!(lines, "{line}\r").expect("a string");
        }
        check(&desk, &shared, &set, &desk.write("found.jsonl", lines));
    }
}

#[test]
fn the_object_holds_the_figures_of_the_lines() {
    let (desk, set) = (Desk::new(), own_set());
    let nothing = desk.write("none.jsonl", "").display().to_string();
    let more = ["--predictions", &nothing];
    let lines = eval(&desk, &set, &more);
    assert!(lines.contains("0 predicted"), "{lines}");
    let args = ["--format", "json", "eval", &set.gold, "--texts", &set.texts];
    let object = desk.run(&[&args[..], &more].concat()).ends(0).json();
    assert_eq!(object["predicted"], 0);
    assert_eq!(object["typed"]["recall"], 0.0);
    assert!(object.get("errors").is_none());
    let missed = object["typed"]["missed"].clone();
    assert_eq!(missed, object["claims"]);
    let listed = desk
        .run(&[&args[..], &more, &["--errors"]].concat())
        .ends(0);
    let listed = listed.json();
    assert_eq!(
        json!(listed["errors"].as_array().expect("a list").len()),
        missed
    );
    assert_eq!(listed["errors"][0]["fault"], "missed");
}

#[test]
fn wrong_input_is_named() {
    let desk = Desk::new();
    let gold = |anchor: &str| {
        json!({"doc": "a", "claims": [{"id": "c1", "anchor": anchor, "type": "outage",
            "polarity": "affirm", "voice": "own", "speaker": {}, "subject": null}]})
        .to_string()
    };
    desk.write("a.txt", "The link was down.");
    desk.write("good.jsonl", gold("was down"));
    desk.write("anchor.jsonl", gold("was up"));
    desk.write("lacking.jsonl", gold("was down").replace("\"a\"", "\"b\""));
    desk.write("noise.jsonl", format!("{}\nnoise\n", gold("was down")));
    desk.write("empty.jsonl", "\n");
    desk.write(
        "stray.jsonl",
        r#"{"document": "zz", "kind": "outage", "quote": {"start": 0, "end": 1}}"#,
    );
    desk.write("odd.jsonl", r#"{"document": "a", "kind": "outage"}"#);
    for (args, code, word) in [
        (&["nowhere.jsonl"][..], 2, "nowhere.jsonl"),
        (&["noise.jsonl"], 2, "noise.jsonl, line 2"),
        (&["empty.jsonl"], 2, "no document"),
        (&["anchor.jsonl"], 2, "was up"),
        (&["lacking.jsonl"], 1, "b.txt"),
        (
            &["good.jsonl", "--predictions", "none.jsonl"],
            2,
            "none.jsonl",
        ),
        (&["good.jsonl", "--predictions", "stray.jsonl"], 2, "zz"),
        (
            &["good.jsonl", "--predictions", "odd.jsonl"],
            2,
            "odd.jsonl, line 1: missing field `quote`",
        ),
    ] {
        let ran = desk
            .run(&[&["eval", "--texts", "."], args].concat())
            .ends(code);
        assert!(
            ran.err.contains(word) && ran.err.contains("hint:"),
            "{}",
            ran.err
        );
        assert_eq!(ran.out, "");
    }
    desk.run(&["eval", "good.jsonl"]).ends(2);
    desk.run(&["eval", "good.jsonl", "--texts", "."]).ends(0);
}
