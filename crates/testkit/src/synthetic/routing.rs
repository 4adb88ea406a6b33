//! An invented routing table and its updates, as `bgpdump -m` prints them.

use std::fmt::Write as _;

use super::{MONDAY, utc};

/// Address, AS, and whether it sends a full table.
struct Peer {
    ip: &'static str,
    asn: u32,
    full: bool,
}

const fn peer(ip: &'static str, asn: u32, full: bool) -> Peer {
    Peer { ip, asn, full }
}

/// Five full-feed peers in four ASes, and one that sends a part only.
const PEERS: [Peer; 6] = [
    peer("203.0.113.241", 64496, true),
    peer("203.0.113.242", 64497, true),
    peer("203.0.113.243", 64498, true),
    peer("203.0.113.244", 64498, true),
    peer("203.0.113.245", 64499, true),
    peer("203.0.113.246", 64500, false),
];

/// The peers whose sessions end on Tuesday: three of five full feeds.
const LOST: [usize; 3] = [0, 1, 2];

const CARRIERS: [u32; 3] = [64501, 64502, 64503];

struct Prefix {
    text: String,
    /// The path's end, after peer and carrier.
    tail: &'static str,
}

/// Ooma's four come first, then Internap's sixteen, then everybody else's.
fn prefixes() -> Vec<Prefix> {
    let ooma = (0..4).map(|n| (format!("192.0.2.{}/26", n * 64), "12182 30303"));
    let internap = (0..16).map(|n| {
        let tail = if n % 4 == 3 { "12179" } else { "12182" };
        (format!("198.51.100.{}/28", n * 16), tail)
    });
    let others = (0..7).map(|n| (format!("203.0.113.{}/27", n * 32), OTHERS[n % 4]));
    let others_v6 = (0..13).map(|n| (format!("2001:db8:{:x}::/48", n + 1), OTHERS[n % 4]));
    let all = ooma.chain(internap).chain(others).chain(others_v6);
    all.map(|(text, tail)| Prefix { text, tail }).collect()
}

const OTHERS: [&str; 4] = ["64504", "64505", "64506", "64507"];
const OOMA: std::ops::Range<usize> = 0..4;
const INTERNAP: std::ops::Range<usize> = 4..20;
const BACKGROUND: std::ops::Range<usize> = 20..40;

/// Whether the peer carries the prefix at all: the partial one has every third of the others'.
fn carries(peer: usize, prefix: usize) -> bool {
    PEERS[peer].full || (BACKGROUND.contains(&prefix) && prefix.is_multiple_of(3))
}

/// The path of a prefix at a peer; `detour` picks another carrier.
fn path(peer: usize, prefix: &Prefix, detour: usize) -> String {
    let carrier = CARRIERS[(peer + detour) % CARRIERS.len()];
    format!("{} {carrier} {}", PEERS[peer].asn, prefix.tail)
}

/// What follows the path in every line: origin, next hop, and fields that play no part here.
fn rest(peer: usize) -> String {
    format!("|IGP|{}|0|0||NAG||", PEERS[peer].ip)
}

/// The table at the beginning of Monday.
pub(super) fn table() -> String {
    let mut text = String::new();
    let at = MONDAY;
    for (n, prefix) in prefixes().iter().enumerate() {
        for p in (0..PEERS.len()).filter(|p| carries(*p, n)) {
            let Peer { ip, asn, .. } = PEERS[p];
            let line = format!("TABLE_DUMP2|{at}|B|{ip}|{asn}|{}|", prefix.text);
            text.push_str(&line);
            text.push_str(&path(p, prefix, 0));
            text.push_str(&rest(p));
            text.push('\n');
        }
    }
    text
}

/// What happens: seconds since Monday began, then the peer.
struct Events {
    prefixes: Vec<Prefix>,
    lines: Vec<(i64, String)>,
}

impl Events {
    fn announce(&mut self, at: i64, peer: usize, prefix: usize, detour: usize) {
        let Peer { ip, asn, .. } = PEERS[peer];
        let to = &self.prefixes[prefix];
        let path = path(peer, to, detour);
        let line = format!("A|{ip}|{asn}|{}|{path}{}", to.text, rest(peer));
        self.lines.push((at, line));
    }

    fn withdraw(&mut self, at: i64, peer: usize, prefix: usize) {
        let Peer { ip, asn, .. } = PEERS[peer];
        let line = format!("W|{ip}|{asn}|{}", self.prefixes[prefix].text);
        self.lines.push((at, line));
    }

    /// A change of session state, numbered as in RFC 6396: 1 idle, 5 open confirmed, 6 established.
    fn state(&mut self, at: i64, peer: usize, old: u8, new: u8) {
        let Peer { ip, asn, .. } = PEERS[peer];
        self.lines
            .push((at, format!("STATE|{ip}|{asn}|{old}|{new}")));
    }
}

/// The updates of Monday and the first hours of Tuesday.
pub(super) fn updates() -> String {
    let mut events = Events {
        prefixes: prefixes(),
        lines: Vec::new(),
    };
    background(&mut events);
    ooma_goes_away(&mut events);
    internap_stays(&mut events);
    blind_spot(&mut events);
    let mut lines = events.lines;
    lines.sort();
    let mut text = String::new();
    for (at, line) in lines {
        // Writing to a text cannot fail.
        let _ = writeln!(text, "BGP4MP|{}|{line}", MONDAY + at);
    }
    text
}

/// A change of path every forty minutes. Few enough that no reader takes the quiet in between for a
/// peer that fell silent.
fn background(events: &mut Events) {
    for n in 0..39 {
        let at = i64::try_from(n).unwrap_or(0) * 2_400 + 137;
        let prefix = BACKGROUND.start + (n * 7) % BACKGROUND.len();
        let peer = n % 5;
        let silent = (utc(28, 25, 0)..utc(29, 20, 0)).contains(&at);
        if !silent {
            events.announce(at, peer, prefix, n % 2);
        }
    }
}

/// Two prefixes go at 18:41, two at 18:43; they come back at 20:21 and 20:26. One of them never
/// comes back at the fifth peer.
fn ooma_goes_away(events: &mut Events) {
    for peer in 0..5 {
        let lag = [2, 9, 14, 21, 33][peer];
        for prefix in OOMA {
            let late = prefix / 2;
            let (gone, back) = if late == 0 {
                (utc(18, 41, 0), utc(20, 21, 0))
            } else {
                (utc(18, 43, 0), utc(20, 26, 0))
            };
            // Before it goes, a route is tried over another carrier.
            events.announce(gone + lag - 45, peer, prefix, 1);
            events.withdraw(gone + lag, peer, prefix);
            let lost_for_good = peer == 4 && prefix == 3;
            if !lost_for_good {
                events.announce(back + lag, peer, prefix, 0);
            }
        }
    }
}

/// Routes move to another carrier and back; one peer loses one of them for three minutes, which
/// leaves it visible to all others.
fn internap_stays(events: &mut Events) {
    for prefix in INTERNAP.filter(|prefix| prefix % 3 == 0) {
        for peer in 0..5 {
            let lag = i64::try_from(peer * 6 + prefix).unwrap_or(0);
            events.announce(utc(18, 40, 0) + lag, peer, prefix, 1);
            events.announce(utc(20, 31, 0) + lag, peer, prefix, 0);
        }
    }
    events.withdraw(utc(18, 44, 10), 3, INTERNAP.start);
    events.announce(utc(18, 47, 10), 3, INTERNAP.start, 0);
}

/// Three sessions end and are set up again; the peers then send their whole tables.
fn blind_spot(events: &mut Events) {
    for peer in LOST {
        let lag = i64::try_from(peer).unwrap_or(0);
        events.state(utc(28, 30, lag), peer, 6, 1);
        events.state(utc(29, 15, lag), peer, 5, 6);
        for prefix in 0..BACKGROUND.end {
            events.announce(utc(29, 15, 10 + lag), peer, prefix, 0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ranges_name_the_prefixes_they_mean() {
        let all = prefixes();
        assert_eq!(all.len(), BACKGROUND.end);
        assert!(all[OOMA].iter().all(|p| p.tail.ends_with("30303")));
        assert!(all[INTERNAP].iter().all(|p| p.tail.starts_with("121")));
        assert!(all[BACKGROUND].iter().all(|p| p.tail.starts_with("645")));
    }

    #[test]
    fn the_partial_peer_is_far_from_full() {
        let count = |peer| (0..BACKGROUND.end).filter(|n| carries(peer, *n)).count();
        assert_eq!((count(0), count(5)), (40, 7));
    }

    #[test]
    fn updates_are_in_order_of_time() {
        let text = updates();
        let times: Vec<i64> = text
            .lines()
            .filter_map(|line| line.split('|').nth(1)?.parse().ok())
            .collect();
        assert_eq!(times.len(), text.lines().count());
        assert!(times.is_sorted());
    }
}
