//! `extract`: documents and claims from files, standard input, or a case.

use std::{
    io::Read as _,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use backpedal_documents::{Given, Input, Media};
use backpedal_model::{Case, Claim, Document, Moment, Origin, Parties, Problem};

use super::Context;
use crate::{
    args::{ExtractArgs, Format},
    exit::{Ended, Usage},
    stages::{load_case, named, stem},
};

pub(crate) fn extract(context: &Context, args: &ExtractArgs) -> anyhow::Result<Ended> {
    let case = args
        .case
        .as_deref()
        .map(load_case)
        .transpose()?
        .map(|loaded| loaded.case);
    let zone = zone(args, case.as_ref())?;
    let mut problems = Vec::new();
    let standard_input = [PathBuf::from("-")];
    let inputs = if args.inputs.is_empty() {
        &standard_input[..]
    } else {
        &args.inputs
    };
    let bar = context.console.spinner("extracting");
    let (mut read, mut output) = (0_usize, Vec::new());
    for path in inputs {
        bar.say(&path.display().to_string());
        let documents = match bytes(path) {
            Ok(bytes) => documents(path, &bytes, args.published, &zone).drain(&mut problems),
            Err(error) => {
                problems.push(unread(path, &error));
                continue;
            }
        };
        read += documents.len();
        let found = if args.documents {
            Vec::new()
        } else {
            claims(&documents, case.as_ref(), &zone)
        };
        output.push((documents, found));
    }
    drop(bar);
    print(context, args, &output)?;
    context.console.problems(&problems);
    if read == 0 && !problems.is_empty() {
        anyhow::bail!("no input could be read");
    }
    Ok(Ended::from_problems(&problems))
}

/// The claims of one file, nothing known about it but its words.
pub(super) fn of_text(path: &Path, problems: &mut Vec<Problem>) -> Vec<Claim> {
    const ZONE: &str = "UTC";
    match bytes(path) {
        Ok(bytes) => {
            let documents = documents(path, &bytes, None, ZONE).drain(problems);
            claims(&documents, None, ZONE)
        }
        Err(error) => {
            problems.push(unread(path, &error));
            Vec::new()
        }
    }
}

fn unread(path: &Path, error: &anyhow::Error) -> Problem {
    Problem::new(path.display().to_string(), format!("{error:#}"))
}

/// The zone asked for, checked once.
fn zone(args: &ExtractArgs, case: Option<&Case>) -> anyhow::Result<String> {
    let zone = args
        .zone
        .clone()
        .or_else(|| case.map(|case| case.zone.clone()));
    let zone = zone.unwrap_or_else(|| "UTC".to_owned());
    jiff::tz::TimeZone::get(&zone).with_context(|| {
        Usage(format!(
            "{zone:?} is no time zone; write Europe/Rome or UTC"
        ))
    })?;
    Ok(zone)
}

fn bytes(path: &Path) -> anyhow::Result<Vec<u8>> {
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin()
            .lock()
            .read_to_end(&mut bytes)
            .context("cannot be read")?;
        return Ok(bytes);
    }
    std::fs::read(path).context("cannot be read")
}

fn documents(
    path: &Path,
    bytes: &[u8],
    published: Option<Moment>,
    zone: &str,
) -> backpedal_model::Parsed<Vec<Document>> {
    let origin = if path == Path::new("-") {
        Origin::Stdin
    } else {
        Origin::File(path.display().to_string())
    };
    let parsed = backpedal_documents::read(&Input {
        name: stem(&origin),
        bytes,
        media: Media::detect(origin.as_str(), None, bytes),
        content_type: None,
        url: None,
        snapshot: None,
        given: Given {
            published,
            publisher: None,
            voice_of: None,
            zone,
        },
    });
    named(parsed, origin.as_str())
}

fn claims(documents: &[Document], case: Option<&Case>, zone: &str) -> Vec<Claim> {
    let nobody = Parties::default();
    let parties = case.map_or(&nobody, |case| &case.parties);
    let window = case.map(|case| case.window);
    let mut claims = Vec::new();
    for document in documents {
        let parent = document
            .parent
            .as_ref()
            .and_then(|id| documents.iter().find(|d| d.id == *id));
        let context = backpedal_claims::Context {
            parties,
            zone,
            window,
            parent,
        };
        claims.extend(backpedal_claims::extract(document, &context));
    }
    claims
}

fn print(
    context: &Context,
    args: &ExtractArgs,
    output: &[(Vec<Document>, Vec<Claim>)],
) -> anyhow::Result<()> {
    let documents = || output.iter().flat_map(|(documents, _)| documents);
    let claims = || output.iter().flat_map(|(_, claims)| claims);
    let text = match (context.settings.format.value, args.documents) {
        (Format::Jsonl, true) => lines(documents())?,
        (Format::Jsonl, false) => lines(claims())?,
        (Format::Json, true) => serde_json::to_string(&documents().collect::<Vec<_>>())?,
        (Format::Json, false) => serde_json::to_string(&claims().collect::<Vec<_>>())?,
        (Format::Text | Format::Html | Format::Svg, true) => documents()
            .map(|document| format!("# {}\n{}\n\n", document.name, document.text))
            .collect(),
        (Format::Text | Format::Html | Format::Svg, false) => claims().map(claim_line).collect(),
    };
    if text.is_empty() {
        Ok(())
    } else {
        context.console.result(&text)
    }
}

fn lines<'a, T: serde::Serialize + 'a>(
    values: impl Iterator<Item = &'a T>,
) -> anyhow::Result<String> {
    let mut text = String::new();
    for value in values {
        text.push_str(&serde_json::to_string(value)?);
        text.push('\n');
    }
    Ok(text)
}

/// A claim for people: who, what, of whom, and the words.
fn claim_line(claim: &Claim) -> String {
    let speaker = &claim.speaker;
    let who = [speaker.name.as_deref(), speaker.org.as_deref()];
    let who: Vec<&str> = who.into_iter().flatten().collect();
    let who = match who.is_empty() {
        false => who.join(", "),
        true => speaker.text.clone().unwrap_or_else(|| "author".to_owned()),
    };
    let about = claim
        .subject
        .as_ref()
        .map_or("?", |subject| subject.text.as_str());
    let words = claim
        .quote
        .text
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    format!(
        "{}:{}-{}  {} {} ({})  {who} on {about}: {words}\n",
        claim.document,
        claim.quote.span.start,
        claim.quote.span.end,
        claim.kind,
        claim.polarity,
        claim.voice
    )
}
