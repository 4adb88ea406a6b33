//! The day before as a baseline (D1), other origins (D5), and many files as one.

use super::*;

const DAY: i64 = 24 * HOUR;

/// The window is the hour after the first day.
fn after_a_day(table: &str, updates: &str) -> Parsed<Observed> {
    let case = case(DAY, DAY + HOUR, vec![party("halyard", &[64500])]);
    let inputs = vec![
        input(MeasurementKind::BgpTable, 0, 0, table.as_bytes()),
        input(
            MeasurementKind::BgpUpdates,
            0,
            DAY + HOUR,
            updates.as_bytes(),
        ),
    ];
    crate::observe(&case, inputs, &mut |_| {})
}

#[test]
fn the_day_before_tells_what_is_usual() {
    // Prefix 0 is gone from the third hour on, prefix 1 from the last hour before the window.
    let updates = all(2 * HOUR, "W", 3, 0) + &all(DAY - HOUR, "W", 3, 1);
    let parsed = after_a_day(&table(3), &updates);
    assert_eq!(parsed.problems, []);
    let visibility = seen(&parsed.value.observations[0]);
    assert_eq!(visibility.baseline.kind, BaselineKind::MedianOfDayBefore);
    assert_eq!(visibility.baseline.at, stamp(0));
    assert_eq!(visibility.baseline.prefixes, 9);
    assert_eq!(visibility.bins[0].share, Some(8.0 / 9.0));
}

#[test]
fn without_a_whole_day_the_table_is_the_baseline() {
    let updates = all(600, "W", 3, 0);
    let (visibility, _) = clean(&table(3), &updates);
    assert_eq!(visibility.baseline.kind, BaselineKind::TableAtStart);
    assert_eq!(visibility.baseline.prefixes, 10);
    // Nothing was heard for most of the day: a hole, so it tells nothing.
    let case = case(DAY, DAY + HOUR, vec![party("halyard", &[64500])]);
    let (table, updates) = (table(3), all(DAY + 60, "W", 3, 0));
    let inputs = vec![
        input(MeasurementKind::BgpTable, 0, 0, table.as_bytes()),
        input(
            MeasurementKind::BgpUpdates,
            12 * HOUR,
            DAY + HOUR,
            updates.as_bytes(),
        ),
    ];
    let parsed = crate::observe(&case, inputs, &mut |_| {});
    let visibility = seen(&parsed.value.observations[0]);
    assert_eq!(visibility.baseline.kind, BaselineKind::TableAtStart);
}

#[test]
fn another_origin_is_misrouted_and_not_down() {
    let updates = line(HOUR + 60, "A", 1, 3, "64666")
        + &line(HOUR + 70, "A", 2, 3, "64666")
        + &line(HOUR + 80, "A", 1, 4, "64666")
        + &line(HOUR + 600, "A", 1, 3, "64500")
        + &line(HOUR + 610, "A", 2, 3, "64500")
        + &line(HOUR + 620, "W", 1, 4, "");
    let (visibility, _) = clean(&table(3), &updates);
    assert_eq!(visibility.bins[5].share, Some(1.0));
    let [change] = visibility.origins.as_slice() else {
        panic!("one other origin: {:?}", visibility.origins);
    };
    assert_eq!((change.origin.0, change.prefixes), (64666, 2));
    assert_eq!((change.peers, change.of), (2, 3));
    assert_eq!(
        change.during,
        Interval::new(stamp(HOUR + 60), stamp(HOUR + 620))
    );
}

#[test]
fn origins_that_tell_nothing() {
    // The usual one, again; a set; one that ended before the window; a prefix of nobody.
    let updates = line(300, "A", 1, 3, "64666")
        + &line(600, "A", 1, 3, "64500")
        + &line(HOUR + 60, "A", 1, 3, "64500")
        + &line(HOUR + 70, "A", 2, 3, "{64666,64667}")
        + &line(HOUR + 80, "A", 1, 44, "64666");
    assert_eq!(clean(&table(3), &updates).0.origins, []);
    // Two origins in the table: both are usual.
    let shared = table(3) + &line(0, "B", 4, 9, "64777").replace("BGP4MP", "TABLE_DUMP2");
    let updates = line(HOUR + 60, "A", 1, 9, "64777");
    let observation = observe(&shared, &updates).value.observations[0].clone();
    assert_eq!(seen(&observation).origins, []);
    // One that lasts to the end of the window.
    let lasting = line(HOUR + 60, "A", 1, 3, "64666");
    let found = clean(&table(3), &lasting).0.origins;
    assert_eq!(found[0].during.end, stamp(2 * HOUR));
}

/// A more specific one inside of a prefix: its first half.
fn half(line: &str) -> String {
    line.replace(".0/24", ".0/25")
}

#[test]
fn a_more_specific_prefix_of_another_is_misrouted() {
    let updates = half(&line(HOUR + 60, "A", 1, 3, "64666"))
        + &half(&line(HOUR + 70, "A", 2, 3, "64666"))
        + &half(&line(HOUR + 600, "W", 1, 3, ""))
        + &half(&line(HOUR + 620, "W", 2, 3, ""));
    let (visibility, _) = clean(&table(3), &updates);
    let [change] = visibility.origins.as_slice() else {
        panic!("one other origin: {:?}", visibility.origins);
    };
    assert_eq!((change.origin.0, change.prefixes), (64666, 1));
    assert_eq!((change.peers, change.of), (2, 3));
    assert_eq!(change.inside(), " (by 198.51.3.0/25)");
    assert_eq!(
        change.during,
        Interval::new(stamp(HOUR + 60), stamp(HOUR + 620))
    );
    assert_eq!(visibility.bins[5].share, Some(1.0));
}

#[test]
fn more_specific_prefixes_that_tell_nothing() {
    let none = |table: &str, updates: &str| {
        let found = clean(table, updates).0.origins;
        assert_eq!(found, [], "{updates}");
    };
    // The party's own, a customer's behind it, a set, one that ended before the window.
    none(&table(3), &half(&line(HOUR + 60, "A", 1, 3, "64500")));
    none(&table(3), &half(&line(HOUR + 60, "A", 1, 3, "64500 64666")));
    none(
        &table(3),
        &half(&line(HOUR + 60, "A", 1, 3, "{64666,64667}")),
    );
    let over = half(&line(300, "A", 1, 3, "64666")) + &half(&line(600, "W", 1, 3, ""));
    none(&table(3), &over);
    // One that the table had, and another part of an origin that it had inside of the prefix.
    let entry =
        |prefix: u32| half(&line(0, "B", 1, prefix, "64666")).replace("BGP4MP", "TABLE_DUMP2");
    let known = |prefix: u32| {
        let table = table(3);
        let mut rows: Vec<&str> = table.lines().collect();
        let entry = entry(prefix);
        let place = rows
            .iter()
            .position(|row| row.contains(&format!("198.51.{prefix}.0/24")));
        rows.insert(place.expect("its prefix is there") + 1, entry.trim_end());
        rows.join("\n") + "\n"
    };
    none(&known(3), &half(&line(HOUR + 60, "A", 1, 3, "64666")));
    let other = line(HOUR + 60, "A", 1, 3, "64666").replace(".0/24", ".128/25");
    none(&known(3), &other);
    // The same where only another prefix has one of that origin: that is news.
    assert_eq!(clean(&known(4), &other).0.origins.len(), 1);
    // Inside of nobody's prefix.
    none(&table(3), &half(&line(HOUR + 60, "A", 1, 44, "64666")));
}

#[test]
fn a_more_specific_prefix_ends_with_the_session() {
    let told = half(&line(HOUR + 60, "A", 1, 3, "64666")) + &state(HOUR + 120, 1, 6, 1);
    let seen = observe(&table(3), &told).value.observations[0].clone();
    let Signal::Visibility(visibility) = &seen.signal else {
        panic!("no visibility");
    };
    let during = visibility.origins[0].during;
    assert_eq!(during, Interval::new(stamp(HOUR + 60), stamp(HOUR + 120)));
}

#[test]
fn many_files_tell_what_one_tells() {
    let mut lines: Vec<(i64, String)> = Vec::new();
    for minute in 0..120 {
        let at = minute * 60 + 7;
        let letter = if minute % 3 == 0 { "W" } else { "A" };
        let prefix = u32::try_from(minute % 10).expect("small");
        lines.push((at, all(at, letter, 3, prefix)));
    }
    let whole: String = lines.iter().map(|(_, line)| line.as_str()).collect();
    let together = observe(&table(3), &whole);
    let case = case(HOUR, 2 * HOUR, vec![party("halyard", &[64500])]);
    let table = table(3);
    let mut inputs = vec![input(MeasurementKind::BgpTable, 0, 0, table.as_bytes())];
    for (at, line) in &lines {
        let from = at - 7;
        inputs.push(input(
            MeasurementKind::BgpUpdates,
            from,
            from + 60,
            line.as_bytes(),
        ));
    }
    let apart = crate::observe(&case, inputs, &mut |_| {});
    assert_eq!(apart.problems, together.problems);
    let (a, b) = (
        &apart.value.observations[0],
        &together.value.observations[0],
    );
    assert_eq!((seen(a), &a.coverage), (seen(b), &b.coverage));
    assert_eq!(apart.value.datasets.len(), 121);
}
