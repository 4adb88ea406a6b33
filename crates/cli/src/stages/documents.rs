//! Captures into documents.

use backpedal_documents::{Given, Input, Media};
use backpedal_model::{Document, Origin, Parsed, PartyId, Problem, SourceKind, SourceSpec};

use super::{Bench, LoadedCase, capture::Captured, key_of};

/// Reads every capture, in the order of the case's sources.
pub(crate) fn documents(
    bench: &Bench<'_>,
    loaded: &LoadedCase,
    captured: &[Captured],
    problems: &mut Vec<Problem>,
) -> anyhow::Result<Vec<Document>> {
    let mut documents: Vec<Document> = Vec::new();
    for item in captured.iter().filter(|item| !item.is_list) {
        let parsed = read(bench, loaded, item)?;
        for document in named(parsed, item.source.origin.as_str()).drain(problems) {
            // The same post in two exports, the same entry in two feeds, is one document.
            if !documents.iter().any(|known| known.id == document.id) {
                documents.push(document);
            }
        }
    }
    drop_teasers(loaded, captured, &mut documents);
    backpedal_documents::thread(&mut documents);
    Ok(documents)
}

/// Reads one capture.
pub(super) fn read(
    bench: &Bench<'_>,
    loaded: &LoadedCase,
    item: &Captured,
) -> anyhow::Result<Parsed<Vec<Document>>> {
    let voice_of = voice_of(loaded, &item.source);
    let key = key_of(&(&item.snapshot, &item.source, &loaded.case.zone, &voice_of))?;
    let read = || backpedal_documents::read(&input(item, voice_of.as_ref(), &loaded.case.zone));
    bench.staged("documents", backpedal_documents::VERSION, &key, read)
}

/// Problems under the full name of the input, by which a person finds it again.
pub(crate) fn named<T>(mut parsed: Parsed<T>, input: &str) -> Parsed<T> {
    for problem in &mut parsed.problems {
        input.clone_into(&mut problem.input);
    }
    parsed
}

/// Drops the entry of a feed where the page that it leads to is there itself: the entry repeats a
/// part of it, and would count the same statement twice.
fn drop_teasers(loaded: &LoadedCase, captured: &[Captured], documents: &mut Vec<Document>) {
    let is_feed = |document: &Document| {
        let item = captured
            .iter()
            .find(|item| Some(&item.snapshot.id) == document.snapshot.as_ref());
        item.is_some_and(|item| item.source.kind == SourceKind::Feed)
    };
    if !loaded
        .case
        .sources
        .iter()
        .any(|source| source.kind == SourceKind::Feed)
    {
        return;
    }
    let pages: Vec<String> = documents
        .iter()
        .filter(|document| !is_feed(document) && document.parent.is_none())
        .filter_map(|document| document.url.clone())
        .collect();
    documents.retain(|document| {
        !(is_feed(document) && document.url.as_ref().is_some_and(|url| pages.contains(url)))
    });
}

/// Whose own voice a source is: the case says so, or its host is the party's own.
fn voice_of(loaded: &LoadedCase, source: &SourceSpec) -> Option<PartyId> {
    if source.voice_of.is_some() {
        return source.voice_of.clone();
    }
    let Origin::Url(url) = &source.origin else {
        return None;
    };
    let host = url.split("://").nth(1)?.split(['/', '?', '#']).next()?;
    let host = host.rsplit('@').next()?.split(':').next()?;
    loaded.case.parties.resolve_host(host, None).one()
}

fn input<'a>(item: &'a Captured, voice_of: Option<&'a PartyId>, zone: &'a str) -> Input<'a> {
    let source = &item.source;
    Input {
        name: source
            .name
            .as_deref()
            .unwrap_or_else(|| stem(&source.origin)),
        bytes: &item.body,
        media: match source.kind {
            SourceKind::Page | SourceKind::Linked if item.snapshot.via.is_none() => Media::Html,
            SourceKind::Text => Media::Text,
            SourceKind::Posts => Media::Posts,
            SourceKind::Feed => Media::Feed,
            SourceKind::Incidents => Media::Incidents,
            SourceKind::Mastodon | SourceKind::Bluesky | SourceKind::X | SourceKind::HackerNews => {
                Media::Posts
            }
            SourceKind::MailingList => Media::Mail,
            // What an archive or a status page holds, its bytes tell.
            _ => Media::detect(
                source.origin.as_str(),
                item.snapshot.media_type.as_deref(),
                &item.body,
            ),
        },
        content_type: item.snapshot.media_type.as_deref(),
        url: match &source.origin {
            Origin::Url(url) => Some(url),
            Origin::File(_) | Origin::Stdin => None,
        },
        snapshot: Some(&item.snapshot.id),
        given: Given {
            published: source.published,
            publisher: source.publisher.as_deref(),
            voice_of,
            zone,
        },
    }
}

/// The input's name without directory and extension.
pub(crate) fn stem(origin: &Origin) -> &str {
    match origin {
        Origin::Stdin => "stdin",
        Origin::File(path) => {
            let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
            match name.split_once('.') {
                Some((stem, _)) if !stem.is_empty() => stem,
                _ => name,
            }
        }
        Origin::Url(url) => {
            let path = url
                .split(['?', '#'])
                .next()
                .unwrap_or(url)
                .trim_end_matches('/');
            path.rsplit('/')
                .next()
                .filter(|name| !name.is_empty())
                .unwrap_or(url)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_directory_and_extension() {
        let file = |path: &str| Origin::File(path.to_owned());
        assert_eq!(stem(&file("a/article.txt")), "article");
        assert_eq!(stem(&file(".hidden")), ".hidden");
        assert_eq!(
            stem(&Origin::Url("https://a.example/b/story/?x=1".into())),
            "story"
        );
        assert_eq!(stem(&Origin::Stdin), "stdin");
    }
}
