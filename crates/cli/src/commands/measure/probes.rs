//! What probes say, and what a file of RIPE Atlas results holds, for people.

use std::fmt::Write as _;

use backpedal_measurements::{AtlasSummary, FileSummary};
use backpedal_model::{Coverage, Probes};

/// One party's probe results.
pub(super) fn series(probes: &Probes, coverage: &Coverage) -> String {
    let mut text = heading(probes, coverage);
    for line in lines(probes) {
        text.push_str("\n    ");
        text.push_str(&line);
    }
    text
}

/// How much there is, and how much was left out.
fn heading(probes: &Probes, coverage: &Coverage) -> String {
    if probes.targets.is_empty() {
        return "no results towards it, but some that used to cross it".to_owned();
    }
    let detail = &probes.detail;
    let mut text = format!(
        "{} probes in {} ASes, {} rounds, {} gaps",
        probes.probes,
        probes.source_ases,
        probes.bins.len(),
        coverage.gaps.len()
    );
    for (n, what) in [
        (u64::from(detail.unplaced), "of them in an unknown AS"),
        (
            u64::from(detail.without_baseline),
            "left out: not there before",
        ),
        (
            detail.own_errors,
            "results left out: failed at the probe itself",
        ),
    ] {
        if n > 0 {
            // Writing to a string cannot fail.
            let _ = write!(text, "; {n} {what}");
        }
    }
    text
}

/// What stands below.
fn lines(probes: &Probes) -> Vec<String> {
    let share = |share: f64| format!("{:.1} %", share * 100.0);
    let detail = &probes.detail;
    let mut lines = Vec::new();
    let mut line = |words: String| lines.push(words);
    for part in &detail.baselines {
        let (share, time) = (share(part.share), part.time.words());
        line(format!(
            "compared with {share} of {} results in {time}",
            part.results
        ));
    }
    match detail.baselines.len() {
        _ if probes.baseline.is_some() || probes.targets.is_empty() => {}
        2.. => line("these two disagree, so there is no baseline".to_owned()),
        _ => line("no baseline from before the window".to_owned()),
    }
    if let Some(control) = probes.control {
        line(format!("control targets: {}", share(control)));
    }
    if let Some(rtt) = &detail.rtt {
        let (before, during) = (rtt.before_ms, rtt.during_ms);
        line(format!(
            "median round-trip time of {}: {before:.1} ms before, {during:.1} ms in the window \
             ({} pairs; not judged)",
            rtt.of, rtt.pairs
        ));
    }
    if !detail.answers.is_empty() {
        let answers = detail
            .answers
            .iter()
            .map(|(answer, n)| format!("{answer} {n}"));
        line(format!(
            "answers: {}",
            answers.collect::<Vec<_>>().join(", ")
        ));
    }
    for end in &detail.ended {
        let place = end
            .asn
            .map_or("an unknown AS".to_owned(), |asn| asn.to_string());
        line(format!(
            "{} traceroutes did not arrive and ended in {place}",
            end.results
        ));
    }
    for one in &detail.rerouted {
        line(one.sentence());
    }
    lines
}

/// A file of RIPE Atlas results.
pub(super) fn file(summary: &FileSummary, results: &AtlasSummary) -> String {
    let time =
        |at: Option<jiff::Timestamp>| at.map_or_else(|| "none".to_owned(), |at| at.to_string());
    let mut text = format!(
        "{}\n  RIPE Atlas, {} bytes, SHA-256 {}\n  {} records: results of {} probes towards {} \
         targets, {} probes of an archive\n  first {}, last {}; {} tries failed at the probe itself\n  \
         type        firmware   results     tries  answered\n",
        summary.name,
        summary.bytes,
        summary.digest,
        summary.records,
        results.probes,
        results.targets,
        results.listed_probes,
        time(summary.first),
        time(summary.last),
        results.own_errors,
    );
    for group in &results.groups {
        let note = if group.used { "" } else { "  not used" };
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "  {:10} {:>9} {:>9} {:>9} {:>9}{note}",
            group.kind, group.firmware, group.results, group.tries, group.answered
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is printed of a page with one ping, one certificate and one probe.
    #[test]
    fn a_file_is_told_by_type_and_firmware() {
        let page = r#"{"results":[
            {"type":"ping","fw":5080,"prb_id":7,"timestamp":60,"dst_addr":"192.0.2.1","sent":3,"rcvd":0},
            {"type":"sslcert","fw":4760,"prb_id":8,"timestamp":30,"cert":[]}],
            "probes":{"results":[{"id":7,"asn_v4":64500}]}}"#;
        let parsed = backpedal_measurements::summarize("a.json", Box::new(page.as_bytes()));
        assert_eq!(parsed.problems, []);
        let summary = parsed.value;
        let text = file(&summary, summary.atlas.as_ref().expect("Atlas results"));
        for wanted in [
            "3 records: results of 2 probes towards 1 targets, 1 probes of an archive",
            "first 1970-01-01T00:00:30Z, last 1970-01-01T00:01:00Z",
            "ping            5080         1         1         0\n",
            "sslcert         4760         1         0         0  not used\n",
        ] {
            assert!(text.contains(wanted), "{wanted}\n{text}");
        }
    }
}
