//! Keys in a file with profiles, in the form of KSYUN's Python SDK: INI, a section for each profile.
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use super::credentials::Credentials;

/// The section that stands for the profile `default` in the files that the SDK calls `kscore.cfg`.
const WITHOUT_PROFILES: &str = "Credentials";
const DEFAULT: &str = "default";

/// Where keys are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CredentialsFile {
    /// The file.
    pub path: PathBuf,
    /// The profile.
    pub profile: String,
}

impl CredentialsFile {
    /// The keys of the profile.
    ///
    /// # Errors
    /// Says in words why there are none.
    pub fn read(&self) -> Result<Credentials, String> {
        let Self { path, profile } = self;
        let shown = path.display();
        let text = fs::read_to_string(path).map_err(|error| format!("{shown} can't be read: {error}"))?;
        let sections = sections(&text);
        let section = sections
            .get(profile.as_str())
            .or_else(|| sections.get(WITHOUT_PROFILES).filter(|_| profile == DEFAULT));
        let Some(section) = section else {
            let names: Vec<&str> = sections.keys().copied().collect();
            return Err(match names.as_slice() {
                [] => format!("{shown} has no profiles, and {profile:?} is asked for"),
                names => format!("{shown} has no profile {profile:?}, only: {}", names.join(", ")),
            });
        };
        let value = |name: &str| section.get(name).copied().filter(|value| !value.is_empty());
        let needed = |name: &str| value(name).ok_or(format!("profile {profile:?} in {shown} has no {name}"));
        let credentials = Credentials::new(needed("ks_access_key_id")?, needed("ks_secret_access_key")?);
        Ok(match value("ks_security_token").or(value("ks_session_token")) {
            Some(token) => credentials.with_security_token(token),
            None => credentials,
        })
    }
}

/// The members of each section. Lines that are none are passed over.
fn sections(text: &str) -> BTreeMap<&str, BTreeMap<&str, &str>> {
    let mut sections: BTreeMap<&str, BTreeMap<&str, &str>> = BTreeMap::new();
    let mut section = None;
    for line in text.lines().map(str::trim) {
        let name = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        if let Some(name) = name {
            section = Some(sections.entry(name.trim()).or_default());
        } else if !line.starts_with(['#', ';'])
            && let (Some(section), Some((name, value))) = (section.as_mut(), line.split_once('='))
        {
            section.insert(name.trim(), value.trim());
        }
    }
    sections
}

/// The keys that sign now. Those of a file are read again when it has changed: temporary keys are renewed there.
#[derive(Debug)]
pub(super) struct Keys {
    file: Option<CredentialsFile>,
    now: Mutex<(Arc<Credentials>, Option<SystemTime>)>,
}

impl Keys {
    /// Keys that stay, or that `file` renews.
    pub(super) fn new(credentials: Credentials, file: Option<CredentialsFile>) -> Self {
        let modified = file.as_ref().and_then(modified);
        Self {
            file,
            now: Mutex::new((Arc::new(credentials), modified)),
        }
    }

    /// The keys to sign with.
    pub(super) fn current(&self) -> Arc<Credentials> {
        if let Some(file) = &self.file {
            let modified = modified(file);
            if modified != self.now.lock().unwrap_or_else(PoisonError::into_inner).1 {
                self.read(file, modified);
            }
        }
        Arc::clone(&self.now.lock().unwrap_or_else(PoisonError::into_inner).0)
    }

    /// Reads the file again, whatever its time says, since the API does not take these keys. Says whether there is a file.
    pub(super) fn read_again(&self) -> bool {
        let Some(file) = &self.file else {
            return false;
        };
        self.read(file, modified(file));
        true
    }

    /// A file that can't be read is perhaps being written; the keys stay until it can.
    fn read(&self, file: &CredentialsFile, modified: Option<SystemTime>) {
        if let Ok(credentials) = file.read() {
            *self.now.lock().unwrap_or_else(PoisonError::into_inner) = (Arc::new(credentials), modified);
        }
    }
}

fn modified(file: &CredentialsFile) -> Option<SystemTime> {
    fs::metadata(&file.path).ok()?.modified().ok()
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret as _;

    use super::*;
    use crate::client::actions::DescribeScalingGroup;
    use crate::client::testing::{FakeApi, error, ok};
    use crate::client::{CallContext, ClientConfig};

    const FILE: &str = "\
# of this test
[default]
ks_access_key_id = AK1
ks_secret_access_key=a/b+c==

[prod]
ks_access_key_id = AK2
ks_secret_access_key = secret2
ks_session_token = token2

[half]
ks_access_key_id = AK3
";

    fn file(name: &str, text: &str, profile: &str) -> CredentialsFile {
        let path = std::env::temp_dir().join(format!("credentials-{name}-{}", std::process::id()));
        fs::write(&path, text).unwrap();
        CredentialsFile {
            path,
            profile: profile.to_owned(),
        }
    }

    #[test]
    fn each_profile_has_its_keys() {
        let keys = file("profiles", FILE, "default").read().unwrap();
        assert_eq!(
            (keys.access_key.as_str(), keys.secret_key.expose_secret()),
            ("AK1", "a/b+c==")
        );
        assert!(keys.security_token.is_none());
        let keys = file("profiles", FILE, "prod").read().unwrap();
        assert_eq!(keys.security_token.unwrap().expose_secret(), "token2");
        let sdk = "[Credentials]\nks_access_key_id=AK\nks_secret_access_key=SK\n";
        assert_eq!(file("sdk", sdk, "default").read().unwrap().access_key, "AK");
    }

    #[test]
    fn what_is_missing_is_named() {
        let problem = |profile: &str| file("missing", FILE, profile).read().unwrap_err();
        assert!(problem("test").contains("has no profile \"test\", only: default, half, prod"));
        assert!(problem("half").contains("has no ks_secret_access_key"));
        let nowhere = CredentialsFile {
            path: "/nowhere/credentials".into(),
            profile: "default".to_owned(),
        };
        assert!(
            nowhere
                .read()
                .unwrap_err()
                .starts_with("/nowhere/credentials can't be read: ")
        );
    }

    #[tokio::test]
    async fn keys_that_are_not_taken_any_more_are_read_again() {
        let renewed = file("renewed", FILE, "default");
        let api = FakeApi::new(move |sent| {
            let signed = sent.header("authorization").unwrap_or_default();
            if signed.contains("=AK9/") {
                ok(serde_json::json!({"ScalingGroupSet": []}))
            } else {
                error(403, "InvalidClientTokenId", "no")
            }
        });
        let mut config = ClientConfig::new(renewed.read().unwrap(), "cn-beijing-6");
        let client = |config: &ClientConfig| {
            let config = config.clone();
            api.client_with(move |target| *target = config)
        };
        let call = async |client: &crate::client::Client| {
            let (cx, request) = (CallContext::background(), DescribeScalingGroup::default());
            client.call(&cx, &request).await.is_ok()
        };
        // Without a file, and with one that has no others, that is all there is to it.
        assert!(!call(&client(&config)).await);
        assert_eq!(api.calls(), 1);
        config.credentials_file = Some(renewed.clone());
        let client = client(&config);
        assert!(!call(&client).await);
        assert_eq!(api.calls(), 3);
        fs::write(&renewed.path, FILE.replace("AK1", "AK9")).unwrap();
        assert!(call(&client).await);
        assert_eq!(client.access_key(), "AK9");
    }
}
