//! News articles with marked attributions: who (source) says (cue) what (content).
//!
//! PolNeAR (Newell, Margolin, Ruths: An Attribution Relations Corpus for Political News, 2018).

use std::{collections::BTreeMap, ops::Range};

use backpedal_language::{sentences, tokens};
use serde::Deserialize;

use super::corpus::{Document, Sentence, mark_quoted};

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

/// A direct quotation and who speaks it, in bytes of the text.
#[derive(Clone, Debug)]
pub(crate) struct Quote {
    /// The quotation with its marks.
    pub(crate) span: Range<usize>,
    /// The words that name the speaker.
    pub(crate) speaker: Vec<Range<usize>>,
}

/// An article with its attributions.
#[derive(Debug)]
pub(crate) struct Article {
    /// Its text.
    pub(crate) text: String,
    /// What is attributed in it.
    pub(crate) attributions: Vec<Attribution>,
    /// Its direct quotations whose speaker is marked.
    pub(crate) quotes: Vec<Quote>,
    /// Stretches that are no article; nothing in them counts.
    pub(crate) discarded: Vec<Range<usize>>,
    /// Its sentences of words, tagged.
    pub(crate) document: Document,
}

#[derive(Deserialize)]
struct Record {
    article: String,
    primary: bool,
    split: String,
    text: String,
    attributions: Vec<Marked>,
    discard_spans: Vec<[usize; 2]>,
}

#[derive(Deserialize)]
struct Quoted {
    id: String,
    quotes: Vec<Spoken>,
}

#[derive(Deserialize)]
struct Spoken {
    span: [usize; 2],
    speaker_spans: Vec<[usize; 2]>,
}

#[derive(Deserialize)]
struct Marked {
    source_spans: Vec<[usize; 2]>,
    cue_spans: Vec<[usize; 2]>,
    content_spans: Vec<[usize; 2]>,
}

/// The articles of a part of the corpus, one annotation each; `quoted` is the file of their direct
/// quotations, or empty.
pub(crate) fn read(text: &str, quoted: &str, split: &str) -> anyhow::Result<Vec<Article>> {
    let mut found = Vec::new();
    let mut quotes = BTreeMap::new();
    for line in quoted.lines().filter(|line| !line.trim().is_empty()) {
        let record: Quoted = serde_json::from_str(line)?;
        quotes.insert(record.id, record.quotes);
    }
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let record: Record = serde_json::from_str(line)?;
        if record.primary && record.split == split {
            let quotes = quotes.remove(&record.article).unwrap_or_default();
            found.push(article(record, &quotes));
        }
    }
    Ok(found)
}

fn article(record: Record, quotes: &[Spoken]) -> Article {
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
    let quotes = quotes
        .iter()
        .map(|quote| Quote {
            span: bytes(&[quote.span]).swap_remove(0),
            speaker: bytes(&quote.speaker_spans),
        })
        .collect();
    let (document, _) = words(&record.text, &attributions);
    Article {
        text: record.text,
        attributions,
        discarded,
        quotes,
        document,
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
    mark_quoted(&mut document);
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
