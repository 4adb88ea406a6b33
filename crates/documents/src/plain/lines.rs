//! Lines with their places, and the blocks that they form.

use std::ops::Range;

use backpedal_model::{BlockKind, PartRole};

use super::threads::Stretch;

/// One line without its end.
#[derive(Clone, Debug)]
pub(super) struct Line<'a> {
    /// Where it stands, in bytes.
    pub(super) range: Range<usize>,
    /// The line.
    pub(super) text: &'a str,
}

impl Line<'_> {
    /// Whether nothing but white space is in it.
    pub(super) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// How many spaces stand before the first word.
    pub(super) fn indent(&self) -> usize {
        self.text.len() - self.text.trim_start().len()
    }
}

/// All lines of a text.
pub(super) fn split(text: &str) -> Vec<Line<'_>> {
    let mut at = 0;
    text.split('\n')
        .map(|line| {
            let start = at;
            at += line.len() + 1;
            let text = line.strip_suffix('\r').unwrap_or(line);
            Line {
                range: start..start + text.len(),
                text,
            }
        })
        .collect()
}

/// Lines of hard-wrapped text lie between these lengths; RFC 3676 (policy for the lower bound).
const WRAPPED: Range<usize> = 40..81;

/// Blocks: a paragraph each, wrapped lines joined; list items and headings alone.
pub(super) fn blocks(lines: &[Line<'_>], stretches: &[Stretch]) -> Vec<(BlockKind, Range<usize>)> {
    let mut found: Vec<(BlockKind, Range<usize>)> = Vec::new();
    let mut at = 0;
    for stretch in stretches {
        if stretch.role == PartRole::Boilerplate {
            continue;
        }
        while at < lines.len() && lines[at].range.end < stretch.range.start {
            at += 1;
        }
        let first = found.len();
        let mut open = false;
        let (mut last_len, mut last_ends) = (0, false);
        while at < lines.len() && lines[at].range.start < stretch.range.end {
            let line = &lines[at];
            at += 1;
            let bare = line.text.trim_start_matches(['>', ' ', '\t']);
            if bare.trim().is_empty() {
                open = false;
                continue;
            }
            let start = line.range.start.max(stretch.range.start);
            let range = start..line.range.end.min(stretch.range.end);
            // A wrapped line that happens to begin with a number is no item.
            let runs_on = open && WRAPPED.contains(&last_len) && !last_ends;
            let item = is_item(bare) && !runs_on;
            let joins = open && !item && WRAPPED.contains(&last_len) && found.len() > first;
            match found.last_mut() {
                Some(block) if joins => {
                    block.1.end = range.end;
                    if block.0 == BlockKind::Heading {
                        block.0 = BlockKind::Paragraph;
                    }
                }
                _ => found.push((kind_of(stretch.role, bare, item), range)),
            }
            open = true;
            last_len = line.text.trim_end().len();
            last_ends = line.text.trim_end().ends_with(['.', '!', '?', ':', ';']);
        }
        at = at.saturating_sub(1);
    }
    found
}

fn kind_of(role: PartRole, bare: &str, item: bool) -> BlockKind {
    let short = bare.len() < 90
        && !bare
            .trim_end()
            .ends_with(['.', '!', '?', ':', '"', '”', ',']);
    match role {
        PartRole::Title => BlockKind::Heading,
        PartRole::Quoted => BlockKind::Quote,
        _ if item => BlockKind::ListItem,
        PartRole::Body if short && !bare.contains(", ") => BlockKind::Heading,
        _ => BlockKind::Paragraph,
    }
}

/// Bullets, numbers and timeline entries.
fn is_item(bare: &str) -> bool {
    let bytes = bare.as_bytes();
    let digits = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    let after = bytes.get(digits).copied();
    let clock = (1..=2).contains(&digits)
        && after == Some(b':')
        && bytes.get(digits + 1).is_some_and(u8::is_ascii_digit);
    let numbered = (1..=2).contains(&digits)
        && matches!(after, Some(b'.' | b')'))
        && bytes.get(digits + 1) == Some(&b' ');
    clock
        || numbered
        || ["• ", "* ", "- ", "· "]
            .iter()
            .any(|mark| bare.starts_with(mark))
}
