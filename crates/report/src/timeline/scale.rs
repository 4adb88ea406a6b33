//! Which stretch of time to show, and where an instant lies in it.

use backpedal_model::{Claim, Dossier, Interval, Precision, Signal};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};

/// A time axis between two horizontal places.
#[derive(Clone, Copy, Debug)]
pub(super) struct Axis {
    pub(super) domain: Interval,
    pub(super) left: f64,
    pub(super) right: f64,
}

/// A labelled instant of an axis.
pub(super) struct Tick {
    pub(super) at: Timestamp,
    pub(super) utc: String,
    pub(super) local: Option<String>,
}

impl Axis {
    /// Where an instant lies; instants outside lie on the edge.
    pub(super) fn x(&self, at: Timestamp) -> f64 {
        let length = self.domain.length().as_secs_f64().max(1.0);
        let since = at.duration_since(self.domain.start).as_secs_f64();
        let share = (since / length).clamp(0.0, 1.0);
        self.left + share * (self.right - self.left)
    }

    /// The middle of an interval, as far as the axis shows it.
    pub(super) fn middle(&self, of: Interval) -> f64 {
        f64::midpoint(self.x(of.start), self.x(of.end))
    }

    /// Labelled instants, at most `most`, at round steps of UTC.
    pub(super) fn ticks(&self, most: i64, zone: &TimeZone) -> Vec<Tick> {
        let length = self.domain.length().as_secs().max(1);
        let step = STEPS.iter().copied().find(|step| length / step < most);
        let step = step.unwrap_or_else(|| (length / most / DAY + 1) * DAY);
        let first = self.domain.start.as_second().div_euclid(step) + 1;
        let last = self.domain.end.as_second().div_euclid(step);
        let mut shown = (None, None);
        let mut ticks = Vec::new();
        for n in first..=last {
            let Ok(at) = Timestamp::from_second(n * step) else {
                continue;
            };
            let local = at.to_zoned(zone.clone());
            let differs = !local.offset().is_zero();
            ticks.push(Tick {
                at,
                utc: label(at.to_zoned(TimeZone::UTC), step, &mut shown.0),
                local: differs.then(|| label(local, step, &mut shown.1)),
            });
        }
        ticks
    }
}

const DAY: i64 = 86_400;

const STEPS: &[i64] = &[
    60,
    300,
    600,
    900,
    1800,
    3600,
    7200,
    10_800,
    21_600,
    43_200,
    DAY,
    2 * DAY,
    4 * DAY,
    7 * DAY,
    14 * DAY,
];

/// The day is named where it changes.
fn label(at: jiff::Zoned, step: i64, shown: &mut Option<jiff::civil::Date>) -> String {
    let midnight = at.hour() == 0 && at.minute() == 0;
    if step >= DAY && midnight {
        return at.strftime("%-d %b").to_string();
    }
    let new_day = *shown != Some(at.date());
    *shown = Some(at.date());
    let pattern = if new_day { "%-d %b %H:%M" } else { "%H:%M" };
    at.strftime(pattern).to_string()
}

/// The stretch for statements: the case's window and the statements near it. What was said long
/// before or after is drawn on the edge, so that one late comment does not squeeze the rest.
pub(super) fn statements(dossier: &Dossier) -> Interval {
    let window = dossier.case.window;
    let reach = window.length().max(SignedDuration::from_hours(21 * 24));
    let limit = window.widen(reach, reach);
    let ranges = dossier
        .claims
        .iter()
        .filter_map(|claim| claim.said_at.as_ref());
    let near: Vec<Interval> = ranges
        .map(|range| range.interval())
        .filter(|range| limit.overlaps(*range) || limit.holds(range.start))
        .collect();
    let said_start = near.iter().map(|range| range.start).min();
    let said_end = near.iter().map(|range| range.end).max();
    let mut shown = Interval::new(
        said_start
            .map_or(window.start, |start| start.min(window.start))
            .max(limit.start),
        said_end
            .map_or(window.end, |end| end.max(window.end))
            .min(limit.end),
    );
    if let Some(hours) = measured(dossier) {
        shown = Interval::new(shown.start.min(hours.start), shown.end.max(hours.end));
    }
    pad(shown)
}

fn pad(of: Interval) -> Interval {
    let margin = SignedDuration::from_secs((of.length().as_secs() / 50).max(60));
    of.widen(margin, margin)
}

/// The stretch that measurements cover or should have covered.
pub(super) fn measured(dossier: &Dossier) -> Option<Interval> {
    let spans = dossier.observations.iter().filter_map(|seen| {
        let bins = match &seen.signal {
            Signal::Visibility(series) => {
                let last = series
                    .bins
                    .last()
                    .map(|bin| (bin.start, series.bin_seconds));
                series.bins.first().map(|bin| bin.start).zip(last)
            }
            // With the window: the history before it serves the baseline alone.
            Signal::Values(_) => {
                return seen.coverage.covered;
            }
            Signal::Probes(series) => {
                let last = series
                    .bins
                    .last()
                    .map(|bin| (bin.start, series.bin_seconds));
                series.bins.first().map(|bin| bin.start).zip(last)
            }
        };
        let (first, (last, seconds)) = bins?;
        let end = last.checked_add(SignedDuration::from_secs(i64::from(seconds)));
        Some(Interval::new(first, end.unwrap_or(last)))
    });
    spans.reduce(|a, b| Interval::new(a.start.min(b.start), a.end.max(b.end)))
}

/// Whether measurements would be too small to read on the statements' axis.
pub(super) fn needs_zoom(statements: Interval, measured: Interval) -> bool {
    measured.length().as_secs_f64() < 0.45 * statements.length().as_secs_f64()
}

/// The times that claims speak of, to the hour or finer, in order of the dossier.
pub(super) fn claimed(dossier: &Dossier) -> Vec<(&Claim, Interval)> {
    let zone = dossier.case.time_zone();
    let claimed = dossier.claims.iter().filter_map(|claim| {
        let time = claim
            .event_time
            .as_ref()
            .filter(|time| time.precision >= Precision::Hour)?;
        let zone = time.zone.time_zone().unwrap_or_else(|| zone.clone());
        let single = time.start.or(time.end)?.instants(&zone);
        Some((claim, time.instants(&zone, None).unwrap_or(single)))
    });
    claimed.collect()
}

/// The measured stretch, widened by claimed times that lie near it.
pub(super) fn with_claimed_times(dossier: &Dossier, hours: Interval) -> Interval {
    let reach = hours.widen(hours.length(), hours.length());
    let near = claimed(dossier).into_iter().map(|(_, time)| time);
    let all = near
        .filter(|time| reach.contains(*time))
        .fold(hours, |all, time| {
            Interval::new(all.start.min(time.start), all.end.max(time.end))
        });
    pad(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(start: &str, end: &str) -> Axis {
        let at = |text: &str| text.parse().expect("a time");
        Axis {
            domain: Interval::new(at(start), at(end)),
            left: 0.0,
            right: 100.0,
        }
    }

    #[test]
    fn the_axis_is_linear_and_bounded() {
        let axis = axis("2031-03-04T00:00:00Z", "2031-03-04T10:00:00Z");
        let at = |text: &str| axis.x(text.parse().expect("a time"));
        assert!((at("2031-03-04T05:00:00Z") - 50.0).abs() < 1e-9);
        assert!((at("2030-01-01T00:00:00Z")).abs() < 1e-9);
        assert!((at("2032-01-01T00:00:00Z") - 100.0).abs() < 1e-9);
    }

    #[test]
    fn ticks_are_round_and_name_the_day_where_it_changes() {
        let axis = axis("2031-03-04T20:30:00Z", "2031-03-05T05:00:00Z");
        let zone = TimeZone::get("America/New_York").expect("bundled");
        let ticks = axis.ticks(6, &zone);
        let utc: Vec<&str> = ticks.iter().map(|tick| tick.utc.as_str()).collect();
        assert_eq!(utc, ["4 Mar 22:00", "5 Mar 00:00", "02:00", "04:00"]);
        let local: Vec<&str> = ticks
            .iter()
            .filter_map(|tick| tick.local.as_deref())
            .collect();
        assert_eq!(local, ["4 Mar 17:00", "19:00", "21:00", "23:00"]);
    }

    #[test]
    fn an_axis_of_years_has_few_ticks() {
        let axis = axis("2020-01-01T00:00:00Z", "2031-03-05T05:00:00Z");
        let ticks = axis.ticks(6, &TimeZone::UTC);
        assert!((2..=6).contains(&ticks.len()), "{}", ticks.len());
        assert!(ticks.iter().all(|tick| tick.local.is_none()));
    }
}
