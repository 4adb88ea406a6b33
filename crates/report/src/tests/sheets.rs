//! Parts of the results on the terminal, and what an explanation or an earlier time adds.

use super::PLAIN;
use crate::{Html, Json, Render, Section, Sheet, Terminal, explain, explain_json, finding, sample};

#[test]
fn one_part_stands_alone_under_the_head() {
    let headings = [
        (Section::Finding, "Finding, as of"),
        (Section::Ledger, "Ledger: who stood where"),
        (Section::Contradictions, "\nContradictions\n"),
        (
            Section::NonContradictions,
            "\nNot contradictions, though they may look it\n",
        ),
        (Section::Verdicts, "\nClaims against data\n"),
    ];
    for (only, _) in headings {
        let sheet = Sheet {
            only: Some(only),
            ..Sheet::whole(PLAIN)
        };
        let text = sheet.render(&sample::dossier());
        assert!(text.contains("SYNTHETIC: "), "{text}");
        for (section, heading) in headings {
            assert_eq!(
                text.contains(heading),
                section == only,
                "{only:?}: {heading}\n{text}"
            );
        }
    }
}

#[test]
fn a_true_denial_stands_as_prominent_as_a_contradicted_one() {
    let mut dossier = sample::dossier();
    let text = PLAIN.render(&dossier);
    assert!(!text.contains("Held up by the data"), "{text}");
    // Nothing shows that the one buys from the other, as the comment says.
    dossier.verdicts[9].evidence[0].finding = backpedal_model::Finding::Dependency {
        relation: backpedal_model::TransitRelation::NoVisibleDependency,
        direct: false,
        only_provider: false,
        crossing: 0,
        paths: 260,
        dates: vec![jiff::civil::date(2031, 3, 1)],
        reverse: 0,
    };
    let text = PLAIN.render(&dossier);
    let held = text
        .find("Held up by the data")
        .expect("the denial is listed");
    assert!(text[held..].contains(" 10 ✔ routewatcher"), "{text}");
    assert!(held < text.find("Contradicted by the data").expect("others are"));
}

#[test]
fn a_claim_is_explained_with_its_place_among_the_others() {
    let dossier = sample::dossier();
    let json = explain_json(&dossier, &dossier.claims[3].id).expect("the claim is there");
    assert_eq!(json["positions"].as_array().map(Vec::len), Some(2));
    assert_eq!(json["contradictions"].as_array().map(Vec::len), Some(2));
    let text = explain(&dossier, &dossier.claims[0].id).expect("the claim is there");
    assert!(text.contains("No conflict   with claim 8 of"), "{text}");
}

#[test]
fn an_earlier_time_is_told_everywhere() {
    let mut dossier = sample::dossier();
    dossier.run.left_out = Some(backpedal_model::LeftOut {
        documents: 5,
        claims: 7,
        ..backpedal_model::LeftOut::default()
    });
    let first = &finding(&dossier)[0];
    assert!(first.contains("5 later documents are left out"), "{first}");
    for text in [
        Html.render(&dossier),
        PLAIN.render(&dossier),
        Json.render(&dossier),
    ] {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            text.contains("Left out: 5 documents and 7 claims."),
            "{text}"
        );
    }
}

#[test]
fn lines_keep_to_the_width() {
    for (width, brief) in [60, 72, 89, 90, 120]
        .into_iter()
        .flat_map(|w| [(w, false), (w, true)])
    {
        let terminal = Terminal {
            color: false,
            width,
        };
        let sheet = Sheet {
            brief,
            all: true,
            ..Sheet::whole(terminal)
        };
        let text = sheet.render(&sample::dossier());
        for line in text.lines() {
            let long = line.chars().count() > width && line.trim().contains(' ');
            assert!(!long, "{width}: {line}");
        }
        assert!(!text.contains('\u{1b}'));
    }
    let colored = Terminal {
        color: true,
        width: 100,
    }
    .render(&sample::dossier());
    assert!(colored.contains("\u{1b}["));
}
