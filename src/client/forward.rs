//! Calls of which nothing is understood: passed on as they are, once.
use super::attempt::signed;
use super::{Client, HttpResponse, Params, TransportError};

impl Client {
    /// Signs any action with its own parameters, sends it once and gives the answer as it came, whatever it says. The
    /// limits of this client do not apply, nothing is repeated, and nothing of it is kept for other readers.
    ///
    /// # Errors
    /// [`TransportError`] if there is no answer.
    pub async fn forward(&self, action: &str, params: Params) -> Result<HttpResponse, TransportError> {
        let request = signed(&self.0, action, params);
        self.0.transport.send(request).await
    }
}
