//! A case and its documents out of an incident's statements.

use backpedal_documents::{Given, Input, Media};
use backpedal_model::{Case, Document, Moment, Party, PartyId, Resolution};

use super::{Incident, Said};

/// The day that begins a text such as "2007-09-01 (page undated)".
fn day(text: &str) -> Option<&str> {
    let day = text.get(..10)?;
    day.parse::<jiff::civil::Date>().ok().map(|_| day)
}

/// A case whose window is the day of the incident, and whose parties are those that it lists.
///
/// # Errors
///
/// Where the case cannot be read, what is wrong with it.
pub fn case_of(incident: &Incident) -> Result<Case, String> {
    let known = incident.statements.iter().find_map(|said| day(&said.date));
    let day = day(&incident.date).or(known).unwrap_or("2000-01-01");
    let mut text = format!(
        "id = {:?}\ntitle = {:?}\nzone = \"UTC\"\n\
         window = {{ start = \"{day}T00:00Z\", end = \"{day}T23:59Z\" }}\n",
        incident.id, incident.id
    );
    let mut ids: Vec<String> = Vec::new();
    for name in &incident.parties {
        let id = slug(name);
        let new = !id.is_empty() && !ids.contains(&id);
        if new && !NOBODY.contains(&name.as_str()) {
            text.push_str(&format!("[[party]]\nid = {id:?}\nname = {name:?}\n"));
            ids.push(id);
        }
    }
    Case::parse(&text).map_err(|why| why.to_string())
}

/// Words that stand for no organisation.
const NOBODY: [&str; 6] = [
    "press",
    "blog",
    "forum",
    "multiple",
    "independent",
    "Twitter",
];

fn slug(name: &str) -> String {
    let lower = name.to_lowercase();
    let words = lower.split(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit()));
    words
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join("-")
}

/// The text of a statement's document: who, and what the paraphrase says.
#[must_use]
pub fn body(said: &Said) -> String {
    let bare = without_brackets(&said.speaker);
    let speaker = bare.split(" via ").next().unwrap_or(&bare).trim();
    let has_org = speaker.to_lowercase().contains(&said.org.to_lowercase());
    let who = if has_org || NOBODY.contains(&said.org.as_str()) {
        speaker.to_owned()
    } else {
        format!("{speaker} of {}", said.org)
    };
    let mut what = said.paraphrase.chars();
    let first = what.next().map(|c| c.to_lowercase().to_string());
    let rest = what.as_str();
    format!("{who} {}{rest}.", first.unwrap_or_default())
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    let keep = |c: &char| {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => return depth == 0,
        }
        false
    };
    text.chars().filter(keep).collect()
}

/// The document of a statement.
pub(super) fn document(incident: &Incident, case: &Case, number: usize) -> Vec<Document> {
    let said = &incident.statements[number];
    let text = body(said);
    let party = voice_of(incident, case, said);
    let input = Input {
        name: &format!("s{number}"),
        bytes: text.as_bytes(),
        media: Media::Text,
        content_type: None,
        url: None,
        snapshot: None,
        given: Given {
            published: day(&said.date).and_then(|day| day.parse::<Moment>().ok()),
            publisher: (!NOBODY.contains(&said.org.as_str())).then_some(said.org.as_str()),
            voice_of: party.as_ref(),
            zone: &case.zone,
        },
    };
    backpedal_documents::read(&input).value
}

/// The party in whose name the statement is made, where the incident lists it as one.
fn voice_of(incident: &Incident, case: &Case, said: &Said) -> Option<PartyId> {
    let listed = incident.parties.iter().any(|party| {
        let (party, org) = (party.to_lowercase(), said.org.to_lowercase());
        party.contains(&org) || org.contains(&party)
    });
    let alike = |party: &&Party| {
        let (party, org) = (party.name.to_lowercase(), said.org.to_lowercase());
        party == org || org.split(' ').any(|word| word == party)
    };
    match case.parties.resolve(&said.org, None) {
        Resolution::One(id) => Some(id),
        _ if listed => case
            .parties
            .iter()
            .find(alike)
            .map(|party| party.id.clone()),
        _ => None,
    }
}
