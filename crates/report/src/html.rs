//! The report as one page that stands alone, and its parts for the web pages.

use askama::Template;
use backpedal_model::{ClaimId, Dossier};

use crate::{
    Render,
    names::Names,
    timeline::{self, Layout},
    view::{
        self, CardView, ClaimView, Report,
        groups::{self, Group},
    },
};

/// The look of the report and of the web pages: one style sheet, no imports, no outside fonts.
pub const STYLE: &str = concat!(
    include_str!("../assets/style.css"),
    include_str!("../assets/timeline.css")
);

/// One self-contained HTML file: no script, nothing from outside, readable on paper, in light and
/// dark, from 320 pixels up. Everything that came from outside is escaped.
#[derive(Clone, Copy, Debug, Default)]
pub struct Html;

impl Render for Html {
    fn render(&self, dossier: &Dossier) -> String {
        let report = Report::of(dossier);
        let main = Body::of(dossier, &report, None)
            .render()
            .unwrap_or_default();
        let title = &report.case.title;
        let page = Page {
            title,
            style: STYLE,
            main: &main,
            program: &report.program,
        };
        page.render().unwrap_or_default()
    }
}

/// The report without head and style, for a page that brings its own. `explain` is the address
/// prefix of claim pages ("/claim/"), if there are any.
#[must_use]
pub fn body(dossier: &Dossier, explain: Option<&str>) -> String {
    let report = Report::of(dossier);
    Body::of(dossier, &report, explain)
        .render()
        .unwrap_or_default()
}

/// The chain behind one claim as the inside of a page; `None` where there is no such claim.
/// `case` is the address of the case's page, for links to other claims.
#[must_use]
pub fn claim_body(dossier: &Dossier, claim: &ClaimId, case: &str) -> Option<String> {
    let names = Names(dossier);
    let view = view::claim(names, dossier.claim(claim)?);
    let involved = |card: &CardView| card.a.claim == view.id || card.b.claim == view.id;
    let cards = view::cards(names).into_iter().filter(involved).collect();
    Explained {
        claim: &view,
        cards,
        case,
    }
    .render()
    .ok()
}

#[derive(Template)]
#[template(path = "page.html")]
struct Page<'a> {
    title: &'a str,
    style: &'static str,
    main: &'a str,
    program: &'a str,
}

#[derive(Template)]
#[template(path = "report.html")]
struct Body<'a> {
    report: &'a Report,
    wide: String,
    narrow: String,
    explain: Option<&'a str>,
    /// Pairs of parties that claims ask about.
    asked: usize,
    /// Contradictions with a party on at least one side, and those between others.
    groups: (Vec<Group<'a>>, Vec<Group<'a>>),
    /// Claims that measurement could judge, the decided first.
    judged: Vec<&'a ClaimView>,
    /// The others.
    unjudged: Vec<&'a ClaimView>,
    /// Gaps that are shown, and those that are folded.
    gaps: (&'a [String], &'a [String]),
}

/// How many gaps are read before the others are folded.
const SHOWN_GAPS: usize = 12;

impl<'a> Body<'a> {
    fn of(dossier: &Dossier, report: &'a Report, explain: Option<&'a str>) -> Self {
        let claims = report.claims.iter();
        let (mut judged, unjudged): (Vec<_>, Vec<_>) = claims.partition(|c| c.rank.is_some());
        judged.sort_by_key(|claim| claim.rank);
        Self {
            groups: groups::of(&report.contradictions)
                .into_iter()
                .partition(|group| group.card.a.side.is_some() || group.card.b.side.is_some()),
            judged,
            unjudged,
            gaps: report.gaps.split_at(report.gaps.len().min(SHOWN_GAPS)),
            report,
            wide: timeline::fragment(dossier, Layout::Wide),
            narrow: timeline::fragment(dossier, Layout::Narrow),
            explain,
            asked: report.topology.iter().filter(|pair| pair.asked).count(),
        }
    }
}

#[derive(Template)]
#[template(path = "claim.html")]
struct Explained<'a> {
    claim: &'a ClaimView,
    cards: Vec<CardView>,
    case: &'a str,
}
