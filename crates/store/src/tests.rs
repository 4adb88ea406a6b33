//! The store as its callers see it.

use std::{fs, path::Path};

use backpedal_model::{Origin, Sha256, Snapshot};
use proptest::prelude::*;

use crate::{Decision, Error, Exchange, Store, Validators, captures::Captures};

const PAGE: &str = "https://news.example/lindholm-down";

fn snapshot(at: &str, body: &[u8]) -> Snapshot {
    Snapshot::new(Origin::Url(PAGE.into()), at.parse().expect("a time"), body)
}

fn exchange() -> Exchange {
    Exchange {
        request_head: b"GET /lindholm-down HTTP/1.1\r\nHost: news.example\r\n\r\n".to_vec(),
        response_head: b"HTTP/1.1 200 OK\r\nETag: \"a1\"\r\nTransfer-Encoding: chunked\r\n\r\n"
            .to_vec(),
        remote: Some([192, 0, 2, 7].into()),
    }
}

fn store() -> (tempfile::TempDir, Store) {
    let dir = tempfile::tempdir().expect("a directory");
    let store = Store::open(dir.path()).expect("a store");
    (dir, store)
}

fn file_of(store: &Store, snapshot: &Snapshot) -> std::path::PathBuf {
    store.captures.path(&Captures::name(snapshot))
}

/// Every file under `captures/`, the lock aside.
fn files(dir: &Path) -> Vec<std::path::PathBuf> {
    let folders = fs::read_dir(dir.join("captures"))
        .expect("a folder")
        .flatten();
    let folders = folders.map(|e| e.path()).filter(|path| path.is_dir());
    folders
        .flat_map(|f| {
            fs::read_dir(f)
                .expect("a folder")
                .flatten()
                .map(|e| e.path())
        })
        .collect()
}

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

#[test]
fn unfinished_files_are_ignored_and_removed() {
    let (dir, store) = store();
    let first = snapshot("2009-04-13T18:00:00Z", b"we are up");
    store.put_capture(&first, b"we are up", None).expect("kept");
    let left = file_of(&store, &first).with_file_name(".unfinished-1-0");
    fs::write(&left, b"half a rec").expect("written");
    assert_eq!(store.rebuild().expect("listed").problems, []);
    // Another process that writes at this moment keeps its unfinished file.
    let lock = fs::File::options()
        .write(true)
        .open(dir.path().join("captures/.lock"));
    let lock = lock.expect("a lock");
    lock.lock_shared().expect("locked");
    drop(Store::open(dir.path()).expect("a store"));
    assert!(left.exists());
    lock.unlock().expect("unlocked");
    drop(Store::open(dir.path()).expect("a store"));
    assert!(!left.exists());
}

#[test]
fn a_file_without_its_row_is_taken_over() {
    let (dir, store) = store();
    let first = snapshot("2009-04-13T18:00:00Z", b"we are up");
    store
        .put_capture(&first, b"we are up", Some(&exchange()))
        .expect("kept");
    store
        .database
        .with(|c| c.execute("DELETE FROM snapshots", ()))
        .expect("forgotten");
    assert_eq!(store.body(&first.id).expect("read"), None);
    store
        .put_capture(&first, b"we are up", Some(&exchange()))
        .expect("kept");
    assert!(store.body(&first.id).expect("read").is_some());
    // A damaged one is written anew.
    store
        .database
        .with(|c| c.execute("DELETE FROM snapshots", ()))
        .expect("forgotten");
    fs::write(file_of(&store, &first), b"junk").expect("written");
    store
        .put_capture(&first, b"we are up", Some(&exchange()))
        .expect("kept");
    assert!(store.body(&first.id).expect("read").is_some());
    assert_eq!(files(dir.path()).len(), 1);
}

#[test]
fn damage_is_reported_with_file_and_next_step() {
    let (_dir, store) = store();
    let body: Vec<u8> = (0..5_000_u32).flat_map(u32::to_be_bytes).collect();
    let first = snapshot("2009-04-13T18:00:00Z", &body);
    store.put_capture(&first, &body, None).expect("kept");
    let file = file_of(&store, &first);
    let good = fs::read(&file).expect("a file");
    let mut flipped = good.clone();
    flipped[good.len() / 2] ^= 1;
    for bad in [
        &b""[..],
        b"junk",
        &good[..good.len() / 2],
        &good[..good.len() - 1],
        &flipped,
    ] {
        fs::write(&file, bad).expect("written");
        let error = store.body(&first.id).expect_err("damaged").to_string();
        assert!(
            error.contains(&*file.to_string_lossy()) && error.contains("backup"),
            "{error}"
        );
    }
    fs::remove_file(&file).expect("removed");
    let error = store.body(&first.id).expect_err("missing").to_string();
    assert!(error.contains("the file is missing"), "{error}");
}

#[test]
fn a_lost_database_is_made_again() {
    let dir = tempfile::tempdir().expect("a directory");
    let mut first = snapshot("2009-04-13T18:00:00.5Z", b"we are up");
    first.status = Some(200);
    first.media_type = Some("text/html; charset=utf-8".into());
    first.headers = vec![("Server".into(), "näginx".into())];
    let second = snapshot("2009-04-13T19:00:00Z", b"we are up");
    let third = Snapshot::new(Origin::File("a/b.txt".into()), first.captured_at, b"other");
    {
        let store = Store::open(dir.path()).expect("a store");
        store
            .put_capture(&first, b"we are up", Some(&exchange()))
            .expect("kept");
        store
            .put_capture(&second, b"we are up", None)
            .expect("kept");
        store.put_capture(&third, b"other", None).expect("kept");
    }
    for name in [
        "backpedal.sqlite",
        "backpedal.sqlite-wal",
        "backpedal.sqlite-shm",
    ] {
        let _ = fs::remove_file(dir.path().join(name));
    }
    let damaged = Snapshot::new(Origin::Stdin, first.captured_at, b"gone");
    let folder = dir.path().join("captures/00");
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(
        folder.join(format!("{}-x.warc.gz", damaged.digest)),
        b"junk",
    )
    .expect("written");
    let store = Store::open(dir.path()).expect("a store");
    assert_eq!(store.problems().len(), 1);
    assert_eq!(
        store.history(&first.origin).expect("read"),
        [first.clone(), second.clone()]
    );
    for (snapshot, body) in [
        (&first, "we are up"),
        (&second, "we are up"),
        (&third, "other"),
    ] {
        assert_eq!(
            store.snapshot(&snapshot.id).expect("read").as_ref(),
            Some(snapshot)
        );
        assert_eq!(
            store.body(&snapshot.id).expect("read").as_deref(),
            Some(body.as_bytes())
        );
    }
    let again = store.rebuild().expect("listed");
    assert_eq!((again.captures, again.problems.len()), (3, 1));
    assert_eq!(Store::open(dir.path()).expect("a store").problems(), []);
}

#[test]
fn places_that_cannot_hold_a_store_are_named() {
    let dir = tempfile::tempdir().expect("a directory");
    let file = dir.path().join("file");
    fs::write(&file, b"x").expect("written");
    for place in [file.clone(), file.join("below")] {
        assert!(
            matches!(Store::open(&place), Err(Error::NotADirectory { .. })),
            "{place:?}"
        );
    }
    assert!(matches!(
        Store::open_existing(&file),
        Err(Error::NotADirectory { .. })
    ));
    let absent = dir.path().join("absent");
    assert!(matches!(
        Store::open_existing(&absent),
        Err(Error::Missing { .. })
    ));
    assert!(!absent.exists());
    drop(Store::open(&absent).expect("a store"));
    assert!(Store::open_existing(&absent).is_ok());
}

#[test]
fn a_database_of_another_kind_is_named() {
    let dir = tempfile::tempdir().expect("a directory");
    drop(Store::open(dir.path()).expect("a store"));
    let path = dir.path().join("backpedal.sqlite");
    rusqlite::Connection::open(&path)
        .and_then(|c| c.pragma_update(None, "user_version", 99))
        .expect("changed");
    let error = Store::open(dir.path()).expect_err("too new");
    assert!(matches!(error, Error::Newer { found: 99, .. }), "{error}");
    fs::write(
        &path,
        "not a database, and long enough to be looked at".repeat(40),
    )
    .expect("written");
    let error = Store::open(dir.path()).expect_err("damaged");
    assert!(matches!(error, Error::Damaged { .. }), "{error}");
}

#[test]
fn what_the_system_refuses_is_sorted_by_next_step() {
    use std::io::{Error as Io, ErrorKind};
    let sorted = |kind: ErrorKind| Error::io("write", Path::new("/x"), Io::from(kind)).to_string();
    assert!(sorted(ErrorKind::StorageFull).contains("free some space"));
    assert!(sorted(ErrorKind::ReadOnlyFilesystem).contains("write permission"));
    assert!(sorted(ErrorKind::PermissionDenied).contains("write permission"));
    assert!(sorted(ErrorKind::TimedOut).starts_with("cannot write /x"));
    let sqlite = |code| {
        let failure = rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), None);
        Error::database(Path::new("/x"), failure)
    };
    assert!(matches!(
        sqlite(rusqlite::ffi::SQLITE_FULL),
        Error::DiskFull { .. }
    ));
    assert!(matches!(
        sqlite(rusqlite::ffi::SQLITE_BUSY),
        Error::Busy { .. }
    ));
    assert!(matches!(
        sqlite(rusqlite::ffi::SQLITE_READONLY),
        Error::ReadOnly { .. }
    ));
}

#[test]
fn stages_visits_and_decisions_are_kept() {
    let (dir, store) = store();
    let (key, other) = (Sha256::of(b"input"), Sha256::of(b"other input"));
    store.put_stage("claims", 1, &key, "[1]").expect("kept");
    store.put_stage("claims", 1, &key, "[2]").expect("kept");
    let reader = Store::open(dir.path()).expect("a second reader");
    assert_eq!(
        reader.stage("claims", 1, &key).expect("read").as_deref(),
        Some("[2]")
    );
    assert_eq!(store.stage("claims", 2, &key).expect("read"), None);
    assert_eq!(store.stage("claims", 1, &other).expect("read"), None);

    let origin = Origin::Url(PAGE.into());
    let at = |text: &str| text.parse().expect("a time");
    store
        .record_visit(&origin, at("2009-04-13T19:00:00Z"), 304)
        .expect("kept");
    store
        .record_visit(&origin, at("2009-04-13T18:00:00Z"), 503)
        .expect("kept");
    let visits = store.visits(&origin).expect("read");
    assert_eq!(
        visits.iter().map(|v| v.status).collect::<Vec<_>>(),
        [503, 304]
    );
    assert_eq!(visits[1].at, at("2009-04-13T19:00:00Z"));

    let decision = |value: &str| Decision {
        case: "lindholm".into(),
        subject: "c-1".into(),
        at: at("2009-04-15T00:00:00Z"),
        value: value.into(),
    };
    for value in ["refuse", "accept"] {
        store.put_decision(&decision(value)).expect("kept");
    }
    let decisions = store.decisions("lindholm").expect("read");
    assert_eq!(decisions, [decision("refuse"), decision("accept")]);
    assert_eq!(store.decisions("other").expect("read"), []);
}

#[test]
fn two_writers_and_a_reader_get_along() {
    let (dir, store) = store();
    std::thread::scope(|scope| {
        for writer in 0..2_u8 {
            let dir = dir.path();
            scope.spawn(move || {
                let store = Store::open(dir).expect("a store");
                for n in 0..10_u8 {
                    let body = [n, writer / 2];
                    let at = format!("2009-04-13T18:00:{n:02}Z");
                    let origin = Origin::Url(format!("https://w{writer}.example/"));
                    let snapshot = Snapshot::new(origin, at.parse().expect("a time"), &body);
                    store.put_capture(&snapshot, &body, None).expect("kept");
                    assert_eq!(store.body(&snapshot.id).expect("read"), Some(body.to_vec()));
                }
            });
        }
    });
    for writer in 0..2 {
        let origin = Origin::Url(format!("https://w{writer}.example/"));
        assert_eq!(store.history(&origin).expect("read").len(), 10);
    }
}

fn unpack(file: &Path) -> String {
    use std::io::Read as _;
    let bytes = fs::read(file).expect("a file");
    let mut text = Vec::new();
    flate2::read::MultiGzDecoder::new(&*bytes)
        .read_to_end(&mut text)
        .expect("gzip");
    String::from_utf8_lossy(&text).into_owned()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Nothing that a server or a name holds can change what is read back.
    #[test]
    fn any_capture_comes_back(
        url in ".{0,30}",
        body in proptest::collection::vec(any::<u8>(), 0..300),
        heads in proptest::option::of((
            proptest::collection::vec(any::<u8>(), 0..80),
            proptest::collection::vec(any::<u8>(), 0..80),
        )),
        headers in proptest::collection::vec((".{0,8}", ".{0,8}"), 0..4),
        media_type in proptest::option::of(".{0,12}"),
        seconds in 0_i64..4_000_000_000,
    ) {
        let at = jiff::Timestamp::from_second(seconds).expect("a time");
        let mut snapshot = Snapshot::new(Origin::Url(url), at, &body);
        snapshot.headers = headers;
        snapshot.media_type = media_type;
        let exchange = heads.map(|(request_head, response_head)| Exchange {
            request_head, response_head, remote: None,
        });
        let file = crate::warc::write(&snapshot, &body, exchange.as_ref(), None).expect("packed");
        let capture = crate::warc::read(&file).expect("read");
        prop_assert_eq!(&capture.snapshot, &snapshot);
        prop_assert_eq!(capture.body, Some(body));
    }

    /// Junk and damage give an error or the truth, never a panic.
    #[test]
    fn damage_never_gives_other_bytes(at in 0_usize..2_000, flip in 1_u8..=255, cut in any::<bool>()) {
        let body = b"we are up, all of us, as ever";
        let snapshot = snapshot("2009-04-13T18:00:00Z", body);
        let mut file = crate::warc::write(&snapshot, body, Some(&exchange()), None).expect("packed");
        let at = at % file.len();
        if cut { file.truncate(at) } else { file[at] ^= flip }
        if let Ok(capture) = crate::warc::read(&file) {
            prop_assert_eq!(capture.body.as_deref(), Some(&body[..]));
        }
    }

    #[test]
    fn junk_is_refused(junk in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(crate::warc::read(&junk).is_err());
    }
}
