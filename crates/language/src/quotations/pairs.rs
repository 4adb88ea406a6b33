//! Marks into pairs.

use std::ops::Range;

use super::{
    Quotation,
    marks::{Mark, Role},
};

/// Pushes the quotations of a paragraph. Their chains are set by the caller.
pub(super) fn pairs(
    text: &str,
    paragraph: &Range<usize>,
    marks: &[Mark],
    found: &mut Vec<Quotation>,
) {
    let mut state = State {
        text,
        end: paragraph.end,
        marks,
        closers: closers(marks),
        open: Vec::new(),
        found,
    };
    for number in 0..marks.len() {
        state.mark(number);
    }
    while let Some(number) = state.open.pop() {
        state.unclosed(number, paragraph.end);
    }
}

/// For each mark, the next single mark at or after it that can close, before the next double mark
/// can matter; so that an apostrophe does not open what nothing closes.
fn closers(marks: &[Mark]) -> Vec<Option<usize>> {
    let mut next = None;
    let mut found = vec![None; marks.len()];
    for (number, mark) in marks.iter().enumerate().rev() {
        found[number] = next;
        if !mark.double && mark.role == Role::Close && !mark.doubtful {
            next = Some(number);
        }
    }
    found
}

struct State<'a> {
    text: &'a str,
    /// Where the paragraph ends.
    end: usize,
    marks: &'a [Mark],
    /// The next sure single closing mark after each mark.
    closers: Vec<Option<usize>>,
    /// The marks that opened what is open.
    open: Vec<usize>,
    found: &'a mut Vec<Quotation>,
}

impl State<'_> {
    fn mark(&mut self, number: usize) {
        let mark = &self.marks[number];
        if mark.double {
            self.double(number, mark.role);
        } else {
            self.single(number, mark);
        }
    }

    fn single(&mut self, number: usize, mark: &Mark) {
        let open = self
            .open
            .last()
            .is_some_and(|last| !self.marks[*last].double);
        match mark.role {
            Role::Open if !open => {
                // What nothing closes was an apostrophe.
                let closed = self.closers[number].is_some()
                    || self.marks[number + 1..]
                        .iter()
                        .take(8)
                        .any(|next| next.doubtful);
                if closed {
                    self.open.push(number);
                }
            }
            Role::Close if open => {
                let later = mark.doubtful
                    && self.closers[number].is_some_and(|next| {
                        // The sure one belongs to the same quotation if nothing opens between.
                        next - number <= 8
                            && self.marks[number + 1..next]
                                .iter()
                                .all(|between| between.role == Role::Close && !between.double)
                    });
                if !later {
                    self.close(number);
                }
            }
            _ => {}
        }
    }

    fn double(&mut self, number: usize, role: Role) {
        let open = self.open.iter().any(|open| self.marks[*open].double);
        match role {
            Role::Open if open && !self.nested(number) => {
                // The one before lacks its close: it ended before this one.
                let end = self.marks[number].at.start;
                while let Some(last) = self.open.pop() {
                    self.unclosed(last, end);
                }
                self.open.push(number);
            }
            Role::Open => self.open.push(number),
            Role::Close | Role::Either if open => {
                while self
                    .open
                    .last()
                    .is_some_and(|last| !self.marks[*last].double)
                {
                    self.open.pop();
                }
                self.close(number);
            }
            Role::Either => self.open.push(number),
            Role::Close => {}
        }
    }

    /// Whether a double mark that opens within a double quotation begins one inside it: two close
    /// before another opens.
    fn nested(&self, number: usize) -> bool {
        let mut next = self.marks[number + 1..].iter().filter(|mark| mark.double);
        let closes = |mark: Option<&Mark>| mark.is_some_and(|mark| mark.role != Role::Open);
        self.open.len() < 3 && closes(next.next()) && closes(next.next())
    }

    /// Closes what was opened last.
    fn close(&mut self, number: usize) {
        let Some(opened) = self.open.pop() else {
            return;
        };
        let (from, to) = (&self.marks[opened].at, &self.marks[number].at);
        self.found.push(Quotation {
            span: from.start..to.end,
            inner: from.end..to.start,
            closed: true,
            depth: self.open.len(),
            chain: 0,
        });
    }

    /// What nothing closed: a double quotation runs to `end`; a single one was none.
    fn unclosed(&mut self, opened: usize, end: usize) {
        let from = &self.marks[opened].at;
        if !self.marks[opened].double {
            return;
        }
        let end = from.end + self.text[from.end..end.min(self.end)].trim_end().len();
        self.found.push(Quotation {
            span: from.start..end,
            inner: from.end..end,
            closed: false,
            depth: self.open.len(),
            chain: 0,
        });
    }
}
