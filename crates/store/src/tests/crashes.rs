//! What crashes, damage and company leave behind.

use super::*;

#[test]
fn damage_is_reported_with_file_and_next_step() {
    let (dir, store) = store();
    let body: Vec<u8> = (0..5_000_u32).flat_map(u32::to_be_bytes).collect();
    let first = snapshot("2009-04-13T18:00:00Z", &body);
    store.put_capture(&first, &body, None).expect("kept");
    let file = file(dir.path());
    let good = fs::read(&file).expect("a file");
    let mut flipped = good.clone();
    flipped[good.len() / 2] ^= 1;
    let early = good.len() - 1_000;
    for bad in [
        &b""[..],
        b"junk",
        &good[..good.len() / 2],
        &good[..early],
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
    lose_database(dir.path());
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
