//! Contradictions, and what only seems to be one.

use super::Page;
use crate::{
    stamp::count,
    view::{CardView, Passage, Report, groups},
    wrap::shorten,
};

impl Page {
    pub(super) fn contradictions(&self, report: &Report) -> String {
        let mut out = self.heading("Contradictions");
        if report.contradictions.is_empty() {
            out.push_str("No contradiction was found.\n");
        }
        if self.brief {
            for card in &report.contradictions {
                out.push_str(&self.row(card, &format!("{:<2} ", card.letter)));
            }
            return out;
        }
        for (at, group) in groups::of(&report.contradictions).iter().enumerate() {
            if at > 0 {
                out.push('\n');
            }
            out.push_str(&self.card(group.card));
            for also in &group.also {
                out.push_str(&self.row(also, &format!("   Also {}: ", also.letter)));
            }
        }
        out
    }

    /// How many pairs only seem to contradict each other, and where to see them.
    pub(super) fn apparent_count(&self, report: &Report) -> String {
        let pairs = report.non_contradictions.len();
        if pairs == 0 {
            return String::new();
        }
        let mut kinds: Vec<(&str, usize)> = Vec::new();
        for card in &report.non_contradictions {
            match kinds.iter_mut().find(|(kind, _)| *kind == card.kind) {
                Some((_, n)) => *n += 1,
                None => kinds.push((card.kind, 1)),
            }
        }
        let kinds: Vec<String> = kinds
            .iter()
            .map(|(kind, n)| format!("{n} {kind}"))
            .collect();
        let text = format!(
            "Not contradictions, though they may look it: {} ({}); `backpedal check --all` shows \
             them with the reasons.",
            count(pairs, "pair", "pairs"),
            kinds.join(", ")
        );
        format!("\n{}", self.para(&text, "", "  "))
    }

    /// What only seems to contradict, with kinds and reasons.
    pub(super) fn apparent(&self, report: &Report) -> String {
        let mut out = self.heading("Not contradictions, though they may look it");
        if report.non_contradictions.is_empty() {
            out.push_str("None.\n");
        }
        for card in &report.non_contradictions {
            out.push_str(&self.row(card, &format!("{:<2} ", card.letter)));
            if !self.brief {
                let why = shorten(&card.point, 3 * self.width);
                out.push_str(&self.para(&why, "     ", "     "));
            }
        }
        out
    }

    /// Both passages, why, and what would change it.
    fn card(&self, card: &CardView) -> String {
        let mut head = card.kind.to_owned();
        if let Some(strength) = card.strength {
            head = format!("{head}, {strength}");
        }
        if let Some(id) = &card.id {
            head = format!("{head} ({id})");
        }
        let mut out = self.strong(&head, &format!("{:<2} ", card.letter), "   ");
        for passage in [&card.a, &card.b] {
            out.push_str(&self.passage(passage));
        }
        let why = shorten(&card.point, 4 * self.width);
        out.push_str(&self.para(&why, "   Why           ", &" ".repeat(17)));
        if let Some(change) = &card.would_change {
            let change = shorten(change, 3 * self.width);
            out.push_str(&self.para(&change, "   Would change  ", &" ".repeat(17)));
        }
        out
    }

    fn passage(&self, passage: &Passage) -> String {
        let place = if passage.outlet == passage.document {
            passage.outlet.clone()
        } else {
            format!("{}, {}", passage.outlet, passage.document)
        };
        let who = format!(
            "{} · {} · {place} · claim {}",
            shorten(&passage.speaker, 60),
            passage.said,
            passage.number
        );
        let quote = format!("“{}”", shorten(&passage.quote, 3 * self.width));
        self.para(&who, "   ", "     ") + &self.para(&quote, "     ", "     ")
    }

    /// One pair in a line, or two where the terminal is narrow.
    fn row(&self, card: &CardView, first: &str) -> String {
        let strength = card.strength.map(|strength| format!(" ({strength})"));
        let text = format!(
            "{}{}: claim {} “{}” / claim {} “{}”",
            card.kind,
            strength.unwrap_or_default(),
            card.a.number,
            shorten(&card.a.quote, 48),
            card.b.number,
            shorten(&card.b.quote, 48),
        );
        self.para(&text, first, "     ")
    }
}
