//! What probes told beside success, as rows.

use backpedal_model::{BaselinePart, BaselineTime, ProbeDetail};

use crate::stamp::{count, interval, list, percent};

/// Name and value, only of what is there.
pub(super) fn rows(detail: &ProbeDetail) -> Vec<(String, String)> {
    let mut rows = Vec::new();
    let mut row = |name: &str, value: String| rows.push((name.to_owned(), value));
    for part in &detail.baselines {
        row("Compared with", compared(part));
    }
    if detail.without_baseline > 0 {
        let n = detail.without_baseline as usize;
        row(
            "Left out",
            format!("{} without results before", count(n, "probe", "probes")),
        );
    }
    if detail.own_errors > 0 {
        row(
            "Failed at the probe itself, left out",
            detail.own_errors.to_string(),
        );
    }
    if let Some(rtt) = &detail.rtt {
        row(
            "Median round-trip time (not judged)",
            format!(
                "{} before, {} in the window; {} of {}",
                milliseconds(rtt.before_ms),
                milliseconds(rtt.during_ms),
                rtt.of,
                count(rtt.pairs as usize, "pair", "pairs")
            ),
        );
    }
    if !detail.answers.is_empty() {
        let answers = detail
            .answers
            .iter()
            .map(|(answer, n)| format!("{answer} {n}"));
        row("Answers", list(&answers.collect::<Vec<_>>()));
    }
    if !detail.ended.is_empty() {
        let ended = detail.ended.iter().map(|end| {
            let place = end
                .asn
                .map_or("an unknown AS".to_owned(), |asn| asn.to_string());
            format!("{place} {}", end.results)
        });
        let name = "Traceroutes that did not arrive, by the last AS";
        row(name, list(&ended.collect::<Vec<_>>()));
    }
    for one in &detail.rerouted {
        row(&format!("Around {}", one.around), one.sentence());
    }
    rows
}

/// "the same hours a day before, 2031-03-03 06:00–07:00 UTC: 99.0 % of 240 results".
fn compared(part: &BaselinePart) -> String {
    let when = match part.time {
        BaselineTime::AllBefore => String::new(),
        _ => format!(", {}", interval(part.interval)),
    };
    let results = usize::try_from(part.results).unwrap_or(usize::MAX);
    format!(
        "{}{when}: {} of {}",
        part.time.words(),
        percent(part.share),
        count(results, "result", "results")
    )
}

/// Three digits: no more is known.
fn milliseconds(ms: f64) -> String {
    match ms {
        ..10.0 => format!("{ms:.2} ms"),
        ..100.0 => format!("{ms:.1} ms"),
        _ => format!("{ms:.0} ms"),
    }
}

#[cfg(test)]
mod tests {
    use backpedal_model::{Asn, Ended, Rerouted, RttChange};

    use super::*;

    #[test]
    fn only_what_is_there_has_a_row() {
        assert_eq!(rows(&ProbeDetail::default()), []);
        let detail = ProbeDetail {
            rtt: Some(RttChange {
                of: "ping".to_owned(),
                before_ms: 19.96,
                during_ms: 141.7,
                pairs: 12,
            }),
            ended: vec![
                Ended {
                    asn: Some(Asn(64500)),
                    results: 7,
                },
                Ended {
                    asn: None,
                    results: 2,
                },
            ],
            rerouted: vec![Rerouted {
                around: "Kestrel Exchange".to_owned(),
                to_party: true,
                crossed: 20,
                another_way: 18,
                same_way: 0,
                not_reached: 2,
                unclear: 0,
            }],
            ..ProbeDetail::default()
        };
        let found = rows(&detail);
        let values: Vec<&str> = found.iter().map(|(_, value)| value.as_str()).collect();
        assert_eq!(values.len(), 3);
        assert_eq!(
            values[0],
            "20.0 ms before, 142 ms in the window; ping of 12 pairs"
        );
        assert_eq!(values[1], "AS64500 7 and an unknown AS 2");
        assert!(values[2].starts_with("18 of 20 pairs of probe and target"));
    }
}
