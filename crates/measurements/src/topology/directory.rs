//! Who is who: organisations of ASes (CAIDA AS2Org, a registry's list) and networks as they
//! describe themselves (PeeringDB).
//!
//! AS2Org comes as text in two parts, each under a `# format:` line, or as JSON of one object a line
//! (<https://www.caida.org/catalog/datasets/as-organizations/>); a registry's list as lines
//! `registry,organisation,AS`; PeeringDB as a whole dump, as an answer of its interface
//! (`{"data": […]}`), or as exported records (<https://docs.peeringdb.com/>).

use std::{
    collections::BTreeMap,
    io::{BufRead, Read},
};

use backpedal_model::{Asn, Place};
use serde::Deserialize;
use serde_json::Value;

use super::{Reading, Taken, lines};

/// What a file says of ASes.
#[derive(Debug, Default)]
pub(super) struct Directory {
    /// Names that an AS goes by, as the file gives them.
    pub(super) names: BTreeMap<Asn, Vec<String>>,
    /// The organisation of an AS, by the file's own key.
    pub(super) org_of: BTreeMap<Asn, String>,
    /// The name of an organisation.
    pub(super) orgs: BTreeMap<String, String>,
}

/// A file of JSON larger than this is not held in memory.
const LIMIT: u64 = 1 << 30;

/// Reads a file of organisations, whatever its form.
pub(super) fn read(file: &mut Reading<'_, '_>, bytes: Box<dyn Read + Send>) -> (Taken, Directory) {
    lines(file, bytes, |file, content| {
        let first = content.fill_buf().ok();
        let first = first.and_then(|head| head.iter().find(|b| !b.is_ascii_whitespace()).copied());
        let mut directory = Directory::default();
        if matches!(first, Some(b'{' | b'[')) {
            directory.json(file, content);
        } else {
            directory.text(file, content);
        }
        let records = directory.org_of.len().max(directory.names.len());
        (records as u64, directory)
    })
}

/// Whether the first bytes of a file are AS2Org or PeeringDB.
pub(crate) fn looks_like_organisations(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    let told = [
        "format:org_id|",
        "format:aut|",
        "\"organizationId\"",
        "django_peeringdb.",
        "\"info_prefixes4\"",
    ];
    told.iter().any(|mark| text.contains(mark))
}

/// What the lines under a header are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Organisations,
    Systems,
    List,
}

impl Directory {
    fn text(&mut self, file: &mut Reading<'_, '_>, content: &mut dyn BufRead) {
        let mut part = Part::List;
        let (mut number, mut wrong) = (0_u64, None);
        let mut line = Vec::new();
        loop {
            line.clear();
            match content.read_until(b'\n', &mut line) {
                // The layer below keeps its errors and ends the stream instead.
                Ok(0) | Err(_) => break,
                Ok(_) => number += 1,
            }
            let text = String::from_utf8_lossy(&line);
            let text = text.trim();
            if let Some(header) = text.strip_prefix('#') {
                let header = header.to_lowercase();
                if header.contains("format") && header.contains("org_name") {
                    part = Part::Organisations;
                } else if header.contains("format") && header.contains("aut|") {
                    part = Part::Systems;
                }
            } else if !text.is_empty() && self.line(part, text).is_none() {
                wrong.get_or_insert(number);
            }
        }
        if let Some(line) = wrong {
            file.problem("is not a line of organisations and their ASes")
                .place = Some(Place::Line(line));
        }
    }

    fn line(&mut self, part: Part, text: &str) -> Option<()> {
        let fields: Vec<&str> = match part {
            Part::List => text.split(',').map(str::trim).collect(),
            Part::Organisations | Part::Systems => text.split('|').map(str::trim).collect(),
        };
        match part {
            // org_id|changed|org_name|country|source
            Part::Organisations => {
                let (id, name) = (fields.first()?, fields.get(2)?);
                self.orgs.insert((*id).to_owned(), (*name).to_owned());
            }
            // aut|changed|aut_name|org_id|opaque_id|source
            Part::Systems => {
                let asn = fields.first()?.parse().ok()?;
                let (name, org) = (fields.get(2)?, fields.get(3)?);
                self.system(asn, name, org);
            }
            // registry,organisation,AS
            Part::List => {
                let (org, asn) = (fields.get(1)?, fields.get(2)?.parse().ok()?);
                self.system(asn, "", org);
            }
        }
        Some(())
    }

    fn system(&mut self, asn: Asn, name: &str, org: &str) {
        if !org.is_empty() {
            self.org_of.insert(asn, org.to_owned());
        }
        let names = self.names.entry(asn).or_default();
        if !name.is_empty() && !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }

    fn json(&mut self, file: &mut Reading<'_, '_>, content: &mut dyn BufRead) {
        let values = serde_json::Deserializer::from_reader(content.take(LIMIT));
        for value in values.into_iter::<Value>() {
            match value {
                Ok(value) => self.take(&value, None),
                Err(error) => {
                    let line = error.line() as u64;
                    file.problem(format!("is no valid JSON: {error}")).place =
                        Some(Place::Line(line));
                    break;
                }
            }
        }
    }

    /// Takes a record, a list of records, or a dump with lists by their kind.
    fn take(&mut self, value: &Value, kind: Option<&str>) {
        match value {
            Value::Array(all) => all.iter().for_each(|one| self.take(one, kind)),
            Value::Object(fields) => {
                for key in ["net", "org"] {
                    if let Some(section) = fields.get(key).filter(|section| section.is_object()) {
                        self.take(section, Some(key));
                    }
                }
                if let Some(data) = fields.get("data").filter(|data| data.is_array()) {
                    self.take(data, kind);
                } else {
                    self.record(value, kind);
                }
            }
            _ => {}
        }
    }

    fn record(&mut self, value: &Value, kind: Option<&str>) {
        let fields = value.get("fields").unwrap_or(value);
        let Ok(record) = Record::deserialize(fields) else {
            return;
        };
        let id = record.id.as_ref().or_else(|| value.get("pk"));
        let model = value.get("model").and_then(Value::as_str).unwrap_or("");
        // CAIDA's lines name their type; PeeringDB's networks have an AS and a number of an
        // organisation.
        if let (Some(org), Some(name)) = (&record.organization_id, &record.name)
            && record.asn.is_none()
        {
            self.orgs.insert(org.clone(), name.clone());
            return;
        }
        if let Some(asn) = record.asn.as_ref().and_then(number) {
            let org = record.organization_id.clone();
            let org = org.or_else(|| record.org_id.as_ref().map(|id| format!("peeringdb {id}")));
            let org = org.unwrap_or_default();
            for name in [&record.name, &record.aka, &record.name_long] {
                self.system(asn, name.as_deref().unwrap_or(""), &org);
            }
            return;
        }
        let is_org = kind == Some("org") || model.ends_with("organization");
        if let (Some(id), Some(name), true) = (id, &record.name, is_org) {
            self.orgs.insert(format!("peeringdb {id}"), name.clone());
        }
    }
}

/// The fields of a record that are read, of all forms.
#[derive(Deserialize)]
struct Record {
    id: Option<Value>,
    asn: Option<Value>,
    name: Option<String>,
    aka: Option<String>,
    name_long: Option<String>,
    org_id: Option<Value>,
    #[serde(rename = "organizationId")]
    organization_id: Option<String>,
}

/// A number, or a text that holds one.
fn number(value: &Value) -> Option<Asn> {
    let number = value.as_u64().or_else(|| value.as_str()?.parse().ok())?;
    u32::try_from(number).ok().map(Asn)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn directory(text: &str) -> (Directory, Vec<String>) {
        let mut problems = Vec::new();
        let mut file = Reading {
            name: "d",
            problems: &mut problems,
            tell: &mut |_| {},
        };
        let bytes = Box::new(std::io::Cursor::new(text.as_bytes().to_vec()));
        let (_, directory) = read(&mut file, bytes);
        (
            directory,
            problems.iter().map(ToString::to_string).collect(),
        )
    }

    fn org(directory: &Directory, asn: u32) -> &str {
        let id = &directory.org_of[&Asn(asn)];
        directory.orgs.get(id).map_or(id.as_str(), String::as_str)
    }

    #[test]
    fn organisations_as_text_and_as_lines_of_json() {
        let text = "# format:org_id|changed|org_name|country|source\nHAL-1|20310101|Halyard Networks|US|ARIN\n\
                    # format:aut|changed|aut_name|org_id|opaque_id|source\n64500|20310101|HALYARD|HAL-1|x|ARIN\n64501|||HAL-1||ARIN\n";
        let json = "{\"type\":\"Organization\",\"organizationId\":\"HAL-1\",\"name\":\"Halyard Networks\"}\n\
                    {\"type\":\"ASN\",\"asn\":\"64500\",\"name\":\"HALYARD\",\"organizationId\":\"HAL-1\"}\n\
                    {\"type\":\"ASN\",\"asn\":\"64501\",\"organizationId\":\"HAL-1\"}\n";
        for text in [text, json] {
            let (found, problems) = directory(text);
            assert_eq!(problems, [] as [String; 0]);
            assert_eq!(
                (org(&found, 64500), org(&found, 64501)),
                ("Halyard Networks", "Halyard Networks")
            );
            assert_eq!(found.names[&Asn(64500)], ["HALYARD"]);
        }
    }

    #[test]
    fn networks_as_they_describe_themselves() {
        let net = r#"{"id": 7, "asn": 64500, "name": "Halyard", "aka": "HalNet", "org_id": 3}"#;
        let dump = format!(
            r#"{{"net": {{"data": [{net}]}}, "org": {{"data": [{{"id": 3, "name": "Halyard Group"}}]}}}}"#
        );
        let answer = format!(r#"{{"data": [{net}], "meta": {{}}}}"#);
        let exported = r#"[{"model": "x.organization", "pk": 3, "fields": {"name": "Halyard Group"}},
            {"model": "x.network", "pk": 7, "fields": {"asn": 64500, "name": "Halyard", "aka": "HalNet", "org_id": 3}}]"#;
        for (text, named) in [(dump.as_str(), true), (&answer, false), (exported, true)] {
            let (found, problems) = directory(text);
            assert_eq!(problems, [] as [String; 0]);
            assert_eq!(found.names[&Asn(64500)], ["Halyard", "HalNet"]);
            assert_eq!(
                org(&found, 64500),
                if named {
                    "Halyard Group"
                } else {
                    "peeringdb 3"
                }
            );
        }
    }

    #[test]
    fn the_kind_is_told_by_the_first_bytes() {
        for (head, is) in [
            (
                "# name: AS Org\n# format:org_id|changed|org_name|country|source\n",
                true,
            ),
            ("{\"organizationId\": \"A\"}\n", true),
            ("{\"1\": \"HALYARD\"}", false),
            ("", false),
        ] {
            assert_eq!(looks_like_organisations(head.as_bytes()), is, "{head}");
        }
    }

    #[test]
    fn a_registrys_list_and_what_is_none() {
        let (found, problems) = directory("arin,HAL-1,64500\narin,HAL-1,64501\nnothing\n");
        assert_eq!(found.org_of.len(), 2);
        assert!(problems[0].contains("line 3"), "{problems:?}");
        let (found, problems) = directory("{\"asn\": 64500, \"name\": \"Halyard\"}\n{broken");
        assert_eq!((found.names.len(), problems.len()), (1, 1));
    }
}
