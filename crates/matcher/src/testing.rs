//! Small stories for tests: who says what in which document, and what was measured.

mod cloudflare;
mod ledger;
pub(crate) mod measured;
mod order;
mod values;
mod verdicts;

use backpedal_model::{
    Case, CauseKind, Claim, ClaimId, ClaimKind, DateSource, Document, DocumentKind, Mention,
    Moment, Observation, Polarity, Precision, PublishedDate, Quote, Span, Speaker, TimeExpr,
    TimeRange, TimeSource, Verdict, Voice, Zone,
};

use crate::{Facts, Judgement, judge};

pub(crate) const CASE: &str = r#"
id = "halyard-2024"
title = "Halyard, March 2024"
zone = "UTC"
window = { start = "2024-03-05T00:00Z", end = "2024-03-06T00:00Z" }
[[party]]
id = "halyard"
name = "Halyard"
aliases = ["Halyard Networks"]
asns = [64500]
[[party]]
id = "heron"
name = "Heron"
asns = [64501]
[[party]]
id = "kestrel"
name = "Kestrel"
asns = [64502]
[[party]]
id = "ghost"
name = "Ghost"
unresolved = "a trade name of several firms"
"#;

/// A case, its documents and its claims, built sentence by sentence.
pub(crate) struct Story {
    pub(crate) case: Case,
    pub(crate) documents: Vec<Document>,
    pub(crate) claims: Vec<Claim>,
    pub(crate) observations: Vec<Observation>,
}

impl Story {
    pub(crate) fn new() -> Self {
        Self::of(CASE)
    }

    pub(crate) fn of(case: &str) -> Self {
        let mut story = Self {
            case: Case::parse(case).unwrap_or_else(|why| panic!("{why}")),
            documents: Vec::new(),
            claims: Vec::new(),
            observations: Vec::new(),
        };
        story.document("first", DocumentKind::Article);
        story
    }

    /// Begins another document, which appeared a minute after the one before; what is said next
    /// stands in it.
    pub(crate) fn document(&mut self, name: &str, kind: DocumentKind) {
        let mut document = Document::new(name, kind, "");
        let at = format!("2024-03-05T20:{:02}Z", self.documents.len());
        document.published = at.parse().ok().map(|at| PublishedDate {
            at,
            zone: Zone::Utc,
            source: DateSource::Given,
        });
        self.documents.push(document);
    }

    /// Adds a sentence to the document and a claim that quotes all of it. The speaker is a
    /// party's name, a handle with `@`, or empty for the author.
    pub(crate) fn say(
        &mut self,
        speaker: &str,
        (kind, polarity): (ClaimKind, Polarity),
        (subject, objects): (&str, &[&str]),
        words: &str,
    ) -> &mut Claim {
        let number = self.claims.len().to_string();
        let document = self.documents.last_mut().expect("there is a document");
        let start = document.text.chars().count();
        document.text.push_str(words);
        let span = Span::new(start, start + words.chars().count());
        document.text.push_str(".\n");
        let mention = |name: &str| Mention {
            text: name.to_owned(),
            party: self.case.parties.resolve(name, None).one(),
        };
        let firm = !speaker.is_empty() && !speaker.starts_with('@');
        self.claims.push(Claim {
            document: document.name.clone(),
            document_id: document.id.clone(),
            id: ClaimId::from_printed(&number),
            kind,
            polarity,
            voice: Voice::Indirect,
            quote: Quote {
                text: words.to_owned(),
                span,
            },
            speaker: Speaker {
                name: speaker.starts_with('@').then(|| speaker.to_owned()),
                org: firm.then(|| speaker.to_owned()),
                party: firm
                    .then(|| self.case.parties.resolve(speaker, None).one())
                    .flatten(),
                ..Speaker::default()
            },
            addressees: Vec::new(),
            via: None,
            subject: (!subject.is_empty()).then(|| mention(subject)),
            objects: objects.iter().copied().map(mention).collect(),
            cause_kind: None,
            quantity: None,
            said_at: None,
            event_time: None,
            checkable: true,
            confidence: 1.0,
            rule: "test".into(),
        });
        self.claims.last_mut().expect("a claim was added")
    }

    pub(crate) fn facts(&self) -> Facts<'_> {
        Facts {
            observations: &self.observations,
            ..Facts::of(&self.case, &self.documents, &self.claims)
        }
    }

    pub(crate) fn judge(&self) -> Judgement {
        judge(&self.facts())
    }

    /// Contradictions as `reversal 0 1`.
    pub(crate) fn pairs(&self) -> Vec<String> {
        self.judge()
            .contradictions
            .iter()
            .map(|c| format!("{} {} {}", c.kind, c.a, c.b))
            .collect()
    }

    /// Non-contradictions as `state changed 0 1`.
    pub(crate) fn nones(&self) -> Vec<String> {
        self.judge()
            .non_contradictions
            .iter()
            .map(|c| format!("{} {} {}", c.kind, c.a, c.b))
            .collect()
    }

    pub(crate) fn verdict(&self, claim: usize) -> Verdict {
        self.judge().verdicts[claim].clone()
    }
}

/// Shorthand for claims' details.
pub(crate) trait Details {
    fn because(&mut self, kind: CauseKind) -> &mut Self;
    fn at(&mut self, time: &str) -> &mut Self;
    fn happened(&mut self, words: &str, start: &str, end: &str) -> &mut Self;
}

impl Details for Claim {
    fn because(&mut self, kind: CauseKind) -> &mut Self {
        self.cause_kind = Some(kind);
        self
    }

    /// Said at that minute, in UTC.
    fn at(&mut self, time: &str) -> &mut Self {
        let moment: Moment = time.parse().unwrap_or_else(|why| panic!("{why}"));
        let range = moment.instants(&jiff::tz::TimeZone::UTC);
        self.said_at = Some(TimeRange {
            start: range.start,
            end: range.end,
            precision: moment.precision(),
            zone: Zone::Utc,
            source: TimeSource::Post,
        });
        self
    }

    /// Happened then; an empty text leaves an end open. `Z` states the zone.
    fn happened(&mut self, words: &str, start: &str, end: &str) -> &mut Self {
        let moment = |text: &str| -> Option<Moment> { text.parse().ok() };
        let (start, end) = (moment(start), moment(end));
        let known = start.or(end);
        self.event_time = Some(TimeExpr {
            text: words.to_owned(),
            span: None,
            start,
            end,
            precision: known.map_or(Precision::Day, |moment| moment.precision()),
            zone: match known.and_then(|moment| moment.offset()) {
                Some(_) => Zone::Utc,
                None => Zone::Unknown,
            },
            duration: None,
            approximate: words.contains("about"),
        });
        self
    }
}
