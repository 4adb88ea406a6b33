//! Whose an address is: the AS by a prefix-to-AS list, the exchange by the prefixes of its peering
//! LANs, the AS of a probe by an archive of probes.
//!
//! The lists are read as they come: CAIDA's three columns (network, length, AS), `prefix AS` as
//! pyasn writes it, `prefix name` for exchanges, JSON objects of prefixes, PeeringDB dumps for
//! exchanges, and probe archives of RIPE Atlas. Memory grows with the number of prefixes (about 100 MB for those of all networks).

use std::{
    collections::{BTreeSet, HashMap},
    io::{BufRead, Read},
    net::IpAddr,
};

use backpedal_model::{Asn, Place, Problem};
use ipnet::IpNet;
use serde_json::Value;

use crate::{atlas, few::Few, topology};

/// JSON lists are read whole, so they must not be longer.
const MOST_JSON: u64 = 64 << 20;

/// Whose addresses and probes are.
#[derive(Debug, Default)]
pub(crate) struct Addresses {
    networks: Longest<Asn>,
    exchanges: Longest<u16>,
    pub(crate) exchange_names: Vec<String>,
    probes: HashMap<u64, Asn>,
}

/// A table of prefixes in which the longest one counts.
#[derive(Debug)]
struct Longest<T> {
    entries: HashMap<IpNet, T>,
    lengths: [BTreeSet<u8>; 2],
}

impl<T> Default for Longest<T> {
    fn default() -> Self {
        Self {
            entries: HashMap::new(),
            lengths: [BTreeSet::new(), BTreeSet::new()],
        }
    }
}

impl<T: Copy> Longest<T> {
    fn add(&mut self, prefix: IpNet, value: T) {
        let prefix = prefix.trunc();
        self.lengths[usize::from(prefix.addr().is_ipv6())].insert(prefix.prefix_len());
        self.entries.insert(prefix, value);
    }

    fn of(&self, address: IpAddr) -> Option<T> {
        let lengths = self.lengths[usize::from(address.is_ipv6())].iter().rev();
        lengths
            .filter_map(|length| IpNet::new(address, *length).ok())
            .find_map(|prefix| self.entries.get(&prefix.trunc()).copied())
    }
}

impl Addresses {
    /// The AS that announces the address.
    pub(crate) fn asn(&self, address: IpAddr) -> Option<Asn> {
        self.networks.of(address.to_canonical())
    }

    /// The place in `exchange_names` of the exchange whose peering LAN holds the address.
    pub(crate) fn exchange(&self, address: IpAddr) -> Option<u16> {
        self.exchanges.of(address.to_canonical())
    }

    /// The AS of a probe by an archive.
    pub(crate) fn probe(&self, id: u64) -> Option<Asn> {
        self.probes.get(&id).copied()
    }

    pub(crate) fn add_probe(&mut self, probe: atlas::ProbeRecord) {
        if let Some(asn) = probe.asn {
            self.probes.insert(probe.id, asn);
        }
    }

    fn add(&mut self, prefix: IpNet, owner: &str) {
        if let Ok(asn) = owner.parse::<Asn>() {
            self.networks.add(prefix, asn);
            return;
        }
        if owner.chars().all(|c| !c.is_alphabetic()) {
            // Several origins: whose the address is cannot be told.
            return;
        }
        self.add_exchange(prefix, owner);
    }

    fn add_exchange(&mut self, prefix: IpNet, owner: &str) {
        let known = self.exchange_names.iter().position(|name| name == owner);
        let place = known.unwrap_or_else(|| {
            self.exchange_names.push(owner.to_owned());
            self.exchange_names.len() - 1
        });
        if let Ok(place) = u16::try_from(place) {
            self.exchanges.add(prefix, place);
        }
    }

    /// Reads a list of any kind. Returns the number of entries.
    pub(crate) fn read(
        &mut self,
        name: &str,
        head: &[u8],
        content: &mut dyn BufRead,
        problems: &mut Vec<Problem>,
    ) -> u64 {
        if atlas::looks_like_atlas(head) {
            let told = atlas::read(name, content, problems, &mut |item| {
                if let atlas::Item::Probe(probe) = item {
                    self.add_probe(probe);
                }
            });
            return told.records;
        }
        if topology::is_peeringdb(head) {
            let (records, exchanges) = topology::exchanges(name, content, problems);
            for (exchange, prefixes) in exchanges {
                for prefix in prefixes {
                    self.add_exchange(prefix, &exchange);
                }
            }
            return records;
        }
        if head.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{') {
            self.json(name, content, problems)
        } else {
            self.lines(name, content, problems)
        }
    }

    /// An object of prefixes, at the top or under `Data`; each has an `ASN` or a `name`.
    fn json(&mut self, name: &str, content: &mut dyn BufRead, problems: &mut Vec<Problem>) -> u64 {
        let value: Value = match serde_json::from_reader(content.take(MOST_JSON)) {
            Ok(value) => value,
            Err(error) => {
                problems.push(Problem::new(
                    name,
                    format!("is no list of prefixes: {error}"),
                ));
                return 0;
            }
        };
        let all = value.get("Data").unwrap_or(&value).as_object();
        let mut records = 0;
        for (prefix, entry) in all.into_iter().flatten() {
            let Ok(prefix) = prefix.parse::<IpNet>() else {
                continue;
            };
            let owner =
                ["ASN", "asn", "name"]
                    .into_iter()
                    .find_map(|key| match entry.get(key)? {
                        Value::String(text) if !text.is_empty() => Some(text.clone()),
                        Value::Number(number) => Some(number.to_string()),
                        _ => None,
                    });
            if let Some(owner) = owner {
                self.add(prefix, &owner);
                records += 1;
            }
        }
        if records == 0 {
            problems.push(Problem::new(
                name,
                "holds no prefix with an AS or an exchange",
            ));
        }
        records
    }

    fn lines(&mut self, name: &str, content: &mut dyn BufRead, problems: &mut Vec<Problem>) -> u64 {
        let (mut line, mut number, mut records) = (Vec::new(), 0_u64, 0_u64);
        let mut wrong = Few::default();
        loop {
            line.clear();
            match content.take(1 << 16).read_until(b'\n', &mut line) {
                // The layer below keeps its errors and ends the stream instead.
                Ok(0) | Err(_) => break,
                Ok(_) => number += 1,
            }
            let text = String::from_utf8_lossy(&line);
            let text = text.trim();
            if text.is_empty() || text.starts_with(['#', ';']) {
                continue;
            }
            if let Some((prefix, owner)) = entry(text) {
                records += 1;
                self.add(prefix, &owner);
            } else if wrong.tells() {
                let message = "is no prefix with an AS or an exchange";
                problems.push(Problem::new(name, message).at(Place::Line(number)));
            }
        }
        if let Some(wrong) = wrong.many() {
            let message = format!("{wrong} lines are no prefixes with an AS or an exchange");
            problems.push(Problem::new(name, message));
        }
        records
    }
}

/// `198.51.100.0/24 64500`, `198.51.100.0 24 64500`, `198.51.100.0/24 Heron Exchange`.
///
/// A prefix of several origins has them in one word (`64500_64501`).
fn entry(line: &str) -> Option<(IpNet, String)> {
    let mut words = line.split(['\t', ' ', ',']).filter(|word| !word.is_empty());
    let first = words.next()?;
    let prefix = match first.parse::<IpNet>() {
        Ok(prefix) => prefix,
        Err(_) => IpNet::new(first.parse().ok()?, words.next()?.parse().ok()?).ok()?,
    };
    let owner = words.collect::<Vec<_>>().join(" ");
    (!owner.is_empty()).then_some((prefix, owner))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Addresses, u64, Vec<String>) {
        let (mut addresses, mut problems) = (Addresses::default(), Vec::new());
        let bytes = text.as_bytes();
        let records = addresses.read("map", bytes, &mut &*bytes, &mut problems);
        (
            addresses,
            records,
            problems.iter().map(ToString::to_string).collect(),
        )
    }

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn the_longest_prefix_counts() {
        let (map, records, problems) = read(
            "; a comment\n198.51.100.0/24\t64500\n198.51.100.128 25 64501\n2001:db8::/32 AS64502\n",
        );
        assert_eq!((records, problems.len()), (3, 0));
        assert_eq!(map.asn(ip("198.51.100.1")), Some(Asn(64500)));
        assert_eq!(map.asn(ip("198.51.100.200")), Some(Asn(64501)));
        assert_eq!(map.asn(ip("::ffff:198.51.100.1")), Some(Asn(64500)));
        assert_eq!(map.asn(ip("2001:db8::1")), Some(Asn(64502)));
        assert_eq!(map.asn(ip("192.0.2.1")), None);
    }

    #[test]
    fn exchanges_have_names_and_several_origins_have_none() {
        let (map, _, _) = read("198.51.100.0/25 Heron Exchange\n192.0.2.0 24 64500_64501\n");
        let place = map.exchange(ip("198.51.100.7")).expect("in the LAN");
        assert_eq!(map.exchange_names[usize::from(place)], "Heron Exchange");
        assert_eq!(map.exchange(ip("198.51.100.200")), None);
        assert_eq!(map.asn(ip("192.0.2.1")), None);
        assert_eq!(map.exchange(ip("192.0.2.1")), None);
    }

    #[test]
    fn objects_of_prefixes_and_archives_are_read() {
        let (map, _, _) = read(r#"{"Data":{"198.51.100.0/25":{"name":"Heron"},"x":{}},"TS":1}"#);
        assert_eq!(map.exchange(ip("198.51.100.7")), Some(0));
        let (map, _, _) = read(r#"{"198.51.100.0/25":{"ASN":"64500","Holder":"x"}}"#);
        assert_eq!(map.asn(ip("198.51.100.7")), Some(Asn(64500)));
        let (map, _, _) = read(r#"{"objects":[{"id":7,"asn_v4":64500}]}"#);
        assert_eq!((map.probe(7), map.probe(8)), (Some(Asn(64500)), None));
    }

    #[test]
    fn what_is_no_entry_is_told() {
        for bad in ["198.51.100.0/24", "hello world", "198.51.100.0 99 64500"] {
            let (_, records, problems) = read(&format!("192.0.2.0/24 1\n{bad}\n"));
            assert_eq!((records, problems.len()), (1, 1), "{bad}");
        }
        assert_eq!(read("{\"a\":").2.len(), 1);
        assert_eq!(read("{\"a\":1}").2.len(), 1);
    }
    #[test]
    fn exchanges_of_a_peeringdb_dump() {
        let text = r#"{"ix": {"data": [{"id": 3, "org_id": 9, "name": "HERON-IX"}]},
            "ixlan": {"data": [{"id": 3, "ix_id": 3}]},
            "ixpfx": {"data": [{"id": 8, "ixlan_id": 3, "prefix": "192.0.2.0/24"}]}}"#;
        let (addresses, _, problems) = read(text);
        assert_eq!(problems, [] as [&str; 0]);
        let place = addresses.exchange("192.0.2.9".parse().unwrap()).unwrap();
        assert_eq!(addresses.exchange_names[usize::from(place)], "HERON-IX");
        assert_eq!(addresses.exchange("198.51.100.9".parse().unwrap()), None);
    }
}
