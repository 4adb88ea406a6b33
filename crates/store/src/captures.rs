//! The files under `captures/`: segments with many captures, and the single files of old stores.

use std::{
    fs::{self, File, TryLockError},
    io::{ErrorKind, Read as _, Seek as _, SeekFrom, Take},
    path::{Path, PathBuf},
};

use crate::{Error, warc};

/// What the names of files end in that hold captures.
const ENDING: &str = ".warc.gz";

/// What the names of unfinished files of old stores start with.
const UNFINISHED: &str = ".unfinished-";

/// Where the records of one capture lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// The file, relative to the folder.
    pub(crate) file: String,
    /// Its first byte and how many, in a segment; nothing where it is the whole file.
    pub(crate) range: Option<(u64, u64)>,
}

/// Whether a segment is ours to write.
#[derive(Debug)]
pub(crate) enum Claim {
    /// It is, for as long as this file is open.
    Held(File),
    /// Another process or store writes it.
    Taken,
    /// The file system has no locks, so nobody can tell.
    Unknown,
}

#[derive(Debug)]
pub(crate) struct Captures {
    dir: PathBuf,
}

impl Captures {
    /// Opens the folder, and makes it where it is absent.
    pub(crate) fn open(dir: PathBuf) -> Result<Self, Error> {
        fs::create_dir_all(&dir).map_err(|e| match e.kind() {
            ErrorKind::AlreadyExists => Error::NotADirectory { path: dir.clone() },
            _ => Error::io("create", &dir, e),
        })?;
        Ok(Self { dir })
    }

    /// The folder as it is, for reading.
    pub(crate) const fn at(dir: PathBuf) -> Self {
        Self { dir }
    }

    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    /// Whether the file reaches as far as the place says.
    pub(crate) fn has(&self, place: &Place) -> bool {
        let end = place
            .range
            .map_or(0, |(start, size)| start.saturating_add(size));
        fs::metadata(self.path(&place.file)).is_ok_and(|meta| meta.is_file() && meta.len() >= end)
    }

    /// Reads a capture back; `None` where there is no such file.
    pub(crate) fn read(&self, place: &Place) -> Result<Option<warc::Capture>, Error> {
        read(&self.path(&place.file), place.range)
    }

    /// Asks for the right to write a segment, or to cut its end. The lock is on a file beside it,
    /// because on some systems a lock keeps readers out.
    pub(crate) fn claim(&self, name: &str) -> Result<Claim, Error> {
        let path = self.dir.join(format!(".{name}.lock"));
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path);
        let file = file.map_err(|e| Error::io("open", &path, e))?;
        Ok(match file.try_lock() {
            Ok(()) => Claim::Held(file),
            Err(TryLockError::WouldBlock) => Claim::Taken,
            Err(TryLockError::Error(_)) => Claim::Unknown,
        })
    }

    /// The names and lengths of all segments, in order.
    pub(crate) fn segments(&self) -> Result<Vec<(String, u64)>, Error> {
        let mut segments = Vec::new();
        for path in entries(&self.dir)? {
            let name = path.file_name().and_then(|name| name.to_str());
            if let Some(name) = name.filter(|n| n.ends_with(ENDING) && !n.starts_with('.'))
                && let Ok(meta) = fs::metadata(&path)
                && meta.is_file()
            {
                segments.push((name.to_owned(), meta.len()));
            }
        }
        Ok(segments)
    }

    /// The files of an old store that hold one capture each, in order.
    pub(crate) fn singles(&self) -> Result<Vec<String>, Error> {
        let name = |path: &PathBuf| {
            let name = path.strip_prefix(&self.dir).ok()?.to_str()?;
            let name = name.replace('\\', "/");
            (name.ends_with(ENDING) && !name.contains(UNFINISHED)).then_some(name)
        };
        Ok(self.below()?.iter().filter_map(name).collect())
    }

    /// Removes what a killed run of an old program left unfinished.
    pub(crate) fn remove_unfinished(&self) -> Result<(), Error> {
        for path in self.below()? {
            let name = path.file_name().map(|name| name.to_string_lossy());
            if name.is_some_and(|name| name.starts_with(UNFINISHED)) {
                fs::remove_file(&path).map_err(|e| Error::io("remove", &path, e))?;
            }
        }
        Ok(())
    }

    /// Every file one folder down, in order.
    fn below(&self) -> Result<Vec<PathBuf>, Error> {
        let mut files = Vec::new();
        for folder in entries(&self.dir)?.into_iter().filter(|path| path.is_dir()) {
            files.extend(entries(&folder)?);
        }
        Ok(files)
    }
}

pub(crate) fn read(path: &Path, range: Option<(u64, u64)>) -> Result<Option<warc::Capture>, Error> {
    let bytes = match bytes(path, range) {
        Ok(bytes) => bytes,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(Error::io("read", path, e)),
    };
    warc::read(&bytes)
        .map(Some)
        .map_err(|cause| Error::damaged(path, cause))
}

/// The packed records, or as many bytes of them as there are.
fn bytes(path: &Path, range: Option<(u64, u64)>) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    packed(path, range)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The packed records, to be read in pieces.
pub(crate) fn packed(path: &Path, range: Option<(u64, u64)>) -> std::io::Result<Take<File>> {
    let (start, size) = range.unwrap_or((0, u64::MAX));
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(start))?;
    Ok(file.take(size))
}

/// What a folder holds, in order.
fn entries(dir: &Path) -> Result<Vec<PathBuf>, Error> {
    let list = fs::read_dir(dir).and_then(|list| list.map(|e| e.map(|e| e.path())).collect());
    let mut list: Vec<PathBuf> = list.map_err(|e| Error::io("list", dir, e))?;
    list.sort();
    Ok(list)
}

/// Makes a new file's name durable. Only Unix lets a folder be flushed, and needs it.
pub(crate) fn flush_folder(dir: &Path) -> Result<(), Error> {
    if cfg!(unix) {
        File::open(dir)
            .and_then(|dir| dir.sync_all())
            .map_err(|e| Error::io("flush", dir, e))?;
    }
    Ok(())
}
