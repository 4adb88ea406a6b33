//! Scores of single parts of the claim engine, one file a part.

pub mod text;
pub mod times;
