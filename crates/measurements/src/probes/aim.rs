//! Whose a target is.

use std::{
    collections::{BTreeSet, HashMap},
    net::IpAddr,
};

use backpedal_model::Case;
use ipnet::IpNet;

use crate::{atlas::is_public, clock::day};

/// A party with what stands for it in results.
pub(super) struct Aim {
    /// As the case gives them, for people.
    pub(super) targets: BTreeSet<String>,
    names: BTreeSet<String>,
    addresses: BTreeSet<IpAddr>,
    prefixes: Vec<IpNet>,
}

impl Aim {
    /// What stands for each party on the day on which the window begins.
    pub(super) fn all(case: &Case) -> Vec<Self> {
        let on = day(case.window.start);
        let aim = |party: &backpedal_model::Party| {
            let targets = party.targets.iter().filter(|t| t.valid.holds(Some(on)));
            let prefixes = party.prefixes.iter().filter(|p| p.valid.holds(Some(on)));
            let mut aim = Self {
                targets: targets.map(|target| target.value.clone()).collect(),
                names: BTreeSet::new(),
                addresses: BTreeSet::new(),
                prefixes: prefixes.map(|prefix| prefix.value).collect(),
            };
            for target in &aim.targets {
                match target.parse::<IpAddr>() {
                    Ok(address) => drop(aim.addresses.insert(address.to_canonical())),
                    Err(_) => drop(aim.names.insert(plain(target))),
                }
            }
            aim
        };
        case.parties.iter().map(aim).collect()
    }

    fn has_address(&self, address: IpAddr) -> bool {
        self.addresses.contains(&address) || self.holds(address)
    }

    /// Whether a prefix of the party holds the address.
    pub(super) fn holds(&self, address: IpAddr) -> bool {
        self.prefixes.iter().any(|prefix| prefix.contains(&address))
    }
}

/// A host name without differences that mean nothing.
fn plain(name: &str) -> String {
    name.trim_end_matches('.').to_lowercase()
}

/// A target of results.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Target {
    /// A name or an address.
    pub(super) label: String,
    /// The places of the parties that it stands for.
    pub(super) owners: Vec<u16>,
    /// Whether it lies in the probe's own network, and so tells nothing of the way out.
    pub(super) local: bool,
}

/// All targets seen.
#[derive(Default)]
pub(super) struct Targets {
    pub(super) list: Vec<Target>,
    by_label: HashMap<String, u32>,
    seen: HashMap<(String, Option<IpAddr>), u32>,
}

impl Targets {
    /// The place of the target of that name and address; `None` where neither is known.
    ///
    /// A party's name counts before an address: a host keeps its name when it moves. Where only the
    /// address is a party's, results of the same name to other addresses are not the party's.
    pub(super) fn place(
        &mut self,
        aims: &[Aim],
        name: Option<&str>,
        address: Option<IpAddr>,
    ) -> Option<u32> {
        let address = address.map(|address| address.to_canonical());
        let name = name
            .filter(|name| name.parse::<IpAddr>().is_err())
            .map(plain);
        let key = (name.unwrap_or_default(), address);
        if let Some(place) = self.seen.get(&key) {
            return Some(*place);
        }
        let owners = |has: &dyn Fn(&Aim) -> bool| -> Vec<u16> {
            let all = (0_u16..).zip(aims).filter(|(_, aim)| has(aim));
            all.map(|(place, _)| place).collect()
        };
        let named = owners(&|aim| aim.names.contains(&key.0));
        let addressed = owners(&|aim| address.is_some_and(|a| aim.has_address(a)));
        let (label, owners) = match address {
            Some(address) if key.0.is_empty() => (address.to_string(), addressed),
            Some(address) if named.is_empty() && !addressed.is_empty() => {
                (address.to_string(), addressed)
            }
            None if key.0.is_empty() => return None,
            _ => (key.0.clone(), named),
        };
        let next = u32::try_from(self.list.len()).ok()?;
        let place = *self.by_label.entry(label.clone()).or_insert(next);
        if place == next {
            self.list.push(Target {
                label,
                owners,
                local: address.is_some_and(|address| !is_public(address)),
            });
        }
        self.seen.insert(key, place);
        Some(place)
    }
}

#[cfg(test)]
mod tests {
    use backpedal_model::Dated;

    use super::*;
    use crate::testing::{case, party};

    fn owners(name: Option<&str>, address: Option<&str>) -> Option<(String, usize)> {
        let mut halyard = party("halyard", &[]);
        halyard.targets = ["sip.halyard.example", "2001:db8::7"]
            .map(|target| Dated::always(target.to_owned()))
            .to_vec();
        let prefix = "198.51.100.0/24".parse().expect("a prefix");
        halyard.prefixes = vec![Dated::always(prefix)];
        let aims = Aim::all(&case(0, 9, vec![halyard]));
        let mut targets = Targets::default();
        let address = address.map(|address| address.parse().expect("an address"));
        let place = targets.place(&aims, name, address)?;
        assert_eq!(targets.place(&aims, name, address), Some(place));
        let target = &targets.list[place as usize];
        Some((target.label.clone(), target.owners.len()))
    }

    #[test]
    fn names_addresses_and_prefixes_lead_to_the_party() {
        let some = |label: &str, owners| Some((label.to_owned(), owners));
        let sip = "sip.halyard.example";
        assert_eq!(owners(Some("SIP.Halyard.example."), None), some(sip, 1));
        assert_eq!(owners(Some(sip), Some("192.0.2.1")), some(sip, 1));
        let six = some("2001:db8::7", 1);
        assert_eq!(owners(None, Some("2001:db8:0:0::7")), six);
        assert_eq!(owners(Some("2001:db8:0:0::7"), Some("2001:db8::7")), six);
        let inside = some("198.51.100.9", 1);
        assert_eq!(owners(Some("cdn.example"), Some("198.51.100.9")), inside);
        assert_eq!(
            owners(Some("cdn.example"), Some("203.0.113.9")),
            some("cdn.example", 0)
        );
        assert_eq!(
            owners(Some("a.sip.halyard.example"), None),
            some("a.sip.halyard.example", 0)
        );
        assert_eq!(owners(None, Some("198.51.101.1")), some("198.51.101.1", 0));
        assert_eq!(owners(None, None), None);
    }
}
