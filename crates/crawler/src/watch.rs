//! Looking again, on the case's schedule.

use std::{collections::BTreeMap, future::Future, time::Duration};

use backpedal_model::{Case, Origin, Schedule, SourceId, SourceSpec};
use jiff::{SignedDuration, Timestamp};
use tokio::sync::mpsc;

use crate::{
    crawl::{files, of_source, round},
    event::{Archive, Event, Summary},
    fetch::Crawler,
};

/// When a source is to be looked at again: its own interval, else the case's, but never sooner
/// than `shortest` after `last`.
#[must_use]
pub fn next_due(
    schedule: Schedule,
    source: &SourceSpec,
    last: Timestamp,
    shortest: Duration,
) -> Timestamp {
    let every = source.every_seconds.unwrap_or(schedule.every_seconds);
    let every = Duration::from_secs(every).max(shortest);
    let every = SignedDuration::try_from(every).unwrap_or(SignedDuration::MAX);
    last.checked_add(every).unwrap_or(Timestamp::MAX)
}

impl Crawler {
    /// Looks at all sources at once, then at each when it is due, until `shutdown` resolves; what
    /// is in flight is then finished. Measurement files are fetched in the first round only.
    ///
    /// Each round ends with [`Event::Done`]; the summary is of all rounds.
    pub async fn watch(
        &self,
        case: &Case,
        archive: &dyn Archive,
        events: mpsc::Sender<Event>,
        shutdown: impl Future<Output = ()> + Send,
    ) -> Summary {
        let work = async |crawler: Crawler| rounds(&crawler, case, archive, &events).await;
        self.stoppable(work, shutdown).await
    }
}

async fn rounds(
    crawler: &Crawler,
    case: &Case,
    archive: &dyn Archive,
    events: &mpsc::Sender<Event>,
) -> Summary {
    let shortest = crawler.settings().shortest_interval;
    let fetched = |s: &&SourceSpec| matches!(s.origin, Origin::Url(_));
    let sources: Vec<_> = case.sources.iter().filter(fetched).collect();
    let mut looked: BTreeMap<SourceId, Timestamp> = BTreeMap::new();
    let mut total = Summary::default();
    let mut first = files(case).collect::<Vec<_>>();
    let due_at = |source: &SourceSpec, looked: &BTreeMap<_, _>, now| match looked.get(&source.id) {
        Some(last) => next_due(case.schedule, source, *last, shortest),
        None => now,
    };
    loop {
        let now = crawler.now();
        let due = sources.iter().filter(|s| due_at(s, &looked, now) <= now);
        let due: Vec<_> = due.collect();
        let mut jobs: Vec<_> = due
            .iter()
            .filter_map(|source| of_source(case, source))
            .collect();
        jobs.append(&mut first);
        if !jobs.is_empty() {
            looked.extend(due.iter().map(|source| (source.id.clone(), now)));
            total.add(round(crawler, jobs, archive, events).await);
        }
        if sources.is_empty() {
            return total;
        }
        let next = sources.iter().map(|source| due_at(source, &looked, now));
        let wait = crawler.now().duration_until(next.min().unwrap_or(now));
        let wait = Duration::try_from(wait).unwrap_or(Duration::ZERO);
        tokio::select! {
            biased;
            () = crawler.stopped() => return total,
            () = events.closed() => return total,
            () = tokio::time::sleep(wait) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use backpedal_model::SourceKind;

    use super::*;

    #[test]
    fn a_source_keeps_its_own_interval_but_not_below_the_shortest() {
        let origin = Origin::Url("https://status.example/".to_owned());
        let mut source = SourceSpec {
            id: SourceId::from_content(&[origin.as_str()]),
            kind: SourceKind::Page,
            origin,
            name: None,
            publisher: None,
            published: None,
            voice_of: None,
            every_seconds: None,
            follow: false,
        };
        let case = Schedule { every_seconds: 900 };
        let last = Timestamp::UNIX_EPOCH;
        let due =
            |source: &SourceSpec| next_due(case, source, last, Duration::from_secs(60)).as_second();
        assert_eq!(due(&source), 900);
        source.every_seconds = Some(300);
        assert_eq!(due(&source), 300);
        source.every_seconds = Some(0);
        assert_eq!(due(&source), 60);
        source.every_seconds = Some(u64::MAX);
        assert_eq!(due(&source), Timestamp::MAX.as_second());
    }
}
