//! Traceroutes: did the destination answer, and what lay before it?

use std::net::IpAddr;

use serde_json::{Map, Value};

use super::fields::{address, count, is_own, median, milliseconds, text, words};
use super::result::{Try, Way, aimed};

/// Errors with which only the destination itself answers: no such port, no such protocol. All
/// other ones say that a packet went no further ("Measurement Result Format", key `err`).
const ARRIVED: [&str; 2] = ["p", "P"];

/// Hops that a traceroute has at most: the hop limit is one byte (RFC 8200, section 3).
const MOST_HOPS: usize = 256;

/// One answer.
struct Reply {
    from: IpAddr,
    took: Option<f64>,
    /// Whether it says that the packet went no further.
    stopped: bool,
}

pub(super) fn read(result: &Map<String, Value>) -> Try {
    let mut found = aimed(result);
    found.sent = 1;
    let own = address(result.get("src_addr"));
    let (hops, errors) = match result.get("result") {
        Some(Value::String(printed)) => {
            found.address = found.address.or_else(|| destination(printed));
            (of_print(printed), Vec::new())
        }
        Some(Value::Array(list)) => of_list(list),
        _ => (Vec::new(), Vec::new()),
    };
    fill(&mut found, &hops);
    let way = found.way.get_or_insert_default();
    let others = way.hops.iter().any(|hop| Some(*hop) != own);
    let told = result.get("error").map(words);
    let failed = errors.iter().chain(&told).any(|error| is_own(error));
    // The probe alone answers itself where it has no route.
    let only_itself = !way.hops.is_empty() && !others;
    found.own_error = found.received == 0 && (hops.is_empty() || failed && !others || only_itself);
    found
}

fn fill(found: &mut Try, hops: &[(u64, Vec<Reply>)]) {
    let mut way = Way::default();
    let (mut silent, mut received) = (0, 0);
    let mut times = Vec::new();
    for (number, replies) in hops {
        let arrived = |reply: &Reply| Some(reply.from) == found.address && !reply.stopped;
        if replies.iter().any(arrived) {
            // Where a box on the way answers in its name too, the last hop is the destination.
            times.clear();
        }
        if replies.is_empty() {
            silent += 1;
        } else {
            way.silent += std::mem::take(&mut silent);
        }
        for reply in replies {
            if !way.hops.contains(&reply.from) {
                way.hops.push(reply.from);
            }
            way.last = Some((*number, reply.from));
            if arrived(reply) {
                received = 1;
                times.extend(reply.took);
            }
        }
    }
    found.received = received;
    found.least = times.iter().copied().min_by(f64::total_cmp);
    found.median = median(&mut times);
    found.way = Some(way);
}

/// The hops of version 4400 and later, and the errors in their place.
fn of_list(list: &[Value]) -> (Vec<(u64, Vec<Reply>)>, Vec<String>) {
    let (mut hops, mut errors) = (Vec::new(), Vec::new());
    for (hop, place) in list.iter().take(MOST_HOPS).zip(1..) {
        errors.extend(hop.get("error").map(words));
        let Some(packets) = hop.get("result").and_then(Value::as_array) else {
            continue;
        };
        errors.extend(packets.iter().filter_map(|p| p.get("error")).map(words));
        // What comes late answers a packet of an earlier hop.
        let fresh = packets.iter().filter(|packet| packet.get("late").is_none());
        let replies = fresh.filter_map(|packet| {
            let error = match packet.get("err") {
                None => None,
                Some(Value::String(error)) => Some(error.clone()),
                Some(other) => Some(other.to_string()),
            };
            Some(Reply {
                from: address(packet.get("from"))?,
                took: milliseconds(packet.get("rtt")),
                stopped: error.is_some_and(|error| !ARRIVED.contains(&error.as_str())),
            })
        });
        hops.push((count(hop.get("hop")).unwrap_or(place), replies.collect()));
    }
    (hops, errors)
}

/// The destination in the first line of version 1: `traceroute to NAME (ADDRESS), …`.
fn destination(printed: &str) -> Option<IpAddr> {
    let line = printed.split("NEWLINE").next()?;
    let inside = line
        .split_once('(')
        .and_then(|(_, rest)| rest.split_once(')'));
    inside.and_then(|(address, _)| address.trim().parse().ok())
}

/// The hops of version 1: the words of a program's lines, joined by `NEWLINE`.
fn of_print(printed: &str) -> Vec<(u64, Vec<Reply>)> {
    let mut hops = Vec::new();
    for line in printed.split("NEWLINE").skip(1).take(MOST_HOPS) {
        let mut words = line.split_whitespace().peekable();
        let Some(number) = words.next().and_then(|word| word.parse().ok()) else {
            continue;
        };
        let mut replies: Vec<Reply> = Vec::new();
        let mut from = None;
        let mut took: Option<f64> = None;
        for word in words {
            let bare = word.trim_matches(['(', ')']);
            if let Ok(address) = bare.parse() {
                from = Some(address);
            } else if word == "ms" {
                replies.extend(from.map(|from| Reply {
                    from,
                    took: took.take(),
                    stopped: false,
                }));
            } else if let Some(mark) = word.strip_prefix('!') {
                let last = replies.last_mut();
                last.into_iter()
                    .for_each(|reply| reply.stopped |= !ARRIVED.contains(&mark));
            } else {
                took = text(Some(&Value::String(bare.to_owned()))).and_then(|w| w.parse().ok());
            }
        }
        hops.push((number, replies));
    }
    hops
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn trace(value: Value) -> Try {
        read(value.as_object().expect("an object"))
    }

    fn hop(number: u64, from: &[&str]) -> Value {
        let replies: Vec<Value> = from
            .iter()
            .map(|from| match *from {
                "*" => json!({"x": "*"}),
                from => json!({"from": from, "rtt": 2.0 * number as f64}),
            })
            .collect();
        json!({"hop": number, "result": replies})
    }

    #[test]
    fn the_destination_must_answer() {
        let hops = |last: &str| {
            json!({"dst_addr": "192.0.2.9", "src_addr": "10.0.0.2", "result": [
                hop(1, &["10.0.0.1"]), hop(2, &["*", "*"]), hop(3, &["198.51.100.1", last]),
            ]})
        };
        let reached = trace(hops("192.0.2.9"));
        assert_eq!((reached.received, reached.median), (1, Some(6.0)));
        let way = reached.way.expect("a way");
        assert_eq!((way.hops.len(), way.silent), (3, 1));
        let short = trace(hops("*"));
        assert_eq!((short.received, short.own_error), (0, false));
        let last = short.way.and_then(|way| way.last);
        assert_eq!(last, Some((3, "198.51.100.1".parse().expect("an address"))));
    }

    #[test]
    fn an_error_from_the_destination_is_an_answer_only_where_it_arrived() {
        for (error, received) in [("p", 1), ("P", 1), ("H", 0), ("A", 0)] {
            let found = trace(
                json!({"dst_addr": "192.0.2.9", "result": [{"hop": 1, "result": [
                {"from": "192.0.2.9", "rtt": 1.0, "err": error}]}]}),
            );
            assert_eq!(found.received, received, "{error}");
        }
        // What comes late is no answer.
        let late = json!({"dst_addr": "192.0.2.9", "result": [{"hop": 1, "result": [
            {"from": "192.0.2.9", "late": 2}, {"x": "*"}]}]});
        assert_eq!(trace(late).received, 0);
    }

    #[test]
    fn a_probe_without_a_route_tells_nothing_of_the_target() {
        let itself = json!({"dst_addr": "2001:db8::9", "src_addr": "2001:db8:1::2", "result": [
            {"hop": 1, "result": [{"from": "2001:db8:1::2", "err": "H", "rtt": 2995.8}]}]});
        let unsent = json!({"dst_addr": "2001:db8::9", "result": [
            {"error": "connect failed: Network is unreachable", "hop": 1}]});
        let unnamed = json!({"dst_name": "voip.halyard.example", "result": [
            {"error": "name resolution failed: non-recoverable "}]});
        for own in [itself, unsent, unnamed, json!({"dst_addr": "192.0.2.9"})] {
            assert!(trace(own.clone()).own_error, "{own}");
        }
        let silent = json!({"dst_addr": "192.0.2.9", "result": [hop(1, &["*"]), hop(255, &["*"])]});
        assert!(!trace(silent).own_error);
    }

    #[test]
    fn the_print_of_version_1_is_read() {
        let printed = "traceroute to voip (192.0.2.9), 32 hops max, 16 byte packets NEWLINE \
                       1 10.0.0.1 1.907 ms 1.909 ms 1.945 ms NEWLINE 2 * * * NEWLINE \
                       3 192.0.2.9 14.1 ms !H 12.0 ms 13.0 ms NEWLINE";
        let found = trace(json!({"result": printed}));
        assert_eq!((found.received, found.median), (1, Some(12.5)));
        let way = found.way.expect("a way");
        assert_eq!((way.hops.len(), way.silent), (2, 1));
        assert_eq!(trace(json!({"result": "traceroute to x"})).received, 0);
    }
}
