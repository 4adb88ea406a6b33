//! The files of `[[archive]]` sections: directories and patterns, looked up on disk.

use std::path::{Path, PathBuf};

use backpedal_measurements::select;
use backpedal_model::{Case, MeasurementSpec, Origin, Problem};

/// Directories inside a directory are followed this deep, which is deeper than any collector's
/// archive.
const DEPTH: usize = 6;

/// Turns the archives of a case into single measurements, as far as its window needs them.
pub(super) fn expand(case: &mut Case, dir: &Path) -> Vec<Problem> {
    let mut problems = Vec::new();
    for archive in &case.archives {
        let mut files = Vec::new();
        for origin in &archive.origins {
            match origin {
                Origin::File(pattern) => match files_of(dir, pattern) {
                    Ok(found) => files.extend(found.into_iter().map(Origin::File)),
                    Err(problem) => problems.push(problem),
                },
                other => files.push(other.clone()),
            }
        }
        files.sort();
        files.dedup();
        let selection = select(archive, &files, case.window);
        if selection.specs.is_empty() && !files.is_empty() {
            let names: Vec<&str> = archive.origins.iter().map(Origin::as_str).collect();
            let message = format!(
                "none of {} files is of the case's window or of the day before",
                files.len()
            );
            problems.push(Problem::new(names.join(", "), message));
        }
        problems.extend(selection.problems);
        let known = |spec: &MeasurementSpec| {
            let listed = case.measurements.iter();
            listed.map(|spec| &spec.origin).any(|o| *o == spec.origin)
        };
        let new: Vec<_> = selection.specs.into_iter().filter(|s| !known(s)).collect();
        case.measurements.extend(new);
    }
    problems
}

/// The files that a path means: itself, all below a directory, or what a pattern fits; named as
/// the case would name them, from its own directory.
pub(crate) fn files_of(dir: &Path, pattern: &str) -> Result<Vec<String>, Problem> {
    let whole = dir.join(pattern);
    let found: Vec<PathBuf> = if whole.is_dir() {
        let mut found = Vec::new();
        below(&whole, DEPTH, &mut found)
            .map_err(|error| Problem::new(pattern, error.to_string()))?;
        found
    } else if whole.exists() {
        vec![whole]
    } else {
        let text = whole.to_string_lossy();
        let paths = glob::glob(&text)
            .map_err(|error| Problem::new(pattern, format!("is no pattern: {}", error.msg)))?;
        paths.flatten().filter(|path| path.is_file()).collect()
    };
    if found.is_empty() {
        return Err(Problem::new(pattern, "names no file")
            .hint("give a file, a directory, or a pattern such as rrc00/updates.*.gz; in a case, paths start at its file"));
    }
    let mut names: Vec<String> = found
        .iter()
        .map(|path| path.strip_prefix(dir).unwrap_or(path))
        .map(|path| path.to_string_lossy().into_owned())
        .collect();
    names.sort();
    Ok(names)
}

fn below(dir: &Path, depth: usize, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(dir)? {
        let entry = entry?;
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        let kind = entry.file_type()?;
        // Links to directories are not followed: they can lead in a circle.
        if kind.is_dir() && depth > 0 && !hidden {
            below(&entry.path(), depth - 1, found)?;
        } else if !kind.is_dir() && !hidden && entry.path().is_file() {
            found.push(entry.path());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_directories_and_patterns() {
        let dir = tempfile::tempdir().expect("a directory");
        let folder = dir.path().join("rrc00/2031.03");
        std::fs::create_dir_all(&folder).expect("made");
        for name in [
            "updates.20310304.0600.gz",
            "updates.20310304.0605.gz",
            ".part",
        ] {
            std::fs::write(folder.join(name), b"").expect("written");
        }
        let all = files_of(dir.path(), "rrc00").expect("found");
        assert_eq!(all.len(), 2);
        assert_eq!(all[0], "rrc00/2031.03/updates.20310304.0600.gz");
        assert_eq!(
            files_of(dir.path(), "rrc00/*/updates.*.0605.gz")
                .expect("found")
                .len(),
            1
        );
        assert_eq!(files_of(dir.path(), &all[1]).expect("found"), all[1..]);
        assert!(files_of(dir.path(), "rrc01").is_err());
        assert!(files_of(dir.path(), "rrc00/[").is_err());
    }
}
