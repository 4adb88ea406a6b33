//! Captures: round trip, once only, revisits.

use super::*;

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
    store
        .put_capture(&first, b"we are up", Some(&exchange()))
        .expect("kept");
    let file = file_of(&store, &first);
    let before = (
        fs::read(&file).expect("a file"),
        fs::metadata(&file).expect("a file").modified().ok(),
    );
    store
        .put_capture(&first, b"we are up", Some(&exchange()))
        .expect("kept again");
    let after = (
        fs::read(&file).expect("a file"),
        fs::metadata(&file).expect("a file").modified().ok(),
    );
    assert_eq!(before, after);
    assert_eq!(files(dir.path()).len(), 1);
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
    let (_dir, store) = store();
    let body = vec![b'x'; 50_000];
    let first = snapshot("2009-04-13T18:00:00Z", &body);
    let second = snapshot("2009-04-13T19:00:00Z", &body);
    store
        .put_capture(&first, &body, Some(&exchange()))
        .expect("kept");
    store
        .put_capture(&second, &body, Some(&exchange()))
        .expect("kept");
    let text = unpack(&file_of(&store, &second));
    assert!(text.contains("WARC-Type: revisit"), "{text}");
    assert!(text.contains("identical-payload-digest"));
    assert!(text.contains("WARC-Refers-To-Date: 2009-04-13T18:00:00Z"));
    assert!(text.contains("HTTP/1.1 200 OK") && !text.contains("xxxx"));
    assert_eq!(store.body(&second.id).expect("read"), Some(body));
    let times: Vec<_> = store.history(&first.origin).expect("read");
    assert_eq!(times, [first.clone(), second.clone()]);
    let latest = store.latest(&first.origin).expect("read");
    assert_eq!(latest.as_ref(), Some(&second));
    // Without the file that holds the payload, the loss is named, not hidden.
    fs::remove_file(file_of(&store, &first)).expect("removed");
    assert!(matches!(store.body(&second.id), Err(Error::Damaged { .. })));
    // And an empty payload is no reason for a revisit.
    for at in ["2009-04-13T20:00:00Z", "2009-04-13T21:00:00Z"] {
        let empty = snapshot(at, b"");
        store.put_capture(&empty, b"", None).expect("kept");
        assert!(unpack(&file_of(&store, &empty)).contains("WARC-Type: resource"));
    }
}

#[test]
fn a_head_reads_as_the_body_was_received() {
    let (_dir, store) = store();
    let first = snapshot("2009-04-13T18:00:00Z", b"we are up");
    store
        .put_capture(&first, b"we are up", Some(&exchange()))
        .expect("kept");
    let text = unpack(&file_of(&store, &first));
    assert!(
        text.contains("X-Archive-Orig-Transfer-Encoding: chunked\r\n\r\nwe are up\r\n\r\n"),
        "{text}"
    );
    assert!(text.contains("WARC-IP-Address: 192.0.2.7\r\n"));
}
