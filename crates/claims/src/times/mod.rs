//! Times in prose: clock times, days, durations, resolved against the publication or the part's
//! own time stamp. A small grammar of our own over jiff; it returns ranges, with zone and
//! precision, and keeps the words where it cannot resolve them.
//!
//! Words (`data/times.txt`) → tokens → the grammar, one file a group of expressions, gives forms:
//! what is said, without a date → `resolve` holds them against the date of the document and what
//! was named before, after TIMEX3. `statements` takes from this what a claim needs.

mod calendar;
#[cfg(test)]
mod checks;
#[cfg(test)]
mod claimed;
mod clocks;
mod dates;
mod durations;
mod finder;
mod form;
mod found;
mod grammar;
mod lead;
mod lengths;
mod moments;
mod narrative;
mod numbers;
mod ranges;
mod relative;
mod resolve;
mod resolved;
mod said;
mod seasons;
mod sentence;
mod sets;
mod spans;
mod statements;
mod telling;
mod tense;
mod tokens;
mod vague;
mod value;
mod words;
mod zones;

pub use finder::{Timex, timexes};
pub(crate) use found::{Time, What};
pub use resolved::TimexKind;
pub(crate) use said::said_at;
pub(crate) use statements::Clock;
