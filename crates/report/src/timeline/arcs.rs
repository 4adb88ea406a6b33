//! Arcs between statements that contradict each other, with the letter of the card.

use backpedal_model::{ContradictionKind, Strength};

use super::{canvas::Canvas, marks::Placed};
use crate::{
    names::{Names, letter},
    stamp::count,
};

/// Most arcs drawn; the cards hold them all.
const MOST: usize = 26;

/// A cubic curve.
struct Curve([(f64, f64); 4]);

impl Curve {
    /// The point at `t`, 0 to 1.
    fn at(&self, t: f64) -> (f64, f64) {
        let s = 1.0 - t;
        let weights = [s * s * s, 3.0 * s * s * t, 3.0 * s * t * t, t * t * t];
        let sum = |pick: fn(&(f64, f64)) -> f64| {
            self.0
                .iter()
                .zip(weights)
                .map(|(point, weight)| pick(point) * weight)
                .sum()
        };
        (sum(|point| point.0), sum(|point| point.1))
    }
}

/// Draws the arcs over what is drawn already.
pub(super) fn draw(canvas: &mut Canvas, names: Names<'_>, placed: &Placed) {
    let mut badges: Vec<(f64, f64)> = Vec::new();
    for (at, found) in names.0.contradictions.iter().enumerate().take(MOST) {
        let (Some(a), Some(b)) = (placed.place(&found.a), placed.place(&found.b)) else {
            continue;
        };
        let curve = curve(canvas, placed, a, b, badges.len());
        let [from, one, two, to] = curve.0;
        let d = format!(
            "M{:.1} {:.1}C{:.1} {:.1} {:.1} {:.1} {:.1} {:.1}",
            from.0, from.1, one.0, one.1, two.0, two.1, to.0, to.1
        );
        let own = matches!(
            found.kind,
            ContradictionKind::Reversal | ContradictionKind::Retraction
        );
        let class = match (own, found.strength) {
            (true, _) => "tl-arc tl-own",
            (false, Strength::Weak) => "tl-arc tl-weak",
            (false, _) => "tl-arc",
        };
        let name = letter(at);
        canvas.begin(&format!(
            "Contradiction {name}, {}: {}",
            found.kind, found.why
        ));
        canvas.back_path(class, &d);
        let spot = badge(&curve, &badges, placed);
        badges.push(spot);
        canvas.circle("tl-badge", spot, 7.5);
        canvas.text("tl-letter tl-mid", spot.0, spot.1 + 3.6, &name);
        canvas.end();
    }
    let more = names.0.contradictions.len().saturating_sub(MOST);
    if more > 0 {
        let text = format!(
            "{} more, not drawn",
            count(more, "contradiction", "contradictions")
        );
        let y = canvas.y + 8.0;
        canvas.text("tl-note", canvas.left, y, &text);
        canvas.y = y + 10.0;
    }
}

/// A place on the curve for its letter: off other letters, and off labels where there is room.
fn badge(curve: &Curve, badges: &[(f64, f64)], placed: &Placed) -> (f64, f64) {
    let places: Vec<(f64, f64)> = (0..=8)
        .flat_map(|n| [0.5 - f64::from(n) * 0.05, 0.5 + f64::from(n) * 0.05])
        .map(|t| curve.at(t))
        .collect();
    let alone = |(x, y): &(f64, f64)| badges.iter().all(|(p, q)| (x - p).hypot(y - q) > 17.0);
    let clear = |(x, y): &(f64, f64)| {
        let labels = placed.labels.iter();
        labels
            .copied()
            .all(|(from, to, middle)| (y - middle).abs() > 13.0 || *x < from || to < *x)
    };
    let best = places.iter().find(|place| alone(place) && clear(place));
    let best = best.or_else(|| places.iter().find(|place| alone(place)));
    best.copied().unwrap_or_else(|| curve.at(0.5))
}

/// Marks above each other are joined by a bow to the left, those side by side by one above, others
/// by an S that leaves and arrives upright.
fn curve(canvas: &Canvas, placed: &Placed, a: (f64, f64), b: (f64, f64), index: usize) -> Curve {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let step = 11.0 * (index % 5) as f64;
    if dy.abs() < 4.0 {
        let rise = (26.0 + dx.abs() * 0.06).min(44.0);
        return Curve([
            a,
            (a.0 + dx * 0.15, a.1 - rise),
            (b.0 - dx * 0.15, b.1 - rise),
            b,
        ]);
    }
    if dx.abs() < 96.0 {
        let bow = 34.0 + step + dy.abs() * 0.12;
        let edge = canvas.left.min(a.0).min(b.0) - if canvas.is_wide() { 8.0 } else { 4.0 };
        // A bow keeps to the left of the marks that it passes, for their labels stand on the right.
        let passed = placed.at.iter().map(|(_, mark)| *mark).filter(|(x, y)| {
            a.1.min(b.1) < *y && *y < a.1.max(b.1) && (x - a.0.min(b.0)).abs() < 150.0
        });
        // The curve's furthest point lies three quarters of the way to its controls.
        let passed = passed.map(|(x, _)| (x - 14.0 - 0.25 * a.0.min(b.0)) / 0.75);
        let passed = passed.fold(f64::MAX, f64::min);
        let x = (a.0.min(b.0) - bow).min(passed).max(edge);
        return Curve([a, (x, a.1 + dy * 0.1), (x, b.1 - dy * 0.1), b]);
    }
    let lean = step * dx.signum();
    Curve([
        a,
        (a.0 + lean, a.1 + dy * 0.6),
        (b.0 - lean, b.1 - dy * 0.6),
        b,
    ])
}
