//! Stores of the first schema, in which every capture was a file of its own.

use super::*;

/// What schema 1 had of the tables that have changed since.
const SCHEMA_1: &str = "
    CREATE TABLE snapshots (id TEXT PRIMARY KEY, origin_kind TEXT NOT NULL, origin TEXT NOT NULL,
        captured_us INTEGER NOT NULL, digest TEXT NOT NULL, file TEXT NOT NULL,
        holds INTEGER NOT NULL, fetched INTEGER NOT NULL, json TEXT NOT NULL) STRICT;
    CREATE INDEX snapshots_by_origin ON snapshots (origin_kind, origin, captured_us);
    CREATE INDEX snapshots_by_digest ON snapshots (digest, holds);
    CREATE TABLE visits (origin_kind TEXT NOT NULL, origin TEXT NOT NULL, at_us INTEGER NOT NULL,
        status INTEGER NOT NULL, PRIMARY KEY (origin_kind, origin, at_us)) STRICT;
    INSERT INTO visits VALUES ('url', 'https://news.example/lindholm-down', 5, 304);
    PRAGMA user_version = 1;";

/// A store as the first version left it, with one capture.
fn old_store() -> (tempfile::TempDir, Snapshot) {
    let dir = tempfile::tempdir().expect("a directory");
    let snapshot = snapshot("2009-04-13T18:00:00Z", b"we are up");
    let digest = snapshot.digest.to_string();
    let name = format!("{}/{digest}-{}.warc.gz", &digest[..2], snapshot.id);
    let path = dir.path().join("captures").join(&name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    let mut bytes = Vec::new();
    crate::warc::capture(&snapshot, b"we are up", Some(&exchange()), None, &mut bytes)
        .expect("packed");
    fs::write(&path, bytes).expect("written");
    fs::write(path.with_file_name(".unfinished-1-0"), b"half a rec").expect("written");
    let connection = rusqlite::Connection::open(dir.path().join("backpedal.sqlite"));
    let connection = connection.expect("a database");
    connection.execute_batch(SCHEMA_1).expect("made");
    let json = serde_json::to_string(&snapshot).expect("JSON");
    connection
        .execute(
            "INSERT INTO snapshots VALUES (?1, 'url', ?2, 0, ?3, ?4, 1, 1, ?5)",
            (snapshot.id.as_str(), PAGE, digest, name, json),
        )
        .expect("listed");
    (dir, snapshot)
}

#[test]
fn an_old_store_is_read_and_goes_on_in_segments() {
    let (dir, first) = old_store();
    let refused = Store::open_read(dir.path()).expect_err("an old one");
    assert!(
        matches!(refused, Error::Older { found: 1, .. }),
        "{refused}"
    );
    let store = Store::open(dir.path()).expect("a store");
    let body = || store.body(&first.id).expect("read");
    assert_eq!(body().as_deref(), Some(&b"we are up"[..]));
    assert_eq!(store.visits(&first.origin).expect("read")[0].status, 304);
    // The same payload again refers to the old file.
    let second = snapshot("2009-04-13T19:00:00Z", b"we are up");
    store
        .put_capture(&second, b"we are up", None)
        .expect("kept");
    let files = files(dir.path());
    assert_eq!(files.len(), 2, "{files:?}");
    let segment = files
        .iter()
        .find(|f| f.parent() == Some(&dir.path().join("captures")));
    assert_eq!(records(segment.expect("a segment"), "revisit").len(), 1);
    assert!(store.body(&second.id).expect("read").is_some());
    let unfinished = files.iter().map(|f| f.with_file_name(".unfinished-1-0"));
    assert!(unfinished.into_iter().all(|path| !path.exists()));
}

#[test]
fn old_and_new_files_are_listed_together() {
    let (dir, first) = old_store();
    let store = Store::open(dir.path()).expect("a store");
    let second = snapshot("2009-04-13T19:00:00Z", b"we are down");
    store
        .put_capture(&second, b"we are down", None)
        .expect("kept");
    drop(store);
    lose_database(dir.path());
    let store = Store::open(dir.path()).expect("a store");
    assert_eq!(store.problems(), []);
    assert_eq!(store.history(&first.origin).expect("read"), [first, second]);
}
