//! Everything that is known of a document before claims are looked for.

use std::{cell::OnceCell, ops::Range, sync::LazyLock};

use backpedal_language::{Depth, Reading, Stretch, parse, read};
use backpedal_model::{CauseKind, Document, PartRole};

use regex::Regex;

use crate::{
    Context,
    attribution::{Frame, Source, frames, quote_speakers},
    lexicon::pattern,
    propositions::mechanisms,
    structure::{EntityKind, Names, Quotation, clauses, headed, quotations},
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
    /// How likely each named entity is the one that the document is about.
    pub(crate) shares: Vec<f64>,
    /// The mechanisms that the text names, the one named most often first.
    pub(crate) causes: Vec<CauseKind>,
    parses: Vec<OnceCell<Reading>>,
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
        let mut names = Names::new(
            &text,
            &regions,
            &paragraphs,
            &sentences,
            context.parties,
            company.as_deref(),
        );
        headed(document, &mut names);
        let clauses = sentences
            .iter()
            .map(|s| clauses(text.low(&s.range), s.range.start))
            .collect();
        let company = company.and_then(|name| names.named(&name));
        let mut regions = regions;
        introduced(&text, &names, &mut regions);
        announced(&text, &names, &mut regions);
        accounts(&text, &names, &mut regions);
        let parses = vec![OnceCell::new(); sentences.len()];
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
            shares: Vec::new(),
            causes: Vec::new(),
            parses,
        };
        let mut all: Vec<Vec<Frame>> = Vec::with_capacity(analysis.sentences.len());
        for sentence in &analysis.sentences {
            let last = all
                .last()
                .and_then(|frames| frames.last())
                .map(|frame| frame.source.clone());
            all.push(frames(&analysis, &sentence.range, last.as_ref()));
        }
        analysis.frames = all;
        analysis.quote_sources = quote_speakers(&analysis);
        analysis.causes = told(&analysis.text.low, &analysis.sentences);
        analysis.times = times(document, context, &analysis);
        analysis
    }

    /// The parsed sentence of that number; parsed when first asked for, because few are.
    pub(crate) fn reading(&self, number: usize) -> &Reading {
        static NONE: LazyLock<Reading> = LazyLock::new(Reading::default);
        let (Some(cell), Some(sentence)) = (self.parses.get(number), self.sentences.get(number))
        else {
            return &NONE;
        };
        cell.get_or_init(|| {
            let stretch = Stretch {
                range: sentence.range.clone(),
                opens: number == 0 || self.sentences[number - 1].paragraph != sentence.paragraph,
            };
            read(&self.text.norm, &[stretch], Depth::Trees)
        })
    }

    /// Keeps the parses of some sentences of a part that was read; the part begins with the
    /// sentence of number `first`.
    pub(crate) fn parsed(&self, first: usize, part: &Reading, sentences: &[usize]) {
        let known = part.sentences.len();
        let inside: Vec<usize> = sentences
            .iter()
            .filter_map(|s| s.checked_sub(first))
            .filter(|s| *s < known)
            .collect();
        for (number, reading) in inside.iter().zip(parse(part, &inside)) {
            if let Some(cell) = self.parses.get(first + number) {
                // A sentence that was parsed before keeps that parse.
                let _ = cell.set(reading);
            }
        }
    }

    /// The quotation that holds the place, with its number.
    pub(crate) fn quote_at(&self, at: usize) -> Option<(usize, &Quotation)> {
        let after = self.quotes.partition_point(|quote| quote.range.start <= at);
        let number = after.checked_sub(1)?;
        let quote = &self.quotes[number];
        quote.range.contains(&at).then_some((number, quote))
    }
}

/// The writer of a part, where no organisation is known.
fn unemployed(region: &Region) -> Option<String> {
    let speaker = &region.speaker;
    speaker.name.clone().filter(|_| speaker.org.is_none())
}

/// "I run the edge team at Alder": what a commenter writes is then the organisation's too.
fn introduced(text: &Text, names: &Names, regions: &mut [Region]) {
    static SELF: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"\b(?:i|we) (?:run|work|lead|head|manage|am|'m|maintain|operate)\b[^.;]{0,40}?\b(?:at|for|with|from|of) (?:the )?$|\b(?:i'm|i am|here) (?:\w+ ){0,4}(?:at|from|with|of) $",
        )
    });
    let mut found: Vec<(String, String)> = Vec::new();
    for region in regions.iter() {
        let Some(name) = unemployed(region) else {
            continue;
        };
        for mention in names.within(&region.range) {
            let entity = &names.entities[mention.entity];
            let before = text.low(&(region.range.start..mention.range.start));
            let after = text.low(&(mention.range.end..region.range.end));
            // "Ann from Alder here", only at the start of what somebody writes; "Alder (my employer".
            let lead = before.trim();
            let start = lead.is_empty() || before.len() < 40 && lead.ends_with(" from");
            let here = start
                && [" here.", " here,", " here:"]
                    .iter()
                    .any(|h| after.starts_with(h))
                || [
                    " (my employer",
                    ", my employer",
                    " (where i work",
                    ", where i work",
                ]
                .iter()
                .any(|own| after.starts_with(own));
            if entity.kind == EntityKind::Org && (SELF.is_match(before) || here) {
                found.push((name.clone(), entity.name.clone()));
            }
        }
    }
    for region in regions
        .iter_mut()
        .filter(|region| region.speaker.org.is_none())
    {
        let own = found
            .iter()
            .find(|(name, _)| Some(name) == region.speaker.name.as_ref());
        region.speaker.org = own.map(|(_, org)| org.clone());
    }
}

/// "alderhelp" and "Alder_Care" write for Alder, which the text names: a post then has no other
/// name, a forum's entry keeps the account's.
fn accounts(text: &Text, names: &Names, regions: &mut [Region]) {
    const LEAST: usize = 4;
    let key = |name: &str| -> String {
        let letters = name.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    let orgs = names.entities.iter().filter(|e| e.kind == EntityKind::Org);
    let orgs: Vec<(String, &str)> = orgs.map(|e| (key(&e.name), e.name.as_str())).collect();
    for region in regions.iter_mut() {
        let Some(name) = unemployed(region) else {
            continue;
        };
        let handle = key(&name);
        if name.contains(' ') || !matches!(region.role, PartRole::Post | PartRole::Comment) {
            continue;
        }
        let own = text.low(&region.range);
        let we = ["we ", "our ", "we're", "we've", "us "]
            .iter()
            .any(|word| own.contains(word));
        let fits = |org: &&(String, &str)| {
            org.0.len() >= LEAST && (handle == org.0 || we && handle.starts_with(&org.0))
        };
        if let Some((_, org)) = orgs.iter().filter(fits).max_by_key(|org| org.0.len()) {
            region.speaker.org = Some((*org).to_owned());
            if region.role == PartRole::Post {
                region.speaker.name = None;
            }
        }
    }
}

/// "Here is what their support sent out:" before a quoted block without an author.
fn announced(text: &Text, names: &Names, regions: &mut [Region]) {
    for number in 1..regions.len() {
        let unnamed = regions[number].speaker == backpedal_model::Speaker::default();
        let before = text.low(&regions[number - 1].range).trim_end();
        if regions[number].role != PartRole::Quoted || !unnamed || !before.ends_with(':') {
            continue;
        }
        let end = regions[number - 1].range.end;
        let start = text.low[..end]
            .rfind(". ")
            .map_or(regions[number - 1].range.start, |at| at);
        let orgs = names
            .within(&(start..end))
            .iter()
            .map(|mention| mention.entity);
        let org = orgs
            .rev()
            .find(|entity| names.entities[*entity].kind == EntityKind::Org);
        regions[number].speaker.org = org
            .or(names.main)
            .map(|org| names.entities[org].name.clone());
    }
}

/// The mechanisms that the sentences name, the one named most often first.
fn told(low: &str, sentences: &[Sentence]) -> Vec<CauseKind> {
    let mut counts: Vec<(CauseKind, usize)> = Vec::new();
    for sentence in sentences {
        for kind in mechanisms(low.get(sentence.range.clone()).unwrap_or_default()) {
            match counts.iter_mut().find(|(other, _)| *other == kind) {
                Some((_, count)) => *count += 1,
                None => counts.push((kind, 1)),
            }
        }
    }
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts.into_iter().map(|(kind, _)| kind).collect()
}

/// The time expressions of each sentence.
fn times(document: &Document, context: &Context<'_>, analysis: &Analysis<'_>) -> Vec<Vec<Time>> {
    let mut clock = Clock::new(document, context);
    let read = |sentence: &Sentence| {
        let stamp = analysis.regions[sentence.region].at.as_ref();
        clock.read(&analysis.text, &sentence.range, stamp)
    };
    analysis.sentences.iter().map(read).collect()
}
