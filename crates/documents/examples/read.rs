//! Prints the documents in a file, as the reader sees them.
//!
//! ```text
//! cargo run -p backpedal-documents --example read -- PAGE.html [ADDRESS]
//! ```

use std::{env, fs, io::Write};

use backpedal_documents::{Given, Input, Media, read};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = env::args().skip(1);
    let name = args.next().ok_or("usage: read FILE [ADDRESS]")?;
    let url = args.next();
    let bytes = fs::read(&name)?;
    let input = Input {
        name: &name,
        bytes: &bytes,
        media: Media::detect(&name, None, &bytes),
        content_type: None,
        url: url.as_deref(),
        snapshot: None,
        given: Given {
            zone: "UTC",
            ..Given::default()
        },
    };
    let found = read(&input);
    let mut out = std::io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, &found.value)?;
    writeln!(out)?;
    for problem in &found.problems {
        writeln!(std::io::stderr(), "{problem}")?;
    }
    Ok(())
}
