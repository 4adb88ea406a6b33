//! One crawl at a time to a store.

use std::{
    fs::{File, TryLockError},
    io::{Read as _, Seek as _, Write as _},
};

use jiff::Timestamp;

use crate::{Error, Store};

/// The name of the lock in the data directory.
const NAME: &str = "crawl.lock";

/// How much of a lock's text is shown.
const SHOWN: u64 = 200;

/// The right to crawl, until this is dropped or the process ends, however it ends.
///
/// The lock is the operating system's. The text in the file only tells who holds it, so what a
/// killed process left there stops nobody.
#[derive(Debug)]
pub struct CrawlLock {
    _file: File,
}

impl Store {
    /// Takes the right to crawl into this store; `now` is told to whoever asks for it meanwhile.
    /// Reading and importing need no such right.
    ///
    /// # Errors
    /// [`Error::Locked`] while another crawl has it; else when the lock's file cannot be written.
    pub fn lock_crawl(&self, now: Timestamp) -> Result<CrawlLock, Error> {
        let path = self.dir.join(NAME);
        let wrap = |action| {
            let path = path.clone();
            move |e| Error::io(action, &path, e)
        };
        let file = File::options()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(&path);
        let mut file = file.map_err(wrap("open"))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let path = self.dir.clone();
                let holder = holder(&mut file);
                return Err(Error::Locked { path, holder });
            }
            Err(TryLockError::Error(e)) => return Err(wrap("lock")(e)),
        }
        let text = format!("process {} since {now}\n", std::process::id());
        file.set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| file.write_all(text.as_bytes()))
            .map_err(wrap("write"))?;
        Ok(CrawlLock { _file: file })
    }
}

/// What the holder wrote; a moment after it took the lock that may be nothing yet.
fn holder(file: &mut File) -> String {
    let mut text = String::new();
    // Some systems keep readers out while it is held.
    let read = file.take(SHOWN).read_to_string(&mut text);
    match text.trim() {
        "" => "the lock is held, but does not say by whom".to_owned(),
        _ if read.is_err() => "the lock is held, but does not say by whom".to_owned(),
        held => held.to_owned(),
    }
}
