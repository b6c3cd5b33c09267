//! Sources as tokens.

use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use proc_macro2::{Ident, TokenStream, TokenTree};

pub(super) fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.expect("a folder can be listed").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

/// A path of the source, spelled out: `use a::{b, c::d}` gives `a::b` and `a::c::d`.
pub(super) struct SourcePath {
    pub(super) segments: Vec<String>,
    pub(super) line: usize,
}

pub(super) fn paths(source: &str) -> Vec<SourcePath> {
    paths_in(tokens(source))
}

/// Walks tokens and their groups; `prefix` is the path before a `{…}` of a use tree.
fn collect(tokens: TokenStream, prefix: &[String], found: &mut Vec<SourcePath>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut at = 0;
    let mut after_dot = false;
    while at < tokens.len() {
        match &tokens[at] {
            TokenTree::Ident(first) if !after_dot => {
                at = take_path(&tokens, at, first, prefix, found);
            }
            TokenTree::Group(group) => {
                // Only a `{…}` right behind `::` goes on from a prefix; `take_path` handles that one.
                collect(group.stream(), &[], found);
                at += 1;
            }
            _ => at += 1,
        }
        after_dot =
            matches!(tokens.get(at.wrapping_sub(1)), Some(TokenTree::Punct(dot)) if dot.as_char() == '.');
    }
}

/// Reads the path that starts at `tokens[start]` and returns the position behind it.
fn take_path(
    tokens: &[TokenTree],
    start: usize,
    first: &Ident,
    prefix: &[String],
    found: &mut Vec<SourcePath>,
) -> usize {
    let mut segments = prefix.to_vec();
    segments.push(first.to_string());
    let line = first.span().start().line;
    let mut at = start + 1;
    while is_path_separator(tokens, at) {
        match tokens.get(at + 2) {
            Some(TokenTree::Ident(next)) => {
                segments.push(next.to_string());
                at += 3;
            }
            Some(TokenTree::Group(tree)) => {
                collect(tree.stream(), &segments, found);
                return at + 3;
            }
            _ => {
                at += 2;
                break;
            }
        }
    }
    found.push(SourcePath { segments, line });
    at
}

fn is_path_separator(tokens: &[TokenTree], at: usize) -> bool {
    let colon =
        |token: Option<&TokenTree>| matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == ':');
    colon(tokens.get(at)) && colon(tokens.get(at + 1))
}

/// The source as tokens; comments that document something are string literals among them.
pub(super) fn tokens(source: &str) -> TokenStream {
    TokenStream::from_str(source).expect("the source is made of Rust tokens")
}

pub(super) fn paths_in(tokens: TokenStream) -> Vec<SourcePath> {
    let mut found = Vec::new();
    collect(tokens, &[], &mut found);
    found
}
