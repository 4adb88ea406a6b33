//! One address to fetch, with what is known of it.

use std::{borrow::Cow, sync::Arc};

use backpedal_model::{Case, Origin, Parsed, Sha256, Snapshot, SourceId, SourceSpec};
use url::Url;

use super::origin;
use crate::{
    capture::{Capture, Validators},
    event::Archive,
    fetch::Want,
    settings::Settings,
    source::{Answer, Lead, Measurement, Scope, Source, source},
};

/// One address to fetch.
pub(crate) struct Job {
    pub(crate) source: SourceId,
    pub(crate) url: String,
    /// Without port; jobs of one host follow one another.
    pub(crate) host: String,
    pub(crate) kind: &'static dyn Source,
    /// What the case wants of what it leads to.
    scope: Arc<Scope>,
    /// The latest capture.
    latest: Option<Snapshot>,
    /// The same with its body, where what follows from it is needed.
    pub(crate) before: Option<Capture>,
}

impl Job {
    fn new(source: SourceId, url: String, kind: &'static dyn Source, scope: Arc<Scope>) -> Self {
        let parsed = Url::parse(&url).ok();
        let host = parsed.as_ref().and_then(Url::host_str);
        Self {
            host: host.unwrap_or_default().to_owned(),
            source,
            url,
            kind,
            scope,
            latest: None,
            before: None,
        }
    }

    /// What its answer leads to.
    pub(super) fn lead(&self, lead: Lead) -> Self {
        let scope = Arc::new(self.scope.deeper());
        Self::new(self.source.clone(), lead.url, source(lead.kind), scope)
    }

    /// Whether its answers can lead on, so that a "not modified" needs the answer before.
    fn leads_on(&self) -> bool {
        match self.kind.want() {
            Want::Feed | Want::Api => true,
            Want::Page => self.scope.follow,
            Want::File => false,
        }
    }

    /// What an answer leads to, and what is wrong with it.
    pub(super) fn look(&self, capture: &Capture, settings: &Settings) -> Parsed<Vec<Lead>> {
        // Measurement files are never unpacked here.
        let body = match self.kind.want() {
            Want::File => Ok(Cow::Borrowed(&*capture.body)),
            Want::Page | Want::Feed | Want::Api => capture.decoded(settings.page_limit),
        };
        match body {
            Ok(body) => self.kind.look(&Answer {
                snapshot: &capture.snapshot,
                base: &capture.final_url,
                body: &body,
                most: settings.feed_entries,
                scope: &self.scope,
            }),
            Err(error) => Parsed {
                value: Vec::new(),
                problems: vec![error.problem()],
            },
        }
    }

    pub(super) fn origin(&self) -> Origin {
        origin(&self.url)
    }

    /// Learns what is known of the address. True where it need not be asked: a measurement file
    /// that is at hand and has no version to ask by. Such files are archives and do not change.
    pub(super) fn look_up(&mut self, archive: &dyn Archive) -> bool {
        self.latest = archive.latest(&self.origin());
        let Some(latest) = &self.latest else {
            return false;
        };
        if self.leads_on() {
            self.before = archive.body(&latest.id).map(|body| Capture {
                snapshot: latest.clone(),
                body,
                exchange_request_head: Vec::new(),
                exchange_response_head: Vec::new(),
                remote: None,
                final_url: self.url.clone(),
                redirects: Vec::new(),
            });
        }
        self.kind.want() == Want::File
            && latest.status == Some(200)
            && Validators::of(latest).is_none()
    }

    /// What to ask by. None for a feed whose body is gone: its entries would be gone with it.
    pub(super) fn validators(&self) -> Option<Validators> {
        let entries_known = !self.leads_on() || self.before.is_some();
        let latest = self.latest.as_ref().filter(|_| entries_known);
        latest.and_then(Validators::of)
    }

    pub(super) fn is_latest(&self, digest: &Sha256) -> bool {
        self.latest.as_ref().is_some_and(|l| l.digest == *digest)
    }
}

/// The job of a source with an address.
pub(crate) fn of_source(case: &Case, spec: &SourceSpec) -> Option<Job> {
    let scope = || Arc::new(Scope::of(case, spec));
    match &spec.origin {
        Origin::Url(url) => {
            let id = spec.id.clone();
            Some(Job::new(id, url.clone(), source(spec.kind), scope()))
        }
        Origin::File(_) | Origin::Stdin => None,
    }
}

/// The jobs of measurement and topology files with an address.
pub(crate) fn files(case: &Case) -> impl Iterator<Item = Job> {
    let measurements = case.measurements.iter().map(|spec| &spec.origin);
    let topology = case.topology.iter().map(|spec| &spec.origin);
    let origins = measurements.chain(topology);
    origins.filter_map(|origin| match origin {
        Origin::Url(url) => Some(Job::new(
            file_source(origin),
            url.clone(),
            &Measurement,
            Arc::default(),
        )),
        Origin::File(_) | Origin::Stdin => None,
    })
}

/// The id under which events report a measurement or topology file.
#[must_use]
pub fn file_source(origin: &Origin) -> SourceId {
    SourceId::from_content(&["file", origin.as_str()])
}
