//! Everything that is known of a document before claims are looked for.

use std::ops::Range;

use backpedal_model::Document;

use crate::{
    Context,
    attribution::{Frame, Source, frames, quote_speakers},
    structure::{Names, Quotation, clauses, quotations},
    text::Text,
    times::{Clock, Time},
    tokens::{Paragraph, Region, Sentence, paragraphs, regions, sentences},
};

/// The parts of a document and how they hang together.
#[derive(Debug)]
pub(crate) struct Analysis<'a> {
    /// The document's text, unchanged.
    pub(crate) original: &'a str,
    /// Its forms.
    pub(crate) text: Text,
    /// Stretches by voice.
    pub(crate) regions: Vec<Region>,
    /// Paragraphs.
    pub(crate) paragraphs: Vec<Paragraph>,
    /// Sentences.
    pub(crate) sentences: Vec<Sentence>,
    /// Clauses of each sentence.
    pub(crate) clauses: Vec<Vec<Range<usize>>>,
    /// Quotations.
    pub(crate) quotes: Vec<Quotation>,
    /// The speaker of each quotation.
    pub(crate) quote_sources: Vec<Option<Source>>,
    /// Names.
    pub(crate) names: Names,
    /// Frames of each sentence.
    pub(crate) frames: Vec<Vec<Frame>>,
    /// Time expressions of each sentence.
    pub(crate) times: Vec<Vec<Time>>,
    /// The organisation whose own voice the document is.
    pub(crate) company: Option<usize>,
}

impl<'a> Analysis<'a> {
    /// Analyses a document.
    pub(crate) fn new(document: &'a Document, context: &Context<'_>) -> Self {
        let text = Text::new(&document.text);
        let company = crate::company(document, context);
        let regions = regions(document, &text, company.as_deref());
        let paragraphs = paragraphs(document, &text, &regions);
        let sentences = sentences(&text, &paragraphs, &regions);
        let quotes = quotations(&text, &paragraphs);
        let names = Names::new(
            &text,
            &regions,
            &paragraphs,
            &sentences,
            context.parties,
            company.as_deref(),
        );
        let clauses = sentences
            .iter()
            .map(|s| clauses(text.low(&s.range), s.range.start))
            .collect();
        let company = company.and_then(|name| names.named(&name));
        let mut analysis = Self {
            original: &document.text,
            text,
            regions,
            paragraphs,
            sentences,
            clauses,
            quotes,
            quote_sources: Vec::new(),
            names,
            frames: Vec::new(),
            times: Vec::new(),
            company,
        };
        let all = analysis
            .sentences
            .iter()
            .map(|s| frames(&analysis, &s.range))
            .collect();
        analysis.frames = all;
        analysis.quote_sources = quote_speakers(&analysis);
        let mut clock = Clock::new(document, context);
        analysis.times = analysis
            .sentences
            .iter()
            .map(|s| {
                clock.read(
                    &analysis.text,
                    &s.range,
                    analysis.regions[s.region].at.as_ref(),
                )
            })
            .collect();
        analysis
    }

    /// The quotation that holds the place, with its number.
    pub(crate) fn quote_at(&self, at: usize) -> Option<(usize, &Quotation)> {
        let after = self.quotes.partition_point(|quote| quote.range.start <= at);
        let number = after.checked_sub(1)?;
        let quote = &self.quotes[number];
        quote.range.contains(&at).then_some((number, quote))
    }
}
