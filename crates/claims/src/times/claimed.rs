//! What claims take from sentences: whole sentences in, times out.

use backpedal_model::{Document, Moment as Instant, PublishedDate, Zone};

use super::statements::Clock;
use crate::{Context, text::Text};

type Read = (String, Option<String>, Option<String>);

/// The times of the last of some sentences, which are read in order.
fn last(sentences: &[&str], published: &str) -> Vec<Read> {
    let all = sentences.join("\n");
    let mut document = Document::new("a", backpedal_model::DocumentKind::Article, &all);
    document.published = Some(PublishedDate {
        at: published.parse().expect("a date"),
        zone: Zone::Utc,
        source: backpedal_model::DateSource::Given,
    });
    let parties = backpedal_model::Parties::default();
    let context = Context {
        parties: &parties,
        zone: "Europe/London",
        window: None,
        parent: None,
    };
    let text = Text::new(&all);
    let mut clock = Clock::new(&document, &context);
    let mut start = 0;
    let mut times = Vec::new();
    for sentence in sentences {
        times = clock.read(&text, &(start..start + sentence.len()), None);
        start += sentence.len() + 1;
    }
    let moment = |m: Option<Instant>| m.map(|m| m.to_string());
    let words = |t: &super::Time| text.norm(&t.range).to_owned();
    times
        .into_iter()
        .map(|t| (words(&t), moment(t.expr.start), moment(t.expr.end)))
        .collect()
}

fn read(sentence: &str, published: &str) -> Vec<Read> {
    last(&[sentence], published)
}

fn one(
    text: &str,
    start: Option<&str>,
    end: Option<&str>,
) -> (String, Option<String>, Option<String>) {
    (
        text.to_owned(),
        start.map(str::to_owned),
        end.map(str::to_owned),
    )
}

#[test]
fn a_clock_time_takes_the_day_beside_it() {
    assert_eq!(
        read("It fell at 1:25 p.m. MDT on Sunday.", "2015-08-24"),
        [one(
            "at 1:25 p.m. MDT on Sunday",
            Some("2015-08-23T13:25-06:00"),
            Some("2015-08-23T13:25-06:00")
        )]
    );
    assert_eq!(
        read(
            "It was dark since 9:40 a.m. Central on March 8.",
            "2011-03-10"
        ),
        [one(
            "since 9:40 a.m. Central on March 8",
            Some("2011-03-08T09:40-06:00"),
            None
        )]
    );
}

#[test]
fn a_length_has_no_date() {
    assert_eq!(
        read("It lasted under an hour.", "2011-03-10"),
        [one("under an hour", None, None)]
    );
}

#[test]
fn until_is_an_end_and_has_no_beginning() {
    assert_eq!(
        read("It was dark until 4:10 p.m. on Monday.", "2015-08-26"),
        [one(
            "until 4:10 p.m. on Monday",
            None,
            Some("2015-08-24T16:10")
        )]
    );
    assert_eq!(
        read("It was dark until Monday.", "2015-08-26"),
        [one("until Monday", None, Some("2015-08-24"))]
    );
}

#[test]
fn a_length_takes_the_day_beside_it() {
    assert_eq!(
        read("It was dark for 40 minutes on Monday.", "2015-08-26"),
        [
            one("40 minutes", Some("2015-08-24"), Some("2015-08-24")),
            one("Monday", Some("2015-08-24"), Some("2015-08-24")),
        ]
    );
    // Not one further off.
    assert_eq!(
        read(
            "Monday was quiet, but calls failed for 40 minutes.",
            "2015-08-26"
        ),
        [
            one("Monday", Some("2015-08-24"), Some("2015-08-24")),
            one("40 minutes", None, None),
        ]
    );
}

#[test]
fn days_make_a_range() {
    assert_eq!(
        read("It was slow between Saturday and Monday.", "2015-08-26"),
        [one(
            "Saturday and Monday",
            Some("2015-08-22"),
            Some("2015-08-24")
        )]
    );
}

#[test]
fn the_day_of_a_statement_is_not_that_of_the_clock_time() {
    let clock = |text: &str| {
        read(text, "2015-08-26")
            .first()
            .and_then(|time| time.1.clone())
    };
    assert_eq!(
        clock("Calls failed from 6:20 a.m. on Monday. It rose at 9:05 a.m., Tarn said Tuesday."),
        Some("2015-08-24T06:20".to_owned())
    );
    assert_eq!(
        clock("It rose at 9:05 a.m., a spokesman for Tarn said Tuesday."),
        Some("2015-08-26T09:05".to_owned())
    );
}

#[test]
fn points_may_part_hours_and_minutes() {
    assert_eq!(
        read("The link fell at 13.12 and rose at 14.50.", "2015-08-26"),
        [
            one(
                "at 13.12",
                Some("2015-08-26T13:12"),
                Some("2015-08-26T13:12")
            ),
            one(
                "at 14.50",
                Some("2015-08-26T14:50"),
                Some("2015-08-26T14:50")
            ),
        ]
    );
    for text in [
        "The price was 13.12 euros.",
        "It grew by 13.12%, from 2.10 to 2.12.",
        "Loss stood at 9.75 percent.",
    ] {
        assert_eq!(read(text, "2015-08-26"), [], "{text}");
    }
}

#[test]
fn a_year_once_given_holds_for_the_dates_after_it() {
    let days: Vec<Option<String>> = read(
        "On 17 June 2013 it fell, and on 19 June it rose.",
        "2015-01-20",
    )
    .into_iter()
    .map(|time| time.1)
    .collect();
    assert_eq!(
        days,
        [Some("2013-06-17".to_owned()), Some("2013-06-19".to_owned())]
    );
}

#[test]
fn later_is_counted_from_the_clock_time_before() {
    assert_eq!(
        read(
            "It fell at 06:55 UTC, and 20 minutes later it rose.",
            "2015-08-26"
        )
        .last()
        .and_then(|time| time.1.clone()),
        Some("2015-08-26T07:15Z".to_owned())
    );
}

#[test]
fn the_end_of_a_range_and_what_came_before_do_not_move_the_day() {
    let clock = |first: &str| {
        last(&[first, "It fell at 10:57 p.m."], "2015-08-26")
            .pop()
            .and_then(|time| time.1)
    };
    assert_eq!(
        clock("Tarn lost power on Saturday and was dark until Sunday."),
        Some("2015-08-22T22:57".to_owned())
    );
    assert_eq!(
        clock("Tarn lost power on Monday; a clerk had changed the plan on Friday."),
        Some("2015-08-24T22:57".to_owned())
    );
}

#[test]
fn a_day_goes_with_the_range_behind_it() {
    let times = read(
        "It was down on Monday 4 May 2015 from 08:10 to 17:35 and on Tuesday 5 May from 09:00 to 10:20.",
        "2015-05-12",
    );
    let starts: Vec<_> = times.into_iter().filter_map(|time| time.1).collect();
    assert_eq!(starts, ["2015-05-04T08:10", "2015-05-05T09:00"]);
}
