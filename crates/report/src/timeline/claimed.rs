//! The times that claims speak of, above the series that may bear them out.

use super::{
    canvas::{Canvas, ROW},
    marks::{glyph, shape},
    scale::{Axis, claimed},
};
use crate::{names::Names, wrap::shorten};

/// A lane of claimed times; nothing where no claim names one inside the axis.
pub(super) fn lane(canvas: &mut Canvas, names: Names<'_>, axis: &Axis) {
    let times: Vec<_> = claimed(names.0)
        .into_iter()
        .filter(|(_, time)| axis.domain.overlaps(*time) || axis.domain.holds(time.start))
        .collect();
    if times.is_empty() {
        return;
    }
    let top = canvas.lane("Times claimed", "when things happened, as claims say");
    let limit = if canvas.is_wide() { 40 } else { 26 };
    let mut rows: Vec<Vec<(f64, f64)>> = Vec::new();
    for (claim, time) in times {
        let who = names.speaking_for(claim).map(|party| party.name.clone());
        let who = who.unwrap_or_else(|| names.outlet(claim));
        let number = names.number(&claim.id).unwrap_or_default();
        let label = shorten(&format!("{number} {}: {who}", claim.kind), limit);
        let length = label.chars().count() as f64 * 6.4;
        let x = axis.middle(time);
        let on_left = x + 12.0 + length > axis.right && x - 12.0 - length >= axis.left;
        let reach = if on_left {
            (x - 16.0 - length, x + 10.0)
        } else {
            (x - 10.0, x + 16.0 + length)
        };
        let free =
            |row: &Vec<(f64, f64)>| row.iter().all(|used| reach.1 < used.0 || used.1 < reach.0);
        let row = rows.iter().position(free).unwrap_or_else(|| {
            rows.push(Vec::new());
            rows.len() - 1
        });
        rows[row].push(reach);
        let y = top + ROW * (row as f64 + 0.5);
        canvas.begin(&format!(
            "{}: “{}”",
            names.speaker(claim),
            shorten(&claim.quote.text, 160)
        ));
        canvas.line("tl-bar", (axis.x(time.start), y), (axis.x(time.end), y));
        if canvas
            .drops
            .iter()
            .all(|(other, _)| (other - x).abs() > 0.5)
        {
            canvas.drops.push((x, y));
        }
        glyph(canvas, shape(claim), (x, y));
        let (class, at) = if on_left {
            ("tl-label tl-end", x - 12.0)
        } else {
            ("tl-label", x + 12.0)
        };
        canvas.text(class, at, y + 4.0, &label);
        canvas.end();
    }
    canvas.close_lane(top, ROW * rows.len() as f64);
}
