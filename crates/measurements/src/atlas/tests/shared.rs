//! Real results of all firmwares, and what others made of them.

use std::{collections::BTreeMap, fs, io::Read as _, path::PathBuf};

use super::*;
use crate::addresses::Addresses;

fn sample(name: &str) -> Option<Vec<u8>> {
    let path: PathBuf = backpedal_testkit::shared()?
        .join("data/net/atlas/samples")
        .join(name);
    let bytes = fs::read(&path).expect("a sample");
    if !name.ends_with(".gz") {
        return Some(bytes);
    }
    let mut unpacked = Vec::new();
    let read = flate2::read::GzDecoder::new(bytes.as_slice()).read_to_end(&mut unpacked);
    read.expect("whole gzip");
    Some(unpacked)
}

/// The results of a file, which must be read without a problem.
fn results(name: &str) -> Option<(Results, Told)> {
    let bytes = sample(name)?;
    let (results, _, told, problems) = read_all(&String::from_utf8_lossy(&bytes));
    assert_eq!(problems, [] as [String; 0], "{name}");
    Some((results, told))
}

#[test]
fn every_type_and_firmware_is_read() {
    let Some((results, told)) = results("sagan-test-results.jsonl") else {
        return;
    };
    let mut kinds: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (head, tries) in &results {
        let counted = kinds.entry(head.kind.name()).or_default();
        counted.0 += 1;
        counted.1 += tries.iter().filter(|one| one.received > 0).count();
    }
    let wanted = [
        ("dns", (43, 51)),
        ("http", (17, 14)),
        ("ntp", (3, 0)),
        ("ping", (15, 14)),
        ("sslcert", (16, 0)),
        ("traceroute", (21, 2)),
        ("wifi", (2, 0)),
    ];
    assert_eq!(kinds, BTreeMap::from(wanted));
    assert_eq!((told.records, told.unused.values().sum::<u64>()), (117, 21));
    let words = told.unused_words().unwrap_or_default();
    assert!(
        words.starts_with("21 results of the type sslcert, ntp, wifi"),
        "{words}"
    );
}

/// The analyses beside the samples were made by another program (pierky/ripe-atlas-monitor).
#[test]
fn others_found_the_same_destinations_and_times() {
    let (Some((found, _)), Some(times), Some(small)) = (
        results("pierky-1033154.json"),
        sample("pierky-1033154_all_rtt.analyze"),
        results("pierky-3359986.json"),
    ) else {
        return;
    };
    let tries = || found.iter().map(|(head, tries)| (head.probe, &tries[0]));
    let reached: Vec<_> = tries().filter(|(_, one)| one.received > 0).collect();
    assert_eq!((reached.len(), found.len() - reached.len()), (39, 48));
    let addressed = tries().filter(|(_, one)| one.address.is_some()).count();
    let own = tries().filter(|(_, one)| one.own_error).count();
    // Ten probes could not resolve the name, so nothing has an address; three could not bind.
    assert_eq!((addressed, own), (77, 10 + 3));
    let times = String::from_utf8_lossy(&times).into_owned();
    for (probe, one) in reached {
        let ms = one.median.expect("a time");
        let line = times
            .lines()
            .find(|line| line.contains(&format!("ID {probe} ")));
        let told = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
        assert!(
            told.is_some_and(|told| (told - ms).abs() < 0.006),
            "{probe}: {ms}, {line:?}"
        );
    }
    let mut pings: Vec<(u64, String)> = Vec::new();
    for (head, tries) in small.0 {
        pings.push((
            head.probe,
            format!("{:.2}", tries[0].median.expect("a time")),
        ));
    }
    let wanted = [
        (3183, "34.26"),
        (3207, "30.51"),
        (10025, "29.62"),
        (11421, "37.42"),
        (13939, "14.32"),
    ];
    assert_eq!(pings, wanted.map(|(probe, ms)| (probe, ms.to_owned())));
}

#[test]
fn others_found_the_same_last_ases_and_exchanges() {
    let (Some((found, _)), Some((social, _)), Some(dst)) = (
        results("pierky-1033154.json"),
        results("pierky-3082698.json"),
        sample("pierky-1033154_all_dstas.analyze"),
    ) else {
        return;
    };
    let mut map = Addresses::default();
    for name in ["pierky-ip_pref.json", "pierky-ixps.json"] {
        let Some(bytes) = sample(name) else { return };
        let mut problems = Vec::new();
        map.read(name, &bytes[..400], &mut bytes.as_slice(), &mut problems);
        assert_eq!(problems, []);
    }
    let mut last: BTreeMap<u32, u64> = BTreeMap::new();
    for (_, tries) in &found {
        let hop = tries[0].way.as_ref().and_then(|way| way.last);
        if let Some(asn) = hop.and_then(|(_, address)| map.asn(address)) {
            *last.entry(asn.0).or_default() += 1;
        }
    }
    assert_eq!(last.len(), 13);
    let dst = String::from_utf8_lossy(&dst).into_owned();
    let part = dst.split("Destination AS:").nth(1).unwrap_or_default();
    for (asn, n) in last {
        let wanted = format!("{asn}: {n} time");
        assert!(
            part.lines().any(|line| line.trim().starts_with(&wanted)),
            "{wanted}"
        );
    }
    // Four ways through an exchange, and two over AS1200, which is another one's.
    let mut exchanges: Vec<(u64, &str)> = Vec::new();
    for (head, tries) in &social {
        let hops = tries[0].way.iter().flat_map(|way| &way.hops);
        let crossed = hops.filter_map(|hop| map.exchange(*hop));
        exchanges
            .extend(crossed.map(|n| (head.probe, map.exchange_names[usize::from(n)].as_str())));
    }
    exchanges.dedup();
    let wanted = [
        (713, "AMS-IX"),
        (738, "LINX Juniper LAN"),
        (11821, "AMS-IX"),
        (12120, "MIX-IT"),
        (12527, "Lyonix"),
        (24535, "MIX-IT"),
    ];
    exchanges.sort_unstable();
    assert_eq!(exchanges, wanted);
}

#[test]
fn rcodes_agree_with_those_of_another_decoder() {
    let mut compared = 0;
    for name in ["bigquery-fixtures.json.gz", "bigquery-withErrors.json"] {
        let Some(bytes) = sample(name) else { return };
        let all: Value = serde_json::from_slice(&bytes).expect("JSON");
        for (message, decoded) in all.as_object().expect("an object") {
            let rcode = decoded.get("flags").and_then(|flags| flags.get("rcode"));
            let Some(rcode) = rcode.and_then(Value::as_str) else {
                continue;
            };
            let found = dns::rcode(message).unwrap_or_default().to_lowercase();
            let wanted = match rcode {
                "Unassigned/Reserved" => "other rcode".to_owned(),
                name => name.to_lowercase(),
            };
            assert_eq!(found, wanted, "{message}");
            compared += 1;
        }
    }
    assert!(compared > 100, "{compared}");
}
