//! Changes for people and for programs.

use std::fmt::Write as _;

use backpedal_model::{Altered, Change, ChangeClass, ChangeKind, Piece, PieceSide};
use jiff::{Timestamp, tz::TimeZone};
use serde_json::{Value, json};

/// How many differing passages are listed; all of them are in the JSON.
const LISTED: usize = 12;

/// A passage in a list is cut here, in characters.
const LONGEST: usize = 120;

/// One change as the JSON output and the hooks give it: the change itself and what follows from it.
pub(crate) fn json(change: &Change) -> Value {
    let mut value = serde_json::to_value(change).unwrap_or_default();
    if let Some(object) = value.as_object_mut() {
        object.insert("silent".to_owned(), json!(change.is_silent()));
    }
    value
}

pub(super) fn text(changes: &[Change], zone: &TimeZone, color: bool) -> String {
    if changes.is_empty() {
        return "no change was found between the captures\n".to_owned();
    }
    let paint = Paint { color };
    let mut out = String::new();
    for change in changes {
        one(&mut out, change, zone, &paint);
        out.push('\n');
    }
    let silent = changes.iter().filter(|change| change.is_silent()).count();
    let plural = if changes.len() == 1 { "" } else { "s" };
    let _ = writeln!(
        out,
        "{} change{plural}, {silent} of them silent",
        changes.len()
    );
    out
}

/// Terminal colours, or marks where there are none.
struct Paint {
    color: bool,
}

impl Paint {
    fn bold(&self, text: &str) -> String {
        self.with(text, "1", "", "")
    }

    fn dropped(&self, text: &str) -> String {
        self.with(text, "9;31", "[-", "-]")
    }

    fn added(&self, text: &str) -> String {
        self.with(text, "4;32", "{+", "+}")
    }

    fn with(&self, text: &str, code: &str, open: &str, close: &str) -> String {
        if self.color {
            format!("\u{1b}[{code}m{text}\u{1b}[0m")
        } else {
            format!("{open}{text}{close}")
        }
    }
}

// Writing to a string cannot fail, so its results are dropped.
fn one(out: &mut String, change: &Change, zone: &TimeZone, paint: &Paint) {
    let between = format!(
        "{} to {}",
        local(change.between.start, zone),
        local(change.between.end, zone)
    );
    let mut facts = vec![paint.bold(change.class.as_str())];
    facts.extend(change.absence.map(|why| why.to_string()));
    if change.flip_flop {
        facts.push("flip-flop: this version was seen before".to_owned());
    }
    match change.announced {
        Some(how) => facts.push(format!("announced: {how}")),
        None if change.is_silent() => facts.push("not announced".to_owned()),
        None => {}
    }
    let _ = writeln!(out, "{}  {between}  {}", change.id, facts.join(" · "));
    let title = change.new.title.as_ref().or(change.old.title.as_ref());
    let title = title.map_or(change.document.as_str(), String::as_str);
    let _ = writeln!(out, "  {title}\n  {}", change.address);
    let telling = change
        .altered
        .iter()
        .filter(|one| one.kind != ChangeKind::Words);
    for altered in telling.clone().take(LISTED) {
        let _ = writeln!(out, "    {}: {}", altered.kind, passages(altered, paint));
    }
    let more = telling.count().saturating_sub(LISTED);
    if more > 0 {
        let _ = writeln!(out, "    … and {more} more");
    }
    if !change.pieces.is_empty() {
        let _ = writeln!(out, "    {}", pieces(&change.pieces, paint));
    }
    let seen = match (change.class, change.looks) {
        (ChangeClass::Removed | ChangeClass::Hidden, 1) => ", in one look so far".to_owned(),
        (ChangeClass::Removed | ChangeClass::Hidden, n) => format!(", in {n} looks"),
        _ => String::new(),
    };
    let _ = writeln!(
        out,
        "  old {} (seen from {} to {}), new {} (from {}{seen})",
        change.old.snapshot,
        local(change.old.first_seen, zone),
        local(change.old.last_seen, zone),
        change.new.snapshot,
        local(change.new.first_seen, zone),
    );
}

fn local(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone())
        .strftime("%Y-%m-%d %H:%M:%S %Z")
        .to_string()
}

fn passages(altered: &Altered, paint: &Paint) -> String {
    let cut = |text: &str| {
        let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut short: String = flat.chars().take(LONGEST).collect();
        if short.len() < flat.len() {
            short.push('…');
        }
        short
    };
    let old = altered
        .old
        .as_ref()
        .map(|passage| paint.dropped(&cut(&passage.text)));
    let new = altered
        .new
        .as_ref()
        .map(|passage| paint.added(&cut(&passage.text)));
    match (old, new) {
        (Some(old), Some(new)) => format!("{old} {new}"),
        (Some(old), None) => format!("{old} taken out"),
        (None, Some(new)) => format!("{new} put in"),
        (None, None) => String::new(),
    }
}

fn pieces(pieces: &[Piece], paint: &Paint) -> String {
    let words = pieces.iter().map(|piece| {
        let text = piece.text.split_whitespace().collect::<Vec<_>>().join(" ");
        match piece.side {
            PieceSide::Both | PieceSide::Gap => text,
            PieceSide::Old => paint.dropped(&text),
            PieceSide::New => paint.added(&text),
        }
    });
    words.collect::<Vec<_>>().join(" ")
}
