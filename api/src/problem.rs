//! RFC 9457 problem documents: what every 4xx and 5xx carries.
//!
//! What a client reads ([`Problem::detail`], [`Problem::field`]) and what the log reads ([`Problem::caused_by`]) are
//! separate: a cause never reaches a client. [`crate::http::edge::Edge`] adds the trace id and logs the cause.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::{HttpResponse, ResponseError};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

mod domain;
mod kinds;

pub use kinds::{PROBLEMS, ProblemKind};

/// Media type of a problem document (RFC 9457 §3).
pub const PROBLEM_JSON: &str = "application/problem+json";

/// What is wrong with one field of a body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FieldError {
    /// JSON Pointer (RFC 6901) to the field.
    #[schema(example = "/comments/3/quote/exact")]
    pub pointer: String,
    /// Stable name of what is wrong.
    #[schema(example = "missing_field")]
    pub code: String,
    /// The same in words, for a developer.
    #[schema(example = "missing field `exact`")]
    pub detail: String,
}

/// A comment that keeps a text from going under silence (R23).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(title = "OpenComment")]
pub struct OpenCommentBody {
    /// The comment.
    pub comment: Uuid,
    /// Its number as the member sees it.
    #[schema(example = "FJI-001")]
    pub number: String,
    /// The label of its paragraph; null for a general comment.
    #[schema(example = "2")]
    pub paragraph: Option<String>,
}

/// The body of a 4xx or 5xx answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(title = "Problem")]
pub struct ProblemBody {
    /// Where the kind of problem is explained.
    #[serde(rename = "type")]
    #[schema(example = "/problems/not_found")]
    pub type_url: String,
    /// Stable name of the kind of problem.
    #[schema(example = "not_found")]
    pub code: String,
    /// Short summary of the kind of problem.
    #[schema(example = "Not found")]
    pub title: String,
    /// The HTTP status again.
    #[schema(example = 404)]
    pub status: u16,
    /// What is wrong in this case and what to do.
    #[schema(example = "There is no such thing, or it is not yours to know of.")]
    pub detail: String,
    /// Names this occurrence.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "urn:trace:4bf92f3577b34da6a3ce929d0e0e4736")]
    pub instance: Option<String>,
    /// The request's W3C trace id: quote it when asking for help.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "4bf92f3577b34da6a3ce929d0e0e4736")]
    pub trace_id: Option<String>,
    /// The fields at fault, when the body is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// Of `gate_not_met`: all comments that are open, in reading order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub open_comments: Vec<OpenCommentBody>,
}

/// A refusal or failure on its way to the client.
#[derive(Debug, Clone)]
pub struct Problem(Box<Inner>);

#[derive(Debug, Clone)]
struct Inner {
    kind: &'static ProblemKind,
    detail: Option<String>,
    errors: Vec<FieldError>,
    open_comments: Vec<OpenCommentBody>,
    headers: Vec<(HeaderName, HeaderValue)>,
    trace_id: Option<String>,
    cause: Option<Arc<dyn Error + Send + Sync>>,
}

impl Problem {
    /// A problem of the kind with this code; `internal_error` if [`PROBLEMS`] does not have it.
    #[must_use]
    pub fn of(code: &str) -> Self {
        Self::of_kind(ProblemKind::known(code))
    }

    /// A problem of this kind.
    #[must_use]
    pub fn of_kind(kind: &'static ProblemKind) -> Self {
        let problem = Self(Box::new(Inner {
            kind,
            detail: None,
            errors: Vec::new(),
            open_comments: Vec::new(),
            headers: Vec::new(),
            trace_id: None,
            cause: None,
        }));
        match kind.status {
            StatusCode::UNAUTHORIZED => problem.header(header::WWW_AUTHENTICATE, "Bearer realm=\"regional-input\""),
            StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => problem.retry_after(1),
            _ => problem,
        }
    }

    /// An internal error: the cause goes to the log, never to the client.
    #[must_use]
    pub fn internal(cause: impl Error + Send + Sync + 'static) -> Self {
        Self::of("internal_error").caused_by(cause)
    }

    /// Says what is wrong in this case, for the client.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.0.detail = Some(detail.into());
        self
    }

    /// Adds a field at fault: JSON Pointer, stable code, words.
    #[must_use]
    pub fn field(mut self, pointer: impl Into<String>, code: impl Into<String>, detail: impl Into<String>) -> Self {
        self.0.errors.push(FieldError {
            pointer: pointer.into(),
            code: code.into(),
            detail: detail.into(),
        });
        self
    }

    /// Adds fields at fault.
    #[must_use]
    pub fn fields(mut self, errors: impl IntoIterator<Item = FieldError>) -> Self {
        self.0.errors.extend(errors);
        self
    }

    /// Adds comments that are open (R23).
    #[must_use]
    pub fn open_comments(mut self, open: impl IntoIterator<Item = OpenCommentBody>) -> Self {
        self.0.open_comments.extend(open);
        self
    }

    /// Sets a header of the answer; one set before under this name is replaced. A value that no header can hold is left out.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.0.headers.retain(|(known, _)| *known != name);
            self.0.headers.push((name, value));
        }
        self
    }

    /// Asks the client to wait this many seconds.
    #[must_use]
    pub fn retry_after(self, seconds: u32) -> Self {
        self.header(header::RETRY_AFTER, &seconds.to_string())
    }

    /// Keeps the cause for the log. It is never sent.
    #[must_use]
    pub fn caused_by(mut self, cause: impl Error + Send + Sync + 'static) -> Self {
        self.0.cause = Some(Arc::new(cause));
        self
    }

    /// Names the request that met the problem.
    #[must_use]
    pub fn traced(mut self, trace_id: impl Into<String>) -> Self {
        self.0.trace_id = Some(trace_id.into());
        self
    }

    /// The status that it is answered with.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.0.kind.status
    }

    /// The kind's code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.0.kind.code
    }

    /// The fields at fault.
    #[must_use]
    pub fn field_errors(&self) -> &[FieldError] {
        &self.0.errors
    }

    /// The cause and its causes in one line, for the log.
    #[must_use]
    pub fn cause_chain(&self) -> Option<String> {
        let cause: &(dyn Error + 'static) = self.0.cause.as_deref()?;
        let mut chain = cause.to_string();
        let mut next = cause.source();
        while let Some(error) = next {
            chain = format!("{chain}: {error}");
            next = error.source();
        }
        Some(chain)
    }

    /// The document that the client gets.
    #[must_use]
    pub fn body(&self) -> ProblemBody {
        let Inner {
            kind,
            detail,
            errors,
            open_comments,
            trace_id,
            ..
        } = &*self.0;
        ProblemBody {
            type_url: kind.type_url(),
            code: kind.code.to_owned(),
            title: kind.title.to_owned(),
            status: kind.status.as_u16(),
            detail: detail.clone().unwrap_or_else(|| kind.explanation.to_owned()),
            instance: trace_id.as_ref().map(|id| format!("urn:trace:{id}")),
            trace_id: trace_id.clone(),
            errors: errors.clone(),
            open_comments: open_comments.clone(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.detail.as_deref().unwrap_or(self.0.kind.title))
    }
}

impl Error for Problem {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.0.cause {
            Some(cause) => Some(&**cause),
            None => None,
        }
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.0.kind.status
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.0.kind.status);
        for header in &self.0.headers {
            response.append_header(header.clone());
        }
        let mut response = response
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .insert_header((header::CONTENT_TYPE, PROBLEM_JSON))
            .json(self.body());
        // For the edge, which renders it again with the trace id.
        response.extensions_mut().insert(self.clone());
        response
    }
}

#[cfg(test)]
mod tests {
    use actix_web::body::to_bytes;

    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("the append failed")]
    struct Outer(#[source] std::io::Error);

    async fn rendered(problem: &Problem) -> (HttpResponse<()>, String) {
        let (head, body) = problem.error_response().into_parts();
        (head, String::from_utf8(to_bytes(body).await.unwrap().to_vec()).unwrap())
    }

    #[actix_web::test]
    async fn a_problem_names_its_fields_and_its_request() {
        let problem = Problem::of("invalid_body")
            .field("/title", "missing_field", "missing field `title`")
            .traced("4bf9");
        let (head, body) = rendered(&problem).await;
        assert_eq!(head.headers().get("content-type").unwrap(), PROBLEM_JSON);
        let parsed: serde_json::Value = serde_json::from_str(&body).unwrap();
        insta::assert_json_snapshot!(parsed, @r#"
        {
          "code": "invalid_body",
          "detail": "The body is JSON but not what the operation takes: a field is missing, unknown, of another type, or its value breaks a rule. errors names each by JSON Pointer.",
          "errors": [
            {
              "code": "missing_field",
              "detail": "missing field `title`",
              "pointer": "/title"
            }
          ],
          "instance": "urn:trace:4bf9",
          "status": 422,
          "title": "A field breaks its rule",
          "trace_id": "4bf9",
          "type": "/problems/invalid_body"
        }
        "#);
    }

    #[actix_web::test]
    async fn a_cause_is_for_the_log_only() {
        let problem = Problem::internal(Outer(std::io::Error::other("SELECT secret FROM table")));
        assert_eq!(
            problem.cause_chain().unwrap(),
            "the append failed: SELECT secret FROM table"
        );
        let (head, body) = rendered(&problem).await;
        assert_eq!(head.status(), 500);
        assert!(!body.contains("append") && !body.contains("SELECT"), "{body}");
    }

    #[actix_web::test]
    async fn a_401_asks_for_a_bearer_token_and_a_503_says_when_to_retry() {
        let (head, _) = rendered(&Problem::of("unauthenticated")).await;
        assert_eq!(
            head.headers().get("www-authenticate").unwrap(),
            "Bearer realm=\"regional-input\""
        );
        let (head, _) = rendered(&Problem::of("overloaded").retry_after(7)).await;
        assert_eq!(head.headers().get_all("retry-after").collect::<Vec<_>>(), ["7"]);
    }

    #[test]
    fn an_unknown_code_is_an_internal_error() {
        let code = String::from("no_such_code");
        assert_eq!(Problem::of(&code).status_code(), 500);
    }
}
