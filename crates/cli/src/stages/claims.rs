//! Documents into claims.

use backpedal_claims::Context;
use backpedal_model::{Case, Claim, Document, Parsed, Problem};

use super::{Bench, key_of};

/// Extracts the claims of every document, in document order.
pub(crate) fn claims(
    bench: &Bench<'_>,
    case: &Case,
    documents: &[Document],
    problems: &mut Vec<Problem>,
) -> anyhow::Result<Vec<Claim>> {
    let settings = key_of(&(&case.parties, &case.zone, case.window))?;
    let bar = bench.console.spinner("claims");
    let mut claims = Vec::new();
    for document in documents {
        bar.say(&format!("claims: {}", document.name));
        let parent = document
            .parent
            .as_ref()
            .and_then(|id| documents.iter().find(|d| d.id == *id));
        let key = key_of(&(settings, document, parent.map(|d| &d.id)))?;
        let context = Context {
            parties: &case.parties,
            zone: &case.zone,
            window: Some(case.window),
            parent,
        };
        let extract = || Parsed::clean(backpedal_claims::extract(document, &context));
        let found = bench.staged("claims", backpedal_claims::VERSION, &key, extract)?;
        claims.extend(found.drain(problems));
    }
    Ok(claims)
}
