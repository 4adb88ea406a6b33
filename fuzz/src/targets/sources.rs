//! What a crawl fetches besides pages, through everything that may read it: where it leads, what it
//! says, what another program captured.

use backpedal_crawler::{Answer, Scope, source};
use backpedal_documents::{Given, Input, Media, read};
use backpedal_model::{Interval, Origin, Snapshot, SourceKind};
use backpedal_store::read_warc;
use jiff::Timestamp;

const URL: &str = "https://gazette.example/halyard";

const KINDS: [SourceKind; 15] = [
    SourceKind::Page,
    SourceKind::Text,
    SourceKind::Posts,
    SourceKind::Incidents,
    SourceKind::Feed,
    SourceKind::Sitemap,
    SourceKind::Statuspage,
    SourceKind::HackerNews,
    SourceKind::Mastodon,
    SourceKind::Bluesky,
    SourceKind::X,
    SourceKind::MailingList,
    SourceKind::Memento,
    SourceKind::Warc,
    SourceKind::Linked,
];

const MEDIA: [Media; 5] = [
    Media::Text,
    Media::Posts,
    Media::Mail,
    Media::Feed,
    Media::Incidents,
];

/// Puts a file through every kind of source, every reader but that of pages, and the reader of
/// captures of others.
pub(super) fn all(bytes: &[u8]) {
    let snapshot = Snapshot::new(Origin::Url(URL.to_owned()), Timestamp::UNIX_EPOCH, bytes);
    for scope in [Scope::default(), near()] {
        let answer = Answer {
            snapshot: &snapshot,
            base: URL,
            body: bytes,
            most: 50,
            scope: &scope,
        };
        for kind in KINDS {
            let found = source(kind).look(&answer);
            // Nothing may send the crawl to what is no address of the web.
            let web = |url: &str| url.starts_with("http://") || url.starts_with("https://");
            assert!(found.value.iter().all(|lead| web(&lead.url)), "{kind:?}");
        }
    }
    for media in MEDIA {
        texts(bytes, media);
    }
    read_warc("file", bytes, |_| {});
}

/// A scope with a window, which leads to further pages.
fn near() -> Scope {
    Scope {
        near: Some(Interval::new(Timestamp::UNIX_EPOCH, Timestamp::MAX)),
        follow: true,
        ..Scope::default()
    }
}

/// The spans of what is read lie in its text.
fn texts(bytes: &[u8], media: Media) {
    let found = read(&Input {
        name: "file",
        bytes,
        media,
        content_type: None,
        url: Some(URL),
        snapshot: None,
        given: Given::default(),
    });
    for document in found.value {
        let end = document.text.chars().count();
        assert!(document.parts.iter().all(|part| part.span.end <= end));
        assert!(document.blocks.iter().all(|block| block.span.end <= end));
    }
}
