//! Prints the claims of texts, pages, feeds, and posts, one JSON object a line, as `backpedal extract` does.
//!
//! ```text
//! cargo run -p backpedal-claims --example jsonl -- [--published DATE] [--zone ZONE] [--case CASE] FILE...
//! ```

use std::{error::Error, fs, io::Write as _, path::Path};

use backpedal_claims::{Context, extract};
use backpedal_documents::{Given, Input, Media, read};
use backpedal_model::{Case, Moment, Parties};

fn main() -> Result<(), Box<dyn Error>> {
    let mut published: Option<Moment> = None;
    let mut zone = "UTC".to_owned();
    let mut parties = Parties::default();
    let mut out = std::io::stdout().lock();
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--published" => published = Some(args.next().unwrap_or_default().parse()?),
            "--case" => {
                parties =
                    Case::parse(&fs::read_to_string(args.next().unwrap_or_default())?)?.parties;
            }
            "--zone" => zone = args.next().unwrap_or_default(),
            path => {
                let bytes = fs::read(path)?;
                let stem = Path::new(path)
                    .file_stem()
                    .unwrap_or_default()
                    .to_string_lossy();
                let input = Input {
                    name: &stem,
                    bytes: &bytes,
                    media: Media::detect(path, None, &bytes),
                    content_type: None,
                    url: None,
                    snapshot: None,
                    given: Given {
                        published,
                        publisher: None,
                        voice_of: None,
                        zone: &zone,
                    },
                };
                for document in read(&input).value {
                    let context = Context {
                        parties: &parties,
                        zone: &zone,
                        window: None,
                        parent: None,
                    };
                    for claim in extract(&document, &context) {
                        writeln!(out, "{}", serde_json::to_string(&claim)?)?;
                    }
                }
            }
        }
    }
    Ok(())
}
