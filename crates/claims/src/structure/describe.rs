//! What texts say of names: abbreviations in brackets, nouns that describe, newspapers.

use std::{collections::BTreeMap, sync::LazyLock};

use regex::Regex;

use super::{
    classify::{is_org_word, window},
    names::{Candidate, EntityKind, Names},
};
use crate::{lexicon::pattern, text::Text};

/// Words in the names of newspapers, agencies and magazines.
const OUTLETS: &[&str] = &[
    "times",
    "post",
    "news",
    "gazette",
    "courier",
    "herald",
    "tribune",
    "journal",
    "chronicle",
    "dispatch",
    "wire",
    "magazine",
    "daily",
    "weekly",
    "press",
    "bulletin",
    "observer",
    "telegraph",
    "examiner",
    "inquirer",
    "sentinel",
    "reuters",
    "bloomberg",
];

/// "Alder Networks (ALN)": the abbreviation and what it stands for.
pub(super) fn abbreviations(text: &Text, found: &[Candidate]) -> BTreeMap<String, String> {
    let pairs = found.windows(2).filter_map(|pair| {
        let [long, short] = pair else { return None };
        let gap = text.norm.get(long.range.end..short.range.start)?;
        let capitals =
            short.text.len() > 1 && short.text.chars().all(|c| c.is_uppercase() || c == '&');
        let closed = text.norm.get(short.range.end..)?.starts_with(')');
        (gap == " (" && closed && capitals).then(|| (short.text.clone(), long.text.clone()))
    });
    pairs.collect()
}

/// Notes what organisations are called: "Alder, the state-controlled carrier".
pub(super) fn describe(text: &Text, names: &mut Names) {
    static NOUN: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            "^,? (?:which is |is )?(?:the|a|an) (?:[\\w'-]+ ){0,3}?(?P<noun>company|carrier|firm|provider|operator|lender|bank|board|group|cooperative|co-op|utility|host|exchange|agency|regulator|ministry|bakery|monitor|service|maker|cable|incumbent)\\b",
        )
    });
    for mention in &names.mentions {
        let after = window(&text.low, mention.range.end, false);
        let entity = &mut names.entities[mention.entity];
        if let Some(found) = NOUN
            .captures(after)
            .filter(|_| entity.kind != EntityKind::Person)
        {
            entity.nouns.insert(found["noun"].to_owned());
        }
    }
    static TOLD: LazyLock<Regex> = LazyLock::new(|| {
        pattern("\\b(?:told|tells|telling) (?:the |[\\w ]{1,30} and (?:the )?)?$")
    });
    for mention in &names.mentions {
        let before = window(&text.low, mention.range.start, true);
        let entity = &mut names.entities[mention.entity];
        let words = entity.name.split(' ');
        let paper = words
            .map(str::to_lowercase)
            .any(|word| OUTLETS.contains(&word.as_str()));
        entity.outlet |= paper || TOLD.is_match(before) && entity.count < 3;
    }
    for entity in &mut names.entities {
        let last = entity.name.split(' ').map(str::to_lowercase);
        entity.nouns.extend(last.filter(|word| is_org_word(word)));
    }
}
