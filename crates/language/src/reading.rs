//! A text read by the shipped network: words with their parts of speech, their governors, and who
//! is said to have said what.

use std::{ops::Range, sync::LazyLock};

use crate::{
    net::{Matrix, Model, Pieces, Place, quoted},
    tokens,
};

/// The shipped network. Nothing where the weight files in the crate do not fit its code; a test
/// holds that they do.
static MODEL: LazyLock<Option<Model>> = LazyLock::new(|| {
    let pieces = Pieces::new(
        include_str!("../weights/pieces.txt"),
        include_bytes!("../weights/pieces.bin"),
    )?;
    let weights = include_bytes!("../weights/language.bin");
    Model::new(weights, pieces, include_str!("../weights/tags.txt"))
});

/// Words that the network reads as one stretch, at most (a longer sentence is one anyway).
const STRETCH: usize = 250;

/// A word in its sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// Universal part of speech.
    pub upos: &'static str,
    /// Part of speech of the Penn Treebank.
    pub xpos: &'static str,
    /// The number of the governing word in the reading; nothing for the root of a sentence.
    pub head: Option<usize>,
    /// The relation to it, as Universal Dependencies name it.
    pub relation: &'static str,
    /// The part of an attribution that the word belongs to.
    pub role: Role,
    /// It is the first of that part.
    pub begins: bool,
}

/// Parts of an attribution (Pareti 2012).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// None.
    #[default]
    Outside,
    /// Who says it.
    Source,
    /// The words that attribute it.
    Cue,
    /// What is said.
    Content,
}

/// A read text.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// All words, in order.
    pub words: Vec<Word>,
    /// The words of each sentence, in the order in which the sentences were given.
    pub sentences: Vec<Range<usize>>,
    /// What the network made of each word: a row each.
    pub encoded: Matrix,
    /// The word vectors, out of context: a row each.
    pub vectors: Matrix,
}

/// A sentence to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// It opens a paragraph.
    pub opens: bool,
}

/// How much is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// Attributions only: parts of speech, governors and relations stay empty. A third cheaper.
    Roles,
    /// Everything.
    Trees,
}

/// Reads the sentences of a text.
///
/// ```
/// use backpedal_language::{Depth, Stretch, read};
///
/// let text = "Engineers restored the link.";
/// let reading = read(text, &[Stretch { range: 0..text.len(), opens: true }], Depth::Trees);
/// let verb = &reading.words[1];
/// assert_eq!((verb.upos, verb.head), ("VERB", None));
/// assert_eq!(reading.words[0].relation, "nsubj");
/// ```
#[must_use]
pub fn read(text: &str, sentences: &[Stretch], depth: Depth) -> Reading {
    MODEL
        .as_ref()
        .map(|model| read_with(model, text, sentences, depth))
        .unwrap_or_default()
}

/// Reads the sentences of a text with a network of one's own.
#[must_use]
pub fn read_with(
    model: &'static Model,
    text: &str,
    sentences: &[Stretch],
    depth: Depth,
) -> Reading {
    let mut ranges = Vec::new();
    let mut bounds = Vec::with_capacity(sentences.len());
    for sentence in sentences {
        let start = ranges.len();
        tokens(text, sentence.range.clone(), &mut ranges);
        bounds.push(start..ranges.len());
    }
    let forms: Vec<&str> = ranges
        .iter()
        .map(|range| text.get(range.clone()).unwrap_or_default())
        .collect();
    let places = places(&forms, &bounds, sentences);
    let runs = runs(&bounds);
    let encoded = model.encode(&forms, &places, &runs);
    let roles = model.chain("attribution", &encoded, &runs);
    let name =
        |head: &str, number: usize| model.tags.of(head).get(number).map_or("", String::as_str);
    let mut words: Vec<Word> = ranges
        .iter()
        .zip(roles)
        .map(|(range, tag)| {
            let (role, begins) = role(name("attribution", tag));
            Word {
                range: range.clone(),
                upos: "",
                xpos: "",
                head: None,
                relation: "",
                role,
                begins,
            }
        })
        .collect();
    if depth == Depth::Trees {
        grow(model, &encoded, &bounds, &mut words);
    }
    let vectors = model.vectors(&forms);
    Reading {
        words,
        sentences: bounds,
        encoded,
        vectors,
    }
}

/// Adds parts of speech, governors and relations.
fn grow(model: &'static Model, encoded: &Matrix, sentences: &[Range<usize>], words: &mut [Word]) {
    let name =
        |head: &str, number: usize| model.tags.of(head).get(number).map_or("", String::as_str);
    let lengths: Vec<usize> = sentences.iter().map(Range::len).collect();
    let (upos, xpos) = (model.tag("upos", encoded), model.tag("xpos", encoded));
    for (bound, tree) in sentences.iter().zip(&model.parse(encoded, &lengths)) {
        for (word, (head, relation)) in bound.clone().zip(tree.heads.iter().zip(&tree.relations)) {
            words[word].upos = name("upos", upos[word]);
            words[word].xpos = name("xpos", xpos[word]);
            words[word].head = head.checked_sub(1).map(|head| bound.start + head);
            words[word].relation = name("relation", *relation);
        }
    }
}

/// Whether a word is none of the common ones (some 27,700 words and endings): it is cut into
/// pieces to be read.
#[must_use]
pub fn is_rare(word: &str) -> bool {
    MODEL.as_ref().is_some_and(|model| model.pieces(word) > 1)
}

/// The vectors of words out of context, a row each.
#[must_use]
pub fn vectors(words: &[&str]) -> Matrix {
    let model = MODEL.as_ref();
    model.map(|model| model.vectors(words)).unwrap_or_default()
}

/// Some sentences of a reading, each alone and with parts of speech, governors and relations: the
/// words are not read again. Encodings and vectors stay with the whole.
#[must_use]
pub fn parse(reading: &Reading, sentences: &[usize]) -> Vec<Reading> {
    let Some(model) = MODEL.as_ref() else {
        return Vec::new();
    };
    let ranges = sentences
        .iter()
        .filter_map(|number| reading.sentences.get(*number));
    let mut encoded = Matrix::zeros(0, reading.encoded.cols);
    let mut words = Vec::new();
    let mut bounds = Vec::new();
    for range in ranges {
        let start = words.len();
        words.extend_from_slice(&reading.words[range.clone()]);
        bounds.push(start..words.len());
        let cols = reading.encoded.cols;
        encoded.rows = words.len();
        encoded
            .data
            .extend_from_slice(&reading.encoded.data[range.start * cols..range.end * cols]);
    }
    if words.is_empty() {
        return vec![Reading::default(); bounds.len()];
    }
    grow(model, &encoded, &bounds, &mut words);
    let alone = bounds.into_iter().map(|bound| {
        let mut words = words[bound.clone()].to_vec();
        for word in &mut words {
            word.head = word.head.map(|head| head - bound.start);
        }
        Reading {
            sentences: std::iter::once(0..words.len()).collect(),
            words,
            ..Reading::default()
        }
    });
    alone.collect()
}

fn role(tag: &str) -> (Role, bool) {
    let role = match tag.get(2..).unwrap_or_default() {
        "source" => Role::Source,
        "cue" => Role::Cue,
        "content" => Role::Content,
        _ => Role::Outside,
    };
    (role, tag.starts_with("B-"))
}

/// Where each word stands. Quotation marks are counted anew in each paragraph.
fn places(forms: &[&str], bounds: &[Range<usize>], sentences: &[Stretch]) -> Vec<Place> {
    let mut places = vec![Place::default(); forms.len()];
    let mut number = 0;
    while number < bounds.len() {
        let next = (number + 1..bounds.len())
            .find(|next| sentences[*next].opens)
            .unwrap_or(bounds.len());
        let words = bounds[number].start..bounds[next - 1].end;
        for (place, state) in places[words.clone()].iter_mut().zip(quoted(&forms[words])) {
            place.quoted = state;
        }
        number = next;
    }
    for (bound, sentence) in bounds.iter().zip(sentences) {
        if let Some(place) = places.get_mut(bound.start).filter(|_| !bound.is_empty()) {
            place.first = true;
            place.opens = sentence.opens;
        }
    }
    places
}

/// Sentences joined into stretches.
fn runs(bounds: &[Range<usize>]) -> Vec<usize> {
    let mut runs = Vec::new();
    let mut now = 0;
    for bound in bounds {
        if now > 0 && now + bound.len() > STRETCH {
            runs.push(now);
            now = 0;
        }
        now += bound.len();
    }
    runs.push(now);
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(text: &str) -> Reading {
        read(
            text,
            &[Stretch {
                range: 0..text.len(),
                opens: true,
            }],
            Depth::Trees,
        )
    }

    #[test]
    fn the_shipped_weights_fit() {
        assert!(MODEL.is_some());
    }

    #[test]
    fn a_sentence_is_parsed() {
        let text = "A storm cut the cable, Alder said on Monday.";
        let reading = whole(text);
        let at = |form: &str| {
            reading
                .words
                .iter()
                .position(|word| &text[word.range.clone()] == form)
        };
        let subject = at("storm").expect("a word");
        assert_eq!(reading.words[subject].head, at("cut"));
        assert_eq!(reading.words[subject].relation, "nsubj");
        assert_eq!(
            reading.words[at("Alder").expect("a word")].role,
            Role::Source
        );
        assert_eq!(reading.words[at("said").expect("a word")].role, Role::Cue);
        assert_eq!(
            reading.words[at("cable").expect("a word")].role,
            Role::Content
        );
    }

    #[test]
    fn a_sentence_of_a_reading_is_parsed_without_reading_it_again() {
        let text = "The line fell silent. A storm cut the cable.";
        let stretches = [(0..21, true), (22..text.len(), false)];
        let stretches = stretches.map(|(range, opens)| Stretch { range, opens });
        let whole = read(text, &stretches, Depth::Trees);
        let reading = read(text, &stretches, Depth::Roles);
        assert_eq!(reading.words[0].upos, "");
        let alone = parse(&reading, &[1, 7]);
        assert_eq!(alone.len(), 1);
        assert!(parse(&reading, &[]).is_empty());
        assert!(parse(&read("", &[], Depth::Roles), &[0]).is_empty());
        let start = whole.sentences[1].start;
        assert_eq!(alone[0].words.len(), whole.sentences[1].len());
        for (word, known) in alone[0].words.iter().zip(&whole.words[start..]) {
            assert_eq!(word.range, known.range);
            assert_eq!((word.upos, word.relation), (known.upos, known.relation));
            assert_eq!(word.head, known.head.map(|head| head - start));
        }
    }

    #[test]
    fn made_up_words_are_rare() {
        assert!(is_rare("Halvermoor"));
        assert!(!is_rare("Traffic"));
    }

    #[test]
    fn empty_and_odd_texts_are_read() {
        assert!(read("", &[], Depth::Trees).words.is_empty());
        assert!(whole("   ").words.is_empty());
        assert_eq!(
            whole("\u{200d}\u{1f600}").words.len(),
            whole("\u{200d}\u{1f600}").encoded.rows
        );
    }
}
