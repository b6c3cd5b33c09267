use std::io;

use super::run::RunError;

/// The status with which a command ends that could not do its work.
const FAILURE: u8 = 1;

/// Why a command ends without having done its work.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) why: String,
    pub(super) code: u8,
}

impl Failure {
    pub(super) fn new(why: impl Into<String>) -> Self {
        Self {
            why: why.into(),
            code: FAILURE,
        }
    }
}

/// Only output fails without a file's name.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::new(format!("cannot write to the standard output: {error}"))
    }
}

impl From<RunError> for Failure {
    fn from(error: RunError) -> Self {
        Self {
            why: error.to_string(),
            code: error.exit_code(),
        }
    }
}
