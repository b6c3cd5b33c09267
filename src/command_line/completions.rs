//! `completions`: what a shell needs to complete our command line.

use std::io::{self, Write};

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::Cli;

#[derive(Args)]
#[command(after_help = "\
Examples:
  source <(ksyun-autoscaling-emulator completions bash)
  ksyun-autoscaling-emulator completions zsh > ~/.zfunc/_ksyun-autoscaling-emulator
  ksyun-autoscaling-emulator completions fish > ~/.config/fish/completions/ksyun-autoscaling-emulator.fish")]
pub(super) struct Arguments {
    shell: Shell,
}

pub(super) fn print(arguments: &Arguments, out: &mut impl Write) -> io::Result<()> {
    let mut command = Cli::command();
    let name = command.get_name().to_owned();
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, name, &mut script);
    out.write_all(&script)
}
