//! Measured series: visibility in routing, probe success, and values as shares of what is usual, 0
//! to 100 %, on the time axis of their panel. Where nothing could be seen the lane is hatched.

use backpedal_model::{Interval, Observation, Signal};
use jiff::{SignedDuration, Timestamp};

use super::{canvas::Canvas, scale::Axis};
use crate::{names::Names, stamp::percent, view};

/// Height of a series from 0 to 100 %.
const HEIGHT: f64 = 84.0;

/// One sample that holds from its start until the next.
struct Sample {
    at: Interval,
    /// 0 to 1; `None` where blind.
    share: Option<f64>,
}

/// A lane for each observation.
pub(super) fn lanes(canvas: &mut Canvas, names: Names<'_>, axis: &Axis) {
    // What went past a party has no rounds to draw, and is no lack of them either.
    let aimed = |seen: &&Observation| match &seen.signal {
        Signal::Visibility(_) | Signal::Values(_) => true,
        Signal::Probes(series) => !series.targets.is_empty(),
    };
    let all = names.0.observations.iter().filter(aimed);
    let (blank, seen): (Vec<_>, Vec<_>) = all.partition(|seen| is_blank(seen));
    for seen in seen {
        let below = names.0.case.policy.series_below;
        let (samples, what, guides) = prepared(seen, axis, below);
        let synthetic = if seen.synthetic { ", SYNTHETIC" } else { "" };
        let name = names.party(&seen.party);
        let scale = match seen.signal {
            Signal::Values(_) => "0 to 100 % of the usual value",
            _ => "0 to 100 %",
        };
        let note = format!("{what}, {scale}{synthetic}");
        let top = canvas.lane(&name, &note) + 10.0;
        blind(canvas, axis, top, seen, &samples);
        frame(
            canvas,
            axis,
            top,
            &guides,
            matches!(seen.signal, Signal::Probes(_)),
        );
        curve(canvas, axis, top, &samples);
        edges(canvas, axis, top, seen);
        lowest(canvas, axis, top, seen);
        canvas.close_lane(top - 10.0, HEIGHT + 16.0);
    }
    unmeasured(canvas, names, axis, &blank);
}

/// The samples of a series, what they are, and the levels worth a line; `below` is the share under
/// which values are anomalous.
fn prepared<'a>(
    seen: &'a Observation,
    axis: &Axis,
    below: f64,
) -> (Vec<Sample>, &'a str, Vec<f64>) {
    match &seen.signal {
        Signal::Visibility(series) => (
            samples(
                series.bins.iter().map(|bin| (bin.start, bin.share)),
                series.bin_seconds,
            ),
            "routes visible",
            vec![0.99, 0.80],
        ),
        Signal::Probes(series) => {
            let share = |sent: u32, answered: u32| {
                (sent > 0).then(|| f64::from(answered) / f64::from(sent))
            };
            let bins = series.bins.iter();
            (
                samples(
                    bins.map(|b| (b.start, share(b.sent, b.answered))),
                    series.bin_seconds,
                ),
                "probes answered",
                series.baseline.into_iter().collect(),
            )
        }
        Signal::Values(series) => {
            let share = |bin: &backpedal_model::ValueBin| {
                let usual = bin.baseline.filter(|usual| *usual > 0.0)?;
                Some(bin.value? / usual)
            };
            let bins = series.during(axis.domain);
            (
                samples(bins.map(|b| (b.start, share(b))), series.bin_seconds),
                series.name.as_str(),
                vec![1.0, below],
            )
        }
    }
}

/// Whether a series saw nothing at all.
fn is_blank(seen: &Observation) -> bool {
    match &seen.signal {
        Signal::Visibility(series) => series.bins.iter().all(|bin| bin.share.is_none()),
        Signal::Probes(series) => series.bins.iter().all(|bin| bin.sent == 0),
        // What has no past to compare with cannot be drawn as a share of it.
        Signal::Values(series) => series.bins.iter().all(|bin| bin.baseline.is_none()),
    }
}

/// One thin lane for all that nothing is known of.
fn unmeasured(canvas: &mut Canvas, names: Names<'_>, axis: &Axis, blank: &[&Observation]) {
    let mut parties: Vec<String> = Vec::new();
    for seen in blank {
        let name = names.party(&seen.party);
        if !parties.contains(&name) {
            parties.push(name);
        }
    }
    if parties.is_empty() {
        return;
    }
    let top = canvas.lane("Not measured", "");
    let hatch = canvas.hatch();
    canvas.band(
        "tl-blind",
        (axis.left, axis.right),
        (top, top + 30.0),
        Some(hatch),
    );
    let limit = if canvas.is_wide() { 130 } else { 46 };
    let text = crate::wrap::shorten(&parties.join(", "), limit);
    canvas.text("tl-label", axis.left + 8.0, top + 19.0, &text);
    canvas.close_lane(top, 32.0);
}

fn samples(bins: impl Iterator<Item = (Timestamp, Option<f64>)>, seconds: u32) -> Vec<Sample> {
    let length = SignedDuration::from_secs(i64::from(seconds.max(1)));
    let sample = |(start, share): (Timestamp, Option<f64>)| Sample {
        at: Interval::new(start, start.checked_add(length).unwrap_or(start)),
        share,
    };
    bins.map(sample).collect()
}

fn height_of(top: f64, share: f64) -> f64 {
    top + HEIGHT * (1.0 - share.clamp(0.0, 1.0))
}

/// Hatches what no sample covers, what a sample could not see, and gaps that blind all peers.
fn blind(canvas: &mut Canvas, axis: &Axis, top: f64, seen: &Observation, samples: &[Sample]) {
    let mut dark: Vec<Interval> = Vec::new();
    let mut cursor = axis.domain.start;
    for sample in samples.iter().filter(|sample| sample.share.is_some()) {
        if sample.at.start > cursor {
            dark.push(Interval::new(cursor, sample.at.start));
        }
        cursor = cursor.max(sample.at.end);
    }
    if cursor < axis.domain.end {
        dark.push(Interval::new(cursor, axis.domain.end));
    }
    let all_peers = seen.coverage.gaps.iter().filter(|gap| gap.peer.is_none());
    dark.extend(all_peers.filter_map(|gap| gap.interval.meet(axis.domain)));
    dark.sort_unstable();
    let mut merged: Vec<Interval> = Vec::new();
    for gap in dark {
        match merged.last_mut() {
            Some(last) if gap.start <= last.end => {
                *last = Interval::new(last.start, last.end.max(gap.end))
            }
            _ => merged.push(gap),
        }
    }
    let hatch = canvas.hatch();
    for gap in merged {
        let x = (axis.x(gap.start), axis.x(gap.end));
        canvas.band("tl-blind", x, (top, top + HEIGHT), Some(hatch));
        if x.1 - x.0 > 92.0 {
            let middle = f64::midpoint(x.0, x.1);
            canvas.text(
                "tl-label tl-mid",
                middle,
                top + HEIGHT / 2.0 + 4.0,
                "not measured",
            );
        }
    }
}

fn frame(canvas: &mut Canvas, axis: &Axis, top: f64, guides: &[f64], baseline: bool) {
    canvas.line("tl-rule", (axis.left, top), (axis.right, top));
    canvas.line(
        "tl-rule",
        (axis.left, top + HEIGHT),
        (axis.right, top + HEIGHT),
    );
    for (at, guide) in guides.iter().enumerate() {
        let y = height_of(top, *guide);
        canvas.line("tl-guide", (axis.left, y), (axis.right, y));
        if baseline {
            let text = format!("before: {}", percent(*guide));
            canvas.text("tl-scale", axis.left + 3.0, y + 11.0, &text);
        } else {
            let text = format!("{:.0} %", guide * 100.0);
            // 99 lies too near to 100 for a label above the line.
            let y = if at == 0 { y + 10.5 } else { y + 11.0 };
            canvas.text("tl-scale", axis.left + 3.0, y, &text);
        }
    }
}

/// A step line, and the loss shaded from the top down to it. Only changes are written.
fn curve(canvas: &mut Canvas, axis: &Axis, top: f64, samples: &[Sample]) {
    for run in
        samples.chunk_by(|a, b| a.share.is_some() && b.share.is_some() && a.at.end >= b.at.start)
    {
        let Some(first) = run.first().and_then(|sample| sample.share) else {
            continue;
        };
        let x0 = axis.x(run[0].at.start);
        let mut line = format!("M{x0:.1} {:.1}", height_of(top, first));
        let mut before = first;
        for sample in run {
            let share = sample.share.unwrap_or(before);
            if share.to_bits() != before.to_bits() {
                line.push_str(&format!(
                    "H{:.1}V{:.1}",
                    axis.x(sample.at.start),
                    height_of(top, share)
                ));
                before = share;
            }
        }
        let x1 = run.last().map_or(x0, |sample| axis.x(sample.at.end));
        line.push_str(&format!("H{x1:.1}"));
        let loss = format!("{line}V{top:.1}H{x0:.1}Z");
        canvas.path("tl-loss", &loss);
        canvas.path("tl-curve", &line);
    }
}

/// Onset and end of a routing outage.
fn edges(canvas: &mut Canvas, axis: &Axis, top: f64, seen: &Observation) {
    let Signal::Visibility(series) = &seen.signal else {
        return;
    };
    let onset = series.onset.map(|at| ("onset", at));
    let end = series.recovery.map(|at| ("end", at));
    for (name, at) in onset.into_iter().chain(end) {
        let (from, to) = (axis.x(at.start), axis.x(at.end));
        canvas.band(
            "tl-edge",
            (from, to.max(from + 1.5)),
            (top - 8.0, top + HEIGHT),
            None,
        );
        let clock = |t: Timestamp| t.strftime("%H:%M").to_string();
        let when = if at.length().as_secs() <= 60 {
            clock(at.end)
        } else {
            format!("{}–{}", clock(at.start), clock(at.end))
        };
        let (class, x) = match name {
            "onset" => ("tl-scale tl-end", from - 4.0),
            _ => ("tl-scale", to + 4.0),
        };
        canvas.text(class, x, top + HEIGHT - 5.0, &format!("{name} {when}"));
    }
}

/// The least value, named where it lies.
fn lowest(canvas: &mut Canvas, axis: &Axis, top: f64, seen: &Observation) {
    let lowest = match &seen.signal {
        Signal::Visibility(series) => series.minimum(),
        Signal::Probes(series) => view::worst(series),
        Signal::Values(series) => {
            let least = series.minimum(axis.domain);
            least.map(|(bin, share)| (bin.start, share))
        }
    };
    let usual = match &seen.signal {
        Signal::Visibility(_) => 0.9995,
        Signal::Probes(series) => 0.9 * series.baseline.unwrap_or(1.0),
        Signal::Values(_) => 0.9,
    };
    let Some((at, share)) = lowest.filter(|(_, share)| *share < usual) else {
        return;
    };
    let (x, y) = (axis.x(at), height_of(top, share));
    canvas.circle("tl-low", (x, y), 3.0);
    let text = format!("{} at {}", percent(share), at.strftime("%H:%M"));
    // The foot of the lane belongs to onset and end.
    let y = if y + 30.0 > top + HEIGHT {
        top + HEIGHT * 0.5
    } else {
        y + 15.0
    };
    let length = text.chars().count() as f64 * 6.4;
    let (class, x) = if x + 7.0 + length > axis.right {
        ("tl-label tl-end", x - 7.0)
    } else {
        ("tl-label", x + 7.0)
    };
    canvas.text(class, x, y, &text);
}
