//! Whether a post says of what it answers that it is not so: the short answer, the other number,
//! the opposite state, and to whom a denial speaks.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use super::{
    collect::Values,
    lexicon::{Hit, LEXICON, plain},
    own::{Text, asks, sentences, share},
    words::{Kind, Word},
};

/// The groups of denial, from the surest to the weakest.
const DENIALS: [&str; 7] = [
    "flat_denial",
    "fabrication",
    "reproach",
    "unproven",
    "disbelief",
    "otherwise",
    "lying",
];
/// Those that say by themselves that something is not so.
const FIRM: [&str; 3] = ["flat_denial", "fabrication", "otherwise"];
/// Words of a short answer without a topic of its own.
const BARE: usize = 4;
/// A negation turns what stands so many words behind it.
const TURNED: usize = 3;

/// The sides of the pairs of states: a word, then the pair and the side, from
/// `data/stance/opposites.txt`.
static STATES: LazyLock<HashMap<&'static str, Vec<(usize, usize)>>> = LazyLock::new(|| {
    let mut states: HashMap<_, Vec<_>> = HashMap::new();
    let data = include_str!("../../data/stance/opposites.txt");
    let lines = data.lines().filter(|line| !line.starts_with('#'));
    for (pair, line) in lines.enumerate() {
        for (side, words) in line.split('|').enumerate() {
            for word in words.split(',').map(str::trim) {
                states.entry(word).or_default().push((pair, side));
            }
        }
    }
    states
});

/// The cues of denial of a post that answers another.
pub(super) fn denial(
    text: &Text<'_>,
    source: &Text<'_>,
    parent: Option<&Text<'_>>,
    out: &mut Values,
) {
    let all = sentences(&text.words);
    let place = if parent.is_some() { "deep" } else { "direct" };
    for (number, sentence) in all.iter().enumerate() {
        if asks(sentence) {
            continue;
        }
        let spoken: Vec<Word> = sentence
            .iter()
            .filter(|word| word.spoken())
            .cloned()
            .collect();
        let hits = LEXICON.hits(&spoken);
        stated(&spoken, &hits, number == 0, out);
    }
    if let Some(first) = all.first().filter(|first| !asks(first)) {
        let spoken: Vec<Word> = first.iter().filter(|word| word.spoken()).cloned().collect();
        let short = short_answer(&spoken);
        out.flag(&["short answer"], short);
        out.flag(&["short answer", place], short);
        out.flag(
            &["not first"],
            spoken.first().is_some_and(|word| plain(word) == "not"),
        );
    }
    let firm = FIRM.iter().map(|group| text.count(group)).sum::<usize>();
    let all_kinds = DENIALS.iter().filter(|group| text.count(group) > 0).count();
    out.put(&["denials"], all_kinds as f32);
    out.put(&["denials", place], all_kinds as f32);
    out.flag(&["firm", place], firm > 0);
    for group in DENIALS.iter().chain(&["negation", "insult", "agreement"]) {
        out.flag(&[place, group], text.count(group) > 0);
    }
    against(text, source, "source", out);
    against(text, parent.unwrap_or(source), "parent", out);
    if let Some(parent) = parent {
        let theirs = DENIALS.iter().any(|group| parent.count(group) > 0);
        out.flag(&["both deny"], theirs && all_kinds > 0);
        out.flag(
            &["agrees with denial"],
            theirs && text.count("agreement") > 0,
        );
        out.flag(
            &["answers question"],
            parent.marks('?') > 0 && text.marks('?') == 0,
        );
    }
}

/// A sentence that asks nothing: which denial it states, and of whom it speaks.
fn stated(spoken: &[Word], hits: &[Hit], first: bool, out: &mut Values) {
    let has = |group: &str| hits.iter().any(|hit| hit.group == group);
    let turned = |at: usize| {
        let mut negations = hits.iter().filter(|hit| hit.group == "negation");
        negations.any(|hit| hit.at < at && at - hit.at <= TURNED)
    };
    for group in DENIALS {
        let mut found = hits
            .iter()
            .filter(|hit| hit.group == group && !turned(hit.at));
        let Some(hit) = found.next() else { continue };
        out.flag(&["states", group], true);
        out.flag(&["states first", group], first);
        out.flag(&["states alone", group], spoken.len() <= hit.length + 2);
    }
    let denies = DENIALS.iter().any(|group| has(group));
    for person in ["first_person", "second_person", "third_person", "pointing"] {
        out.flag(&["denial of", person], denies && has(person));
        out.flag(&["negation of", person], has("negation") && has(person));
        out.flag(&["insult of", person], has("insult") && has(person));
    }
    let mut negations = hits.iter().filter(|hit| hit.group == "negation");
    let subject = negations.next().and_then(|hit| {
        let before = spoken[..hit.at].iter().map(plain);
        before.rev().find(|word| !LEXICON.holds("auxiliary", word))
    });
    for person in ["first_person", "second_person", "third_person", "pointing"] {
        let holds = subject.is_some_and(|word| LEXICON.holds(person, word));
        out.flag(&["negated subject", person], holds);
    }
}

/// A short sentence that only says no: `no they did not`, `it isnt`, `wrong`.
fn short_answer(spoken: &[Word]) -> bool {
    let known = |word: &Word| {
        let word = plain(word);
        [
            "negation",
            "short_no",
            "auxiliary",
            "third_person",
            "pointing",
            "falsehood",
            "lying",
        ]
        .iter()
        .any(|group| LEXICON.holds(group, word))
    };
    let denies = |word: &Word| {
        ["negation", "short_no", "falsehood"]
            .iter()
            .any(|group| LEXICON.holds(group, plain(word)))
    };
    !spoken.is_empty()
        && spoken.len() <= BARE
        && spoken.iter().all(known)
        && spoken.iter().any(denies)
}

/// What speaks against another post's words: another number, an opposite state, a negated state.
fn against(text: &Text<'_>, other: &Text<'_>, of: &str, out: &mut Values) {
    let (mine, theirs) = (numbers(&text.words), numbers(&other.words));
    let others = !theirs.is_empty() && mine.difference(&theirs).next().is_some();
    out.flag(&[of, "other count"], others && text.marks('?') == 0);
    out.flag(
        &[of, "other count", "short"],
        others && text.words.iter().filter(|w| w.spoken()).count() <= 8,
    );
    let negated = |at: usize| {
        let mut negations = text.hits.iter().filter(|hit| hit.group == "negation");
        negations.any(|hit| hit.at < at && at - hit.at <= TURNED)
    };
    let sides: HashSet<(usize, usize)> = other
        .words
        .iter()
        .filter_map(|word| STATES.get(plain(word)))
        .flatten()
        .copied()
        .collect();
    let (mut opposite, mut same) = (0, 0);
    for (at, word) in text.words.iter().enumerate() {
        for (pair, side) in STATES.get(plain(word)).into_iter().flatten() {
            let against = if negated(at) { *side } else { 1 - *side };
            opposite += usize::from(sides.contains(&(*pair, against)));
            same += usize::from(sides.contains(&(*pair, 1 - against)));
        }
    }
    out.flag(&[of, "opposite"], opposite > 0);
    out.flag(&[of, "opposite only"], opposite > 0 && same == 0);
    out.flag(&[of, "same state"], same > 0);
    let known: HashSet<&str> = topics(&other.words).collect();
    let after = |reach: usize| {
        let negations = text.hits.iter().filter(|hit| hit.group == "negation");
        negations
            .flat_map(|hit| {
                let start = (hit.at + hit.length).min(text.words.len());
                let end = (start + reach).min(text.words.len());
                topics(&text.words[start..end])
            })
            .filter(|word| known.contains(word))
            .count()
    };
    let echoed = after(3);
    out.put(&[of, "echo"], echoed.min(3) as f32);
    out.put(
        &[of, "echo share"],
        share(after(6), topics(&text.words).count()),
    );
}

/// Words of a topic, by their first letters.
fn topics(words: &[Word]) -> impl Iterator<Item = &str> {
    let topics = words.iter().filter(|word| {
        matches!(word.kind, Kind::Word | Kind::Hashtag)
            && plain(word).chars().count() > 3
            && !LEXICON.holds("auxiliary", plain(word))
            && !LEXICON.holds("third_person", plain(word))
    });
    topics.map(|word| {
        let word = plain(word);
        word.char_indices()
            .nth(5)
            .map_or(word, |(end, _)| &word[..end])
    })
}

/// The numbers of a text, in digits or in words.
fn numbers(words: &[Word]) -> HashSet<String> {
    const NAMES: [&str; 19] = [
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    let number = |word: &Word| match word.kind {
        Kind::Number if word.text.bytes().all(|b| b.is_ascii_digit()) => Some(word.text.clone()),
        Kind::Word => {
            let at = NAMES.iter().position(|name| *name == word.text)?;
            Some((at + 2).to_string())
        }
        _ => None,
    };
    words.iter().filter_map(number).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stance::collect::hash;

    fn check(reply: &str, source: &str, name: &[&str]) -> bool {
        let mut values = Values::default();
        denial(&Text::new(reply), &Text::new(source), None, &mut values);
        let values = values.into_vec();
        values
            .iter()
            .any(|(key, value)| *key == hash(name) && *value > 0.0)
    }

    #[test]
    fn short_answers() {
        let source = "The cable to the island is cut";
        assert!(check(
            "@isp no it isn't. Works for me",
            source,
            &["short answer"]
        ));
        assert!(check("that's false", source, &["short answer"]));
        assert!(
            !check("no it isn't?", source, &["short answer"]),
            "a question"
        );
        assert!(!check("no power at my house", source, &["short answer"]));
        assert!(
            !check("is that so", source, &["short answer"]),
            "denies nothing"
        );
    }

    #[test]
    fn what_a_sentence_states() {
        let source = "A diver cut the cable";
        assert!(check(
            "this is fake, sorry",
            source,
            &["states", "fabrication"]
        ));
        assert!(!check("is this fake?", source, &["states", "fabrication"]));
        assert!(
            !check("it's not a fake", source, &["states", "fabrication"]),
            "turned"
        );
        let of = ["negated subject", "third_person"];
        assert!(check("they are not here", source, &of));
        assert!(!check(
            "we never did",
            source,
            &["negated subject", "third_person"]
        ));
    }

    #[test]
    fn what_speaks_against_the_source() {
        let source = "All twelve towns are offline, 3 people injured";
        let of = ["source", "other count"];
        assert!(check("only 5 of them", source, &of));
        assert!(!check("yes 12 towns", source, &of));
        assert!(!check("5 of them?", source, &of), "a question");
        let of = ["source", "opposite"];
        assert!(check("we are online here", source, &of));
        assert!(check("my town is not offline", source, &of));
        assert!(!check("offline here too", source, &of));
        assert!(check("offline here too", source, &["source", "same state"]));
        assert!(check("no towns at all", source, &["source", "echo"]));
        assert!(!check("no idea about you", source, &["source", "echo"]));
    }
}
