//! What contradicts what. One rule a file, each with its near misses; this is their registry.
//!
//! A rule looks at the claims of the case and says which pairs cannot both stand, or which only
//! seem so. Adding a rule is a file and a line in [`RULES`].

mod amount;
mod blame;
mod cause;
mod causes;
mod corrected;
mod credit;
mod dependency;
mod edge;
mod event;
mod fold;
mod headline;
mod length;
mod misreported;
mod numbers;
mod opposed;
mod outage;
mod place;
mod refinement;
mod responsibility;
mod restored;
mod retraction;
mod scope;
mod settled;
mod stance;
mod status_probe;
mod summary;
mod timing;
mod versions;

pub(crate) use blame::{Blame, is_about_the_same, same_thing};
pub(crate) use opposed::is_of_a_part;

use backpedal_model::{
    ClaimId, Contradiction, ContradictionId, ContradictionKind, End, NonContradiction,
    NonContradictionKind, Strength,
};
use foldhash::{HashMap, HashSet};

use crate::{
    order::{self, Basis, Order},
    reading::Reading,
    world::World,
};

/// What rules find.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) contradictions: Vec<Contradiction>,
    pub(crate) none: Vec<NonContradiction>,
    /// Those that the person decided about.
    pub(crate) ruled: Vec<crate::Ruled>,
    /// The contradictions that each reading is part of, by number.
    of: HashMap<usize, Vec<Link>>,
    /// The pairs that were named as no contradiction.
    named: HashSet<(usize, usize)>,
}

/// A contradiction seen from one of its ends.
#[derive(Clone, Copy)]
pub(crate) struct Link {
    /// The reading at the other end.
    pub(crate) other: usize,
    /// Whether this end comes first.
    pub(crate) first: bool,
    pub(crate) kind: ContradictionKind,
    pub(crate) rule: &'static str,
}

/// All rules, those first that later ones ask about.
const RULES: &[fn(&World<'_>, &mut Found)] = &[
    outage::find,
    cause::find,
    causes::find,
    stance::find,
    dependency::find,
    credit::find,
    misreported::find,
    retraction::find,
    headline::find,
    timing::find,
    corrected::find,
    numbers::find,
    restored::find,
    scope::find,
    responsibility::find,
    status_probe::find,
    refinement::find,
    summary::find,
];

/// Runs all rules. Each pair of claims is reported once, by the first rule that finds it.
pub(crate) fn all(world: &World<'_>) -> Found {
    let mut found = Found::default();
    for rule in RULES {
        rule(world, &mut found);
    }
    let rulings = settled::Rulings::of(world);
    rulings.refuse(&mut found);
    fold::retold(world, &mut found.contradictions);
    let place = |id: &ClaimId| world.reading(id).map(|reading| reading.number);
    found
        .contradictions
        .sort_by_cached_key(|c| (place(&c.a), place(&c.b), c.kind));
    found
        .none
        .sort_by_cached_key(|n| (place(&n.a), place(&n.b), n.kind));
    rulings.accept(&mut found);
    found
}

/// A pair that cannot both stand, before it is written down.
pub(crate) struct Finding<'a> {
    pub(crate) kind: ContradictionKind,
    pub(crate) a: &'a Reading<'a>,
    pub(crate) b: &'a Reading<'a>,
    /// One sentence on why, without the quotations.
    pub(crate) why: &'a str,
    pub(crate) strength: Strength,
    pub(crate) would_change: &'a str,
    pub(crate) rule: &'static str,
}

impl Found {
    /// Writes a contradiction down, unless the pair is known already.
    pub(crate) fn add(&mut self, finding: &Finding<'_>) {
        let known = self.joins(finding.a, finding.b) || finding.a.number == finding.b.number;
        if known || !versions::may_face(finding.a, finding.b) {
            return;
        }
        let sure = finding.a.claim.confidence.min(finding.b.claim.confidence);
        if sure < LEAST_CONFIDENCE {
            return;
        }
        let (a, b) = (&finding.a.claim.id, &finding.b.claim.id);
        for (end, other, first) in [(finding.a, finding.b, true), (finding.b, finding.a, false)] {
            self.of.entry(end.number).or_default().push(Link {
                other: other.number,
                first,
                kind: finding.kind,
                rule: finding.rule,
            });
        }
        self.contradictions.push(Contradiction {
            id: ContradictionId::from_content(&[finding.kind.as_str(), a.as_str(), b.as_str()]),
            kind: finding.kind,
            a: a.clone(),
            b: b.clone(),
            why: beside(finding.a, finding.b, finding.why),
            strength: if sure < SURE_ENOUGH {
                weaker(finding.strength)
            } else {
                finding.strength
            },
            would_change: finding.would_change.to_owned(),
            rule: finding.rule.to_owned(),
            again: Vec::new(),
            moved: finding.a.side.same(&finding.b.side),
            finding: finding_of(finding.a, finding.b),
        });
    }

    /// Names a pair that only seems to contradict itself.
    pub(crate) fn none(
        &mut self,
        kind: NonContradictionKind,
        a: &Reading<'_>,
        b: &Reading<'_>,
        why: &str,
    ) {
        let pair = (a.number.min(b.number), a.number.max(b.number));
        if !self.joins(a, b) && self.named.insert(pair) {
            self.none.push(NonContradiction {
                kind,
                a: a.claim.id.clone(),
                b: b.claim.id.clone(),
                why: beside(a, b, why),
            });
        }
    }

    /// The contradictions that the reading is part of.
    pub(crate) fn links(&self, reading: &Reading<'_>) -> &[Link] {
        self.of.get(&reading.number).map_or(&[], Vec::as_slice)
    }

    /// Forgets that the two readings contradict each other.
    fn part(&mut self, a: usize, b: usize) {
        for (end, other) in [(a, b), (b, a)] {
            if let Some(links) = self.of.get_mut(&end) {
                links.retain(|link| link.other != other);
            }
        }
    }

    pub(crate) fn joins(&self, a: &Reading<'_>, b: &Reading<'_>) -> bool {
        self.links(a).iter().any(|link| link.other == b.number)
    }

    /// Whether the claim is already part of a contradiction found by the rule.
    pub(crate) fn involves(&self, reading: &Reading<'_>, rule: &str) -> bool {
        self.links(reading).iter().any(|link| link.rule == rule)
    }
}

/// The two in the order in which they were said, with what that rests on; `None` for the basis
/// where nothing tells, and then in the order of the documents.
pub(crate) fn in_order<'r, 'a>(
    a: &'r Reading<'a>,
    b: &'r Reading<'a>,
) -> (&'r Reading<'a>, &'r Reading<'a>, Option<Basis>) {
    match order::of(a, b) {
        Order::Before(basis) => (a, b, Some(basis)),
        Order::After(basis) => (b, a, Some(basis)),
        Order::Unknown if a.place <= b.place => (a, b, None),
        Order::Unknown => (b, a, None),
    }
}

/// How strong a move of one side is: both firm and the order proven, or less.
pub(crate) fn strength_of_move(a: &Reading<'_>, b: &Reading<'_>, basis: Option<Basis>) -> Strength {
    match basis {
        Some(Basis::Times) if a.firm() && b.firm() => Strength::Strong,
        Some(_) => Strength::Moderate,
        None => Strength::Weak,
    }
}

/// How strong a dispute is.
pub(crate) fn strength_of_dispute(a: &Reading<'_>, b: &Reading<'_>) -> Strength {
    if a.firm() && b.firm() {
        Strength::Strong
    } else {
        Strength::Moderate
    }
}

/// The end that rests on an inquiry or on measurement, where just one of them does.
fn finding_of(a: &Reading<'_>, b: &Reading<'_>) -> Option<End> {
    match (a.rests_on_finding(), b.rests_on_finding()) {
        (true, false) => Some(End::A),
        (false, true) => Some(End::B),
        _ => None,
    }
}

/// Claims that are less sure than this accuse nobody; our choice.
const LEAST_CONFIDENCE: f64 = 0.2;

/// Below this confidence of either claim a contradiction is one step weaker; our choice.
const SURE_ENOUGH: f64 = 0.3;

const fn weaker(strength: Strength) -> Strength {
    match strength {
        Strength::Strong => Strength::Moderate,
        Strength::Moderate | Strength::Weak => Strength::Weak,
    }
}

/// Both statements and what to say of them.
fn beside(a: &Reading<'_>, b: &Reading<'_>, why: &str) -> String {
    format!("{}; {}. {why}", a.said(), b.said())
}

/// What the order rests on, as a sentence.
pub(crate) fn order_clause(basis: Option<Basis>, second: &Reading<'_>) -> String {
    match basis {
        Some(Basis::Times) => "The times of the statements prove the order.".to_owned(),
        Some(Basis::Text) => match order::later_words(second) {
            Some(words) => format!("The order is that of the text, which says “{words}”."),
            None => "The order is that of the text.".to_owned(),
        },
        None => "Nothing tells which was said first.".to_owned(),
    }
}
