//! What "it", "the carrier", "they" and last names stand for.

use std::sync::LazyLock;

use regex::Regex;

use super::names::{EntityKind, Names};
use crate::lexicon::pattern;

static COMPANY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:the|that|this) (?:[\w'-]+ ){0,2}?(?P<noun>company|carrier|firm|provider|operator|lender|bank|board|group|cooperative|co-op|utility|host|exchange|agency|regulator|maker|vendor|isp|telco|network|ministry|incumbent|service)\b",
    )
});

impl Names {
    /// What a pronoun or description at `at` stands for; `low` is its text in lower case.
    /// `other_than`: an entity that it cannot be ("their", said by one of the company).
    pub(crate) fn refer(&self, low: &str, at: usize, other_than: Option<usize>) -> Option<usize> {
        let org = |kind: EntityKind| kind == EntityKind::Org;
        match low.trim() {
            "he" | "she" | "his" | "her" => self.before(at, |e| e.kind == EntityKind::Person),
            "it" | "its" => self.subject_before(at, other_than),
            "they" | "their" | "them" => self.last_org(at, other_than),
            low => {
                let noun = COMPANY.captures(low)?.name("noun")?.as_str().to_owned();
                let mut described = self.entities.iter().enumerate().filter(|(number, entity)| {
                    org(entity.kind) && Some(*number) != other_than && entity.nouns.contains(&noun)
                });
                match (described.next(), described.next()) {
                    (Some((number, _)), None) => Some(number),
                    _ => self.last_org(at, other_than),
                }
            }
        }
    }

    /// The organisation named last before `at`, or the one that the person named last speaks for.
    pub(crate) fn last_org(&self, at: usize, other_than: Option<usize>) -> Option<usize> {
        let to = self
            .mentions
            .partition_point(|mention| mention.range.start < at);
        let back = self.mentions[..to].iter().rev().take(20);
        let mut found = back.filter_map(|mention| {
            let entity = &self.entities[mention.entity];
            match entity.kind {
                EntityKind::Org => Some(mention.entity).filter(|_| !entity.outlet),
                EntityKind::Person => entity.org,
                EntityKind::Place => None,
            }
        });
        found.find(|entity| Some(*entity) != other_than)
    }

    /// The organisation that "it" means: the last one that stands as a subject would.
    fn subject_before(&self, at: usize, other_than: Option<usize>) -> Option<usize> {
        const BACK: usize = 12;
        let to = self
            .mentions
            .partition_point(|mention| mention.range.start < at);
        let mut back = self.mentions[..to].iter().rev().take(BACK);
        let led = back.find(|mention| {
            let entity = &self.entities[mention.entity];
            mention.leads
                && !mention.possessive
                && entity.kind == EntityKind::Org
                && !entity.outlet
                && Some(mention.entity) != other_than
        });
        led.map(|mention| mention.entity)
            .or_else(|| self.last_org(at, other_than))
    }
}
