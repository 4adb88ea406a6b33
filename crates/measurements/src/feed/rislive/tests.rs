use super::{super::testing, *};

fn read(text: &str) -> (u64, testing::Seen) {
    let content = std::io::Cursor::new(text.to_owned().into_bytes());
    testing::seen(RisLive::new(Box::new(content)))
}

const UPDATE: &str = r#"{"type":"ris_message","data":{"timestamp":100.97,"peer":"192.0.2.1","peer_asn":"64500","id":"00-1","host":"rrc00.ripe.net","type":"UPDATE","path":[64500,64501,[64502,64503]],"origin":"IGP","announcements":[{"next_hop":"192.0.2.1,fe80::1","prefixes":["198.51.100.0/24","203.0.113.0/24"]},{"next_hop":"2001:db8::1","prefixes":["2001:db8:1::/48"]}],"withdrawals":["192.0.2.0/25"]}}"#;

fn state(word: &str) -> String {
    format!(
        r#"{{"type":"ris_message","data":{{"timestamp":101,"peer":"192.0.2.1","peer_asn":"64500","host":"rrc00.ripe.net","type":"RIS_PEER_STATE","state":"{word}"}}}}"#
    )
}

#[test]
fn updates_withdraw_and_announce() {
    assert!(plausible(UPDATE.as_bytes()));
    let (records, seen) = read(&format!("{UPDATE}\n"));
    assert_eq!(
        seen.lines,
        [
            "100 192.0.2.1 AS64500 W 192.0.2.0/25",
            "100 192.0.2.1 AS64500 A 198.51.100.0/24 64500 64501 {64502,64503}",
            "100 192.0.2.1 AS64500 A 203.0.113.0/24 64500 64501 {64502,64503}",
            "100 192.0.2.1 AS64500 A 2001:db8:1::/48 64500 64501 {64502,64503}",
        ]
    );
    assert_eq!((records, seen.damage), (1, vec![]));
    let parsed = crate::summarize("file", Box::new(UPDATE.as_bytes()));
    assert_eq!(parsed.value.kind, crate::FileKind::RisLive);
}

#[test]
fn the_data_may_stand_alone() {
    let bare = &UPDATE[r#"{"type":"ris_message","data":"#.len()..UPDATE.len() - 1];
    assert!(plausible(bare.as_bytes()));
    assert_eq!(read(bare).1.lines, read(UPDATE).1.lines);
}

#[test]
fn sessions_go_up_and_down() {
    let lines = ["down", "connected", "up"].map(state).join("\n");
    let (records, seen) = read(&lines);
    let expected = ["up false", "up false", "up true"];
    let found: Vec<&str> = seen.lines.iter().map(|line| &line[22..]).collect();
    assert_eq!((records, &found[..]), (3, &expected[..]));
}

#[test]
fn other_messages_tell_nothing() {
    for other in ["OPEN", "NOTIFICATION", "KEEPALIVE"] {
        let text = UPDATE.replace("UPDATE", other);
        let (records, seen) = read(&text);
        assert_eq!((records, seen.lines.len(), seen.damage.len()), (1, 0, 0));
    }
    let (_, seen) = read("{\"type\":\"ris_subscribe_ok\",\"data\":{}}\n{\"type\":\"pong\"}\n\n");
    assert_eq!((seen.lines.len(), seen.damage.len()), (0, 0));
    let (_, seen) = read("{\"type\":\"ris_error\",\"data\":{\"message\":\"too slow\"}}\n");
    assert!(seen.damage[0].cause.contains("too slow"));
}

#[test]
fn a_broken_message_is_skipped_whole() {
    for (old, new) in [
        ("203.0.113.0/24", "203.0.113.0/33"),
        ("\"64500\"", "\"AS64500\""),
        ("100.97", "null"),
        ("[64502,64503]", "true"),
        ("\"192.0.2.1\"", "\"here\""),
        ("UPDATE", "WHAT"),
        ("\"withdrawals\":[", "\"withdrawals\":{"),
    ] {
        let broken = UPDATE.replacen(old, new, 1);
        let (records, seen) = read(&format!("{UPDATE}\n{broken}\n{UPDATE}\n"));
        assert_eq!((records, seen.lines.len()), (2, 8), "{new}");
        assert_eq!(seen.damage[0].place, Place::Line(2), "{new}");
    }
}

#[test]
fn a_line_cut_at_the_end_of_the_file_is_a_truncation() {
    let (records, seen) = read(&format!("{UPDATE}\n{}", &UPDATE[..200]));
    assert_eq!((records, seen.lines.len()), (1, 4));
    assert!(seen.damage[0].truncated);
}

#[test]
fn other_json_is_not_taken_for_it() {
    for other in [
        r#"{"host": "www.example.net", "status": "up"}"#,
        r#"{"type": "message"}"#,
        r#"["ris_message"]"#,
    ] {
        assert!(!plausible(other.as_bytes()), "{other}");
    }
}
