//! Index directories that are not as they should be.

use std::{fs, path::PathBuf};

use super::{lindholm, made, search};
use crate::{Error, Index, Query, schema};

fn segment_files(dir: &std::path::Path) -> Vec<PathBuf> {
    let files = fs::read_dir(dir)
        .expect("a folder")
        .flatten()
        .map(|e| e.path());
    let mut files: Vec<PathBuf> = files
        .filter(|path| path.file_stem().is_some_and(|stem| stem.len() == 32))
        .collect();
    files.sort();
    files
}

#[test]
fn a_damaged_index_is_made_anew() {
    let (dir, index) = lindholm();
    drop(index);
    let files = segment_files(dir.path());
    assert!(files.len() >= 5, "{files:?}");
    let lists = [
        dir.path().join("meta.json"),
        dir.path().join(".managed.json"),
    ];
    for file in files.iter().chain(&lists) {
        let good = fs::read(file).expect("a file");
        let mut flipped = good.clone();
        flipped[good.len() / 2] ^= 0x55;
        let mut last = None;
        for bad in [
            None,
            Some(vec![]),
            Some(b"junk".to_vec()),
            Some(good[..good.len() / 2].to_vec()),
            Some(flipped),
        ] {
            let dir = tempfile::tempdir_in(dir.path()).expect("a directory");
            copy(file.parent().expect("a folder"), dir.path());
            let target = dir.path().join(file.file_name().expect("a name"));
            fs::remove_file(&target).expect("removed");
            let what = format!("{target:?} {:?}", bad.as_ref().map(Vec::len));
            if let Some(bad) = bad {
                fs::write(&target, bad).expect("written");
            }
            if target.ends_with(".managed.json") && Index::open_read(dir.path()).is_ok() {
                // The list also names what is no longer, or not yet, part of the index.
                continue;
            }
            // Without `meta.json` there is no index, and nothing to tell of.
            let expected = dir.path().join("meta.json").exists();
            match Index::open_read(dir.path()) {
                Err(Error::Damaged { .. } | Error::Outdated { .. }) if expected => {}
                Err(Error::Missing { .. }) if !expected => {}
                read => panic!("{what}: {read:?}"),
            }
            let index = Index::open(dir.path()).expect("made anew");
            assert_eq!(index.rebuilt().is_some(), expected, "{what}");
            assert_eq!(search(&index, "").total, 0);
            last = Some((dir, index));
        }
        let (_dir, index) = last.expect("an index");
        index.update(&made::lindholm()).expect("indexed");
        assert_eq!(search(&index, "").total, 6);
    }
}

#[test]
fn an_index_of_another_version_is_made_anew() {
    let (dir, index) = lindholm();
    drop(index);
    let meta = dir.path().join("meta.json");
    let text = fs::read_to_string(&meta).expect("an index");
    let version = format!("\\\"version\\\":{}", schema::VERSION);
    assert!(text.contains(&version), "{text}");
    fs::write(&meta, text.replace(&version, "\\\"version\\\":0")).expect("written");
    assert!(matches!(
        Index::open_read(dir.path()),
        Err(Error::Outdated { .. })
    ));
    let index = Index::open(dir.path()).expect("made anew");
    assert!(
        index
            .rebuilt()
            .is_some_and(|why| why.contains("another version"))
    );
    index.update(&made::lindholm()).expect("indexed");
    assert!(
        Index::open(dir.path())
            .expect("an index")
            .rebuilt()
            .is_none()
    );
}

#[test]
fn an_index_of_another_schema_is_made_anew() {
    let dir = tempfile::tempdir().expect("a directory");
    let mut other = tantivy::schema::Schema::builder();
    other.add_text_field("text", tantivy::schema::TEXT);
    tantivy::Index::create_in_dir(dir.path(), other.build()).expect("an index");
    assert!(matches!(
        Index::open_read(dir.path()),
        Err(Error::Outdated { .. })
    ));
    let index = Index::open(dir.path()).expect("made anew");
    index.update(&made::lindholm()).expect("indexed");
}

#[test]
fn files_of_others_are_left_alone() {
    let (dir, index) = lindholm();
    drop(index);
    fs::write(dir.path().join("notes.txt"), b"mine").expect("written");
    fs::write(dir.path().join("meta.json"), b"junk").expect("written");
    assert!(
        Index::open(dir.path())
            .expect("made anew")
            .rebuilt()
            .is_some()
    );
    assert_eq!(
        fs::read(dir.path().join("notes.txt")).expect("still there"),
        b"mine"
    );
}

#[test]
fn a_place_that_cannot_hold_an_index_is_named() {
    let dir = tempfile::tempdir().expect("a directory");
    let file = dir.path().join("file");
    fs::write(&file, b"x").expect("written");
    let error = Index::open(&file).expect_err("no directory").to_string();
    assert!(
        error.contains("cannot create") && error.contains("file"),
        "{error}"
    );
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    for path in fs::read_dir(from)
        .expect("a folder")
        .flatten()
        .map(|e| e.path())
    {
        if path.is_file() {
            fs::copy(&path, to.join(path.file_name().expect("a name"))).expect("copied");
        }
    }
}

/// The engine's lists have no checksum of their own.
#[test]
fn no_flipped_bit_of_the_lists_ends_the_program() {
    let (dir, index) = lindholm();
    drop(index);
    for name in ["meta.json", ".managed.json"] {
        let good = fs::read(dir.path().join(name)).expect("a file");
        for at in (0..good.len()).step_by(11) {
            let mut bad = good.clone();
            bad[at] ^= 1 << (at % 7);
            fs::write(dir.path().join(name), &bad).expect("written");
            if let Ok(index) = Index::open_read(dir.path()) {
                for text in ["", "outage -\"went dead\"", "lind*", "speaker:cole"] {
                    let _ = index.search(&Query::new(text));
                }
            }
        }
        fs::write(dir.path().join(name), &good).expect("written");
    }
    assert_eq!(
        search(&Index::open_read(dir.path()).expect("whole"), "").total,
        6
    );
}

#[test]
fn an_index_is_not_emptied_while_somebody_writes() {
    let (dir, index) = lindholm();
    let engine = tantivy::Index::open_in_dir(dir.path()).expect("an index");
    let held: tantivy::IndexWriter = engine
        .writer_with_num_threads(1, 15_000_000)
        .expect("a writer");
    let meta = fs::read(dir.path().join("meta.json")).expect("an index");
    fs::write(dir.path().join("meta.json"), b"junk").expect("written");
    assert!(matches!(Index::open(dir.path()), Err(Error::Busy { .. })));
    fs::write(dir.path().join("meta.json"), meta).expect("written");
    drop(held);
    assert_eq!(search(&index, "").total, 6);
}

#[test]
fn a_reader_notices_an_index_of_another_version() {
    let (dir, index) = lindholm();
    for file in segment_files(dir.path()) {
        fs::remove_file(file).expect("removed");
    }
    fs::remove_file(dir.path().join("meta.json")).expect("removed");
    let query = Query::new("outage");
    assert!(matches!(index.search(&query), Err(Error::Damaged { .. })));
    let mut other = tantivy::schema::Schema::builder();
    let text = other.add_text_field("text", tantivy::schema::TEXT);
    let other = tantivy::Index::create_in_dir(dir.path(), other.build()).expect("an index");
    let mut writer: tantivy::IndexWriter = other
        .writer_with_num_threads(1, 15_000_000)
        .expect("a writer");
    writer
        .add_document(tantivy::doc!(text => "outage"))
        .expect("added");
    writer.commit().expect("written");
    assert!(matches!(index.search(&query), Err(Error::Outdated { .. })));
}
