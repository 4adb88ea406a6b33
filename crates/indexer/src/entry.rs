//! A dossier as the entries of the index: one for each document and each claim.

use std::collections::BTreeMap;

use backpedal_model::{
    Claim, ClaimKind, Document, DocumentId, Dossier, Outcome, PartyId, Polarity, Span, TimeSource,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::EntryKind;

/// What the index keeps of one document or claim. Changing it needs a new
/// [`crate::schema::VERSION`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Entry {
    pub(crate) id: String,
    pub(crate) case: String,
    pub(crate) kind_of: EntryKind,
    pub(crate) title: String,
    /// What is searched first and what snippets are cut from.
    pub(crate) text: String,
    /// What is searched besides: names, roles, the publisher.
    pub(crate) names: Vec<String>,
    pub(crate) document: String,
    pub(crate) document_id: String,
    pub(crate) url: Option<String>,
    pub(crate) span: Option<Span>,
    pub(crate) date: Option<Date>,
    pub(crate) speaker: Option<String>,
    /// The party spoken for, by name.
    pub(crate) party: Option<String>,
    /// All parties that the entry is about, by name and by id.
    pub(crate) parties: BTreeMap<String, PartyId>,
    pub(crate) claim_kind: Option<ClaimKind>,
    pub(crate) polarity: Option<Polarity>,
    pub(crate) outcome: Option<Outcome>,
    pub(crate) source: String,
}

/// The entries of a dossier, documents first.
pub(crate) fn entries(dossier: &Dossier) -> Vec<Entry> {
    let by_id = dossier
        .documents
        .iter()
        .map(|document| (&document.id, document))
        .collect();
    let outcomes = dossier
        .verdicts
        .iter()
        .map(|v| (v.claim.as_str(), v.outcome()))
        .collect();
    let sources = Sources {
        dossier,
        by_id,
        outcomes,
    };
    let documents = dossier
        .documents
        .iter()
        .map(|document| sources.document(document));
    let claims = dossier.claims.iter().map(|claim| sources.claim(claim));
    documents.chain(claims).collect()
}

struct Sources<'a> {
    dossier: &'a Dossier,
    by_id: BTreeMap<&'a DocumentId, &'a Document>,
    outcomes: BTreeMap<&'a str, Outcome>,
}

impl Sources<'_> {
    fn document(&self, document: &Document) -> Entry {
        let source = self.source(document);
        let names = [&document.author, &document.handle, &document.publisher];
        let mut names: Vec<String> = names.into_iter().flatten().cloned().collect();
        names.extend([document.name.clone(), source.clone()]);
        let about = self
            .dossier
            .claims
            .iter()
            .filter(|claim| claim.document_id == document.id);
        let about = about.flat_map(parties_of).chain(document.voice_of.as_ref());
        Entry {
            id: document.id.to_string(),
            case: self.dossier.case.id.clone(),
            kind_of: EntryKind::Document,
            title: document
                .title
                .clone()
                .unwrap_or_else(|| document.name.clone()),
            text: document.text.clone(),
            names,
            document: document.name.clone(),
            document_id: document.id.to_string(),
            url: document.url.clone(),
            span: None,
            date: document
                .published
                .as_ref()
                .map(|published| published.at.date()),
            speaker: None,
            party: document.voice_of.as_ref().map(|id| self.party_name(id)),
            parties: self.parties(about),
            claim_kind: None,
            polarity: None,
            outcome: None,
            source,
        }
    }

    fn claim(&self, claim: &Claim) -> Entry {
        let document = self.by_id.get(&claim.document_id).copied();
        let title = document.and_then(|document| document.title.clone());
        let source = document.map_or_else(|| claim.document.clone(), |d| self.source(d));
        let speaker = &claim.speaker;
        let words = [
            &speaker.name,
            &speaker.org,
            &speaker.role,
            &speaker.text,
            &claim.via,
        ];
        let mut names: Vec<String> = words.into_iter().flatten().cloned().collect();
        names.extend(
            claim
                .subject
                .iter()
                .chain(&claim.objects)
                .map(|m| m.text.clone()),
        );
        names.extend([claim.document.clone(), source.clone()]);
        let parties = self.parties(parties_of(claim));
        names.extend(parties.keys().cloned());
        Entry {
            id: claim.id.to_string(),
            case: self.dossier.case.id.clone(),
            kind_of: EntryKind::Claim,
            title: title.unwrap_or_else(|| claim.document.clone()),
            text: claim.quote.text.clone(),
            names,
            document: claim.document.clone(),
            document_id: claim.document_id.to_string(),
            url: document.and_then(|document| document.url.clone()),
            span: Some(claim.quote.span),
            date: self.day_said(claim, document),
            speaker: [&speaker.name, &speaker.org, &speaker.text]
                .into_iter()
                .flatten()
                .next()
                .cloned(),
            party: speaker.party.as_ref().map(|id| self.party_name(id)),
            parties,
            claim_kind: Some(claim.kind),
            polarity: Some(claim.polarity),
            outcome: self.outcomes.get(claim.id.as_str()).copied(),
            source,
        }
    }

    /// The day of a statement in its own zone, where the text or the post tells it; else the day
    /// of publication; else the last day on which it can have been said.
    fn day_said(&self, claim: &Claim, document: Option<&Document>) -> Option<Date> {
        let said = claim.said_at.as_ref().map(|said| {
            let zone = said
                .zone
                .time_zone()
                .unwrap_or_else(|| self.dossier.case.time_zone());
            let told = matches!(said.source, TimeSource::Post | TimeSource::Text);
            // `end` is exclusive.
            let last = said
                .end
                .max(said.start)
                .saturating_sub(jiff::SignedDuration::from_nanos(1));
            let at = if told {
                said.start
            } else {
                last.unwrap_or(said.end)
            };
            (told, zone.to_datetime(at).date())
        });
        let published = document
            .and_then(|d| d.published.as_ref())
            .map(|p| p.at.date());
        match said {
            Some((true, day)) => Some(day),
            Some((false, day)) => published.or(Some(day)),
            None => published,
        }
    }

    /// The publisher, else the host of the address, else the name; a comment has its page's.
    fn source(&self, document: &Document) -> String {
        let page = document
            .parent
            .as_ref()
            .and_then(|parent| self.by_id.get(parent).copied());
        let own = |document: &Document| {
            let publisher = document
                .publisher
                .clone()
                .filter(|text| !text.trim().is_empty());
            publisher.or_else(|| document.url.as_deref().and_then(host))
        };
        let page = page.filter(|page| page.id != document.id);
        own(document)
            .or_else(|| page.and_then(own))
            .unwrap_or_else(|| page.unwrap_or(document).name.clone())
    }

    fn parties<'b>(&self, ids: impl Iterator<Item = &'b PartyId>) -> BTreeMap<String, PartyId> {
        ids.map(|id| (self.party_name(id), id.clone())).collect()
    }

    fn party_name(&self, id: &PartyId) -> String {
        let party = self.dossier.case.parties.get(id);
        party.map_or_else(|| id.to_string(), |party| party.name.clone())
    }
}

/// Who speaks and of whom is spoken.
fn parties_of(claim: &Claim) -> impl Iterator<Item = &PartyId> {
    let mentions = claim.subject.iter().chain(&claim.objects);
    claim
        .speaker
        .party
        .iter()
        .chain(mentions.filter_map(|mention| mention.party.as_ref()))
}

/// The host of an address, without `www.`.
fn host(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?;
    let host = if host.starts_with('[') {
        host
    } else {
        host.split(':').next()?
    };
    let host = host.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    (!host.is_empty()).then(|| host.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_what_stands_between_the_slashes() {
        assert_eq!(
            host("https://www.News.example:8080/a?b").as_deref(),
            Some("news.example")
        );
        assert_eq!(
            host("https://me:pw@news.example#x").as_deref(),
            Some("news.example")
        );
        assert_eq!(
            host("http://[2001:db8::1]:80/").as_deref(),
            Some("[2001:db8::1]:80")
        );
        for none in ["a/b.txt", "https:///x", "mailto:a@b.example"] {
            assert_eq!(host(none), None, "{none}");
        }
    }
}
