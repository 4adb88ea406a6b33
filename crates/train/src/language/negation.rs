//! Sentences with marked negations and speculations and how far they reach.
//!
//! The SFU Review Corpus with negation and speculation (Konstantinova and others 2012).

use std::ops::Range;

use backpedal_language::tokens;
use serde::Deserialize;

use super::corpus::{Document, Sentence, mark_quoted};

/// What is marked at each word, each by itself: a negating word, a hedging word, inside a
/// negation's reach, inside a hedge's reach.
pub(crate) const MARKS: [&str; 4] = ["negates", "hedges", "negated", "hedged"];

#[derive(Deserialize)]
struct Record {
    text: String,
    cues: Vec<Cue>,
    doc: Option<String>,
    split: String,
}

#[derive(Deserialize)]
struct Cue {
    #[serde(rename = "type")]
    kind: String,
    cue_spans: Vec<[usize; 2]>,
    scope_spans: Vec<[usize; 2]>,
}

/// The documents of a part of the corpus; `tags` of a sentence are sums of powers of two of marks.
pub(crate) fn read(text: &str, split: &str) -> anyhow::Result<Vec<Document>> {
    let mut documents: Vec<Document> = Vec::new();
    let mut last = None;
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let record: Record = serde_json::from_str(line)?;
        if record.split != split {
            continue;
        }
        if last.as_ref() != Some(&record.doc) || documents.is_empty() {
            documents.push(Document::new());
            last = Some(record.doc.clone());
        }
        let sentence = sentence(&record);
        if let Some(document) = documents.last_mut().filter(|_| !sentence.forms.is_empty()) {
            document.push(sentence);
        }
    }
    documents.iter_mut().for_each(mark_quoted);
    Ok(documents)
}

fn sentence(record: &Record) -> Sentence {
    let mut at: Vec<usize> = record.text.char_indices().map(|(at, _)| at).collect();
    at.push(record.text.len());
    let place = |n: usize| at[n.min(at.len() - 1)];
    let mut words: Vec<Range<usize>> = Vec::new();
    tokens(&record.text, 0..record.text.len(), &mut words);
    let mut tags = vec![0; words.len()];
    for cue in &record.cues {
        let kind = usize::from(cue.kind != "negation");
        for (spans, mark) in [(&cue.cue_spans, kind), (&cue.scope_spans, 2 + kind)] {
            for [start, end] in spans {
                for (word, tag) in words.iter().zip(&mut tags) {
                    if word.start < place(*end) && place(*start) < word.end {
                        *tag |= 1 << mark;
                    }
                }
            }
        }
    }
    Sentence {
        forms: words
            .iter()
            .map(|word| record.text[word.clone()].to_owned())
            .collect(),
        tags,
        ..Sentence::default()
    }
}
