//! Frames without a reporting verb of their own: "according to", reports, passives, pages.

use std::{ops::Range, sync::LazyLock};

use backpedal_model::Speaker;
use regex::Regex;

use super::{
    frames::{Frame, VerbClass},
    sources::{Source, of_entity, source},
};
use crate::{analysis::Analysis, lexicon::pattern};

static ACCORDING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:according to|in the words of|in a statement from|by) (?P<who>(?:an? [^,;.]{0,40}\b(?:spokes\w+|executive|director|manager|engineer|official|officer|representative), )?[^,;.]{2,80}?)(?P<tail>'s reckoning|'s account|'s count|'s estimate|'s status (?:board|page)|'s notice|$|[,;.])",
    )
});
static NOTICE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:a|the|its|their|one) (?:[\w-]+ )?(?:notice|post|message|letter|update|statement|report|status (?:page|board)) (?:on|of|by|from|sent by|that) ",
    )
});

/// The frames that set phrases make in a sentence; `low` is the sentence in lower case.
pub(super) fn phrases(analysis: &Analysis<'_>, sentence: &Range<usize>, low: &str) -> Vec<Frame> {
    let mut found = according(analysis, sentence, low);
    found.extend(reports(analysis, sentence, low));
    found.extend(passive(analysis, sentence, low));
    found.extend(page(analysis, sentence, low));
    found.extend(told_by(analysis, sentence, low));
    found
}

/// "He was told by an Alder technician that …": the technician says it.
fn told_by(analysis: &Analysis<'_>, sentence: &Range<usize>, low: &str) -> Option<Frame> {
    static TOLD: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"\b(?:told|informed|assured|advised|warned) (?:(?:on|in|last|this) [\w ]{2,20} )?by (?P<who>[^,;.\x22]{2,80}?) that\b",
        )
    });
    let found = TOLD.captures(low)?;
    let (whole, who) = (found.get(0)?, found.name("who")?);
    let subject = sentence.start + who.start()..sentence.start + who.end();
    Some(Frame {
        verb: sentence.start + whole.start()..sentence.start + who.start(),
        content: sentence.start + whole.end()..sentence.end,
        source: source(analysis, &subject, false)?,
        subject,
        class: VerbClass::Say,
        addressees: Vec::new(),
    })
}

/// "According to X", "by X's reckoning": the whole sentence is X's.
fn according(analysis: &Analysis<'_>, sentence: &Range<usize>, low: &str) -> Vec<Frame> {
    let mut found = Vec::new();
    for hit in ACCORDING.captures_iter(low) {
        let (Some(whole), Some(who)) = (hit.get(0), hit.name("who")) else {
            continue;
        };
        if whole.as_str().starts_with("by ") && !hit["tail"].starts_with('\'') {
            continue;
        }
        let mut range = sentence.start + who.start()..sentence.start + who.end();
        if let Some(notice) = NOTICE.find(who.as_str()) {
            range.start += notice.end();
        }
        if let Some(source) = source(analysis, &range, false) {
            found.push(Frame {
                verb: sentence.start + whole.start()..sentence.start + who.start(),
                subject: range,
                content: sentence.clone(),
                source,
                class: VerbClass::Say,
                addressees: Vec::new(),
            });
        }
    }
    found
}

/// "There are multiple reports that …": nobody is named, the words are kept.
fn reports(analysis: &Analysis<'_>, sentence: &Range<usize>, low: &str) -> Option<Frame> {
    static REPORTS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"\b(?P<who>(?:multiple|several|many|numerous|some|unconfirmed|scattered|other|media|press|user|customer|early|widespread) (?:user |customer |media |press |news )?reports?) (?:that|of|say|from)\b",
        )
    });
    let found = REPORTS.captures(low)?;
    let (whole, who) = (found.get(0)?, found.name("who")?);
    let range = sentence.start + who.start()..sentence.start + who.end();
    let words = analysis.text.words(analysis.original, &range).to_owned();
    Some(Frame {
        verb: sentence.start + who.end()..sentence.start + whole.end(),
        content: sentence.start + whole.end()..sentence.end,
        subject: range,
        source: Source {
            speaker: Speaker {
                text: Some(words),
                ..Speaker::default()
            },
            ..Source::default()
        },
        class: VerbClass::Say,
        addressees: Vec::new(),
    })
}

/// "… was refuted by X".
fn passive(analysis: &Analysis<'_>, sentence: &Range<usize>, low: &str) -> Option<Frame> {
    static PASSIVE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"\b(?:was|were|been|is|are) (?:refuted|denied|dismissed|rejected|disputed|ruled out|confirmed|contradicted|challenged) by (?P<who>[^,;.]+)",
        )
    });
    let found = PASSIVE.captures(low)?;
    let (whole, who) = (found.get(0)?, found.name("who")?);
    let subject = sentence.start + who.start()..sentence.start + who.end();
    Some(Frame {
        verb: sentence.start + whole.start()..subject.start,
        content: sentence.start..subject.start,
        source: source(analysis, &subject, false)?,
        subject,
        class: VerbClass::Say,
        addressees: Vec::new(),
    })
}

/// "Their status page is all green": what a company's page shows, the company says.
fn page(analysis: &Analysis<'_>, sentence: &Range<usize>, low: &str) -> Option<Frame> {
    static PAGE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"'s (?:own |public |official )?(?:figures?|count|estimate|tally|account|version|explanation|notice|statement|monitoring|records?|logs?|data|graphs?|engineers|memo|filing|letter)(?: to [\w ]{2,20}?)? (?:is|was|puts|put|had been|speaks|gives|gave|says|suggests?|shows?|showed|has|have|reads|lists)\b|'s (?:own )?(?:figures?|count|estimate|tally|account|version|explanation|statement):|\b(?:status|support|incident|help) (?:page|board|feed|site|dashboard) (?:is|was|still|has|shows|showed|reads|lists|listed|claims|claimed)\b",
        )
    });
    let verb = PAGE.find(low)?;
    let range = sentence.start + verb.start()..sentence.start + verb.end();
    // What a speaker tells of a log is still the speaker's.
    if analysis.quote_at(range.start).is_some() {
        return None;
    }
    let before = analysis.names.within(&(sentence.start..range.start));
    let owner = before
        .last()
        .map(|mention| mention.entity)
        .or(analysis.names.main)?;
    Some(Frame {
        content: range.end..sentence.end,
        subject: range.clone(),
        source: of_entity(analysis, owner),
        verb: range,
        class: VerbClass::Say,
        addressees: Vec::new(),
    })
}
