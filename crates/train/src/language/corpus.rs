//! What all corpora are turned into: documents of sentences of words, with tags.

use std::{io::Read as _, path::Path};

use anyhow::Context as _;
use backpedal_language::net::{Place, quoted};

/// A sentence.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sentence {
    /// Words as written.
    pub(crate) forms: Vec<String>,
    /// It opens a paragraph.
    pub(crate) opens: bool,
    /// Words stand inside quotation marks.
    pub(crate) quoted: Vec<bool>,
    /// Universal parts of speech, if annotated.
    pub(crate) upos: Vec<String>,
    /// Treebank parts of speech.
    pub(crate) xpos: Vec<String>,
    /// Lemmas.
    pub(crate) lemmas: Vec<String>,
    /// Governors, from 1; 0 is the root.
    pub(crate) heads: Vec<usize>,
    /// Relations.
    pub(crate) relations: Vec<String>,
    /// Numbers of tags of a chain, if annotated.
    pub(crate) tags: Vec<usize>,
}

impl Sentence {
    /// Where each word stands.
    pub(crate) fn places(&self) -> impl Iterator<Item = Place> + '_ {
        self.quoted
            .iter()
            .enumerate()
            .map(|(number, quoted)| Place {
                first: number == 0,
                quoted: *quoted,
                opens: number == 0 && self.opens,
            })
    }
}

/// Sentences that follow one another.
pub(crate) type Document = Vec<Sentence>;

/// Marks the words inside quotation marks, counted anew in each paragraph.
pub(crate) fn mark_quoted(document: &mut Document) {
    let mut number = 0;
    while number < document.len() {
        let rest = &document[number + 1..];
        let next = rest
            .iter()
            .position(|s| s.opens)
            .map_or(document.len(), |at| number + 1 + at);
        let forms = document[number..next]
            .iter()
            .flat_map(|s| s.forms.iter().map(String::as_str));
        let states = quoted(&forms.collect::<Vec<_>>());
        let mut states = states.into_iter();
        for sentence in &mut document[number..next] {
            sentence.quoted = states.by_ref().take(sentence.forms.len()).collect();
        }
        number = next;
    }
}

/// The text of a compressed corpus file.
pub(crate) fn unpack(path: &Path) -> anyhow::Result<String> {
    let file =
        std::fs::File::open(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let mut text = String::new();
    flate2::read::GzDecoder::new(file)
        .read_to_string(&mut text)
        .with_context(|| format!("{} is no gzip file of UTF-8 text", path.display()))?;
    Ok(text)
}

/// Cuts documents into stretches of whole sentences, each of at most so many words (unless one
/// sentence is longer).
pub(crate) fn stretches(documents: &[Document], most: usize) -> Vec<Vec<&Sentence>> {
    let mut found = Vec::new();
    for document in documents {
        let mut now: Vec<&Sentence> = Vec::new();
        let mut words = 0;
        for sentence in document {
            if words + sentence.forms.len() > most && !now.is_empty() {
                found.push(std::mem::take(&mut now));
                words = 0;
            }
            words += sentence.forms.len();
            now.push(sentence);
        }
        if !now.is_empty() {
            found.push(now);
        }
    }
    found
}
