//! Scores the claim engine against annotated texts, and calibrates its confidences.
//!
//! The confidence of a claim is to be read as a frequency: of claims at 0.8, four in five are
//! right. What a rule's claims are worth is therefore not guessed but counted on annotated texts,
//! and the counts are shipped with the engine.
//!
//! ```
//! use backpedal_train::{Tally, shrink};
//!
//! // A rule that was right 3 times of 3 is not certain: it is drawn towards the mean of all.
//! let tally = Tally { found: 3, right: 3 };
//! assert!(shrink(tally, 0.7) < 0.9);
//! ```

mod calibrate;
mod choosing;
mod gold;
pub mod incidents;
mod matching;
pub mod score;
mod sentence;

pub use calibrate::{Calibration, Tally, calibrate, shrink};
pub use choosing::{Choosing, Fitted, fit};
pub use gold::{GoldClaim, GoldDocument, GoldSpeaker, read_gold};
pub use matching::{Matched, matched, matched_places};
