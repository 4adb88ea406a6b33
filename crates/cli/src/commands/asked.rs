//! Who is asked about: parties of a case, AS numbers, or several of either together.

use anyhow::Context as _;
use backpedal_model::{
    Asn, Case, Dated, Interval, Parties, Party, PartyId, Policy, Resolution, Schedule,
};
use jiff::civil::Date;

use crate::exit::Usage;

/// The longest identifier that is made from all parts; beyond, the first stands for them.
const LONGEST: usize = 60;

/// A party by id, name or alias; else AS numbers and parties apart by commas, which become one
/// party of their own.
pub(crate) fn party(case: &mut Case, text: &str, on: Date) -> anyhow::Result<PartyId> {
    if let Some(id) = known(case, text, on)? {
        return with_ases(case, &id).map(|_| id);
    }
    let mut parts: Vec<(String, String, Vec<Dated<Asn>>)> = Vec::new();
    for part in text
        .split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        if let Some(id) = known(case, part, on)? {
            let party = with_ases(case, &id)?;
            parts.push((id.to_string(), party.name.clone(), party.asns.clone()));
            continue;
        }
        let numbers: Result<Vec<Asn>, String> = part.split_whitespace().map(str::parse).collect();
        let numbers = numbers.ok().with_context(|| unknown(case, part))?;
        let one = |asn: Asn| {
            (
                format!("as{}", asn.0),
                asn.to_string(),
                vec![Dated::always(asn)],
            )
        };
        parts.extend(numbers.into_iter().map(one));
    }
    if parts.is_empty() {
        anyhow::bail!(unknown(case, text));
    }
    together(case, parts)
}

/// The party that a name leads to, where it leads to one.
pub(crate) fn known(case: &Case, text: &str, on: Date) -> anyhow::Result<Option<PartyId>> {
    match case.parties.resolve(text, Some(on)) {
        Resolution::One(id) => Ok(Some(id)),
        Resolution::Unknown => Ok(None),
        Resolution::Ambiguous(ids) => {
            let ids: Vec<&str> = ids.iter().map(PartyId::as_str).collect();
            anyhow::bail!(Usage(format!("{text:?} may be any of: {}", ids.join(", "))));
        }
    }
}

fn unknown(case: &Case, text: &str) -> Usage {
    let known: Vec<&str> = case.parties.iter().map(|party| party.id.as_str()).collect();
    let known = if known.is_empty() {
        "none".to_owned()
    } else {
        known.join(", ")
    };
    Usage(format!(
        "{text:?} is neither AS numbers nor a party of the case (known: {known})"
    ))
}

/// A party without AS numbers cannot be looked up, and the case may say why.
fn with_ases<'a>(case: &'a Case, id: &PartyId) -> anyhow::Result<&'a Party> {
    let party = case.parties.get(id).context("the party is gone")?;
    if party.asns.is_empty() {
        let why = party
            .unresolved
            .as_deref()
            .unwrap_or("the case gives no AS number for it");
        anyhow::bail!(Usage(format!(
            "{} does not resolve to a network: {why}",
            party.name
        )));
    }
    Ok(party)
}

/// One party for all parts.
fn together(
    case: &mut Case,
    parts: Vec<(String, String, Vec<Dated<Asn>>)>,
) -> anyhow::Result<PartyId> {
    let ids: Vec<&str> = parts.iter().map(|(id, ..)| id.as_str()).collect();
    let names: Vec<&str> = parts.iter().map(|(_, name, _)| name.as_str()).collect();
    let more = parts.len() - 1;
    let mut id = ids.join("-");
    if id.len() > LONGEST {
        id = format!("{}-and-{more}-more", ids[0]);
    }
    let name = match names.as_slice() {
        [one] => (*one).to_owned(),
        [first, .., last] if names.len() <= 6 => {
            let front = names[..more].join(", ");
            debug_assert!(front.starts_with(first));
            format!("{front} and {last}")
        }
        _ => format!("{} and {more} more", names[0]),
    };
    let asns: Vec<Dated<Asn>> = parts.into_iter().flat_map(|(.., asns)| asns).collect();
    let mut free = id.clone();
    for n in 2.. {
        let Some(other) = PartyId::new(&free)
            .ok()
            .and_then(|id| case.parties.get(&id))
        else {
            break;
        };
        if other.asns == asns {
            return Ok(other.id.clone());
        }
        free = format!("{id}-{n}");
    }
    let id = PartyId::new(&free).map_err(|error| Usage(error.to_string()))?;
    case.parties.0.push(Party {
        id: id.clone(),
        name,
        aliases: vec![],
        domains: vec![],
        handles: vec![],
        people: vec![],
        asns,
        prefixes: vec![],
        targets: vec![],
        unresolved: None,
    });
    Ok(id)
}

/// A case of no parties, for what is asked by AS numbers and files alone.
pub(crate) fn empty_case(on: Date) -> Case {
    let day = backpedal_model::Moment::day(on).instants(&jiff::tz::TimeZone::UTC);
    Case {
        id: "asked".to_owned(),
        title: "asked".to_owned(),
        summary: None,
        synthetic: None,
        window: Interval::new(day.start, day.end),
        zone: "UTC".to_owned(),
        parties: Parties::default(),
        sources: vec![],
        measurements: vec![],
        archives: vec![],
        topology: vec![],
        policy: Policy::default(),
        schedule: Schedule::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CASE: &str = "id = \"c\"\ntitle = \"t\"\n[window]\nstart = 2009-04-13\nend = 2009-04-13\n\
        [[party]]\nid = \"halyard\"\nname = \"Halyard\"\nasns = [1, 2]\n\
        [[party]]\nid = \"heron\"\nname = \"Heron, Kestrel & Sons\"\nasns = [3]\n\
        [[party]]\nid = \"tm\"\nname = \"TM\"\nunresolved = \"several\"\n";

    fn asked(text: &str) -> Result<(String, String, Vec<u32>), String> {
        let mut case = Case::parse(CASE).expect("a sound case");
        let on = jiff::civil::date(2009, 4, 13);
        let id = party(&mut case, text, on).map_err(|error| error.to_string())?;
        let party = case.parties.get(&id).expect("the party is there");
        let asns = party.asns.iter().map(|asn| asn.value.0).collect();
        Ok((id.to_string(), party.name.clone(), asns))
    }

    fn good(id: &str, name: &str, asns: &[u32]) -> Result<(String, String, Vec<u32>), String> {
        Ok((id.to_owned(), name.to_owned(), asns.to_vec()))
    }

    #[test]
    fn parties_numbers_and_both_together() {
        assert_eq!(asked("Halyard"), good("halyard", "Halyard", &[1, 2]));
        // A name with a comma is one name.
        let heron = good("heron", "Heron, Kestrel & Sons", &[3]);
        assert_eq!(asked("Heron, Kestrel & Sons"), heron);
        assert_eq!(asked("AS7"), good("as7", "AS7", &[7]));
        assert_eq!(asked("7, 8"), good("as7-as8", "AS7 and AS8", &[7, 8]));
        assert_eq!(asked("7 8"), good("as7-as8", "AS7 and AS8", &[7, 8]));
        let both = good(
            "halyard-heron-as7",
            "Halyard, Heron, Kestrel & Sons and AS7",
            &[1, 2, 3, 7],
        );
        assert_eq!(asked("halyard,heron,7"), both);
        let many: Vec<String> = (64000..64037).map(|n: u32| n.to_string()).collect();
        let (id, name, asns) = asked(&many.join(",")).expect("many numbers");
        assert_eq!((id.as_str(), asns.len()), ("as64000-and-36-more", 37));
        assert_eq!(name, "AS64000 and 36 more");
    }

    #[test]
    fn what_leads_nowhere_is_an_error() {
        for (text, words) in [
            ("TM", "several"),
            ("halyard,TM", "several"),
            ("Kestrel", "neither AS numbers nor a party"),
            ("halyard,Kestrel", "neither AS numbers nor a party"),
            (",", "neither AS numbers nor a party"),
            ("AS99999999999", "neither AS numbers nor a party"),
        ] {
            let told = asked(text).expect_err(text);
            assert!(told.contains(words), "{text}: {told}");
        }
    }
}
