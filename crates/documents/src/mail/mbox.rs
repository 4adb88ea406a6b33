//! Messages out of an mbox file.
//!
//! A message begins with a line `From user@host Tue Mar  4 10:00:00 2031` at the beginning of the
//! file or after an empty line (RFC 4155, appendix A). Bodies hold lines that begin with "From "
//! too; writers should escape them and often do not, so the line must end in a date.

use std::borrow::Cow;

/// One message as it stands in the file.
#[derive(Debug)]
pub(super) struct Raw<'a> {
    /// Without the separator.
    rest: &'a [u8],
}

impl Raw<'_> {
    /// Its bytes, at most so many, with escaped lines as they were.
    pub(super) fn bytes(&self, most: usize) -> Cow<'_, [u8]> {
        let bytes = &self.rest[..self.rest.len().min(most)];
        if !bytes.windows(7).any(|window| window == b"\n>From ") {
            return Cow::Borrowed(bytes);
        }
        let mut out = Vec::with_capacity(bytes.len());
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            let marks = line.iter().take_while(|byte| **byte == b'>').count();
            let escaped = marks > 0 && line[marks..].starts_with(b"From ");
            out.extend_from_slice(if escaped { &line[1..] } else { line });
        }
        Cow::Owned(out)
    }
}

/// The messages of a file; a file without separators is one message.
pub(super) fn messages(bytes: &[u8]) -> Vec<Raw<'_>> {
    let mut found = Vec::new();
    let (mut start, mut at) = (None, 0);
    let mut after_blank = true;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if after_blank && is_separator(line) {
            if let Some(start) = start {
                found.push(Raw {
                    rest: &bytes[start..at],
                });
            }
            start = Some(at + line.len());
        }
        after_blank = line.iter().all(u8::is_ascii_whitespace);
        at += line.len();
    }
    found.push(Raw {
        rest: &bytes[start.unwrap_or(0)..],
    });
    found
}

/// "From ", a sender, and a date with clock time and year at the end, in the form of `asctime`.
pub(super) fn is_separator(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else {
        return false;
    };
    let words: Vec<&[u8]> = rest
        .split(u8::is_ascii_whitespace)
        .filter(|word| !word.is_empty())
        .collect();
    let is_clock = |word: &&[u8]| {
        word.len() >= 4
            && word.contains(&b':')
            && word.iter().all(|b| b.is_ascii_digit() || *b == b':')
    };
    let is_year = |word: &&[u8]| word.len() == 4 && word.iter().all(u8::is_ascii_digit);
    let clock = words.iter().position(is_clock);
    // A zone may stand before the year or after it.
    clock.is_some_and(|clock| clock >= 3 && words[clock..].iter().skip(1).take(3).any(is_year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lines_with_a_date_part_messages() {
        for line in [
            "From ada@pier.example Tue Mar  4 10:00:00 2031",
            "From ada at pier.example  Tue Mar  4 10:00:00 2031\r\n",
            "From - Tue Mar 04 10:00:00 UTC 2031",
            "From a@b.example Tue Mar 4 10:00 2031 +0100",
        ] {
            assert!(is_separator(line.as_bytes()), "{line}");
        }
        for line in [
            "From 10:00 on 4 March 2031 nothing worked",
            "From here on all is well since 2031",
            ">From ada@pier.example Tue Mar  4 10:00:00 2031",
            "From: Ada <ada@pier.example>",
        ] {
            assert!(!is_separator(line.as_bytes()), "{line}");
        }
    }

    #[test]
    fn messages_are_parted_and_unescaped() {
        let file = b"From a@b.example Tue Mar  4 10:00:00 2031\nA: 1\n\n>From me\nx\nFrom a@b.example Tue Mar  4 10:00:00 2031\n\nFrom c@d.example Tue Mar  4 11:00:00 2031\nB: 2\n\n";
        let found = messages(file);
        assert_eq!(found.len(), 2, "a separator needs an empty line before it");
        assert!(
            found[0]
                .bytes(1000)
                .starts_with(b"A: 1\n\nFrom me\nx\nFrom a@b")
        );
        assert_eq!(&*found[1].bytes(3), b"B: ");
        assert_eq!(messages(b"A: 1\n\nx").len(), 1);
    }
}
