//! What status pages and Cloudflare Radar give as JSON: testimony with times, never measurement.
//!
//! Read are incidents of Statuspage (<https://doers.statuspage.io/api/>: `incidents.json` of a page,
//! an array of incidents, or one) and outage annotations of Radar
//! (<https://developers.cloudflare.com/api/resources/radar/>). Each incident is one document, its
//! updates in order of time; each annotation is one, its description first and then its fields.

use backpedal_model::{
    BlockKind, DateSource, Document, DocumentKind, Parsed, PartRole, Problem, PublishedDate,
};
use serde_json::Value;

use crate::{
    Input,
    draft::{Draft, Voice, squeeze},
    html::given_date,
    media,
    when::Reader,
};

/// The words of Statuspage for the state of an incident, as its pages print them.
const STATES: [(&str, &str); 9] = [
    ("investigating", "Investigating"),
    ("identified", "Identified"),
    ("monitoring", "Monitoring"),
    ("resolved", "Resolved"),
    ("postmortem", "Postmortem"),
    ("scheduled", "Scheduled"),
    ("in_progress", "In progress"),
    ("verifying", "Verifying"),
    ("completed", "Completed"),
];

/// The fields of an annotation that are told after its description.
const FIELDS: [(&str, &str); 6] = [
    ("/startDate", "Start"),
    ("/endDate", "End"),
    ("/scope", "Scope"),
    ("/outage/outageType", "Outage type"),
    ("/outage/outageCause", "Outage cause"),
    ("/linkedUrl", "Source given"),
];

/// Reads incidents or annotations.
pub(crate) fn read(input: &Input<'_>, text: &str) -> Parsed<Vec<Document>> {
    let mut problems = Vec::new();
    let value: Value = match serde_json::from_str(text) {
        Ok(value) => value,
        Err(error) => {
            let message = format!("it is no valid JSON: {error}");
            problems.push(Problem::new(input.name, message).hint("fetch it again"));
            Value::Null
        }
    };
    let reader = Reader {
        zone: input.given.zone,
        day_first: None,
    };
    let mut documents = Vec::new();
    for incident in incidents(&value) {
        match incident_of(input, reader, incident, value.get("page")) {
            Some(document) => documents.push(document),
            None => problems.push(Problem::new(
                input.name,
                "an incident is left out: it has neither a name nor an update",
            )),
        }
    }
    for annotation in annotations(&value) {
        documents.extend(annotation_of(input, reader, annotation));
    }
    if documents.is_empty() && problems.is_empty() {
        let message = "there is no incident and no annotation in this JSON";
        let hint = "give incidents.json of a Statuspage, or outage annotations of Cloudflare Radar";
        problems.push(Problem::new(input.name, message).hint(hint));
    }
    Parsed {
        value: documents,
        problems,
    }
}

/// Whether the beginning of a JSON text looks like one of these.
pub(crate) fn looks_like(head: &str) -> bool {
    ["\"incident_updates\"", "\"incidents\"", "\"annotations\""]
        .iter()
        .any(|key| head.contains(key))
}

fn incidents(value: &Value) -> Vec<&Value> {
    let list = value.get("incidents").unwrap_or(value);
    match list {
        Value::Array(all) => all.iter().filter(|one| is_incident(one)).collect(),
        _ => {
            let one = value.get("incident").unwrap_or(value);
            is_incident(one).then_some(one).into_iter().collect()
        }
    }
}

fn is_incident(value: &Value) -> bool {
    value.get("incident_updates").is_some()
}

fn annotations(value: &Value) -> Vec<&Value> {
    let result = value.get("result").unwrap_or(value);
    let list = result.get("annotations").and_then(Value::as_array);
    list.into_iter().flatten().collect()
}

fn words(value: &Value, key: &str) -> Option<String> {
    let text = squeeze(value.get(key)?.as_str()?);
    (!text.is_empty()).then_some(text)
}

fn time(reader: Reader<'_>, value: &Value, keys: &[&str]) -> Option<PublishedDate> {
    keys.iter()
        .find_map(|key| reader.exact(value.get(key)?.as_str()?, DateSource::Post))
}

fn incident_of(
    input: &Input<'_>,
    reader: Reader<'_>,
    incident: &Value,
    page: Option<&Value>,
) -> Option<Document> {
    let name = words(incident, "name");
    let mut draft = Draft::default();
    let title = name.as_deref().unwrap_or_default();
    draft.push(
        BlockKind::Heading,
        PartRole::Title,
        &Voice::default(),
        title,
    );
    let list = incident.get("incident_updates").and_then(Value::as_array);
    let mut updates: Vec<(Option<PublishedDate>, String)> = list
        .into_iter()
        .flatten()
        .filter_map(|update| {
            let at = time(reader, update, &["display_at", "created_at"]);
            Some((at, told(update)?))
        })
        .collect();
    // The interface gives the newest first.
    updates.reverse();
    updates.sort_by_key(|(at, _)| {
        at.as_ref()
            .and_then(|at| at.at.instants(&jiff::tz::TimeZone::UTC).start.into())
    });
    for (at, body) in &updates {
        let voice = Voice {
            at: at.clone(),
            ..Voice::default()
        };
        draft.push(BlockKind::Paragraph, PartRole::Update, &voice, body);
    }
    if draft.is_empty() {
        return None;
    }
    let id = words(incident, "id").or(name.clone()).unwrap_or_default();
    let mut document = draft.finish(
        &format!("{}#{id}", media::stem(input.name)),
        DocumentKind::Status,
    );
    document.title = name;
    document.publisher = input
        .given
        .publisher
        .map(str::to_owned)
        .or_else(|| words(page?, "name"));
    document.url = words(incident, "shortlink").or_else(|| input.url.map(str::to_owned));
    document.snapshot = input.snapshot.cloned();
    document.voice_of = input.given.voice_of.cloned();
    let first = updates.first().and_then(|(at, _)| at.clone());
    document.published = given_date(input)
        .or_else(|| time(reader, incident, &["created_at"]))
        .or(first);
    document.updated = updates.last().and_then(|(at, _)| at.clone());
    Some(document)
}

/// "Resolved: This incident has been resolved."
fn told(update: &Value) -> Option<String> {
    let body = plain(update.get("body")?.as_str()?);
    let state = update.get("status").and_then(Value::as_str);
    let state = state.and_then(|state| STATES.iter().find(|(key, _)| *key == state));
    match (state, body.is_empty()) {
        (_, true) => None,
        (Some((_, state)), false) => Some(format!("{state}: {body}")),
        (None, false) => Some(body),
    }
}

/// Old bodies hold a little mark-up.
fn plain(body: &str) -> String {
    if body.contains('<') {
        let page = dom_query::Document::from(body);
        return squeeze(&page.formatted_text());
    }
    squeeze(body)
}

fn annotation_of(input: &Input<'_>, reader: Reader<'_>, annotation: &Value) -> Option<Document> {
    let mut draft = Draft::default();
    let nobody = Voice::default();
    if let Some(description) = words(annotation, "description") {
        draft.push(BlockKind::Paragraph, PartRole::Body, &nobody, &description);
    }
    let names = ["asnsDetails", "locationsDetails"]
        .into_iter()
        .flat_map(|key| {
            let list = annotation.get(key).and_then(Value::as_array);
            list.into_iter()
                .flatten()
                .filter_map(|one| words(one, "name"))
        });
    let names: Vec<String> = names.collect();
    if !names.is_empty() {
        let line = format!("Networks and places: {}", names.join("; "));
        draft.push(BlockKind::ListItem, PartRole::Body, &nobody, &line);
    }
    for (path, label) in FIELDS {
        let text = annotation.pointer(path).and_then(Value::as_str);
        if let Some(text) = text.filter(|text| !text.trim().is_empty()) {
            let line = format!("{label}: {}", squeeze(text));
            draft.push(BlockKind::ListItem, PartRole::Body, &nobody, &line);
        }
    }
    if draft.is_empty() {
        return None;
    }
    let id = words(annotation, "id").unwrap_or_default();
    let mut document = draft.finish(
        &format!("{}#{id}", media::stem(input.name)),
        DocumentKind::Article,
    );
    document.publisher = Some(
        input
            .given
            .publisher
            .unwrap_or("Cloudflare Radar")
            .to_owned(),
    );
    document.url = input.url.map(str::to_owned);
    document.snapshot = input.snapshot.cloned();
    document.voice_of = input.given.voice_of.cloned();
    // When the note was written is not told; it began no earlier than what it notes.
    document.published = given_date(input).or_else(|| time(reader, annotation, &["startDate"]));
    Some(document)
}

#[cfg(test)]
mod tests;
