//! TABLE_DUMP records of early collectors, whose declared length leaves out the four octets of view
//! and sequence number (found in the tables of RIS from 2000).

use super::wire::Wire;

/// How many octets such a record is longer than it says.
pub(super) const LACKING: usize = 4;

/// Octets of view and sequence number at the start of a record.
const START: usize = 4;

/// Whether the entries in the body of a record end [`LACKING`] octets behind it.
pub(super) fn is_short(subtype: u16, body: &[u8]) -> bool {
    let address = if subtype == 2 { 16 } else { 4 };
    // Prefix, its length, status and time; then the peer's address and AS.
    let before = address + 6 + address + 2;
    let mut rest = Wire(body);
    if rest.take(START).is_none() {
        return false;
    }
    while !rest.0.is_empty() {
        let Some(length) = rest.take(before).and_then(|_| rest.u16()) else {
            return false;
        };
        let length = usize::from(length);
        if rest.0.len() + LACKING == length {
            return true;
        }
        if rest.take(length).is_none() {
            return false;
        }
    }
    false
}
