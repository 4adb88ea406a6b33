//! The ledger: a heading for each party and question, then a row for each position.

use super::Page;
use crate::{
    view::{LedgerView, Report},
    wrap::{plain, shorten},
};

/// Columns of the widest time, stance and move.
struct Columns {
    when: usize,
    stance: usize,
    moved: usize,
}

/// A quotation beside its row is worth reading from here on; else it stands below.
const LEAST_QUOTE: usize = 32;

impl Page {
    pub(super) fn ledger(&self, report: &Report) -> String {
        let mut out = self.heading("Ledger: who stood where, when");
        if report.ledger.is_empty() {
            out.push_str("No party took a position.\n");
            return out;
        }
        let widest = |of: fn(&LedgerView) -> &str| {
            let lengths = report.ledger.iter().map(|row| of(row).chars().count());
            lengths.max().unwrap_or(0)
        };
        let columns = Columns {
            when: widest(|row| &row.when),
            stance: widest(|row| row.stance),
            moved: widest(|row| row.moved),
        };
        let mut above: Option<(&str, &str)> = None;
        for row in &report.ledger {
            let key = (row.party.as_str(), row.question.as_str());
            if above != Some(key) {
                let heading = format!("{}: {}", row.party, row.question);
                out.push_str(&self.para(&heading, "", "  "));
                above = Some(key);
            }
            out.push_str(&self.position(row, &columns));
            if let Some(ended) = &row.ended {
                out.push_str(&format!("      {ended}\n"));
            }
        }
        out
    }

    fn position(&self, row: &LedgerView, columns: &Columns) -> String {
        let numbers: Vec<String> = row.claims.iter().map(|c| c.number.to_string()).collect();
        let numbers = match numbers.as_slice() {
            [one] => format!("claim {one}"),
            several => format!("claims {}", several.join(", ")),
        };
        let quote = row.claims.first().map_or("", |claim| claim.quote.trim());
        let moved = if row.telling {
            self.bold(row.moved)
        } else {
            row.moved.to_owned()
        };
        // Padding counts what is seen, not the codes of bold print.
        let pad = " ".repeat(columns.moved - row.moved.chars().count());
        let line = format!(
            "  {:<when$}  {:<stance$}  {moved}{pad}  {numbers}",
            row.when,
            row.stance,
            when = columns.when,
            stance = columns.stance,
        );
        let seen = 2 + columns.when + 2 + columns.stance + 2 + columns.moved + 2;
        let seen = seen + numbers.chars().count();
        if seen > self.width {
            let text = format!("{} · {} · {} · {numbers}", row.when, row.stance, row.moved);
            let first = self.para(&text, "  ", "    ");
            return format!("{first}{}", self.quoted(quote));
        }
        let room = self.width.saturating_sub(seen + 4);
        if room < LEAST_QUOTE {
            return format!("{}\n{}", line.trim_end(), self.quoted(quote));
        }
        format!("{line}  “{}”\n", shorten(&plain(quote), room))
    }

    fn quoted(&self, quote: &str) -> String {
        format!("      “{}”\n", shorten(&plain(quote), self.width - 8))
    }
}
