//! The only crate of Backpedal that knows the files of the data directory
