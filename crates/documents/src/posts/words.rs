//! The words of a post as a reader sees them.

use serde_json::Value;

/// The text with its character references resolved (the API escapes `&`, `<` and `>`) and its
/// short links replaced by the addresses that they stand for, where the post names them.
pub(super) fn shown(text: &str, post: &Value) -> String {
    let mut text = unescape(text);
    let entities = post
        .get("note_tweet")
        .and_then(|note| note.get("entities"))
        .or_else(|| post.get("entities"));
    let urls = entities
        .and_then(|e| e.get("urls"))
        .and_then(Value::as_array);
    for url in urls.into_iter().flatten() {
        let field = |key: &str| url.get(key).and_then(Value::as_str);
        if let (Some(short), Some(long)) = (field("url"), field("expanded_url"))
            && short.starts_with("http")
        {
            text = text.replace(short, long);
        }
    }
    text
}

/// `&amp;amp;` stays `&amp;`: one level only.
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let known = [
            ("&amp;", "&"),
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&quot;", "\""),
            ("&#39;", "'"),
            ("&nbsp;", " "),
        ];
        let (escaped, plain) = known
            .into_iter()
            .find(|(e, _)| rest.starts_with(e))
            .unwrap_or(("&", "&"));
        out.push_str(plain);
        rest = &rest[escaped.len()..];
    }
    out.push_str(rest);
    out
}

/// Paragraphs: parted by empty lines; inside, lines keep their ends and lose outer spaces.
pub(super) fn paragraphs(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    lines
        .split(|line| line.is_empty())
        .map(|lines| lines.join("\n"))
        .filter(|paragraph| !paragraph.is_empty())
        .collect()
}

/// "RT @name" of a repetition's text.
pub(super) fn repetition(text: &str) -> &str {
    match text.split_once(':') {
        Some((head, _)) if head.starts_with("RT @") => head,
        _ => "RT",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_resolved_once() {
        assert_eq!(
            unescape("AT&amp;T &lt;3 &amp;amp; R&D & so"),
            "AT&T <3 &amp; R&D & so"
        );
    }

    #[test]
    fn links_are_written_out() {
        let post = serde_json::json!({"entities": {"urls": [{"url": "https://t.co/a", "expanded_url": "https://pier.example/b"}]}});
        assert_eq!(
            shown("see https://t.co/a now", &post),
            "see https://pier.example/b now"
        );
    }

    #[test]
    fn a_repetition_keeps_only_whom_it_repeats() {
        assert_eq!(repetition("RT @pontoon: we are up"), "RT @pontoon");
        assert_eq!(repetition("we: are up"), "RT");
    }
}
