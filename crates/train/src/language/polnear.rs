//! News articles with marked attributions: who (source) says (cue) what (content).
//!
//! PolNeAR (Newell, Margolin, Ruths: An Attribution Relations Corpus for Political News, 2018).

use std::ops::Range;

use backpedal_language::net::quoted;
fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut v = Vec::new();
    let mut a = 0;
    for (i, c) in text.char_indices() {
        if c == '\n' || c == '.' {
            v.push(a..i + c.len_utf8());
            a = i + c.len_utf8();
        }
    }
    v
}
fn tokens(text: &str, r: Range<usize>, out: &mut Vec<Range<usize>>) {
    let s = &text[r.clone()];
    let mut st = None;
    for (i, c) in s.char_indices() {
        if c.is_alphanumeric() {
            if st.is_none() {
                st = Some(i);
            }
        } else {
            if let Some(a) = st.take() {
                out.push(r.start + a..r.start + i);
            }
            if !c.is_whitespace() {
                out.push(r.start + i..r.start + i + c.len_utf8());
            }
        }
    }
    if let Some(a) = st {
        out.push(r.start + a..r.end);
    }
}
use serde::Deserialize;

use super::corpus::{Document, Sentence};

/// The tags of the chain: outside, then begin and inside of each part.
pub(crate) const TAGS: [&str; 7] = [
    "O",
    "B-source",
    "I-source",
    "B-cue",
    "I-cue",
    "B-content",
    "I-content",
];

/// One attribution, with its spans in bytes of the text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Attribution {
    /// Who.
    pub(crate) source: Vec<Range<usize>>,
    /// The words that attribute.
    pub(crate) cue: Vec<Range<usize>>,
    /// What.
    pub(crate) content: Vec<Range<usize>>,
}

/// An article with its attributions.
#[derive(Debug)]
pub(crate) struct Article {
    /// Its text.
    pub(crate) text: String,
    /// What is attributed in it.
    pub(crate) attributions: Vec<Attribution>,
    /// Stretches that are no article; nothing in them counts.
    pub(crate) discarded: Vec<Range<usize>>,
    /// Its sentences of words, tagged.
    pub(crate) document: Document,
    /// Where each word stands in the text.
    pub(crate) words: Vec<Range<usize>>,
}

#[derive(Deserialize)]
struct Record {
    primary: bool,
    split: String,
    text: String,
    attributions: Vec<Marked>,
    discard_spans: Vec<[usize; 2]>,
}

#[derive(Deserialize)]
struct Marked {
    source_spans: Vec<[usize; 2]>,
    cue_spans: Vec<[usize; 2]>,
    content_spans: Vec<[usize; 2]>,
}

/// The articles of a part of the corpus, one annotation each.
pub(crate) fn read(text: &str, split: &str) -> anyhow::Result<Vec<Article>> {
    let mut found = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let record: Record = serde_json::from_str(line)?;
        if record.primary && record.split == split {
            found.push(article(record));
        }
    }
    Ok(found)
}

fn article(record: Record) -> Article {
    // Offsets of the corpus count characters.
    let mut at: Vec<usize> = record.text.char_indices().map(|(at, _)| at).collect();
    at.push(record.text.len());
    let last = at.len() - 1;
    let bytes = |spans: &[[usize; 2]]| -> Vec<Range<usize>> {
        spans
            .iter()
            .map(|[start, end]| at[(*start).min(last)]..at[(*end).min(last)])
            .collect()
    };
    let attributions: Vec<Attribution> = record
        .attributions
        .iter()
        .map(|marked| Attribution {
            source: bytes(&marked.source_spans),
            cue: bytes(&marked.cue_spans),
            content: bytes(&marked.content_spans),
        })
        .collect();
    let discarded = bytes(&record.discard_spans);
    let (document, words) = words(&record.text, &attributions);
    Article {
        text: record.text,
        attributions,
        discarded,
        document,
        words,
    }
}

/// The text in sentences of words, tagged.
pub(crate) fn words(text: &str, attributions: &[Attribution]) -> (Document, Vec<Range<usize>>) {
    let mut document = Document::new();
    let mut all = Vec::new();
    let mut last = 0;
    for range in sentences(text) {
        let mut found = Vec::new();
        tokens(text, range.clone(), &mut found);
        if found.is_empty() {
            continue;
        }
        let opens = document.is_empty() || text[last..range.start].contains('\n');
        last = range.end;
        document.push(Sentence {
            forms: found
                .iter()
                .map(|word| text[word.clone()].to_owned())
                .collect(),
            opens,
            tags: vec![0; found.len()],
            ..Sentence::default()
        });
        all.extend(found);
    }
    let forms: Vec<&str> = all.iter().map(|word| &text[word.clone()]).collect();
    let mut state = quoted(&forms).into_iter();
    for sentence in &mut document {
        sentence.quoted = state.by_ref().take(sentence.forms.len()).collect();
    }
    let mut tags = vec![0; all.len()];
    for attribution in attributions {
        for (spans, tag) in [
            (&attribution.content, 5),
            (&attribution.source, 1),
            (&attribution.cue, 3),
        ] {
            for span in spans {
                let inside = |word: &Range<usize>| word.start < span.end && span.start < word.end;
                let mut first = true;
                for (word, tagged) in all.iter().zip(&mut tags) {
                    if inside(word) {
                        *tagged = if first { tag } else { tag + 1 };
                        first = false;
                    }
                }
            }
        }
    }
    let mut tags = tags.into_iter();
    for sentence in &mut document {
        sentence.tags = tags.by_ref().take(sentence.forms.len()).collect();
    }
    (document, all)
}
