//! Stage records, dossiers, visits and decisions.

use backpedal_model::Dossier;

use super::*;

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

/// A dossier of a case file's shape with nothing in it.
fn dossier(id: &str, as_of: &str) -> Dossier {
    let json = serde_json::json!({
        "case": {
            "id": id, "title": "Was Lindholm down?", "zone": "UTC", "parties": [], "sources": [],
            "window": { "start": "2009-04-13T00:00:00Z", "end": "2009-04-14T00:00:00Z" },
            "measurements": [], "topology": [], "policy": {}, "schedule": { "every_seconds": 900 },
        },
        "run": { "version": "0", "as_of": as_of },
        "snapshots": [], "documents": [], "claims": [], "datasets": [], "observations": [],
        "relationships": [], "paths": [], "positions": [], "contradictions": [],
        "non_contradictions": [], "verdicts": [], "problems": [],
    });
    serde_json::from_value(json).expect("a dossier")
}

#[test]
fn a_dossier_replaces_the_one_before() {
    let (dir, store) = store();
    assert_eq!(store.cases().expect("read"), []);
    let mut first = dossier("lindholm", "2009-04-14T00:00:00Z");
    store
        .put_dossier(&dossier("pontoon", "2009-04-14T00:00:00Z"))
        .expect("kept");
    store.put_dossier(&first).expect("kept");
    first.run.as_of = "2009-04-15T00:00:00Z".parse().expect("a time");
    first.case.synthetic = Some("made by a generator".into());
    store.put_dossier(&first).expect("kept");
    let reader = Store::open_existing(dir.path()).expect("a second reader");
    assert_eq!(
        reader.dossier("lindholm").expect("read"),
        Some(first.clone())
    );
    assert_eq!(reader.dossier("other").expect("read"), None);
    let cases = reader.cases().expect("read");
    let ids: Vec<&str> = cases.iter().map(|case| case.id.as_str()).collect();
    assert_eq!(ids, ["lindholm", "pontoon"]);
    assert_eq!(
        (cases[0].as_of, cases[0].synthetic),
        (first.run.as_of, true)
    );
    assert!(!cases[1].synthetic);
}

#[test]
fn a_dossier_of_another_version_says_what_to_do() {
    let (_dir, store) = store();
    store
        .put_dossier(&dossier("lindholm", "2009-04-14T00:00:00Z"))
        .expect("kept");
    let sql = "UPDATE dossiers SET json = '{}'";
    store
        .database
        .with(|connection| connection.execute(sql, ()))
        .expect("changed");
    let error = store
        .dossier("lindholm")
        .expect_err("not readable")
        .to_string();
    assert!(error.contains("run the case again"), "{error}");
}
