//! CSV with a header line.

use std::io::BufRead;

use backpedal_model::{Place, Problem};

use super::{
    next_line,
    table::{Refused, Rows, Take, Wrong, is_ioda},
};

/// Whether a header names the time and a series of IODA.
pub(super) fn begins_ioda(header: &str) -> bool {
    is_ioda(&fields(header))
}

/// The fields of a line: separated by commas, with double quotes around those that hold commas
/// (RFC 4180). No field reaches over a line's end.
fn fields(line: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut quoted = false;
    let mut chars = line.trim_end_matches(['\r', '\n']).chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                push(&mut found, '"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => found.push(String::new()),
            c => push(&mut found, c),
        }
    }
    for field in &mut found {
        *field = field.trim_start_matches('\u{feff}').trim().to_owned();
    }
    found
}

fn push(fields: &mut [String], c: char) {
    if let Some(last) = fields.last_mut() {
        last.push(c);
    }
}

/// A file of lines, the first of which names the columns.
pub(super) struct Csv<'a> {
    pub(super) name: &'a str,
    pub(super) content: &'a mut dyn BufRead,
}

impl Rows for Csv<'_> {
    fn walk(&mut self, _: &dyn Fn(&str) -> bool, problems: &mut Vec<Problem>, take: &mut Take<'_>) {
        let mut number = 0_u64;
        let mut refused = Refused::new(self.name, "lines hold");
        let mut line = Vec::new();
        while next_line(self.content, &mut line) {
            number += 1;
            let text = String::from_utf8_lossy(&line);
            if text.trim().is_empty() {
                continue;
            }
            match take(&fields(&text)) {
                Ok(()) => {}
                Err(Wrong::Header) => {
                    let message = "does not begin with a header line that names its columns";
                    problems.push(Problem::new(self.name, message).at(Place::Line(number)));
                    return;
                }
                Err(Wrong::Row) => refused.tell(Place::Line(number), problems),
            }
        }
        if number == 0 {
            problems.push(Problem::new(self.name, "is empty"));
        }
        refused.end(problems);
    }
}
