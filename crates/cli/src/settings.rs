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
    notify: Option<Notify>,
}

/// Whom to tell what is new. Only the settings file can say so: a case file is passed on, and must
/// not start programs on the machine of whoever reads it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Notify {
    /// A program with its arguments; it is given one JSON document a line.
    pub(crate) command: Option<Vec<String>>,
    /// An address to which each event is posted.
    pub(crate) webhook: Option<String>,
    /// The environment variable that holds the token for the webhook.
    pub(crate) token_env: Option<String>,
    /// What is told; all where not given.
    pub(crate) on: Option<Vec<NotifyOn>>,
    /// Whether the webhook may be on this machine.
    #[serde(default)]
    pub(crate) allow_loopback: bool,
}

/// What is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum NotifyOn {
    /// A statement that was not known before.
    Statement,
    /// Words that changed, or stand again.
    Edit,
    /// A text that is gone.
    Removal,
}

impl NotifyOn {
    /// Its name in events.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Statement => "statement",
            Self::Edit => "edit",
            Self::Removal => "removal",
        }
    }
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
    /// Whom to tell what is new.
    pub(crate) notify: Setting<Option<Notify>>,
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
        let notify = Setting {
            from: if file.notify.is_some() {
                from_file()
            } else {
                From::Default
            },
            value: file.notify,
        };
        check(notify.value.as_ref(), &path)?;
        Ok(Self {
            notify,
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

/// What is wrong with `[notify]` is said before anything is fetched.
fn check(notify: Option<&Notify>, path: &Path) -> anyhow::Result<()> {
    let Some(notify) = notify else { return Ok(()) };
    let wrong = match notify {
        Notify {
            command: Some(command),
            ..
        } if command.first().is_none_or(String::is_empty) => "command names no program",
        Notify {
            command: None,
            webhook: None,
            ..
        } => "it has neither command nor webhook",
        Notify {
            webhook: None,
            token_env: Some(_),
            ..
        } => "token_env is for a webhook, and there is none",
        _ => return Ok(()),
    };
    let message = format!("[notify] in {} cannot be used: {wrong}", path.display());
    let hint = "write command = [\"program\", \"argument\"], or webhook = \"https://…\"";
    Err(anyhow::Error::new(Usage(message)).context(Hint(hint.to_owned())))
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
            "it may hold store, format, contact, timeout_seconds, max_megabytes and [notify]"
                .to_owned(),
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
