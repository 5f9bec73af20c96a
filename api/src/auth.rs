//! Who is asking: bearer tokens (RFC 9068) from the data directory's own issuer and from configured ones.
//!
//! A token says issuer, subject, role, state and scope. What a role may do to which object is not decided here.

use std::collections::BTreeSet;

use actix_web::http::header::{self, HeaderMap};
use consultation::StateCode;
use jiff::Timestamp;

use crate::problem::Problem;

mod issuer;
mod keys;
mod role;
mod verify;

pub use issuer::{IssuerKeyError, MintError, OWN_ISSUER, OwnIssuer, TokenRequest};
pub use keys::IssuerError;
pub use role::Role;
pub use verify::{InvalidToken, TokenVerifier};

/// Who a verified token speaks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The `iss` claim.
    pub issuer: String,
    /// The `sub` claim. With the issuer it names a person or system (R26: never in an event).
    pub subject: String,
    /// The program that asked for the token.
    pub client_id: String,
    /// The role that the issuer vouches for.
    pub role: Role,
    /// The state it speaks for; only an operator may have none.
    pub state: Option<StateCode>,
    /// What the token may be used for.
    pub scope: BTreeSet<String>,
    /// Names the token.
    pub jti: String,
    /// From then on it is refused, but for the leeway.
    pub expires_at: Timestamp,
}

impl Identity {
    /// Checks that the token was issued for `scope`.
    ///
    /// # Errors
    /// 403 `insufficient_scope`, with the scope in `WWW-Authenticate` (RFC 6750 §3.1).
    pub fn require_scope(&self, scope: &str) -> Result<(), Problem> {
        if self.scope.contains(scope) {
            return Ok(());
        }
        let challenge = format!("Bearer realm=\"regional-input\", error=\"insufficient_scope\", scope=\"{scope}\"");
        Err(Problem::of("insufficient_scope")
            .detail(format!("The operation needs a token with the scope {scope}."))
            .header(header::WWW_AUTHENTICATE, &challenge))
    }
}

/// The bearer token of a request, if it has one.
///
/// # Errors
/// 401 `invalid_token` if there are several `Authorization` headers or one that is not `Bearer <token>`.
pub fn bearer_token(headers: &HeaderMap) -> Result<Option<&str>, Problem> {
    let mut values = headers.get_all(header::AUTHORIZATION);
    let Some(value) = values.next() else { return Ok(None) };
    if values.next().is_some() {
        return Err(InvalidToken::Malformed.into());
    }
    let (scheme, token) = value
        .to_str()
        .ok()
        .and_then(|text| text.split_once(' '))
        .unwrap_or_default();
    let token = token.trim_matches(' ');
    if !scheme.eq_ignore_ascii_case("bearer") || token.is_empty() || token.contains(' ') {
        return Err(InvalidToken::Malformed.into());
    }
    Ok(Some(token))
}

impl From<InvalidToken> for Problem {
    fn from(reason: InvalidToken) -> Self {
        let challenge =
            format!("Bearer realm=\"regional-input\", error=\"invalid_token\", error_description=\"{reason}\"");
        Self::of("invalid_token")
            .detail(reason.to_string())
            .header(header::WWW_AUTHENTICATE, &challenge)
    }
}

#[cfg(test)]
mod tests {
    use actix_web::ResponseError;
    use actix_web::test::TestRequest;

    use super::*;

    fn token_of(value: &str) -> Result<Option<String>, Problem> {
        let request = TestRequest::default()
            .insert_header((header::AUTHORIZATION, value))
            .to_http_request();
        bearer_token(request.headers()).map(|token| token.map(str::to_owned))
    }

    #[test]
    fn a_bearer_token_is_found_in_any_case_of_the_scheme() {
        assert_eq!(token_of("Bearer abc").unwrap().as_deref(), Some("abc"));
        assert_eq!(token_of("bEARER  abc ").unwrap().as_deref(), Some("abc"));
        assert_eq!(
            bearer_token(TestRequest::default().to_http_request().headers()).unwrap(),
            None
        );
    }

    #[test]
    fn another_scheme_or_two_headers_are_an_invalid_token() {
        for value in ["Basic abc", "Bearer", "Bearer ", "abc", "Bearer a b", ""] {
            assert_eq!(token_of(value).unwrap_err().code(), "invalid_token", "{value:?}");
        }
        let twice = TestRequest::default()
            .append_header((header::AUTHORIZATION, "Bearer a"))
            .append_header((header::AUTHORIZATION, "Bearer b"))
            .to_http_request();
        assert_eq!(bearer_token(twice.headers()).unwrap_err().code(), "invalid_token");
    }

    #[test]
    fn a_missing_scope_is_named_in_the_challenge() {
        let identity = Identity {
            issuer: "i".into(),
            subject: "s".into(),
            client_id: "c".into(),
            role: Role::System,
            state: None,
            scope: Role::System.default_scope(),
            jti: "j".into(),
            expires_at: Timestamp::UNIX_EPOCH,
        };
        identity.require_scope("events:read").unwrap();
        let refused = identity.require_scope("register:write").unwrap_err().error_response();
        assert_eq!(refused.status(), 403);
        let challenge = refused.headers().get("www-authenticate").unwrap().to_str().unwrap();
        assert!(
            challenge.ends_with("error=\"insufficient_scope\", scope=\"register:write\""),
            "{challenge}"
        );
    }
}
