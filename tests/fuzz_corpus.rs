//! The committed fuzz corpus holds: every input that ever mattered is replayed by `cargo test`.

#[path = "../fuzz/checks.rs"]
mod checks;

fn replay(target: &str, check: fn(&[u8])) {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fuzz/corpus")
        .join(target);
    let mut paths: Vec<_> = std::fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("a readable corpus").path())
        .collect();
    paths.sort();
    assert!(!paths.is_empty(), "{} holds no inputs", folder.display());
    for path in paths {
        check(&std::fs::read(&path).expect("a readable input"));
    }
}

macro_rules! targets {
    ($($name:ident),*) => {
        $(#[test]
        fn $name() {
            replay(stringify!($name), checks::$name);
        })*
    };
}

targets!(
    front_matter,
    decode,
    markdown,
    html,
    corrections,
    tables,
    import,
    tag,
    split,
    extract,
    address
);
