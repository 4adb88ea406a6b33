//! Who said what: sources, cues and contents of a reading, joined.
//!
//! The network marks the three parts; here each content goes to the cue that stands nearest, and
//! each cue to its source. Near means: in the same sentence, with nothing of another attribution
//! between, and in the tree the cue's own subject before any other source.

use std::ops::Range;

use crate::reading::{Reading, Role};

/// One attribution. All ranges count words of the reading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attribution {
    /// Who; nothing where the text names nobody.
    pub source: Option<Range<usize>>,
    /// The words that attribute.
    pub cue: Option<Range<usize>>,
    /// What, in one or more parts.
    pub contents: Vec<Range<usize>>,
}

/// Cost of each sentence boundary between two parts, in words. This and the other costs were
/// chosen on the training part of PolNeAR.
const BOUNDARY: usize = 40;
/// Cost of each part of another attribution between them.
const BETWEEN: usize = 8;
/// Parts further apart than this do not belong together.
const FAR: usize = 45;

/// The attributions of a reading, in the order of their first content. A content without a cue
/// near it is left out: nothing attributes it.
#[must_use]
pub fn attributions(reading: &Reading) -> Vec<Attribution> {
    let parts = parts(reading);
    let of = |role: Role| {
        parts
            .iter()
            .filter(move |(r, _)| *r == role)
            .map(|(_, range)| range.clone())
    };
    let (sources, cues): (Vec<_>, Vec<_>) = (of(Role::Source).collect(), of(Role::Cue).collect());
    let near = Near {
        reading,
        parts: &parts,
    };
    let mut found: Vec<Attribution> = cues
        .iter()
        .map(|cue| Attribution {
            source: near.source(cue, &sources),
            cue: Some(cue.clone()),
            contents: Vec::new(),
        })
        .collect();
    let mut last = None;
    for content in of(Role::Content) {
        let best = (0..cues.len())
            .map(|number| (near.cost(&content, &cues[number]), number))
            .min();
        match best.filter(|(cost, _)| *cost <= FAR) {
            Some((_, number)) => {
                found[number].contents.push(content);
                last = Some(number);
            }
            // A quotation that goes on in the next paragraph.
            None => {
                let open = last.filter(|number: &usize| near.goes_on(&found[*number], &content));
                if let Some(number) = open {
                    found[number].contents.push(content);
                }
            }
        }
    }
    found.retain(|attribution| !attribution.contents.is_empty());
    found.sort_by_key(|attribution| attribution.contents[0].start);
    found
}

/// Runs of words of one part.
fn parts(reading: &Reading) -> Vec<(Role, Range<usize>)> {
    let mut found: Vec<(Role, Range<usize>)> = Vec::new();
    for (number, word) in reading.words.iter().enumerate() {
        match found.last_mut() {
            Some((role, range)) if *role == word.role && range.end == number && !word.begins => {
                range.end += 1
            }
            _ if word.role != Role::Outside => found.push((word.role, number..number + 1)),
            _ => {}
        }
    }
    found
}

struct Near<'a> {
    reading: &'a Reading,
    parts: &'a [(Role, Range<usize>)],
}

impl Near<'_> {
    fn sentence(&self, word: usize) -> usize {
        self.reading
            .sentences
            .partition_point(|sentence| sentence.end <= word)
    }

    /// How far two parts stand apart.
    fn cost(&self, a: &Range<usize>, b: &Range<usize>) -> usize {
        let (left, right) = if a.start <= b.start { (a, b) } else { (b, a) };
        let gap = right.start.saturating_sub(left.end);
        let sentences = self.sentence(right.start)
            - self
                .sentence(left.end.max(1) - 1)
                .min(self.sentence(right.start));
        let between = self
            .parts
            .iter()
            .filter(|(_, part)| part.start >= left.end && part.end <= right.start)
            .count();
        gap + BOUNDARY * sentences + BETWEEN * between
    }

    /// The source of a cue: its subject in the tree, else the nearest.
    fn source(&self, cue: &Range<usize>, sources: &[Range<usize>]) -> Option<Range<usize>> {
        let subject = |source: &&Range<usize>| {
            let mut words = (*source).clone();
            words.any(|word| {
                let word = &self.reading.words[word];
                let governed = word.head.is_some_and(|head| cue.contains(&head));
                governed && (word.relation.starts_with("nsubj") || word.relation.starts_with("obl"))
            })
        };
        let own = sources
            .iter()
            .filter(subject)
            .min_by_key(|source| self.cost(cue, source));
        let nearest = || {
            let costs = sources
                .iter()
                .map(|source| (self.cost(cue, source), source));
            costs
                .min_by_key(|(cost, source)| (*cost, source.start))
                .filter(|(cost, _)| *cost <= FAR)
                .map(|(_, source)| source)
        };
        own.or_else(nearest).cloned()
    }

    fn goes_on(&self, attribution: &Attribution, content: &Range<usize>) -> bool {
        let last = attribution.contents.last().map_or(0, |last| last.end);
        content.start >= last
            && self.sentence(content.start)
                - self
                    .sentence(last.max(1) - 1)
                    .min(self.sentence(content.start))
                <= 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::{Depth, Stretch, read};

    fn check(text: &str, source: &str, content: &str) {
        let reading = read(
            text,
            &[Stretch {
                range: 0..text.len(),
                opens: true,
            }],
            Depth::Trees,
        );
        let words = |range: &Range<usize>| {
            &text[reading.words[range.start].range.start..reading.words[range.end - 1].range.end]
        };
        let found = attributions(&reading);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].source.as_ref().map_or("", words), source);
        assert!(
            found[0]
                .contents
                .iter()
                .any(|part| words(part).contains(content)),
            "{found:?}"
        );
    }

    #[test]
    fn a_statement_goes_to_its_speaker() {
        check(
            "The network failed at noon, said Ann Oak.",
            "Ann Oak",
            "failed at noon",
        );
        check(
            "Ann Oak said that the network failed.",
            "Ann Oak",
            "the network failed",
        );
    }

    #[test]
    fn a_text_without_speech_has_none() {
        let text = "The cable lies between two islands.";
        let reading = read(
            text,
            &[Stretch {
                range: 0..text.len(),
                opens: true,
            }],
            Depth::Trees,
        );
        assert!(attributions(&reading).is_empty());
    }
}
