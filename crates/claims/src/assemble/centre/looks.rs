//! What a name itself says, and who speaks for it.

use std::{collections::BTreeMap, sync::LazyLock};

use backpedal_model::ClaimKind;
use regex::Regex;

use super::{float, scanned};
use crate::{
    analysis::Analysis,
    choice::Choice,
    lexicon::pattern,
    propositions::Candidate,
    structure::{EntityKind, is_org_word},
};

/// Those who look at the trouble of others.
static WATCHES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:ministry|minister|office|agency|regulator|authority|police|court|judge|union|commission|parliament|council|government|association|committee|board|times|post|news|gazette|chronicle)\b",
    )
});

/// Whether the first lines name it.
pub(super) fn header(
    analysis: &Analysis<'_>,
    number: usize,
    (head, own): (&str, bool),
    option: &mut Choice,
) {
    let name = &analysis.names.entities[number].name;
    let first = name.split(' ').next().unwrap_or_default();
    option.when(head.contains(name.as_str()), "header");
    option.when(first.len() > 3 && head.contains(first), "header-word");
    option.when(head.starts_with(name.as_str()), "letterhead");
    let before = head.find(name.as_str()).map_or("", |at| &head[..at]);
    option.when(before.ends_with("From: "), "sender");
    option.when(
        !analysis.names.entities[number].nouns.is_empty(),
        "described",
    );
    option.when(own && head.contains(name.as_str()), "header-of-we");
    option.when(
        own && first.len() > 3 && head.contains(first),
        "header-word-of-we",
    );
    option.when(
        own && analysis.names.entities[number].kind == EntityKind::Org,
        "org-of-we",
    );
}

/// What speaks for a person or a plain noun instead of a company or service; and how many claims
/// that the rules find name it in their own clause.
pub(super) fn shape(
    analysis: &Analysis<'_>,
    number: usize,
    rules: &[Candidate],
    option: &mut Choice,
) {
    let names = &analysis.names;
    let name = &names.entities[number].name;
    let low = name.to_lowercase();
    let last = low.rsplit(' ').next().unwrap_or_default();
    option.when(is_org_word(last), "trade-word");
    let plain = !low.contains(' ') && {
        let mut found = scanned(&analysis.text.norm).match_indices(low.as_str());
        found.any(|(at, _)| {
            let before = analysis.text.norm[..at].chars().next_back();
            before.is_none_or(|c| c == ' ')
        })
    };
    option.when(plain, "plain-word");
    let writes = |speaker: Option<&str>| speaker.is_some_and(|speaker| speaker == name);
    let mut regions = analysis.regions.iter();
    option.when(
        regions.any(|region| writes(region.speaker.name.as_deref())),
        "author",
    );
    let by = format!("by {low}");
    option.when(scanned(&analysis.text.low).contains(&by), "by");
    let personal = [" he ", " she ", " who ", ", who "];
    let after = |tail: &&str| scanned(&analysis.text.low).contains(&format!("{low}{tail}"));
    option.when(personal.iter().any(after), "who");
    let held = |candidate: &&Candidate| {
        let mut here = names.within(&candidate.clause).iter();
        here.any(|mention| mention.entity == number)
    };
    let claims = rules.iter().filter(held).count();
    let down = rules
        .iter()
        .filter(held)
        .filter(|candidate| matches!(candidate.kind, ClaimKind::Outage | ClaimKind::Restored));
    {
        option.gives("claims", (1.0 + float(claims)).ln());
        option.gives("claims-down", (1.0 + float(down.count())).ln());
    }
}

/// What the name itself says.
pub(super) fn entity(analysis: &Analysis<'_>, number: usize, most: usize, option: &mut Choice) {
    let entity = &analysis.names.entities[number];
    let (count, most) = (float(entity.count), float(most));
    option.gives("share", count / most);
    option.gives("count", (1.0 + count).ln());
    option.has(match entity.kind {
        EntityKind::Org => "org",
        EntityKind::Place => "place",
        EntityKind::Person => "person",
    });
    option.when(entity.outlet, "outlet");
    let low = entity.name.to_lowercase();
    option.when(WATCHES.is_match(&low), "watches");
    option.when(low.contains(' '), "several-words");
    option.when(entity.name.chars().all(|c| !c.is_lowercase()), "capitals");
    let key: String = low.chars().filter(|c| c.is_alphanumeric()).collect();
    let first: String = low.split(' ').next().unwrap_or_default().to_owned();
    let text = scanned(&analysis.text.low);
    let domain = |word: &str| {
        word.len() > 3
            && (text.contains(&format!("@{word}"))
                || text.match_indices(&format!("{word}.")).any(|(at, found)| {
                    let next = text[at + found.len()..].chars().next();
                    next.is_some_and(|next| next.is_ascii_lowercase())
                }))
    };
    option.when(domain(&key) || domain(&first), "address");
}

/// Who speaks where.
pub(super) struct Speakers {
    /// How many parts of the text each organisation writes.
    written: BTreeMap<usize, usize>,
    /// How many things each organisation is told to have said.
    told: BTreeMap<usize, usize>,
}

/// Counts who speaks. Each name is looked up once: a long text has thousands of frames.
pub(super) fn speakers(analysis: &Analysis<'_>) -> Speakers {
    let regions = analysis.regions.iter();
    let frames = analysis.frames.iter().flatten();
    Speakers {
        written: counted(
            analysis,
            regions.filter_map(|region| region.speaker.org.as_deref()),
        ),
        told: counted(
            analysis,
            frames.filter_map(|frame| frame.source.speaker.org.as_deref()),
        ),
    }
}

fn counted<'a>(
    analysis: &Analysis<'_>,
    orgs: impl Iterator<Item = &'a str>,
) -> BTreeMap<usize, usize> {
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    for org in orgs {
        *names.entry(org).or_default() += 1;
    }
    let mut counts = BTreeMap::new();
    for (name, count) in names {
        if let Some(number) = analysis.names.named(name) {
            *counts.entry(number).or_default() += count;
        }
    }
    counts
}

/// Whose voice the document is, and who is told to speak.
pub(super) fn voice(
    analysis: &Analysis<'_>,
    speakers: &Speakers,
    number: usize,
    option: &mut Choice,
) {
    let names = &analysis.names;
    option.when(analysis.company == Some(number), "voice");
    option.when(names.main == Some(number), "most-named");
    let of = |counts: &BTreeMap<usize, usize>| counts.get(&number).copied().unwrap_or_default();
    let own = float(of(&speakers.written));
    option.gives("posts", own / float(analysis.regions.len().max(1)));
    option.gives("speaks", (1.0 + float(of(&speakers.told))).ln());
    let staff = names.entities.iter().filter(|e| e.org == Some(number));
    option.gives("staff", float(staff.count()));
}
