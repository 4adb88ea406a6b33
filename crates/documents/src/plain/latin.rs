//! Patterns over the letters of European languages.
//!
//! The full Unicode classes make automata ten times as large, and their compilation is half of
//! what a short text costs. Plain texts are read in English, where names in Latin letters with
//! marks are all that is met.

/// Writes `\w`, `\d`, `\p{L}` and `\p{Lu}` out as ranges, inside a class or alone.
pub(super) fn latin(pattern: &str) -> String {
    const CLASSES: [(&str, &str); 4] = [
        (
            "\\p{Lu}",
            "A-Z\\u{c0}-\\u{d6}\\u{d8}-\\u{de}\\u{100}-\\u{24f}",
        ),
        (
            "\\p{L}",
            "A-Za-z\\u{aa}\\u{ba}\\u{c0}-\\u{d6}\\u{d8}-\\u{f6}\\u{f8}-\\u{24f}",
        ),
        (
            "\\w",
            "0-9A-Za-z_\\u{aa}\\u{ba}\\u{c0}-\\u{d6}\\u{d8}-\\u{f6}\\u{f8}-\\u{24f}",
        ),
        ("\\d", "0-9"),
    ];
    let mut out = String::with_capacity(2 * pattern.len());
    let mut inside = false;
    let mut rest = pattern;
    while let Some(next) = rest.chars().next() {
        let class = CLASSES.iter().find(|(class, _)| rest.starts_with(class));
        let taken = if let Some((class, ranges)) = class {
            let (open, close) = if inside { ("", "") } else { ("[", "]") };
            out.extend([open, ranges, close]);
            class.len()
        } else if next == '\\' {
            let escaped = rest.chars().nth(1).map_or(0, char::len_utf8);
            out.push_str(&rest[..1 + escaped]);
            1 + escaped
        } else {
            match next {
                '[' => inside = true,
                ']' => inside = false,
                _ => {}
            }
            out.push(next);
            next.len_utf8()
        };
        rest = &rest[taken..];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_become_ranges_and_escapes_stay() {
        assert_eq!(latin(r"\d[\d.]\[\d\\"), r"[0-9][0-9.]\[[0-9]\\");
        let regex = regex::Regex::new(&latin(r"^\p{Lu}\w+[\p{L}'-]*$")).expect("a pattern");
        assert!(regex.is_match("Émile-Zoë"));
        assert!(!regex.is_match("émile"));
        assert!(!regex.is_match("E"));
    }
}
