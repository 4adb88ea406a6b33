//! Which organisation holds which AS.
//!
//! CAIDA's `as-org2info` text has two sections, each under a line `# format:` that names its
//! fields; the JSON lines of the same data name the type of each record ("AS Organizations",
//! <https://publicdata.caida.org/datasets/as-organizations/README.txt>). The delegation lists of the
//! registries, cut down, are lines `registry,organisation,ASN`.

use std::{collections::BTreeMap, io::BufRead};

use backpedal_model::Asn;
use serde_json::Value;

use super::{
    Reading,
    rows::{self, rows},
};

/// The registries by the words that their lists begin with.
const REGISTRIES: &[&str] = &["afrinic", "apnic", "arin", "lacnic", "ripe", "ripencc"];

/// Organisations and the ASes that they hold.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Organisations {
    /// The name of each, by its handle. A list without names has none.
    pub(super) names: BTreeMap<String, String>,
    /// The name and the holder of each AS.
    pub(super) ases: BTreeMap<Asn, Held>,
}

/// An AS as such a file knows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Held {
    /// Its name in the registry.
    pub(super) name: Option<String>,
    /// The handle of its holder.
    pub(super) organisation: String,
}

impl Organisations {
    /// The ASes that an organisation holds.
    pub(super) fn holdings<'a>(&'a self, handle: &'a str) -> impl Iterator<Item = Asn> + 'a {
        let held = self
            .ases
            .iter()
            .filter(move |(_, held)| held.organisation == handle);
        held.map(|(asn, _)| *asn)
    }

    /// The name of an organisation, or its handle where the file has no name.
    pub(super) fn name<'a>(&'a self, handle: &'a str) -> &'a str {
        self.names.get(handle).map_or(handle, String::as_str)
    }

    /// Each AS as lists of AS names print it.
    pub(super) fn as_names(&self) -> BTreeMap<Asn, String> {
        let names = self.ases.iter().filter_map(|(asn, held)| {
            let organisation = self.names.get(&held.organisation);
            let name = match (&held.name, organisation) {
                (Some(name), Some(organisation)) => format!("{name} - {organisation}"),
                (Some(name), None) | (None, Some(name)) => name.clone(),
                (None, None) => return None,
            };
            Some((*asn, name))
        });
        names.collect()
    }
}

/// Reads a file of organisations.
pub(super) fn parse(file: &mut Reading<'_, '_>, content: &mut dyn BufRead) -> (u64, Organisations) {
    let mut found = Organisations::default();
    let count = text(file, content, &mut found);
    (count, found)
}

fn text(file: &mut Reading<'_, '_>, content: &mut dyn BufRead, found: &mut Organisations) -> u64 {
    let mut section: Option<Section> = None;
    let what = "a line of an organisation or of an AS and its organisation";
    rows(file, content, what, |line| {
        if let Some(comment) = line.strip_prefix('#') {
            if let Some((_, fields)) = comment.split_once("format:") {
                section = Section::new(fields);
            }
            return rows::Taken::Remark;
        }
        if line.starts_with('{') {
            return json(line, found).into();
        }
        match &section {
            Some(section) => section.take(line, found).is_some(),
            None => registry_line(line, found).is_some(),
        }
        .into()
    })
}

/// A section of the text form, by the places of its fields.
struct Section {
    asn: Option<usize>,
    organisation: usize,
    name: Option<usize>,
}

impl Section {
    fn new(fields: &str) -> Option<Self> {
        let fields: Vec<&str> = fields.trim().split('|').map(str::trim).collect();
        let at = |names: &[&str]| fields.iter().position(|field| names.contains(field));
        Some(Self {
            asn: at(&["aut"]),
            organisation: at(&["org_id"])?,
            name: at(&["aut_name", "org_name", "name"]),
        })
    }

    fn take(&self, line: &str, found: &mut Organisations) -> Option<()> {
        let fields: Vec<&str> = line.split('|').map(str::trim).collect();
        let organisation = fields.get(self.organisation)?.to_string();
        let name = self.name.and_then(|at| fields.get(at));
        let name = name.filter(|name| !name.is_empty());
        if organisation.is_empty() {
            return None;
        }
        if let Some(at) = self.asn {
            let asn = fields.get(at)?.parse().ok()?;
            let name = name.map(ToString::to_string);
            found.ases.insert(asn, Held { name, organisation });
        } else if let Some(name) = name {
            found.names.insert(organisation, name.to_string());
        }
        Some(())
    }
}

/// A record of the JSON lines: of an organisation, or of an AS.
fn json(line: &str, found: &mut Organisations) -> bool {
    let Ok(record) = serde_json::from_str::<Value>(line) else {
        return false;
    };
    let word = |key: &str| match record.get(key) {
        Some(Value::String(text)) if !text.is_empty() => Some(text.clone()),
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    let Some(organisation) = word("organizationId") else {
        return false;
    };
    let name = word("name");
    match (word("asn"), name) {
        (Some(asn), name) => {
            let Ok(asn) = asn.parse() else {
                return false;
            };
            found.ases.insert(asn, Held { name, organisation });
        }
        (None, Some(name)) => {
            found.names.insert(organisation, name);
        }
        (None, None) => return false,
    }
    true
}

/// `registry,organisation,ASN`; further ASNs may follow.
fn registry_line(line: &str, found: &mut Organisations) -> Option<()> {
    let mut fields = line.split(',').map(str::trim);
    let registry = fields.next()?.to_lowercase();
    let organisation = fields.next().filter(|handle| !handle.is_empty())?;
    if !REGISTRIES.contains(&registry.as_str()) {
        return None;
    }
    let ases: Option<Vec<Asn>> = fields.map(|asn| asn.parse().ok()).collect();
    for asn in ases.filter(|ases| !ases.is_empty())? {
        let held = Held {
            name: None,
            organisation: organisation.to_owned(),
        };
        found.ases.insert(asn, held);
    }
    Some(())
}

/// Whether the first bytes of a file are such a list.
pub(super) fn looks_like(head: &str) -> bool {
    if head.contains("\"organizationId\"") || head.starts_with("# name: AS Org") {
        return true;
    }
    if head
        .lines()
        .any(|line| line.starts_with("# format:") && line.contains("org_id|"))
    {
        return true;
    }
    let first = head.lines().find(|line| !line.trim().is_empty());
    first.is_some_and(|line| registry_line(line, &mut Organisations::default()).is_some())
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn found(text: &str) -> (Organisations, Vec<String>) {
        let mut problems = Vec::new();
        let mut file = Reading {
            name: "t.txt",
            problems: &mut problems,
            tell: &mut |_| {},
        };
        let (_, found) = parse(&mut file, &mut Cursor::new(text));
        (found, problems.iter().map(ToString::to_string).collect())
    }

    const SECTIONS: &str = "# name: AS Org\n# format:org_id|changed|org_name|country|source\n\
        HALY-1|20120130|Halyard Networks, Inc.|US|ARIN\nHERO-1|20120130||US|ARIN\n\
        # format:aut|changed|aut_name|org_id|opaque_id|source\n\
        64496|20120224|HALYARD-A|HALY-1|e5e3|ARIN\n64497|20120224|HALYARD-B|HALY-1||ARIN\n\
        64500|20120224|HERON|HERO-1||ARIN\n";

    #[test]
    fn text_and_json_say_the_same() {
        let json = "{\"changed\":\"20120130\",\"country\":\"US\",\"name\":\"Halyard Networks, Inc.\",\
            \"organizationId\":\"HALY-1\",\"source\":\"ARIN\",\"type\":\"Organization\"}\n\
            {\"asn\":\"64496\",\"name\":\"HALYARD-A\",\"opaqueId\":\"e5e3\",\
            \"organizationId\":\"HALY-1\",\"type\":\"ASN\"}\n\
            {\"asn\":64497,\"name\":\"HALYARD-B\",\"organizationId\":\"HALY-1\",\"type\":\"ASN\"}\n\
            {\"asn\":\"64500\",\"name\":\"HERON\",\"organizationId\":\"HERO-1\",\"type\":\"ASN\"}\n";
        // The sections the other way round, and the names that old files give their fields.
        let turned = "# format: aut|changed|name|org_id|source\n64496|1|HALYARD-A|HALY-1|ARIN\n\
            64497|1|HALYARD-B|HALY-1|ARIN\n64500|1|HERON|HERO-1|ARIN\n\
            # format: org_id|changed|name|country|source\nHALY-1|1|Halyard Networks, Inc.|US|ARIN\n";
        for text in [SECTIONS, json, turned] {
            let (found, problems) = found(text);
            assert_eq!(problems, [] as [&str; 0], "{text}");
            let held: Vec<Asn> = found.holdings("HALY-1").collect();
            assert_eq!(held, [Asn(64496), Asn(64497)]);
            assert_eq!(found.name("HALY-1"), "Halyard Networks, Inc.");
            assert_eq!(found.name("HERO-1"), "HERO-1");
            assert_eq!(found.as_names()[&Asn(64500)], "HERON");
            let name = "HALYARD-A - Halyard Networks, Inc.";
            assert_eq!(found.as_names()[&Asn(64496)], name);
            assert!(looks_like(text), "{text}");
        }
    }

    #[test]
    fn lists_of_the_registries_have_holders_without_names() {
        let text = "ripe,ORG-HA1-RIPE,64496\nafrinic,ORG-HE1,64500,64501\n";
        let (found, problems) = found(text);
        assert_eq!(problems, [] as [&str; 0]);
        assert_eq!(found.holdings("ORG-HE1").count(), 2);
        assert_eq!(found.name("ORG-HE1"), "ORG-HE1");
        assert!(found.as_names().is_empty());
        assert!(looks_like(text));
    }

    #[test]
    fn what_belongs_to_neither_section_is_told() {
        for (line, known) in [
            ("ripe,ORG-1,x", 0),
            ("ripe,ORG-1", 0),
            ("halyard,ORG-1,64496", 0),
            ("64496|1|HALYARD-A|HALY-1|ARIN", 0),
            ("{\"asn\":\"x\",\"organizationId\":\"HALY-1\"}", 0),
            ("{\"organizationId\":", 0),
        ] {
            let (found, problems) = found(line);
            assert_eq!((found.ases.len(), problems.len()), (known, 1), "{line}");
        }
        for other in [
            "ooma,30303\n",
            "time,probe,asn,target,success\n",
            "10|1|-1\n",
        ] {
            assert!(!looks_like(other), "{other}");
        }
    }
}
