//! Writes the generated files under `fixtures/`. A test compares them byte by byte.

fn main() -> std::io::Result<()> {
    let root = backpedal_testkit::root();
    for made in backpedal_testkit::synthetic() {
        let path = root.join(made.path);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(path, made.bytes)?;
    }
    Ok(())
}
