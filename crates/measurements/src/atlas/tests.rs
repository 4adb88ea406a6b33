mod shared;

use super::*;

type Results = Vec<(Head, Vec<Try>)>;

fn read_all(text: &str) -> (Results, Vec<ProbeRecord>, Told, Vec<String>) {
    let (mut results, mut probes, mut problems) = (Vec::new(), Vec::new(), Vec::new());
    let told = read(
        "a.json",
        &mut text.as_bytes(),
        &mut problems,
        &mut |item| match item {
            Item::Result(head, tries) => results.push((head.clone(), tries.to_vec())),
            Item::Probe(probe) => probes.push(probe),
        },
    );
    let problems = problems.iter().map(ToString::to_string).collect();
    (results, probes, told, problems)
}

/// Type, firmware, sent, received, answer of each try of one result.
fn line(text: &str) -> String {
    let (results, _, _, problems) = read_all(text);
    let mut out = problems.join("; ");
    for (head, tries) in results {
        out += &format!("{} {}:", head.kind.name(), head.firmware);
        for one in tries {
            let answer = one.answer.unwrap_or_default();
            let own = if one.own_error { " own" } else { "" };
            out += &format!(" {}/{} {answer}{own}", one.received, one.sent);
        }
    }
    out
}

#[test]
fn every_firmware_gives_the_same_figures() {
    for (text, wanted) in [
        // Version 0: numbers as texts; version 1: no single packets and no type.
        (
            r#"{"avg":"58.0","dst_addr":"192.0.2.1","fw":0,"prb_id":1,"rcvd":"2","sent":"3","timestamp":9,"type":"ping"}"#,
            "ping 0: 2/3 ",
        ),
        (
            r#"{"addr":"192.0.2.1","fw":1,"prb_id":1,"rcvd":0,"sent":3,"avg":-1,"timestamp":9}"#,
            "ping 1: 0/3 ",
        ),
        (
            r#"{"dst_addr":"192.0.2.1","fw":"4560","prb_id":1,"rcvd":1,"sent":3,"timestamp":9,"type":"ping","result":[{"x":"*"},{"rtt":2.0},{"error":"sendto failed: Network is unreachable"}]}"#,
            "ping 4560: 1/2 ",
        ),
        (
            r#"{"dst_name":"a.example","fw":4720,"prb_id":1,"rcvd":0,"sent":0,"timestamp":9,"type":"ping","result":[{"error":"name resolution failed"}]}"#,
            "ping 4720: 0/0  own",
        ),
        (
            r#"{"fw":5080,"mver":"2.6.2","prb_id":1,"timestamp":9,"type":"dns","resultset":[{"dst_addr":"192.0.2.1","result":{"rt":3,"abuf":"qxGEAwABAAAACAAB"}},{"dst_addr":"192.0.2.2","error":{"timeout":5000}},{"error":{"nameserver":"no local resolvers found"}}]}"#,
            "dns 5080: 1/1 NXDOMAIN 0/1 timeout 0/1  own",
        ),
        (
            r#"{"fw":1,"prb_id":1,"src_addr":"connect error 4","timestamp":9,"type":"http"}"#,
            "http 1: 0/1 ",
        ),
        (
            r#"{"fw":4610,"prb_id":1,"timestamp":9,"type":"http","uri":"http://a.example/","result":[{"res":503,"rt":9.0},{"err":"connect: Network is unreachable"},{"dnserr":"x"}]}"#,
            "http 4610: 1/1 HTTP 503 0/1  own 0/1  own",
        ),
        (
            r#"{"cert":["x"],"fw":4570,"prb_id":1,"timestamp":9,"type":"sslcert"}"#,
            "sslcert 4570:",
        ),
    ] {
        assert_eq!(line(text), wanted, "{text}");
    }
}

#[test]
fn what_is_no_result_is_told_with_its_line() {
    let good = r#"{"addr":"192.0.2.1","prb_id":1,"rcvd":3,"sent":3,"timestamp":9}"#;
    for (bad, why) in [
        (r#"{"rcvd":3,"sent":3,"timestamp":9}"#, "names no probe"),
        (r#"{"prb_id":1,"rcvd":3,"sent":3}"#, "has no time"),
        (
            r#"{"prb_id":1,"timestamp":9,"type":"weather"}"#,
            "is of no known type",
        ),
        (r#"{"prb_id":1,"timestamp":9}"#, "is of no known type"),
        (
            r#"{"prb_id":1,"timestamp":9,"type":"http","result":[]}"#,
            "holds nothing that was tried",
        ),
        (r#"{"prb_id":1,,}"#, "is no JSON object"),
        (
            r#"{"prb_id":-1,"rcvd":3,"sent":3,"timestamp":9}"#,
            "names no probe",
        ),
    ] {
        let (results, _, _, problems) = read_all(&format!("{good}\n{bad}\n{good}\n"));
        assert_eq!(results.len(), 2, "{bad}");
        assert_eq!(problems, [format!("a.json, line 2: {why}")], "{bad}");
    }
    let many = "{\"prb_id\":1}\n".repeat(9);
    assert_eq!(read_all(&many).3.len(), 4);
    assert_eq!(read_all("").3, ["a.json: holds no result"]);
}

#[test]
fn archives_tell_the_as_of_a_probe() {
    let archive = r#"{"objects":[{"id":7,"asn_v4":64500,"asn_v6":null},
        {"id":8,"asn_v4":null,"asn_v6":64501},{"id":9,"asn_v4":null,"asn_v6":null}]}"#;
    let (_, probes, _, problems) = read_all(archive);
    let found: Vec<(u64, Option<u32>)> =
        probes.iter().map(|p| (p.id, p.asn.map(|a| a.0))).collect();
    assert_eq!(found[..2], [(7, Some(64500)), (8, Some(64501))]);
    assert_eq!((found[2], problems.len()), ((9, None), 0));
}

#[test]
fn other_json_is_told_apart() {
    assert!(looks_like_atlas(b"[{\"fw\":5080,\"mver\":\"2.6.2\""));
    assert!(looks_like_atlas(
        b"{\"objects\": [{\"id\": 1, \"asn_v4\": 1"
    ));
    for other in [
        &b"{\"data\":[{\"entityType\":\"country\""[..],
        b"{\"messages\":[],\"status\":\"ok\",\"data\":{\"resource\"",
        b"fw,\"prb_id\"",
        b"",
    ] {
        assert!(!looks_like_atlas(other));
    }
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_it_stop(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..400)) {
        let mut problems = Vec::new();
        read("x", &mut bytes.as_slice(), &mut problems, &mut |_| {});
    }

    #[test]
    fn nothing_in_a_known_place_makes_it_stop(
        place in 0_usize..12,
        value in proptest::sample::select(vec![
            "null", "-1", "1e300", "\"\"", "\"x (y\"", "[]", "[null]", "{}", "[{\"result\":[null]}]",
            "[{\"hop\":-3,\"result\":[{\"from\":\"\",\"rtt\":\"x\",\"err\":{}}]}]", "{\"abuf\":\"é\"}",
            "\"traceroute to NEWLINE 1 NEWLINE 2 ! ms\"", "99999999999999999999",
        ]),
        kind in proptest::sample::select(vec!["ping", "traceroute", "dns", "http", "ntp"]),
    ) {
        let keys = ["result", "resultset", "sent", "rcvd", "timestamp", "fw", "from", "dst_addr",
            "src_addr", "error", "uri", "prb_id"];
        let text = format!("{{\"prb_id\":1,\"timestamp\":2,\"type\":\"{kind}\",\"{}\":{value}}}", keys[place]);
        read("x", &mut text.as_bytes(), &mut Vec::new(), &mut |_| {});
    }
}
