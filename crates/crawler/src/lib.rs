//! The only crate of Backpedal that downloads
