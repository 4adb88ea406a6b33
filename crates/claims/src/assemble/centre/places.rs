//! Where a name stands, and what stands beside it.

use std::sync::LazyLock;

use backpedal_model::{BlockKind, PartRole};
use regex::Regex;

use super::{SCANNED, float, scanned};
use crate::{analysis::Analysis, choice::Choice, lexicon::pattern, structure::Mention};

/// Words of trouble.
static TROUBLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:outages?|down|offline|out of service|fail(?:s|ed|ing|ures?)?|disrupt\w*|interrupt\w*|unavailable|unreachable|degrad\w*|restor\w+|incident|dark|crash\w*|broke|broken|stopped|lost|could not|couldn't|cannot|can't|unable|without (?:service|power|internet))\b",
    )
});

/// What follows the name of one in trouble.
static SUFFERS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:'s|'|,)? ?(?:[\w'-]+ ){0,4}?(?:(?:was|were|is|are|went|has been|had been|goes|stays?|remain(?:s|ed)) (?:\w+ ){0,2}?(?:down|offline|out|unavailable|unreachable|dark|restored|back|hit|knocked|cut off|disrupted|interrupted)|outages?|failures?|customers|users|subscribers|service|network|website|site|apps?|disruption|interruption|suffered|lost|stopped|crashed|collapsed|fell|apologi[sz]ed|restored)\b",
    )
});

/// What stands before the name of one blamed, or of a source.
static BLAMED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:blam\w+|due to|caused by|because of|fault of|traced to|provider|supplier|contractor|vendor|carrier|upstream|from|via|through|partner|by),? (?:the |its |our |at |on )?$",
    )
});

/// What stands before the name of one in trouble.
static LED_TO: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:outages?|failures?|customers|users|subscribers|trouble|problems?|incident|disruption|interruption|at|of|downtime) (?:at|of|on|for|in|with|to|by)? ?(?:the )?$",
    )
});

/// How much of the text before and after a name is looked at, in bytes.
const NEAR: usize = 60;

/// Nouns before the name of a company or service: "the content network Pinwheel".
static INTRODUCED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:company|firm|network|bank|lender|exchange|app|service|platform|sites?|website|carrier|operator|provider|airline|game|cable|satellite|registry|registrar|hospital|trust|retailer|maker|isp|telco|host|brand|start-?up|broker|utility|group|forum|cloud|system)s?,? $",
    )
});

/// Words before the name of a place.
static LOCATED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:in|near|outside|around|across|between|into|over|from|off|towards?|north of|south of|east of|west of|area of|town of|city of|village of) (?:the )?$",
    )
});

/// Words after a name that only a company or service has.
static HAS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:'s|') (?:[\w-]+ ){0,2}(?:network|websites?|site|apps?|customers|users|subscribers|engineers|spokes\w+|chief|boss|founder|president|director|head|systems?|service|services|servers|status|platform|account|statement|explanation|version|staff|technicians|own|equipment|lines)\b|^ (?:customers|users|subscribers|spokes\w+|engineers|staff|officials|chief|boss|accounts?)\b",
    )
});

/// Where the name stands.
pub(super) fn places(analysis: &Analysis<'_>, number: usize, option: &mut Choice) {
    let names = &analysis.names;
    let text = &analysis.text;
    let mentions: Vec<&Mention> = names
        .mentions
        .iter()
        .filter(|mention| mention.entity == number)
        .collect();
    let counts = beside(analysis, number, &mentions, option);
    option.features.sort_by(|a, b| a.0.cmp(&b.0));
    option.features.dedup_by(|a, b| a.0 == b.0);
    let labels = [
        "near-trouble",
        "suffers",
        "blamed",
        "led-to",
        "owns",
        "leads",
    ];
    let all = float(mentions.len().max(1));
    for (label, count) in labels.iter().zip(counts) {
        option.gives(&format!("{label}-rate"), count / all);
        option.gives(label, (1.0 + count).ln());
    }
    let start = mentions.first().map_or(0, |mention| mention.range.start);
    let depth = float(start) / float(text.low.len().max(1));
    option.gives("depth", depth);
    let earlier = names.mentions.iter().take_while(|m| m.range.start < start);
    let mut seen: Vec<usize> = earlier.map(|mention| mention.entity).collect();
    seen.sort_unstable();
    seen.dedup();
    let rank = 1.0 / (1.0 + float(seen.len()));
    option.gives("rank", rank);
}

/// Notes in which sentences the mentions stand; counts what stands beside them.
fn beside(
    analysis: &Analysis<'_>,
    number: usize,
    mentions: &[&Mention],
    option: &mut Choice,
) -> [f64; 6] {
    const FIRST_LINES: usize = 3;
    let (names, text) = (&analysis.names, &analysis.text);
    let body = analysis.sentences.iter().find(|sentence| {
        analysis.regions[sentence.region].role != PartRole::Title
            && analysis.paragraphs[sentence.paragraph].kind != BlockKind::Heading
    });
    let mut counts = [0.0_f64; 6];
    for mention in mentions {
        let at = analysis
            .sentences
            .partition_point(|sentence| sentence.range.end <= mention.range.start);
        let Some(sentence) = analysis.sentences.get(at) else {
            continue;
        };
        let paragraph = &analysis.paragraphs[sentence.paragraph];
        let title = analysis.regions[sentence.region].role == PartRole::Title
            || paragraph.kind == BlockKind::Heading && sentence.paragraph < FIRST_LINES;
        option.when(title, "in-title");
        option.when(sentence.paragraph < FIRST_LINES, "first-lines");
        if body.is_some_and(|body| body.range == sentence.range) {
            option.has("first-sentence");
            let lead = names.within(&sentence.range).first();
            option.when(lead.is_some_and(|m| m.entity == number), "opens-text");
        }
        let before = text.low(&(floor(&text.low, mention.range.start)..mention.range.start));
        let after = text.low(&(mention.range.end..ceil(&text.low, mention.range.end)));
        counts[0] += f64::from(u8::from(TROUBLE.is_match(text.low(&sentence.range))));
        counts[1] += f64::from(u8::from(SUFFERS.is_match(after)));
        counts[2] += f64::from(u8::from(BLAMED.is_match(before)));
        counts[3] += f64::from(u8::from(LED_TO.is_match(before)));
        counts[4] += f64::from(u8::from(mention.possessive));
        counts[5] += f64::from(u8::from(mention.range.start == sentence.range.start));
    }
    counts
}

/// How much of the text is about it: mentions by its first word, and the paragraphs with them.
pub(super) fn spread(analysis: &Analysis<'_>, number: usize, option: &mut Choice) {
    let text = &analysis.text;
    let name = &analysis.names.entities[number].name;
    let short =
        |word: &&str| word.len() > 2 && !matches!(*word, "The" | "Mr" | "Ms" | "Mrs" | "Dr");
    let word = name.split(' ').find(short).unwrap_or(name.as_str());
    let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    let places: Vec<usize> = scanned(&text.norm)
        .match_indices(word)
        .map(|(at, _)| at)
        .filter(|at| {
            edge(text.norm[..*at].chars().next_back())
                && edge(text.norm[at + word.len()..].chars().next())
        })
        .collect();
    let held = |range: &std::ops::Range<usize>| places.iter().any(|at| range.contains(at));
    let paragraphs = analysis
        .paragraphs
        .iter()
        .take_while(|p| p.range.start < SCANNED)
        .filter(|p| held(&p.range))
        .count();
    let (mut introduced, mut located, mut has) = (0, 0, 0);
    for at in &places {
        let before = text.low(&(floor(&text.low, *at)..*at));
        introduced += usize::from(INTRODUCED.is_match(before));
        located += usize::from(LOCATED.is_match(before));
        let end = at + word.len();
        let whole = if text.norm[*at..].starts_with(name.as_str()) {
            at + name.len()
        } else {
            end
        };
        has += usize::from(HAS.is_match(text.low(&(whole..ceil(&text.low, whole)))));
    }
    {
        let hits = float(places.len());
        option.gives("hits", (1.0 + hits).ln());
        option.gives(
            "spread",
            float(paragraphs) / float(analysis.paragraphs.len().max(1)),
        );
        option.gives("located-rate", float(located) / hits.max(1.0));
        option.gives("introduced", (1.0 + float(introduced)).ln());
        option.gives("has", (1.0 + float(has)).ln());
    }
    let early = places.first().is_some_and(|at| at * 5 < text.norm.len());
    option.when(early, "early");
}

fn floor(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at.saturating_sub(NEAR))
}

fn ceil(text: &str, at: usize) -> usize {
    text.ceil_char_boundary((at + NEAR).min(text.len()))
}
