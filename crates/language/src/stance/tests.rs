//! The shipped model on invented posts, and arbitrary text.

use super::*;
use proptest::prelude::*;

fn best(text: &str, source: Option<&str>) -> Stance {
    let answer = Answer {
        text,
        source,
        parent: None,
        same_author: false,
    };
    stance(&answer).best()
}

#[test]
fn the_shipped_weights_are_read() {
    let model = SHIPPED.as_ref().expect("weights of this version");
    assert_eq!(StanceModel::read(&model.write()).as_ref(), Some(model));
    assert!(StanceModel::read(b"BPSTANCE").is_none(), "cut short");
    assert!(
        StanceModel::read(&[model.write(), vec![0]].concat()).is_none(),
        "too long"
    );
}

#[test]
fn answers_to_a_statement() {
    let source = Some("Our network is fully restored after this morning's cable fault.");
    assert_eq!(
        best("@isp is that confirmed? any source?", source),
        Stance::Query
    );
    assert_eq!(
        best("@isp no it isn't, that's false, nothing works here", source),
        Stance::Deny
    );
    assert_eq!(
        best("@isp lovely weather here today", source),
        Stance::Comment
    );
    assert_eq!(
        best("BREAKING: cable cut off the coast, lines down", None),
        Stance::Support
    );
}

proptest! {
    #[test]
    fn any_text_has_shares_that_make_one(text in "\\PC{0,80}", source in "\\PC{0,80}", parent in "[@#RT: a-zé“”\"?]{0,60}") {
        for (source, parent) in [(None, None), (Some(&*source), None), (Some(&*source), Some(&*parent))] {
            let scores = stance(&Answer { text: &text, source, parent, same_author: true });
            let sum: f32 = scores.0.iter().sum();
            prop_assert!((sum - 1.0).abs() < 1e-3, "{sum}");
        }
    }

    #[test]
    fn parts_lie_in_the_text(text in "([@#＠＃RTMvia :“”\"«».,a-zé0-9/]|RT @a|via @b|https://a){0,40}") {
        let parts = post_parts(&text);
        for span in parts.handles.iter().chain(&parts.hashtags).chain(&parts.urls) {
            prop_assert!(text.get(span.clone()).is_some_and(|part| part.len() > 1));
        }
        prop_assert!(parts.addressed <= parts.handles.len());
        if let Some(found) = parts.passed_on {
            for span in [found.by, found.whole, found.words] {
                prop_assert!(text.get(span).is_some());
            }
        }
    }
}
