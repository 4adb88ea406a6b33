//! What a post shares with the post that it answers.

use std::collections::HashSet;

use super::{
    collect::Values,
    lexicon::{LEXICON, plain},
    own::{Text, capped, share},
    words::{Kind, Word},
};

/// Groups whose words carry no topic.
const FUNCTION: [&str; 7] = [
    "auxiliary",
    "wh_word",
    "second_person",
    "first_person",
    "third_person",
    "pointing",
    "contrast",
];
/// So many words behind a negation are held to be negated.
const SCOPE: usize = 4;
/// Words alike in so many letters are forms of one word.
const STEM: usize = 5;

/// Compares a post with one that it answers.
pub(super) fn compare(reply: &Text<'_>, other: &Text<'_>, of: &str, out: &mut Values) {
    let (own, theirs) = (stems(&reply.words), stems(&other.words));
    let shared = own.intersection(&theirs).count();
    out.put(&[of, "shared"], capped(shared, 5));
    out.put(&[of, "shared of own"], share(shared, own.len()));
    out.put(&[of, "shared of theirs"], share(shared, theirs.len()));
    let negated: HashSet<&str> = reply
        .hits
        .iter()
        .filter(|hit| hit.group == "negation")
        .flat_map(|hit| {
            let end = reply.words.len().min(hit.at + hit.length + SCOPE);
            stems(&reply.words[hit.at + hit.length..end])
        })
        .collect();
    out.flag(&[of, "negates shared"], !negated.is_disjoint(&theirs));
    let (mine, yours) = (numbers(&reply.words), numbers(&other.words));
    let other_numbers = !yours.is_empty() && mine.difference(&yours).next().is_some();
    out.flag(&[of, "other number"], other_numbers);
    out.flag(&[of, "same number"], !mine.is_disjoint(&yours));
    let differ = |group| (reply.count(group) > 0) != (other.count(group) > 0);
    out.flag(&[of, "one negates"], differ("negation"));
    out.flag(
        &[of, "both ask"],
        reply.marks('?') > 0 && other.marks('?') > 0,
    );
}

/// The topic words of a text, by their first letters.
fn stems(words: &[Word]) -> HashSet<&str> {
    let topics = words.iter().filter(|word| {
        let spoken = matches!(word.kind, Kind::Word | Kind::Hashtag);
        spoken && plain(word).len() > 2
    });
    topics
        .map(plain)
        .filter(|word| !FUNCTION.iter().any(|group| LEXICON.holds(group, word)))
        .map(|word| {
            word.char_indices()
                .nth(STEM)
                .map_or(word, |(end, _)| &word[..end])
        })
        .collect()
}

/// The numbers of a text.
fn numbers(words: &[Word]) -> HashSet<&str> {
    let numbers = words.iter().filter(|word| word.kind == Kind::Number);
    numbers.map(|word| word.text.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stance::collect::hash;

    fn check(reply: &str, source: &str, name: &str) -> bool {
        let mut values = Values::default();
        compare(&Text::new(reply), &Text::new(source), "p", &mut values);
        values
            .into_vec()
            .iter()
            .any(|(key, value)| *key == hash(&["p", name]) && *value > 0.0)
    }

    #[test]
    fn negation_over_shared_words() {
        let source = "Power failure stops all 3 trains";
        assert!(check(
            "there is no failure of power here",
            source,
            "negates shared"
        ));
        assert!(!check(
            "not even I can tell why it is that trains matter",
            source,
            "negates shared"
        ));
        assert!(!check(
            "no idea, trains are fun",
            "The cable is cut",
            "negates shared"
        ));
        assert!(check("only 2 trains", source, "other number"));
        assert!(check("3 trains", source, "same number"));
    }
}
