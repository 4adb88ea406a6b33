//! One clause for what a series says against its own past (rule D4).

use super::figures::{instant, percent, plural};
use crate::{Finding, ValueLevel};

/// The clause; `None` for any other finding.
pub(super) fn ground(party: &str, finding: &Finding) -> Option<String> {
    let Finding::Series {
        source,
        name,
        region,
        level,
        lowest,
        at,
        usual,
        minutes,
        released,
    } = finding
    else {
        return None;
    };
    let place = region
        .as_ref()
        .map_or(String::new(), |region| format!(" in {region}"));
    let series = format!("the series {name} ({source}) of {party}{place}");
    let share = if *usual > 0.0 { lowest / usual } else { 0.0 };
    let figures = format!(
        "{} of its usual value, {} against {}",
        percent(share),
        number(*lowest),
        number(*usual)
    );
    let fell = format!("{series} fell to {figures}, at {}", instant(*at));
    let lasted = format!(
        "was low for {minutes} {}",
        plural(i64::from(*minutes), "minute")
    );
    let mut text = match level {
        ValueLevel::NotMeasured => format!("{series} was not measured well enough"),
        ValueLevel::NoAnomaly => {
            format!("no anomaly in {series}, at the lowest {figures}")
        }
        ValueLevel::Weak => {
            format!("{fell}, and {lasted}, which is a small fall")
        }
        ValueLevel::Anomaly => format!("{fell}, and {lasted}; no other source confirms it"),
        ValueLevel::Confirmed => {
            format!("{fell}, and {lasted}; another source fell at the same time")
        }
    };
    if *released {
        text.push_str("; the values stayed low and became the new usual, which is no recovery");
    }
    Some(text)
}

/// A value without needless decimals.
fn number(value: f64) -> String {
    if value.abs() >= 100.0 || value.fract() == 0.0 {
        format!("{value:.0}")
    } else {
        format!("{value:.2}")
    }
}
