//! Which of the capitalised sequences are names at all.

use std::collections::BTreeSet;

use backpedal_language::is_rare;

use super::names::Candidate;
use crate::text::Text;

/// Drops single words that only open sentences and are never capitalised elsewhere. Headings
/// capitalise everything, so only names that the running text knows are taken from them.
pub(super) fn supported(text: &Text, found: Vec<Candidate>, known: &[String]) -> Vec<Candidate> {
    let mut inside: BTreeSet<String> = BTreeSet::new();
    inside.extend(known.iter().cloned());
    // A word that opens a heading and a sentence, and is no common one, is a name.
    let opens = |heading: bool| {
        let opening = found
            .iter()
            .filter(move |c| c.initial && c.heading == heading);
        opening.filter_map(|c| c.text.split(' ').next().map(str::to_owned))
    };
    let sentences: BTreeSet<String> = opens(false).collect();
    inside.extend(opens(true).filter(|word| sentences.contains(word)));
    for candidate in found.iter().filter(|c| !c.heading) {
        let single = !candidate.text.contains(' ');
        if candidate.initial && single && !candidate.possessive && !candidate.acts {
            continue;
        }
        inside.extend(candidate.text.split(' ').map(str::to_owned));
    }
    let lower = lower_words(text);
    let mut whole: BTreeSet<String> = BTreeSet::new();
    let (headings, body): (Vec<Candidate>, Vec<Candidate>) =
        found.into_iter().partition(|candidate| candidate.heading);
    let mut kept: Vec<Candidate> = Vec::new();
    for candidate in body {
        let single = !candidate.text.contains(' ');
        let name_like = candidate.text.chars().skip(1).any(char::is_uppercase)
            || candidate.text.contains(|c: char| c.is_numeric());
        let known = candidate.text.split(' ').any(|word| inside.contains(word));
        // "Brokers said …" where the text has brokers elsewhere, too: a common noun.
        let common = candidate.initial
            && single
            && !name_like
            && !known
            && is_common(&lower, &candidate.text);
        if common {
            continue;
        }
        let stands = !candidate.initial || !single || name_like || known || candidate.acts;
        if stands || is_subject(text, &candidate) {
            whole.insert(candidate.text.clone());
            kept.push(candidate);
        }
    }
    for heading in headings {
        kept.extend(in_heading(&heading, &whole));
    }
    kept.sort_by_key(|candidate| {
        (
            candidate.range.start,
            std::cmp::Reverse(candidate.range.end),
        )
    });
    kept.dedup_by(|later, earlier| later.range.start < earlier.range.end);
    kept
}

/// "Halvermoor is single-homed": a word that is in no list of common words and of no common
/// ending, right before a verb in the singular.
fn is_subject(text: &Text, candidate: &Candidate) -> bool {
    const VERBS: &[&str] = &[
        "is", "was", "has", "had", "buys", "uses", "runs", "sells", "peers", "hosts", "serves",
    ];
    const ENDINGS: &[&str] = &[
        "ing", "tion", "sion", "ment", "ness", "ity", "ly", "ed", "ism", "ance", "ence", "ship",
        "age", "er", "ers", "est", "al", "ure", "ware", "time", "work", "body", "thing", "where",
    ];
    let low = candidate.text.to_lowercase();
    let after = text.low.get(candidate.range.end..).unwrap_or_default();
    let next = after
        .strip_prefix(' ')
        .and_then(|rest| rest.split(' ').next());
    next.is_some_and(|next| VERBS.contains(&next))
        && low.len() > 4
        && low.chars().all(char::is_alphabetic)
        && !ENDINGS.iter().any(|end| low.ends_with(end))
        && is_rare(&candidate.text)
}

/// The names of the running text that stand in a heading's sequence.
fn in_heading(heading: &Candidate, whole: &BTreeSet<String>) -> Vec<Candidate> {
    let known = whole.iter().filter_map(|name| {
        let at = word_at(&heading.text, name)?;
        let start = heading.range.start + at;
        Some(Candidate {
            range: start..start + name.len(),
            text: name.clone(),
            initial: heading.initial && at == 0,
            possessive: heading.possessive && at + name.len() == heading.text.len(),
            acts: false,
            heading: true,
            roled: heading.roled,
        })
    });
    known.collect()
}

/// Whether a word that opens a sentence is no name: the text has it in lower case, too, or it is
/// a plural of people.
fn is_common(lower: &BTreeSet<&str>, word: &str) -> bool {
    const PEOPLE: &[&str] = &[
        "ers", "ents", "ants", "ists", "ians", "ees", "people", "men", "women",
    ];
    let low = word.to_lowercase();
    PEOPLE.iter().any(|end| low.ends_with(end)) || lower.contains(low.as_str())
}

/// The words that a text has in lower case, other than in addresses.
fn lower_words(text: &Text) -> BTreeSet<&str> {
    let edge = |c: char| !c.is_alphanumeric();
    let tokens = text.norm.split(' ').map(|token| token.trim_matches(edge));
    let plain = tokens.filter(|token| !token.contains(['.', '@', '/']));
    plain
        .flat_map(|token| token.split(edge))
        .filter(|word| word.starts_with(char::is_lowercase))
        .collect()
}

/// Where `name` stands in `text` as whole words.
fn word_at(text: &str, name: &str) -> Option<usize> {
    let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    text.match_indices(name).map(|(at, _)| at).find(|at| {
        edge(text[..*at].chars().next_back()) && edge(text[at + name.len()..].chars().next())
    })
}
