//! Plays the events over the table and samples, minute by minute, what each party's prefixes look
//! like (rule D1).

use backpedal_model::{Policy, VisibilityBin};

use crate::{
    clock::{MINUTE, Seconds, minute, stamp},
    peers::{Attendance, Feeders},
    routes::{Effect, Routes},
    space::{Space, Visible},
    updates::Event,
};

/// A party's prefixes, and what was counted in the current bin.
pub(crate) struct Lane {
    pub(crate) space: Space,
    pub(crate) bins: Vec<VisibilityBin>,
    whole: Visible,
    now: Visible,
}

impl Lane {
    pub(crate) fn new(space: Space) -> Self {
        let whole = space.measure(|_| true);
        Self {
            space,
            bins: Vec::new(),
            whole,
            now: whole,
        }
    }

    /// What there is in all.
    pub(crate) const fn whole(&self) -> Visible {
        self.whole
    }

    fn sample(&self, at: i64, blind: bool) -> VisibilityBin {
        let part = |n: u64, of: u64| (!blind && of > 0).then(|| n as f64 / of as f64);
        let (now, whole) = (self.now, self.whole);
        let family = usize::from(whole.units[0] == 0);
        VisibilityBin {
            start: stamp(at),
            share: part(now.prefixes.into(), whole.prefixes.into()),
            weighted: part(now.units[family], whole.units[family]),
            covered: part(now.covered.into(), whole.prefixes.into()),
            path_changes: 0,
            withdrawals: 0,
        }
    }
}

/// What the replay needs to know.
pub(crate) struct Replay<'a> {
    pub(crate) feeders: &'a Feeders,
    pub(crate) attendance: &'a Attendance<'a>,
    pub(crate) policy: &'a Policy,
    pub(crate) families: &'a [usize],
}

impl Replay<'_> {
    /// Whether the prefix is visible, leaving out some peers: more than the policy's share of the
    /// full-feed peers have it.
    pub(crate) fn visible(&self, routes: &Routes, prefix: u32, absent: &[u32]) -> bool {
        let family = self.families[prefix as usize];
        let gone = absent.iter();
        let gone = gone.filter(|peer| self.feeders.all[**peer as usize].full[family]);
        let peers = self.feeders.count(family) - gone.count();
        f64::from(routes.having(prefix, absent)) > self.policy.visible_share * peers as f64
    }

    /// Fills the bins of every lane over the stretch. `events` are in order of time.
    pub(crate) fn run(
        &self,
        lanes: &mut [Lane],
        routes: &mut Routes,
        events: &[Event],
        over: Seconds,
    ) {
        let owners = owners(lanes, self.families.len());
        let mut events = events.iter().peekable();
        let mut seen: Option<Vec<u32>> = None;
        for at in over.minutes() {
            while let Some(event) = events.next_if(|event| event.at < at) {
                routes.apply(event);
                seen = None;
            }
            let absent = self.attendance.absent(minute(at));
            let blind = self.feeders.blind(&absent, self.policy.peer_loss_gap_share);
            if !blind && seen.as_ref() != Some(&absent) {
                for lane in lanes.iter_mut() {
                    lane.now = lane.space.measure(|n| self.visible(routes, n, &absent));
                }
                seen = Some(absent);
            }
            for lane in lanes.iter_mut() {
                let sample = lane.sample(at, blind);
                lane.bins.push(sample);
            }
            let mut count = |prefix: u32, what: fn(&mut VisibilityBin) -> &mut u32| {
                for owner in &owners[prefix as usize] {
                    if let Some(bin) = lanes[*owner].bins.last_mut() {
                        *what(bin) += 1;
                    }
                }
            };
            while let Some(event) = events.next_if(|event| event.at < at + MINUTE) {
                match routes.apply(event) {
                    Effect::PathChanged(prefix) if !event.quiet => {
                        count(prefix, |bin| &mut bin.path_changes);
                    }
                    Effect::RouteRemoved(prefix) if !event.quiet => {
                        count(prefix, |bin| &mut bin.withdrawals);
                    }
                    _ => {}
                }
                seen = None;
            }
        }
    }
}

/// Which lanes watch each prefix.
fn owners(lanes: &[Lane], prefixes: usize) -> Vec<Vec<usize>> {
    let mut owners = vec![Vec::new(); prefixes];
    for (n, lane) in lanes.iter().enumerate() {
        for prefix in lane.space.prefixes() {
            owners[prefix as usize].push(n);
        }
    }
    owners
}
