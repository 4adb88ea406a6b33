//! The case file, from disk.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use backpedal_model::{Case, Origin, Problem, TopologySpec};

use crate::exit::{Hint, Usage};

/// A case and the directory that its paths start from.
#[derive(Clone, Debug)]
pub(crate) struct LoadedCase {
    pub(crate) case: Case,
    /// What was wrong with its archives.
    pub(crate) problems: Vec<Problem>,
    dir: PathBuf,
}

impl LoadedCase {
    /// A case that came from no file; its paths start here.
    pub(crate) fn without_file(case: Case) -> Self {
        Self {
            case,
            problems: Vec::new(),
            dir: PathBuf::new(),
        }
    }

    /// Adds a topology file that the command line names: its path starts where the person stands.
    pub(crate) fn add_topology(&mut self, mut spec: TopologySpec) {
        if let Origin::File(path) = &mut spec.origin
            && !self.dir.as_os_str().is_empty()
            && let Ok(whole) = std::path::absolute(&path)
        {
            *path = whole.to_string_lossy().into_owned();
        }
        self.case.topology.push(spec);
    }

    /// Where a file of the case lies; `None` for what is fetched.
    pub(crate) fn path(&self, origin: &Origin) -> Option<PathBuf> {
        match origin {
            Origin::File(path) => Some(self.dir.join(path)),
            Origin::Url(_) | Origin::Stdin => None,
        }
    }
}

/// Reads and checks a case file.
pub(crate) fn load_case(path: &Path) -> anyhow::Result<LoadedCase> {
    let text = std::fs::read_to_string(path)
        .with_context(|| Usage(format!("the case file {} cannot be read", path.display())))
        .with_context(|| Hint("give the path of a TOML file; see docs/case-file.md".to_owned()))?;
    let mut case = Case::parse(&text).map_err(|mistakes| {
        Usage(format!(
            "the case file {} cannot be used\n{mistakes}",
            path.display()
        ))
    })?;
    let dir = path.parent().unwrap_or_else(|| Path::new("")).to_path_buf();
    let problems = super::archive::expand(&mut case, &dir);
    Ok(LoadedCase {
        case,
        problems,
        dir,
    })
}
