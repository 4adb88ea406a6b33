//! Direct quotations of a text, whatever its marks look like.
//!
//! Marks in news are often broken: opened with the closing sign, doubled, never closed, with a
//! space on the wrong side. What a mark does is therefore read from what stands around it first,
//! and from its own form second. A quotation ends with its paragraph at the latest; where the next
//! paragraph opens with a mark again, it is the same quotation going on (a convention of printing
//! that every style guide of English has).

mod marks;
mod pairs;

use std::ops::Range;

use crate::sentences::stretches;

/// A quotation, or the part of one that stands in one paragraph.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Quotation {
    /// Where it stands, with its marks.
    pub span: Range<usize>,
    /// What is between the marks.
    pub inner: Range<usize>,
    /// Whether a mark closes it; without, it runs to the end of its paragraph.
    pub closed: bool,
    /// How many quotations it stands in.
    pub depth: usize,
    /// The same number for all parts of a quotation that goes on over paragraphs.
    pub chain: usize,
}

/// The quotations of a text, in the order of their beginnings.
///
/// ```
/// let text = "“We saw ‘odd’ routes,” Ms. Elm said. \"It's over.";
/// let found = backpedal_language::quotations(text);
/// let inner: Vec<&str> = found.iter().map(|q| &text[q.inner.clone()]).collect();
/// assert_eq!(inner, ["We saw ‘odd’ routes,", "odd", "It's over."]);
/// assert_eq!((found[1].depth, found[2].closed), (1, false));
/// ```
#[must_use]
pub fn quotations(text: &str) -> Vec<Quotation> {
    let mut found: Vec<Quotation> = Vec::new();
    let mut chains = 0;
    // The chain of a quotation that the paragraph before did not close.
    let mut open = None;
    for paragraph in paragraphs(text) {
        let marks = marks::marks(text, paragraph.clone());
        let goes_on = open.filter(|_| {
            marks
                .first()
                .is_some_and(|mark| mark.at.start == paragraph.start)
        });
        let first = found.len();
        pairs::pairs(text, &paragraph, &marks, &mut found);
        found[first..].sort_by_key(|quotation| (quotation.span.start, quotation.depth));
        open = None;
        for quotation in &mut found[first..] {
            let same =
                goes_on.filter(|_| quotation.depth == 0 && quotation.span.start == paragraph.start);
            quotation.chain = same.unwrap_or_else(|| {
                chains += 1;
                chains - 1
            });
            if quotation.depth == 0 && !quotation.closed && quotation.span.end == paragraph.end {
                open = Some(quotation.chain);
            }
        }
    }
    found
}

/// Paragraphs: what no sentence runs out of. Lines that follow one another without a blank line are
/// one paragraph here where the first leaves a quotation open that the second closes.
fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut balance = 0i64;
    for stretch in stretches(text) {
        let marks = marks::marks(text, stretch.clone());
        let closes = marks::closes_first(&marks);
        let near = |last: &Range<usize>| text[last.end..stretch.start].matches('\n').count() < 2;
        if let Some(last) = found.last_mut()
            && balance > 0
            && closes
            && near(last)
        {
            last.end = stretch.end;
            balance += marks::balance(&marks);
            continue;
        }
        balance = marks::balance(&marks);
        found.push(stretch);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, wanted: &[(&str, bool, usize)]) {
        let found = quotations(text);
        let found: Vec<_> = found
            .iter()
            .map(|q| (&text[q.span.clone()], q.closed, q.depth))
            .collect();
        assert_eq!(found, wanted, "{text}");
    }

    #[test]
    fn plain_and_curly_marks() {
        check(
            "\"It is up,\" he said. \"Now.\"",
            &[("\"It is up,\"", true, 0), ("\"Now.\"", true, 0)],
        );
        check(
            "“It is up,” he said (“at last”).",
            &[("“It is up,”", true, 0), ("“at last”", true, 0)],
        );
        check("They call it «the ring».", &[("«the ring»", true, 0)]);
    }

    #[test]
    fn broken_marks() {
        check("”It is up,” he said.", &[("”It is up,”", true, 0)]);
        check("“It is up,“ he said.", &[("“It is up,“", true, 0)]);
        check(
            "\"\"It is up,\"\" he said.",
            &[("\"\"It is up,\"\"", true, 0)],
        );
        check(
            "It broke.\"Links were cut,\"he said.",
            &[("\"Links were cut,\"", true, 0)],
        );
        check("''It is up,'' he said.", &[("''It is up,''", true, 0)]);
        check("He said it was up.” Then he left.", &[]);
    }

    #[test]
    fn quotations_go_on_over_paragraphs() {
        let text = "“First.\n\n“Second,” she said.\n\n“Third.”";
        let found = quotations(text);
        let chains: Vec<_> = found.iter().map(|q| (q.chain, q.closed)).collect();
        assert_eq!(chains, [(0, false), (0, true), (1, true)]);
    }

    #[test]
    fn a_missing_close_ends_with_the_paragraph() {
        let text = "\"We are looking into it.\n\nThe office did not reply.";
        check(text, &[("\"We are looking into it.", false, 0)]);
        check(
            "\"We saw it.\nIt is over,\" he said.",
            &[("\"We saw it.\nIt is over,\"", true, 0)],
        );
    }

    #[test]
    fn apostrophes_are_no_marks() {
        check(
            "The carriers' routers didn't fail in the '90s, rock 'n' roll.",
            &[],
        );
        check("It is 5'4\" tall and 17\" wide.", &[]);
        check(
            "He said 'it's the routers' fault' and left.",
            &[("'it's the routers' fault'", true, 0)],
        );
        check("‘It is up,’ he said.", &[("‘It is up,’", true, 0)]);
    }

    #[test]
    fn quotations_in_quotations() {
        check(
            "\"She said 'no' twice,\" he said.",
            &[("\"She said 'no' twice,\"", true, 0), ("'no'", true, 1)],
        );
        check(
            "“'It is up,' she said.”",
            &[
                ("“'It is up,' she said.”", true, 0),
                ("'It is up,'", true, 1),
            ],
        );
    }
}
