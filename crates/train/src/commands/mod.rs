//! One file a command.

pub(crate) mod attributes;
pub(crate) mod calibrate;
pub(crate) mod choices;
pub(crate) mod claims;
pub(crate) mod fuzz;
pub(crate) mod incidents;
pub(crate) mod language;
pub(crate) mod names;
pub(crate) mod score_text;
pub(crate) mod score_times;
pub(crate) mod stance;
pub(crate) mod vectors;
pub(crate) mod voice;
