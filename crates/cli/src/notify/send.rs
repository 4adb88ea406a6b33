//! Delivery: to a program's standard input, or by POST.

use std::{
    io::Write as _,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use backpedal_crawler::{Crawler, Message};
use backpedal_model::Problem;
use backpedal_store::Waiting;

use super::{COMMAND, WEBHOOK};
use crate::{settings::Notify, stages::Bench};

/// How long a program may run (policy).
const PROGRAM: Duration = Duration::from_secs(60);

/// How long one POST may take (policy).
const POST: Duration = Duration::from_secs(15);

/// The waits before further attempts in one round (policy); what still fails waits for the next.
const WAITS: [Duration; 2] = [Duration::from_secs(1), Duration::from_secs(4)];

/// The most events of one round for one web address (policy): the rest follows in the next.
const MOST: usize = 500;

/// What to do about what could not be delivered.
const AGAIN: &str = "it waits in the data directory, and is sent again after the next crawl";

/// Gives all waiting events to the program at once, one a line. They count as delivered when it
/// ends with success.
pub(super) fn to_command(
    bench: &Bench<'_>,
    case: &str,
    command: &[String],
) -> anyhow::Result<Option<Problem>> {
    let waiting = bench.store.waiting(case, COMMAND)?;
    let (Some((program, arguments)), false) = (command.split_first(), waiting.is_empty()) else {
        return Ok(None);
    };
    let lines: String = waiting
        .iter()
        .map(|one| format!("{}\n", one.json))
        .collect();
    let ran = run(program, arguments, lines);
    let sent = ran.is_ok().then(crate::clock::now);
    for event in &waiting {
        bench.store.tried_event(case, COMMAND, &event.id, sent)?;
    }
    let problem = |cause: String| {
        let what = format!("{} events were not taken: {cause}", waiting.len());
        Problem::new(format!("[notify] command {program}"), what).hint(AGAIN)
    };
    Ok(ran.err().map(problem))
}

fn run(program: &str, arguments: &[String], lines: String) -> Result<(), String> {
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .map_err(|error| format!("it cannot be started ({error})"))?;
    // In a thread of its own: a program that does not read must not stop the crawl.
    if let Some(mut pipe) = child.stdin.take() {
        std::thread::spawn(move || drop(pipe.write_all(lines.as_bytes())));
    }
    let begun = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(status)) => return Err(format!("it ended with {status}")),
            Ok(None) if begun.elapsed() < PROGRAM => {
                std::thread::sleep(Duration::from_millis(20));
            }
            Ok(None) => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(format!("it did not end within {} s", PROGRAM.as_secs()));
            }
            Err(error) => return Err(error.to_string()),
        }
    }
}

/// Posts each waiting event. The first that cannot be delivered ends the round, so that their order
/// stays and a dead receiver costs one set of attempts.
pub(super) fn to_webhook(
    bench: &Bench<'_>,
    case: &str,
    (url, notify): (&str, &Notify),
    crawler: &Crawler,
    runtime: &tokio::runtime::Handle,
) -> anyhow::Result<Option<Problem>> {
    let waiting = bench.store.waiting(case, WEBHOOK)?;
    if waiting.is_empty() {
        return Ok(None);
    }
    let place = format!("[notify] webhook {}", shown(url));
    let mut token = None;
    if let Some(name) = &notify.token_env {
        let Some(value) = std::env::var(name).ok().filter(|value| !value.is_empty()) else {
            let message = format!("the environment variable {name} holds no token");
            return Ok(Some(Problem::new(place, message).hint(AGAIN)));
        };
        token = Some(value);
    }
    for (at, event) in waiting.iter().take(MOST).enumerate() {
        let message = Message {
            url,
            json: &event.json,
            id: &event.id,
            token: token.as_deref(),
            timeout: POST,
        };
        let posted = runtime.block_on(attempts(crawler, &message));
        let sent = posted.is_ok().then(crate::clock::now);
        bench.store.tried_event(case, WEBHOOK, &event.id, sent)?;
        if let Err(cause) = posted {
            return Ok(Some(failed(place, &waiting[at..], &cause)));
        }
    }
    Ok(None)
}

fn failed(place: String, left: &[Waiting], cause: &str) -> Problem {
    let message = format!("{} events were not taken: {cause}", left.len());
    Problem::new(place, message).hint(AGAIN)
}

/// Scheme and host: the rest of a webhook's address is often a secret.
fn shown(url: &str) -> String {
    let mut parts = url.splitn(4, '/');
    let (scheme, _, host) = (parts.next(), parts.next(), parts.next());
    let host = host.unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    let host = host.split(['?', '#']).next().unwrap_or_default();
    format!("{}//{host}/…", scheme.unwrap_or_default())
}

/// Posts until it is taken, refused for good, or the waits are used up.
async fn attempts(crawler: &Crawler, message: &Message<'_>) -> Result<(), String> {
    let mut waits = WAITS.into_iter();
    loop {
        let (cause, again) = match crawler.post(message).await {
            Ok(200..=299) => return Ok(()),
            Ok(status) => {
                let again = matches!(status, 408 | 425 | 429 | 500..=599);
                (format!("the answer was {status}"), again)
            }
            // The error names the whole address; its cause does not.
            Err(error) => (error.cause.to_string(), true),
        };
        match waits.next().filter(|_| again) {
            Some(wait) => tokio::time::sleep(wait).await,
            None => return Err(cause),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_secret_part_of_an_address_is_not_shown() {
        for url in [
            "https://hooks.example/services/T000/secret",
            "https://user:secret@hooks.example/x",
            "https://hooks.example?key=secret",
        ] {
            assert_eq!(shown(url), "https://hooks.example/…");
        }
    }
}
