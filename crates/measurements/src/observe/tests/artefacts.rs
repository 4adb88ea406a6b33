//! What collectors do to data: none of it is an outage, and none of it hides one.

use super::*;

#[test]
fn a_flood_of_one_peer_changes_nothing_for_the_others() {
    let mut updates = String::new();
    for n in 0..2_000 {
        let at = HOUR + 60 + n / 10;
        let letter = if n % 2 == 0 { "W" } else { "A" };
        updates += &line(at, letter, 1, 0, "64500");
    }
    let (visibility, coverage) = clean(&table(5), &updates);
    assert!(shares(&visibility).iter().all(|share| *share == Some(1.0)));
    assert_eq!(coverage.gaps, []);
    assert_eq!(visibility.first_loss, None);
    let withdrawals: u32 = visibility.bins.iter().map(|bin| bin.withdrawals).sum();
    assert_eq!(withdrawals, 1_000);
}

#[test]
fn a_route_stuck_at_one_peer_does_not_keep_the_prefix_visible() {
    let mut updates = String::new();
    for peer in 1..=4 {
        for prefix in 0..10 {
            updates += &line(HOUR + 60, "W", peer, prefix, "");
        }
    }
    let (visibility, _) = clean(&table(5), &updates);
    assert_eq!(visibility.bins[2].share, Some(0.0));
    // The peers that lack them are named; the one that holds on to them is not.
    assert_eq!(visibility.lacking.len(), 4);
}
