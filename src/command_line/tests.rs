use std::net::SocketAddr;
use std::time::Duration;

use clap::CommandFactory;

use super::*;
use crate::emulator::http::ServerConfig;

fn options(arguments: &[&str]) -> Result<Options, String> {
    let all = ["e", "run"].iter().chain(arguments).chain(&["--", "true"]);
    match Cli::try_parse_from(all)
        .map_err(|error| error.to_string())?
        .command
    {
        Command::Run { options, .. } => Ok(options),
        _ => panic!("run was asked for"),
    }
}

fn config(arguments: &[&str]) -> Result<ServerConfig, String> {
    options(arguments)?.into_config()
}

#[test]
fn the_definition_is_consistent() {
    Cli::command().debug_assert();
}

#[test]
fn without_options_it_takes_a_free_port_of_this_machine() {
    let config = config(&[]).expect("valid");
    assert_eq!(config.listen, SocketAddr::from(([127, 0, 0, 1], 0)));
    assert_eq!(config.max_skew, Duration::from_mins(15));
    assert_eq!(config.emulator.access_key, "AKLTEMULATOR");
    assert_eq!(config.emulator.secret_key, "emulator-secret-key");
}

#[test]
fn a_port_alone_is_one_of_this_machine() {
    for text in ["8080", ":8080", "127.0.0.1:8080", "localhost:8080"] {
        let config = config(&["--listen", text]).expect("valid");
        assert_eq!(config.listen, SocketAddr::from(([127, 0, 0, 1], 8080)), "{text}");
    }
    for text in ["", "http://127.0.0.1:8080", "70000", "example.com:80"] {
        let refusal = config(&["--listen", text]).err().expect("refused");
        assert!(refusal.contains("as 127.0.0.1:8080"), "{refusal}");
    }
}

#[test]
fn an_address_for_other_machines_must_be_asked_for_by_name() {
    let refusal = config(&["--listen", "0.0.0.0:0"]).err().expect("refused");
    assert!(refusal.contains("--allow-remote"), "{refusal}");
    assert!(config(&["--listen", "0.0.0.0:0", "--allow-remote"]).is_ok());
    assert!(config(&["--listen", "[::1]:0"]).is_ok());
}

#[test]
fn a_command_to_run_keeps_its_own_options() {
    let cli = Cli::try_parse_from(["e", "run", "--seed", "7", "--", "terraform", "apply", "--seed"]);
    match cli.expect("valid").command {
        Command::Run {
            options,
            program,
            arguments,
            ..
        } => {
            assert_eq!(options.into_config().expect("valid").emulator.seed, 7);
            assert_eq!(program, "terraform");
            assert_eq!(arguments, ["apply", "--seed"]);
        }
        _ => panic!("run was asked for"),
    }
    assert!(
        Cli::try_parse_from(["e", "run"]).is_err(),
        "a command is required"
    );
}
