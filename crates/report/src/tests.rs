//! The renderers on the invented dossier: snapshots, escaping, determinism, emptiness.

mod sheets;

use std::collections::BTreeSet;

use backpedal_model::{Dossier, Span, Voice};

use crate::{
    Html, Json, Layout, Render, Sheet, Terminal, body, claim_body, explain, explain_contradiction,
    explain_contradiction_json, explain_json, finding, sample, timeline, timeline_svg,
};

const PLAIN: Terminal = Terminal {
    color: false,
    width: 80,
};

/// For looking at: `BACKPEDAL_REPORT_OUT=DIR cargo test -p backpedal-report look`, on a dossier
/// of one's own with `BACKPEDAL_DOSSIER=FILE`.
#[test]
fn look() {
    let Some(out) = std::env::var_os("BACKPEDAL_REPORT_OUT") else {
        return;
    };
    let out = std::path::PathBuf::from(out);
    let dossier = match std::env::var_os("BACKPEDAL_DOSSIER") {
        Some(path) => {
            let text = std::fs::read_to_string(path).expect("a file");
            serde_json::from_str(&text).expect("a dossier")
        }
        None => sample::dossier(),
    };
    for (name, text) in everything(&dossier) {
        std::fs::write(out.join(name), text).expect("writable");
    }
}

/// Every output, by a file name.
fn everything(dossier: &Dossier) -> Vec<(&'static str, String)> {
    let explained = dossier
        .claims
        .iter()
        .filter_map(|claim| explain(dossier, &claim.id));
    let claims = dossier
        .claims
        .iter()
        .filter_map(|claim| claim_body(dossier, &claim.id, "/case/x"));
    let pairs = dossier
        .contradictions
        .iter()
        .filter_map(|found| explain_contradiction(dossier, &found.id));
    let sheet = Sheet {
        all: true,
        ..Sheet::whole(PLAIN)
    };
    vec![
        ("pairs.txt", pairs.collect::<Vec<_>>().join("\n")),
        ("all.txt", sheet.render(dossier)),
        ("report.html", Html.render(dossier)),
        ("report.json", Json.render(dossier)),
        ("report.txt", PLAIN.render(dossier)),
        ("timeline.svg", timeline_svg(dossier)),
        ("narrow.svg", timeline(dossier, Layout::Narrow)),
        ("explain.txt", explained.collect::<Vec<_>>().join("\n")),
        ("finding.txt", finding(dossier).join("\n")),
        ("body.html", body(dossier, Some("/claim/"))),
        ("claims.html", claims.collect()),
    ]
}

#[test]
fn the_terminal_summary() {
    insta::assert_snapshot!("terminal_80", PLAIN.render(&sample::dossier()));
    let wide = Terminal {
        color: false,
        width: 120,
    };
    insta::assert_snapshot!("terminal_120", wide.render(&sample::dossier()));
    let brief = Sheet {
        brief: true,
        all: true,
        ..Sheet::whole(wide)
    };
    insta::assert_snapshot!("terminal_brief", brief.render(&sample::dossier()));
}

#[test]
fn the_explanation() {
    let dossier = sample::dossier();
    let text = explain(&dossier, &dossier.claims[3].id).expect("the claim is there");
    insta::assert_snapshot!("explain_denial", text);
    let nobody = backpedal_model::ClaimId::from_printed("c-0");
    assert_eq!(explain(&dossier, &nobody), None);
    assert_eq!(explain_json(&dossier, &nobody), None);
}

#[test]
fn the_explanation_of_a_contradiction() {
    let dossier = sample::dossier();
    let id = &dossier.contradictions[0].id;
    let text = explain_contradiction(&dossier, id).expect("it is there");
    insta::assert_snapshot!("explain_reversal", text);
    let json = explain_contradiction_json(&dossier, id).expect("it is there");
    assert_eq!(json["order"], "by-text");
    assert_eq!(json["a"]["outcome"], "contradicted by measurement");
    assert_eq!(json["contradiction"]["b"]["number"], 5);
    assert_eq!(json["b"]["capture"]["origin"], "sources/article.html");
    let nobody = backpedal_model::ContradictionId::from_printed("x-0");
    assert_eq!(explain_contradiction(&dossier, &nobody), None);
    assert_eq!(explain_contradiction_json(&dossier, &nobody), None);
}

/// One line a field: its path, and its type in the sample.
fn outline(path: &str, value: &serde_json::Value, into: &mut BTreeSet<String>) {
    let kind = match value {
        serde_json::Value::Object(fields) => {
            for (name, value) in fields {
                outline(&format!("{path}.{name}"), value, into);
            }
            return;
        }
        serde_json::Value::Array(items) => {
            items
                .iter()
                .for_each(|item| outline(&format!("{path}[]"), item, into));
            return;
        }
        serde_json::Value::Null => "null",
        serde_json::Value::Bool(_) => "boolean",
        serde_json::Value::Number(_) => "number",
        serde_json::Value::String(_) => "string",
    };
    into.insert(format!("{path}: {kind}"));
}

#[test]
fn the_fields_of_the_json() {
    let text = Json.render(&sample::dossier());
    let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let mut fields = BTreeSet::new();
    outline("", &json, &mut fields);
    let fields: Vec<String> = fields.into_iter().collect();
    insta::assert_snapshot!("json_fields", fields.join("\n"));
    assert_eq!(json["claims"][3]["outcome"], "contradicted by measurement");
}

#[test]
fn same_input_same_bytes() {
    assert_eq!(
        everything(&sample::dossier()),
        everything(&sample::dossier())
    );
}

#[test]
fn an_empty_dossier_renders() {
    for (name, text) in everything(&sample::empty()) {
        assert!(
            !text.is_empty() || matches!(name, "explain.txt" | "pairs.txt" | "claims.html"),
            "{name}"
        );
    }
    let [said, measured, open] = finding(&sample::empty());
    assert_eq!(said, "No claims were found in 0 documents.");
    assert!(measured.contains("No measurement was given"), "{measured}");
    assert!(
        open.contains("nothing that was claimed is left open"),
        "{open}"
    );
}

#[test]
fn no_party_is_quoted_with_a_headline_of_somebody_else() {
    let mut dossier = sample::dossier();
    let words = |dossier: &Dossier| {
        let ids = dossier.contradictions.iter().map(|found| found.a.clone());
        let quoted = ids.filter_map(|id| dossier.claim(&id).cloned());
        let told = finding(dossier)[0].clone();
        let mut quoted = quoted;
        quoted.find(|claim| told.contains(&claim.quote.text))
    };
    let claim = words(&dossier).expect("the finding quotes a contradiction");
    let quote = claim.quote.text.clone();
    for claim in &mut dossier.claims {
        if claim.quote.text == quote {
            claim.voice = Voice::Indirect;
            claim.quote.span = Span::new(0, quote.chars().count());
        }
    }
    for document in &mut dossier.documents {
        if document.id == claim.document_id {
            document.title = Some(quote.clone());
            document.voice_of = None;
        }
    }
    let told = finding(&dossier)[0].clone();
    assert!(!told.contains(&quote), "{told}");
}

#[test]
fn synthetic_data_are_called_so_everywhere() {
    let dossier = sample::dossier();
    assert!(finding(&dossier)[1].contains("synthetic measurements"));
    for (name, text) in everything(&dossier) {
        assert!(text.to_lowercase().contains("synthetic"), "{name}");
    }
}

/// The sample with hostile words wherever words come from outside.
fn hostile() -> Dossier {
    let bad = "</style></svg><script>alert('x')</script>\"><img src=x onerror=y>\u{1b}[2J\u{0}";
    let mut dossier = sample::dossier();
    dossier.case.title = bad.into();
    dossier.case.summary = Some(bad.into());
    dossier.case.synthetic = Some(bad.into());
    for party in &mut dossier.case.parties.0 {
        party.name = bad.into();
        party.unresolved = Some(bad.into());
    }
    for page in &mut dossier.documents {
        page.title = Some(bad.into());
        page.author = Some(bad.into());
        page.publisher = Some(bad.into());
        page.url = Some("javascript:alert(1)".into());
    }
    for claim in &mut dossier.claims {
        claim.quote.text = bad.into();
        claim.speaker.name = Some(bad.into());
        claim.addressees = vec![bad.into()];
        claim.rule = bad.into();
    }
    for found in &mut dossier.contradictions {
        found.why = bad.into();
        found.would_change = bad.into();
    }
    for dataset in &mut dossier.datasets {
        dataset.note = Some(bad.into());
        dataset.kind = bad.into();
    }
    dossier
        .problems
        .push(backpedal_model::Problem::new(bad, bad));
    dossier
}

#[test]
fn nothing_from_outside_becomes_markup() {
    for (name, text) in everything(&hostile()) {
        let markup = name.ends_with("html") || name.ends_with("svg");
        for tag in ["<script", "<img", "javascript:alert(1)\""] {
            assert!(!markup || !text.contains(tag), "{tag} in {name}");
        }
        let text = if name == "report.json" {
            String::new()
        } else {
            text
        };
        assert!(
            markup || !text.contains('\u{1b}'),
            "an escape sequence in {name}"
        );
    }
    let page = Html.render(&hostile());
    assert_eq!(page.matches("</style>").count(), 1);
}

#[test]
fn the_page_stands_alone() {
    let page = Html.render(&sample::dossier());
    for outside in [
        "src=",
        "<link",
        "@import",
        "url(http",
        "<script",
        " style=\"",
        "<iframe",
    ] {
        assert!(!page.contains(outside), "{outside}");
    }
    assert!(page.contains("default-src 'none'; style-src 'unsafe-inline'; img-src data:"));
    let svg = timeline_svg(&sample::dossier());
    assert!(svg.starts_with("<svg xmlns=") && !svg.contains("href"));
}

#[test]
fn every_link_leads_somewhere_and_ids_are_single() {
    let page = Html.render(&sample::dossier());
    let attribute = |name: &str| -> Vec<String> {
        let opening = format!(" {name}=\"");
        let cut = page.split(&opening).skip(1);
        cut.map(|rest| rest.split('"').next().unwrap_or_default().to_owned())
            .collect()
    };
    let ids = attribute("id");
    let single: BTreeSet<&String> = ids.iter().collect();
    assert_eq!(single.len(), ids.len(), "an id stands twice");
    let links = attribute("href");
    assert!(links.len() > 30);
    for link in links {
        let target = link
            .strip_prefix('#')
            .unwrap_or_else(|| panic!("{link} leads away"));
        assert!(ids.iter().any(|id| id == target), "{link} leads nowhere");
    }
}

#[test]
fn sections_come_in_their_order() {
    let page = Html.render(&sample::dossier());
    let order = [
        "class=\"banner\"",
        "id=\"finding\"",
        "id=\"unknown\"",
        "id=\"timeline\"",
        "id=\"ledger\"",
        "id=\"contradictions\"",
        "id=\"claims\"",
        "id=\"measured\"",
        "id=\"topology\"",
        "id=\"evidence\"",
        "id=\"gaps\"",
        "id=\"method\"",
        "id=\"limits\"",
    ];
    let places: Vec<Option<usize>> = order.iter().map(|mark| page.find(mark)).collect();
    assert!(
        places.iter().all(Option::is_some) && places.is_sorted(),
        "{places:?}"
    );
}

#[test]
fn no_word_accuses() {
    for (name, text) in everything(&sample::dossier()) {
        let lower = text.to_lowercase();
        for word in [" lied", " lie ", " lying", " fake", " liar"] {
            assert!(!lower.contains(word), "{word} in {name}");
        }
    }
}
