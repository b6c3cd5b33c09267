//! The API client: signed, typed calls to KSYUN Auto Scaling, usable without Terraform.
//!
//! A [`Client`] is made from a [`ClientConfig`] without any traffic. Every action is a request type with a
//! response type (see [`actions`]); [`Client::call`] sends one, [`Client::list_all`] collects all pages of a
//! list ([`Client::pages`] reads them one by one), and the `read_…` methods read single objects, sharing calls
//! between concurrent readers. [`Client::fresh_list`] and [`Client::fresh_read`] share nothing, and say when and
//! as whom they looked. A
//! [`CallContext`] bounds each call in time and lets it be cancelled. Errors say what is known to have
//! happened: see [`ApiCallError`].
//!
//! ```no_run
//! use std::time::Duration;
//!
//! use ksyun_autoscaling::client::{CallContext, Client, ClientConfig, Credentials,
//! actions::DescribeScalingGroup};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::new(&ClientConfig::new(Credentials::new("access key", "secret key"), "cn-beijing-6"))?;
//! let cx = CallContext::background().with_timeout(Duration::from_secs(30));
//! for group in client.list_all(&cx, &DescribeScalingGroup::default()).await? {
//!     println!("{}", group.scaling_group_id);
//! }
//! # Ok(())
//! # }
//! ```
mod account;
pub mod actions;
mod ahead;
mod attempt;
mod batch;
mod call;
mod clock;
mod config;
mod config_error;
mod context;
mod credentials;
mod credentials_file;
mod endpoint;
mod error;
mod error_response;
mod forward;
pub mod ids;
mod limiter;
mod list_response;
mod listing;
mod pagination;
mod params;
mod reach;
mod read;
mod redact;
mod region;
#[cfg(target_os = "linux")]
mod resolver;
mod response;
mod retry;
#[cfg(target_os = "linux")]
mod roots;
mod shared;
mod shelf;
mod sign;
#[cfg(test)]
pub(crate) mod testing;
mod transport;
mod wire;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

pub use self::account::AccountRules;
pub use self::clock::now;
pub use self::config::ClientConfig;
pub use self::config_error::ConfigError;
pub use self::context::CallContext;
pub use self::credentials::{Credentials, SignatureVersion};
pub use self::credentials_file::CredentialsFile;
pub use self::endpoint::EndpointSettings;
pub use self::error::{ApiCallError, Failure};
pub use self::error_response::ErrorResponse;
pub use self::list_response::Unusable;
pub use self::listing::Snapshot;
pub use self::pagination::{ListAction, Page, Pages};
pub use self::params::Params;
pub use self::region::{KNOWN_REGIONS, KnownRegion, Region};
pub use self::transport::{HttpRequest, HttpResponse, Transport, TransportError};

use self::account::Account;
use self::clock::SigningClock;
use self::credentials_file::Keys;
use self::endpoint::Endpoint;
use self::limiter::Limiters;
use self::pagination::PageSizes;
use self::reach::Reach;
use self::shared::SharedReads;
use self::transport::HttpTransport;

/// A client for one access key and region. Clones share connections, limits and reads.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    keys: Keys,
    account: Account,
    region: Region,
    endpoint: Endpoint,
    signature: SignatureVersion,
    max_retries: u32,
    attempt_timeout: Duration,
    dry_run: bool,
    transport: Arc<dyn Transport>,
    limiters: Limiters,
    reach: Reach,
    clock: SigningClock,
    reads: SharedReads,
    page_sizes: PageSizes,
    /// What makes the same client for another region, and those that were made.
    config: ClientConfig,
    elsewhere: Mutex<BTreeMap<String, Client>>,
}

impl Client {
    /// A client over HTTP. Nothing is sent before the first call.
    ///
    /// # Errors
    /// A setting cannot be right; the error names it.
    pub fn new(config: &ClientConfig) -> Result<Self, ConfigError> {
        let endpoint = config.endpoint.resolve()?;
        Self::with_transport(
            config,
            Arc::new(HttpTransport::new(
                config,
                endpoint.base(),
                endpoint.is_loopback(),
            )?),
        )
    }

    /// A client over another transport, for tests.
    ///
    /// # Errors
    /// A setting cannot be right; the error names it.
    pub fn with_transport(config: &ClientConfig, transport: Arc<dyn Transport>) -> Result<Self, ConfigError> {
        config.credentials.check()?;
        Ok(Self(Arc::new(Inner {
            keys: Keys::new(config.credentials.clone(), config.credentials_file.clone()),
            account: Account::new(config.accounts.clone()),
            region: config.region()?,
            endpoint: config.endpoint.resolve()?,
            signature: config.signature,
            max_retries: config.max_retries,
            attempt_timeout: config.attempt_timeout,
            dry_run: config.dry_run,
            transport,
            limiters: Limiters::new(config.max_concurrent_requests, config.max_requests_per_second),
            reach: Reach::default(),
            clock: SigningClock::default(),
            reads: SharedReads::new(),
            page_sizes: PageSizes::default(),
            config: config.clone(),
            elsewhere: Mutex::default(),
        })))
    }

    /// The client of the same access key for another region. It shares connections with this one, and is the same one
    /// whenever it is asked for.
    ///
    /// # Errors
    /// There can be no such region.
    pub fn in_region(&self, region: &str) -> Result<Self, ConfigError> {
        let mut elsewhere = self.0.elsewhere.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = elsewhere.get(region) {
            return Ok(client.clone());
        }
        let config = ClientConfig {
            region: region.to_owned(),
            credentials: Credentials::clone(&self.0.keys.current()),
            ..self.0.config.clone()
        };
        let client = Self::with_transport(&config, Arc::clone(&self.0.transport))?;
        elsewhere.insert(region.to_owned(), client.clone());
        Ok(client)
    }

    /// The access key that signs the calls, which is no secret.
    pub fn access_key(&self) -> String {
        self.0.keys.current().access_key.clone()
    }

    /// The region that calls are signed for.
    pub fn region(&self) -> &Region {
        &self.0.region
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner {
            region,
            endpoint,
            keys,
            ..
        } = &*self.0;
        f.debug_struct("Client")
            .field("endpoint", &endpoint.base())
            .field("region", &region.as_str())
            .field("access_key", &keys.current().access_key)
            .finish_non_exhaustive()
    }
}
