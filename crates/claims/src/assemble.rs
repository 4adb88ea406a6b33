//! From candidates to claims: speaker, voice, subject, objects, times, confidence, identifiers.

mod centre;
mod confidence;
mod mechanism;
mod objects;
mod owner;
mod parties;
mod phrases;
mod subjects;
mod weigh;
mod when;

use std::{collections::BTreeSet, ops::Range};

use backpedal_model::{
    BlockKind, Claim, ClaimId, ClaimKind, Document, Mention, PartRole, Polarity, Quote, Sha256,
    Voice,
};

use crate::{
    Context,
    analysis::Analysis,
    attribution::{Attributed, VerbClass, whose},
    choice::Choice,
    propositions::{Candidate, checkable, sound},
    text::trim,
    times::said_at,
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
        if !sound(analysis, &candidate) {
            continue;
        }
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

/// What the choices for one claim were made from.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// Whose trouble it may be.
    pub subject: Vec<Choice>,
    /// What may be blamed, hit, bought from; the last option is none.
    pub objects: Vec<Choice>,
    /// By which mechanism.
    pub mechanism: Vec<Choice>,
}

/// Finds the one that the document is about.
pub(crate) fn centre(analysis: &mut Analysis<'_>, rules: &[Candidate]) {
    centre::centre(analysis, rules, None);
}

/// The same, where the share of each option is known.
pub(crate) fn centre_given(analysis: &mut Analysis<'_>, rules: &[Candidate], shares: &[f64]) {
    centre::centre(analysis, rules, Some(shares));
}

/// What that choice is made from.
pub(crate) fn centre_options(analysis: &Analysis<'_>, rules: &[Candidate]) -> Vec<Choice> {
    let options = centre::options(analysis, rules).into_iter();
    options.map(|(_, option)| option).collect()
}

/// What the choices for a claim are made from.
pub(crate) fn choices(analysis: &Analysis<'_>, candidate: &Candidate) -> Choices {
    let at = spoken(analysis, candidate, verb(candidate));
    let whose = whose(analysis, candidate.sentence, at);
    let claimed = claimed(analysis, candidate, &whose, at);
    let subject = claimed.best_subject();
    let found = claimed.best_objects(subject);
    let mut choices = Choices {
        subject: claimed.subjects().into_iter().map(|(_, o)| o).collect(),
        ..Choices::default()
    };
    if owner::takes_objects(candidate.kind) {
        choices.objects = claimed.objects(subject).1;
    }
    if candidate.kind == ClaimKind::Cause {
        choices.mechanism = mechanism::options(analysis, candidate, subject, &found);
    }
    choices
}

fn claimed<'a>(
    analysis: &'a Analysis<'a>,
    candidate: &'a Candidate,
    whose: &'a Attributed,
    at: usize,
) -> owner::Claimed<'a> {
    owner::Claimed {
        analysis,
        candidate,
        whose,
        ruled: subjects::subject(analysis, candidate, whose, at),
    }
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
    let claimed = claimed(analysis, candidate, &whose, at);
    let subject = claimed.best_subject();
    let objects = claimed.best_objects(subject);
    let cause_kind = (candidate.kind == ClaimKind::Cause)
        .then(|| mechanism::mechanism(analysis, candidate, subject, &objects))
        .flatten();
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
        event_time: when::event_time(analysis, candidate),
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

/// Whether two mentions are the same name.
fn same(a: Option<&Mention>, b: Option<&Mention>) -> bool {
    a.map(|mention| &mention.text) == b.map(|mention| &mention.text)
}
