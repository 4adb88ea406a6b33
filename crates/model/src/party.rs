//! Parties, and how names in a text lead to them.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{Asn, Dated, PartyId};

/// When something holds. Both ends are inclusive; a missing end is open.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validity {
    /// The first day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// The last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
    /// Where that is known from, or a caveat ("name of 2016, in use in 2007").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Validity {
    /// No limit in time.
    pub const ALWAYS: Self = Self {
        from: None,
        to: None,
        note: None,
    };

    /// Whether no limit and no note was given.
    #[must_use]
    pub fn is_always(&self) -> bool {
        *self == Self::ALWAYS
    }

    /// Whether it holds on that day; an unknown day is held by everything.
    #[must_use]
    pub fn holds(&self, on: Option<Date>) -> bool {
        on.is_none_or(|day| {
            self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
        })
    }
}

/// Somebody who says something or of whom something is said, as the case file describes them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Party {
    /// The name inside the case.
    pub id: PartyId,
    /// The name that reports print.
    pub name: String,
    /// Other names: full legal name, abbreviations, subsidiaries' and products' names.
    #[serde(default)]
    pub aliases: Vec<Dated<String>>,
    /// Domains whose pages are the party's own voice.
    #[serde(default)]
    pub domains: Vec<Dated<String>>,
    /// Accounts that are the party's own voice, with their `@`.
    #[serde(default)]
    pub handles: Vec<Dated<String>>,
    /// People who speak for it.
    #[serde(default)]
    pub people: Vec<Dated<Person>>,
    /// Its autonomous systems.
    #[serde(default)]
    pub asns: Vec<Dated<Asn>>,
    /// Its prefixes, where they are watched one by one rather than by origin AS.
    #[serde(default)]
    pub prefixes: Vec<Dated<ipnet::IpNet>>,
    /// Names of probe targets that stand for it in probe files.
    #[serde(default)]
    pub targets: Vec<Dated<String>>,
    /// Why the name leads to nothing measurable, where it does not ("TM": T-Mobile? Telekom
    /// Malaysia? Ticketmaster?).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unresolved: Option<String>,
}

/// A person who speaks for a party.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The full name.
    pub name: String,
    /// The role, as in "spokeswoman".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// The person's own accounts, with their `@`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub handles: Vec<String>,
}

/// What a name leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// One party.
    One(PartyId),
    /// Several; never guessed.
    Ambiguous(Vec<PartyId>),
    /// None of the case's.
    Unknown,
}

impl Resolution {
    /// The party, where there is just one.
    #[must_use]
    pub fn one(self) -> Option<PartyId> {
        match self {
            Self::One(id) => Some(id),
            Self::Ambiguous(_) | Self::Unknown => None,
        }
    }
}

/// The parties of a case, and the way from names to them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Parties(pub Vec<Party>);

impl Parties {
    /// The party of that id.
    #[must_use]
    pub fn get(&self, id: &PartyId) -> Option<&Party> {
        self.0.iter().find(|party| party.id == *id)
    }

    /// The parties in the order of the case file.
    pub fn iter(&self) -> std::slice::Iter<'_, Party> {
        self.0.iter()
    }

    /// What an organisation's name leads to on a day. Legal forms, possessives, case and
    /// punctuation do not matter; a party's own words are never cut shorter than its names.
    #[must_use]
    pub fn resolve(&self, name: &str, on: Option<Date>) -> Resolution {
        let wanted = name_key(name);
        if wanted.is_empty() {
            return Resolution::Unknown;
        }
        let named = |party: &Party| {
            let alias =
                |alias: &Dated<String>| alias.valid.holds(on) && name_key(&alias.value) == wanted;
            name_key(&party.name) == wanted
                || party.id.as_str() == name
                || party.aliases.iter().any(alias)
        };
        self.found(named)
    }

    /// What a person's name leads to on a day: the full name, or the last name where it is long
    /// enough to tell.
    #[must_use]
    pub fn resolve_person(&self, name: &str, on: Option<Date>) -> Resolution {
        let wanted = name_key(name);
        if wanted.is_empty() {
            return Resolution::Unknown;
        }
        self.found(|party| {
            party
                .people
                .iter()
                .filter(|person| person.valid.holds(on))
                .any(|person| {
                    let full = name_key(&person.value.name);
                    full == wanted || full.rsplit(' ').next() == Some(wanted.as_str())
                })
        })
    }

    /// What an account leads to on a day, its people's accounts included.
    #[must_use]
    pub fn resolve_handle(&self, handle: &str, on: Option<Date>) -> Resolution {
        let bare = |text: &str| text.trim_start_matches('@').to_lowercase();
        let wanted = bare(handle);
        self.found(|party| {
            let own = party
                .handles
                .iter()
                .filter(|h| h.valid.holds(on))
                .map(|h| &h.value);
            let people = party.people.iter().filter(|p| p.valid.holds(on));
            own.chain(people.flat_map(|p| &p.value.handles))
                .any(|h| bare(h) == wanted)
        })
    }

    /// What the host of an address leads to on a day; subdomains count.
    #[must_use]
    pub fn resolve_host(&self, host: &str, on: Option<Date>) -> Resolution {
        let host = host.to_lowercase();
        self.found(|party| {
            party
                .domains
                .iter()
                .filter(|d| d.valid.holds(on))
                .any(|domain| {
                    let domain = domain.value.to_lowercase();
                    host == domain
                        || host
                            .strip_suffix(&domain)
                            .is_some_and(|rest| rest.ends_with('.'))
                })
        })
    }

    fn found(&self, fits: impl Fn(&Party) -> bool) -> Resolution {
        let mut ids: Vec<PartyId> = self
            .0
            .iter()
            .filter(|party| fits(party))
            .map(|party| party.id.clone())
            .collect();
        match ids.len() {
            0 => Resolution::Unknown,
            1 => Resolution::One(ids.remove(0)),
            _ => Resolution::Ambiguous(ids),
        }
    }
}

/// Legal forms and articles that do not tell one company from another.
const EMPTY_WORDS: &[&str] = &[
    "inc",
    "incorporated",
    "corp",
    "corporation",
    "ltd",
    "limited",
    "llc",
    "plc",
    "co",
    "company",
    "gmbh",
    "ag",
    "sa",
    "group",
    "holdings",
    "the",
];

/// A name without case, punctuation, possessive and legal form, to compare it with others.
#[must_use]
pub fn name_key(name: &str) -> String {
    let lower = name.to_lowercase().replace('’', "'").replace('&', " and ");
    let words: Vec<&str> = lower
        .split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '-'))
        .map(|word| word.strip_suffix("'s").unwrap_or(word).trim_matches('\''))
        .filter(|word| !word.is_empty())
        .collect();
    let telling: Vec<&str> = words
        .iter()
        .copied()
        .filter(|word| !EMPTY_WORDS.contains(word))
        .collect();
    if telling.is_empty() {
        words.join(" ")
    } else {
        telling.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parties() -> Parties {
        let party = |id: &str, name: &str, aliases: &[&str]| Party {
            id: PartyId::new(id).expect("a good id"),
            name: name.to_owned(),
            aliases: aliases
                .iter()
                .map(|a| Dated::always((*a).to_owned()))
                .collect(),
            domains: vec![Dated::always(format!("{id}.example"))],
            handles: vec![Dated::always(format!("@{id}"))],
            people: vec![Dated::always(Person {
                name: format!("Ada {name}son"),
                role: None,
                handles: vec![],
            })],
            asns: vec![],
            prefixes: vec![],
            targets: vec![],
            unresolved: None,
        };
        Parties(vec![
            party("halyard", "Halyard", &["Halyard Networks Inc.", "HN"]),
            party("heron", "Heron", &["HN"]),
        ])
    }

    #[test]
    fn legal_forms_and_possessives_do_not_matter() {
        let id = PartyId::new("halyard").expect("a good id");
        for name in [
            "Halyard",
            "halyard’s",
            "Halyard Networks, Inc.",
            "The Halyard Company",
        ] {
            assert_eq!(
                parties().resolve(name, None),
                Resolution::One(id.clone()),
                "{name}"
            );
        }
        assert_eq!(parties().resolve("Halyards", None), Resolution::Unknown);
        assert_eq!(parties().resolve("  ", None), Resolution::Unknown);
    }

    #[test]
    fn several_candidates_are_never_guessed() {
        assert!(
            matches!(parties().resolve("HN", None), Resolution::Ambiguous(ids) if ids.len() == 2)
        );
    }

    #[test]
    fn people_accounts_and_hosts_lead_to_their_party() {
        let id = Some(PartyId::new("heron").expect("a good id"));
        assert_eq!(parties().resolve_person("Ada Heronson", None).one(), id);
        assert_eq!(parties().resolve_person("Heronson", None).one(), id);
        assert_eq!(parties().resolve_handle("@Heron", None).one(), id);
        assert_eq!(
            parties().resolve_host("status.heron.example", None).one(),
            id
        );
        assert_eq!(parties().resolve_host("notheron.example", None).one(), None);
    }

    #[test]
    fn an_alias_holds_only_in_its_time() {
        let mut parties = parties();
        parties.0[1].aliases[0].valid.to = Some(jiff::civil::date(2009, 1, 1));
        let id = PartyId::new("halyard").expect("a good id");
        let day = Some(jiff::civil::date(2010, 1, 1));
        assert_eq!(parties.resolve("HN", day), Resolution::One(id));
    }
}
