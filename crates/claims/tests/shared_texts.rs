//! The figures on the shared texts: the real dispute of April 2009, the three accounts of June
//! 2022, and the development set, scored the way `eval/claims_eval.py` does, with a small matcher.

#![allow(clippy::expect_used, clippy::panic)] // helpers of tests may fail them

use std::{collections::BTreeSet, fs, path::Path};

use backpedal_claims::{Context, extract};
use backpedal_documents::{Given, Input, Media, read};
use backpedal_model::{CauseKind, Claim, ClaimKind, Parties, Polarity, Voice};
use serde_json::Value;

fn claims(path: &Path, published: Option<&str>, zone: &str) -> (String, Vec<Claim>) {
    let bytes = fs::read(path).expect("a shared text");
    let name = path.file_stem().expect("a name").to_string_lossy();
    let given = Given {
        published: published.map(|date| date.parse().expect("a date")),
        publisher: None,
        voice_of: None,
        zone,
    };
    let input = Input {
        name: &name,
        bytes: &bytes,
        media: Media::Text,
        content_type: None,
        url: None,
        snapshot: None,
        given,
    };
    let document = read(&input).value.remove(0);
    let parties = Parties::default();
    let context = Context {
        parties: &parties,
        zone,
        window: None,
        parent: None,
    };
    let found = extract(&document, &context);
    (document.text, found)
}

/// The bounds, in characters, of the sentence around a place, by full stops and line ends.
fn sentence(text: &[char], start: usize, end: usize) -> (usize, usize) {
    let ends = |at: usize| {
        text[at] == '\n'
            || matches!(text[at], '.' | '!' | '?')
                && text
                    .get(at + 1)
                    .is_none_or(|c| c.is_whitespace() || "”\"’)".contains(*c))
    };
    let left = (0..start).rev().find(|at| ends(*at)).map_or(0, |at| at + 1);
    let right = (end.saturating_sub(1)..text.len()).find(|at| ends(*at));
    (left, right.map_or(text.len(), |at| at + 1))
}

/// Pairs of gold and found claims of the same kind, one to one, best overlap first.
fn pairs(text: &str, gold: &[Value], found: &[Claim]) -> Vec<(usize, usize)> {
    let letters: Vec<char> = text.chars().collect();
    let mut all: Vec<((bool, i64), usize, usize)> = Vec::new();
    for (g, claim) in gold.iter().enumerate() {
        let anchor = claim["anchor"].as_str().expect("an anchor");
        let start = text[..text.find(anchor).expect("an anchor of the text")]
            .chars()
            .count();
        let end = start + anchor.chars().count();
        let (left, right) = sentence(&letters, start, end);
        for (p, claim_found) in found.iter().enumerate() {
            let span = claim_found.quote.span;
            let shared = |a: usize, b: usize| b.min(span.end) as i64 - a.max(span.start) as i64;
            let overlap = shared(start, end);
            let inside = 2 * shared(left, right) > span.len() as i64;
            if claim_found.kind.as_str() == claim["type"] && (overlap > 0 || inside) {
                let stance = claim_found.polarity.as_str() == claim["polarity"];
                all.push(((stance, overlap.max(0)), g, p));
            }
        }
    }
    all.sort_by_key(|(score, g, p)| (std::cmp::Reverse(*score), *g, *p));
    let (mut used_gold, mut used_found) = (BTreeSet::new(), BTreeSet::new());
    all.retain(|(_, g, p)| {
        let free = !used_gold.contains(g) && !used_found.contains(p);
        if free {
            used_gold.insert(*g);
            used_found.insert(*p);
        }
        free
    });
    all.into_iter().map(|(_, g, p)| (g, p)).collect()
}

fn gold(path: &Path) -> Vec<Value> {
    let text = fs::read_to_string(path).expect("a gold file");
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines
        .map(|line| serde_json::from_str(line).expect("a JSON line"))
        .collect()
}

fn words(name: &Value) -> BTreeSet<String> {
    let name = name
        .as_str()
        .unwrap_or_default()
        .to_lowercase()
        .replace('’', "'");
    let name = name.replace("'s", "");
    let empty = [
        "inc", "corp", "ltd", "the", "company", "network", "services",
    ];
    let split = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty());
    split
        .filter(|w| !empty.contains(w))
        .map(str::to_owned)
        .collect()
}

fn same(want: &Value, have: Option<&String>) -> bool {
    let (want, have) = (
        words(want),
        words(&have.cloned().map_or(Value::Null, Value::String)),
    );
    if want.is_empty() || have.is_empty() {
        want == have
    } else {
        want.is_subset(&have) || have.is_subset(&want)
    }
}

#[test]
fn the_dispute_of_2009_reaches_its_figures() {
    let Some(shared) = backpedal_testkit::shared() else {
        return;
    };
    let folder = shared.join("cases/ooma-internap-2009");
    let (text, found) = claims(
        &folder.join("article.txt"),
        Some("2009-04-15"),
        "America/New_York",
    );
    let gold = gold(&folder.join("gold.jsonl"));
    let wanted = gold[0]["claims"].as_array().expect("claims");
    let pairs = pairs(&text, wanted, &found);
    let f1 = 2.0 * pairs.len() as f64 / (wanted.len() + found.len()) as f64;
    assert!(f1 >= 0.85, "typed F1 {f1}");
    for (g, p) in &pairs {
        let (want, have) = (&wanted[*g], &found[*p]);
        let id = &want["id"];
        assert_eq!(want["polarity"], have.polarity.as_str(), "{id}");
        assert!(
            same(&want["speaker"]["name"], have.speaker.name.as_ref()),
            "{id}: {have:?}"
        );
        assert!(
            same(&want["speaker"]["org"], have.speaker.org.as_ref()),
            "{id}: {have:?}"
        );
    }
    let matched: BTreeSet<&str> = pairs
        .iter()
        .filter_map(|(g, _)| wanted[*g]["id"].as_str())
        .collect();
    for id in ["c2", "c3", "c4", "c5", "c9", "c10", "c11", "c13", "c14"] {
        assert!(matched.contains(id), "{id} is missing");
    }
    let hit = found
        .iter()
        .find(|claim| claim.kind == ClaimKind::Affected)
        .expect("c3");
    let objects: Vec<&str> = hit
        .objects
        .iter()
        .map(|object| object.text.as_str())
        .collect();
    assert_eq!(
        objects,
        ["RIM", "Google", "Yahoo", "Blue Cross", "TM", "Verizon"]
    );
}

#[test]
fn the_three_accounts_of_2022_give_what_is_tested() {
    let Some(shared) = backpedal_testkit::shared() else {
        return;
    };
    let folder = shared.join("cases/cloudflare-2022-06-21");
    let read = |name: &str| claims(&folder.join(name), None, "UTC").1;
    let start = |claims: &[Claim], kind: ClaimKind| -> Vec<String> {
        let of = claims.iter().filter(|claim| claim.kind == kind);
        of.filter_map(|claim| claim.event_time.as_ref()?.start)
            .map(|m| m.to_string())
            .collect()
    };
    let provider = read("provider.txt");
    assert!(start(&provider, ClaimKind::Timing).contains(&"2022-06-21T06:27Z".to_owned()));
    assert!(start(&provider, ClaimKind::Restored).contains(&"2022-06-21T07:42Z".to_owned()));
    let denied = provider
        .iter()
        .find(|c| c.cause_kind == Some(CauseKind::Attack))
        .expect("a cause");
    assert_eq!(
        (denied.polarity, denied.voice),
        (Polarity::Deny, Voice::Own)
    );

    let blog = read("careers-blog.txt");
    assert!(start(&blog, ClaimKind::Outage).contains(&"2022-06-21T06:58Z".to_owned()));
    assert_eq!(
        start(&blog, ClaimKind::Restored),
        ["2022-06-21T08:20Z", "2022-06-21T08:50Z"]
    );
    assert!(
        blog.iter().all(|claim| claim.speaker.org.is_none()),
        "the blog is not the provider"
    );

    let magazine = read("magazine.txt");
    let length = magazine
        .iter()
        .find(|c| c.kind == ClaimKind::Timing)
        .expect("a length");
    assert!(
        length
            .event_time
            .as_ref()
            .is_some_and(|time| time.duration.is_some() && time.approximate)
    );
    let half = magazine
        .iter()
        .find(|c| c.kind == ClaimKind::Scope)
        .expect("a share");
    assert_eq!(half.quantity.as_ref().map(|q| q.value), Some(0.5));
    let attack = magazine
        .iter()
        .find(|c| c.kind == ClaimKind::Cause)
        .expect("a suspicion");
    assert_eq!(attack.polarity, Polarity::Uncertain);
    assert_eq!(
        attack.speaker.text.as_deref(),
        Some("A Cloudflare customer")
    );
}

#[test]
fn the_development_set_stays_above_its_floor() {
    let Some(shared) = backpedal_testkit::shared() else {
        return;
    };
    let folder = shared.join("eval/claims-dev");
    let (mut both, mut wanted_all, mut found_all) = (0, 0, 0);
    for document in gold(&folder.join("gold.jsonl")) {
        let name = document["doc"].as_str().expect("a name");
        let path = folder.join("texts").join(format!("{name}.txt"));
        let (text, found) = claims(&path, document["published"].as_str(), "UTC");
        let wanted = document["claims"].as_array().expect("claims");
        both += pairs(&text, wanted, &found).len();
        wanted_all += wanted.len();
        found_all += found.len();
    }
    let f1 = 2.0 * both as f64 / (wanted_all + found_all) as f64;
    assert!(f1 >= 0.80, "typed F1 {f1}");
}
