//! Text into sentences.
//!
//! Own rules rather than a library's: texts about outages are full of times, versions, list items
//! and broken quotation marks, and a splitter that trusts marks swallows paragraphs.

mod ends;
mod lines;
#[cfg(test)]
mod tests;

use std::ops::Range;

pub(crate) use self::lines::stretches;

/// The sentences of a text: byte ranges in order, without space at their ends.
///
/// ```
/// let text = "The link fell at 9 p.m. ET on Monday. Mr. Oak saw it.\n\nTimeline\n- 9:00 Down\n- 9:30 Up";
/// let found = backpedal_language::sentences(text);
/// let found: Vec<&str> = found.into_iter().map(|at| &text[at]).collect();
/// assert_eq!(found[0], "The link fell at 9 p.m. ET on Monday.");
/// assert_eq!(found[1..], ["Mr. Oak saw it.", "Timeline", "- 9:00 Down", "- 9:30 Up"]);
/// ```
#[must_use]
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for stretch in stretches(text) {
        ends::split(text, stretch, &mut found);
    }
    found
}
