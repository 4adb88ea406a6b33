//! Who is speaking, through whom: names for people in place of identifiers.

use backpedal_model::{Claim, ClaimId, Document, DocumentKind, Dossier, Party, PartyId, Voice};

/// Looks up names in a dossier.
#[derive(Clone, Copy)]
pub(crate) struct Names<'a>(pub(crate) &'a Dossier);

impl<'a> Names<'a> {
    /// The name that reports print for a party.
    pub(crate) fn party(self, id: &PartyId) -> String {
        let party = self.0.case.parties.get(id);
        party.map_or_else(|| id.to_string(), |party| party.name.clone())
    }

    /// The party that a claim speaks for: the speaker's, or the one whose own page it is.
    pub(crate) fn speaking_for(self, claim: &Claim) -> Option<&'a Party> {
        let parties = &self.0.case.parties;
        if let Some(party) = claim.speaker.party.as_ref() {
            return parties.get(party);
        }
        if self.0.speaker_is_unlinked(&claim.id) {
            return None;
        }
        if claim.speaker.name.is_some() || claim.speaker.org.is_some() {
            let org = claim.speaker.org.as_deref()?;
            return parties.get(&parties.resolve(org, None).one()?);
        }
        let own = claim.voice == Voice::Own || claim.speaker.text.is_none();
        let page = self.0.document(&claim.document_id)?;
        parties.get(page.voice_of.as_ref().filter(|_| own)?)
    }

    /// The speaker in words: "Ada Berg, spokeswoman, Heron".
    pub(crate) fn speaker(self, claim: &Claim) -> String {
        let speaker = &claim.speaker;
        let org = speaker.party.as_ref().map(|id| self.party(id));
        let org = speaker.org.clone().or(org);
        let mut parts: Vec<String> = Vec::new();
        parts.extend(speaker.name.clone());
        if let Some(role) = &speaker.role {
            let known = |part: &String| role.to_lowercase().contains(&part.to_lowercase());
            if !parts.iter().any(known) {
                parts.push(role.clone());
            }
        }
        if let Some(org) = org
            && !parts.iter().any(|part| part.contains(&org))
        {
            parts.push(org);
        }
        if !parts.is_empty() {
            return parts.join(", ");
        }
        if let Some(text) = &speaker.text {
            return text.clone();
        }
        match self.0.document(&claim.document_id) {
            Some(page) => own_voice(page),
            None => "the document’s own voice".to_owned(),
        }
    }

    /// The outlet through which a claim reached us.
    pub(crate) fn outlet(self, claim: &Claim) -> String {
        match self.0.document(&claim.document_id) {
            Some(page) => outlet_of(self.0, page),
            None => claim.document.clone(),
        }
    }

    /// A claim's number in reports: its place in the dossier, counted from 1.
    pub(crate) fn number(self, id: &ClaimId) -> Option<usize> {
        self.0
            .claims
            .iter()
            .position(|claim| claim.id == *id)
            .map(|at| at + 1)
    }
}

/// Who speaks where nobody is quoted.
fn own_voice(page: &Document) -> String {
    let author = page.author.clone().or_else(|| page.handle.clone());
    match (author, page.publisher.clone()) {
        (Some(author), Some(publisher)) if page.kind == DocumentKind::Article => {
            format!("{author}, {publisher}")
        }
        (Some(author), _) => author,
        (None, Some(publisher)) => publisher,
        (None, None) => page.title.clone().unwrap_or_else(|| page.name.clone()),
    }
}

/// The publisher of a document; for a comment, that of the page it stands under.
pub(crate) fn outlet_of(dossier: &Dossier, page: &Document) -> String {
    if let Some(publisher) = &page.publisher {
        return publisher.clone();
    }
    let parent = page.parent.as_ref().and_then(|id| dossier.document(id));
    if let Some(publisher) = parent.and_then(|parent| parent.publisher.clone()) {
        return publisher;
    }
    page.name.clone()
}

/// The letter of the `n`th contradiction, counted from 0: A, B … Z, AA, AB …
pub(crate) fn letter(n: usize) -> String {
    let mut rest = n + 1;
    let mut out = Vec::new();
    while rest > 0 {
        rest -= 1;
        out.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    out.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_go_on_after_z() {
        assert_eq!(letter(0), "A");
        assert_eq!(letter(25), "Z");
        assert_eq!(letter(26), "AA");
        assert_eq!(letter(27), "AB");
    }
}
