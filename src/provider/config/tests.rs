use super::*;
use crate::cty::Value;
use crate::framework::testing::nothing_set;

fn block(members: &[(&str, Value)]) -> Value {
    let mut block = nothing_set(&schema());
    block.extend(
        members
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone())),
    );
    Value::Object(block)
}

fn configured(
    members: &[(&str, Value)],
    environment: &[(&str, &str)],
) -> Result<Option<ClientConfig>, Diagnostics> {
    let lookup = |name: &str| {
        environment
            .iter()
            .find(|(variable, _)| *variable == name)
            .map(|(_, value)| (*value).to_owned())
    };
    let settings = read(
        &ConfigureRequest {
            terraform_version: "1.15.5",
            config: &block(members),
        },
        &lookup,
    )?;
    Ok(settings.map(|settings| settings.client))
}

const ENVIRONMENT: [(&str, &str); 3] = [
    ("KSYUN_ACCESS_KEY", "env-key"),
    ("KSYUN_SECRET_KEY", "env-secret"),
    ("KSYUN_REGION", "cn-beijing-6"),
];

#[test]
fn everything_can_come_from_the_environment() {
    let environment = [
        &ENVIRONMENT[..],
        &[
            ("KSYUN_ENDPOINT_AUTOSCALING", "http://127.0.0.1:8080"),
            ("KSYUN_SIGNATURE_VERSION", "1.0"),
            ("KSYUN_DRY_RUN", "true"),
        ],
    ]
    .concat();
    let config = configured(&[], &environment).unwrap().unwrap();
    assert_eq!(config.region, "cn-beijing-6");
    assert_eq!(config.endpoint.url.as_deref(), Some("http://127.0.0.1:8080"));
    assert_eq!(config.signature, SignatureVersion::Simplified);
    assert!(config.dry_run);
    assert_eq!(config.max_retries, 3);
    assert!(config.user_agent.starts_with("Terraform/1.15.5 "));
}

#[test]
fn the_block_wins_over_the_environment() {
    let environment = [
        &ENVIRONMENT[..],
        &[
            ("KSYUN_ENDPOINT_AUTOSCALING", "http://127.0.0.1:8080"),
            ("KSYUN_INSECURE", "1"),
        ],
    ]
    .concat();
    let block = [
        ("region", "cn-shanghai-2".into()),
        ("domain", "cloud.example".into()),
        ("insecure", false.into()),
    ];
    let config = configured(&block, &environment).unwrap().unwrap();
    assert_eq!(config.region, "cn-shanghai-2");
    assert_eq!(config.endpoint.domain.as_deref(), Some("cloud.example"));
    assert_eq!(config.endpoint.url, None);
    assert!(!config.insecure);
}

#[test]
fn what_is_missing_is_named_with_both_ways_to_give_it() {
    let errors = configured(&[("access_key", "key".into())], &[]).unwrap_err();
    let detail = &errors.iter().next().unwrap().detail;
    assert!(!detail.contains("KSYUN_ACCESS_KEY"));
    assert!(detail.contains("secret_key in the provider block, or KSYUN_SECRET_KEY in the environment"));
    assert!(detail.contains("region in the provider block, or KSYUN_REGION in the environment"));
}

#[test]
fn a_block_that_is_not_known_yet_is_no_error() {
    assert!(
        configured(&[("access_key", Value::unknown())], &ENVIRONMENT)
            .unwrap()
            .is_none()
    );
}

#[test]
fn a_wrong_flag_in_the_environment_is_named() {
    let environment = [&ENVIRONMENT[..], &[("KSYUN_INSECURE", "perhaps")]].concat();
    let errors = configured(&[], &environment).unwrap_err();
    assert_eq!(
        errors.iter().next().unwrap().summary,
        "KSYUN_INSECURE is neither true nor false"
    );
}

#[test]
fn two_endpoints_in_one_block_are_refused() {
    let endpoints = Value::Object([("autoscaling".to_owned(), "http://127.0.0.1:1".into())].into());
    let mut diagnostics = Diagnostics::new();
    validate(
        &block(&[("endpoints", endpoints), ("domain", "cloud.example".into())]),
        &mut diagnostics,
    );
    assert!(diagnostics.has_errors());
}

/// The access key that is used, and whether a file renews it.
fn key(members: &[(&str, Value)], environment: &[(&str, &str)]) -> Result<(String, bool), String> {
    match configured(members, environment) {
        Ok(config) => {
            let config = config.unwrap();
            Ok((config.credentials.access_key, config.credentials_file.is_some()))
        }
        Err(errors) => {
            let error = errors.into_iter().next().unwrap();
            let place = error.path.map_or_else(String::new, |path| format!(" at {path}"));
            Err(format!("{}{place}: {}", error.summary, error.detail))
        }
    }
}

#[test]
fn keys_come_from_the_block_a_profile_of_the_block_the_environment_or_a_profile_of_it() {
    let home = std::env::temp_dir().join(format!("config-keys-{}", std::process::id()));
    std::fs::create_dir_all(home.join(".ks")).unwrap();
    let section = |name: &str| format!("[{name}]\nks_access_key_id = {name}-key\nks_secret_access_key = s\n");
    let file = section("default") + &section("prod") + &section("test");
    std::fs::write(home.join(".ks/credentials"), &file).unwrap();
    std::fs::write(home.join("other"), section("default")).unwrap();
    let at_home = [("HOME", home.to_str().unwrap()), ("KSYUN_REGION", "cn-beijing-6")];
    let of_file = |key: &str| Ok((key.to_owned(), true));

    assert_eq!(key(&[], &at_home), of_file("default-key"));
    let both = [("KSYUN_PROFILE", "test"), ("KS_PROFILE", "prod")];
    assert_eq!(key(&[], &[&at_home[..], &both].concat()), of_file("test-key"));
    assert_eq!(
        key(&[], &[&at_home[..], &both[1..]].concat()),
        of_file("prod-key")
    );
    let keys = [
        ("KSYUN_ACCESS_KEY", "env-key"),
        ("KSYUN_SECRET_KEY", "s"),
        ("KSYUN_PROFILE", "test"),
    ];
    let with_keys = [&at_home[..], &keys].concat();
    assert_eq!(key(&[], &with_keys), Ok(("env-key".to_owned(), false)));
    let profile = || ("profile", Value::from("prod"));
    assert_eq!(key(&[profile()], &with_keys), of_file("prod-key"));
    let block = [
        profile(),
        ("access_key", "block-key".into()),
        ("secret_key", "s".into()),
    ];
    assert_eq!(key(&block, &with_keys), Ok(("block-key".to_owned(), false)));
    let other = [("shared_credentials_file", Value::from("~/other"))];
    assert_eq!(key(&other, &at_home), of_file("default-key"));

    let absent = [("profile", Value::from("absent"))];
    let error = key(&absent, &at_home).unwrap_err();
    assert!(
        error.starts_with("Can't read the keys of the profile at profile: "),
        "{error}"
    );
    assert!(error.contains("only: default, prod, test"), "{error}");
    let error = key(&[], &[("HOME", "/nowhere"), ("KSYUN_REGION", "cn-beijing-6")]).unwrap_err();
    assert!(error.starts_with("The provider lacks settings"), "{error}");
}

#[test]
fn accounts_are_either_allowed_or_forbidden() {
    let of = |account: &str| Value::Set(vec![account.into()]);
    let config = configured(&[("allowed_account_ids", of("7"))], &ENVIRONMENT).unwrap();
    assert_eq!(config.unwrap().accounts.allowed, ["7"]);
    let mut diagnostics = Diagnostics::new();
    validate(
        &block(&[
            ("allowed_account_ids", of("7")),
            ("forbidden_account_ids", of("8")),
        ]),
        &mut diagnostics,
    );
    assert!(diagnostics.has_errors());
}

#[test]
fn a_domain_of_the_environment_gives_way_to_an_endpoint_of_the_block() {
    let environment = [&ENVIRONMENT[..], &[("KSYUN_DOMAIN", "cloud.example")]].concat();
    let endpoints = Value::Object([("autoscaling".to_owned(), "http://127.0.0.1:1".into())].into());
    let config = configured(&[("endpoints", endpoints)], &environment)
        .unwrap()
        .unwrap();
    assert_eq!(config.endpoint.url.as_deref(), Some("http://127.0.0.1:1"));
    assert_eq!(config.endpoint.domain, None);
}

#[test]
fn an_empty_setting_is_not_set() {
    let environment = [
        &ENVIRONMENT[..],
        &[("KSYUN_ENDPOINT_AUTOSCALING", "http://127.0.0.1:1")],
    ]
    .concat();
    let endpoints = Value::Object([("autoscaling".to_owned(), "".into())].into());
    let block = [
        ("endpoints", endpoints),
        ("access_key", "".into()),
        ("region", "".into()),
    ];
    let config = configured(&block, &environment).unwrap().unwrap();
    assert_eq!(config.credentials.access_key, "env-key");
    assert_eq!(config.region, "cn-beijing-6");
    assert_eq!(config.endpoint.url.as_deref(), Some("http://127.0.0.1:1"));
}

#[test]
fn zero_retries_and_false_are_settings_of_their_own() {
    let block = [
        ("max_retries", 0.into()),
        ("http_keepalive", false.into()),
        ("dry_run", false.into()),
    ];
    let environment = [&ENVIRONMENT[..], &[("KSYUN_DRY_RUN", "true")]].concat();
    let config = configured(&block, &environment).unwrap().unwrap();
    assert_eq!(config.max_retries, 0);
    assert!(!config.http_keepalive);
    assert!(!config.dry_run);
}

#[test]
fn every_setting_of_the_environment_arrives() {
    let environment = [
        &ENVIRONMENT[..],
        &[
            ("KSYUN_SECURITY_TOKEN", "env-token"),
            ("KSYUN_DOMAIN", "127.0.0.1:1"),
            ("KSYUN_DOMAIN_IGNORE_SERVICE", "1"),
            ("KSYUN_INSECURE", "true"),
        ],
    ]
    .concat();
    let config = configured(&[], &environment).unwrap().unwrap();
    assert!(config.credentials.security_token.is_some());
    assert_eq!(config.endpoint.domain.as_deref(), Some("127.0.0.1:1"));
    assert!(config.endpoint.ignore_service);
    assert!(config.insecure);
    assert!(config.endpoint.allow_plain_http);
}

/// The one message that settings lead to, as a person reads it.
fn message(members: &[(&str, Value)], environment: &[(&str, &str)]) -> String {
    let environment = [&ENVIRONMENT[..], environment].concat();
    let diagnostic = match configured(members, &environment) {
        Err(errors) => errors.into_iter().next().unwrap(),
        Ok(config) => {
            let config = config.unwrap();
            config_error(&Client::new(&config).unwrap_err(), &config, &block(members))
        }
    };
    let path = diagnostic
        .path
        .map_or_else(String::new, |path| format!(" at {path}"));
    format!("Error{path}: {}\n  {}", diagnostic.summary, diagnostic.detail)
}

#[test]
fn each_refusal_names_the_setting_and_where_it_comes_from() {
    let endpoint = |url: &str| {
        let block = Value::Object([("autoscaling".to_owned(), url.into())].into());
        ("endpoints", block)
    };
    let texts = [
        message(&[("access_key", "a key".into())], &[]),
        message(&[("secret_key", "secret\n".into())], &[]),
        message(&[], &[("KSYUN_SECURITY_TOKEN", "to ken")]),
        message(
            &[("region", "CN".into()), ("domain", "cloud.example".into())],
            &[],
        ),
        message(&[endpoint("127.0.0.1:8080")], &[]),
        message(&[endpoint("http://user:secret@127.0.0.1")], &[]),
        message(&[endpoint("https://127.0.0.1/v1")], &[]),
        message(
            &[],
            &[("KSYUN_ENDPOINT_AUTOSCALING", "http://autoscaling.example")],
        ),
        message(&[("domain", "https://cloud.example".into())], &[]),
        message(
            &[],
            &[
                ("KSYUN_DOMAIN", "cloud.example"),
                ("KSYUN_ENDPOINT_AUTOSCALING", "https://cloud.example"),
            ],
        ),
        message(&[endpoint("http://127.0.0.1"), ("force_https", true.into())], &[]),
        message(&[("http_proxy", "http://user:secret@".into())], &[]),
        message(&[], &[("KSYUN_SIGNATURE_VERSION", "2")]),
        message(&[], &[("KSYUN_INSECURE", "perhaps")]),
        message(&[], &[("KSYUN_DRY_RUN", "yes")]),
        message(&[], &[("KSYUN_DOMAIN_IGNORE_SERVICE", "no")]),
    ];
    assert!(!texts.concat().contains("secret@"));
    insta::assert_snapshot!(texts.join("\n"));
}

#[test]
fn an_unknown_region_is_told_unless_the_endpoint_is_ones_own() {
    let told = |members: &[(&str, Value)]| {
        let config = configured(members, &ENVIRONMENT).unwrap().unwrap();
        let client = Client::new(&config).unwrap();
        unknown_region(client.region(), &config, &block(members))
            .map(|warning| (warning.path.map(|path| path.to_string()), warning.detail))
    };
    let (path, detail) = told(&[("region", "cn-bejing-6".into())]).unwrap();
    assert_eq!(path.as_deref(), Some("region"));
    insta::assert_snapshot!(detail, @r#"Region "cn-bejing-6" is not in the API's documentation that this version of the provider was made from. Did you mean "cn-beijing-6"? A newer region can be used all the same."#);
    assert_eq!(told(&[("region", "cn-beijing-6".into())]), None);
    let own = [("region", "moon".into()), ("domain", "cloud.example".into())];
    assert_eq!(told(&own), None);
}

#[test]
fn what_is_missing_is_one_message() {
    let errors = configured(&[], &[]).unwrap_err();
    assert_eq!(errors.iter().count(), 1);
    insta::assert_snapshot!(errors.iter().next().unwrap().detail, @r"
    To call the KSYUN API the provider needs:

      access_key in the provider block, or KSYUN_ACCESS_KEY in the environment
      secret_key in the provider block, or KSYUN_SECRET_KEY in the environment
      region in the provider block, or KSYUN_REGION in the environment

    Keys are created in the console under Access Keys. The provider can also read them from a profile in ~/.ks/credentials (profile in the provider block, or KSYUN_PROFILE).
    ");
}

#[test]
fn the_configured_provider_shows_no_secret() {
    let block = [
        ("secret_key", "s3cret".into()),
        ("security_token", "t0ken".into()),
        ("http_proxy", "http://user:pr0xy@proxy.example".into()),
    ];
    let shown = format!("{:?}", configured(&block, &ENVIRONMENT).unwrap().unwrap());
    for secret in ["s3cret", "t0ken", "pr0xy"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}
