//! What a case wants looked at, and when.

use std::collections::{BTreeSet, HashMap};

use backpedal_model::{Address, Case, Origin, Schedule, SourceId, SourceKind};
use jiff::{Timestamp, tz::TimeZone};
use url::Url;

use super::{Round, file_source};
use crate::{
    frontier::FrontierError,
    listener::Listener,
    run::Pace,
    source::{Lead, Scope},
};

/// The sources of a case with their schedules.
pub(super) struct Plan<'a> {
    own: Vec<(SourceId, &'a str, Option<SourceKind>)>,
    schedules: HashMap<&'a SourceId, &'a Schedule>,
    scopes: HashMap<&'a SourceId, Scope>,
    pub(super) zone: TimeZone,
}

impl<'a> Plan<'a> {
    pub(super) fn new(case: &'a Case) -> Self {
        let url = |origin: &'a Origin| match origin {
            Origin::Url(url) => Some(url.as_str()),
            Origin::File(_) | Origin::Stdin => None,
        };
        let sources = case.sources.iter();
        let sources = sources.filter_map(|s| Some((s.id.clone(), url(&s.origin)?, Some(s.kind))));
        let measurements = case.measurements.iter().map(|spec| &spec.origin);
        let topology = case.topology.iter().map(|spec| &spec.origin);
        let files = measurements.chain(topology);
        let files = files.filter_map(|o| Some((file_source(o), url(o)?, None)));
        let given = |own: &'a Schedule| {
            let schedule = if own.is_given() { own } else { &case.schedule };
            schedule.is_given().then_some(schedule)
        };
        let schedules = case.sources.iter();
        let schedules = schedules.filter_map(|s| Some((&s.id, given(&s.schedule)?)));
        let scopes = case.sources.iter();
        let scopes = scopes.map(|s| (&s.id, Scope::of(case, s)));
        Self {
            own: sources.chain(files).collect(),
            schedules: schedules.collect(),
            scopes: scopes.collect(),
            zone: case.time_zone(),
        }
    }

    /// What the case wants of what a source leads to, so many steps from it.
    pub(super) fn scope(&self, source: &SourceId, depth: u16) -> Scope {
        let scope = self.scopes.get(source).cloned().unwrap_or_default();
        Scope { depth, ..scope }
    }

    /// The schedule that the case gives a source.
    pub(super) fn schedule(&self, source: &SourceId) -> Option<&Schedule> {
        self.schedules.get(source).copied()
    }
}

/// The address of a page, as the frontier names it.
pub(super) fn address(
    url: &str,
    source: SourceId,
    kind: Option<SourceKind>,
    depth: u16,
    due: Timestamp,
) -> Address {
    let (mut url, mut host) = (url.to_owned(), String::new());
    // What is no address is told when its turn comes.
    if let Ok(mut parsed) = Url::parse(&url) {
        host = parsed.host_str().unwrap_or_default().to_owned();
        if parsed.fragment().is_some() {
            parsed.set_fragment(None);
            url = parsed.into();
        }
    }
    Address {
        url,
        host,
        source,
        kind,
        depth,
        due,
    }
}

impl<L: Listener> Round<'_, L> {
    /// Puts what the case names into the frontier, and what a crawl that was killed had taken
    /// back.
    pub(super) fn begin(&mut self) -> Result<(), FrontierError> {
        let frontier = self.run.frontier;
        let put_back = frontier.recover()?;
        if put_back > 0 {
            tracing::info!(put_back, "goes on with what an earlier crawl had begun");
        }
        frontier.set_back(self.start)?;
        let own = self.plan.own.iter();
        let ids: BTreeSet<_> = own.clone().map(|(id, ..)| id.clone()).collect();
        frontier.retain(&ids)?;
        // What was never looked at is due at once; files are asked for at each start.
        let now = self.run.pace == Pace::Now;
        let own = own.map(|(id, url, kind)| {
            let due = if now || kind.is_none() {
                self.start
            } else {
                Timestamp::UNIX_EPOCH
            };
            address(url, id.clone(), *kind, 0, due)
        });
        frontier.add(&own.collect::<Vec<_>>())?;
        Ok(())
    }

    /// The addresses that a look has led to. Where everything is looked at now, they are too;
    /// else only those that never were.
    pub(super) fn led(&self, source: &SourceId, depth: u16, leads: Vec<Lead>) -> Vec<Address> {
        let due = match self.run.pace {
            Pace::Now => self.start,
            Pace::Due | Pace::Watch => Timestamp::UNIX_EPOCH,
        };
        let leads = leads.into_iter();
        leads
            .map(|lead| address(&lead.url, source.clone(), Some(lead.kind), depth, due))
            .collect()
    }
}
