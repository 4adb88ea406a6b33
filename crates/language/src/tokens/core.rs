//! A run of letters and digits with single marks between them, and which of the marks part it.

use std::ops::Range;

use super::{
    clitics::{self, apostrophe},
    lists::{ENDINGS, PREFIXES, SUFFIXES, has},
    stops::dotted,
};

/// What a mark between two parts does.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Join {
    /// It belongs to a token with both sides.
    Keep,
    /// It is a token.
    Apart,
    /// It belongs to the right side: "it's".
    Right,
    /// It belongs to the right side, with the letter before it: "don't".
    RightWithN,
    /// It belongs to the left side: "w/out", "y'all".
    Left,
}

/// The parts of a run, and the marks between.
#[derive(Debug, Default)]
pub(super) struct Core {
    /// Where the parts stand.
    parts: Vec<Range<usize>>,
    /// The mark after each part but the last.
    marks: Vec<char>,
}

impl Core {
    /// Reads the run that begins at byte `at`, and says where it ends.
    pub(super) fn read(&mut self, text: &str, at: usize, end: usize) -> usize {
        self.parts.clear();
        self.marks.clear();
        let mut start = at;
        let mut last = at;
        let mut chars = text[at..end].char_indices().peekable();
        while let Some((offset, c)) = chars.next() {
            let here = at + offset;
            if inside(c) {
                last = here + c.len_utf8();
                continue;
            }
            let next = chars.peek().is_some_and(|(_, next)| inside(*next));
            if !next || !joins(c) || start == here {
                break;
            }
            self.parts.push(start..here);
            self.marks.push(c);
            start = here + c.len_utf8();
            last = start;
        }
        self.parts.push(start..last);
        last
    }

    /// Pushes the tokens of the run.
    pub(super) fn push(&self, text: &str, out: &mut Vec<Range<usize>>) {
        let (Some(first), Some(last)) = (self.parts.first(), self.parts.last()) else {
            return;
        };
        if self.marks.is_empty() {
            return clitics::push(text, first.clone(), out);
        }
        if self.whole(text) {
            out.push(first.start..last.end);
            return;
        }
        let slashes = self.marks.iter().filter(|mark| **mark == '/').count();
        let mut start = first.start;
        for (number, mark) in self.marks.iter().enumerate() {
            let (left, right) = (&self.parts[number], &self.parts[number + 1]);
            let join = match mark {
                '/' => slash(&text[left.clone()], &text[right.clone()], slashes),
                mark => self.join(text, number, *mark),
            };
            match join {
                Join::Keep => {}
                Join::Apart => {
                    clitics::push(text, start..left.end, out);
                    out.push(left.end..right.start);
                    start = right.start;
                }
                Join::Right => {
                    clitics::push(text, start..left.end, out);
                    start = left.end;
                }
                Join::RightWithN => {
                    clitics::push(text, start..left.end - 1, out);
                    start = left.end - 1;
                }
                Join::Left => {
                    clitics::push(text, start..right.start, out);
                    start = right.start;
                }
            }
        }
        clitics::push(text, start..last.end, out);
    }

    /// Whether the run is one token as a whole: a mail address, a host, a date, a telephone
    /// number, a network prefix.
    fn whole(&self, text: &str) -> bool {
        let part = |number: usize| &text[self.parts[number].clone()];
        let last = self.parts.len() - 1;
        if self.marks.contains(&'@') {
            return true;
        }
        let digits = |word: &str| word.bytes().all(|c| c.is_ascii_digit());
        if self.parts.len() <= 8 && self.parts.iter().all(|at| digits(&text[at.clone()])) {
            return self.number(text);
        }
        let host = self
            .marks
            .iter()
            .all(|mark| matches!(mark, '.' | '-' | '_'))
            && self.marks[last - 1] == '.';
        if host && self.parts.len() <= 12 {
            // Three parts in small letters: a name in some machine's tree, "comp.mail.maps".
            let small =
                |at: &Range<usize>| text[at.clone()].bytes().all(|c| c.is_ascii_lowercase());
            let tree =
                self.parts.len() > 2 && self.parts.iter().all(|at| at.len() > 1 && small(at));
            return (tree || has(&ENDINGS, part(last)))
                && (self.parts.len() > 2
                    || part(0).len() > 1 && !sentence_break(part(0), part(1)));
        }
        false
    }

    /// Whether digits with marks between are one number, date, telephone number or prefix.
    fn number(&self, text: &str) -> bool {
        let part = |number: usize| &text[self.parts[number].clone()];
        let last = self.parts.len() - 1;
        let all = |mark: char| self.marks.iter().all(|found| *found == mark);
        let count: usize = self.parts.iter().map(Range::len).sum();
        if all('.') || all(':') {
            return true;
        }
        if self
            .marks
            .iter()
            .all(|mark| matches!(mark, '-' | '/' | '.'))
            && last >= 1
        {
            let prefix = self.marks[last - 1] == '/' && last >= 2 && part(last).len() <= 2;
            let phone = count >= 7 && part(last).len() >= 4 && self.marks[last - 1] == '-';
            let ranges = last == 1 && part(0).len() == part(1).len();
            return prefix && self.marks[..last - 1].iter().all(|mark| *mark == '.')
                || phone && !ranges
                || last == 2 && (all('-') || all('/')) && count >= 4
                || last == 1 && all('/') && date(part(0), part(1));
        }
        false
    }

    /// What a mark other than a slash does.
    fn join(&self, text: &str, number: usize, mark: char) -> Join {
        let left = &text[self.parts[number].clone()];
        let right = &text[self.parts[number + 1].clone()];
        let digits = |word: &str| word.bytes().all(|c| c.is_ascii_digit());
        match mark {
            '.' | '·' => {
                let digit = left.ends_with(|c: char| c.is_ascii_digit())
                    && right.starts_with(|c: char| c.is_ascii_digit());
                let letters =
                    left.chars().count() == 1 || dotted(left) || right.chars().count() == 1;
                if digit
                    || letters && !sentence_break(left, right)
                    || has(&ENDINGS, right) && left.len() > 1 && !sentence_break(left, right)
                {
                    Join::Keep
                } else {
                    Join::Apart
                }
            }
            ',' if digits(left) && right.len() >= 3 && digits(&right[..floor(right, 3)]) => {
                Join::Keep
            }
            ':' if digits(left) && right.starts_with(|c: char| c.is_ascii_digit()) => Join::Keep,
            '&' if left.len() <= 3 && right.len() <= 3 => Join::Keep,
            '_' | '@' => Join::Keep,
            '-' => self.hyphen(text, number),
            mark if apostrophe(mark) => {
                let next = self.marks.get(number + 1).copied();
                clitic(left, right, next)
            }
            _ => Join::Apart,
        }
    }

    /// What a hyphen does.
    fn hyphen(&self, text: &str, number: usize) -> Join {
        let left = &text[self.parts[number].clone()];
        let right = &text[self.parts[number + 1].clone()];
        let first = number == 0 || self.marks[number - 1] != '-';
        let single = left.len() == 1;
        let letter = right.starts_with(char::is_alphabetic);
        let prefix = first && has(&PREFIXES, left) && (letter || !single && right.len() >= 2)
            // "A-Z", "E-J": letters of the alphabet; "X-BOX".
            && !(single && right.chars().all(char::is_uppercase))
            // "I did this-a thing".
            && right.chars().count() > 1;
        let last = self.marks.get(number + 1) != Some(&'-');
        if prefix || last && has(&SUFFIXES, right) {
            Join::Keep
        } else {
            Join::Apart
        }
    }
}

/// The largest boundary of characters not above `at`.
fn floor(word: &str, at: usize) -> usize {
    word.floor_char_boundary(at)
}

/// Whether a full stop between two parts looks like a missing space: "up.The".
fn sentence_break(left: &str, right: &str) -> bool {
    let lower = |c: char| c.is_lowercase();
    left.chars().count() > 1 && left.ends_with(lower) && {
        let mut letters = right.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.next().is_none_or(lower)
    }
}

/// What an apostrophe does.
fn clitic(left: &str, right: &str, next: Option<char>) -> Join {
    let is = |list: &[&str]| list.iter().any(|clitic| right.eq_ignore_ascii_case(clitic));
    let digit = |word: &str| word.ends_with(|c: char| c.is_ascii_digit());
    if digit(left) && right.starts_with(|c: char| c.is_ascii_digit()) {
        return Join::Apart;
    }
    if next.is_some_and(|next| next == '.') {
        return Join::Keep;
    }
    if right.eq_ignore_ascii_case("t") && left.len() > 1 && left.ends_with(['n', 'N']) {
        return Join::RightWithN;
    }
    if left.eq_ignore_ascii_case("y") && right.eq_ignore_ascii_case("all") {
        return Join::Left;
    }
    // "the 1990's".
    let decade = matches!(left.len(), 2 | 4) && left.bytes().all(|c| c.is_ascii_digit());
    if decade && left.ends_with('0') && right == "s" {
        return Join::Keep;
    }
    if is(&["s", "m", "ll", "ve", "re", "d"]) {
        return Join::Right;
    }
    Join::Keep
}

/// What a slash does.
fn slash(left: &str, right: &str, slashes: usize) -> Join {
    let one = |word: &str| word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
    if left.eq_ignore_ascii_case("w") || left.eq_ignore_ascii_case("b") && right == "t" {
        let kept = ["o", "out", "in", "t"]
            .iter()
            .any(|end| right.eq_ignore_ascii_case(end));
        return if kept { Join::Keep } else { Join::Left };
    }
    if slashes == 1 && one(left) && one(right) && !(left == "c" && right == "o") {
        return Join::Keep;
    }
    Join::Apart
}

/// Whether two numbers with a slash between are more likely a day than a fraction.
fn date(left: &str, right: &str) -> bool {
    let (Ok(left), Ok(day)) = (left.parse::<u32>(), right.parse::<u32>()) else {
        return false;
    };
    let fraction = left < day && matches!(day, 2 | 3 | 4 | 5 | 8);
    (1..=12).contains(&left) && (1..=31).contains(&day) && !fraction
        || matches!((left, day), (24, 7))
}

/// Whether a character is part of a word or number.
pub(super) fn inside(c: char) -> bool {
    c.is_ascii_alphanumeric() || !c.is_ascii() && (c.is_alphanumeric() || combining(c))
}

/// Marks that are drawn over the letter before them, and what joins letters invisibly.
fn combining(c: char) -> bool {
    matches!(
        c,
        '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{2060}'
    )
}

/// Whether a single mark may stand inside a run.
fn joins(c: char) -> bool {
    matches!(
        c,
        '.' | ',' | ':' | '&' | '/' | '-' | '_' | '@' | '+' | '%' | '‐' | '‑'
    ) || apostrophe(c)
}
