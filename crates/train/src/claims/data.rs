//! Annotated texts as the network takes them.

use std::path::Path;

use anyhow::Context as _;
use backpedal_claims::{Features, network_features};
use backpedal_model::{ClaimKind, Polarity, Span, TextIndex};
use backpedal_train::{GoldDocument, read_gold};

use crate::commands::calibrate::{context, documents};

/// An annotated text.
#[derive(Clone, Debug)]
pub(crate) struct Text {
    /// The annotation.
    pub(crate) gold: GoldDocument,
    /// The text itself.
    pub(crate) text: String,
    /// What the network sees.
    pub(crate) features: Features,
    /// For each word and kind: 1 in the heart of a claim, -1 beside it in its clause, else 0.
    pub(crate) kinds: Vec<f32>,
    /// The polarity of the claim at each word that is in the heart of one.
    pub(crate) stances: Vec<Option<usize>>,
}

/// The annotated texts of a folder: `claims.jsonl` (or `gold.jsonl`) beside `texts/`.
pub(crate) fn load(folder: &Path) -> anyhow::Result<Vec<Text>> {
    let read = |path: &Path| {
        std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
    };
    let mut file = folder.join("claims.jsonl");
    if !file.exists() {
        file = folder.join("gold.jsonl");
    }
    let mut found = Vec::new();
    for gold in read_gold(&read(&file)?)? {
        let text = read(&folder.join("texts").join(format!("{}.txt", gold.doc)))?;
        found.extend(annotated(gold, text));
    }
    Ok(found)
}

fn annotated(gold: GoldDocument, text: String) -> Option<Text> {
    let parties = backpedal_model::Parties::default();
    let document = documents(&gold, &text).into_iter().next()?;
    let features = network_features(&document, &context(&parties));
    let count = ClaimKind::ALL.len();
    let mut kinds = vec![0.0; features.words.len() * count];
    let mut stances = vec![None; features.words.len()];
    let index = TextIndex::new(&text);
    for claim in &gold.claims {
        let Some(at) = text.find(&claim.anchor) else {
            continue;
        };
        let anchor = index.span(at..at + claim.anchor.len());
        let inside = |span: &Span| span.start < anchor.end && anchor.start < span.end;
        let kind = ClaimKind::ALL
            .iter()
            .position(|kind| *kind == claim.kind)
            .unwrap_or(0);
        let stance = Polarity::ALL
            .iter()
            .position(|polarity| *polarity == claim.polarity);
        let held: Vec<usize> = (0..features.words.len())
            .filter(|word| inside(&features.words[*word]))
            .collect();
        for (word, clause) in features.clauses.iter().enumerate() {
            let beside = held.iter().any(|held| features.clauses[*held] == *clause);
            let cell = &mut kinds[word * count + kind];
            if beside && *cell == 0.0 {
                *cell = -1.0;
            }
        }
        for word in held {
            kinds[word * count + kind] = 1.0;
            stances[word] = stance;
        }
    }
    Some(Text {
        gold,
        text,
        features,
        kinds,
        stances,
    })
}
