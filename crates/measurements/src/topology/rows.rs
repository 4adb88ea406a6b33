//! The rows of a text file, and which of them do not belong there.

use std::io::BufRead;

use backpedal_model::Place;

use super::Reading;
use crate::{
    few::Few,
    lines::{Line, next as next_line},
};

/// Calls `take` with every line that is not blank, trimmed, until the file ends. A line of which
/// `take` returns `false` is told as "is not …". Returns how many lines `take` took.
pub(super) fn rows(
    file: &mut Reading<'_, '_>,
    content: &mut dyn BufRead,
    what: &str,
    mut take: impl FnMut(&str) -> Taken,
) -> u64 {
    let (mut number, mut taken, mut wrong) = (0_u64, 0_u64, Few::default());
    let mut line = Vec::new();
    loop {
        let whole = match next_line(content, &mut line) {
            Line::End => break,
            Line::Whole => true,
            Line::TooLong => false,
        };
        number += 1;
        let text = String::from_utf8_lossy(&line);
        let text = text.trim();
        if text.is_empty() {
            continue;
        }
        let done = if whole { take(text) } else { Taken::Wrong };
        match done {
            Taken::Record => taken += 1,
            Taken::Remark => {}
            Taken::Wrong => {
                if wrong.tells() {
                    file.problem(format!("is not {what}")).place = Some(Place::Line(number));
                }
            }
        }
    }
    if let Some(wrong) = wrong.many() {
        file.problem(format!("{wrong} of {number} lines are not {what}"))
            .hint = Some("check the kind that is declared for this file".to_owned());
    }
    taken
}

/// What a line was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Taken {
    /// A record.
    Record,
    /// A comment or a header.
    Remark,
    /// Nothing that belongs there.
    Wrong,
}

impl From<bool> for Taken {
    fn from(good: bool) -> Self {
        if good { Self::Record } else { Self::Wrong }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn an_endless_line_is_left_out_and_the_next_is_read() {
        let mut problems = Vec::new();
        let mut file = Reading {
            name: "t.txt",
            problems: &mut problems,
            tell: &mut |_| {},
        };
        let mut bytes = vec![b'7'; 3 << 20];
        bytes.extend(b"\n# remark\n\ngood\nbad\nbad\nbad\n");
        let mut seen = Vec::new();
        let taken = rows(&mut file, &mut Cursor::new(bytes), "a word", |text| {
            seen.push(text.to_owned());
            match text {
                "# remark" => Taken::Remark,
                other => (other == "good").into(),
            }
        });
        assert_eq!((taken, seen.len()), (1, 5));
        let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(told[0], "t.txt, line 1: is not a word");
        assert_eq!(told.len(), 4, "{told:?}");
        assert!(told[3].starts_with("t.txt: 4 of 7 lines"), "{told:?}");
    }
}
