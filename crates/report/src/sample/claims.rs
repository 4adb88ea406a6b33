//! What is said in the invented dispute.

use backpedal_model::*;

use super::{at, party};

fn range(start: &str, end: &str, precision: Precision, source: TimeSource) -> TimeRange {
    TimeRange {
        start: at(start),
        end: at(end),
        precision,
        zone: Zone::Assumed("America/New_York".into()),
        source,
    }
}

/// One claim of a document, found by its words.
fn claim(dossier: &Dossier, page: &str, words: &str, kind: ClaimKind, polarity: Polarity) -> Claim {
    let page = dossier
        .documents
        .iter()
        .find(|d| d.name == page)
        .expect("the page");
    let byte = page.text.find(words).unwrap_or_else(|| panic!("{words:?}"));
    let start = page.text[..byte].chars().count();
    let span = Span::new(start, start + words.chars().count());
    let day = ("2031-03-04T05:00:00Z", "2031-03-06T05:00:00Z");
    let said = match page.kind {
        DocumentKind::Article => range(day.0, day.1, Precision::Day, TimeSource::Published),
        DocumentKind::Post => range(
            "2031-03-05T01:12:30Z",
            "2031-03-05T01:12:31Z",
            Precision::Second,
            TimeSource::Post,
        ),
        DocumentKind::Status => range(
            "2031-03-04T15:05:00Z",
            "2031-03-04T15:06:00Z",
            Precision::Minute,
            TimeSource::Text,
        ),
        _ => range(
            "2031-03-06T18:40:00Z",
            "2031-03-06T18:41:00Z",
            Precision::Minute,
            TimeSource::Post,
        ),
    };
    Claim {
        document: page.name.clone(),
        document_id: page.id.clone(),
        id: ClaimId::from_content(&[&page.name, words]),
        kind,
        polarity,
        voice: Voice::Direct,
        quote: Quote {
            text: words.to_owned(),
            span,
        },
        speaker: Speaker::default(),
        addressees: vec![],
        via: None,
        subject: Some(mention("Halyard", "halyard")),
        objects: vec![],
        cause_kind: None,
        quantity: None,
        said_at: Some(said),
        event_time: None,
        checkable: true,
        confidence: 0.86,
        rule: "attribution.reporting-verb".into(),
    }
}

fn mention(text: &str, id: &str) -> Mention {
    Mention {
        text: text.into(),
        party: Some(party(id)),
    }
}

fn speaker(name: &str, role: &str, org: &str, id: &str) -> Speaker {
    Speaker {
        name: Some(name.into()),
        org: Some(org.into()),
        role: Some(role.into()),
        text: None,
        party: Some(party(id)),
    }
}

fn instant(text: &str, moment: &str) -> Option<TimeExpr> {
    let moment = moment.parse().ok();
    Some(TimeExpr {
        text: text.into(),
        span: None,
        start: moment,
        end: moment,
        precision: Precision::Minute,
        zone: Zone::Utc,
        duration: None,
        approximate: false,
    })
}

pub(super) fn add(dossier: &mut Dossier) {
    use ClaimKind::{
        Affected, Cause, Investigating, Outage, Relationship, Restored, Retraction, Timing,
    };
    use Polarity::{Affirm, Deny, Uncertain};
    let ada = || speaker("Ada Berg", "chief engineer", "Halyard", "halyard");
    let tom = || speaker("Tom Reed", "spokesman", "Heron Transit", "heron");
    let heron = || Some(mention("Heron Transit", "heron"));
    let make = |page, words, kind, polarity| claim(dossier, page, words, kind, polarity);
    let own = Speaker {
        party: Some(party("halyard")),
        org: Some("Halyard".into()),
        ..Speaker::default()
    };
    let claims = vec![
        Claim {
            voice: Voice::Own,
            ..make("article", "Halyard’s service was down", Outage, Affirm)
        },
        Claim {
            speaker: ada(),
            objects: heron().into_iter().collect(),
            ..make(
                "article",
                "Our trouble came from an outage at Heron Transit",
                Cause,
                Affirm,
            )
        },
        Claim {
            speaker: ada(),
            subject: heron(),
            objects: vec![mention("Blue Quay", "quay")],
            ..make("article", "It also hit Blue Quay", Affected, Affirm)
        },
        Claim {
            speaker: tom(),
            subject: heron(),
            ..make(
                "article",
                "denied that Heron had any downtime",
                Outage,
                Deny,
            )
        },
        Claim {
            speaker: Speaker {
                name: None,
                role: None,
                ..tom()
            },
            checkable: false,
            ..make(
                "article",
                "the matter was still being looked into",
                Investigating,
                Affirm,
            )
        },
        Claim {
            speaker: tom(),
            ..make("article", "We may find that it was ours", Cause, Uncertain)
        },
        Claim {
            speaker: own.clone(),
            subject: heron(),
            checkable: false,
            ..make(
                "post-1",
                "Heron retracts its false statement",
                Retraction,
                Affirm,
            )
        },
        Claim {
            speaker: own,
            event_time: instant("14:27 UTC", "2031-03-04T14:27Z"),
            ..make("post-1", "It began at 14:27 UTC", Timing, Affirm)
        },
        Claim {
            subject: heron(),
            event_time: instant("15:02 UTC", "2031-03-04T15:02Z"),
            ..make("status", "Resolved at 15:02 UTC", Restored, Affirm)
        },
        Claim {
            voice: Voice::Own,
            objects: heron().into_iter().collect(),
            ..make(
                "comment-1",
                "Halyard does not even buy from Heron",
                Relationship,
                Deny,
            )
        },
    ];
    dossier.claims = claims;
}
