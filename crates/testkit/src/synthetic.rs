//! Makes the files under `fixtures/` that no person wrote, the same bytes every time.
//!
//! The measurements are invented and say so wherever they are used: addresses come from the ranges
//! kept for documentation (RFC 5737, RFC 3849), and so do the numbers of peers, carriers and probes
//! (RFC 5398). Only the two parties keep their real AS numbers, so that the case finds its routes.
//!
//! The story: on Monday 13 April 2009 Ooma's routes go away from 18:41 to 20:26 UTC, Internap's
//! stay; probes agree. On Tuesday from 04:30 to 05:15 UTC half of the peers are lost, so nothing
//! can be seen.

mod damaged;
mod probes;
mod routing;

/// One file of the generator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// Where it belongs, from the root of the workspace.
    pub path: &'static str,
    /// All of it.
    pub bytes: Vec<u8>,
}

/// All files of the generator. `cargo run -p backpedal-testkit --bin make-fixtures` writes them.
#[must_use]
pub fn synthetic() -> Vec<Made> {
    let made = |path, bytes| Made { path, bytes };
    vec![
        made(
            "fixtures/ooma-internap-2009/measurements/synthetic-table.txt",
            routing::table().into_bytes(),
        ),
        made(
            "fixtures/ooma-internap-2009/measurements/synthetic-updates.txt",
            routing::updates().into_bytes(),
        ),
        made(
            "fixtures/ooma-internap-2009/measurements/synthetic-probes.csv",
            probes::csv().into_bytes(),
        ),
        made("fixtures/bad/empty.html", Vec::new()),
        made("fixtures/bad/binary.html", damaged::binary()),
        made("fixtures/bad/truncated.mrt", damaged::truncated_table()),
    ]
}

/// Midnight in New York on Monday 13 April 2009 (04:00 UTC), in seconds since 1970. All times of
/// the story count from here.
const MONDAY: i64 = 1_239_595_200;

/// Seconds from [`MONDAY`] to a clock time in UTC on that day; hours over 23 lie on Tuesday.
const fn utc(hour: i64, minute: i64, second: i64) -> i64 {
    (hour - 4) * 3_600 + minute * 60 + second
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_story_begins_on_monday() {
        let at = |seconds| {
            jiff::Timestamp::from_second(MONDAY + seconds)
                .expect("in range")
                .to_string()
        };
        assert_eq!(at(utc(4, 0, 0)), "2009-04-13T04:00:00Z");
        assert_eq!(at(utc(28, 30, 5)), "2009-04-14T04:30:05Z");
    }
}
