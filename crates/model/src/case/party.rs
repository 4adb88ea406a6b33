//! `[[party]]`: who speaks and of whom is spoken.

use ipnet::IpNet;
use toml::Spanned;
use toml::de::DeValue;

use super::fields::{Fields, Notes, Placed, text, wrong_type};
use crate::{Asn, Dated, Parties, Party, PartyId, Person};

/// Reads one entry of a list.
type Read<T> = fn(&Notes<'_>, &'static str, &Spanned<DeValue<'_>>) -> Option<T>;

/// All parties, each id once.
pub(super) fn parties(root: &mut Fields<'_, '_>) -> Parties {
    let mut parties: Vec<Party> = Vec::new();
    for fields in root.tables("party", "[[party]]") {
        let notes = fields.notes;
        let Some((party, id)) = party(fields) else {
            continue;
        };
        if parties.iter().any(|other| other.id == party.id) {
            notes.wrong(
                &id.at,
                format!("two parties have the id {:?}", party.id.as_str()),
                "an id of its own for each party",
                None,
            );
        }
        parties.push(party);
    }
    Parties(parties)
}

fn party(mut fields: Fields<'_, '_>) -> Option<(Party, Placed<PartyId>)> {
    let id = fields
        .needed_text("id", "a short name, as in id = \"halyard\"")
        .and_then(|given| party_id(fields.notes, given));
    let name = fields.needed_text("name", "the name that reports print");
    let aliases = dated(&mut fields, "aliases", plain);
    let domains = dated(&mut fields, "domains", domain);
    let handles = dated(&mut fields, "handles", handle);
    let people = people(&mut fields);
    let asns = dated(&mut fields, "asns", asn);
    let prefixes = dated(&mut fields, "prefixes", prefix);
    let targets = dated(&mut fields, "targets", plain);
    let unresolved = fields.text("unresolved");
    let measurable = !(asns.is_empty() && prefixes.is_empty() && targets.is_empty());
    if let Some(reason) = unresolved.as_ref().filter(|_| measurable) {
        fields.notes.wrong(
            &reason.at,
            "the party is \"unresolved\" and yet has \"asns\", \"prefixes\" or \"targets\"",
            "either a reason why the name leads to nothing, or what it leads to",
            None,
        );
    }
    fields.finish();
    let id = id?;
    let party = Party {
        id: id.value.clone(),
        name: name?.value,
        aliases,
        domains,
        handles,
        people,
        asns,
        prefixes,
        targets,
        unresolved: unresolved.map(|reason| reason.value),
    };
    Some((party, id))
}

fn party_id(notes: &Notes<'_>, given: Placed<String>) -> Option<Placed<PartyId>> {
    match PartyId::new(&given.value) {
        Ok(value) => Some(Placed {
            value,
            at: given.at,
        }),
        Err(_) => {
            notes.wrong(
                &given.at,
                format!("{:?} is no id", given.value),
                "lower-case letters, digits and hyphens, as in \"blue-cross\"",
                slug(&given.value).map(|slug| format!("write {slug:?}")),
            );
            None
        }
    }
}

/// The text as an id, if anything is left of it.
pub(super) fn slug(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit()));
    let slug = words.filter(|w| !w.is_empty()).collect::<Vec<_>>();
    (!slug.is_empty()).then(|| slug.join("-"))
}

/// A list whose entries are plain values, or tables with a `value` (or a list of values) that
/// holds only for a time or needs a note.
fn dated<T>(fields: &mut Fields<'_, '_>, key: &'static str, read: Read<T>) -> Vec<Dated<T>> {
    let mut all = Vec::new();
    for entry in entries(fields, key) {
        let DeValue::Table(table) = entry.get_ref() else {
            all.extend(read(fields.notes, key, entry).map(Dated::always));
            continue;
        };
        let mut inner = Fields::new(fields.notes, "the entry", entry.span(), table);
        let given = inner.take("value");
        let valid = inner.validity();
        let values: Vec<&Spanned<DeValue<'_>>> = match given.map(|v| (v, v.get_ref())) {
            None => {
                inner.missing("value", "{ value = …, from = 2007-11-05, note = \"…\" }");
                Vec::new()
            }
            Some((_, DeValue::Array(list))) => list.iter().collect(),
            Some((one, _)) => vec![one],
        };
        for value in values {
            all.extend(read(fields.notes, key, value).map(|value| Dated {
                value,
                valid: valid.clone(),
            }));
        }
        inner.finish();
    }
    all
}

fn entries<'a, 't>(
    fields: &mut Fields<'a, 't>,
    key: &'static str,
) -> Vec<&'a Spanned<DeValue<'t>>> {
    let Some(value) = fields.take(key) else {
        return Vec::new();
    };
    match value.get_ref() {
        DeValue::Array(list) => list.iter().collect(),
        _ => {
            wrong_type(fields.notes, key, value, "a list in square brackets");
            Vec::new()
        }
    }
}

fn people(fields: &mut Fields<'_, '_>) -> Vec<Dated<Person>> {
    let mut people = Vec::new();
    for entry in entries(fields, "people") {
        let DeValue::Table(table) = entry.get_ref() else {
            let person = text(fields.notes, "people", entry).map(|name| Person {
                name: name.value,
                role: None,
                handles: Vec::new(),
            });
            people.extend(person.map(Dated::always));
            continue;
        };
        let mut inner = Fields::new(fields.notes, "the person", entry.span(), table);
        let name = inner.needed_text("name", "{ name = \"Ada Quill\", role = \"spokeswoman\" }");
        let role = inner.text("role").map(|role| role.value);
        let handles = entries(&mut inner, "handles")
            .into_iter()
            .filter_map(|value| handle(inner.notes, "handles", value))
            .collect();
        let valid = inner.validity();
        inner.finish();
        people.extend(name.map(|name| Dated {
            value: Person {
                name: name.value,
                role,
                handles,
            },
            valid,
        }));
    }
    people
}

fn plain(notes: &Notes<'_>, key: &'static str, value: &Spanned<DeValue<'_>>) -> Option<String> {
    text(notes, key, value).map(|text| text.value)
}

/// A host name, in lower case.
fn domain(notes: &Notes<'_>, key: &'static str, value: &Spanned<DeValue<'_>>) -> Option<String> {
    let given = text(notes, key, value)?;
    let fits = |c: char| c.is_alphanumeric() || c == '-' || c == '.';
    if given.value.contains('.') && given.value.chars().all(fits) {
        return Some(given.value.to_lowercase());
    }
    let host = url::Url::parse(&given.value).ok();
    let host = host.as_ref().and_then(url::Url::host_str);
    notes.wrong(
        &given.at,
        format!("{:?} is no domain", given.value),
        "a host name without scheme and path, as in \"example.com\"",
        host.map(|host| format!("write {host:?}")),
    );
    None
}

/// An account, with its `@`.
fn handle(notes: &Notes<'_>, key: &'static str, value: &Spanned<DeValue<'_>>) -> Option<String> {
    let given = text(notes, key, value)?;
    let bare = given.value.trim_start_matches('@');
    let fits = |c: char| c.is_alphanumeric() || "_-.@".contains(c);
    if !bare.is_empty() && bare.chars().all(fits) {
        return Some(format!("@{bare}"));
    }
    let message = format!("{:?} is no account", given.value);
    let expected = "\"@name\", or \"@name@server\" on Mastodon";
    notes.wrong(&given.at, message, expected, None);
    None
}

/// `701` or `"AS701"`.
fn asn(notes: &Notes<'_>, key: &'static str, value: &Spanned<DeValue<'_>>) -> Option<Asn> {
    let number: Result<Asn, ()> = match value.get_ref() {
        DeValue::Integer(number) => u32::from_str_radix(number.as_str(), number.radix())
            .map(Asn)
            .map_err(|_| ()),
        DeValue::String(text) => text.trim().parse().map_err(|_| ()),
        _ => {
            wrong_type(notes, key, value, "AS numbers: 701 or \"AS701\"");
            return None;
        }
    };
    let wrong = |expected: &str| {
        let message = format!("{} is no AS number", notes.slice(&value.span()));
        notes.wrong(&value.span(), message, expected, None);
    };
    match number {
        Ok(Asn(0)) => wrong("a number from 1; 0 is reserved (RFC 7607)"),
        Ok(asn) => return Some(asn),
        Err(()) => wrong("701 or \"AS701\", at most 4294967295 (RFC 6793)"),
    }
    None
}

/// A prefix without host bits.
fn prefix(notes: &Notes<'_>, key: &'static str, value: &Spanned<DeValue<'_>>) -> Option<IpNet> {
    let given = text(notes, key, value)?;
    let expected = "an IP prefix, as in \"192.0.2.0/24\" or \"2001:db8::/32\"";
    let message = format!("{:?} is no prefix", given.value);
    match given.value.parse::<IpNet>() {
        Ok(net) if net.trunc() == net => return Some(net),
        Ok(net) => {
            let hint = format!("write {:?}", net.trunc().to_string());
            notes.wrong(&given.at, message, expected, Some(hint));
        }
        Err(_) => {
            let host = given.value.parse::<std::net::IpAddr>().ok();
            let hint = host.map(|ip| format!("write {:?}", IpNet::from(ip).to_string()));
            notes.wrong(&given.at, message, expected, hint);
        }
    }
    None
}
