//! One request a host at a time, and a pause between two.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::{sync::OwnedMutexGuard, time::Instant};

/// The longest time for which a host can close itself; more is a mistake of its clock.
const LONGEST_CLOSED: Duration = Duration::from_secs(24 * 3600);

/// When a host may be asked again. Who holds it may ask; nobody else does.
#[derive(Debug, Default)]
pub(crate) struct Slot {
    next: Option<Instant>,
    closed_until: Option<Instant>,
}

impl Slot {
    /// How long the holder must wait before asking.
    pub(crate) fn wait(&self) -> Duration {
        let until = self.next.max(self.closed_until);
        until.map_or(Duration::ZERO, |at| {
            at.saturating_duration_since(Instant::now())
        })
    }

    /// How long the host asked to be left alone.
    pub(crate) fn closed(&self) -> Duration {
        let until = self.closed_until;
        until.map_or(Duration::ZERO, |at| {
            at.saturating_duration_since(Instant::now())
        })
    }

    /// Notes that a request has just ended.
    pub(crate) fn used(&mut self, pause: Duration) {
        self.next = Instant::now().checked_add(pause.min(LONGEST_CLOSED));
    }

    /// Notes that the host wants to be left alone. The wait is the host's, not the request's:
    /// whoever comes next for the same host waits too.
    pub(crate) fn close(&mut self, wait: Duration) {
        self.closed_until = Instant::now().checked_add(wait.min(LONGEST_CLOSED));
    }
}

/// The slots of all hosts met so far, by host name without port.
#[derive(Debug, Default)]
pub(crate) struct Hosts(Mutex<BTreeMap<String, Arc<tokio::sync::Mutex<Slot>>>>);

impl Hosts {
    /// Waits until no other request to this host is open.
    pub(crate) async fn turn(&self, host: &str) -> OwnedMutexGuard<Slot> {
        let slot = {
            let mut hosts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(hosts.entry(host.to_owned()).or_default())
        };
        slot.lock_owned().await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_host_that_closes_itself_is_closed_to_all() {
        let hosts = Hosts::default();
        let mut slot = hosts.turn("a.example").await;
        assert_eq!(slot.wait(), Duration::ZERO);
        slot.used(Duration::from_secs(2));
        slot.close(Duration::from_secs(60));
        drop(slot);
        let again = hosts.turn("a.example").await;
        assert!(again.wait() > Duration::from_secs(50));
        assert!(again.closed() > Duration::from_secs(50));
        assert_eq!(hosts.turn("b.example").await.wait(), Duration::ZERO);
    }

    #[test]
    fn absurd_waits_do_not_overflow() {
        let mut slot = Slot::default();
        slot.close(Duration::MAX);
        slot.used(Duration::MAX);
        assert!(slot.wait() <= LONGEST_CLOSED);
    }
}
