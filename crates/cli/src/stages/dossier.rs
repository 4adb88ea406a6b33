//! All stages in order, into one dossier.

use std::path::PathBuf;

use anyhow::Context as _;
use backpedal_indexer::Index;
use backpedal_model::{Document, Dossier, Problem, RunInfo};
use backpedal_report::Render as _;
use jiff::Timestamp;

use super::{
    Bench, LoadedCase, capture, claims, copies, documents,
    editions::{self, Words},
    history::{self, Past},
    measure,
};

/// The addresses of a case that were found in more than one state.
pub(crate) fn changed(
    bench: &Bench<'_>,
    loaded: &LoadedCase,
    problems: &mut Vec<Problem>,
) -> anyhow::Result<Vec<Past>> {
    // What is not at hand, or not there any more, is told by a run.
    let captured = capture::captures(bench, loaded, &mut Vec::new())?;
    history::changed(bench, loaded, &captured, problems)
}

/// All words of a case: the latest of each address, and what was edited away or is gone; with the
/// addresses that were found in more than one state.
pub(crate) fn words(
    bench: &Bench<'_>,
    loaded: &LoadedCase,
    problems: &mut Vec<Problem>,
) -> anyhow::Result<(Words, Vec<Past>)> {
    let case = &loaded.case;
    let captured = capture::captures(bench, loaded, problems)?;
    let documents = documents::documents(bench, loaded, &captured, problems)?;
    let claims = claims::claims(bench, case, &documents, problems)?;
    let mut words = Words {
        snapshots: captured.iter().map(|item| item.snapshot.clone()).collect(),
        documents,
        claims,
    };
    copies::mark(&mut words);
    let changed = history::changed(bench, loaded, &captured, problems)?;
    editions::enter(&mut words, &changed);
    Ok((words, changed))
}

/// Runs all stages over what is captured. Finished work is taken from the store.
pub(crate) fn run_case(bench: &Bench<'_>, loaded: &LoadedCase) -> anyhow::Result<Dossier> {
    let case = &loaded.case;
    let mut problems: Vec<Problem> = Vec::new();
    let (words, _) = words(bench, loaded, &mut problems)?;
    let measured = measure::measure_case(bench, loaded, &mut problems)?;
    // What is known is as of the latest capture, not of the moment somebody asks.
    let as_of = words
        .snapshots
        .iter()
        .map(|snapshot| snapshot.captured_at)
        .chain(words.documents.iter().filter_map(ended))
        .max()
        .unwrap_or(bench.now);
    let decisions = bench.store.decisions(&case.id)?;
    let found = Dossier {
        case: case.clone(),
        run: RunInfo {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            as_of,
            left_out: None,
        },
        snapshots: words.snapshots,
        documents: words.documents,
        claims: words.claims,
        datasets: measured.datasets,
        observations: measured.observations,
        relationships: measured.relationships,
        paths: measured.paths,
        positions: Vec::new(),
        contradictions: Vec::new(),
        non_contradictions: Vec::new(),
        statements: Vec::new(),
        supports: Vec::new(),
        incidents: Vec::new(),
        verdicts: Vec::new(),
        decisions: Vec::new(),
        extracted: Vec::new(),
        problems,
    };
    let dossier = backpedal_matcher::decide(found, &decisions);
    say_unmet(bench, &dossier);
    Ok(dossier)
}

/// When it was found that a document no longer stands.
fn ended(document: &Document) -> Option<Timestamp> {
    let ended = document.edition.as_ref()?.ended.as_ref()?;
    Some(ended.between.end)
}

/// Says which decisions of the person meet nothing, or not all of what they met before. They are
/// kept, and so is the report of what they met.
fn say_unmet(bench: &Bench<'_>, dossier: &Dossier) {
    for review in &dossier.decisions {
        for what in review.unmet() {
            let decision = &review.decision;
            bench.console.note(&format!(
                "note: the decision {} ({} {}) is not obeyed in full: {what}\n  hint: look, decide \
                 anew, or take it back with `backpedal review {} undo`",
                decision.id(),
                decision.action.as_str(),
                decision.subject.printed(),
                decision.id()
            ));
        }
    }
}

/// Where the files of a case's report lie.
pub(crate) struct Published {
    pub(crate) html: PathBuf,
    pub(crate) json: PathBuf,
}

/// Keeps the dossier, brings the search index up to date, writes the report files.
pub(crate) fn publish(bench: &Bench<'_>, dossier: &Dossier) -> anyhow::Result<Published> {
    bench.store.put_dossier(dossier)?;
    let index = Index::open(&bench.store.search_dir())?;
    if let Some(why) = index.rebuilt() {
        bench
            .console
            .note(&format!("the search index is made again: {why}"));
        for other in bench
            .store
            .cases()?
            .iter()
            .filter(|other| other.id != dossier.case.id)
        {
            if let Some(other) = bench.store.dossier(&other.id)? {
                index.update(&other)?;
            }
        }
    }
    index.update(dossier)?;
    let dir = bench
        .settings
        .store
        .value
        .join("reports")
        .join(&dossier.case.id);
    std::fs::create_dir_all(&dir)
        .with_context(|| format!("the folder {} cannot be made", dir.display()))?;
    let published = Published {
        html: dir.join("report.html"),
        json: dir.join("report.json"),
    };
    write_whole(&published.html, &backpedal_report::Html.render(dossier))?;
    write_whole(&published.json, &backpedal_report::Json.render(dossier))?;
    Ok(published)
}

/// Writes a file so that a reader finds the old one or the new one, never half of it. It ends with
/// a line end, as on standard output.
pub(crate) fn write_whole(path: &std::path::Path, text: &str) -> anyhow::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let half = path.with_file_name(format!(".{name}.{}.part", std::process::id()));
    let end = if text.ends_with('\n') { "" } else { "\n" };
    let written =
        std::fs::write(&half, format!("{text}{end}")).and_then(|()| std::fs::rename(&half, path));
    if written.is_err() {
        let _ = std::fs::remove_file(&half);
    }
    written.with_context(|| format!("{} cannot be written", path.display()))
}
