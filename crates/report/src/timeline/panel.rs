//! The statements' panel, and the lines that lead from it to the zoomed hours.

use backpedal_model::Interval;

use super::{
    canvas::Canvas,
    marks::{Lane, Placed, gather},
    scale::Axis,
};
use crate::{names::Names, stamp};

/// Draws a lane for each party that speaks, for each status page, and for everybody else.
pub(super) fn statements(canvas: &mut Canvas, names: Names<'_>, axis: &Axis) -> Placed {
    let mut placed = Placed::default();
    let marks = gather(names);
    if marks.is_empty() {
        let top = canvas.lane("Statements", "");
        canvas.text(
            "tl-note",
            canvas.left + 4.0,
            top + 14.0,
            "no claim was found",
        );
        canvas.close_lane(top, 20.0);
    }
    for lane in marks.chunk_by(|a, b| a.lane == b.lane) {
        let top = canvas.lane(&name(names, &lane[0].lane), "");
        // Room above for arcs between statements of one lane.
        let height = placed.draw(canvas, axis, lane, top + 4.0);
        canvas.close_lane(top, height + 8.0);
    }
    if names.0.observations.is_empty() {
        unmeasured(canvas, names, axis);
    }
    window(canvas, axis, names.0.case.window);
    placed
}

fn name(names: Names<'_>, lane: &Lane) -> String {
    match lane {
        Lane::Party(_, id) => names.party(id),
        Lane::Status(page) => format!("Status page: {page}"),
        Lane::Others => "Press, readers, others".to_owned(),
    }
}

/// A lane that says that there are no measurements: silence must be seen.
fn unmeasured(canvas: &mut Canvas, names: Names<'_>, axis: &Axis) {
    let top = canvas.lane("Measurements", "");
    let hatch = canvas.hatch();
    canvas.band(
        "tl-blind",
        (axis.left, axis.right),
        (top, top + 30.0),
        Some(hatch),
    );
    let text = if names.0.datasets.is_empty() {
        "none given: nothing was measured"
    } else {
        "none covers this time: nothing was measured"
    };
    canvas.text("tl-label", axis.left + 8.0, top + 19.0, text);
    canvas.close_lane(top, 32.0);
}

/// The case's window, as a faint band behind the lanes.
fn window(canvas: &mut Canvas, axis: &Axis, window: Interval) {
    let x = (axis.x(window.start), axis.x(window.end));
    let whole = x.0 <= axis.left + 1.0 && x.1 >= axis.right - 1.0;
    if !whole {
        let bottom = canvas.y;
        canvas.underlay("tl-window", x, (8.0, bottom));
    }
}

/// Joins the measured stretch of the upper axis with the ends of the lower one.
pub(super) fn zoom_lines(canvas: &mut Canvas, upper: &Axis, hours: Interval, lower: &Axis) {
    let y = canvas.y;
    let (from, to) = (upper.x(hours.start), upper.x(hours.end));
    let to = to.max(from + 3.0);
    let (low_from, low_to) = (lower.x(hours.start), lower.x(hours.end));
    let d = format!(
        "M{from:.1} {y:.1}L{to:.1} {y:.1}L{low_to:.1} {:.1}L{low_from:.1} {:.1}Z",
        y + 26.0,
        y + 26.0
    );
    canvas.path("tl-zoom", &d);
    let text = format!("Measured hours, enlarged: {}", stamp::interval(hours));
    canvas.text("tl-note", canvas.left, y + 40.0, &text);
    canvas.y = y + 48.0;
    canvas.panel_here();
}
