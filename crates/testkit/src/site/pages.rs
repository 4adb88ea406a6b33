//! Answers of the shapes that news sites and their interfaces give, for whole test sites.

use super::Answer;

impl Answer {
    /// An RSS feed whose entries lead to `paths`.
    #[must_use]
    pub fn feed(paths: &[&str]) -> Self {
        let item = |path: &&str| format!("<item><title>{path}</title><link>{path}</link></item>");
        let items: String = paths.iter().map(item).collect();
        let feed = format!(
            "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>News</title>\
             <link>/</link><description>News</description>{items}</channel></rss>"
        );
        Self::bytes("application/rss+xml", feed)
    }

    /// A sitemap (sitemaps.org, protocol 0.9) of addresses.
    #[must_use]
    pub fn sitemap(urls: &[&str]) -> Self {
        let entry = |url: &&str| format!("<url><loc>{url}</loc></url>");
        let entries: String = urls.iter().map(entry).collect();
        let map = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
             <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">{entries}</urlset>"
        );
        Self::bytes("application/xml", map)
    }

    /// An article with a title and paragraphs, as plain HTML.
    #[must_use]
    pub fn article(title: &str, paragraphs: &[&str]) -> Self {
        let paragraph = |text: &&str| format!("<p>{text}</p>\n");
        let paragraphs: String = paragraphs.iter().map(paragraph).collect();
        Self::html(&format!(
            "<!doctype html><html lang=\"en\"><head><title>{title}</title></head>\
             <body><article><h1>{title}</h1>\n{paragraphs}</article></body></html>"
        ))
    }

    /// A page that says it is UTF-8 and is windows-1252: the curly apostrophe of "Halyard’s" is
    /// the lone byte 0x92.
    #[must_use]
    pub fn wrong_charset() -> Self {
        let body = b"<!doctype html><meta charset=utf-8><title>News</title>\
                     <p>Halyard\x92s network is up again.</p>";
        Self::bytes("text/html; charset=utf-8", *body)
    }

    /// One page of a list in JSON: `{"items": [...], "next": "/list?page=2"}`; `items` are JSON
    /// texts. The next page stands in a `Link` field too (RFC 8288).
    #[must_use]
    pub fn list(items: &[&str], next: Option<&str>) -> Self {
        let items = items.join(",");
        let after = next.map_or("null".to_owned(), |next| format!("\"{next}\""));
        let body = format!("{{\"items\":[{items}],\"next\":{after}}}");
        let answer = Self::bytes("application/json", body);
        match next {
            Some(next) => answer.header("link", &format!("<{next}>; rel=\"next\"")),
            None => answer,
        }
    }

    /// Adds what an interface says of the requests that are left: a number, and when it is full
    /// again, in the server's way.
    #[must_use]
    pub fn rate_limit(self, remaining: u32, reset: &str) -> Self {
        self.header("x-ratelimit-remaining", &remaining.to_string())
            .header("x-ratelimit-reset", reset)
    }

    /// A redirect, status 301.
    #[must_use]
    pub fn moved(to: &str) -> Self {
        Self::status(301).header("location", to)
    }

    /// A page with so many header fields of so many bytes each.
    #[must_use]
    pub fn with_head(mut self, fields: usize, bytes: usize) -> Self {
        for n in 0..fields {
            self = self.header(&format!("x-field-{n}"), &"x".repeat(bytes));
        }
        self
    }
}
