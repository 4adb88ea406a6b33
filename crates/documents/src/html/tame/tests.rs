//! What the parser gets to see, and that nothing makes it slow.

use super::*;

fn of(html: &str) -> String {
    tame(html).0
}

#[test]
fn what_people_write_is_left_as_it_is() {
    let page = "<!doctype html><html lang=\"en\"><p class=\"a b\">One <b>two</b> &amp; 3 < 4</p><br>\
        <a href='x\"y'>six</a></html>";
    assert_eq!(of(page), page);
}

#[test]
fn scripts_styles_drawings_and_comments_go_and_structured_data_stays() {
    let page = "a<!-- <p> --><script>if (a</b/.c) x('</p>')</script><STYLE>p{}</style >b<svg><p>x</p></svg>\
        <script type=application/ld+json>{\"a\":\"<p>\"}</script>c<img onload=\"x\" src='data:image/png;base64,AAAA' alt=>d";
    assert_eq!(
        of(page),
        "ab<script type=\"application/ld+json\">{\"a\":\"<p>\"}</script>c<img>d"
    );
}

#[test]
fn tags_end_where_the_tokenizer_says() {
    for (page, expected) in [
        (
            "<p title='a>b' =x class = c>d",
            "<p title=\"a>b\" class=\"c\">d",
        ),
        ("<p class=\"a", "<p class=\"a\">"),
        ("a</ b>c", "ac"),
        ("<!-->a<!--->b<!-- c", "ab"),
        ("a<b", "a<b>"),
        ("<p/class=x/>a", "<p class=\"x/\">a"),
        ("<P CLASS=x class=y>a</P >", "<p class=\"x\">a</p>"),
        ("2 <3 <é", "2 <3 <é"),
        ("<?php x ?>a<![CDATA[b]]>c", "ac"),
    ] {
        assert_eq!(of(page), expected, "{page}");
    }
}

#[test]
fn text_for_readers_without_scripts_is_kept_where_it_is_the_page() {
    let long = "Pontoon was down. ".repeat(200);
    assert!(of(&format!("<noscript><p>{long}</p></noscript>")).contains("<p>Pontoon"));
    assert_eq!(of("<noscript><img src=x>Turn it on</noscript>"), "");
}

#[test]
fn depth_and_open_formatting_are_bounded_and_the_text_is_kept() {
    let (deep, cut) = tame(&format!(
        "{}x{}y",
        "<div>".repeat(5_000),
        "</div>".repeat(5_000)
    ));
    assert!(cut);
    assert_eq!(deep.matches("<div>").count(), DEPTH);
    assert_eq!(deep.matches("</div>").count(), DEPTH);
    assert!(deep.contains('x') && deep.ends_with('y'));
    let bold = of(&"<b><i>x".repeat(1_000));
    assert_eq!(
        bold.matches("<b>").count() + bold.matches("<i>").count(),
        FORMATS
    );
    let closed = "<b>x</b>".repeat(1_000);
    assert_eq!(of(&closed), closed);
    let (flat, cut) = tame(&"<p>up<br>".repeat(5_000));
    assert!(!cut && flat.len() == 5_000 * 9);
}
