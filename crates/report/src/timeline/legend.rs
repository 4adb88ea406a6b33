//! What the signs of the picture mean; only signs that occur.

use backpedal_model::Dossier;

use super::{
    canvas::Canvas,
    marks::{Placed, Shape, glyph},
};

/// A sign and its words.
enum Sign {
    Mark(Shape),
    Ring,
    Bar,
    Arc(&'static str),
    Hatch,
}

/// Draws the legend and moves past it.
pub(super) fn draw(canvas: &mut Canvas, placed: &Placed, dossier: &Dossier) {
    let mut signs: Vec<(Sign, &str)> = Vec::new();
    let shapes = [
        (Shape::Affirm, "says so"),
        (Shape::Deny, "says not so"),
        (Shape::Open, "open, hedged"),
        (Shape::Retraction, "speaks of a retraction"),
    ];
    for (shape, words) in shapes {
        if placed.shapes.contains(&shape) {
            signs.push((Sign::Mark(shape), words));
        }
    }
    if !placed.at.is_empty() {
        signs.push((Sign::Ring, "position moved"));
        signs.push((Sign::Bar, "said within; order inside not drawn"));
    }
    let own = |kind: backpedal_model::ContradictionKind| {
        use backpedal_model::ContradictionKind::{Retraction, Reversal};
        matches!(kind, Reversal | Retraction)
    };
    if dossier.contradictions.iter().any(|found| own(found.kind)) {
        signs.push((Sign::Arc("tl-arc tl-own"), "contradicts own words"));
    }
    if dossier.contradictions.iter().any(|found| !own(found.kind)) {
        signs.push((Sign::Arc("tl-arc"), "contradicts another’s"));
    }
    signs.push((Sign::Hatch, "not measured"));
    let left = if canvas.is_wide() { 0.0 } else { canvas.left };
    let (mut x, mut y) = (left, canvas.y + 10.0);
    canvas.line(
        "tl-rule",
        (left, canvas.y - 4.0),
        (canvas.right, canvas.y - 4.0),
    );
    for (sign, words) in signs {
        let length = 30.0 + words.chars().count() as f64 * 6.3 + 16.0;
        if x > left && x + length > canvas.right {
            (x, y) = (left, y + 21.0);
        }
        sample(canvas, &sign, x, y);
        canvas.text("tl-note", x + 30.0, y + 4.0, words);
        x += length;
    }
    canvas.y = y + 16.0;
}

fn sample(canvas: &mut Canvas, sign: &Sign, x: f64, y: f64) {
    let middle = x + 13.0;
    match sign {
        Sign::Mark(shape) => glyph(canvas, *shape, (middle, y)),
        Sign::Ring => {
            canvas.circle("tl-ring", (middle, y), 9.0);
            glyph(canvas, Shape::Open, (middle, y));
        }
        Sign::Bar => {
            canvas.line("tl-bar", (x + 1.0, y), (x + 25.0, y));
            for at in [x + 1.0, x + 25.0] {
                canvas.line("tl-bar", (at, y - 4.0), (at, y + 4.0));
            }
            glyph(canvas, Shape::Affirm, (middle, y));
        }
        Sign::Arc(class) => {
            let d = format!("M{:.1} {:.1}q12 -18 24 0", x + 1.0, y + 5.0);
            canvas.path(class, &d);
        }
        Sign::Hatch => {
            let hatch = canvas.hatch();
            canvas.band(
                "tl-blind",
                (x + 1.0, x + 25.0),
                (y - 7.0, y + 7.0),
                Some(hatch),
            );
        }
    }
}
