//! Which command the scenarios run: Terraform or OpenTofu, and what it can do.

use std::env;
use std::fmt;
use std::path::{self, Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use super::process::output;

/// The command under test.
pub(crate) struct Cli {
    /// The executable.
    pub(crate) command: PathBuf,
    pub(crate) product: Product,
    pub(crate) version: Version,
}

/// Whose command it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Product {
    Terraform,
    OpenTofu,
}

/// A version, as far as features depend on it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version {
    major: u32,
    minor: u32,
}

/// What came to Terraform and OpenTofu at different times, or to one of them only.
#[derive(Clone, Copy)]
pub(crate) struct Feature {
    name: &'static str,
    terraform: Option<Version>,
    opentofu: Option<Version>,
}

/// The command named by `ACCEPTANCE_TERRAFORM`, else `terraform` on `PATH`, else `tofu` there.
pub(crate) static CLI: LazyLock<Cli> = LazyLock::new(|| match env::var_os("ACCEPTANCE_TERRAFORM") {
    // Commands run in folders of their own, where a relative path would lead elsewhere.
    Some(named) => {
        let command = path::absolute(named).expect("ACCEPTANCE_TERRAFORM is a path");
        Cli::of(&command).unwrap_or_else(|why| panic!("{} {why}", command.display()))
    }
    None => ["terraform", "tofu"]
        .iter()
        .find_map(|name| Cli::of(Path::new(name)).ok())
        .expect(
            "put Terraform >= 1.8 or OpenTofu on PATH, or run with \
             ACCEPTANCE_TERRAFORM=\"$(scripts/terraform-from-pypi 1.15)\"",
        ),
});

impl Cli {
    fn of(command: &Path) -> Result<Self, String> {
        let mut asked = Command::new(command);
        asked
            .arg("version")
            .env("CHECKPOINT_DISABLE", "1")
            .env("TF_CLI_CONFIG_FILE", "/dev/null");
        let output = output(&mut asked).map_err(|error| format!("cannot be started: {error}"))?;
        let shown = String::from_utf8_lossy(&output.stdout);
        let (product, version) = [
            ("Terraform v", Product::Terraform),
            ("OpenTofu v", Product::OpenTofu),
        ]
        .into_iter()
        .find_map(|(start, product)| Some((product, Version::parse(shown.strip_prefix(start)?)?)))
        .ok_or_else(|| format!("does not tell its version: {output:?}"))?;
        Ok(Self {
            command: command.to_owned(),
            product,
            version,
        })
    }

    /// The full address of the provider that `required_providers` calls `source`.
    pub(crate) fn provider_address(&self, source: &str) -> String {
        let registry = match self.product {
            Product::Terraform => "registry.terraform.io",
            Product::OpenTofu => "registry.opentofu.org",
        };
        format!("{registry}/{source}")
    }

    /// Whether there is `feature`.
    pub(crate) fn has(&self, feature: Feature) -> bool {
        feature
            .since(self.product)
            .is_some_and(|since| self.version >= since)
    }
}

impl Product {
    /// The usual name of the command.
    pub(crate) fn command(self) -> &'static str {
        match self {
            Self::Terraform => "terraform",
            Self::OpenTofu => "tofu",
        }
    }
}

impl Feature {
    /// Objects have an identity, and can be imported by it.
    pub(crate) const IDENTITY: Self = Self::new("identities", Some((1, 12)), Some((1, 12)));
    /// Attributes that are never stored.
    pub(crate) const WRITE_ONLY: Self = Self::new("write-only attributes", Some((1, 11)), Some((1, 11)));
    /// `moved` from another provider's resource.
    pub(crate) const MOVED_HERE: Self = Self::new("moves between providers", Some((1, 8)), Some((1, 10)));
    /// `query`, with `list` blocks.
    pub(crate) const QUERY: Self = Self::new("queries", Some((1, 14)), None);
    /// `action` blocks.
    pub(crate) const ACTIONS: Self = Self::new("actions", Some((1, 14)), None);

    /// `for_each` in a provider block.
    pub(crate) const PROVIDER_FOR_EACH: Self = Self::new("for_each of a provider", None, Some((1, 9)));

    const fn new(name: &'static str, terraform: Option<(u32, u32)>, opentofu: Option<(u32, u32)>) -> Self {
        Self {
            name,
            terraform: Version::since(terraform),
            opentofu: Version::since(opentofu),
        }
    }

    fn since(self, product: Product) -> Option<Version> {
        match product {
            Product::Terraform => self.terraform,
            Product::OpenTofu => self.opentofu,
        }
    }
}

impl Version {
    const fn since(first: Option<(u32, u32)>) -> Option<Self> {
        match first {
            Some((major, minor)) => Some(Self { major, minor }),
            None => None,
        }
    }

    /// Reads `MAJOR.MINOR`, whatever follows.
    fn parse(text: &str) -> Option<Self> {
        let mut numbers = text.split('.').map(str::parse);
        Some(Self {
            major: numbers.next()?.ok()?,
            minor: numbers.next()?.ok()?,
        })
    }
}

impl fmt::Display for Product {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Terraform => "Terraform",
            Self::OpenTofu => "OpenTofu",
        })
    }
}

impl fmt::Display for Cli {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.product, self.version)
    }
}

impl fmt::Display for Feature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}
