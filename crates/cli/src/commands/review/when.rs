//! Times as a person types them.

use anyhow::Context as _;
use backpedal_model::{Moment, TimeExpr, Zone};

use crate::exit::{Hint, Usage};

const FORMS: &str = "write 2009-04-13, 2009-04-13T14:27, 2009-04-13T14:27Z or FROM..TO, where \
                     FROM or TO may be left out";

/// A moment or a range. What has no offset is read in the case's zone, as an assumption.
pub(super) fn read(text: &str, zone: &str) -> anyhow::Result<TimeExpr> {
    let hint = || Hint(FORMS.to_owned());
    let moment = |part: &str| -> anyhow::Result<Option<Moment>> {
        if part.trim().is_empty() {
            return Ok(None);
        }
        let read: Result<Moment, String> = part.parse();
        read.map(Some)
            .map_err(|_| Usage(format!("{part:?} is not a date or time")))
            .with_context(hint)
    };
    let (start, end) = match text.split_once("..") {
        Some((from, to)) => (moment(from)?, moment(to)?),
        None => {
            let at = moment(text)?;
            (at, at)
        }
    };
    let given: Vec<Moment> = start.into_iter().chain(end).collect();
    let offset = given.first().map(|first| first.offset());
    let Some((first, offset)) = given.first().zip(offset) else {
        return Err(Usage("no time is given".into())).with_context(hint);
    };
    if given
        .iter()
        .any(|m| m.offset().is_some() != offset.is_some())
    {
        let half = format!("only one side of {text:?} has an offset");
        return Err(Usage(half)).context(Hint("give both, or none".into()));
    }
    let assumed = Zone::Assumed(zone.to_owned());
    let fallback = assumed.time_zone().unwrap_or(jiff::tz::TimeZone::UTC);
    if let (Some(from), Some(to)) = (start, end)
        && to.instants(&fallback).end <= from.instants(&fallback).start
    {
        let order = format!("{text:?} ends before it begins");
        return Err(Usage(order)).context(Hint("are the two sides swapped?".into()));
    }
    let precision = given.iter().map(Moment::precision).min();
    Ok(TimeExpr {
        text: text.to_owned(),
        span: None,
        start,
        end,
        precision: precision.unwrap_or(first.precision()),
        zone: match offset {
            None => assumed,
            Some(offset) if offset.is_zero() => Zone::Utc,
            Some(offset) => Zone::Offset(offset.seconds()),
        },
        duration: None,
        approximate: false,
    })
}

#[cfg(test)]
mod tests {
    use backpedal_model::Precision;

    use super::*;

    #[test]
    fn moments_and_ranges_keep_what_was_given() {
        let of = |text: &str| {
            let time = read(text, "America/New_York").expect(text);
            let side = |moment: Option<Moment>| moment.map_or("-".into(), |m| m.to_string());
            let (start, end) = (side(time.start), side(time.end));
            (format!("{start} {end} {}", time.zone), time.precision)
        };
        let day = (
            "2009-04-13 2009-04-13 assumed America/New_York".into(),
            Precision::Day,
        );
        assert_eq!(of("2009-04-13"), day);
        let range = "2009-04-13T14:27Z 2009-04-13T15:02:30Z UTC";
        let minute = (range.into(), Precision::Minute);
        assert_eq!(of("2009-04-13T14:27Z..2009-04-13T15:02:30Z"), minute);
        assert_eq!(
            of("..2009-04-13T15:00-04:00").0,
            "- 2009-04-13T15:00-04:00 -04:00"
        );
        assert_eq!(of("2009-04..").0, "2009-04 - assumed America/New_York");
    }

    #[test]
    fn what_is_no_time_says_how_to_write_one() {
        for wrong in [
            "",
            "..",
            "noon",
            "2009-04-13..noon",
            "2009-04-14..2009-04-12",
            "2009-04-13T10:00Z..2009-04-13T11:00",
        ] {
            let error = read(wrong, "UTC").expect_err(wrong);
            assert!(
                error.is::<Usage>() && error.is::<Hint>(),
                "{wrong:?}: {error:?}"
            );
        }
    }
}
