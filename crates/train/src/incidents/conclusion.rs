//! What becomes of a target: the claims that say what it says, and what stands against them.

use backpedal_model::{Claim, ClaimKind, Mention, NonContradictionKind, Polarity, Standing};

use super::{Judged, Target};

/// How a target came out.
#[derive(Clone, Debug)]
pub struct Reached {
    /// Whether the conclusion is the wanted one.
    pub reached: bool,
    /// What was concluded, in words.
    pub found: String,
}

/// What the program concludes about a claim.
enum Found {
    /// Nobody says so, and nobody denies it.
    NotStated,
    /// Nobody says so, and somebody denies it.
    OnlyDenied,
    /// Somebody says so.
    Stated(Standing),
}

/// Holds the conclusion about a target against the wanted one.
///
/// The wanted words and what satisfies them: taken back or walked back: the side's own later words
/// stand against it; superseded: likewise, or a later figure; contradicted: anything stands
/// against it, or it is only denied; unsupported, unverified: nothing confirms it and it was not
/// taken back; supported: another side confirms it; consistent: nothing stands against it;
/// trigger: named as a trigger beside a root cause; overstatement: named as one.
#[must_use]
pub fn conclude(judged: &Judged, target: &Target) -> Reached {
    let mut queries = judged.read(&target.claim);
    queries.retain(|query| query.polarity != Polarity::Uncertain);
    let by_words = queries.is_empty();
    let said: Vec<&Claim> = judged
        .claims
        .iter()
        .filter(|claim| {
            queries.iter().any(|query| says(query, claim))
                || by_words
                    && claim.polarity != Polarity::Deny
                    && shares_words(&target.claim, &claim.quote.text)
        })
        .collect();
    let relations = judged.relations();
    let standing = said.iter().map(|claim| relations.standing(&claim.id)).min();
    let denied = judged.claims.iter().any(|claim| {
        queries.iter().any(|query| denies(query, claim))
            || by_words
                && claim.polarity == Polarity::Deny
                && shares_words(&target.claim, &claim.quote.text)
    });
    let found = match standing {
        Some(standing) => Found::Stated(standing),
        None if denied => Found::OnlyDenied,
        None => Found::NotStated,
    };
    let named = |kinds: &[NonContradictionKind]| {
        judged.judgement.non_contradictions.iter().any(|none| {
            kinds.contains(&none.kind) && said.iter().any(|c| c.id == none.a || c.id == none.b)
        })
    };
    Reached {
        reached: fits(&target.verdict, &found, &named),
        found: match found {
            Found::NotStated => "not stated".to_owned(),
            Found::OnlyDenied => "only denied".to_owned(),
            Found::Stated(standing) => standing.to_string(),
        },
    }
}

fn fits(wanted: &str, found: &Found, named: &impl Fn(&[NonContradictionKind]) -> bool) -> bool {
    use Standing::{
        Confirmed, ContradictedByFinding, ContradictedByOwn, Disputed, Inconsistent, OwnWordOnly,
        Replaced, TakenBack,
    };
    let is = |list: &[Standing]| matches!(found, Found::Stated(one) if list.contains(one));
    match wanted {
        "retracted_by_speaker" | "retracted_by_publisher" | "walked_back" => {
            is(&[TakenBack, ContradictedByOwn])
                || (wanted == "walked_back"
                    && named(&[NonContradictionKind::TriggerVersusRootCause]))
        }
        "implied_not_stated" => named(&[NonContradictionKind::ThirdPartyError]),
        "contradicted_by_speaker" => is(&[TakenBack, ContradictedByOwn, Replaced]),
        "superseded" => {
            is(&[TakenBack, ContradictedByOwn, Replaced])
                || named(&[
                    NonContradictionKind::StagedDisclosure,
                    NonContradictionKind::Refinement,
                ])
        }
        "contradicted"
        | "contradicted_strongly"
        | "contradicted_in_part"
        | "contradicted_by_company_unproven_either_way" => {
            matches!(found, Found::OnlyDenied)
                || is(&[
                    TakenBack,
                    ContradictedByOwn,
                    Replaced,
                    ContradictedByFinding,
                    Disputed,
                    Inconsistent,
                ])
        }
        "unsupported" | "unverified" => {
            matches!(found, Found::NotStated | Found::OnlyDenied)
                || is(&[OwnWordOnly, Disputed, Inconsistent, ContradictedByFinding])
        }
        "supported" => is(&[Confirmed]),
        "consistent" => matches!(found, Found::NotStated) || is(&[Confirmed, OwnWordOnly]),
        "trigger_not_root_cause" => named(&[NonContradictionKind::TriggerVersusRootCause]),
        "media_overstatement" => named(&[NonContradictionKind::ThirdPartyError]),
        // Judgements about inferences and implications are beyond claims.
        _ => false,
    }
}

/// Whether words share a telling word, where the program reads no claim in a target.
fn shares_words(target: &str, quote: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let lower = text.to_lowercase();
        let words = lower.split(|c: char| !c.is_alphanumeric());
        words
            .filter(|word| word.len() > 5)
            .map(str::to_owned)
            .collect()
    };
    let quote = words(quote);
    words(target).iter().any(|word| quote.contains(word))
}

/// Whether a claim says what the query says.
fn says(query: &Claim, claim: &Claim) -> bool {
    let both_denied = (query.polarity == Polarity::Deny) == (claim.polarity == Polarity::Deny);
    both_denied && about_the_same(query, claim)
}

fn denies(query: &Claim, claim: &Claim) -> bool {
    let opposed = (query.polarity == Polarity::Deny) != (claim.polarity == Polarity::Deny);
    opposed && about_the_same(query, claim)
}

fn about_the_same(query: &Claim, claim: &Claim) -> bool {
    if query.kind != claim.kind {
        return false;
    }
    let things = |a: &[Mention], b: &[Mention]| a.iter().any(|x| b.iter().any(|y| alike(x, y)));
    let subjects = match (&query.subject, &claim.subject) {
        (Some(a), Some(b)) => alike(a, b),
        _ => true,
    };
    match query.kind {
        ClaimKind::Cause => {
            let kinds = (query.cause_kind, claim.cause_kind);
            things(&query.objects, &claim.objects) || matches!(kinds, (Some(a), Some(b)) if a == b)
        }
        ClaimKind::Scope => match (&query.quantity, &claim.quantity) {
            (Some(a), Some(b)) => (a.value - b.value).abs() <= a.value.abs() * 0.06,
            _ => subjects,
        },
        ClaimKind::Relationship | ClaimKind::Affected => things(&query.objects, &claim.objects),
        _ => subjects,
    }
}

/// Whether two names share a telling word or the party.
fn alike(a: &Mention, b: &Mention) -> bool {
    if a.party.is_some() && a.party == b.party {
        return true;
    }
    let words = |text: &str| -> Vec<String> {
        text.to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.chars().count() > 1 && *word != "the")
            .map(|word| word.trim_end_matches('s').to_owned())
            .collect()
    };
    let (a, b) = (words(&a.text), words(&b.text));
    a.iter().any(|word| b.contains(word))
}
