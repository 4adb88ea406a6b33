//! A post and what it answers as numbers.

use std::borrow::Cow;

use super::{
    Answer,
    collect::{Values, hash},
    denial::denial,
    own::{Text, closely, outline},
    pair::compare,
    posts::{Mark, PassedOn, post_parts},
    words::Word,
};

/// The numbers that the model weighs.
#[derive(Clone, Debug, Default)]
pub struct Features {
    /// Cues: the hash of a name, and a value.
    pub cues: Vec<(u32, f32)>,
    /// Hashes of the words and pairs of words, each once.
    pub grams: Vec<u32>,
}

impl Features {
    /// Of a post and what it answers.
    #[must_use]
    pub fn of(answer: &Answer<'_>) -> Self {
        let raw = unescape(answer.text);
        let mut out = Values::default();
        let (Some(source), Some(parent)) = (answer.source, answer.parent.or(answer.source)) else {
            let text = Text::new(&raw);
            out.flag(&["source"], true);
            outline(&text, "own", &mut out);
            closely(&text, &mut out);
            return Self {
                cues: out.into_vec(),
                grams: Vec::new(),
            };
        };
        let passed = post_parts(&raw)
            .passed_on
            .filter(|found| found.mark != Mark::Via);
        let own = own_words(&raw, passed.as_ref());
        let text = Text::new(&own);
        outline(&text, "own", &mut out);
        closely(&text, &mut out);
        passing_on(&text, passed.as_ref(), &raw, &mut out);
        addressing(&raw, &mut out);
        let direct = source == parent;
        out.flag(&["direct"], direct);
        out.flag(&["same author"], answer.same_author);
        let (source, parent) = (unescape(source), unescape(parent));
        let source = Text::new(&source);
        compare(&text, &source, "source", &mut out);
        outline(&source, "source", &mut out);
        if direct {
            compare(&text, &source, "parent", &mut out);
            denial(&text, &source, None, &mut out);
        } else {
            let parent = Text::new(&parent);
            compare(&text, &parent, "parent", &mut out);
            outline(&parent, "parent", &mut out);
            denial(&text, &source, Some(&parent), &mut out);
        }
        Self {
            cues: out.into_vec(),
            grams: grams(&text.words),
        }
    }
}

/// The post without the words of another account.
fn own_words<'a>(raw: &'a str, passed: Option<&PassedOn>) -> Cow<'a, str> {
    match passed {
        None => Cow::Borrowed(raw),
        Some(found) => {
            let (before, after) = (&raw[..found.whole.start], &raw[found.whole.end..]);
            Cow::Owned(format!("{before} {after}"))
        }
    }
}

/// How the post passes on another, and what it adds.
fn passing_on(own: &Text<'_>, passed: Option<&PassedOn>, raw: &str, out: &mut Values) {
    let Some(found) = passed else { return };
    let added = own.words.iter().filter(|word| word.body()).count();
    out.flag(&["passes on"], true);
    out.flag(&["passes on", "bare"], added == 0);
    out.flag(&["passes on", "short"], added < 4);
    out.flag(&["passes on", "asks"], own.marks('?') > 0);
    out.flag(&["passes on", "repost"], found.mark != Mark::Quote);
    let after = raw[found.whole.end..].chars().any(char::is_alphanumeric);
    out.flag(&["passes on", "after"], after);
}

/// Whom the post addresses, and how.
fn addressing(raw: &str, out: &mut Values) {
    let parts = post_parts(raw);
    out.put(&["addressed"], parts.addressed.min(6) as f32);
    out.flag(&["public reply"], raw.trim_start().starts_with(".@"));
    out.flag(&["inner handle"], parts.handles.len() > parts.addressed);
}

/// The body's words and pairs of neighbours.
fn grams(words: &[Word]) -> Vec<u32> {
    let body: Vec<&str> = words
        .iter()
        .filter(|word| word.body())
        .map(|word| {
            if word.spoken() && word.text.starts_with(|c: char| c.is_numeric()) {
                "0"
            } else {
                word.text.as_str()
            }
        })
        .collect();
    let singles = body.iter().map(|word| hash(&[word]));
    let pairs = body.windows(2).map(hash);
    let mut grams: Vec<u32> = singles.chain(pairs).collect();
    grams.sort_unstable();
    grams.dedup();
    grams
}

/// The three entities that networks' interfaces leave in posts.
fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        text.replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&"),
    )
}
