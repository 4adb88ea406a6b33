//! Plain text into one document. The text is kept unchanged, so that every offset is an offset of
//! the file; what the lines mean (byline, comment, post, status update, mail quote) becomes parts.

/// A pattern of this folder, built when it is first used.
macro_rules! regex {
    ($name:ident, $text:expr) => {
        static $name: std::sync::LazyLock<regex::Regex> = std::sync::LazyLock::new(|| {
            #[allow(clippy::expect_used)] // constants of this folder, all used by its tests
            regex::Regex::new(&$crate::plain::latin::latin($text))
                .expect("a pattern of this folder")
        });
    };
}

mod dates;
mod genre;
mod head;
mod heads;
mod latin;
mod lines;
mod threads;
pub(crate) mod voice;

use backpedal_model::{
    Block, DateSource, Document, Moment, Parsed, Part, PartyId, Problem, PublishedDate, TextIndex,
    Zone,
};

/// Reads one plain text. `published`, `publisher` and `voice_of` are what the caller knows; they
/// win over the text. `zone` is the IANA name in which times without a zone are read.
pub(crate) fn read(
    name: &str,
    text: &str,
    published: Option<Moment>,
    publisher: Option<&str>,
    voice_of: Option<&PartyId>,
    zone: &str,
) -> Parsed<Document> {
    let lines = lines::split(text);
    let genre = genre::genre(&lines);
    let head = head::read(&lines, genre);
    let date = match published {
        Some(at) => Some(PublishedDate {
            zone: zone_of(&at, zone),
            at,
            source: DateSource::Given,
        }),
        None => head.published.as_ref().map(|found| PublishedDate {
            at: found.moment,
            zone: found
                .zone
                .clone()
                .unwrap_or_else(|| zone_of(&found.moment, zone)),
            source: DateSource::Text,
        }),
    };
    let day = date.as_ref().map(|date| date.at.date());
    let stretches = threads::parts(&lines, genre, &head, day, zone);
    let voice = voice::detect(&lines, genre, &head);
    let mut document = Document::new(name, voice.kind, text);
    document.title = head.title.clone();
    document.author = head.author.clone();
    document.publisher = publisher.map(str::to_owned).or(voice.publisher);
    document.voice_of = voice_of.cloned();
    document.published = date;
    document.language = Some("en".to_owned());
    let index = TextIndex::new(text);
    document.blocks = blocks(&lines, &stretches, &index);
    document.parts = stretches
        .into_iter()
        .map(|stretch| Part {
            role: stretch.role,
            span: index.span(stretch.range),
            author: stretch.author,
            handle: stretch.handle,
            org: stretch.org,
            at: stretch.at,
        })
        .collect();
    let mut parsed = Parsed::clean(document);
    if text.trim().is_empty() {
        let problem = Problem::new(name, "the text is empty");
        parsed
            .problems
            .push(problem.hint("check that the file was saved with its content"));
    }
    parsed
}

/// The zone of a moment: its own offset, or the zone in which it was read.
fn zone_of(moment: &Moment, zone: &str) -> Zone {
    match moment.offset() {
        Some(offset) if offset.is_zero() => Zone::Utc,
        Some(offset) => Zone::Offset(offset.seconds()),
        None => Zone::Assumed(zone.to_owned()),
    }
}

/// The blocks of all stretches that are read for claims or titles.
fn blocks(
    lines: &[lines::Line<'_>],
    stretches: &[threads::Stretch],
    index: &TextIndex,
) -> Vec<Block> {
    let found = lines::blocks(lines, stretches);
    found
        .into_iter()
        .map(|(kind, range)| Block {
            kind,
            span: index.span(range),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use backpedal_model::{DocumentKind, PartRole};

    use super::*;

    fn document(text: &str) -> Document {
        read("a", text, None, None, None, "UTC").value
    }

    fn part_texts(document: &Document, role: PartRole) -> Vec<(String, Option<String>)> {
        let index = TextIndex::new(&document.text);
        let of = |part: &Part| index.slice(&document.text, part.span).trim().to_owned();
        let parts = document.parts.iter().filter(|part| part.role == role);
        parts.map(|part| (of(part), part.author.clone())).collect()
    }

    #[test]
    fn an_article_has_title_byline_date_and_body() {
        let doc = document(
            "Alder goes dark\n\nBy Jo Finch, The Wire — Thursday, March 10, 2011\n\nAlder was down.",
        );
        assert_eq!(doc.kind, DocumentKind::Article);
        assert_eq!(doc.title.as_deref(), Some("Alder goes dark"));
        assert_eq!(doc.author.as_deref(), Some("Jo Finch"));
        let date = doc.published.clone().map(|date| date.at.to_string());
        assert_eq!(date.as_deref(), Some("2011-03-10"));
        assert_eq!(part_texts(&doc, PartRole::Body)[0].0, "Alder was down.");
    }

    #[test]
    fn a_company_signs_its_reason_for_outage_under_the_title() {
        let text = "Reason for outage RF-7\nFernhill Hosting, Oslo site\nIssued: 9 July 2020\n\n\
                    At 14:06 routers stopped forwarding.";
        let doc = document(text);
        assert_eq!(doc.kind, DocumentKind::Statement);
        assert_eq!(doc.publisher.as_deref(), Some("Fernhill Hosting"));
        let sentence = "Reason for outage is unknown\n\nFernhill went down. Nobody knows why.";
        assert_eq!(document(sentence).kind, DocumentKind::Article);
    }

    #[test]
    fn posts_stand_under_account_and_time_however_these_are_parted() {
        for head in ["@jo · 19:22", "Jo Finch (@jo), 7:22 pm", "@jo | 19:22 GMT"] {
            let doc = document(&format!(
                "Posts, 5 March 2018\n\n{head}\nIt is down\n\n{head}\nUp"
            ));
            assert_eq!(doc.kind, DocumentKind::Post, "{head}");
            let post = doc.parts.iter().find(|part| part.role == PartRole::Post);
            let post = post.unwrap_or_else(|| panic!("no post under {head:?}"));
            assert_eq!(post.handle.as_deref(), Some("@jo"));
            let at = post.at.as_ref().map(|date| date.at.to_string());
            assert!(
                at.is_some_and(|at| at.starts_with("2018-03-05T19:22")),
                "{head}"
            );
        }
        assert_eq!(
            document("Title\n\nCall @jo at 19:22\n\nAsk @jo at 19:30").kind,
            DocumentKind::Article
        );
    }

    #[test]
    fn comments_belong_to_their_commenters() {
        let doc = document(
            "Title of it\n\n2 comments\n\nBody text here.\n\nAbout the Author\n\nJo writes.\n\n2 Comments\n\n  \
             1. finchling\n\n    They were down.\n\n  2. Pat\n\n    @finchling I see.",
        );
        assert_eq!(
            part_texts(&doc, PartRole::Comment),
            [
                ("They were down.".to_owned(), Some("finchling".to_owned())),
                ("@finchling I see.".to_owned(), Some("Pat".to_owned())),
            ]
        );
        assert!(
            part_texts(&doc, PartRole::Boilerplate)[0]
                .0
                .contains("Jo writes")
        );
        assert_eq!(part_texts(&doc, PartRole::Body)[0].0, "Body text here.");
    }

    #[test]
    fn posts_updates_and_mail_quotes_are_parts() {
        let posts = document(
            "Posts of the day\n5 May 2014. All times are UTC+1.\n\nAlder (@alder) 02:18\nWe are down.\n\n@bo 03:02\nme too\n\n\
             Ann Oak, CTO of Alder (@oak) 03:40\nFixed.",
        );
        let found = part_texts(&posts, PartRole::Post);
        assert_eq!(found.len(), 3);
        assert_eq!(found[2].1.as_deref(), Some("Ann Oak"));
        assert_eq!(
            posts.parts.last().and_then(|p| p.org.clone()).as_deref(),
            Some("Alder")
        );
        let at = posts
            .parts
            .last()
            .and_then(|p| p.at.clone())
            .map(|at| at.at.to_string());
        assert_eq!(at.as_deref(), Some("2014-05-05T03:40+01:00"));

        let status = document(
            "Alder Status\n\nSync slow\n\n30 Aug 2021, 06:12 UTC | Investigating\nSync is slow.\n\n\
             30 Aug 2021, 07:12 UTC | Resolved\nIt is over.",
        );
        assert_eq!(status.kind, DocumentKind::Status);
        assert_eq!(status.publisher.as_deref(), Some("Alder"));
        assert_eq!(part_texts(&status, PartRole::Update).len(), 2);

        let mail = document(
            "[outages] Alder?\n\nFrom: Jo Finch\nDate: Thu, 19 Feb 2015 09:12:44 -0500\n\n\
             On 2/19/15 8:40 AM, Bo Rook (Meadow) wrote:\n> Alder is down.\n> Anyone?\n\nYes, it is.\n\n-- \nJo",
        );
        assert_eq!(mail.kind, DocumentKind::Discussion);
        let quoted = part_texts(&mail, PartRole::Quoted);
        assert_eq!(quoted[0].1.as_deref(), Some("Bo Rook"));
        assert_eq!(part_texts(&mail, PartRole::Body)[0].0, "Yes, it is.");
    }

    #[test]
    fn what_the_caller_knows_wins_over_the_text() {
        let given = "2011-03-09".parse().ok();
        let doc = read(
            "a",
            "T\n\nPublished 2022-07-04 by Alder.\n\nx",
            given,
            Some("Wire"),
            None,
            "UTC",
        );
        assert_eq!(
            doc.value.published.map(|date| date.source),
            Some(DateSource::Given)
        );
        assert_eq!(doc.value.publisher.as_deref(), Some("Wire"));
        assert_eq!(document("").parts.len(), 0);
    }
}
