//! The public face on any input: nothing panics, and every span lies where it should.

use backpedal_documents::{Given, Input, Media, read};
use backpedal_model::{Document, Parsed, Span};
use proptest::prelude::*;

const MEDIA: [Media; 4] = [Media::Html, Media::Text, Media::Posts, Media::Feed];

fn of(bytes: &[u8], media: Media) -> Parsed<Vec<Document>> {
    read(&Input {
        name: "input",
        bytes,
        media,
        content_type: None,
        url: Some("https://pier.example/a"),
        snapshot: None,
        given: Given {
            zone: "UTC",
            ..Given::default()
        },
    })
}

/// Spans lie inside the text, in order, without overlap, and hold something.
fn check(document: &Document) {
    let end = document.text.chars().count();
    let check = |spans: &mut dyn Iterator<Item = Span>| {
        let mut last = 0;
        for span in spans {
            assert!(
                last <= span.start && span.start < span.end && span.end <= end,
                "{span:?} in {end}"
            );
            last = span.end;
        }
    };
    check(&mut document.blocks.iter().map(|block| block.span));
    check(&mut document.parts.iter().map(|part| part.span));
}

#[test]
fn empty_and_binary_input_give_a_problem_and_no_document() {
    let inputs: [&[u8]; 6] = [
        b"",
        b" \n\t",
        b"%PDF-1.7 x",
        b"\x89PNG\r\n\x1a\n",
        b"a\0b\0\0\x01",
        b"\x1f\x8b\x08",
    ];
    for bytes in inputs {
        for media in MEDIA {
            let found = of(bytes, media);
            assert!(found.value.is_empty(), "{bytes:?} as {media:?}");
            assert_eq!(
                found.problems.len(),
                1,
                "{bytes:?} as {media:?}: {:?}",
                found.problems
            );
        }
    }
}

#[test]
fn text_that_is_called_a_page_is_read_and_said_to_be_none() {
    let found = of(b"Pontoon said on Monday that it was down.", Media::Html);
    assert_eq!(found.value.len(), 1);
    assert!(found.problems[0].message.contains("no HTML"));
}

#[test]
fn what_is_too_long_is_cut_and_said() {
    let long = "<p>Pontoon was down, it said.</p>".repeat(400_000);
    let found = of(long.as_bytes(), Media::Text);
    assert!(
        found
            .problems
            .iter()
            .any(|p| p.message.contains("only the first 10 MB"))
    );
}

#[test]
fn the_fixture_is_read_without_a_problem() {
    let root = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../fixtures/ooma-internap-2009"
    );
    let mut comments = 0;
    for file in [
        "pages/circuit-week.html",
        "pages/patch-panel.html",
        "pages/trunkline.html",
        "feed.xml",
        "posts.json",
    ] {
        let bytes = std::fs::read(format!("{root}/{file}")).expect("the fixture is in the tree");
        let found = of(&bytes, Media::detect(file, None, &bytes));
        assert_eq!(found.problems, [], "{file}");
        assert!(found.value.iter().all(|d| d.published.is_some()), "{file}");
        found.value.iter().for_each(check);
        comments += found.value.iter().filter(|d| d.parent.is_some()).count();
    }
    assert_eq!(comments, 2);
}

/// Pieces of pages, thrown together.
fn page() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("<p>"),
        Just("</p>"),
        Just("<div class=comment id=comment-1>"),
        Just("</div>"),
        Just("<ol class=commentlist><li>"),
        Just("<cite>Ada</cite>"),
        Just("<time datetime='2022-07-04T10:00Z'>"),
        Just("<table><tr><td>a<td>b"),
        Just("<h1>"),
        Just("<q>"),
        Just("<blockquote>"),
        Just("<br><br>"),
        Just("<script>{</script>"),
        Just("<div class=related>"),
        Just("<div class=update>"),
        Just("<meta name=generator content=statuspage>"),
        Just("Update: Jun 21, 06:43 UTC "),
        Just("It was down, she said. “Wörld’s end” 𝕏 "),
        Just("&amp;&nbsp;&#0;"),
        Just("<!-- "),
        Just("\u{0}\u{feff}"),
        Just("<article><p>Long enough to be a paragraph, with commas, and more. "),
    ];
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let media = Media::detect("input", None, &bytes);
        for media in MEDIA.into_iter().chain([media]) {
            of(&bytes, media).value.iter().for_each(check);
        }
    }

    #[test]
    fn spans_of_any_page_are_in_order(page in page()) {
        let found = of(page.as_bytes(), Media::Html);
        prop_assert!(!found.value.is_empty() || !found.problems.is_empty());
        found.value.iter().for_each(check);
        // The same bytes give the same documents.
        prop_assert_eq!(found, of(page.as_bytes(), Media::Html));
    }

    #[test]
    fn damaged_exports_and_feeds_are_read_without_a_panic(cut in 0_usize..700, at in 0_usize..700, byte in any::<u8>()) {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/ooma-internap-2009");
        for (file, media) in [("posts.json", Media::Posts), ("feed.xml", Media::Feed)] {
            let mut bytes = std::fs::read(format!("{root}/{file}")).expect("the fixture is in the tree");
            let len = bytes.len();
            bytes[at % len] = byte;
            bytes.truncate(len - cut % len);
            of(&bytes, media).value.iter().for_each(check);
        }
    }
}
