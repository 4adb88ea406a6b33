//! What the search for the main element missed: paragraphs that stand beside its own, look like
//! them, or that the page's structured data quotes as its text.

use backpedal_model::BlockKind;
use dom_query::NodeId;
use foldhash::{HashMap, HashMapExt, HashSet};

use super::{blocks::Raw, furniture, meta::fold};

/// So many letters of a paragraph are looked up in the structured text.
const PROBE: usize = 48;

/// Of a page with more blocks, none is looked up in the structured text.
const MOST: usize = 4_000;

/// The blocks found, with those of the page that belong to them, in the order of the page.
///
/// `said` is the text of the article in the page's structured data, empty where it has none.
pub(crate) fn merge(found: Vec<Raw>, all: &[Raw], said: &str) -> Vec<Raw> {
    let places = places(&found, all);
    let known: Vec<usize> = places.iter().flatten().copied().collect();
    let (Some(&first), Some(&last)) = (known.first(), known.last()) else {
        return found;
    };
    if known.len() * 2 < found.len() {
        return found;
    }
    let said = if all.len() > MOST {
        String::new()
    } else {
        fold(said)
    };
    let alike = Alike::of(&known, all);
    let chosen: HashSet<usize> = known.iter().copied().collect();
    let fits = |at: usize| {
        let raw = &all[at];
        !chosen.contains(&at)
            && is_prose(raw)
            && !furniture::is_line(raw)
            && (quoted(raw, &said)
                || alike.beside.get(&raw.parent).is_some_and(|n| *n > 1)
                || (at > first && at < last && alike.look.get(&raw.look).is_some_and(|n| *n > 2)))
    };
    let mut added: HashSet<usize> = (0..all.len()).filter(|at| fits(*at)).collect();
    // A heading goes with the paragraph under it.
    for at in (1..all.len()).rev() {
        let under = added.contains(&at);
        if under && all[at - 1].kind == BlockKind::Heading && !chosen.contains(&(at - 1)) {
            added.insert(at - 1);
        }
    }
    let merged = in_order(found, &places, all, &added);
    without_tail(merged, &said)
}

/// Where each found block stands among all, as far as it does.
fn places(found: &[Raw], all: &[Raw]) -> Vec<Option<usize>> {
    let mut by_text: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, raw) in all.iter().enumerate().rev() {
        by_text.entry(&raw.text).or_default().push(at);
    }
    let mut next = 0;
    let mut place = |raw: &Raw| {
        let places = by_text.get_mut(raw.text.as_str())?;
        let at = loop {
            let at = places.pop()?;
            if at >= next {
                break at;
            }
        };
        next = at + 1;
        Some(at)
    };
    found.iter().map(&mut place).collect()
}

/// How often each parent and each look occurs among the paragraphs found.
struct Alike {
    beside: HashMap<Option<NodeId>, usize>,
    look: HashMap<u64, usize>,
}

impl Alike {
    fn of(known: &[usize], all: &[Raw]) -> Self {
        let mut alike = Self {
            beside: HashMap::new(),
            look: HashMap::new(),
        };
        for raw in known.iter().map(|at| &all[*at]).filter(|raw| is_prose(raw)) {
            *alike.beside.entry(raw.parent).or_default() += 1;
            *alike.look.entry(raw.look).or_default() += 1;
        }
        alike
    }
}

fn in_order(
    found: Vec<Raw>,
    places: &[Option<usize>],
    all: &[Raw],
    added: &HashSet<usize>,
) -> Vec<Raw> {
    let mut merged = Vec::with_capacity(found.len() + added.len());
    let mut next = 0;
    let mut take = |to: usize, merged: &mut Vec<Raw>| {
        let between = (next..to).filter(|at| added.contains(at));
        merged.extend(between.map(|at| all[at].clone()));
        next = next.max(to);
    };
    for (raw, place) in found.into_iter().zip(places) {
        if let Some(at) = place {
            take(*at, &mut merged);
        }
        merged.push(raw);
    }
    take(all.len(), &mut merged);
    merged
}

/// Where the structured text is the whole article, what follows its end is none of it.
fn without_tail(mut merged: Vec<Raw>, said: &str) -> Vec<Raw> {
    let prose: usize = merged
        .iter()
        .filter(|raw| is_prose(raw))
        .map(|raw| fold(&raw.text).len())
        .sum();
    if said.len() * 10 < prose * 7 {
        return merged;
    }
    let quoted = |raw: &Raw| is_prose(raw) && quoted(raw, said);
    if let Some(end) = merged.iter().rposition(quoted)
        && merged.iter().filter(|raw| quoted(raw)).count() > 2
    {
        merged.truncate(end + 1);
    }
    merged
}

/// Whether the structured text holds the start of the paragraph.
fn quoted(raw: &Raw, said: &str) -> bool {
    let start: String = fold(&raw.text).chars().take(PROBE).collect();
    start.chars().count() > 20 && said.contains(&start)
}

fn is_prose(raw: &Raw) -> bool {
    let length = raw.text.chars().count();
    length >= 40 && raw.linked * 2 < length
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::blocks::blocks;

    fn merged(html: &str, kept: &[&str], said: &str) -> Vec<String> {
        let page = dom_query::Document::from(html);
        let all = blocks(&page.root(), |_| false);
        let found = all
            .iter()
            .filter(|raw| kept.iter().any(|k| raw.text.starts_with(k)));
        let found: Vec<Raw> = found.cloned().collect();
        let merged = merge(found, &all, said);
        merged
            .iter()
            .map(|raw| raw.text.chars().take(3).collect())
            .collect()
    }

    const REST: &str = "of the outage, as the company told its customers in the evening.";

    #[test]
    fn paragraphs_beside_those_found_belong_to_them() {
        let html = format!(
            "<div><p>One {REST}</p><p>Two {REST}</p><h2>Why so</h2><p>Six {REST}</p></div>\
             <div class=x><p>Ten {REST}</p></div>"
        );
        assert_eq!(
            merged(&html, &["One", "Two"], ""),
            ["One", "Two", "Why", "Six"]
        );
    }

    #[test]
    fn what_the_page_quotes_as_its_text_belongs_to_it_and_nothing_after() {
        let html = format!(
            "<div><p>One {REST}</p></div><div class=x><p>Two {REST}</p></div><section><p>Six {REST}</p></section>\
             <aside><p>Ten {REST}</p></aside>"
        );
        let said = format!("One {REST}\nTwo {REST}\nSix {REST}");
        assert_eq!(merged(&html, &["One", "Ten"], &said), ["One", "Two", "Six"]);
    }
}
