//! What a crawler may do, for how long, and under which name.

use std::time::Duration;

use jiff::Timestamp;

use crate::secret::Secret;

/// The product token that robots.txt files name (RFC 9309, section 2.2.1).
pub(crate) const PRODUCT: &str = "Backpedal";

/// Limits and manners. All numbers are policy, with the field's habits as their guide.
///
/// The crawler does not read the wall clock: `clock` is the caller's.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Gives the time of a capture. There is no default: a made-up time would be false evidence.
    pub clock: Option<fn() -> Timestamp>,
    /// An address for questions about the crawler, sent in the user agent.
    pub contact: Option<String>,
    /// The longest wait for a connection. 10 s.
    pub connect_timeout: Duration,
    /// The longest wait for the next piece of an answer. 30 s.
    pub read_timeout: Duration,
    /// The longest time for one request for a page or feed. 60 s.
    pub page_timeout: Duration,
    /// The longest time for one request for a measurement file. 1 h.
    pub file_timeout: Duration,
    /// The most bytes of a page or feed, as received and again unpacked. 10 MiB.
    pub page_limit: u64,
    /// The most bytes of a measurement file, as received. 1 GiB.
    pub file_limit: u64,
    /// The most that a packed body may grow, times its size. 100; bodies under 1 MiB unpacked
    /// are exempt.
    pub ratio_limit: u64,
    /// The most redirects of one fetch. 10.
    pub redirects: usize,
    /// Further attempts after 429, 503, a lost connection or a time-out. 2.
    pub retries: u32,
    /// The first wait before a further attempt; it doubles each time. 1 s.
    pub back_off: Duration,
    /// The longest wait that a server's `Retry-After` can ask of one fetch. 2 min; where it asks
    /// for more, the fetch ends and says so.
    pub longest_wait: Duration,
    /// The time between two requests to one host. 2 s.
    pub min_delay: Duration,
    /// The most of a robots.txt `Crawl-delay` that is honoured. 30 s.
    pub max_crawl_delay: Duration,
    /// How many requests are open at one time. 8.
    pub concurrency: usize,
    /// How many of them one host has open at a time. 1.
    pub per_host: usize,
    /// The most requests to one host in a run, in `watch` in a day. 10,000; what is left over
    /// stays for the next.
    pub host_requests: u64,
    /// The most bytes of bodies from one host in a run, in `watch` in a day, measurement files
    /// aside. 1 GiB.
    pub host_bytes: u64,
    /// The most bytes of the header fields of an answer. 64 KiB.
    pub head_limit: u64,
    /// How many steps from a source are followed. 100: pages of a long list lead to one another.
    pub depth: u16,
    /// How many entries of a feed are fetched, newest first as the feed lists them. 50.
    pub feed_entries: usize,
    /// The shortest time between two looks at one source while watching. 60 s.
    pub shortest_interval: Duration,
    /// The shortest time between two looks at an address without schedule. 15 min.
    pub shortest_revisit: Duration,
    /// The bearer token for the API of X; sent to that API and to no other host.
    pub x_token: Option<Secret>,
    /// Whether 127.0.0.0/8 and ::1 may be asked. Other private addresses never are.
    pub allow_loopback: bool,
}

impl Default for Settings {
    fn default() -> Self {
        const MIB: u64 = 1024 * 1024;
        Self {
            clock: None,
            contact: None,
            connect_timeout: Duration::from_secs(10),
            read_timeout: Duration::from_secs(30),
            page_timeout: Duration::from_secs(60),
            file_timeout: Duration::from_secs(3600),
            page_limit: 10 * MIB,
            file_limit: 1024 * MIB,
            ratio_limit: 100,
            redirects: 10,
            retries: 2,
            back_off: Duration::from_secs(1),
            longest_wait: Duration::from_secs(120),
            min_delay: Duration::from_secs(2),
            max_crawl_delay: Duration::from_secs(30),
            concurrency: 8,
            per_host: 1,
            host_requests: 10_000,
            host_bytes: 1024 * MIB,
            head_limit: 64 * 1024,
            depth: 100,
            feed_entries: 50,
            shortest_interval: Duration::from_secs(60),
            shortest_revisit: Duration::from_secs(15 * 60),
            x_token: None,
            allow_loopback: false,
        }
    }
}

impl Settings {
    /// The name sent with each request: `Backpedal/0.1.0 (+contact)`.
    #[must_use]
    pub fn user_agent(&self) -> String {
        let version = env!("CARGO_PKG_VERSION");
        match &self.contact {
            Some(contact) => format!("{PRODUCT}/{version} (+{contact})"),
            None => format!("{PRODUCT}/{version}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_user_agent_says_who_asks_and_whom_to_ask_back() {
        let mut settings = Settings::default();
        assert!(!settings.user_agent().contains('('));
        settings.contact = Some("desk@paper.example".to_owned());
        assert!(settings.user_agent().starts_with("Backpedal/"));
        assert!(settings.user_agent().ends_with(" (+desk@paper.example)"));
    }
}
