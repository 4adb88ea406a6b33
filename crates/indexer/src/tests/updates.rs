//! Replacing the entries of a case.

use std::{fs, path::Path};

use backpedal_model::{ClaimKind, Polarity};

use super::{found, made, search};
use crate::{Error, Index, Query};

fn meta(dir: &Path) -> String {
    fs::read_to_string(dir.join("meta.json")).expect("an index")
}

#[test]
fn an_update_replaces_its_own_case_only() {
    let dir = tempfile::tempdir().expect("a directory");
    let index = Index::open(dir.path()).expect("an index");
    index.update(&made::lindholm()).expect("indexed");
    let mut other = made::lindholm();
    other.case.id = "other".into();
    index.update(&other).expect("indexed");
    assert_eq!(search(&index, "").total, 12);
    // Entries of both cases with one id keep their order.
    let hits = search(&index, "\"no outage\"").hits;
    assert_eq!(
        (hits[0].case.as_str(), hits[1].case.as_str()),
        ("lindholm", "other")
    );

    other.claims.truncate(1);
    other.documents[0].text = "Something else entirely".into();
    index.update(&other).expect("indexed");
    assert_eq!(search(&index, "case:lindholm").total, 6);
    assert_eq!(search(&index, "case:other").total, 3);
    assert_eq!(search(&index, "case:other zurich").total, 0);
    assert_eq!(found(&index, "entirely"), ["wire-report"]);
    assert_eq!(index.cases().expect("read"), ["lindholm", "other"]);
    index.update(&made::empty("other")).expect("emptied");
    assert_eq!(search(&index, "").total, 6);
}

#[test]
fn nothing_is_written_where_nothing_changed() {
    let dir = tempfile::tempdir().expect("a directory");
    let index = Index::open(dir.path()).expect("an index");
    let mut dossier = made::lindholm();
    index.update(&dossier).expect("indexed");
    let before = meta(dir.path());
    index.update(&dossier).expect("indexed");
    assert_eq!(meta(dir.path()), before);
    let reopened = Index::open(dir.path()).expect("an index");
    reopened.update(&dossier).expect("indexed");
    assert_eq!(meta(dir.path()), before);
    dossier.claims[0].polarity = Polarity::Uncertain;
    index.update(&dossier).expect("indexed");
    assert_ne!(meta(dir.path()), before);
    assert_eq!(search(&index, "polarity:deny").total, 0);
}

#[test]
fn a_reader_in_another_place_sees_the_update() {
    let dir = tempfile::tempdir().expect("a directory");
    assert!(matches!(
        Index::open_read(&dir.path().join("none")),
        Err(Error::Missing { .. })
    ));
    let writer = Index::open(dir.path()).expect("an index");
    let reader = Index::open_read(dir.path()).expect("an index");
    assert_eq!(search(&reader, "").total, 0);
    writer.update(&made::lindholm()).expect("indexed");
    assert_eq!(search(&reader, "").total, 6);
    writer.update(&made::empty("lindholm")).expect("emptied");
    assert_eq!(search(&reader, "").total, 0);
}

#[test]
fn two_writers_at_once_are_told() {
    let dir = tempfile::tempdir().expect("a directory");
    let index = Index::open(dir.path()).expect("an index");
    let engine = tantivy::Index::open_in_dir(dir.path()).expect("an index");
    let held: tantivy::IndexWriter = engine
        .writer_with_num_threads(1, 15_000_000)
        .expect("a writer");
    assert!(matches!(
        index.update(&made::lindholm()),
        Err(Error::Busy { .. })
    ));
    drop(held);
    index.update(&made::lindholm()).expect("indexed");
}

#[test]
fn scores_do_not_tell_of_the_past() {
    let fresh = tempfile::tempdir().expect("a directory");
    let fresh = Index::open(fresh.path()).and_then(|index| {
        index.update(&made::lindholm())?;
        Ok((index, fresh))
    });
    let (fresh, _kept) = fresh.expect("an index");
    let dir = tempfile::tempdir().expect("a directory");
    let used = Index::open(dir.path()).expect("an index");
    for n in 0..12 {
        let mut dossier = made::lindholm();
        for word in 0..=n {
            let text = format!("outage {word} outage");
            let extra = made::document(&text, &text, &text, "2009-04-13", None);
            let kind = (ClaimKind::Outage, Polarity::Affirm);
            dossier
                .claims
                .push(made::claim(&extra, &text, kind, ("", ""), &[]));
            dossier.documents.push(extra);
        }
        if n % 2 == 0 {
            dossier.case.id = format!("case-{n}");
        }
        used.update(&dossier).expect("indexed");
    }
    for n in (0..12).step_by(2) {
        used.update(&made::empty(&format!("case-{n}")))
            .expect("emptied");
    }
    used.update(&made::lindholm()).expect("indexed");
    for text in ["outage", "no outage lindholm", "\"no outage\"", "lind*", ""] {
        let query = Query::new(text);
        let (a, b) = (
            used.search(&query).expect("read"),
            fresh.search(&query).expect("read"),
        );
        assert_eq!(a, b, "{text}");
    }
}

#[test]
fn readers_that_come_and_go_while_a_writer_works_find_one_state_or_the_other() {
    let dir = tempfile::tempdir().expect("a directory");
    let index = Index::open(dir.path()).expect("an index");
    index.update(&made::lindholm()).expect("indexed");
    std::thread::scope(|scope| {
        let readers: Vec<_> = (0..2)
            .map(|_| {
                scope.spawn(|| {
                    for _ in 0..40 {
                        let reader = Index::open_read(dir.path()).expect("an index");
                        assert!([0, 6].contains(&search(&reader, "").total));
                    }
                })
            })
            .collect();
        while readers.iter().any(|reader| !reader.is_finished()) {
            index.update(&made::empty("lindholm")).expect("emptied");
            index.update(&made::lindholm()).expect("indexed");
        }
    });
}
