//! A small reverse-mode tape over matrices: enough for recurrent taggers and parsers on one
//! processor, with no library behind it but a matrix product.

mod adam;
mod losses;
mod params;
mod random;
mod sru;
mod tape;

pub(crate) use adam::Adam;
pub(crate) use losses::{arcs, crf, cross_entropy, logistic};
pub(crate) use params::{Grads, Id, Params};
pub(crate) use random::Random;
pub(crate) use tape::{Node, Tape};
