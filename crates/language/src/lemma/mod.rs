//! Lemmas: a word's dictionary form, from its part of speech and its ending.
//!
//! The table `data/text/lemmas.txt` holds, for each part of speech, endings and what is done to
//! them; the longest ending that fits decides, and a whole word is the longest ending of all. It
//! is learned from UD English EWT (train) by `backpedal-train score-text --write-lemmas`.

mod edit;
mod table;

use std::sync::LazyLock;

pub use self::{
    edit::{Edit, Letters, Shape},
    table::{LemmaTable, SILENT, edits_class, letters_class, simple},
};

static TABLE: LazyLock<LemmaTable> = LazyLock::new(|| {
    let silent = include_str!("../../data/text/silent_e.txt");
    LemmaTable::read(include_str!("../../data/text/lemmas.txt"), silent)
});

/// The lemma of a word with its universal and English part of speech.
///
/// ```
/// use backpedal_language::lemma;
///
/// assert_eq!(lemma("Restoring", "VERB", "VBG"), "restore");
/// assert_eq!(lemma("outages", "NOUN", "NNS"), "outage");
/// assert_eq!(lemma("n't", "PART", "RB"), "not");
/// ```
#[must_use]
pub fn lemma(form: &str, upos: &str, xpos: &str) -> String {
    TABLE.lemma(form, upos, xpos)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_that_only_look_alike_are_kept_apart() {
        for (form, upos, xpos, wanted) in [
            ("stopped", "VERB", "VBD", "stop"),
            ("passed", "VERB", "VBD", "pass"),
            ("degraded", "VERB", "VBN", "degrade"),
            ("blackholing", "VERB", "VBG", "blackhole"),
            ("leaked", "VERB", "VBD", "leak"),
            ("severed", "VERB", "VBN", "sever"),
            ("rerouted", "VERB", "VBN", "reroute"),
            ("went", "VERB", "VBD", "go"),
            ("thing", "NOUN", "NN", "thing"),
            ("carries", "VERB", "VBZ", "carry"),
            ("switches", "NOUN", "NNS", "switch"),
            ("Their", "PRON", "PRP$", "their"),
            ("wo", "AUX", "MD", "will"),
            ("larger", "ADJ", "JJR", "large"),
            ("1970s", "NOUN", "NNS", "1970s"),
            ("20,000", "NUM", "CD", "20000"),
            ("Frankfurt", "PROPN", "NNP", "Frankfurt"),
        ] {
            assert_eq!(lemma(form, upos, xpos), wanted, "{form}");
        }
    }

    #[test]
    fn anything_has_a_lemma() {
        for form in ["", "İ", "’", "ß", "\u{300}", "🙂s"] {
            for xpos in ["NNS", "VBD", "", "??"] {
                let _ = lemma(form, "NOUN", xpos);
            }
        }
    }
}
