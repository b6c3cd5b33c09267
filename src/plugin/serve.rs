//! Serving a provider from its process: environment, standard output and signals put together.

use std::io::{self, Write as _};

use super::handshake::Environment;
use super::server::{GrpcService, Mode, ServeConfig, ServeError, Server};

/// Serves `service` until Terraform asks for shutdown, or dies; in [`Mode::Debug`], until an interrupt.
///
/// The caller should leave the process soon after this returns, without waiting for blocking tasks: Terraform kills it
/// two seconds after shutdown. Nothing may be written to standard output before or meanwhile.
///
/// # Errors
/// If the process was not started by Terraform ([`ServeError::StartedByHand`], whose text explains it to the user), or
/// if the connection with Terraform could not be set up.
pub async fn serve<S: GrpcService>(config: ServeConfig, mode: Mode, service: S) -> Result<(), ServeError> {
    let server = Server::bind(&config, mode, &Environment::from_process())?;
    // Before the announcement: Terraform may be interrupted as soon as it has read it.
    let interrupt = interrupts(mode).map_err(ServeError::Interrupts)?;
    announce(server.announcement()).map_err(ServeError::Announce)?;
    server.run(service, interrupt).await
}

fn announce(text: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    stdout.flush()
}

/// Takes interrupts over from the system, which would end the process. The result completes at the first one that
/// should end it.
///
/// Ctrl-C in a terminal reaches Terraform and its plugins alike. Under Terraform it is for Terraform to act on: it asks
/// the provider to stop what it is doing, and waits for the answers.
fn interrupts(mode: Mode) -> io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    let mut interrupts = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::interrupt())?;
    #[cfg(windows)]
    let mut interrupts = tokio::signal::windows::ctrl_c()?;

    Ok(async move {
        while interrupts.recv().await.is_some() {
            match mode {
                Mode::Plugin => tracing::debug!("interrupted, which is left to Terraform"),
                Mode::Debug => return,
            }
        }
        // No more signals can come.
        std::future::pending::<()>().await;
    })
}
