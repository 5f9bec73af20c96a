//! JSON bodies: bounded in size, time and depth, judged only when the endpoint asks.
//!
//! Whether a caller may know of an object (404, 403) is decided before anything is said about the body (415, 413, 400,
//! 422), so [`JsonBody`] keeps what is wrong until [`JsonBody::parse`].

use actix_web::dev::Payload;
use actix_web::http::header::{self, HeaderMap};
use actix_web::web::{Bytes, BytesMut, Data};
use actix_web::{FromRequest, HttpRequest};
use futures_util::StreamExt;
use futures_util::future::LocalBoxFuture;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::single;
use crate::config::Limits;
use crate::problem::Problem;

mod fields;
mod node;
mod strict;

/// The body of a request. Limits come from `app_data(web::Data<Limits>)`, or are the defaults.
#[derive(Debug)]
pub struct JsonBody {
    bytes: Result<Bytes, Problem>,
    media_type: Result<(), Problem>,
    depth: usize,
}

impl JsonBody {
    /// Reads the body as `T`, which should `deny_unknown_fields`; `flatten` and `untagged` would hide where a fault is.
    ///
    /// # Errors
    /// 415 `unsupported_media_type`, 413 `body_too_large`, 408 `request_timeout`, 400 `malformed_json`, and 422
    /// `invalid_body` with JSON Pointer and code (`missing_field`, `unknown_field`, `invalid_type`, `invalid_value`)
    /// of the first field at fault.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        self.media_type.clone()?;
        fields::read(&strict::parse(self.bytes()?, self.depth)?)
    }

    /// As [`Self::parse`], after `prepare` has changed the JSON.
    ///
    /// # Errors
    /// As [`Self::parse`].
    pub fn parse_prepared<T: DeserializeOwned>(&self, prepare: impl FnOnce(&mut Value)) -> Result<T, Problem> {
        self.media_type.clone()?;
        let mut json = strict::parse(self.bytes()?, self.depth)?;
        prepare(&mut json);
        fields::read(&json)
    }

    /// As [`Self::parse`], where no body at all (also without `Content-Type`) means `None`.
    ///
    /// # Errors
    /// As [`Self::parse`].
    pub fn parse_optional<T: DeserializeOwned>(&self) -> Result<Option<T>, Problem> {
        if self.bytes()?.is_empty() {
            Ok(None)
        } else {
            self.parse().map(Some)
        }
    }

    /// The body as it was sent, for a fingerprint.
    ///
    /// # Errors
    /// What kept the body from arriving: 413, 408, 400.
    pub fn bytes(&self) -> Result<&[u8], Problem> {
        self.bytes.as_deref().map_err(Clone::clone)
    }
}

impl FromRequest for JsonBody {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let limits = request.app_data::<Data<Limits>>();
        let depth = limits.map_or_else(|| Limits::default().json_depth, |limits| limits.json_depth);
        let media_type = check_media_type(request.headers());
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let bytes = read_body(request, payload).await;
            Ok(Self {
                bytes,
                media_type,
                depth,
            })
        })
    }
}

/// The body as it is, under the limits of size and time that hold for every body.
pub(super) async fn read_body(request: HttpRequest, payload: Payload) -> Result<Bytes, Problem> {
    let limits = request
        .app_data::<Data<Limits>>()
        .map(|limits| Limits::clone(limits))
        .unwrap_or_default();
    if announced_length(request.headers()) > limits.body_bytes {
        return Err(too_large(limits.body_bytes));
    }
    tokio::time::timeout(limits.body_deadline(), collect(payload, limits.body_bytes))
        .await
        .unwrap_or_else(|_elapsed| Err(Problem::of("request_timeout")))
}

/// `Content-Length`; 0 if there is none. The library has refused one that is not a number.
fn announced_length(headers: &HeaderMap) -> usize {
    let value = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok());
    value.and_then(|text| text.parse().ok()).unwrap_or(0)
}

async fn collect(mut payload: Payload, limit: usize) -> Result<Bytes, Problem> {
    let mut body = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|error| Problem::of("incomplete_body").caused_by(error))?;
        if body.len() + chunk.len() > limit {
            return Err(too_large(limit));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

fn too_large(limit: usize) -> Problem {
    Problem::of("body_too_large").detail(format!("The body has more than {limit} bytes."))
}

/// `application/json`, with no parameter but `charset=utf-8`, and not compressed.
fn check_media_type(headers: &HeaderMap) -> Result<(), Problem> {
    let refused = |detail: &str| Err(Problem::of("unsupported_media_type").detail(detail));
    if headers.contains_key(header::CONTENT_ENCODING) {
        return refused("Send the body without Content-Encoding.");
    }
    let value = single(headers, "content-type").unwrap_or_default().unwrap_or_default();
    let mut parts = value.split(';').map(|part| part.trim().to_ascii_lowercase());
    let json = parts.next().is_some_and(|essence| essence == "application/json");
    if json && parts.all(|parameter| parameter == "charset=utf-8" || parameter == "charset=\"utf-8\"") {
        return Ok(());
    }
    refused("Send Content-Type: application/json.")
}

/// Reads JSON that did not come as a body, with the same pointers and codes as [`JsonBody::parse`].
///
/// # Errors
/// 422 `invalid_body`.
pub fn from_value<T: DeserializeOwned>(json: &Value) -> Result<T, Problem> {
    fields::read(json)
}

#[cfg(test)]
mod tests;
