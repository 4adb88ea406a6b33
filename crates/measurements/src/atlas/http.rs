//! HTTP: did a server answer, and with which status?
//!
//! A server that answers with an error is reachable; its status is told beside.

use serde_json::{Map, Value};

use super::fields::{count, is_own, milliseconds, number, text, words};
use super::result::{Try, aimed};

/// Whether a text is the line that the first versions give: `GET4 192.0.2.1 0.042 200 263 1406`,
/// or an error in words.
pub(super) fn is_line(line: &str) -> bool {
    let method = line.split(' ').next().unwrap_or_default();
    let method = method.trim_end_matches(['4', '6']);
    matches!(method, "GET" | "HEAD" | "POST")
}

pub(super) fn read(result: &Map<String, Value>) -> Vec<Try> {
    let host = text(result.get("uri")).and_then(host);
    let named = |mut found: Try| {
        found.name = found.name.take().or_else(|| host.clone());
        found
    };
    if let Some(list) = result.get("result").and_then(Value::as_array) {
        let all = list.iter().filter_map(Value::as_object);
        return all.map(one).map(named).collect();
    }
    // Version 1 has the line in `result`, what came before it in `src_addr`.
    let line = text(result.get("result")).or(text(result.get("src_addr")));
    line.map(of_line).map(named).into_iter().collect()
}

fn one(result: &Map<String, Value>) -> Try {
    let mut found = aimed(result);
    found.sent = 1;
    let error = ["err", "dnserr"]
        .into_iter()
        .find_map(|key| result.get(key));
    match (count(result.get("res")), error) {
        (Some(status), None) => answered(&mut found, status, milliseconds(result.get("rt"))),
        (_, Some(error)) => {
            found.own_error = result.contains_key("dnserr") || is_own(&words(error));
            if words(error).contains("timeout") {
                found.answer = Some("timeout".to_owned());
            }
        }
        (None, None) => found.own_error = true,
    }
    found
}

fn answered(found: &mut Try, status: u64, took: Option<f64>) {
    found.received = 1;
    found.least = took;
    found.median = took;
    found.answer = Some(format!("HTTP {status}"));
}

/// Method, address, seconds, status, and two lengths.
fn of_line(line: &str) -> Try {
    let mut found = Try {
        sent: 1,
        ..Try::default()
    };
    let mut words = line.split_whitespace();
    if !is_line(line) {
        found.own_error = is_own(line);
        return found;
    }
    words.next();
    found.address = words.next().and_then(|word| word.parse().ok());
    let seconds = words.next().map(|word| Value::String(word.to_owned()));
    let status = words.next().and_then(|word| word.parse().ok());
    match status {
        Some(status) => answered(
            &mut found,
            status,
            number(seconds.as_ref()).map(|s| s * 1e3),
        ),
        None => found.own_error = is_own(line),
    }
    found
}

/// The host in an address such as `http://www.halyard.example:8080/a`.
fn host(uri: &str) -> Option<String> {
    let rest = uri.split_once("://").map_or(uri, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next()?;
    let host = host.rsplit('@').next()?;
    let bare = match host.strip_prefix('[') {
        Some(v6) => v6.split(']').next()?,
        None => host.split(':').next()?,
    };
    (!bare.is_empty()).then(|| bare.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_is_cut_out() {
        for (uri, wanted) in [
            ("http://www.halyard.example/", "www.halyard.example"),
            ("https://u:p@Heron.example:8080/a?b", "heron.example"),
            ("http://[2001:db8::1]:80/", "2001:db8::1"),
            ("heron.example", "heron.example"),
        ] {
            assert_eq!(host(uri).as_deref(), Some(wanted), "{uri}");
        }
        assert_eq!(host("http:///a"), None);
    }

    #[test]
    fn a_line_of_the_first_versions_is_an_answer_or_none() {
        let ok = of_line("GET4 192.0.2.7 0.042268 200 263 1406");
        assert_eq!((ok.received, ok.answer.as_deref()), (1, Some("HTTP 200")));
        assert!(ok.median.is_some_and(|ms| (ms - 42.268).abs() < 1e-9));
        let failed = of_line("connect error 4");
        assert_eq!((failed.received, failed.own_error), (0, false));
        assert_eq!(of_line("GET4 192.0.2.7").received, 0);
    }
}
