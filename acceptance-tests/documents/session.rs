//! A document read from top to bottom, by somebody who does everything that it says: files are written as they are shown,
//! commands are run in the folder where the files are. The provider is there as `terraform init` finds it, and credentials
//! and region come from the environment.

use std::fs;
use std::path::Path;

use super::blocks::{self, Block};
use crate::support::{Feature, Scenario, Serving, add_to_mirror};

/// The provider stands in for the official one, whose resource types it serves.
const OFFICIAL: &str = "kingsoftcloud/ksyun";

/// What a reader does with a block.
enum Deed<'a> {
    Write(&'a str),
    Run,
    Nothing,
}

fn deed(block: &Block) -> Deed<'_> {
    match (block.file(), block.language.as_str()) {
        (Some(name), _) => Deed::Write(name),
        (None, "sh") if !block.builds() => Deed::Run,
        _ => Deed::Nothing,
    }
}

/// What a document says it needs.
fn needs(text: &str) -> Option<Feature> {
    let says = |product: &str| {
        [format!("Needs {product} "), format!("需要 {product} ")]
            .iter()
            .any(|words| text.contains(words))
    };
    if says("OpenTofu 1.9") {
        return Some(Feature::PROVIDER_FOR_EACH);
    }
    let feature = if text.contains("-invoke=") {
        Feature::ACTIONS
    } else {
        Feature::QUERY
    };
    says("Terraform 1.14").then_some(feature)
}

/// Does what the `document` with this `text` says; how many commands there were.
pub(super) fn follow(document: &Path, text: &str) -> usize {
    let blocks = blocks::of(text);
    if !blocks.iter().any(|block| matches!(deed(block), Deed::Run)) {
        return 0;
    }
    let served = match needs(text) {
        Some(feature) => Scenario::since_with(feature, Serving::Mirror, &[]),
        None => Some(Scenario::with(Serving::Mirror, &[])),
    };
    let Some(mut s) = served else { return 0 };
    add_to_mirror(&s.folder().join("mirror"), OFFICIAL);
    let mut commands = 0;
    for block in &blocks {
        match deed(block) {
            Deed::Write(name) => {
                let file = s.folder().join("module").join(name);
                fs::create_dir_all(file.parent().expect("a file is in a folder"))
                    .expect("a folder can be made");
                fs::write(file, &block.text).expect("a file can be written");
            }
            Deed::Run => {
                eprintln!("{}:\n{}", document.display(), block.text);
                s.bash(&block.text);
                commands += 1;
            }
            Deed::Nothing => {}
        }
    }
    commands
}
