//! Names that could be a text's sender: runs of capitalised words in the head, at the end, and
//! often in the text.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use super::prose::Prose;

/// Words that tell the form of a text or the office in an organisation, never its name.
static NEVER: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("../../../data/form_words.txt").lines();
    lines
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .collect()
});
/// Words that begin the name of an authority before "of".
const OFFICES: &[&str] = &["office", "board", "ministry", "department", "bureau"];
/// Words that may stand inside a name.
const LINKS: &[&str] = &["of", "&", "for", "de", "and"];
/// The longest name, in words, and how many names of the running text are weighed.
const LONGEST: usize = 6;
const OFTEN: usize = 8;

/// All names that could be the sender, without repetition.
pub(super) fn candidates(top: &[&str], end: &[&str], prose: &Prose) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for line in top.iter().chain(end) {
        let long = line.chars().count() > 140;
        if !long {
            for run in line
                .split([
                    '·', '|', '—', '–', ':', '»', '[', ']', '(', ')', '<', '"', ',', '/', '.',
                ])
                .flat_map(|part| part.split(" - "))
                .flat_map(runs)
            {
                found.push(run);
            }
        }
    }
    // The first sentence of a release names its sender.
    if let Some((lead, _)) = prose.lines.iter().find(|(line, _)| line.len() > 140) {
        let cut: String = lead.chars().take(160).collect();
        let parts = cut.split(['.', ',', ';', ':', '(', ')', '—', '–']);
        found.extend(parts.flat_map(|part| part.split(" - ")).flat_map(runs));
    }
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (line, _) in &prose.lines {
        for part in line.split(['.', ',', ';', ':', '(', ')', '—', '–', '?', '!']) {
            // "Oakport and Elm" are two names in running text.
            for run in runs(part).into_iter().filter(|run| !run.contains(" and ")) {
                *counts.entry(run).or_default() += 1;
            }
        }
    }
    let mut often: Vec<(String, usize)> =
        counts.into_iter().filter(|(_, count)| *count > 1).collect();
    often.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    found.extend(often.into_iter().take(OFTEN).map(|(name, _)| name));
    let mut seen: Vec<String> = Vec::new();
    found.retain(|name| {
        let low = name.to_lowercase();
        let fresh = !seen.contains(&low);
        seen.push(low);
        fresh
    });
    found
}

/// The runs of capitalised words in a stretch without marks.
fn runs(part: &str) -> Vec<String> {
    let words: Vec<&str> = part.split_whitespace().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let office = words.get(at + 1) == Some(&"of") && words[at].starts_with(char::is_uppercase);
        let office = office && OFFICES.contains(&bare(words[at]).to_lowercase().as_str());
        if !is_name(words[at]) && !office {
            at += 1;
            continue;
        }
        let first = at;
        let mut last = at;
        while let Some(next) = words.get(last + 1) {
            let possessive = bare(words[last]).len()
                < words[last]
                    .trim_end_matches(|c: char| !c.is_alphanumeric())
                    .len();
            if possessive {
                break;
            }
            if is_name(next) {
                last += 1;
            } else if let Some(over) = over_link(&words, last) {
                last = over;
            } else {
                break;
            }
        }
        if last - first < LONGEST {
            found.push(
                words[first..=last]
                    .iter()
                    .map(|w| if *w == "&" { "&" } else { bare(w) })
                    .collect::<Vec<_>>()
                    .join(" "),
            );
        }
        at = last + 1;
    }
    found
}

/// "Office of the Ombudsman": the next word of the name behind a link.
fn over_link(words: &[&str], last: usize) -> Option<usize> {
    let link = words.get(last + 1).filter(|word| LINKS.contains(word))?;
    let the = *link == "of" && words.get(last + 2) == Some(&"the");
    let next = last + 2 + usize::from(the);
    words.get(next).filter(|word| is_name(word)).map(|_| next)
}

/// A word without marks and without a possessive ending.
fn bare(word: &str) -> &str {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    word.strip_suffix("'s")
        .or_else(|| word.strip_suffix("’s"))
        .unwrap_or(word)
}

fn is_name(word: &str) -> bool {
    let bare = bare(word);
    let capital = bare.chars().next().is_some_and(char::is_uppercase)
        || bare.chars().skip(1).any(char::is_uppercase);
    capital && bare.len() > 1 && !NEVER.contains(bare.to_lowercase().as_str())
}

/// Where a name stands as whole words.
pub(super) fn word_at(text: &str, name: &str) -> Option<usize> {
    let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    text.match_indices(name).map(|(at, _)| at).find(|at| {
        edge(text[..*at].chars().next_back()) && edge(text[at + name.len()..].chars().next())
    })
}

/// Whether a line is nothing but the name and words that tell an office or a form.
pub(super) fn is_alone(line: &str, name: &str) -> bool {
    let low = line.to_lowercase();
    let Some(at) = word_at(&low, name) else {
        return false;
    };
    let rest = format!("{} {}", &low[..at], &low[at + name.len()..]);
    rest.split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .all(|word| NEVER.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_stop_at_marks_forms_and_possessives() {
        assert_eq!(runs("The Alder Networks Blog"), ["Alder Networks"]);
        assert_eq!(
            runs("Office of the Harbour Master wrote to Ann Oak"),
            ["Office of the Harbour Master", "Ann Oak"]
        );
        assert_eq!(runs("Alder's Oak Road site"), ["Alder", "Oak Road"]);
        assert_eq!(runs("Elm & Oak Telephone said"), ["Elm & Oak Telephone"]);
        assert!(runs("we were down on Monday").is_empty());
        assert!(is_alone("ALDER NETWORKS Press Office", "alder networks"));
        assert!(!is_alone("Alder Networks falls over", "alder networks"));
    }
}
