//! Results one record a line, for programs. Each stream holds one kind of thing.

use backpedal_model::{Claim, ClaimId, Contradiction, Dossier, NonContradiction};
use serde::Serialize;
use serde_json::{Value, json};

use crate::{
    Section,
    finding::finding,
    names::{Names, letter},
    stamp,
    view::{claim_rows, ledger_rows},
};

/// The records of a section, each a JSON object for a line of its own.
///
/// - [`Section::Contradictions`]: `kind`, `a` and `b` with `document`, `start`, `end` (Unicode
///   scalar values of the document's text, `end` exclusive), claim, quotation, speaker and time;
///   then id, letter, strength, grounds, what would change it, and the rule. Nothing but
///   contradictions ever stands in this stream, so that a scorer may count its lines.
/// - [`Section::NonContradictions`]: the same shape, with the kind in `none` in place of `kind`.
/// - [`Section::Ledger`], [`Section::Verdicts`]: as `ledger` and `claims` of [`crate::Json`].
/// - [`Section::Finding`]: one record with the time and the three lines.
#[must_use]
pub fn lines(dossier: &Dossier, section: Section) -> Vec<String> {
    let names = Names(dossier);
    match section {
        Section::Finding => vec![
            json!({
                "case": dossier.case.id,
                "as_of": dossier.run.as_of,
                "left_out": dossier.run.left_out,
                "synthetic": dossier.is_synthetic(),
                "finding": finding(dossier),
            })
            .to_string(),
        ],
        Section::Ledger => printed(&ledger_rows(names)),
        Section::Verdicts => printed(&claim_rows(names)),
        Section::Contradictions => {
            let found = dossier.contradictions.iter().enumerate();
            let records = found.filter_map(|(at, found)| contradiction(names, at, found));
            records.map(|record| record.to_string()).collect()
        }
        Section::NonContradictions => {
            let found = dossier.non_contradictions.iter();
            let records = found.filter_map(|found| non_contradiction(names, found));
            records.map(|record| record.to_string()).collect()
        }
    }
}

fn printed<T: Serialize>(rows: &[T]) -> Vec<String> {
    // Serialization of these types cannot fail: no maps with odd keys, no outside types.
    let row = |row: &T| serde_json::to_string(row).unwrap_or_default();
    rows.iter().map(row).collect()
}

/// A contradiction as scorers read it, and as `explain` repeats it; `at` is its place.
pub(crate) fn contradiction(names: Names<'_>, at: usize, found: &Contradiction) -> Option<Value> {
    let mut record = json!({
        "kind": found.kind,
        "id": found.id,
        "letter": letter(at),
        "a": end(names, &found.a)?,
        "b": end(names, &found.b)?,
        "strength": found.strength,
        "why": found.why,
        "would_change": found.would_change,
        "rule": found.rule,
    });
    let reviewed = crate::reviewed::on_pair(names, &found.id);
    if !reviewed.is_empty() {
        record["reviewed"] = json!(reviewed);
    }
    Some(record)
}

pub(crate) fn non_contradiction(names: Names<'_>, found: &NonContradiction) -> Option<Value> {
    Some(json!({
        "none": found.kind,
        "a": end(names, &found.a)?,
        "b": end(names, &found.b)?,
        "why": found.why,
    }))
}

/// Where one side stands, and who said it when.
fn end(names: Names<'_>, id: &ClaimId) -> Option<Value> {
    let claim: &Claim = names.0.claim(id)?;
    let zone = names.0.case.time_zone();
    let said = claim.said_at.as_ref().map(|at| stamp::said(at, &zone));
    Some(json!({
        "document": claim.document,
        "start": claim.quote.span.start,
        "end": claim.quote.span.end,
        "claim": claim.id,
        "number": names.number(id),
        "quote": claim.quote.text,
        "speaker": names.speaker(claim),
        "party": names.speaking_for(claim).map(|party| &party.id),
        "said_at": claim.said_at,
        "said": said,
        "outlet": names.outlet(claim),
        "url": names.0.document(&claim.document_id).and_then(|page| page.url.as_ref()),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    fn records(section: Section) -> Vec<Value> {
        let lines = lines(&sample::dossier(), section);
        let value = |line: &String| {
            assert!(!line.contains('\n'));
            serde_json::from_str(line).expect("JSON")
        };
        lines.iter().map(value).collect()
    }

    #[test]
    fn the_stream_of_contradictions_holds_nothing_else() {
        let dossier = sample::dossier();
        let found = records(Section::Contradictions);
        assert_eq!(found.len(), dossier.contradictions.len());
        for record in &found {
            assert!(record["kind"].is_string() && record["none"].is_null());
            for end in [&record["a"], &record["b"]] {
                let page = dossier.documents.iter().find(|d| end["document"] == d.name);
                let text = &page.expect("the document").text;
                let place = |key: &str| usize::try_from(end[key].as_u64().unwrap_or(0));
                let (start, stop) = (place("start").expect("a place"), place("end").expect("one"));
                let words: String = text.chars().skip(start).take(stop - start).collect();
                assert_eq!(end["quote"], words);
            }
        }
        assert_eq!(found[0]["kind"], "reversal");
        assert_eq!(found[0]["letter"], "A");
        assert_eq!(
            found[0]["a"]["speaker"],
            "Tom Reed, spokesman, Heron Transit"
        );
    }

    #[test]
    fn what_is_no_contradiction_has_another_shape() {
        let none = records(Section::NonContradictions);
        assert_eq!(none.len(), 1);
        assert!(none[0]["kind"].is_null());
        assert_eq!(none[0]["none"], "refinement");
    }

    #[test]
    fn every_other_section_is_a_stream_too() {
        let dossier = sample::dossier();
        assert_eq!(records(Section::Ledger).len(), dossier.positions.len());
        let verdicts = records(Section::Verdicts);
        assert_eq!(verdicts.len(), dossier.claims.len());
        assert_eq!(verdicts[3]["outcome"], "contradicted by measurement");
        let finding = records(Section::Finding);
        assert_eq!(finding[0]["finding"].as_array().map(Vec::len), Some(3));
        assert_eq!(finding[0]["synthetic"], true);
    }
}
