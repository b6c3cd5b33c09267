//! What a client is made from.
use std::time::Duration;

use secrecy::SecretString;

use super::account::AccountRules;
use super::config_error::ConfigError;
use super::credentials::{Credentials, SignatureVersion};
use super::credentials_file::CredentialsFile;
use super::endpoint::EndpointSettings;
use super::region::Region;

/// The settings of a client.
#[derive(Debug, Clone)]
pub struct ClientConfig {
    /// Who calls.
    pub credentials: Credentials,
    /// Where the credentials are renewed, default: nowhere.
    pub credentials_file: Option<CredentialsFile>,
    /// As which accounts it may call, default: as any.
    pub accounts: AccountRules,
    /// The region, for example `cn-beijing-6`. Other than the documented regions are accepted with an
    /// endpoint of one's own.
    pub region: String,
    /// Where the API is.
    pub endpoint: EndpointSettings,
    /// How requests are signed.
    pub signature: SignatureVersion,
    /// How often a call that failed is repeated at most, default 3. Calls that flow control refused did not fail:
    /// they are repeated as long as there is time. A host that can't be reached is tried for half a minute, unless
    /// this is 0.
    pub max_retries: u32,
    /// How long one attempt may take, default 60 s.
    pub attempt_timeout: Duration,
    /// How many calls may be under way at the same time at most, default 50, at least 1. How many of them the API
    /// takes is learnt, for each action apart.
    pub max_concurrent_requests: usize,
    /// How many calls may start per second at most, default: as many as the API is found to take.
    pub max_requests_per_second: Option<f64>,
    /// Whether connections are kept for the next call, default true.
    pub http_keepalive: bool,
    /// A proxy for all calls, default: what the environment says. Its URL can hold a password.
    pub http_proxy: Option<SecretString>,
    /// Whether the certificate of the endpoint is not checked, default false.
    pub insecure: bool,
    /// The `User-Agent` header.
    pub user_agent: String,
    /// Whether the API only checks permissions: every call then ends with
    /// [`Failure::DryRun`](super::Failure::DryRun).
    pub dry_run: bool,
}

impl ClientConfig {
    /// The defaults for one access key and region.
    pub fn new(credentials: Credentials, region: impl Into<String>) -> Self {
        Self {
            credentials,
            credentials_file: None,
            accounts: AccountRules::default(),
            region: region.into(),
            endpoint: EndpointSettings::default(),
            signature: SignatureVersion::default(),
            max_retries: 3,
            attempt_timeout: Duration::from_mins(1),
            max_concurrent_requests: 50,
            max_requests_per_second: None,
            http_keepalive: true,
            http_proxy: None,
            insecure: false,
            user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")).to_owned(),
            dry_run: false,
        }
    }

    pub(super) fn region(&self) -> Result<Region, ConfigError> {
        Region::new(&self.region)
    }
}
