//! Training of the network that finds claims, on annotated outage texts.

mod data;
mod fit;
mod net;

pub(crate) use data::load;
pub(crate) use fit::{Settings, train};
pub(crate) use net::Hyper;
