//! Who says the same as whom, and whether that confirms anything: words that rest on the first
//! side's own words are a circle, however many repeat them.

use backpedal_model::{CauseKind, ClaimKind, Polarity, Support};

use crate::{
    contradiction::{Blame, is_about_the_same, same_thing},
    names::{Name, share},
    reading::{Reading, Side},
    words,
    world::World,
};

/// How many supports of one claim are listed; our choice.
const LISTED: usize = 8;

/// How many words after "according to" a name may stand.
const NAME_WITHIN: usize = 8;

/// The kinds of which one side can confirm another.
const KINDS: [ClaimKind; 5] = [
    ClaimKind::Outage,
    ClaimKind::Cause,
    ClaimKind::Restored,
    ClaimKind::Relationship,
    ClaimKind::Affected,
];

/// All supports, in canonical order.
pub(crate) fn supports(world: &World<'_>) -> Vec<Support> {
    let mut all = Vec::new();
    for kind in KINDS {
        for polarity in [Polarity::Affirm, Polarity::Deny] {
            for a in world.of(kind, polarity).filter(|a| a.takes_positions()) {
                let confirm = world.facing(a, kind).into_iter().filter(|b| {
                    a.number < b.number && !a.side.same(&b.side) && says_so_too(world, a, b)
                });
                all.extend(confirm.take(LISTED).map(|b| support(a, b)));
            }
        }
    }
    all
}

fn says_so_too(world: &World<'_>, a: &Reading<'_>, b: &Reading<'_>) -> bool {
    let about = share(&a.subjects, &b.subjects)
        || (a.kind() == ClaimKind::Cause && is_about_the_same(a, b));
    if !about || !b.firm() {
        return false;
    }
    let same = a.polarity() == b.polarity();
    match a.kind() {
        ClaimKind::Cause if same => same_cause(a, b),
        // A cause that leaves no room for the one that is ruled out.
        ClaimKind::Cause => {
            let (denied, named) = if a.polarity() == Polarity::Deny {
                (a, b)
            } else {
                (b, a)
            };
            named.polarity() == Polarity::Affirm
                && !same_cause(denied, named)
                && Blame::of(world, denied).excludes(&Blame::of(world, named))
        }
        ClaimKind::Affected | ClaimKind::Relationship => same && share(&a.objects, &b.objects),
        _ => same,
    }
}

fn same_cause(a: &Reading<'_>, b: &Reading<'_>) -> bool {
    use CauseKind::{OwnNetwork, Provider, Unknown};
    let telling = |kind: CauseKind| !matches!(kind, OwnNetwork | Provider | Unknown);
    let kinds = (a.claim.cause_kind, b.claim.cause_kind);
    same_thing(a, b) || matches!(kinds, (Some(x), Some(y)) if x == y && telling(x))
}

fn support(a: &Reading<'_>, b: &Reading<'_>) -> Support {
    let (independent, why) = if b.passes_on(a) {
        (
            false,
            "It passes on the first side’s own words: a circle, and no confirmation.",
        )
    } else if a.passes_on(b) {
        (
            false,
            "The first passes on the words of the second: a circle, and no confirmation.",
        )
    } else if !b.takes_positions() {
        (
            false,
            "An author’s or unnamed voice’s words may rest on the first side’s; no confirmation.",
        )
    } else {
        (
            true,
            "Another side says so too, and nothing tells that it rests on the first one’s words.",
        )
    };
    Support {
        a: a.claim.id.clone(),
        b: b.claim.id.clone(),
        independent,
        why: why.to_owned(),
    }
}

impl Reading<'_> {
    /// Whether the words name the other's side as their source.
    fn passes_on(&self, other: &Self) -> bool {
        let Side::Firm(source) = &other.side else {
            return false;
        };
        let via = self.claim.via.as_deref();
        if via.is_some_and(|via| Name::new(via, None).same(&Name::new(&source.text, None))) {
            return true;
        }
        let Some(first) = words::tokens(&source.text).into_iter().next() else {
            return false;
        };
        let named = |at: usize| {
            let rest = &self.context[at..];
            rest.iter().take(NAME_WITHIN).any(|word| *word == first)
        };
        words::CITING.places(&self.context).into_iter().any(named)
    }
}

#[cfg(test)]
mod tests {
    use backpedal_model::{CauseKind, ClaimKind::Cause, DocumentKind, Polarity};

    use crate::testing::{Details, Story};

    const CUT: (&str, &[&str]) = ("Halyard", &["cable"]);

    fn story(second: (&str, &str)) -> Vec<(String, bool)> {
        let mut story = Story::new();
        let affirm = (Cause, Polarity::Affirm);
        story
            .say("Halyard", affirm, CUT, "a cable was cut")
            .because(CauseKind::FiberCut);
        story.document("second", DocumentKind::Article);
        story
            .say(second.0, affirm, CUT, second.1)
            .because(CauseKind::FiberCut);
        let supports = story.judge().supports;
        supports
            .into_iter()
            .map(|s| (format!("{} {}", s.a, s.b), s.independent))
            .collect()
    }

    #[test]
    fn another_side_confirms() {
        let found = story(("Heron", "we saw the cable cut on our own sensors"));
        assert_eq!(found, [("0 1".to_owned(), true)]);
    }

    #[test]
    fn near_misses() {
        // An observatory that cites the provider; an author; the same side again.
        let circle = story(("Heron", "a cut cable, according to a Halyard statement"));
        assert_eq!(circle, [("0 1".to_owned(), false)]);
        assert_eq!(story(("", "a cable was cut")), [("0 1".to_owned(), false)]);
        assert!(story(("Halyard", "it was that cable again")).is_empty());
    }

    #[test]
    fn a_cause_that_leaves_no_room_for_another_supports_its_denial() {
        let mut story = Story::new();
        story
            .say(
                "Halyard",
                (Cause, Polarity::Deny),
                ("Halyard", &["attack"]),
                "it was no attack",
            )
            .because(CauseKind::Attack);
        story
            .say(
                "Heron",
                (Cause, Polarity::Affirm),
                ("Halyard", &["setting"]),
                "a wrong setting did it",
            )
            .because(CauseKind::Configuration);
        let supports = story.judge().supports;
        assert_eq!(supports.len(), 1);
        assert!(supports[0].independent);
    }
}
