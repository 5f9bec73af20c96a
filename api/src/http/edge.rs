//! The outermost layer: trace id, log line, HEAD, and a problem document for whatever went wrong inside.
//!
//! Two answers never get here, because the HTTP library gives them before there is a request: 400 to bytes that are
//! not HTTP and 408 to a head that arrives too slowly. Both have no body.

use std::future::{Ready, ready};
use std::panic::AssertUnwindSafe;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Instant;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{Service, ServiceRequest, ServiceResponse, Transform, forward_ready};
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::{Error, HttpMessage, ResponseError};
use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;
use tracing::Instrument;

use super::routes::RouteTable;
use super::trace::TraceId;
use crate::ids::IdSource;
use crate::problem::{Problem, ProblemKind};

/// Names the request in every answer; the same as `trace_id` in a problem.
const TRACE_ID: HeaderName = HeaderName::from_static("trace-id");

/// The middleware; wrap the whole application in it.
#[derive(Clone)]
pub struct Edge {
    ids: Arc<dyn IdSource>,
    routes: Arc<RouteTable>,
}

impl Edge {
    /// `ids` names requests that bring no `traceparent`; `routes` tells 405 from 404.
    #[must_use]
    pub fn new(ids: Arc<dyn IdSource>, routes: Arc<RouteTable>) -> Self {
        Self { ids, routes }
    }
}

impl<S, B> Transform<S, ServiceRequest> for Edge
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    B: MessageBody + 'static,
{
    type Response = ServiceResponse<BoxBody>;
    type Error = Error;
    type Transform = EdgeService<S>;
    type InitError = ();
    type Future = Ready<Result<Self::Transform, ()>>;

    fn new_transform(&self, service: S) -> Self::Future {
        ready(Ok(EdgeService {
            service: Rc::new(service),
            edge: self.clone(),
        }))
    }
}

/// [`Edge`] at work.
pub struct EdgeService<S> {
    service: Rc<S>,
    edge: Edge,
}

impl<S, B> Service<ServiceRequest> for EdgeService<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    B: MessageBody + 'static,
{
    type Response = ServiceResponse<BoxBody>;
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self::Response, Error>>;

    forward_ready!(service);

    fn call(&self, mut request: ServiceRequest) -> Self::Future {
        let trace = TraceId::of(request.headers()).unwrap_or_else(|| TraceId::new(self.edge.ids.v4()));
        request.extensions_mut().insert(trace);
        let method = request.method().clone();
        if method == Method::HEAD {
            // Answered as GET; the connection's encoder knows that it was HEAD and sends no body (RFC 9110 §9.3.2).
            request.head_mut().method = Method::GET;
        }
        let span = tracing::info_span!("request", trace.id = %trace, http.request.method = %method);
        let (service, routes) = (Rc::clone(&self.service), Arc::clone(&self.edge.routes));
        let answered = async move {
            let started = Instant::now();
            let inner = AssertUnwindSafe(async move { service.call(request).await });
            let answer = match inner.catch_unwind().await {
                Ok(Ok(response)) => Ok(finish(response, trace, &routes)),
                // The request is gone with the error, so only an error can be returned; it renders the same.
                Ok(Err(error)) => Err(of_error(&error)),
                Err(_panic) => Err(Problem::of("internal_error").caused_by(Panicked)),
            };
            let answer = answer.map_err(|problem| {
                let problem = problem.traced(trace.to_string());
                log_cause(&problem);
                problem
            });
            log_answer(&answer, started);
            answer.map_err(Error::from)
        };
        Box::pin(answered.instrument(span))
    }
}

/// The panic's own message is in the standard error stream, by the panic hook.
#[derive(Debug, thiserror::Error)]
#[error("the handler of the request panicked")]
struct Panicked;

/// Turns an error answer into a problem document, and puts on every answer what every answer has.
fn finish<B: MessageBody + 'static>(
    response: ServiceResponse<B>,
    trace: TraceId,
    routes: &RouteTable,
) -> ServiceResponse<BoxBody> {
    let status = response.status();
    let mut response = if status.is_client_error() || status.is_server_error() {
        let problem = of_response(&response, routes).traced(trace.to_string());
        log_cause(&problem);
        let (request, _replaced) = response.into_parts();
        ServiceResponse::new(request, problem.error_response())
    } else {
        response.map_into_boxed_body()
    };
    let of_the_contract = response.request().path().starts_with("/v1/");
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Ok(value) = HeaderValue::from_str(&trace.to_string()) {
        headers.insert(TRACE_ID, value);
    }
    if of_the_contract && !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

/// The problem behind an error answer: the handler's own, or the general one of a status that the library answered.
fn of_response<B>(response: &ServiceResponse<B>, routes: &RouteTable) -> Problem {
    if let Some(problem) = response.response().extensions().get::<Problem>() {
        return problem.clone();
    }
    let (status, request) = (response.status(), response.request());
    if matches!(status, StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED)
        && let Some(allow) = routes.allow_instead(request.method().as_str(), request.path())
    {
        return Problem::of("method_not_allowed").header(header::ALLOW, &allow);
    }
    let mut problem = Problem::of_kind(ProblemKind::general(status));
    for name in [header::ALLOW, header::RETRY_AFTER] {
        if let Some(value) = response.headers().get(&name).and_then(|value| value.to_str().ok()) {
            problem = problem.header(name, value);
        }
    }
    problem
}

fn of_error(error: &Error) -> Problem {
    match error.as_error::<Problem>() {
        Some(problem) => problem.clone(),
        None => Problem::of_kind(ProblemKind::general(error.as_response_error().status_code())),
    }
}

/// Logs the whole chain once: `error` means that someone must act, `warn` that something outside failed; what a client
/// did is for looking closer only.
fn log_cause(problem: &Problem) {
    let (code, cause) = (problem.code(), problem.cause_chain().unwrap_or_default());
    if problem.status() == StatusCode::INTERNAL_SERVER_ERROR {
        tracing::error!(problem.code = code, error.chain = cause, "a request failed");
    } else if cause.is_empty() {
        // Nothing but what the client is told.
    } else if problem.status().is_server_error() {
        tracing::warn!(
            problem.code = code,
            error.chain = cause,
            "a request could not be answered"
        );
    } else {
        tracing::debug!(problem.code = code, error.chain = cause, "a request was refused");
    }
}

/// One line a request, without address, token, body or name.
fn log_answer(answer: &Result<ServiceResponse<BoxBody>, Problem>, started: Instant) {
    let (status, route) = match answer {
        Ok(response) => (response.status(), response.request().match_pattern()),
        Err(problem) => (problem.status_code(), None),
    };
    let duration_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    let route = route.unwrap_or_else(|| "(none)".to_owned());
    tracing::info!(
        http.response.status_code = status.as_u16(),
        http.route = route,
        duration_ms,
        "answered"
    );
}

#[cfg(test)]
mod tests;
