//! Structure: quotations, clauses, names, who belongs to whom, and what pronouns stand for.

mod classify;
mod clauses;
mod coreference;
mod describe;
mod employers;
mod headed;
mod kinds;
mod names;
mod quotes;
mod support;

pub(crate) use classify::is_org_word;
pub(crate) use clauses::{clause, clauses};
pub(crate) use headed::headed;
pub(crate) use names::{EntityKind, Mention, Names};
pub(crate) use quotes::{Quotation, quotations};
