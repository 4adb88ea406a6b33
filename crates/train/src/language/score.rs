//! Figures of the language network on the development parts, with the shipped weights.

use std::path::Path;

use anyhow::Context as _;
use backpedal_language::net::{Model, Place};

use super::{
    attribution, conllu,
    corpus::{Document, Sentence, stretches, unpack},
    negation, polnear,
    run::pieces,
};

/// A share of right among counted.
#[derive(Clone, Copy, Debug, Default)]
struct Share {
    right: usize,
    all: usize,
}

impl Share {
    fn add(&mut self, right: bool) {
        self.right += usize::from(right);
        self.all += 1;
    }

    fn percent(self) -> f64 {
        100.0 * self.right as f64 / self.all.max(1) as f64
    }
}

/// The network in the folder of the weights.
pub(crate) fn model(weights: &Path) -> anyhow::Result<Model> {
    let read = |name: &str| {
        std::fs::read(weights.join(name))
            .with_context(|| format!("{name} cannot be read in {}", weights.display()))
    };
    let tags = String::from_utf8(read("tags.txt")?)?;
    Model::new(&read("language.bin")?, pieces(weights)?, &tags)
        .context("language.bin is no weight file of this version")
}

/// Prints all figures.
pub(crate) fn score(nlp: &Path, weights: &Path, say: &mut dyn FnMut(&str)) -> anyhow::Result<()> {
    // A reading borrows its tags from the network; this program reads one network and ends.
    let model: &'static Model = Box::leak(Box::new(model(weights)?));
    treebank(
        model,
        &conllu::read(&unpack(&nlp.join("en_ewt-ud-dev.conllu.gz"))?),
        say,
    );
    let quoted = unpack(&nlp.join("direct_quotes.polnear.jsonl.gz"))?;
    let articles = polnear::read(
        &unpack(&nlp.join("attribution.polnear.jsonl.gz"))?,
        &quoted,
        "dev",
    )?;
    attribution::score(model, &articles, say);
    let reviews = negation::read(&unpack(&nlp.join("negspec.sfu-reviews.jsonl.gz"))?, "dev")?;
    scopes(model, &reviews, say);
    Ok(())
}

/// Words of one reading at inference.
pub(crate) const STRETCH: usize = 120;

/// Prints F1 of each mark, word by word.
fn scopes(model: &Model, documents: &[Document], say: &mut dyn FnMut(&str)) {
    let mut counts = [[0_usize; 3]; 4];
    for stretch in stretches(documents, STRETCH) {
        let forms: Vec<&str> = stretch
            .iter()
            .flat_map(|s| s.forms.iter().map(String::as_str))
            .collect();
        let places: Vec<Place> = stretch.iter().flat_map(|s| s.places()).collect();
        let encoded = model.encode(&forms, &places, &[forms.len()]);
        let Some(scores) = model.scores("scope", &encoded) else {
            return;
        };
        let tags = stretch.iter().flat_map(|s| s.tags.iter());
        for (row, tag) in tags.enumerate() {
            for (mark, count) in counts.iter_mut().enumerate() {
                let (found, wanted) = (scores.row(row)[mark] > 0.0, (tag >> mark) & 1 == 1);
                count[0] += usize::from(found && wanted);
                count[1] += usize::from(found);
                count[2] += usize::from(wanted);
            }
        }
    }
    for (mark, [right, found, wanted]) in negation::MARKS.iter().zip(counts) {
        let f1 = 200.0 * right as f64 / (found + wanted).max(1) as f64;
        say(&format!(
            "SFU reviews dev, words {mark}: F1 {f1:.1}  ({wanted} annotated)"
        ));
    }
}

fn treebank(model: &Model, documents: &[Document], say: &mut dyn FnMut(&str)) {
    let [mut upos, mut xpos, mut heads, mut strict, mut wide] = [Share::default(); 5];
    for stretch in stretches(documents, STRETCH) {
        let forms: Vec<&str> = stretch
            .iter()
            .flat_map(|s| s.forms.iter().map(String::as_str))
            .collect();
        let places: Vec<Place> = stretch.iter().flat_map(|s| s.places()).collect();
        let lengths: Vec<usize> = stretch.iter().map(|s| s.forms.len()).collect();
        let encoded = model.encode(&forms, &places, &[forms.len()]);
        let (u, x) = (model.tag("upos", &encoded), model.tag("xpos", &encoded));
        let mut word = 0;
        for (parsed, sentence) in model.parse(&encoded, &lengths).iter().zip(&stretch) {
            let gold: &Sentence = sentence;
            for k in 0..gold.forms.len() {
                upos.add(model.tags.of("upos")[u[word]] == gold.upos[k]);
                xpos.add(model.tags.of("xpos")[x[word]] == gold.xpos[k]);
                let relation = &model.tags.of("relation")[parsed.relations[k]];
                let head = parsed.heads[k] == gold.heads[k];
                heads.add(head);
                strict.add(head && *relation == gold.relations[k]);
                wide.add(head && relation.split(':').next() == gold.relations[k].split(':').next());
                word += 1;
            }
        }
    }
    say(&format!(
        "EWT dev, gold tokens ({} words): UPOS {:.2}  XPOS {:.2}  UAS {:.2}  LAS {:.2}  (LAS without subtypes {:.2})",
        upos.all,
        upos.percent(),
        xpos.percent(),
        heads.percent(),
        strict.percent(),
        wide.percent()
    ));
}
