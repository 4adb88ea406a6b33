//! Names among the words that differ: what the reader of English tags as a proper noun, or what
//! bears a capital within a sentence.

use std::collections::BTreeSet;

use backpedal_language::{Depth, Stretch, read};

use crate::reading::Reading;

/// In how many sentences names are looked for; reading takes milliseconds each. Our choice.
const SENTENCES: usize = 60;

/// The numbers of the words that are names, in the sentences given.
pub(crate) fn names(reading: &Reading, sentences: &BTreeSet<usize>) -> BTreeSet<usize> {
    let chosen: Vec<usize> = sentences.iter().copied().take(SENTENCES).collect();
    let stretch = |number: &usize| {
        let words = reading.sentences.get(*number)?;
        let first = reading.words.get(words.start)?;
        let last = reading.words.get(words.end.checked_sub(1)?)?;
        Some(Stretch {
            range: first.at.start..last.at.end,
            opens: false,
        })
    };
    let stretches: Vec<Stretch> = chosen.iter().filter_map(stretch).collect();
    let parsed = read(&reading.clean.text, &stretches, Depth::Trees);
    let proper: BTreeSet<usize> = parsed
        .words
        .iter()
        .filter(|word| word.upos == "PROPN")
        .map(|word| word.range.start)
        .collect();
    let mut found = BTreeSet::new();
    for words in chosen
        .iter()
        .filter_map(|number| reading.sentences.get(*number))
    {
        let titled = reading.is_titled(words);
        for at in words.clone().filter(|at| reading.is_capital(*at)) {
            let word = &reading.words[at];
            let known = reading.capitals.contains(&word.norm);
            let within = at > words.start && !titled;
            if known || within || (!titled && proper.contains(&word.at.start)) {
                found.insert(at);
            }
        }
    }
    found
}
