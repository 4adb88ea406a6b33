//! Which questions a claim takes a position on, and which way.

use backpedal_model::{ClaimKind, PartyId, Polarity, Stance, Topic};

use crate::{contradiction::Blame, reading::Reading, world::World};

/// The questions that a claim answers: its own, and who is responsible, where it bears on the
/// speaker's own part.
pub(super) fn of(
    world: &World<'_>,
    reading: &Reading<'_>,
) -> Vec<(Topic, Option<PartyId>, Stance)> {
    let about = reading.subjects.iter().find_map(|name| name.party.clone());
    let stance = match (reading.kind(), reading.polarity()) {
        (ClaimKind::Investigating, Polarity::Affirm) | (_, Polarity::Uncertain) => Stance::Open,
        (_, Polarity::Affirm) => Stance::Affirms,
        (_, Polarity::Deny) => Stance::Denies,
    };
    let topic = match reading.kind() {
        ClaimKind::Outage => Topic::Outage,
        ClaimKind::Cause | ClaimKind::Investigating => Topic::Cause,
        ClaimKind::Affected => Topic::Affected,
        ClaimKind::Scope => Topic::Extent,
        ClaimKind::Timing => Topic::Times,
        ClaimKind::Restored => Topic::Over,
        ClaimKind::Evidence | ClaimKind::Retraction => Topic::Statement,
        ClaimKind::Relationship => Topic::Dependency,
        ClaimKind::Responsibility => Topic::Responsibility,
    };
    let mut positions = vec![(topic, about, stance)];
    if topic != Topic::Responsibility
        && let Some(stance) = responsibility(world, reading)
    {
        positions.push((Topic::Responsibility, own(reading), stance));
    }
    positions
}

fn own(reading: &Reading<'_>) -> Option<PartyId> {
    match &reading.side {
        crate::reading::Side::Firm(name) => name.party.clone(),
        _ => None,
    }
}

/// What a claim says of the speaker's own part in the trouble.
fn responsibility(world: &World<'_>, reading: &Reading<'_>) -> Option<Stance> {
    let blame = Blame::of(world, reading);
    let blamed_itself = reading.objects.iter().any(|name| reading.side.is(name))
        || (reading.of_itself() && blame.is_own());
    match (reading.kind(), reading.polarity()) {
        (ClaimKind::Outage, Polarity::Deny) if reading.of_itself() => Some(Stance::Denies),
        (ClaimKind::Outage, Polarity::Uncertain) if reading.of_itself() => Some(Stance::Open),
        (ClaimKind::Cause, Polarity::Affirm) if blamed_itself => Some(Stance::Affirms),
        (ClaimKind::Cause, Polarity::Affirm) if blame.is_foreign() => Some(Stance::Denies),
        (ClaimKind::Cause, Polarity::Affirm) if !reading.of_itself() && blame.is_own() => {
            Some(Stance::Denies)
        }
        (ClaimKind::Cause, Polarity::Deny) if blamed_itself => Some(Stance::Denies),
        (ClaimKind::Cause, Polarity::Uncertain) if blamed_itself => Some(Stance::Open),
        (ClaimKind::Investigating, Polarity::Affirm) => Some(Stance::Open),
        _ => None,
    }
}
