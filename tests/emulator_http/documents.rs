//! What the guide to the emulator shows, done as a reader would: in a shell, with the emulator on the path.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::PROGRAM;

#[test]
fn every_command_in_the_documents_works() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/guides");
    let program = Path::new(PROGRAM).parent().expect("a folder").display();
    let mut shown = 0;
    for entry in fs::read_dir(docs).expect("the documents") {
        let path = entry.expect("an entry").path();
        if !path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with("emulator"))
        {
            continue;
        }
        let Ok(text) = fs::read_to_string(&path) else {
            continue;
        };
        let blocks = text
            .split("```sh\n")
            .skip(1)
            .filter_map(|rest| rest.split("\n```").next());
        // One shell for a document: an emulator that a block starts is the one that the next ones ask.
        let script: Vec<&str> = blocks.collect();
        if script.is_empty() {
            continue;
        }
        shown += script.len();
        let folder = tempfile::tempdir().expect("a folder");
        // Stands in for the one command that readers have and this test needs not.
        let terraform = folder.path().join("terraform");
        fs::write(&terraform, "#!/bin/sh\ntest -n \"$KSYUN_ENDPOINT_AUTOSCALING\"\n").expect("a file");
        fs::set_permissions(&terraform, std::os::unix::fs::PermissionsExt::from_mode(0o755)).expect("a mode");
        let script = format!(
            "PATH={program}:$PWD:$PATH\ntrap 'ksyun-autoscaling-emulator stop 2>/dev/null' EXIT\n{}\n",
            script.join("\n")
        );
        let output = Command::new("bash")
            .args(["-euo", "pipefail", "-c", &script])
            .current_dir(folder.path())
            .env_remove("KSYUN_ENDPOINT_AUTOSCALING")
            .output()
            .expect("there is a bash");
        assert!(output.status.success(), "{}: {output:?}", path.display());
    }
    assert!(shown > 3, "the documents show commands");
}
