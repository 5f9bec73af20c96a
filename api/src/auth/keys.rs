//! What the verifier knows of an issuer: its keys, and the states and roles it may speak for.

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;

use consultation::StateCode;
use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, JwkSet, KeyAlgorithm, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey};

use super::{OWN_ISSUER, OwnIssuer, Role};
use crate::config::{IssuerConfig, SigningAlgorithm, StateSet};

/// A configured issuer that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum IssuerError {
    /// Two issuers with one name.
    #[error("the issuer {0:?} is configured twice, or has the name of the data directory's own issuer")]
    Twice(String),
    /// The key file cannot be read.
    #[error("cannot read the keys of the issuer {iss:?} from {}", path.display())]
    Unreadable {
        /// The issuer.
        iss: String,
        /// Its key file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The key file is not a JWK set.
    #[error("{} of the issuer {iss:?} is not a JWK set (RFC 7517)", path.display())]
    NotAKeySet {
        /// The issuer.
        iss: String,
        /// Its key file.
        path: PathBuf,
        /// Where and why.
        #[source]
        source: serde_json::Error,
    },
    /// No key with a `kid` fits the configured algorithms.
    #[error("{} of the issuer {iss:?} has no key with a kid for the configured algorithms", path.display())]
    NoUsableKey {
        /// The issuer.
        iss: String,
        /// Its key file.
        path: PathBuf,
    },
    /// Two keys with one `kid`.
    #[error("{} of the issuer {iss:?} has two keys with the kid {kid:?}", path.display())]
    KeyTwice {
        /// The issuer.
        iss: String,
        /// Its key file.
        path: PathBuf,
        /// The key id.
        kid: String,
    },
}

/// A public key and the algorithms it may be used with.
pub(super) struct VerificationKey {
    pub(super) key: DecodingKey,
    pub(super) algorithms: Vec<Algorithm>,
}

/// An issuer that is trusted for some states and roles.
pub(super) struct TrustedIssuer {
    pub(super) iss: String,
    pub(super) aud: String,
    pub(super) keys: HashMap<String, VerificationKey>,
    states: StateSet,
    roles: BTreeSet<Role>,
}

impl TrustedIssuer {
    /// The data directory's own issuer: every state, every role.
    pub(super) fn own(issuer: &OwnIssuer) -> Self {
        let key = VerificationKey {
            key: DecodingKey::from_ed_der(issuer.public_key()),
            algorithms: vec![Algorithm::EdDSA],
        };
        Self {
            iss: OWN_ISSUER.to_owned(),
            aud: OWN_ISSUER.to_owned(),
            keys: HashMap::from([(issuer.kid().to_owned(), key)]),
            states: StateSet::All,
            roles: Role::ALL.into(),
        }
    }

    /// A configured issuer with the keys from its file.
    pub(super) fn external(config: &IssuerConfig) -> Result<Self, IssuerError> {
        let (iss, path) = (config.iss.clone(), config.jwks_file.clone());
        let text = match std::fs::read(&path) {
            Ok(text) => text,
            Err(source) => return Err(IssuerError::Unreadable { iss, path, source }),
        };
        let set: JwkSet = match serde_json::from_slice(&text) {
            Ok(set) => set,
            Err(source) => return Err(IssuerError::NotAKeySet { iss, path, source }),
        };
        let allowed: Vec<_> = config.algorithms.iter().map(|&algorithm| algorithm.into()).collect();
        let mut keys = HashMap::new();
        for jwk in &set.keys {
            // Providers publish keys for other purposes, too; those are passed over.
            let Some((kid, key)) = usable(jwk, &allowed) else {
                continue;
            };
            if keys.insert(kid.clone(), key).is_some() {
                return Err(IssuerError::KeyTwice { iss, path, kid });
            }
        }
        if keys.is_empty() {
            return Err(IssuerError::NoUsableKey { iss, path });
        }
        let (states, roles) = (config.states.clone(), config.roles.clone());
        Ok(Self {
            iss,
            aud: config.aud.clone(),
            keys,
            states,
            roles,
        })
    }

    /// True if the issuer may say that somebody has this role for this state.
    pub(super) fn may_speak_for(&self, role: Role, state: Option<StateCode>) -> bool {
        self.roles.contains(&role) && state.is_none_or(|state| self.states.contains(state))
    }
}

/// The key, if it is for signatures and fits at least one allowed algorithm. An algorithm is tied to the key's type
/// here, so that a public key can never serve as the secret of a symmetric one (RFC 8725 §3.1).
fn usable(jwk: &Jwk, allowed: &[Algorithm]) -> Option<(String, VerificationKey)> {
    let kid = jwk.common.key_id.clone()?;
    if jwk
        .common
        .public_key_use
        .as_ref()
        .is_some_and(|usage| *usage != PublicKeyUse::Signature)
    {
        return None;
    }
    let mut algorithms = by_type(&jwk.algorithm);
    algorithms.retain(|algorithm| allowed.contains(algorithm));
    if let Some(only) = jwk.common.key_algorithm {
        algorithms.retain(|&algorithm| KeyAlgorithm::from(algorithm) == only);
    }
    let key = DecodingKey::from_jwk(jwk).ok()?;
    (!algorithms.is_empty()).then_some((kid, VerificationKey { key, algorithms }))
}

fn by_type(parameters: &AlgorithmParameters) -> Vec<Algorithm> {
    match parameters {
        AlgorithmParameters::OctetKeyPair(key) if key.curve == EllipticCurve::Ed25519 => vec![Algorithm::EdDSA],
        AlgorithmParameters::EllipticCurve(key) => match key.curve {
            EllipticCurve::P256 => vec![Algorithm::ES256],
            EllipticCurve::P384 => vec![Algorithm::ES384],
            _ => Vec::new(),
        },
        AlgorithmParameters::RSA(_) => vec![
            Algorithm::RS256,
            Algorithm::RS384,
            Algorithm::RS512,
            Algorithm::PS256,
            Algorithm::PS384,
            Algorithm::PS512,
        ],
        _ => Vec::new(),
    }
}

impl From<SigningAlgorithm> for Algorithm {
    fn from(algorithm: SigningAlgorithm) -> Self {
        match algorithm {
            SigningAlgorithm::EdDSA => Self::EdDSA,
            SigningAlgorithm::ES256 => Self::ES256,
            SigningAlgorithm::ES384 => Self::ES384,
            SigningAlgorithm::RS256 => Self::RS256,
            SigningAlgorithm::RS384 => Self::RS384,
            SigningAlgorithm::RS512 => Self::RS512,
            SigningAlgorithm::PS256 => Self::PS256,
            SigningAlgorithm::PS384 => Self::PS384,
            SigningAlgorithm::PS512 => Self::PS512,
        }
    }
}
