//! Lines of bounded length: a file without line ends must not fill the memory.

use std::io::BufRead;

/// No line of any format read here is longer, in bytes. Our choice: the longest that we saw, a
/// route with hundreds of communities, has 20,000.
const LONGEST: usize = 1 << 20;

/// What was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// A line; the last one of a file may lack its line end.
    Whole,
    /// A line beyond all measure, which was skipped. In its place stands one byte that no format
    /// holds, so that nobody takes it for a blank line.
    TooLong,
    /// Nothing: the file is at its end.
    End,
}

/// Reads the next line, with its line end. Errors end the file: the layer below keeps them.
pub(crate) fn next(content: &mut dyn BufRead, line: &mut Vec<u8>) -> Line {
    line.clear();
    let mut long = false;
    let mut some = false;
    while let Ok(ready) = content.fill_buf() {
        if ready.is_empty() {
            break;
        }
        some = true;
        let end = memchr::memchr(b'\n', ready);
        let part = &ready[..end.map_or(ready.len(), |at| at + 1)];
        let taken = part.len();
        long |= line.len() + taken > LONGEST;
        if !long {
            line.extend_from_slice(part);
        }
        content.consume(taken);
        if end.is_some() {
            break;
        }
    }
    match (some, long) {
        (false, _) => Line::End,
        (true, true) => {
            line.clear();
            line.push(0xff);
            Line::TooLong
        }
        (true, false) => Line::Whole,
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;

    fn read(text: &[u8]) -> Vec<(Line, usize)> {
        let mut content = BufReader::with_capacity(7, text);
        let mut line = Vec::new();
        let mut found = Vec::new();
        loop {
            let what = next(&mut content, &mut line);
            if what == Line::End {
                return found;
            }
            found.push((what, line.len()));
        }
    }

    #[test]
    fn lines_with_and_without_an_end() {
        let whole = |lengths: &[usize]| -> Vec<(Line, usize)> {
            lengths.iter().map(|n| (Line::Whole, *n)).collect()
        };
        assert_eq!(read(b"one\ntwenty-one\n\nend"), whole(&[4, 11, 1, 3]));
        assert_eq!(read(b""), []);
    }

    #[test]
    fn a_line_without_end_takes_no_memory() {
        let long = vec![b'x'; LONGEST + 5];
        let text = [b"a\n", &long[..], b"\nb\n", &vec![b'y'; LONGEST], b"\n"].concat();
        let found = read(&text);
        let kinds: Vec<Line> = found.iter().map(|(line, _)| *line).collect();
        assert_eq!(
            kinds,
            [Line::Whole, Line::TooLong, Line::Whole, Line::TooLong]
        );
        assert!(found.iter().all(|(_, kept)| *kept <= LONGEST));
    }
}
