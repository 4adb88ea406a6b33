//! How long judging takes as a case grows: `scale [DOCUMENTS]`, by default 10,000 documents of ten
//! claims each about one outage, and its halves and quarters. Prints seconds, and how the time
//! grows with the claims (1 is linear).

#![allow(clippy::print_stdout, clippy::expect_used, clippy::disallowed_methods)]

use std::time::Instant;

use backpedal_matcher::{Facts, judge};
use backpedal_model::{
    Case, CauseKind, Claim, ClaimId, ClaimKind, DateSource, Document, DocumentKind, Interval,
    Mention, Polarity, Precision, PublishedDate, Quantity, Quote, Span, Speaker, TimeExpr,
    TimeRange, TimeSource, Voice, Zone,
};
use jiff::{SignedDuration, Timestamp};

const CLAIMS_PER_DOCUMENT: usize = 10;
const FIRMS: usize = 60;

/// How many different statements all documents together report, authors' own words apart.
const STATEMENTS: usize = 800;

/// About as often as annotated texts hold them.
const KINDS: &[ClaimKind] = &[
    ClaimKind::Outage,
    ClaimKind::Outage,
    ClaimKind::Outage,
    ClaimKind::Cause,
    ClaimKind::Cause,
    ClaimKind::Cause,
    ClaimKind::Timing,
    ClaimKind::Timing,
    ClaimKind::Scope,
    ClaimKind::Scope,
    ClaimKind::Restored,
    ClaimKind::Restored,
    ClaimKind::Investigating,
    ClaimKind::Affected,
    ClaimKind::Evidence,
    ClaimKind::Relationship,
    ClaimKind::Responsibility,
    ClaimKind::Retraction,
];

/// SplitMix64 (Steele, Lea and Flood 2014): the same numbers on every machine.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % limit as u64).unwrap_or(0)
    }

    fn of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

fn main() {
    let most: usize = std::env::args()
        .nth(1)
        .and_then(|text| text.parse().ok())
        .unwrap_or(10_000);
    println!("documents   claims  contradictions  seconds  growth");
    let mut before: Option<(usize, f64)> = None;
    for documents in [most / 4, most / 2, most] {
        let (case, documents, claims) = made(documents);
        let start = Instant::now();
        let judgement = judge(&Facts::of(&case, &documents, &claims));
        let seconds = start.elapsed().as_secs_f64();
        let growth = before.map_or(String::new(), |(count, time)| {
            let more = claims.len() as f64 / count as f64;
            format!("{:.2}", (seconds / time).ln() / more.ln())
        });
        println!(
            "{:>9} {:>8} {:>15} {seconds:>8.2} {growth:>7}",
            documents.len(),
            claims.len(),
            judgement.contradictions.len(),
        );
        before = Some((claims.len(), seconds));
    }
}

fn made(count: usize) -> (Case, Vec<Document>, Vec<Claim>) {
    let case = Case::parse(
        "id = \"scale\"\ntitle = \"Scale\"\nzone = \"UTC\"\n\
         window = { start = \"2024-03-05T00:00Z\", end = \"2024-03-06T00:00Z\" }\n\
         [[party]]\nid = \"firm-0\"\nname = \"Firm 0\"\n\
         [[party]]\nid = \"firm-1\"\nname = \"Firm 1\"\n",
    )
    .expect("a case");
    let mut chance = Chance(7);
    let pool: Vec<Said> = (0..STATEMENTS)
        .map(|_| Said::made(&mut chance, &case))
        .collect();
    let mut documents = Vec::new();
    let mut claims = Vec::new();
    for number in 0..count {
        let minutes = i64::try_from(chance.below(14 * 24 * 60)).expect("small");
        let at = case.window.start + SignedDuration::from_mins(minutes);
        one(
            (number, at),
            &pool,
            &mut chance,
            &mut documents,
            &mut claims,
        );
    }
    (case, documents, claims)
}

/// A statement as a document can report it.
#[derive(Clone)]
struct Said {
    words: String,
    firm: Option<usize>,
    subject: usize,
    object: usize,
    kind: ClaimKind,
    polarity: Polarity,
    cause: CauseKind,
    count: f64,
    clock: String,
    at: Interval,
}

impl Said {
    /// A few firms say most of it, as in life; a third are an author's own words.
    fn made(chance: &mut Chance, case: &Case) -> Self {
        let words = format!(
            "the {} {} {} {} by report {}",
            chance.of(&[
                "core", "backbone", "portal", "exchange", "region", "gateway"
            ]),
            chance.of(&[
                "was down",
                "had no outage",
                "failed",
                "worked throughout",
                "was slow"
            ]),
            chance.of(&[
                "on Tuesday",
                "at noon",
                "for hours",
                "after the storm",
                "again"
            ]),
            chance.of(&[
                "for most",
                "for some",
                "everywhere",
                "in the north",
                "abroad"
            ]),
            chance.below(500),
        );
        let hours = i64::try_from(chance.below(13 * 24)).expect("small");
        let start = case.window.start + SignedDuration::from_hours(hours);
        Self {
            words,
            firm: (chance.below(3) > 0).then(|| chance.below(FIRMS).min(chance.below(FIRMS))),
            subject: chance.below(4).min(chance.below(4)),
            object: chance.below(8),
            kind: *chance.of(KINDS),
            polarity: *chance.of(&[
                Polarity::Affirm,
                Polarity::Affirm,
                Polarity::Affirm,
                Polarity::Affirm,
                Polarity::Deny,
                Polarity::Uncertain,
            ]),
            cause: *chance.of(CauseKind::ALL),
            count: (1 + chance.below(1000)) as f64,
            clock: format!(
                "2024-03-05T{:02}:{:02}Z",
                chance.below(24),
                chance.below(60)
            ),
            at: Interval::new(start, start + SignedDuration::from_hours(24)),
        }
    }
}

fn one(
    (number, at): (usize, Timestamp),
    pool: &[Said],
    chance: &mut Chance,
    documents: &mut Vec<Document>,
    claims: &mut Vec<Claim>,
) {
    let mut text = String::new();
    let mut told = Vec::new();
    for _ in 0..CLAIMS_PER_DOCUMENT {
        let mut said = chance.of(pool).clone();
        // Every second report has words of its own.
        if chance.below(2) == 0 {
            said.words = format!("{}, as {} told it", said.words, chance.below(1000));
        }
        let start = text.chars().count();
        text.push_str(&said.words);
        told.push((Span::new(start, text.chars().count()), said));
        text.push_str(". ");
    }
    let mut document = Document::new(format!("page-{number}"), DocumentKind::Article, text);
    let moment = at.strftime("%Y-%m-%dT%H:%MZ").to_string();
    document.published = Some(PublishedDate {
        at: moment.parse().expect("a moment"),
        zone: Zone::Utc,
        source: DateSource::Given,
    });
    for (span, said) in told {
        claims.push(claim(&document, span, said));
    }
    documents.push(document);
}

const fn has_object(kind: ClaimKind) -> bool {
    matches!(
        kind,
        ClaimKind::Cause | ClaimKind::Affected | ClaimKind::Relationship
    )
}

fn claim(document: &Document, span: Span, said: Said) -> Claim {
    let kind = said.kind;
    let named = |number: usize| Mention {
        text: format!("Firm {number}"),
        party: None,
    };
    Claim {
        document: document.name.clone(),
        document_id: document.id.clone(),
        id: ClaimId::from_content(&[&document.name, &span.start.to_string()]),
        kind,
        polarity: said.polarity,
        voice: if said.firm.is_none() {
            Voice::Own
        } else {
            Voice::Indirect
        },
        quote: Quote {
            text: said.words,
            span,
        },
        speaker: Speaker {
            org: said.firm.map(|firm| format!("Firm {firm}")),
            ..Speaker::default()
        },
        addressees: Vec::new(),
        via: None,
        subject: Some(named(said.subject)),
        objects: has_object(kind)
            .then(|| named(said.object))
            .into_iter()
            .collect(),
        cause_kind: (kind == ClaimKind::Cause).then_some(said.cause),
        quantity: (kind == ClaimKind::Scope).then(|| Quantity {
            value: said.count,
            unit: "customers".into(),
            bound: None,
            of: None,
        }),
        said_at: Some(TimeRange {
            start: said.at.start,
            end: said.at.end,
            precision: Precision::Day,
            zone: Zone::Utc,
            source: TimeSource::Published,
        }),
        event_time: (kind == ClaimKind::Timing).then(|| TimeExpr {
            text: "then".into(),
            span: None,
            start: said.clock.parse().ok(),
            end: None,
            precision: Precision::Minute,
            zone: Zone::Utc,
            duration: None,
            approximate: false,
        }),
        checkable: true,
        confidence: 0.9,
        rule: "made".into(),
    }
}
