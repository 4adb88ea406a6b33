//! What visibility is compared with (rule D1): the prefixes that the day before the window showed,
//! where it was watched, else those of the table at the start.

use backpedal_model::{BaselineKind, Case};

use crate::{
    clock::{MINUTE, minute},
    facts::Facts,
    routes::Routes,
    series::Replay,
    space::Space,
    watch::Watching,
};

/// The day before, and how it is sampled: levels go by five minutes.
pub(crate) const DAY: i64 = 24 * 60 * MINUTE;
const STEP: i64 = 5 * MINUTE;

/// So much of the day must have been watched for it to tell what is usual. Our choice.
const WATCHED: f64 = 0.9;

/// In how many samples of the day before each watched prefix was visible.
pub(crate) struct Before {
    seen: Vec<u32>,
    samples: u32,
}

impl Before {
    /// Plays the day before the window. `None` where the data do not reach back, or were blind for
    /// too much of it.
    pub(crate) fn of(facts: &Facts, replay: &Replay<'_>, routes: &Routes) -> Option<Self> {
        let end = facts.window.from;
        let from = end.checked_sub(DAY)?;
        if !facts.baseline || facts.start.is_none_or(|start| start > from) {
            return None;
        }
        let mut routes = routes.clone();
        let mut events = facts.events.iter().peekable();
        let mut before = Self {
            seen: vec![0; facts.watch.prefixes.len()],
            samples: 0,
        };
        let mut at = from;
        while at < end {
            while let Some(event) = events.next_if(|event| event.at < at) {
                routes.apply(event);
            }
            let absent = replay.attendance.absent(minute(at));
            if !replay
                .feeders
                .blind(&absent, replay.policy.peer_loss_gap_share)
            {
                before.samples += 1;
                for (prefix, seen) in (0..).zip(&mut before.seen) {
                    *seen += u32::from(replay.visible(&routes, prefix, &absent));
                }
            }
            at += STEP;
        }
        let whole = (DAY / STEP) as f64;
        (f64::from(before.samples) >= WATCHED * whole).then_some(before)
    }

    /// Whether the prefix was visible for more than half of the day.
    fn usual(&self, prefix: u32) -> bool {
        let seen = self.seen.get(prefix as usize).copied().unwrap_or(0);
        seen.saturating_mul(2) > self.samples
    }
}

/// The party's prefixes that count, and how they were chosen. A family that too few peers carry is
/// left out where the other one is carried by enough.
pub(crate) fn baseline(
    case: &Case,
    facts: &Facts,
    replay: &Replay<'_>,
    (routes, before): (&Routes, Option<&Before>),
    party: &Watching,
) -> (Space, BaselineKind) {
    let shown = |prefix: u32| match before {
        Some(before) => before.usual(prefix),
        None => replay.visible(routes, prefix, &[]),
    };
    let visible: Vec<u32> = party.own.iter().copied().filter(|n| shown(*n)).collect();
    let enough = [0, 1].map(|f| facts.feeders.count(f) >= case.policy.min_full_feed_peers as usize);
    let judged = |prefix: &u32| {
        let f = replay.families[*prefix as usize];
        enough[f] || !visible.iter().any(|p| enough[replay.families[*p as usize]])
    };
    let kept = visible.iter().filter(|prefix| judged(prefix));
    let kind = if before.is_some() {
        BaselineKind::MedianOfDayBefore
    } else {
        BaselineKind::TableAtStart
    };
    let space = Space::new(kept.map(|n| (*n, facts.watch.prefixes[*n as usize])));
    (space, kind)
}
