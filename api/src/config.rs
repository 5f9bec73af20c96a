//! The configuration file (`--config F`), TOML. Every field has a default; `deploy/config.example.toml` shows them all.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use consultation::StateCode;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::auth::Role;

/// The whole file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// External token issuers, beside the data directory's own.
    pub issuers: Vec<IssuerConfig>,
    /// What every token must keep to.
    pub tokens: TokenConfig,
    /// What a request may cost.
    pub limits: Limits,
    /// Reads.
    pub reads: Reads,
    /// Silence on texts and on packages of dispositions.
    pub silence: Silence,
}

/// An external issuer and what it may speak for. All fields are needed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IssuerConfig {
    /// The `iss` claim, compared byte for byte.
    pub iss: String,
    /// The `aud` that its tokens must name.
    pub aud: String,
    /// JWK set (RFC 7517) with its public keys. A relative path starts at the configuration file's folder.
    pub jwks_file: PathBuf,
    /// Signature algorithms it may use. Symmetric ones do not exist here.
    pub algorithms: Vec<SigningAlgorithm>,
    /// States it may speak for.
    pub states: StateSet,
    /// Roles it may give.
    pub roles: BTreeSet<Role>,
}

/// A signature algorithm for tokens (RFC 7518 §3.1, RFC 8037 §3.1): the asymmetric ones only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names are the standard's")]
pub enum SigningAlgorithm {
    EdDSA,
    ES256,
    ES384,
    RS256,
    RS384,
    RS512,
    PS256,
    PS384,
    PS512,
}

/// Some states, or all: `["FJI", "WSM"]`, `["*"]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StateSet {
    /// Every state.
    All,
    /// These.
    Only(BTreeSet<StateCode>),
}

impl StateSet {
    /// True if `state` is one of them.
    #[must_use]
    pub fn contains(&self, state: StateCode) -> bool {
        match self {
            Self::All => true,
            Self::Only(states) => states.contains(&state),
        }
    }
}

impl Serialize for StateSet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::All => ["*"].serialize(serializer),
            Self::Only(states) => states.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for StateSet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let codes = Vec::<String>::deserialize(deserializer)?;
        if codes == ["*"] {
            return Ok(Self::All);
        }
        codes
            .iter()
            .map(|code| StateCode::parse(code).map_err(de::Error::custom))
            .collect::<Result<_, _>>()
            .map(Self::Only)
    }
}

/// What every token must keep to, whoever issued it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TokenConfig {
    /// By how much clocks may differ, in seconds. Default 30.
    pub leeway_seconds: u32,
    /// Longest time from `iat` to `exp`, in hours. Default 720, which is 30 days.
    pub max_lifetime_hours: u32,
}

impl Default for TokenConfig {
    fn default() -> Self {
        Self {
            leeway_seconds: 30,
            max_lifetime_hours: 720,
        }
    }
}

/// What a request may cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Largest body, in bytes. Default 4 MiB.
    pub body_bytes: usize,
    /// Time for the whole body to arrive, in seconds. Default 30.
    pub body_deadline_seconds: u32,
    /// Deepest nesting of a JSON body. Default 32; at most 128.
    pub json_depth: usize,
    /// Most connections at a time. Default 2,048.
    pub connections: usize,
}

impl Limits {
    /// Time for the whole body to arrive.
    #[must_use]
    pub fn body_deadline(&self) -> Duration {
        Duration::from_secs(self.body_deadline_seconds.into())
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 4 * 1024 * 1024,
            body_deadline_seconds: 30,
            json_depth: 32,
            connections: 2_048,
        }
    }
}

/// Reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Reads {
    /// How long `at_least` waits for a view, in milliseconds. Default 2,000.
    pub at_least_wait_ms: u64,
}

impl Reads {
    /// How long `at_least` waits for a view.
    #[must_use]
    pub fn at_least_wait(&self) -> Duration {
        Duration::from_millis(self.at_least_wait_ms)
    }
}

impl Default for Reads {
    fn default() -> Self {
        Self {
            at_least_wait_ms: 2_000,
        }
    }
}

/// Silence on texts and on packages of dispositions.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Silence {
    /// The shortest silence, in seconds, instead of what the rules say (R19, R23): for trials and tests. Unset by
    /// default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shortest_seconds: Option<u64>,
}

impl Silence {
    /// The shortest silence, in seconds, if one is set.
    #[must_use]
    pub fn shortest_seconds(&self) -> Option<i64> {
        self.shortest_seconds
            .map(|seconds| i64::try_from(seconds).unwrap_or(i64::MAX))
    }
}

/// A configuration file that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read the configuration file {}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The file is not TOML, or has an unknown field or a value of another type.
    #[error("the configuration file {} is not valid; deploy/config.example.toml shows every field", path.display())]
    Invalid {
        /// The file.
        path: PathBuf,
        /// Where and why.
        #[source]
        source: toml::de::Error,
    },
    /// A value is outside its range.
    #[error("the configuration has {field} = {value}: {rule}")]
    OutOfRange {
        /// The field, as `section.name`.
        field: &'static str,
        /// Its value.
        value: u64,
        /// What it must keep to.
        rule: &'static str,
    },
}

impl Config {
    /// Reads a file. Paths in it that are relative start at its folder.
    ///
    /// # Errors
    /// [`ConfigError`], naming the file and what to change.
    pub fn load(path: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path).map_err(|source| ConfigError::Unreadable {
            path: path.to_owned(),
            source,
        })?;
        let mut config: Self = toml::from_str(&text).map_err(|source| ConfigError::Invalid {
            path: path.to_owned(),
            source,
        })?;
        let folder = path.parent().unwrap_or(Path::new("."));
        for issuer in &mut config.issuers {
            issuer.jwks_file = folder.join(&issuer.jwks_file);
        }
        config.check()?;
        Ok(config)
    }

    fn check(&self) -> Result<(), ConfigError> {
        let range = |field, value, good, rule| {
            if good {
                Ok(())
            } else {
                Err(ConfigError::OutOfRange { field, value, rule })
            }
        };
        let Self { tokens, limits, .. } = self;
        let (depth, bytes) = (count(limits.json_depth), count(limits.body_bytes));
        range("limits.json_depth", depth, (1..=128).contains(&depth), "use 1 to 128")?;
        range("limits.body_bytes", bytes, bytes > 0, "use at least 1")?;
        range(
            "limits.connections",
            count(limits.connections),
            limits.connections > 0,
            "use at least 1",
        )?;
        let deadline = limits.body_deadline_seconds;
        range(
            "limits.body_deadline_seconds",
            deadline.into(),
            deadline > 0,
            "use at least 1",
        )?;
        let leeway = tokens.leeway_seconds;
        range("tokens.leeway_seconds", leeway.into(), leeway <= 300, "use at most 300")?;
        let lifetime = tokens.max_lifetime_hours;
        range(
            "tokens.max_lifetime_hours",
            lifetime.into(),
            (1..=8_760).contains(&lifetime),
            "use 1 to 8760",
        )?;
        let shortest = self.silence.shortest_seconds.unwrap_or(1);
        range(
            "silence.shortest_seconds",
            shortest,
            (1..=31_536_000).contains(&shortest),
            "use 1 to 31536000",
        )
    }
}

fn count(value: usize) -> u64 {
    u64::try_from(value).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXAMPLE: &str = include_str!("../../deploy/config.example.toml");

    /// The example with its commented-out issuer switched on.
    fn full_example() -> String {
        EXAMPLE
            .lines()
            .map(|line| line.strip_prefix("#: ").unwrap_or(line))
            .collect::<Vec<_>>()
            .join("\n")
    }

    fn fields(prefix: &str, value: &toml::Value, found: &mut BTreeSet<String>) {
        match value {
            toml::Value::Table(table) => {
                for (name, inner) in table {
                    fields(&format!("{prefix}/{name}"), inner, found);
                }
            }
            toml::Value::Array(items) if items.iter().any(toml::Value::is_table) => {
                for inner in items {
                    fields(prefix, inner, found);
                }
            }
            _ => {
                found.insert(prefix.to_owned());
            }
        }
    }

    #[test]
    fn the_example_parses_and_shows_the_defaults() {
        let config: Config = toml::from_str(EXAMPLE).unwrap();
        assert_eq!(config, Config::default());
        config.check().unwrap();
    }

    #[test]
    fn every_field_appears_in_the_example() {
        let full: Config = toml::from_str(&full_example()).unwrap();
        assert_eq!(full.issuers.len(), 2);
        let (mut in_type, mut in_example) = (BTreeSet::new(), BTreeSet::new());
        fields("", &toml::Value::try_from(&full).unwrap(), &mut in_type);
        fields("", &toml::from_str(&full_example()).unwrap(), &mut in_example);
        assert_eq!(in_type, in_example);
    }

    #[test]
    fn a_relative_key_file_starts_at_the_configuration_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("config.toml");
        std::fs::write(&file, full_example()).unwrap();
        let config = Config::load(&file).unwrap();
        assert_eq!(config.issuers[0].jwks_file, folder.path().join("mission-jwks.json"));
    }

    #[test]
    fn unknown_fields_symmetric_algorithms_and_unknown_states_are_refused() {
        assert!(toml::from_str::<Config>("[limits]\nbody_size = 1").is_err());
        assert!(toml::from_str::<Config>("[other]").is_err());
        let example = full_example();
        assert!(toml::from_str::<Config>(&example.replace("\"EdDSA\"", "\"HS256\"")).is_err());
        assert!(toml::from_str::<Config>(&example.replace("\"FJI\"", "\"XXX\"")).is_err());
        assert!(toml::from_str::<Config>(&example.replace("\"focal_point\"", "\"root\"")).is_err());
    }

    #[test]
    fn values_out_of_range_and_missing_files_name_themselves() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("config.toml");
        assert!(Config::load(&file).unwrap_err().to_string().contains("config.toml"));
        std::fs::write(&file, "[limits]\njson_depth = 0").unwrap();
        let error = Config::load(&file).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the configuration has limits.json_depth = 0: use 1 to 128"
        );
    }
}
