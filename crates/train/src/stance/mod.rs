//! Training of the stance model: two linear models and trees over the features that the language
//! crate finds, blended and balanced by cross-validation over events.

mod boost;
mod cross;
mod fit;
mod linear;
mod rows;
mod run;
mod score;

pub(crate) use fit::Settings;
pub(crate) use run::train;
