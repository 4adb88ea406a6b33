//! The files under `captures/`: written once, whole or not at all.

use std::{
    fs::{self, File},
    io::{ErrorKind, Write as _},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

use backpedal_model::{Sha256, Snapshot};

use crate::{Error, warc};

/// What the names of unfinished files start with.
const UNFINISHED: &str = ".unfinished-";

#[derive(Debug)]
pub(crate) struct Captures {
    dir: PathBuf,
    /// Held shared while a file is written, alone while unfinished files are removed.
    lock: File,
}

impl Captures {
    /// Opens the folder, and removes what a killed run left unfinished unless a run is writing.
    pub(crate) fn open(dir: PathBuf) -> Result<Self, Error> {
        fs::create_dir_all(&dir).map_err(|e| match e.kind() {
            ErrorKind::AlreadyExists => Error::NotADirectory { path: dir.clone() },
            _ => Error::io("create", &dir, e),
        })?;
        let path = dir.join(".lock");
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path);
        let captures = Self {
            lock: lock.map_err(|e| Error::io("open", &path, e))?,
            dir,
        };
        // A file system without locks only keeps the unfinished files.
        if captures.lock.try_lock().is_ok() {
            let removed = captures.remove_unfinished();
            let _ = captures.lock.unlock();
            removed?;
        }
        Ok(captures)
    }

    fn remove_unfinished(&self) -> Result<(), Error> {
        for path in self.files()? {
            let name = path.file_name().map(|name| name.to_string_lossy());
            if name.is_some_and(|name| name.starts_with(UNFINISHED)) {
                fs::remove_file(&path).map_err(|e| Error::io("remove", &path, e))?;
            }
        }
        Ok(())
    }

    /// The name of a capture's file, relative to the folder: by its payload's digest, so that
    /// captures of one payload stand together and can be found without the database.
    pub(crate) fn name(snapshot: &Snapshot) -> String {
        let digest = snapshot.digest.to_string();
        let safe = |c: &char| c.is_ascii_alphanumeric() || *c == '-';
        let id: String = snapshot.id.as_str().chars().filter(safe).collect();
        format!("{}/{digest}-{id}.warc.gz", &digest[..2])
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    /// Writes a file so that a crash at any moment leaves either all of it or nothing of that
    /// name: a temporary file in the same folder, flushed, renamed, and the folder flushed too.
    pub(crate) fn write(&self, name: &str, bytes: &[u8]) -> Result<(), Error> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let path = self.path(name);
        let folder = path.parent().unwrap_or(&self.dir);
        if !folder.is_dir() {
            fs::create_dir_all(folder).map_err(|e| Error::io("create", folder, e))?;
            flush_folder(&self.dir)?;
        }
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let unfinished = folder.join(format!("{UNFINISHED}{}-{number}", std::process::id()));
        let _ = self.lock.lock_shared();
        let written = write_flushed(&unfinished, bytes)
            .and_then(|()| fs::rename(&unfinished, &path))
            .map_err(|e| Error::io("write", &path, e))
            .and_then(|()| flush_folder(folder));
        let _ = self.lock.unlock();
        if written.is_err() {
            let _ = fs::remove_file(&unfinished);
        }
        written
    }

    /// Reads a capture back; `None` where there is no such file.
    pub(crate) fn read(&self, name: &str) -> Result<Option<warc::Capture>, Error> {
        read(&self.path(name))
    }

    /// The names of all captures, in order.
    pub(crate) fn names(&self) -> Result<Vec<String>, Error> {
        let name = |path: &PathBuf| {
            let name = path
                .strip_prefix(&self.dir)
                .ok()?
                .to_str()?
                .replace('\\', "/");
            let is_capture = name.ends_with(".warc.gz") && !name.contains(UNFINISHED);
            is_capture.then_some(name)
        };
        Ok(self.files()?.iter().filter_map(name).collect())
    }

    /// Every file one folder down, in order.
    fn files(&self) -> Result<Vec<PathBuf>, Error> {
        let mut files = Vec::new();
        for folder in entries(&self.dir)?.into_iter().filter(|path| path.is_dir()) {
            files.extend(entries(&folder)?);
        }
        files.sort();
        Ok(files)
    }
}

fn read(path: &Path) -> Result<Option<warc::Capture>, Error> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(Error::io("read", path, e)),
    };
    warc::read(&bytes)
        .map(Some)
        .map_err(|cause| Error::damaged(path, cause))
}

/// The bytes of a capture, where they lie.
#[derive(Clone, Debug)]
pub struct Kept {
    pub(crate) path: PathBuf,
    pub(crate) digest: Sha256,
}

impl Kept {
    /// The bytes as received, checked against their digest.
    ///
    /// # Errors
    /// [`Error::Damaged`] where the file is missing or is not what was written.
    pub fn read(&self) -> Result<Vec<u8>, Error> {
        let path = &self.path;
        let capture = read(path)?.ok_or_else(|| Error::damaged(path, "the file is missing"))?;
        match capture.body {
            Some(body) if capture.snapshot.digest == self.digest => Ok(body),
            _ => Err(Error::damaged(
                path,
                "it holds another payload than was listed",
            )),
        }
    }
}

fn entries(dir: &Path) -> Result<Vec<PathBuf>, Error> {
    let list = fs::read_dir(dir).and_then(|list| list.map(|e| e.map(|e| e.path())).collect());
    list.map_err(|e| Error::io("list", dir, e))
}

fn write_flushed(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Makes a rename durable. Only Unix lets a folder be flushed, and needs it.
fn flush_folder(dir: &Path) -> Result<(), Error> {
    if cfg!(unix) {
        File::open(dir)
            .and_then(|dir| dir.sync_all())
            .map_err(|e| Error::io("flush", dir, e))?;
    }
    Ok(())
}
