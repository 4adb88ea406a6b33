//! Probe results out of Prometheus, OpenMetrics, mapped CSV and Parquet, for rule D3.
//!
//! Every sample of `probe_success` (of the mapped column, in CSV) is one result: at least one half
//! is a success, since a query may have averaged. A sample that names no probe comes from one
//! place that has no name, and one that names no AS from none: rule D3 then says what is missing.

use std::io::BufRead;

use backpedal_model::{Columns, Problem};

use super::read::{self, Form, Item};
use crate::{
    probes::{self, Shot},
    unpack::Unpacked,
};

/// Samples of other names are figures about a probe, not its result.
const RESULTS: [&str; 2] = ["probe_success", "up"];

/// Reads the results of a probe file of any form, our own CSV among them, and hands them to `each`.
/// Returns how many.
pub(crate) fn read_results(
    name: &str,
    columns: Option<&Columns>,
    unpacked: &mut Unpacked,
    problems: &mut Vec<Problem>,
    each: &mut dyn FnMut(Shot<'_>),
) -> u64 {
    let form = read::form(&unpacked.head, columns);
    let form = form.filter(|form| *form != Form::Ioda);
    let content = &mut *unpacked.content();
    let own = (form == Some(Form::Parquet)).then(own_columns);
    let columns = columns.or(own.as_ref());
    match form {
        Some(form) => read_shots(name, form, columns, content, problems, each),
        None => probes::read_csv(name, content, problems, each),
    }
}

/// The columns of our own CSV.
pub(super) fn own_columns() -> Columns {
    let [time, probe, asn, target, value] = probes::COLUMNS.map(str::to_owned);
    Columns {
        time,
        value,
        target: Some(target),
        metric: None,
        probe: Some(probe),
        asn: Some(asn),
    }
}

fn read_shots(
    name: &str,
    form: Form,
    columns: Option<&Columns>,
    content: &mut dyn BufRead,
    problems: &mut Vec<Problem>,
    each: &mut dyn FnMut(Shot<'_>),
) -> u64 {
    let mapped = matches!(form, Form::Mapped | Form::Parquet);
    let mut results = 0;
    let mut others: Option<String> = None;
    read::read(name, form, columns, content, problems, &mut |item| {
        let Item::Point(point) = item else {
            return;
        };
        let Some(value) = point.value else {
            return;
        };
        if !mapped && !RESULTS.contains(&point.metric) {
            others.get_or_insert_with(|| point.metric.to_owned());
            return;
        }
        results += 1;
        let labels = point.labels;
        each(Shot {
            at: point.at,
            probe: if labels.probe.is_empty() {
                "one place"
            } else {
                labels.probe
            },
            asn: labels.asn.parse().ok(),
            name: (!labels.target.is_empty()).then_some(labels.target),
            address: labels.target.parse().ok(),
            series: probes::Series::Given,
            sent: 1,
            received: u32::from(value >= 0.5),
            ..Shot::default()
        });
    });
    if let Some(other) = others.filter(|_| results == 0) {
        let message = format!("holds no probe results, only figures as {other:?}");
        let hint = "export `probe_success`, or give it the kind \"series\"";
        problems.push(Problem::new(name, message).hint(hint));
    }
    results
}
