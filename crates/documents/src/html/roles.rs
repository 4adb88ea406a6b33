//! Whose voice each block of the main text is: the author's, a byline, or furniture.

use backpedal_model::{BlockKind, PartRole};

use super::{blocks::Raw, furniture, meta::fold};
use crate::when::Words;

/// So many blocks at the start can be title, standfirst, byline and date.
const HEAD: usize = 6;

/// How lines of dates start.
const DATED: [&str; 14] = [
    "publi",
    "posted",
    "updated",
    "last updated",
    "last modified",
    "first published",
    "original",
    "aktualisiert",
    "veröffentlicht",
    "stand:",
    "uppdaterad",
    "actualizado",
    "aggiornato",
    "mis à jour",
];

/// The role of every block; `None` for the title printed again.
///
/// `titles` are all that the page calls itself.
pub(crate) fn of(blocks: &[Raw], titles: &[String], author: Option<&str>) -> Vec<Option<PartRole>> {
    let titles: Vec<String> = titles.iter().map(|title| fold(title)).collect();
    let names: Vec<String> = author
        .into_iter()
        .flat_map(|a| a.split(", "))
        .map(str::to_owned)
        .collect();
    let furniture = furniture::mark(blocks, &names);
    let names: Vec<String> = names.iter().map(|name| fold(name)).collect();
    let mut body = false;
    let role = |(at, (raw, furniture)): (usize, (&Raw, bool))| {
        let length = raw.text.chars().count();
        if raw.kind == BlockKind::Post {
            return Some(PartRole::Post);
        }
        if is_correction(&raw.text) {
            return Some(PartRole::Body);
        }
        if at < HEAD && !body && is_title(raw, &titles) {
            return None;
        }
        if at < HEAD && is_byline(raw, length, &names) {
            return Some(PartRole::Byline);
        }
        body |= length > 120;
        Some(if furniture {
            PartRole::Boilerplate
        } else {
            PartRole::Body
        })
    };
    blocks.iter().zip(furniture).enumerate().map(role).collect()
}

/// Whether a line says what the text had wrong before.
pub(crate) fn is_correction(text: &str) -> bool {
    let start: String = text.chars().take(60).collect::<String>().to_lowercase();
    let lines = include_str!("corrections.txt").lines();
    let mut known = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    known.any(|line| start.starts_with(line))
}

/// The headline again, or the part of it before or after a kicker.
fn is_title(raw: &Raw, titles: &[String]) -> bool {
    let line = fold(&raw.text);
    let length = line.chars().count();
    length > 0
        && titles.iter().any(|title| {
            *title == line
                || (raw.kind == BlockKind::Heading && length > 12 && title.contains(&line))
                || (title.chars().count() > 20
                    && line.contains(title.as_str())
                    && length < title.chars().count() + 60)
        })
}

/// A short line of a name, a date, or both, and little else.
fn is_byline(raw: &Raw, length: usize, names: &[String]) -> bool {
    if length > 140 {
        return false;
    }
    let folded = fold(&raw.text);
    let named = names
        .iter()
        .filter(|name| name.len() > 3 && folded.contains(name.as_str()));
    let named: usize = named.map(|name| name.chars().count()).sum();
    let dated = Words::find(&raw.text, Some(true)).map_or(0, |words| words.bytes.len());
    let starts = raw
        .text
        .get(..3)
        .is_some_and(|start| start.eq_ignore_ascii_case("by "));
    // "Published: 12:37 GMT, 21 December 2023 | Updated: 15:26 GMT, 21 December 2023"
    let lower = raw.text.to_lowercase();
    if dated > 0 && DATED.iter().any(|start| lower.starts_with(start)) {
        return true;
    }
    // A sentence that names its author or a day is no byline: it has words left.
    let rest = folded.chars().count().saturating_sub(named + dated);
    (named > 0 && (starts || dated > 0) && rest <= 40)
        || (dated > 0 && rest <= 24)
        || (named > 0 && rest <= 8)
}

#[cfg(test)]
mod tests {
    use backpedal_model::BlockKind;

    use super::*;

    fn roles(lines: &[&str]) -> Vec<Option<PartRole>> {
        let raw = |text: &&str| Raw::plain(BlockKind::Paragraph, *text);
        let blocks: Vec<Raw> = lines.iter().map(raw).collect();
        let titles = ["Pontoon is back".to_owned()];
        of(&blocks, &titles, Some("Ada Quill, Bo Reed"))
    }

    #[test]
    fn corrections_are_told_from_the_word() {
        assert!(is_correction(
            "Correction: an earlier version gave the wrong hour."
        ));
        assert!(is_correction("This article was amended on 5 July 2022."));
        assert!(!is_correction("Corrections to the routes took an hour."));
        assert!(!is_correction("Update: it is back."));
    }

    #[test]
    fn bylines_are_told_from_sentences() {
        use PartRole::{Body, Byline};
        let long = "Pontoon said that its network had been restored after three hours, and that it would \
            tell its customers more about the cause later in the week.";
        assert_eq!(
            roles(&[
                "Pontoon is back!",
                "By Ada Quill, July 4, 2022, 6:40 pm EDT",
                "Ada Quill",
                "Posted on 4 July 2022",
                "On July 4, 2022 Pontoon went dark, and so did its customers.",
                long,
                "Ada Quill asked Pontoon for a comment; it gave none.",
            ]),
            [
                None,
                Some(Byline),
                Some(Byline),
                Some(Byline),
                Some(Body),
                Some(Body),
                Some(Body)
            ]
        );
    }
}
