//! Places that cannot hold a store, and how that is told.

use super::*;

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
    let failed = sqlite(rusqlite::ffi::SQLITE_IOERR_SHMSIZE).to_string();
    assert!(failed.contains("is the disk full"), "{failed}");
    assert!(matches!(
        sqlite(rusqlite::ffi::SQLITE_BUSY),
        Error::Busy { .. }
    ));
    assert!(matches!(
        sqlite(rusqlite::ffi::SQLITE_READONLY),
        Error::ReadOnly { .. }
    ));
}
