//! What is served, and to whom.

use std::{net::SocketAddr, path::PathBuf, sync::Arc};

use backpedal_indexer::Index;
use backpedal_store::Store;
use tokio::sync::Semaphore;

use crate::Error;

/// How many requests read the store or the index at a time; the others wait.
const AT_ONCE: usize = 8;

/// A data directory as a web site. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Site {
    store: PathBuf,
    remote: Option<Vec<String>>,
    turns: Arc<Semaphore>,
}

impl Site {
    /// The site of a data directory, for this machine only.
    pub fn new(store: impl Into<PathBuf>) -> Self {
        Self {
            store: store.into(),
            remote: None,
            turns: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }

    /// Allows to listen on other addresses than the loopback, and to answer to these names
    /// besides. The pages have no log-in: whoever reaches them can read them.
    #[must_use]
    pub fn open_to(mut self, names: Vec<String>) -> Self {
        self.remote = Some(names);
        self
    }

    pub(crate) fn may_listen_on(&self, address: SocketAddr) -> Result<(), Error> {
        if address.ip().is_loopback() || self.remote.is_some() {
            Ok(())
        } else {
            Err(Error::NotLoopback { address })
        }
    }

    /// Whether the site answers to that host name (without port).
    pub(crate) fn answers_to(&self, host: &str) -> bool {
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let loopback = bare
            .parse::<std::net::IpAddr>()
            .is_ok_and(|ip| ip.is_loopback());
        let named = |names: &Vec<String>| names.iter().any(|name| name.eq_ignore_ascii_case(bare));
        loopback
            || bare.eq_ignore_ascii_case("localhost")
            || self.remote.as_ref().is_some_and(named)
    }

    /// Runs `work` with the store on the blocking pool.
    pub(crate) async fn with_store<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Store) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let dir = self.store.clone();
        self.blocking(move || work(&Store::open_existing(&dir)?))
            .await
    }

    /// Runs `work` with the index on the blocking pool.
    pub(crate) async fn with_index<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Index) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let dir = self.store.clone();
        let work = move || {
            let store = Store::open_existing(&dir)?;
            work(&Index::open_read(&store.search_dir())?)
        };
        self.blocking(work).await
    }

    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let _turn = self
            .turns
            .clone()
            .acquire_owned()
            .await
            .map_err(|_| Error::Stopped)?;
        tokio::task::spawn_blocking(work)
            .await
            .map_err(|_| Error::Stopped)?
    }
}
