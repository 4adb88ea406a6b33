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
    held: Held,
}

/// The visible prefixes within the current bin, and how long each number of them held.
#[derive(Default)]
struct Held {
    bin: Seconds,
    prefixes: u32,
    since: i64,
    /// Prefixes times seconds, up to `since`.
    sum: i64,
}

impl Held {
    /// Lets the number of prefixes stand up to that time. Times outside of the bin are its edges.
    fn until(&mut self, at: i64) {
        let at = at.clamp(self.since, self.bin.to.max(self.since));
        self.sum += i64::from(self.prefixes) * (at - self.since);
        self.since = at;
    }
}

impl Lane {
    pub(crate) fn new(space: Space) -> Self {
        let whole = space.measure(|_| true);
        Self {
            space,
            bins: Vec::new(),
            whole,
            now: whole,
            held: Held::default(),
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
            mean: None,
            weighted: part(now.units[family], whole.units[family]),
            covered: part(now.covered.into(), whole.prefixes.into()),
            path_changes: 0,
            withdrawals: 0,
        }
    }

    /// Begins to weigh what holds in the bin.
    fn open(&mut self, bin: Seconds) {
        self.held = Held {
            bin,
            prefixes: self.now.prefixes,
            since: bin.from,
            sum: 0,
        };
    }

    /// One prefix became visible, or ceased to be.
    fn turn(&mut self, at: i64, visible: bool) {
        self.held.until(at);
        let now = &mut self.held.prefixes;
        *now = if visible {
            *now + 1
        } else {
            now.saturating_sub(1)
        };
    }

    /// Writes the mean of the bin, unless it is blind.
    fn close(&mut self) {
        self.held.until(self.held.bin.to);
        let seconds = self.held.bin.to - self.held.bin.from;
        let whole = i64::from(self.whole.prefixes) * seconds;
        if let Some(bin) = self.bins.last_mut()
            && bin.share.is_some()
            && whole > 0
        {
            bin.mean = Some(self.held.sum as f64 / whole as f64);
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
                seen = Some(absent.clone());
            }
            let bin = minute(at).meet(over).unwrap_or(minute(at));
            for lane in lanes.iter_mut() {
                let sample = lane.sample(at, blind);
                lane.bins.push(sample);
                lane.open(bin);
            }
            while let Some(event) = events.next_if(|event| event.at < at + MINUTE) {
                self.step(lanes, routes, event, (&owners, &absent));
                seen = None;
            }
            lanes.iter_mut().for_each(Lane::close);
        }
    }

    /// Applies an event within a bin: counts it, and weighs what it changes. What concerns a whole
    /// session changes nothing here, because its peer is absent in the whole bin.
    fn step(
        &self,
        lanes: &mut [Lane],
        routes: &mut Routes,
        event: &Event,
        (owners, absent): (&[Vec<usize>], &[u32]),
    ) {
        let prefix = event.what.prefix();
        let before = prefix.map(|prefix| self.visible(routes, prefix, absent));
        let effect = routes.apply(event);
        let after = prefix.map(|prefix| self.visible(routes, prefix, absent));
        let Some(((prefix, before), after)) = prefix.zip(before).zip(after) else {
            return;
        };
        for owner in &owners[prefix as usize] {
            let lane = &mut lanes[*owner];
            if before != after {
                lane.turn(event.at, after);
            }
            if let Some(bin) = lane.bins.last_mut().filter(|_| !event.quiet) {
                match effect {
                    Effect::PathChanged => bin.path_changes += 1,
                    Effect::RouteRemoved => bin.withdrawals += 1,
                    Effect::None => {}
                }
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
