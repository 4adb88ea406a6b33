//! What a finding as of an earlier time leaves out, in words.

use backpedal_model::RunInfo;

use crate::stamp::{count, list, utc};

/// The opening of such a finding: the time, and how many documents are later.
/// Empty where nobody chose a time.
pub(crate) fn opening(run: &RunInfo) -> String {
    let Some(left_out) = run.left_out else {
        return String::new();
    };
    let later = match left_out.documents {
        0 => "no document is later".to_owned(),
        n => format!(
            "{} left out",
            count(n, "later document is", "later documents are")
        ),
    };
    format!(
        "Only what was known by {} counts here; {later}.",
        utc(run.as_of)
    )
}

/// The same with all counts, for the report.
pub(crate) fn sentence(run: &RunInfo) -> Option<String> {
    let left_out = run.left_out?;
    let counts = [
        (left_out.documents, "document", "documents"),
        (left_out.claims, "claim", "claims"),
        (
            left_out.observations,
            "measured series (or its later part)",
            "measured series (or their later parts)",
        ),
        (
            left_out.datasets,
            "measurement or topology file",
            "measurement or topology files",
        ),
    ];
    let counts = counts.into_iter().filter(|(n, ..)| *n > 0);
    let counts: Vec<String> = counts.map(|(n, one, many)| count(n, one, many)).collect();
    let counts = match counts.as_slice() {
        [] => "nothing".to_owned(),
        counts => list(counts),
    };
    Some(format!(
        "Everything here is judged by what was known at {} and by nothing later. Left out: {counts}.",
        utc(run.as_of)
    ))
}

#[cfg(test)]
mod tests {
    use backpedal_model::LeftOut;

    use super::*;
    use crate::sample;

    #[test]
    fn a_run_without_a_chosen_time_leaves_nothing_out() {
        let run = sample::empty().run;
        assert_eq!((opening(&run), sentence(&run)), (String::new(), None));
    }

    #[test]
    fn counts_are_told_and_zeros_are_not() {
        let told = |documents, claims| {
            let left_out = LeftOut {
                documents,
                claims,
                ..LeftOut::default()
            };
            let run = RunInfo {
                left_out: Some(left_out),
                ..sample::empty().run
            };
            (opening(&run), sentence(&run).unwrap_or_default())
        };
        let (opening, sentence) = told(1, 3);
        assert!(
            opening.ends_with("; 1 later document is left out."),
            "{opening}"
        );
        assert!(
            sentence.ends_with("Left out: 1 document and 3 claims."),
            "{sentence}"
        );
        let (opening, sentence) = told(0, 0);
        assert!(opening.ends_with("; no document is later."), "{opening}");
        assert!(sentence.ends_with("Left out: nothing."), "{sentence}");
    }
}
