//! How hits spread over the facets.

use super::{counts, found, lindholm, search};
use crate::{Facet, Index, Query};

fn filtered(index: &Index, filters: &[(Facet, &str)]) -> crate::Results {
    let filters = filters
        .iter()
        .map(|(facet, value)| (*facet, (*value).to_owned()))
        .collect();
    index
        .search(&Query {
            filters,
            ..Query::default()
        })
        .expect("an answer")
}

#[test]
fn every_facet_is_counted() {
    let (_dir, index) = lindholm();
    let all = search(&index, "");
    let order: Vec<Facet> = all.facets.iter().map(|(facet, _)| *facet).collect();
    assert_eq!(order, Facet::ALL);
    let expected = [
        (Facet::Case, "lindholm 6"),
        (Facet::Type, "claim 4, document 2"),
        (Facet::Party, "Lindholm AB 5, Pontoon 2"),
        (Facet::Speaker, "Ada Cole 1, Cole 1, rfry 1"),
        (Facet::Kind, "outage 3, investigating 1"),
        (Facet::Polarity, "affirm 3, deny 1"),
        (Facet::Outcome, "not testable 4"),
        (Facet::Source, "The Wire 3, gazette.example 3"),
        (Facet::Date, "2009-04-13 3, 2009-04-15 3"),
    ];
    for (facet, wanted) in expected {
        assert_eq!(counts(&all, facet), wanted, "{facet}");
    }
}

#[test]
fn counts_follow_the_query() {
    let (_dir, index) = lindholm();
    let results = search(&index, "\"no outage\"");
    assert_eq!(counts(&results, Facet::Type), "claim 1, document 1");
    assert_eq!(counts(&results, Facet::Kind), "outage 1");
    assert_eq!(counts(&search(&index, "zebra"), Facet::Type), "");
}

#[test]
fn a_facet_ignores_its_own_filters_only() {
    let (_dir, index) = lindholm();
    let results = filtered(&index, &[(Facet::Kind, "outage")]);
    assert_eq!(results.total, 3);
    assert_eq!(counts(&results, Facet::Kind), "outage 3, investigating 1");
    assert_eq!(counts(&results, Facet::Polarity), "affirm 2, deny 1");
    let results = filtered(
        &index,
        &[(Facet::Kind, "outage"), (Facet::Polarity, "deny")],
    );
    assert_eq!(results.total, 1);
    assert_eq!(counts(&results, Facet::Kind), "outage 1");
    assert_eq!(counts(&results, Facet::Polarity), "affirm 2, deny 1");
    assert_eq!(counts(&results, Facet::Speaker), "Ada Cole 1");
}

#[test]
fn filters_of_one_facet_widen_and_of_several_narrow() {
    let (_dir, index) = lindholm();
    let both = filtered(
        &index,
        &[(Facet::Kind, "outage"), (Facet::Kind, "investigating")],
    );
    assert_eq!(both.total, 4);
    let day = filtered(
        &index,
        &[(Facet::Date, "2009-04-15"), (Facet::Party, "Pontoon")],
    );
    assert_eq!(day.total, 0);
    assert_eq!(counts(&day, Facet::Date), "2009-04-13 2");
    assert_eq!(counts(&day, Facet::Party), "Lindholm AB 3");
}

#[test]
fn a_filter_is_the_value_itself() {
    let (_dir, index) = lindholm();
    assert_eq!(filtered(&index, &[(Facet::Speaker, "Cole")]).total, 1);
    assert_eq!(filtered(&index, &[(Facet::Speaker, "cole")]).total, 0);
    assert_eq!(filtered(&index, &[(Facet::Date, "no day")]).total, 0);
    assert_eq!(
        filtered(&index, &[(Facet::Kind, "banana\" OR \"")]).total,
        0
    );
}

#[test]
fn names_lead_back_to_facets() {
    for facet in Facet::ALL {
        assert_eq!(facet.as_str().parse(), Ok(*facet));
    }
    assert!("colour".parse::<Facet>().is_err());
    let (_dir, index) = lindholm();
    assert_eq!(
        found(&index, "party:lindholm speaker:rfry"),
        ["The routers had failed"]
    );
}
