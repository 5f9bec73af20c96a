//! The data directory's own issuer: one Ed25519 key in a file, for machines without an identity provider.

use std::collections::BTreeSet;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use consultation::StateCode;
use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde::Serialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::Role;

/// `iss` and `aud` of the tokens of a data directory.
pub const OWN_ISSUER: &str = "regional-input";

/// Longest life of a token of a data directory.
const MAX_LIFETIME: SignedDuration = SignedDuration::from_hours(30 * 24);

/// The key's file in the data directory.
const KEY_FILE: &str = "issuer.key";

/// A key file that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum IssuerKeyError {
    /// The file cannot be read or written.
    #[error("cannot {act} the issuer key {}", path.display())]
    Io {
        /// What was tried.
        act: &'static str,
        /// The file.
        path: PathBuf,
        /// Why it failed.
        #[source]
        source: io::Error,
    },
    /// Others than the owner may read it.
    #[error("the issuer key {} may be read by others (mode {mode:o}); make it yours alone with chmod 600", path.display())]
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// Not a PKCS#8 PEM Ed25519 private key.
    #[error("the issuer key {} is not an Ed25519 private key in PKCS#8 PEM; restore it or move it away", path.display())]
    NotAKey {
        /// The file.
        path: PathBuf,
    },
    /// The system gave no randomness for a new key.
    #[error("the system cannot make a new Ed25519 key")]
    NoRandomness,
}

/// A token that the own issuer does not give.
#[derive(Debug, thiserror::Error)]
pub enum MintError {
    /// Life outside of 1 second to 30 days.
    #[error("a token lives at least 1 second and at most 30 days")]
    Lifetime,
    /// Only an operator speaks for no state.
    #[error("a token of the role {0} needs a state")]
    StateMissing(Role),
    /// A scope that cannot be written into the claim (RFC 6749 §3.3).
    #[error("{0:?} is not a scope: use visible ASCII without quotes, backslash or space")]
    Scope(String),
    /// The library refused to sign.
    #[error("the token cannot be signed")]
    Signing(#[source] jsonwebtoken::errors::Error),
}

/// What a token is to say.
#[derive(Debug, Clone)]
pub struct TokenRequest {
    /// The role.
    pub role: Role,
    /// The state; needed but for an operator.
    pub state: Option<StateCode>,
    /// The subject; default `cli:{role}:{state}`.
    pub subject: Option<String>,
    /// The scope; default the role's.
    pub scope: Option<BTreeSet<String>>,
    /// How long it lives: at most 30 days.
    pub expires_in: SignedDuration,
    /// The present instant.
    pub now: Timestamp,
    /// The token's own id, random.
    pub jti: Uuid,
}

#[derive(Serialize)]
struct OwnClaims<'a> {
    iss: &'a str,
    aud: &'a str,
    sub: String,
    client_id: &'a str,
    iat: i64,
    exp: i64,
    jti: Uuid,
    role: Role,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<StateCode>,
    scope: String,
}

/// The issuer of a data directory.
pub struct OwnIssuer {
    key: EncodingKey,
    public_key: Vec<u8>,
    kid: String,
}

impl OwnIssuer {
    /// Reads `issuer.key` in `data_dir`; makes the directory and the key if they are missing. Two processes that start
    /// at the same moment end with the same key.
    ///
    /// # Errors
    /// [`IssuerKeyError`], naming the file.
    pub fn open(data_dir: &Path) -> Result<Self, IssuerKeyError> {
        let path = data_dir.join(KEY_FILE);
        match Self::read(&path) {
            Err(IssuerKeyError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
                create(data_dir, &path)?;
                Self::read(&path)
            }
            result => result,
        }
    }

    fn read(path: &Path) -> Result<Self, IssuerKeyError> {
        let io = |source| IssuerKeyError::Io {
            act: "read",
            path: path.to_owned(),
            source,
        };
        let file = File::open(path).map_err(io)?;
        let mode = file.metadata().map_err(io)?.permissions().mode() & 0o777;
        if mode & 0o077 != 0 {
            return Err(IssuerKeyError::Exposed {
                path: path.to_owned(),
                mode,
            });
        }
        let pem = io::read_to_string(file).map_err(io)?;
        Self::from_pem(&pem).ok_or_else(|| IssuerKeyError::NotAKey { path: path.to_owned() })
    }

    fn from_pem(pem: &str) -> Option<Self> {
        let key = EncodingKey::from_ed_pem(pem.as_bytes()).ok()?;
        let pair = Ed25519KeyPair::from_pkcs8(key.as_bytes()).ok()?;
        let public_key = pair.public_key().as_ref().to_vec();
        let kid = thumbprint(&public_key);
        Some(Self { key, public_key, kid })
    }

    /// The key's id: its JWK thumbprint (RFC 7638).
    #[must_use]
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// The raw Ed25519 public key, 32 bytes.
    #[must_use]
    pub fn public_key(&self) -> &[u8] {
        &self.public_key
    }

    /// Signs a token (RFC 9068).
    ///
    /// # Errors
    /// [`MintError`], when the request asks for what no token may have.
    pub fn mint(&self, request: TokenRequest) -> Result<String, MintError> {
        let TokenRequest {
            role,
            state,
            subject,
            scope,
            expires_in,
            now,
            jti,
        } = request;
        if expires_in < SignedDuration::from_secs(1) || expires_in > MAX_LIFETIME {
            return Err(MintError::Lifetime);
        }
        if role.needs_state() && state.is_none() {
            return Err(MintError::StateMissing(role));
        }
        let scope = scope.unwrap_or_else(|| role.default_scope());
        if let Some(bad) = scope.iter().find(|scope| !is_scope(scope)) {
            return Err(MintError::Scope(bad.clone()));
        }
        let subject = subject.unwrap_or_else(|| match state {
            Some(state) => format!("cli:{role}:{state}"),
            None => format!("cli:{role}"),
        });
        let iat = now.as_second();
        let claims = OwnClaims {
            iss: OWN_ISSUER,
            aud: OWN_ISSUER,
            sub: subject,
            client_id: "regional-input-cli",
            iat,
            exp: iat.saturating_add(expires_in.as_secs()),
            jti,
            role,
            state,
            scope: scope.into_iter().collect::<Vec<_>>().join(" "),
        };
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some("at+jwt".to_owned());
        header.kid = Some(self.kid.clone());
        jsonwebtoken::encode(&header, &claims, &self.key).map_err(MintError::Signing)
    }
}

/// A scope-token of RFC 6749 §3.3.
fn is_scope(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\')
}

/// JWK thumbprint of an Ed25519 key (RFC 7638, RFC 8037 §2).
fn thumbprint(public_key: &[u8]) -> String {
    let x = URL_SAFE_NO_PAD.encode(public_key);
    let members = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#);
    URL_SAFE_NO_PAD.encode(Sha256::digest(members))
}

/// Writes a new key beside its place, then links it there. A link never replaces a file, so a key that another
/// process made first stays, and a crash leaves no half key.
fn create(data_dir: &Path, path: &Path) -> Result<(), IssuerKeyError> {
    let io = |source| IssuerKeyError::Io {
        act: "create",
        path: path.to_owned(),
        source,
    };
    let der =
        Ed25519KeyPair::generate_pkcs8v1(&SystemRandom::new()).map_err(|_unspecified| IssuerKeyError::NoRandomness)?;
    let pem = format!(
        "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n",
        STANDARD.encode(der.as_ref())
    );
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(data_dir)
        .map_err(io)?;
    // The id of the process keeps two starters apart; a file left by a crashed process of the same id is replaced.
    let draft = data_dir.join(format!("{KEY_FILE}.{}.new", std::process::id()));
    remove_if_there(&draft).map_err(io)?;
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&draft)
        .and_then(|mut file| {
            file.write_all(pem.as_bytes())?;
            file.sync_all()
        });
    let linked = written.and_then(|()| match fs::hard_link(&draft, path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        result => result,
    });
    remove_if_there(&draft)
        .and(linked)
        .and_then(|()| File::open(data_dir)?.sync_all())
        .map_err(io)
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        result => result,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_made_once_and_only_for_its_owner() {
        let folder = tempfile::tempdir().unwrap();
        let data_dir = folder.path().join("data");
        let first = OwnIssuer::open(&data_dir).unwrap();
        let again = OwnIssuer::open(&data_dir).unwrap();
        assert_eq!(first.kid(), again.kid());
        let mode = fs::metadata(data_dir.join("issuer.key")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let of_directory = fs::metadata(&data_dir).unwrap().permissions().mode();
        assert_eq!(of_directory & 0o777, 0o700);
        let files = fs::read_dir(&data_dir).unwrap().count();
        assert_eq!(files, 1, "no draft is left behind");
    }

    #[test]
    fn starters_at_the_same_moment_end_with_one_key() {
        let folder = tempfile::tempdir().unwrap();
        let existing = OwnIssuer::open(folder.path()).unwrap();
        create(folder.path(), &folder.path().join(KEY_FILE)).unwrap();
        assert_eq!(OwnIssuer::open(folder.path()).unwrap().kid(), existing.kid());
    }

    #[test]
    fn a_key_that_others_may_read_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        OwnIssuer::open(folder.path()).unwrap();
        for mode in [0o640, 0o604, 0o620] {
            fs::set_permissions(folder.path().join(KEY_FILE), fs::Permissions::from_mode(mode)).unwrap();
            assert!(matches!(
                OwnIssuer::open(folder.path()),
                Err(IssuerKeyError::Exposed { .. })
            ));
        }
    }

    #[test]
    fn a_damaged_key_is_named_and_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        OwnIssuer::open(folder.path()).unwrap();
        fs::write(
            folder.path().join(KEY_FILE),
            "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        )
        .unwrap();
        let error = OwnIssuer::open(folder.path()).err().unwrap();
        assert!(matches!(&error, IssuerKeyError::NotAKey { .. }) && error.to_string().contains(KEY_FILE));
    }

    #[test]
    fn the_thumbprint_is_the_one_of_rfc_8037() {
        // RFC 8037, appendix A.3.
        let key = URL_SAFE_NO_PAD
            .decode("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")
            .unwrap();
        assert_eq!(thumbprint(&key), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }

    #[test]
    fn a_token_without_state_or_with_a_long_life_or_odd_scope_is_not_given() {
        let folder = tempfile::tempdir().unwrap();
        let issuer = OwnIssuer::open(folder.path()).unwrap();
        let request = TokenRequest {
            role: Role::FocalPoint,
            state: Some(StateCode::parse("FJI").unwrap()),
            subject: None,
            scope: None,
            expires_in: SignedDuration::from_hours(8),
            now: "2027-01-01T00:00:00Z".parse().unwrap(),
            jti: Uuid::nil(),
        };
        assert_eq!(issuer.mint(request.clone()).unwrap().split('.').count(), 3);
        let stateless = TokenRequest {
            state: None,
            ..request.clone()
        };
        assert!(matches!(
            issuer.mint(stateless.clone()),
            Err(MintError::StateMissing(Role::FocalPoint))
        ));
        assert!(
            issuer
                .mint(TokenRequest {
                    role: Role::Operator,
                    ..stateless
                })
                .is_ok()
        );
        for expires_in in [SignedDuration::ZERO, MAX_LIFETIME + SignedDuration::from_secs(1)] {
            assert!(matches!(
                issuer.mint(TokenRequest {
                    expires_in,
                    ..request.clone()
                }),
                Err(MintError::Lifetime)
            ));
        }
        for odd in ["", "a b", "a\"b"] {
            let scope = Some(BTreeSet::from([odd.to_owned()]));
            assert!(matches!(
                issuer.mint(TokenRequest {
                    scope,
                    ..request.clone()
                }),
                Err(MintError::Scope(_))
            ));
        }
    }
}
