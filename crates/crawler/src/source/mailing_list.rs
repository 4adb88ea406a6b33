//! Archives of mailing lists: the index leads to its months, the months are read as they are.
//!
//! Pipermail of Mailman 2 keeps `2031-March.txt.gz` beside its index, quarters as `2031q1.txt`,
//! years as `2031.txt` and weeks as `Week-of-Mon-20310303.txt` (its `Archiver/pipermail.py`);
//! HyperKitty offers each month as `….mbox.gz?start=2031-03-01&end=2031-04-01`.

use backpedal_model::{Interval, Parsed, Problem, SourceKind};
use jiff::civil::Date;
use url::Url;

use super::{Answer, Lead, Source, leads::Leads, markup, scope};
use crate::fetch::Want;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Leads to months.
pub(super) struct MailingList;

impl Source for MailingList {
    fn want(&self) -> Want {
        Want::Feed
    }

    fn is_list(&self, answer: &Answer<'_>) -> bool {
        !is_mailbox(answer.body)
    }

    fn look(&self, answer: &Answer<'_>) -> Parsed<Vec<Lead>> {
        let mut leads = Leads::new(answer, "months");
        if let Some(status) = answer.snapshot.status.filter(|status| *status != 200) {
            let message = format!("the site answers with status {status}; the answer is kept");
            let problem = Problem::new(answer.snapshot.origin.as_str(), message);
            return Parsed {
                value: Vec::new(),
                problems: vec![problem.hint("is the address right?")],
            };
        }
        let text = markup::text(answer.body);
        if is_mailbox(answer.body) {
            return leads.done();
        }
        let mut months = 0;
        for anchor in markup::anchors(&text) {
            let Some(url) = leads.joined(&anchor.href).filter(is_month) else {
                continue;
            };
            months += 1;
            if times(&url).is_none_or(|times| answer.scope.touches(times)) {
                leads.add(url, SourceKind::MailingList);
            }
        }
        if months == 0 {
            let hint =
                "give the address of the archive's index, of one month as text, or an mbox file";
            leads.note(
                "there are no months of a mailing list on this page",
                Some(hint),
            );
        }
        leads.done()
    }
}

/// Packed, or with a first message.
fn is_mailbox(body: &[u8]) -> bool {
    body.starts_with(&[0x1f, 0x8b]) || body.trim_ascii_start().starts_with(b"From ")
}

fn is_month(url: &Url) -> bool {
    let path = url.path().to_ascii_lowercase();
    [".txt", ".txt.gz", ".mbox", ".mbox.gz"]
        .iter()
        .any(|end| path.ends_with(end))
        && !path.ends_with("/robots.txt")
}

/// The time that a month's name tells.
fn times(url: &Url) -> Option<Interval> {
    let query = |key: &str| url.query_pairs().find(|(name, _)| name == key);
    if let (Some((_, start)), Some((_, end))) = (query("start"), query("end")) {
        return scope::days(start.parse().ok()?, end.parse().ok()?);
    }
    let name = url.path_segments()?.next_back()?.to_lowercase();
    if let Some(day) = name.strip_prefix("week-of-mon-").and_then(scope::date_in) {
        let end = day
            .start
            .checked_add(jiff::SignedDuration::from_hours(7 * 24))
            .ok()?;
        return Some(Interval::new(day.start, end));
    }
    let year = i16::try_from(name.get(..4)?.parse::<u16>().ok()?).ok()?;
    let rest = name.get(4..)?;
    let (first, last) = match rest
        .strip_prefix('q')
        .and_then(|q| q.get(..1)?.parse::<i8>().ok())
    {
        Some(quarter) => (3 * quarter - 2, 3 * quarter),
        None if rest.starts_with('.') => (1, 12),
        None => match month(rest.trim_start_matches('-').split('.').next()?) {
            Some(month) => (month, month),
            None => return scope::date_in(&name),
        },
    };
    let start = Date::new(year, first, 1).ok()?;
    scope::days(
        start,
        Date::new(year, last, 1)
            .ok()?
            .last_of_month()
            .tomorrow()
            .ok()?,
    )
}

/// The number of a month by its English name.
pub(super) fn month(name: &str) -> Option<i8> {
    let name = name.trim().to_lowercase();
    let found = MONTHS.iter().position(|month| *month == name)?;
    i8::try_from(found + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::leads::tests::{look, urls};

    const INDEX: &str = "https://lists.pier.example/pipermail/outages/";

    #[test]
    fn an_index_leads_to_the_months_of_the_window() {
        let page = "<a href='2031-March/thread.html'>Thread</a><a href='2031-March.txt.gz'>Text</a>\
            <a href='2031-January.txt.gz'>Text</a><a href='2031q2.txt'>q</a><a href='2030.txt'>y</a>\
            <a href='Week-of-Mon-20310217.txt'>w</a><a href='Week-of-Mon-20310224.txt'>w</a>\
            <a href='/export/o.mbox.gz?start=2031-06-01&amp;end=2031-07-01'>m</a><a href='/robots.txt'>r</a>";
        let found = look(SourceKind::MailingList, INDEX, page);
        let at = |path: &str| format!("{INDEX}{path}");
        assert_eq!(
            urls(&found),
            [
                at("2031-March.txt.gz"),
                at("2031q2.txt"),
                at("Week-of-Mon-20310224.txt")
            ]
        );
        assert!(found.problems.is_empty());
    }

    #[test]
    fn a_month_leads_nowhere_and_a_page_without_months_is_named() {
        let month = "From ada at pier.example  Tue Mar  4 10:00:00 2031\nSubject: x\n\n<a href='2031-March.txt'>\n";
        let found = look(
            SourceKind::MailingList,
            &format!("{INDEX}2031-March.txt"),
            month,
        );
        assert!(found.value.is_empty() && found.problems.is_empty());
        let found = look(
            SourceKind::MailingList,
            INDEX,
            "<a href='2031-March/thread.html'>",
        );
        assert!(found.value.is_empty() && found.problems.len() == 1);
    }
}
