//! `Idempotency-Key` (IETF draft-ietf-httpapi-idempotency-key-header-08): one act, however often it is sent.

use actix_web::HttpRequest;
use actix_web::http::header::{HeaderMap, HeaderValue};
use event_log::IdempotencyKey;
use sha2::{Digest, Sha256};

use super::{path_of, single};
use crate::auth::Identity;
use crate::problem::Problem;

/// Longest key, in characters.
const MAX_KEY: usize = 255;

/// A key as a client chose it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientKey(String);

impl ClientKey {
    /// The key of a request: a quoted string (RFC 8941 §3.3.3) or bare.
    ///
    /// # Errors
    /// 400 `invalid_idempotency_key`.
    pub fn of(headers: &HeaderMap) -> Result<Option<Self>, Problem> {
        let invalid = || Problem::of("invalid_idempotency_key");
        let value = single(headers, "idempotency-key").map_err(|_many| invalid())?;
        value
            .map(|value| parse(value.trim()).map(Self).ok_or_else(invalid))
            .transpose()
    }

    /// What the log stores: the key in the scope of whom it belongs to, and what the request is.
    #[must_use]
    pub fn for_request(&self, identity: &Identity, request: &HttpRequest, body: &[u8]) -> IdempotencyKey {
        let state = identity.state.map(|state| state.to_string()).unwrap_or_default();
        let key = hash(&[
            identity.issuer.as_bytes(),
            state.as_bytes(),
            identity.subject.as_bytes(),
            self.0.as_bytes(),
        ]);
        IdempotencyKey {
            key,
            fingerprint: fingerprint(request, body),
        }
    }
}

/// SHA-256 over method, path with its ids, `If-Match` and body.
#[must_use]
pub fn fingerprint(request: &HttpRequest, body: &[u8]) -> [u8; 32] {
    let if_match = request
        .headers()
        .get("if-match")
        .map(HeaderValue::as_bytes)
        .unwrap_or_default();
    hash(&[
        request.method().as_str().as_bytes(),
        path_of(request).as_bytes(),
        if_match,
        body,
    ])
}

/// Each part behind its length, so that no two lists of parts have the same text.
fn hash(parts: &[&[u8]]) -> [u8; 32] {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        digest.update(part);
    }
    digest.finalize().into()
}

fn parse(value: &str) -> Option<String> {
    let key = match value.strip_prefix('"') {
        Some(rest) => unquoted(rest.strip_suffix('"')?)?,
        None => value.to_owned(),
    };
    let good = (1..=MAX_KEY).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic());
    good.then_some(key)
}

/// A backslash escapes a quote or a backslash and nothing else.
fn unquoted(text: &str) -> Option<String> {
    let mut key = String::new();
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => return None,
            '\\' => key.push(characters.next().filter(|next| matches!(next, '"' | '\\'))?),
            _ => key.push(character),
        }
    }
    Some(key)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;
    use jiff::Timestamp;

    use super::*;
    use crate::auth::Role;

    fn key(value: &str) -> Result<Option<String>, &'static str> {
        let request = TestRequest::default()
            .insert_header(("idempotency-key", value))
            .to_http_request();
        ClientKey::of(request.headers())
            .map(|key| key.map(|key| key.0))
            .map_err(|problem| problem.code())
    }

    fn identity(subject: &str, state: &str) -> Identity {
        Identity {
            issuer: "i".into(),
            subject: subject.into(),
            client_id: "c".into(),
            role: Role::FocalPoint,
            state: consultation::StateCode::parse(state).ok(),
            scope: [].into(),
            jti: "j".into(),
            expires_at: Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn a_key_is_the_same_quoted_and_bare() {
        assert_eq!(key("\"8e03978e\""), Ok(Some("8e03978e".into())));
        assert_eq!(key("8e03978e"), Ok(Some("8e03978e".into())));
        assert_eq!(key(r#""a\"b\\c""#), Ok(Some(r#"a"b\c"#.into())));
        assert_eq!(key(&"k".repeat(255)), Ok(Some("k".repeat(255))));
    }

    #[test]
    fn an_odd_key_is_refused() {
        for odd in [
            "",
            "\"\"",
            "\"a",
            "a b",
            "\"a b\"",
            "\"a\\nb\"",
            "\"a\"b\"",
            &"k".repeat(256),
        ] {
            assert_eq!(key(odd), Err("invalid_idempotency_key"), "{odd}");
        }
        let twice = TestRequest::default()
            .append_header(("idempotency-key", "a"))
            .append_header(("idempotency-key", "a"));
        assert!(ClientKey::of(twice.to_http_request().headers()).is_err());
    }

    #[test]
    fn a_key_belongs_to_issuer_state_and_subject() {
        let request = TestRequest::post().uri("/v1/a").to_http_request();
        let scoped = |subject: &str, state: &str| {
            ClientKey("k".into())
                .for_request(&identity(subject, state), &request, b"")
                .key
        };
        assert_eq!(scoped("s", "FJI"), scoped("s", "FJI"));
        assert_ne!(scoped("s", "FJI"), scoped("s", "WSM"));
        assert_ne!(scoped("s", "FJI"), scoped("t", "FJI"));
        assert_ne!(hash(&[b"ab", b"c"]), hash(&[b"a", b"bc"]));
    }

    #[test]
    fn the_fingerprint_follows_method_path_if_match_and_body_but_not_the_query() {
        let of = |request: TestRequest, body: &[u8]| fingerprint(&request.to_http_request(), body);
        let post = || TestRequest::post().uri("/v1/a");
        let first = of(post(), b"x");
        assert_eq!(first, of(TestRequest::post().uri("/v1/a?dry_run=false"), b"x"));
        assert_ne!(first, of(post(), b"y"));
        assert_ne!(first, of(TestRequest::put().uri("/v1/a"), b"x"));
        assert_ne!(first, of(TestRequest::post().uri("/v1/b"), b"x"));
        assert_ne!(first, of(post().insert_header(("if-match", "\"1\"")), b"x"));
    }
}
