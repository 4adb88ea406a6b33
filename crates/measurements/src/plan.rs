//! Which public files and requests would answer a case. Nothing is fetched here.
//!
//! Layouts: RIPE RIS (<https://ris.ripe.net/docs/mrt/>), RouteViews
//! (<https://archive.routeviews.org/>), RIPEstat (<https://stat.ripe.net/docs/data-api/>),
//! RIPE Atlas (<https://atlas.ripe.net/docs/apis/rest-api-manual/>), IODA
//! (<https://api.ioda.inetintel.cc.gatech.edu/v2/>), Statuspage (`/api/v2/incidents.json`).

use std::collections::BTreeSet;

use backpedal_model::{Asn, Case, Interval, Party, PartyId};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use serde::Serialize;

use crate::{
    archive::{ArchiveName, RIS_SINCE, RIS_STEP, STEP},
    clock::{MINUTE, day, stamp},
    watch::asns,
};

/// RIS takes a table every eight hours, RouteViews every two.
const RIS_TABLE: i64 = 8 * 60 * MINUTE;
const TABLE: i64 = 2 * 60 * MINUTE;

/// A collector with sessions all over the world for each project: what a first look needs.
pub const COLLECTORS: [&str; 2] = ["rrc00", "route-views2"];

/// What would answer a case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// The requests, in the order in which they are worth making.
    pub steps: Vec<Step>,
    /// What cannot be planned, and why.
    pub notes: Vec<String>,
}

/// One file or request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// Who has it.
    pub from: Holder,
    /// The address.
    pub url: String,
    /// How a case names what comes back; `None` where it is a search or testimony.
    pub kind: Option<&'static str>,
    /// The time that it covers.
    pub covers: Option<Interval>,
    /// The collector, AS or party that it is about.
    pub about: String,
    /// The party, where the case must name it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub party: Option<PartyId>,
}

/// Who has the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Holder {
    /// The MRT archives of RIPE RIS and RouteViews.
    Archive,
    /// RIPEstat.
    RipeStat,
    /// IODA.
    Ioda,
    /// RIPE Atlas.
    Atlas,
    /// A party's own status page: testimony, a source and no measurement.
    StatusPage,
}

/// Works out what would answer a case, from the given collectors.
#[must_use]
pub fn plan(case: &Case, collectors: &[&str]) -> Plan {
    let mut plan = Plan::default();
    let on = day(case.window.start);
    let held: BTreeSet<Asn> = case
        .parties
        .iter()
        .flat_map(|party| asns(party, on))
        .collect();
    let prefixes: Vec<String> = case
        .parties
        .iter()
        .flat_map(|party| &party.prefixes)
        .filter(|prefix| prefix.valid.holds(Some(on)))
        .map(|prefix| prefix.value.to_string())
        .collect();
    if held.is_empty() && prefixes.is_empty() {
        plan.notes.push(
            "no party has ASes or prefixes on that day, so no routing file can be chosen; `backpedal resolve` finds candidates".to_owned(),
        );
    } else {
        for collector in collectors {
            archive(collector, case.window, &mut plan);
        }
    }
    for resource in held.iter().map(ToString::to_string).chain(prefixes) {
        ripestat(&resource, case.window, &mut plan);
    }
    for party in case.parties.iter() {
        for asn in asns(party, on) {
            ioda(asn, &party.id, case.window, &mut plan);
        }
    }
    for asn in &held {
        let search = format!("target_asn={}", asn.0);
        atlas(&search, &asn.to_string(), case.window, &mut plan);
    }
    for party in case.parties.iter() {
        aimed(party, case.window, &mut plan);
    }
    plan
}

/// The files of a collector: the last table before the window, and the updates from it on.
fn archive(collector: &str, window: Interval, plan: &mut Plan) {
    let ris = collector.starts_with("rrc");
    let start = window.start.as_second();
    let every = if ris { RIS_TABLE } else { TABLE };
    let table = start.div_euclid(every) * every;
    let mut add = |at: i64, table: bool| {
        let url = address(collector, at, table);
        let seconds = ArchiveName::of(&url).map_or(MINUTE, |name| name.seconds);
        plan.steps.push(Step {
            from: Holder::Archive,
            kind: Some(if table { "bgp-table" } else { "bgp-updates" }),
            covers: Some(Interval::new(stamp(at), stamp(at + seconds))),
            about: collector.to_owned(),
            party: None,
            url,
        });
    };
    add(table, true);
    let mut at = table;
    while at < window.end.as_second() {
        add(at, false);
        at += if ris && at >= RIS_SINCE {
            RIS_STEP
        } else {
            STEP
        };
    }
}

fn address(collector: &str, at: i64, table: bool) -> String {
    let at = stamp(at).to_zoned(TimeZone::UTC);
    let (month, name) = (at.strftime("%Y.%m"), at.strftime("%Y%m%d.%H%M"));
    if collector.starts_with("rrc") {
        let kind = if table { "bview" } else { "updates" };
        return format!("https://data.ris.ripe.net/{collector}/{month}/{kind}.{name}.gz");
    }
    let root = if collector == "route-views2" {
        String::new()
    } else {
        format!("{collector}/")
    };
    let file = if table { "RIBS/rib" } else { "UPDATES/updates" };
    format!("https://archive.routeviews.org/{root}bgpdata/{month}/{file}.{name}.bz2")
}

/// RIPEstat wants times without an offset, in UTC.
fn plain(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC)
        .strftime("%Y-%m-%dT%H:%M:%S")
        .to_string()
}

fn ripestat(resource: &str, window: Interval, plan: &mut Plan) {
    let base = "https://stat.ripe.net/data";
    let (start, end) = (plain(window.start), plain(window.end));
    let state = format!("{base}/bgp-state/data.json?resource={resource}&timestamp={start}");
    let updates =
        format!("{base}/bgp-updates/data.json?resource={resource}&starttime={start}&endtime={end}");
    let minute = window
        .start
        .checked_add(SignedDuration::from_mins(1))
        .unwrap_or(window.end);
    let at = Interval::new(window.start, minute);
    for (url, kind, covers) in [(state, "bgp-table", at), (updates, "bgp-updates", window)] {
        plan.steps.push(Step {
            from: Holder::RipeStat,
            url,
            kind: Some(kind),
            covers: Some(covers),
            about: resource.to_owned(),
            party: None,
        });
    }
}

/// A week before the window too, which rule D4 compares with.
fn ioda(asn: Asn, party: &PartyId, window: Interval, plan: &mut Plan) {
    let week = SignedDuration::from_hours(7 * 24);
    let from = window.start.checked_sub(week).unwrap_or(window.start);
    let (begin, end) = (from.as_second(), window.end.as_second());
    let base = "https://api.ioda.inetintel.cc.gatech.edu/v2";
    let number = asn.0;
    let mut add = |url: String, kind, from| {
        plan.steps.push(Step {
            from: Holder::Ioda,
            url,
            kind,
            covers: Some(Interval::new(from, window.end)),
            about: asn.to_string(),
            party: Some(party.clone()),
        });
    };
    add(
        format!("{base}/signals/raw/asn/{number}?from={begin}&until={end}"),
        Some("ioda"),
        from,
    );
    let begin = window.start.as_second();
    let entity = format!("entityType=asn&entityCode={number}&from={begin}&until={end}");
    for list in ["alerts", "events"] {
        add(
            format!("{base}/outages/{list}?{entity}"),
            None,
            window.start,
        );
    }
}

/// Measurements that ran through the window; their results are a second request.
fn atlas(search: &str, about: &str, window: Interval, plan: &mut Plan) {
    let (start, end) = (window.start.as_second(), window.end.as_second());
    plan.steps.push(Step {
        from: Holder::Atlas,
        url: format!(
            "https://atlas.ripe.net/api/v2/measurements/?{search}&start_time__lte={end}&stop_time__gte={start}"
        ),
        kind: None,
        covers: Some(window),
        about: about.to_owned(),
        party: None,
    });
}

fn aimed(party: &Party, window: Interval, plan: &mut Plan) {
    let on = Some(day(window.start));
    for target in party.targets.iter().filter(|t| t.valid.holds(on)) {
        let key = if target.value.parse::<std::net::IpAddr>().is_ok() {
            "target_ip"
        } else {
            "target"
        };
        atlas(
            &format!("{key}={}", target.value),
            party.id.as_str(),
            window,
            plan,
        );
    }
    for domain in party.domains.iter().filter(|d| d.valid.holds(on)) {
        let host = domain.value.trim_start_matches("www.");
        let host = if host.starts_with("status.") {
            host.to_owned()
        } else {
            format!("status.{host}")
        };
        plan.steps.push(Step {
            from: Holder::StatusPage,
            url: format!("https://{host}/api/v2/incidents.json"),
            kind: None,
            covers: None,
            about: party.id.to_string(),
            party: None,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{case, party};

    const MORNING: i64 = 1_930_381_500; // 2031-03-04T09:05:00Z

    fn addresses(plan: &Plan, from: Holder) -> Vec<&str> {
        let steps = plan.steps.iter().filter(|step| step.from == from);
        steps.map(|step| step.url.as_str()).collect()
    }

    #[test]
    fn the_files_that_a_window_needs() {
        let case = case(MORNING, MORNING + 600, vec![party("halyard", &[64500])]);
        let plan = plan(&case, &COLLECTORS);
        let files = addresses(&plan, Holder::Archive);
        assert_eq!(
            files[0],
            "https://data.ris.ripe.net/rrc00/2031.03/bview.20310304.0800.gz"
        );
        assert_eq!(
            files[1],
            "https://data.ris.ripe.net/rrc00/2031.03/updates.20310304.0800.gz"
        );
        assert_eq!(
            files[15],
            "https://data.ris.ripe.net/rrc00/2031.03/updates.20310304.0910.gz"
        );
        assert_eq!(
            files[16],
            "https://archive.routeviews.org/bgpdata/2031.03/RIBS/rib.20310304.0800.bz2"
        );
        assert_eq!(
            files.last(),
            Some(
                &"https://archive.routeviews.org/bgpdata/2031.03/UPDATES/updates.20310304.0900.bz2"
            )
        );
        // What is planned is what the names tell.
        for step in plan.steps.iter().filter(|s| s.from == Holder::Archive) {
            let name = ArchiveName::of(&step.url).expect("a known name");
            assert_eq!(name.collector.as_deref(), Some(step.about.as_str()));
            assert_eq!(Some(name.at), step.covers.map(|covers| covers.start));
        }
    }

    #[test]
    fn requests_about_each_network() {
        let mut halyard = party("halyard", &[64500]);
        halyard.targets = vec![backpedal_model::Dated::always("198.51.100.7".to_owned())];
        halyard.domains = vec![backpedal_model::Dated::always("halyard.example".to_owned())];
        let plan = plan(&case(MORNING, MORNING + 600, vec![halyard]), &[]);
        assert_eq!(
            addresses(&plan, Holder::RipeStat),
            [
                "https://stat.ripe.net/data/bgp-state/data.json?resource=AS64500&timestamp=2031-03-04T09:05:00",
                "https://stat.ripe.net/data/bgp-updates/data.json?resource=AS64500&starttime=2031-03-04T09:05:00&endtime=2031-03-04T09:15:00",
            ]
        );
        assert!(
            addresses(&plan, Holder::Ioda)[0]
                .ends_with("/asn/64500?from=1929776700&until=1930382100")
        );
        assert_eq!(addresses(&plan, Holder::Atlas).len(), 2);
        assert_eq!(
            addresses(&plan, Holder::StatusPage),
            ["https://status.halyard.example/api/v2/incidents.json"]
        );
    }

    #[test]
    fn nothing_to_watch_is_said() {
        let plan = plan(
            &case(MORNING, MORNING + 600, vec![party("halyard", &[])]),
            &COLLECTORS,
        );
        assert!(plan.steps.is_empty());
        assert_eq!(plan.notes.len(), 1);
    }
}
