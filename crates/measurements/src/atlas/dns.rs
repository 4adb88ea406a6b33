//! DNS: did the server answer at all, and with which rcode?
//!
//! A server that answers with an error is reachable. Which name was asked for plays no part: the
//! target is the server.

use serde_json::{Map, Value};

use super::fields::{is_own, milliseconds, text, words};
use super::result::{Try, aimed};

/// Names of the rcodes of RFC 1035, section 4.1.1, and RFC 2136, section 2.2.
const RCODES: [&str; 11] = [
    "NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED", "YXDOMAIN", "YXRRSET",
    "NXRRSET", "NOTAUTH", "NOTZONE",
];

pub(super) fn read(result: &Map<String, Value>) -> Vec<Try> {
    let Some(set) = result.get("resultset").and_then(Value::as_array) else {
        return vec![one(result)];
    };
    set.iter().filter_map(Value::as_object).map(one).collect()
}

fn one(result: &Map<String, Value>) -> Try {
    let mut found = aimed(result);
    found.sent = 1;
    let answer = result.get("result").and_then(Value::as_object);
    if let Some(answer) = answer {
        found.received = 1;
        found.least = milliseconds(answer.get("rt"));
        found.median = found.least;
        found.answer = Some(
            text(answer.get("abuf"))
                .and_then(rcode)
                .unwrap_or("answered")
                .to_owned(),
        );
        return found;
    }
    let error = result.get("error").map(words).unwrap_or_default();
    found.own_error = is_own(&error);
    if error.contains("timeout") {
        found.answer = Some("timeout".to_owned());
    }
    // Neither an answer nor an error: nothing was tried.
    found.own_error |= result.get("error").is_none();
    found
}

/// The rcode in the header of a message in base64: the low half of its fourth byte.
pub(super) fn rcode(message: &str) -> Option<&'static str> {
    let mut bits: u32 = 0;
    // Six letters carry the first 36 bits; the last four of the first 32 are the rcode.
    let letters: Vec<char> = message
        .chars()
        .filter(|c| !c.is_whitespace())
        .take(6)
        .collect();
    if letters.len() < 6 {
        return None;
    }
    for letter in letters {
        let value = match letter {
            'A'..='Z' => letter as u32 - 'A' as u32,
            'a'..='z' => letter as u32 - 'a' as u32 + 26,
            '0'..='9' => letter as u32 - '0' as u32 + 52,
            '+' | '-' => 62,
            '/' | '_' => 63,
            _ => return None,
        };
        bits = (bits << 6) | value;
    }
    let code = (bits >> 4) & 0xf;
    Some(RCODES.get(code as usize).copied().unwrap_or("other rcode"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rcode_is_in_the_fourth_byte() {
        assert_eq!(
            rcode("m5GEAAABAAEAAAAABWFzMjUwA25ldAAAAQAB"),
            Some("NOERROR")
        );
        assert_eq!(rcode("qxGEAwABAAAACAAB"), Some("NXDOMAIN"));
        // All bits of the neighbours set, none of the rcode.
        assert_eq!(rcode("////8P//"), Some("NOERROR"));
        assert_eq!(rcode("AAAAAg=="), Some("SERVFAIL"));
        assert_eq!(rcode("AAA"), None);
        assert_eq!(rcode("AAAA=A"), None);
    }
}
