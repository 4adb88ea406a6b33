//! Rows with named columns, whatever the file: IODA's own names, or those that the case names.

use backpedal_model::{Columns, Place, Problem};

use super::{Each, Item, Labels, Point, known, number, time};

/// Columns that hold the time, the best first.
const TIMES: [&str; 4] = ["timestamp", "time", "datetime", "date"];

/// Rows that could not be read are told one by one up to this number, then counted.
const TOLD: u64 = 3;

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
    count: u64,
}

impl<'a> Refused<'a> {
    pub(super) const fn new(name: &'a str, what: &'static str) -> Self {
        Self {
            name,
            what,
            count: 0,
        }
    }

    pub(super) fn tell(&mut self, place: Place, problems: &mut Vec<Problem>) {
        self.count += 1;
        if self.count <= TOLD {
            problems.push(Problem::new(self.name, "holds no time and value").at(place));
        }
    }

    pub(super) fn end(&self, problems: &mut Vec<Problem>) {
        if self.count > TOLD {
            let message = format!("{} {} no time and value", self.count, self.what);
            problems.push(Problem::new(self.name, message));
        }
    }
}

/// Whether the columns hold the time and a series of IODA.
pub(super) fn is_ioda(names: &[String]) -> bool {
    TIMES.iter().any(|time| names.iter().any(|n| n == time))
        && names.iter().any(|name| known(name).is_some())
}

/// Each column of a known name is a series; others are passed over.
pub(super) fn ioda(rows: &mut dyn Rows, problems: &mut Vec<Problem>, each: &mut Each<'_>) {
    let mut columns: Option<(usize, Vec<(usize, String)>)> = None;
    let wanted = |name: &str| TIMES.contains(&name) || known(name).is_some();
    rows.walk(&wanted, problems, &mut |line| {
        let Some((time_at, series)) = &columns else {
            let at = TIMES.iter().find_map(|t| line.iter().position(|n| n == t));
            let named = line.iter().enumerate().filter(|(_, n)| known(n).is_some());
            let series: Vec<(usize, String)> = named.map(|(n, name)| (n, name.clone())).collect();
            let at = at.filter(|_| !series.is_empty()).ok_or(Wrong::Header)?;
            columns = Some((at, series));
            return Ok(());
        };
        let at = line
            .get(*time_at)
            .and_then(|text| time(text))
            .ok_or(Wrong::Row)?;
        for (column, metric) in series {
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
    });
}

/// The columns that the case names.
pub(super) fn mapped(
    name: &str,
    columns: &Columns,
    rows: &mut dyn Rows,
    problems: &mut Vec<Problem>,
    each: &mut Each<'_>,
) {
    let wanted = [
        Some(&columns.time),
        Some(&columns.value),
        columns.target.as_ref(),
        columns.metric.as_ref(),
        columns.probe.as_ref(),
        columns.asn.as_ref(),
    ];
    let mut places: Option<[Option<usize>; 6]> = None;
    let mut lacking = None;
    let asked = |name: &str| wanted.iter().flatten().any(|want| *want == name);
    rows.walk(&asked, problems, &mut |line| {
        let Some(at) = places else {
            let place = |wanted: Option<&String>| line.iter().position(|n| Some(n) == wanted);
            let found = wanted.map(place);
            let missing = wanted
                .iter()
                .zip(found)
                .find(|(want, at)| want.is_some() && at.is_none());
            if let Some((Some(missing), _)) = missing {
                lacking = Some((*missing).clone());
                return Err(Wrong::Header);
            }
            places = Some(found);
            return Ok(());
        };
        let field = |n: usize| at[n].and_then(|n| line.get(n)).map_or("", String::as_str);
        let value = truth(field(1)).or_else(|| number(field(1)));
        if value.is_none() && !field(1).is_empty() {
            return Err(Wrong::Row);
        }
        let metric = if at[3].is_some() {
            field(3)
        } else {
            &columns.value
        };
        each(Item::Point(Point {
            metric,
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
    });
    if let Some(missing) = lacking {
        let message = format!("has no column {missing:?}");
        let hint = "correct `columns` of this measurement in the case file";
        problems.push(Problem::new(name, message).hint(hint));
    }
}

fn truth(text: &str) -> Option<f64> {
    match text.to_lowercase().as_str() {
        "true" => Some(1.0),
        "false" => Some(0.0),
        _ => None,
    }
}
