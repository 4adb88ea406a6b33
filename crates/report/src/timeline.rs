//! The timeline picture: who said what when, what contradicts what, and under it, on a time axis
//! of its own where hours matter, what was measured.
//!
//! A lane per party holds its statements; the shape of a mark tells the polarity, colour only
//! repeats it. A bar through a mark is the time in which the words were said, as finely as the
//! source tells; no order is drawn inside a bar. Arcs join contradicting claims. Hatching means
//! that nothing was measured, which is never "nothing happened".

mod arcs;
mod canvas;
mod claimed;
mod entries;
mod label;
mod legend;
mod marks;
mod panel;
mod scale;
mod series;

pub(crate) use entries::{Entry, entries};

use backpedal_model::Dossier;

use crate::names::Names;
use canvas::Canvas;

/// The look of the picture alone; also part of [`crate::STYLE`].
pub(crate) const STYLE: &str = include_str!("../assets/timeline.css");

/// How wide the picture is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// 1120 units wide, names beside the lanes.
    Wide,
    /// 364 units wide, names above the lanes: for phones.
    Narrow,
}

/// The picture as one SVG element that stands alone, in the wide layout: style included, light
/// and dark, nothing from outside. The same dossier gives the same bytes.
#[must_use]
pub fn timeline_svg(dossier: &Dossier) -> String {
    timeline(dossier, Layout::Wide)
}

/// The picture in a layout; see [`timeline_svg`].
#[must_use]
pub fn timeline(dossier: &Dossier, layout: Layout) -> String {
    draw(dossier, layout, true)
}

/// The picture without its style, for pages that carry [`crate::STYLE`].
pub(crate) fn fragment(dossier: &Dossier, layout: Layout) -> String {
    draw(dossier, layout, false)
}

fn draw(dossier: &Dossier, layout: Layout, styled: bool) -> String {
    let names = Names(dossier);
    let mut canvas = Canvas::new(layout);
    let domain = scale::statements(dossier);
    let measured = scale::measured(dossier);
    // A zoomed panel of its own where measurements fill only a small part of the axis.
    let zoom = measured.filter(|hours| scale::needs_zoom(domain, *hours));
    let axis = canvas.axis(domain);
    let placed = panel::statements(&mut canvas, names, &axis);
    if zoom.is_none() {
        series::lanes(&mut canvas, names, &axis);
    }
    canvas.close_panel(&axis, &dossier.case);
    if let Some(hours) = zoom {
        let wider = scale::with_claimed_times(dossier, hours);
        let below = canvas.axis(wider);
        panel::zoom_lines(&mut canvas, &axis, hours, &below);
        claimed::lane(&mut canvas, names, &below);
        series::lanes(&mut canvas, names, &below);
        canvas.close_panel(&below, &dossier.case);
    }
    arcs::draw(&mut canvas, names, &placed);
    legend::draw(&mut canvas, &placed, dossier);
    let describe = entries::description(names);
    canvas.finish(&dossier.case.title, &describe, styled.then_some(STYLE))
}
