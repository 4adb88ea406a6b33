//! Telling others what is new: each new statement, edit and removal once, to a program or a web
//! address. What could not be delivered waits in the store and is sent again after the next round.

mod event;
mod send;

use backpedal_crawler::Crawler;
use backpedal_model::Problem;

use crate::{
    settings::Notify,
    stages::{Bench, LoadedCase, words},
};

/// A way to others.
const COMMAND: &str = "command";
const WEBHOOK: &str = "webhook";

/// Notes what is new and sends what waits. What fails is a problem and never the end: nothing that
/// was noted is lost.
pub(crate) fn tell(
    bench: &Bench<'_>,
    loaded: &LoadedCase,
    crawler: &Crawler,
    runtime: &tokio::runtime::Handle,
) -> anyhow::Result<Vec<Problem>> {
    let Some(notify) = &bench.settings.notify.value else {
        return Ok(Vec::new());
    };
    // What cannot be read was told by the crawl, and is told by every run.
    let (words, changed) = words(bench, loaded, &mut Vec::new())?;
    let case = &loaded.case;
    for event in event::all(case, &words, &changed) {
        if !notify.wants(event.on) {
            continue;
        }
        let json = event.json(case).to_string();
        for (channel, used) in [
            (COMMAND, notify.command.is_some()),
            (WEBHOOK, notify.webhook.is_some()),
        ] {
            if used {
                let at = crate::clock::now();
                bench
                    .store
                    .note_event(&case.id, channel, &event.id, &json, at)?;
            }
        }
    }
    let mut problems = Vec::new();
    if let Some(command) = &notify.command {
        problems.extend(send::to_command(bench, &case.id, command)?);
    }
    if let Some(webhook) = &notify.webhook {
        let sent = send::to_webhook(bench, &case.id, (webhook, notify), crawler, runtime)?;
        problems.extend(sent);
    }
    Ok(problems)
}

impl Notify {
    fn wants(&self, kind: crate::settings::NotifyOn) -> bool {
        self.on.as_ref().is_none_or(|on| on.contains(&kind))
    }
}
