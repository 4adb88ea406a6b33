use super::*;
use crate::{Given, Media};

fn of(text: &str) -> Parsed<Vec<Document>> {
    let input = Input {
        name: "incidents.json",
        bytes: text.as_bytes(),
        media: Media::Incidents,
        content_type: None,
        url: Some("https://status.halyard.example/api/v2/incidents.json"),
        snapshot: None,
        given: Given {
            zone: "UTC",
            ..Given::default()
        },
    };
    crate::read(&input)
}

const INCIDENT: &str = r#"{"id": "h1", "name": "Calls fail", "created_at": "2031-03-04T09:12:00.000Z", "shortlink": "https://halyard.example/s/1",
  "incident_updates": [
    {"status": "resolved", "body": "Calls work again.", "created_at": "2031-03-04T10:30:00.000Z", "display_at": "2031-03-04T10:31:00.000Z"},
    {"status": "investigating", "body": "We look into failing calls.<br />More soon.", "created_at": "2031-03-04T03:12:00.000-06:00"}]}"#;

#[test]
fn an_incident_is_a_document_with_its_updates_in_order() {
    let page = format!(r#"{{"page": {{"name": "Halyard"}}, "incidents": [{INCIDENT}]}}"#);
    let found = of(&page);
    assert_eq!(found.problems, []);
    let document = &found.value[0];
    assert_eq!(document.kind, DocumentKind::Status);
    assert_eq!(
        document.text,
        "Calls fail\n\nInvestigating: We look into failing calls. More soon.\n\nResolved: Calls work again."
    );
    assert_eq!(document.publisher.as_deref(), Some("Halyard"));
    assert_eq!(document.url.as_deref(), Some("https://halyard.example/s/1"));
    let times: Vec<String> = document
        .parts
        .iter()
        .filter_map(|part| Some(part.at.as_ref()?.at.to_string()))
        .collect();
    assert_eq!(times.len(), 2, "{times:?}");
    assert!(
        times[0].starts_with("2031-03-04T03:12:00") && times[1].starts_with("2031-03-04T10:31:00"),
        "{times:?}"
    );
    // Alone, and in an array.
    assert_eq!(of(INCIDENT).value[0].text, document.text);
    assert_eq!(of(&format!("[{INCIDENT}, {{\"id\": 3}}]")).value.len(), 1);
}

#[test]
fn an_annotation_keeps_its_own_words_and_fields() {
    let text = r#"{"success": true, "result": {"annotations": [{"id": "7", "startDate": "2031-03-04T09:00:00Z", "endDate": null,
      "description": "Halyard lost half of its traffic after a power cut.", "asnsDetails": [{"asn": "64500", "name": "HALYARD"}],
      "linkedUrl": "https://halyard.example/post", "outage": {"outageCause": "POWER_OUTAGE", "outageType": "NETWORK"}}]}}"#;
    let found = of(text);
    let document = &found.value[0];
    assert_eq!(document.publisher.as_deref(), Some("Cloudflare Radar"));
    assert!(
        document
            .text
            .starts_with("Halyard lost half of its traffic after a power cut.\n\n"),
        "{}",
        document.text
    );
    assert!(
        document
            .text
            .ends_with("Outage cause: POWER_OUTAGE\nSource given: https://halyard.example/post"),
        "{}",
        document.text
    );
}

#[test]
fn other_json_is_told() {
    for (text, told) in [
        ("{\"incidents\": []}", "no incident"),
        ("{\"incidents\": [{\"incident_updates\": []}]}", "left out"),
        ("{\"incidents\": [", "no valid JSON"),
    ] {
        let found = of(text);
        assert!(found.value.is_empty());
        assert!(
            found.problems[0].to_string().contains(told),
            "{:?}",
            found.problems
        );
    }
}

#[test]
fn the_kind_is_told_by_the_bytes() {
    for (text, media) in [
        ("{\"page\": {}, \"incidents\": []}", Media::Incidents),
        ("{\"result\": {\"annotations\": []}}", Media::Incidents),
        (
            "[{\"id\": \"1\", \"incident_updates\": []}]",
            Media::Incidents,
        ),
        (
            "{\"data\": [{\"id\": \"1\", \"text\": \"two incidents\"}]}",
            Media::Posts,
        ),
    ] {
        assert_eq!(
            Media::detect("a.json", None, text.as_bytes()),
            media,
            "{text}"
        );
    }
}

#[test]
fn real_status_pages_are_read() {
    let Some(shared) = backpedal_testkit::shared() else {
        return;
    };
    let text =
        std::fs::read_to_string(shared.join("data/net/status/statuspage-incidents-2019-02.json"))
            .expect("the file");
    let found = of(&text);
    assert_eq!((found.value.len(), found.problems.len()), (22, 0));
    for document in &found.value {
        let times: Vec<_> = document
            .parts
            .iter()
            .filter_map(|part| part.at.as_ref())
            .collect();
        let instants: Vec<_> = times
            .iter()
            .map(|at| at.at.instants(&jiff::tz::TimeZone::UTC).start)
            .collect();
        assert!(
            instants.is_sorted() && !instants.is_empty(),
            "{}",
            document.name
        );
    }
}
