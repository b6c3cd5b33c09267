//! The programs under test: those that were built with the tests, or those in the folder that `ACCEPTANCE_BINARIES` names.

use std::env;
use std::path::{self, Path, PathBuf};
use std::sync::LazyLock;

pub(crate) static PROVIDER: LazyLock<PathBuf> =
    LazyLock::new(|| under_test(env!("CARGO_BIN_EXE_terraform-provider-ksyun-autoscaling")));
pub(crate) static EMULATOR: LazyLock<PathBuf> =
    LazyLock::new(|| under_test(env!("CARGO_BIN_EXE_ksyun-autoscaling-emulator")));

fn under_test(built: &str) -> PathBuf {
    let Some(folder) = env::var_os("ACCEPTANCE_BINARIES") else {
        return built.into();
    };
    let folder = path::absolute(folder).expect("ACCEPTANCE_BINARIES is a folder");
    folder.join(Path::new(built).file_name().expect("a program has a name"))
}
