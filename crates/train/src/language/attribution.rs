//! Figures of attribution: exact spans of sources, cues and contents; who said what; and the
//! speakers of direct quotations.

use std::{collections::BTreeSet, ops::Range};

use backpedal_language::{
    Depth, Reading, Role, Stretch, attributions, net::Model, read_with, sentences,
};

use super::polnear::{Article, Attribution, Quote};

/// Right, found and wanted.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    right: usize,
    found: usize,
    wanted: usize,
}

impl Tally {
    fn line(self) -> String {
        let p = self.right as f64 / self.found.max(1) as f64;
        let r = self.right as f64 / self.wanted.max(1) as f64;
        format!(
            "P {:.1}  R {:.1}  F1 {:.1}  ({} annotated)",
            100.0 * p,
            100.0 * r,
            200.0 * p * r / (p + r).max(1e-9),
            self.wanted
        )
    }
}

/// An article read by the network, as the engine reads a document.
pub(crate) fn reading(model: &'static Model, text: &str) -> Reading {
    let mut last = 0;
    let stretches: Vec<Stretch> = sentences(text)
        .into_iter()
        .map(|range| {
            let opens = last == 0 || text[last..range.start].contains('\n');
            last = range.end;
            Stretch { range, opens }
        })
        .collect();
    read_with(model, text, &stretches, Depth::Trees)
}

/// Spans of each part: source, cue, content.
fn spans(reading: &Reading) -> [BTreeSet<(usize, usize)>; 3] {
    let mut found: [BTreeSet<(usize, usize)>; 3] = Default::default();
    let mut open: Option<(Role, usize, usize)> = None;
    let mut close = |part: Option<(Role, usize, usize)>| {
        if let Some((role, start, end)) = part {
            let number = match role {
                Role::Source => 0,
                Role::Cue => 1,
                Role::Content => 2,
                Role::Outside => return,
            };
            found[number].insert((start, end));
        }
    };
    for word in &reading.words {
        open = match open {
            Some((role, start, _)) if role == word.role && !word.begins => {
                Some((role, start, word.range.end))
            }
            was => {
                close(was);
                Some((word.role, word.range.start, word.range.end))
            }
        };
    }
    close(open);
    found
}

/// Prints all figures over the articles.
pub(crate) fn score(model: &'static Model, articles: &[Article], say: &mut dyn FnMut(&str)) {
    let mut exact = [Tally::default(); 3];
    let (mut relations, mut speakers) = (Tally::default(), Tally::default());
    for article in articles {
        let inside = |start: usize, end: usize| {
            article
                .discarded
                .iter()
                .any(|d| d.start <= start && end <= d.end)
        };
        let reading = reading(model, &article.text);
        let mut gold: [BTreeSet<(usize, usize)>; 3] = Default::default();
        for attribution in &article.attributions {
            for (part, list) in [&attribution.source, &attribution.cue, &attribution.content]
                .into_iter()
                .enumerate()
            {
                gold[part].extend(list.iter().map(|span| (span.start, span.end)));
            }
        }
        for (part, found) in spans(&reading).iter().enumerate() {
            let found: BTreeSet<_> = found
                .iter()
                .filter(|(start, end)| !inside(*start, *end))
                .copied()
                .collect();
            exact[part].right += found.intersection(&gold[part]).count();
            exact[part].found += found.len();
            exact[part].wanted += gold[part].len();
        }
        let found: Vec<Attribution> = found(&reading)
            .into_iter()
            .filter(|a| a.content.iter().any(|span| !inside(span.start, span.end)))
            .collect();
        relation(&article.attributions, &found, &mut relations);
        quotes(
            &article.text,
            &article.quotes,
            &found,
            &inside,
            &mut speakers,
        );
    }
    for (name, tally) in ["source", "cue", "content"].into_iter().zip(exact) {
        say(&format!(
            "PolNeAR dev, exact {name} spans: {}",
            tally.line()
        ));
    }
    say(&format!(
        "PolNeAR dev, relations (content IoU >= 0.5, sources overlap): {}",
        relations.line()
    ));
    say(&format!(
        "PolNeAR dev, speakers of direct quotations (IoU >= 0.8, speakers overlap): {}",
        speakers.line()
    ));
}

/// The attributions of a reading in bytes of the text.
fn found(reading: &Reading) -> Vec<Attribution> {
    let bytes = |range: &Range<usize>| {
        reading.words[range.start].range.start..reading.words[range.end - 1].range.end
    };
    attributions(reading)
        .iter()
        .map(|a| Attribution {
            source: a.source.iter().map(bytes).collect(),
            cue: a.cue.iter().map(bytes).collect(),
            content: a.contents.iter().map(bytes).collect(),
        })
        .collect()
}

fn length(spans: &[Range<usize>]) -> usize {
    spans.iter().map(Range::len).sum()
}

fn common(a: &[Range<usize>], b: &[Range<usize>]) -> usize {
    let pairs = a.iter().flat_map(|a| b.iter().map(move |b| (a, b)));
    pairs
        .map(|(a, b)| a.end.min(b.end).saturating_sub(a.start.max(b.start)))
        .sum()
}

fn likeness(a: &[Range<usize>], b: &[Range<usize>]) -> f64 {
    let both = common(a, b);
    both as f64 / (length(a) + length(b) - both).max(1) as f64
}

fn relation(gold: &[Attribution], found: &[Attribution], tally: &mut Tally) {
    tally.wanted += gold.len();
    tally.found += found.len();
    let mut used = vec![false; found.len()];
    for wanted in gold {
        let fits = |a: &Attribution| {
            let sources = common(&a.source, &wanted.source) > 0
                || a.source.is_empty() && wanted.source.is_empty();
            sources && likeness(&a.content, &wanted.content) >= 0.5
        };
        if let Some(number) =
            (0..found.len()).find(|number| !used[*number] && fits(&found[*number]))
        {
            used[number] = true;
            tally.right += 1;
        }
    }
}

/// Quotations that some attribution covers, with its source as the speaker.
fn quotes(
    text: &str,
    gold: &[Quote],
    found: &[Attribution],
    inside: &dyn Fn(usize, usize) -> bool,
    tally: &mut Tally,
) {
    let mut predicted: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    // The annotation has quotations in double marks only, and the outermost of them.
    let double = |span: &Range<usize>| !text[span.clone()].starts_with(['\'', '‘', '’']);
    let all = backpedal_language::quotations(text);
    for quotation in all.iter().filter(|q| q.depth == 0 && double(&q.span)) {
        let span = quotation.span.clone();
        let own = found
            .iter()
            .map(|a| (common(&a.content, std::slice::from_ref(&span)), a))
            .max_by_key(|(both, _)| *both)
            .filter(|(both, _)| 2 * both > span.len());
        let speaker = own.and_then(|(_, a)| a.source.first().cloned());
        if let Some(speaker) = speaker.filter(|_| !inside(span.start, span.end)) {
            predicted.push((span, speaker));
        }
    }
    tally.wanted += gold.len();
    tally.found += predicted.len();
    for quote in gold {
        let fits = |(span, speaker): &(Range<usize>, Range<usize>)| {
            likeness(
                std::slice::from_ref(span),
                std::slice::from_ref(&quote.span),
            ) >= 0.8
                && common(std::slice::from_ref(speaker), &quote.speaker) > 0
        };
        tally.right += usize::from(predicted.iter().any(fits));
    }
}
