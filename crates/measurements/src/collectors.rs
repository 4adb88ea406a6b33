//! Which table each collector starts from, and which files follow it.

use backpedal_model::{Case, MeasurementKind, MeasurementSpec};

use crate::clock::{MINUTE, Seconds, holes, join};

/// A dump takes minutes to be written: a table's records may lie this far from the time that the
/// case gives for it. Our choice.
pub(crate) const DUMP_SLACK: i64 = 15 * MINUTE;

/// Two update files that lie no further apart than this leave no hole. Our choice.
pub(crate) const FILE_SLACK: i64 = MINUTE;

/// A table goes with a window when no more than this much of the time between the two is without
/// updates. Our choice: a day, the time over which rule D1 takes a baseline.
pub(crate) const STALE: i64 = 24 * 60 * MINUTE;

/// One collector's files, by their place in the list of inputs.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Collector {
    pub(crate) name: Option<String>,
    /// The table that the rest is applied to.
    pub(crate) base: Option<usize>,
    /// Later tables and the updates, in order of time.
    pub(crate) later: Vec<usize>,
    /// What the updates cover, holes left out.
    pub(crate) covered: Vec<Seconds>,
    /// Tables that are too old for the window, or later than it.
    pub(crate) unused: Vec<usize>,
}

/// Groups the BGP files by collector. The base is the latest table from before the window's start,
/// or else the first one at all. Files without a collector belong to the only named one, if there
/// is just one.
pub(crate) fn collectors(case: &Case, specs: &[MeasurementSpec]) -> Vec<Collector> {
    let mut names: Vec<Option<String>> = bgp(specs).map(|(_, s)| s.collector.clone()).collect();
    names.sort();
    names.dedup();
    if names.len() == 2 && names[0].is_none() {
        names.remove(0);
    }
    let sole = (names.len() == 1).then(|| names[0].clone());
    let mut found: Vec<Collector> = Vec::new();
    for name in names {
        let own = |spec: &MeasurementSpec| {
            let given = spec.collector.clone().or_else(|| sole.clone().flatten());
            given == name
        };
        found.push(collector(case, specs, name.clone(), &own));
    }
    found
}

fn bgp(specs: &[MeasurementSpec]) -> impl Iterator<Item = (usize, &MeasurementSpec)> {
    let all = specs.iter().enumerate();
    let bgp = |kind| {
        matches!(
            kind,
            MeasurementKind::BgpTable | MeasurementKind::BgpUpdates
        )
    };
    all.filter(move |(_, spec)| bgp(spec.kind))
}

fn collector(
    case: &Case,
    specs: &[MeasurementSpec],
    name: Option<String>,
    own: &dyn Fn(&MeasurementSpec) -> bool,
) -> Collector {
    let mut mine: Vec<(usize, &MeasurementSpec)> = bgp(specs).filter(|(_, s)| own(s)).collect();
    mine.sort_by_key(|(n, spec)| (spec.covers.start, spec.covers.end, *n));
    let updates = mine
        .iter()
        .filter(|(_, spec)| spec.kind == MeasurementKind::BgpUpdates)
        .map(|(_, spec)| Seconds::of(spec.covers));
    let covered = join(updates.collect(), FILE_SLACK);
    let window = Seconds::of(case.window);
    let fits = |spec: &MeasurementSpec| {
        let from = spec.covers.start.as_second();
        let between = Seconds {
            from,
            to: window.from,
        };
        let unseen = holes(between, &covered)
            .iter()
            .map(|h| h.to - h.from)
            .sum::<i64>();
        unseen <= STALE && from < window.to
    };
    let (tables, unused): (Vec<_>, Vec<_>) = mine
        .iter()
        .filter(|(_, spec)| spec.kind == MeasurementKind::BgpTable)
        .partition(|(_, spec)| fits(spec));
    let before = tables
        .iter()
        .rfind(|(_, s)| s.covers.start <= case.window.start);
    let base = before.or(tables.first()).map(|(n, _)| *n);
    let unused: Vec<usize> = unused.iter().map(|(n, _)| *n).collect();
    let later = mine.iter().map(|(n, _)| *n);
    Collector {
        name,
        base,
        later: later
            .filter(|n| Some(*n) != base && !unused.contains(n))
            .collect(),
        covered,
        unused,
    }
}

#[cfg(test)]
mod tests {
    use backpedal_model::MeasurementKind::{self, BgpTable, BgpUpdates, Probes};

    use super::*;
    use crate::testing::{case, input};

    const HOUR: i64 = 3600;
    const DAY: i64 = 24 * HOUR;

    fn spec(kind: MeasurementKind, name: Option<&str>, from: i64, to: i64) -> MeasurementSpec {
        let mut spec = input(kind, from, to, b"").spec;
        spec.collector = name.map(str::to_owned);
        spec
    }

    /// The window is the third day.
    fn grouped(specs: &[MeasurementSpec]) -> Vec<Collector> {
        collectors(&case(2 * DAY, 3 * DAY, vec![]), specs)
    }

    #[test]
    fn the_latest_table_from_before_the_window_is_the_base() {
        let at = |from| spec(BgpTable, None, from, from);
        let found = grouped(&[at(2 * DAY + 1), at(2 * DAY - HOUR), at(2 * DAY - 2 * HOUR)]);
        assert_eq!((found[0].base, &found[0].later), (Some(1), &vec![2, 0]));
        let found = grouped(&[at(2 * DAY + HOUR), at(2 * DAY + 1)]);
        assert_eq!((found[0].base, &found[0].later), (Some(1), &vec![0]));
    }

    #[test]
    fn an_old_table_counts_only_where_updates_lead_to_the_window() {
        let table = spec(BgpTable, None, 0, 0);
        let found = grouped(std::slice::from_ref(&table));
        assert_eq!((found[0].base, &found[0].unused), (None, &vec![0]));
        let found = grouped(&[table.clone(), spec(BgpUpdates, None, DAY + 1, 3 * DAY)]);
        assert_eq!(found[0].base, None);
        let found = grouped(&[table, spec(BgpUpdates, None, DAY, 3 * DAY)]);
        assert_eq!(found[0].base, Some(0));
        let found = grouped(&[spec(BgpTable, None, 4 * DAY, 4 * DAY)]);
        assert_eq!(found[0].unused, [0]);
    }

    #[test]
    fn files_without_a_name_belong_to_the_only_named_collector() {
        let table = spec(BgpTable, Some("rrc00"), 2 * DAY, 2 * DAY);
        let updates = spec(BgpUpdates, None, 2 * DAY, 3 * DAY);
        let probes = spec(Probes, Some("ours"), 2 * DAY, 3 * DAY);
        let found = grouped(&[table.clone(), updates.clone(), probes]);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].base, &found[0].later), (Some(0), &vec![1]));
        // With two names nothing is guessed.
        let other = spec(BgpTable, Some("rrc01"), 2 * DAY, 2 * DAY);
        let found = grouped(&[table, updates, other]);
        let names: Vec<Option<&str>> = found.iter().map(|c| c.name.as_deref()).collect();
        assert_eq!(names, [None, Some("rrc00"), Some("rrc01")]);
        assert_eq!(found[0].base, None);
    }
}
