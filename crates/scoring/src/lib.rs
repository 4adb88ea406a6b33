//! Scores predicted claims against claims that people annotated.
//!
//! Text in, figures out: nothing here opens a file or knows the engine. A prediction can stand for
//! an annotated claim when it overlaps its anchor or lies for the most part in the anchor's
//! sentence; pairs are one to one, the best first. Attributes are looked at in the pairs whose
//! kinds agree.
//!
//! ```
//! use backpedal_scoring::{AnnotatedDocument, PredictedClaim, ScoredText, json_lines, score};
//!
//! let gold = r#"{"doc": "a", "claims": [{"id": "c1", "anchor": "network failed",
//!     "type": "outage", "polarity": "affirm", "voice": "own", "subject": "Halyard"}]}"#
//!     .replace('\n', " ");
//! let gold: Vec<AnnotatedDocument> = json_lines(&gold).unwrap();
//! let found = r#"{"document": "a", "kind": "outage", "polarity": "affirm", "voice": "own",
//!     "quote": {"start": 0, "end": 22}, "subject": {"text": "Halyard Inc."}}"#
//!     .replace('\n', " ");
//! let found: Vec<PredictedClaim> = json_lines(&found).unwrap();
//!
//! let texts = [ScoredText { gold: &gold[0], text: "Halyard's network failed." }];
//! let scored = score(&texts, &found).unwrap();
//! assert_eq!(scored.figures.typed.f1(), 1.0);
//! assert!(scored.faults.is_empty());
//! ```
//!
//! [`Figures`] and [`Fault`] print as lines for people and serialize as objects for programs.

mod attributes;
mod faults;
mod figures;
mod input;
mod layout;
mod matching;
mod names;
mod score;
mod sentences;
mod unicode;

pub use attributes::Attribute;
pub use faults::Fault;
pub use figures::{Counts, Figures, Share};
pub use input::{
    AnnotatedClaim, AnnotatedDocument, BadLine, Name, PredictedClaim, Quote, Speaker, Time,
    json_lines, one_newline,
};
pub use names::same_name;
pub use score::{Mismatch, Scored, ScoredText, score};
