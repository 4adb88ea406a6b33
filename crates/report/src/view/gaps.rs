//! Gaps, each told once: equal gaps of several parties in one line, peers lost together in one.

use backpedal_model::{Gap, GapReason};

use crate::{phrase, stamp};

/// Losses of the same peers at the same time, or another gap, and all whom it concerns.
struct Line {
    /// As printed: to the minute.
    when: String,
    reason: GapReason,
    peers: Vec<String>,
    parties: Vec<String>,
}

/// One line a gap, in the order of their first mention. Each gap comes with the name of the party
/// whose series has it, where that is to be said.
pub(crate) fn merged<'a>(gaps: impl Iterator<Item = (Option<String>, &'a Gap)>) -> Vec<String> {
    let mut single: Vec<Line> = Vec::new();
    for (party, gap) in gaps {
        let parties: Vec<String> = party.into_iter().collect();
        let when = stamp::interval(gap.interval);
        let same = |line: &&mut Line| {
            line.when == when && line.reason == gap.reason && line.parties == parties
        };
        let peer = gap.peer.map(|(address, asn)| format!("{asn}, {address}"));
        if let Some(line) = single.iter_mut().find(same) {
            let new = peer.filter(|peer| !line.peers.contains(peer));
            line.peers.extend(new);
        } else {
            single.push(Line {
                when,
                reason: gap.reason,
                peers: peer.into_iter().collect(),
                parties,
            });
        }
    }
    let mut lines: Vec<Line> = Vec::new();
    for line in single {
        let same = |other: &&mut Line| {
            other.when == line.when && other.reason == line.reason && other.peers == line.peers
        };
        if let Some(other) = lines.iter_mut().find(same) {
            other.parties.extend(line.parties);
        } else {
            lines.push(line);
        }
    }
    lines.iter().map(words).collect()
}

fn words(line: &Line) -> String {
    let several = line.parties.len() > 1;
    let why = match line.reason {
        GapReason::PeerLost if line.peers.len() > 1 => {
            format!("{} peers were lost", line.peers.len())
        }
        GapReason::NotResolved if several => {
            "the parties lead to nothing that these data hold".to_owned()
        }
        reason => phrase::gap_reason(reason).to_owned(),
    };
    let mut text = format!("{}: {why}", line.when);
    if !line.peers.is_empty() {
        text.push_str(&format!(" ({})", line.peers.join("; ")));
    }
    match line.parties.as_slice() {
        [] => text,
        [first, second, third, rest @ ..] if rest.len() > 1 => {
            format!("{first}, {second}, {third} and {} more: {text}", rest.len())
        }
        parties => format!("{}: {text}", stamp::list(parties)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use backpedal_model::{Asn, Interval};

    fn gap(reason: GapReason, peer: Option<u8>) -> Gap {
        let at = crate::sample::at;
        let address = |n| std::net::IpAddr::from([192, 0, 2, n]);
        Gap {
            interval: Interval::new(at("2031-03-04T10:00:00Z"), at("2031-03-04T11:00:00Z")),
            reason,
            peer: peer.map(|n| (address(n), Asn(64500 + u32::from(n)))),
            dataset: None,
        }
    }

    fn lines(gaps: &[(&str, Gap)]) -> Vec<String> {
        merged(
            gaps.iter()
                .map(|(party, gap)| (Some((*party).to_owned()), gap)),
        )
    }

    #[test]
    fn peers_lost_together_and_equal_gaps_are_one_line() {
        let lost = |n| gap(GapReason::PeerLost, Some(n));
        let told = lines(&[
            ("A", lost(1)),
            ("A", lost(2)),
            ("B", lost(1)),
            ("B", lost(2)),
        ]);
        assert_eq!(
            told,
            [
                "A and B: 2031-03-04 10:00–11:00 UTC: 2 peers were lost (AS64501, 192.0.2.1; AS64502, 192.0.2.2)"
            ]
        );
    }

    #[test]
    fn what_differs_stays_apart() {
        let lost = |n| gap(GapReason::PeerLost, Some(n));
        assert_eq!(lines(&[("A", lost(1)), ("B", lost(2))]).len(), 2);
        let told = lines(&[("A", lost(1)), ("A", gap(GapReason::NoData, None))]);
        assert_eq!(told.len(), 2);
        assert!(
            told[0].contains(": a peer was lost (AS64501"),
            "{}",
            told[0]
        );
    }

    #[test]
    fn many_parties_are_counted() {
        let none = || gap(GapReason::NoData, None);
        let told = lines(&[
            ("A", none()),
            ("B", none()),
            ("C", none()),
            ("D", none()),
            ("E", none()),
        ]);
        assert!(told[0].starts_with("A, B, C and 2 more: 2031"), "{told:?}");
    }
}
