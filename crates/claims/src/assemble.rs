//! From candidates to claims: speaker, voice, subject, objects, times, confidence, identifiers.

mod confidence;
mod objects;
mod parties;
mod subjects;
mod weigh;

use std::{collections::BTreeSet, ops::Range};

use backpedal_model::{
    BlockKind, CauseKind, Claim, ClaimId, ClaimKind, Document, Mention, PartRole, Polarity, Quote,
    Sha256, TimeExpr, Voice,
};

use crate::{
    Context,
    analysis::Analysis,
    attribution::{Attributed, VerbClass, whose},
    propositions::{Candidate, checkable},
    text::trim,
    times::{Time, What, said_at},
};

/// Marks that never belong to the ends of a claim's words.
const ENDS: &[char] = &['"', ',', ';', ':', '(', ')', '—', '-', '.', '·', '•'];

/// Conjunctions that only tie a clause to the one before.
const LEADS: &[&str] = &[
    "that ",
    "and ",
    "but ",
    "or ",
    "so ",
    "though ",
    "although ",
    "while ",
];

/// The claims, in the order of the text.
pub(crate) fn assemble(
    document: &Document,
    context: &Context<'_>,
    analysis: &Analysis<'_>,
    candidates: Vec<Candidate>,
) -> Vec<Claim> {
    let digest = Sha256::of(document.text.as_bytes()).to_string();
    let mut drafts: Vec<(Claim, PartRole, usize)> = Vec::new();
    let denied: BTreeSet<usize> = candidates
        .iter()
        .filter(|told| told.kind == ClaimKind::Outage && told.polarity == Polarity::Deny)
        .map(|told| told.sentence)
        .collect();
    for mut candidate in candidates {
        // "We were not down, and the fault lay with Rook's network": the trouble is Rook's.
        if candidate.rule == "cause.lay-in" && denied.contains(&candidate.sentence) {
            candidate.subject = candidate.objects.first().cloned();
        }
        let region = analysis.sentences[candidate.sentence].region;
        let paragraph = analysis.sentences[candidate.sentence].paragraph;
        let heading = analysis.paragraphs[paragraph].kind == BlockKind::Heading;
        let role = if heading {
            PartRole::Title
        } else {
            analysis.regions[region].role
        };
        if let Some(mut claim) = claim(document, context, analysis, &candidate, &digest) {
            // "The carrier ruled that out": that is the cause told last.
            if claim.rule == "cause.ruled-that-out" {
                let last = drafts
                    .iter()
                    .rev()
                    .find(|(told, ..)| told.kind == ClaimKind::Cause);
                if let Some((told, ..)) = last {
                    claim.objects.clone_from(&told.objects);
                    claim.cause_kind = told.cause_kind;
                    claim.subject.clone_from(&told.subject);
                    claim.checkable = told.checkable;
                }
            }
            drafts.push((claim, role, candidate.sentence));
        }
    }
    let mut claims = weigh::keep(drafts);
    claims.sort_by_key(|claim| (claim.quote.span.start, claim.quote.span.end, claim.kind));
    claims
}

/// The claim of one candidate, whatever stands beside it.
pub(crate) fn single(
    document: &Document,
    context: &Context<'_>,
    analysis: &Analysis<'_>,
    candidate: &Candidate,
) -> Option<Claim> {
    let digest = Sha256::of(document.text.as_bytes()).to_string();
    claim(document, context, analysis, candidate, &digest)
}

fn claim(
    document: &Document,
    context: &Context<'_>,
    analysis: &Analysis<'_>,
    candidate: &Candidate,
    digest: &str,
) -> Option<Claim> {
    let at = spoken(analysis, candidate, verb(candidate));
    let whose = whose(analysis, candidate.sentence, at);
    let range = words(analysis, candidate, &whose);
    if range.is_empty() {
        return None;
    }
    let polarity = polarity(candidate, &whose);
    let subject = subjects::subject(analysis, candidate, &whose, at);
    let objects = objects::objects(analysis, candidate, &whose);
    let cause_kind = cause_kind(analysis, candidate, subject, &objects);
    let day = document.published.as_ref().map(|date| date.at.date());
    let region = &analysis.regions[analysis.sentences[candidate.sentence].region];
    let stamped = matches!(
        region.role,
        PartRole::Post | PartRole::Comment | PartRole::Update
    );
    let span = analysis.text.span(&range);
    let (start, end) = (span.start.to_string(), span.end.to_string());
    let (kind, stance) = (candidate.kind.as_str(), polarity.as_str());
    let id = ClaimId::from_content(&[digest, &start, &end, kind, stance, &candidate.rule]);
    let mut checked = candidate.clone();
    checked.cause = cause_kind;
    checked.polarity = polarity;
    Some(Claim {
        document: document.name.clone(),
        document_id: document.id.clone(),
        id,
        kind: candidate.kind,
        polarity,
        voice: whose.voice,
        quote: Quote {
            text: analysis.text.words(analysis.original, &range).to_owned(),
            span,
        },
        speaker: parties::speaker(context, document, region, &whose.speaker, day),
        addressees: whose.addressees.clone(),
        via: whose.via.clone(),
        subject: objects::listed(analysis, candidate)
            .or_else(|| subject.map(|entity| analysis.names.entities[entity].name.clone()))
            .map(|name| parties::mention(context, &name, day)),
        objects: objects
            .iter()
            .map(|name| parties::mention(context, name, day))
            .collect(),
        cause_kind,
        quantity: candidate.quantity.clone(),
        said_at: said_at(document, context, region.at.as_ref(), stamped),
        event_time: event_time(analysis, candidate),
        checkable: checkable(analysis, &checked),
        confidence: confidence::of(candidate),
        rule: candidate.rule.clone(),
    })
}

/// Where the verb of a candidate stands, whose rule may begin with its subject or object.
fn verb(candidate: &Candidate) -> usize {
    let leads = |range: &&Range<usize>| range.start == candidate.trigger.start;
    let object = candidate.objects.first().filter(leads);
    let lead = candidate.subject.as_ref().filter(leads).or(object);
    let at = lead.map_or(candidate.trigger.start, |range| range.end);
    at.min(candidate.trigger.end.saturating_sub(1))
}

/// "Its service “was not performing as agreed”": the words that carry the claim are quoted.
fn spoken(analysis: &Analysis<'_>, candidate: &Candidate, at: usize) -> usize {
    let trigger = &candidate.trigger;
    let first = analysis
        .quotes
        .partition_point(|quote| quote.range.start <= at);
    let quote = analysis.quotes.get(first);
    let within = quote.filter(|quote| {
        let start = quote.range.start;
        start < trigger.end && 2 * (trigger.end - start) > trigger.len()
    });
    within.map_or(at, |quote| quote.range.start)
}

/// The words of a claim: its clause, not further than the quotation that holds it.
fn words(analysis: &Analysis<'_>, candidate: &Candidate, whose: &Attributed) -> Range<usize> {
    let sentence = &analysis.sentences[candidate.sentence].range;
    let mut range = match candidate.kind {
        ClaimKind::Timing | ClaimKind::Scope => candidate.trigger.clone(),
        _ => {
            let start = candidate.clause.start.min(candidate.trigger.start);
            start..candidate.clause.end.max(candidate.trigger.end)
        }
    };
    let quote = analysis.quote_at(candidate.trigger.start);
    if let Some((_, quote)) = quote.filter(|_| whose.voice == Voice::Direct) {
        range = range.start.max(quote.range.start)..range.end.min(quote.range.end);
    }
    range = range.start.max(sentence.start)..range.end.min(sentence.end);
    let mut trimmed = trim(&analysis.text.norm, range, ENDS);
    let lead = trimmed.start > sentence.start;
    while let Some(word) = LEADS
        .iter()
        .filter(|_| lead)
        .find(|word| analysis.text.low(&trimmed).starts_with(**word))
    {
        trimmed.start += word.len();
        trimmed = trim(&analysis.text.norm, trimmed, ENDS);
    }
    if trimmed.is_empty() {
        trimmed = trim(&analysis.text.norm, candidate.trigger.clone(), ENDS);
    }
    with_stance(trimmed, sentence, whose)
}

/// The words with the verb that turns them: "denied that it had any downtime" without "denied"
/// would put the opposite into the speaker's mouth.
fn with_stance(words: Range<usize>, sentence: &Range<usize>, whose: &Attributed) -> Range<usize> {
    let turns = whose.class != VerbClass::Say && whose.voice == Voice::Indirect;
    match whose.frame.as_ref().filter(|_| turns) {
        Some(verb) if sentence.start <= verb.start && verb.end <= sentence.end => {
            words.start.min(verb.start)..words.end.max(verb.end)
        }
        _ => words,
    }
}

/// What the reporting verb makes of the rule's polarity.
fn polarity(candidate: &Candidate, whose: &Attributed) -> Polarity {
    match (whose.class, candidate.polarity) {
        (VerbClass::Deny, Polarity::Affirm)
            if !candidate.fixed || candidate.kind == ClaimKind::Outage =>
        {
            Polarity::Deny
        }
        (VerbClass::Hedge, Polarity::Affirm) => Polarity::Uncertain,
        (_, polarity) => polarity,
    }
}

/// The mechanism; without one, whether the party blamed is the subject or another.
fn cause_kind(
    analysis: &Analysis<'_>,
    candidate: &Candidate,
    subject: Option<usize>,
    objects: &[String],
) -> Option<CauseKind> {
    if candidate.kind != ClaimKind::Cause {
        return None;
    }
    if candidate.cause.is_some() {
        let party = objects.first().and_then(|name| analysis.names.named(name));
        let vague = matches!(candidate.cause, Some(CauseKind::ThirdParty));
        if party.is_none() || !vague {
            return candidate.cause;
        }
    }
    let named: Vec<usize> = objects
        .iter()
        .filter_map(|name| analysis.names.named(name))
        .collect();
    match (named.as_slice(), subject) {
        ([only], Some(subject)) if *only == subject => Some(CauseKind::OwnNetwork),
        ([_, _, ..], _) => Some(CauseKind::Unknown),
        ([_], _) => Some(CauseKind::Provider),
        _ => candidate.cause.or(Some(CauseKind::Unknown)),
    }
}

/// The time that the claim itself gives for what happened.
fn event_time(analysis: &Analysis<'_>, candidate: &Candidate) -> Option<TimeExpr> {
    let timed = matches!(
        candidate.kind,
        ClaimKind::Outage | ClaimKind::Restored | ClaimKind::Cause | ClaimKind::Investigating
    );
    let times = &analysis.times[candidate.sentence];
    let inside = |time: &&Time| {
        candidate.clause.contains(&time.range.start)
            || candidate.trigger.contains(&time.range.start)
    };
    let near = |time: &&Time| time.range.start.abs_diff(candidate.trigger.start);
    let of = |what: What| {
        times
            .iter()
            .filter(inside)
            .filter(|time| time.what == what)
            .min_by_key(near)
    };
    let time = match &candidate.time {
        Some(time) => Some(time),
        None if timed => of(What::Clock)
            .or_else(|| of(What::Day))
            .or_else(|| of(What::Duration).filter(|_| candidate.kind == ClaimKind::Restored)),
        None => None,
    };
    // One time in the sentence of an outage is the outage's.
    let lone = || match times.as_slice() {
        [only] if candidate.kind == ClaimKind::Outage && only.what != What::Duration => Some(only),
        _ => None,
    };
    let time = time.or_else(lone)?;
    let mut expr = time.expr.clone();
    expr.text = analysis
        .text
        .words(analysis.original, &time.range)
        .to_owned();
    expr.span = Some(analysis.text.span(&time.range));
    Some(expr)
}

/// Whether two mentions are the same name.
fn same(a: Option<&Mention>, b: Option<&Mention>) -> bool {
    a.map(|mention| &mention.text) == b.map(|mention| &mention.text)
}
