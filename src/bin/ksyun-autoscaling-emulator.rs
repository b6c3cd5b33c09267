//! The emulator's executable.

use std::process::ExitCode;

fn main() -> ExitCode {
    ksyun_autoscaling::command_line::main()
}
