//! Inputs that are no good, for tests of what the program says of them.

use super::MONDAY;

/// Bytes that are no text in any charset: a linear congruential generator (Numerical Recipes,
/// 2nd edition, chapter 7.1), with zeros in between.
pub(super) fn binary() -> Vec<u8> {
    let mut state = 2_009_u32;
    (0..256)
        .map(|n| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            if n % 8 == 0 {
                0
            } else {
                state.to_be_bytes()[0]
            }
        })
        .collect()
}

/// A routing table in MRT (`TABLE_DUMP_V2`, RFC 6396) of which the third record breaks off.
pub(super) fn truncated_table() -> Vec<u8> {
    let mut bytes = peer_index();
    bytes.extend(route(0, [192, 0, 2, 0]));
    let last = route(1, [198, 51, 100, 0]);
    bytes.extend(&last[..last.len() / 2]);
    bytes
}

/// Section 4.3.1 of RFC 6396: one peer, 203.0.113.241 of AS64496.
fn peer_index() -> Vec<u8> {
    let mut body = vec![203, 0, 113, 250]; // collector
    body.extend(0_u16.to_be_bytes()); // no view name
    body.extend(1_u16.to_be_bytes()); // one peer
    body.push(2); // AS number of four bytes, IPv4
    body.extend([203, 0, 113, 241]);
    body.extend([203, 0, 113, 241]);
    body.extend(64_496_u32.to_be_bytes());
    record(1, &body)
}

/// Section 4.3.2 of RFC 6396: one /24 with one entry.
fn route(sequence: u32, prefix: [u8; 4]) -> Vec<u8> {
    let mut attributes = vec![0x40, 1, 1, 0]; // ORIGIN IGP (RFC 4271)
    attributes.extend([0x40, 2, 10, 2, 2]); // AS_PATH, one sequence of two
    attributes.extend(64_496_u32.to_be_bytes());
    attributes.extend(64_504_u32.to_be_bytes());
    attributes.extend([0x40, 3, 4, 203, 0, 113, 241]); // NEXT_HOP
    let mut body = sequence.to_be_bytes().to_vec();
    body.push(24);
    body.extend(&prefix[..3]);
    body.extend(1_u16.to_be_bytes()); // one entry
    body.extend(0_u16.to_be_bytes()); // of the first peer
    body.extend(seconds());
    body.extend(u16::try_from(attributes.len()).unwrap_or(0).to_be_bytes());
    body.extend(attributes);
    record(2, &body)
}

fn record(subtype: u16, body: &[u8]) -> Vec<u8> {
    let mut bytes = seconds().to_vec();
    bytes.extend(13_u16.to_be_bytes()); // TABLE_DUMP_V2
    bytes.extend(subtype.to_be_bytes());
    bytes.extend(u32::try_from(body.len()).unwrap_or(0).to_be_bytes());
    bytes.extend(body);
    bytes
}

fn seconds() -> [u8; 4] {
    u32::try_from(MONDAY).unwrap_or(0).to_be_bytes()
}
