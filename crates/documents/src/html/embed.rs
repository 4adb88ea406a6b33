//! Posts of social networks that a page embeds: whose they are, and when they were written.
//!
//! The embed codes of the networks end with a line of the form "— Name (@handle) July 4, 2022", so
//! that the post can be read where their scripts do not run.

use backpedal_model::DateSource;

use super::blocks::Raw;
use crate::{draft::Voice, when::Reader};

/// Who speaks in the lines of one embedded post.
pub(crate) fn voice(lines: &[Raw], reader: Reader<'_>) -> Voice {
    let signed = lines.iter().rev().find_map(|raw| signature(&raw.text));
    let Some((name, handle, rest)) = signed else {
        return Voice::default();
    };
    Voice {
        author: (!name.is_empty()).then(|| name.to_owned()),
        handle: Some(handle.to_owned()),
        at: reader.find(rest, DateSource::Post),
    }
}

/// Name, handle and what follows, of the last line of a post.
fn signature(text: &str) -> Option<(&str, &str, &str)> {
    let (_, line) = text.rsplit_once(['—', '–'])?;
    let (name, rest) = line.split_once('(')?;
    let (handle, rest) = rest.split_once(')')?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-' | '@');
    let fits = handle.len() > 1 && handle.starts_with('@') && handle.chars().all(plain);
    fits.then(|| (name.trim(), handle, rest.trim()))
}

#[cfg(test)]
mod tests {
    use backpedal_model::BlockKind;

    use super::*;

    fn of(lines: &[&str]) -> String {
        let lines: Vec<Raw> = lines
            .iter()
            .map(|l| Raw::plain(BlockKind::Post, *l))
            .collect();
        let voice = voice(&lines, Reader::default());
        let at = voice.at.map_or_else(String::new, |at| at.at.to_string());
        format!(
            "{}|{}|{at}",
            voice.author.unwrap_or_default(),
            voice.handle.unwrap_or_default()
        )
    }

    #[test]
    fn the_last_line_names_the_account() {
        assert_eq!(
            of(&["We are back.", "— Halyard Status (@halyard) July 4, 2022"]),
            "Halyard Status|@halyard|2022-07-04"
        );
        assert_eq!(
            of(&["Up — mostly. — Bo (@bo.example.com) 4 July 2022"]),
            "Bo|@bo.example.com|2022-07-04"
        );
        for other in [
            "We are back — sort of (see below).",
            "Thanks (@bo)",
            "A post shared by Halyard",
        ] {
            assert_eq!(of(&[other]), "||", "{other}");
        }
    }
}
