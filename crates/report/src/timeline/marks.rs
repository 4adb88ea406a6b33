//! Statements as marks: gathered, put into rows so that none hides another, drawn.

use backpedal_model::{Claim, ClaimId, ClaimKind, DocumentKind, Interval, Move, PartyId, Polarity};

use super::{
    canvas::{Canvas, ROW},
    label::label,
    scale::Axis,
};
use crate::{names::Names, wrap::shorten};

/// Most rows of one lane; what does not fit is counted in words.
const MOST_ROWS: usize = 14;

/// The lane that a mark stands in. The order is the order of the lanes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Lane {
    /// A party's own words, by its place in the case.
    Party(usize, PartyId),
    /// A status page.
    Status(String),
    /// Everybody else: authors, readers, unnamed sources.
    Others,
}

/// The shape of a mark; tells the polarity without colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shape {
    Affirm,
    Deny,
    Open,
    Retraction,
}

/// One or more claims that say the same at the same time in the same lane.
pub(super) struct Mark {
    pub(super) lane: Lane,
    pub(super) shape: Shape,
    claims: Vec<(usize, ClaimId)>,
    range: Option<Interval>,
    text: String,
    moved: Option<Move>,
    tip: String,
}

/// Where the marks came to lie.
#[derive(Default)]
pub(super) struct Placed {
    /// Each claim's mark.
    pub(super) at: Vec<(ClaimId, (f64, f64))>,
    /// Where labels stand: from, to, height of the middle.
    pub(super) labels: Vec<(f64, f64, f64)>,
    /// Shapes that occur, for the legend.
    pub(super) shapes: Vec<Shape>,
}

/// The shape for a claim.
pub(super) fn shape(claim: &Claim) -> Shape {
    match (claim.kind, claim.polarity) {
        (ClaimKind::Retraction, Polarity::Affirm) => Shape::Retraction,
        (ClaimKind::Investigating, Polarity::Affirm) | (_, Polarity::Uncertain) => Shape::Open,
        (_, Polarity::Affirm) => Shape::Affirm,
        (_, Polarity::Deny) => Shape::Deny,
    }
}

/// The lane for a claim.
pub(super) fn lane(names: Names<'_>, claim: &Claim) -> Lane {
    let page = names.0.document(&claim.document_id);
    if let Some(page) = page.filter(|page| page.kind == DocumentKind::Status) {
        return Lane::Status(crate::names::outlet_of(names.0, page));
    }
    let party = names.speaking_for(claim);
    let place = |id: &PartyId| {
        names
            .0
            .case
            .parties
            .iter()
            .position(|party| party.id == *id)
    };
    match party.and_then(|party| place(&party.id).map(|at| (at, party.id.clone()))) {
        Some((at, id)) => Lane::Party(at, id),
        None => Lane::Others,
    }
}

/// All marks, in order of lane, then time, then number.
pub(super) fn gather(names: Names<'_>) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    for (at, claim) in names.0.claims.iter().enumerate() {
        let (lane, shape) = (lane(names, claim), shape(claim));
        let range = claim.said_at.as_ref().map(|range| range.interval());
        let text = label(names, claim);
        let numbered = (at + 1, claim.id.clone());
        let tip = format!(
            "{}: “{}”",
            names.speaker(claim),
            shorten(&claim.quote.text, 160)
        );
        let same = marks.iter_mut().find(|mark| {
            mark.lane == lane && mark.shape == shape && mark.range == range && mark.text == text
        });
        if let Some(mark) = same {
            mark.claims.push(numbered);
            mark.tip = format!("{}\n{tip}", mark.tip);
            continue;
        }
        let moved = moved(names, &claim.id);
        marks.push(Mark {
            lane,
            shape,
            claims: vec![numbered],
            range,
            text,
            moved,
            tip,
        });
    }
    marks.sort_by(|a, b| {
        let key = |mark: &Mark| {
            (
                mark.range.map(|range| (range.start, range.end)),
                mark.claims[0].0,
            )
        };
        a.lane.cmp(&b.lane).then(key(a).cmp(&key(b)))
    });
    marks
}

/// The move that a claim makes, where it gives something up.
fn moved(names: Names<'_>, id: &ClaimId) -> Option<Move> {
    let position = names
        .0
        .positions
        .iter()
        .find(|position| position.claims.contains(id))?;
    matches!(
        position.moved,
        Move::Hedged | Move::Reversed | Move::Admitted | Move::Retracted | Move::Withdrawn
    )
    .then_some(position.moved)
}

/// A mark with its place, before it is drawn.
struct Spot {
    x: f64,
    bar: (f64, f64),
    label: String,
    /// Where the label begins, or ends where it stands on the left.
    label_x: f64,
    length: f64,
    on_left: bool,
    row: usize,
}

impl Placed {
    /// Draws the marks of one lane from `top` on; returns the height used.
    pub(super) fn draw(
        &mut self,
        canvas: &mut Canvas,
        axis: &Axis,
        marks: &[Mark],
        top: f64,
    ) -> f64 {
        let spots = spots(canvas, axis, marks);
        let rows = spots.iter().map(|spot| spot.row + 1).max().unwrap_or(0);
        let mut hidden = 0;
        for (mark, spot) in marks.iter().zip(&spots) {
            if spot.row >= MOST_ROWS {
                hidden += mark.claims.len();
                continue;
            }
            let y = top + ROW * (spot.row as f64 + 0.5);
            draw(canvas, mark, spot, y);
            let from = if spot.on_left {
                spot.label_x - spot.length
            } else {
                spot.label_x
            };
            self.labels.push((from - 12.0, from + spot.length + 6.0, y));
            self.at
                .extend(mark.claims.iter().map(|(_, id)| (id.clone(), (spot.x, y))));
            if !self.shapes.contains(&mark.shape) {
                self.shapes.push(mark.shape);
            }
        }
        let shown = rows.min(MOST_ROWS);
        if hidden > 0 {
            let y = top + ROW * shown as f64 + 12.0;
            canvas.text(
                "tl-note",
                canvas.left,
                y,
                &format!("{hidden} more in the list below"),
            );
            return ROW * shown as f64 + 18.0;
        }
        ROW * shown as f64
    }

    /// Where a claim's mark lies.
    pub(super) fn place(&self, id: &ClaimId) -> Option<(f64, f64)> {
        self.at
            .iter()
            .find(|(claim, _)| claim == id)
            .map(|(_, at)| *at)
    }
}

fn spots(canvas: &Canvas, axis: &Axis, marks: &[Mark]) -> Vec<Spot> {
    let limit = if canvas.is_wide() { 42 } else { 30 };
    let mut rows: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut spots = Vec::new();
    for mark in marks {
        let whole = axis.domain;
        let range = mark.range.unwrap_or(whole);
        let x = axis.middle(range).clamp(axis.left + 8.0, axis.right - 8.0);
        let bar = (axis.x(range.start), axis.x(range.end));
        let label = shorten(&words(mark, axis), limit);
        // 6.4 units a character at 12 units of a system font: a little more than the average.
        let length = label.chars().count() as f64 * 6.4;
        let on_left = x + 12.0 + length > axis.right && x - 12.0 - length >= axis.left;
        let label_x = if on_left { x - 12.0 } else { x + 12.0 };
        let reach = if on_left {
            (label_x - length, x + 9.0)
        } else {
            (x - 9.0, label_x + length)
        };
        let extent = (reach.0.min(bar.0) - 6.0, reach.1.max(bar.1) + 6.0);
        let free = |row: &Vec<(f64, f64)>| {
            row.iter()
                .all(|used| extent.1 < used.0 || used.1 < extent.0)
        };
        let row = rows.iter().position(free).unwrap_or_else(|| {
            rows.push(Vec::new());
            rows.len() - 1
        });
        rows[row].push(extent);
        spots.push(Spot {
            x,
            bar,
            label,
            label_x,
            length,
            on_left,
            row,
        });
    }
    spots
}

fn words(mark: &Mark, axis: &Axis) -> String {
    let numbers: Vec<String> = mark.claims.iter().map(|(n, _)| n.to_string()).collect();
    let mut text = format!("{} {}", numbers.join(","), mark.text);
    if let Some(moved) = mark.moved {
        text.push_str(if moved == Move::Withdrawn {
            " · denial withdrawn"
        } else {
            " · "
        });
        if moved != Move::Withdrawn {
            text.push_str(moved.as_str());
        }
    }
    match mark.range {
        None => text.push_str(" · time not known"),
        Some(range) if range.start >= axis.domain.end => {
            text.push_str(&format!(" · {} →", range.start.strftime("%F")));
        }
        Some(range) if range.end <= axis.domain.start => {
            text.push_str(&format!(" · ← {}", range.start.strftime("%F")));
        }
        Some(_) => {}
    }
    text
}

fn draw(canvas: &mut Canvas, mark: &Mark, spot: &Spot, y: f64) {
    canvas.begin(&mark.tip);
    if spot.bar.1 - spot.bar.0 > 14.0 {
        bar(canvas, spot, y, mark.range.is_some());
    }
    if mark.moved.is_some() {
        canvas.circle("tl-ring", (spot.x, y), 9.0);
    }
    glyph(canvas, mark.shape, (spot.x, y));
    let class = if spot.on_left {
        "tl-label tl-end"
    } else {
        "tl-label"
    };
    canvas.text(class, spot.label_x, y + 4.0, &spot.label);
    canvas.end();
}

/// The bar of the time in which it was said, interrupted where the label stands.
fn bar(canvas: &mut Canvas, spot: &Spot, y: f64, known: bool) {
    let (from, to) = spot.bar;
    let class = if known { "tl-bar" } else { "tl-bar tl-guess" };
    let label = if spot.on_left {
        (spot.label_x - spot.length - 4.0, spot.label_x + 2.0)
    } else {
        (spot.label_x - 2.0, spot.label_x + spot.length + 4.0)
    };
    for (a, b) in [(from, label.0.min(to)), (label.1.max(from), to)] {
        if b > a {
            canvas.line(class, (a, y), (b, y));
        }
    }
    if known {
        for x in [from, to] {
            canvas.line("tl-bar", (x, y - 4.0), (x, y + 4.0));
        }
    }
}

/// The shape itself, centred.
pub(super) fn glyph(canvas: &mut Canvas, shape: Shape, (x, y): (f64, f64)) {
    match shape {
        Shape::Affirm => canvas.circle("tl-affirm", (x, y), 5.5),
        Shape::Open => canvas.circle("tl-open", (x, y), 5.0),
        Shape::Deny => {
            let cross = format!("M{:.1} {:.1}l9.6 9.6m0 -9.6l-9.6 9.6", x - 4.8, y - 4.8);
            canvas.path("tl-halo", &cross);
            canvas.path("tl-deny", &cross);
        }
        Shape::Retraction => {
            let hook = format!(
                "M{:.1} {:.1}h6.5a3.6 3.6 0 0 1 0 7.2h-3m-3.2 -10.4l-3.4 3.2l3.4 3.2",
                x - 3.8,
                y - 3.0
            );
            canvas.path("tl-halo", &hook);
            canvas.path("tl-retract", &hook);
        }
    }
}
