//! `config`: the settings in force and where each came from.

use super::Context;
use crate::{args::Format, exit::Ended, settings::Setting};

pub(crate) fn config(context: &Context) -> anyhow::Result<Ended> {
    let settings = &context.settings;
    let row = |name: &'static str, value: String, from: String| (name, value, from);
    fn shown<T>(setting: &Setting<T>, show: impl Fn(&T) -> String) -> (String, String) {
        (show(&setting.value), setting.from.to_string())
    }
    let (store, store_from) = shown(&settings.store, |path| path.display().to_string());
    let (format, format_from) = shown(&settings.format, |format| {
        format!("{format:?}").to_lowercase()
    });
    let (contact, contact_from) = shown(&settings.contact, |contact| {
        contact.clone().unwrap_or_else(|| "none".to_owned())
    });
    let (timeout, timeout_from) = shown(&settings.timeout_seconds, ToString::to_string);
    let (size, size_from) = shown(&settings.max_megabytes, ToString::to_string);
    // The token's variable is named here, its value never.
    let (notify, notify_from) = shown(&settings.notify, |notify| {
        let Some(notify) = notify else {
            return "nobody".to_owned();
        };
        let command = notify.command.as_ref().map(|command| command.join(" "));
        let ways = [command, notify.webhook.clone(), notify.token_env.clone()];
        ways.into_iter().flatten().collect::<Vec<_>>().join(", ")
    });
    let rows = [
        row("store", store, store_from),
        row("format", format, format_from),
        row("contact", contact, contact_from),
        row("timeout_seconds", timeout, timeout_from),
        row("max_megabytes", size, size_from),
        row("notify", notify, notify_from),
    ];
    let text = match settings.format.value {
        Format::Json | Format::Jsonl => {
            let entry = |(name, value, from): &(&str, String, String)| {
                (
                    (*name).to_owned(),
                    serde_json::json!({ "value": value, "from": from }),
                )
            };
            let object: serde_json::Map<_, _> = rows.iter().map(entry).collect();
            serde_json::to_string(&object)?
        }
        Format::Text | Format::Html | Format::Svg => rows
            .iter()
            .map(|(name, value, from)| format!("{name:16} {value:24} ({from})\n"))
            .collect(),
    };
    context.console.result(&text)?;
    Ok(Ended::Done)
}
