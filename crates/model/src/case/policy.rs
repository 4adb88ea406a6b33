//! `[policy]`: the thresholds that a case changes.

use toml::de::DeValue;

use super::fields::{At, Fields, wrong_type};
use crate::Policy;

type Share = fn(&mut Policy) -> &mut f64;
type Count = fn(&mut Policy) -> &mut u32;

const SHARES: &[(&str, Share)] = &[
    ("full_feed_share", |p| &mut p.full_feed_share),
    ("peer_loss_gap_share", |p| &mut p.peer_loss_gap_share),
    ("visible_share", |p| &mut p.visible_share),
    ("impaired_below", |p| &mut p.impaired_below),
    ("partly_below", |p| &mut p.partly_below),
    ("probe_impaired_share", |p| &mut p.probe_impaired_share),
    ("probe_unreachable_share", |p| {
        &mut p.probe_unreachable_share
    }),
    ("series_below", |p| &mut p.series_below),
    ("series_weak_below", |p| &mut p.series_weak_below),
    ("depends_share", |p| &mut p.depends_share),
    ("partly_depends_share", |p| &mut p.partly_depends_share),
];

/// With the greatest number that makes sense: a week of minutes, a month of hours (a week for a
/// baseline, since data before that are not read), more peers or probes than any platform has.
const COUNTS: &[(&str, u32, Count)] = &[
    ("min_full_feed_peers", 10_000, |p| {
        &mut p.min_full_feed_peers
    }),
    ("min_peer_ases", 10_000, |p| &mut p.min_peer_ases),
    ("impaired_minutes", 10_080, |p| &mut p.impaired_minutes),
    ("partly_minutes", 10_080, |p| &mut p.partly_minutes),
    ("recovery_minutes", 10_080, |p| &mut p.recovery_minutes),
    ("bgp_lag_minutes", 10_080, |p| &mut p.bgp_lag_minutes),
    ("min_probes", 1_000_000, |p| &mut p.min_probes),
    ("min_probe_ases", 100_000, |p| &mut p.min_probe_ases),
    ("probe_rounds", 10_000, |p| &mut p.probe_rounds),
    ("series_minutes", 10_080, |p| &mut p.series_minutes),
    ("series_recovery_minutes", 10_080, |p| {
        &mut p.series_recovery_minutes
    }),
    ("series_history_hours", 168, |p| &mut p.series_history_hours),
    ("series_routing_hours", 168, |p| &mut p.series_routing_hours),
    ("series_probing_hours", 168, |p| &mut p.series_probing_hours),
    ("series_release_hours", 720, |p| &mut p.series_release_hours),
];

/// Pairs of which the first must not be above the second.
const ORDER: &[(&str, &str)] = &[
    ("impaired_below", "partly_below"),
    ("probe_unreachable_share", "probe_impaired_share"),
    ("series_below", "series_weak_below"),
    ("series_history_hours", "series_routing_hours"),
    ("series_history_hours", "series_probing_hours"),
    ("partly_depends_share", "depends_share"),
    ("min_peer_ases", "min_full_feed_peers"),
    ("min_probe_ases", "min_probes"),
];

/// The case's thresholds over the defaults.
pub(super) fn policy(root: &mut Fields<'_, '_>) -> Policy {
    let mut policy = Policy::default();
    let Some(mut fields) = root.table("policy", "[policy]") else {
        return policy;
    };
    let mut given: Vec<(&str, At)> = Vec::new();
    for (key, field) in SHARES {
        if let Some((value, at)) = number(&mut fields, key, 1.0, "a share from 0 to 1") {
            *field(&mut policy) = value;
            given.push((key, at));
        }
    }
    for (key, most, field) in COUNTS {
        let expected = format!("a whole number from 1 to {most}");
        if let Some((value, at)) = number(&mut fields, key, f64::from(*most), &expected) {
            if value.fract() == 0.0 && value >= 1.0 {
                // In range and whole, so nothing is cut off.
                *field(&mut policy) = value as u32;
                given.push((key, at));
            } else {
                let message = format!("{key:?} cannot be {value}");
                fields.notes.wrong(&at, message, expected, None);
            }
        }
    }
    in_order(&fields, &mut policy, &given);
    fields.finish();
    policy
}

fn number(
    fields: &mut Fields<'_, '_>,
    key: &'static str,
    most: f64,
    expected: &str,
) -> Option<(f64, At)> {
    let value = fields.take(key)?;
    let number: f64 = match value.get_ref() {
        DeValue::Integer(number) => {
            u32::from_str_radix(number.as_str(), number.radix()).map_or(f64::NAN, f64::from)
        }
        DeValue::Float(number) => number.as_str().parse().unwrap_or(f64::NAN),
        _ => {
            wrong_type(fields.notes, key, value, expected);
            return None;
        }
    };
    if (0.0..=most).contains(&number) {
        return Some((number, value.span()));
    }
    let written = fields.notes.slice(&value.span());
    let percent = (most <= 1.0 && (1.0..=100.0).contains(&number))
        .then(|| format!("for {written} percent write {}", number / 100.0));
    let message = format!("{key:?} cannot be {written}");
    fields
        .notes
        .wrong(&value.span(), message, expected, percent);
    None
}

fn in_order(fields: &Fields<'_, '_>, policy: &mut Policy, given: &[(&str, At)]) {
    let mut value = |key: &str| {
        let share = SHARES.iter().find(|(k, _)| *k == key);
        let count = COUNTS.iter().find(|(k, _, _)| *k == key);
        match (share, count) {
            (Some((_, field)), _) => *field(policy),
            (_, Some((_, _, field))) => f64::from(*field(policy)),
            (None, None) => f64::NAN,
        }
    };
    for (low, high) in ORDER {
        let (small, great) = (value(low), value(high));
        let at = given
            .iter()
            .rev()
            .find(|(key, _)| key == low || key == high);
        if let Some((_, at)) = at.filter(|_| small > great) {
            fields.notes.wrong(
                at,
                format!("{low:?} ({small}) is above {high:?} ({great})"),
                format!("{low:?} at most {high:?}"),
                None,
            );
        }
    }
}
