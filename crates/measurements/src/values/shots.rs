//! Probe results out of Prometheus, OpenMetrics and mapped CSV, for rule D3.
//!
//! Every sample of `probe_success` (of the mapped column, in CSV) is one result: at least one half
//! is a success, since a query may have averaged. A sample that names no probe comes from one
//! place that has no name, and one that names no AS from none: rule D3 then says what is missing.

use std::io::BufRead;

use backpedal_model::{Columns, Problem};

use super::read::{self, Item, form};
use crate::probes::Shot;

/// Samples of other names are figures about a probe, not its result.
const RESULTS: [&str; 2] = ["probe_success", "up"];

/// Whether a probe file is one of these, and not the program's own CSV.
pub(crate) fn are_shots(head: &[u8], columns: Option<&Columns>) -> bool {
    use read::Form::{Json, Mapped, OpenMetrics};
    matches!(form(head, columns), Some(Json | Mapped | OpenMetrics))
}

/// Reads results and hands them to `each`. Returns how many.
pub(crate) fn read_shots(
    name: &str,
    head: &[u8],
    columns: Option<&Columns>,
    content: &mut dyn BufRead,
    problems: &mut Vec<Problem>,
    each: &mut dyn FnMut(Shot<'_>),
) -> u64 {
    let Some(form) = form(head, columns) else {
        return 0;
    };
    let mapped = form == read::Form::Mapped;
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
            asn: labels.asn,
            target: labels.target,
            answered: value >= 0.5,
        });
    });
    if let Some(other) = others.filter(|_| results == 0) {
        let message = format!("holds no probe results, only figures as {other:?}");
        let hint = "export `probe_success`, or give it the kind \"series\"";
        problems.push(Problem::new(name, message).hint(hint));
    }
    results
}
