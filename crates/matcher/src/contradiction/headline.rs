//! A headline that says more than the text under it: a suspicion told as a fact, or another
//! number.

use backpedal_model::{BlockKind, CauseKind, ClaimKind, ContradictionKind, Polarity, Strength};

use super::{Finding, Found, numbers};
use crate::{
    names::share,
    reading::{Reading, Side},
    world::World,
};

const RULE: &str = "headline";

pub(super) fn find(world: &World<'_>, found: &mut Found) {
    for kind in [ClaimKind::Cause, ClaimKind::Outage, ClaimKind::Scope] {
        for head in world.of(kind, Polarity::Affirm) {
            if !is_headline(head) || asks(head) {
                continue;
            }
            let body: Vec<&Reading<'_>> = world
                .facing(head, kind)
                .into_iter()
                .filter(|body| body.place.0 == head.place.0 && body.place.1 > head.place.1)
                .filter(|body| share(&body.subjects, &head.subjects) && !is_headline(body))
                .collect();
            match kind {
                ClaimKind::Scope => figure(head, &body, found),
                _ if boasted(world, head) => {}
                _ => hedge(head, &body, found),
            }
        }
    }
}

/// Whether somebody in the body claims the credit for what the headline calls an attack.
fn boasted(world: &World<'_>, head: &Reading<'_>) -> bool {
    let attack = head.claim.cause_kind == Some(CauseKind::Attack);
    attack
        && world
            .facing(head, ClaimKind::Responsibility)
            .iter()
            .any(|boast| boast.place.0 == head.place.0 && boast.polarity() == Polarity::Affirm)
}

/// The author's words in a heading, in the title, or in the first line of the text.
fn is_headline(reading: &Reading<'_>) -> bool {
    let Some(document) = reading.document.filter(|_| reading.side.is_author()) else {
        return false;
    };
    let at = reading.claim.quote.span.start;
    let quote = reading.claim.quote.text.trim();
    let headings = document.blocks.iter();
    let mut headings = headings.filter(|block| block.kind == BlockKind::Heading);
    let heading = headings.any(|block| block.span.start <= at && at < block.span.end);
    let titled = document
        .title
        .as_deref()
        .is_some_and(|title| title.contains(quote) && at <= title.chars().count());
    let mut lines = document.text.trim_start().lines();
    // A text of one line has no headline.
    let first = lines.next().is_some_and(|line| {
        let short = line.chars().count() <= HEADLINE && !line.trim_end().ends_with('.');
        short && line.contains(quote) && at <= line.chars().count()
    });
    heading || titled || (first && lines.any(|line| !line.trim().is_empty()))
}

/// No headline is longer, in characters; our choice.
const HEADLINE: usize = 120;

fn asks(reading: &Reading<'_>) -> bool {
    let sentence = reading.sentence_text.trim_end();
    sentence.ends_with('?') || reading.claim.quote.text.trim_end().ends_with('?')
}

/// The body only suspects what the headline states.
fn hedge(head: &Reading<'_>, body: &[&Reading<'_>], found: &mut Found) {
    let same = |reading: &&&Reading<'_>| {
        reading.kind() == ClaimKind::Outage
            || reading.claim.cause_kind.is_some()
                && reading.claim.cause_kind == head.claim.cause_kind
    };
    let told: Vec<&&Reading<'_>> = body.iter().filter(same).collect();
    // Whoever states it in the body, the headline sums that up.
    if told.iter().any(|r| r.polarity() == Polarity::Affirm) {
        return;
    }
    let open = told
        .into_iter()
        .find(|r| r.polarity() == Polarity::Uncertain);
    if let Some(open) = open {
        add(
            head,
            open,
            "The headline states what the text under it only calls possible. Overstated.",
            found,
        );
    }
}

/// The body’s own number is another.
fn figure(head: &Reading<'_>, body: &[&Reading<'_>], found: &mut Found) {
    let own = |reading: &&&Reading<'_>| matches!(reading.side, Side::Author(_)) && reading.firm();
    let told: Vec<&&Reading<'_>> = body.iter().filter(own).collect();
    let fits = |body: &&&Reading<'_>| numbers::fit(head, body) == Some(true);
    if told.iter().any(fits) {
        return;
    }
    let other = told
        .into_iter()
        .find(|body| numbers::fit(head, body) == Some(false));
    if let Some(other) = other {
        add(
            head,
            other,
            "The headline gives another number than the text under it; the numbers are \
             inconsistent.",
            found,
        );
    }
}

fn add(head: &Reading<'_>, body: &Reading<'_>, why: &str, found: &mut Found) {
    found.add(&Finding {
        kind: ContradictionKind::Headline,
        a: head,
        b: body,
        why,
        strength: Strength::Moderate,
        would_change: "Words of the text that state what the headline states would change it.",
        rule: RULE,
    });
}

#[cfg(test)]
mod tests {
    use backpedal_model::{
        CauseKind,
        ClaimKind::{Cause, Scope},
        Polarity::{Affirm, Uncertain},
    };

    use crate::testing::{Details, Story};

    const HALYARD: (&str, &[&str]) = ("Halyard", &[]);

    fn hacked(head: &str, rest: &[(&str, backpedal_model::Polarity, &str)]) -> Vec<String> {
        let mut story = Story::new();
        story
            .say("", (Cause, Affirm), HALYARD, head)
            .because(CauseKind::Attack);
        headed(&mut story);
        for (speaker, polarity, words) in rest {
            story
                .say(speaker, (Cause, *polarity), HALYARD, words)
                .because(CauseKind::Attack);
        }
        story.pairs()
    }

    /// Takes the full stop from the first line.
    fn headed(story: &mut Story) {
        let text = &mut story.documents[0].text;
        *text = text.replacen(".\n", " \n", 1);
    }

    const MAYBE: (&str, backpedal_model::Polarity, &str) =
        ("Heron", Uncertain, "an attack is one possibility");

    #[test]
    fn a_suspicion_under_a_statement() {
        assert_eq!(hacked("Halyard hacked", &[MAYBE]), ["headline 0 1"]);
    }

    #[test]
    fn near_misses() {
        let sure = ("Kestrel", Affirm, "hackers broke in");
        assert!(hacked("Halyard hacked", &[MAYBE, sure]).is_empty());
        assert!(hacked("Was Halyard hacked?", &[MAYBE]).is_empty());
        assert!(hacked("Halyard hacked", &[]).is_empty());
        // No headline: the line is a sentence of the text.
        let mut story = Story::new();
        for (polarity, words) in [(Affirm, "Halyard was hacked"), (Uncertain, "maybe so")] {
            story
                .say("", (Cause, polarity), HALYARD, words)
                .because(CauseKind::Attack);
        }
        assert!(story.pairs().is_empty());
    }

    #[test]
    fn another_number_under_the_headline() {
        let pairs = |body: &str| {
            let mut story = Story::new();
            story.say(
                "",
                (Scope, Affirm),
                HALYARD,
                "25 million calls lost at Halyard",
            );
            headed(&mut story);
            story.say("", (Scope, Affirm), HALYARD, body);
            story.pairs()
        };
        assert_eq!(pairs("some 25,000 calls were lost"), ["headline 0 1"]);
        for fits in [
            "some 25.2 million calls were lost",
            "2,000 homes were hit",
            "more than 20 million calls were lost",
        ] {
            assert!(pairs(fits).is_empty(), "{fits}");
        }
    }
}
