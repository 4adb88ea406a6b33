//! Time zones, and how sure we are of them.

use std::{fmt, str::FromStr};

use jiff::tz::{Offset, TimeZone};
use serde::{Deserialize, Serialize};

/// The zone of a time, and where it comes from. Printed as `UTC`, `-06:00`, `America/New_York`,
/// `assumed America/New_York` or `unknown`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Zone {
    /// Stated to be UTC.
    Utc,
    /// Stated as an offset, in seconds east of Greenwich.
    Offset(i32),
    /// Stated by name; an IANA name.
    Named(String),
    /// Not stated; taken from the case or the publisher. An IANA name.
    Assumed(String),
    /// Not stated and not to be guessed.
    Unknown,
}

impl Zone {
    /// The zone as jiff knows it; `None` for [`Zone::Unknown`] and for names not in the database.
    #[must_use]
    pub fn time_zone(&self) -> Option<TimeZone> {
        match self {
            Self::Utc => Some(TimeZone::UTC),
            Self::Offset(seconds) => Offset::from_seconds(*seconds).ok().map(TimeZone::fixed),
            Self::Named(name) | Self::Assumed(name) => TimeZone::get(name).ok(),
            Self::Unknown => None,
        }
    }

    /// Whether the text itself stated the zone.
    #[must_use]
    pub const fn is_stated(&self) -> bool {
        matches!(self, Self::Utc | Self::Offset(_) | Self::Named(_))
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Utc => f.write_str("UTC"),
            Self::Offset(seconds) => {
                let sign = if *seconds < 0 { '-' } else { '+' };
                let minutes = seconds.unsigned_abs() / 60;
                write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
            Self::Named(name) => f.write_str(name),
            Self::Assumed(name) => write!(f, "assumed {name}"),
            Self::Unknown => f.write_str("unknown"),
        }
    }
}

impl FromStr for Zone {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some(name) = text.strip_prefix("assumed ") {
            return Ok(Self::Assumed(name.to_owned()));
        }
        match text {
            "UTC" | "Z" => Ok(Self::Utc),
            "unknown" => Ok(Self::Unknown),
            _ if text.starts_with(['+', '-']) => parse_offset(text)
                .map(Self::Offset)
                .ok_or_else(|| format!("{text:?} is no offset: write -06:00")),
            _ => Ok(Self::Named(text.to_owned())),
        }
    }
}

/// Reads `+05:30`, `-06`, `+0530` as seconds east of Greenwich.
pub(super) fn parse_offset(text: &str) -> Option<i32> {
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let digits: String = text.get(1..)?.chars().filter(|c| *c != ':').collect();
    let (hours, minutes) = match digits.len() {
        1 | 2 => (digits.as_str(), "0"),
        4 => digits.split_at_checked(2)?,
        _ => return None,
    };
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 25 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

impl From<Zone> for String {
    fn from(zone: Zone) -> Self {
        zone.to_string()
    }
}

impl TryFrom<String> for Zone {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_zone_survives_its_printed_form() {
        for zone in [
            Zone::Utc,
            Zone::Offset(-21_600),
            Zone::Offset(19_800),
            Zone::Named("Europe/Rome".into()),
            Zone::Assumed("America/New_York".into()),
            Zone::Unknown,
        ] {
            assert_eq!(zone.to_string().parse(), Ok(zone));
        }
        assert!("+99:99".parse::<Zone>().is_err());
    }
}
