//! Whole pages, in our own words.

use super::*;
use crate::{Given, Media};

fn input<'a>(html: &'a str, given: Given<'a>) -> Input<'a> {
    Input {
        name: "pages/pontoon.html",
        bytes: html.as_bytes(),
        media: Media::Html,
        content_type: None,
        url: Some("https://pier.example/2022/07/04/pontoon"),
        snapshot: None,
        given,
    }
}

#[test]
fn an_empty_shell_is_a_problem() {
    let html = "<html><body><div id=app></div><script>draw()</script></body></html>";
    let read = read(&input(html, Given::default()), html);
    assert!(read.value.is_empty());
    assert_eq!(read.problems.len(), 1);
}
