//! One pass over the entries that fit: the best of them, and how they spread over the facets.

use std::{cmp::Ordering, collections::BTreeMap};

use tantivy::{
    DocAddress, DocId, Score, SegmentOrdinal, SegmentReader,
    collector::{Collector, SegmentCollector},
    columnar::{Column, StrColumn},
};

use crate::{Facet, schema::day_of};

/// Counts of each value of a facet.
pub(crate) type Counts = BTreeMap<String, u64>;

/// What to collect.
pub(crate) struct Wanted {
    /// How many of the best; 0 for counts alone.
    pub(crate) best: usize,
    /// The facets to count.
    pub(crate) facets: Vec<Facet>,
}

/// What was collected.
#[derive(Default)]
pub(crate) struct Collected {
    pub(crate) total: usize,
    /// Best first.
    pub(crate) best: Vec<Place>,
    /// In the order of [`Wanted::facets`].
    pub(crate) counts: Vec<Counts>,
}

/// An entry that fits, by what orders it.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// Rounded, since the engine's sums differ in the last digits with the order of adding.
    score: i64,
    day: i64,
    /// The entry's id and case.
    order: String,
    pub(crate) address: DocAddress,
}

impl Place {
    pub(crate) fn score(&self) -> f32 {
        #[allow(clippy::cast_precision_loss)] // for display; scores are below 1000
        let score = self.score as f32 / PRECISION;
        score
    }
}

/// Scores are compared in steps of one ten-thousandth (policy).
const PRECISION: f32 = 10_000.0;

/// Better first: by score, then newer, then by id.
fn by_worth(a: &Place, b: &Place) -> Ordering {
    (b.score, b.day)
        .cmp(&(a.score, a.day))
        .then_with(|| a.order.cmp(&b.order))
}

impl Collector for Wanted {
    type Fruit = Collected;
    type Child = InSegment;

    fn for_segment(
        &self,
        ordinal: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<InSegment> {
        let fast = segment.fast_fields();
        let tally = |facet: &Facet| {
            Ok(match facet {
                Facet::Date => Tally::Days(fast.column_opt(facet.as_str())?, BTreeMap::new()),
                _ => Tally::Words(fast.str(facet.as_str())?.map(|column| {
                    let counts = vec![0; column.num_terms()];
                    (column, counts)
                })),
            })
        };
        Ok(InSegment {
            ordinal,
            wanted: self.best,
            total: 0,
            best: Vec::new(),
            worst: None,
            days: fast.column_opt(Facet::Date.as_str())?,
            order: fast.str("order")?,
            tallies: self
                .facets
                .iter()
                .map(tally)
                .collect::<tantivy::Result<_>>()?,
        })
    }

    fn requires_scoring(&self) -> bool {
        self.best > 0
    }

    fn merge_fruits(&self, fruits: Vec<Collected>) -> tantivy::Result<Collected> {
        let mut all = Collected {
            counts: vec![Counts::new(); self.facets.len()],
            ..Collected::default()
        };
        for fruit in fruits {
            all.total += fruit.total;
            all.best.extend(fruit.best);
            for (sum, counts) in all.counts.iter_mut().zip(fruit.counts) {
                for (value, count) in counts {
                    *sum.entry(value).or_default() += count;
                }
            }
        }
        all.best.sort_by(by_worth);
        all.best.truncate(self.best);
        Ok(all)
    }
}

/// The counts of one facet in one segment.
enum Tally {
    /// By the column's own numbers of its words.
    Words(Option<(StrColumn, Vec<u64>)>),
    Days(Option<Column<i64>>, BTreeMap<i64, u64>),
}

impl Tally {
    fn add(&mut self, doc: DocId) {
        match self {
            Self::Words(None) => {}
            Self::Words(Some((column, counts))) => {
                for word in column.term_ords(doc) {
                    if let Some(count) = usize::try_from(word).ok().and_then(|n| counts.get_mut(n))
                    {
                        *count += 1;
                    }
                }
            }
            Self::Days(column, counts) => {
                if let Some(day) = column.as_ref().and_then(|column| column.first(doc)) {
                    *counts.entry(day).or_default() += 1;
                }
            }
        }
    }

    fn counts(self) -> Counts {
        match self {
            Self::Words(None) => Counts::new(),
            Self::Words(Some((column, counts))) => {
                let seen = (0_u64..).zip(counts).filter(|(_, count)| *count > 0);
                seen.filter_map(|(word, count)| Some((text(&column, word)?, count)))
                    .collect()
            }
            Self::Days(_, counts) => {
                let named = |(day, count)| Some((day_of(day)?.to_string(), count));
                counts.into_iter().filter_map(named).collect()
            }
        }
    }
}

fn text(column: &StrColumn, word: u64) -> Option<String> {
    let mut text = String::new();
    column.ord_to_str(word, &mut text).ok()?.then_some(text)
}

/// The collector of one segment.
pub(crate) struct InSegment {
    ordinal: SegmentOrdinal,
    wanted: usize,
    total: usize,
    best: Vec<Place>,
    /// Score and day of the worst that is certain to be needed; set when `best` was shrunk.
    worst: Option<(i64, i64)>,
    days: Option<Column<i64>>,
    order: Option<StrColumn>,
    tallies: Vec<Tally>,
}

impl InSegment {
    fn shrink(&mut self) {
        self.best.sort_by(by_worth);
        self.best.truncate(self.wanted);
        let last = self.best.last().filter(|_| self.best.len() == self.wanted);
        self.worst = last.map(|last| (last.score, last.day)).or(self.worst);
    }
}

impl SegmentCollector for InSegment {
    type Fruit = Collected;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.total += 1;
        self.tallies.iter_mut().for_each(|tally| tally.add(doc));
        if self.wanted == 0 {
            return;
        }
        #[allow(clippy::cast_possible_truncation)] // a cast saturates
        let score = (score * PRECISION).round() as i64;
        let day = self
            .days
            .as_ref()
            .and_then(|days| days.first(doc))
            .unwrap_or(i64::MIN);
        if self.worst.is_some_and(|worst| (score, day) < worst) {
            return;
        }
        let order = self
            .order
            .as_ref()
            .and_then(|column| text(column, column.term_ords(doc).next()?));
        let address = DocAddress::new(self.ordinal, doc);
        self.best.push(Place {
            score,
            day,
            order: order.unwrap_or_default(),
            address,
        });
        if self.best.len() >= self.wanted.saturating_mul(2).saturating_add(64) {
            self.shrink();
        }
    }

    fn harvest(mut self) -> Collected {
        self.shrink();
        let counts = self.tallies.into_iter().map(Tally::counts).collect();
        Collected {
            total: self.total,
            best: self.best,
            counts,
        }
    }
}
