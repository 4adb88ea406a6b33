//! What was taken from the frontier and is not started yet, by host: a small part of it.

use std::{
    collections::{BTreeSet, HashMap, VecDeque},
    time::Duration,
};

use backpedal_model::{Problem, Taken};
use tokio::time::Instant;

/// A host with fewer than this waits for more.
const LOW: usize = 16;

/// The addresses at hand, and when each host may be asked.
#[derive(Debug)]
pub(super) struct Queue {
    hosts: HashMap<String, Host>,
    /// The hosts with something to start and room for it, by the time of their next turn.
    turns: BTreeSet<(Instant, String)>,
    /// Hosts that are left alone, until when and why.
    shut: HashMap<String, Shut>,
    /// How many requests one host may have open.
    per_host: usize,
}

#[derive(Debug, Default)]
struct Host {
    waiting: VecDeque<Taken>,
    open: usize,
    /// Its place in `turns`.
    turn: Option<Instant>,
}

/// A host that is left alone for the time being.
#[derive(Debug)]
struct Shut {
    until: Instant,
    why: Problem,
    /// How many of its addresses were put off.
    put_off: u64,
    told: bool,
}

impl Queue {
    pub(super) fn new(per_host: usize) -> Self {
        Self {
            hosts: HashMap::new(),
            turns: BTreeSet::new(),
            shut: HashMap::new(),
            per_host: per_host.max(1),
        }
    }

    /// Puts what was taken beside the rest of its host.
    pub(super) fn put(&mut self, taken: Taken, turn: impl Fn(&str) -> Instant) {
        let name = taken.address.host.clone();
        self.hosts
            .entry(name.clone())
            .or_default()
            .waiting
            .push_back(taken);
        self.settle(&name, turn);
    }

    /// The next address of a host whose turn has come. Its request counts as open.
    pub(super) fn next(&mut self, now: Instant, turn: impl Fn(&str) -> Instant) -> Option<Taken> {
        let (at, name) = self.turns.first()?;
        if *at > now {
            return None;
        }
        let name = name.clone();
        let host = self.hosts.get_mut(&name)?;
        let taken = host.waiting.pop_front();
        host.open += 1;
        self.settle(&name, turn);
        taken
    }

    /// Notes that a request of a host has ended.
    pub(super) fn ended(&mut self, name: &str, turn: impl Fn(&str) -> Instant) {
        if let Some(host) = self.hosts.get_mut(name) {
            host.open = host.open.saturating_sub(1);
            self.settle(name, turn);
        }
    }

    /// Corrects the place of a host, and forgets it when nothing is left of it.
    fn settle(&mut self, name: &str, turn: impl Fn(&str) -> Instant) {
        let Some(host) = self.hosts.get_mut(name) else {
            return;
        };
        let startable = !host.waiting.is_empty() && host.open < self.per_host;
        let at = startable.then(|| turn(name));
        if at != host.turn {
            if let Some(old) = host.turn {
                self.turns.remove(&(old, name.to_owned()));
            }
            if let Some(new) = at {
                self.turns.insert((new, name.to_owned()));
            }
            host.turn = at;
        }
        if host.waiting.is_empty() && host.open == 0 {
            self.hosts.remove(name);
        }
    }

    /// When the next host has its turn.
    pub(super) fn wake(&self) -> Option<Instant> {
        self.turns.first().map(|(at, _)| *at)
    }

    /// How many hosts are at hand.
    pub(super) fn hosts(&self) -> usize {
        self.hosts.len()
    }

    /// Whether a host has just begun to wait for more, so that the frontier is worth asking.
    pub(super) fn has_run_low(&self, name: &str) -> bool {
        let host = self.hosts.get(name);
        host.is_some_and(|host| host.waiting.len() + 1 == LOW)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.hosts.values().all(|host| host.waiting.is_empty())
    }

    /// The hosts of which nothing more is wanted now.
    pub(super) fn busy(&mut self, now: Instant) -> BTreeSet<String> {
        self.shut.retain(|_, shut| shut.until > now);
        let full =
            |(name, host): (&String, &Host)| (host.waiting.len() >= LOW).then(|| name.clone());
        let full = self.hosts.iter().filter_map(full);
        full.chain(self.shut.keys().cloned()).collect()
    }

    /// Leaves a host alone for a time; what was at hand of it.
    pub(super) fn shut(&mut self, name: &str, wait: Duration, why: Problem) -> Vec<Taken> {
        let until = Instant::now();
        let until = until.checked_add(wait).unwrap_or(until);
        let shut = Shut {
            until,
            why,
            put_off: 0,
            told: false,
        };
        self.shut.insert(name.to_owned(), shut);
        let host = self.hosts.get_mut(name);
        let waiting = host.map(|host| std::mem::take(&mut host.waiting));
        self.settle(name, |_| until);
        waiting.into_iter().flatten().collect()
    }

    /// Notes that addresses of a host that is left alone were put off.
    pub(super) fn put_off(&mut self, name: &str, addresses: u64) {
        if let Some(shut) = self.shut.get_mut(name) {
            shut.put_off += addresses;
        }
    }

    /// The hosts that have their turn only after `limit`.
    pub(super) fn after(&self, limit: Instant) -> Vec<String> {
        let after = self.turns.range((limit, String::new())..);
        after.map(|(_, name)| name.clone()).collect()
    }

    /// The hosts that are left alone, why, and how much of them was put off; each once.
    pub(super) fn untold(&mut self) -> Vec<(String, Problem, u64)> {
        let shut = self.shut.iter_mut();
        let untold = shut.filter_map(|(name, shut)| {
            let told = std::mem::replace(&mut shut.told, true);
            (!told).then(|| (name.clone(), shut.why.clone(), shut.put_off))
        });
        untold.collect()
    }

    /// Empties it; what was at hand.
    pub(super) fn clear(&mut self) -> Vec<String> {
        self.turns.clear();
        let waiting = self.hosts.drain().flat_map(|(_, host)| host.waiting);
        waiting.map(|taken| taken.address.url).collect()
    }
}

#[cfg(test)]
mod tests {
    use backpedal_model::{Address, Looks, SourceId};
    use jiff::Timestamp;

    use super::*;

    fn taken(host: &str, path: &str) -> Taken {
        Taken {
            address: Address {
                url: format!("http://{host}{path}"),
                host: host.to_owned(),
                source: SourceId::from_content(&[host]),
                kind: None,
                depth: 0,
                due: Timestamp::UNIX_EPOCH,
            },
            looks: Looks::default(),
        }
    }

    #[test]
    fn hosts_take_turns_and_each_has_so_many_open() {
        let now = Instant::now();
        let later = now + Duration::from_secs(9);
        let turn = |host: &str| if host == "slow.example" { later } else { now };
        let mut queue = Queue::new(1);
        for (host, path) in [
            ("slow.example", "/1"),
            ("heron.example", "/1"),
            ("heron.example", "/2"),
        ] {
            queue.put(taken(host, path), turn);
        }
        let next = |queue: &mut Queue, at| queue.next(at, turn).map(|t| t.address.url);
        assert_eq!(
            next(&mut queue, now).as_deref(),
            Some("http://heron.example/1")
        );
        assert_eq!(
            next(&mut queue, now),
            None,
            "one is open, the other not yet"
        );
        assert_eq!(queue.wake(), Some(later));
        queue.ended("heron.example", turn);
        assert_eq!(
            next(&mut queue, now).as_deref(),
            Some("http://heron.example/2")
        );
        assert_eq!(
            next(&mut queue, later).as_deref(),
            Some("http://slow.example/1")
        );
        assert!(queue.is_empty() && queue.wake().is_none());
        queue.ended("heron.example", turn);
        queue.ended("slow.example", turn);
        assert_eq!(queue.hosts(), 0);
    }

    #[test]
    fn a_shut_host_gives_back_what_it_had() {
        let now = Instant::now();
        let mut queue = Queue::new(1);
        queue.put(taken("heron.example", "/1"), |_| now);
        queue.put(taken("heron.example", "/2"), |_| now);
        queue.next(now, |_| now);
        let why = Problem::new("heron.example", "busy");
        let back = queue.shut("heron.example", Duration::from_secs(5), why);
        assert_eq!(back, [taken("heron.example", "/2")]);
        queue.put_off("heron.example", 1);
        assert_eq!(queue.untold()[0].2, 1);
        assert_eq!(queue.untold(), []);
        assert!(queue.busy(now).contains("heron.example"));
        assert!(queue.is_empty() && queue.wake().is_none());
        assert!(queue.busy(now + Duration::from_secs(6)).is_empty());
    }
}
