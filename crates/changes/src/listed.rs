//! Texts in a list: which is which, and which was taken out.
//!
//! A feed holds its newest entries and a page its first comments, so what is no longer listed has
//! mostly been pushed off the end. Only what left a place among others that stayed where they were
//! was taken out.

use backpedal_model::Document;
use foldhash::{HashMap, HashSet};

/// What tells each text of a list from the others, whatever its words: its address, else its author
/// and time, else how it begins.
pub(crate) fn keys(items: &[&Document]) -> Vec<String> {
    let mut seen: HashMap<String, usize> = HashMap::default();
    let mut addresses: HashMap<&str, usize> = HashMap::default();
    for item in items {
        if let Some(url) = item.url.as_deref() {
            *addresses.entry(url).or_insert(0) += 1;
        }
    }
    let key = |item: &&Document| {
        let own = item
            .url
            .as_deref()
            .filter(|url| addresses.get(url) == Some(&1));
        if let Some(url) = own {
            return format!("url {url}");
        }
        let author = item.handle.as_ref().or(item.author.as_ref());
        let at = item.published.as_ref().map(|date| date.at.to_string());
        if let (Some(author), Some(at)) = (author, &at) {
            return format!("by {author} at {at}");
        }
        let begin: Vec<&str> = item.text.split_whitespace().take(8).collect();
        let author = author.map_or("", String::as_str);
        format!("{author} {} {}", at.unwrap_or_default(), begin.join(" "))
    };
    let numbered = items.iter().map(|item| {
        let key = key(item);
        let number = seen.entry(key.clone()).or_insert(0);
        *number += 1;
        if *number == 1 {
            key
        } else {
            format!("{key} #{number}")
        }
    });
    numbered.collect()
}

/// The keys of the texts that were taken out between two lists.
pub(crate) fn taken_out(before: &[String], now: &[String], items: &[&Document]) -> Vec<String> {
    let places: HashMap<&str, usize> = now
        .iter()
        .enumerate()
        .map(|(at, key)| (key.as_str(), at))
        .collect();
    let stayed: Vec<(usize, usize)> = before
        .iter()
        .enumerate()
        .filter_map(|(at, key)| Some((at, *places.get(key.as_str())?)))
        .collect();
    // A list in another order may be another page of it.
    let (Some(first), Some(last)) = (stayed.first(), stayed.last()) else {
        return Vec::new();
    };
    if stayed.windows(2).any(|pair| pair[0].1 >= pair[1].1) {
        return Vec::new();
    }
    let newest_first = is_newest_first(items);
    let kept: HashSet<usize> = stayed.iter().map(|(at, _)| *at).collect();
    let gone = before.iter().enumerate().filter(|(at, _)| {
        let among = *at < last.0 && (*at > first.0 || newest_first);
        among && !kept.contains(at)
    });
    gone.map(|(_, key)| key.clone()).collect()
}

/// Whether the list shows the newest first, as far as dates tell.
fn is_newest_first(items: &[&Document]) -> bool {
    let dates: Vec<_> = items
        .iter()
        .filter_map(|item| Some(item.published.as_ref()?.at.civil()))
        .collect();
    let (Some(first), Some(last)) = (dates.first(), dates.last()) else {
        return false;
    };
    first > last && dates.windows(2).all(|pair| pair[0] >= pair[1])
}

#[cfg(test)]
mod tests {
    use backpedal_model::{DateSource, DocumentKind, PublishedDate, Zone};

    use super::*;

    fn list(text: &str, dated: bool) -> Vec<Document> {
        let days = "abcdefghi";
        let item = |name: &str| {
            let mut item = Document::new(name, DocumentKind::Post, format!("text of {name}"));
            item.url = Some(format!("https://a.example/{name}"));
            let day = days.find(name).unwrap_or_default() + 1;
            item.published = dated.then(|| PublishedDate {
                at: format!("2024-05-{day:02}").parse().expect("a day"),
                zone: Zone::Unknown,
                source: DateSource::Post,
            });
            item
        };
        text.split_whitespace().map(item).collect()
    }

    fn gone(before: &str, now: &str, dated: bool) -> String {
        let (before, now) = (list(before, dated), list(now, dated));
        let (before, now): (Vec<_>, Vec<_>) = (before.iter().collect(), now.iter().collect());
        let gone = taken_out(&keys(&before), &keys(&now), &now);
        let names: Vec<&str> = gone.iter().filter_map(|k| k.rsplit('/').next()).collect();
        names.join(" ")
    }

    #[test]
    fn only_what_left_a_gap_was_taken_out() {
        assert_eq!(gone("d c b a", "d b a", false), "c");
        // Pushed off the end; a list that moved on.
        assert_eq!(gone("d c b a", "e d c b", false), "");
        assert_eq!(gone("d c b a", "i h g", false), "");
        // Without dates the first may have been pushed off too.
        assert_eq!(gone("d c b a", "c b a", false), "");
        assert_eq!(gone("d c b a", "c b a", true), "d");
        // Sorted anew.
        assert_eq!(gone("d c b a", "a b d", false), "");
        // Put in and taken out at once.
        assert_eq!(gone("d c b a", "e d b a", true), "c");
    }

    #[test]
    fn two_texts_of_one_author_and_minute_are_two() {
        let mut one = Document::new("a", DocumentKind::Comment, "down here");
        one.author = Some("Ada".to_owned());
        let keys = keys(&[&one, &one]);
        assert_ne!(keys[0], keys[1]);
    }
}
