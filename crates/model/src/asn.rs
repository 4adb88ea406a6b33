//! Autonomous system numbers.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// The number of an autonomous system (RFC 6793: 32 bits), printed as `AS13335`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Asn(pub u32);

impl fmt::Display for Asn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AS{}", self.0)
    }
}

impl FromStr for Asn {
    type Err = String;

    /// Reads `13335`, `AS13335` and `as13335` (asplain, RFC 5396).
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = match text.get(..2) {
            Some(prefix) if prefix.eq_ignore_ascii_case("as") => &text[2..],
            _ => text,
        };
        digits.parse().map(Self).map_err(|_| {
            format!("{text:?} is not an AS number: write AS13335 or 13335, at most 4294967295")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_both_ways_of_writing() {
        assert_eq!("AS13335".parse(), Ok(Asn(13335)));
        assert_eq!("13335".parse(), Ok(Asn(13335)));
        assert!("ASx".parse::<Asn>().is_err());
        assert!("4294967296".parse::<Asn>().is_err());
        assert!("é".parse::<Asn>().is_err());
    }
}
