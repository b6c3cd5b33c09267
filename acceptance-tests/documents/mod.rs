//! What README.md and `docs/` show, done as a reader would.

mod blocks;
mod privileges;
mod session;

use std::fs;
use std::path::{Path, PathBuf};

/// What a block can be: a file that is written (`hcl`, `sh`) or a command that is run (`sh`), an example that another test
/// runs (`terraform`, `shell`), or something to look at.
const LANGUAGES: [&str; 7] = ["hcl", "sh", "terraform", "shell", "json", "yaml", "text"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every Markdown file at the root and under `docs/`, with its text.
fn documents() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join("docs")];
    let mut look = |folder: &Path, folders: &mut Vec<PathBuf>| {
        for entry in fs::read_dir(folder).expect("the documents can be listed") {
            let path = entry.expect("an entry can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                let text = fs::read_to_string(&path).expect("a document is text");
                found.push((path, text));
            }
        }
    };
    look(root(), &mut Vec::new());
    while let Some(folder) = folders.pop() {
        look(&folder, &mut folders);
    }
    found
}

#[test]
fn every_block_says_what_it_is() {
    for (document, text) in documents() {
        for block in blocks::of(&text) {
            let (document, language) = (document.display(), block.language.as_str());
            assert!(
                LANGUAGES.contains(&language),
                "{document}: a block of {language:?}\n{}",
                block.text
            );
            assert!(
                language != "hcl" || block.file().is_some(),
                "{document}: a configuration that no command reads\n{}",
                block.text
            );
            if language == "json" {
                let parsed = serde_json::from_str::<serde_json::Value>(&block.text);
                assert!(parsed.is_ok(), "{document}: {parsed:?}\n{}", block.text);
            }
        }
    }
}

#[test]
fn the_readme_is_followed_to_the_letter() {
    follow_each(|document| !document.starts_with(root().join("docs")));
}

#[test]
fn the_guides_are_followed_to_the_letter() {
    follow_each(|document| document.starts_with(root().join("docs/guides")) && !is_chinese(document));
}

#[test]
fn the_chinese_guides_are_followed_to_the_letter() {
    follow_each(|document| document.starts_with(root().join("docs/guides")) && is_chinese(document));
}

/// Does what each document says that is `chosen`.
fn follow_each(chosen: fn(&Path) -> bool) {
    let documents = documents();
    let documents = documents.iter().filter(|(document, _)| chosen(document));
    let commands: usize = documents
        .map(|(document, text)| session::follow(document, text))
        .sum();
    assert!(commands > 0, "the documents show no command");
}

#[test]
fn every_guide_shows_the_same_code_in_both_languages() {
    let shown = |text: &str| {
        let code = blocks::of(text).into_iter().map(|block| block.text);
        // In tables, the names of the API's actions.
        let rows = text.lines().filter(|line| line.starts_with("| "));
        let names = rows
            .flat_map(|row| row.split('`').skip(1).step_by(2))
            .map(str::to_owned);
        code.chain(names).collect::<Vec<_>>()
    };
    let documents = documents();
    let chinese: Vec<_> = documents
        .iter()
        .filter(|(document, _)| is_chinese(document))
        .collect();
    assert!(!chinese.is_empty(), "there is no Chinese guide");
    for (document, text) in chinese {
        let name = document
            .file_name()
            .expect("a guide has a name")
            .to_string_lossy();
        let original = document.with_file_name(name.trim_start_matches("zh-"));
        let (_, original) = documents
            .iter()
            .find(|(document, _)| *document == original)
            .unwrap_or_else(|| panic!("{name} is a translation of nothing"));
        assert_eq!(shown(text), shown(original), "{name}");
    }
}

fn is_chinese(document: &Path) -> bool {
    document
        .file_name()
        .is_some_and(|name| name.to_string_lossy().starts_with("zh-"))
}

#[test]
fn every_make_target_in_the_documents_exists() {
    let makefile = fs::read_to_string(root().join("Makefile")).expect("there is a Makefile");
    for (document, text) in documents() {
        for block in blocks::of(&text).iter().filter(|block| block.language == "sh") {
            for target in block
                .text
                .lines()
                .filter_map(|line| line.trim().strip_prefix("make "))
            {
                let target = target.split_whitespace().next().unwrap_or_default();
                assert!(
                    makefile.contains(&format!("\n{target}:")),
                    "{}: make {target}",
                    document.display()
                );
            }
        }
    }
}

#[test]
fn every_link_inside_the_repository_leads_somewhere() {
    for (document, text) in documents() {
        let folder = document.parent().expect("a document is in a folder");
        let links = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        for link in links.filter(|link| !link.contains("://") && !link.starts_with('#')) {
            let target = folder.join(link.split('#').next().unwrap_or_default());
            assert!(target.exists(), "{} links to {link}", document.display());
        }
    }
}

#[test]
fn every_feature_in_the_table_of_versions_is_proved_by_a_scenario() {
    let table = fs::read_to_string(root().join("docs/guides/terraform-versions.md")).expect("the table");
    let mut sources = String::new();
    read_sources(&root().join("acceptance-tests"), &mut sources);

    let mut proofs = 0;
    for row in table.lines().filter(|line| line.starts_with("| ")).skip(1) {
        let proved_by = row
            .trim_end_matches(['|', ' '])
            .rsplit(" | ")
            .next()
            .unwrap_or_default();
        let scenarios: Vec<&str> = proved_by.split('`').skip(1).step_by(2).collect();
        assert!(!scenarios.is_empty(), "{row} is not proved");
        for scenario in scenarios {
            let declaration = format!("\nfn {scenario}() {{");
            assert!(sources.contains(&declaration), "there is no scenario {scenario}");
            proofs += 1;
        }
    }
    assert!(proofs > 10, "the table was read");
}

/// Appends all Rust sources in `folder` and below.
fn read_sources(folder: &Path, sources: &mut String) {
    for entry in fs::read_dir(folder).expect("the scenarios can be listed") {
        let path = entry.expect("the scenarios can be listed").path();
        if path.is_dir() {
            read_sources(&path, sources);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            sources.push_str(&fs::read_to_string(&path).expect("a scenario can be read"));
        }
    }
}
