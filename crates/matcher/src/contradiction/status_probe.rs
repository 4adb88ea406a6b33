//! A status page that reads "operational" while somebody measured that it was not.
//!
//! Only a page's or its party's own status wording counts, only a side that measured, and only at
//! one time. Whether the measurements of the case agree is a verdict and belongs to `evidence`.

use backpedal_model::{ClaimKind, ContradictionKind, DocumentKind, Interval, Polarity, Precision};

use super::{Finding, Found, strength_of_dispute};
use crate::{
    names::share,
    reading::{Reading, Side},
    words,
    world::World,
};

const RULE: &str = "status-vs-probe";

pub(super) fn find(world: &World<'_>, found: &mut Found) {
    for page in world.of(ClaimKind::Outage, Polarity::Deny) {
        if !is_status(page) {
            continue;
        }
        for kind in [ClaimKind::Evidence, ClaimKind::Outage] {
            for seen in world.facing(page, kind) {
                let opposed = seen.polarity() == Polarity::Affirm
                    && !seen.side.same(&page.side)
                    && share(&seen.subjects, &page.subjects)
                    && measured(seen)
                    && same_time(world, page, seen);
                if opposed {
                    add(page, seen, found);
                }
            }
        }
    }
}

fn add(page: &Reading<'_>, seen: &Reading<'_>, found: &mut Found) {
    found.add(&Finding {
        kind: ContradictionKind::StatusVsProbe,
        a: page,
        b: seen,
        why: "The status page showed no trouble while measurements are said to show some; the \
              page and the measurements are inconsistent.",
        strength: strength_of_dispute(page, seen),
        would_change: "A capture of the page from that time, or the measurements themselves, \
                       would decide.",
        rule: RULE,
    });
}

/// The page itself, or words about it.
fn is_status(page: &Reading<'_>) -> bool {
    let own = page
        .document
        .is_some_and(|document| document.kind == DocumentKind::Status);
    let narrowed = words::RESTRICT.stand_in(&page.words) || words::PART.stand_in(&page.words);
    (own || words::STATUS_PAGE.stand_in(&page.words)) && !narrowed
}

/// A side that measured the party's network and found trouble.
fn measured(seen: &Reading<'_>) -> bool {
    let nothing = words::NOBODY.stand_in(&seen.words) || words::WORKS.stand_in(&seen.words);
    words::MEASURED.stand_in(&seen.context)
        && words::DOWN.stand_in(&seen.context)
        && !nothing
        && !matches!(seen.side, Side::Person(_))
        && !seen.of_itself()
}

/// Both are about one time: their own times overlap, or the page was read after the trouble was
/// told and before it was over.
fn same_time(world: &World<'_>, page: &Reading<'_>, seen: &Reading<'_>) -> bool {
    match (happened(world, page), happened(world, seen)) {
        (Some(page), Some(seen)) => page.overlaps(seen),
        (None, None) => {
            let throughout = words::NEVER.stand_in(&page.context);
            let told_together = page.place.0 == seen.place.0
                && page.sentence.abs_diff(seen.sentence) <= 1
                && (words::AGAINST.stand_in(&page.context)
                    || words::AGAINST.stand_in(&seen.context));
            throughout || told_together
        }
        _ => false,
    }
}

fn happened(world: &World<'_>, reading: &Reading<'_>) -> Option<Interval> {
    let time = reading.claim.event_time.as_ref();
    let time = time.filter(|time| time.precision > Precision::Day)?;
    let zone = world.facts.case.time_zone();
    time.instants(&zone, Some(world.facts.case.window))
}

#[cfg(test)]
mod tests {
    use backpedal_model::{
        ClaimKind::{Evidence, Outage},
        Polarity::{Affirm, Deny},
    };

    use crate::testing::{Details, Story};

    const HALYARD: (&str, &[&str]) = ("Halyard", &[]);

    fn pairs(page: &str, who: &str, seen: &str, hour: &str) -> Vec<String> {
        let mut story = Story::new();
        let times = ("2024-03-05T06:00Z", "2024-03-05T08:00Z");
        story
            .say("Halyard", (Outage, Deny), HALYARD, page)
            .happened("from 6 to 8", times.0, times.1);
        let (start, end) = (
            format!("2024-03-05T{hour}:10Z"),
            format!("2024-03-05T{hour}:50Z"),
        );
        story
            .say(who, (Evidence, Affirm), HALYARD, seen)
            .happened("then", &start, &end);
        story.pairs()
    }

    const PAGE: &str = "our status page read all systems operational";
    const SEEN: &str = "our probes measured an outage";

    #[test]
    fn a_green_page_and_failing_probes() {
        assert_eq!(pairs(PAGE, "Heron", SEEN, "07"), ["status_vs_probe 0 1"]);
    }

    #[test]
    fn near_misses() {
        // Another hour; nobody measured; its own probes; no trouble; a part; no page.
        for (page, who, seen, hour) in [
            (PAGE, "Heron", SEEN, "09"),
            (PAGE, "Heron", "callers told us of an outage", "07"),
            (PAGE, "Halyard", SEEN, "07"),
            (PAGE, "Heron", "our probes measured no outage", "07"),
            (
                "our status page says email is operational",
                "Heron",
                SEEN,
                "07",
            ),
            ("our backbone was up", "Heron", SEEN, "07"),
        ] {
            assert!(pairs(page, who, seen, hour).is_empty(), "{page} {seen}");
        }
    }
}
