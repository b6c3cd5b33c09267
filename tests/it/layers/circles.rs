//! Modules that use each other in a circle can only be read all at once.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::sources::{paths_in, rust_files, tokens};

/// A module as its path from the root of the library.
type Module = Vec<String>;

#[test]
fn no_modules_of_these_layers_use_each_other_in_a_circle() {
    for layer in [
        "framework",
        "tfplugin6",
        "transcript",
        "simulation",
        "command_line",
    ] {
        let circle = circle(uses(layer));
        assert!(circle.is_empty(), "{layer}: in or behind a circle are {circle:?}");
    }
}

#[test]
fn a_circle_is_found_and_what_only_leads_to_it_too() {
    let module = |name: &str| vec![name.to_owned()];
    let uses = |pairs: &[(&str, &str)]| {
        let mut uses: BTreeMap<Module, BTreeSet<Module>> = BTreeMap::new();
        for (from, to) in pairs {
            uses.entry(module(from)).or_default().insert(module(to));
            uses.entry(module(to)).or_default();
        }
        uses
    };
    assert!(circle(uses(&[("a", "b"), ("b", "c"), ("a", "c")])).is_empty());
    let found = circle(uses(&[("a", "b"), ("b", "c"), ("c", "b"), ("c", "d")]));
    assert_eq!(found, [module("a"), module("b"), module("c")]);
}

#[test]
fn re_exports_and_tests_are_no_use() {
    let source = "pub use self::a::A; pub(crate) use self::b::B; use self::c::C; \
                  #[cfg(test)] mod tests { use super::d::D; }";
    let used: Vec<_> = paths_in(without_reexports_and_tests(source))
        .into_iter()
        .filter(|path| path.segments.len() == 3)
        .map(|path| path.segments[1].clone())
        .collect();
    assert_eq!(used, ["c"]);
}

/// Which modules of `layer` use which others of it.
fn uses(layer: &str) -> BTreeMap<Module, BTreeSet<Module>> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let sources: BTreeMap<Module, String> = rust_files(&src.join(layer))
        .into_iter()
        .map(|file| {
            let path = file.strip_prefix(&src).expect("below src").with_extension("");
            let mut module: Module = path
                .iter()
                .map(|part| part.to_string_lossy().into_owned())
                .collect();
            module.pop_if(|name| name == "mod");
            (module, fs::read_to_string(&file).expect("a source can be read"))
        })
        .filter(|(module, _)| !module.iter().any(|name| name == "tests" || name == "testing"))
        .collect();
    let used_by = |module: &Module, source: &str| -> BTreeSet<Module> {
        paths_in(without_reexports_and_tests(source))
            .into_iter()
            .filter_map(|path| absolute(module, &path.segments))
            .filter_map(|path| {
                (1..=path.len())
                    .rev()
                    .map(|end| path[..end].to_vec())
                    .find(|used| sources.contains_key(used))
            })
            .filter(|used| used != module)
            .collect()
    };
    sources
        .iter()
        .map(|(module, source)| (module.clone(), used_by(module, source)))
        .collect()
}

/// The path from the root of the library, if `segments` say where it begins.
fn absolute(module: &Module, segments: &[String]) -> Option<Module> {
    let (start, rest) = match segments[0].as_str() {
        "crate" => (Module::new(), &segments[1..]),
        "self" => (module.clone(), &segments[1..]),
        "super" => {
            let supers = segments.iter().take_while(|segment| *segment == "super").count();
            let start = module.len().checked_sub(supers)?;
            (module[..start].to_vec(), &segments[supers..])
        }
        _ => return None,
    };
    // Alone it says who may see an item.
    (!rest.is_empty()).then(|| [start, rest.to_vec()].concat())
}

/// What is left when modules that use nothing that is left are taken away again and again.
fn circle(mut uses: BTreeMap<Module, BTreeSet<Module>>) -> Vec<Module> {
    loop {
        let left: BTreeSet<Module> = uses.keys().cloned().collect();
        uses.retain(|_, used| used.iter().any(|module| left.contains(module)));
        if uses.len() == left.len() {
            return left.into_iter().collect();
        }
    }
}

fn without_reexports_and_tests(source: &str) -> TokenStream {
    let mut kept = Vec::new();
    let mut rest = tokens(source).into_iter().peekable();
    while let Some(token) = rest.next() {
        match &token {
            TokenTree::Ident(word) if *word == "pub" => {
                let mut item = vec![token];
                item.extend(rest.next_if(|next| {
                    matches!(next, TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis)
                }));
                if matches!(rest.peek(), Some(TokenTree::Ident(word)) if *word == "use") {
                    rest.find(ends_item);
                } else {
                    kept.append(&mut item);
                }
            }
            TokenTree::Group(group) if group.to_string().replace(' ', "") == "[cfg(test)]" => {
                rest.find(ends_item);
            }
            _ => kept.push(token),
        }
    }
    kept.into_iter().collect()
}

fn ends_item(token: &TokenTree) -> bool {
    match token {
        TokenTree::Punct(punct) => punct.as_char() == ';',
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        _ => false,
    }
}
