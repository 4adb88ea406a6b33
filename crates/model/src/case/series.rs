//! The keys of a `[[measurement]]` that say what a series of values stands for.

use serde::{Deserialize, Serialize};

use super::fields::Fields;
use super::nearest::did_you_mean;
use crate::{MeasurementKind, Parties, PartyId, ValueSource};

/// What the values of a file stand for, where the file does not say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SeriesSpec {
    /// Whom they are about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub party: Option<PartyId>,
    /// The region that they are about, where it is not all of the party.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// What they were taken from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<ValueSource>,
    /// Their unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Where a CSV file has them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub columns: Option<Columns>,
}

/// The columns of a CSV file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Columns {
    /// Time: RFC 3339 with an offset, or seconds since 1970.
    pub time: String,
    /// Value; for probe results 1 or 0.
    pub value: String,
    /// What was probed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// The name of the series.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metric: Option<String>,
    /// Who probed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probe: Option<String>,
    /// The AS of who probed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asn: Option<String>,
}

impl SeriesSpec {
    /// Whether nothing is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Words under which people look for testimony among the measurements.
const TESTIMONY: &[&str] = &[
    "statuspage",
    "status-page",
    "status",
    "incidents",
    "radar",
    "cloudflare-radar",
    "downdetector",
];

/// Notes that a status page or an annotation is what somebody says. Whether it was one.
pub(super) fn is_testimony(fields: &mut Fields<'_, '_>) -> bool {
    let notes = fields.notes;
    let Some(kind) = fields.text("kind") else {
        return false;
    };
    let found = TESTIMONY.contains(&kind.value.to_lowercase().as_str());
    if found {
        notes.wrong(
            &kind.at,
            format!("{:?} is testimony, not a measurement", kind.value),
            "a [[measurement]] of routing, probes or a series",
            Some(
                "give it as a [[source]] of kind \"incidents\": what it says becomes claims"
                    .to_owned(),
            ),
        );
    }
    found
}

/// The keys of a series; `kind` says which of them are needed.
pub(super) fn series(
    fields: &mut Fields<'_, '_>,
    kind: Option<MeasurementKind>,
    parties: &Parties,
) -> SeriesSpec {
    match kind {
        Some(MeasurementKind::Series) => {
            if !fields.has("party") {
                fields.missing("party", "the id of the [[party]] that the values are about");
            }
            let sources: Vec<(&str, ValueSource)> =
                ValueSource::ALL.iter().map(|s| (s.as_str(), *s)).collect();
            let source = fields
                .has("source")
                .then(|| fields.word("source", &sources));
            SeriesSpec {
                party: party(fields, parties),
                region: fields.text("region").map(|text| text.value),
                source: source.flatten().map(|source| source.value),
                unit: fields.text("unit").map(|text| text.value),
                columns: columns(fields),
            }
        }
        Some(MeasurementKind::Probes) => SeriesSpec {
            columns: columns(fields),
            ..SeriesSpec::default()
        },
        _ => SeriesSpec::default(),
    }
}

fn party(fields: &mut Fields<'_, '_>, parties: &Parties) -> Option<PartyId> {
    let given = fields.text("party")?;
    let ids: Vec<&str> = parties.iter().map(|party| party.id.as_str()).collect();
    let id = PartyId::new(&given.value).ok();
    if let Some(id) = id.filter(|id| parties.get(id).is_some()) {
        return Some(id);
    }
    let message = format!("no party has the id {:?}", given.value);
    let hint = did_you_mean(&given.value, &ids);
    fields
        .notes
        .wrong(&given.at, message, super::fields::one_of(&ids), hint);
    None
}

fn columns(fields: &mut Fields<'_, '_>) -> Option<Columns> {
    let mut table = fields.table("columns", "columns = { … }")?;
    let time = table.needed_text("time", "the name of the column with the time");
    let value = table.needed_text("value", "the name of the column with the value");
    let mut text = |key| table.text(key).map(|text| text.value);
    let columns = Columns {
        time: time.map(|time| time.value).unwrap_or_default(),
        value: value.map(|value| value.value).unwrap_or_default(),
        target: text("target"),
        metric: text("metric"),
        probe: text("probe"),
        asn: text("asn"),
    };
    table.finish();
    Some(columns)
}
