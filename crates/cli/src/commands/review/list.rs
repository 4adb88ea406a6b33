//! All decisions, and what became of them.

use backpedal_model::{Action, Decision, Dossier, LinkPlace, Review, Subject};

use super::find::cases;
use crate::{
    args::{Format, ReviewArgs},
    exit::Ended,
    stages::Bench,
};

/// One decision of the log.
struct Row<'a> {
    decision: &'a Decision,
    state: State<'a>,
}

/// What became of a decision.
enum State<'a> {
    /// It is obeyed.
    InForce(&'a Review),
    /// It meets nothing, or not all of what it met.
    Unmet(&'a Review),
    /// A later decision on the same thing counts.
    Replaced,
    /// It was taken back.
    Undone,
    /// It takes another one back.
    TakesBack,
}

impl State<'_> {
    const fn word(&self) -> &'static str {
        match self {
            Self::InForce(_) => "in force",
            Self::Unmet(_) => "not met",
            Self::Replaced => "replaced",
            Self::Undone => "undone",
            Self::TakesBack => "undo",
        }
    }

    const fn review(&self) -> Option<&Review> {
        match self {
            Self::InForce(review) | Self::Unmet(review) => Some(review),
            Self::Replaced | Self::Undone | Self::TakesBack => None,
        }
    }
}

pub(super) fn list(bench: &Bench<'_>, args: &ReviewArgs) -> anyhow::Result<Ended> {
    let mut records = Vec::new();
    let mut lines = Vec::new();
    for case in cases(bench, args.case.as_deref())? {
        let log = bench.store.decisions(&case)?;
        let dossier = bench.store.dossier(&case)?;
        for row in rows(&log, dossier.as_ref()) {
            records.push(record(&row));
            lines.push(line(&row));
        }
    }
    let text = match bench.settings.format.value {
        Format::Json => serde_json::Value::Array(records).to_string(),
        Format::Jsonl => {
            let lines: Vec<String> = records.iter().map(ToString::to_string).collect();
            lines.join("\n")
        }
        Format::Text | Format::Html | Format::Svg if lines.is_empty() => {
            "nothing was decided yet".to_owned()
        }
        Format::Text | Format::Html | Format::Svg => lines.join("\n\n"),
    };
    if !text.is_empty() {
        bench.console.result(&text)?;
    }
    Ok(Ended::Done)
}

fn rows<'a>(log: &'a [Decision], dossier: Option<&'a Dossier>) -> Vec<Row<'a>> {
    let standing = Decision::standing(log);
    let reviews = dossier.map_or(&[][..], |dossier| &dossier.decisions);
    let state = |decision: &Decision| {
        if matches!(decision.action, Action::Undo(_)) {
            return State::TakesBack;
        }
        if !standing.iter().any(|other| std::ptr::eq(*other, decision)) {
            return State::Undone;
        }
        match reviews.iter().find(|review| review.decision == *decision) {
            Some(review) if review.unmet().is_empty() => State::InForce(review),
            Some(review) => State::Unmet(review),
            None => State::Replaced,
        }
    };
    let row = |decision| Row {
        decision,
        state: state(decision),
    };
    log.iter().map(row).collect()
}

fn record(row: &Row<'_>) -> serde_json::Value {
    serde_json::json!({
        "id": row.decision.id(),
        "state": row.state.word(),
        "decision": row.decision,
        "met": row.state.review().map(|review| &review.met),
        "unmet": row.state.review().map(Review::unmet),
    })
}

fn line(row: &Row<'_>) -> String {
    let decision = row.decision;
    let by = decision.by.as_ref();
    let by = by.map_or_else(String::new, |name| format!(" by {name}"));
    let mut lines = vec![
        format!(
            "{}  {}  {:8}  {}{by} in {}",
            decision.id(),
            decision.at,
            row.state.word(),
            decision.action.as_str(),
            decision.case
        ),
        format!("    {}", about(&decision.subject)),
    ];
    if !decision.reason.is_empty() {
        lines.push(format!("    reason: {}", decision.reason));
    }
    if let Action::Undo(id) = &decision.action {
        lines.push(format!("    takes back {id}"));
    }
    let unmet = row.state.review().map(Review::unmet).unwrap_or_default();
    lines.extend(unmet.iter().map(|what| format!("    not obeyed: {what}")));
    lines.join("\n")
}

fn about(subject: &Subject) -> String {
    match subject {
        Subject::Claim(key) => format!("claim {}: “{}”, {}", key.id, key.words, key.document.name),
        Subject::Contradiction(key) => format!(
            "contradiction {} ({}): “{}” / “{}”",
            key.id, key.kind, key.a.words, key.b.words
        ),
        Subject::Link(key) => {
            let name = match &key.place {
                LinkPlace::Speaker => "the speaker".to_owned(),
                LinkPlace::Subject => "the subject".to_owned(),
                LinkPlace::Object(text) => format!("the object “{text}”"),
            };
            let claim = &key.claim;
            format!(
                "{name} of claim {}: “{}”, {}",
                claim.id, claim.words, claim.document.name
            )
        }
    }
}
