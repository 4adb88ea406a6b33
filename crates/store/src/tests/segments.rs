//! Many captures to a file: company, full files, and what a stopped writer leaves.

use super::*;

/// Keeps `count` captures, one batch each; the snapshots.
fn fill(store: &Store, from: u32, count: u32) -> Vec<Snapshot> {
    let numbers = from..from + count;
    numbers
        .map(|number| {
            let body = format!("we are up, says line {number}");
            let at = format!("2009-04-13T18:{:02}:{:02}Z", number / 60, number % 60);
            let snapshot = snapshot(&at, body.as_bytes());
            store
                .put_capture(&snapshot, body.as_bytes(), Some(&exchange()))
                .expect("kept");
            snapshot
        })
        .collect()
}

fn readable(store: &Store, snapshots: &[Snapshot]) {
    for snapshot in snapshots {
        let body = store.body(&snapshot.id).expect("readable").expect("there");
        assert_eq!(Sha256::of(&body), snapshot.digest);
    }
}

#[test]
fn a_full_file_is_followed_by_another_and_a_new_store_goes_on_with_the_last() {
    let (dir, store) = store();
    store.rotate_at(4_000);
    let first = fill(&store, 0, 10);
    let before = files(dir.path());
    assert!(before.len() > 1, "{before:?}");
    for file in &before {
        assert!(fs::metadata(file).expect("a file").len() < 6_000);
        assert!(unpack(file).starts_with("WARC/1.1\r\nWARC-Type: warcinfo\r\n"));
    }
    drop(store);
    let store = Store::open(dir.path()).expect("a store");
    let second = fill(&store, 10, 1);
    assert_eq!(files(dir.path()), before);
    readable(&store, &first);
    readable(&store, &second);
    assert_eq!(store.rebuild().expect("listed").captures, 11);
}

#[test]
fn two_writers_have_a_file_each() {
    let (dir, store) = store();
    let other = Store::open(dir.path()).expect("a second store");
    let mut all = fill(&store, 0, 3);
    all.extend(fill(&other, 3, 3));
    all.extend(fill(&store, 6, 3));
    assert_eq!(files(dir.path()).len(), 2);
    readable(&other, &all);
    drop((store, other));
    lose_database(dir.path());
    let store = Store::open(dir.path()).expect("a store");
    assert_eq!(store.problems(), []);
    readable(&store, &all);
}

#[test]
fn wherever_a_writer_is_stopped_the_whole_is_listed_and_the_rest_cut_off() {
    let dir = tempfile::tempdir().expect("a directory");
    let store = Store::open(dir.path()).expect("a store");
    let kept = fill(&store, 0, 2);
    let file = file(dir.path());
    let acknowledged = fs::read(&file).expect("a file");
    fill(&store, 2, 2);
    let all = fs::read(&file).expect("a file");
    drop(store);
    let lengths = |dir: &Path| {
        let store = Store::open(dir).expect("a store");
        assert_eq!(store.problems(), []);
        readable(&store, &kept);
        let origin = Origin::Url(PAGE.into());
        let listed = store.history(&origin).expect("read");
        readable(&store, &listed);
        let length = fs::metadata(&file).expect("a file").len();
        assert_eq!(Store::open(dir).expect("again").problems(), []);
        (listed.len(), length as usize)
    };
    let mut seen = std::collections::BTreeSet::new();
    for length in (acknowledged.len()..=all.len())
        .step_by(7)
        .chain([all.len()])
    {
        // As after a kill: the bytes are in the file, and nothing of them is listed.
        let connection = rusqlite::Connection::open(dir.path().join("backpedal.sqlite"));
        let connection = connection.expect("a database");
        let known = format!("'{}', '{}'", kept[0].id, kept[1].id);
        connection
            .execute_batch(&format!(
                "DELETE FROM snapshots WHERE id NOT IN ({known});
                 UPDATE segments SET length = {}",
                acknowledged.len()
            ))
            .expect("forgotten");
        drop(connection);
        fs::write(&file, &all[..length]).expect("written");
        let (listed, left) = lengths(dir.path());
        assert!(left <= length && left >= acknowledged.len());
        seen.insert((listed, left));
    }
    // Never a part of a capture: only the three states between whole ones.
    let listed: Vec<usize> = seen.iter().map(|(listed, _)| *listed).collect();
    assert_eq!(listed, [2, 3, 4]);
    assert_eq!(seen.last().map(|(_, left)| *left), Some(all.len()));
}

#[test]
fn blank_room_behind_the_end_is_cut_and_junk_is_left_and_named() {
    for (tail, problems) in [(vec![0; 5_000], 0), (b"something else".to_vec(), 1)] {
        let (dir, store) = store();
        let kept = fill(&store, 0, 2);
        let file = file(dir.path());
        drop(store);
        let whole = fs::read(&file).expect("a file");
        fs::write(&file, [&whole[..], &tail].concat()).expect("written");
        let store = Store::open(dir.path()).expect("a store");
        assert_eq!(store.problems().len(), problems, "{:?}", store.problems());
        let left = fs::metadata(&file).expect("a file").len() as usize;
        assert_eq!(left, whole.len() + tail.len() * problems);
        // Nothing is added behind junk, and it is told once.
        let more = fill(&store, 2, 1);
        assert_eq!(files(dir.path()).len(), 1 + problems);
        readable(&store, &kept);
        readable(&store, &more);
        drop(store);
        assert_eq!(Store::open(dir.path()).expect("again").problems(), []);
    }
}

#[test]
fn damage_in_the_middle_costs_what_it_hits() {
    let (dir, store) = store();
    let all = fill(&store, 0, 5);
    let file = file(dir.path());
    drop(store);
    let whole = fs::read(&file).expect("a file");
    for at in [whole.len() / 2, whole.len() / 3] {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x55;
        damaged[at + 9] ^= 0x55;
        fs::write(&file, &damaged).expect("written");
        lose_database(dir.path());
        let store = Store::open(dir.path()).expect("a store");
        assert!(!store.problems().is_empty());
        let listed = store.history(&all[0].origin).expect("read");
        assert!(listed.len() >= 3 && listed.len() < 6, "{}", listed.len());
        readable(&store, &listed);
        drop(store);
        let left = fs::read(&file).expect("a file");
        assert_eq!(left, damaged, "what is damaged is left as it is");
    }
}

#[test]
fn a_write_that_fails_leaves_what_was_kept_before() {
    let (dir, store) = store();
    let kept = fill(&store, 0, 2);
    let file = file(dir.path());
    let before = fs::read(&file).expect("a file");
    // A database that refuses stands for a full disk: the bytes are written, their rows are not.
    let refuse = "CREATE TRIGGER full BEFORE INSERT ON snapshots BEGIN
                  SELECT RAISE(ABORT, 'no room'); END";
    store
        .database
        .with(|c| c.execute_batch(refuse))
        .expect("set up");
    let more = snapshot("2009-04-13T20:00:00Z", b"no room for this");
    let put = || store.put_capture(&more, b"no room for this", None);
    assert!(put().is_err() && put().is_err());
    assert_eq!(fs::read(&file).expect("a file"), before);
    readable(&store, &kept);
    store
        .database
        .with(|c| c.execute_batch("DROP TRIGGER full"))
        .expect("made room");
    put().expect("kept");
    readable(&store, &kept);
    readable(&store, &[more]);
    assert_eq!(files(dir.path()).len(), 1);
    assert_eq!(store.rebuild().expect("listed").problems, []);
}

#[test]
fn a_store_can_be_read_without_writing() {
    let (dir, store) = store();
    let kept = fill(&store, 0, 2);
    let reader = Store::open_read(dir.path()).expect("beside a writer");
    readable(&reader, &kept);
    drop((store, reader));
    let names = |dir: &Path| {
        let list = fs::read_dir(dir).expect("a folder").flatten();
        list.map(|e| e.file_name())
            .collect::<std::collections::BTreeSet<_>>()
    };
    let before = names(dir.path());
    let reader = Store::open_read(dir.path()).expect("a reader");
    readable(&reader, &kept);
    let more = snapshot("2009-04-13T20:00:00Z", b"new");
    let refused = reader.put_capture(&more, b"new", None);
    assert!(
        matches!(refused, Err(Error::ReadOnly { .. })),
        "{refused:?}"
    );
    drop(reader);
    assert_eq!(names(dir.path()), before);
    let absent = Store::open_read(&dir.path().join("absent"));
    assert!(matches!(absent, Err(Error::Missing { .. })));
}

#[test]
fn one_crawl_at_a_time() {
    let (dir, store) = store();
    let other = Store::open(dir.path()).expect("a second store");
    let at = |text: &str| text.parse().expect("a time");
    let lock = store.lock_crawl(at("2009-04-13T18:00:00Z")).expect("free");
    let error = other.lock_crawl(at("2009-04-13T19:00:00Z"));
    let error = error.expect_err("held").to_string();
    let holder = format!("process {} since 2009-04-13T18:00:00Z", std::process::id());
    assert!(error.contains(&holder), "{error}");
    // Others read and import meanwhile.
    readable(&other, &fill(&other, 0, 1));
    drop(lock);
    // What the text says of a process that is gone stops nobody.
    let text = fs::read_to_string(dir.path().join("crawl.lock")).expect("a file");
    assert!(text.contains("18:00:00"));
    drop(
        other
            .lock_crawl(at("2009-04-13T19:00:00Z"))
            .expect("free again"),
    );
    let text = fs::read_to_string(dir.path().join("crawl.lock")).expect("a file");
    assert!(text.contains("19:00:00"), "{text}");
}
