//! A frontier that ends with the process: for one crawl, and for tests.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::{Mutex, MutexGuard, PoisonError},
};

use backpedal_model::{Address, Finished, Looks, SourceId, Taken};
use jiff::{SignedDuration, Timestamp};

use super::{Frontier, FrontierError};

/// Holds all addresses in memory: about half a kilobyte each.
#[derive(Debug, Default)]
pub struct MemoryFrontier(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    known: HashMap<String, Entry>,
    /// What waits, by host, then by due time and the order of its arrival.
    waiting: BTreeMap<String, BTreeMap<(Timestamp, u64), String>>,
    /// The hosts by their earliest due time.
    hosts: BTreeSet<(Timestamp, String)>,
    count: u64,
}

#[derive(Debug)]
struct Entry {
    address: Address,
    looks: Looks,
    state: State,
    number: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Waiting,
    InFlight,
    Ended,
}

impl Inner {
    fn insert(&mut self, host: &str, key: (Timestamp, u64), url: String) {
        let of_host = self.waiting.entry(host.to_owned()).or_default();
        let before = of_host.keys().next().map(|(due, _)| *due);
        of_host.insert(key, url);
        self.renew(host, before);
    }

    fn remove(&mut self, host: &str, key: (Timestamp, u64)) {
        if let Some(of_host) = self.waiting.get_mut(host) {
            let before = of_host.keys().next().map(|(due, _)| *due);
            of_host.remove(&key);
            self.renew(host, before);
        }
    }

    /// Corrects the earliest due time of a host, which was `before`.
    fn renew(&mut self, host: &str, before: Option<Timestamp>) {
        let of_host = self.waiting.get(host);
        let first = of_host.and_then(|all| all.keys().next());
        let now = first.map(|(due, _)| *due);
        if now != before {
            if let Some(due) = before {
                self.hosts.remove(&(due, host.to_owned()));
            }
            if let Some(due) = now {
                self.hosts.insert((due, host.to_owned()));
            } else {
                self.waiting.remove(host);
            }
        }
    }

    fn add(&mut self, new: &Address) -> usize {
        let Some(entry) = self.known.get_mut(&new.url) else {
            let number = self.count;
            self.count += 1;
            self.insert(&new.host, (new.due, number), new.url.clone());
            let entry = Entry {
                address: new.clone(),
                looks: Looks::default(),
                state: State::Waiting,
                number,
            };
            self.known.insert(new.url.clone(), entry);
            return 1;
        };
        if new.depth < entry.address.depth {
            entry.address.source = new.source.clone();
            entry.address.kind = new.kind;
            entry.address.depth = new.depth;
        }
        let fulfilled = entry.looks.last.is_some_and(|last| last >= new.due);
        let (was, due) = (entry.state, entry.address.due);
        let sooner = was == State::Ended || new.due < due;
        if fulfilled || was == State::InFlight || !sooner {
            return 0;
        }
        (entry.state, entry.address.due) = (State::Waiting, new.due);
        let number = entry.number;
        if was == State::Waiting {
            self.remove(&new.host, (due, number));
        }
        self.insert(&new.host, (new.due, number), new.url.clone());
        0
    }

    /// Moves an address from one state to another.
    fn shift(&mut self, url: &str, change: impl FnOnce(&mut Entry)) {
        let Some(entry) = self.known.get_mut(url) else {
            return;
        };
        let host = entry.address.host.clone();
        let before = (entry.state, (entry.address.due, entry.number));
        change(entry);
        let after = (entry.state, (entry.address.due, entry.number));
        if before == after {
            return;
        }
        if before.0 == State::Waiting {
            self.remove(&host, before.1);
        }
        if after.0 == State::Waiting {
            self.insert(&host, after.1, url.to_owned());
        }
    }

    /// The addresses that `fits` picks.
    fn pick(&self, fits: impl Fn(&Entry) -> bool) -> Vec<String> {
        let fitting = self.known.iter().filter(|(_, entry)| fits(entry));
        fitting.map(|(url, _)| url.clone()).collect()
    }
}

impl MemoryFrontier {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Frontier for MemoryFrontier {
    fn add(&self, addresses: &[Address]) -> Result<usize, FrontierError> {
        let mut inner = self.inner();
        Ok(addresses.iter().map(|address| inner.add(address)).sum())
    }

    fn take(
        &self,
        now: Timestamp,
        hosts: usize,
        each: usize,
        busy: &BTreeSet<String>,
    ) -> Result<Vec<Taken>, FrontierError> {
        let mut inner = self.inner();
        let due = inner.hosts.iter().take_while(|(due, _)| *due <= now);
        let free = due.filter(|(_, host)| !busy.contains(host));
        let hosts: Vec<_> = free.take(hosts).map(|(_, host)| host.clone()).collect();
        let mut urls = Vec::new();
        for host in hosts {
            let of_host = inner.waiting.get(&host).into_iter().flatten();
            let due = of_host.take_while(|((due, _), _)| *due <= now).take(each);
            urls.extend(due.map(|(_, url)| url.clone()));
        }
        let mut taken = Vec::with_capacity(urls.len());
        for url in urls {
            inner.shift(&url, |entry| {
                entry.state = State::InFlight;
                taken.push(Taken {
                    address: entry.address.clone(),
                    looks: entry.looks,
                });
            });
        }
        Ok(taken)
    }

    fn finish(&self, done: &[Finished]) -> Result<(), FrontierError> {
        let mut inner = self.inner();
        for done in done {
            inner.shift(&done.url, |entry| {
                entry.looks = done.looks;
                entry.address.due = done.due.unwrap_or(entry.address.due);
                entry.state = match done.due {
                    Some(_) => State::Waiting,
                    None => State::Ended,
                };
            });
        }
        Ok(())
    }

    fn put_back(&self, urls: &[String]) -> Result<(), FrontierError> {
        let mut inner = self.inner();
        for url in urls {
            inner.shift(url, |entry| {
                if entry.state == State::InFlight {
                    entry.state = State::Waiting;
                }
            });
        }
        Ok(())
    }

    fn recover(&self) -> Result<usize, FrontierError> {
        let urls = self.inner().pick(|entry| entry.state == State::InFlight);
        self.put_back(&urls)?;
        Ok(urls.len())
    }

    fn retain(&self, sources: &BTreeSet<SourceId>) -> Result<(), FrontierError> {
        let mut inner = self.inner();
        for url in inner.pick(|entry| !sources.contains(&entry.address.source)) {
            inner.shift(&url, |entry| entry.state = State::Ended);
        }
        Ok(())
    }

    fn set_back(&self, now: Timestamp) -> Result<(), FrontierError> {
        let mut inner = self.inner();
        let second = SignedDuration::from_secs(1);
        let before = now.checked_sub(second).unwrap_or(now);
        for url in inner.pick(|entry| entry.looks.last.is_some_and(|last| last > now)) {
            inner.shift(&url, |entry| {
                let by = entry.looks.last.map(|last| before.duration_until(last));
                let due = entry.address.due.checked_sub(by.unwrap_or_default());
                entry.address.due = due.unwrap_or(before);
                entry.looks.last = Some(before);
            });
        }
        Ok(())
    }

    fn next_due(&self) -> Result<Option<Timestamp>, FrontierError> {
        Ok(self.inner().hosts.first().map(|(due, _)| *due))
    }

    fn waiting(&self, host: Option<&str>, now: Timestamp) -> Result<u64, FrontierError> {
        let inner = self.inner();
        let of_host = |all: &BTreeMap<(Timestamp, u64), String>| {
            all.keys().take_while(|(due, _)| *due <= now).count() as u64
        };
        Ok(match host {
            Some(host) => inner.waiting.get(host).map_or(0, of_host),
            None => inner.waiting.values().map(of_host).sum(),
        })
    }
}

#[cfg(test)]
mod tests {
    use backpedal_model::SourceKind;

    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn address(host: &str, path: &str, depth: u16, due: i64) -> Address {
        Address {
            url: format!("http://{host}{path}"),
            host: host.to_owned(),
            source: SourceId::from_content(&[if depth == 0 { path } else { "led" }]),
            kind: Some(SourceKind::Page),
            depth,
            due: at(due),
        }
    }

    fn take(frontier: &MemoryFrontier, now: i64, hosts: usize, each: usize) -> Vec<String> {
        let taken = frontier.take(at(now), hosts, each, &BTreeSet::new());
        let urls = taken.unwrap().into_iter();
        urls.map(|taken| taken.address.url.replace(".example", ""))
            .collect()
    }

    fn finish(frontier: &MemoryFrontier, url: &str, last: i64, due: Option<i64>) {
        let looks = Looks {
            last: Some(at(last)),
            count: 1,
            ..Looks::default()
        };
        let done = Finished {
            url: url.to_owned(),
            looks,
            due: due.map(at),
        };
        frontier.finish(&[done]).unwrap();
    }

    #[test]
    fn the_hosts_that_waited_longest_come_first_and_busy_ones_not_at_all() {
        let frontier = MemoryFrontier::default();
        let all = [
            address("halyard.example", "/late", 0, 30),
            address("halyard.example", "/b", 0, 20),
            address("halyard.example", "/a", 0, 20),
            address("heron.example", "/", 0, 10),
            address("kestrel.example", "/", 0, 99),
        ];
        assert_eq!(frontier.add(&all), Ok(5));
        assert_eq!(frontier.waiting(None, at(50)), Ok(4));
        assert_eq!(frontier.waiting(Some("halyard.example"), at(20)), Ok(2));
        assert_eq!(take(&frontier, 9, 9, 9), [""; 0]);
        assert_eq!(take(&frontier, 50, 1, 9), ["http://heron/"]);
        let busy = BTreeSet::from(["halyard.example".to_owned()]);
        assert_eq!(frontier.take(at(50), 9, 9, &busy), Ok(Vec::new()));
        assert_eq!(
            take(&frontier, 50, 9, 2),
            ["http://halyard/b", "http://halyard/a"]
        );
        assert_eq!(take(&frontier, 20, 9, 2), [""; 0]);
        assert_eq!(frontier.next_due(), Ok(Some(at(30))));
    }

    #[test]
    fn a_known_address_is_wished_for_anew_unless_it_was_looked_at_since() {
        let frontier = MemoryFrontier::default();
        let url = "http://heron.example/a";
        frontier
            .add(&[address("heron.example", "/a", 1, 10)])
            .unwrap();
        take(&frontier, 10, 1, 1);
        let again = |due| frontier.add(&[address("heron.example", "/a", 1, due)]);
        assert_eq!(again(5), Ok(0), "it is in flight");
        assert_eq!(frontier.next_due(), Ok(None));
        finish(&frontier, url, 12, Some(1000));
        again(12).unwrap();
        assert_eq!(frontier.next_due(), Ok(Some(at(1000))), "fulfilled");
        again(13).unwrap();
        assert_eq!(frontier.next_due(), Ok(Some(at(13))));
        again(2000).unwrap();
        assert_eq!(frontier.next_due(), Ok(Some(at(13))), "the earlier time");
        take(&frontier, 13, 1, 1);
        finish(&frontier, url, 14, None);
        assert_eq!(frontier.next_due(), Ok(None), "ended");
        again(20).unwrap();
        assert_eq!(
            frontier.next_due(),
            Ok(Some(at(20))),
            "wished for after its end"
        );
    }

    #[test]
    fn a_source_of_its_own_takes_over_what_was_led_to() {
        let frontier = MemoryFrontier::default();
        let own = address("heron.example", "/a", 0, 5);
        let led = address("heron.example", "/a", 2, 5);
        assert_eq!(frontier.add(&[led.clone(), own.clone(), led]), Ok(1));
        let taken = frontier.take(at(5), 1, 1, &BTreeSet::new()).unwrap();
        assert_eq!(taken[0].address, own);
    }

    #[test]
    fn what_was_in_flight_waits_again_with_its_due_time() {
        let frontier = MemoryFrontier::default();
        let all = [
            address("heron.example", "/a", 0, 5),
            address("heron.example", "/b", 0, 6),
        ];
        frontier.add(&all).unwrap();
        take(&frontier, 9, 1, 2);
        frontier.put_back(&[all[1].url.clone()]).unwrap();
        assert_eq!(frontier.next_due(), Ok(Some(at(6))));
        assert_eq!(frontier.recover(), Ok(1));
        assert_eq!(frontier.next_due(), Ok(Some(at(5))));
        assert_eq!(frontier.recover(), Ok(0));
    }

    #[test]
    fn sources_that_the_case_no_longer_names_end() {
        let frontier = MemoryFrontier::default();
        let all = [
            address("heron.example", "/a", 0, 5),
            address("heron.example", "/b", 0, 6),
        ];
        frontier.add(&all).unwrap();
        let kept = BTreeSet::from([all[1].source.clone()]);
        frontier.retain(&kept).unwrap();
        assert_eq!(take(&frontier, 9, 9, 9), ["http://heron/b"]);
        frontier.add(&all).unwrap();
        assert_eq!(
            take(&frontier, 9, 9, 9),
            ["http://heron/a"],
            "it is named again"
        );
    }

    #[test]
    fn a_clock_set_back_moves_what_it_wrote() {
        let frontier = MemoryFrontier::default();
        let all = [
            address("heron.example", "/a", 0, 5),
            address("heron.example", "/b", 0, 7000),
        ];
        frontier.add(&all).unwrap();
        take(&frontier, 9, 9, 1);
        finish(&frontier, &all[0].url, 5000, Some(5900));
        frontier.set_back(at(5000)).unwrap();
        assert_eq!(frontier.next_due(), Ok(Some(at(5900))), "nothing to undo");
        frontier.set_back(at(1000)).unwrap();
        assert_eq!(frontier.next_due(), Ok(Some(at(1899))));
        let taken = frontier.take(at(1899), 1, 1, &BTreeSet::new()).unwrap();
        assert_eq!(taken[0].looks.last, Some(at(999)));
    }
}
