//! What a signature is valid for: a service and a region.

use crate::emulator::error::ApiError;
use crate::emulator::neighbours;
use crate::emulator::request::RawRequest;

/// The service of the Auto Scaling actions; it shares the name of the compute service.
pub(crate) const AUTO_SCALING_SERVICE: &str = "kec";
/// The service of the one identity action that the emulator answers.
pub(crate) const IDENTITY_SERVICE: &str = "iam";

/// Where a call goes that names no region at all.
pub(crate) const DEFAULT_REGION: &str = "cn-beijing-6";

/// The regions of the service.
const REGIONS: [&str; 8] = [
    "cn-beijing-6",
    "cn-shanghai-2",
    "cn-guangzhou-1",
    "cn-hongkong-2",
    "ap-singapore-1",
    "cn-beijing-fin",
    "cn-shanghai-fin",
    "cn-north-1-gov",
];

/// The service and region that a verified request is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Scope {
    pub(crate) service: String,
    pub(crate) region: String,
}

impl Scope {
    /// Checks the service first, then the region.
    ///
    /// # Errors
    /// `SignatureDoesNotMatch` for a service or region that the emulator does not have.
    pub(super) fn new(service: &str, region: &str) -> Result<Self, ApiError> {
        if !neighbours::SERVICES.contains(&service) {
            return Err(ApiError::scope_service(AUTO_SCALING_SERVICE));
        }
        if !REGIONS.contains(&region) {
            return Err(ApiError::scope_region(region));
        }
        Ok(Self {
            service: service.to_owned(),
            region: region.to_owned(),
        })
    }
}

/// The region that the `Host` header names, as in `kec.cn-shanghai-2.api.ksyun.com`.
pub(super) fn region_of_host(request: &RawRequest) -> Option<&'static str> {
    let host = request.header("host")?;
    host.split('.')
        .find_map(|label| REGIONS.into_iter().find(|region| *region == label))
}
