//! Tests over whole histories and pairs of versions, through one door each.

mod classes;
mod histories;
mod versions;
