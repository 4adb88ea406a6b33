//! Annotated claims as if they had been extracted, so that the matcher can be tried alone.
//!
//! Reads the format of the annotation guide: anchors become spans, times become expressions.
//! Lengths of time in words are read by a small grammar of this helper's own.

#![allow(
    dead_code,
    reason = "shared by several test programs, each of which uses a part"
)]

use std::{collections::BTreeMap, path::Path};

use backpedal_model::{
    Case, Claim, ClaimId, DateSource, Document, DocumentKind, DurationRange, Interval, Mention,
    Moment, Precision, PublishedDate, Quantity, Quote, Speaker, TextIndex, TimeExpr, TimeRange,
    TimeSource, Zone,
};
use jiff::{SignedDuration, tz::TimeZone};
use serde_json::Value;

/// Claims with their documents, and the annotated relations between them.
#[derive(Default)]
pub(crate) struct Gold {
    pub(crate) documents: Vec<Document>,
    pub(crate) claims: Vec<Claim>,
    /// `document#claim` of the annotation for each claim.
    pub(crate) ids: BTreeMap<ClaimId, String>,
}

impl Gold {
    /// The claim of that annotation.
    pub(crate) fn claim(&self, id: &str) -> &Claim {
        let found = self.claims.iter().find(|claim| {
            self.ids[&claim.id] == id || self.ids[&claim.id].ends_with(&format!("#{id}"))
        });
        found.unwrap_or_else(|| panic!("no claim {id}"))
    }
}

/// Reads a gold file; the texts lie in `texts` as `<doc>.txt`.
pub(crate) fn load(gold: &Path, texts: &Path, case: &Case) -> Gold {
    let lines = std::fs::read_to_string(gold).expect("the gold file can be read");
    let mut all = Gold::default();
    for line in lines.lines().filter(|line| !line.trim().is_empty()) {
        let value: Value = serde_json::from_str(line).expect("a line of the gold file is JSON");
        one(&value, texts, case, &mut all);
    }
    all
}

fn one(value: &Value, texts: &Path, case: &Case, all: &mut Gold) {
    let name = value["doc"].as_str().expect("a document has a name");
    let path = texts.join(format!("{name}.txt"));
    let text =
        std::fs::read_to_string(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
    let kind = match value["kind"].as_str().unwrap_or_default() {
        "press" | "statement" => DocumentKind::Statement,
        "status" => DocumentKind::Status,
        "forum" | "list" | "tweet" => DocumentKind::Discussion,
        _ => DocumentKind::Article,
    };
    let published = value["published"]
        .as_str()
        .and_then(|day| day.parse::<Moment>().ok());
    let mut document = Document::new(name, kind, text.clone());
    document.published = published.map(|at| PublishedDate {
        at,
        zone: Zone::Utc,
        source: DateSource::Given,
    });
    let index = TextIndex::new(&text);
    for given in value["claims"].as_array().into_iter().flatten() {
        let claim = claim(given, &document, &text, &index, published, case);
        let id = given["id"].as_str().expect("a claim has an id");
        all.ids.insert(claim.id.clone(), format!("{name}#{id}"));
        all.claims.push(claim);
    }
    all.documents.push(document);
}

fn claim(
    given: &Value,
    document: &Document,
    text: &str,
    index: &TextIndex,
    published: Option<Moment>,
    case: &Case,
) -> Claim {
    let word = |field: &str| given[field].as_str().unwrap_or_default();
    let anchor = word("anchor");
    let byte = text
        .find(anchor)
        .unwrap_or_else(|| panic!("{anchor:?} is in no text"));
    let span = index.span(byte..byte + anchor.len());
    let day = published.map(|moment| moment.date());
    let mention = |name: &str| Mention {
        text: name.to_owned(),
        party: case.parties.resolve(name, day).one(),
    };
    Claim {
        document: document.name.clone(),
        document_id: document.id.clone(),
        id: ClaimId::from_content(&[&document.name, anchor, word("type"), word("polarity")]),
        kind: word("type").parse().expect("a kind"),
        polarity: word("polarity").parse().expect("a polarity"),
        voice: word("voice").parse().expect("a voice"),
        quote: Quote {
            text: anchor.to_owned(),
            span,
        },
        speaker: speaker(given, case),
        addressees: Vec::new(),
        via: None,
        subject: given["subject"].as_str().map(mention),
        objects: given["objects"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(mention)
            .collect(),
        cause_kind: given["cause_kind"]
            .as_str()
            .and_then(|kind| kind.parse().ok()),
        quantity: (word("type") == "scope")
            .then(|| quantity(anchor))
            .flatten(),
        said_at: if document.kind == DocumentKind::Status {
            stamp(&text[..byte])
        } else {
            published.map(|moment| said_at(&moment))
        },
        event_time: event_time(&given["time"], case),
        checkable: given["checkable"].as_bool().unwrap_or(false),
        confidence: 1.0,
        rule: "gold".into(),
    }
}

fn speaker(given: &Value, case: &Case) -> Speaker {
    let field = |name: &str| given["speaker"][name].as_str().map(str::to_owned);
    let (name, org) = (field("name"), field("org"));
    let party = org
        .as_deref()
        .and_then(|org| case.parties.resolve(org, None).one());
    Speaker {
        name,
        org,
        role: None,
        text: given["speaker_text"].as_str().map(str::to_owned),
        party,
    }
}

/// Said within the two days before publication.
fn said_at(published: &Moment) -> TimeRange {
    let day = published.instants(&TimeZone::UTC);
    let range = day.widen(SignedDuration::from_hours(48), SignedDuration::ZERO);
    TimeRange {
        start: range.start,
        end: range.end,
        precision: Precision::Day,
        zone: Zone::Utc,
        source: TimeSource::Published,
    }
}

/// The time stamp of the update that the words before end in: "Resolved - Nov 08, 2016 14:02 PST".
/// The zone does not matter for the order of updates and is read as UTC.
fn stamp(before: &str) -> Option<TimeRange> {
    let time = before.lines().rev().find_map(|line| {
        let (_, stamp) = line.split_once(" - ")?;
        let stamp: String = stamp.chars().take("Nov 08, 2016 14:02".len()).collect();
        jiff::civil::DateTime::strptime("%b %d, %Y %H:%M", stamp).ok()
    })?;
    let start = time.to_zoned(TimeZone::UTC).ok()?.timestamp();
    Some(TimeRange {
        start,
        end: start + SignedDuration::from_mins(1),
        precision: Precision::Minute,
        zone: Zone::Utc,
        source: TimeSource::Post,
    })
}

fn event_time(time: &Value, case: &Case) -> Option<TimeExpr> {
    let text = time["text"].as_str()?;
    let moment = |field: &str| {
        time[field]
            .as_str()
            .and_then(|at| at.parse::<Moment>().ok())
    };
    let (start, end) = (moment("start"), moment("end"));
    let known = start.or(end);
    let zone = match known.and_then(|moment| moment.offset()) {
        Some(offset) if offset.is_zero() => Zone::Utc,
        Some(offset) => Zone::Offset(offset.seconds()),
        None => Zone::Assumed(case.zone.clone()),
    };
    let approximate = ["about", "around", "roughly", "approximately"]
        .iter()
        .any(|word| text.contains(word));
    Some(TimeExpr {
        text: text.to_owned(),
        span: None,
        start,
        end,
        precision: known.map_or(Precision::Day, |moment| moment.precision()),
        zone,
        duration: duration(text),
        approximate,
    })
}

const NUMBERS: &[&str] = &[
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve",
];

/// "two hours and ten minutes", "under an hour", "more than five hours".
fn duration(text: &str) -> Option<DurationRange> {
    let lower = text.to_lowercase().replace('-', " ");
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).collect();
    let mut seconds = 0;
    for (at, word) in words.iter().enumerate() {
        let unit = match word.trim_end_matches('s') {
            "hour" => 3600,
            "minute" => 60,
            _ => continue,
        };
        let mut count = 0;
        let mut back = at;
        while back > 0 {
            let Some(value) = number(words[back - 1]) else {
                break;
            };
            count += value;
            back -= 1;
        }
        seconds += count * unit;
    }
    if seconds == 0 {
        return None;
    }
    let (min, max) = if lower.contains("more than") || lower.contains("over ") {
        (Some(seconds), None)
    } else if lower.contains("under ") || lower.contains("less than") {
        (None, Some(seconds))
    } else {
        (Some(seconds), Some(seconds))
    };
    Some(DurationRange {
        min_seconds: min,
        max_seconds: max,
    })
}

fn number(word: &str) -> Option<i64> {
    match word {
        "a" | "an" => Some(1),
        "thirty" => Some(30),
        "forty" => Some(40),
        _ => word.parse().ok().or_else(|| {
            NUMBERS
                .iter()
                .position(|number| *number == word)
                .and_then(|value| i64::try_from(value).ok())
        }),
    }
}

/// The first number of the words, with the words after it as its unit.
fn quantity(words: &str) -> Option<Quantity> {
    let mut tokens = words.split_whitespace();
    while let Some(token) = tokens.next() {
        let digits = token.replace([',', '%'], "");
        if let Ok(value) = digits.parse::<f64>() {
            let unit = if token.ends_with('%') {
                "percent"
            } else {
                tokens.next().unwrap_or("")
            };
            return Some(Quantity {
                value,
                unit: unit.to_owned(),
                bound: None,
                of: None,
            });
        }
    }
    None
}

/// A case without parties: every name stays a name.
pub(crate) fn bare_case(window: Interval) -> Case {
    let mut case = Case::parse(
        "id = \"bare\"\ntitle = \"Bare\"\n\
         window = { start = \"2000-01-01T00:00Z\", end = \"2030-01-01T00:00Z\" }\nzone = \"UTC\"\n",
    )
    .unwrap_or_else(|why| panic!("{why}"));
    case.window = window;
    case
}
