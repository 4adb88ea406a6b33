//! The annotated posts of RumourEval.

use std::{io::Read as _, path::Path};

use anyhow::Context as _;
use backpedal_language::{
    Answer,
    stance::{Features, Stance},
};
use serde::Deserialize;

/// The file of the annotated posts.
const FILE: &str = "stance.rumoureval.jsonl.gz";

/// One line of the file.
#[derive(Debug, Deserialize)]
struct Line {
    thread_id: String,
    platform: String,
    event: Option<String>,
    is_source: bool,
    source_text: String,
    parent_text: Option<String>,
    reply_text: String,
    same_author_as_source: Option<bool>,
    label: String,
    split_2017: Option<String>,
    split_2019: Option<String>,
}

/// An annotated post.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) features: Features,
    /// Its stance's place in [`Stance::ALL`].
    pub(crate) label: usize,
    /// What the post is about; the thread where nothing says.
    pub(crate) event: String,
    /// The thread.
    pub(crate) thread: String,
    /// The part of the corpus, by the division of 2017 and of 2019.
    pub(crate) splits: [String; 2],
}

/// Reads the annotated posts of one network.
pub(crate) fn read(nlp: &Path) -> anyhow::Result<Vec<Row>> {
    let path = nlp.join(FILE);
    let file = std::fs::File::open(&path)
        .with_context(|| format!("{} cannot be opened", path.display()))?;
    let mut text = String::new();
    flate2::read::GzDecoder::new(file)
        .read_to_string(&mut text)
        .with_context(|| format!("{} cannot be read", path.display()))?;
    let mut rows = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let line: Line = serde_json::from_str(line)
            .with_context(|| format!("{}: line {}", path.display(), at + 1))?;
        if line.platform == "twitter" {
            rows.push(row(line)?);
        }
    }
    Ok(rows)
}

fn row(line: Line) -> anyhow::Result<Row> {
    let label = match line.label.as_str() {
        "support" => Stance::Support,
        "deny" => Stance::Deny,
        "query" => Stance::Query,
        "comment" => Stance::Comment,
        other => anyhow::bail!("{other:?} is no stance"),
    };
    let answer = Answer {
        text: &line.reply_text,
        source: (!line.is_source).then_some(line.source_text.as_str()),
        parent: line.parent_text.as_deref(),
        same_author: line.same_author_as_source.unwrap_or(false),
    };
    Ok(Row {
        features: Features::of(&answer),
        label: label as usize,
        event: line.event.unwrap_or_else(|| line.thread_id.clone()),
        thread: line.thread_id,
        splits: [line.split_2017, line.split_2019].map(Option::unwrap_or_default),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(label: &str, is_source: bool) -> Line {
        let text = format!(
            r#"{{"thread_id": "7", "platform": "twitter", "event": null, "is_source": {is_source},
            "source_text": "All lines are back", "parent_text": "All lines are back",
            "reply_text": "@isp no they are not", "same_author_as_source": false,
            "label": "{label}", "split_2017": "dev", "split_2019": null}}"#
        );
        serde_json::from_str(&text).expect("a line")
    }

    #[test]
    fn a_line_becomes_a_row() {
        let found = row(line("deny", false)).expect("a row");
        assert_eq!((found.label, found.event.as_str()), (1, "7"));
        assert_eq!(found.splits, ["dev", ""]);
        assert!(!found.features.grams.is_empty());
        let source = row(line("support", true)).expect("a row");
        assert!(source.features.grams.is_empty(), "a source answers nothing");
        assert!(row(line("denies", false)).is_err());
    }
}
