//! The way of a case through the house: captures, documents, claims; measurement files,
//! observations; both into the matcher; the result into store and index.
//!
//! Every stage looks for its result in the store first, under a key made from the content that it
//! reads and the version of the code that reads it.

mod archive;
mod capture;
mod claims;
mod copies;
mod documents;
mod dossier;
mod editions;
mod history;
mod load;
mod measure;
mod past;

pub(crate) use archive::files_of;
pub(crate) use documents::{named, stem};
pub(crate) use dossier::{changed, publish, run_case, words, write_whole};
pub(crate) use editions::Words;
pub(crate) use history::Past;
pub(crate) use load::{LoadedCase, load_case};
pub(crate) use measure::{
    Measured, Together, measure_case, open_file, show, topology_inputs, topology_of,
};

use anyhow::Context as _;
use backpedal_model::{Parsed, Sha256};
use backpedal_store::Store;
use jiff::Timestamp;
use serde::{Serialize, de::DeserializeOwned};

use crate::{console::Console, exit::Hint, settings::Settings};

/// What every stage needs at hand.
pub(crate) struct Bench<'a> {
    pub(crate) store: Store,
    pub(crate) console: &'a Console,
    pub(crate) settings: &'a Settings,
    pub(crate) now: Timestamp,
}

impl<'a> Bench<'a> {
    /// Opens the store of the settings in force.
    pub(crate) fn open(settings: &'a Settings, console: &'a Console) -> anyhow::Result<Self> {
        let dir = &settings.store.value;
        let store = Store::open(dir)
            .with_context(|| format!("the data directory {} cannot be used", dir.display()))?;
        Ok(Self {
            store,
            console,
            settings,
            now: crate::clock::now(),
        })
    }

    /// The same for a command that only reads: a mistyped directory is an error, not a new store.
    pub(crate) fn open_existing(
        settings: &'a Settings,
        console: &'a Console,
    ) -> anyhow::Result<Self> {
        let dir = &settings.store.value;
        let store = Store::open_existing(dir)
            .with_context(|| format!("the data directory {} cannot be used", dir.display()))
            .with_context(|| Hint("`backpedal run CASE` makes one; --store names it".to_owned()))?;
        Ok(Self {
            store,
            console,
            settings,
            now: crate::clock::now(),
        })
    }

    /// The result of a stage: from the store where this version of the code has seen this input,
    /// else by `work`, whose result is then kept.
    fn staged<T: Serialize + DeserializeOwned>(
        &self,
        stage: &str,
        version: u32,
        key: &Sha256,
        work: impl FnOnce() -> Parsed<T>,
    ) -> anyhow::Result<Parsed<T>> {
        if let Some(json) = self.store.stage(stage, version, key)?
            && let Ok(kept) = serde_json::from_str(&json)
        {
            return Ok(kept);
        }
        let result = work();
        let json = serde_json::to_string(&result).context("a stage record cannot be written")?;
        self.store.put_stage(stage, version, key, &json)?;
        Ok(result)
    }
}

/// A key over anything that can be written as JSON.
fn key_of<T: Serialize>(value: &T) -> anyhow::Result<Sha256> {
    let json = serde_json::to_vec(value).context("a stage key cannot be made")?;
    Ok(Sha256::of(&json))
}
