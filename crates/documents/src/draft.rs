//! Builds the text of a document together with its blocks and parts.
//!
//! One place counts characters, so that every span lies inside the text, in order and without
//! overlap, whatever the reader before it does.

use backpedal_model::{
    Block, BlockKind, Document, DocumentKind, Part, PartRole, PublishedDate, Span,
};

/// A text under construction.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    text: String,
    chars: usize,
    blocks: Vec<Block>,
    parts: Vec<Part>,
}

/// Who speaks in a part, and when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Voice {
    pub(crate) author: Option<String>,
    pub(crate) handle: Option<String>,
    pub(crate) at: Option<PublishedDate>,
}

impl Draft {
    /// Adds a block after a blank line (list items and table rows: on the next line). Blank words
    /// add nothing.
    pub(crate) fn push(&mut self, kind: BlockKind, role: PartRole, voice: &Voice, words: &str) {
        let words = words.trim();
        if words.is_empty() {
            return;
        }
        if let Some(last) = self.blocks.last() {
            let tight = last.kind == kind && matches!(kind, BlockKind::ListItem | BlockKind::Table);
            self.append(if tight { "\n" } else { "\n\n" });
        }
        let start = self.chars;
        self.append(words);
        let span = Span::new(start, self.chars);
        self.blocks.push(Block { kind, span });
        match self.parts.last_mut() {
            Some(part) if part.role == role && voice.speaks_in(part) => part.span.end = span.end,
            _ => self.parts.push(Part {
                role,
                span,
                author: voice.author.clone(),
                handle: voice.handle.clone(),
                org: None,
                at: voice.at.clone(),
            }),
        }
    }

    fn append(&mut self, words: &str) {
        self.text.push_str(words);
        self.chars += words.chars().count();
    }

    /// Whether nothing was added yet.
    pub(crate) const fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// The document, with its identifier made from name and text.
    pub(crate) fn finish(self, name: &str, kind: DocumentKind) -> Document {
        let mut document = Document::new(name, kind, self.text);
        document.blocks = self.blocks;
        document.parts = self.parts;
        document
    }
}

impl Voice {
    fn speaks_in(&self, part: &Part) -> bool {
        part.author == self.author && part.handle == self.handle && part.at == self.at
    }
}

/// One space for every run of white space, none at the ends.
pub(crate) fn squeeze(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_count_characters_and_equal_voices_join() {
        let mut draft = Draft::default();
        let nobody = Voice::default();
        draft.push(BlockKind::Heading, PartRole::Title, &nobody, "Wörld’s end");
        draft.push(BlockKind::Paragraph, PartRole::Body, &nobody, " One. ");
        draft.push(BlockKind::Paragraph, PartRole::Body, &nobody, "  ");
        draft.push(BlockKind::ListItem, PartRole::Body, &nobody, "Two");
        draft.push(BlockKind::ListItem, PartRole::Body, &nobody, "Three");
        let document = draft.finish("a", DocumentKind::Article);
        assert_eq!(document.text, "Wörld’s end\n\nOne.\n\nTwo\nThree");
        assert_eq!(document.blocks.len(), 4);
        assert_eq!(document.parts.len(), 2);
        assert_eq!(document.parts[1].span, Span::new(13, 28));
    }
}
