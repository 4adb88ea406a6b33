//! What is known of each word beside its form: rules, voices, names, times.

use std::ops::Range;

use backpedal_language::{Depth, Reading, Role, Stretch, net::Matrix, read};
use backpedal_model::{BlockKind, ClaimKind, Document, DocumentKind, PartRole, Polarity, Span};

use crate::{
    analysis::Analysis, attribution::VerbClass, propositions::Candidate, structure::EntityKind,
    times::What,
};

/// Features of a word beside its encoding.
pub const WIDTH: usize = 65;

const KINDS: usize = 11;
const TRIGGER: usize = 0;
const CLAUSE: usize = TRIGGER + KINDS;
const STANCE: usize = CLAUSE + KINDS;
const FRAME: usize = STANCE + 3;
const PART: usize = FRAME + 4;
const FORM: usize = PART + 6;
const QUOTED: usize = FORM + 3;
const TIME: usize = QUOTED + 2;
const NAME: usize = TIME + 4;
const ROLE: usize = NAME + 5;
const DOCUMENT: usize = ROLE + 3;
const SENTENCE: usize = DOCUMENT + 6;
const PLACE: usize = SENTENCE + 5;

/// The words of a document as the network takes them.
#[derive(Clone, Debug, Default)]
pub struct Features {
    /// A row for each word: its encoding, its word vector, then its features.
    pub rows: Matrix,
    /// Where each word stands, in characters of the document.
    pub words: Vec<Span>,
    /// The words of each sentence.
    pub sentences: Vec<Range<usize>>,
    /// The number of each word's clause, counted through the document.
    pub clauses: Vec<usize>,
}

impl Features {
    /// Whether a rule of the kind (its place in `ClaimKind::ALL`) fired at the word.
    #[must_use]
    pub fn fired(&self, word: usize, kind: usize) -> bool {
        self.rows.row(word)[self.rows.cols - WIDTH + TRIGGER + kind] > 0.0
    }
}

/// Reads some sentences of a document.
pub(crate) fn reading(analysis: &Analysis<'_>, sentences: &Range<usize>) -> Reading {
    let stretches = stretches(analysis, sentences);
    read(&analysis.text.norm, &stretches, Depth::Roles)
}

/// What the network takes of some sentences of a document, which were read before.
pub(crate) fn features(
    document: &Document,
    analysis: &Analysis<'_>,
    candidates: &[Candidate],
    sentences: Range<usize>,
    reading: &Reading,
) -> Features {
    let first = sentences.start;
    let (encoded, vector) = (reading.encoded.cols, reading.vectors.cols);
    let mut rows = Matrix::zeros(reading.words.len(), encoded + vector + WIDTH);
    let mut clauses = vec![0; reading.words.len()];
    let mut told = vec![Vec::new(); reading.sentences.len()];
    for candidate in candidates
        .iter()
        .filter(|told| sentences.contains(&told.sentence))
    {
        told[candidate.sentence - first].push(candidate);
    }
    let mut clause = 0;
    for (number, words) in reading.sentences.iter().enumerate() {
        let seen = Seen {
            document,
            analysis,
            number: first + number,
            words: words.clone(),
            told: &told[number],
        };
        for word in words.clone() {
            let row = rows.row_mut(word);
            let (left, right) = row.split_at_mut(encoded + vector);
            left[..encoded].copy_from_slice(reading.encoded.row(word));
            left[encoded..].copy_from_slice(reading.vectors.row(word));
            seen.fill(reading, word, right);
        }
        clause = number_clauses(
            analysis,
            reading,
            (first + number, words),
            clause,
            &mut clauses,
        );
    }
    Features {
        rows,
        words: reading
            .words
            .iter()
            .map(|word| analysis.text.span(&word.range))
            .collect(),
        sentences: reading.sentences.clone(),
        clauses,
    }
}

/// The sentences as the language network takes them.
fn stretches(analysis: &Analysis<'_>, sentences: &Range<usize>) -> Vec<Stretch> {
    let last = sentences.start.checked_sub(1);
    let mut paragraph = last.map(|last| analysis.sentences[last].paragraph);
    let sentences = analysis.sentences[sentences.clone()].iter();
    sentences
        .map(|sentence| {
            let before = paragraph.replace(sentence.paragraph);
            Stretch {
                range: sentence.range.clone(),
                opens: before != Some(sentence.paragraph),
            }
        })
        .collect()
}

/// Numbers the clauses of a sentence; returns the next free number.
fn number_clauses(
    analysis: &Analysis<'_>,
    reading: &Reading,
    (number, words): (usize, &Range<usize>),
    first: usize,
    clauses: &mut [usize],
) -> usize {
    let ranges = &analysis.clauses[number];
    for word in words.clone() {
        let at = reading.words[word].range.start;
        let held = ranges.iter().position(|range| range.contains(&at));
        clauses[word] = first + held.unwrap_or(ranges.len().saturating_sub(1));
    }
    first + ranges.len().max(1)
}

/// One sentence.
struct Seen<'a> {
    document: &'a Document,
    analysis: &'a Analysis<'a>,
    /// Its number in the document.
    number: usize,
    /// Its words in the reading.
    words: Range<usize>,
    told: &'a [&'a Candidate],
}

impl Seen<'_> {
    fn fill(&self, reading: &Reading, word: usize, row: &mut [f32]) {
        let at = reading.words[word].range.start;
        self.rules(at, row);
        self.voice(at, row);
        self.names(at, row);
        let role = match reading.words[word].role {
            Role::Outside => None,
            Role::Source => Some(0),
            Role::Cue => Some(1),
            Role::Content => Some(2),
        };
        if let Some(role) = role {
            row[ROLE + role] = 1.0;
        }
        let document = match self.document.kind {
            DocumentKind::Article => 0,
            DocumentKind::Statement => 1,
            DocumentKind::Status => 2,
            DocumentKind::Post => 3,
            DocumentKind::Comment => 4,
            DocumentKind::Discussion => 5,
        };
        row[DOCUMENT + document] = 1.0;
        self.place(word, row);
    }

    /// What rules found at the word.
    fn rules(&self, at: usize, row: &mut [f32]) {
        for candidate in self.told {
            let kind = kind_number(candidate.kind);
            if candidate.trigger.contains(&at) {
                row[TRIGGER + kind] = 1.0;
                let stance = match candidate.polarity {
                    Polarity::Affirm => 0,
                    Polarity::Deny => 1,
                    Polarity::Uncertain => 2,
                };
                row[STANCE + stance] = 1.0;
            }
            if candidate.clause.contains(&at) {
                row[CLAUSE + kind] = 1.0;
            }
        }
    }

    /// In whose voice it stands.
    fn voice(&self, at: usize, row: &mut [f32]) {
        let frames = &self.analysis.frames[self.number];
        for frame in frames {
            let class = match frame.class {
                VerbClass::Say => 0,
                VerbClass::Deny => 1,
                VerbClass::Hedge => 2,
            };
            if frame.content.contains(&at) {
                row[FRAME + class] = 1.0;
            }
            if frame.verb.contains(&at) || frame.subject.contains(&at) {
                row[FRAME + 3] = 1.0;
            }
        }
        let sentence = &self.analysis.sentences[self.number];
        let part = match self.analysis.regions[sentence.region].role {
            PartRole::Title => 0,
            PartRole::Comment => 1,
            PartRole::Post => 2,
            PartRole::Update => 3,
            PartRole::Quoted => 4,
            PartRole::Body | PartRole::Byline | PartRole::Boilerplate => 5,
        };
        row[PART + part] = 1.0;
        let form = match self.analysis.paragraphs[sentence.paragraph].kind {
            BlockKind::Heading => 0,
            BlockKind::ListItem => 1,
            _ => 2,
        };
        row[FORM + form] = 1.0;
        if let Some((number, quote)) = self.analysis.quote_at(at) {
            row[QUOTED] = 1.0;
            row[QUOTED + 1] = f32::from(u8::from(
                self.analysis.quote_sources[number].is_some() && quote.words > 3,
            ));
        }
    }

    /// Names and times at the word.
    fn names(&self, at: usize, row: &mut [f32]) {
        for time in &self.analysis.times[self.number] {
            if time.range.contains(&at) {
                let what = match time.what {
                    What::Clock => 0,
                    What::Day => 1,
                    What::Duration => 2,
                };
                row[TIME + what] = 1.0;
                row[TIME + 3] = f32::from(u8::from(time.onset));
            }
        }
        let names = &self.analysis.names;
        let mention = names
            .within(&(at..at + 1))
            .first()
            .filter(|mention| mention.range.contains(&at));
        if let Some(mention) = mention {
            let entity = &names.entities[mention.entity];
            let kind = match entity.kind {
                EntityKind::Org => 0,
                EntityKind::Person => 1,
                EntityKind::Place => 2,
            };
            row[NAME + kind] = 1.0;
            row[NAME + 3] = f32::from(u8::from(names.main == Some(mention.entity)));
            row[NAME + 4] = f32::from(u8::from(entity.outlet));
        }
    }

    /// Where the word stands in sentence and document, and how the sentence ends.
    fn place(&self, word: usize, row: &mut [f32]) {
        let words = &self.words;
        let low = self
            .analysis
            .text
            .low(&self.analysis.sentences[self.number].range);
        let low = low.trim_end_matches(['"', ' ', ')']);
        let question = low.ends_with('?');
        row[SENTENCE] = f32::from(u8::from(question));
        row[SENTENCE + 1] = f32::from(u8::from(low.ends_with(':')));
        row[SENTENCE + 2] = f32::from(u8::from(words.len() < 5));
        row[SENTENCE + 3] = f32::from(u8::from(words.len() > 30));
        row[SENTENCE + 4] = f32::from(u8::from(self.number < 2));
        row[PLACE] = (word - words.start) as f32 / words.len().max(1) as f32;
        row[PLACE + 1] = self.number as f32 / self.analysis.sentences.len().max(1) as f32;
    }
}

/// The place of a kind among the eleven.
pub(super) fn kind_number(kind: ClaimKind) -> usize {
    ClaimKind::ALL
        .iter()
        .position(|other| *other == kind)
        .unwrap_or(0)
}
