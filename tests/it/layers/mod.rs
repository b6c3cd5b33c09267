//! The layers of the package: which layer under `src/` may import which other layer and which crates, that the generic ones
//! know nothing of KSYUN, and that the framework goes in no circles.
//!
//! Sources are read as tokens, so comments and strings do not count, and code inside macros does.

mod circles;
mod sources;
mod tree;
mod words;

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use sources::{paths, rust_files};

/// What the sources of one layer may name.
struct Layer {
    name: &'static str,
    /// Other layers it may import.
    may_import: &'static [&'static str],
    /// Groups of crates it must not know.
    forbidden: &'static [&'static [&'static str]],
}

const PROTOBUF: &[&str] = &["prost", "prost_types", "tonic", "tonic_prost"];
const HTTP_CLIENT: &[&str] = &["reqwest"];
const HTTP_SERVER: &[&str] = &["axum"];
const MESSAGE_PACK: &[&str] = &["rmp"];
const XML: &[&str] = &["quick_xml"];
const SIGNING: &[&str] = &["hmac"];
const ASYNC: &[&str] = &["async_trait", "tokio"];

const LAYERS: &[Layer] = &[
    Layer {
        name: "plugin",
        may_import: &[],
        forbidden: &[HTTP_CLIENT, HTTP_SERVER, MESSAGE_PACK, XML],
    },
    Layer {
        name: "cty",
        may_import: &[],
        forbidden: &[PROTOBUF, HTTP_CLIENT, HTTP_SERVER, XML, SIGNING, ASYNC],
    },
    Layer {
        name: "framework",
        may_import: &["cty"],
        forbidden: &[PROTOBUF, HTTP_CLIENT, HTTP_SERVER, MESSAGE_PACK, XML, SIGNING],
    },
    Layer {
        name: "tfplugin6",
        may_import: &["framework", "cty"],
        forbidden: &[HTTP_CLIENT, HTTP_SERVER, MESSAGE_PACK, XML, SIGNING],
    },
    Layer {
        name: "provider",
        may_import: &["framework", "cty", "client"],
        forbidden: &[PROTOBUF, HTTP_CLIENT, HTTP_SERVER, MESSAGE_PACK, XML, SIGNING],
    },
    Layer {
        name: "client",
        may_import: &[],
        forbidden: &[PROTOBUF, HTTP_SERVER, MESSAGE_PACK],
    },
    Layer {
        name: "emulator",
        may_import: &[],
        forbidden: &[PROTOBUF, HTTP_CLIENT, MESSAGE_PACK],
    },
    Layer {
        name: "simulation",
        may_import: &["emulator"],
        forbidden: &[PROTOBUF, HTTP_CLIENT, HTTP_SERVER, MESSAGE_PACK, SIGNING, ASYNC],
    },
    Layer {
        name: "transcript",
        may_import: &["client", "emulator"],
        forbidden: &[PROTOBUF, HTTP_CLIENT, MESSAGE_PACK, XML, SIGNING],
    },
    Layer {
        name: "command_line",
        may_import: &["client", "emulator", "simulation", "transcript"],
        forbidden: &[PROTOBUF, HTTP_CLIENT, MESSAGE_PACK, XML, SIGNING],
    },
];

/// One place where a source names what its layer must not know.
#[derive(Debug, PartialEq, Eq)]
struct Violation {
    file: PathBuf,
    line: usize,
    rule: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file.display(), self.line, self.rule)
    }
}

#[test]
fn every_layer_imports_only_what_it_may() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut violations = Vec::new();
    for layer in present_layers(&src) {
        let mut files = rust_files(&src.join(layer.name));
        files.extend(Some(src.join(layer.name).with_extension("rs")).filter(|file| file.exists()));
        for file in files {
            let source = fs::read_to_string(&file).expect("a source can be read");
            violations.extend(check(layer, file.strip_prefix(&src).expect("below src"), &source));
        }
    }
    assert!(violations.is_empty(), "{}", list(&violations));
}

#[test]
fn acceptance_tests_use_only_the_binaries() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for file in rust_files(&root.join("acceptance-tests")) {
        let source = fs::read_to_string(&file).expect("a source can be read");
        let named = paths(&source)
            .into_iter()
            .find(|path| path.segments[0] == "ksyun_autoscaling");
        assert!(
            named.is_none(),
            "{}:{}: names the library: acceptance tests must see only the binaries",
            file.display(),
            named.map_or(0, |path| path.line),
        );
    }
}

#[test]
fn a_forbidden_layer_is_found_in_every_way_to_write_it() {
    for source in [
        "use crate::emulator::Store;",
        "use crate::{client::Client, emulator};",
        "use crate::{\n    framework::{self, Schema},\n    emulator::{Store},\n};",
        "fn f() { println!(\"{}\", crate::emulator::NAME) }",
        "use super::super::emulator::Store;",
        "mod tests { use super::super::super::emulator::Store; }",
        "use ksyun_autoscaling::emulator;",
    ] {
        let found = check(layer("provider"), Path::new("provider/group.rs"), source);
        assert_eq!(found.len(), 1, "{source}: {}", list(&found));
        assert!(
            found[0].rule.contains("`provider` must not import `emulator`"),
            "{}",
            found[0]
        );
    }
}

#[test]
fn a_forbidden_crate_is_found_with_file_and_line() {
    let found = check(
        layer("framework"),
        Path::new("framework/plan.rs"),
        "use std::fmt;\nuse prost::Message;\n",
    );
    assert_eq!(
        found,
        [Violation {
            file: PathBuf::from("framework/plan.rs"),
            line: 2,
            rule: "`framework` must not know the crate `prost`".into(),
        }]
    );
    assert_eq!(
        check(
            layer("framework"),
            Path::new("framework/a.rs"),
            "use {serde::Serialize, tonic};"
        )
        .len(),
        1
    );
    assert_eq!(
        check(
            layer("client"),
            Path::new("client/a.rs"),
            "fn f(s: ::tonic::Status) {}"
        )
        .len(),
        1
    );
}

#[test]
fn what_is_allowed_is_not_a_violation() {
    for source in [
        "use crate::cty::Value; use crate::framework::Schema;",
        "// crate::emulator and prost::Message in a comment",
        "fn f() -> &'static str { \"crate::emulator prost::Message\" }",
        "/// See [`crate::emulator`].\nfn f() {}",
        "use super::emulator::Fake; // a module of the same layer",
        "use self::reqwest::Thing; fn g(x: X) { x.reqwest::<u8>() }",
    ] {
        let found = check(
            layer("provider"),
            Path::new("provider/scaling_group/mod.rs"),
            source,
        );
        assert!(found.is_empty(), "{source}: {}", list(&found));
    }
}

fn layer(name: &str) -> &'static Layer {
    LAYERS
        .iter()
        .find(|layer| layer.name == name)
        .expect("a known layer")
}

/// The layers that exist, after a check that every module folder of the library is a known layer.
fn present_layers(src: &Path) -> Vec<&'static Layer> {
    let mut present = Vec::new();
    for entry in fs::read_dir(src).expect("src can be read") {
        let path = entry.expect("src can be listed").path();
        let name = path
            .file_stem()
            .and_then(|stem| stem.to_str())
            .expect("a UTF-8 name")
            .to_owned();
        let is_text = path.is_file() && path.extension().is_none_or(|extension| extension != "rs");
        if is_text || matches!(name.as_str(), "lib" | "main" | "shipped" | "bin") {
            continue;
        }
        let known = LAYERS.iter().find(|layer| layer.name == name);
        present
            .push(known.unwrap_or_else(|| panic!("src/{name} is no known layer: add it to the table here")));
    }
    present
}

fn list(violations: &[Violation]) -> String {
    let lines: Vec<String> = violations.iter().map(Violation::to_string).collect();
    lines.join(
        "
",
    )
}

/// Checks one source. `file` is relative to `src/`: its depth tells which `super` leaves the layer.
fn check(layer: &Layer, file: &Path, source: &str) -> Vec<Violation> {
    let mut violations = Vec::new();
    for path in paths(source) {
        if let Some(rule) = broken_rule(layer, file, &path.segments) {
            violations.push(Violation {
                file: file.to_owned(),
                line: path.line,
                rule,
            });
        }
    }
    violations
}

/// The rule that a path breaks, if any.
fn broken_rule(layer: &Layer, file: &Path, segments: &[String]) -> Option<String> {
    let supers = segments.iter().take_while(|segment| *segment == "super").count();
    let is_module_root = file.file_name().is_some_and(|name| name == "mod.rs");
    let depth = file.components().count() - usize::from(is_module_root);
    let imported = match segments[0].as_str() {
        "crate" | "ksyun_autoscaling" => segments.get(1)?,
        "super" if supers >= depth => segments.get(supers)?,
        "super" | "self" | "Self" => return None,
        name => {
            let is_forbidden = layer.forbidden.iter().any(|crates| crates.contains(&name));
            return is_forbidden.then(|| format!("`{}` must not know the crate `{name}`", layer.name));
        }
    };
    let is_other_layer = imported != layer.name && LAYERS.iter().any(|other| other.name == imported);
    let allowed = layer.may_import.contains(&imported.as_str());
    (is_other_layer && !allowed).then(|| format!("`{}` must not import `{imported}`", layer.name))
}
