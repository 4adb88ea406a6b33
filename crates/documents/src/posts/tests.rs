use super::*;
use crate::{Given, Media};

fn of(text: &str) -> Parsed<Vec<Document>> {
    let input = Input {
        name: "posts.json",
        bytes: text.as_bytes(),
        media: Media::Posts,
        content_type: None,
        url: None,
        snapshot: None,
        given: Given {
            zone: "UTC",
            ..Given::default()
        },
    };
    read(&input, text)
}

const RESPONSE: &str = r#"{"data": [
  {"id": "3", "author_id": "7", "text": "RT @pontoon: We are looking &amp; will report.", "created_at": "2022-07-04T10:02:00.000Z",
   "referenced_tweets": [{"type": "retweeted", "id": "1"}]},
  {"id": "2", "author_id": "7", "text": "@pontoon Still down.", "created_at": "2022-07-04T10:01:30.000Z", "lang": "en",
   "referenced_tweets": [{"type": "replied_to", "id": "1"}]}],
 "includes": {"users": [{"id": "7", "name": "Ada Quill", "username": "adaq"}, {"id": "9", "name": "Pontoon", "username": "pontoon"}],
  "tweets": [{"id": "1", "author_id": "9", "text": "We are looking &amp;…", "note_tweet": {"text": "We are looking &amp; will report.\n\nMore soon."},
   "created_at": "2022-07-04T09:59:00.000Z"}]},
 "errors": [{"detail": "Could not find tweet with ids: [5].", "title": "Not Found Error"}]}"#;

#[test]
fn a_response_gives_posts_with_authors_parents_and_times() {
    let found = of(RESPONSE);
    let shown: Vec<String> = found
        .value
        .iter()
        .map(|d| {
            let at = d
                .published
                .as_ref()
                .map_or_else(String::new, |p| format!("{} {:?}", p.at, p.source));
            format!(
                "{} {} {} {at} {:?}",
                d.name,
                d.author.as_deref().unwrap_or("-"),
                d.handle.as_deref().unwrap_or("-"),
                d.text
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            "posts#3 Ada Quill @adaq 2022-07-04T10:02:00Z Post \"RT @pontoon\"",
            "posts#2 Ada Quill @adaq 2022-07-04T10:01:30Z Post \"@pontoon Still down.\"",
            "posts#1 Pontoon @pontoon 2022-07-04T09:59:00Z Post \"We are looking & will report.\\n\\nMore soon.\"",
        ]
    );
    assert_eq!(found.value[0].parent, Some(found.value[2].id.clone()));
    assert_eq!(found.value[1].parent, Some(found.value[2].id.clone()));
    assert_eq!(
        found.value[1].url.as_deref(),
        Some("https://x.com/adaq/status/2")
    );
    assert_eq!(found.value[2].parent, None);
    assert_eq!(found.problems.len(), 1);
}

#[test]
fn one_damaged_line_is_named_and_the_rest_is_read() {
    let lines = "{\"id\": \"1\", \"text\": \"Up\"}\n{\"id\": \"2\", \"te\n\n{\"data\": {\"id\": 3, \"text\": \"Down\"}}\n{\"id\": \"4\"}";
    let found = of(lines);
    let texts: Vec<&str> = found.value.iter().map(|d| d.text.as_str()).collect();
    assert_eq!(texts, ["Up", "Down"]);
    let places: Vec<_> = found.problems.iter().map(|p| p.place).collect();
    assert_eq!(places, [Some(Place::Line(2)), Some(Place::Line(5))]);
}

#[test]
fn a_broken_document_is_one_problem_with_its_line() {
    let found = of("{\n \"data\": [\n  {\"id\": 1,,}\n ]}");
    assert!(found.value.is_empty());
    assert_eq!(found.problems.len(), 1);
    assert_eq!(found.problems[0].place, Some(Place::Line(3)));
}

#[test]
fn json_without_posts_says_so() {
    assert_eq!(of("{\"meta\": {\"result_count\": 0}}").problems.len(), 1);
    assert_eq!(of("{}").value.len(), 0);
    assert_eq!(of(&"[".repeat(100_000)).value.len(), 0);
}

#[test]
fn a_post_that_is_met_twice_counts_once() {
    let found = of("[{\"id\": \"1\", \"text\": \"Up\"}, {\"id\": \"1\", \"text\": \"Up\"}]");
    assert_eq!(found.value.len(), 1);
}
