//! The organisation, service or place whose trouble a document is about.

mod looks;
mod places;

use std::{ops::Range, sync::LazyLock};

use backpedal_model::{ClaimKind, PartRole, Polarity};
use regex::Regex;

use crate::{
    analysis::Analysis,
    attribution::whose,
    choice::{CENTRE, Choice},
    lexicon::pattern,
    propositions::Candidate,
    structure::EntityKind,
};

/// How many names are weighed: those named most, so that a long text costs no more.
const MOST: usize = 60;
/// How much of a text is searched for each name, in bytes.
const SCANNED: usize = 40_000;

/// The options: everybody and everything named, with what speaks for it.
pub(super) fn options(analysis: &Analysis<'_>, rules: &[Candidate]) -> Vec<(usize, Choice)> {
    let entities = &analysis.names.entities;
    let mut weighed: Vec<usize> = (0..entities.len()).collect();
    weighed.sort_by_key(|number| std::cmp::Reverse(entities[*number].count));
    weighed.truncate(MOST);
    weighed.sort_unstable();
    let most = entities.iter().map(|e| e.count).max().unwrap_or(1).max(1);
    let own = first_person(analysis);
    let head = head(&analysis.text.norm);
    let first = told_first(analysis, rules);
    let author = told_by_author(analysis, rules);
    let speakers = looks::speakers(analysis);
    let option = |number: usize| {
        let mut option = Choice::new(&entities[number].name);
        looks::header(analysis, number, (head, own), &mut option);
        places::spread(analysis, number, &mut option);
        looks::shape(analysis, number, rules, &mut option);
        option.when(first.first() == Some(&number), "told-first");
        option.when(first.contains(&number), "told-of");
        option.when(author == Some(number), "told-by-author");
        looks::entity(analysis, number, most, &mut option);
        places::places(analysis, number, &mut option);
        looks::voice(analysis, &speakers, number, &mut option);
        option
    };
    weighed
        .into_iter()
        .map(|number| (number, option(number)))
        .collect()
}

/// The part of a text that is searched.
fn scanned(text: &str) -> &str {
    text.get(..text.floor_char_boundary(SCANNED.min(text.len())))
        .unwrap_or_default()
}

/// A count as a number to weigh.
#[allow(clippy::cast_precision_loss)]
fn float(count: usize) -> f64 {
    count as f64
}

/// The first lines of a text.
fn head(text: &str) -> &str {
    // Line ends are blanks in the uniform form; a few hundred bytes are as good.
    const BYTES: usize = 160;
    text.get(..text.floor_char_boundary(BYTES.min(text.len())))
        .unwrap_or_default()
}

/// Whether the text speaks of "we" and "our" outside quotations, again and again.
fn first_person(analysis: &Analysis<'_>) -> bool {
    static WE: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(?:we|our|us|ours|we've|we're)\b"));
    const OFTEN: usize = 500;
    let said = WE.find_iter(&analysis.text.low);
    let own = said
        .filter(|found| analysis.quote_at(found.start()).is_none())
        .count();
    own > 1 && own * OFTEN > analysis.text.low.len()
}

/// Whoever is named in the sentences that tell of an outage in the document's own voice.
fn told_first(analysis: &Analysis<'_>, rules: &[Candidate]) -> Vec<usize> {
    let names = &analysis.names;
    let told = rules.iter().filter(|candidate| {
        matches!(
            candidate.kind,
            ClaimKind::Outage | ClaimKind::Restored | ClaimKind::Timing
        ) && candidate.polarity == Polarity::Affirm
    });
    let mut found: Vec<usize> = Vec::new();
    for candidate in told.take(MOST) {
        let sentence = &analysis.sentences[candidate.sentence].range;
        let mut here: Vec<_> = names.within(sentence).iter().collect();
        here.sort_by_key(|mention| {
            let held = candidate.clause.contains(&mention.range.start);
            (!held, mention.range.start)
        });
        for mention in here {
            let person = names.entities[mention.entity].kind == EntityKind::Person;
            if !person && !found.contains(&mention.entity) {
                found.push(mention.entity);
            }
        }
    }
    found
}

/// Whose outage the author tells first, in no one else's words.
fn told_by_author(analysis: &Analysis<'_>, rules: &[Candidate]) -> Option<usize> {
    let names = &analysis.names;
    let mut told = rules.iter().filter(|candidate| {
        let role = analysis.regions[analysis.sentences[candidate.sentence].region].role;
        candidate.kind == ClaimKind::Outage
            && candidate.polarity == Polarity::Affirm
            && role == PartRole::Body
            && whose(analysis, candidate.sentence, candidate.trigger.start)
                .frame
                .is_none()
    });
    let candidate = told.next()?;
    let end = candidate.clause.end.max(candidate.trigger.end);
    let start = analysis.sentences[candidate.sentence].range.start;
    let org = |range: Range<usize>| {
        let mut here = names.within(&range).iter();
        let found = here.find(|m| names.entities[m.entity].kind != EntityKind::Person);
        found.map(|mention| mention.entity)
    };
    org(candidate.clause.start..end).or_else(|| org(start..candidate.trigger.end))
}

/// Makes the likeliest option the document's main one, and notes the share of each; `given` are
/// the shares, in the order of the options, where they are known.
pub(super) fn centre(analysis: &mut Analysis<'_>, rules: &[Candidate], given: Option<&[f64]>) {
    let (entities, options): (Vec<usize>, Vec<Choice>) =
        options(analysis, rules).into_iter().unzip();
    let weighed = given.map_or_else(|| CENTRE.shares(&options), <[f64]>::to_vec);
    let mut shares = vec![0.0; analysis.names.entities.len()];
    let mut best: Option<(usize, f64)> = None;
    for (entity, share) in entities.iter().zip(weighed) {
        shares[*entity] = share;
        if best.is_none_or(|(_, most)| share > most) {
            best = Some((*entity, share));
        }
    }
    analysis.names.main = best.map(|(entity, _)| entity).or(analysis.names.main);
    analysis.shares = shares;
}
