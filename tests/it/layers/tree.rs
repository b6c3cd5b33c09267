//! `ARCHITECTURE.md` shows the tree of the sources as it is.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Folders that hold the tests and parts of the one file beside them, and what only tests use.
const PARTS: [&str; 13] = [
    "client/batch",
    "client/call",
    "client/listing",
    "client/read",
    "client/response",
    "cty/number",
    "emulator/error",
    "emulator/params",
    "emulator/service",
    "framework/private",
    "framework/testing",
    "provider/errors",
    "tfplugin6/to_proto",
];

#[test]
fn the_tree_in_the_documents_is_that_of_the_sources() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let parts = PARTS.map(str::to_owned);
    let present: BTreeSet<String> = folders(&root.join("src"))
        .difference(&parts.into())
        .cloned()
        .collect();
    let page = fs::read_to_string(root.join("ARCHITECTURE.md")).expect("there is a page");
    assert_eq!(shown(&page), present);
}

/// The folders under `src`, two levels deep.
fn folders(src: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for layer in names(src) {
        found.extend(
            names(&src.join(&layer))
                .iter()
                .map(|inner| format!("{layer}/{inner}")),
        );
        found.insert(layer);
    }
    found
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    entries
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_dir())
        .filter_map(|path| Some(path.file_name()?.to_str()?.to_owned()))
        .collect()
}

/// The folders in the tree of the page: words that end with a slash, under the one that is indented less.
fn shown(page: &str) -> BTreeSet<String> {
    let tree = page
        .split("```text")
        .find_map(|part| part.strip_prefix("\nsrc/\n"))
        .and_then(|part| part.split("```").next())
        .expect("there is a tree");
    let mut layer = "";
    let mut found = BTreeSet::new();
    for line in tree.lines() {
        let folders = line.split_whitespace().map_while(|word| word.strip_suffix('/'));
        for folder in folders {
            if line.starts_with("    ") {
                found.insert(format!("{layer}/{folder}"));
            } else {
                layer = folder;
                found.insert(folder.to_owned());
            }
        }
    }
    found
}
