//! Whether public network measurements could in principle support or refute a claim.

use std::sync::LazyLock;

use backpedal_model::{CauseKind, ClaimKind, Polarity};
use regex::Regex;

use super::Candidate;
use crate::{analysis::Analysis, lexicon::pattern};

static TELEPHONE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:voice calls|emergency|911|999|112|landlines?|telephones?|tv|television|cash machines|atms|mail servers?|trunks?|fire at|card payments|payments)\b",
    )
});
static COUNT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:subscribers?|customers?|users?|homes?|households|people|calls|lines|accounts|members|businesses|sites|floor|complaints|reports|savers|tenants|everybody|data|money|records?|documents|handsets)\b",
    )
});
static PLACE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:in|across|throughout|on|at|both) |\b(?:region|area|zone|country|nationwide|anywhere|queries|requests|capacity|traffic|web|internet|packets|servers?|networks?|percent|%)",
    )
});

/// Follows the annotation guide's section on `checkable`.
pub(crate) fn checkable(analysis: &Analysis<'_>, candidate: &Candidate) -> bool {
    let low = analysis.text.low(&candidate.clause);
    match candidate.kind {
        ClaimKind::Outage | ClaimKind::Timing | ClaimKind::Restored => !TELEPHONE.is_match(low),
        ClaimKind::Cause => matches!(
            candidate.cause,
            Some(
                CauseKind::Provider
                    | CauseKind::Routing
                    | CauseKind::OwnNetwork
                    | CauseKind::Attack
                    | CauseKind::FiberCut
                    | CauseKind::Dns
                    | CauseKind::Capacity
                    | CauseKind::ThirdParty
            ) | None
        ),
        ClaimKind::Scope => {
            let words = analysis.text.low(&candidate.trigger);
            candidate.polarity != Polarity::Deny
                && (PLACE.is_match(words) || !COUNT.is_match(words))
        }
        ClaimKind::Affected | ClaimKind::Relationship => true,
        ClaimKind::Investigating
        | ClaimKind::Evidence
        | ClaimKind::Retraction
        | ClaimKind::Responsibility => false,
    }
}
