//! What holds for any text: spans on character boundaries, in order, apart; time linear in length.

use std::{ops::Range, time::Instant};

use proptest::prelude::*;

use crate::{quotations, sentences, tokens};

fn ordered(text: &str, spans: &[Range<usize>]) {
    let mut last = 0;
    for span in spans {
        assert!(
            span.start >= last && span.start < span.end,
            "{span:?} of {text:?}"
        );
        assert!(text.get(span.clone()).is_some(), "{span:?} of {text:?}");
        last = span.end;
    }
}

fn all(text: &str) {
    let cut = sentences(text);
    ordered(text, &cut);
    let mut found = Vec::new();
    for sentence in &cut {
        let first = found.len();
        tokens(text, sentence.clone(), &mut found);
        let inside = |at: &Range<usize>| at.start >= sentence.start && at.end <= sentence.end;
        assert!(found[first..].iter().all(inside));
        // Nothing but space is left out.
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
        let kept: usize = found[first..]
            .iter()
            .map(|at| letters(&text[at.clone()]))
            .sum();
        assert_eq!(kept, letters(&text[sentence.clone()]), "{text:?}");
    }
    ordered(text, &found);
    for quotation in quotations(text) {
        assert!(text.get(quotation.span.clone()).is_some());
        assert!(text.get(quotation.inner.clone()).is_some());
        assert!(quotation.span.start < quotation.inner.start);
        assert!(quotation.inner.end <= quotation.span.end);
    }
}

proptest! {
    #[test]
    fn any_text_is_cut_in_order(text in any::<String>()) {
        all(&text);
    }

    #[test]
    fn marks_and_words_are_cut_in_order(
        text in "([a-zA-Z]{1,4}|[0-9]{1,3}|['\"“”‘’.,:;!?()\\-/@#$%&_+…—]|[ \n\u{a0}]|n't|http://|İ|ß|e\u{301}|🙂){0,60}",
    ) {
        all(&text);
    }
}

#[test]
fn hostile_texts_take_linear_time() {
    let pieces = [
        "\"",
        "'",
        "“",
        ".",
        "(",
        ")",
        "...",
        "a.",
        "a.b",
        "-",
        "a-",
        "a-b-",
        ":",
        "::",
        "a:",
        "@",
        "a@",
        "#",
        "/",
        "a/",
        "' ",
        "\" ",
        ". ",
        "\n",
        "\n\n",
        "A. ",
        "a'",
        "s' ",
        "“'",
        ".\" ",
        "a.Bc",
        "=\"",
        "1,",
        "http://",
        "http://a(",
        "...@",
        ":) ",
        "a:) ",
        "1. ",
        "»«",
        "? ((((",
        "ab.Ab",
        "\u{a0}",
        "‘a ",
        "’",
    ];
    for piece in pieces {
        let text = piece.repeat(200_000 / piece.len());
        let start = Instant::now();
        all(&text);
        // Linear takes under a second; quadratic took 20 minutes.
        assert!(start.elapsed().as_secs() < 60, "{piece:?}");
    }
}
