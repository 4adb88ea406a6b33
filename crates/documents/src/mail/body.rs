//! The text of a message by voice: the writer's own, words of others, signature, footer.

use backpedal_model::{BlockKind, PartRole};

use crate::draft::{Draft, Voice};

/// Adds the text of a message.
pub(super) fn push(draft: &mut Draft, text: &str) {
    let mut walk = Walk {
        draft,
        lines: Vec::new(),
        role: PartRole::Body,
        depth: 0,
        writers: Vec::new(),
        tail: None,
    };
    let mut lines = text.lines().map(str::trim_end).peekable();
    while let Some(line) = lines.next() {
        // "On Tuesday, Ada Quill" and "<ada@pier.example> wrote:" are often two lines.
        if let Some(next) = lines.peek()
            && begins_attribution(line)
            && let Some(writer) = writer(&format!("{line} {next}"))
        {
            let next = lines.next().unwrap_or_default();
            walk.attribution(&format!("{line}\n{next}"), writer);
        } else if let Some(writer) = writer(line) {
            walk.attribution(line, writer);
        } else {
            walk.line(line);
        }
    }
    walk.flush();
}

struct Walk<'a> {
    draft: &'a mut Draft,
    lines: Vec<String>,
    role: PartRole,
    depth: usize,
    /// Whose words stand behind so many marks, outermost first.
    writers: Vec<Option<String>>,
    /// What stands at the end, once it has begun.
    tail: Option<PartRole>,
}

impl Walk<'_> {
    fn line(&mut self, line: &str) {
        let (depth, words) = marks(line);
        if depth == 0
            && let Some(tail) = tail(line)
        {
            self.flush();
            self.tail = Some(tail);
            self.writers = vec![None];
            if tail == PartRole::Quoted {
                let nobody = Voice::default();
                self.draft
                    .push(BlockKind::Paragraph, PartRole::Byline, &nobody, words);
                return;
            }
        }
        // A signature is over where quoted lines follow.
        if depth > 0 && self.tail == Some(PartRole::Boilerplate) {
            self.flush();
            self.tail = None;
        }
        let role = match self.tail {
            Some(tail) => tail,
            None if depth > 0 => PartRole::Quoted,
            None => PartRole::Body,
        };
        if self.tail == Some(PartRole::Quoted)
            && let Some(name) = line.strip_prefix("From: ")
            && self.writers.first().is_some_and(Option::is_none)
        {
            self.writers = vec![Some(plain_name(name)).filter(|name| !name.is_empty())];
        }
        if role != self.role || depth != self.depth || words.is_empty() {
            self.flush();
        }
        (self.role, self.depth) = (role, depth);
        if !words.is_empty() {
            self.lines.push(words.to_owned());
        }
    }

    fn attribution(&mut self, line: &str, writer: Option<String>) {
        self.flush();
        let (depth, _) = marks(line);
        self.tail = None;
        self.writers.truncate(depth);
        self.writers.resize(depth, None);
        self.writers.push(writer);
        let words: Vec<&str> = line.lines().map(|line| marks(line).1).collect();
        self.draft.push(
            BlockKind::Paragraph,
            PartRole::Byline,
            &Voice::default(),
            &words.join("\n"),
        );
    }

    fn flush(&mut self) {
        if self.lines.is_empty() {
            return;
        }
        let words = std::mem::take(&mut self.lines).join("\n");
        let quoted = self.role == PartRole::Quoted;
        let writer = self.writers.get(self.depth.max(1) - 1).cloned().flatten();
        let voice = Voice {
            author: writer.filter(|_| quoted),
            ..Voice::default()
        };
        let kind = if quoted {
            BlockKind::Quote
        } else {
            BlockKind::Paragraph
        };
        self.draft.push(kind, self.role, &voice, &words);
    }
}

/// How many marks of quotation open a line, and the words behind them.
fn marks(line: &str) -> (usize, &str) {
    let mut rest = line;
    let mut depth = 0;
    while let Some(after) = rest.trim_start_matches(' ').strip_prefix('>') {
        depth += 1;
        rest = after;
    }
    (depth, if depth > 0 { rest.trim() } else { rest })
}

/// What begins at a line and goes on to the end: a signature (RFC 3676, section 4.3), the footer of
/// a list, attachments that Pipermail took away, or a message below its answer.
fn tail(line: &str) -> Option<PartRole> {
    let text = line.trim();
    let all = |sign: char, most: usize| text.len() >= most && text.chars().all(|c| c == sign);
    let original = text.trim_matches(['-', ' ']);
    if text.starts_with("--")
        && ["Original Message", "Forwarded message"]
            .iter()
            .any(|words| original.eq_ignore_ascii_case(words))
    {
        return Some(PartRole::Quoted);
    }
    let ends = text == "--"
        || all('_', 20)
        || text.starts_with("-------------- next part")
        || text.starts_with("-----BEGIN PGP SIGNATURE");
    ends.then_some(PartRole::Boilerplate)
}

fn begins_attribution(line: &str) -> bool {
    let (_, words) = marks(line);
    words.starts_with("On ") && words.len() < 100 && !words.ends_with('.') && !words.ends_with(':')
}

/// Whose words a line says that the next ones are; `None` if it says nothing of the kind.
fn writer(line: &str) -> Option<Option<String>> {
    let (_, words) = marks(line);
    let head = ["wrote:", "writes:", "said:"]
        .iter()
        .find_map(|end| words.strip_suffix(end))?;
    let announces = head.starts_with("On ")
        || head.contains('<')
        || head.contains('@')
        || head.contains(" at ");
    // "And then he wrote:" is a sentence; a bare name is not.
    let is_name = head.split_whitespace().count() <= 4
        && head
            .split_whitespace()
            .all(|word| word.starts_with(char::is_uppercase));
    (words.len() < 200 && !head.trim().is_empty() && (announces || is_name)).then(|| {
        let name = plain_name(head);
        (!name.is_empty()).then_some(name)
    })
}

/// The name at the end of "On Tue, Mar 4, 2031 at 10:00 AM Ada Quill <ada@pier.example>".
fn plain_name(text: &str) -> String {
    let text = match text.find(['<', '(', '[']) {
        Some(at) if at > 0 => &text[..at],
        _ => text,
    };
    let mut name: Vec<&str> = Vec::new();
    for word in text.split_whitespace().rev() {
        let clean = word.trim_matches(['"', ',', '\'']);
        let is_name = clean.starts_with(|c: char| c.is_alphabetic())
            && !clean.contains(['@', ':', '/'])
            && !["AM", "PM", "at", "On", "UTC", "GMT"].contains(&clean);
        if !is_name || (!name.is_empty() && word.ends_with(',')) {
            break;
        }
        name.push(clean);
    }
    name.reverse();
    name.join(" ")
}

#[cfg(test)]
mod tests {
    use backpedal_model::DocumentKind;

    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let mut draft = Draft::default();
        push(&mut draft, text);
        let document = draft.finish("m", DocumentKind::Discussion);
        let chars: Vec<char> = document.text.chars().collect();
        let parts = document.parts.iter().map(|part| {
            let words: String = chars[part.span.start..part.span.end].iter().collect();
            format!(
                "{:?} {} {words:?}",
                part.role,
                part.author.as_deref().unwrap_or("-")
            )
        });
        parts.collect()
    }

    #[test]
    fn quoted_lines_signatures_and_footers_stand_apart() {
        let text = "On Tue, Mar 4, 2031 at 10:00 AM Ada Quill <ada@pier.example> wrote:\n> > We are down.\n> Who says so?\n>\n> Bo\n\nI do.\nAnd I know.\n\n-- \nCy Reed\nHeron\n_______________________________________________\nOutages mailing list\n";
        assert_eq!(
            shown(text),
            [
                "Byline - \"On Tue, Mar 4, 2031 at 10:00 AM Ada Quill <ada@pier.example> wrote:\"",
                "Quoted - \"We are down.\"",
                "Quoted Ada Quill \"Who says so?\\n\\nBo\"",
                "Body - \"I do.\\nAnd I know.\"",
                "Boilerplate - \"--\\nCy Reed\\nHeron\\n\\n_______________________________________________\\nOutages mailing list\"",
            ]
        );
    }

    #[test]
    fn attributions_over_two_lines_and_inside_quotations() {
        let text = "On Tuesday, Ada Quill\n<ada at pier.example> wrote:\n> Bo Lane wrote:\n>> It is the fibre.\n> It is not.\n";
        let found = shown(text);
        assert_eq!(found[1], "Quoted Bo Lane \"It is the fibre.\"");
        assert_eq!(found[2], "Quoted Ada Quill \"It is not.\"");
    }

    #[test]
    fn sentences_are_no_attributions_and_dashes_no_signature() {
        let text = "Then the engineer of theirs wrote:\nwe had a cut -- twice.\n---\nOn Monday it worked\nagain.";
        assert!(
            shown(text).iter().all(|part| part.starts_with("Body")),
            "{:?}",
            shown(text)
        );
    }

    #[test]
    fn a_message_below_its_answer_is_its_writers() {
        let found = shown(
            "Agreed.\n\n-----Original Message-----\nFrom: Ada Quill\nSent: today\n\nWe are down.",
        );
        assert_eq!(found[0], "Body - \"Agreed.\"");
        assert_eq!(
            found.last().unwrap(),
            "Quoted Ada Quill \"From: Ada Quill\\nSent: today\\n\\nWe are down.\"",
            "{found:?}"
        );
    }
}
