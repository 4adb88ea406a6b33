//! The fields of the index and how their text is cut into words.

use tantivy::{
    TantivyDocument,
    schema::{
        FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing,
        TextOptions,
    },
    tokenizer::{
        AsciiFoldingFilter, Language, LowerCaser, RemoveLongFilter, SimpleTokenizer, Stemmer,
        TextAnalyzer, TokenStream as _,
    },
};

use crate::{Facet, entry::Entry};

/// Raised with every change of the fields, of [`Entry`] or of the analysis; an index of another
/// version is made anew.
pub(crate) const VERSION: u32 = 1;

const STEMMED: &str = "backpedal_stemmed";
const EXACT: &str = "backpedal_exact";

/// The longest word that is indexed, in bytes (policy); longer ones are digests and encodings.
const LONGEST: usize = 200;

/// The fields. A facet's field is called as the facet and holds its values as they are.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fields {
    /// The stemmed words of the text.
    pub(crate) text: Field,
    /// The stemmed words of a document's title.
    pub(crate) title: Field,
    /// All words as written, names too: for phrases and prefixes.
    pub(crate) exact: Field,
    /// The ids of parties, for those who type them.
    pub(crate) party_id: Field,
    /// Days since 1970-01-01.
    pub(crate) day: Field,
    /// Breaks ties between equally good hits.
    pub(crate) order: Field,
    /// The [`Entry`] as JSON.
    pub(crate) entry: Field,
    facets: [Field; 8],
}

impl Fields {
    /// The field of a facet's values; `None` for dates, which are numbers in `day`.
    pub(crate) fn facet(&self, facet: Facet) -> Option<Field> {
        let at = Facet::ALL.iter().position(|f| *f == facet)?;
        self.facets.get(at).copied()
    }

    /// An entry as the index takes it.
    pub(crate) fn document(&self, entry: &Entry) -> serde_json::Result<TantivyDocument> {
        let mut document = TantivyDocument::new();
        document.add_text(self.text, &entry.text);
        document.add_text(self.exact, &entry.text);
        if entry.span.is_none() {
            document.add_text(self.title, &entry.title);
            document.add_text(self.exact, &entry.title);
        }
        for name in &entry.names {
            document.add_text(self.exact, name);
        }
        for facet in Facet::ALL {
            let Some(field) = self.facet(*facet) else {
                continue;
            };
            for value in values(entry, *facet) {
                document.add_text(field, value);
            }
        }
        for id in entry.parties.values() {
            document.add_text(self.party_id, id.as_str());
        }
        if let Some(date) = entry.date {
            document.add_i64(self.day, day_number(date));
        }
        document.add_text(self.order, format!("{}\n{}", entry.id, entry.case));
        document.add_text(self.entry, serde_json::to_string(entry)?);
        Ok(document)
    }
}

/// The values of a facet that an entry has, dates aside.
fn values(entry: &Entry, facet: Facet) -> Vec<&str> {
    match facet {
        Facet::Case => vec![&entry.case],
        Facet::Type => vec![entry.kind_of.as_str()],
        Facet::Party => entry.parties.keys().map(String::as_str).collect(),
        Facet::Speaker => entry.speaker.iter().map(String::as_str).collect(),
        Facet::Kind => entry.claim_kind.iter().map(|kind| kind.as_str()).collect(),
        Facet::Polarity => entry
            .polarity
            .iter()
            .map(|polarity| polarity.as_str())
            .collect(),
        Facet::Outcome => entry
            .outcome
            .iter()
            .map(|outcome| outcome.as_str())
            .collect(),
        Facet::Source => vec![&entry.source],
        Facet::Date => Vec::new(),
    }
}

/// The schema and its fields.
pub(crate) fn schema() -> (Schema, Fields) {
    let words = |analyzer: &str| {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(analyzer)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        TextOptions::default().set_indexing_options(indexing)
    };
    let mut schema = Schema::builder();
    let text = schema.add_text_field("text", words(STEMMED));
    let title = schema.add_text_field("title", words(STEMMED));
    let exact = schema.add_text_field("exact", words(EXACT));
    let mut facet = |facet: Facet| schema.add_text_field(facet.as_str(), STRING | FAST);
    let facets = [
        facet(Facet::Case),
        facet(Facet::Type),
        facet(Facet::Party),
        facet(Facet::Speaker),
        facet(Facet::Kind),
        facet(Facet::Polarity),
        facet(Facet::Outcome),
        facet(Facet::Source),
    ];
    let party_id = schema.add_text_field("party_id", STRING);
    let day = schema.add_i64_field(Facet::Date.as_str(), INDEXED | FAST);
    let order = schema.add_text_field("order", STRING | FAST);
    let entry = schema.add_text_field("entry", STORED);
    let fields = Fields {
        text,
        title,
        exact,
        party_id,
        day,
        order,
        entry,
        facets,
    };
    (schema.build(), fields)
}

/// Makes the analyzers known to an index that was just opened.
pub(crate) fn register(index: &tantivy::Index) {
    index.tokenizers().register(STEMMED, stemmed());
    index.tokenizers().register(EXACT, exact());
}

/// Words as written, in lower case and without accents.
fn exact() -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(LONGEST))
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .build()
}

/// The stems of English words.
fn stemmed() -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(LONGEST))
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .filter(Stemmer::new(Language::English))
        .build()
}

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) exact: String,
    pub(crate) stem: String,
    /// Where it stands, in bytes.
    pub(crate) at: std::ops::Range<usize>,
}

/// The words of a text, cut as the index cuts them.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let (mut exact, mut stemmed) = (exact(), stemmed());
    let (mut exact, mut stems) = (exact.token_stream(text), stemmed.token_stream(text));
    let mut words = Vec::new();
    while exact.advance() && stems.advance() {
        let token = exact.token();
        words.push(Word {
            exact: token.text.clone(),
            stem: stems.token().text.clone(),
            at: token.offset_from..token.offset_to,
        });
    }
    words
}

/// Days since 1970-01-01.
pub(crate) fn day_number(date: jiff::civil::Date) -> i64 {
    let epoch = jiff::civil::date(1970, 1, 1);
    date.duration_since(epoch).as_hours() / 24
}

/// The day of that number, where there is one.
pub(crate) fn day_of(number: i64) -> Option<jiff::civil::Date> {
    let days = jiff::SignedDuration::from_hours(number.checked_mul(24)?);
    jiff::civil::date(1970, 1, 1).checked_add(days).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_survive_their_number() {
        for text in [
            "1970-01-01",
            "2009-04-13",
            "1969-12-31",
            "9999-12-31",
            "-9999-01-01",
        ] {
            let date: jiff::civil::Date = text.parse().unwrap_or_default();
            assert_eq!(day_of(day_number(date)), Some(date), "{text}");
        }
        assert_eq!(day_number(jiff::civil::date(2009, 4, 13)), 14_347);
        assert_eq!(day_of(i64::MAX), None);
    }

    #[test]
    fn words_keep_their_place_in_the_text() {
        let text = "Zürich’s outages";
        let words = words(text);
        let exact: Vec<&str> = words.iter().map(|word| word.exact.as_str()).collect();
        assert_eq!(exact, ["zurich", "s", "outages"]);
        assert_eq!(words[2].stem, "outag");
        assert_eq!(&text[words[0].at.clone()], "Zürich");
    }
}
