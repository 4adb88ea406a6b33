//! The sheet that the picture is drawn on: sizes, primitives, axes. All coordinates are printed
//! with one decimal, so that the bytes do not depend on the last bits of a float.

use std::fmt::Write as _;

use backpedal_model::{Case, Interval};

use super::{Layout, scale::Axis};

/// Height of one row of statements.
pub(super) const ROW: f64 = 20.0;

/// The picture while it is drawn.
pub(super) struct Canvas {
    pub(super) layout: Layout,
    pub(super) width: f64,
    /// Where the plot begins and ends.
    pub(super) left: f64,
    pub(super) right: f64,
    /// Where the next thing goes.
    pub(super) y: f64,
    /// Top of the panel at hand.
    panel: f64,
    /// Places from which a dropped line leads to the bottom of the panel.
    pub(super) drops: Vec<(f64, f64)>,
    /// Behind everything: bands, grid.
    back: String,
    /// In front.
    front: String,
}

impl Canvas {
    pub(super) fn new(layout: Layout) -> Self {
        let (width, left, right) = match layout {
            Layout::Wide => (1100.0, 150.0, 1096.0),
            Layout::Narrow => (364.0, 6.0, 358.0),
        };
        Self {
            layout,
            width,
            left,
            right,
            y: 8.0,
            panel: 8.0,
            drops: Vec::new(),
            back: String::new(),
            front: String::new(),
        }
    }

    /// A time axis over the width of the plot; begins a panel.
    pub(super) fn axis(&mut self, domain: Interval) -> Axis {
        self.panel = self.y;
        Axis {
            domain,
            left: self.left,
            right: self.right,
        }
    }

    /// The panel begins only here.
    pub(super) fn panel_here(&mut self) {
        self.panel = self.y;
    }

    /// The id of the hatching; each layout has its own, for both stand in one page.
    pub(super) fn hatch(&self) -> &'static str {
        match self.layout {
            Layout::Wide => "bp-hatch-wide",
            Layout::Narrow => "bp-hatch-narrow",
        }
    }

    pub(super) fn is_wide(&self) -> bool {
        self.layout == Layout::Wide
    }

    /// Opens a lane: its name, in the gutter or above. Returns the top of its drawing area.
    pub(super) fn lane(&mut self, name: &str, note: &str) -> f64 {
        let y = self.y;
        self.line(
            "tl-rule",
            (if self.is_wide() { 0.0 } else { self.left }, y),
            (self.right, y),
        );
        if self.is_wide() {
            let lines = fold(name, 20, 2);
            for (at, line) in lines.iter().enumerate() {
                self.text("tl-lane", 0.0, y + 19.0 + 15.0 * at as f64, line);
            }
            let below = y + 19.0 + 15.0 * lines.len() as f64;
            for (at, line) in fold(note, 23, 3).iter().enumerate() {
                self.text("tl-note", 0.0, below + 13.0 * at as f64, line);
            }
            self.y = y + 6.0;
        } else {
            self.text(
                "tl-lane",
                self.left,
                y + 16.0,
                &crate::wrap::shorten(name, 40),
            );
            self.y = y + 22.0;
            for line in fold(note, 56, 2) {
                self.text("tl-note", self.left, self.y + 7.0, &line);
                self.y += 13.0;
            }
        }
        self.y
    }

    /// Closes a lane that began at `top` and must hold its name.
    pub(super) fn close_lane(&mut self, top: f64, height: f64) {
        let least = if self.is_wide() { 44.0 } else { 8.0 };
        self.y = top + height.max(least) + 6.0;
    }

    /// Draws grid and labels of the axis under what was drawn since the panel began.
    pub(super) fn close_panel(&mut self, axis: &Axis, case: &Case) {
        let (top, bottom) = (self.panel, self.y);
        let most = if self.is_wide() { 9 } else { 4 };
        let ticks = axis.ticks(most, &case.time_zone());
        let local = ticks.iter().any(|tick| tick.local.is_some());
        let mut grid = String::new();
        for tick in &ticks {
            let x = axis.x(tick.at);
            let _ = write!(
                grid,
                r#"<line class="tl-grid" x1="{x:.1}" x2="{x:.1}" y1="{top:.1}" y2="{bottom:.1}"/>"#
            );
        }
        for (x, y) in std::mem::take(&mut self.drops) {
            let _ = write!(
                grid,
                r#"<line class="tl-drop" x1="{x:.1}" x2="{x:.1}" y1="{y:.1}" y2="{bottom:.1}"/>"#
            );
        }
        self.back.push_str(&grid);
        self.line("tl-axis", (self.left, bottom), (self.right, bottom));
        let half = if self.is_wide() { 32.0 } else { 30.0 };
        for tick in &ticks {
            let x = axis.x(tick.at);
            let (class, at) = if x < self.left + half {
                ("tl-tick", self.left)
            } else if x > self.right - half {
                ("tl-tick tl-end", self.right)
            } else {
                ("tl-tick tl-mid", x)
            };
            self.text(class, at, bottom + 15.0, &tick.utc);
            if let Some(there) = &tick.local {
                self.text(&format!("{class} tl-faint"), at, bottom + 29.0, there);
            }
        }
        self.axis_names(bottom, local, &case.zone);
    }

    fn axis_names(&mut self, bottom: f64, local: bool, zone: &str) {
        let city = zone.rsplit('/').next().unwrap_or(zone).replace('_', " ");
        if self.is_wide() {
            self.text("tl-tick tl-end", self.left - 10.0, bottom + 15.0, "UTC");
            if local {
                let place = crate::wrap::shorten(&city, 20);
                self.text(
                    "tl-tick tl-end tl-faint",
                    self.left - 10.0,
                    bottom + 29.0,
                    &place,
                );
            }
            self.y = bottom + if local { 44.0 } else { 30.0 };
        } else {
            let names = if local {
                format!("above: UTC · below: {city}")
            } else {
                "UTC".to_owned()
            };
            let at = bottom + if local { 43.0 } else { 29.0 };
            self.text("tl-note", self.left, at, &names);
            self.y = at + 16.0;
        }
    }

    pub(super) fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        let ((x1, y1), (x2, y2)) = (from, to);
        let _ = write!(
            self.front,
            r#"<line class="{class}" x1="{x1:.1}" y1="{y1:.1}" x2="{x2:.1}" y2="{y2:.1}"/>"#
        );
    }

    /// A rectangle behind what is drawn in front; nothing where it has no width.
    pub(super) fn band(&mut self, class: &str, x: (f64, f64), y: (f64, f64), fill: Option<&str>) {
        let rectangle = rectangle(class, x, y, fill);
        self.back.push_str(&rectangle);
    }

    /// A rectangle behind everything.
    pub(super) fn underlay(&mut self, class: &str, x: (f64, f64), y: (f64, f64)) {
        let rectangle = rectangle(class, x, y, None);
        self.back.insert_str(0, &rectangle);
    }

    /// A path behind what is drawn in front.
    pub(super) fn back_path(&mut self, class: &str, d: &str) {
        let _ = write!(self.back, r#"<path class="{class}" d="{d}"/>"#);
    }

    pub(super) fn path(&mut self, class: &str, d: &str) {
        let _ = write!(self.front, r#"<path class="{class}" d="{d}"/>"#);
    }

    pub(super) fn circle(&mut self, class: &str, at: (f64, f64), r: f64) {
        let (x, y) = at;
        let _ = write!(
            self.front,
            r#"<circle class="{class}" cx="{x:.1}" cy="{y:.1}" r="{r:.1}"/>"#
        );
    }

    pub(super) fn text(&mut self, class: &str, x: f64, y: f64, text: &str) {
        let text = escape(text);
        let _ = write!(
            self.front,
            r#"<text class="{class}" x="{x:.1}" y="{y:.1}">{text}</text>"#
        );
    }

    /// Opens a group with a tool tip, linked to a claim; close it with [`Canvas::end`].
    pub(super) fn begin(&mut self, tip: &str) {
        let _ = write!(self.front, "<g><title>{}</title>", escape(tip));
    }

    pub(super) fn end(&mut self) {
        self.front.push_str("</g>");
    }

    /// The SVG element.
    pub(super) fn finish(self, title: &str, describe: &str, style: Option<&str>) -> String {
        let margin = if self.is_wide() { 10.0 } else { 0.0 };
        let (x, w, h) = (-margin, 2.0f64.mul_add(margin, self.width), self.y.ceil());
        let hatch = self.hatch();
        let mut out = format!(
            concat!(
                r#"<svg xmlns="http://www.w3.org/2000/svg" class="bp-tl" viewBox="{x} 0 {w} {h}" "#,
                r#"width="{w}" height="{h}" role="img" aria-label="Timeline: {title}">"#,
                "<title>Timeline: {title}</title><desc>{describe}</desc>"
            ),
            x = x,
            w = w,
            h = h,
            title = escape(title),
            describe = escape(describe)
        );
        if let Some(style) = style {
            let _ = write!(out, "<style>{style}</style>");
        }
        let _ = write!(
            out,
            concat!(
                r#"<defs><pattern id="{hatch}" width="7" height="7" patternUnits="userSpaceOnUse" "#,
                r#"patternTransform="rotate(45)"><line class="tl-hatch" x1="0" y1="0" x2="0" y2="7"/>"#,
                r#"</pattern></defs><rect class="tl-paper" x="{x}" width="{w}" height="{h}"/>"#
            ),
            hatch = hatch,
            x = x,
            w = w,
            h = h
        );
        out.push_str(&self.back);
        out.push_str(&self.front);
        out.push_str("</svg>\n");
        out
    }
}

fn rectangle(class: &str, x: (f64, f64), y: (f64, f64), fill: Option<&str>) -> String {
    let (width, height) = (x.1 - x.0, y.1 - y.0);
    if width <= 0.05 || height <= 0.05 {
        return String::new();
    }
    let fill = fill.map_or(String::new(), |id| format!(r#" fill="url(#{id})""#));
    format!(
        r#"<rect class="{class}"{fill} x="{:.1}" y="{:.1}" width="{width:.1}" height="{height:.1}"/>"#,
        x.0, y.0
    )
}

/// Breaks a short text into at most `most` lines of at most `limit` characters.
pub(super) fn fold(text: &str, limit: usize, most: usize) -> Vec<String> {
    if text.is_empty() {
        return Vec::new();
    }
    let folded = crate::wrap::wrap(text, limit, "", "");
    let mut lines: Vec<String> = folded
        .lines()
        .map(|line| crate::wrap::shorten(line, limit))
        .collect();
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            *last = crate::wrap::shorten(&format!("{last} …"), limit);
        }
    }
    lines
}

/// Escapes text for XML content and attributes, and drops what XML 1.0 cannot hold.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() => out.push(' '),
            '\u{fffe}' | '\u{ffff}' => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_from_outside_becomes_markup() {
        assert_eq!(
            escape("<a href='x'>&\u{0}"),
            "&lt;a href=&#39;x&#39;&gt;&amp; "
        );
    }

    #[test]
    fn long_names_fold_and_end_in_an_ellipsis() {
        assert_eq!(
            fold("Halyard Voice Services", 12, 2),
            ["Halyard", "Voice …"]
        );
        assert!(fold("", 12, 2).is_empty());
    }
}
