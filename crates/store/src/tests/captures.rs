//! Captures: round trip, once only, revisits.

use std::io::{BufReader, Read as _};

use flate2::read::MultiGzDecoder;

use super::*;
use crate::warc;

#[test]
fn what_was_put_comes_back() {
    let (_dir, store) = store();
    let mut first = snapshot("2009-04-13T18:00:00.123456789Z", b"we are up");
    first.status = Some(200);
    first.headers = vec![("ETag".into(), "\"a1\"".into())];
    store
        .put_capture(&first, b"we are up", Some(&exchange()))
        .expect("kept");
    assert_eq!(
        store.body(&first.id).expect("read").as_deref(),
        Some(&b"we are up"[..])
    );
    assert_eq!(
        store.snapshot(&first.id).expect("read"),
        Some(first.clone())
    );
    assert_eq!(
        store.latest(&first.origin).expect("read"),
        Some(first.clone())
    );
    let validators = store.validators(&first.origin).expect("read");
    assert_eq!(validators.etag.as_deref(), Some("\"a1\""));
    let other = Origin::File(PAGE.into());
    assert_eq!(store.latest(&other).expect("read"), None);
    assert_eq!(
        store.validators(&other).expect("read"),
        Validators::default()
    );
    let unknown = snapshot("2020-01-01T00:00:00Z", b"");
    assert_eq!(store.body(&unknown.id).expect("read"), None);
}

#[test]
fn a_failed_look_gives_no_validators() {
    let (_dir, store) = store();
    let mut gone = snapshot("2009-04-13T18:00:00Z", b"gone");
    gone.status = Some(404);
    gone.headers = vec![("ETag".into(), "\"a1\"".into())];
    store.put_capture(&gone, b"gone", None).expect("kept");
    assert_eq!(
        store.validators(&gone.origin).expect("read"),
        Validators::default()
    );
}

#[test]
fn putting_twice_changes_nothing() {
    let (dir, store) = store();
    let first = snapshot("2009-04-13T18:00:00Z", b"we are up");
    let put = Put::Capture {
        snapshot: &first,
        body: b"we are up",
        exchange: Some(&exchange()),
    };
    store.put_all(&[put, put]).expect("kept");
    let before = fs::read(file(dir.path())).expect("a file");
    store.put_all(&[put]).expect("kept again");
    store.put_all(&[]).expect("nothing to keep");
    drop(store);
    let store = Store::open(dir.path()).expect("a store");
    store.put_all(&[put]).expect("kept again");
    assert_eq!(before, fs::read(file(dir.path())).expect("a file"));
    assert_eq!(store.history(&first.origin).expect("read").len(), 1);
}

#[test]
fn bytes_that_are_not_the_snapshots_are_refused() {
    let (dir, store) = store();
    let first = snapshot("2009-04-13T18:00:00Z", b"we are up");
    let refused = store.put_capture(&first, b"we are down", None);
    assert!(matches!(refused, Err(Error::Mismatch { .. })));
    assert_eq!(files(dir.path()).len(), 0);
}

#[test]
fn the_same_payload_is_kept_once() {
    let (dir, store) = store();
    let body = vec![b'x'; 50_000];
    let first = snapshot("2009-04-13T18:00:00Z", &body);
    let second = snapshot("2009-04-13T19:00:00Z", &body);
    store
        .put_capture(&first, &body, Some(&exchange()))
        .expect("kept");
    store
        .put_capture(&second, &body, Some(&exchange()))
        .expect("kept");
    let text = records(&file(dir.path()), "revisit").concat();
    assert!(text.contains("identical-payload-digest"));
    assert!(text.contains("WARC-Refers-To-Date: 2009-04-13T18:00:00Z"));
    assert!(text.contains("HTTP/1.1 200 OK") && !text.contains("xxxx"));
    assert_eq!(store.body(&second.id).expect("read"), Some(body));
    let times: Vec<_> = store.history(&first.origin).expect("read");
    assert_eq!(times, [first.clone(), second.clone()]);
    let latest = store.latest(&first.origin).expect("read");
    assert_eq!(latest.as_ref(), Some(&second));
    // And an empty payload is no reason for a revisit.
    for at in ["2009-04-13T20:00:00Z", "2009-04-13T21:00:00Z"] {
        let empty = snapshot(at, b"");
        store.put_capture(&empty, b"", None).expect("kept");
    }
    let file = file(dir.path());
    assert_eq!(records(&file, "resource").len(), 2);
    // Without the file that holds the payload, the loss is named, not hidden.
    fs::remove_file(file).expect("removed");
    assert!(matches!(store.body(&second.id), Err(Error::Damaged { .. })));
}

#[test]
fn the_same_payload_is_kept_once_within_a_batch_too() {
    let (dir, store) = store();
    let first = snapshot("2009-04-13T18:00:00Z", b"we are up");
    let second = snapshot("2009-04-13T19:00:00Z", b"we are up");
    let put = |snapshot| Put::Capture {
        snapshot,
        body: b"we are up",
        exchange: None,
    };
    store.put_all(&[put(&first), put(&second)]).expect("kept");
    let file = file(dir.path());
    assert_eq!(records(&file, "resource").len(), 1);
    assert_eq!(records(&file, "revisit").len(), 1);
    let body = store.body(&second.id).expect("read");
    assert_eq!(body.as_deref(), Some(&b"we are up"[..]));
}

/// Two bodies of one moment: which is the latest does not depend on which was put first.
#[test]
fn of_captures_of_one_moment_the_greatest_id_is_the_latest() {
    let one = snapshot("2009-04-13T18:00:00Z", b"up");
    let two = snapshot("2009-04-13T18:00:00Z", b"down");
    let earlier = snapshot("2009-04-13T17:00:00Z", b"sideways");
    let greatest = if one.id > two.id { &one } else { &two };
    for order in [[&one, &two, &earlier], [&earlier, &two, &one]] {
        let (_dir, store) = store();
        for snapshot in order {
            let bodies: [&[u8]; 3] = [b"up", b"down", b"sideways"];
            let body = bodies.iter().find(|b| Sha256::of(b) == snapshot.digest);
            let body = body.expect("one of ours");
            store.put_capture(snapshot, body, None).expect("kept");
        }
        let latest = store.latest(&one.origin).expect("read");
        assert_eq!(latest.as_ref(), Some(greatest));
        let history = store.history(&one.origin).expect("read");
        assert_eq!((&history[0], &history[2]), (&earlier, greatest));
    }
}

#[test]
fn a_head_reads_as_the_body_was_received() {
    let (dir, store) = store();
    let first = snapshot("2009-04-13T18:00:00Z", b"we are up");
    store
        .put_capture(&first, b"we are up", Some(&exchange()))
        .expect("kept");
    let text = unpack(&file(dir.path()));
    assert!(
        text.contains("X-Archive-Orig-Transfer-Encoding: chunked\r\n\r\nwe are up\r\n\r\n"),
        "{text}"
    );
    assert!(text.contains("WARC-IP-Address: 192.0.2.7\r\n"));
}

#[test]
fn redirects_are_answers_of_their_own_and_the_target_is_who_answered() {
    let (dir, store) = store();
    let mut first = snapshot("2009-04-13T18:00:00Z", b"we are up");
    first.status = Some(200);
    let hop = Hop {
        url: PAGE.into(),
        at: "2009-04-13T17:59:59Z".parse().expect("a time"),
        request_head: b"GET /lindholm-down HTTP/1.1\r\nCookie: secret\r\n\r\n".to_vec(),
        response_head: b"HTTP/1.1 302 Found\r\nLocation: /x\r\n\r\n".to_vec(),
        remote: Some([192, 0, 2, 8].into()),
        body: b"over there".to_vec(),
        truncated: Some(backpedal_model::Truncation::Disconnect),
    };
    let exchange = Exchange {
        target: Some("https://news.example/x".into()),
        hops: vec![hop],
        ..exchange()
    };
    store
        .put_capture(&first, b"we are up", Some(&exchange))
        .expect("kept");
    let file = file(dir.path());
    let [hop, last] = &records(&file, "response")[..] else {
        panic!("two responses");
    };
    for part in [
        "WARC-Target-URI: https://news.example/lindholm-down\r\n",
        "WARC-Date: 2009-04-13T17:59:59Z\r\n",
        "WARC-IP-Address: 192.0.2.8\r\n",
        "WARC-Truncated: disconnect\r\n",
        "HTTP/1.1 302 Found\r\nLocation: /x\r\n\r\nover there\r\n\r\n",
    ] {
        assert!(hop.contains(part), "{hop}");
    }
    assert!(last.contains("WARC-Target-URI: https://news.example/x\r\n"));
    assert!(!unpack(&file).contains("secret"));
    let metadata = records(&file, "metadata").concat();
    assert!(
        metadata.contains(&format!("WARC-Target-URI: {PAGE}\r\n")),
        "{metadata}"
    );
    // The same bytes later refer to the address that gave them.
    let later = snapshot("2009-04-13T19:00:00Z", b"we are up");
    store.put_capture(&later, b"we are up", None).expect("kept");
    let refers = "WARC-Refers-To-Target-URI: https://news.example/x\r\n";
    assert!(records(&file, "revisit").concat().contains(refers));
    // Made again from the file, it is all the same.
    drop(store);
    lose_database(dir.path());
    let store = Store::open(dir.path()).expect("a store");
    assert_eq!(store.problems(), []);
    let body = store.body(&first.id).expect("read");
    assert_eq!(body.as_deref(), Some(&b"we are up"[..]));
    assert_eq!(store.snapshot(&first.id).expect("read"), Some(first));
}

#[test]
fn visits_are_records_too() {
    let (dir, store) = store();
    let mut first = snapshot("2009-04-13T18:00:00Z", b"we are up");
    first.status = Some(200);
    store
        .put_capture(&first, b"we are up", Some(&exchange()))
        .expect("kept");
    let not_modified = Exchange {
        response_head: b"HTTP/1.1 304 Not Modified\r\nETag: \"a1\"\r\n\r\n".to_vec(),
        ..exchange()
    };
    let at = |text: &str| text.parse().expect("a time");
    let visit = |when: &str, status, note, exchange| Put::Visit {
        origin: &first.origin,
        at: at(when),
        status,
        note,
        exchange,
    };
    store
        .put_all(&[
            visit("2009-04-13T19:00:00Z", 304, None, Some(&not_modified)),
            visit(
                "2009-04-13T20:00:00Z",
                0,
                Some("refused by robots.txt"),
                None,
            ),
        ])
        .expect("kept");
    let file = file(dir.path());
    let revisit = records(&file, "revisit").concat();
    for part in [
        "revisit/server-not-modified\r\n",
        "WARC-Refers-To-Date: 2009-04-13T18:00:00Z\r\n",
        &format!("WARC-Payload-Digest: sha256:{}\r\n", first.digest),
        "HTTP/1.1 304 Not Modified\r\n",
    ] {
        assert!(revisit.contains(part), "{revisit}");
    }
    let full = &records(&file, "response")[0];
    let id = full
        .lines()
        .find_map(|l| l.strip_prefix("WARC-Record-ID: "));
    let refers = format!("WARC-Refers-To: {}\r\n", id.expect("an id"));
    assert!(revisit.contains(&refers), "{revisit}");
    assert!(records(&file, "metadata")[2].contains("refused by robots.txt"));
    let visits = store.visits(&first.origin).expect("read");
    assert_eq!(visits.len(), 2);
    assert_eq!(visits[1].note.as_deref(), Some("refused by robots.txt"));
    // They come back where the database is lost, and are no captures.
    drop(store);
    lose_database(dir.path());
    let store = Store::open(dir.path()).expect("a store");
    assert_eq!(store.visits(&first.origin).expect("read"), visits);
    assert_eq!(store.latest(&first.origin).expect("read"), Some(first));
}

#[test]
fn a_payload_is_read_in_pieces() {
    let (dir, store) = store();
    let body: Vec<u8> = (0..3_000_000_u32)
        .map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()[1])
        .collect();
    let first = snapshot("2009-04-13T18:00:00Z", &body);
    let again = snapshot("2009-04-13T19:00:00Z", &body);
    let empty = snapshot("2009-04-13T20:00:00Z", b"");
    store
        .put_capture(&first, &body, Some(&exchange()))
        .expect("kept");
    store.put_capture(&again, &body, None).expect("kept");
    store.put_capture(&empty, b"", None).expect("kept");
    // The second is a revisit of the first.
    for (snapshot, body) in [(&first, &body[..]), (&again, &body), (&empty, b"")] {
        let kept = store.kept(&snapshot.id).expect("read").expect("known");
        let mut read = Vec::new();
        let mut payload = kept.open().expect("opened");
        payload.read_to_end(&mut read).expect("whole");
        assert!(read == body);
    }
    let kept = store.kept(&first.id).expect("read").expect("known");
    let path = file(dir.path());
    let bytes = fs::read(&path).expect("read");
    let broken = |at: usize| {
        let mut bytes = bytes.clone();
        bytes[at] ^= 0xff;
        fs::write(&path, bytes).expect("written");
        let mut read = Vec::new();
        match kept.open() {
            Ok(mut payload) => payload.read_to_end(&mut read).err().map(|e| e.to_string()),
            Err(error) => Some(error.to_string()),
        }
    };
    assert!(broken(bytes.len() / 2).is_some());
    fs::write(&path, &bytes[..bytes.len() / 2]).expect("written");
    let mut payload = kept.open().expect("it begins well");
    assert!(payload.read_to_end(&mut Vec::new()).is_err());
    fs::remove_file(&path).expect("removed");
    let told = kept.open().expect_err("no file").to_string();
    assert!(told.contains("the file is missing"), "{told}");
}

/// The digest is that of the bytes, not only the one that the records name.
#[test]
fn a_payload_that_was_exchanged_is_not_taken() {
    let mut lie = snapshot("2009-04-13T18:00:00Z", b"we are up");
    lie.digest = Sha256::of(b"we are down");
    let mut packed = Vec::new();
    warc::capture(&lie, b"we are up", None, None, &mut packed).expect("room");
    let plain = BufReader::new(MultiGzDecoder::new(&packed[..]));
    let read = warc::payload(plain, lie.digest, lie.bytes);
    let mut text = String::new();
    let told = read.expect("found").read_to_string(&mut text);
    assert!(told.is_err_and(|e| e.to_string().contains("the stated digest")));
}
