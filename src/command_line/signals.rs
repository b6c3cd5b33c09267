//! The signals by which a user or the system asks a process to end.

pub(crate) use system::Signals;

impl Signals {
    /// Waits for either signal.
    pub(crate) async fn stop_requested(mut self) {
        let Self { interrupt, terminate } = &mut self;
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    }

    /// Waits for the signal to terminate; an interrupt is caught and has no effect.
    pub(crate) async fn terminated(&mut self) {
        self.terminate.recv().await;
    }
}

#[cfg(unix)]
mod system {
    use std::io;

    use tokio::signal::unix::{Signal, SignalKind, signal};

    /// SIGINT and SIGTERM, caught as long as this lives.
    pub(crate) struct Signals {
        pub(super) interrupt: Signal,
        pub(super) terminate: Signal,
    }

    impl Signals {
        /// # Errors
        /// The system's reason if a signal cannot be caught.
        pub(crate) fn catch() -> io::Result<Self> {
            Ok(Self {
                interrupt: signal(SignalKind::interrupt())?,
                terminate: signal(SignalKind::terminate())?,
            })
        }
    }
}

#[cfg(windows)]
mod system {
    use std::io;

    use tokio::signal::windows::{CtrlC, CtrlShutdown, ctrl_c, ctrl_shutdown};

    /// Ctrl-C and the end of the session, caught as long as this lives.
    pub(crate) struct Signals {
        pub(super) interrupt: CtrlC,
        pub(super) terminate: CtrlShutdown,
    }

    impl Signals {
        /// # Errors
        /// The system's reason if a signal cannot be caught.
        pub(crate) fn catch() -> io::Result<Self> {
            Ok(Self {
                interrupt: ctrl_c()?,
                terminate: ctrl_shutdown()?,
            })
        }
    }
}
