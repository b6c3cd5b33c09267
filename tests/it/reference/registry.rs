//! What the Terraform Registry asks of the documents of a provider, by the rules of its documentation tool
//! (`tfplugindocs validate`). That every schema has its page is what the test beside it says.

use std::fs;
use std::path::{Path, PathBuf};

use crate::reference::root;

/// Folders that the Registry shows; in any other it ignores what is there.
const FOLDERS: [&str; 6] = [
    "resources",
    "data-sources",
    "list-resources",
    "actions",
    "functions",
    "guides",
];
/// Bytes that a file must stay below.
const FILE_LIMIT: u64 = 500_000;
const MOST_FILES: usize = 2000;

fn documents() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join("docs")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the documents can be listed") {
            let path = entry.expect("an entry can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found
}

/// Key and value of each entry of the front matter, a block of text by its first line.
///
/// # Errors
/// There is none, or it is not written in the simple way that is used here.
fn front_matter(text: &str) -> Result<Vec<(String, String)>, String> {
    let (head, _) = text
        .strip_prefix("---\n")
        .and_then(|rest| rest.split_once("\n---\n"))
        .ok_or("there is no front matter")?;
    let mut entries: Vec<(String, String)> = Vec::new();
    for line in head.lines() {
        if let Some(more) = line.strip_prefix("  ") {
            let (_, value) = entries
                .last_mut()
                .ok_or("the front matter begins in the middle")?;
            more.clone_into(value);
        } else {
            let (key, value) = line.split_once(": ").ok_or(format!("{line:?} is no entry"))?;
            entries.push((key.to_owned(), value.trim_matches('"').to_owned()));
        }
    }
    Ok(entries)
}

/// What is wrong with the document at `path` below `docs/`.
fn problems(path: &Path, text: &str) -> Vec<String> {
    let entries = match front_matter(text) {
        Ok(entries) => entries,
        Err(problem) => return vec![problem],
    };
    let value = |key: &str| {
        entries
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value.as_str())
    };
    let mut problems: Vec<String> = entries
        .iter()
        .filter(|(key, _)| !["page_title", "subcategory", "description"].contains(&key.as_str()))
        .map(|(key, _)| format!("{key} has no place in the front matter"))
        .collect();
    for key in ["page_title", "description"] {
        if value(key).is_none_or(|value| value.trim().is_empty() || value.starts_with("|-")) {
            problems.push(format!("{key} is missing"));
        }
    }
    let is_index = path == Path::new("index.md");
    if is_index && value("subcategory").is_some() {
        problems.push("the index belongs to no subcategory".to_owned());
    }
    if path.starts_with("guides") && value("subcategory").is_none_or(str::is_empty) {
        problems.push("a guide without subcategory is hard to find among all".to_owned());
    }
    if path.extension().is_none_or(|extension| extension != "md") {
        problems.push("the name does not end in .md".to_owned());
    }
    let folder = path.parent().and_then(Path::to_str).unwrap_or_default();
    if !is_index && !FOLDERS.contains(&folder) {
        problems.push("the Registry does not show this folder".to_owned());
    }
    problems
}

#[test]
fn the_registry_takes_every_document() {
    let documents = documents();
    assert!(
        documents.len() > 30 && documents.len() <= MOST_FILES,
        "{}",
        documents.len()
    );
    let mut all = Vec::new();
    for document in documents {
        let size = fs::metadata(&document).expect("a document has a size").len();
        let text = fs::read_to_string(&document).expect("a document is text");
        let path = document
            .strip_prefix(root().join("docs"))
            .expect("a document is below docs");
        let mut found = problems(path, &text);
        if size >= FILE_LIMIT {
            found.push(format!("it has {size} bytes"));
        }
        all.extend(
            found
                .iter()
                .map(|problem| format!("{}: {problem}", path.display())),
        );
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}

#[test]
fn a_document_that_breaks_a_rule_is_named_with_the_rule() {
    let good = "---\npage_title: \"A\"\nsubcategory: \"B\"\ndescription: |-\n  C\n---\n\n# A\n";
    let of = |path: &str, text: &str| problems(Path::new(path), text).join("; ");
    assert_eq!(of("guides/a.md", good), "");
    assert_eq!(of("guides/a.md", "# A\n"), "there is no front matter");
    assert_eq!(of("index.md", good), "the index belongs to no subcategory");
    assert_eq!(
        of("emulator/a.md", good),
        "the Registry does not show this folder"
    );
    assert_eq!(of("guides/a.markdown", good), "the name does not end in .md");
    let without = |line: &str| good.replace(line, "");
    assert_eq!(
        of("guides/a.md", &without("page_title: \"A\"\n")),
        "page_title is missing"
    );
    assert_eq!(of("guides/a.md", &without("  C\n")), "description is missing");
    assert_eq!(
        of("resources/a.md", &good.replace("subcategory", "layout")),
        "layout has no place in the front matter"
    );
}
