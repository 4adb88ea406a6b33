//! Whose words a place of the text is in: a quotation's, a frame's, or the region's own.

use std::ops::Range;

use backpedal_model::{PartRole, Speaker, Voice};

use super::{
    frames::{Frame, VerbClass},
    sources::{Source, of_entity},
};
use crate::{
    analysis::Analysis,
    structure::{EntityKind, Quotation},
    tokens::Sentence,
};

/// A quoted fragment of fewer words inside a reported clause counts as reported (the annotation
/// guide's rule).
const FRAGMENT: usize = 4;

/// Whose words, how, and what the frame does to them.
#[derive(Clone, Debug)]
pub(crate) struct Attributed {
    /// Who speaks.
    pub(crate) speaker: Speaker,
    /// Quoted, reported, or the document's own.
    pub(crate) voice: Voice,
    /// The organisation spoken for.
    pub(crate) org: Option<usize>,
    /// What the reporting verb does.
    pub(crate) class: VerbClass,
    /// To whom.
    pub(crate) addressees: Vec<String>,
    /// The newspaper or agency that carries it, where the text names it.
    pub(crate) via: Option<String>,
    /// The frame's words, where one decides.
    pub(crate) frame: Option<Range<usize>>,
    /// Whether the words stand in a quotation whose speaker is not named.
    pub(crate) quoted: bool,
}

/// The speaker of each quotation, in the order of `analysis.quotes`.
pub(crate) fn quote_speakers(analysis: &Analysis<'_>) -> Vec<Option<Source>> {
    let mut found: Vec<Option<Source>> = Vec::with_capacity(analysis.quotes.len());
    for (number, quote) in analysis.quotes.iter().enumerate() {
        let previous = number
            .checked_sub(1)
            .and_then(|at| found.get(at).cloned().flatten());
        let same = number > 0 && analysis.quotes[number - 1].paragraph == quote.paragraph;
        let source = beside(analysis, &quote.range)
            .or_else(|| {
                previous
                    .clone()
                    .filter(|_| quote.continues || same && quote.words >= FRAGMENT)
            })
            .or_else(|| after_colon(analysis, number))
            .or_else(|| previous.filter(|_| goes_on(analysis, number)));
        found.push(source);
    }
    // A quotation that opens a paragraph and whose speaker is named only after the next one.
    for number in (0..found.len().saturating_sub(1)).rev() {
        let (this, next) = (&analysis.quotes[number], &analysis.quotes[number + 1]);
        if found[number].is_none()
            && (this.paragraph == next.paragraph && this.words >= FRAGMENT || next.continues)
        {
            found[number] = found[number + 1].clone();
        }
    }
    found
}

/// A quotation that fills its paragraph, right after a paragraph that ended with or told of
/// another one, is the same speaker's: news texts break a long answer so.
fn goes_on(analysis: &Analysis<'_>, number: usize) -> bool {
    let (this, last) = (&analysis.quotes[number], &analysis.quotes[number - 1]);
    if this.paragraph != last.paragraph + 1 || this.words < FRAGMENT {
        return false;
    }
    let (here, before) = (
        &analysis.paragraphs[this.paragraph],
        &analysis.paragraphs[last.paragraph],
    );
    let opens = this.range.start <= here.range.start + 2;
    // After the last quotation nothing stands but who said it.
    let after = analysis.text.low(&(last.range.end..before.range.end));
    let alone = !after.trim_end_matches(['.', '"', ' ']).contains(". ");
    opens && here.region == before.region && alone
}

/// The frame whose verb stands beside the quotation.
fn beside(analysis: &Analysis<'_>, quote: &Range<usize>) -> Option<Source> {
    const NEAR: usize = 90;
    let sentences = &analysis.sentences;
    let first = sentences.partition_point(|s| s.range.end <= quote.start);
    let last = sentences.partition_point(|s| s.range.start < quote.end);
    let mut best: Option<(usize, Source)> = None;
    for number in first..last.max(first + 1).min(sentences.len()) {
        for frame in &analysis.frames[number] {
            if quote.contains(&frame.verb.start) {
                continue;
            }
            let governs = frame.content.start < quote.end && quote.start < frame.content.end;
            let gap = if frame.verb.start >= quote.end {
                frame
                    .subject
                    .start
                    .min(frame.verb.start)
                    .saturating_sub(quote.end)
            } else {
                quote.start.saturating_sub(frame.verb.end)
            };
            if governs && gap < NEAR && best.as_ref().is_none_or(|(least, _)| gap < *least) {
                best = Some((gap, frame.source.clone()));
            }
        }
    }
    best.map(|(_, source)| source).filter(|source| !source.own)
}

/// "Her note reads:" and "as Oak put it:" before a quotation.
fn after_colon(analysis: &Analysis<'_>, number: usize) -> Option<Source> {
    let quote = &analysis.quotes[number];
    let before = analysis
        .text
        .low
        .get(..quote.range.start)?
        .trim_end_matches(['"', ' ']);
    if !before.ends_with(':') {
        return None;
    }
    let at = before.len() - 1;
    let sentence = analysis.sentences.iter().find(|s| s.range.contains(&at))?;
    let mentions = analysis.names.within(&(sentence.range.start..at));
    let entity = |kind| {
        let fits = mentions
            .iter()
            .filter(|m| analysis.names.entities[m.entity].kind == kind);
        fits.map(|m| m.entity).next_back()
    };
    let low = analysis.text.low(&(sentence.range.start..at));
    let pronoun = ["her ", "his ", "he ", "she "]
        .iter()
        .any(|word| low.starts_with(word) || low.contains(&format!(" {word}")));
    let named = entity(EntityKind::Person)
        .or_else(|| {
            pronoun
                .then(|| analysis.names.refer("he", at, None))
                .flatten()
        })
        .or_else(|| entity(EntityKind::Org))
        .or_else(|| {
            low.contains("status page")
                .then_some(analysis.names.main)
                .flatten()
        })?;
    Some(of_entity(analysis, named))
}

/// "“We think so,” he said": a quotation that begins with a capital where a sentence begins, or
/// after a comma or colon, is no fragment however short.
fn utterance(analysis: &Analysis<'_>, quote: &Quotation) -> bool {
    let text = &analysis.text;
    let capital = text.norm(&quote.range).starts_with(char::is_uppercase);
    let before = text.norm.get(..quote.range.start).unwrap_or_default();
    let before = before.trim_end_matches(['"', ' ']);
    let closes = text
        .norm(&quote.range)
        .trim_end()
        .ends_with(['.', ',', '!', '?']);
    capital && closes && (before.is_empty() || before.ends_with(['.', '!', '?', ',', ':']))
}

/// Whose words stand at `at` in that sentence.
pub(crate) fn whose(analysis: &Analysis<'_>, sentence: usize, at: usize) -> Attributed {
    let here: &Sentence = &analysis.sentences[sentence];
    let region = &analysis.regions[here.region];
    let quote = analysis.quote_at(at);
    let frame = innermost(&analysis.frames[sentence], at);
    let nested =
        quote.is_some_and(|(_, quote)| frame.is_some_and(|f| quote.range.contains(&f.verb.start)));
    let spoken = |quote: &Quotation| quote.words >= FRAGMENT || utterance(analysis, quote);
    if let Some((number, quote)) = quote.filter(|(_, quote)| spoken(quote) && !nested) {
        let source = analysis.quote_sources[number].clone();
        let org = source.as_ref().and_then(|source| source.org);
        let class =
            frame.filter(|f| f.class != VerbClass::Say && f.content.start <= quote.range.start);
        return Attributed {
            via: via(analysis, &analysis.frames[sentence], frame, at),
            speaker: source.map(|source| source.speaker).unwrap_or_default(),
            voice: Voice::Direct,
            org,
            class: class.map_or(VerbClass::Say, |frame| frame.class),
            addressees: frame.map(|f| f.addressees.clone()).unwrap_or_default(),
            frame: frame.map(|f| f.verb.clone()),
            quoted: true,
        };
    }
    if let Some(frame) = frame.filter(|frame| !frame.source.own) {
        return Attributed {
            via: via(analysis, &analysis.frames[sentence], Some(frame), at),
            ..reported(analysis, here, frame)
        };
    }
    let (speaker, org) = match quote.filter(|(_, quote)| nested && quote.words >= FRAGMENT) {
        Some((number, _)) => {
            let source = analysis.quote_sources[number].clone().unwrap_or_default();
            (source.speaker, source.org)
        }
        None => {
            let org = region
                .speaker
                .org
                .as_deref()
                .and_then(|org| analysis.names.named(org));
            (region.speaker.clone(), org)
        }
    };
    Attributed {
        via: None,
        speaker,
        voice: region.voice,
        org,
        class: frame.map_or(VerbClass::Say, |frame| frame.class),
        addressees: Vec::new(),
        frame: frame.map(|frame| frame.verb.clone()),
        quoted: false,
    }
}

fn reported(analysis: &Analysis<'_>, here: &Sentence, frame: &Frame) -> Attributed {
    let region = &analysis.regions[here.region];
    let own = region
        .speaker
        .org
        .as_deref()
        .and_then(|org| analysis.names.named(org));
    // A company that writes of itself in the third person still speaks with its own voice.
    let itself = region.role != PartRole::Quoted
        && frame.source.speaker.name.is_none()
        && own.is_some()
        && frame.source.org == own;
    Attributed {
        via: None,
        speaker: frame.source.speaker.clone(),
        voice: if itself {
            region.voice
        } else {
            Voice::Indirect
        },
        org: frame.source.org,
        class: frame.class,
        addressees: frame.addressees.clone(),
        frame: Some(frame.verb.clone()),
        quoted: false,
    }
}

/// The frame whose content holds the place and is the shortest.
fn innermost(frames: &[Frame], at: usize) -> Option<&Frame> {
    let held = frames.iter().filter(|f| {
        f.content.contains(&at)
            || f.verb.contains(&at)
            || f.subject.contains(&at) && f.content.contains(&at)
    });
    held.min_by_key(|frame| frame.content.len())
}

/// "The Gazette reported that Alder denied it": the outlet of a frame around the one that
/// decides.
fn via(
    analysis: &Analysis<'_>,
    frames: &[Frame],
    inner: Option<&Frame>,
    at: usize,
) -> Option<String> {
    let around = frames.iter().filter(|frame| {
        frame.content.contains(&at) && inner.is_none_or(|inner| inner.verb != frame.verb)
    });
    let outlets = around.filter_map(|frame| frame.source.entity);
    let mut outlets = outlets.map(|entity| &analysis.names.entities[entity]);
    outlets
        .find(|entity| entity.outlet)
        .map(|entity| entity.name.clone())
}
