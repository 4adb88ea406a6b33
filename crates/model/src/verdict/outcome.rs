//! The outcome table: from question and evidence to one word.
//!
//! [`Question::bearing`] says what one finding does to the claim, [`Verdict::outcome`] weighs the
//! findings of all levels. Rule D0 enters where findings are made: what was not watched well
//! enough arrives here as [`RoutingLevel::NotMeasured`], [`ProbeLevel::NotMeasured`], or not at
//! all, and [`Verdict::missing`] says what was lacking.

use crate::{
    Bearing, Evidence, Finding, Level, ProbeLevel, Question, RoutingLevel, TransitRelation,
    Untestable, ValueLevel, Verdict, claim::words,
};

words! {
    /// The fixed scale of outcomes.
    Outcome {
        /// Measurement agrees.
        Supported = "supported by measurement",
        /// Measurement fits, and proves nothing.
        Consistent = "consistent with measurement",
        /// Measurement disagrees.
        Contradicted = "contradicted by measurement",
        /// Measurements disagree with each other, or parts of the claim fare differently.
        Mixed = "mixed",
        /// A dependency is visible, the impact was not measured.
        DependsImpactNotMeasured = "dependency supported, impact not measured",
        /// No dependency is visible, the impact was not measured.
        NoVisibleDependency = "no visible dependency, impact not measured",
        /// The data at hand could not have told.
        CannotTell = "cannot tell",
        /// Only testimony.
        ReportedOnly = "reported, not measured",
        /// A name leads to nothing measurable.
        NotResolved = "not resolved",
        /// Nothing of this kind can be measured with these data.
        NotTestable = "not testable",
    }
}

impl Verdict {
    /// The outcome, computed from question and evidence alone.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        match &self.question {
            Question::Untestable {
                reason: Untestable::NotResolved,
                ..
            } => Outcome::NotResolved,
            Question::Untestable {
                reason: Untestable::NoZone,
                ..
            } => Outcome::CannotTell,
            Question::Untestable { .. } => Outcome::NotTestable,
            Question::Each { parts } => {
                together(parts.iter().map(|(_, part)| self.only(part).outcome()))
            }
            Question::HitThrough { denied, .. } => self.hit_through(*denied),
            Question::Depends { .. } => self.depends(),
            Question::Impaired { .. } => self.impaired(),
            Question::Edge { .. } | Question::Duration { .. } | Question::Share { .. } => {
                self.weigh(|_| true)
            }
        }
    }

    /// The outcome at one level of the service, from the findings of that level only. Levels of
    /// which nothing is known are left out.
    #[must_use]
    pub fn levels(&self) -> Vec<(Level, Outcome)> {
        let at = |level: Level| {
            self.evidence
                .iter()
                .any(|evidence| evidence.finding.level() == level)
                .then(|| {
                    (
                        level,
                        self.weigh(|evidence| evidence.finding.level() == level),
                    )
                })
        };
        Level::ALL.iter().copied().filter_map(at).collect()
    }

    /// Supports against contradicts, over the chosen evidence.
    fn weigh(&self, chosen: impl Fn(&Evidence) -> bool) -> Outcome {
        let evidence = self.evidence.iter().filter(|e| !self.is_suppliers(e));
        let evidence: Vec<&Evidence> = evidence.filter(|e| chosen(e)).collect();
        let any = |bearing: Bearing| {
            evidence
                .iter()
                .any(|evidence| self.question.bearing(&evidence.finding) == bearing)
        };
        let agrees = any(Bearing::Supports) || any(Bearing::Consistent);
        match (agrees, any(Bearing::Contradicts)) {
            (true, true) => Outcome::Mixed,
            (false, true) => Outcome::Contradicted,
            (true, false) if any(Bearing::Supports) => Outcome::Supported,
            (true, false) => Outcome::Consistent,
            (false, false) => unmeasured(&evidence),
        }
    }

    /// Probes that came through count against an impairment only where routing was watched too
    /// and held: probes alone see a few paths, routing alone sees no packets.
    fn impaired(&self) -> Outcome {
        let level = self.weigh(|_| true);
        let reachable = self.probes() == Some(ProbeLevel::Reachable);
        if reachable && self.own().any(is_confirmed_series) {
            return Outcome::Mixed;
        }
        if !reachable || level == Outcome::ReportedOnly {
            return level;
        }
        match self.routing() {
            Some(RoutingLevel::NoImpairmentVisible) => level,
            Some(RoutingLevel::PartlyImpaired | RoutingLevel::Impaired) => Outcome::Mixed,
            Some(RoutingLevel::NotMeasured) | None => Outcome::CannotTell,
        }
    }

    /// A dependency and an impairment of the one that depends are needed, and do not suffice: the
    /// trouble may have come from anywhere. Only where the supplier was impaired too is "through
    /// it" supported; where measurement shows the supplier well, the two speak against each other.
    fn hit_through(&self, denied: bool) -> Outcome {
        let hit = self.was_hit();
        let turned = |affirmed: Outcome, other: Outcome| if denied { other } else { affirmed };
        match (self.relation(), hit) {
            (_, Some(false)) => turned(Outcome::Contradicted, Outcome::Supported),
            (Some(TransitRelation::Depends | TransitRelation::PartlyDepends), Some(true)) => {
                match self.supplier_was_hit() {
                    Some(true) => turned(Outcome::Supported, Outcome::Contradicted),
                    Some(false) => Outcome::Mixed,
                    None => turned(Outcome::Consistent, Outcome::CannotTell),
                }
            }
            (Some(TransitRelation::Depends | TransitRelation::PartlyDepends), None) => {
                Outcome::DependsImpactNotMeasured
            }
            (
                Some(TransitRelation::NoVisibleDependency | TransitRelation::OtherDirection),
                Some(true),
            ) => Outcome::Mixed,
            (
                Some(TransitRelation::NoVisibleDependency | TransitRelation::OtherDirection),
                None,
            ) => Outcome::NoVisibleDependency,
            (Some(TransitRelation::NotKnown | TransitRelation::Hardly) | None, _) => {
                Outcome::CannotTell
            }
        }
    }

    /// A dependency that no snapshot shows may still exist (backup links, inference that missed
    /// it), so an affirmed one is never contradicted, only "not visible".
    fn depends(&self) -> Outcome {
        let level = self.weigh(|_| true);
        let nothing_seen = matches!(
            self.relation(),
            Some(TransitRelation::NoVisibleDependency | TransitRelation::OtherDirection)
        );
        match level {
            Outcome::CannotTell if nothing_seen => Outcome::NoVisibleDependency,
            level => level,
        }
    }

    /// Whether a series is the supplier's, kept beside that of the party asked about.
    fn is_suppliers(&self, evidence: &Evidence) -> bool {
        matches!(&self.question, Question::HitThrough { supplier, .. }
            if evidence.party == *supplier && evidence.finding.level() != Level::Topology)
    }

    /// Findings about the party asked about.
    fn own(&self) -> impl Iterator<Item = &Finding> {
        self.evidence
            .iter()
            .filter(|evidence| !self.is_suppliers(evidence))
            .map(|evidence| &evidence.finding)
    }

    fn routing(&self) -> Option<RoutingLevel> {
        self.own().find_map(routing_level)
    }

    fn probes(&self) -> Option<ProbeLevel> {
        self.own().find_map(probe_level)
    }

    pub(super) fn relation(&self) -> Option<TransitRelation> {
        self.own().find_map(|finding| match finding {
            Finding::Dependency { relation, .. } => Some(*relation),
            _ => None,
        })
    }

    /// Whether the party was impaired by any measurement; `None` where that was not measured.
    fn was_hit(&self) -> Option<bool> {
        if self.own().any(is_confirmed_series) {
            return Some(true);
        }
        was_impaired(self.routing(), self.probes())
    }

    /// The same of the supplier.
    fn supplier_was_hit(&self) -> Option<bool> {
        let series = || {
            let evidence = self.evidence.iter();
            evidence
                .filter(|e| self.is_suppliers(e))
                .map(|e| &e.finding)
        };
        if series().any(is_confirmed_series) {
            return Some(true);
        }
        was_impaired(
            series().find_map(routing_level),
            series().find_map(probe_level),
        )
    }
}

fn routing_level(finding: &Finding) -> Option<RoutingLevel> {
    match finding {
        Finding::Routing { level, .. } => Some(*level),
        _ => None,
    }
}

const fn is_confirmed_series(finding: &Finding) -> bool {
    matches!(
        finding,
        Finding::Series {
            level: ValueLevel::Confirmed,
            ..
        }
    )
}

fn probe_level(finding: &Finding) -> Option<ProbeLevel> {
    match finding {
        Finding::Reachability { level, .. } => Some(*level),
        _ => None,
    }
}

/// Routes or packets lost are an impairment; both must be there for none.
const fn was_impaired(routing: Option<RoutingLevel>, probes: Option<ProbeLevel>) -> Option<bool> {
    match (routing, probes) {
        (Some(RoutingLevel::Impaired), _)
        | (_, Some(ProbeLevel::Impaired | ProbeLevel::Unreachable)) => Some(true),
        (Some(RoutingLevel::NoImpairmentVisible), Some(ProbeLevel::Reachable)) => Some(false),
        _ => None,
    }
}

/// The word where no finding decides: testimony if there is any and nothing was measured.
fn unmeasured(evidence: &[&Evidence]) -> Outcome {
    let testimony = |e: &&Evidence| matches!(e.finding, Finding::Testimony { .. });
    let silent = |e: &&Evidence| {
        matches!(
            e.finding,
            Finding::Testimony { .. }
                | Finding::Routing {
                    level: RoutingLevel::NotMeasured,
                    ..
                }
                | Finding::Reachability {
                    level: ProbeLevel::NotMeasured,
                    ..
                }
        )
    };
    if evidence.iter().any(testimony) && evidence.iter().all(silent) {
        Outcome::ReportedOnly
    } else {
        Outcome::CannotTell
    }
}

/// The outcome of a claim of several parts. Names that do not resolve do not turn a careful word
/// into "mixed", but they keep the whole from being supported or contradicted.
fn together(parts: impl Iterator<Item = Outcome>) -> Outcome {
    let all: Vec<Outcome> = parts.collect();
    let mut resolved: Vec<Outcome> = all
        .iter()
        .copied()
        .filter(|outcome| *outcome != Outcome::NotResolved)
        .collect();
    let complete = resolved.len() == all.len();
    resolved.sort_unstable();
    resolved.dedup();
    match resolved.as_slice() {
        [] if all.is_empty() => Outcome::CannotTell,
        [] => Outcome::NotResolved,
        [Outcome::Supported | Outcome::Contradicted] if !complete => Outcome::Mixed,
        [one] => *one,
        [Outcome::Supported, Outcome::Consistent] if complete => Outcome::Consistent,
        _ => Outcome::Mixed,
    }
}
