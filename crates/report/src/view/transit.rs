//! Who depends on whom, by dated snapshots: first the pairs that claims ask about.

use backpedal_model::{PartyId, Question, RelationshipFact, TransitAnswer, TransitRelation};
use serde::Serialize;

use crate::{
    names::Names,
    phrase,
    stamp::{count, thousands},
};

/// Whether one party depends on another.
#[derive(Serialize)]
pub(crate) struct TransitView {
    pub(crate) customer: String,
    pub(crate) supplier: String,
    pub(crate) relation: TransitRelation,
    pub(crate) answer: &'static str,
    /// Whether a claim asks for it, or asks for the other direction while links run this way.
    pub(crate) asked: bool,
    /// The grounds in a few words, for a table of one row a pair.
    #[serde(skip)]
    pub(crate) short: String,
    /// One clause for each snapshot.
    pub(crate) grounds: Vec<String>,
}

/// The pairs that claims ask about first, then those of which the snapshots know something.
pub(crate) fn transit(names: Names<'_>) -> Vec<TransitView> {
    let dossier = names.0;
    let mut pairs: Vec<(&PartyId, &PartyId, bool)> = Vec::new();
    fn add<'a>(
        pairs: &mut Vec<(&'a PartyId, &'a PartyId, bool)>,
        (customer, supplier): (&'a PartyId, &'a PartyId),
        asked: bool,
    ) {
        if !pairs
            .iter()
            .any(|(c, s, _)| (*c, *s) == (customer, supplier))
        {
            pairs.push((customer, supplier, asked));
        }
    }
    for verdict in &dossier.verdicts {
        asked(&verdict.question, &mut |c, s| add(&mut pairs, (c, s), true));
    }
    // A question about two parties is not answered without the links that run the other way.
    for (customer, supplier, _) in pairs.clone() {
        let turned = |fact: &&RelationshipFact| {
            (&fact.customer, &fact.supplier) == (customer, supplier) && !fact.reverse.is_empty()
        };
        if dossier.relationships.iter().any(|fact| turned(&fact)) {
            add(&mut pairs, (supplier, customer), true);
        }
    }
    let relationships = dossier
        .relationships
        .iter()
        .map(|fact| (&fact.customer, &fact.supplier));
    let paths = dossier
        .paths
        .iter()
        .map(|fact| (&fact.customer, &fact.supplier));
    relationships
        .chain(paths)
        .for_each(|sides| add(&mut pairs, sides, false));
    let views = pairs
        .iter()
        .map(|(customer, supplier, asked)| pair(names, customer, supplier, *asked));
    let mut views: Vec<TransitView> = views
        .filter(|view| view.asked || view.relation != TransitRelation::NotKnown)
        .collect();
    views.sort_by_key(|view| !view.asked);
    views
}

fn asked<'a>(question: &'a Question, add: &mut dyn FnMut(&'a PartyId, &'a PartyId)) {
    match question {
        Question::Depends {
            customer, supplier, ..
        }
        | Question::HitThrough {
            customer, supplier, ..
        } => add(customer, supplier),
        Question::Each { parts } => parts.iter().for_each(|(_, part)| asked(part, add)),
        _ => {}
    }
}

fn pair(names: Names<'_>, customer: &PartyId, supplier: &PartyId, asked: bool) -> TransitView {
    let dossier = names.0;
    let is = |c: &PartyId, s: &PartyId| c == customer && s == supplier;
    let relationships: Vec<_> = dossier
        .relationships
        .iter()
        .filter(|f| is(&f.customer, &f.supplier))
        .cloned()
        .collect();
    let paths: Vec<_> = dossier
        .paths
        .iter()
        .filter(|f| is(&f.customer, &f.supplier))
        .cloned()
        .collect();
    let on = dossier
        .case
        .window
        .start
        .to_zoned(dossier.case.time_zone())
        .date();
    let answer = TransitAnswer {
        customer: customer.clone(),
        supplier: supplier.clone(),
        on,
        relationships,
        paths,
        reverse_paths: vec![],
    };
    let relation = answer.relation(&dossier.case.policy);
    TransitView {
        customer: names.party(customer),
        supplier: names.party(supplier),
        relation,
        answer: phrase::relation(relation),
        asked,
        short: short(&answer),
        grounds: grounds(&answer, &names.party(customer), &names.party(supplier)),
    }
}

/// "2007: no link; 2010: 0 of 2 paths".
fn short(answer: &TransitAnswer) -> String {
    let mut words = Vec::new();
    for fact in &answer.relationships {
        let said = if fact.customer_known.is_empty() || fact.supplier_known.is_empty() {
            "not in the file".to_owned()
        } else if !fact.direct.is_empty() {
            count(fact.direct.len(), "provider link", "provider links")
        } else if !fact.reverse.is_empty() {
            let n = fact.reverse_suppliers();
            format!("provider of {} of it", count(n, "AS", "ASes"))
        } else if fact.in_cone.as_ref().is_some_and(|ases| !ases.is_empty()) {
            "in its customer cone".to_owned()
        } else if fact.is_cone_only() {
            "not in its customer cone".to_owned()
        } else {
            "no link".to_owned()
        };
        words.push(format!("{}: {said}", fact.date));
    }
    for fact in &answer.paths {
        let (crossing, paths) = (u64::from(fact.crossing), u64::from(fact.paths));
        let (crossing, paths) = (thousands(crossing), thousands(paths));
        words.push(format!("{}: {crossing} of {paths} paths", fact.date));
    }
    words.join("; ")
}

fn grounds(answer: &TransitAnswer, customer: &str, supplier: &str) -> Vec<String> {
    let mut grounds = Vec::new();
    for fact in &answer.relationships {
        let cones = fact.is_cone_only();
        let (no_link, kind) = if cones {
            ("", "customer cones")
        } else {
            ("no direct link; ", "relationships")
        };
        let text = if fact.customer_known.is_empty() {
            format!("{customer} is not in the file")
        } else if fact.supplier_known.is_empty() {
            format!("{supplier} is not in the file")
        } else if fact.is_only_provider() {
            let (buyer, seller) = fact.direct[0];
            format!("the only provider of {buyer} is {seller}")
        } else if !fact.direct.is_empty() {
            format!(
                "{} to {supplier}",
                count(fact.direct.len(), "provider link", "provider links")
            )
        } else if !fact.reverse.is_empty() {
            let n = fact.reverse_suppliers();
            format!(
                "{customer} is a provider of {} of {supplier}",
                count(n, "AS", "ASes")
            )
        } else if let Some(inside) = fact.in_cone.as_ref().filter(|ases| !ases.is_empty()) {
            let ases = count(inside.len(), "AS", "ASes");
            format!("{no_link}{ases} of it in the customer cone of {supplier}")
        } else if let Some(cone) = fact.cone_size.filter(|_| fact.in_cone.is_some()) {
            let size = thousands(u64::from(cone));
            let noun = if cone == 1 { "AS" } else { "ASes" };
            let no_link = no_link.replace("direct ", "");
            format!("{no_link}not in the customer cone of {supplier} ({size} {noun})")
        } else {
            "no link".to_owned()
        };
        grounds.push(format!("{}, {kind}: {text}", fact.date));
    }
    for fact in &answer.paths {
        let (crossing, paths) = (u64::from(fact.crossing), u64::from(fact.paths));
        let mut text = format!(
            "{}, table: {} of {} paths to {customer} cross {supplier}",
            fact.date,
            thousands(crossing),
            thousands(paths)
        );
        if let Some(example) = fact.examples.first() {
            text.push_str(&format!(" (such as {example})"));
        }
        grounds.push(text);
    }
    grounds
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    fn only_ground(change: impl Fn(&mut RelationshipFact)) -> String {
        let mut dossier = sample::dossier();
        dossier.paths.clear();
        change(&mut dossier.relationships[0]);
        let views = transit(Names(&dossier));
        views[0].grounds[0].clone()
    }

    #[test]
    fn the_cone_is_named_only_as_far_as_the_file_carries_it() {
        let no_link = |fact: &mut RelationshipFact| {
            fact.direct.clear();
            fact.cone_size = Some(1138);
        };
        let ground = only_ground(|fact| {
            no_link(fact);
            fact.in_cone = Some(vec![]);
        });
        assert!(
            ground.ends_with("not in the customer cone of Heron Transit (1,138 ASes)"),
            "{ground}"
        );
        let ground = only_ground(|fact| {
            no_link(fact);
            fact.in_cone = Some(vec![backpedal_model::Asn(64500)]);
        });
        assert!(
            ground.ends_with("1 AS of it in the customer cone of Heron Transit"),
            "{ground}"
        );
        let ground = only_ground(no_link);
        assert!(ground.ends_with("relationships: no link"), "{ground}");
    }

    #[test]
    fn who_is_not_in_the_file_is_said() {
        let ground = only_ground(|fact| fact.customer_known.clear());
        assert!(ground.ends_with("Halyard is not in the file"), "{ground}");
    }
}
