//! Names that only the first lines of a text give: a letterhead, a sender, the name of a page.

use std::collections::BTreeSet;

use backpedal_model::Document;

use super::{
    classify,
    names::{COMMON, Entity, EntityKind, Names},
};

impl Names {
    /// Whether a capitalised word may name somebody at all.
    pub(crate) fn may_name(word: &str) -> bool {
        let low = word.to_lowercase();
        !(classify::is_calendar(&low)
            || classify::is_never_name(&low)
            || super::kinds::is_zone(word)
            || COMMON.contains(low.as_str()))
    }

    /// Adds an organisation that no sentence names.
    pub(crate) fn add(&mut self, name: String, count: usize) {
        self.entities.push(Entity {
            kind: EntityKind::Org,
            name,
            org: None,
            role: None,
            count,
            outlet: false,
            nouns: BTreeSet::new(),
        });
    }
}

/// Adds those whom only the first lines name: a letterhead, a sender, the name of a page. Such
/// lines are no sentences, so nothing else reads names there.
pub(crate) fn headed(document: &Document, names: &mut Names) {
    const LINES: usize = 3;
    const LONGEST: usize = 5;
    let lines = document.text.lines().filter(|line| !line.trim().is_empty());
    let mut found: Vec<String> = document.publisher.iter().cloned().collect();
    for line in lines.take(LINES) {
        let parts = line.split([
            '<', '>', '|', '—', '–', ':', ',', '(', ')', '·', '/', ';', '"', '“', '”', '[', ']',
        ]);
        for part in parts {
            let mut run: Vec<&str> = Vec::new();
            for word in part.split_whitespace().chain([""]) {
                let bare = word.trim_end_matches(['.', '\'', '’', '!', '?']);
                let bare = bare
                    .strip_suffix("'s")
                    .or_else(|| bare.strip_suffix("’s"))
                    .unwrap_or(bare);
                let named = bare.starts_with(char::is_uppercase) && bare.len() > 1;
                let link = matches!(word, "of" | "&") && !run.is_empty();
                if named && Names::may_name(bare) || link {
                    run.push(bare);
                }
                if !(named && bare == word || link) || run.len() > LONGEST {
                    while run.last().is_some_and(|last| matches!(*last, "of" | "&")) {
                        run.pop();
                    }
                    if (1..=LONGEST).contains(&run.len()) {
                        found.push(run.join(" "));
                    }
                    run.clear();
                }
            }
        }
    }
    for name in found {
        let count = document.text.matches(name.as_str()).count();
        if names.named(&name).is_none() {
            names.add(name, count);
        }
    }
}
