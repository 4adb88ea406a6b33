//! Kinds of single words in and beside names.

use std::{collections::BTreeSet, sync::LazyLock};

use crate::lexicon::entries;

static ROLES: LazyLock<BTreeSet<&'static str>> =
    LazyLock::new(|| entries(include_str!("../../data/role_nouns.txt")).collect());

/// Zones and halves of the day.
pub(super) fn is_zone(word: &str) -> bool {
    matches!(
        word,
        "UTC"
            | "GMT"
            | "EST"
            | "EDT"
            | "CST"
            | "CDT"
            | "MST"
            | "MDT"
            | "PST"
            | "PDT"
            | "BST"
            | "CET"
            | "CEST"
            | "AM"
            | "PM"
            | "Z"
    )
}

/// Legal forms.
pub(super) fn is_form(low: &str) -> bool {
    matches!(low, "inc" | "corp" | "ltd" | "llc" | "plc" | "co" | "gmbh")
}

/// Nouns of office that stand before the names of people.
pub(super) fn is_role(low: &str) -> bool {
    ROLES.contains(low)
}

/// Words that stand before such nouns.
pub(super) fn is_rank(low: &str) -> bool {
    matches!(
        low,
        "chief"
            | "vice"
            | "deputy"
            | "senior"
            | "general"
            | "managing"
            | "acting"
            | "former"
            | "executive"
            | "technical"
            | "technology"
            | "information"
            | "operating"
            | "financial"
            | "security"
            | "medical"
            | "network"
            | "operations"
            | "communications"
            | "police"
            | "fire"
            | "assistant"
            | "prime"
            | "lead"
    )
}

/// Titles before names.
pub(super) fn is_title(low: &str) -> bool {
    matches!(low, "mr" | "mrs" | "ms" | "dr" | "prof")
}

/// Words after which "of" belongs to the name.
pub(super) fn is_office(low: &str) -> bool {
    matches!(
        low,
        "ministry"
            | "department"
            | "board"
            | "bank"
            | "university"
            | "office"
            | "institute"
            | "bureau"
            | "association"
            | "house"
            | "port"
            | "college"
            | "secretary"
            | "council"
    )
}
