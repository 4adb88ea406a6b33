//! Results as pages, JSON and terminal text.
//!
//! One [`Dossier`] goes in, text comes out: nothing here opens a file,
//! reads the clock or judges anything. The same dossier gives the same bytes. Every renderer is
//! built from one set of view types, so the page, the JSON and the terminal cannot disagree.
//!
//! ```
//! use backpedal_model::{Case, Dossier, RunInfo};
//! use backpedal_report::{Html, Render};
//!
//! # fn dossier() -> Option<Dossier> {
//! let text = r#"{"case": {"id": "demo", "title": "Demo", "zone": "UTC", "parties": [],
//!   "window": {"start": "2031-03-04T00:00:00Z", "end": "2031-03-05T00:00:00Z"},
//!   "sources": [], "measurements": [], "topology": [], "policy": {},
//!   "schedule": {"every_seconds": 900}},
//!   "run": {"version": "0.1.0", "as_of": "2031-03-06T00:00:00Z"},
//!   "snapshots": [], "documents": [], "claims": [], "datasets": [], "observations": [],
//!   "relationships": [], "paths": [], "positions": [], "contradictions": [],
//!   "non_contradictions": [], "verdicts": [], "problems": []}"#;
//! # serde_json::from_str(text).ok()
//! # }
//! # let Some(dossier) = dossier() else { panic!("the example no longer reads") };
//! let page = Html.render(&dossier);
//! assert!(page.starts_with("<!doctype html>") && page.contains("Demo"));
//! ```

mod explain;
mod finding;
mod html;
mod json;
mod left_out;
mod lines;
mod names;
mod phrase;
mod reviewed;
mod stamp;
mod terminal;
mod timeline;
mod unknown;
mod view;
mod wrap;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

pub use explain::{explain, explain_contradiction, explain_contradiction_json, explain_json};
pub use finding::finding;
pub use html::{Html, STYLE, body, claim_body};
pub use json::{Json, SCHEMA};
pub use lines::lines;
pub use phrase::{key as outcome_key, mark as outcome_mark};
pub use reviewed::refused;
pub use terminal::{Section, Sheet, Terminal};
pub use timeline::{Layout, timeline, timeline_svg};

use backpedal_model::Dossier;

/// One way to print a dossier.
pub trait Render {
    /// The dossier as text; the same dossier gives the same bytes.
    fn render(&self, dossier: &Dossier) -> String;
}
