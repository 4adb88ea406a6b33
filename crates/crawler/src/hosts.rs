//! So many requests a host at a time, and a pause between two.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::Instant,
};

/// The longest time for which a host can close itself; more is a mistake of its clock.
const LONGEST_CLOSED: Duration = Duration::from_secs(24 * 3600);

/// With more hosts than this, those with nothing to remember are forgotten.
const MANY: usize = 10_000;

/// What has been asked of a host.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Used {
    pub(crate) requests: u64,
    /// Of bodies as received; measurement files, which have a limit of their own, do not count.
    pub(crate) bytes: u64,
}

#[derive(Debug, Default)]
struct Slot {
    next: Option<Instant>,
    closed_until: Option<Instant>,
    /// Troubles in a row.
    troubles: u32,
    used: Used,
}

#[derive(Debug)]
struct Host {
    gate: Arc<Semaphore>,
    slot: Mutex<Slot>,
}

impl Host {
    fn slot(&self) -> MutexGuard<'_, Slot> {
        self.slot.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn left(until: Option<Instant>) -> Duration {
    let now = Instant::now();
    until.map_or(Duration::ZERO, |at| at.saturating_duration_since(now))
}

/// Leave to ask a host. Who holds it may ask when its wait is over.
#[derive(Debug)]
pub(crate) struct Turn {
    host: Arc<Host>,
    /// Whether nobody else may ask meanwhile.
    alone: bool,
    _permit: Option<OwnedSemaphorePermit>,
}

impl Turn {
    /// How long the holder must wait before it asks; whoever comes next waits `pause` longer.
    pub(crate) fn reserve(&self, pause: Duration) -> Duration {
        let mut slot = self.host.slot();
        let now = Instant::now();
        let start = slot
            .next
            .max(slot.closed_until)
            .map_or(now, |at| at.max(now));
        slot.next = start.checked_add(pause.min(LONGEST_CLOSED));
        start.saturating_duration_since(now)
    }

    /// How long the host asked to be left alone.
    pub(crate) fn closed(&self) -> Duration {
        left(self.host.slot().closed_until)
    }

    /// Notes that a request has just ended, well or not.
    pub(crate) fn used(&self, pause: Duration, bytes: u64) {
        let mut slot = self.host.slot();
        if self.alone {
            // One at a time: a slow host has its whole pause after the answer.
            let after = Instant::now().checked_add(pause.min(LONGEST_CLOSED));
            slot.next = slot.next.max(after);
        }
        slot.used.requests += 1;
        slot.used.bytes = slot.used.bytes.saturating_add(bytes);
    }

    /// Notes that the host wants to be left alone. The wait is the host's, not the request's:
    /// whoever comes next for the same host waits too.
    pub(crate) fn close(&self, wait: Duration) {
        let until = Instant::now().checked_add(wait.min(LONGEST_CLOSED));
        let mut slot = self.host.slot();
        slot.closed_until = slot.closed_until.max(until);
    }

    /// Notes whether the host was in trouble, and tells how often in a row it was before.
    pub(crate) fn trouble(&self, trouble: bool) -> u32 {
        let mut slot = self.host.slot();
        let before = slot.troubles;
        slot.troubles = if trouble { before.saturating_add(1) } else { 0 };
        before
    }
}

/// All hosts met so far, by host name without port.
#[derive(Debug)]
pub(crate) struct Hosts {
    known: Mutex<HashMap<String, Arc<Host>>>,
    at_once: usize,
    started: Instant,
}

impl Hosts {
    /// `at_once` bounds the requests that one host has open at a time.
    pub(crate) fn new(at_once: usize) -> Self {
        Self {
            known: Mutex::default(),
            at_once: at_once.max(1),
            started: Instant::now(),
        }
    }

    fn host(&self, name: &str) -> Arc<Host> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(host) = known.get(name) {
            return Arc::clone(host);
        }
        if known.len() >= MANY {
            known.retain(|_, host| {
                let slot = host.slot();
                let idle = left(slot.next.max(slot.closed_until)).is_zero();
                Arc::strong_count(host) > 1 || !idle
            });
        }
        let host = Arc::new(Host {
            gate: Arc::new(Semaphore::new(self.at_once)),
            slot: Mutex::default(),
        });
        known.insert(name.to_owned(), Arc::clone(&host));
        host
    }

    /// Waits until not too many other requests to this host are open.
    pub(crate) async fn turn(&self, name: &str) -> Turn {
        let host = self.host(name);
        // The gate is never closed.
        let permit = Arc::clone(&host.gate).acquire_owned().await.ok();
        Turn {
            host,
            alone: self.at_once == 1,
            _permit: permit,
        }
    }

    /// Since when, or from when on, a host may be asked again.
    pub(crate) fn ready_at(&self, name: &str) -> Instant {
        let host = self.host(name);
        let slot = host.slot();
        slot.next.max(slot.closed_until).unwrap_or(self.started)
    }

    /// How long a host asked to be left alone.
    pub(crate) fn closed(&self, name: &str) -> Duration {
        left(self.host(name).slot().closed_until)
    }

    /// What was asked of a host.
    pub(crate) fn used(&self, name: &str) -> Used {
        self.host(name).slot().used
    }

    /// Begins to count anew.
    pub(crate) fn forget_used(&self) {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        for host in known.values() {
            host.slot().used = Used::default();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_host_that_closes_itself_is_closed_to_all() {
        let hosts = Hosts::new(1);
        let turn = hosts.turn("a.example").await;
        assert_eq!(turn.reserve(Duration::ZERO), Duration::ZERO);
        turn.used(Duration::from_secs(2), 10);
        turn.close(Duration::from_secs(60));
        turn.close(Duration::from_secs(5));
        drop(turn);
        let again = hosts.turn("a.example").await;
        assert!(again.closed() > Duration::from_secs(50));
        assert!(again.reserve(Duration::ZERO) > Duration::from_secs(50));
        let other = hosts.turn("b.example").await;
        assert_eq!(other.reserve(Duration::ZERO), Duration::ZERO);
        let used = Used {
            requests: 1,
            bytes: 10,
        };
        assert_eq!(hosts.used("a.example"), used);
        hosts.forget_used();
        assert_eq!(hosts.used("a.example"), Used::default());
        assert!(hosts.ready_at("a.example") > Instant::now() + Duration::from_secs(50));
    }

    #[tokio::test]
    async fn those_who_may_ask_at_once_still_keep_their_distance() {
        let hosts = Hosts::new(2);
        let (first, second) = (hosts.turn("a.example").await, hosts.turn("a.example").await);
        assert_eq!(first.reserve(Duration::from_secs(9)), Duration::ZERO);
        assert!(second.reserve(Duration::from_secs(9)) > Duration::from_secs(8));
        let third = tokio::time::timeout(Duration::from_millis(20), hosts.turn("a.example"));
        assert!(third.await.is_err(), "two are open");
        drop(first);
        assert!(hosts.turn("a.example").await.reserve(Duration::ZERO) > Duration::from_secs(16));
    }

    #[tokio::test]
    async fn troubles_are_counted_in_a_row() {
        let hosts = Hosts::new(1);
        let turn = hosts.turn("a.example").await;
        let counted: Vec<u32> = [true, true, true, false, true]
            .map(|trouble| turn.trouble(trouble))
            .into();
        assert_eq!(counted, [0, 1, 2, 3, 0]);
    }

    #[tokio::test]
    async fn absurd_waits_do_not_overflow() {
        let hosts = Hosts::new(1);
        let turn = hosts.turn("a.example").await;
        turn.close(Duration::MAX);
        turn.used(Duration::MAX, u64::MAX);
        turn.used(Duration::MAX, u64::MAX);
        assert!(turn.reserve(Duration::MAX) <= LONGEST_CLOSED);
    }

    #[tokio::test]
    async fn many_hosts_are_not_all_remembered() {
        let hosts = Hosts::new(1);
        let closed = hosts.turn("closed.example").await;
        closed.close(Duration::from_secs(60));
        drop(closed);
        for n in 0..3 * MANY {
            drop(hosts.turn(&format!("{n}.example")).await);
        }
        let known = hosts.known.lock().unwrap();
        assert!(known.len() <= MANY + 1, "{}", known.len());
        assert!(known.contains_key("closed.example"));
    }
}
