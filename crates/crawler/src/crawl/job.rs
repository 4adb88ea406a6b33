//! One address to fetch, with what is known of it.

use std::borrow::Cow;

use backpedal_model::{Origin, Parsed, Sha256, Snapshot, SourceId, Taken};

use crate::{
    capture::{Capture, Validators},
    event::Archive,
    fetch::Want,
    revisit,
    settings::Settings,
    source::{Answer, Lead, Measurement, Scope, Source, source},
};

/// One address to fetch.
pub(super) struct Job {
    pub(super) taken: Taken,
    kind: &'static dyn Source,
    /// What the case wants of what it leads to.
    scope: Scope,
    /// The latest capture.
    latest: Option<Snapshot>,
    /// The same with its body, where what follows from it is needed.
    pub(super) before: Option<Capture>,
}

impl Job {
    pub(super) fn of(taken: Taken, scope: Scope) -> Self {
        Self {
            scope,
            kind: taken.address.kind.map_or(&Measurement, source),
            taken,
            latest: None,
            before: None,
        }
    }

    pub(super) fn url(&self) -> &str {
        &self.taken.address.url
    }

    pub(super) const fn source(&self) -> &SourceId {
        &self.taken.address.source
    }

    pub(super) fn want(&self) -> Want {
        self.kind.want()
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
        Origin::Url(self.url().to_owned())
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
                final_url: self.url().to_owned(),
                hops: Vec::new(),
            });
        }
        self.kind.want() == Want::File
            && latest.status == Some(200)
            && Validators::of(latest).is_none()
    }

    /// What to ask by. None for a feed whose body is gone: its entries would be gone with it; and
    /// none now and then, since a "not modified" can be wrong.
    pub(super) fn validators(&self) -> Option<Validators> {
        if revisit::unconditional(&self.taken.looks) {
            return None;
        }
        let entries_known = !self.leads_on() || self.before.is_some();
        let latest = self.latest.as_ref().filter(|_| entries_known);
        latest.and_then(Validators::of)
    }

    pub(super) fn is_latest(&self, digest: &Sha256) -> bool {
        self.latest.as_ref().is_some_and(|l| l.digest == *digest)
    }
}

/// The id under which events report a measurement or topology file.
#[must_use]
pub fn file_source(origin: &Origin) -> SourceId {
    SourceId::from_content(&["file", origin.as_str()])
}
