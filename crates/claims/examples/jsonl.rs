//! Prints the claims of plain texts, one JSON object a line, as `backpedal extract` does.
//!
//! ```text
//! cargo run -p backpedal-claims --example jsonl -- [--published DATE] [--zone ZONE] FILE...
//! ```

use std::{error::Error, fs, io::Write as _, path::Path};

use backpedal_claims::{Context, extract};
use backpedal_documents::{Given, Input, Media, read};
use backpedal_model::{Moment, Parties};

fn main() -> Result<(), Box<dyn Error>> {
    let mut published: Option<Moment> = None;
    let mut zone = "UTC".to_owned();
    let mut out = std::io::stdout().lock();
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--published" => published = Some(args.next().unwrap_or_default().parse()?),
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
                    media: Media::Text,
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
                let parties = Parties::default();
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
