//! Documents that are one article: syndicated, printed again, or read at two addresses.
//!
//! Candidates come from a 64-bit similarity hash (Charikar 2002) over runs of three words, looked
//! up by bands of eight bits; each is then confirmed by the runs that both really share. Texts that
//! are too short to tell, and texts that differ in their numbers or names, as forms filled in for
//! different occasions do, are not folded.

use backpedal_model::Document;
use foldhash::{HashMap, HashSet};
use jiff::Timestamp;

use crate::clean::Clean;

/// A document to be folded.
#[derive(Clone, Copy, Debug)]
pub struct Item<'a> {
    /// Its words.
    pub text: &'a str,
    /// Where it was read.
    pub address: Option<&'a str>,
    /// The address that it gives for itself.
    pub canonical: Option<&'a str>,
    /// When it was published, as far as it says.
    pub published: Option<Timestamp>,
    /// Who published it.
    pub publisher: Option<&'a str>,
}

impl<'a> Item<'a> {
    /// A document as it was read at an address.
    #[must_use]
    pub fn of(document: &'a Document, address: Option<&'a str>) -> Self {
        let zone = |date: &backpedal_model::PublishedDate| date.zone.time_zone();
        let published = document.published.as_ref().map(|date| {
            let zone = zone(date).unwrap_or(jiff::tz::TimeZone::UTC);
            date.at.instants(&zone).start
        });
        Self {
            text: &document.text,
            address,
            canonical: document.url.as_deref(),
            published,
            publisher: document.publisher.as_deref(),
        }
    }
}

/// A document that repeats another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Copied {
    /// The number of the copy.
    pub copy: usize,
    /// The number of the one that it repeats, which is no copy itself.
    pub origin: usize,
}

/// Fewer runs of three words cannot tell a copy from a form; our choice.
const LEAST: usize = 40;

/// How many bits of the hash may differ; our choice. Copies with a tenth of their runs changed
/// differ in some five.
const APART: u32 = 12;

/// The share of the smaller one's runs that the other must have; our choice.
const SHARED: f64 = 0.85;

/// The same for runs of seven words; a change of one word breaks seven of them. Our choice.
const SHARED_LONG: f64 = 0.7;

/// The least length of the smaller one, as a share of the larger; our choice. A quotation is no
/// copy.
const LENGTH: f64 = 0.6;

/// The share of the smaller one's capitalised words that the other must have; our choice.
const NAMES: f64 = 0.9;

/// How many of a group, the earliest, are asked for the origin; our choice.
const VOICES: usize = 64;

/// How many candidates of one document are looked at; our choice.
const CANDIDATES: usize = 32;

/// Bits of a band.
const BAND: u32 = 8;

/// The documents that repeat others, by number. The origin is the one that the others name as their
/// canonical address, else the one whose publisher they credit, else the earliest.
#[must_use]
pub fn copies(items: &[Item<'_>]) -> Vec<Copied> {
    let hashes: Vec<Option<u64>> = items.iter().map(|item| hash(item.text)).collect();
    let mut groups = Groups((0..items.len()).collect());
    let addresses = items.iter().enumerate();
    let places: HashMap<&str, usize> = addresses
        .filter_map(|(at, item)| Some((item.address?, at)))
        .collect();
    for a in 0..items.len() {
        if let (Some(_), Some(canonical)) = (hashes[a], items[a].canonical)
            && items[a].address.is_some_and(|own| own != canonical)
            && let Some(b) = places.get(canonical)
            && is_copy(items[a].text, items[*b].text)
        {
            groups.join(a, *b);
        }
    }
    for shift in (0..u64::BITS).step_by(BAND as usize) {
        let mut bands: HashMap<u64, Vec<usize>> = HashMap::default();
        for (number, hash) in hashes.iter().enumerate() {
            let Some(hash) = hash else { continue };
            let band = bands.entry((hash >> shift) & 0xff).or_default();
            // One of a group stands for all: a thousand copies cost a thousand looks.
            if !near(items, &hashes, number, band, &mut groups) {
                band.push(number);
            }
        }
    }
    folded(items, &mut groups)
}

/// Joins a document with those of its band that it repeats; whether there is one.
fn near(
    items: &[Item<'_>],
    hashes: &[Option<u64>],
    number: usize,
    band: &[usize],
    groups: &mut Groups,
) -> bool {
    let Some(hash) = hashes[number] else {
        return true;
    };
    let mut joined = false;
    let mut looked = 0;
    for other in band {
        let apart = hashes[*other].map_or(u64::BITS, |known| (hash ^ known).count_ones());
        if apart > APART {
            continue;
        }
        if groups.root(number) == groups.root(*other) {
            joined = true;
            continue;
        }
        if is_copy(items[number].text, items[*other].text) {
            groups.join(number, *other);
            joined = true;
        }
        looked += 1;
        if looked >= CANDIDATES {
            break;
        }
    }
    joined
}

/// Documents that were joined, each leading to another of its group.
struct Groups(Vec<usize>);

impl Groups {
    fn root(&mut self, mut number: usize) -> usize {
        while self.0[number] != number {
            self.0[number] = self.0[self.0[number]];
            number = self.0[number];
        }
        number
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b)] = a.min(b);
    }
}

fn folded(items: &[Item<'_>], groups: &mut Groups) -> Vec<Copied> {
    let mut members: HashMap<usize, Vec<usize>> = HashMap::default();
    for number in 0..items.len() {
        let root = groups.root(number);
        members.entry(root).or_default().push(number);
    }
    let mut copies = Vec::new();
    for group in members.into_values().filter(|group| group.len() > 1) {
        let origin = origin(items, &group);
        // A copy of a copy may have drifted too far from the origin.
        let repeats = group.iter().filter(|number| **number != origin);
        let repeats = repeats.filter(|copy| is_copy(items[**copy].text, items[origin].text));
        copies.extend(repeats.map(|copy| Copied {
            copy: *copy,
            origin,
        }));
    }
    copies.sort_by_key(|one| one.copy);
    copies
}

/// The one that the others repeat.
fn origin(items: &[Item<'_>], group: &[usize]) -> usize {
    let mut order: Vec<usize> = group.to_vec();
    order.sort_by_key(|number| (items[*number].published.unwrap_or(Timestamp::MAX), *number));
    order.truncate(VOICES);
    let group = order.as_slice();
    let named = |number: usize| {
        let own = items[number].address;
        let names = |other: &&usize| **other != number && items[**other].canonical == own;
        own.map_or(0, |_| group.iter().filter(names).count())
    };
    let credited = |number: usize| {
        let Some(publisher) = items[number].publisher.filter(|name| name.len() > 1) else {
            return 0;
        };
        let credits = |other: &&usize| {
            let same = items[**other].publisher == Some(publisher);
            **other != number && !same && credits(items[**other].text, publisher)
        };
        group.iter().filter(credits).count()
    };
    let mut best: Option<(usize, (usize, usize))> = None;
    for number in group.iter().copied() {
        let score = (named(number), credited(number));
        if best.is_none_or(|(_, known)| score > known) {
            best = Some((number, score));
        }
    }
    best.map_or(0, |(number, _)| number)
}

/// How many characters at either end of a text hold a credit: "(Wire) –" or "Reporting by Wire".
const CREDIT: usize = 240;

fn credits(text: &str, publisher: &str) -> bool {
    let head: String = text.chars().take(CREDIT).collect();
    let count = text.chars().count();
    let tail: String = text.chars().skip(count.saturating_sub(CREDIT)).collect();
    let stands = |part: &str| {
        part.match_indices(publisher).any(|(at, found)| {
            let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            !word(part[..at].chars().next_back()) && !word(part[at + found.len()..].chars().next())
        })
    };
    stands(&head) || stands(&tail)
}

/// The words of a text in lower case.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

/// The hash of a word; the same in every run and on every machine.
fn word_hash(word: &str) -> u64 {
    // FNV-1a, 64 bits (RFC 9923), over the letters in lower case.
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut add = |c: char| {
        hash = (hash ^ u64::from(u32::from(c))).wrapping_mul(0x0000_0100_0000_01b3);
    };
    for c in word.chars() {
        if c.is_ascii() {
            add(c.to_ascii_lowercase());
        } else {
            c.to_lowercase().for_each(&mut add);
        }
    }
    hash
}

/// The runs of three words, as numbers.
pub(crate) fn shingles<'a>(words: impl Iterator<Item = &'a str>) -> Vec<u64> {
    let hashes: Vec<u64> = words.map(word_hash).collect();
    runs(&hashes)
}

/// The runs of three of a list, as numbers.
fn runs(hashes: &[u64]) -> Vec<u64> {
    let mixed = |run: &[u64]| mixed(run[0], run[1], run[2]);
    hashes.windows(3).map(mixed).collect()
}

/// Runs of three words, and runs of seven: three runs that follow one another with a word between.
fn runs_of(text: &str) -> (HashSet<u64>, HashSet<u64>) {
    let short = shingles(words(text));
    let long = short.windows(5).map(|run| mixed(run[0], run[2], run[4]));
    let long = long.collect();
    (short.into_iter().collect(), long)
}

/// Three numbers as one whose bits all depend on all of theirs (the finaliser of SplitMix64, Steele
/// and others 2014).
const fn mixed(a: u64, b: u64, c: u64) -> u64 {
    let mut x = a
        .rotate_left(17)
        .wrapping_add(b.rotate_left(31))
        .wrapping_mul(0x9e37_79b9_7f4a_7c15)
        ^ c;
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// The similarity hash of a text; nothing for one that is too short.
fn hash(text: &str) -> Option<u64> {
    let shingles = shingles(words(text));
    if shingles.len() < LEAST {
        return None;
    }
    // All 64 counters at once: plane n holds bit n of each.
    let mut planes = [0_u64; 32];
    for shingle in &shingles {
        let mut carry = *shingle;
        for plane in &mut planes {
            let next = *plane & carry;
            *plane ^= carry;
            carry = next;
            if carry == 0 {
                break;
            }
        }
    }
    let half = shingles.len() as u64 / 2;
    let count = |bit: u32| {
        let planes = planes.iter().enumerate();
        planes.fold(0_u64, |sum, (n, plane)| sum | (((plane >> bit) & 1) << n))
    };
    Some((0..u64::BITS).fold(0, |hash, bit| hash | (u64::from(count(bit) > half) << bit)))
}

/// Whether two texts are one: most runs of the smaller stand in the other, and so do its numbers
/// and names.
fn is_copy(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let ((a_runs, a_long), (b_runs, b_long)) = (runs_of(a), runs_of(b));
    let (smaller, larger) = (
        a_runs.len().min(b_runs.len()),
        a_runs.len().max(b_runs.len()),
    );
    if smaller < LEAST || (smaller as f64) < larger as f64 * LENGTH {
        return false;
    }
    let share = |a: &HashSet<u64>, b: &HashSet<u64>| {
        a.intersection(b).count() as f64 / a.len().min(b.len()).max(1) as f64
    };
    // A form that is filled in differently shares its short runs and hardly a long one.
    share(&a_runs, &b_runs) >= SHARED
        && share(&a_long, &b_long) >= SHARED_LONG
        && same_figures(a, b, a_runs.len() <= b_runs.len())
}

/// Whether the numbers of the smaller text stand in the other, and so do its capitalised words: all
/// that it repeats, most of the others.
fn same_figures(a: &str, b: &str, a_is_smaller: bool) -> bool {
    let (small, large) = if a_is_smaller { (a, b) } else { (b, a) };
    let (small, large) = (figures(small), figures(large));
    let known = |name: &&String| large.contains_key(*name);
    let digit = |name: &&String| name.contains(|c: char| c.is_ascii_digit());
    let firm = |name: &String, count: usize| digit(&name) || count > 1;
    if small
        .iter()
        .any(|(name, count)| firm(name, *count) && !known(&name))
    {
        return false;
    }
    let names = small.keys().filter(|name| !digit(name));
    let (all, both) = names.fold((0_usize, 0_usize), |(all, both), name| {
        (all + 1, both + usize::from(known(&name)))
    });
    both as f64 >= all as f64 * NAMES
}

/// How often each number and capitalised word stands in a text.
fn figures(text: &str) -> HashMap<String, usize> {
    let clean = Clean::new(text);
    let mut counts = HashMap::default();
    for word in words(&clean.text) {
        let digit = word.contains(|c: char| c.is_ascii_digit());
        if digit || word.starts_with(char::is_uppercase) {
            *counts.entry(word.to_lowercase()).or_insert(0) += 1;
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An invented article of some length; what is filled in tells one from another.
    fn article(firm: &str, number: u32, seed: usize) -> String {
        let places = [
            "north", "south", "east", "west", "coast", "valley", "river", "hills",
        ];
        let mut text = format!("{firm} said on Tuesday that {number} sites lost their links.");
        for at in 0..14 {
            let place = places[(at * seed + at / 3) % places.len()];
            let other = places[(at + seed * 3) % places.len()];
            text.push_str(&format!(
                " Crews went from the {place} ring towards the {other} exchange and replaced part {at} \
                 of the old trunk."
            ));
        }
        text
    }

    fn item(text: &str) -> Item<'_> {
        Item {
            text,
            address: None,
            canonical: None,
            published: None,
            publisher: None,
        }
    }

    fn pairs(items: &[Item<'_>]) -> Vec<(usize, usize)> {
        copies(items)
            .iter()
            .map(|one| (one.copy, one.origin))
            .collect()
    }

    #[test]
    fn a_copy_with_a_new_head_folds() {
        let first = article("Halyard", 37, 3);
        let copy = format!("From our wire desk. {first} More to follow.");
        assert_eq!(pairs(&[item(&first), item(&copy)]), [(1, 0)]);
        assert_eq!(pairs(&[item(&first), item(&first)]), [(1, 0)]);
    }

    #[test]
    fn near_misses() {
        let first = article("Halyard", 37, 3);
        // The same form for another occasion; another article; a quotation; two short notes.
        for other in [
            article("Heron", 37, 3),
            article("Halyard", 52, 3),
            article("Halyard", 37, 5),
            first.chars().take(400).collect(),
        ] {
            assert!(pairs(&[item(&first), item(&other)]).is_empty(), "{other}");
        }
        let note = "We are investigating reports of an outage. More soon.";
        let other = format!("{note} Thanks.");
        assert!(pairs(&[item(note), item(&other)]).is_empty());
    }

    #[test]
    fn the_origin_is_named_credited_or_the_earliest() {
        let first = article("Halyard", 37, 3);
        let copy = format!("{first} Reporting by Kestrel Wire.");
        let at = |text: &str| text.parse().ok();
        let mut items = [item(&copy), item(&first)];
        items[0].published = at("2024-05-01T09:00:00Z");
        items[1].published = at("2024-05-01T10:00:00Z");
        assert_eq!(pairs(&items), [(1, 0)], "the earliest");
        items[1].publisher = Some("Kestrel Wire");
        assert_eq!(pairs(&items), [(0, 1)], "the one that is credited");
        items[0].address = Some("https://a.example/1");
        items[1].address = Some("https://b.example/1");
        items[1].canonical = items[0].address;
        assert_eq!(pairs(&items), [(1, 0)], "the one that is named");
    }

    #[test]
    fn many_printings_of_one_article_are_copies_of_one() {
        let first = article("Halyard", 37, 3);
        let texts: Vec<String> = (0..600)
            .map(|desk| format!("From desk {}. {first}", ["a", "b", "c"][desk % 3]))
            .collect();
        let items: Vec<Item<'_>> = texts.iter().map(|text| item(text)).collect();
        let found = pairs(&items);
        assert_eq!(found.len(), 599);
        assert!(found.iter().all(|(_, origin)| *origin == 0));
    }

    #[test]
    fn a_canonical_address_alone_folds_nothing() {
        let (a, b) = (article("Halyard", 37, 3), article("Heron", 4, 5));
        let mut items = [item(&a), item(&b)];
        items[0].address = Some("https://a.example/1");
        items[1].address = Some("https://b.example/1");
        items[1].canonical = items[0].address;
        assert!(pairs(&items).is_empty());
    }
}
