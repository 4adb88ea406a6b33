//! The whole chain behind one claim or one contradiction, in plain words and for programs.

mod claim;
mod json;
mod order;
mod pair;

pub use claim::explain;
pub use json::{explain_contradiction_json, explain_json};
pub use pair::explain_contradiction;

use backpedal_model::{Claim, Snapshot, TimeRange, TimeSource};

use crate::{
    names::Names,
    stamp,
    view::ClaimView,
    wrap::{plain, wrap},
};

const WIDTH: usize = 88;

fn field(out: &mut String, name: &str, text: &str) {
    let name = format!("{name:<14}");
    // A long name keeps its distance.
    let name = if name.ends_with(' ') {
        name
    } else {
        name + " "
    };
    out.push_str(&wrap(&plain(text), WIDTH, &name, &" ".repeat(14)));
}

/// What the time of a statement rests on.
const fn basis(at: &TimeRange) -> &'static str {
    match at.source {
        TimeSource::Post => "the stamp of the post, comment or update itself",
        TimeSource::Text => "the words of the text",
        TimeSource::Published => "the publication: said no later; how much earlier is not told",
        TimeSource::Captured => {
            "the capture alone: it proves that the words existed, not when \
                                 they were first said"
        }
    }
}

/// The capture that holds a claim.
fn capture<'a>(names: Names<'a>, claim: &Claim) -> Option<&'a Snapshot> {
    let held = names.0.document(&claim.document_id)?.snapshot.as_ref()?;
    names.0.snapshots.iter().find(|one| one.id == *held)
}

/// Where the words were captured, with the proof.
fn captured(out: &mut String, names: Names<'_>, claim: &Claim) {
    match capture(names, claim) {
        Some(one) => {
            let when = stamp::utc(one.captured_at);
            field(out, "Captured", &format!("{when}, {}", one.origin.as_str()));
            if let Some(via) = &one.via {
                field(out, "  by", &format!("another, taken from {via}"));
            }
            field(out, "  sha256", &one.digest.to_string());
        }
        None => field(out, "Captured", "not kept"),
    }
}

/// Outcome and grounds of one claim, in a sentence.
fn measured(view: &ClaimView) -> String {
    let outcome = view.outcome.unwrap_or("not judged");
    let synthetic = if view.synthetic {
        " [synthetic measurements]"
    } else {
        ""
    };
    if view.rest.is_empty() {
        format!("{} {outcome}.{synthetic}", view.mark)
    } else {
        format!("{} {outcome}. {}{synthetic}", view.mark, view.rest)
    }
}
