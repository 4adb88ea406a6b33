//! Figures of attribution: exact spans of sources, cues and contents.

use std::{collections::BTreeSet, ops::Range};

use backpedal_language::net::{Model, Place};

use super::{
    corpus::stretches,
    polnear::{Article, TAGS},
};

/// Words of one reading.
const STRETCH: usize = 350;

/// The tags of an article's words.
pub(crate) fn tag(model: &Model, article: &Article) -> Vec<usize> {
    let mut tags = Vec::new();
    for stretch in stretches(std::slice::from_ref(&article.document), STRETCH) {
        let forms: Vec<&str> = stretch
            .iter()
            .flat_map(|s| s.forms.iter().map(String::as_str))
            .collect();
        let places: Vec<Place> = stretch.iter().flat_map(|s| s.places()).collect();
        let encoded = model.encode(&forms, &places, &[forms.len()]);
        tags.extend(model.chain("attribution", &encoded, &[forms.len()]));
    }
    tags
}

/// Spans of each part: source, cue, content.
pub(crate) fn spans(tags: &[usize], words: &[Range<usize>]) -> [BTreeSet<(usize, usize)>; 3] {
    let mut found: [BTreeSet<(usize, usize)>; 3] = Default::default();
    let mut open: Option<(usize, usize, usize)> = None;
    for (tag, word) in tags.iter().zip(words) {
        let part = (*tag > 0).then(|| (tag - 1) / 2);
        let begins = TAGS[*tag].starts_with("B-");
        open = match (open, part) {
            (Some((p, start, _)), Some(part)) if p == part && !begins => Some((p, start, word.end)),
            (was, part) => {
                if let Some((p, start, end)) = was {
                    found[p].insert((start, end));
                }
                part.map(|part| (part, word.start, word.end))
            }
        };
    }
    if let Some((p, start, end)) = open {
        found[p].insert((start, end));
    }
    found
}

/// Prints precision, recall and F1 of exact spans.
pub(crate) fn attributions(model: &Model, articles: &[Article], say: &mut dyn FnMut(&str)) {
    let mut right = [0_usize; 3];
    let mut predicted = [0_usize; 3];
    let mut wanted = [0_usize; 3];
    let mut aligned = [0_usize; 3];
    for article in articles {
        let discarded = |span: &(usize, usize)| {
            article
                .discarded
                .iter()
                .any(|d| d.start <= span.0 && span.1 <= d.end)
        };
        let found = spans(&tag(model, article), &article.words);
        let mut gold: [BTreeSet<(usize, usize)>; 3] = Default::default();
        for attribution in &article.attributions {
            for (part, list) in [&attribution.source, &attribution.cue, &attribution.content]
                .into_iter()
                .enumerate()
            {
                gold[part].extend(list.iter().map(|span| (span.start, span.end)));
            }
        }
        let starts: BTreeSet<usize> = article.words.iter().map(|w| w.start).collect();
        let ends: BTreeSet<usize> = article.words.iter().map(|w| w.end).collect();
        for part in 0..3 {
            let found: BTreeSet<_> = found[part]
                .iter()
                .filter(|span| !discarded(span))
                .copied()
                .collect();
            right[part] += found.intersection(&gold[part]).count();
            predicted[part] += found.len();
            wanted[part] += gold[part].len();
            aligned[part] += gold[part]
                .iter()
                .filter(|(a, b)| starts.contains(a) && ends.contains(b))
                .count();
        }
    }
    for (part, name) in ["source", "cue", "content"].into_iter().enumerate() {
        let p = right[part] as f64 / predicted[part].max(1) as f64;
        let r = right[part] as f64 / wanted[part].max(1) as f64;
        say(&format!(
            "PolNeAR dev, exact {name} spans: P {:.1}  R {:.1}  F1 {:.1}  ({} annotated, {:.1} % on word boundaries)",
            100.0 * p,
            100.0 * r,
            200.0 * p * r / (p + r).max(1e-9),
            wanted[part],
            100.0 * aligned[part] as f64 / wanted[part].max(1) as f64
        ));
    }
}
