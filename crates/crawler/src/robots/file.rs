//! The text of a robots.txt into rules, and rules on a path (RFC 9309, section 2.2).
//!
//! Our own, because the crate that was tried compiles each pattern: half a megabyte of them took
//! 15 seconds and 380 MB. Here a pattern is matched by walking, in at most pattern × path steps.

/// The rules of one file for one crawler.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct RobotsFile {
    rules: Vec<Rule>,
    pause: Option<f32>,
}

#[derive(Clone, Debug, PartialEq)]
struct Rule {
    allow: bool,
    pattern: String,
}

/// One line that counts.
enum Line<'a> {
    Agent(&'a str),
    Rule { allow: bool, pattern: &'a str },
    Pause(f32),
}

impl RobotsFile {
    /// The rules for a product token. All groups that name it count as one; where none does, all
    /// groups for `*`; where there is none either, nothing is forbidden.
    pub(crate) fn parse(product: &str, text: &str) -> Self {
        let mut named: Option<Self> = None;
        let mut any = Self::default();
        let (mut for_us, mut for_any, mut in_agents) = (false, false, false);
        for line in text.split(['\r', '\n']).filter_map(read) {
            match line {
                Line::Agent(agent) => {
                    if !in_agents {
                        (for_us, for_any, in_agents) = (false, false, true);
                    }
                    if token(agent).eq_ignore_ascii_case(product) {
                        for_us = true;
                        named.get_or_insert_default();
                    }
                    for_any |= agent.starts_with('*');
                }
                // Section 2.2.4: what is outside the standard must not end a list of agents.
                Line::Pause(seconds) => {
                    let ours = named.as_mut().filter(|_| for_us);
                    for group in ours.into_iter().chain(for_any.then_some(&mut any)) {
                        group.pause = Some(group.pause.map_or(seconds, |p| p.max(seconds)));
                    }
                }
                Line::Rule { allow, pattern } => {
                    in_agents = false;
                    let ours = named.as_mut().filter(|_| for_us);
                    for group in ours.into_iter().chain(for_any.then_some(&mut any)) {
                        let pattern = normal(pattern, true);
                        group.rules.push(Rule { allow, pattern });
                    }
                }
            }
        }
        named.unwrap_or(any)
    }

    /// Whether a path with its query may be fetched: the longest pattern that matches decides;
    /// of equally long ones, the one that allows (section 2.2.2).
    pub(crate) fn allows(&self, path: &str) -> bool {
        if path == "/robots.txt" {
            return true;
        }
        let path = normal(path, false);
        let matching = self.rules.iter().filter(|r| matches(&r.pattern, &path));
        let decisive = matching.max_by_key(|rule| (rule.pattern.len(), rule.allow));
        decisive.is_none_or(|rule| rule.allow)
    }

    /// The pause asked for between two requests, in seconds. Outside the standard, but meant.
    pub(crate) const fn pause(&self) -> Option<f32> {
        self.pause
    }
}

fn read(line: &str) -> Option<Line<'_>> {
    let line = line.split('#').next()?;
    let (key, value) = line.split_once(':')?;
    let (key, value) = (key.trim(), value.trim());
    let is = |name| key.eq_ignore_ascii_case(name);
    if is("user-agent") {
        return Some(Line::Agent(value));
    }
    if is("crawl-delay") {
        let seconds = value.parse::<f32>().ok()?;
        return (seconds >= 0.0).then_some(Line::Pause(seconds));
    }
    let allow = is("allow");
    // A rule ends the list of agents even where it is empty and so matches nothing.
    (allow || is("disallow")).then_some(Line::Rule {
        allow: allow || value.is_empty(),
        pattern: value,
    })
}

/// The product token at the start: `Backpedal/0.1 (x)` names Backpedal.
fn token(agent: &str) -> &str {
    let part = |c: char| c.is_ascii_alphabetic() || matches!(c, '-' | '_');
    let end = agent.find(|c| !part(c)).unwrap_or(agent.len());
    &agent[..end]
}

/// A path or pattern with its percent-encoding made alike on both sides: letters, digits and
/// `-._~` bare, all else that is encoded in upper case, and bytes beyond ASCII encoded. In a path
/// `*` and `$` are encoded, because bare ones are special in a pattern.
fn normal(text: &str, pattern: bool) -> String {
    let mut normal = String::with_capacity(text.len());
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let digits = (byte == b'%').then(|| bytes.get(at + 1..at + 3)).flatten();
        let digits = digits.filter(|pair| pair.iter().all(u8::is_ascii_hexdigit));
        let decoded = digits
            .and_then(|pair| std::str::from_utf8(pair).ok())
            .and_then(|pair| u8::from_str_radix(pair, 16).ok());
        at += if decoded.is_some() { 3 } else { 1 };
        let bare = match decoded {
            Some(byte) => byte.is_ascii_alphanumeric() || b"-._~".contains(&byte),
            None if pattern && b"*$".contains(&byte) => true,
            // A lone `%` is one, so that what is normal stays so.
            None => byte.is_ascii_graphic() && !b"*$%".contains(&byte),
        };
        let byte = decoded.unwrap_or(byte);
        if bare {
            normal.push(char::from(byte));
        } else {
            normal.push_str(&format!("%{byte:02X}"));
        }
    }
    normal
}

/// Whether a pattern matches from the start of a path: `*` is any text, `$` at the end is the
/// end, without it any text may follow.
fn matches(pattern: &str, path: &str) -> bool {
    if pattern.is_empty() {
        return false;
    }
    let (pattern, to_end) = match pattern.strip_suffix('$') {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let Some((first, rest)) = pattern.split_once('*') else {
        return if to_end {
            path == pattern
        } else {
            path.starts_with(pattern)
        };
    };
    let Some(mut path) = path.strip_prefix(first) else {
        return false;
    };
    let (middle, last) = rest.rsplit_once('*').unwrap_or(("", rest));
    // The first place for each part leaves the most room for those that follow.
    for part in middle.split('*') {
        match path.split_once(part) {
            Some((_, after)) => path = after,
            None => return false,
        }
    }
    if to_end {
        path.ends_with(last)
    } else {
        path.contains(last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(file: &str, path: &str) -> bool {
        RobotsFile::parse("Backpedal", file).allows(path)
    }

    /// Pattern, paths that it matches, paths that it does not: the cases of section 2.2.3 and of
    /// common practice.
    const PATTERNS: [(&str, &[&str], &[&str]); 12] = [
        ("/", &["/", "/a"], &[]),
        (
            "/fish",
            &["/fish", "/fish.html", "/fishheads?x"],
            &["/Fish.asp", "/catfish"],
        ),
        ("/fish*", &["/fish", "/fish/salmon"], &["/cat/fish"]),
        ("/fish/", &["/fish/", "/fish/a"], &["/fish", "/fish.html"]),
        (
            "/*.php",
            &["/a.php", "/a/b.php?x", "/.php"],
            &["/a.PHP", "/php"],
        ),
        (
            "/*.php$",
            &["/a.php", "/a.php.php"],
            &["/a.php?x", "/a.php5"],
        ),
        (
            "/fish*.php",
            &["/fish.php", "/fishheads/a.php?x"],
            &["/Fish.PHP", "/a/fish.php"],
        ),
        ("*/private", &["/private", "/a/private/b"], &["/public"]),
        ("/a$", &["/a"], &["/ab", "/a?b", "/a/"]),
        ("/a*b*c$", &["/abc", "/a1b2c", "/abcbc"], &["/abcd", "/acb"]),
        ("/a**b", &["/ab", "/axxb1"], &["/ba"]),
        ("private", &[], &["/private", "/"]),
    ];

    #[test]
    fn patterns_match_as_the_standard_says() {
        for (pattern, hits, misses) in PATTERNS {
            let file = format!("User-agent: *\nDisallow: {pattern}\n");
            for path in hits {
                assert!(!allows(&file, path), "{pattern} should match {path}");
            }
            for path in misses {
                assert!(allows(&file, path), "{pattern} should not match {path}");
            }
        }
    }

    #[test]
    fn the_longest_pattern_decides_and_a_tie_allows() {
        let file = "User-agent: *\nAllow: /p\nDisallow: /\nDisallow: /page\nAllow: /page\n\
                    Disallow: /page/x\nAllow: /*.htm\nDisallow: /folder\n";
        for path in ["/p", "/page", "/page/y", "/a.htm"] {
            assert!(allows(file, path), "{path}");
        }
        for path in ["/", "/a", "/page/x", "/page/x/1", "/folder.htm"] {
            assert!(!allows(file, path), "{path}");
        }
    }

    #[test]
    fn groups_of_one_agent_merge_and_names_beat_the_star() {
        let file = "User-agent: *\nDisallow: /\n\n\
                    user-AGENT : backPEDAL/0.1 (x) # us\nUser-agent: other\nDisallow: /a\n\
                    Sitemap: https://example.org/s.xml\nDisallow: /b\n\n\
                    User-agent: other\nDisallow: /c\r\rUser-agent: Backpedal\rDisallow: /d\r";
        for path in ["/a", "/b", "/d"] {
            assert!(!allows(file, path), "{path}");
        }
        assert!(allows(file, "/c") && allows(file, "/e"));
    }

    #[test]
    fn other_agents_and_rules_of_nobody_do_not_count() {
        for file in [
            "User-agent: backpedalbot\nDisallow: /\n",
            "User-agent: back\nDisallow: /\n",
            "User-agent: a *\nDisallow: /\n",
            "Disallow: /\n",
            "User-agent: *\nDisallow:\n",
            "User-agent: *\nDisallow: # /\n",
            "User-agent: Backpedal\n\nUser-agent: x\nAllow: /\n",
            "",
        ] {
            assert!(allows(file, "/a"), "{file:?}");
        }
        // An empty group of our own frees us from the star's.
        let file = "User-agent: *\nDisallow: /\nUser-agent: Backpedal\nDisallow:\n";
        assert!(allows(file, "/a"));
    }

    #[test]
    fn the_file_itself_is_always_allowed() {
        assert!(allows("User-agent: *\nDisallow: /\n", "/robots.txt"));
    }

    #[test]
    fn encodings_are_compared_alike() {
        let same = [
            ("/~u", "/%7Eu"),
            ("/%7eu", "/~u"),
            ("/a%3cd", "/a%3Cd"),
            ("/ツ", "/%E3%83%84"),
            ("/%E3%83%84", "/%e3%83%84"),
            ("/price%24", "/price$"),
            ("/a%2A", "/a*b"),
            ("/100%", "/100%25"),
            ("/%+f", "/%25+f"),
        ];
        for (pattern, path) in same {
            let file = format!("User-agent: *\nDisallow: {pattern}\n");
            assert!(!allows(&file, path), "{pattern} and {path}");
        }
        // An encoded slash is not a slash (RFC 3986, section 2.2).
        assert!(allows("User-agent: *\nDisallow: /a%2Fb\n", "/a/b"));
        assert!(allows("User-agent: *\nDisallow: /%\n", "/a"));
    }

    #[test]
    fn pauses_are_those_of_our_group() {
        let pause = |file: &str| RobotsFile::parse("Backpedal", file).pause();
        assert_eq!(pause("User-agent: *\nCrawl-delay: 7\n"), Some(7.0));
        let file = "User-agent: Backpedal\nCrawl-delay: 1.5\nUser-agent: x\nDisallow: /a\n\
                    User-agent: *\nCrawl-delay: 9\n";
        assert_eq!(pause(file), Some(1.5));
        assert!(
            !allows(file, "/a"),
            "the pause does not end the list of agents"
        );
        for wrong in ["-1", "soon", "", "NaN"] {
            assert_eq!(
                pause(&format!("User-agent: *\nCrawl-delay: {wrong}\n")),
                None
            );
        }
    }

    #[test]
    fn hostile_files_cost_little() {
        let many = format!("User-agent: *\n{}", "Disallow: /*a*$\n".repeat(32_000));
        let long = format!("User-agent: *\nDisallow: /{}b$\n", "a*".repeat(250_000));
        let path = format!("/{}", "a".repeat(2000));
        let start = std::time::Instant::now();
        assert!(!allows(&many, &path));
        assert!(allows(&long, &path));
        assert!(start.elapsed() < std::time::Duration::from_secs(3));
    }

    /// Matching by its definition, however long it takes.
    fn by_definition(pattern: &[char], path: &[char]) -> bool {
        match (pattern, path) {
            ([], _) => true,
            (['$'], rest) => rest.is_empty(),
            (['*', more @ ..], rest) => (0..=rest.len()).any(|n| by_definition(more, &rest[n..])),
            ([p, more @ ..], [c, rest @ ..]) => p == c && by_definition(more, rest),
            (_, []) => false,
        }
    }

    proptest::proptest! {
        #[test]
        fn walking_agrees_with_the_definition(
            pattern in "/[ab*]{0,7}\\$?",
            path in "/[ab]{0,8}",
        ) {
            let chars = |text: &str| text.chars().collect::<Vec<_>>();
            let expected = by_definition(&chars(&pattern), &chars(&path));
            proptest::prop_assert_eq!(matches(&pattern, &path), expected);
        }

        #[test]
        fn no_file_and_no_path_is_too_odd(file in "(?s).{0,200}", path in "(?s)[%0-9a-f+]{0,12}.{0,20}") {
            let file = format!("User-agent: *\nDisallow: {file}");
            RobotsFile::parse("Backpedal", &file).allows(&path);
            let once = normal(&path, false);
            proptest::prop_assert_eq!(normal(&once, false), once);
        }
    }
}
