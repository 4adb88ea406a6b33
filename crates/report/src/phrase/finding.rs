//! One line for each finding.

use backpedal_model::{Edge, Finding};

use super::{duration, probe_level, routing_level};
use crate::{
    stamp::{count, interval, list, percent, thousands},
    view,
};

/// Who else announced the prefixes.
fn misrouted(finding: &Finding) -> String {
    let Finding::Origin {
        origin,
        prefixes,
        specifics,
        watched,
        peers,
        of,
        during,
    } = finding
    else {
        return String::new();
    };
    let inside = match specifics {
        0 => String::new(),
        n => {
            let more = count(*n as usize, "more specific one", "more specific ones");
            format!(", by {more},")
        }
    };
    format!(
        "misrouted, not down: {origin} announced {prefixes} of {watched} prefixes{inside} to \
         {peers} of {of} peers, {}",
        interval(*during)
    )
}

/// One finding, with its numbers.
pub(crate) fn finding(finding: &Finding) -> String {
    match finding {
        Finding::Routing {
            level,
            minimum,
            minutes_below,
            below,
            ..
        } => format!(
            "{}: at the least {} of prefixes visible, {} below {}",
            routing_level(*level),
            percent(*minimum),
            count(*minutes_below as usize, "minute", "minutes"),
            percent(*below)
        ),
        Finding::Reachability {
            level,
            minimum,
            baseline,
        } => format!(
            "{}: {} of probes answered in the worst round, {} before",
            probe_level(*level),
            percent(*minimum),
            percent(*baseline)
        ),
        Finding::Series { .. } => view::values::finding(finding),
        Finding::Origin { .. } => misrouted(finding),
        Finding::Edge {
            edge,
            measured,
            tolerance_minutes,
        } => format!(
            "{} of the routing outage measured in {}, tolerance {}",
            match edge {
                Edge::Onset => "onset",
                Edge::End => "end",
            },
            interval(*measured),
            count(*tolerance_minutes as usize, "minute", "minutes")
        ),
        Finding::Duration { measured, .. } => {
            format!("routing outage lasted {}", duration(*measured))
        }
        Finding::Share { lost, prefixes } => format!(
            "at the most {} of {} prefixes lost at once; prefixes are not users",
            percent(*lost),
            thousands(u64::from(*prefixes))
        ),
        Finding::Dependency { .. } => dependency(finding),
        Finding::Testimony { by } => format!("reported by {by}, not measured"),
    }
}

fn dependency(finding: &Finding) -> String {
    let Finding::Dependency {
        relation,
        only_provider,
        crossing,
        paths,
        dates,
        reverse,
        ..
    } = finding
    else {
        return String::new();
    };
    let mut text = super::relation(*relation).to_owned();
    if *only_provider {
        text.push_str("; its only provider in a snapshot");
    }
    if *paths > 0 {
        let (crossing, paths) = (u64::from(*crossing), u64::from(*paths));
        text.push_str(&format!(
            "; {} of {} observed paths cross it",
            thousands(crossing),
            thousands(paths)
        ));
    }
    if *reverse > 0 {
        let ases = count(*reverse as usize, "AS", "ASes");
        text.push_str(&format!("; {ases} of the supplier buy the other way round"));
    }
    let dates: Vec<String> = dates.iter().map(ToString::to_string).collect();
    if !dates.is_empty() {
        text.push_str(&format!(" (snapshots of {})", list(&dates)));
    }
    text
}
