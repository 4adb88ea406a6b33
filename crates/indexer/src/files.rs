//! The files of an index: whether they are as they were written, and what the engine says of them.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use tantivy::{
    TantivyError,
    directory::error::{LockError, OpenReadError, OpenWriteError},
};

use crate::Error;

/// Whether the directory holds an index, in whatever state.
pub(crate) fn has_index(dir: &Path) -> bool {
    dir.join("meta.json").is_file()
}

/// Checks that the engine's list of files is there and that every file of the index is as it was
/// written. The engine's own check leaves out files that are not on its list, and in 0.27.0 it
/// panics on a file shorter than the eight bytes that end each footer.
pub(crate) fn check(dir: &Path, index: &tantivy::Index) -> Result<(), Error> {
    let damaged = |cause: String| Error::Damaged {
        path: dir.to_path_buf(),
        cause,
    };
    let wrap = |source| sort(dir, source);
    if !dir.join(".managed.json").is_file() {
        return Err(damaged("the list of its files is missing".to_owned()));
    }
    let listed = index.directory().list_managed_files();
    let files: BTreeSet<PathBuf> = index
        .load_metas()
        .map_err(wrap)?
        .list_segment_files()
        .into_iter()
        .collect();
    for file in files {
        // Not every file that a segment may have was ever written; the list tells which were.
        let about = fs::metadata(dir.join(&file)).ok();
        let Some(about) = about.filter(|_| listed.contains(&file)) else {
            if listed.contains(&file) || dir.join(&file).exists() {
                let name = file.display();
                return Err(damaged(format!(
                    "{name} is missing, or missing from the list"
                )));
            }
            continue;
        };
        let whole = about.len() >= 8
            && index
                .directory()
                .validate_checksum(&file)
                .map_err(|e| wrap(e.into()))?;
        if !whole {
            return Err(damaged(format!(
                "{} is not as it was written",
                file.display()
            )));
        }
    }
    Ok(())
}

/// Removes the files of an index, and nothing else, from a directory.
pub(crate) fn empty(dir: &Path) -> io::Result<()> {
    for file in fs::read_dir(dir)? {
        let path = file?.path();
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        let is_index = |name: &str| {
            let stem = name.split('.').next().unwrap_or_default();
            let segment = stem.len() == 32 && stem.bytes().all(|byte| byte.is_ascii_hexdigit());
            segment || matches!(name, "meta.json" | ".managed.json")
        };
        if name.as_deref().is_some_and(is_index) && path.is_file() {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

/// Sorts what the engine says by the next step.
pub(crate) fn sort(dir: &Path, source: TantivyError) -> Error {
    use io::ErrorKind::{InvalidData, UnexpectedEof};
    let path = dir.to_path_buf();
    let cause = source.to_string();
    match source {
        TantivyError::LockFailure(LockError::LockBusy, _) => Error::Busy { path },
        TantivyError::DataCorruption(_)
        | TantivyError::IncompatibleIndex(_)
        | TantivyError::OpenReadError(
            OpenReadError::FileDoesNotExist(_) | OpenReadError::IncompatibleIndex(_),
        ) => Error::Damaged { path, cause },
        TantivyError::IoError(e)
        | TantivyError::OpenReadError(OpenReadError::IoError { io_error: e, .. })
        | TantivyError::OpenWriteError(OpenWriteError::IoError { io_error: e, .. }) => {
            if matches!(e.kind(), InvalidData | UnexpectedEof) {
                return Error::Damaged { path, cause };
            }
            let source = io::Error::new(e.kind(), e.to_string());
            Error::Io {
                action: "use",
                path,
                source,
            }
        }
        source => Error::Engine { path, source },
    }
}
