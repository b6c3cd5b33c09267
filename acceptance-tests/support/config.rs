//! Configurations: what a step puts into the working folder before Terraform runs.

use std::fs;
use std::path::Path;

/// Maps the local name that `ksyun_scaling_*` implies to this provider.
const IMPLIED_NAME: &str = r#"terraform {
  required_providers {
    ksyun = {
      source = "ksyun/ksyun-autoscaling"
    }
  }
}
"#;

/// For resources that say `provider = ksyun-autoscaling`.
const OWN_NAME: &str = r#"terraform {
  required_providers {
    ksyun-autoscaling = {
      source = "ksyun/ksyun-autoscaling"
    }
  }
}
"#;

/// How the names of files with `list` blocks end.
const QUERY: &str = ".tfquery.hcl";

/// The files of one root module.
#[derive(Clone, Default)]
pub(crate) struct Config {
    /// Where it comes from, for reports.
    pub(crate) origin: String,
    /// Name and text of each file.
    pub(crate) files: Vec<(String, String)>,
}

impl Config {
    /// One file, from `origin`: a query if that ends as the name of a query does. A `required_providers` block is added
    /// unless the text has its own.
    pub(crate) fn file(origin: &str, text: &str) -> Self {
        let name = if origin.ends_with(QUERY) {
            "main.tfquery.hcl"
        } else {
            "main.tf"
        };
        let mut files = vec![(name.to_owned(), text.to_owned())];
        if text.contains("ksyun") && !text.contains("required_providers") {
            let header = if text.contains("provider = ksyun-autoscaling") {
                OWN_NAME
            } else {
                IMPLIED_NAME
            };
            files.push(("versions.tf".to_owned(), header.to_owned()));
        }
        Self {
            origin: origin.to_owned(),
            files,
        }
    }

    /// A configuration of one resource in JSON syntax.
    pub(crate) fn json(address: &str, arguments: &serde_json::Value) -> Self {
        let (kind, name) = address.split_once('.').expect("TYPE.NAME");
        let main = serde_json::json!({"resource": {kind: {name: arguments}}});
        Self {
            origin: "inline JSON".to_owned(),
            files: vec![
                ("main.tf.json".to_owned(), main.to_string()),
                ("versions.tf".to_owned(), IMPLIED_NAME.to_owned()),
            ],
        }
    }

    /// The text of a query.
    pub(crate) fn query(text: &str) -> Self {
        Self::file("inline.tfquery.hcl", text)
    }
}

impl From<&str> for Config {
    fn from(text: &str) -> Self {
        Self::file("inline", text)
    }
}

/// All `.tf` files of a folder of the repository, as they are, and a `required_providers` block if none has one.
pub(crate) fn folder(path: &str) -> Config {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let entries = fs::read_dir(&root).unwrap_or_else(|error| panic!("{}: {error}", root.display()));
    let mut files: Vec<(String, String)> = entries
        .map(|entry| entry.expect("the folder can be listed").path())
        .filter(|file| file.extension().is_some_and(|extension| extension == "tf"))
        .map(|file| {
            let text =
                fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            let name = file
                .file_name()
                .expect("a listed file has a name")
                .to_string_lossy()
                .into_owned();
            (name, text)
        })
        .collect();
    files.sort();
    if !files.iter().any(|(_, text)| text.contains("required_providers")) {
        files.push(("versions.tf".to_owned(), IMPLIED_NAME.to_owned()));
    }
    Config {
        origin: path.to_owned(),
        files,
    }
}
