//! Frames: a reporting verb or phrase, its subject, and the words that it governs.

use std::{collections::BTreeMap, ops::Range, sync::LazyLock};

use regex::Regex;

use super::{
    ahead::main_subject,
    phrases::phrases,
    reach::{addressees, content},
    sources::{Source, source},
};
use crate::{
    analysis::Analysis,
    lexicon::{entries, pattern},
};

/// What a reporting verb does to the words it governs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum VerbClass {
    /// Reports them.
    Say,
    /// Says that they are not so.
    Deny,
    /// Offers them as a guess.
    Hedge,
}

/// One act of reporting.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    /// The verb or phrase.
    pub(crate) verb: Range<usize>,
    /// The subject's words.
    pub(crate) subject: Range<usize>,
    /// What is reported.
    pub(crate) content: Range<usize>,
    /// Who speaks.
    pub(crate) source: Source,
    /// What the verb does.
    pub(crate) class: VerbClass,
    /// To whom it was said.
    pub(crate) addressees: Vec<String>,
}

impl Frame {
    /// A frame of words that nobody is said to have been told.
    fn told(
        content: Range<usize>,
        (subject, source): (Range<usize>, Source),
        verb: Range<usize>,
        class: VerbClass,
    ) -> Self {
        Self {
            verb,
            subject,
            content,
            source,
            class,
            addressees: Vec::new(),
        }
    }
}

static VERBS: LazyLock<BTreeMap<&'static str, VerbClass>> = LazyLock::new(|| {
    let mut verbs = BTreeMap::new();
    for line in entries(include_str!("../../data/verbs.txt")) {
        if let Some((class, forms)) = line.split_once(':') {
            let class = match class {
                "deny" => VerbClass::Deny,
                "hedge" => VerbClass::Hedge,
                _ => VerbClass::Say,
            };
            verbs.extend(forms.split_whitespace().map(|form| (form, class)));
        }
    }
    // Halves of "went on" and "shot back", which the pattern holds whole.
    for half in ["went", "on", "shot", "back"] {
        verbs.remove(half);
    }
    verbs
});

static VERB: LazyLock<Regex> = LazyLock::new(|| {
    let forms: Vec<&str> = VERBS.keys().copied().collect();
    pattern(&format!(
        "\\b(?:went on|shot back|rul(?:ed|es) (?:that |this |it )?out|{})\\b",
        forms.join("|")
    ))
});
/// Adverbs and auxiliaries between a subject and its verb.
static BETWEEN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:[\s,]+(?:also|then|now|later|first|has|had|have|since|flatly|simply|still|however|only|would|will|did|does|soon|quickly|again|today|publicly|privately|repeatedly|earlier|initially|who|even|to|is|was|not|never|already|here|further|itself|himself|herself|freely|bluntly|on \w+day)\b)*[\s,\x22]*$",
    )
});

/// "Was told", "has been denied": the subject does not speak.
static PASSIVE_BEFORE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b(?:was|were|been|being|is|are|be) (?:\w+ly |not |also |now )?$"));

/// The frames of a sentence, in order.
///
/// `previous`: who spoke in the sentence before; "he added" and "it says" go on with that speaker.
pub(crate) fn frames(
    analysis: &Analysis<'_>,
    sentence: &Range<usize>,
    previous: Option<&Source>,
) -> Vec<Frame> {
    let low = analysis.text.low(sentence);
    let mut found = Vec::new();
    for verb in VERB.find_iter(low) {
        let range = sentence.start + verb.start()..sentence.start + verb.end();
        let class = match verb.as_str() {
            word if word.starts_with("rul") => VerbClass::Deny,
            word => VERBS.get(word).copied().unwrap_or(VerbClass::Say),
        };
        // The subject of a later verb stands after the verb of the frame before.
        let after = found
            .last()
            .map_or(sentence.start, |frame: &Frame| frame.verb.end);
        let speaking = found
            .last()
            .map(|frame| frame.source.clone())
            .or_else(|| previous.cloned());
        let participle = verb.as_str().ends_with("ing");
        match frame(
            analysis,
            sentence,
            range.clone(),
            class,
            (speaking.as_ref(), after),
        )
        .filter(|_| !participle)
        {
            Some(frame) => found.push(frame),
            None if participle => {
                found.extend(participial(analysis, sentence, range, class, &found))
            }
            None => {}
        }
    }
    found.extend(phrases(analysis, sentence, low));
    // What "contrary to what X wrote" is contrary to is not the sentence's content.
    found.retain(|frame| {
        let before = analysis
            .text
            .low(&(sentence.start..frame.subject.start.max(sentence.start)));
        // "It was no attack, as some have suggested": some said the opposite.
        let aside = before.trim_end().ends_with(", as") && frame.source.speaker.text.is_some();
        !before.trim_end().ends_with("contrary to")
            && !before.contains("contrary to what")
            && !aside
    });
    // A frame ends where the subject of a later one begins.
    let starts: Vec<usize> = found.iter().map(|frame| frame.subject.start).collect();
    for frame in &mut found {
        let later = starts
            .iter()
            .copied()
            .filter(|at| *at > frame.content.start && *at > frame.verb.end);
        if let Some(next) = later.min().filter(|at| *at < frame.content.end) {
            let conjoined = analysis.text.low(&(frame.verb.end..next));
            if conjoined.trim_end().ends_with([',', ';'])
                || conjoined.ends_with("though ")
                || conjoined.ends_with("but ")
            {
                frame.content.end = next;
            }
        }
    }
    found
}

/// "…, telling X that …": the subject is that of the clause before.
fn participial(
    analysis: &Analysis<'_>,
    sentence: &Range<usize>,
    verb: Range<usize>,
    class: VerbClass,
    before: &[Frame],
) -> Option<Frame> {
    let left = sentence.start..verb.start;
    let (subject, source) = match before.last() {
        Some(frame) => (frame.subject.clone(), frame.source.clone()),
        None => {
            let first = analysis.names.within(&left).first()?;
            (first.range.clone(), source(analysis, &first.range, false)?)
        }
    };
    Some(Frame {
        addressees: addressees(analysis, &(verb.start..sentence.end)),
        content: verb.end..sentence.end,
        verb,
        subject,
        source,
        class,
    })
}

/// The frame of one verb, if its subject is somebody who can speak.
fn frame(
    analysis: &Analysis<'_>,
    sentence: &Range<usize>,
    verb: Range<usize>,
    class: VerbClass,
    (previous, after): (Option<&Source>, usize),
) -> Option<Frame> {
    let text = &analysis.text;
    if PASSIVE_BEFORE.is_match(text.low(&(sentence.start..verb.start))) {
        return None;
    }
    let quote = analysis.quote_at(verb.start).map(|(_, quote)| quote);
    let floor = quote
        .map_or(sentence.start, |q| q.range.start.max(sentence.start))
        .max(after);
    let left_end = {
        let left = text.low(&(floor..verb.start));
        let cut = BETWEEN.find(left).map_or(left.len(), |m| m.start());
        floor + cut
    };
    let apposed = text.low(&(left_end..verb.start)).contains(',');
    let start = apposed
        .then(|| apposition(analysis, floor, left_end))
        .flatten()
        .unwrap_or_else(|| subject_start(analysis, floor, left_end, verb.start));
    if let Some((source, end)) = main_subject(analysis, sentence, start..left_end, verb.end) {
        return Some(Frame::told(
            verb.end..end,
            (start..left_end, source),
            verb,
            class,
        ));
    }
    let left = left_source(
        analysis,
        sentence,
        floor,
        start..left_end,
        apposed,
        (previous, after),
    );
    let before = text.low(&(floor..verb.start)).trim_end();
    let tag = before.is_empty() || before.ends_with(['"', ',']);
    let inverted = tag
        .then(|| right_subject(analysis, sentence, verb.end))
        .flatten();
    if let Some((subject, source)) = inverted.filter(|_| left.is_none() || before.ends_with(['"']))
    {
        let content = sentence.start..verb.start;
        return Some(Frame::told(content, (subject, source), verb, class));
    }
    let source = left?;
    let content = content(analysis, sentence, &verb, floor..start);
    Some(Frame {
        addressees: addressees(analysis, &(verb.start..sentence.end)),
        subject: start..left_end,
        verb,
        content,
        source,
        class,
    })
}

/// Who the words before a verb stand for; "Oak apologised and said" takes the verb before.
fn left_source(
    analysis: &Analysis<'_>,
    sentence: &Range<usize>,
    floor: usize,
    subject: Range<usize>,
    apposed: bool,
    (previous, after): (Option<&Source>, usize),
) -> Option<Source> {
    let text = &analysis.text;
    let (start, left_end) = (subject.start, subject.end);
    let elided = matches!(text.low(&(start..left_end)).trim(), "and" | "but" | "")
        || text.low(&(floor..left_end)).trim_end().ends_with(" and");
    let pronoun = text.low(&(start..left_end)).trim();
    let goes_on = previous.filter(|source| match pronoun {
        "he" | "she" => source.speaker.name.is_some(),
        "it" => source.speaker.name.is_none() && !source.own,
        _ => elided && after > sentence.start,
    });
    goes_on
        .cloned()
        .or_else(|| source(analysis, &(start..left_end), apposed))
        .or_else(|| opening(analysis, sentence, previous).filter(|_| elided))
}

/// "She would not comment but said": whoever opens the sentence is the subject of its last verb.
fn opening(
    analysis: &Analysis<'_>,
    sentence: &Range<usize>,
    previous: Option<&Source>,
) -> Option<Source> {
    const LEAD: usize = 24;
    let low = analysis.text.low(sentence);
    if ["he ", "she "]
        .iter()
        .any(|pronoun| low.starts_with(pronoun))
    {
        return previous
            .filter(|source| source.speaker.name.is_some())
            .cloned();
    }
    let first = analysis.names.within(sentence).first()?;
    let near = first.range.start < sentence.start + LEAD;
    near.then(|| super::sources::of_entity(analysis, first.entity))
}

/// "Alder, a group that measures links, said": the name before the apposition.
fn apposition(analysis: &Analysis<'_>, floor: usize, end: usize) -> Option<usize> {
    static OPENS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"^(?:, | \()(?:an?|the|who|which|whose|its|his|her|one|\w+'s|\w+) ")
    });
    let mentions = analysis.names.within(&(floor..end));
    let mention = mentions
        .iter()
        .find(|mention| OPENS.is_match(analysis.text.low(&(mention.range.end..end))))?;
    Some(mention.range.start)
}

/// Where the subject before a verb begins.
fn subject_start(analysis: &Analysis<'_>, floor: usize, end: usize, verb: usize) -> usize {
    static EDGE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?:[;:?!—\x22]|, (?:and|but|while|though|although|as|which|so|then|when|because)\b|\b(?:that|but|while|though|because|after|when|if|whether|before|than|until)\b|, )",
        )
    });
    let left = analysis.text.low(&(floor..end));
    let apposed = analysis.text.low(&(end..verb)).contains(',');
    let mut start = 0;
    let mut commas = Vec::new();
    for edge in EDGE.find_iter(left) {
        if edge.as_str().starts_with(',') && edge.as_str().trim_matches([',', ' ', '"']).is_empty()
        {
            if edge.as_str().contains('"') {
                start = edge.end();
                commas.clear();
            } else {
                commas.push(edge.end());
            }
        } else {
            start = edge.end();
            commas.clear();
        }
    }
    // With an apposition before the verb, the subject stands before the comma that opens it.
    let depth = if apposed {
        commas.len().checked_sub(2)
    } else {
        commas.len().checked_sub(1)
    };
    if let Some(at) = depth.and_then(|nth| commas.get(nth)) {
        start = start.max(*at);
    }
    let lead = left[start..].len() - left[start..].trim_start_matches([' ', '"']).len();
    let mut from = start + lead;
    for word in ["and ", "but ", "though ", "while ", "that ", "as "] {
        if left[from..].starts_with(word) {
            from += word.len();
        }
    }
    floor + from
}

/// The subject after the verb: `," said Ann Oak, who …`.
fn right_subject(
    analysis: &Analysis<'_>,
    sentence: &Range<usize>,
    at: usize,
) -> Option<(Range<usize>, Source)> {
    static RIGHT: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^ (?P<np>[^,;:.\x22]{1,80}(?:\.[^,;:\x22 ]*)?)"));
    let rest = analysis.text.low(&(at..sentence.end));
    let found = RIGHT.captures(rest)?.name("np")?;
    let range = at + found.start()..at + found.end();
    let first = found.as_str().split_whitespace().next()?;
    if matches!(
        first,
        "that" | "it" | "he" | "she" | "they" | "there" | "in" | "on" | "at" | "to" | "and"
    ) {
        return None;
    }
    source(analysis, &range, false).map(|source| (range, source))
}
