//! Whose voice a text is: a journalist's, or a company's own.

use backpedal_model::{DocumentKind, PartRole};

use super::{
    head::Head,
    lines::Line,
    threads::{Genre, Stretch},
};

/// The kind of a text, and the organisation that it speaks for or that published it.
pub(super) struct VoiceOf {
    pub(super) kind: DocumentKind,
    pub(super) publisher: Option<String>,
}

regex!(
    STATUS_TITLE,
    r"^(?:(?P<a>\p{Lu}[\w&’'.-]*(?: \p{Lu}[\w&’'.-]*)*?) (?:system )?[Ss]tatus\b|.*[Ii]ncident report for (?P<b>\p{Lu}.*))"
);
regex!(
    OWN_TITLE,
    r"(?i)\b(?:statement (?:on|about|regarding)|reason for outage|incident report|post-?mortem|root cause analysis|corrects the record|press release|where things stand)\b"
);
regex!(WE, r"\b(?:[Ww]e|[Oo]ur|[Uu]s)\b");
regex!(I, r"\b(?:I|my|My)\b");
regex!(
    SAID_TODAY,
    r"^(?:\W*)(?P<org>(?:\p{Lu}[\w&’'.-]*)(?:(?: of| and| &)? \p{Lu}[\w&’'.-]*)*) (?:said|says|announced|confirmed|reported|today|on \p{Lu})"
);
regex!(
    SENDER_TAIL,
    r"(?i)\s+(?:support|operations|ops|team|blog|noc|staff|press office|engineering|newsroom|news|communications|customer service|status page|status).*$"
);
regex!(
    LETTERHEAD,
    r"^(?P<org>\p{Lu}[\w&’'.-]*(?: (?:of|and|&|\p{Lu}[\w&’'.-]*)){0,5}?)(?:,[^.!?]{2,50})?$"
);
regex!(QUOTED, "[“\"][^”\"\n]*[”\"]?");
regex!(ABOUT, r"^About (?P<org>\p{Lu}.{1,50})$");

/// Decides from the layout, the title, the head and the person of the verbs.
pub(super) fn detect(
    lines: &[Line<'_>],
    genre: Genre,
    head: &Head,
    stretches: &[Stretch],
) -> VoiceOf {
    let title = head.title.clone().unwrap_or_default();
    match genre {
        Genre::Updates => VoiceOf {
            kind: DocumentKind::Status,
            publisher: status_name(lines),
        },
        Genre::Posts => plain(DocumentKind::Post, None),
        Genre::Thread | Genre::Forum | Genre::Mail => plain(DocumentKind::Discussion, None),
        Genre::Plain => {
            let body = body_text(lines, stretches);
            let about = lines
                .iter()
                .find_map(|line| ABOUT.captures(line.text.trim()));
            let named = about.map(|found| found["org"].to_owned());
            let named = named.or_else(|| letterhead(&title, lines));
            match company(&title, head, &body, named) {
                Some(company) => plain(DocumentKind::Statement, Some(company)),
                None => plain(DocumentKind::Article, head.publishers.first().cloned()),
            }
        }
    }
}

/// The organisation on the line under a title such as "Reason for outage", where that line is
/// nothing but a name, or a name and a place.
fn letterhead(title: &str, lines: &[Line<'_>]) -> Option<String> {
    if !OWN_TITLE.is_match(title) {
        return None;
    }
    let filled = lines.iter().filter(|line| !line.is_blank());
    let found = filled
        .skip(1)
        .take(2)
        .find_map(|line| LETTERHEAD.captures(line.text.trim()))?;
    Some(found["org"].to_owned())
}

fn plain(kind: DocumentKind, publisher: Option<String>) -> VoiceOf {
    VoiceOf { kind, publisher }
}

fn status_name(lines: &[Line<'_>]) -> Option<String> {
    let named = lines
        .iter()
        .take(6)
        .filter_map(|line| STATUS_TITLE.captures(line.text.trim()));
    let mut names = named.filter_map(|found| found.name("b").or_else(|| found.name("a")));
    names.next().map(|name| name.as_str().trim().to_owned())
}

/// The body without what stands in quotation marks.
fn body_text(lines: &[Line<'_>], stretches: &[Stretch]) -> String {
    let mut body = String::new();
    for stretch in stretches.iter().filter(|part| part.role == PartRole::Body) {
        for line in lines {
            let start = line.range.start.max(stretch.range.start);
            let end = line.range.end.min(stretch.range.end);
            if start < end {
                let from = start - line.range.start;
                body.push_str(&QUOTED.replace_all(&line.text[from..end - line.range.start], " "));
                body.push('\n');
            }
        }
    }
    body
}

/// The company whose own voice the text is.
fn company(title: &str, head: &Head, body: &str, about: Option<String>) -> Option<String> {
    let mut sender = head
        .publishers
        .iter()
        .map(|name| SENDER_TAIL.replace(name, "").trim().to_owned());
    let sender = sender.rfind(|name| !name.is_empty() && !name.starts_with("a "));
    let we = WE.find_iter(body).count();
    let i = I.find_iter(body).count();
    if head.release {
        let said = SAID_TODAY
            .captures(body)
            .map(|found| found["org"].to_owned());
        return said
            .or(about)
            .map(|org| org.trim_end_matches(" today").to_owned());
    }
    let name = sender.or_else(|| about.filter(|_| OWN_TITLE.is_match(title)))?;
    let word = name
        .split_whitespace()
        .next()
        .unwrap_or_default()
        .to_owned();
    let in_title = title.starts_with(&format!("{word}:")) || OWN_TITLE.is_match(title);
    let speaks = we >= 3 && we > 2 * i && (body.contains(&word) || title.contains(&word));
    (in_title || speaks).then(|| name.split(" (").next().unwrap_or(&name).to_owned())
}
