//! Verification of bearer tokens (RFC 9068, RFC 8725).

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use actix_web::http::header::HeaderMap;
use consultation::StateCode;
use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::{Header, Validation};
use moka::sync::Cache;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::keys::TrustedIssuer;
use super::{Identity, IssuerError, OwnIssuer, Role, bearer_token};
use crate::config::{Config, TokenConfig};
use crate::problem::Problem;

/// Longest token that is looked at, in bytes. Ours have about 600.
const MAX_TOKEN_BYTES: usize = 8 * 1024;

/// How many verified tokens are remembered (about 700 bytes each).
const REMEMBERED_TOKENS: u64 = 10_000;

/// Why a token is refused: short, without quotes, and nothing of the token in it, since it goes into a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidToken {
    /// Not `Bearer <JWT>`, or a JWT that cannot be read.
    #[error("The Authorization header does not hold one well-formed bearer JWT")]
    Malformed,
    /// Not an access token.
    #[error("The typ of the token is not at+jwt")]
    Type,
    /// The header demands extensions.
    #[error("The token has critical extensions, and none are understood")]
    Critical,
    /// No such issuer.
    #[error("The issuer of the token is not trusted here")]
    Issuer,
    /// No such key, or not with this algorithm.
    #[error("The key id or algorithm of the token is not one of its issuer")]
    Key,
    /// The signature does not hold.
    #[error("The signature of the token does not hold")]
    Signature,
    /// A claim is missing or of another type.
    #[error("The token needs the claims iss, aud, sub, client_id, exp, iat, jti, role and, but for operators, state")]
    Claims,
    /// A claim that tells who it is has U+0000, which PostgreSQL does not store.
    #[error("A claim of the token holds the character U+0000")]
    Null,
    /// Meant for somebody else.
    #[error("The token is meant for another audience")]
    Audience,
    /// `exp` has passed.
    #[error("The token has expired")]
    Expired,
    /// `nbf` or `iat` lies ahead.
    #[error("The token is not valid yet")]
    NotYet,
    /// `exp` is not after `iat`, or too long after.
    #[error("The token lives longer than allowed")]
    Lifetime,
    /// A role or state that the issuer may not give.
    #[error("The issuer of the token may not speak for that role or state")]
    Beyond,
}

/// The claims that matter. `aud` is checked by the library.
#[derive(Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    client_id: String,
    exp: serde_json::Number,
    iat: serde_json::Number,
    nbf: Option<serde_json::Number>,
    jti: String,
    role: Role,
    state: Option<String>,
    #[serde(default)]
    scope: String,
}

#[derive(Deserialize)]
struct IssuerClaim {
    iss: String,
}

#[derive(Clone)]
struct Verified {
    identity: Arc<Identity>,
    valid_from: Timestamp,
}

/// Verifies bearer tokens of the own and the configured issuers.
pub struct TokenVerifier {
    issuers: HashMap<String, TrustedIssuer>,
    leeway: SignedDuration,
    max_lifetime: SignedDuration,
    /// Verifying a signature costs more than the rest of a read, so good tokens are remembered by their hash.
    remembered: Cache<[u8; 32], Verified>,
}

impl TokenVerifier {
    /// Reads the keys of the configured issuers.
    ///
    /// # Errors
    /// [`IssuerError`], when the keys of an issuer cannot be used.
    pub fn new(own: &OwnIssuer, config: &Config) -> Result<Self, IssuerError> {
        let TokenConfig {
            leeway_seconds,
            max_lifetime_hours,
        } = config.tokens;
        let own = TrustedIssuer::own(own);
        let mut issuers = HashMap::from([(own.iss.clone(), own)]);
        for issuer in &config.issuers {
            let trusted = TrustedIssuer::external(issuer)?;
            if issuers.insert(trusted.iss.clone(), trusted).is_some() {
                return Err(IssuerError::Twice(issuer.iss.clone()));
            }
        }
        Ok(Self {
            issuers,
            leeway: SignedDuration::from_secs(leeway_seconds.into()),
            max_lifetime: SignedDuration::from_secs(i64::from(max_lifetime_hours) * 3_600),
            remembered: Cache::new(REMEMBERED_TOKENS),
        })
    }

    /// Who a request's bearer token speaks for at the instant `now`; `None` without a token.
    ///
    /// # Errors
    /// 401 `invalid_token`, whatever is wrong with a token that is present.
    pub fn identify(&self, headers: &HeaderMap, now: Timestamp) -> Result<Option<Arc<Identity>>, Problem> {
        bearer_token(headers)?
            .map(|token| self.verify(token, now))
            .transpose()
            .map_err(Problem::from)
    }

    /// Who `token` speaks for at the instant `now`.
    ///
    /// # Errors
    /// [`InvalidToken`], saying what is wrong with it.
    pub fn verify(&self, token: &str, now: Timestamp) -> Result<Arc<Identity>, InvalidToken> {
        if token.len() > MAX_TOKEN_BYTES {
            return Err(InvalidToken::Malformed);
        }
        let hash = Sha256::digest(token).into();
        if let Some(known) = self.remembered.get(&hash) {
            self.check_time(&known, now)?;
            return Ok(known.identity);
        }
        let verified = self.verify_anew(token)?;
        self.check_time(&verified, now)?;
        self.remembered.insert(hash, verified.clone());
        Ok(verified.identity)
    }

    fn verify_anew(&self, token: &str) -> Result<Verified, InvalidToken> {
        let header = jsonwebtoken::decode_header(token).map_err(|_error| InvalidToken::Malformed)?;
        check_header(&header)?;
        // Read before verification only to choose the key; the verified claims have the same issuer.
        let IssuerClaim { iss } =
            jsonwebtoken::dangerous::insecure_decode_claims(token).map_err(|_error| InvalidToken::Claims)?;
        let issuer = self.issuers.get(&iss).ok_or(InvalidToken::Issuer)?;
        let key = header
            .kid
            .as_ref()
            .and_then(|kid| issuer.keys.get(kid))
            .ok_or(InvalidToken::Key)?;
        if !key.algorithms.contains(&header.alg) {
            return Err(InvalidToken::Key);
        }
        let mut validation = Validation::new(header.alg);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        validation.set_issuer(&[&issuer.iss]);
        validation.set_audience(&[&issuer.aud]);
        // The library's checks of time read the system's clock; `check_time` reads the program's.
        validation.validate_exp = false;
        validation.validate_nbf = false;
        let claims = jsonwebtoken::decode::<Claims>(token, &key.key, &validation).map_err(|error| refusal(&error))?;
        self.accept(claims.claims, issuer)
    }

    /// Checks what does not depend on the present instant.
    fn accept(&self, claims: Claims, issuer: &TrustedIssuer) -> Result<Verified, InvalidToken> {
        let (issued_at, expires_at) = (instant(&claims.iat)?, instant(&claims.exp)?);
        let not_before = claims.nbf.as_ref().map(instant).transpose()?.unwrap_or(issued_at);
        let lifetime = expires_at.duration_since(issued_at);
        if lifetime <= SignedDuration::ZERO || lifetime > self.max_lifetime {
            return Err(InvalidToken::Lifetime);
        }
        let state = claims
            .state
            .map(|state| StateCode::parse(&state))
            .transpose()
            .map_err(|_error| InvalidToken::Claims)?;
        let names = [&claims.sub, &claims.client_id, &claims.jti];
        if names.iter().any(|name| name.contains('\0')) {
            return Err(InvalidToken::Null);
        }
        let unnamed = names.iter().any(|name| name.is_empty());
        if unnamed || (claims.role.needs_state() && state.is_none()) {
            return Err(InvalidToken::Claims);
        }
        if !issuer.may_speak_for(claims.role, state) {
            return Err(InvalidToken::Beyond);
        }
        let identity = Identity {
            issuer: claims.iss,
            subject: claims.sub,
            client_id: claims.client_id,
            role: claims.role,
            state,
            scope: claims
                .scope
                .split_ascii_whitespace()
                .map(str::to_owned)
                .collect::<BTreeSet<_>>(),
            jti: claims.jti,
            expires_at,
        };
        Ok(Verified {
            identity: Arc::new(identity),
            valid_from: not_before.max(issued_at),
        })
    }

    fn check_time(&self, token: &Verified, now: Timestamp) -> Result<(), InvalidToken> {
        if now.duration_since(token.identity.expires_at) >= self.leeway {
            return Err(InvalidToken::Expired);
        }
        if token.valid_from.duration_since(now) > self.leeway {
            return Err(InvalidToken::NotYet);
        }
        Ok(())
    }
}

/// RFC 9068 §4 and RFC 7515 §4.1.11. `jku`, `jwk`, `x5u` and `x5c` are never read.
fn check_header(header: &Header) -> Result<(), InvalidToken> {
    let typ = header.typ.as_deref().unwrap_or_default();
    if !["at+jwt", "application/at+jwt"]
        .iter()
        .any(|known| typ.eq_ignore_ascii_case(known))
    {
        return Err(InvalidToken::Type);
    }
    if header.crit.is_some() {
        return Err(InvalidToken::Critical);
    }
    Ok(())
}

/// A `NumericDate` (RFC 7519 §2): seconds since 1970, possibly with a fraction.
fn instant(number: &serde_json::Number) -> Result<Timestamp, InvalidToken> {
    let duration = match number.as_i64() {
        Some(seconds) => Some(SignedDuration::from_secs(seconds)),
        None => number
            .as_f64()
            .and_then(|seconds| SignedDuration::try_from_secs_f64(seconds).ok()),
    };
    duration
        .and_then(|duration| Timestamp::from_duration(duration).ok())
        .ok_or(InvalidToken::Claims)
}

fn refusal(error: &jsonwebtoken::errors::Error) -> InvalidToken {
    use jsonwebtoken::errors::ErrorKind;
    match error.kind() {
        ErrorKind::InvalidSignature => InvalidToken::Signature,
        ErrorKind::InvalidAudience => InvalidToken::Audience,
        ErrorKind::InvalidAlgorithm => InvalidToken::Key,
        ErrorKind::MissingRequiredClaim(_) | ErrorKind::Json(_) => InvalidToken::Claims,
        _ => InvalidToken::Malformed,
    }
}

#[cfg(test)]
mod tests;
