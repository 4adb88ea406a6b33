//! What reads like a claim of the incident and is none: lessons and plans, which a report of an
//! incident ends with; measures and codes where a count is looked for.

use std::sync::LazyLock;

use backpedal_model::ClaimKind;
use regex::Regex;

use super::Candidate;
use crate::{analysis::Analysis, lexicon::pattern};

/// What is to be learnt or done, so that it does not happen again.
static LESSON: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:to (?:help )?(?:prevent|avoid|guard against) (?:future|similar|such|a (?:recurrence|repeat)|recurrences?|it happening)\b|lessons? (?:we |they )?(?:have )?learn(?:ed|t)\b|(?:key|main|planned|future|further|process) improvements\b|recommendations? (?:included?|cover(?:ed)?|are|were)\b|follow-up (?:steps|items|actions|work)\b|as (?:a )?remediation\b|(?:highlight|demonstrat|underscor|underlin|illustrat)\w+ (?:how|the (?:importance|need|necessity|value|risks?))\b|the importance of\b)",
    )
});

/// Physical measures and status codes.
static MEASURE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b\d[\d,.]*(?: ?[-–] ?\d[\d,.]*)?[ -]?(?:kv|k?hz|mhz|ghz|volts?|amps?|kva|mva|rad|degrees|°c)\b|\b[45](?:\d\d|xx)s? (?:(?:server|client|http)(?:[ -]side)?|errors?|internal|bad|status|responses?)\b|\bhttp [45]\d\ds?\b",
    )
});

/// "Just after", "only when": words of a moment, not of a share.
static MOMENT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^(?:just|only) (?:after|before|when|then|as|once|hours?|minutes?)\b")
});

/// Whether a candidate may be a claim of the incident.
pub(crate) fn sound(analysis: &Analysis<'_>, candidate: &Candidate) -> bool {
    let low = analysis
        .text
        .low(&analysis.sentences[candidate.sentence].range);
    if LESSON.is_match(low) {
        // What is regretted, or is looked into, may stand beside what is promised.
        return matches!(
            candidate.kind,
            ClaimKind::Responsibility | ClaimKind::Timing | ClaimKind::Restored
        );
    }
    if candidate.kind == ClaimKind::Scope {
        let words = analysis.text.low(&candidate.trigger);
        let near = candidate.trigger.start
            ..analysis.sentences[candidate.sentence]
                .range
                .end
                .min(candidate.trigger.end + 24);
        let measured = MEASURE
            .find(analysis.text.low(&near))
            .is_some_and(|found| found.start() < words.len());
        return !measured && !MOMENT.is_match(words.trim_start());
    }
    true
}

#[cfg(test)]
mod tests {
    use backpedal_model::ClaimKind::{Cause, Scope};

    use super::super::found;

    #[test]
    fn lessons_and_plans_are_no_claims() {
        for text in [
            "The Alder incident highlighted how a software bug can cause an outage.",
            "Alder changed its router software to prevent similar outages caused by a bug.",
            "Lessons learned included that the failure was caused by a stale configuration.",
        ] {
            assert_eq!(found(text, Cause), Vec::<String>::new(), "{text}");
        }
        let kept = found("The Alder outage was caused by a software bug.", Cause);
        assert_eq!(kept.len(), 1, "{kept:?}");
    }

    #[test]
    fn measures_and_codes_are_no_counts() {
        for text in [
            "The Alder outage began when some 400 kV lines failed.",
            "Alder returned 503 errors to customers, who were affected.",
        ] {
            assert_eq!(found(text, Scope), Vec::<String>::new(), "{text}");
        }
        let kept = found("Some 41,000 subscribers of Alder were cut off.", Scope);
        assert_eq!(kept.len(), 1, "{kept:?}");
    }
}
