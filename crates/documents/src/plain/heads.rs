//! The line above a post or a forum entry: who, and when, in the layouts that people paste.

use backpedal_model::{Moment, Precision};
use jiff::civil::Time;

use super::{dates, lines::Line};

/// What such a line tells.
#[derive(Clone, Debug, Default)]
pub(super) struct PostHead {
    /// The name before the account.
    pub(super) name: Option<String>,
    /// The account, with its `@` where the line has one.
    pub(super) handle: Option<String>,
    /// The organisation that a tag or a role names.
    pub(super) org: Option<String>,
    /// The time of day.
    pub(super) time: Option<Time>,
    /// Date and time together.
    pub(super) at: Option<Moment>,
    /// Where the post's words stand in the line; empty where they follow on the next line.
    pub(super) words: std::ops::Range<usize>,
    /// Whether it is the account of a network of posts, not of a forum.
    pub(super) account: bool,
}

regex!(
    ABOVE,
    r"^\s*(?:(?:(?P<name>[^@()]{2,60}?)\s*\((?P<h>@[\w.]+)\)|(?P<h2>@[\w.]+))[,\s·•|–—-]*\s|(?P<name3>[^@()·|]{2,60}?)\s*[·|]?\s*(?P<h3>@[\w.]+)\s*[·|•]\s*|(?P<h4>[\p{L}\d][\w.-]{1,29})(?:\s*\[(?P<tag>[^\]]{2,40})\])?\s*[·|•]\s*)(?:at )?(?:(?P<date>\p{L}{3,9}\.? \d{1,2}(?:, \d{4})?|\d{1,2} \p{L}{3,9}(?: \d{4})?|\d{4}-\d{2}-\d{2})[,\s·|]*)?(?:(?:at )?(?P<hh>\d{1,2})[:.](?P<mm>\d{2})\s*(?P<half>(?i:[ap]\.?m\.?))?(?: [A-Z]{1,4}T|Z| UTC)?)?\s*$"
);
regex!(
    BEFORE,
    r"^\[(?P<date>[^\]\d]{0,6}\d{1,2}?[^\]]{0,20}?)\b(?P<hh>\d{1,2}):(?P<mm>\d{2})\s*(?P<half>(?i:[ap]\.?m\.?))?[^\]]{0,8}\]\s*(?:(?P<name>[^@():]{2,60}?)\s*\((?P<h>@[\w.]+)\)|(?P<h2>@[\w.]{2,30})):\s+"
);
regex!(
    BEHIND,
    r"^(?P<h>@?[\w.]{2,30}):\s+.*?(?P<cut>\s+[—–-]+\s*(?P<hh>\d{1,2}):(?P<mm>\d{2})\s*(?P<half>(?i:[ap]\.?m\.?))?[\w ,.]{0,40})$"
);
regex!(
    LABEL,
    r"(?i)^(?:investigating|identified|monitoring|resolved|updated?|correction|completed|scheduled|postmortem|posted|published|opened|closed|issued)$"
);
regex!(
    ROLE,
    r"^(?P<name>[^,]+),\s*(?:(?P<role>[^,]+?)\s+(?:of|at|for|with)|\p{Lu}{3,4})(?:\s+(?P<org>\p{Lu}.*))?$"
);
regex!(
    STAFF,
    r"(?i)\s*\b(?:staff|team|employee|support|official|admin|rep|representative|moderator)$"
);
regex!(
    CLOCK,
    r"^(?:at )?(?P<hh>\d{1,2})[:.](?P<mm>\d{2})\s*(?P<half>(?i:[ap]\.?m\.?))?$"
);
regex!(
    NAME,
    r"^[\p{L}\d][\w.'’-]{0,29}(?: [\p{L}\d][\w.'’-]{0,29}){0,2}(?:, \p{L}[\p{L} ]{1,29})?$"
);

/// The head of a post, if the line is or holds one.
pub(super) fn post(line: &str) -> Option<PostHead> {
    // Most lines are text: the patterns run only over lines that hold a mark of such heads.
    if !line.contains(['@', '·', '|', '•', '—', '–']) {
        return None;
    }
    let before = BEFORE.captures(line);
    let above = || ABOVE.captures(line).filter(|_| line.len() < 160);
    let behind = || BEHIND.captures(line);
    let (found, kind) = match before {
        Some(found) => (found, 'b'),
        None => match above() {
            Some(found) => (found, 'a'),
            None => (behind()?, 'e'),
        },
    };
    let text = |name: &str| found.name(name).map(|m| m.as_str().trim().to_owned());
    let number = |name: &str| text(name).and_then(|t| t.parse().ok());
    let time = dates::clock(number("hh"), number("mm"), None, text("half").as_deref());
    if time.is_none() && text("date").is_none() {
        return None;
    }
    let account = kind != 'a' || text("h4").is_none();
    let handle = ["h", "h2", "h3", "h4"].iter().find_map(|name| text(name))?;
    if LABEL.is_match(&handle) {
        return None;
    }
    let whole = found.get(0).map_or(line.len(), |m| m.end());
    let words = match kind {
        'b' => whole..line.len(),
        'e' => handle.len() + 1..found.name("cut").map_or(line.len(), |cut| cut.start()),
        _ => line.len()..line.len(),
    };
    let at = dates::first(line)
        .map(|found| found.moment)
        .filter(|at| at.precision() > Precision::Day);
    let mut head = PostHead {
        name: text("name").or_else(|| text("name3")),
        handle: Some(handle),
        org: None,
        time,
        at,
        words,
        account,
    };
    if let Some(tag) = text("tag") {
        let org = STAFF.replace(&tag, "").trim().to_owned();
        head.org = Some(org).filter(|org| !org.is_empty());
    }
    roled(&mut head);
    Some(head)
}

/// "Ann Oak, CTO of Alder": the person and the organisation.
fn roled(head: &mut PostHead) {
    let Some(name) = head.name.clone() else {
        return;
    };
    if let Some(found) = ROLE.captures(&name) {
        head.org = found.name("org").map(|org| org.as_str().trim().to_owned());
        head.name = Some(found["name"].trim().to_owned());
        // Whoever writes with a role is named by name, not by account.
        head.handle = head.handle.take().filter(|_| head.org.is_some());
    }
}

/// A line with a name over a line with nothing but a time: a forum's entry, with the name.
pub(super) fn entry(pair: &[Line<'_>]) -> Option<(String, Option<Moment>)> {
    let [name, time] = pair else { return None };
    let (name, time) = (name.text.trim(), time.text.trim());
    if time.len() > 40
        || !time.starts_with(|c: char| c.is_alphanumeric())
        || !NAME.is_match(name)
        || LABEL.is_match(name)
    {
        return None;
    }
    let author = name.split(", ").next().unwrap_or(name).to_owned();
    if CLOCK.is_match(time) {
        return Some((author, None));
    }
    let single = !name.contains(' ') && name.len() > 1;
    let date = dates::first(time).filter(|date| time.len() < date.range.len() + 8);
    date.filter(|d| single && d.moment.precision() > Precision::Day)
        .map(|d| (author, Some(d.moment)))
}

/// "TESS: Okay." and "Mrs Oak (Elm): …": a speaker's turn, with the name and where the words begin.
pub(super) fn turn(line: &str) -> Option<(String, usize)> {
    let colon = line.find(':').filter(|at| *at < 60)?;
    let who = &line[..colon];
    let name = who.split(" (").next().unwrap_or(who).trim();
    let bare = ["Mr ", "Mrs ", "Ms ", "Dr ", "Mr. ", "Mrs. ", "Ms. ", "Dr. "]
        .iter()
        .find_map(|title| name.strip_prefix(title))
        .unwrap_or(name);
    let words: Vec<&str> = bare.split(' ').collect();
    let capital = |word: &&str| {
        word.starts_with(char::is_uppercase)
            && word
                .chars()
                .all(|c| c.is_alphabetic() || ".'’-".contains(c))
    };
    let fits = (1..4).contains(&words.len())
        && words.iter().all(capital)
        && line[colon + 1..].starts_with(' ');
    // Besides capitals, a title or capitals throughout must tell that it is a speaker.
    let titled = bare.len() < name.len() || bare.chars().all(|c| !c.is_lowercase());
    (fits && titled && bare.len() > 1).then(|| (bare.to_owned(), colon + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_of_posts_are_read_in_all_layouts() {
        for (line, name, handle, org) in [
            (
                "Alder Business @alderbiz · Mar 3, 2016 9:14 AM",
                Some("Alder Business"),
                Some("@alderbiz"),
                None,
            ),
            (
                "[29 June, 21:48] Ann Oak (@oak): it is down",
                Some("Ann Oak"),
                Some("@oak"),
                None,
            ),
            (
                "Bo Rook · @bo.example · 7:51 AM",
                Some("Bo Rook"),
                Some("@bo.example"),
                None,
            ),
            (
                "finch: it is down — 2:41 PM Jun 12th from web",
                None,
                Some("finch"),
                None,
            ),
            (
                "finchling · Feb 28, 2017 · 9:44 am",
                None,
                Some("finchling"),
                None,
            ),
            (
                "Pat_A [Alder staff] · 10:09 am",
                None,
                Some("Pat_A"),
                Some("Alder"),
            ),
            (
                "[30 June, 08:30] Ann Oak, COO Alder (@oak): we fell",
                Some("Ann Oak"),
                Some("@oak"),
                Some("Alder"),
            ),
        ] {
            let head = post(line).unwrap_or_else(|| panic!("{line}"));
            assert_eq!(
                (
                    head.name.as_deref(),
                    head.handle.as_deref(),
                    head.org.as_deref()
                ),
                (name, handle, org),
                "{line}"
            );
        }
    }

    #[test]
    fn lines_with_a_mark_and_a_time_are_not_all_heads() {
        for line in [
            "Call @jo at 19:22",
            "Resolved · 18:20",
            "It fell at 10:30 — and rose",
            "Alder | Status",
        ] {
            assert!(post(line).is_none(), "{line}");
        }
    }

    #[test]
    fn turns_have_titles_or_capitals() {
        assert_eq!(turn("TESS: Okay.").map(|t| t.0).as_deref(), Some("TESS"));
        assert_eq!(
            turn("Mrs Ann Oak (Elm): Yes.").map(|t| t.0).as_deref(),
            Some("Ann Oak")
        );
        for line in ["Subject: down again", "Key points: two", "At 10: nothing"] {
            assert!(turn(line).is_none(), "{line}");
        }
    }
}
