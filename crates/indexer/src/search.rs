//! Answering a query.

use tantivy::{DocAddress, Searcher, TantivyDocument, schema::Value as _};

use crate::{
    Error, Facet, Hit, Index, Query, Results,
    collect::{Collected, Wanted},
    entry::Entry,
    highlight::Marks,
    plan::Planner,
    syntax::{self, Clause, Wish},
};

impl Index {
    /// Answers a query. The same index and query give the same answer, whatever the history of
    /// the index.
    ///
    /// # Errors
    /// [`Error::Syntax`] where the query is not clear; else when the index cannot be read.
    pub fn search(&self, query: &Query) -> Result<Results, Error> {
        let clauses = syntax::parse(&query.text)?;
        let searcher = self.searcher()?;
        let planner = Planner {
            fields: self.fields(),
            searcher: &searcher,
        };
        let run = |any_word: bool, without: Option<Facet>, wanted: &Wanted| {
            let engine = planner.query(query, &clauses, any_word, without)?;
            searcher
                .search(&*engine, wanted)
                .map_err(|source| self.failed(source))
        };
        let best = query.offset.saturating_add(query.limit).max(1);
        let wanted = Wanted {
            best,
            facets: Facet::ALL.to_vec(),
        };
        let mut found = run(false, None, &wanted)?;
        let any_word = found.total == 0 && plain_words(&clauses) > 1;
        if any_word {
            found = run(true, None, &wanted)?;
        }
        for (at, facet) in Facet::ALL.iter().enumerate() {
            if query.filters.iter().any(|(filtered, _)| filtered == facet) {
                let alone = Wanted {
                    best: 0,
                    facets: vec![*facet],
                };
                found.counts[at] = run(any_word, Some(*facet), &alone)?.counts.remove(0);
            }
        }
        let marks = Marks::of(&clauses);
        let places = found.best.iter().skip(query.offset).take(query.limit);
        let hits = places.map(|place| {
            let entry = self.entry(&searcher, place.address)?;
            Ok(hit(entry, &marks, place.score()))
        });
        Ok(Results {
            hits: hits.collect::<Result<_, Error>>()?,
            total: found.total,
            any_word: any_word && found.total > 0,
            facets: facets(found),
        })
    }

    fn entry(&self, searcher: &Searcher, address: DocAddress) -> Result<Entry, Error> {
        let document: TantivyDocument = searcher
            .doc(address)
            .map_err(|source| self.failed(source))?;
        let json = document.get_first(self.fields().entry);
        let entry = json
            .as_ref()
            .and_then(|json| json.as_str())
            .map(serde_json::from_str);
        match entry {
            Some(Ok(entry)) => Ok(entry),
            Some(Err(error)) => Err(self.damaged(format!("an entry is not readable: {error}"))),
            None => Err(self.damaged("an entry is empty".to_owned())),
        }
    }
}

fn plain_words(clauses: &[Clause]) -> usize {
    let plain = |clause: &&Clause| !clause.excluded && matches!(clause.wish, Wish::Word(_));
    clauses.iter().filter(plain).count()
}

/// Values by count, then by name.
fn facets(found: Collected) -> Vec<(Facet, Vec<(String, u64)>)> {
    let sorted = |(facet, counts): (&Facet, _)| {
        let mut values: Vec<(String, u64)> =
            std::collections::BTreeMap::into_iter(counts).collect();
        values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        (*facet, values)
    };
    Facet::ALL.iter().zip(found.counts).map(sorted).collect()
}

fn hit(entry: Entry, marks: &Marks, score: f32) -> Hit {
    Hit {
        snippet: marks.snippet(&entry.text),
        id: entry.id,
        case: entry.case,
        kind_of: entry.kind_of,
        title: entry.title,
        document: entry.document,
        document_id: entry.document_id,
        url: entry.url,
        span: entry.span,
        date: entry.date,
        speaker: entry.speaker,
        party: entry.party,
        claim_kind: entry.claim_kind,
        polarity: entry.polarity,
        outcome: entry.outcome,
        source: entry.source,
        score,
    }
}
