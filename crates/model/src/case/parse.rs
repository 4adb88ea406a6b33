//! TOML into a [`Case`]. What the keys mean is told in `docs/case-file.md`.

use toml::de::DeTable;

use super::fields::{Fields, Notes, Placed};
use super::{Case, CaseError, Schedule, archive, inputs, party, policy};

const ID: &str = "a short name, as in id = \"halyard-2031\"";

/// Reads the whole file and notes all mistakes.
pub(super) fn case(text: &str) -> Result<Case, CaseError> {
    let notes = Notes::new(text);
    let case = read(text, &notes);
    let mistakes = notes.finish();
    match case {
        Some(case) if mistakes.is_empty() => Ok(case),
        _ => Err(CaseError { mistakes }),
    }
}

fn read(text: &str, notes: &Notes<'_>) -> Option<Case> {
    if text.trim().is_empty() {
        let expected = "a case in TOML, which begins with id = \"…\"";
        notes.wrong(&(0..0), "the case file is empty", expected, None);
        return None;
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let at = error.span().unwrap_or(0..0);
        // The parser says both in one text, mostly.
        let told = error.message().split_once(", expected ");
        let (wrong, expected) = told.unwrap_or((error.message(), "TOML (toml.io)"));
        notes.wrong(&at, format!("this is no TOML: {wrong}"), expected, None);
    }
    if !errors.is_empty() {
        return None;
    }
    let mut root = Fields::new(notes, "the case", 0..0, table.get_ref());
    let id = root.needed_text("id", ID);
    let id = id.and_then(|id| case_id(notes, id));
    let title = root.needed_text("title", "a headline, as in title = \"…\"");
    let summary = root.text("summary").map(|text| text.value);
    let synthetic = root.text("synthetic").map(|text| text.value);
    let (zone, time_zone) = root.zone();
    let window = match root.table("window", "[window]") {
        Some(mut fields) => {
            let window = fields.interval("start", "end", &time_zone);
            fields.finish();
            window
        }
        None => {
            if !root.has("window") {
                root.missing("window", "[window] with start and end");
            }
            None
        }
    };
    let parties = party::parties(&mut root);
    let sources = inputs::sources(&mut root, window, &parties);
    let measurements = inputs::measurements(&mut root, &time_zone, window, &parties);
    let archives = archive::archives(&mut root);
    let topology = inputs::topology(&mut root);
    let policy = policy::policy(&mut root);
    let schedule = schedule(&mut root);
    root.finish();
    Some(Case {
        id: id?,
        title: title?.value,
        summary,
        synthetic,
        window: window?,
        zone,
        parties,
        sources,
        measurements,
        archives,
        topology,
        policy,
        schedule,
    })
}

/// The id names files, so only letters, digits and hyphens.
fn case_id(notes: &Notes<'_>, given: Placed<String>) -> Option<String> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if given.value.len() <= 80 && given.value.chars().all(fits) {
        return Some(given.value);
    }
    notes.wrong(
        &given.at,
        format!("{:?} is no id", given.value),
        "at most 80 lower-case letters, digits and hyphens",
        party::slug(&given.value).map(|slug| format!("write {slug:?}")),
    );
    None
}

fn schedule(root: &mut Fields<'_, '_>) -> Schedule {
    let Some(mut fields) = root.table("schedule", "[schedule]") else {
        return Schedule::default();
    };
    let schedule = fields.schedule();
    fields.finish();
    schedule
}
