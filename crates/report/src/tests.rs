//! The renderers on the invented dossier: snapshots, escaping, determinism, emptiness.

use crate::{
    Html, Json, Layout, Render, Terminal, explain, finding, sample, timeline, timeline_svg,
};

const PLAIN: Terminal = Terminal {
    color: false,
    width: 80,
};

/// For looking at: `BACKPEDAL_REPORT_OUT=DIR cargo test -p backpedal-report look`.
#[test]
fn look() {
    let Some(out) = std::env::var_os("BACKPEDAL_REPORT_OUT") else {
        return;
    };
    let out = std::path::PathBuf::from(out);
    let dossier = match std::env::var_os("BACKPEDAL_DOSSIER") {
        Some(path) => serde_json::from_str(&std::fs::read_to_string(path).expect("a file"))
            .expect("a dossier"),
        None => sample::dossier(),
    };
    let write = |name: &str, text: String| std::fs::write(out.join(name), text).expect("writable");
    write("report.html", Html.render(&dossier));
    write("report.json", Json.render(&dossier));
    write("report.txt", PLAIN.render(&dossier));
    write("timeline.svg", timeline_svg(&dossier));
    write("narrow.svg", timeline(&dossier, Layout::Narrow));
    let explained = dossier
        .claims
        .iter()
        .filter_map(|claim| explain(&dossier, &claim.id));
    write("explain.txt", explained.collect::<Vec<_>>().join("\n"));
    write("finding.txt", finding(&dossier).join("\n"));
}
