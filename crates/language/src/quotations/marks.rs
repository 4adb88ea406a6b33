//! Quotation marks and what they can do where they stand.

use std::ops::Range;

use crate::tokens::{
    apostrophe,
    lists::{ELISIONS, has},
};

/// What a mark does.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Role {
    /// It opens a quotation.
    Open,
    /// It closes one.
    Close,
    /// It closes what is open, or else opens.
    Either,
}

/// A mark.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    /// Where it stands.
    pub(super) at: Range<usize>,
    /// Whether it is a double mark.
    pub(super) double: bool,
    /// What it does.
    pub(super) role: Role,
    /// A single mark that may be the apostrophe of a plural: "the routers' fault".
    pub(super) doubtful: bool,
}

/// The marks of a paragraph, in order.
pub(super) fn marks(text: &str, paragraph: Range<usize>) -> Vec<Mark> {
    let body = &text[paragraph.clone()];
    let mut found = Vec::new();
    let mut chars = body.char_indices();
    while let Some((at, c)) = chars.next() {
        if !quote(c) {
            continue;
        }
        let rest = &body[at..];
        if let Some(length) = attribute(body, at) {
            while chars.offset() < at + length && chars.next().is_some() {}
            continue;
        }
        // A doubled mark is one mark; two single ones are a double one.
        let twice = rest[c.len_utf8()..].starts_with(c);
        let mixed = rest.starts_with("‘’") || rest.starts_with("’‘");
        let pair = twice || mixed;
        let length = c.len_utf8() * if pair { 2 } else { 1 };
        if pair {
            chars.next();
        }
        let sides = Sides::of(body, at, at + length);
        let double = pair || !single(c);
        let at = paragraph.start + at..paragraph.start + at + length;
        let role = if double {
            Some(sides.double(hint(c)))
        } else {
            sides.single(c)
        };
        if let Some(role) = role {
            let doubtful = !double && role == Role::Close && sides.plural();
            found.push(Mark {
                at,
                double,
                role,
                doubtful,
            });
        }
    }
    found
}

/// How long the value of an attribute is, with its marks, where markup was left in a text:
/// `id="7"`. It is no quotation.
fn attribute(body: &str, at: usize) -> Option<usize> {
    if !body[..at].ends_with('=') || !body[at..].starts_with('"') {
        return None;
    }
    let near = &body[at + 1..body.floor_char_boundary((at + 300).max(at + 1).min(body.len()))];
    near.find('"').map(|length| length + 2)
}

/// How many more double marks open than close.
pub(super) fn balance(marks: &[Mark]) -> i64 {
    let mut open = 0;
    for mark in marks.iter().filter(|mark| mark.double) {
        open = match mark.role {
            Role::Open => 1,
            Role::Close => 0,
            Role::Either => 1 - open,
        };
    }
    open
}

/// Whether the first double mark closes something.
pub(super) fn closes_first(marks: &[Mark]) -> bool {
    let first = marks.iter().find(|mark| mark.double);
    first.is_some_and(|mark| mark.role == Role::Close)
}

fn quote(c: char) -> bool {
    c == '"' || c == '\'' || !c.is_ascii() && (single(c) || hint(c).is_some()) || c == '`'
}

fn single(c: char) -> bool {
    apostrophe(c) || matches!(c, '‚' | '‹' | '›')
}

/// What a mark does by its form.
fn hint(c: char) -> Option<Role> {
    match c {
        '“' | '„' | '‟' | '«' | '‘' | '‹' | '`' | '‚' => Some(Role::Open),
        '”' | '»' | '’' | '›' => Some(Role::Close),
        _ => None,
    }
}

/// What stands around a mark, other marks aside.
struct Sides<'a> {
    left: Option<char>,
    right: Option<char>,
    /// The text after the mark.
    rest: &'a str,
}

impl<'a> Sides<'a> {
    fn of(body: &'a str, start: usize, end: usize) -> Self {
        let near = |c: &char| quote(*c);
        let mut before = body[..start].chars().rev();
        let mut after = body[end..].chars();
        let left = before.by_ref().take(5).find(|c| !near(c));
        let right = after.by_ref().take(5).find(|c| !near(c));
        Self {
            left,
            right,
            rest: &body[end..],
        }
    }

    /// What a double mark does here.
    fn double(&self, hint: Option<Role>) -> Role {
        let (space_before, space_after) = (space(self.left), space(self.right));
        let ends = self
            .right
            .is_some_and(|c| matches!(c, ',' | '.' | ';' | ':' | '!' | '?' | ')' | ']' | '}'));
        match (space_before, space_after) {
            (true, true) => hint.unwrap_or(Role::Either),
            // "it is up ”." or "it is up \".": a space too many.
            (true, false) if ends => match hint {
                Some(Role::Open) => Role::Open,
                Some(_) => Role::Close,
                None => Role::Either,
            },
            (true, false) => Role::Open,
            (false, true) => Role::Close,
            (false, false) => {
                let bracket = self.left.is_some_and(|c| matches!(c, '(' | '[' | '{'));
                let dash = self
                    .left
                    .is_some_and(|c| matches!(c, '—' | '–' | '-' | '/' | '='));
                if bracket {
                    Role::Open
                } else if ends {
                    Role::Close
                } else {
                    hint.unwrap_or(if dash { Role::Open } else { Role::Either })
                }
            }
        }
    }

    /// What a single mark does here, if it is no apostrophe.
    fn single(&self, c: char) -> Option<Role> {
        let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        if word(self.left) && word(self.right) {
            return None;
        }
        let before = space(self.left)
            || self
                .left
                .is_some_and(|c| matches!(c, '(' | '[' | '{' | '—' | '–' | '-' | '/'));
        if before && !space(self.right) {
            return (c != '’' || !self.elided()).then_some(()).and_then(|()| {
                let open = c == '‘' || !self.elided();
                open.then_some(Role::Open)
            });
        }
        let closes = !space(self.left) && !word(self.right);
        closes.then_some(Role::Close)
    }

    /// Whether the mark may be the apostrophe of a plural.
    fn plural(&self) -> bool {
        self.left
            .is_some_and(|c| matches!(c, 's' | 'S' | 'z' | 'x'))
            && self
                .rest
                .strip_prefix(' ')
                .is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
    }

    /// Whether a word that lacks its beginning follows: "'em", "'90s".
    fn elided(&self) -> bool {
        let near = &self.rest[..self.rest.floor_char_boundary(12)];
        let length = near
            .find(|c: char| !c.is_alphanumeric())
            .unwrap_or(near.len());
        let word = &near[..length];
        let year = word.len() >= 2
            && word.as_bytes()[..2].iter().all(u8::is_ascii_digit)
            && matches!(&word[2..], "" | "s");
        year || has(&ELISIONS, word)
    }
}

fn space(c: Option<char>) -> bool {
    c.is_none_or(char::is_whitespace)
}
