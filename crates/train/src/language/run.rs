//! The training loop.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use backpedal_language::net::{Form, Pieces, Tags, Weights};

use super::{
    batches::{Batch, Forms},
    conllu,
    corpus::{Document, Sentence, stretches, unpack},
    negation,
    network::{Counts, Drop, Network, Sizes},
    polnear,
};
use crate::nn::{Adam, Grads, Node, Params, Random, Tape, arcs, crf, cross_entropy, logistic};

/// What is set from outside.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// The folder of the corpora.
    pub(crate) nlp: PathBuf,
    /// The folder of the weights.
    pub(crate) out: PathBuf,
    /// Steps of the optimiser.
    pub(crate) steps: usize,
    /// The seed of everything random.
    pub(crate) seed: u64,
    /// Sizes of the network.
    pub(crate) sizes: Sizes,
}

/// Highest rate of learning.
const RATE: f32 = 2e-3;
/// Steps until it is reached.
const WARM: usize = 200;
/// Words of one step and task, at least.
const PARSE_WORDS: usize = 1500;
const ATTRIBUTION_WORDS: usize = 2200;
/// Every so many steps the reach of negations is learnt in place of attribution.
const SCOPE_EVERY: usize = 6;
/// Words that are read as one stretch.
const PARSE_STRETCH: usize = 120;
const ATTRIBUTION_STRETCH: usize = 350;

/// The word pieces that lie in the folder of the weights.
pub(crate) fn pieces(out: &Path) -> anyhow::Result<Pieces> {
    let read = |name: &str| {
        std::fs::read(out.join(name)).with_context(|| {
            format!(
                "{name} cannot be read in {}; run `backpedal-train vectors` first",
                out.display()
            )
        })
    };
    let vocabulary: &'static str =
        Box::leak(String::from_utf8(read("pieces.txt")?)?.into_boxed_str());
    Pieces::new(vocabulary, &read("pieces.bin")?)
        .context("the word pieces do not fit their vocabulary")
}

/// Endless stretches in random order, of slightly different cuts each time round.
struct Stream<'a> {
    documents: &'a [Document],
    most: usize,
    queue: Vec<Vec<&'a Sentence>>,
}

impl<'a> Stream<'a> {
    fn new(documents: &'a [Document], most: usize) -> Self {
        let queue = Vec::new();
        Self {
            documents,
            most,
            queue,
        }
    }

    fn take(&mut self, words: usize, random: &mut Random) -> Vec<Vec<&'a Sentence>> {
        let mut taken = Vec::new();
        let mut count = 0;
        while count < words {
            if self.queue.is_empty() {
                let most = self.most / 2 + random.below(self.most);
                self.queue = stretches(self.documents, most);
                random.shuffle(&mut self.queue);
            }
            let Some(next) = self.queue.pop() else { break };
            count += next
                .iter()
                .map(|sentence| sentence.forms.len())
                .sum::<usize>();
            taken.push(next);
        }
        taken
    }
}

fn numbers(values: impl Iterator<Item = String>) -> Vec<String> {
    let sorted: std::collections::BTreeSet<String> = values.collect();
    sorted.into_iter().collect()
}

/// The tags of all heads.
fn tags(treebank: &[Document]) -> Tags {
    let all = || treebank.iter().flatten();
    let mut tags = Tags::default();
    let mut name = |head: &str, values: Vec<String>| tags.by_head.insert(head.to_owned(), values);
    name("upos", numbers(all().flat_map(|s| s.upos.iter().cloned())));
    name("xpos", numbers(all().flat_map(|s| s.xpos.iter().cloned())));
    name(
        "relation",
        numbers(all().flat_map(|s| s.relations.iter().cloned())),
    );
    name("attribution", polnear::TAGS.map(str::to_owned).to_vec());
    name("scope", negation::MARKS.map(str::to_owned).to_vec());
    tags
}

fn counts(tags: &Tags) -> Counts {
    Counts {
        upos: tags.of("upos").len(),
        xpos: tags.of("xpos").len(),
        relation: tags.of("relation").len(),
        attribution: tags.of("attribution").len(),
        scope: tags.of("scope").len(),
    }
}

/// Trains and writes `language.bin` and `tags.txt`.
pub(crate) fn train(settings: &Settings, say: &mut dyn FnMut(&str)) -> anyhow::Result<()> {
    let pieces = pieces(&settings.out)?;
    let treebank = conllu::read(&unpack(&settings.nlp.join("en_ewt-ud-train.conllu.gz"))?);
    let news = unpack(&settings.nlp.join("attribution.polnear.jsonl.gz"))?;
    let news = polnear::read(&news, "", "train")?;
    let news: Vec<Document> = news.into_iter().map(|article| article.document).collect();
    let reviews = unpack(&settings.nlp.join("negspec.sfu-reviews.jsonl.gz"))?;
    let reviews = negation::read(&reviews, "train")?;
    let tags = tags(&treebank);
    let mut random = Random::new(settings.seed);
    let mut params = Params::default();
    let network = Network::new(
        settings.sizes,
        pieces.width(),
        counts(&tags),
        &mut params,
        &mut random,
    );
    let mut adam = Adam::new(&params);
    let mut trees = Stream::new(&treebank, PARSE_STRETCH);
    let mut articles = Stream::new(&news, ATTRIBUTION_STRETCH);
    let mut scopes = Stream::new(&reviews, ATTRIBUTION_STRETCH);
    let (mut tree_forms, mut news_forms) = (Forms::new(&pieces), Forms::new(&pieces));
    let (mut one, mut two) = (Random::new(random.next()), Random::new(random.next()));
    let started = std::time::Instant::now();
    let mut sums = [0.0_f32; 5];
    for step in 1..=settings.steps {
        let (network, params_now, tags) = (&network, &params, &tags);
        let (left, right) = std::thread::scope(|scope| {
            let job = scope.spawn(|| {
                let taken = trees.take(PARSE_WORDS, &mut one);
                let batch = tree_forms.batch(&taken, &mut one);
                let sentences: Vec<&Sentence> = taken.into_iter().flatten().collect();
                parse_step(network, params_now, &batch, &sentences, tags, &mut one)
            });
            let scope = step % SCOPE_EVERY == 0;
            let stream = if scope { &mut scopes } else { &mut articles };
            let taken = stream.take(ATTRIBUTION_WORDS, &mut two);
            let batch = news_forms.batch(&taken, &mut two);
            let sentences: Vec<&Sentence> = taken.into_iter().flatten().collect();
            let learn = if scope { scope_step } else { attribution_step };
            let right = learn(network, params_now, &batch, &sentences, &mut two);
            (job.join(), right)
        });
        let (mut grads, losses) = left.map_err(|_| anyhow::anyhow!("a training thread stopped"))?;
        grads.join(right.0);
        for (sum, loss) in sums.iter_mut().zip(losses.iter().chain([&right.1])) {
            *sum += loss;
        }
        adam.step(&mut params, &grads, rate(step, settings.steps));
        if step % 100 == 0 {
            let mean = sums.map(|sum| sum / 100.0);
            say(&progress(step, settings.steps, mean, started.elapsed()));
            sums = [0.0; 5];
        }
        if step % 1000 == 0 && step < settings.steps {
            // So that a long training that is cut off is not lost.
            write(&adam.mean, tags, &settings.out)?;
        }
    }
    write(&adam.mean, &tags, &settings.out)
}

fn progress(step: usize, steps: usize, mean: [f32; 5], taken: std::time::Duration) -> String {
    let seconds = taken.as_secs_f32();
    let left = seconds / step as f32 * (steps - step) as f32;
    let [upos, xpos, arc, relation, attribution] = mean;
    format!(
        "{step}/{steps} upos {upos:.3} xpos {xpos:.3} arc {arc:.3} relation {relation:.3} attribution {attribution:.4}; {seconds:.0} s, {left:.0} s left"
    )
}

fn rate(step: usize, steps: usize) -> f32 {
    let warm = (step as f32 / WARM as f32).min(1.0);
    let way = step as f32 / steps as f32;
    RATE * warm * (0.02 + 0.98 * 0.5 * (1.0 + (std::f32::consts::PI * way).cos()))
}

fn parse_step(
    network: &Network,
    params: &Params,
    batch: &Batch,
    sentences: &[&Sentence],
    tags: &Tags,
    random: &mut Random,
) -> (Grads, [f32; 4]) {
    let mut tape = Tape::new(params);
    let x = network.encode(
        &mut tape,
        batch,
        Drop {
            input: 0.25,
            layer: 0.3,
        },
        random,
    );
    let find = |head: &str, value: &String| tags.of(head).iter().position(|tag| tag == value);
    let class = |head: &str, values: fn(&Sentence) -> &Vec<String>| -> Vec<Option<usize>> {
        sentences
            .iter()
            .flat_map(|s| values(s).iter().map(|v| find(head, v)))
            .collect()
    };
    let upos = tape.linear(x, network.upos.w, Some(network.upos.b));
    let upos = cross_entropy(&mut tape, upos, &class("upos", |s| &s.upos), 0.4);
    let xpos = tape.linear(x, network.xpos.w, Some(network.xpos.b));
    let xpos = cross_entropy(&mut tape, xpos, &class("xpos", |s| &s.xpos), 0.3);
    let relations = class("relation", |s| &s.relations);
    let (arc, relation) = tree_losses(
        network,
        &mut tape,
        x,
        (batch, sentences),
        &relations,
        random,
    );
    (tape.back(), [upos, xpos, arc, relation])
}

/// The losses of governors and relations.
fn tree_losses(
    network: &Network,
    tape: &mut Tape<'_>,
    x: Node,
    (batch, sentences): (&Batch, &[&Sentence]),
    relations: &[Option<usize>],
    random: &mut Random,
) -> (f32, f32) {
    let gold: Vec<usize> = sentences
        .iter()
        .flat_map(|s| s.heads.iter().copied())
        .collect();
    let dependents = tape.linear(x, network.dependent.w, Some(network.dependent.b));
    let dependents = tape.relu(dependents);
    let dependents = tape.dropout(dependents, &batch.runs, 0.25, random);
    let governors = tape.linear(x, network.governor.w, Some(network.governor.b));
    let governors = tape.relu(governors);
    let governors = tape.dropout(governors, &batch.runs, 0.25, random);
    let turned = tape.linear(dependents, network.arc, None);
    let arc = arcs(
        tape,
        turned,
        governors,
        network.root,
        &gold,
        &batch.lengths,
        1.0,
    );
    let below = tape.linear(x, network.below.w, Some(network.below.b));
    let above = tape.linear(x, network.above, None);
    // The root stands under all words.
    let root = tape.param_rows(network.relation_root, vec![0]);
    let count = gold.len();
    let above = tape.under(above, root);
    let mut start = 0;
    let mut rows = Vec::with_capacity(count);
    for sentence in sentences {
        rows.extend(
            sentence
                .heads
                .iter()
                .map(|head| if *head == 0 { count } else { start + head - 1 }),
        );
        start += sentence.heads.len();
    }
    let chosen = tape.pick(above, rows);
    let hidden = tape.add(below, chosen);
    let hidden = tape.relu(hidden);
    let hidden = tape.dropout(hidden, &batch.runs, 0.25, random);
    let relation = tape.linear(hidden, network.relation.w, Some(network.relation.b));
    let relation = cross_entropy(tape, relation, relations, 1.0);
    (arc, relation)
}

fn attribution_step(
    network: &Network,
    params: &Params,
    batch: &Batch,
    sentences: &[&Sentence],
    random: &mut Random,
) -> (Grads, f32) {
    let mut tape = Tape::new(params);
    let x = network.encode(
        &mut tape,
        batch,
        Drop {
            input: 0.25,
            layer: 0.3,
        },
        random,
    );
    let hidden = tape.linear(
        x,
        network.attribution_hidden.w,
        Some(network.attribution_hidden.b),
    );
    let hidden = tape.relu(hidden);
    let hidden = tape.dropout(hidden, &batch.runs, 0.25, random);
    let scores = tape.linear(hidden, network.attribution.w, Some(network.attribution.b));
    let gold: Vec<usize> = sentences
        .iter()
        .flat_map(|s| s.tags.iter().copied())
        .collect();
    let loss = crf(
        &mut tape,
        scores,
        network.attribution_steps,
        &gold,
        &batch.runs,
        3.0,
    );
    (tape.back(), loss)
}

fn scope_step(
    network: &Network,
    params: &Params,
    batch: &Batch,
    sentences: &[&Sentence],
    random: &mut Random,
) -> (Grads, f32) {
    let mut tape = Tape::new(params);
    let x = network.encode(
        &mut tape,
        batch,
        Drop {
            input: 0.25,
            layer: 0.3,
        },
        random,
    );
    let scores = tape.linear(x, network.scope.w, Some(network.scope.b));
    let marks = 0..negation::MARKS.len();
    let tags = sentences.iter().flat_map(|s| s.tags.iter());
    let targets: Vec<f32> = tags
        .flat_map(|tag| marks.clone().map(move |mark| ((tag >> mark) & 1) as f32))
        .collect();
    // The loss is of the other task's size, but is not summed up with it.
    let _ = logistic(&mut tape, scores, &targets, 1.0);
    (tape.back(), 0.0)
}

fn write(params: &Params, tags: &Tags, out: &Path) -> anyhow::Result<()> {
    let mut weights = Weights::default();
    for (name, matrix) in params.names.iter().zip(&params.values) {
        weights.matrices.insert(name.clone(), matrix.clone());
    }
    let bytes = weights.write(|name| {
        if name == "rows" {
            Form::Byte
        } else {
            Form::Half
        }
    });
    for (name, bytes) in [
        ("language.bin", bytes.as_slice()),
        ("tags.txt", tags.write().as_bytes()),
    ] {
        let path = out.join(name);
        std::fs::write(&path, bytes)
            .with_context(|| format!("{} cannot be written", path.display()))?;
    }
    Ok(())
}
