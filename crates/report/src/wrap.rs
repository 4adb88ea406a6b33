//! Breaking and shortening lines for the terminal and for labels.

/// Breaks `text` into lines of at most `width` characters, at spaces; each line begins with
/// `indent`, the first with `first`. A word longer than the line stays whole.
pub(crate) fn wrap(text: &str, width: usize, first: &str, indent: &str) -> String {
    let mut out = String::from(first);
    let mut used = first.chars().count();
    let mut empty = true;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if !empty && used + 1 + length > width {
            out.push('\n');
            out.push_str(indent);
            used = indent.chars().count();
            empty = true;
        }
        if !empty {
            out.push(' ');
            used += 1;
        }
        out.push_str(word);
        used += length;
        empty = false;
    }
    out.push('\n');
    out
}

/// At most `limit` characters, cut at a word where one ends, with an ellipsis.
pub(crate) fn shorten(text: &str, limit: usize) -> String {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if flat.chars().count() <= limit {
        return flat;
    }
    let cut: String = flat.chars().take(limit.saturating_sub(1)).collect();
    let whole = match cut.rfind(' ') {
        Some(space) if space > cut.len() / 2 => &cut[..space],
        _ => &cut,
    };
    format!("{}…", whole.trim_end_matches([',', ';', ':', ' ']))
}

/// The text without control characters, which could steer a terminal.
pub(crate) fn plain(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() && c != '\n' { ' ' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stay_within_the_width_and_words_stay_whole() {
        let text = wrap("one two three fourteen", 9, "- ", "  ");
        assert_eq!(text, "- one two\n  three\n  fourteen\n");
        assert_eq!(wrap("", 9, "- ", "  "), "- \n");
    }

    #[test]
    fn shortening_cuts_at_words_and_counts_characters() {
        assert_eq!(
            shorten("denied that it had any downtime", 20),
            "denied that it had…"
        );
        assert_eq!(shorten("été", 3), "été");
        assert_eq!(shorten("aaaaaaaaaa", 4), "aaa…");
    }

    #[test]
    fn escape_sequences_do_not_reach_the_terminal() {
        assert_eq!(plain("a\u{1b}[31mb"), "a [31mb");
    }
}
