//! A running server, spoken to as any client does.

use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use reqwest::Method;
use serde_json::Value;

use super::WrongUse;

/// How long a connection may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How long an answer may take; the server itself gives up earlier.
const ANSWER_TIMEOUT: Duration = Duration::from_mins(2);

/// A server and the token that it is shown.
#[derive(Debug)]
pub(super) struct Client {
    http: reqwest::Client,
    base: String,
    token: Option<String>,
}

/// An answer, good or bad.
#[derive(Debug)]
pub(super) struct Reply {
    /// The status.
    pub(super) status: u16,
    /// The body; null if it is no JSON.
    pub(super) body: Value,
    /// From sending the request to the end of the answer.
    pub(super) took: Duration,
}

impl Client {
    /// A client of the server at `base`.
    pub(super) fn new(base: &str, token: Option<&str>) -> anyhow::Result<Self> {
        if !(base.starts_with("http://") || base.starts_with("https://")) {
            return Err(WrongUse(format!("--server {base}: write it with http:// or https://")).into());
        }
        let http = reqwest::Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(ANSWER_TIMEOUT)
            .build();
        Ok(Self {
            http: http.context("the HTTP client cannot start")?,
            base: base.trim_end_matches('/').to_owned(),
            token: token.map(str::to_owned),
        })
    }

    /// GET.
    pub(super) async fn get(&self, path: &str) -> anyhow::Result<Reply> {
        self.send(Method::GET, path, None).await
    }

    /// POST of JSON.
    pub(super) async fn post(&self, path: &str, body: &Value) -> anyhow::Result<Reply> {
        self.send(Method::POST, path, Some(body)).await
    }

    async fn send(&self, method: Method, path: &str, body: Option<&Value>) -> anyhow::Result<Reply> {
        let url = format!("{}{path}", self.base);
        let begun = Instant::now();
        let mut request = self.http.request(method, &url);
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        let answer = request
            .send()
            .await
            .with_context(|| format!("no answer from {url}; is the server running?"))?;
        let status = answer.status().as_u16();
        let text = answer
            .text()
            .await
            .with_context(|| format!("the answer from {url} broke off"))?;
        Ok(Reply {
            status,
            body: serde_json::from_str(&text).unwrap_or(Value::Null),
            took: begun.elapsed(),
        })
    }
}

impl Reply {
    /// The body of a good answer.
    ///
    /// # Errors
    /// What the server said instead.
    pub(super) fn good(self) -> anyhow::Result<Value> {
        if (200..300).contains(&self.status) {
            return Ok(self.body);
        }
        let said = |key: &str| self.body.get(key).and_then(Value::as_str).unwrap_or_default();
        let fields: Vec<String> = self
            .field_errors()
            .map(|(pointer, _, detail)| format!("\n  {pointer}: {detail}"))
            .collect();
        bail!(
            "the server answered {} {}: {}{}",
            self.status,
            said("code"),
            said("detail"),
            fields.concat()
        )
    }

    /// Pointer, code and detail of each field that the server found fault with.
    pub(super) fn field_errors(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        let errors = self.body.get("errors").and_then(Value::as_array);
        errors.into_iter().flatten().map(|error| {
            let said = |key: &str| error.get(key).and_then(Value::as_str).unwrap_or_default();
            (said("pointer"), said("code"), said("detail"))
        })
    }
}
