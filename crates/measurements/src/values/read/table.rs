//! Rows with named columns, whatever the file: IODA's own names, or those that the case names.

use backpedal_model::{Columns, Place, Problem};

use super::{Each, Item, Labels, Point, known, number, time};
use crate::few::Few;

/// Columns that hold the time, the best first.
const TIMES: [&str; 4] = ["timestamp", "time", "datetime", "date"];

/// What is wrong with a row.
pub(super) enum Wrong {
    /// The names of the columns lack what is needed: nothing of the file can be read.
    Header,
    Row,
}

/// Takes the names of the columns, then the fields of each row.
pub(super) type Take<'a> = dyn FnMut(&[String]) -> Result<(), Wrong> + 'a;

/// A file of rows.
pub(super) trait Rows {
    /// Goes through the rows, and tells of those that `take` refuses. Columns that are not wanted
    /// may be left out, from their names too.
    fn walk(
        &mut self,
        wanted: &dyn Fn(&str) -> bool,
        problems: &mut Vec<Problem>,
        take: &mut Take<'_>,
    );
}

/// Rows that could not be used.
pub(super) struct Refused<'a> {
    name: &'a str,
    /// What they are, and the verb.
    what: &'static str,
    rows: Few,
}

impl<'a> Refused<'a> {
    pub(super) fn new(name: &'a str, what: &'static str) -> Self {
        Self {
            name,
            what,
            rows: Few::default(),
        }
    }

    pub(super) fn tell(&mut self, place: Place, problems: &mut Vec<Problem>) {
        if self.rows.tells() {
            problems.push(Problem::new(self.name, "holds no time and value").at(place));
        }
    }

    pub(super) fn end(&self, problems: &mut Vec<Problem>) {
        if let Some(rows) = self.rows.many() {
            let message = format!("{rows} {} no time and value", self.what);
            problems.push(Problem::new(self.name, message));
        }
    }
}

/// Whether the columns hold the time and a series of IODA.
pub(super) fn is_ioda(names: &[String]) -> bool {
    Ioda::of(names).is_ok()
}

/// Columns of IODA's names: each is a series, others are passed over.
struct Ioda {
    time: usize,
    series: Vec<(usize, String)>,
}

impl Ioda {
    fn wants(name: &str) -> bool {
        TIMES.contains(&name) || known(name).is_some()
    }

    fn of(names: &[String]) -> Result<Self, Wrong> {
        let time = TIMES.iter().find_map(|t| names.iter().position(|n| n == t));
        let named = names.iter().enumerate().filter(|(_, n)| known(n).is_some());
        let series: Vec<(usize, String)> = named.map(|(n, name)| (n, name.clone())).collect();
        let time = time.filter(|_| !series.is_empty()).ok_or(Wrong::Header)?;
        Ok(Self { time, series })
    }

    fn row(&self, line: &[String], each: &mut Each<'_>) -> Result<(), Wrong> {
        let at = line.get(self.time).and_then(|text| time(text));
        let at = at.ok_or(Wrong::Row)?;
        for (column, metric) in &self.series {
            let text = line.get(*column).map_or("", String::as_str);
            let value = number(text);
            if value.is_none() && !text.is_empty() && !text.eq_ignore_ascii_case("nan") {
                return Err(Wrong::Row);
            }
            each(Item::Point(Point {
                metric,
                labels: Labels::default(),
                region: None,
                step: None,
                at,
                value,
            }));
        }
        Ok(())
    }
}

/// The columns that a case names, or that are ours, each with its place.
struct Mapped<'a> {
    value: &'a str,
    /// Time, value, target, metric, probe, AS.
    places: [Option<usize>; 6],
}

impl<'a> Mapped<'a> {
    const fn wanted(columns: &'a Columns) -> [Option<&'a String>; 6] {
        [
            Some(&columns.time),
            Some(&columns.value),
            columns.target.as_ref(),
            columns.metric.as_ref(),
            columns.probe.as_ref(),
            columns.asn.as_ref(),
        ]
    }

    fn wants(columns: &Columns, name: &str) -> bool {
        Mapped::wanted(columns).iter().flatten().any(|w| *w == name)
    }

    /// Or the first that is missing.
    fn of(columns: &'a Columns, names: &[String]) -> Result<Self, &'a str> {
        let wanted = Self::wanted(columns);
        let places = wanted.map(|wanted| names.iter().position(|name| Some(name) == wanted));
        let mut both = wanted.iter().zip(places);
        match both.find_map(|(wanted, at)| wanted.filter(|_| at.is_none())) {
            Some(missing) => Err(missing),
            None => Ok(Self {
                value: &columns.value,
                places,
            }),
        }
    }

    fn row(&self, line: &[String], each: &mut Each<'_>) -> Result<(), Wrong> {
        let at = self.places;
        let field = |n: usize| at[n].and_then(|n| line.get(n)).map_or("", String::as_str);
        let value = truth(field(1)).or_else(|| number(field(1)));
        if value.is_none() && !field(1).is_empty() {
            return Err(Wrong::Row);
        }
        each(Item::Point(Point {
            metric: if at[3].is_some() {
                field(3)
            } else {
                self.value
            },
            labels: Labels {
                target: field(2),
                probe: field(4),
                asn: field(5),
            },
            region: None,
            step: None,
            at: time(field(0)).ok_or(Wrong::Row)?,
            value,
        }));
        Ok(())
    }
}

/// Where the values lie.
enum Layout<'a> {
    Ioda(Ioda),
    Mapped(Mapped<'a>),
}

/// Goes through the rows, the first of which names the columns and so gives the layout.
fn walk<'a>(
    rows: &mut dyn Rows,
    wanted: &dyn Fn(&str) -> bool,
    problems: &mut Vec<Problem>,
    each: &mut Each<'_>,
    mut layout: impl FnMut(&[String]) -> Result<Layout<'a>, Wrong>,
) -> Option<Layout<'a>> {
    let mut found = None;
    rows.walk(wanted, problems, &mut |line| match &found {
        Some(Layout::Ioda(columns)) => columns.row(line, each),
        Some(Layout::Mapped(columns)) => columns.row(line, each),
        None => {
            found = Some(layout(line)?);
            Ok(())
        }
    });
    found
}

/// Reads the columns that the case names, or else series of IODA's names.
pub(super) fn read(
    name: &str,
    columns: Option<&Columns>,
    rows: &mut dyn Rows,
    problems: &mut Vec<Problem>,
    each: &mut Each<'_>,
) {
    let Some(columns) = columns else {
        walk(rows, &Ioda::wants, problems, each, |names| {
            Ioda::of(names).map(Layout::Ioda)
        });
        return;
    };
    let mut lacking = None;
    let wants = |name: &str| Mapped::wants(columns, name);
    walk(rows, &wants, problems, each, |names| {
        Mapped::of(columns, names)
            .map(Layout::Mapped)
            .map_err(|missing| {
                lacking = Some(missing);
                Wrong::Header
            })
    });
    if let Some(missing) = lacking {
        let message = format!("has no column {missing:?}");
        let hint = "correct `columns` of this measurement in the case file";
        problems.push(Problem::new(name, message).hint(hint));
    }
}

/// Whose names the columns bear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Names {
    Ioda,
    Own,
}

/// Reads the columns that are given, or else series of IODA's names, whichever the rows have.
pub(super) fn guess(
    own: &Columns,
    rows: &mut dyn Rows,
    problems: &mut Vec<Problem>,
    each: &mut Each<'_>,
) -> Option<Names> {
    let wants = |name: &str| Ioda::wants(name) || Mapped::wants(own, name);
    let found = walk(rows, &wants, problems, each, |names| {
        match Mapped::of(own, names) {
            Ok(columns) => Ok(Layout::Mapped(columns)),
            Err(_) => Ioda::of(names).map(Layout::Ioda),
        }
    });
    found.map(|layout| match layout {
        Layout::Ioda(_) => Names::Ioda,
        Layout::Mapped(_) => Names::Own,
    })
}

fn truth(text: &str) -> Option<f64> {
    match text.to_lowercase().as_str() {
        "true" => Some(1.0),
        "false" => Some(0.0),
        _ => None,
    }
}
