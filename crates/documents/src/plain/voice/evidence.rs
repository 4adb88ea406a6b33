//! Evidence for whose own voice a text is: every name that could be its sender, and what speaks
//! for and against that.
//!
//! One logistic model weighs pairs of a text and a name, so that "is this a company's own text?"
//! and "which company's?" are one question. The weights are counted, not thought out:
//! `data/voice.tsv` says how.

use std::{collections::BTreeMap, sync::LazyLock};

use super::super::{genre::Genre, head::Head, lines::Line};
use super::{prose::Prose, runs};

/// A name and the features of its pair with the text, by name; absent features are nought.
#[derive(Clone, Debug)]
pub struct Sender {
    /// The name as it would be printed.
    pub name: String,
    /// What speaks for and against it.
    pub features: BTreeMap<&'static str, f64>,
}

regex!(
    FORM,
    r"(?i)\b(?:press (?:release|statement|notice|office)|news release|for immediate release|(?:public |media )?statement|incident (?:report|review|history|summary)|reason for outage|rfo|post-?mortem|post-incident|root cause|q ?& ?a|questions and answers|faq|notice|status|dashboard\s*(?:$|[|·:—–-])|service (?:alerts?|updates?|log|notice)|announcement|communiqu[eé]|information (?:for|about|to)|open letter|updates? on|findings|decision|determination|bulletin no|customer (?:care|copy|notice|update)|news from|our (?:customers|members|users|subscribers|network))\b"
);
regex!(
    OUTLET,
    r"(?i)\b(?:times|post|gazette|courier|herald|tribune|journal|chronicle|dispatch|echo|ledger|bugle|advertiser|observer|telegraph|examiner|sentinel|standard|record|daily|weekly|wire|magazine|newsletter|reporter|correspondent|(?:staff|business|senior) writer|editor|newsroom|desk|issue \d+|episode|transcript|min read|comments?|broadcasting|radio|vol\.|hansard|explainer|corrections)\b"
);
regex!(
    PERSONAL,
    r"(?i)\b(?:weblog|my|mine|me|notes|musings|thoughts|views|diary|thread by)\b"
);
regex!(
    BYLINE,
    r"(?:^|[|·—–,]\s*)(?i:by)\s+\p{Lu}[\w.'’-]+ (?:\p{Lu}|[A-Z][\w.-]+)|^(?i:posted|published)\b.*\bby \p{Lu}"
);
regex!(
    SALUTE,
    r"(?i)^(?:dear|hi|hello|to our|to all|to the|attention|neighbou?rs|friends|good (?:morning|afternoon|evening))\b.{0,50}[,:]?$"
);
regex!(
    CONTACT,
    r"(?i)^(?:(?:media |press )?contacts?\b|about \p{L}|subscribe|©|copyright|for (?:more|further) information|powered by)"
);
regex!(
    FIELD,
    r"(?i)^(?:from|carrier|provider|company|operator|issued by|sender|organi[sz]ation|prepared by|supplier)\s*:"
);
regex!(
    PUBLISHED,
    r"(?i)^(?:posted|published|issued)\b.*?\bby (?P<who>(?:an?|the) .+|.*\b(?:times|post|gazette|courier|herald|tribune|journal|magazine|newspaper|reporter|paper|agency|broadcaster)\b.*)$"
);
// What a house says of itself at the end of a release.
regex!(
    BOILERPLATE,
    r"(?i)^.{0,80}?(?:, (?:founded|established|based|headquartered|a (?:member|subsidiary|unit))|\b(?:serves|operates|provides|connects|employs|was founded|is (?:the|an?) (?:\w+ ){0,4}?(?:provider|operator|carrier|company|cooperative|bank|exchange|service)))\b"
);
regex!(AGENCY, r"\(\s*\p{Lu}[\w’' &]+\)");

/// Lines of the head and of the end that are looked at.
const HEAD: usize = 6;
/// Fewer words than these tell nothing of whose they are, unless the form does (policy).
const LEAST: usize = 25;
const TAIL: usize = 3;
/// Longer lines are paragraphs, and no letterhead or signature (policy).
const SHORT: usize = 120;
/// Of a short text these first lines are no end: title, date and first paragraph.
const OPENING: usize = 3;

/// Every name that could be the sender of a text, with its evidence.
pub(super) fn senders(lines: &[Line<'_>], genre: Genre, head: &Head) -> Vec<Sender> {
    let filled: Vec<&str> = lines
        .iter()
        .map(|line| line.text.trim())
        .filter(|t| !t.is_empty())
        .collect();
    let prose = Prose::new(&filled);
    let shared = of_text(&filled, &prose, genre, head);
    if prose.words < LEAST && !shared.contains_key("form") {
        return Vec::new();
    }
    let top: Vec<&str> = filled.iter().take(HEAD).copied().collect();
    let later = filled.iter().skip(OPENING).rev();
    let end: Vec<&str> = later.take(TAIL).copied().collect();
    let names = runs::candidates(&top, &end, &prose);
    let senders = names.into_iter().map(|name| {
        let mut features = shared.clone();
        of_name(&name, &top, &end, &prose, &mut features);
        crossed(&mut features);
        Sender { name, features }
    });
    senders.collect()
}

fn flag(features: &mut BTreeMap<&'static str, f64>, name: &'static str, holds: bool) {
    if holds {
        features.insert(name, 1.0);
    }
}

/// What the text alone tells.
fn of_text(
    filled: &[&str],
    prose: &Prose,
    genre: Genre,
    head: &Head,
) -> BTreeMap<&'static str, f64> {
    let mut found = BTreeMap::from([("bias", 1.0)]);
    let top = || filled.iter().take(HEAD).filter(|line| line.len() < 140);
    let per = |count: usize, most: f64| {
        (100.0 * count as f64 / prose.words.max(60) as f64 / most).min(1.0)
    };
    found.insert("we", per(prose.we, 3.0));
    found.insert("i", per(prose.i, 2.0));
    found.insert("you", per(prose.you, 2.0));
    found.insert("told", per(prose.told, 2.0));
    found.insert(
        "quoted",
        (prose.quoted as f64 / (prose.words + prose.quoted).max(1) as f64 * 4.0).min(1.0),
    );
    flag(&mut found, "form", top().any(|line| is_form(line)));
    flag(
        &mut found,
        "outlet",
        top().skip(1).any(|line| OUTLET.is_match(line)),
    );
    flag(
        &mut found,
        "outlet_title",
        top().take(1).any(|line| OUTLET.is_match(line)),
    );
    flag(
        &mut found,
        "personal",
        top().any(|line| PERSONAL.is_match(line)),
    );
    flag(
        &mut found,
        "byline",
        top().any(|line| BYLINE.is_match(line)),
    );
    flag(
        &mut found,
        "salute",
        filled.iter().take(9).any(|line| SALUTE.is_match(line)),
    );
    flag(
        &mut found,
        "contact",
        filled
            .iter()
            .rev()
            .take(8)
            .any(|line| CONTACT.is_match(line)),
    );
    flag(&mut found, "sorry", prose.sorry);
    flag(&mut found, "release", head.release);
    let dateline = filled.iter().take(HEAD).any(|line| {
        let start: String = line.chars().take(80).collect();
        start.contains(['—', '–', '-']) && AGENCY.is_match(&start)
    });
    flag(&mut found, "agency", dateline && !head.release);
    flag(&mut found, "updates", genre == Genre::Updates);
    found
}

/// What the text tells of one name.
fn of_name(
    name: &str,
    top: &[&str],
    end: &[&str],
    prose: &Prose,
    found: &mut BTreeMap<&'static str, f64>,
) {
    let low = name.to_lowercase();
    let holds = |line: &str| runs::word_at(&line.to_lowercase(), &low).is_some();
    let opens = |line: &str| {
        let line = line.to_lowercase();
        runs::word_at(line.trim_start_matches("the "), &low) == Some(0)
    };
    let alone = |line: &str| runs::is_alone(line, &low);
    flag(found, "first", top.first().is_some_and(|line| holds(line)));
    flag(found, "opens", top.first().is_some_and(|line| opens(line)));
    flag(
        found,
        "heads",
        top.iter()
            .skip(1)
            .filter(|line| line.len() < 140)
            .any(|line| holds(line)),
    );
    let short = || top.iter().filter(|line| line.chars().count() < 80);
    flag(found, "opens_head", short().skip(1).any(|line| opens(line)));
    flag(found, "alone", top.iter().any(|line| alone(line)));
    flag(
        found,
        "formed",
        top.iter()
            .any(|line| line.len() < 140 && holds(line) && is_form(line)),
    );
    flag(
        found,
        "field",
        top.iter().any(|line| FIELD.is_match(line) && holds(line)),
    );
    flag(
        found,
        "bracket",
        top.iter()
            .any(|line| line.to_lowercase().contains(&format!("[{low}]"))),
    );
    let office = |line: &&str| line.len() < SHORT && beside_office(&line.to_lowercase(), &low);
    flag(found, "office", top.iter().skip(1).chain(end).any(office));
    flag(found, "office_title", top.iter().take(1).any(office));
    flag(found, "common", !low.contains(' ') && prose.has_lower(&low));
    flag(found, "domain", in_domain(top, end, &low));
    by(top, &low, found);
    flag(
        found,
        "signed",
        end.iter().any(|line| line.len() < 60 && holds(line)),
    );
    let closes = |line: &&str| line.len() < SHORT && opens(line);
    flag(found, "ends", end.iter().any(closes));
    let describes = |line: &&str| opens(line) && BOILERPLATE.is_match(line);
    flag(found, "about", end.iter().any(describes));
    flag(found, "outlet_name", OUTLET.is_match(name));
    flag(found, "bare", !name.contains(' '));
    of_prose(name, &low, prose, found);
}

/// Whether the head says that the text is by this name, or by another.
fn by(top: &[&str], low: &str, found: &mut BTreeMap<&'static str, f64>) {
    let by = format!("by {low}");
    let written = |line: &&str| runs::word_at(&line.to_lowercase(), &by).is_some();
    flag(found, "by", top.iter().any(written));
    let other = |line: &&str| {
        let found = PUBLISHED.captures(line);
        found.is_some_and(|found| runs::word_at(&found["who"].to_lowercase(), low).is_none())
    };
    flag(found, "by_other", top.iter().any(other));
}

/// What the running text tells of one name.
fn of_prose(name: &str, low: &str, prose: &Prose, found: &mut BTreeMap<&'static str, f64>) {
    flag(found, "common", !low.contains(' ') && prose.has_lower(low));
    found.insert("inside", (1.0 + prose.inside(name) as f64).ln() / 3.0);
    let told = prose.of(low);
    found.insert("count", (1.0 + told.count as f64).ln() / 3.0);
    let share = |count: usize| (count as f64 / 2.0).min(1.0);
    found.insert("says", share(told.says));
    found.insert("acts", share(told.acts));
    found.insert("today", if told.today > 0 { 1.0 } else { 0.0 });
    flag(found, "self", prose.calls_itself(low));
    flag(found, "lead", told.lead);
}

/// A line that tells the form of the text; a sentence ("the reason for the outage is unknown")
/// tells none.
fn is_form(line: &str) -> bool {
    const VERBS: &[&str] = &[" is ", " was ", " are ", " were ", " has ", " have "];
    FORM.is_match(line) && !VERBS.iter().any(|verb| line.contains(verb))
}

/// "Alder Operations", "Engineering at Alder".
fn beside_office(line: &str, name: &str) -> bool {
    const OFFICES: &[&str] = &[
        "operations",
        "engineering",
        "noc",
        "support",
        "team",
        "press",
        "media",
        "status",
        "blog",
        "customer",
        "customers",
        "network",
        "service",
        "communications",
        "crew",
        "staff",
        "management",
        "board",
        "journal",
    ];
    let Some(at) = runs::word_at(line, name) else {
        return false;
    };
    let after = line[at + name.len()..].trim_start();
    let next = after
        .split(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default();
    let before = line[..at].trim_end();
    let led = ["at", "from"]
        .iter()
        .any(|link| before.ends_with(&format!(" {link}")));
    OFFICES.contains(&next) || led && OFFICES.iter().any(|office| before.contains(office))
}

/// "press@alder.example", "status.alder.example" in the head or at the end.
fn in_domain(top: &[&str], end: &[&str], name: &str) -> bool {
    let key: String = name
        .split(' ')
        .next()
        .unwrap_or_default()
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect();
    if key.len() < 4 {
        return false;
    }
    let lines = top.iter().chain(end);
    let mut words = lines.flat_map(|line| line.split_whitespace());
    words.any(|word| {
        let word = word.to_lowercase();
        let host = word.split('@').next_back().unwrap_or_default();
        // "Alder.com outage" names the service; "status.alder.com" and "ann@alder.com" its office.
        let office = word.contains('@') || !host.starts_with(&key) || word.contains('/');
        office && host.trim_end_matches('.').contains('.') && host.contains(&key)
    })
}

/// Products of two features that mean more together.
fn crossed(found: &mut BTreeMap<&'static str, f64>) {
    let get = |name: &str| found.get(name).copied().unwrap_or(0.0);
    let pairs: [(&'static str, f64); 9] = [
        ("form*opens_head", get("form") * get("opens_head")),
        ("form*opens", get("form") * get("opens")),
        ("we*lead", get("we") * get("lead")),
        ("we*first", get("we") * get("first").max(get("heads"))),
        ("we*count", get("we") * get("count")),
        ("form*first", get("form") * get("first")),
        ("release*today", get("release") * get("today")),
        ("release*first", get("release") * get("opens")),
        ("told*count", get("told") * get("count")),
    ];
    found.extend(pairs);
}

static WEIGHTS: LazyLock<BTreeMap<&'static str, f64>> = LazyLock::new(|| {
    let lines = include_str!("../../../data/voice.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| {
            let (name, weight) = line.split_once('\t')?;
            Some((name, weight.trim().parse().ok()?))
        })
        .collect()
});

/// What shows that a text is somebody's own: without any of it, a report that names nobody else is
/// still a report, and putting it into the mouth of the one it is about would be the worst error.
const SHOWS: &[&str] = &[
    "form", "field", "bracket", "office", "domain", "signed", "ends", "sorry", "salute", "release",
    "today", "about", "contact", "alone", "updates",
];
/// First persons in a hundred words, as the feature counts them, that show it too (policy).
const FIRST_PERSON: f64 = 0.2;

/// Whether anything shows that the text is this sender's own.
pub(super) fn is_shown(sender: &Sender) -> bool {
    let value = |name: &str| sender.features.get(name).copied().unwrap_or(0.0);
    value("we") >= FIRST_PERSON || SHOWS.iter().any(|name| value(name) > 0.0)
}

/// The log odds that the text is this sender's own voice.
pub(super) fn score(sender: &Sender) -> f64 {
    let terms = sender.features.iter();
    terms
        .map(|(name, value)| WEIGHTS.get(name).copied().unwrap_or(0.0) * value)
        .sum()
}
