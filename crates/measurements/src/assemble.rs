//! What was read of the routing system, put together as one observation a party.

use std::collections::BTreeSet;

use backpedal_model::{
    Baseline, BaselineKind, Case, Coverage, DatasetId, Edges, Gap, GapReason, Observation,
    ObservationId, PeerLack, Problem, Signal, Visibility,
};

use crate::{
    baseline::{Before, DAY, baseline},
    clock::{MINUTE, Seconds, minute, stamp},
    facts::Facts,
    origins,
    peers::Attendance,
    routes::Routes,
    series::{Lane, Replay},
    table::family,
    watch::Watching,
};

const BIN_SECONDS: u32 = MINUTE as u32;

/// Plays what was read, and puts together what it says of each party.
pub(crate) fn assemble(
    case: &Case,
    mut facts: Facts,
    problems: &mut Vec<Problem>,
) -> Vec<Observation> {
    facts.datasets.sort();
    let families: Vec<usize> = facts.watch.prefixes.iter().map(family).collect();
    let counts = facts.feeders.all.iter().map(|feeder| feeder.full).collect();
    let mut routes = Routes::new(counts, families.clone());
    for event in &facts.initial {
        routes.apply(event);
    }
    let attendance = Attendance::new(&facts.absences);
    let replay = Replay {
        feeders: &facts.feeders,
        attendance: &attendance,
        policy: &case.policy,
        families: &families,
    };
    let before = Before::of(&facts, &replay, &routes);
    let mut kinds = Vec::new();
    let mut lanes: Vec<Lane> = Vec::new();
    for party in &facts.watch.parties {
        let (space, kind) = baseline(case, &facts, &replay, (&routes, before.as_ref()), party);
        kinds.push(kind);
        lanes.push(Lane::new(space));
        unseen(&facts, &lanes[lanes.len() - 1], party, problems);
    }
    let first: Vec<Vec<u32>> = lanes.iter().map(|l| had(&facts, &routes, l)).collect();
    if let Some(covered) = facts.covered {
        let start = facts
            .start
            .map_or(covered.from, |start| start.max(covered.from));
        let over = Seconds {
            from: start,
            to: covered.to,
        };
        replay.run(&mut lanes, &mut routes, &facts.events, over);
    }
    let together = facts.watch.parties.iter().zip(lanes).zip(first).zip(kinds);
    together
        .map(|(((party, lane), first), kind)| {
            let lacking = lacking(&facts, &routes, &lane, &first);
            observation(case, &facts, &attendance, (party, kind), lane, lacking)
        })
        .collect()
}

/// Says which listed prefixes the data do not show.
fn unseen(facts: &Facts, lane: &Lane, party: &Watching, problems: &mut Vec<Problem>) {
    let shown: BTreeSet<u32> = lane.space.prefixes().into_iter().collect();
    for prefix in &party.listed {
        let number = facts.watch.find(prefix);
        if facts.start.is_some() && number.is_none_or(|n| !shown.contains(&n)) {
            problems.push(Problem::new(
                format!("party {}", party.id),
                format!("its prefix {prefix} is not visible in the table at the start, so nothing is told of it"),
            ));
        }
    }
}

/// How many of the lane's prefixes each peer has.
fn had(facts: &Facts, routes: &Routes, lane: &Lane) -> Vec<u32> {
    let prefixes = lane.space.prefixes();
    let count = |peer: u32| prefixes.iter().filter(|p| routes.has(peer, **p)).count();
    let peers = (0..).zip(&facts.feeders.all);
    peers
        .map(|(n, _)| u32::try_from(count(n)).unwrap_or(u32::MAX))
        .collect()
}

/// The peers that have fewer of the lane's prefixes at the end than at first.
fn lacking(facts: &Facts, routes: &Routes, lane: &Lane, first: &[u32]) -> Vec<PeerLack> {
    let last = had(facts, routes, lane);
    let pairs = facts.feeders.all.iter().zip(first.iter().zip(&last));
    pairs
        .filter(|(_, (first, last))| last < first)
        .map(|(feeder, (first, last))| PeerLack {
            peer: feeder.peer.ip,
            asn: feeder.peer.asn,
            missing: first - last,
        })
        .collect()
}

fn observation(
    case: &Case,
    facts: &Facts,
    attendance: &Attendance<'_>,
    (party, kind): (&Watching, BaselineKind),
    lane: Lane,
    lacking: Vec<PeerLack>,
) -> Observation {
    let whole = lane.whole();
    let coverage = coverage(case, facts, attendance, &lane);
    let found = Edges::of(&lane.bins, BIN_SECONDS, &case.policy);
    let origins = origins::changes(facts, party, &lane);
    let visibility = Visibility {
        asns: party.asns.clone(),
        baseline: Baseline {
            kind,
            at: stamp(match kind {
                BaselineKind::TableAtStart => facts.start.unwrap_or(facts.window.from),
                BaselineKind::MedianOfDayBefore => facts.window.from - DAY,
            }),
            prefixes: whole.prefixes,
            addresses_v4: whole.units[0],
            networks_v6: whole.units[1],
        },
        bin_seconds: BIN_SECONDS,
        bins: lane.bins,
        first_loss: found.first_loss,
        onset: found.onset,
        recovery: found.recovery,
        lacking,
        origins,
    };
    let mut fields: Vec<&str> = facts.datasets.iter().map(DatasetId::as_str).collect();
    fields.extend([party.id.as_str(), "visibility"]);
    Observation {
        id: ObservationId::from_content(&fields),
        party: party.id.clone(),
        datasets: facts.datasets.clone(),
        synthetic: facts.synthetic,
        signal: Signal::Visibility(visibility),
        coverage,
    }
}

/// How well the window was watched for a party (rule D0).
fn coverage(case: &Case, facts: &Facts, attendance: &Attendance<'_>, lane: &Lane) -> Coverage {
    let window = facts.window;
    let over = facts.covered.unwrap_or(window);
    let share = case.policy.peer_loss_gap_share;
    let (peers, ases) = attendance.least(&facts.feeders, lane.space.families(), over, share);
    let mut gaps = facts.gaps.clone();
    let mut blind = |when: Option<Seconds>, reason: GapReason| {
        let when = when.filter(|when| !when.is_empty());
        gaps.extend(when.map(|when| Gap {
            interval: when.interval(),
            reason,
            peer: None,
            dataset: None,
        }));
    };
    if !facts.baseline {
        let to = facts
            .start
            .unwrap_or(window.to)
            .clamp(window.from, window.to);
        blind(
            Some(Seconds {
                from: window.from,
                to,
            }),
            GapReason::NoBaseline,
        );
    } else if lane.whole().prefixes == 0 {
        blind(Some(window), GapReason::NotResolved);
    }
    if facts.covered.is_none() && facts.feeders.all.is_empty() {
        blind(Some(window), GapReason::NoData);
    }
    gaps.extend(attendance.gaps(&facts.feeders, share));
    gaps.extend(many_lost(&gaps, lane));
    gaps.sort_by_key(|gap| (gap.interval, gap.reason as u8, gap.peer));
    Coverage {
        window: case.window,
        covered: facts.covered.map(Seconds::interval),
        full_feed_peers: u32::try_from(peers).unwrap_or(u32::MAX),
        peer_ases: u32::try_from(ases).unwrap_or(u32::MAX),
        baseline: facts.baseline,
        gaps,
    }
}

/// Blind bins that no other gap explains: too many peers were gone at once.
fn many_lost(known: &[Gap], lane: &Lane) -> Vec<Gap> {
    let blind = lane
        .bins
        .iter()
        .filter(|bin| bin.share.is_none() && lane.whole().prefixes > 0)
        .map(|bin| minute(bin.start.as_second()))
        .filter(|when| {
            let when = when.interval();
            let explains = |gap: &Gap| gap.peer.is_none() && gap.interval.overlaps(when);
            !known.iter().any(explains)
        });
    crate::clock::join(blind.collect(), 0)
        .into_iter()
        .map(|when| Gap {
            interval: when.interval(),
            reason: GapReason::ManyPeersLost,
            peer: None,
            dataset: None,
        })
        .collect()
}
