//! What series a file holds, without a case.

use std::{collections::BTreeMap, io::BufRead};

use backpedal_model::{Problem, ValueSource};
use jiff::Timestamp;
use serde::Serialize;

use super::{
    read::{self, Form, Item, Names},
    shots,
};
use crate::{clock::stamp, summary::FileKind};

/// So many series of a file are told of; the rest is only counted.
const MOST_SERIES: usize = 1_000;

/// One series of a file, or one kind of note.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SeriesSummary {
    /// Its name.
    pub name: String,
    /// What it is taken for; a case file can say otherwise.
    pub source: ValueSource,
    /// Its values.
    pub values: u64,
    /// Places for a value that hold none.
    pub empty: u64,
    /// Alerts and events, which are what the publisher says.
    pub notes: u64,
    /// The least value.
    pub least: Option<f64>,
    /// The greatest value.
    pub greatest: Option<f64>,
    /// The time of its first value or note.
    pub first: Option<Timestamp>,
    /// The time of its last value or note.
    pub last: Option<Timestamp>,
}

/// What a file of values holds.
pub(crate) struct Held {
    /// How many values and notes.
    pub(crate) records: u64,
    /// All series, by name.
    pub(crate) series: Vec<SeriesSummary>,
    /// What they are: Parquet with the columns of our own CSV holds probe results.
    pub(crate) kind: FileKind,
}

/// What a file holds.
pub(crate) fn summarize(
    name: &str,
    form: Form,
    content: &mut dyn BufRead,
    problems: &mut Vec<Problem>,
) -> Held {
    let mut found: BTreeMap<String, SeriesSummary> = BTreeMap::new();
    let mut records = 0;
    let each: &mut read::Each<'_> = &mut |item| {
        records += 1;
        let (metric, at) = match &item {
            Item::Point(point) => (point.metric, point.at),
            Item::Note(metric, when, _) => (*metric, when.from),
        };
        if !found.contains_key(metric) && found.len() < MOST_SERIES {
            found.insert(metric.to_owned(), empty(metric));
        }
        let Some(series) = found.get_mut(metric) else {
            return;
        };
        let at = stamp(at);
        series.first = Some(series.first.map_or(at, |first| first.min(at)));
        series.last = Some(series.last.map_or(at, |last| last.max(at)));
        match item {
            Item::Note(..) => series.notes += 1,
            Item::Point(point) => match point.value {
                None => series.empty += 1,
                Some(value) => {
                    series.values += 1;
                    series.least = Some(series.least.map_or(value, |least| least.min(value)));
                    series.greatest = Some(series.greatest.map_or(value, |most| most.max(value)));
                }
            },
        }
    };
    let kind = if form == Form::Parquet {
        match read::guess_parquet(name, &shots::own_columns(), content, problems, each) {
            Some(Names::Own) => FileKind::Probes,
            Some(Names::Ioda) => FileKind::Series,
            None => FileKind::Unknown,
        }
    } else {
        read::read(name, form, None, content, problems, each);
        FileKind::Series
    };
    Held {
        records,
        series: found.into_values().collect(),
        kind,
    }
}

fn empty(metric: &str) -> SeriesSummary {
    SeriesSummary {
        name: metric.to_owned(),
        source: read::known(metric).map_or(ValueSource::Other, |(source, _)| source),
        values: 0,
        empty: 0,
        notes: 0,
        least: None,
        greatest: None,
        first: None,
        last: None,
    }
}
