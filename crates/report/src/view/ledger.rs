//! Positions, and what contradicts what.

use backpedal_model::{ClaimId, Ending, Move, Span, TimeRange};
use jiff::tz::TimeZone;
use serde::Serialize;

use crate::{
    names::{Names, letter},
    phrase, stamp,
};

/// A position: party × question × time.
#[derive(Serialize)]
pub(crate) struct LedgerView {
    pub(crate) party: String,
    pub(crate) topic: &'static str,
    /// The topic in words: "whether Heron had an outage".
    pub(crate) question: String,
    pub(crate) about: Option<String>,
    pub(crate) stance: &'static str,
    #[serde(rename = "move")]
    pub(crate) moved: &'static str,
    /// Whether the move gives something up: printed in bold.
    #[serde(skip)]
    pub(crate) telling: bool,
    pub(crate) at: Option<TimeRange>,
    pub(crate) said: String,
    /// The same without the local time.
    #[serde(skip)]
    pub(crate) when: String,
    pub(crate) claims: Vec<Reference>,
    pub(crate) from: Vec<Reference>,
    /// When the words were edited away, or went with their page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ended: Option<String>,
}

/// A link to a claim.
#[derive(Serialize)]
pub(crate) struct Reference {
    pub(crate) id: String,
    pub(crate) number: usize,
    pub(crate) quote: String,
}

/// Two passages side by side.
#[derive(Serialize)]
pub(crate) struct CardView {
    pub(crate) id: Option<String>,
    /// Its letter in this report and in the picture.
    pub(crate) letter: String,
    pub(crate) kind: &'static str,
    pub(crate) strength: Option<&'static str>,
    pub(crate) a: Passage,
    pub(crate) b: Passage,
    pub(crate) why: String,
    /// The last words of `why`: what does not fit, without the quotations before it.
    #[serde(skip)]
    pub(crate) point: String,
    pub(crate) would_change: Option<String>,
    pub(crate) rule: Option<String>,
    /// What the person decided about it, in sentences.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) reviewed: Vec<String>,
}

/// A claim's words in their place.
#[derive(Serialize)]
pub(crate) struct Passage {
    pub(crate) claim: String,
    pub(crate) number: usize,
    pub(crate) speaker: String,
    /// The party spoken for.
    #[serde(skip)]
    pub(crate) side: Option<String>,
    pub(crate) outlet: String,
    pub(crate) said: String,
    pub(crate) said_at: Option<TimeRange>,
    /// The document's name, and the quotation's place in its text.
    pub(crate) document: String,
    pub(crate) span: Span,
    pub(crate) quote: String,
    /// The words before and after the quotation, as far as its paragraph and 100 characters go.
    pub(crate) before: String,
    pub(crate) after: String,
    pub(crate) url: Option<String>,
}

/// The ledger, in the order of the dossier.
pub(crate) fn rows(names: Names<'_>) -> Vec<LedgerView> {
    let zone = names.0.case.time_zone();
    let rows = names.0.positions.iter().map(|position| LedgerView {
        party: names.party(&position.party),
        topic: position.topic.as_str(),
        question: phrase::topic(names, position.topic, position.about.as_ref()),
        about: position.about.as_ref().map(|id| names.party(id)),
        stance: position.stance.as_str(),
        moved: position.moved.as_str(),
        telling: matches!(
            position.moved,
            Move::Hedged | Move::Reversed | Move::Admitted | Move::Retracted | Move::Withdrawn
        ),
        said: time(position.at.as_ref(), &zone, stamp::said),
        when: time(position.at.as_ref(), &zone, stamp::said_utc),
        at: position.at.clone(),
        claims: references(names, &position.claims),
        from: references(names, &position.from),
        ended: ended(names, &position.claims),
    });
    rows.collect()
}

fn time(
    at: Option<&TimeRange>,
    zone: &TimeZone,
    print: fn(&TimeRange, &TimeZone) -> String,
) -> String {
    at.map_or_else(|| "time not known".to_owned(), |range| print(range, zone))
}

/// When the words that take a position no longer stood anywhere; nothing while one stands.
fn ended(names: Names<'_>, claims: &[ClaimId]) -> Option<String> {
    let ending = |id: &ClaimId| {
        let document = names.0.document(&names.0.claim(id)?.document_id)?;
        document.edition.as_ref()?.ended.as_ref()
    };
    let endings: Option<Vec<&Ending>> = claims.iter().map(ending).collect();
    let last = endings?.into_iter().max_by_key(|end| end.between.end)?;
    let by = stamp::utc(last.between.end);
    Some(if last.edited {
        format!("edited away by {by}")
    } else {
        format!("gone with its page by {by}")
    })
}

fn references(names: Names<'_>, ids: &[ClaimId]) -> Vec<Reference> {
    let reference = |id: &ClaimId| {
        Some(Reference {
            id: id.to_string(),
            number: names.number(id)?,
            quote: names.0.claim(id)?.quote.text.clone(),
        })
    };
    ids.iter().filter_map(reference).collect()
}

/// The contradictions. One whose claims are not in the dossier is left out.
pub(crate) fn cards(names: Names<'_>) -> Vec<CardView> {
    let cards = names
        .0
        .contradictions
        .iter()
        .enumerate()
        .filter_map(|(at, found)| {
            let (a, b) = (passage(names, &found.a)?, passage(names, &found.b)?);
            Some(CardView {
                id: Some(found.id.to_string()),
                letter: letter(at),
                kind: kind_words(found.kind.as_str()),
                strength: Some(found.strength.as_str()),
                point: point(&found.why, &a.quote, &b.quote).to_owned(),
                a,
                b,
                why: found.why.clone(),
                would_change: Some(found.would_change.clone()),
                rule: Some(found.rule.clone()),
                reviewed: crate::reviewed::on_pair(names, &found.id),
            })
        });
    cards.collect()
}

/// What follows the quotations in a sentence of the form `who: “a”; who: “b”. The point.`; all of
/// it where it has another form.
fn point<'a>(why: &'a str, a: &str, b: &str) -> &'a str {
    let after = |text: &'a str, quote: &str| {
        let quoted = format!("“{}”", quote.trim());
        let at = text.find(&quoted)? + quoted.len();
        text.get(at..)
    };
    let rest = after(why, a).and_then(|text| after(text, b));
    let rest = rest.and_then(|text| text.strip_prefix(". "));
    rest.filter(|text| !text.is_empty()).unwrap_or(why)
}

fn kind_words(kind: &'static str) -> &'static str {
    if kind == "status_vs_probe" {
        "status page against probes"
    } else {
        kind
    }
}

/// What only seems to contradict.
pub(crate) fn non_cards(names: Names<'_>) -> Vec<CardView> {
    let cards = names
        .0
        .non_contradictions
        .iter()
        .enumerate()
        .filter_map(|(at, found)| {
            let (a, b) = (passage(names, &found.a)?, passage(names, &found.b)?);
            Some(CardView {
                id: None,
                letter: (at + 1).to_string(),
                kind: found.kind.as_str(),
                strength: None,
                point: point(&found.why, &a.quote, &b.quote).to_owned(),
                a,
                b,
                why: found.why.clone(),
                would_change: None,
                rule: None,
                reviewed: Vec::new(),
            })
        });
    cards.collect()
}

fn passage(names: Names<'_>, id: &ClaimId) -> Option<Passage> {
    let claim = names.0.claim(id)?;
    let page = names.0.document(&claim.document_id);
    let (before, after) = page.map_or_else(Default::default, |page| {
        around(
            &page.text,
            claim.quote.span.start,
            claim.quote.span.end,
            &claim.quote.text,
        )
    });
    let zone = names.0.case.time_zone();
    Some(Passage {
        claim: id.to_string(),
        number: names.number(id)?,
        speaker: names.speaker(claim),
        side: names.speaking_for(claim).map(|party| party.id.to_string()),
        outlet: names.outlet(claim),
        said: time(claim.said_at.as_ref(), &zone, stamp::said),
        said_at: claim.said_at.clone(),
        document: claim.document.clone(),
        span: claim.quote.span,
        quote: claim.quote.text.clone(),
        before,
        after,
        url: page.and_then(|page| page.url.clone()),
    })
}

/// What stands around a span in its paragraph. Nothing where the span does not hold the quote.
fn around(text: &str, start: usize, end: usize, quote: &str) -> (String, String) {
    const REACH: usize = 100;
    let chars: Vec<char> = text.chars().collect();
    let (start, end) = (start.min(chars.len()), end.min(chars.len()));
    if start > end || chars[start..end].iter().collect::<String>() != quote {
        return Default::default();
    }
    let mut low = start.saturating_sub(REACH);
    let mut high = (end + REACH).min(chars.len());
    low = chars[low..start]
        .iter()
        .rposition(|c| *c == '\n')
        .map_or(low, |at| low + at + 1);
    high = chars[end..high]
        .iter()
        .position(|c| *c == '\n')
        .map_or(high, |at| end + at);
    let clipped_before = low > 0 && chars[low - 1] != '\n';
    let clipped_after = high < chars.len() && chars[high] != '\n';
    let mut before: String = chars[low..start].iter().collect();
    let mut after: String = chars[end..high].iter().collect();
    if clipped_before {
        let cut = before.find(' ').map_or("", |at| &before[at..]);
        before = format!("…{cut}");
    }
    if clipped_after {
        let cut = after.rfind(' ').map_or("", |at| &after[..at]);
        after = format!("{cut} …");
    }
    (before, after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_point_of_a_card_stands_without_the_quotations() {
        let why = "A (1 May): “up”; B (2 May): “down”. The one says up.";
        assert_eq!(point(why, "up", "down"), "The one says up.");
        assert_eq!(point("Another form.", "up", "down"), "Another form.");
        let bare = "A: “up”; B: “down”. ";
        assert_eq!(point(bare, "up", "down"), bare);
    }

    #[test]
    fn a_passage_shows_the_paragraph_and_no_more() {
        let text = "First line.\nÉtienne said it was up, twice.\nLast.";
        let at = text.chars().position(|c| c == 'w').expect("there");
        let (before, after) = around(text, at, at + 3, "was");
        assert_eq!(before, "Étienne said it ");
        assert_eq!(after, " up, twice.");
    }

    #[test]
    fn a_span_that_does_not_hold_the_quote_shows_nothing() {
        assert_eq!(around("abc", 1, 9, "bcd"), (String::new(), String::new()));
    }

    #[test]
    fn long_paragraphs_are_cut_at_words() {
        let text = format!("{}KEY{}", "word ".repeat(60), " word".repeat(60));
        let (before, after) = around(&text, 300, 303, "KEY");
        assert!(
            before.starts_with("… word") && after.ends_with("word …"),
            "{before}|{after}"
        );
    }
}
