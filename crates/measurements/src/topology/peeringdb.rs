//! PeeringDB: networks, organisations, exchanges with the prefixes of their peering LANs, and
//! facilities, by the objects of its API (<https://www.peeringdb.com/apidocs/>).
//!
//! Three shapes are read: a dump (an object with a list for each endpoint), the answer of one
//! endpoint (`data` alone, told by the fields of its records), and Django fixtures (`model`, `pk`,
//! `fields`). Records are taken one by one; the endpoints that tell nothing of names are passed over.

use std::{collections::BTreeMap, fmt, io::BufRead};

use backpedal_model::{Asn, Place};
use ipnet::IpNet;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::Reading;

/// The endpoints of a dump that are read.
const READ: &[&str] = &["org", "net", "ix", "ixlan", "ixpfx", "fac"];

/// All endpoints by which a dump is known.
const ENDPOINTS: &[&str] = &[
    "org",
    "net",
    "ix",
    "ixlan",
    "ixpfx",
    "fac",
    "netixlan",
    "netfac",
    "ixfac",
    "poc",
    "as_set",
    "campus",
    "carrier",
    "carrierfac",
    "api",
];

/// What a dump holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct PeeringDb {
    /// Organisations by their number.
    pub(super) organisations: BTreeMap<u64, Vec<String>>,
    /// Networks by their AS.
    pub(super) networks: BTreeMap<Asn, Network>,
    /// Exchanges by their number.
    pub(super) exchanges: BTreeMap<u64, Exchange>,
    /// The exchange of each LAN, and prefixes by LAN.
    lans: BTreeMap<u64, u64>,
    prefixes: Vec<(u64, IpNet)>,
    records: u64,
}

/// A network. The first name is the usual one; `aka` and the long name follow.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Network {
    pub(super) names: Vec<String>,
    pub(super) organisation: Option<u64>,
}

/// An exchange, named likewise.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Exchange {
    pub(super) names: Vec<String>,
    /// Of its peering LANs.
    pub(super) prefixes: Vec<IpNet>,
}

/// Reads a dump. What is before a fault is kept.
pub(super) fn parse(file: &mut Reading<'_, '_>, content: &mut dyn BufRead) -> (u64, PeeringDb) {
    let mut found = PeeringDb::default();
    let mut json = serde_json::Deserializer::from_reader(content);
    let top = Part {
        found: &mut found,
        endpoint: None,
    };
    if let Err(error) = top.deserialize(&mut json) {
        let line = error.line() as u64;
        file.problem(format!("is not a PeeringDB dump: {error}"))
            .place = Some(Place::Line(line));
    }
    found.join();
    if found.records == 0 {
        file.problem("holds no network, organisation, exchange or facility");
    }
    (found.records, found)
}

impl PeeringDb {
    /// Each AS as its network is called.
    pub(super) fn as_names(&self) -> BTreeMap<Asn, String> {
        let names = self.networks.iter();
        let names = names.filter_map(|(asn, net)| Some((*asn, net.names.first()?.clone())));
        names.collect()
    }

    /// Puts prefixes to their exchanges. The number of a LAN is that of its exchange where the dump
    /// has no list of LANs (so it has been since version 2 of the API).
    fn join(&mut self) {
        for (lan, prefix) in std::mem::take(&mut self.prefixes) {
            let exchange = self.lans.get(&lan).copied().unwrap_or(lan);
            let prefixes = &mut self.exchanges.entry(exchange).or_default().prefixes;
            if !prefixes.contains(&prefix) {
                prefixes.push(prefix);
            }
        }
    }

    /// Takes a record of an endpoint, or of one that its fields tell.
    fn take(&mut self, record: &Map<String, Value>, endpoint: Option<&str>) {
        if let (Some(Value::Object(fields)), Some(model)) =
            (record.get("fields"), word(record, "model"))
        {
            let mut fields = fields.clone();
            if let Some(pk) = record.get("pk") {
                fields.insert("id".to_owned(), pk.clone());
            }
            let endpoint = match model.as_str() {
                "django_peeringdb.organization" => "org",
                "django_peeringdb.network" => "net",
                "django_peeringdb.internetexchange" => "ix",
                "django_peeringdb.ixlan" => "ixlan",
                "django_peeringdb.ixlanprefix" => "ixpfx",
                "django_peeringdb.facility" => "fac",
                _ => return,
            };
            return self.take(&fields, Some(endpoint));
        }
        let gone = word(record, "status").is_some_and(|status| status != "ok");
        let Some(endpoint) = endpoint.or_else(|| told(record)).filter(|_| !gone) else {
            return;
        };
        let id = number(record, "id");
        match endpoint {
            "org" => {
                let Some(id) = id else { return };
                self.organisations.insert(id, names(record));
            }
            "net" => {
                let asn = number(record, "asn").and_then(|asn| u32::try_from(asn).ok());
                let Some(asn) = asn else { return };
                let network = Network {
                    names: names(record),
                    organisation: number(record, "org_id"),
                };
                self.networks.insert(Asn(asn), network);
            }
            "ix" => {
                let Some(id) = id else { return };
                self.exchanges.entry(id).or_default().names = names(record);
                each(record, "ixlan_set", |lan| self.lan(lan, Some(id)));
            }
            "ixlan" => self.lan(record, None),
            "ixpfx" => self.prefix(record, None),
            _ => {}
        }
        self.records += 1;
    }

    fn lan(&mut self, record: &Map<String, Value>, exchange: Option<u64>) {
        let Some(id) = number(record, "id") else {
            return;
        };
        if let Some(exchange) = number(record, "ix_id").or(exchange) {
            self.lans.insert(id, exchange);
        }
        each(record, "ixpfx_set", |prefix| self.prefix(prefix, Some(id)));
    }

    fn prefix(&mut self, record: &Map<String, Value>, lan: Option<u64>) {
        let lan = number(record, "ixlan_id").or(lan);
        let prefix = word(record, "prefix").and_then(|text| text.parse().ok());
        self.prefixes.extend(lan.zip(prefix));
    }
}

/// Which endpoint a record is of, by its fields.
fn told(record: &Map<String, Value>) -> Option<&'static str> {
    let has = |key: &str| record.contains_key(key);
    if has("ixlan_id") && has("prefix") {
        Some("ixpfx")
    } else if has("net_id") || has("ixlan_id") || has("fac_id") || !has("name") {
        // A port at an exchange, a presence at a facility: the names there are not the network's.
        (has("ix_id") && !has("net_id") && !has("fac_id")).then_some("ixlan")
    } else if has("asn") {
        Some("net")
    } else if has("media") || has("proto_unicast") || has("ixlan_set") {
        Some("ix")
    } else if has("org_id") {
        Some("fac")
    } else {
        Some("org")
    }
}

fn word(record: &Map<String, Value>, key: &str) -> Option<String> {
    let text = record.get(key)?.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn number(record: &Map<String, Value>, key: &str) -> Option<u64> {
    match record.get(key)? {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}

fn each(record: &Map<String, Value>, key: &str, mut f: impl FnMut(&Map<String, Value>)) {
    let list = record.get(key).and_then(Value::as_array);
    list.into_iter()
        .flatten()
        .filter_map(Value::as_object)
        .for_each(&mut f);
}

/// `name`, `name_long`, and what `aka` lists, without repetitions.
fn names(record: &Map<String, Value>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let aka = word(record, "aka").unwrap_or_default();
    let parts = aka
        .split([',', ';', '/'])
        .map(|part| part.trim().to_owned());
    let first = [word(record, "name"), word(record, "name_long")];
    for name in first.into_iter().flatten().chain(parts) {
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// A part of the document: the top, the value of an endpoint, or a list of records.
struct Part<'a> {
    found: &'a mut PeeringDb,
    endpoint: Option<&'a str>,
}

impl<'de> DeserializeSeed<'de> for Part<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Part<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("lists of records")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            let endpoint = READ.iter().find(|name| **name == key).copied();
            let part = match (self.endpoint, endpoint, key.as_str()) {
                (endpoint, _, "data") => endpoint,
                (None, Some(endpoint), _) => Some(endpoint),
                _ => {
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            map.next_value_seed(Part {
                found: &mut *self.found,
                endpoint: part,
            })?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(record) = list.next_element::<Value>()? {
            if let Value::Object(record) = record {
                self.found.take(&record, self.endpoint);
            }
        }
        Ok(())
    }
}

/// Whether the first bytes of a file are such a dump.
pub(super) fn looks_like(head: &str) -> bool {
    let head = head.trim_start();
    if !head.starts_with(['{', '[']) {
        return false;
    }
    if head.contains("\"django_peeringdb.") {
        return true;
    }
    let inside = head[1..].trim_start();
    let dump = ENDPOINTS.iter().any(|endpoint| {
        let rest = inside.strip_prefix(&format!("\"{endpoint}\""));
        let rest = rest.and_then(|rest| rest.trim_start().strip_prefix(':'));
        rest.is_some_and(|rest| rest.trim_start().starts_with(['{', '[']))
    });
    let fields = ["\"org_id\"", "\"name_long\"", "\"ixlan_id\"", "\"ix_id\""];
    dump || (head.contains("\"data\"") && fields.iter().any(|field| head.contains(field)))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn found(text: &str) -> (PeeringDb, Vec<String>) {
        let mut problems = Vec::new();
        let mut file = Reading {
            name: "t.json",
            problems: &mut problems,
            tell: &mut |_| {},
        };
        let (_, found) = parse(&mut file, &mut Cursor::new(text));
        (found, problems.iter().map(ToString::to_string).collect())
    }

    const NET: &str = r#"{"id": 5, "org_id": 9, "name": "Halyard", "aka": "HN, Halyard Voice",
        "name_long": "", "asn": 64496, "status": "ok"}"#;
    const IX: &str = r#"{"id": 3, "org_id": 9, "name": "HERON-IX", "media": "Ethernet"}"#;
    const PREFIX: &str =
        r#"{"id": 1, "ixlan_id": 3, "protocol": "IPv4", "prefix": "192.0.2.0/24"}"#;

    #[test]
    fn a_dump_gives_names_and_peering_lans() {
        let text = format!(
            r#"{{"poc": {{"data": [{{"name": "Ada"}}]}}, "net": {{"meta": {{"generated": 1}},
            "data": [{NET}, {{"id": 6, "asn": 64500, "name": "Gone", "status": "deleted"}}]}},
            "ix": {{"data": [{IX}]}}, "ixpfx": {{"data": [{PREFIX}]}},
            "netixlan": {{"data": [{{"asn": 64501, "name": "HERON-IX", "ixlan_id": 3}}]}},
            "org": {{"data": [{{"id": 9, "name": "Halyard Inc.", "aka": ""}}]}}}}"#
        );
        let (found, problems) = found(&text);
        assert_eq!(problems, [] as [&str; 0]);
        assert_eq!(found.networks.len(), 1);
        let halyard = &found.networks[&Asn(64496)];
        assert_eq!(halyard.names, ["Halyard", "HN", "Halyard Voice"]);
        assert_eq!(halyard.organisation, Some(9));
        assert_eq!(found.organisations[&9], ["Halyard Inc."]);
        assert_eq!(found.exchanges[&3].names, ["HERON-IX"]);
        assert_eq!(
            found.exchanges[&3].prefixes,
            ["192.0.2.0/24".parse().unwrap()]
        );
        assert_eq!(found.records, 5 - 1); // the one that is gone does not count
        assert!(looks_like(&text));
    }

    #[test]
    fn single_endpoints_and_fixtures_are_told_by_their_records() {
        for text in [
            format!(r#"{{"data": [{NET}], "meta": {{}}}}"#),
            format!(r#"{{"meta": {{"generated": 1}}, "data": [{NET}]}}"#),
            r#"[{"model": "django_peeringdb.network", "pk": 5, "fields": {"org_id": 9, "asn": 64496,
                "name": "Halyard", "aka": "HN, Halyard Voice", "status": "ok"}}]"#
                .to_owned(),
        ] {
            let (found, problems) = found(&text);
            assert_eq!(problems, [] as [&str; 0], "{text}");
            assert_eq!(found.as_names()[&Asn(64496)], "Halyard", "{text}");
            assert!(looks_like(&text), "{text}");
        }
        let nested = r#"{"data": [{"id": 3, "org_id": 9, "name": "HERON-IX", "ixlan_set": [{"id": 70,
            "ixpfx_set": [{"id": 1, "prefix": "192.0.2.0/24"}, {"prefix": "rubbish"}]}]}]}"#;
        assert_eq!(found(nested).0.exchanges[&3].prefixes.len(), 1);
        // Ports at exchanges carry an AS and the name of the exchange, not of the network.
        let ports = r#"{"data": [{"net_id": 5, "ix_id": 3, "ixlan_id": 3, "name": "HERON-IX", "asn": 64496}]}"#;
        assert!(found(ports).0.networks.is_empty());
    }

    #[test]
    fn what_is_before_a_fault_is_kept_and_other_json_is_none() {
        let (cut, problems) = found(&format!(r#"{{"net": {{"data": [{NET}, {{"id""#));
        assert_eq!((cut.networks.len(), problems.len()), (1, 1));
        assert!(
            problems[0].contains("is not a PeeringDB dump"),
            "{problems:?}"
        );
        let (none, problems) = found(r#"{"data": {"resource": "192.0.2.0/24"}}"#);
        assert!(none.networks.is_empty());
        assert_eq!(problems.len(), 1, "{problems:?}");
        for other in [
            "{\"13335\": \"CLOUDFLARE\"}",
            r#"{"data": {"updates": [{"type": "A"}]}, "status": "ok"}"#,
            r#"[{"fw": 4790, "prb_id": 1}]"#,
            "64496 HALYARD",
            "",
        ] {
            assert!(!looks_like(other), "{other}");
        }
    }
}
