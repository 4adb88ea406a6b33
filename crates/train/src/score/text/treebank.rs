//! A treebank as raw text again: its documents with the places of their sentences and words.
//!
//! Paragraphs are parted by a blank line, sentences of a paragraph by a space; within a sentence
//! the annotation says where no space stands (`SpaceAfter=No`,
//! <https://universaldependencies.org/format.html>).

use std::ops::Range;

/// A word of the treebank.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Word {
    /// Where it stands in the text.
    pub at: Range<usize>,
    /// As written.
    pub form: String,
    /// Its lemma.
    pub lemma: String,
    /// Its universal part of speech.
    pub upos: String,
    /// Its English tag.
    pub xpos: String,
    /// Whether it is part of a joined token, as "n't" in "don't".
    pub joined: bool,
}

/// One document of a treebank.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The text.
    pub text: String,
    /// Where the sentences stand, and their words.
    pub sentences: Vec<(Range<usize>, Vec<Word>)>,
}

/// The documents of a file in CoNLL-U.
#[must_use]
pub fn documents(file: &str) -> Vec<Document> {
    let mut found: Vec<Document> = Vec::new();
    let mut lines: Vec<&str> = Vec::new();
    let (mut fresh, mut paragraph) = (true, false);
    for line in file.lines().chain([""]) {
        if line.starts_with("# newdoc") {
            fresh = true;
        } else if line.starts_with("# newpar") {
            paragraph = true;
        } else if !line.is_empty() {
            lines.push(line);
        } else if !lines.is_empty() {
            if fresh || found.is_empty() {
                found.push(Document::default());
            }
            if let Some(document) = found.last_mut() {
                document.add(&lines, paragraph);
            }
            lines.clear();
            (fresh, paragraph) = (false, false);
        }
    }
    found
}

impl Document {
    /// Adds a sentence, from its lines.
    fn add(&mut self, lines: &[&str], paragraph: bool) {
        if !self.text.is_empty() {
            let ended = self.text.trim_end().len();
            self.text.truncate(ended);
            self.text.push_str(if paragraph { "\n\n" } else { " " });
        }
        let start = self.text.len();
        let mut words = Vec::new();
        // The last number of a joined token, where its next part begins, and where it ends.
        let mut joined: Option<(usize, usize, usize)> = None;
        for line in lines {
            let fields: Vec<&str> = line.split('\t').collect();
            let [id, form, lemma, upos, xpos, _, _, _, _, misc] = fields.as_slice() else {
                continue;
            };
            let space = !misc.contains("SpaceAfter=No");
            if let Some((_, last)) = id.split_once('-') {
                let begin = self.text.len();
                self.text.push_str(form);
                let last = last.parse().unwrap_or_default();
                joined = Some((last, begin, self.text.len()));
            } else if let Ok(number) = id.parse::<usize>() {
                let part = joined.filter(|(last, ..)| number <= *last);
                let begin = part.map_or(self.text.len(), |(_, next, _)| next);
                let end = part.map_or(begin + form.len(), |(.., end)| end.min(begin + form.len()));
                if let Some((last, next, _)) = &mut joined
                    && number <= *last
                {
                    *next = end;
                } else {
                    self.text.push_str(form);
                }
                words.push(Word {
                    at: begin..end,
                    form: (*form).to_owned(),
                    lemma: (*lemma).to_owned(),
                    upos: (*upos).to_owned(),
                    xpos: (*xpos).to_owned(),
                    joined: part.is_some(),
                });
                if part.is_some() {
                    continue;
                }
            } else {
                continue;
            }
            if space {
                self.text.push(' ');
            }
        }
        // The space after a joined token stands after its last part.
        let end = self.text.trim_end().len();
        self.sentences.push((start..end, words));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_built_again() {
        let word = |id: &str, form: &str, misc: &str| {
            format!("{id}\t{form}\t_\tX\tX\t_\t0\tdep\t_\t{misc}\n")
        };
        let first = [
            word("1-2", "Don't", "_"),
            word("1", "Do", "_"),
            word("2", "n't", "_"),
        ]
        .concat()
            + &word("3", "go", "SpaceAfter=No")
            + &word("4", ".", "_");
        let file = format!(
            "# newdoc\n# newpar\n{first}\n{}\n# newpar\n{}\n",
            word("1", "No", "_"),
            word("1", "Yes", "_")
        );
        let found = documents(&file);
        assert_eq!(found[0].text.trim_end(), "Don't go. No\n\nYes");
        let (at, words) = &found[0].sentences[0];
        assert_eq!(&found[0].text[at.clone()], "Don't go.");
        let forms: Vec<&str> = words
            .iter()
            .map(|word| &found[0].text[word.at.clone()])
            .collect();
        assert_eq!(forms, ["Do", "n't", "go", "."]);
    }
}
