//! The layers that could serve any provider know nothing of this one.

use std::fs;
use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};

use super::sources::{paths, rust_files, tokens};

const GENERIC: [&str; 4] = ["cty", "framework", "plugin", "tfplugin6"];

#[test]
fn no_word_of_ksyun_is_in_the_generic_layers() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for layer in GENERIC {
        for file in rust_files(&src.join(layer)) {
            let source = fs::read_to_string(&file).expect("a source can be read");
            let found = foreign_word(tokens(&source));
            assert_eq!(found, None, "{}", file.display());
        }
    }
}

#[test]
fn a_second_provider_needs_nothing_but_the_generic_layers() {
    let toys = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/panics/provider.rs");
    let source = fs::read_to_string(toys).expect("a source can be read");
    let mut named: Vec<String> = paths(&source)
        .into_iter()
        .filter(|path| path.segments[0] == "ksyun_autoscaling")
        .map(|path| path.segments[1].clone())
        .collect();
    named.sort();
    named.dedup();
    assert_eq!(named, ["framework", "plugin", "tfplugin6"]);
}

/// The first name or text that is about KSYUN; only examples in comments may name the library.
fn foreign_word(tokens: TokenStream) -> Option<String> {
    tokens.into_iter().find_map(|token| match token {
        TokenTree::Group(group) => foreign_word(group.stream()),
        other => {
            let text = other.to_string();
            let words = text.replace("ksyun_autoscaling::", "").to_lowercase();
            let is_foreign = ["ksyun", "kingsoft", "scaling"]
                .iter()
                .any(|word| words.contains(word));
            is_foreign.then_some(text)
        }
    })
}
