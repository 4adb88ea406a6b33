//! Options for a claim's subject and objects: the noun phrases of its sentence, and what speaks
//! for each.

use std::{ops::Range, sync::LazyLock};

use backpedal_model::ClaimKind;
use regex::Regex;

use super::phrases::{self, Phrase, governor, phrases, relation, sort};
use super::{objects, subjects};
use crate::{
    analysis::Analysis,
    attribution::Attributed,
    choice::{Choice, OBJECT, SUBJECT},
    lexicon::pattern,
    propositions::{Candidate, mechanisms},
    structure::EntityKind,
};

/// Words after which the thing blamed is named.
static CUE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:due to|owing to|because of|as a result of|result of|caused by|triggered by|down to|blam\w+|blam\w+ on|traced to|traced (?:it|this|the \w+) (?:back )?to|attributed (?:it |this |the \w+ )?to|linked to|pointed (?:to|at)|stemm\w+ from|resulted from|caused|cause was|culprit was|reason was|it was|was|after|by|suspects?|suspected|rul\w+ out|sign of|evidence of|nothing to do with|related to|fault of|named?) (?:an? |the |its |our |their |one of )?(?:[\w-]+ ){0,2}$",
    )
});
/// Nouns of trouble, which are hit and never blamed.
static TROUBLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:outages?|problems?|issues?|troubles?|failures?|disruptions?|interruptions?|incidents?|downtime|event|cause|causes|reason|root cause|culprit|statement|day|morning|evening|night|afternoon|hours?|minutes?|time|report|spokes\w+|people|customers|users|service|services)$",
    )
});
static FIRST_PERSON: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(?:we|our|us|ours)\b"));

/// A claim and what is known of it.
pub(super) struct Claimed<'a> {
    /// The document.
    pub(super) analysis: &'a Analysis<'a>,
    /// The claim.
    pub(super) candidate: &'a Candidate,
    /// Whose words.
    pub(super) whose: &'a Attributed,
    /// What the rules take for the subject.
    pub(super) ruled: Option<usize>,
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

impl Claimed<'_> {
    /// The options for the subject: the centre of the document and whoever is named here.
    pub(super) fn subjects(&self) -> Vec<(Option<usize>, Choice)> {
        let names = &self.analysis.names;
        let here = phrases(self.analysis, self.candidate.sentence);
        let mut entities: Vec<usize> = names.main.into_iter().collect();
        entities.extend(here.iter().filter_map(|phrase| phrase.entity));
        entities.extend(self.ruled);
        entities.extend(self.whose.org);
        let at = self.analysis.sentences[self.candidate.sentence].range.start;
        entities.extend(names.last_org(at, None));
        let mut seen: Vec<usize> = Vec::new();
        entities.retain(|entity| {
            let new = !seen.contains(entity);
            seen.push(*entity);
            new
        });
        entities
            .into_iter()
            .map(|entity| (Some(entity), self.subject(entity, &here)))
            .collect()
    }

    fn subject(&self, entity: usize, here: &[Phrase]) -> Choice {
        let names = &self.analysis.names;
        let mut option = Choice::new(&names.entities[entity].name);
        option.when(names.main == Some(entity), "centre");
        option.when(self.whose.org == Some(entity), "speaker");
        option.when(self.analysis.company == Some(entity), "voice");
        let share = self
            .analysis
            .shares
            .get(entity)
            .copied()
            .unwrap_or_default();
        option.gives("centre-share", share);
        let model = self.candidate.rule.starts_with("model.");
        if self.ruled == Some(entity) {
            option.has("ruled");
            option.when(!model, "ruled-by-rule");
            option.when(names.main != Some(entity), "ruled-not-centre");
        }
        option.when(names.entities[entity].outlet, "outlet");
        let clause = self.analysis.text.low(&self.candidate.clause);
        let first = FIRST_PERSON.is_match(clause);
        option.when(first && self.whose.org == Some(entity), "first-person");
        let kind = match names.entities[entity].kind {
            EntityKind::Org => "org",
            EntityKind::Place => "place",
            EntityKind::Person => "person",
        };
        option.has(kind);
        let mut local: Vec<&Phrase> = here.iter().filter(|p| p.entity == Some(entity)).collect();
        local.sort_by_key(|phrase| phrase.range.start.abs_diff(self.candidate.trigger.start));
        match local.first() {
            None => option.has("elsewhere"),
            Some(phrase) => self.place(phrase, &mut option),
        }
        option.under(self.candidate.kind.as_str());
        option
    }

    /// Where a phrase stands, seen from the claim.
    fn place(&self, phrase: &Phrase, option: &mut Choice) {
        let reading = self.analysis.reading(self.candidate.sentence);
        let (trigger, clause) = (&self.candidate.trigger, &self.candidate.clause);
        let inside = overlap(&phrase.range, trigger);
        let held = overlap(&phrase.range, clause);
        let before = phrase.range.start < trigger.start;
        let spot = match (inside, held, before) {
            (true, ..) => "inside",
            (_, true, true) => "clause-before",
            (_, true, false) => "clause-after",
            (_, _, true) => "before",
            _ => "after",
        };
        option.has(spot);
        let relation = relation(self.analysis, reading, phrase);
        let governed = governor(reading, phrase).map(|word| &reading.words[word].range);
        let link = match governed {
            Some(range) if overlap(range, trigger) => "in",
            Some(range) if overlap(range, clause) => "near",
            Some(_) => "off",
            None => "root",
        };
        option.has(&relation);
        option.has(&format!("{relation}/{link}"));
        option.has(&format!("{spot}/{link}"));
        let told = self.analysis.frames[self.candidate.sentence]
            .iter()
            .any(|frame| overlap(&frame.subject, &phrase.range));
        option.when(told, "source");
        #[allow(clippy::cast_precision_loss)]
        let far = phrase.range.start.abs_diff(trigger.start) as f64;
        option.gives("far", (1.0 + far / 10.0).ln());
    }

    /// The options for the objects: the phrases of the sentence, and that there is none.
    pub(super) fn objects(&self, subject: Option<usize>) -> (Vec<Phrase>, Vec<Choice>) {
        let here = phrases(self.analysis, self.candidate.sentence);
        let mut options: Vec<Choice> = here
            .iter()
            .map(|phrase| self.object(phrase, subject))
            .collect();
        let mut none = Choice::new("");
        none.has("none");
        none.when(here.len() < 2, "none-of-few");
        none.under(self.candidate.kind.as_str());
        options.push(none);
        (here, options)
    }

    fn object(&self, phrase: &Phrase, subject: Option<usize>) -> Choice {
        let analysis = self.analysis;
        let mut option = Choice::new(&phrases::name(analysis, phrase));
        let low = analysis.text.low(&phrase.range);
        option.has(sort(analysis, phrase));
        if let Some(entity) = phrase.entity {
            option.when(analysis.names.main == Some(entity), "centre");
            option.when(subject == Some(entity), "subject");
            option.when(self.whose.org == Some(entity), "speaker");
            let share = analysis.shares.get(entity).copied().unwrap_or_default();
            option.gives("centre-share", share);
        }
        self.place(phrase, &mut option);
        option.when(TROUBLE.is_match(low), "trouble");
        option.when(!mechanisms(low).is_empty(), "mechanism");
        let timed = analysis.times[self.candidate.sentence]
            .iter()
            .any(|time| overlap(&time.range, &phrase.range));
        option.when(timed, "time");
        let start = analysis.sentences[self.candidate.sentence].range.start;
        option.when(
            CUE.is_match(analysis.text.low(&(start..phrase.range.start))),
            "cue",
        );
        let ruled = self.candidate.objects.first();
        option.when(
            ruled.is_some_and(|range| overlap(range, &phrase.range)),
            "ruled",
        );
        option.under(self.candidate.kind.as_str());
        option
    }

    /// The likeliest subject.
    pub(super) fn best_subject(&self) -> Option<usize> {
        if let Some(certain) = subjects::certain(self.analysis, self.candidate) {
            return Some(certain);
        }
        if let Some(ruled) = self.ruled.filter(|_| by_rule(self.candidate)) {
            return Some(ruled);
        }
        let (entities, options): (Vec<Option<usize>>, Vec<Choice>) =
            self.subjects().into_iter().unzip();
        SUBJECT.best(&options).and_then(|at| entities[at])
    }

    /// The likeliest objects.
    pub(super) fn best_objects(&self, subject: Option<usize>) -> Vec<String> {
        if !takes_objects(self.candidate.kind) {
            return Vec::new();
        }
        if let Some(meant) = objects::meant(self.analysis, self.candidate, self.whose) {
            return vec![self.analysis.names.entities[meant].name.clone()];
        }
        if by_rule(self.candidate) {
            let found = objects::objects(self.analysis, self.candidate, self.whose);
            if !found.is_empty() {
                return found;
            }
        }
        let (here, options) = self.objects(subject);
        let best = OBJECT.best(&options).filter(|at| *at < here.len());
        let Some(first) = best else { return Vec::new() };
        let mut found = vec![phrases::name(self.analysis, &here[first])];
        if self.candidate.kind != ClaimKind::Cause {
            let reading = self.analysis.reading(self.candidate.sentence);
            for other in phrases::joined(reading, &here, first) {
                let name = phrases::name(self.analysis, &here[other]);
                let open = matches!(name.to_lowercase().as_str(), "others" | "rest" | "more");
                if !open && !found.contains(&name) {
                    found.push(name);
                }
            }
        }
        found
    }
}

/// Whether a rule found the claim. Its own words then come first: they can be explained, and only
/// where they leave something open is it chosen by weight.
pub(super) fn by_rule(candidate: &Candidate) -> bool {
    !candidate.rule.starts_with("model.")
}

/// Whether claims of a kind are about somebody or something else as well.
pub(super) fn takes_objects(kind: ClaimKind) -> bool {
    matches!(
        kind,
        ClaimKind::Cause | ClaimKind::Affected | ClaimKind::Relationship
    )
}
