//! `[[archive]]`: many routing files at once, whose names tell what they hold.

use toml::de::DeValue;

use serde::{Deserialize, Serialize};

use super::fields::{Fields, text, wrong_type};
use crate::Origin;

/// Routing files of the public collectors: files, directories, patterns, addresses. Collector, kind
/// and time are told by each name, as RIPE RIS, RouteViews and BGPStream write it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ArchiveSpec {
    /// Where they are. A file may be a directory, or a pattern with `*`, `?`, `[…]` and `**`.
    pub origins: Vec<Origin>,
    /// Who collected them, where the names do not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collector: Option<String>,
    /// Whether they were made by a generator.
    #[serde(default)]
    pub synthetic: bool,
    /// A caveat, printed beside each.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

const EXPECTED: &str = "path, paths, url or urls, as in path = \"rrc00/2022.06/\"";

pub(super) fn archives(root: &mut Fields<'_, '_>) -> Vec<ArchiveSpec> {
    let tables = root.tables("archive", "[[archive]]");
    tables.into_iter().filter_map(archive).collect()
}

fn archive(mut fields: Fields<'_, '_>) -> Option<ArchiveSpec> {
    let mut origins: Vec<Origin> = Vec::new();
    let given = ["path", "paths", "url", "urls"]
        .iter()
        .any(|key| fields.has(key));
    if !given {
        let message = format!("{} names no files", fields.what);
        fields.notes.wrong(&fields.at, message, EXPECTED, None);
    }
    for key in ["path", "paths"] {
        origins.extend(list(&mut fields, key).into_iter().map(Origin::File));
    }
    for key in ["url", "urls"] {
        origins.extend(list(&mut fields, key).into_iter().map(Origin::Url));
    }
    let collector = fields.text("collector").map(|text| text.value);
    let synthetic = fields.flag("synthetic");
    let note = fields.text("note").map(|text| text.value);
    fields.finish();
    (!origins.is_empty()).then_some(ArchiveSpec {
        origins,
        collector,
        synthetic,
        note,
    })
}

/// A text, or a list of texts.
fn list(fields: &mut Fields<'_, '_>, key: &'static str) -> Vec<String> {
    let Some(value) = fields.take(key) else {
        return Vec::new();
    };
    let address = key.starts_with("url");
    let items: Vec<_> = match value.get_ref() {
        DeValue::Array(items) => items.iter().collect(),
        DeValue::String(_) => vec![value],
        _ => {
            wrong_type(
                fields.notes,
                key,
                value,
                "a text in quotes, or a list of them",
            );
            return Vec::new();
        }
    };
    let texts = items.into_iter().filter_map(|item| {
        let text = text(fields.notes, key, item)?;
        if address == text.value.contains("://") {
            return Some(text.value);
        }
        let (wrong, expected) = if address {
            (
                "is no address",
                "an address that begins with https:// or http://",
            )
        } else {
            ("is an address", "a path; addresses go into url or urls")
        };
        let message = format!("{:?} {wrong}", text.value);
        fields.notes.wrong(&text.at, message, expected, None);
        None
    });
    texts.collect()
}

#[cfg(test)]
mod tests {
    use crate::{Case, Origin};

    const HEAD: &str =
        "id = \"a\"\ntitle = \"A\"\n[window]\nstart = 2031-03-04\nend = 2031-03-05\n";

    fn parse(archive: &str) -> Result<Case, String> {
        let text = format!("{HEAD}[[archive]]\n{archive}\n");
        Case::parse(&text).map_err(|mistakes| mistakes.to_string())
    }

    #[test]
    fn files_directories_patterns_and_addresses() {
        let case = parse("paths = [\"ris/\", \"rv/*.bz2\"]\ncollector = \"rrc00\"").expect("good");
        let archive = &case.archives[0];
        assert_eq!(archive.collector.as_deref(), Some("rrc00"));
        let files = ["ris/", "rv/*.bz2"].map(|path| Origin::File(path.to_owned()));
        assert_eq!(archive.origins, files);
        let case = parse("url = \"https://example.net/rrc00/updates.gz\"").expect("good");
        let address = "https://example.net/rrc00/updates.gz".to_owned();
        assert_eq!(case.archives[0].origins, [Origin::Url(address)]);
    }

    #[test]
    fn mistakes_are_told() {
        for (archive, told) in [
            ("collector = \"rrc00\"", "names no files"),
            ("path = \"https://example.net/x.gz\"", "is an address"),
            ("urls = [\"x.gz\"]", "is no address"),
            ("paths = 3", "\"paths\" is an integer"),
        ] {
            let wrong = parse(archive).expect_err(archive);
            assert!(wrong.contains(told), "{archive}: {wrong}");
        }
    }
}
