//! The trained network: words in context, and what is read off them.

mod chain;
mod encoder;
pub mod features;
mod matrix;
mod model;
mod recurrent;
mod tree;
mod vectors;
mod weights;

pub use chain::best;
pub use encoder::{Encoder, Place, quoted};
pub use matrix::{Matrix, add_product, add_to, dot, exp, largest, product, sigmoid, softmax};
pub use model::{Model, Parsed, Tags};
pub use recurrent::{Scan, scan, standardise};
pub use tree::tree;
pub use vectors::{Pieces, TABLE};
pub use weights::{Form, Weights};
