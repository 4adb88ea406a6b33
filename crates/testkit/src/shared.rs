//! Where the shared data lie, and what to do where they do not.

use std::path::{Path, PathBuf};

/// The root of the workspace.
#[must_use]
pub fn root() -> PathBuf {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
    crates
        .and_then(Path::parent)
        .unwrap_or_else(|| Path::new("."))
        .to_path_buf()
}

/// The folder of shared data: `BACKPEDAL_SHARED`, by default `../shared` beside the workspace.
/// `None` where it is absent, with a line on standard error; the caller then skips.
///
/// # Panics
/// Where it is absent and `CI` is `true`: a check that silently skips protects nobody.
#[must_use]
#[allow(clippy::panic, clippy::print_stderr)] // this crate is only ever linked into tests
pub fn shared() -> Option<PathBuf> {
    let given = std::env::var_os("BACKPEDAL_SHARED").map(PathBuf::from);
    let folder = given.unwrap_or_else(|| root().join("../shared"));
    let folder = if folder.is_relative() {
        root().join(folder)
    } else {
        folder
    };
    if folder.is_dir() {
        return Some(folder);
    }
    if std::env::var("CI").is_ok_and(|ci| ci == "true") {
        panic!(
            "{} is absent and CI=true: set BACKPEDAL_SHARED",
            folder.display()
        );
    }
    eprintln!(
        "skipped: no shared data at {} (set BACKPEDAL_SHARED)",
        folder.display()
    );
    None
}
