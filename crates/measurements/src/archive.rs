//! Many routing files at once: what their names tell, and which of them a window needs.
//!
//! Names are those of RIPE RIS (<https://ris.ripe.net/docs/mrt/>), of RouteViews
//! (<https://archive.routeviews.org/>) and of local copies by BGPStream. A file covers the time
//! from its name to the next one's, at most the collectors' usual length.

use std::collections::BTreeMap;

use backpedal_model::{
    ArchiveSpec, Interval, MeasurementKind, MeasurementSpec, Origin, Problem, SeriesSpec,
};
use jiff::{SignedDuration, Timestamp, civil, tz::TimeZone};

use crate::{clock::MINUTE, collectors::STALE};

/// RIS writes a file of updates every five minutes; until 23 July 2003 every fifteen.
pub(crate) const RIS_STEP: i64 = 5 * MINUTE;
pub(crate) const RIS_SINCE: i64 = 1_058_918_400;

/// RouteViews, and RIS in its first years, write one every fifteen minutes.
pub(crate) const STEP: i64 = 15 * MINUTE;

/// Where no table lies a day before the window, one this much later is still its start.
const DAY: i64 = 24 * 60 * MINUTE;

/// What the name of a routing file tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchiveName {
    /// A table or updates.
    pub kind: MeasurementKind,
    /// Who collected it, as the project calls it: `rrc00`, `route-views.linx`.
    pub collector: Option<String>,
    /// When it begins.
    pub at: Timestamp,
    /// The usual length of such a file, in seconds; 60 for a table.
    pub seconds: i64,
}

impl ArchiveName {
    /// Reads a path or an address; `None` where its name is not of these forms.
    ///
    /// ```
    /// use backpedal_measurements::ArchiveName;
    ///
    /// let name = ArchiveName::of("ris/rrc00/2022.06/updates.20220621.0625.gz").expect("known");
    /// assert_eq!(name.collector.as_deref(), Some("rrc00"));
    /// assert_eq!(name.at.to_string(), "2022-06-21T06:25:00Z");
    /// assert_eq!(name.seconds, 300);
    /// assert!(ArchiveName::of("notes.20220621.txt").is_none());
    /// ```
    #[must_use]
    pub fn of(path: &str) -> Option<Self> {
        let mut parts: Vec<&str> = path.split(['/', '\\']).collect();
        let file = parts.pop()?;
        let words: Vec<&str> = file.split('.').collect();
        let (place, kind) = words.iter().enumerate().find_map(|(n, word)| {
            let kind = match *word {
                "updates" => MeasurementKind::BgpUpdates,
                "bview" | "rib" | "rib6" | "ribs" => MeasurementKind::BgpTable,
                _ => return None,
            };
            Some((n, kind))
        })?;
        let at = moment(words.get(place + 1)?, words.get(place + 2).copied())?;
        let collector = in_name(&words[..place]).or_else(|| in_folders(&parts));
        let ris = collector.as_ref().map_or_else(
            || words.last() == Some(&"gz"),
            |collector| collector.starts_with("rrc"),
        );
        let seconds = match kind {
            MeasurementKind::BgpUpdates if ris && at.as_second() >= RIS_SINCE => RIS_STEP,
            MeasurementKind::BgpUpdates => STEP,
            _ => MINUTE,
        };
        Some(Self {
            kind,
            collector,
            at,
            seconds,
        })
    }
}

/// `20220621` and `0625`, or seconds since 1970.
fn moment(first: &str, second: Option<&str>) -> Option<Timestamp> {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(first) {
        return None;
    }
    if (9..=10).contains(&first.len()) {
        return Timestamp::from_second(first.parse().ok()?).ok();
    }
    let clock = second.filter(|clock| clock.len() == 4 && digits(clock))?;
    if first.len() != 8 {
        return None;
    }
    let number = |text: &str| text.parse::<i8>().ok();
    let date = civil::Date::new(
        first[..4].parse().ok()?,
        number(&first[4..6])?,
        number(&first[6..])?,
    );
    let time = civil::Time::new(number(&clock[..2])?, number(&clock[2..])?, 0, 0);
    let zoned = TimeZone::UTC.to_zoned(date.ok()?.to_datetime(time.ok()?));
    zoned.ok().map(|zoned| zoned.timestamp())
}

/// `rrc06.updates…`, `routeviews.route-views.jinx.updates…`.
fn in_name(words: &[&str]) -> Option<String> {
    let words: Vec<&str> = words.iter().copied().filter(|w| *w != "latest").collect();
    let (project, rest) = match words.as_slice() {
        [project @ ("ris" | "routeviews"), rest @ ..] => (Some(*project), rest),
        rest => (None, rest),
    };
    let name = rest.join(".");
    if is_collector(&name) {
        return Some(name);
    }
    (project == Some("routeviews") && !name.is_empty()).then(|| format!("route-views.{name}"))
}

/// `…/rrc00/2022.06/…`, `…/route-views.linx/bgpdata/…`; the archive without a name is route-views2.
fn in_folders(folders: &[&str]) -> Option<String> {
    let named = folders.iter().rev().find(|folder| is_collector(folder));
    named.map(|folder| (*folder).to_owned()).or_else(|| {
        let bare = folders.contains(&"archive.routeviews.org") && folders.contains(&"bgpdata");
        bare.then(|| "route-views2".to_owned())
    })
}

fn is_collector(word: &str) -> bool {
    let ris = word
        .strip_prefix("rrc")
        .is_some_and(|n| n.len() == 2 && n.bytes().all(|byte| byte.is_ascii_digit()));
    ris || word.starts_with("route-views")
}

/// What an archive gives for a window.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Selection {
    /// The files that the window needs, in order of collector and time.
    pub specs: Vec<MeasurementSpec>,
    /// How many files lie outside of it.
    pub outside: usize,
    /// Names that tell nothing.
    pub problems: Vec<Problem>,
}

/// Picks the files that a window needs from an archive's files: for each collector one table, and
/// the updates from it to the end. The table is the last one from a day before the window where
/// updates lead on from it, so that the day can be a baseline (rule D1); else the last one before
/// the window; else the first one at all.
#[must_use]
pub fn select(archive: &ArchiveSpec, files: &[Origin], window: Interval) -> Selection {
    let mut selection = Selection::default();
    let mut groups: BTreeMap<Option<String>, Vec<(ArchiveName, &Origin)>> = BTreeMap::new();
    for file in files {
        match ArchiveName::of(file.as_str()) {
            Some(name) => {
                let collector = archive.collector.clone().or_else(|| name.collector.clone());
                groups.entry(collector).or_default().push((name, file));
            }
            None => selection.problems.push(
                Problem::new(file.as_str(), "has a name that tells neither kind nor time")
                    .hint("names are like updates.20220621.0625.gz or rib.20220621.0600.bz2; list other files as [[measurement]]"),
            ),
        }
    }
    for (collector, mut group) in groups {
        group.sort_by(|a, b| (a.0.at, a.1.as_str()).cmp(&(b.0.at, b.1.as_str())));
        let covers = covers(&group);
        let kept = kept(&group, &covers, window);
        selection.outside += group.len() - kept.len();
        selection
            .specs
            .extend(kept.into_iter().map(|n| MeasurementSpec {
                kind: group[n].0.kind,
                origin: group[n].1.clone(),
                covers: covers[n],
                collector: collector.clone(),
                synthetic: archive.synthetic,
                note: archive.note.clone(),
                series: SeriesSpec::default(),
            }));
    }
    selection
}

/// The time that each file of one collector covers. `group` is in order of time.
fn covers(group: &[(ArchiveName, &Origin)]) -> Vec<Interval> {
    let end = |n: usize| {
        let (name, _) = &group[n];
        let usual = name.at.as_second() + name.seconds;
        let after = group[n + 1..].iter().find(|(other, _)| {
            other.kind == name.kind
                && other.at > name.at
                && name.kind == MeasurementKind::BgpUpdates
        });
        after.map_or(usual, |(next, _)| usual.min(next.at.as_second()))
    };
    (0..group.len())
        .map(|n| Interval::new(group[n].0.at, crate::clock::stamp(end(n))))
        .collect()
}

/// The places of the files that the window needs.
fn kept(group: &[(ArchiveName, &Origin)], covers: &[Interval], window: Interval) -> Vec<usize> {
    let of = |kind: MeasurementKind| (0..group.len()).filter(move |n| group[*n].0.kind == kind);
    let day = window
        .start
        .checked_sub(SignedDuration::from_secs(DAY))
        .unwrap_or(window.start);
    let stale = |at: Timestamp| window.start.as_second() - at.as_second() > STALE;
    let tables: Vec<usize> = of(MeasurementKind::BgpTable).collect();
    let leads_on = |table: usize| {
        let parts = of(MeasurementKind::BgpUpdates).map(|n| crate::clock::Seconds::of(covers[n]));
        let parts = crate::clock::join(parts.collect(), MINUTE);
        let from = group[table].0.at.as_second();
        let whole = crate::clock::Seconds {
            from,
            to: window.start.as_second(),
        };
        crate::clock::holes(whole, &parts)
            .iter()
            .all(|hole| hole.to - hole.from <= MINUTE)
    };
    let before = |limit: Timestamp| {
        tables
            .iter()
            .rev()
            .copied()
            .find(|n| group[*n].0.at <= limit)
    };
    let base = before(day)
        .filter(|n| leads_on(*n))
        .or_else(|| before(window.start).filter(|n| !stale(group[*n].0.at)))
        .or_else(|| {
            tables
                .iter()
                .copied()
                .find(|n| window.holds(group[*n].0.at))
        });
    let from = base.map_or(window.start, |n| group[n].0.at);
    let needed = |n: usize| covers[n].start < window.end && covers[n].end > from.min(window.start);
    let mut kept: Vec<usize> = of(MeasurementKind::BgpUpdates)
        .filter(|n| needed(*n))
        .collect();
    kept.extend(base);
    kept.sort_unstable();
    kept
}

#[cfg(test)]
mod tests;
