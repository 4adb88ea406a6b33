//! Sends an input to its reader, after the checks that hold for all.

use backpedal_model::{Document, Parsed, Problem};

use crate::{Input, Media, charset, feed, guard, html, incidents, mail, media, plain, posts};

/// Reads an input of any kind.
pub(crate) fn read(input: &Input<'_>) -> Parsed<Vec<Document>> {
    let mut problems = Vec::new();
    let bytes = within_limit(input, &mut problems);
    if input.media == Media::Mail {
        // Each message names its own encoding.
        let value = mail::read(input, bytes).drain(&mut problems);
        return Parsed { value, problems };
    }
    let text = charset::decode(bytes, input.content_type);
    if text
        .trim_matches(|c: char| c.is_whitespace() || c == '\0')
        .is_empty()
    {
        problems.push(empty(input));
        return Parsed {
            value: Vec::new(),
            problems,
        };
    }
    if let Some(what) = guard::binary(bytes, &text) {
        let message = format!("this is {what}, not text");
        let hint = "give a page, a text, a feed or an export of posts; convert other files first";
        problems.push(Problem::new(input.name, message).hint(hint));
        return Parsed {
            value: Vec::new(),
            problems,
        };
    }
    let read = by_media(input, &text);
    let value = read.drain(&mut problems);
    Parsed { value, problems }
}

fn by_media(input: &Input<'_>, text: &str) -> Parsed<Vec<Document>> {
    match input.media {
        Media::Html if !text.contains('<') => {
            let mut read = plain_text(input, text);
            let message = "there is no HTML mark-up in it; it is read as plain text";
            read.problems.insert(0, Problem::new(input.name, message));
            read
        }
        Media::Html => html::read(input, text),
        Media::Text => plain_text(input, text),
        Media::Posts => posts::read(input, text),
        Media::Mail => mail::read(input, text.as_bytes()),
        Media::Feed => feed::read(input, text),
        Media::Incidents => incidents::read(input, text),
    }
}

fn plain_text(input: &Input<'_>, text: &str) -> Parsed<Vec<Document>> {
    let given = &input.given;
    let name = media::stem(input.name);
    let read = plain::read(
        name,
        text,
        given.published,
        given.publisher,
        given.voice_of,
        given.zone,
    );
    read.map(|mut document| {
        document.snapshot = input.snapshot.cloned();
        document.url = document.url.or_else(|| input.url.map(str::to_owned));
        vec![document]
    })
}

fn empty(input: &Input<'_>) -> Problem {
    let message = if input.bytes.is_empty() {
        "it is empty"
    } else {
        "it holds nothing but white space"
    };
    Problem::new(input.name, message).hint("check that it was saved or fetched whole")
}

fn within_limit<'a>(input: &Input<'a>, problems: &mut Vec<Problem>) -> &'a [u8] {
    let limit = if matches!(input.media, Media::Posts | Media::Mail) {
        guard::MAX_POSTS_BYTES
    } else {
        guard::MAX_BYTES
    };
    if input.bytes.len() <= limit {
        return input.bytes;
    }
    let size = input.bytes.len() >> 20;
    let message = format!(
        "it is {size} MB long; only the first {} MB are read",
        limit >> 20
    );
    problems.push(Problem::new(input.name, message).hint("split it into parts"));
    &input.bytes[..limit]
}
