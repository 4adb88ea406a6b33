//! Addresses, accounts, hashtags, emoticons: what is one token whatever stands in it.

use super::lists::EMOTICONS;

/// How many bytes at the start of a chunk are a web or mail address with its scheme.
pub(super) fn url(chunk: &str) -> Option<usize> {
    let scheme =
        chunk.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '+' | '-' | '.'))?;
    let head = &chunk[..scheme];
    let rest = &chunk[scheme..];
    let known = rest.starts_with("://") && rest.len() > 3
        || head.eq_ignore_ascii_case("mailto") && rest.starts_with(':') && rest.len() > 1;
    known.then(|| trimmed(chunk))
}

/// The length of an address without the marks that end the sentence or bracket around it.
pub(super) fn trimmed(chunk: &str) -> usize {
    let stop = |c: char| matches!(c, '"' | '“' | '”' | '<' | '>' | '»' | '«' | '|');
    let mut end = chunk.find(stop).unwrap_or(chunk.len());
    let mut open = 0i64;
    for c in chunk[..end].chars() {
        open += i64::from(c == '(') - i64::from(c == ')');
    }
    while let Some(last) = chunk[..end].chars().next_back() {
        let cut = match last {
            ')' => open < 0,
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '’' | ']' | '}' | '*' | '…' => true,
            _ => false,
        };
        if !cut {
            break;
        }
        open += i64::from(last == ')');
        end -= last.len_utf8();
    }
    end
}

/// How many bytes are `@name` or `#word`.
pub(super) fn tag(chunk: &str) -> Option<usize> {
    let rest = &chunk[1..];
    let name = |c: char| c.is_alphanumeric() || c == '_';
    let length = rest.find(|c| !name(c)).unwrap_or(rest.len());
    let first = rest.chars().next()?;
    let fits = if chunk.starts_with('#') {
        rest[..length].contains(|c: char| c.is_alphabetic())
            && (first.is_alphabetic() || length > 3)
    } else {
        first.is_alphabetic() || first == '_'
    };
    fits.then_some(1 + length)
}

/// How many bytes at the start of what is left of a chunk are an emoticon that sentence marks at
/// most follow.
pub(super) fn emoticon(chunk: &str) -> Option<usize> {
    if chunk.len() > 12 {
        return None;
    }
    let body = chunk.trim_end_matches(['.', ',', '!', '?']);
    EMOTICONS.contains(body).then_some(body.len())
}

/// How many bytes are an IPv6 address or prefix.
pub(super) fn ipv6(chunk: &str) -> Option<usize> {
    let of = |c: char| c.is_ascii_hexdigit() || matches!(c, ':' | '.' | '/');
    // The longest has 49 characters; no more is read, whatever follows.
    let near = &chunk[..chunk.floor_char_boundary(60)];
    let end = near.find(|c| !of(c)).unwrap_or(near.len());
    let found = chunk[..end].trim_end_matches(['.', ',', '/']);
    let found = found
        .strip_suffix(':')
        .filter(|cut| !cut.ends_with(':'))
        .unwrap_or(found);
    let colons = found.bytes().filter(|c| *c == b':').count();
    let groups = found
        .split('/')
        .next()?
        .split(':')
        .all(|group| group.len() <= 4);
    let fits = (4..=49).contains(&found.len())
        && groups
        && (colons > 2 || found.contains("::") && colons >= 2)
        && found.contains(|c: char| c.is_ascii_digit());
    fits.then_some(found.len())
}
