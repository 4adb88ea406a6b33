//! Regions: whose voice each stretch of a document is; and the paragraphs in them.

use std::ops::Range;

use backpedal_model::{BlockKind, Document, DocumentKind, PartRole, PublishedDate, Speaker, Voice};

use crate::text::{Text, trim};

/// A stretch of one voice.
#[derive(Clone, Debug)]
pub(crate) struct Region {
    /// Where it stands.
    pub(crate) range: Range<usize>,
    /// What it is.
    pub(crate) role: PartRole,
    /// Who speaks in it: nothing for an article's author.
    pub(crate) speaker: Speaker,
    /// How what is said without quotation marks counts.
    pub(crate) voice: Voice,
    /// Its own time stamp.
    pub(crate) at: Option<PublishedDate>,
}

/// A paragraph, heading or list item.
#[derive(Clone, Debug)]
pub(crate) struct Paragraph {
    /// Where it stands.
    pub(crate) range: Range<usize>,
    /// The region that it belongs to.
    pub(crate) region: usize,
    /// Its form.
    pub(crate) kind: BlockKind,
}

/// The regions of a document that may hold claims or names, in order.
pub(crate) fn regions(document: &Document, text: &Text, company: Option<&str>) -> Vec<Region> {
    let own = Speaker {
        org: company.map(str::to_owned),
        ..Speaker::default()
    };
    if document.parts.is_empty() {
        return vec![undivided(document, text, own, company)];
    }
    let skipped = |role| matches!(role, PartRole::Byline | PartRole::Boilerplate);
    let parts = document.parts.iter().filter(|part| !skipped(part.role));
    parts
        .map(|part| {
            let (speaker, voice) = match part.role {
                PartRole::Comment => {
                    let name = part.author.clone().or_else(|| part.handle.clone());
                    let org = part.org.clone();
                    (
                        Speaker {
                            name,
                            org,
                            ..Speaker::default()
                        },
                        Voice::Own,
                    )
                }
                PartRole::Post => {
                    let org = part.org.as_deref();
                    (
                        poster(part.author.as_deref(), part.handle.as_deref(), org),
                        Voice::Direct,
                    )
                }
                PartRole::Quoted => {
                    let (name, org) = (part.author.clone(), part.org.clone());
                    (
                        Speaker {
                            name,
                            org,
                            ..Speaker::default()
                        },
                        Voice::Direct,
                    )
                }
                _ => (own.clone(), Voice::Own),
            };
            Region {
                range: text.range(part.span),
                role: part.role,
                speaker,
                voice,
                at: part.at.clone(),
            }
        })
        .collect()
}

/// The one region of a document without parts.
fn undivided(document: &Document, text: &Text, own: Speaker, company: Option<&str>) -> Region {
    let (role, voice, speaker) = match document.kind {
        DocumentKind::Comment => {
            let name = document.author.clone().or_else(|| document.handle.clone());
            (PartRole::Comment, Voice::Own, Speaker { name, ..own })
        }
        DocumentKind::Post => {
            let (author, handle) = (document.author.as_deref(), document.handle.as_deref());
            (
                PartRole::Post,
                Voice::Direct,
                poster(author, handle, company),
            )
        }
        _ => (PartRole::Body, Voice::Own, own),
    };
    Region {
        range: 0..text.norm.len(),
        role,
        speaker,
        voice,
        at: document.published.clone(),
    }
}

/// An account speaks for an organisation, or for a person, who is then named by the account;
/// whoever writes with a role or an employer is named by name.
fn poster(author: Option<&str>, handle: Option<&str>, org: Option<&str>) -> Speaker {
    let bare = handle.map(|handle| {
        let name = handle.trim_start_matches('@');
        name.split('.').next().unwrap_or(name).to_owned()
    });
    let person = |name: Option<String>| Speaker {
        name,
        org: org.map(str::to_owned),
        ..Speaker::default()
    };
    let Some(author) = author else {
        return person(bare);
    };
    if org.is_some() || bare.is_none() {
        return person(Some(author.to_owned()));
    }
    if speaks_for_many(author, bare.as_deref().unwrap_or_default()) {
        return Speaker {
            org: Some(desk_free(author).to_owned()),
            ..Speaker::default()
        };
    }
    person(bare)
}

/// Words that accounts of organisations put behind their name.
const DESKS: &[&str] = &[
    "support", "help", "care", "status", "noc", "ops", "hq", "official", "business", "service",
    "services", "news", "press", "team", "cares", "net", "uk", "us", "ie", "ca", "au", "inc",
    "biz", "desk", "alerts", "updates",
];

/// "Alder Support" is Alder.
fn desk_free(author: &str) -> &str {
    match author.rsplit_once(' ') {
        Some((name, last)) if DESKS.contains(&last.to_lowercase().as_str()) => name,
        _ => author,
    }
}

/// Whether the name and the account look like an organisation's.
fn speaks_for_many(author: &str, handle: &str) -> bool {
    let key = |text: &str| -> String {
        let letters = text.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    let (name, handle) = (key(author), key(handle));
    let last = author.split_whitespace().last().unwrap_or_default();
    let words = author.split_whitespace().count();
    let desk = |word: &str| DESKS.contains(&word);
    let tail = handle.strip_prefix(&name);
    words > 3
        || desk(&last.to_lowercase())
        || crate::structure::is_org_word(last)
        || tail.is_some_and(|tail| tail.is_empty() || desk(tail))
}

/// The paragraphs of all regions. Without blocks, blank lines part them.
pub(crate) fn paragraphs(document: &Document, text: &Text, regions: &[Region]) -> Vec<Paragraph> {
    let blocks: Vec<(BlockKind, Range<usize>)> = if document.blocks.is_empty() {
        by_blank_lines(&document.text, text)
    } else {
        let blocks = document.blocks.iter();
        blocks
            .map(|block| (block.kind, text.range(block.span)))
            .collect()
    };
    let mut found = Vec::new();
    let mut first = 0;
    for (kind, range) in blocks {
        while first < regions.len() && regions[first].range.end <= range.start {
            first += 1;
        }
        for (number, region) in regions.iter().enumerate().skip(first) {
            if region.range.start >= range.end {
                break;
            }
            let both = range.start.max(region.range.start)..range.end.min(region.range.end);
            let both = trim(&text.norm, both, &[]);
            if !both.is_empty() {
                found.push(Paragraph {
                    range: both,
                    region: number,
                    kind,
                });
            }
        }
    }
    found
}

fn by_blank_lines(original: &str, text: &Text) -> Vec<(BlockKind, Range<usize>)> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut character = 0;
    for line in original.split_inclusive('\n') {
        let end = character + line.chars().count();
        if line.trim().is_empty() {
            found.push((start, character));
            start = end;
        }
        character = end;
    }
    found.push((start, character));
    let spans = found.into_iter().filter(|(a, b)| a < b);
    spans
        .map(|(a, b)| {
            (
                BlockKind::Paragraph,
                text.range(backpedal_model::Span::new(a, b)),
            )
        })
        .collect()
}
