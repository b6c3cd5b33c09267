//! The reference under `docs/`: one page per resource, data source, list resource, action and function, written from the
//! schemas and the examples. The pages are in the repository; this test fails if they are not what the schemas say.
//! `make docs` writes them anew.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use ksyun_autoscaling::cty::Type;
use ksyun_autoscaling::framework::schema::{Attribute, Block, Schema};
use ksyun_autoscaling::framework::{ProviderServer, Signature};
use ksyun_autoscaling::provider::KsyunProvider;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn the_reference_says_what_the_schemas_say() {
    let pages = pages();
    if std::env::var_os("UPDATE_REFERENCE").is_some() {
        for (path, text) in &pages {
            fs::create_dir_all(path.parent().expect("a page is in a folder")).expect("a folder can be made");
            fs::write(path, text).expect("a page can be written");
        }
    }
    for (path, text) in &pages {
        let written = fs::read_to_string(path).unwrap_or_default();
        assert!(
            written == *text,
            "{} is out of date; run make docs",
            path.display()
        );
    }
    for folder in [
        "resources",
        "data-sources",
        "list-resources",
        "actions",
        "functions",
    ] {
        for entry in fs::read_dir(root().join("docs").join(folder)).expect("a folder of the reference") {
            let page = entry.expect("an entry").path();
            assert!(
                pages.contains_key(&page),
                "{} is about nothing that exists",
                page.display()
            );
        }
    }
}

fn pages() -> BTreeMap<PathBuf, String> {
    let server = ProviderServer::new(KsyunProvider::default());
    let mut pages = BTreeMap::new();
    let mut add = |folder: &str, name: &str, text: String| {
        let short = name.strip_prefix("ksyun_").unwrap_or(name);
        pages.insert(root().join("docs").join(folder).join(format!("{short}.md")), text);
    };
    for (name, schema) in server.resource_schemas() {
        let page = page(
            name,
            "Resource",
            schema,
            &example("resources", name, "resource.tf"),
        ) + &imports(name);
        add("resources", name, page);
    }
    for (name, schema) in server.data_source_schemas() {
        let example = example("data-sources", name, "data-source.tf");
        add("data-sources", name, page(name, "Data Source", schema, &example));
    }
    for (name, schema) in server.list_schemas() {
        let example = example("list-resources", name, "list-resource.tfquery.hcl");
        add(
            "list-resources",
            name,
            page(name, "List Resource", schema, &example),
        );
    }
    for (name, schema) in server.action_schemas() {
        add(
            "actions",
            name,
            page(name, "Action", schema, &example("actions", name, "action.tf")),
        );
    }
    for (name, signature) in server.functions() {
        add("functions", name, function(name, signature));
    }
    let provider = page(
        "ksyun-autoscaling",
        "Provider",
        server.provider_schema(),
        &example("provider", "", "provider.tf"),
    );
    let index = provider + &contents(pages.keys());
    pages.insert(root().join("docs/index.md"), index);
    pages
}

/// Links to all pages.
fn contents<'a>(pages: impl Iterator<Item = &'a PathBuf>) -> String {
    let mut text = "\n## Pages\n\n".to_owned();
    for page in pages {
        let path = page
            .strip_prefix(root().join("docs"))
            .expect("a page is under docs");
        text += &format!("- [{}]({})\n", path.with_extension("").display(), path.display());
    }
    text
}

/// The text of an example, if there is one.
fn example(folder: &str, name: &str, file: &str) -> String {
    let path = root().join("examples").join(folder).join(name).join(file);
    let text = fs::read_to_string(path).unwrap_or_default();
    if text.is_empty() {
        text
    } else {
        format!("## Example\n\n```terraform\n{}\n```\n\n", text.trim_end())
    }
}

fn page(name: &str, kind: &str, schema: &Schema, example: &str) -> String {
    let mut page = format!(
        "# {name} ({kind})\n\n{}\n\n{example}## Schema\n",
        schema.description
    );
    page += &attributes(&schema.attributes, 3);
    for block in &schema.blocks {
        page += &format!("\n### Block `{}`\n\n{}\n", block.name, block_text(block));
        page += &attributes(&block.attributes, 4);
    }
    page
}

fn block_text(block: &Block) -> String {
    use ksyun_autoscaling::framework::schema::Nesting;
    let often = match block.nesting {
        Nesting::Single => "At most one.",
        Nesting::List => "Any number.",
    };
    format!("{} {often}", block.description)
}

/// The attributes by who sets them.
fn attributes(attributes: &[Attribute], level: usize) -> String {
    type Kind = (&'static str, fn(&Attribute) -> bool);
    const KINDS: [Kind; 3] = [
        ("Required", |attribute| attribute.required),
        ("Optional", |attribute| attribute.optional),
        ("Read-only", |attribute| {
            !attribute.required && !attribute.optional
        }),
    ];
    let mut text = String::new();
    for (title, belongs) in KINDS {
        let mut of_kind: Vec<&Attribute> = attributes.iter().filter(|attribute| belongs(attribute)).collect();
        of_kind.sort_by_key(|attribute| attribute.name);
        if !of_kind.is_empty() {
            let _ = write!(text, "\n{} {title}\n\n", "#".repeat(level));
            for attribute in of_kind {
                let marks = [
                    (attribute.sensitive, ", sensitive"),
                    (attribute.write_only, ", write-only"),
                ];
                let marks: String = marks
                    .iter()
                    .filter(|(is, _)| *is)
                    .map(|(_, mark)| *mark)
                    .collect();
                let _ = writeln!(
                    text,
                    "- `{}` ({}{marks}) {}",
                    attribute.name,
                    type_name(&attribute.ty),
                    attribute.full_description()
                );
                text += &members(&attribute.ty);
            }
        }
    }
    text
}

/// The members of a list of objects.
fn members(ty: &Type) -> String {
    match ty {
        Type::List(element) | Type::Set(element) => match element.as_ref() {
            Type::Object(object) => {
                let names: Vec<String> = object
                    .attributes
                    .iter()
                    .map(|(name, ty)| format!("`{name}` ({})", type_name(ty)))
                    .collect();
                format!("  Members: {}.\n", names.join(", "))
            }
            _ => String::new(),
        },
        _ => String::new(),
    }
}

fn type_name(ty: &Type) -> String {
    match ty {
        Type::String => "String".to_owned(),
        Type::Number => "Number".to_owned(),
        Type::Bool => "Boolean".to_owned(),
        Type::Dynamic => "Dynamic".to_owned(),
        Type::List(element) => format!("List of {}", type_name(element)),
        Type::Set(element) => format!("Set of {}", type_name(element)),
        Type::Map(element) => format!("Map of {}", type_name(element)),
        Type::Tuple(_) => "Tuple".to_owned(),
        Type::Object(_) => "Object".to_owned(),
    }
}

fn imports(name: &str) -> String {
    let text = |file: &str| {
        fs::read_to_string(root().join("examples/resources").join(name).join(file)).unwrap_or_default()
    };
    let mut page = "\n## Import\n".to_owned();
    for (intro, language, file) in [
        ("By id:", "shell", "import.sh"),
        (
            "By identity (Terraform 1.12 or later):",
            "terraform",
            "import-by-identity.tf",
        ),
    ] {
        let example = text(file);
        if !example.is_empty() {
            page += &format!("\n{intro}\n\n```{language}\n{}\n```\n", example.trim_end());
        }
    }
    page
}

fn function(name: &str, signature: &Signature) -> String {
    let parameters: Vec<String> = signature
        .parameters
        .iter()
        .map(|parameter| format!("{} {}", parameter.name, type_name(&parameter.ty).to_lowercase()))
        .collect();
    let mut page = format!(
        "# {name} (Function)\n\n{}\n\n{}## Signature\n\n```text\n{name}({}) {}\n```\n\n## Arguments\n\n",
        signature.description,
        example("functions", name, "function.tf"),
        parameters.join(", "),
        type_name(&signature.result).to_lowercase()
    );
    for parameter in &signature.parameters {
        page += &format!(
            "- `{}` ({}) {}\n",
            parameter.name,
            type_name(&parameter.ty),
            parameter.description
        );
    }
    page
}
