//! Who speaks for whom: from a person's name to the organisation.

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use super::{
    classify::{ROLE_AFTER, ROLE_BEFORE, WHO},
    names::{EntityKind, Mention, Names},
};
use crate::{lexicon::pattern, text::Text, tokens::Sentence};

static EMPLOYER: LazyLock<Regex> =
    LazyLock::new(|| pattern("\\b(?:of|at|for|with|from|by) (?:the )?(?:security firm |firm )?$"));
static GENERIC_EMPLOYER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "\\b(?:the|a) (?:company|firm|carrier|provider|cooperative|exchange|operator|group|board|bank|lender|utility|agency|host|site)(?:'s)?\\b",
    )
});

/// Links each person to the organisation spoken for.
pub(super) fn employers(
    text: &Text,
    sentences: &[Sentence],
    names: &mut Names,
    own: Option<usize>,
) {
    for number in 0..names.entities.len() {
        if names.entities[number].kind != EntityKind::Person {
            continue;
        }
        let places: Vec<Range<usize>> = names
            .mentions
            .iter()
            .filter(|m| m.entity == number)
            .map(|m| m.range.clone())
            .collect();
        let org = places.iter().find_map(|place| {
            let at = sentences.partition_point(|s| s.range.end <= place.start);
            sentences.get(at)?;
            employer(text, (sentences, at), place, names, (number, own))
        });
        let org = org.or_else(|| {
            let place = places.first()?;
            let at = sentences.partition_point(|s| s.range.end <= place.start);
            desk(text, sentences, sentences.get(at)?, place, names)
        });
        names.entities[number].org = org;
    }
}

fn employer(
    text: &Text,
    (sentences, number): (&[Sentence], usize),
    place: &Range<usize>,
    names: &Names,
    (person, own): (usize, Option<usize>),
) -> Option<usize> {
    let sentence = &sentences[number].range;
    let low = |range: Range<usize>| text.low(&range);
    let is_org = |m: &&Mention| names.entities[m.entity].kind == EntityKind::Org;
    // "Alder spokeswoman Ann Oak", "Alder's Oak".
    let before = low(sentence.start..place.start);
    let before_org = names
        .within(&(sentence.start..place.start))
        .iter()
        .rfind(is_org);
    if let Some(org) = before_org {
        let gap = low(org.range.end..place.start);
        let gap = gap.strip_prefix("'s").unwrap_or(gap);
        let role_gap = gap.trim().is_empty()
            || ROLE_BEFORE.is_match(gap)
                && !gap.contains(',')
                && gap.split_whitespace().count() < 6;
        let apposed = org.possessive && ROLE_BEFORE.is_match(gap);
        if role_gap || apposed {
            return Some(org.entity);
        }
    }
    // "Ann Oak, who leads research at Alder", "Ann Oak of Alder", "Ann Oak, Alder's chair".
    let rest = place.end..sentence.end;
    let after_org = names.within(&rest).iter().find(is_org);
    if let Some(org) = after_org {
        let gap = low(place.end..org.range.start);
        let near = gap.split_whitespace().count() < 12 && !gap.contains('"');
        let role = ROLE_AFTER.is_match(gap)
            || WHO.is_match(gap)
            || gap.trim() == "of"
            || gap.trim() == "(";
        if near
            && (role && (EMPLOYER.is_match(gap) || gap.trim() == "(")
                || org.possessive && gap.trim_matches([',', ' ']).is_empty())
        {
            return Some(org.entity);
        }
    }
    let role_here = names.entities[person].role.is_some()
        && (ROLE_BEFORE.is_match(before) || ROLE_AFTER.is_match(low(rest.clone())));
    let independent = names.entities[person].role.as_deref().is_some_and(|role| {
        [
            "analyst",
            "adjuster",
            "researcher",
            "professor",
            "fellow",
            "lawyer",
            "cousin",
            "resident",
        ]
        .iter()
        .any(|free| role.contains(free))
    });
    let generic =
        GENERIC_EMPLOYER.is_match(low(rest)) && ROLE_AFTER.is_match(low(place.end..sentence.end));
    if role_here && !independent || generic {
        return own.or_else(|| unnamed_employer(text, sentences, number, place, names));
    }
    None
}

/// "Alder's NOC answered my mail. Ann Oak wrote:", "I called their support. The second one, Ann,":
/// whoever is named after somebody turned to an organisation's desk, in the same paragraph, is who
/// answered there.
fn desk(
    text: &Text,
    sentences: &[Sentence],
    here: &Sentence,
    place: &Range<usize>,
    names: &Names,
) -> Option<usize> {
    static OWNED: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^'s? (?:\w+ ){0,1}(?:noc|support|helpdesk|help ?desk|hotline|press office|service desk|call cent(?:er|re)|duty (?:engineer|officer)|operations desk|customer (?:service|care))\b",
        )
    });
    static CALLED: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"\b(?:first|second|third|fourth|next|another|final) (?:call|tech|technician|agent|rep)\b|\b(?:called|rang|phoned|reached|mailed|e-?mailed|asked|got through to|spoke (?:to|with)|put through to) (?:their|its|the|customer|technical|tech) (?:\w+ )?(?:noc|support|helpdesk|help ?desk|hotline|service|line|desk)\b",
        )
    });
    let first = sentences.partition_point(|s| s.paragraph < here.paragraph);
    let start = sentences.get(first)?.range.start;
    let low = text.low(&(start..place.start));
    let is_org = |m: &&Mention| names.entities[m.entity].kind == EntityKind::Org;
    let before = names.within(&(start..place.start));
    let owner = before
        .iter()
        .filter(is_org)
        .rfind(|org| org.possessive && OWNED.is_match(text.low(&(org.range.end..place.start))));
    let most = || {
        let told = names.within(&(0..place.start)).iter().filter(is_org);
        told.map(|mention| mention.entity)
            .filter(|entity| !names.entities[*entity].outlet)
            .max_by_key(|entity| (names.entities[*entity].count, std::cmp::Reverse(*entity)))
    };
    let called = || CALLED.is_match(low).then(most).flatten();
    owner.map(|org| org.entity).or_else(called)
}

/// "A spokeswoman", "the firm's head": the organisation outside quotation marks in the sentence,
/// else the one that opens one of the sentences before.
fn unnamed_employer(
    text: &Text,
    sentences: &[Sentence],
    number: usize,
    place: &Range<usize>,
    names: &Names,
) -> Option<usize> {
    const BACK: usize = 5;
    const LEAD: usize = 14;
    let org = |m: &&Mention| {
        let entity = &names.entities[m.entity];
        entity.kind == EntityKind::Org && !entity.outlet
    };
    let here = &sentences[number].range;
    let outside = |m: &&Mention| {
        text.low(&(here.start..m.range.start))
            .matches('"')
            .count()
            .is_multiple_of(2)
    };
    let same = names
        .within(&(here.start..place.start))
        .iter()
        .filter(org)
        .rfind(|m| outside(m));
    if let Some(same) = same {
        return Some(same.entity);
    }
    let back = sentences[number.saturating_sub(BACK)..number].iter().rev();
    let mut opening = back.filter_map(|sentence| {
        let first = names.within(&sentence.range).iter().find(org)?;
        (first.range.start < sentence.range.start + LEAD).then_some(first.entity)
    });
    let before = names.within(&(0..place.start)).iter().filter(org);
    let most = before
        .map(|mention| mention.entity)
        .filter(|entity| names.entities[*entity].count > 1)
        .max_by_key(|entity| (names.entities[*entity].count, std::cmp::Reverse(*entity)));
    opening
        .next()
        .or(most)
        .or_else(|| names.last_org(place.start, None))
}
