//! The claims of a run, indexed by their words and by their document.

use std::{cmp::Reverse, collections::HashMap};

use backpedal_model::{
    Action, Claim, ClaimKey, ClaimKind, Document, DocumentId, DocumentKey, Fit, Polarity,
};

/// Finds claims by key.
pub(super) struct Finder<'a> {
    claims: &'a [Claim],
    documents: HashMap<&'a DocumentId, &'a Document>,
    /// The words of each claim.
    words: Vec<String>,
    by_words: HashMap<String, Vec<usize>>,
    /// By name and by address.
    by_document: HashMap<String, Vec<usize>>,
}

impl<'a> Finder<'a> {
    pub(super) fn of(claims: &'a [Claim], documents: &'a [Document]) -> Self {
        let documents: HashMap<_, _> = documents.iter().map(|d| (&d.id, d)).collect();
        let words: Vec<String> = claims.iter().map(ClaimKey::words_of).collect();
        let mut by_words: HashMap<String, Vec<usize>> = HashMap::new();
        let mut by_document: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, claim) in claims.iter().enumerate() {
            by_words.entry(words[at].clone()).or_default().push(at);
            let document = documents.get(&claim.document_id).copied();
            let key = DocumentKey::of(&claim.document, document);
            for name in key.url.into_iter().chain([key.name]) {
                let all = by_document.entry(name).or_default();
                if all.last() != Some(&at) {
                    all.push(at);
                }
            }
        }
        Self {
            claims,
            documents,
            words,
            by_words,
            by_document,
        }
    }

    /// The place of the claim that was decided about, or why there is none.
    ///
    /// What is accepted is accepted as it was read: where the same words are now read otherwise,
    /// the person has to look again.
    pub(super) fn find(&self, key: &ClaimKey, action: &Action) -> Result<usize, String> {
        let also = match action {
            Action::Correct(correction) => (correction.kind, correction.polarity),
            _ => (None, None),
        };
        let equal = self.by_words.get(&key.words);
        let equal = equal.into_iter().flatten().copied();
        let best = self
            .best(key, equal, also)
            .or_else(|| self.best(key, self.cut_otherwise(key), also));
        let Some((fit, at)) = best else {
            return Err(self.missing(key));
        };
        if *action == Action::Accept && !(fit.polarity && fit.speaker) {
            let now = &self.claims[at];
            return Err(format!(
                "“{}” is now read as {}, {}, or given to another speaker",
                now.quote.text, now.kind, now.polarity
            ));
        }
        Ok(at)
    }

    fn best(
        &self,
        key: &ClaimKey,
        candidates: impl Iterator<Item = usize>,
        also: (Option<ClaimKind>, Option<Polarity>),
    ) -> Option<(Fit, usize)> {
        candidates
            .filter_map(|at| {
                let claim = &self.claims[at];
                let document = self.documents.get(&claim.document_id).copied();
                let fit = key.fit(&ClaimKey::alone(claim, document), also)?;
                Some((fit, at))
            })
            .max_by_key(|(fit, at)| (*fit, Reverse(*at)))
    }

    /// Claims of the same document whose words stand in or around those of the key.
    fn cut_otherwise<'k>(&'k self, key: &'k ClaimKey) -> impl Iterator<Item = usize> + 'k {
        let window = format!(" {} {} {} ", key.before, key.words, key.after);
        let names = key.document.url.iter().chain([&key.document.name]);
        let all = names
            .filter_map(|name| self.by_document.get(name))
            .flatten();
        all.copied()
            .filter(move |at| window.contains(&format!(" {} ", self.words[*at])))
    }

    fn missing(&self, key: &ClaimKey) -> String {
        let same = self.by_words.get(&key.words).into_iter().flatten();
        let here = same.map(|at| &self.claims[*at]).find(|claim| {
            let document = self.documents.get(&claim.document_id).copied();
            DocumentKey::of(&claim.document, document).same(&key.document)
        });
        match here {
            Some(claim) => format!(
                "“{}” in {} is now read as {}, {}, or stands in another place",
                claim.quote.text, claim.document, claim.kind, claim.polarity
            ),
            None => format!("no claim says “{}” in {}", key.words, key.document.name),
        }
    }
}
