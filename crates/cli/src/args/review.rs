//! The words of `review`.

use std::str::FromStr;

use backpedal_model::{CauseKind, ClaimKind, PartyId, Polarity};
use clap::{
    Args as ClapArgs, ValueEnum,
    builder::{PossibleValuesParser, TypedValueParser},
};

use crate::exit::Usage;

/// What is decided, about what, and why.
#[derive(Debug, ClapArgs)]
pub(crate) struct ReviewArgs {
    /// The id of a claim (c-…), a contradiction (x-…) or, to take it back, a decision (r-…); or
    /// enough of its beginning to tell
    #[arg(required_unless_present = "list")]
    pub(crate) id: Option<String>,
    /// What is decided
    #[arg(value_enum, required_unless_present = "list")]
    pub(crate) action: Option<Act>,
    /// Look only in this case
    #[arg(long, value_name = "CASE-ID")]
    pub(crate) case: Option<String>,
    /// Why; printed in every report beside what is decided
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: Option<String>,
    /// Who decides
    #[arg(long, value_name = "NAME", env = "BACKPEDAL_REVIEWER")]
    pub(crate) by: Option<String>,
    /// Decide about where one name of the claim leads: speaker, subject or object:N
    #[arg(long, value_name = "NAME")]
    pub(crate) link: Option<LinkArg>,
    /// List all decisions and what became of them
    #[arg(long, conflicts_with_all = ["id", "action"])]
    pub(crate) list: bool,
    #[command(flatten)]
    pub(crate) change: ChangeArgs,
}

/// What is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Act {
    /// It is right as it was found
    Accept,
    /// It is wrong and shall not come back
    Refuse,
    /// It is right after changes
    Correct,
    /// Take back the latest decision on it
    Undo,
}

/// What a correction changes.
#[derive(Clone, Debug, Default, ClapArgs)]
#[command(next_help_heading = "Corrections")]
pub(crate) struct ChangeArgs {
    /// The person who speaks; without --org or --party, for nobody but themselves
    #[arg(long, value_name = "NAME")]
    pub(crate) speaker: Option<String>,
    /// The organisation spoken for
    #[arg(long, value_name = "NAME")]
    pub(crate) org: Option<String>,
    /// The party of the case spoken for; with --link, the party that the name means
    #[arg(long, value_name = "PARTY-ID", value_parser = PartyId::new)]
    pub(crate) party: Option<PartyId>,
    /// How firmly it is said
    #[arg(long, value_parser = words(Polarity::ALL, Polarity::as_str))]
    pub(crate) polarity: Option<Polarity>,
    /// What is claimed
    #[arg(long, value_parser = words(ClaimKind::ALL, ClaimKind::as_str))]
    pub(crate) kind: Option<ClaimKind>,
    /// When it happened: 2009-04-13, 2009-04-13T14:27Z, or FROM..TO with either side left out
    #[arg(long, value_name = "TIME")]
    pub(crate) time: Option<String>,
    /// The party whose trouble it is
    #[arg(long, value_name = "PARTY-ID", value_parser = PartyId::new)]
    pub(crate) subject: Option<PartyId>,
    /// The party that the Nth object means, counted from 1; repeatable
    #[arg(long = "object", value_name = "N=PARTY-ID")]
    pub(crate) objects: Vec<ObjectArg>,
    /// The mechanism of a cause
    #[arg(long, value_parser = words(CauseKind::ALL, CauseKind::as_str))]
    pub(crate) cause: Option<CauseKind>,
}

impl ChangeArgs {
    /// Whether anything but the party is given.
    pub(crate) fn beyond_party(&self) -> bool {
        self.speaker.is_some()
            || self.org.is_some()
            || self.polarity.is_some()
            || self.kind.is_some()
            || self.time.is_some()
            || self.subject.is_some()
            || !self.objects.is_empty()
            || self.cause.is_some()
    }
}

/// A closed list of words, which completions know.
fn words<T>(all: &'static [T], word: fn(T) -> &'static str) -> impl TypedValueParser<Value = T>
where
    T: Copy + FromStr<Err = String> + Send + Sync,
{
    PossibleValuesParser::new(all.iter().map(|one| word(*one)))
        .try_map(|text| text.parse::<T>().map_err(Usage))
}

/// One name of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LinkArg {
    Speaker,
    Subject,
    /// Counted from 1.
    Object(usize),
}

impl FromStr for LinkArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let object = text
            .strip_prefix("object:")
            .map(|number| number.parse().ok());
        match (text, object) {
            ("speaker", _) => Ok(Self::Speaker),
            ("subject", _) => Ok(Self::Subject),
            (_, Some(Some(number))) if number > 0 => Ok(Self::Object(number)),
            _ => Err(format!(
                "{text:?} is none of: speaker, subject, object:1, object:2, …"
            )),
        }
    }
}

/// The Nth object and its party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ObjectArg {
    /// Counted from 1.
    pub(crate) number: usize,
    pub(crate) party: PartyId,
}

impl FromStr for ObjectArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts = text.split_once('=');
        let number = parts.and_then(|(number, _)| number.parse().ok());
        match (number.filter(|number| *number > 0), parts) {
            (Some(number), Some((_, party))) => Ok(Self {
                number,
                party: PartyId::new(party).map_err(|error| error.to_string())?,
            }),
            _ => Err(format!("{text:?} is not N=PARTY-ID, as in 1=heron")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_counted_from_one() {
        assert_eq!("object:2".parse(), Ok(LinkArg::Object(2)));
        assert_eq!("subject".parse(), Ok(LinkArg::Subject));
        for wrong in ["object", "object:0", "object:x", "Speaker", ""] {
            assert!(wrong.parse::<LinkArg>().is_err(), "{wrong:?}");
        }
        let object: Result<ObjectArg, _> = "1=heron".parse();
        assert!(object.is_ok_and(|o| o.number == 1 && o.party.as_str() == "heron"));
        for wrong in ["heron", "0=heron", "1=Heron", "1=", "=heron"] {
            assert!(wrong.parse::<ObjectArg>().is_err(), "{wrong:?}");
        }
    }
}
