//! Notices that the host is gone, so that no plugin process outlives it.
//!
//! Terraform that crashes or is killed sends no goodbye; all that is left is its connection, which the system closes.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::timeout;

/// How long the host may take to connect after the handshake; Terraform gives up on a start after the same time.
const FIRST_CONNECTION_TIMEOUT: Duration = Duration::from_mins(1);

/// How long the host may be without any connection, so that a broken one can be made again.
const RECONNECT_TIMEOUT: Duration = Duration::from_secs(5);

#[derive(Debug, Default)]
struct Count {
    open: usize,
    any_so_far: bool,
}

/// Counts the connections of hosts that have proved who they are.
#[derive(Debug, Clone, Default)]
pub(crate) struct Connections(Arc<watch::Sender<Count>>);

/// One counted connection; closed when dropped.
#[derive(Debug)]
pub(crate) struct OpenConnection(Connections);

impl Connections {
    /// Counts a connection in.
    pub(crate) fn open(&self) -> OpenConnection {
        self.0.send_modify(|count| {
            count.open += 1;
            count.any_so_far = true;
        });
        OpenConnection(self.clone())
    }

    /// Waits until the host must be gone: it never connected, or its last connection closed and none followed.
    ///
    /// An idle host keeps its connection, because the streams of go-plugin's own services stay open.
    pub(crate) async fn abandoned(&self) {
        let mut count = self.0.subscribe();
        // `wait_for` fails only when the sender is gone, and `self` holds it.
        if timeout(FIRST_CONNECTION_TIMEOUT, count.wait_for(|count| count.any_so_far))
            .await
            .is_err()
        {
            return;
        }
        loop {
            let _ = count.wait_for(|count| count.open == 0).await;
            if timeout(RECONNECT_TIMEOUT, count.wait_for(|count| count.open > 0))
                .await
                .is_err()
            {
                return;
            }
        }
    }
}

impl Drop for OpenConnection {
    fn drop(&mut self) {
        self.0.0.send_modify(|count| count.open -= 1);
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::{Instant, sleep};

    use super::*;

    /// Time on the paused clock until the host counts as gone.
    async fn time_until_abandoned(connections: &Connections) -> Duration {
        let start = Instant::now();
        connections.abandoned().await;
        start.elapsed()
    }

    fn about(actual: Duration, seconds: u64) -> bool {
        (Duration::from_secs(seconds)..Duration::from_secs(seconds) + Duration::from_millis(10))
            .contains(&actual)
    }

    #[tokio::test(start_paused = true)]
    async fn a_host_that_never_connects_is_given_up_after_a_minute() {
        let elapsed = time_until_abandoned(&Connections::default()).await;
        assert!(about(elapsed, 60), "{elapsed:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn an_open_connection_holds_the_plugin_however_long_it_is_idle() {
        let connections = Connections::default();
        let open = connections.open();
        let waited = timeout(Duration::from_hours(24), connections.abandoned()).await;
        assert!(waited.is_err());
        drop(open);
    }

    #[tokio::test(start_paused = true)]
    async fn the_last_closed_connection_ends_the_plugin_after_five_seconds() {
        let connections = Connections::default();
        let (first, second) = (connections.open(), connections.open());
        tokio::spawn(async move {
            sleep(Duration::from_secs(10)).await;
            drop(first);
            sleep(Duration::from_secs(10)).await;
            drop(second);
        });
        let elapsed = time_until_abandoned(&connections).await;
        assert!(about(elapsed, 25), "{elapsed:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_host_that_connects_again_in_time_is_still_there() {
        let connections = Connections::default();
        drop(connections.open());
        let reconnecting = connections.clone();
        tokio::spawn(async move {
            sleep(Duration::from_secs(4)).await;
            let again = reconnecting.open();
            sleep(Duration::from_secs(100)).await;
            drop(again);
        });
        let elapsed = time_until_abandoned(&connections).await;
        assert!(about(elapsed, 109), "{elapsed:?}");
    }
}
