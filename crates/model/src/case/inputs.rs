//! `[[source]]`, `[[measurement]]` and `[[topology]]`: where statements and figures are.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::address;
use super::fields::{At, Fields};
use super::nearest::did_you_mean;
use super::series;
use super::{
    MeasurementKind, MeasurementSpec, RelationshipFormat, SourceKind, SourceSpec, TopologyKind,
    TopologySpec,
};
use crate::{Interval, Origin, Parties, PartyId, SourceId};

const SOURCE_KINDS: &[(&str, SourceKind)] = &[
    ("page", SourceKind::Page),
    ("text", SourceKind::Text),
    ("posts", SourceKind::Posts),
    ("feed", SourceKind::Feed),
    ("incidents", SourceKind::Incidents),
    ("sitemap", SourceKind::Sitemap),
    ("statuspage", SourceKind::Statuspage),
    ("hacker-news", SourceKind::HackerNews),
    ("mastodon", SourceKind::Mastodon),
    ("bluesky", SourceKind::Bluesky),
    ("x", SourceKind::X),
    ("mailing-list", SourceKind::MailingList),
    ("memento", SourceKind::Memento),
    ("warc", SourceKind::Warc),
];

const MEASUREMENT_KINDS: &[(&str, MeasurementKind)] = &[
    ("bgp-table", MeasurementKind::BgpTable),
    ("bgp-updates", MeasurementKind::BgpUpdates),
    ("probes", MeasurementKind::Probes),
    ("series", MeasurementKind::Series),
    ("ioda", MeasurementKind::Series),
    ("prometheus", MeasurementKind::Series),
    ("atlas", MeasurementKind::Atlas),
    ("address-map", MeasurementKind::AddressMap),
];

/// The format of relationships is read apart; serial-1 only holds the place.
const TOPOLOGY_KINDS: &[(&str, TopologyKind)] = &[
    (
        "as-relationships",
        TopologyKind::Relationships(RelationshipFormat::Serial1),
    ),
    ("bgp-table", TopologyKind::BgpTable),
    ("customer-cones", TopologyKind::CustomerCones),
    ("organisations", TopologyKind::Organisations),
    ("as-names", TopologyKind::AsNames),
    ("prefix-to-as", TopologyKind::PrefixOrigins),
    ("peeringdb", TopologyKind::PeeringDb),
];

const FORMATS: &[(&str, RelationshipFormat)] = &[
    ("serial-1", RelationshipFormat::Serial1),
    ("serial-2", RelationshipFormat::Serial2),
    ("snap", RelationshipFormat::Snap),
];

/// Data this much older than the window can still be a baseline: probes are compared with a week
/// before (rule D3 of the evidence rules), and a day is for slack.
const BASELINE: SignedDuration = SignedDuration::from_hours(8 * 24);

/// A table without a stretch of time stands for the minute in which its dump began.
const DUMP: SignedDuration = SignedDuration::from_mins(1);

pub(super) fn sources(
    root: &mut Fields<'_, '_>,
    window: Option<Interval>,
    parties: &Parties,
) -> Vec<SourceSpec> {
    let mut sources: Vec<SourceSpec> = Vec::new();
    for fields in root.tables("source", "[[source]]") {
        let (notes, at) = (fields.notes, fields.at.clone());
        let Some(source) = source(fields, window, parties) else {
            continue;
        };
        if sources.iter().any(|other| other.id == source.id) {
            let message = format!("{:?} is listed twice", source.origin.as_str());
            notes.wrong(&at, message, "each source once", None);
        }
        sources.push(source);
    }
    sources
}

fn source(
    mut fields: Fields<'_, '_>,
    window: Option<Interval>,
    parties: &Parties,
) -> Option<SourceSpec> {
    let kind = fields.word("kind", SOURCE_KINDS);
    let origin = match &kind {
        Some(kind) => address::origin(&mut fields, kind.value, window),
        None => {
            address::spare(&mut fields);
            None
        }
    };
    let name = fields.text("name").map(|name| name.value);
    let publisher = fields.text("publisher").map(|name| name.value);
    let published = fields.moment("published").map(|moment| moment.value);
    let voice_of = voice_of(&mut fields, parties);
    let schedule = fields.schedule();
    let follow = fields.flag("follow");
    fields.finish();
    let (kind, origin) = (kind?.value, origin?);
    let word = SOURCE_KINDS.iter().find(|(_, k)| *k == kind);
    Some(SourceSpec {
        id: SourceId::from_content(&[word.map_or("", |(w, _)| w), origin.as_str()]),
        kind,
        origin,
        name,
        publisher,
        published,
        voice_of,
        schedule,
        follow,
    })
}

fn voice_of(fields: &mut Fields<'_, '_>, parties: &Parties) -> Option<PartyId> {
    let given = fields.text("voice_of")?;
    let ids: Vec<&str> = parties.iter().map(|party| party.id.as_str()).collect();
    let id = PartyId::new(&given.value).ok();
    if let Some(id) = id.filter(|id| parties.get(id).is_some()) {
        return Some(id);
    }
    let expected = if ids.is_empty() {
        "the id of a [[party]]; the case has none".to_owned()
    } else {
        super::fields::one_of(&ids)
    };
    let message = format!("no party has the id {:?}", given.value);
    let hint = did_you_mean(&given.value, &ids);
    fields.notes.wrong(&given.at, message, expected, hint);
    None
}

/// Exactly one of `path` and `url`.
pub(super) fn origin(fields: &mut Fields<'_, '_>) -> Option<Origin> {
    let both = fields.has("path") && fields.has("url");
    let neither = !(fields.has("path") || fields.has("url"));
    let (path, url) = (fields.text("path"), fields.text("url"));
    let expected = "either path = \"…\" or url = \"https://…\"";
    if neither {
        let message = format!("{} has neither \"path\" nor \"url\"", fields.what);
        fields.notes.wrong(&fields.at, message, expected, None);
    }
    if both {
        let at: &At = url.as_ref().map_or(&fields.at, |url| &url.at);
        let message = format!("{} has both \"path\" and \"url\"", fields.what);
        let hint = Some("to read the file and still name the page, put the address into \"publisher\" or \"name\"".to_owned());
        fields.notes.wrong(at, message, expected, hint);
        return None;
    }
    if let Some(path) = path {
        if path.value.contains("://") {
            let message = format!("\"path\" is an address: {:?}", path.value);
            let hint = Some("write url in place of path".to_owned());
            fields.notes.wrong(&path.at, message, expected, hint);
            return None;
        }
        return Some(Origin::File(path.value));
    }
    let url = url?;
    address::web(fields.notes, &url, ", or path for a file")?;
    Some(Origin::Url(url.value))
}

pub(super) fn measurements(
    root: &mut Fields<'_, '_>,
    zone: &TimeZone,
    window: Option<Interval>,
    parties: &Parties,
) -> Vec<MeasurementSpec> {
    root.tables("measurement", "[[measurement]]")
        .into_iter()
        .filter_map(|fields| measurement(fields, zone, window, parties))
        .collect()
}

fn measurement(
    mut fields: Fields<'_, '_>,
    zone: &TimeZone,
    window: Option<Interval>,
    parties: &Parties,
) -> Option<MeasurementSpec> {
    if series::is_testimony(&mut fields) {
        return None;
    }
    let kind = fields.word("kind", MEASUREMENT_KINDS);
    let origin = origin(&mut fields);
    let table = kind
        .as_ref()
        .is_some_and(|k| k.value == MeasurementKind::BgpTable);
    let spans = fields.has("from") || fields.has("to");
    let map = kind
        .as_ref()
        .is_some_and(|k| k.value == MeasurementKind::AddressMap);
    let covers = if table && !spans {
        instant(&mut fields, zone)
    } else if map && !spans {
        window
    } else {
        fields.interval("from", "to", zone)
    };
    let collector = fields.text("collector").map(|text| text.value);
    let synthetic = fields.flag("synthetic");
    let note = fields.text("note").map(|text| text.value);
    let series = series::series(&mut fields, kind.as_ref().map(|kind| kind.value), parties);
    // A map measures nothing, so it may be of another day.
    if let (Some(window), Some(covers), false) = (window, covers, map) {
        outside(&fields, window, covers);
    }
    fields.finish();
    Some(MeasurementSpec {
        kind: kind?.value,
        origin: origin?,
        covers: covers?,
        collector,
        synthetic,
        note,
        series,
    })
}

/// `at`, for a table.
fn instant(fields: &mut Fields<'_, '_>, zone: &TimeZone) -> Option<Interval> {
    if !fields.has("at") {
        fields.missing(
            "at",
            "when the table was taken, as in at = 2022-06-21T00:00:00Z",
        );
    }
    let at = fields.moment("at")?.value.instants(zone);
    let end = at.start.checked_add(DUMP).unwrap_or(Timestamp::MAX);
    Some(Interval::new(at.start, at.end.max(end)))
}

/// Notes data that can be no evidence on the window.
fn outside(fields: &Fields<'_, '_>, window: Interval, covers: Interval) {
    let useful = window.widen(BASELINE, SignedDuration::ZERO);
    if useful.overlaps(covers) {
        return;
    }
    let side = if covers.start >= window.end {
        "begins after the window has ended"
    } else {
        "ends more than 8 days before the window"
    };
    fields.notes.wrong(
        &fields.at,
        format!("the measurement {side}"),
        format!(
            "data of {} to {}, or of the 8 days before",
            window.start, window.end
        ),
        Some("check its times, or widen the window".to_owned()),
    );
}

pub(super) fn topology(root: &mut Fields<'_, '_>) -> Vec<TopologySpec> {
    root.tables("topology", "[[topology]]")
        .into_iter()
        .filter_map(one_topology)
        .collect()
}

fn one_topology(mut fields: Fields<'_, '_>) -> Option<TopologySpec> {
    let kind = fields.word("kind", TOPOLOGY_KINDS).map(|kind| kind.value);
    let kind = match kind {
        Some(TopologyKind::Relationships(_)) => fields
            .word("format", FORMATS)
            .map(|format| TopologyKind::Relationships(format.value)),
        other => other,
    };
    let origin = origin(&mut fields);
    if !fields.has("date") {
        fields.missing(
            "date",
            "the day for which it holds, as in date = 2007-11-05",
        );
    }
    let date = fields.date("date");
    let synthetic = fields.flag("synthetic");
    let note = fields.text("note").map(|text| text.value);
    fields.finish();
    Some(TopologySpec {
        kind: kind?,
        origin: origin?,
        date: date?.value,
        synthetic,
        note,
    })
}
