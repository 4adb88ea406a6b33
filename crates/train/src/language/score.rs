//! Figures of the language network on the development parts, with the shipped weights.

use std::path::Path;

use anyhow::Context as _;
use backpedal_language::net::{Model, Place};

use super::{
    attribution::attributions,
    conllu,
    corpus::{Document, Sentence, stretches, unpack},
    polnear,
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
    let model = model(weights)?;
    treebank(
        &model,
        &conllu::read(&unpack(&nlp.join("en_ewt-ud-dev.conllu.gz"))?),
        say,
    );
    let articles = polnear::read(&unpack(&nlp.join("attribution.polnear.jsonl.gz"))?, "dev")?;
    attributions(&model, &articles, say);
    Ok(())
}

/// Words of one reading at inference.
pub(crate) const STRETCH: usize = 120;

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
