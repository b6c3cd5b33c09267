//! What README.md and `docs/` show, done as a reader would.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{Config, Feature, Scenario};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// README.md and every Markdown file under `docs/`.
fn documents() -> Vec<PathBuf> {
    let mut found = vec![root().join("README.md")];
    let mut folders = vec![root().join("docs")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the documents can be listed") {
            let path = entry.expect("an entry can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                found.push(path);
            }
        }
    }
    found
}

/// The blocks of `language` in a document.
fn blocks(text: &str, language: &str) -> Vec<String> {
    let fence = format!("```{language}\n");
    let block = |part: &str| part.split("\n```").next().unwrap_or_default().to_owned();
    text.split(&fence).skip(1).map(block).collect()
}

#[test]
fn every_configuration_in_the_documents_is_applied_and_destroyed() {
    let mut shown = 0;
    for document in documents() {
        let text = fs::read_to_string(&document).expect("a document is text");
        for block in blocks(&text, "hcl").iter().filter(|block| !is_query(block)) {
            let mut s = Scenario::start();
            s.apply(Config::file(&document.to_string_lossy(), block))
                .then_plan_is_empty();
            s.destroy().leaves_nothing();
            shown += 1;
        }
    }
    assert!(shown > 0, "the documents show no configuration");
}

#[test]
fn every_query_in_the_documents_is_run() {
    let Some(mut s) = Scenario::since(Feature::QUERY) else {
        return;
    };
    let mut shown = 0;
    for document in documents() {
        let text = fs::read_to_string(&document).expect("a document is text");
        for block in blocks(&text, "hcl").iter().filter(|block| is_query(block)) {
            s.query(Config::query(block)).finds(&[]);
            shown += 1;
        }
    }
    assert!(shown > 0, "the documents show no query");
}

fn is_query(block: &str) -> bool {
    block.starts_with("list ")
}

#[test]
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
fn the_provider_is_installed_as_the_readme_says() {
    let readme = fs::read_to_string(root().join("README.md")).expect("a document is text");
    let install = blocks(&readme, "sh")
        .into_iter()
        .find(|block| block.contains("/.terraform.d/plugins/"));
    let configuration = blocks(&readme, "hcl");
    let mut s = Scenario::without_provider();
    let home = tempfile::tempdir().expect("a folder can be made");
    let built = home.path().join("target/release");
    fs::create_dir_all(&built).expect("a folder can be made");
    let binary = env!("CARGO_BIN_EXE_terraform-provider-ksyun-autoscaling");
    fs::copy(binary, built.join("terraform-provider-ksyun-autoscaling")).expect("the provider is built");

    let done = std::process::Command::new("bash")
        .args(["-euc", &install.expect("the README says how to install")])
        .current_dir(home.path())
        .env("HOME", home.path())
        .status();
    assert!(done.expect("there is a bash").success());
    s.set_variables(&[("HOME", &home.path().to_string_lossy())]);
    s.init(Config::file("README.md", &configuration[0]));
}

#[test]
fn every_make_target_in_the_documents_exists() {
    let makefile = fs::read_to_string(root().join("Makefile")).expect("there is a Makefile");
    for document in documents() {
        let text = fs::read_to_string(&document).expect("a document is text");
        for block in blocks(&text, "sh") {
            for target in block.lines().filter_map(|line| line.trim().strip_prefix("make ")) {
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
    for document in documents() {
        let text = fs::read_to_string(&document).expect("a document is text");
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
