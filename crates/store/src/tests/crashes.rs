//! What crashes, damage and company leave behind.

use super::*;

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

#[test]
fn a_new_directory_can_be_opened_by_many_at_once() {
    for _ in 0..20 {
        let dir = tempfile::tempdir().expect("a directory");
        std::thread::scope(|scope| {
            for _ in 0..16 {
                scope.spawn(|| Store::open(dir.path()).expect("a store"));
            }
        });
    }
}
