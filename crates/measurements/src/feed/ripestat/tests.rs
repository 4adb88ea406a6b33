use backpedal_model::{MeasurementKind, Signal};

use super::{super::testing, *};
use crate::testing::{case, input, party};

fn read(text: &str) -> (u64, testing::Seen) {
    let content = std::io::Cursor::new(text.to_owned().into_bytes());
    testing::seen(Ripestat::new(Box::new(content)))
}

const STATE: &str = r#"{"messages": [], "version": "1.2", "data_call_name": "bgp-state", "data": {
  "resource": "AS64501", "timestamp": "1970-01-01T00:01:40", "bgp_state": [
    {"target_prefix": "198.51.100.0/24", "source_id": "00-192.0.2.1", "path": [64500, 64501],
     "community": ["64500:1"]},
    {"target_prefix": "2001:db8:1::/48", "source_id": "05-2001:db8::2", "path": [64502, [64503, 64504]],
     "community": []}
  ], "nr_routes": 2}, "status": "ok"}"#;

#[test]
fn a_state_is_a_table() {
    assert!(plausible(STATE.as_bytes()));
    let (records, seen) = read(STATE);
    assert_eq!(
        seen.lines,
        [
            "100 192.0.2.1 AS64500 B 198.51.100.0/24 64500 64501",
            "100 2001:db8::2 AS64502 B 2001:db8:1::/48 64502 {64503,64504}",
        ]
    );
    assert_eq!((records, seen.damage), (2, vec![]));
}

#[test]
fn a_look_at_a_file_tells_what_it_is() {
    let kind = |text: String| {
        let parsed = crate::summarize("file", Box::new(std::io::Cursor::new(text)));
        assert_eq!(parsed.problems, []);
        parsed.value.kind
    };
    assert_eq!(kind(STATE.to_owned()), crate::FileKind::RipestatTable);
    let text = updates(&[ANNOUNCED, WITHDRAWN].join(","));
    assert_eq!(kind(text), crate::FileKind::RipestatUpdates);
}

#[test]
fn the_time_may_stand_behind_the_routes() {
    let text = STATE
        .replace(r#""timestamp": "1970-01-01T00:01:40", "#, "")
        .replace(r#""nr_routes": 2"#, r#""nr_routes": 2, "query_time": 100"#);
    assert_eq!(read(&text).1.lines, read(STATE).1.lines);
    // Without any time the routes are of no use.
    let text = STATE.replace(r#""timestamp": "1970-01-01T00:01:40", "#, "");
    let (records, seen) = read(&text);
    assert_eq!((records, seen.lines.len(), seen.damage.len()), (0, 0, 1));
}

fn updates(items: &str) -> String {
    format!(
        r#"{{"data_call_name": "bgp-updates", "data": {{"updates": [{items}], "nr_updates": 9}}}}"#
    )
}

const ANNOUNCED: &str = r#"{"seq": 1, "type": "A", "timestamp": "1970-01-01T00:03:20", "attrs": {
  "source_id": "00-192.0.2.1", "target_prefix": "198.51.100.0/24", "path": [64500, 64501]}}"#;
const WITHDRAWN: &str = r#"{"type": "W", "timestamp": 201, "attrs": {
  "source_id": "00-192.0.2.1", "target_prefix": "198.51.100.0/24"}}"#;

#[test]
fn updates_announce_and_withdraw() {
    let text = updates(&format!("{ANNOUNCED},{WITHDRAWN}"));
    assert!(plausible(text.as_bytes()));
    let (records, seen) = read(&text);
    assert_eq!(
        seen.lines,
        [
            "200 192.0.2.1 AS0 A 198.51.100.0/24 64500 64501",
            "201 192.0.2.1 AS0 W 198.51.100.0/24",
        ]
    );
    assert_eq!((records, seen.damage), (2, vec![]));
}

#[test]
fn a_broken_route_is_skipped_alone() {
    for (old, new) in [
        ("198.51.100.0/24", "198.51.100.0/33"),
        ("00-192.0.2.1", "192.0.2.1"),
        ("\"A\"", "\"B\""),
        ("[64500, 64501]", "\"64500 64501\""),
        ("1970-01-01T00:03:20", "last Tuesday"),
        ("\"attrs\"", "\"attributes\""),
    ] {
        let broken = ANNOUNCED.replace(old, new);
        let (records, seen) = read(&updates(&format!("{WITHDRAWN},{broken},{WITHDRAWN}")));
        assert_eq!((records, seen.lines.len()), (2, 2), "{new}");
        assert_eq!(seen.damage[0].place, Place::Record(2), "{new}");
    }
}

#[test]
fn an_answer_that_breaks_off_gives_what_it_has() {
    let text = updates(&format!("{ANNOUNCED},{WITHDRAWN}"));
    let end = text.find("\"W\"").unwrap();
    let (records, seen) = read(&text[..end]);
    assert_eq!((records, seen.lines.len(), seen.damage.len()), (1, 1, 1));
    assert!(seen.damage[0].truncated);
    let (_, seen) = read(&text.replace("\"W\"", "W"));
    assert_eq!((seen.lines.len(), seen.damage.len()), (1, 1));
    assert!(!seen.damage[0].truncated);
}

#[test]
fn one_piece_cannot_fill_the_memory() {
    let long = ANNOUNCED.replace("[64500,", &format!("[{} 64500,", "64500,".repeat(1 << 20)));
    let (records, seen) = read(&updates(&format!("{WITHDRAWN},{long},{WITHDRAWN}")));
    assert_eq!((records, seen.lines.len()), (1, 1));
    assert!(seen.damage[0].cause.contains("beyond all measure"));
    // Many small ones are no such piece.
    let many = vec![WITHDRAWN; 20_000].join(",");
    assert!(many.len() as u64 > 2 * super::super::json::LARGEST);
    assert_eq!(read(&updates(&many)).0, 20_000);
}

#[test]
fn one_address_at_two_collectors_is_one_session() {
    let other = ANNOUNCED.replace("00-192", "05-192");
    let (_, seen) = read(&updates(&format!("{ANNOUNCED},{other},{other}")));
    assert_eq!((seen.lines.len(), seen.damage.len()), (1, 1));
    assert!(seen.damage[0].cause.contains("collectors 00 and 05"));
}

#[test]
fn other_json_is_not_taken_for_it() {
    for other in [
        r#"{"data_call_name": "routing-status", "data": {}}"#,
        r#"{"updates": [{"body": "We are investigating."}]}"#,
        r#"[{"data_call_name": "bgp-state"}]"#,
        "data_call_name bgp-updates",
    ] {
        assert!(!plausible(other.as_bytes()), "{other}");
    }
}

#[test]
fn a_case_can_rest_on_such_answers() {
    // Four peers see the prefix; three of them lose it at 600 and have it again at 3600.
    let peers = ["192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4"];
    let routes = peers.iter().enumerate().map(|(n, peer)| {
        format!(
            r#"{{"target_prefix": "198.51.100.0/24", "source_id": "00-{peer}", "path": [{}, 64501]}}"#,
            64510 + n
        )
    });
    let state = format!(
        r#"{{"data_call_name": "bgp-state", "data": {{"timestamp": 0, "bgp_state": [{}]}}}}"#,
        routes.collect::<Vec<_>>().join(",")
    );
    let change = |kind: &str, at: i64| {
        let of = |peer: &&str| {
            format!(
                r#"{{"type": "{kind}", "timestamp": {at}, "attrs": {{"source_id": "00-{peer}",
                 "target_prefix": "198.51.100.0/24", "path": [64510, 64501]}}}}"#
            )
        };
        peers[..3].iter().map(of).collect::<Vec<_>>().join(",")
    };
    let changes = updates(&format!("{},{}", change("W", 600), change("A", 3600)));
    let inputs = vec![
        input(MeasurementKind::BgpTable, 0, 60, state.as_bytes()),
        input(MeasurementKind::BgpUpdates, 0, 7200, changes.as_bytes()),
    ];
    let case = case(0, 7200, vec![party("halyard", &[64501])]);
    let parsed = crate::observe(&case, inputs, &mut |_| {});
    assert_eq!(parsed.problems, []);
    let Signal::Visibility(seen) = &parsed.value.observations[0].signal else {
        panic!("routing");
    };
    let onset = seen.onset.unwrap();
    assert_eq!(onset.end.as_second(), 660);
    assert_eq!(seen.minimum().unwrap().1, 0.0);
    assert_eq!(seen.recovery.unwrap().end.as_second(), 3660);
}
