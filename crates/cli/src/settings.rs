//! Settings in force: flags beat environment, environment beats file, file beats default. Merged
//! and checked once; code below sees only the result.

use std::{
    fmt,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use serde::Deserialize;

use crate::{
    args::{Format, Global},
    exit::{Hint, Usage},
};

/// The settings file that is read without being asked for.
const DEFAULT_FILE: &str = "backpedal.toml";

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum From {
    /// A flag, or the environment variable that stands in for it; clap has merged the two.
    FlagOrEnvironment,
    /// The settings file.
    File(PathBuf),
    /// Nobody asked for anything else.
    Default,
}

impl fmt::Display for From {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FlagOrEnvironment => f.write_str("flag or environment"),
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Default => f.write_str("default"),
        }
    }
}

/// A value in force and its origin.
#[derive(Clone, Debug)]
pub(crate) struct Setting<T> {
    pub(crate) value: T,
    pub(crate) from: From,
}

/// Settings as a file gives them.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileSettings {
    store: Option<PathBuf>,
    format: Option<Format>,
    contact: Option<String>,
    timeout_seconds: Option<u64>,
    max_megabytes: Option<u64>,
}

/// Settings in force.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// The data directory.
    pub(crate) store: Setting<PathBuf>,
    /// How results are printed.
    pub(crate) format: Setting<Format>,
    /// Address or page of a person, for the user agent of the crawler.
    pub(crate) contact: Setting<Option<String>>,
    /// Longest time for one fetch.
    pub(crate) timeout_seconds: Setting<u64>,
    /// Largest body that is fetched.
    pub(crate) max_megabytes: Setting<u64>,
}

impl Settings {
    /// Merges flags, environment, file and defaults.
    pub(crate) fn load(global: &Global) -> anyhow::Result<Self> {
        let (file, path) = match &global.config {
            Some(path) => (read(path)?, path.clone()),
            None if Path::new(DEFAULT_FILE).is_file() => {
                (read(Path::new(DEFAULT_FILE))?, DEFAULT_FILE.into())
            }
            None => (FileSettings::default(), PathBuf::new()),
        };
        let from_file = || From::File(path.clone());
        let contact = Setting {
            from: if file.contact.is_some() {
                from_file()
            } else {
                From::Default
            },
            value: file.contact,
        };
        Ok(Self {
            store: pick(global.store.clone(), file.store, "index".into(), from_file),
            format: pick(global.format, file.format, Format::Text, from_file),
            contact,
            timeout_seconds: pick(None, file.timeout_seconds, 30, from_file),
            max_megabytes: pick(None, file.max_megabytes, 10, from_file),
        })
    }
}

fn pick<T>(flag: Option<T>, file: Option<T>, default: T, path: impl Fn() -> From) -> Setting<T> {
    match (flag, file) {
        (Some(value), _) => Setting {
            value,
            from: From::FlagOrEnvironment,
        },
        (None, Some(value)) => Setting {
            value,
            from: path(),
        },
        (None, None) => Setting {
            value: default,
            from: From::Default,
        },
    }
}

fn read(path: &Path) -> anyhow::Result<FileSettings> {
    let text = std::fs::read_to_string(path).with_context(|| {
        Usage(format!(
            "the settings file {} cannot be read",
            path.display()
        ))
    })?;
    toml::from_str(&text).map_err(|error| {
        let message = format!("the settings file {} is wrong: {error}", path.display());
        anyhow::Error::new(Usage(message.trim_end().to_owned())).context(Hint(
            "it may hold store, format, contact, timeout_seconds and max_megabytes".to_owned(),
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_beats_a_file_and_a_file_beats_the_default() {
        let path = || From::File("x.toml".into());
        assert_eq!(pick(Some(1), Some(2), 3, path).value, 1);
        assert_eq!(pick(None, Some(2), 3, path).from, path());
        assert_eq!(pick(None, None, 3, path).from, From::Default);
    }

    #[test]
    fn an_unknown_setting_is_a_usage_error() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("backpedal.toml");
        std::fs::write(&path, "stor = \"x\"").expect("written");
        let error = read(&path).expect_err("unknown key");
        assert!(error.is::<Usage>(), "{error:?}");
        assert!(format!("{error:#}").contains("stor"), "{error:#}");
    }
}
