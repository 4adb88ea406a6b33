//! Where a statement says that it holds: the names after "in", "at", "across".

use crate::{reading::Reading, words};

/// The places that a claim's own words name, in lower case; its parties are no places.
pub(super) fn places(reading: &Reading<'_>) -> Vec<String> {
    let text = reading.claim.quote.text.as_str();
    let raw: Vec<&str> = text.split_whitespace().collect();
    let parties: Vec<String> = reading
        .subjects
        .iter()
        .chain(&reading.objects)
        .flat_map(|name| words::tokens(&name.text))
        .collect();
    let mut places = Vec::new();
    for (at, word) in raw.iter().enumerate() {
        let leads = matches!(
            word.to_lowercase().as_str(),
            "in" | "at" | "across" | "around" | "near" | "of"
        );
        let mut next = at + 1;
        while leads
            && raw
                .get(next)
                .is_some_and(|word| matches!(*word, "the" | "and"))
        {
            next += 1;
        }
        let name = raw.get(next).filter(|_| leads);
        let name = name.filter(|name| name.starts_with(|c: char| c.is_uppercase()));
        let bare = name.and_then(|name| words::tokens(name).into_iter().next());
        let bare = bare.map(|word| word.strip_suffix("'s").unwrap_or(&word).to_owned());
        places.extend(bare.filter(|word| !parties.contains(word) && !is_date(word)));
    }
    places.sort_unstable();
    places.dedup();
    places
}

/// Days and months are written with capitals too.
fn is_date(word: &str) -> bool {
    const STEMS: &[&str] = &[
        "mon", "tue", "wed", "thu", "fri", "sat", "sun", "jan", "feb", "mar", "apr", "may", "jun",
        "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    word.ends_with("day") && STEMS.iter().any(|stem| word.starts_with(stem))
        || [
            "january", "february", "march", "april", "may", "june", "july", "august",
        ]
        .contains(&word)
        || word.ends_with("ember")
        || word == "october"
}

#[cfg(test)]
mod tests {
    use backpedal_model::{ClaimKind::Scope, Polarity};

    use super::*;
    use crate::{testing::Story, world::World};

    fn of(words: &str) -> Vec<String> {
        let mut story = Story::new();
        story.say("Heron", (Scope, Polarity::Affirm), ("Halyard", &[]), words);
        places(&World::new(&story.facts()).readings[0])
    }

    #[test]
    fn names_after_prepositions_are_places() {
        assert_eq!(
            of("300 homes in the Vale and 20 at Ullswick"),
            ["ullswick", "vale"]
        );
    }

    #[test]
    fn parties_days_and_plain_words_are_none() {
        assert!(of("300 of Halyard’s customers in December, of the whole").is_empty());
    }
}
