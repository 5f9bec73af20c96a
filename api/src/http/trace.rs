//! The trace id of a request: taken from `traceparent` (W3C Trace Context) or made anew.

use std::fmt;
use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::HeaderMap;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use uuid::Uuid;

use super::single;
use crate::problem::Problem;

/// Ties together everything that one request caused: its log lines, its problem document, its events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TraceId(Uuid);

impl TraceId {
    /// A new one.
    #[must_use]
    pub fn new(random: Uuid) -> Self {
        Self(random)
    }

    /// The trace id of a valid `traceparent` header; an invalid one counts as none (W3C Trace Context §3.2.2).
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Option<Self> {
        let value = single(headers, "traceparent").ok()??;
        let mut parts = value.split('-');
        let (version, trace, parent, flags) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let hex = |text: &str, length: usize| {
            text.len() == length
                && text
                    .bytes()
                    .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
        };
        let well_formed = hex(version, 2) && hex(trace, 32) && hex(parent, 16) && hex(flags, 2) && version != "ff";
        let ends = version != "00" || parts.next().is_none();
        let zero = |text: &str| text.bytes().all(|byte| byte == b'0');
        if !well_formed || !ends || zero(trace) || zero(parent) {
            return None;
        }
        Uuid::try_parse(trace).ok().map(Self)
    }

    /// The same as the id that an append carries.
    #[must_use]
    pub fn correlation_id(self) -> Uuid {
        self.0
    }
}

impl fmt::Display for TraceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.simple().fmt(f)
    }
}

impl FromRequest for TraceId {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        // The edge gives one to every request; nil only where a test runs a handler without it.
        ready(Ok(request
            .extensions()
            .get::<Self>()
            .copied()
            .unwrap_or(Self(Uuid::nil()))))
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn of(value: &str) -> Option<String> {
        let request = TestRequest::default()
            .insert_header(("traceparent", value))
            .to_http_request();
        TraceId::of(request.headers()).map(|id| id.to_string())
    }

    #[test]
    fn a_valid_traceparent_is_kept() {
        let id = "4bf92f3577b34da6a3ce929d0e0e4736";
        assert_eq!(of(&format!("00-{id}-00f067aa0ba902b7-01")).as_deref(), Some(id));
        assert_eq!(of(&format!("01-{id}-00f067aa0ba902b7-01-more")).as_deref(), Some(id));
    }

    #[test]
    fn an_invalid_traceparent_counts_as_none() {
        let (id, parent) = ("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7");
        for value in [
            String::new(),
            id.to_owned(),
            format!("00-{}-{parent}-01", id.to_uppercase()),
            format!("00-{id}-{parent}-01-more"),
            format!("ff-{id}-{parent}-01"),
            format!("00-{}-{parent}-01", "0".repeat(32)),
            format!("00-{id}-{}-01", "0".repeat(16)),
            format!("00-{id}-{parent}"),
        ] {
            assert_eq!(of(&value), None, "{value}");
        }
    }
}
