//! The heads of the network: parts of speech, dependencies, attribution, and further tags.

use std::collections::BTreeMap;

use super::{
    chain::best,
    encoder::{Encoder, Place},
    matrix::{Matrix, add_to, dot, largest, product},
    tree::tree,
    vectors::Pieces,
    weights::Weights,
};

/// The tags that each head chooses among, by the head's name; one line each in the tag file:
/// `head tag tag …`.
#[derive(Clone, Debug, Default)]
pub struct Tags {
    /// Tags by head.
    pub by_head: BTreeMap<String, Vec<String>>,
}

impl Tags {
    /// Reads a tag file.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let lines = text.lines().map(str::split_whitespace);
        let by_head = lines.filter_map(|mut words| {
            Some((words.next()?.to_owned(), words.map(str::to_owned).collect()))
        });
        Self {
            by_head: by_head.collect(),
        }
    }

    /// The text of a tag file.
    #[must_use]
    pub fn write(&self) -> String {
        let lines = self.by_head.iter();
        lines
            .map(|(head, tags)| format!("{head} {}\n", tags.join(" ")))
            .collect()
    }

    /// The tags of a head.
    #[must_use]
    pub fn of(&self, head: &str) -> &[String] {
        self.by_head.get(head).map_or(&[], Vec::as_slice)
    }
}

/// A sentence's tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parsed {
    /// Governors, numbered from 1 in the sentence; 0 is the root.
    pub heads: Vec<usize>,
    /// Relations to them: numbers in the tags of `relation`.
    pub relations: Vec<usize>,
}

/// A trained network.
#[derive(Debug)]
pub struct Model {
    encoder: Encoder,
    /// What the numbers of tags mean.
    pub tags: Tags,
    weights: BTreeMap<String, Matrix>,
}

impl Model {
    /// From the network's weight file, the word pieces and the tag file. Nothing where parts are
    /// missing.
    #[must_use]
    pub fn new(weights: &[u8], pieces: Pieces, tags: &str) -> Option<Self> {
        let mut weights = Weights::read(weights)?;
        let encoder = Encoder::new(pieces, &mut weights)?;
        Some(Self {
            encoder,
            tags: Tags::read(tags),
            weights: weights.matrices,
        })
    }

    /// The words in their context.
    #[must_use]
    pub fn encode(&self, forms: &[&str], places: &[Place], runs: &[usize]) -> Matrix {
        self.encoder.encode(forms, places, runs)
    }

    /// The plain word vectors, a row each.
    #[must_use]
    pub fn vectors(&self, forms: &[&str]) -> Matrix {
        self.encoder.vectors(forms)
    }

    /// Into how many pieces a form is cut: common words are one.
    #[must_use]
    pub fn pieces(&self, form: &str) -> usize {
        self.encoder.pieces(form)
    }

    fn get(&self, name: &str) -> Option<&Matrix> {
        self.weights.get(name)
    }

    /// `x · w + b` of a layer, with negative values cut off where `relu`.
    fn layer(&self, name: &str, x: &Matrix, relu: bool) -> Option<Matrix> {
        let mut out = product(x, false, self.get(&format!("{name}.w"))?, false);
        if let Some(bias) = self.get(&format!("{name}.b")) {
            for row in 0..out.rows {
                add_to(out.row_mut(row), &bias.data);
            }
        }
        if relu {
            out.data
                .iter_mut()
                .for_each(|value| *value = value.max(0.0));
        }
        Some(out)
    }

    /// The scores of a head's tags for each word. Nothing where the network has no such head.
    #[must_use]
    pub fn scores(&self, head: &str, encoded: &Matrix) -> Option<Matrix> {
        match self.layer(&format!("{head}.hidden"), encoded, true) {
            Some(hidden) => self.layer(head, &hidden, false),
            None => self.layer(head, encoded, false),
        }
    }

    /// The best tag of each word by itself.
    #[must_use]
    pub fn tag(&self, head: &str, encoded: &Matrix) -> Vec<usize> {
        let scores = self.scores(head, encoded).unwrap_or_default();
        (0..scores.rows)
            .map(|row| largest(scores.row(row)))
            .collect()
    }

    /// The best sequence of tags for each run.
    #[must_use]
    pub fn chain(&self, head: &str, encoded: &Matrix, runs: &[usize]) -> Vec<usize> {
        let (Some(scores), Some(steps)) = (
            self.scores(head, encoded),
            self.get(&format!("{head}.steps")),
        ) else {
            return vec![0; encoded.rows];
        };
        let mut found = Vec::with_capacity(scores.rows);
        let mut start = 0;
        for run in runs {
            let data = scores.data[start * scores.cols..(start + run) * scores.cols].to_vec();
            found.extend(best(
                &Matrix {
                    rows: *run,
                    cols: scores.cols,
                    data,
                },
                steps,
            ));
            start += run;
        }
        found
    }

    /// The tree of each sentence, given by its length.
    #[must_use]
    pub fn parse(&self, encoded: &Matrix, sentences: &[usize]) -> Vec<Parsed> {
        self.try_parse(encoded, sentences).unwrap_or_default()
    }

    fn try_parse(&self, encoded: &Matrix, sentences: &[usize]) -> Option<Vec<Parsed>> {
        let dependents = self.layer("dependent", encoded, true)?;
        let governors = self.layer("governor", encoded, true)?;
        let turned = self.layer("arc", &dependents, false)?;
        let root = self.get("arc.root")?;
        let below = self.layer("relation.dependent", encoded, false)?;
        let above = self.layer("relation.governor", encoded, false)?;
        let relation_root = self.get("relation.root")?;
        let mut start = 0;
        let mut found = Vec::with_capacity(sentences.len());
        let mut hidden = Matrix::zeros(encoded.rows, below.cols);
        for length in sentences {
            let mut scores = Matrix::zeros(*length, length + 1);
            for word in 0..*length {
                let own = turned.row(start + word);
                let row = scores.row_mut(word);
                row[0] = dot(own, &root.data);
                for governor in 0..*length {
                    row[governor + 1] = dot(own, governors.row(start + governor));
                }
            }
            let heads = tree(&scores);
            for (word, head) in heads.iter().enumerate() {
                let row = hidden.row_mut(start + word);
                row.copy_from_slice(below.row(start + word));
                add_to(
                    row,
                    head.checked_sub(1)
                        .map_or(&relation_root.data, |head| above.row(start + head)),
                );
                row.iter_mut().for_each(|value| *value = value.max(0.0));
            }
            found.push(Parsed {
                heads,
                relations: Vec::new(),
            });
            start += length;
        }
        let relations = self.layer("relation", &hidden, false)?;
        let mut word = 0;
        for parsed in &mut found {
            for head in &parsed.heads {
                parsed
                    .relations
                    .push(self.relation(relations.row(word), *head));
                word += 1;
            }
        }
        Some(found)
    }

    /// The best relation; the root's own belongs to it alone.
    fn relation(&self, scores: &[f32], head: usize) -> usize {
        let root = self
            .tags
            .of("relation")
            .iter()
            .position(|tag| tag == "root");
        match root {
            Some(root) if head == 0 => root,
            Some(root) => {
                let mut scores = scores.to_vec();
                scores[root] = f32::NEG_INFINITY;
                largest(&scores)
            }
            None => largest(scores),
        }
    }
}
