//! Training of the language network on the public corpora, all tasks at once.

mod attribution;
mod batches;
mod conllu;
mod corpus;
mod negation;
mod network;
mod polnear;
mod run;
mod score;

pub(crate) use network::Sizes;
pub(crate) use run::{Settings, train};
pub(crate) use score::score;
