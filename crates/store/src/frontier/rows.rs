//! Addresses as rows.

use backpedal_model::{Address, Looks, Sha256, SourceId, Taken};
use jiff::Timestamp;
use rusqlite::Row;

/// Exact between 1677 and 2262; other times are moved to those bounds.
pub(super) fn nanoseconds(at: Timestamp) -> i64 {
    let bound = if at < Timestamp::UNIX_EPOCH {
        i64::MIN
    } else {
        i64::MAX
    };
    i64::try_from(at.as_nanosecond()).unwrap_or(bound)
}

pub(super) fn time(nanoseconds: i64) -> Timestamp {
    Timestamp::from_nanosecond(nanoseconds.into()).unwrap_or_default()
}

/// Names an address within all cases: short, so that the index over it is.
pub(super) fn key(case: &str, url: &str) -> i64 {
    let digest = Sha256::of_fields(&[case, url]);
    let mut bytes = [0_u8; 8];
    bytes.copy_from_slice(&digest.as_bytes()[..8]);
    i64::from_be_bytes(bytes)
}

/// A row of `addresses`.
pub(super) fn taken(row: &Row<'_>, host: &str) -> rusqlite::Result<Taken> {
    let source: String = row.get("source")?;
    let kind: Option<String> = row.get("kind")?;
    let at = |name: &str| -> rusqlite::Result<Option<Timestamp>> {
        Ok(row.get::<_, Option<i64>>(name)?.map(time))
    };
    let address = Address {
        url: row.get("url")?,
        host: host.to_owned(),
        source: SourceId::from_printed(&source),
        // A kind of another version is read as none: the answer is kept, and led no further.
        kind: kind.and_then(|json| serde_json::from_str(&json).ok()),
        depth: row.get("depth")?,
        due: time(row.get("due")?),
    };
    let looks = Looks {
        last: at("last")?,
        changed: at("changed")?,
        count: row.get("count")?,
        unchanged: row.get("unchanged")?,
        failures: row.get("failures")?,
        every_seconds: row.get("every_seconds")?,
    };
    Ok(Taken { address, looks })
}
