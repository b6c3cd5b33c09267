//! The reference under `docs/`: one page per resource, data source, list resource, action and function, written from the
//! schemas and the examples, as the Terraform Registry shows them. The pages are in the repository; a test fails if they
//! are not what the schemas say. `make docs` writes them anew.

mod pages;
mod registry;
mod schema;

use std::fs;
use std::path::Path;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn the_reference_says_what_the_schemas_say() {
    let pages = pages::all();
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
    for folder in pages::FOLDERS {
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
