//! A post's text as words in one spelling: small letters, short forms without their apostrophe,
//! drawn-out letters cut to two.

use super::posts::post_parts;

/// What a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    Number,
    Hashtag,
    Handle,
    Url,
    Sign,
}

/// One word of a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) kind: Kind,
}

impl Word {
    /// A word, a number or a hashtag.
    pub(super) fn spoken(&self) -> bool {
        matches!(self.kind, Kind::Word | Kind::Number | Kind::Hashtag)
    }

    /// Neither an address nor an account.
    pub(super) fn body(&self) -> bool {
        !matches!(self.kind, Kind::Handle | Kind::Url)
    }
}

/// Short forms, spelt out.
const ENDINGS: [(&str, &str); 5] = [
    ("'ll", "will"),
    ("'re", "are"),
    ("'ve", "have"),
    ("'m", "am"),
    ("'d", "would"),
];
/// The same written without the apostrophe, where that is no other word.
const JOINED: [(&str, [&str; 2]); 4] = [
    ("im", ["i", "am"]),
    ("ive", ["i", "have"]),
    ("youre", ["you", "are"]),
    ("theyre", ["they", "are"]),
];

/// The words of a text.
pub(super) fn words(text: &str) -> Vec<Word> {
    let parts = post_parts(text);
    let mut marked: Vec<(usize, usize, Kind)> = Vec::new();
    for (spans, kind) in [
        (&parts.handles, Kind::Handle),
        (&parts.hashtags, Kind::Hashtag),
        (&parts.urls, Kind::Url),
    ] {
        marked.extend(spans.iter().map(|span| (span.start, span.end, kind)));
    }
    marked.sort_unstable_by_key(|span| span.0);
    let mut out = Vec::new();
    let mut from = 0;
    for (start, end, kind) in marked {
        plain(&text[from..start], &mut out);
        let text = match kind {
            Kind::Hashtag => squeeze(&text[start..end].to_lowercase()),
            _ => String::new(),
        };
        out.push(Word { text, kind });
        from = end;
    }
    plain(&text[from..], &mut out);
    out
}

/// The words of a text without handles, hashtags and addresses.
fn plain(text: &str, out: &mut Vec<Word>) {
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = if first.is_alphanumeric() || first == '_' {
            word_end(rest)
        } else if let Some(length) = face(rest) {
            length
        } else {
            run_end(rest, first)
        };
        let (token, tail) = rest.split_at(length);
        if first.is_alphanumeric() {
            spell(&token.to_lowercase().replace('’', "'"), out);
        } else {
            let text = token.to_owned();
            out.push(Word {
                text,
                kind: Kind::Sign,
            });
        }
        rest = tail.trim_start();
    }
}

/// The end of a word; an apostrophe between letters is part of it.
fn word_end(text: &str) -> usize {
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let inner =
            matches!(c, '\'' | '’') && chars.peek().is_some_and(|(_, next)| next.is_alphanumeric());
        if !(c.is_alphanumeric() || c == '_' || inner) {
            return at;
        }
    }
    text.len()
}

/// The length of a face made of signs: `:-)`, `;(`.
fn face(text: &str) -> Option<usize> {
    let rest = text.strip_prefix([':', ';', '='])?;
    let rest = rest.strip_prefix(['-', '\'']).unwrap_or(rest);
    let rest = rest.strip_prefix(['(', ')', '/', 'D', 'P', 'p'])?;
    let over = !rest.starts_with(|c: char| c.is_alphanumeric() || c == '/');
    over.then_some(text.len() - rest.len())
}

/// The end of a run of question or exclamation marks, or of dots; else of one sign.
fn run_end(text: &str, first: char) -> usize {
    let same = |c: char| match first {
        '?' | '!' => matches!(c, '?' | '!'),
        '.' => c == '.',
        _ => false,
    };
    let one = first.len_utf8();
    one + text[one..].find(|c| !same(c)).unwrap_or(text.len() - one)
}

/// A word in small letters, spelt out.
fn spell(word: &str, out: &mut Vec<Word>) {
    let mut push = |text: &str| {
        if let Some(first) = text.chars().next() {
            let kind = if first.is_numeric() {
                Kind::Number
            } else {
                Kind::Word
            };
            let text = squeeze(&text.replace('\'', ""));
            out.push(Word { text, kind });
        }
    };
    if let Some((_, both)) = JOINED.iter().find(|(joined, _)| *joined == word) {
        both.iter().for_each(|part| push(part));
        return;
    }
    for (ending, whole) in ENDINGS {
        if let Some(stem) = word.strip_suffix(ending) {
            push(stem);
            push(whole);
            return;
        }
    }
    push(word);
}

/// A letter drawn out over three and more, cut to two.
fn squeeze(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let (mut last, mut times) = (None, 0);
    for c in word.chars() {
        times = if last == Some(c) { times + 1 } else { 1 };
        last = Some(c);
        if times <= 2 || c.is_numeric() {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let found: Vec<String> = words(text)
            .into_iter()
            .map(|word| match word.kind {
                Kind::Handle => "@".to_owned(),
                Kind::Url => "URL".to_owned(),
                _ => word.text,
            })
            .collect();
        assert_eq!(found.join(" "), expected, "{text}");
    }

    #[test]
    fn one_spelling() {
        check(
            "@isp I’m sure it doesn't work :-(",
            "@ i am sure it doesnt work :-(",
        );
        check("Sooooo they'll say #DNS...", "soo they will say #dns ...");
        check(
            "youre WRONG!!?! see http://a.example/x?y",
            "you are wrong !!?! see URL",
        );
        check("10000 lines, at 3:15", "10000 lines , at 3 : 15");
        check("'quoted' ratio 2:(x", "' quoted ' ratio 2 : ( x");
    }
}
