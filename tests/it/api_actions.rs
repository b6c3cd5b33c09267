//! `docs/guides/api-actions.md` says which resource and which data source calls which action of the API, and every action is called
//! by one of them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use proc_macro2::{TokenStream, TokenTree};

/// What several callers share: methods of the client for one action each, and what the provider's objects have in common.
const SHARED_READS: [(&str, &str); 10] = [
    ("Activities", "DescribeScalingActivity"),
    ("CapacityWait", "DescribeScalingActivity"),
    ("CapacityWait", "DescribeScalingGroup"),
    ("CapacityWait", "DescribeScalingInstance"),
    ("read_group", "DescribeScalingGroup"),
    ("read_configuration", "DescribeScalingConfiguration"),
    ("read_policy", "DescribeScalingPolicy"),
    ("read_scheduled_task", "DescribeScheduledTask"),
    ("read_notification", "DescribeScalingNotification"),
    ("read_instance", "DescribeScalingInstance"),
];

/// Who calls one action.
#[derive(Debug, Default, PartialEq, Eq)]
struct Callers {
    resources: BTreeSet<String>,
    data_sources: BTreeSet<String>,
}

type Table = BTreeMap<String, Callers>;

#[test]
fn the_table_of_actions_is_true_and_every_action_has_a_caller() {
    let called = callers();
    let uncalled: Vec<&String> = called
        .iter()
        .filter(|(_, callers)| callers.resources.is_empty() && callers.data_sources.is_empty())
        .map(|(action, _)| action)
        .collect();
    assert!(uncalled.is_empty(), "nothing calls {uncalled:?}");

    let documented = documented();
    for (action, callers) in &called {
        assert_eq!(
            documented.get(action),
            Some(callers),
            "docs/guides/api-actions.md is wrong about {action}"
        );
    }
    assert_eq!(
        documented.len(),
        called.len(),
        "docs/guides/api-actions.md names an action that is not there"
    );
}

#[test]
fn the_client_has_the_27_actions_of_the_api() {
    assert_eq!(actions().len(), 27);
}

/// The rows of the table: action, when it is called, resources, data sources.
fn documented() -> Table {
    let text = fs::read_to_string(root().join("docs/guides/api-actions.md"))
        .expect("docs/guides/api-actions.md can be read");
    let rows = text.lines().filter(|line| line.starts_with("| `"));
    let row = |line: &str| {
        let cells: Vec<&str> = line.trim_matches('|').split('|').collect();
        let [action, _, resources, data_sources] = cells[..] else {
            panic!("a row has four cells: {line}")
        };
        let callers = Callers {
            resources: quoted(resources).collect(),
            data_sources: quoted(data_sources).collect(),
        };
        (quoted(action).collect(), callers)
    };
    rows.map(row).collect()
}

/// The texts between backticks.
fn quoted(cell: &str) -> impl Iterator<Item = String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned)
}

/// What the sources say.
fn callers() -> Table {
    let mut table: Table = actions()
        .into_iter()
        .map(|action| (action, Callers::default()))
        .collect();
    for folder in folders(&root().join("src/provider")) {
        let (of_data_sources, others): (Vec<PathBuf>, Vec<PathBuf>) = rust_files(&folder)
            .into_iter()
            .partition(|file| is_of_data_source(file, &folder));
        let resource = folder.join("resource.rs");
        let of_resource = others.iter().filter(|file| !is_another_kind(file));
        for action in called_in(&words(of_resource.filter(|_| resource.exists())), &table) {
            let callers = table.entry(action).or_default();
            callers.resources.insert(type_name(&resource));
        }
        for file in of_data_sources {
            for action in called_in(&words([&file]), &table) {
                let callers = table.entry(action).or_default();
                callers.data_sources.insert(type_name(&file));
            }
        }
    }
    table
}

/// The actions of the client: requests that read or write.
fn actions() -> BTreeSet<String> {
    let sources = rust_files(&root().join("src/client/actions"));
    let text: String = sources.iter().map(|file| read(file)).collect();
    let declared = text.lines().filter_map(|line| {
        let (name, rest) = line.trim().strip_prefix("pub struct ")?.split_once(": ")?;
        let is_action = rest.starts_with("Read -> ") || rest.starts_with("Write -> ");
        is_action.then(|| name.to_owned())
    });
    declared.collect()
}

/// Whether a source is `data_source.rs`, or in a folder of this name.
fn is_of_data_source(file: &Path, folder: &Path) -> bool {
    let inside = file.strip_prefix(folder).expect("a file of the folder");
    inside.with_extension("").starts_with("data_source")
}

/// List resources and actions are in the folders of their objects too, and what they share in folders without a resource; the
/// table is about resources and data sources.
fn is_another_kind(file: &Path) -> bool {
    file.file_stem()
        .is_some_and(|stem| stem == "list" || stem == "actions")
}

/// The actions that are named in a source, or called through a shared read.
fn called_in(words: &[String], table: &Table) -> Vec<String> {
    let shared = SHARED_READS
        .iter()
        .filter(|(method, _)| words.iter().any(|word| word == method));
    let shared = shared.map(|(_, action)| (*action).to_owned());
    let named = words.iter().filter(|word| table.contains_key(*word)).cloned();
    named.chain(shared).collect()
}

/// What the `type_name` function in a source returns, or the constant of an object that shares its resource with others.
fn type_name(file: &Path) -> String {
    let words = words([&file.to_path_buf()]);
    let name = words
        .iter()
        .skip_while(|word| !["type_name", "TYPE_NAME"].contains(&word.as_str()))
        .find_map(|word| {
            let text = word.strip_prefix('"')?;
            Some(text.trim_end_matches('"').to_owned())
        });
    name.unwrap_or_else(|| panic!("{} calls the API without a type_name", file.display()))
}

/// The words and literals of sources in order, without comments.
fn words<'a>(files: impl IntoIterator<Item = &'a PathBuf>) -> Vec<String> {
    let mut words = Vec::new();
    for file in files {
        let tokens = TokenStream::from_str(&read(file)).expect("a source is made of tokens");
        add_words(tokens, &mut words);
    }
    words
}

fn add_words(tokens: TokenStream, words: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => add_words(group.stream(), words),
            TokenTree::Ident(word) => words.push(word.to_string()),
            TokenTree::Literal(literal) => words.push(literal.to_string()),
            TokenTree::Punct(_) => {}
        }
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

fn folders(folder: &Path) -> Vec<PathBuf> {
    entries(folder).into_iter().filter(|path| path.is_dir()).collect()
}

/// The sources below `folder`, without files that hold nothing but tests.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for path in entries(folder) {
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
            files.push(path);
        }
    }
    files
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    entries
        .map(|entry| entry.expect("a folder can be listed").path())
        .collect()
}
