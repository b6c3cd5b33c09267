//! How an emulator is to be: the options of `start` and `run`.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use crate::emulator::clock::ClockMode;
use crate::emulator::dialect::Dialect;
use crate::emulator::http::{Limits, ServerConfig};
use crate::emulator::service::EmulatorConfig;

#[derive(Args)]
pub(super) struct Options {
    /// Address to listen on, or only a port of this machine; port 0 takes a free one.
    #[arg(long, value_name = "[ADDRESS:]PORT", default_value = "127.0.0.1:0", value_parser = parse_listen)]
    listen: SocketAddr,
    /// Allow an address that other machines can reach. The admin API stays closed to them.
    #[arg(long)]
    allow_remote: bool,
    /// Seed of all ids that the emulator invents.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Access key that clients must sign with.
    #[arg(long, default_value = "AKLTEMULATOR")]
    access_key: String,
    /// Secret key that clients must sign with.
    #[arg(long, default_value = "emulator-secret-key")]
    secret_key: String,
    /// How business time passes: real, scale=X (X times faster), or manual (only through the admin API).
    #[arg(long, value_name = "real|scale=X|manual", default_value = "real", value_parser = parse_clock)]
    clock: ClockMode,
    /// Business seconds that launching or releasing instances takes.
    #[arg(long, value_name = "SECONDS", default_value_t = 2.0, value_parser = parse_seconds)]
    activity_seconds: f64,
    /// Folder that keeps all objects from one start to the next; without it they end with this process.
    #[arg(long, value_name = "FOLDER")]
    data_dir: Option<PathBuf>,
    /// Objects to begin with, as `state` or `snapshot save` wrote them; a data folder that holds objects keeps its own.
    #[arg(long, value_name = "FILE")]
    seed_file: Option<PathBuf>,
    /// How the API speaks and behaves where its documentation leaves it open, for example numbers=text,lag=1500.
    #[arg(long, value_name = "SWITCH,…", default_value = "", hide_default_value = true)]
    dialect: Dialect,
    /// Largest size of a scaling group.
    #[arg(long, value_name = "INSTANCES", default_value_t = 1000)]
    max_group_size: u32,
    /// Real seconds that the time of a signature may be off.
    #[arg(long, value_name = "SECONDS", default_value_t = 900)]
    max_clock_skew: u64,
}

impl Options {
    /// # Errors
    /// A sentence for the user if other machines could reach the address and that was not asked for.
    pub(super) fn into_config(self) -> Result<ServerConfig, String> {
        if !self.listen.ip().is_loopback() && !self.allow_remote {
            return Err(format!(
                "{} can be reached from other machines, and whoever reaches the emulator and knows its keys can use \
                 it; listen on 127.0.0.1, or add --allow-remote if that is what you want",
                self.listen
            ));
        }
        Ok(ServerConfig {
            listen: self.listen,
            max_skew: Duration::from_secs(self.max_clock_skew),
            limits: Limits::default(),
            emulator: EmulatorConfig {
                seed: self.seed,
                access_key: self.access_key,
                secret_key: self.secret_key,
                clock: self.clock,
                activity_seconds: self.activity_seconds,
                data_dir: self.data_dir,
                seed_file: self.seed_file,
                max_group_size: self.max_group_size,
                dialect: self.dialect,
                ..EmulatorConfig::default()
            },
        })
    }
}

/// An address with its port, or a port of 127.0.0.1.
fn parse_listen(text: &str) -> Result<SocketAddr, String> {
    let port = text.trim_start_matches(':').parse::<u16>();
    let address = port.map(|port| SocketAddr::from(([127, 0, 0, 1], port)));
    let address = address.or_else(|_| text.replace("localhost", "127.0.0.1").parse());
    address.map_err(|_| "expected a port, as 8080, or an address with one, as 127.0.0.1:8080".to_owned())
}

fn parse_clock(text: &str) -> Result<ClockMode, String> {
    match (text, text.strip_prefix("scale=")) {
        ("real", _) => Ok(ClockMode::Real),
        ("manual", _) => Ok(ClockMode::Manual),
        (_, Some(factor)) => match factor.parse::<f64>() {
            Ok(factor) if factor.is_finite() && factor > 0.0 => Ok(ClockMode::Scaled(factor)),
            _ => Err(format!("{factor:?} is not a number above 0")),
        },
        _ => Err("expected real, scale=X or manual".to_owned()),
    }
}

fn parse_seconds(text: &str) -> Result<f64, String> {
    let seconds = text.parse::<f64>().map_err(|error| error.to_string())?;
    Duration::try_from_secs_f64(seconds).map_err(|error| error.to_string())?;
    Ok(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_is_real_scaled_or_manual() {
        assert_eq!(parse_clock("real"), Ok(ClockMode::Real));
        assert_eq!(parse_clock("manual"), Ok(ClockMode::Manual));
        assert_eq!(parse_clock("scale=2.5"), Ok(ClockMode::Scaled(2.5)));
        for wrong in [
            "",
            "fast",
            "scale=",
            "scale=0",
            "scale=-1",
            "scale=inf",
            "scale=NaN",
        ] {
            assert!(parse_clock(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn seconds_are_not_negative_and_finite() {
        assert_eq!(parse_seconds("0.5"), Ok(0.5));
        for wrong in ["-1", "inf", "NaN", "soon"] {
            assert!(parse_seconds(wrong).is_err(), "{wrong:?}");
        }
    }
}
