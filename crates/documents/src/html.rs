//! Web pages: one article, statement or status page, and the reader comments under it.

mod blocks;
mod byline;
mod comments;
mod dates;
mod dom;
mod embed;
mod furniture;
mod main_text;
mod merge;
mod meta;
mod roles;
mod status;
mod structured;
mod tame;
mod thread;
mod walls;

use backpedal_model::{
    BlockKind, DateSource, Document, DocumentKind, Parsed, PartRole, Problem, PublishedDate, caught,
};

use crate::{
    Input,
    draft::{Draft, Voice},
    media,
    when::Reader,
};
use blocks::Raw;
use comments::Comment;
use dates::Dates;
use meta::Meta;
use walls::Wall;

/// Everything read from one page before it becomes documents.
struct Page {
    meta: Meta,
    dates: Dates,
    main: Vec<Raw>,
    comments: Vec<Comment>,
    thread: Vec<Comment>,
    updates: Vec<status::Update>,
    status: bool,
    paid: bool,
}

/// Reads a page: the article first, then its comments with their parent set.
pub(crate) fn read(input: &Input<'_>, html: &str) -> Parsed<Vec<Document>> {
    let mut problems = Vec::new();
    let Some((page, cut)) = caught(|| parse(input, html)) else {
        let message = "the page's mark-up could not be read";
        let hint = "save the page as plain text and give that";
        problems.push(Problem::new(input.name, message).hint(hint));
        return Parsed {
            value: Vec::new(),
            problems,
        };
    };
    if cut {
        let message = "it holds more elements or text, or nests them deeper, than a page that is \
                       read; some of that is left out";
        problems.push(Problem::new(input.name, message));
    }
    let wall = walls::of(&page);
    if let Some(wall) = wall {
        problems.push(Problem::new(input.name, wall.what()).hint(wall.hint()));
        if wall != Wall::Pay {
            return Parsed {
                value: Vec::new(),
                problems,
            };
        }
    }
    let documents = documents(input, &page);
    if documents.is_empty() {
        let message = "no text was found in the page";
        let hint = "pages that are drawn by scripts must be saved from a browser";
        problems.push(Problem::new(input.name, message).hint(hint));
    }
    Parsed {
        value: documents,
        problems,
    }
}

/// The text of a fragment, as a feed entry holds it.
pub(crate) fn fragment(html: &str) -> Vec<Raw> {
    caught(|| blocks::blocks(&dom::parse(html).0.root(), |n| furniture::is(n))).unwrap_or_default()
}

/// Reads a page, and says whether bounds cut something off.
fn parse(input: &Input<'_>, html: &str) -> (Page, bool) {
    let (page, cut) = dom::parse(html);
    let known = structured::read(&page);
    let mut meta = meta::read(&page, &known, input.url);
    let reader = Reader {
        zone: input.given.zone,
        day_first: day_first(meta.language.as_deref(), meta.url.as_deref()),
    };
    let address = meta.url.as_deref().or(input.url);
    let thread = thread::take(&page, &known, address, reader).unwrap_or_default();
    let comments = if thread.is_empty() {
        comments::take(&page, reader)
    } else {
        Vec::new()
    };
    let mut dates = dates::read(&page, &known, address, reader);
    let status = status::is(&page, address);
    let updates = if status {
        let near = input.given.published.map(|at| at.date().year());
        let year = near.or_else(|| dates.published.as_ref().map(|d| d.at.date().year()));
        status::updates(&page, reader, year)
    } else {
        Vec::new()
    };
    if status {
        let (first, last) = status::ends(&updates);
        dates = Dates {
            published: first.or(dates.published),
            updated: last.or(dates.updated),
        };
    }
    if let Some(publisher) = input.given.publisher {
        meta.publisher = Some(publisher.to_owned());
    }
    let (thread, comments) = talk(thread, comments, &page);
    let main = if thread.is_empty() {
        main_text::read(page, input.url, known.body.as_deref())
    } else {
        Vec::new()
    };
    let page = Page {
        meta,
        dates,
        main,
        comments,
        thread,
        updates,
        status,
        paid: known.paid,
    };
    (page, cut)
}

/// A page with nothing to say but the comments of others is a thread too.
fn talk(
    thread: Vec<Comment>,
    comments: Vec<Comment>,
    page: &dom_query::Document,
) -> (Vec<Comment>, Vec<Comment>) {
    let told = |comments: &[Comment]| -> usize {
        let blocks = comments.iter().flat_map(|comment| &comment.blocks);
        blocks.map(|raw| raw.text.len()).sum()
    };
    // The comments are no longer in the page.
    let rest = || page.body().map_or(0, |body| main_text::prose(&body));
    if thread.is_empty() && comments.len() > 1 && rest() < 200 && told(&comments) > 800 {
        return (comments, Vec::new());
    }
    (thread, comments)
}

/// Whether 4/7 is in July, told from language and address; `None` where either could be.
fn day_first(language: Option<&str>, address: Option<&str>) -> Option<bool> {
    let language = language?.to_ascii_lowercase();
    let host = address
        .and_then(|a| a.split('/').nth(2))
        .unwrap_or_default();
    let british = [".uk", ".au", ".nz", ".ie", ".in", ".za"]
        .iter()
        .any(|end| host.ends_with(end));
    match language.as_str() {
        "en-us" => Some(false),
        "en" => Some(british),
        _ => Some(true),
    }
}

fn documents(input: &Input<'_>, page: &Page) -> Vec<Document> {
    let name = media::stem(input.name);
    let Some(mut article) = article(input, page, name) else {
        // Nothing but comments: they stand alone.
        let mut comments = comments_of(
            &page.comments,
            &Document::new(name, DocumentKind::Article, ""),
        );
        let ids: Vec<_> = comments.iter().map(|comment| comment.id.clone()).collect();
        for comment in &mut comments {
            comment.parent = comment.parent.take().filter(|parent| ids.contains(parent));
            comment.snapshot = input.snapshot.cloned();
            comment.url.clone_from(&page.meta.url);
        }
        return comments;
    };
    article.snapshot = input.snapshot.cloned();
    article.title.clone_from(&page.meta.title);
    article.author.clone_from(&page.meta.author);
    article.publisher.clone_from(&page.meta.publisher);
    article.url.clone_from(&page.meta.url);
    article.language.clone_from(&page.meta.language);
    article.voice_of = input.given.voice_of.cloned();
    article.published = given_date(input).or_else(|| page.dates.published.clone());
    article.updated.clone_from(&page.dates.updated);
    let comments = comments_of(&page.comments, &article);
    std::iter::once(article).chain(comments).collect()
}

/// The date that the person gave.
pub(crate) fn given_date(input: &Input<'_>) -> Option<PublishedDate> {
    let reader = Reader {
        zone: input.given.zone,
        day_first: None,
    };
    reader.dated(input.given.published?, None, DateSource::Given)
}

fn article(input: &Input<'_>, page: &Page, name: &str) -> Option<Document> {
    let mut draft = Draft::default();
    let nobody = Voice::default();
    let title = page.meta.title.as_deref().unwrap_or_default();
    draft.push(BlockKind::Heading, PartRole::Title, &nobody, title);
    let kind = if page.status && !page.updates.is_empty() {
        for update in &page.updates {
            let voice = Voice {
                at: update.at.clone(),
                ..Voice::default()
            };
            for raw in &update.blocks {
                draft.push(raw.kind, PartRole::Update, &voice, &raw.text);
            }
        }
        DocumentKind::Status
    } else if !page.thread.is_empty() {
        draft_thread(&mut draft, &page.thread);
        DocumentKind::Discussion
    } else {
        let reader = Reader {
            zone: input.given.zone,
            day_first: day_first(page.meta.language.as_deref(), page.meta.url.as_deref()),
        };
        let before = draft_main(&mut draft, page, reader);
        if before == 0 {
            return None;
        }
        if input.given.voice_of.is_some() {
            DocumentKind::Statement
        } else {
            DocumentKind::Article
        }
    };
    (!draft.is_empty()).then(|| draft.finish(name, kind))
}

/// Adds the posts of a thread; what a post quotes is not its author's voice.
fn draft_thread(draft: &mut Draft, posts: &[Comment]) {
    let nobody = Voice::default();
    for post in posts {
        let voice = Voice {
            author: post.author.clone(),
            handle: None,
            at: post.published.clone(),
        };
        for raw in &post.blocks {
            if raw.kind == BlockKind::Quote {
                draft.push(raw.kind, PartRole::Quoted, &nobody, &raw.text);
            } else {
                draft.push(raw.kind, PartRole::Comment, &voice, &raw.text);
            }
        }
    }
}

/// Adds the main text, and says how many blocks that were.
fn draft_main(draft: &mut Draft, page: &Page, reader: Reader<'_>) -> usize {
    let nobody = Voice::default();
    let titles = page.meta.titles.iter().chain(&page.meta.title);
    let titles: Vec<String> = titles.cloned().collect();
    let roles = roles::of(&page.main, &titles, page.meta.author.as_deref());
    let mut added = 0;
    let mut post: Option<Voice> = None;
    for (at, (raw, role)) in page.main.iter().zip(roles).enumerate() {
        let Some(role) = role else { continue };
        if role == PartRole::Post {
            let rest = &page.main[at..];
            let end = rest.iter().position(|r| r.kind != BlockKind::Post);
            post = post.or_else(|| Some(embed::voice(&rest[..end.unwrap_or(rest.len())], reader)));
        } else {
            post = None;
        }
        let kind = if roles::is_correction(&raw.text) {
            BlockKind::Correction
        } else {
            raw.kind
        };
        draft.push(kind, role, post.as_ref().unwrap_or(&nobody), &raw.text);
        added += 1;
    }
    added
}

fn comments_of(comments: &[Comment], article: &Document) -> Vec<Document> {
    let mut documents: Vec<Document> = Vec::new();
    for (at, comment) in comments.iter().enumerate() {
        let mut draft = Draft::default();
        let voice = Voice {
            author: comment.author.clone(),
            handle: None,
            at: comment.published.clone(),
        };
        for raw in &comment.blocks {
            draft.push(raw.kind, PartRole::Comment, &voice, &raw.text);
        }
        let name = format!("{}#comment-{}", article.name, at + 1);
        let mut document = draft.finish(&name, DocumentKind::Comment);
        document.snapshot.clone_from(&article.snapshot);
        document.author.clone_from(&comment.author);
        document.published.clone_from(&comment.published);
        document.publisher.clone_from(&article.publisher);
        document.url.clone_from(&article.url);
        document.language.clone_from(&article.language);
        let above = comment
            .answers
            .and_then(|n| documents.get(n))
            .map(|d| d.id.clone());
        document.parent = above.or_else(|| Some(article.id.clone()));
        documents.push(document);
    }
    documents
}

#[cfg(test)]
mod tests;
