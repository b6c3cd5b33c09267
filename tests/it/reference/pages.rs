//! The pages: what each begins with, its example, and what follows the schema.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use ksyun_autoscaling::framework::{AnyResource, Function, IdentityAttribute, Provider, ProviderServer};
use ksyun_autoscaling::provider::KsyunProvider;

use crate::reference::root;
use crate::reference::schema::{section, type_name};

/// The folders that hold nothing but these pages.
pub const FOLDERS: [&str; 5] = [
    "resources",
    "data-sources",
    "list-resources",
    "actions",
    "functions",
];

/// Path and text of every page.
pub fn all() -> BTreeMap<PathBuf, String> {
    let provider = KsyunProvider::default();
    let server = ProviderServer::new(KsyunProvider::default());
    let mut pages = BTreeMap::new();
    let mut add = |folder: &str, name: &str, text: String| {
        let short = name.strip_prefix("ksyun_").unwrap_or(name);
        pages.insert(root().join("docs").join(folder).join(format!("{short}.md")), text);
    };
    for resource in provider.resources() {
        add("resources", resource.type_name(), of_resource(resource.as_ref()));
    }
    for (name, schema) in server.data_sources().schemas() {
        let page = Page::new(name, "Data Source", &schema.description)
            .example("data-sources", "data-source.tf")
            .with(&section(schema, None));
        add("data-sources", name, page.text);
    }
    for (name, schema) in server.list_resources().schemas() {
        let page = Page::new(name, "List Resource", &schema.description)
            .needs(
                "1.14",
                "`terraform query`; with `-generate-config-out` it writes configurations for what it finds",
            )
            .example("list-resources", "list-resource.tfquery.hcl")
            .with(&section(schema, None));
        add("list-resources", name, page.text);
    }
    for (name, schema) in server.actions().schemas() {
        let page = Page::new(name, "Action", &schema.description)
            .needs("1.14", "`terraform apply -invoke` and `action_trigger`")
            .example("actions", "action.tf")
            .with(&section(schema, None));
        add("actions", name, page.text);
    }
    for function in provider.functions() {
        add("functions", function.name(), of_function(function.as_ref()));
    }
    let mut index = front_matter(
        "Provider: KSYUN Auto Scaling",
        &server.provider_schema().description,
    );
    index += &fs::read_to_string(root().join("templates/index.md")).expect("the text of the index");
    index += &format!(
        "\n## Example Usage\n\n{}\n",
        code("terraform", "examples/provider/provider.tf").expect("an example")
    );
    index += &section(server.provider_schema(), None);
    pages.insert(root().join("docs/index.md"), index);
    pages
}

/// A page that is being written.
struct Page {
    name: String,
    text: String,
}

impl Page {
    fn new(name: &str, kind: &str, description: &str) -> Self {
        let title = format!("{name} {kind} - ksyun-autoscaling");
        Self {
            name: name.to_owned(),
            text: front_matter(&title, description) + &format!("# {name} ({kind})\n\n{description}\n"),
        }
    }

    /// The oldest Terraform, and what it is needed for.
    fn needs(mut self, version: &str, what_for: &str) -> Self {
        self.text += &format!("\nNeeds Terraform {version} or later ({what_for}).\n");
        self
    }

    fn example(mut self, folder: &str, file: &str) -> Self {
        let example = code("terraform", &format!("examples/{folder}/{}/{file}", self.name));
        let example = example.unwrap_or_else(|| panic!("{} has no example", self.name));
        self.text += &format!("\n## Example Usage\n\n{example}\n");
        self
    }

    fn with(mut self, section: &str) -> Self {
        self.text += section;
        self
    }
}

/// The head of a page, for the Registry: the description is its first sentence. A page without subcategory is shown first;
/// the index must not even have an empty one.
fn front_matter(title: &str, description: &str) -> String {
    let paragraph = description.split("\n\n").next().unwrap_or_default();
    let first = paragraph
        .split(". ")
        .next()
        .unwrap_or_default()
        .trim_end_matches('.');
    let subcategory = if title.starts_with("Provider") {
        ""
    } else {
        "subcategory: \"\"\n"
    };
    format!("---\npage_title: \"{title}\"\n{subcategory}description: |-\n  {first}.\n---\n\n")
}

fn of_resource<D: Send + Sync>(resource: &dyn AnyResource<D>) -> String {
    let (name, schema) = (resource.type_name(), resource.schema());
    let page = Page::new(name, "Resource", &schema.description)
        .example("resources", "resource.tf")
        .with(&section(&schema, Some(resource.timeouts())));
    page.text
        + &imports(
            name,
            &resource
                .identity_schema()
                .map(|identity| identity.attributes)
                .unwrap_or_default(),
        )
}

/// The three ways to import an object.
fn imports(name: &str, identity: &[IdentityAttribute]) -> String {
    let example = |language, file| {
        code(language, &format!("examples/resources/{name}/{file}"))
            .unwrap_or_else(|| panic!("{name} has no example {file}"))
    };
    let mut page = format!(
        "\n## Import\n\nBy an `import` block with the id:\n\n{}\nBy an `import` block with the identity (Terraform 1.12 or \
         later), which says the region too:\n\n{}\n### Identity Schema\n",
        example("terraform", "import-by-string-id.tf"),
        example("terraform", "import-by-identity.tf"),
    );
    for (title, is_required) in [("Required", true), ("Optional", false)] {
        let lines = identity
            .iter()
            .filter(|attribute| attribute.required_for_import == is_required);
        let lines: Vec<String> = lines
            .map(|attribute| format!("- `{}` (String) {}\n", attribute.name, attribute.description))
            .collect();
        if !lines.is_empty() {
            page += &format!("\n#### {title}\n\n{}", lines.concat());
        }
    }
    page + &format!("\nBy the command:\n\n{}", example("shell", "import.sh"))
}

fn of_function(function: &dyn Function) -> String {
    let (name, signature) = (function.name(), function.signature());
    let parameters: Vec<String> = signature
        .parameters
        .iter()
        .map(|parameter| format!("{} {}", parameter.name, type_name(&parameter.ty).to_lowercase()))
        .collect();
    let mut text = format!(
        "## Signature\n\n```text\n{name}({}) {}\n```\n\n## Arguments\n\n",
        parameters.join(", "),
        type_name(&signature.result).to_lowercase()
    );
    for (parameter, number) in signature.parameters.iter().zip(1..) {
        text += &format!(
            "{number}. `{}` ({}) {}\n",
            parameter.name,
            type_name(&parameter.ty),
            parameter.description
        );
    }
    text += &format!("\n## Return Type\n\n{}\n", type_name(&signature.result));
    Page::new(name, "Function", signature.description)
        .needs(
            "1.8",
            &format!(
                "`provider::ksyun::{name}`, where `ksyun` is the provider's name in `required_providers`"
            ),
        )
        .example("functions", "function.tf")
        .with(&text)
        .text
}

/// A file of the repository as a block of code, if there is one.
fn code(language: &str, path: &str) -> Option<String> {
    let text = fs::read_to_string(root().join(path)).ok()?;
    Some(format!("```{language}\n{}\n```\n", text.trim_end()))
}
