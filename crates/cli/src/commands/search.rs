//! `search`: documents and claims, with facets.

use std::fmt::Write as _;

use anyhow::Context as _;
use backpedal_indexer::{Facet, Hit, Index, Query, Results};

use super::Context;
use crate::{
    args::{Format, SearchArgs},
    exit::{Ended, Usage},
};

pub(crate) fn search(context: &Context, args: &SearchArgs) -> anyhow::Result<Ended> {
    let dir = context.settings.store.value.join("search");
    let index = Index::open_read(&dir)?;
    let mut filters = Vec::new();
    for text in &args.facets {
        let (facet, value) = text
            .split_once('=')
            .with_context(|| Usage(format!("{text:?} is not FACET=VALUE, as in party=internap")))?;
        let facet: Facet = facet.parse().map_err(|error: String| Usage(error))?;
        filters.push((facet, value.to_owned()));
    }
    let query = Query {
        text: args.query.clone(),
        filters,
        from: args.from,
        to: args.to,
        offset: args.offset,
        limit: args.limit,
    };
    let results = index.search(&query)?;
    let text = match context.settings.format.value {
        Format::Json => as_json(&results).to_string(),
        Format::Jsonl => {
            let lines: Vec<String> = results
                .hits
                .iter()
                .map(|hit| hit_json(hit).to_string())
                .collect();
            lines.join("\n")
        }
        Format::Text | Format::Html | Format::Svg => for_people(&results, context.console.color),
    };
    if !text.is_empty() {
        context.console.result(&text)?;
    }
    Ok(Ended::Done)
}

fn for_people(results: &Results, color: bool) -> String {
    let mut text = String::new();
    if results.any_word {
        text.push_str("nothing holds all the words; these hold some of them\n\n");
    }
    for hit in &results.hits {
        hit_lines(&mut text, hit, color);
    }
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{} of {} hits", results.hits.len(), results.total);
    for (facet, counts) in results
        .facets
        .iter()
        .filter(|(_, counts)| !counts.is_empty())
    {
        let shown: Vec<String> = counts
            .iter()
            .take(6)
            .map(|(value, n)| format!("{value} ({n})"))
            .collect();
        let _ = writeln!(text, "  {facet}: {}", shown.join(", "));
    }
    text
}

/// One hit: what it is, who says it, and the words with the matches marked.
fn hit_lines(text: &mut String, hit: &Hit, color: bool) {
    let (on, off) = if color {
        ("\u{1b}[1m", "\u{1b}[0m")
    } else {
        ("[", "]")
    };
    let words: String = hit
        .snippet
        .iter()
        .map(|(piece, marked)| {
            if *marked {
                format!("{on}{piece}{off}")
            } else {
                piece.clone()
            }
        })
        .collect();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let date = hit
        .date
        .map_or_else(|| "undated".to_owned(), |date| date.to_string());
    let mut facts = vec![hit.source.clone(), date];
    facts.extend(hit.speaker.clone());
    facts.extend(hit.claim_kind.map(|kind| kind.to_string()));
    facts.extend(hit.polarity.map(|polarity| polarity.to_string()));
    facts.extend(hit.outcome.map(|outcome| outcome.to_string()));
    let _ = writeln!(
        text,
        "{}  {}\n    {}\n    {words}\n",
        hit.id,
        hit.title,
        facts.join(" · ")
    );
}

fn hit_json(hit: &Hit) -> serde_json::Value {
    let snippet: Vec<_> = hit
        .snippet
        .iter()
        .map(|(text, marked)| serde_json::json!({ "text": text, "marked": marked }))
        .collect();
    serde_json::json!({
        "id": hit.id,
        "type": hit.kind_of,
        "case": hit.case,
        "title": hit.title,
        "document": hit.document,
        "url": hit.url,
        "span": hit.span,
        "date": hit.date,
        "speaker": hit.speaker,
        "party": hit.party,
        "kind": hit.claim_kind,
        "polarity": hit.polarity,
        "outcome": hit.outcome,
        "source": hit.source,
        "snippet": snippet,
    })
}

fn as_json(results: &Results) -> serde_json::Value {
    let facets: serde_json::Map<String, serde_json::Value> = results
        .facets
        .iter()
        .map(|(facet, counts)| {
            let counts = counts
                .iter()
                .map(|(value, n)| serde_json::json!({ "value": value, "count": n }));
            (facet.to_string(), counts.collect())
        })
        .collect();
    serde_json::json!({
        "total": results.total,
        "any_word": results.any_word,
        "hits": results.hits.iter().map(hit_json).collect::<Vec<_>>(),
        "facets": facets,
    })
}
