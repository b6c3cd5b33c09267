//! The arguments of the provider block.

use crate::framework::schema::{Attribute, Block, Schema, Validator};
use crate::provider::defaults;

/// The texts of `signature_version`. Terraform makes the last of the second if it is written as a number.
const SIGNATURE_VERSIONS: &[&str] = &["4", "1.0", "1"];

pub(in crate::provider) fn schema() -> Schema {
    let schema =
        Schema::new("Kingsoft Cloud (KSYUN) Auto Scaling. Every setting can also come from the environment.");
    defaults::arguments(transport(credentials(schema))).block(
        Block::single("endpoints", "Other addresses of services.").attribute(
            Attribute::string(
                "autoscaling",
                "URL of the Auto Scaling API, such as `http://127.0.0.1:8080` for a local emulator. Environment: \
                 `KSYUN_ENDPOINT_AUTOSCALING`.",
            )
            .optional(),
        ),
    )
}

fn credentials(schema: Schema) -> Schema {
    schema
        .attribute(Attribute::string("access_key", "Access key. Environment: `KSYUN_ACCESS_KEY`.").optional())
        .attribute(Attribute::string("secret_key", "Secret key. Environment: `KSYUN_SECRET_KEY`.").optional().sensitive())
        .attribute(
            Attribute::string("security_token", "Token of temporary credentials. Environment: `KSYUN_SECURITY_TOKEN`.")
                .optional()
                .sensitive(),
        )
        .attribute(
            Attribute::string(
                "profile",
                "Profile whose keys are used, in `shared_credentials_file`. Keys in this block are used before it, keys in the \
                 environment only if it is not set here. Environment: `KSYUN_PROFILE`, `KS_PROFILE`.",
            )
            .optional(),
        )
        .attribute(
            Attribute::string(
                "shared_credentials_file",
                "File with profiles, which KSYUN's Python SDK reads too: a section for each, with `ks_access_key_id`, \
                 `ks_secret_access_key` and perhaps `ks_security_token`. It is read again when it changes. Default: \
                 `~/.ks/credentials`. Environment: `KSYUN_SHARED_CREDENTIALS_FILE`, `KS_SHARED_CREDENTIALS_FILE`.",
            )
            .optional(),
        )
        .attribute(
            Attribute::string("region", "Region, such as `cn-beijing-6`. Environment: `KSYUN_REGION`.").optional(),
        )
        .attribute(accounts(
            "allowed_account_ids",
            "Ids of the accounts of which the access key may be, to keep a wrong key from doing harm: as another account, or if \
             the API does not tell the account, no call is made. The API tells it with scaling configurations, so the first one \
             of an account has to be made without this.",
        ))
        .attribute(accounts(
            "forbidden_account_ids",
            "Ids of accounts of which the access key may not be. Excludes `allowed_account_ids`.",
        ))
        .attribute(
            Attribute::string(
                "signature_version",
                "How requests are signed: `4` (AWS4-HMAC-SHA256, the default) or `1.0` (the API's simplified signature). \
                 Environment: `KSYUN_SIGNATURE_VERSION`.",
            )
            .optional()
            .validate(Validator::OneOf(SIGNATURE_VERSIONS)),
        )
}

fn accounts(name: &'static str, description: &'static str) -> Attribute {
    Attribute::string_set(name, description)
        .optional()
        .validate(Validator::MinItems(1))
        .validate(Validator::each(Validator::NotBlank))
}

fn transport(schema: Schema) -> Schema {
    schema
        .attribute(
            Attribute::string("domain", "Replaces `api.ksyun.com`, for a private cloud. Environment: `KSYUN_DOMAIN`.")
                .optional(),
        )
        .attribute(
            Attribute::bool(
                "ignore_service",
                "Whether `domain` is the whole host, without `kec.` before it. Environment: `KSYUN_DOMAIN_IGNORE_SERVICE`.",
            )
            .optional(),
        )
        .attribute(
            Attribute::string(
                "endpoint",
                "Endpoint of other services; accepted for compatibility, without effect on Auto Scaling. See `endpoints`.",
            )
            .optional(),
        )
        .attribute(
            Attribute::bool(
                "insecure",
                "Whether the endpoint's certificate is not checked, and an `http://` endpoint on another machine is \
                 accepted. Default: `false`. Environment: `KSYUN_INSECURE`.",
            )
            .optional(),
        )
        .attribute(
            Attribute::bool(
                "force_https",
                "Whether an `http://` endpoint is refused, even on this machine. HTTPS is the default anyway.",
            )
            .optional(),
        )
        .attribute(
            Attribute::bool(
                "dry_run",
                "Whether the API only checks permissions; every call then ends with an error that says so. Environment: \
                 `KSYUN_DRY_RUN`.",
            )
            .optional(),
        )
        .attribute(
            Attribute::bool(
                "allow_mass_disappearance",
                "Whether a run goes on although the API does not list most of its objects any more. Else that is an error: the \
                 access key may not see them. Default: `false`. Environment: `KSYUN_ALLOW_MASS_DISAPPEARANCE`.",
            )
            .optional(),
        )
        .attribute(Attribute::bool("http_keepalive", "Whether connections are kept for the next call. Default: `true`.").optional())
        .attribute(
            Attribute::number(
                "max_retries",
                "How often a call that failed is repeated at most, where that is safe. Calls that the API's flow control \
                 refuses did not fail: they are repeated as long as the operation has time. Default: `3`.",
            )
            .optional()
            .validate(Validator::Between(0, 99)),
        )
        .attribute(
            Attribute::number(
                "max_concurrent_requests",
                "How many calls may be under way at once at most. How many of them the API takes is learnt. Default: `50`.",
            )
            .optional()
            .validate(Validator::Between(1, 1000)),
        )
        .attribute(
            Attribute::number(
                "max_requests_per_second",
                "How many calls may start per second at most, to leave some of the account's rate to others. Default: as \
                 many as the API is found to take.",
            )
            .optional()
            .validate(Validator::Between(1, 10000)),
        )
        .attribute(
            Attribute::string("http_proxy", "URL of a proxy for all calls. Default: what the environment says (`HTTPS_PROXY`).")
                .optional(),
        )
}
