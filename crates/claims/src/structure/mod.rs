//! Structure: quotations, clauses, names, who belongs to whom, and what pronouns stand for.

mod classify;
mod clauses;
mod coreference;
mod describe;
mod employers;
mod headed;
mod kinds;
mod names;
mod prior;
mod quotes;
mod support;

pub(crate) use classify::is_org_word;
pub(crate) use clauses::{clause, clauses};
pub(crate) use headed::headed;
pub(crate) use names::{EntityKind, Mention, Names};
pub use prior::{CLASSES, NameFeatures, name_features};
pub(crate) use quotes::{Quotation, quotations};
