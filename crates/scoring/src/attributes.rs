//! What is looked at in a claim that was found, and when it is right.

use serde::Serialize;

use crate::{
    input::{AnnotatedClaim, Name, PredictedClaim, Speaker, Time},
    names::same_name,
};

/// A part of a claim besides its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Attribute {
    /// Stated as so, as not so, or hedged.
    Polarity,
    /// Whose words these are.
    Voice,
    /// The organisation spoken for.
    SpeakerOrg,
    /// The person who speaks.
    SpeakerName,
    /// Whose trouble it is.
    Subject,
    /// The things blamed, those hit, the other side; looked at where some are annotated.
    Objects,
    /// The mechanism; looked at in causes.
    CauseKind,
    /// The day on which it began; looked at where a time is annotated.
    Time,
}

impl Attribute {
    /// All of them, in the order in which they are printed.
    pub const ALL: [Self; 8] = [
        Self::Polarity,
        Self::Voice,
        Self::SpeakerOrg,
        Self::SpeakerName,
        Self::Subject,
        Self::Objects,
        Self::CauseKind,
        Self::Time,
    ];

    /// Those that must all be right in a claim that is called exact.
    pub const OF_EXACT: [Self; 4] = [
        Self::Polarity,
        Self::SpeakerOrg,
        Self::SpeakerName,
        Self::Subject,
    ];

    /// The word under which it is printed.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Polarity => "polarity",
            Self::Voice => "voice",
            Self::SpeakerOrg => "speaker_org",
            Self::SpeakerName => "speaker_name",
            Self::Subject => "subject",
            Self::Objects => "objects",
            Self::CauseKind => "cause_kind",
            Self::Time => "time",
        }
    }

    /// Whether the prediction has it right; nothing where the annotated claim does not ask.
    pub(crate) fn check(self, gold: &AnnotatedClaim, found: &PredictedClaim) -> Option<bool> {
        let nobody = Speaker::default();
        let said = found.speaker.as_ref().unwrap_or(&nobody);
        let same = |a: &Option<String>, b: &Option<String>| {
            same_name(a.as_deref().unwrap_or(""), b.as_deref().unwrap_or(""))
        };
        Some(match self {
            Self::Polarity => found.polarity.as_ref() == Some(&gold.polarity),
            Self::Voice => found.voice.as_ref() == Some(&gold.voice),
            Self::SpeakerOrg => same(&said.org, &gold.speaker.org),
            Self::SpeakerName => same(&said.name, &gold.speaker.name),
            Self::Subject => {
                let words = |name: &Option<Name>| {
                    let words = name.as_ref().map(Name::words);
                    words.unwrap_or_default().to_owned()
                };
                same_name(&words(&found.subject), &words(&gold.subject))
            }
            Self::Objects => {
                let wanted = gold.objects.as_deref().filter(|list| !list.is_empty())?;
                same_objects(wanted, found.objects.as_deref().unwrap_or_default())
            }
            Self::CauseKind if gold.kind == "cause" => found.cause_kind == gold.cause_kind,
            Self::CauseKind => return None,
            Self::Time => day(found.event_time.as_ref()) == day(Some(gold.time.as_ref()?)),
        })
    }
}

/// Every object that is wanted is there, and not more than are wanted.
fn same_objects(wanted: &[Name], found: &[Name]) -> bool {
    let is_there = |name: &Name| found.iter().any(|f| same_name(name.words(), f.words()));
    found.len() <= wanted.len() && wanted.iter().all(is_there)
}

/// The day on which something began: the ten characters of a date.
fn day(time: Option<&Time>) -> String {
    let start = time.and_then(|time| time.start.as_deref());
    start.unwrap_or_default().chars().take(10).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checks(gold: &str, found: &str) -> Vec<(Attribute, bool)> {
        let gold = format!(r#"{{"id": "c1", "anchor": "x", "voice": "own", {gold}}}"#);
        let found = format!(
            r#"{{"document": "d", "kind": "cause", "quote": {{"start": 0, "end": 1}}, {found}}}"#
        );
        let gold: AnnotatedClaim = serde_json::from_str(&gold).expect("a claim");
        let found: PredictedClaim = serde_json::from_str(&found).expect("a claim");
        let all = Attribute::ALL.into_iter();
        all.filter_map(|a| Some((a, a.check(&gold, &found)?)))
            .collect()
    }

    fn wrong(gold: &str, found: &str) -> Vec<Attribute> {
        let found = checks(gold, found).into_iter();
        found.filter(|(_, right)| !right).map(|(a, _)| a).collect()
    }

    #[test]
    fn only_what_is_annotated_is_asked_for() {
        let gold = r#""type": "outage", "polarity": "affirm", "objects": [], "time": null"#;
        let looked_at: Vec<Attribute> = checks(gold, r#""polarity": "affirm""#)
            .into_iter()
            .map(|(a, _)| a)
            .collect();
        assert_eq!(looked_at, Attribute::ALL[..5]);
        assert_eq!(wrong(gold, r#""polarity": "affirm""#), [Attribute::Voice]);
    }

    #[test]
    fn every_attribute_can_be_wrong_alone() {
        let gold = r#""type": "cause", "polarity": "deny", "subject": "Halyard", "cause_kind": "power",
            "speaker": {"name": "Ann Roe", "org": "Halyard"}, "objects": ["Grid", "Sun"],
            "time": {"start": "2011-03-08T09:40-06:00"}"#;
        let right = r#""polarity": "deny", "voice": "own", "subject": {"text": "Halyard Inc"},
            "cause_kind": "power", "speaker": {"name": "Roe", "org": "Halyard"},
            "objects": [{"text": "Sun"}, {"text": "the Grid"}], "event_time": {"start": "2011-03-08"}"#;
        assert_eq!(wrong(gold, right), []);
        for (from, to, what) in [
            (r#""deny""#, r#""affirm""#, Attribute::Polarity),
            (r#""own""#, r#""direct""#, Attribute::Voice),
            (
                r#""org": "Halyard""#,
                r#""org": null"#,
                Attribute::SpeakerOrg,
            ),
            (r#""Roe""#, r#""Doe""#, Attribute::SpeakerName),
            (r#""Halyard Inc""#, r#""Grid""#, Attribute::Subject),
            (r#""the Grid""#, r#""Moon""#, Attribute::Objects),
            (
                r#"[{"text": "Sun"}"#,
                r#"["Moon", {"text": "Sun"}"#,
                Attribute::Objects,
            ),
            (r#"[{"text": "Sun"}, "#, "[", Attribute::Objects),
            (r#""power""#, "null", Attribute::CauseKind),
            ("2011-03-08", "2011-03-09", Attribute::Time),
        ] {
            assert_eq!(wrong(gold, &right.replace(from, to)), [what], "{to}");
        }
    }
}
