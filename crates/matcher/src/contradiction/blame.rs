//! Whom or what a cause claim blames, and when two of them exclude each other.

use backpedal_model::CauseKind;

use crate::{
    names::{Name, share},
    reading::Reading,
    world::World,
};

/// Whom or what a cause claim blames.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Blame<'r> {
    kind: Option<CauseKind>,
    /// Parties, people or firms blamed, the subject excepted.
    foreign: Vec<&'r Name>,
    /// Whether the subject itself, or a part of it, is blamed.
    own: bool,
}

impl<'r> Blame<'r> {
    pub(crate) fn of(world: &World<'_>, reading: &'r Reading<'_>) -> Self {
        use CauseKind::{
            Capacity, Configuration, Hardware, HumanError, Maintenance, OwnNetwork, Software,
        };
        let kind = reading.claim.cause_kind;
        let is_subject = |name: &Name| reading.subjects.iter().any(|subject| subject.same(name));
        let foreign: Vec<&Name> = reading
            .objects
            .iter()
            .filter(|name| !is_subject(name) && world.is_actor(name))
            .collect();
        let inside = matches!(
            kind,
            Some(
                OwnNetwork
                    | Hardware
                    | Software
                    | Configuration
                    | HumanError
                    | Maintenance
                    | Capacity
            )
        );
        Self {
            kind,
            // A mechanism is the subject's own where the subject tells it of itself; told by
            // others it may lie with anybody.
            own: reading.objects.iter().any(is_subject)
                || (foreign.is_empty() && inside && reading.of_itself()),
            foreign,
        }
    }

    /// Whether somebody else is blamed.
    pub(crate) fn is_foreign(&self) -> bool {
        !self.foreign.is_empty()
            || matches!(
                self.kind,
                Some(CauseKind::Provider | CauseKind::ThirdParty | CauseKind::Weather)
            )
    }

    /// Whether the subject itself is blamed, and nobody else.
    pub(crate) const fn is_own(&self) -> bool {
        self.own && self.foreign.is_empty()
    }

    /// Whether both cannot be the cause: one blames the subject and one somebody else, or one
    /// tells of somebody's will and one of an accident.
    pub(crate) fn excludes(&self, other: &Self) -> bool {
        let strangers = |a: &Self, b: &Self| !a.foreign.is_empty() && b.is_own();
        let willed =
            |blame: &Self| matches!(blame.kind, Some(CauseKind::Attack | CauseKind::ThirdParty));
        let accident = |blame: &Self| {
            !willed(blame)
                && !matches!(
                    blame.kind,
                    None | Some(
                        CauseKind::Unknown
                            | CauseKind::Provider
                            | CauseKind::OwnNetwork
                            | CauseKind::Routing
                            | CauseKind::Dns
                            | CauseKind::Capacity
                    )
                )
        };
        strangers(self, other)
            || strangers(other, self)
            || (willed(self) && accident(other))
            || (willed(other) && accident(self))
    }
}

/// Whether both speak of the trouble of one party; where one names none, of one text; where parties
/// of the case name nobody, of the incident of the case.
pub(crate) fn is_about_the_same(a: &Reading<'_>, b: &Reading<'_>) -> bool {
    share(&a.subjects, &b.subjects)
        || (a.means_the_incident() && b.means_the_incident())
        || (a.place.0 == b.place.0 && (a.subjects.is_empty() || b.subjects.is_empty()))
}

/// Whether both name the same thing as a cause.
pub(crate) fn same_thing(a: &Reading<'_>, b: &Reading<'_>) -> bool {
    let alike = a.claim.cause_kind.is_some() && a.claim.cause_kind == b.claim.cause_kind;
    let same = |x: &Name, y: &Name| x.same_thing(y) || (alike && x.shares_a_word(y));
    let any = |x: &Name| b.objects.iter().any(|y| same(x, y));
    a.objects.iter().any(any)
}
