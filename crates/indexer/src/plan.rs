//! Wishes and filters as a query of the search engine.

use std::{collections::BTreeMap, ops::Bound, str::FromStr as _};

use backpedal_model::{ClaimKind, Outcome, Polarity};
use jiff::civil::Date;
use tantivy::{
    Searcher, Term,
    query::{
        AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, InvertedIndexRangeQuery,
        Occur, PhrasePrefixQuery, PhraseQuery, Query as Engine, RangeQuery, TermQuery,
    },
    schema::{Field, IndexRecordOption},
};

use crate::{
    EntryKind, Error, Facet, Query,
    schema::{Fields, Word, day_number, words},
    steady::Steady,
    syntax::{Clause, Wish, wrong},
};

/// How much a word in the title weighs beside one in the text (policy).
const TITLE: f32 = 1.5;
/// How much a word as written, or in a name, weighs beside its stem (policy).
const AS_WRITTEN: f32 = 0.5;
/// How many words the beginning at the end of a phrase may stand for (policy).
const EXPANSIONS: u32 = 5_000;

type Part = (Occur, Box<dyn Engine>);

/// What turns clauses into queries of the engine.
pub(crate) struct Planner<'a> {
    pub(crate) fields: &'a Fields,
    pub(crate) searcher: &'a Searcher,
}

impl Planner<'_> {
    /// The whole query. `any_word` asks for any of the plain words in place of all; the filters
    /// of the facet `without` are left out, for its own counts.
    pub(crate) fn query(
        &self,
        query: &Query,
        clauses: &[Clause],
        any_word: bool,
        without: Option<Facet>,
    ) -> Result<Box<dyn Engine>, Error> {
        let mut parts = self.words(clauses, any_word);
        parts.extend(self.fields(clauses)?);
        for (facet, values) in by_facet(&query.filters) {
            if Some(facet) != without {
                let values = values.into_iter().map(|value| self.value(facet, value));
                parts.push((Occur::Must, silent(union(values.collect()))));
            }
        }
        if query.from.is_some() || query.to.is_some() {
            parts.push((Occur::Must, self.days(query.from, query.to)));
        }
        if !parts.iter().any(|(occur, _)| *occur == Occur::Must) {
            parts.push((Occur::Must, silent(Box::new(AllQuery))));
        }
        Ok(Box::new(BooleanQuery::new(parts)))
    }

    fn words(&self, clauses: &[Clause], any_word: bool) -> Vec<Part> {
        let mut parts = Vec::new();
        let mut alternatives: Vec<Part> = Vec::new();
        let only_common = !clauses.iter().any(asks_for_more_than_common_words);
        for clause in clauses {
            let (query, occur) = match &clause.wish {
                Wish::Word(word) => {
                    let common = is_common(word) && !only_common;
                    (
                        self.word(word),
                        if common { Occur::Should } else { Occur::Must },
                    )
                }
                Wish::Phrase { text, prefix } => (self.phrase(&words(text), *prefix), Occur::Must),
                Wish::Prefix(text) => (self.phrase(&words(text), true), Occur::Must),
                Wish::Field { .. } | Wish::Days { .. } => continue,
            };
            if clause.excluded {
                parts.push((Occur::MustNot, query));
            } else if any_word && matches!(clause.wish, Wish::Word(_)) {
                alternatives.push((Occur::Should, query));
            } else {
                parts.push((occur, query));
            }
        }
        if !alternatives.is_empty() {
            parts.push((Occur::Must, Box::new(BooleanQuery::new(alternatives))));
        }
        parts
    }

    fn word(&self, word: &str) -> Box<dyn Engine> {
        let words = words(word);
        let [Word { exact, stem, .. }] = words.as_slice() else {
            return self.phrase(&words, false);
        };
        let boosted = |query, by| Box::new(BoostQuery::new(query, by)) as Box<dyn Engine>;
        union(vec![
            term(self.fields.text, stem),
            boosted(term(self.fields.title, stem), TITLE),
            boosted(term(self.fields.exact, exact), AS_WRITTEN),
        ])
    }

    /// Words as written, one after the other.
    fn phrase(&self, words: &[Word], prefix: bool) -> Box<dyn Engine> {
        let field = self.fields.exact;
        let terms = words
            .iter()
            .map(|word| Term::from_field_text(field, &word.exact));
        let terms: Vec<Term> = terms.collect();
        match (terms.as_slice(), prefix) {
            ([], _) => Box::new(EmptyQuery),
            ([_], false) => term(field, &words[0].exact),
            ([first], true) => {
                let end = format!("{}{}", words[0].exact, char::MAX);
                let end = Bound::Excluded(Term::from_field_text(field, &end));
                Box::new(InvertedIndexRangeQuery::new(
                    Bound::Included(first.clone()),
                    end,
                ))
            }
            (_, false) => Box::new(Steady(Box::new(PhraseQuery::new(terms)))),
            (_, true) => {
                let mut query = PhrasePrefixQuery::new(terms);
                query.set_max_expansions(EXPANSIONS);
                Box::new(Steady(Box::new(query)))
            }
        }
    }

    /// Fields and days. Several values of one field: any of them, as with filters.
    fn fields(&self, clauses: &[Clause]) -> Result<Vec<Part>, Error> {
        let mut parts = Vec::new();
        let mut wanted: BTreeMap<Facet, Vec<Box<dyn Engine>>> = BTreeMap::new();
        for clause in clauses {
            match &clause.wish {
                Wish::Field {
                    facet,
                    value,
                    prefix,
                } => {
                    let query = self.field(*facet, value, *prefix, clause.at)?;
                    if clause.excluded {
                        parts.push((Occur::MustNot, query));
                    } else {
                        wanted.entry(*facet).or_default().push(query);
                    }
                }
                Wish::Days { from, to } => {
                    let occur = if clause.excluded {
                        Occur::MustNot
                    } else {
                        Occur::Must
                    };
                    parts.push((occur, self.days(*from, *to)));
                }
                _ => {}
            }
        }
        parts.extend(
            wanted
                .into_values()
                .map(|any| (Occur::Must, silent(union(any)))),
        );
        Ok(parts)
    }

    /// The entries whose value of the facet is meant by what was typed.
    fn field(
        &self,
        facet: Facet,
        typed: &str,
        prefix: bool,
        at: usize,
    ) -> Result<Box<dyn Engine>, Error> {
        if let Some(known) = closed(facet) {
            let meant = meant(known.iter().copied(), typed, prefix, true);
            if meant.is_empty() {
                let hint = format!("the values are: {}", known.join(", "));
                return Err(wrong(at, format!("{typed:?} is no {facet}"), hint));
            }
            return Ok(union(
                meant
                    .into_iter()
                    .map(|value| self.value(facet, value))
                    .collect(),
            ));
        }
        let Some(field) = self.fields.facet(facet) else {
            return Ok(Box::new(EmptyQuery));
        };
        let all = self.all_values(field);
        let meant = meant(all.iter().map(String::as_str), typed, prefix, false);
        let mut queries: Vec<_> = meant
            .into_iter()
            .map(|value| self.value(facet, value))
            .collect();
        if facet == Facet::Party {
            queries.push(term(self.fields.party_id, &typed.to_lowercase()));
        }
        Ok(union(queries))
    }

    /// The entries that have just this value of the facet.
    fn value(&self, facet: Facet, value: &str) -> Box<dyn Engine> {
        match self.fields.facet(facet) {
            Some(field) => term(field, value),
            None => match Date::from_str(value) {
                Ok(day) => self.days(Some(day), Some(day)),
                Err(_) => Box::new(EmptyQuery),
            },
        }
    }

    fn days(&self, from: Option<Date>, to: Option<Date>) -> Box<dyn Engine> {
        let bound = |day: Option<Date>| {
            day.map(|day| Term::from_field_i64(self.fields.day, day_number(day)))
                .map_or(Bound::Unbounded, Bound::Included)
        };
        if from.is_none() && to.is_none() {
            return silent(Box::new(AllQuery));
        }
        silent(Box::new(RangeQuery::new(bound(from), bound(to))))
    }

    /// Every value of a facet. There are as many as people and outlets, so all can be looked at.
    fn all_values(&self, field: Field) -> Vec<String> {
        let mut values = Vec::new();
        for segment in self.searcher.segment_readers() {
            let Ok(index) = segment.inverted_index(field) else {
                continue;
            };
            let Ok(mut terms) = index.terms().stream() else {
                continue;
            };
            while terms.advance() {
                values.extend(std::str::from_utf8(terms.key()).ok().map(str::to_owned));
            }
        }
        values.sort();
        values.dedup();
        values
    }
}

/// The values that a typed one means: the equal one if there is any, else those that hold its
/// words one after the other. Of a closed list, those that begin with them come before.
fn meant<'a>(
    values: impl Iterator<Item = &'a str>,
    typed: &str,
    prefix: bool,
    closed: bool,
) -> Vec<&'a str> {
    let typed: Vec<String> = words(typed).into_iter().map(|word| word.exact).collect();
    let mut tiers: [Vec<&str>; 3] = Default::default();
    for value in values {
        let words: Vec<String> = words(value).into_iter().map(|word| word.exact).collect();
        let fits = |window: &[String]| {
            let mut pairs = window.iter().zip(&typed).enumerate();
            pairs.all(|(n, (have, want))| {
                have == want || (prefix && n + 1 == typed.len() && have.starts_with(want))
            })
        };
        let Some(at) = words.windows(typed.len().max(1)).position(fits) else {
            continue;
        };
        let tier = match at {
            _ if prefix => 0,
            0 if words.len() == typed.len() => 0,
            0 if closed => 1,
            _ => 2,
        };
        tiers[tier].push(value);
    }
    tiers
        .into_iter()
        .find(|tier| !tier.is_empty())
        .unwrap_or_default()
}

/// All values of the facets that have a fixed list.
fn closed(facet: Facet) -> Option<Vec<&'static str>> {
    Some(match facet {
        Facet::Type => vec![EntryKind::Document.as_str(), EntryKind::Claim.as_str()],
        Facet::Kind => ClaimKind::ALL.iter().map(|kind| kind.as_str()).collect(),
        Facet::Polarity => Polarity::ALL
            .iter()
            .map(|polarity| polarity.as_str())
            .collect(),
        Facet::Outcome => Outcome::ALL
            .iter()
            .map(|outcome| outcome.as_str())
            .collect(),
        _ => return None,
    })
}

fn by_facet(filters: &[(Facet, String)]) -> BTreeMap<Facet, Vec<&str>> {
    let mut by_facet: BTreeMap<Facet, Vec<&str>> = BTreeMap::new();
    for (facet, value) in filters {
        by_facet.entry(*facet).or_default().push(value);
    }
    by_facet
}

/// Words that are too common to be required beside others. Negations are not among them.
pub(crate) fn is_common(word: &str) -> bool {
    let word = word.to_lowercase();
    include_str!("stopwords.txt")
        .lines()
        .any(|common| common == word)
}

/// Whether a clause asks for a word that is not among the common ones.
pub(crate) fn asks_for_more_than_common_words(clause: &Clause) -> bool {
    !clause.excluded
        && match &clause.wish {
            Wish::Word(word) => !is_common(word),
            Wish::Phrase { .. } | Wish::Prefix(_) => true,
            Wish::Field { .. } | Wish::Days { .. } => false,
        }
}

fn term(field: Field, text: &str) -> Box<dyn Engine> {
    Box::new(TermQuery::new(
        Term::from_field_text(field, text),
        IndexRecordOption::WithFreqs,
    ))
}

fn union(mut queries: Vec<Box<dyn Engine>>) -> Box<dyn Engine> {
    match queries.len() {
        0 => Box::new(EmptyQuery),
        1 => queries.remove(0),
        _ => Box::new(BooleanQuery::union(queries)),
    }
}

/// The same entries, without a say in their order.
fn silent(query: Box<dyn Engine>) -> Box<dyn Engine> {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_value_means_the_closest() {
        let speakers = ["Ada Cole", "Cole", "Coleman Lee", "Zoë Cole-Hart"];
        let of = |typed: &str, prefix| meant(speakers.into_iter(), typed, prefix, false);
        assert_eq!(of("cole", false), ["Cole"]);
        assert_eq!(of("ADA", false), ["Ada Cole"]);
        assert_eq!(of("cole hart", false), ["Zoë Cole-Hart"]);
        assert_eq!(of("zoe", false), ["Zoë Cole-Hart"]);
        assert_eq!(of("col", true), speakers);
        assert!(of("col", false).is_empty());
        let outcomes = closed(Facet::Outcome).unwrap_or_default();
        let of = |typed: &str| meant(outcomes.iter().copied(), typed, false, true);
        assert_eq!(of("supported"), ["supported by measurement"]);
        assert_eq!(of("cannot-tell"), ["cannot tell"]);
        assert_eq!(of("impact not measured").len(), 2);
    }

    #[test]
    fn negations_are_never_common() {
        assert!(is_common("The"));
        for word in ["no", "not", "never", "down", "up", "denied"] {
            assert!(!is_common(word), "{word}");
        }
    }
}
