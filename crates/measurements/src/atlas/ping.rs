//! Pings: how many packets came back, and how fast.

use serde_json::{Map, Value};

use super::fields::{count, is_own, median, milliseconds, words};
use super::result::{Try, aimed};

/// Packets that a ping sends at most; a greater number is a broken field.
const MOST_PACKETS: u64 = 1_000;

pub(super) fn read(result: &Map<String, Value>) -> Try {
    let mut found = aimed(result);
    let empty = Vec::new();
    let packets = result.get("result").and_then(Value::as_array);
    let packets = packets.unwrap_or(&empty);
    let errors = packets.iter().filter_map(|packet| packet.get("error"));
    let own = errors.clone().filter(|error| is_own(&words(error))).count();
    // What comes late or twice is no answer to a packet of this ping.
    let fresh = packets
        .iter()
        .filter(|p| p.get("dup").is_none() && p.get("late").is_none());
    let mut times: Vec<f64> = fresh
        .clone()
        .filter_map(|p| milliseconds(p.get("rtt")))
        .collect();
    let told = |key, else_of: usize| {
        let told = count(result.get(key)).filter(|n| *n <= MOST_PACKETS);
        told.unwrap_or(else_of as u64)
    };
    let sent = told("sent", fresh.count()).saturating_sub(own as u64);
    let received = told("rcvd", times.len()).min(sent);
    found.sent = u32::try_from(sent).unwrap_or(u32::MAX);
    found.received = u32::try_from(received).unwrap_or(u32::MAX);
    let overall = result
        .get("error")
        .is_some_and(|error| is_own(&words(error)));
    found.own_error = sent == 0 || (received == 0 && (overall || own > 0 && own >= packets.len()));
    let least = times.iter().copied().min_by(f64::total_cmp);
    if received > 0 {
        found.least = least.or(milliseconds(result.get("min")));
        // Version 1 gives no single packets.
        found.median = median(&mut times).or(milliseconds(result.get("avg")));
    }
    found
}
