//! Stage records, dossiers, visits and decisions.

use backpedal_model::{Action, Decision, Dossier, Subject};

use super::*;

#[test]
fn stages_and_visits_are_kept() {
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
}

/// A decision on an invented claim.
fn decision(reason: &str, action: Action) -> Decision {
    let key = serde_json::json!({
        "id": "c-1", "document": { "name": "wire" }, "words": "we were never down",
        "before": "heron said", "after": "on monday", "kind": "outage", "polarity": "deny",
        "speaker": { "name": null, "org": "Heron", "role": null, "text": null },
    });
    Decision {
        case: "lindholm".into(),
        subject: Subject::Claim(serde_json::from_value(key).expect("a key")),
        action,
        reason: reason.into(),
        at: "2009-04-15T00:00:00Z".parse().expect("a time"),
        by: Some("Ada Berg".into()),
    }
}

#[test]
fn decisions_are_a_log_that_outlives_the_program() {
    let (dir, store) = store();
    let refuse = decision("a joke", Action::Refuse);
    let undo = decision("", Action::Undo(refuse.id()));
    let log = [refuse.clone(), undo, refuse];
    for decision in &log {
        store.put_decision(decision).expect("kept");
    }
    drop(store);
    let store = Store::open(dir.path()).expect("opened again");
    assert_eq!(store.decisions("lindholm").expect("read"), log);
    assert_eq!(store.decisions("other").expect("read"), []);
    assert_eq!(Decision::standing(&log).len(), 1);
}

#[test]
fn no_decision_is_left_out_in_silence() {
    let (_dir, store) = store();
    store
        .put_decision(&decision("a joke", Action::Refuse))
        .expect("kept");
    let sql = "INSERT INTO decisions (case_id, subject, decided_us, json)
               VALUES ('lindholm', 'c-2', 0, '{\"action\": \"defer\"}')";
    store
        .database
        .with(|connection| connection.execute(sql, ()))
        .expect("added");
    let error = store.decisions("lindholm").expect_err("not readable");
    assert!(error.to_string().contains("backup"), "{error}");
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
