//! What the writer of a misspelt word probably meant.

/// The candidate closest to `word`, where one is close enough to be meant: at most one change per
/// three letters, or the same first four letters.
pub(super) fn nearest<'c>(
    word: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    let wanted: Vec<char> = word.to_lowercase().chars().take(80).collect();
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let letters: Vec<char> = candidate.to_lowercase().chars().collect();
            let changes = distance(&wanted, &letters);
            let allowed = (wanted.len().max(letters.len()) / 3).max(1);
            let alike = wanted.len() > 4 && letters.len() > 4 && wanted[..4] == letters[..4];
            (changes <= allowed || alike).then_some((changes, candidate))
        })
        .min_by_key(|(changes, _)| *changes)
        .map(|(_, candidate)| candidate)
}

/// The question that a hint asks.
pub(super) fn did_you_mean(word: &str, candidates: &[&str]) -> Option<String> {
    nearest(word, candidates.iter().copied()).map(|found| format!("did you mean {found:?}?"))
}

/// Least number of letters inserted, removed, replaced or swapped with a neighbour
/// (optimal string alignment).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let mut best = (last[j] + usize::from(x != y))
                .min(last[j + 1] + 1)
                .min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                let swapped: &Vec<usize> = &before;
                best = best.min(swapped[j - 1] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_slips_are_found_and_strangers_are_not() {
        let keys = ["party", "source", "measurement", "policy"];
        for (word, meant) in [
            ("prefixs", None),
            ("parties", Some("party")),
            ("soruce", Some("source")),
            ("Source", Some("source")),
            ("", None),
            ("zebra", None),
        ] {
            assert_eq!(nearest(word, keys), meant, "{word:?}");
        }
        assert_eq!(nearest("pgae", ["page", "posts"]), Some("page"));
    }

    #[test]
    fn a_swap_is_one_change() {
        let letters = |text: &str| text.chars().collect::<Vec<_>>();
        assert_eq!(distance(&letters("abcd"), &letters("acbd")), 1);
        assert_eq!(distance(&letters("abcd"), &letters("bcd")), 1);
        assert_eq!(distance(&letters(""), &letters("xyz")), 3);
    }
}
