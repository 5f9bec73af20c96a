//! Somebody who speaks HTTP to the program.

use reqwest::Method;
use serde_json::Value;

use crate::contract;

/// A client with a token, or none.
#[derive(Clone, Debug)]
pub struct Actor {
    client: reqwest::Client,
    base: String,
    headers: Vec<(String, String)>,
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The body, if it is JSON; else null.
    pub json: Value,
    /// The body as text.
    pub text: String,
    /// The body as it came.
    pub bytes: Vec<u8>,
    headers: reqwest::header::HeaderMap,
}

impl Reply {
    /// A header's value.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<String> {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned)
    }

    /// The problem's code; empty if it is none.
    #[must_use]
    pub fn code(&self) -> &str {
        self.json.get("code").and_then(Value::as_str).unwrap_or_default()
    }

    /// Pointer and code of each field at fault.
    #[must_use]
    pub fn field_errors(&self) -> Vec<(String, String)> {
        let text = |error: &Value, key: &str| error.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let errors = self
            .json
            .get("errors")
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default();
        errors
            .iter()
            .map(|error| (text(error, "pointer"), text(error, "code")))
            .collect()
    }

    /// The id in the body.
    ///
    /// # Panics
    /// If there is none.
    #[must_use]
    #[track_caller]
    pub fn id(&self) -> String {
        match self.json.get("id").and_then(Value::as_str) {
            Some(id) => id.to_owned(),
            None => panic!("no id in {} {}", self.status, self.text),
        }
    }

    /// Asserts the status.
    ///
    /// # Panics
    /// If it is another.
    #[must_use]
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text);
        self
    }
}

impl Actor {
    /// A client of the program at `base`, for example `http://127.0.0.1:8080`.
    #[must_use]
    pub fn new(base: &str, token: Option<&str>) -> Self {
        let actor = Self {
            client: reqwest::Client::new(),
            base: base.to_owned(),
            headers: Vec::new(),
        };
        match token {
            Some(token) => actor.with("authorization", &format!("Bearer {token}")),
            None => actor,
        }
    }

    /// The same client at another address.
    #[must_use]
    pub fn at(&self, base: &str) -> Self {
        Self {
            base: base.to_owned(),
            ..self.clone()
        }
    }

    /// The same client with one more header.
    #[must_use]
    pub fn with(&self, name: &str, value: &str) -> Self {
        let mut headers = self.headers.clone();
        headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        headers.push((name.to_owned(), value.to_owned()));
        Self {
            headers,
            ..self.clone()
        }
    }

    /// GET.
    pub async fn get(&self, path: &str) -> Reply {
        self.send(Method::GET, path, None).await
    }

    /// POST of JSON.
    pub async fn post(&self, path: &str, body: Value) -> Reply {
        self.send(Method::POST, path, Some(body.to_string())).await
    }

    /// PUT of JSON.
    pub async fn put(&self, path: &str, body: Value) -> Reply {
        self.send(Method::PUT, path, Some(body.to_string())).await
    }

    /// POST of a file.
    pub async fn post_file(&self, path: &str, media_type: &str, file: Vec<u8>) -> Reply {
        let sent = self.with("content-type", media_type);
        kept(
            &Method::POST,
            path,
            sent.try_send_bytes(Method::POST, path, Some(file)).await,
        )
    }

    /// Any request; a body is sent as `application/json` unless another content type was set.
    ///
    /// # Panics
    /// If no answer comes, or one that is not in the OpenAPI document.
    pub async fn send(&self, method: Method, path: &str, body: Option<String>) -> Reply {
        kept(&method, path, self.try_send(method.clone(), path, body).await)
    }

    /// As [`Actor::send`], where the program may be gone, and what answers may be a proxy in front of it.
    ///
    /// # Errors
    /// When no whole answer comes.
    pub async fn try_send(&self, method: Method, path: &str, body: Option<String>) -> reqwest::Result<Reply> {
        self.try_send_bytes(method, path, body.map(String::into_bytes)).await
    }

    async fn try_send_bytes(&self, method: Method, path: &str, body: Option<Vec<u8>>) -> reqwest::Result<Reply> {
        let mut request = self.client.request(method, format!("{}{path}", self.base));
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        if let Some(body) = body {
            if !self
                .headers
                .iter()
                .any(|(name, _)| name.eq_ignore_ascii_case("content-type"))
            {
                request = request.header("content-type", "application/json");
            }
            request = request.body(body);
        }
        let response = request.send().await?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let bytes = response.bytes().await?.to_vec();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let json = serde_json::from_str(&text).unwrap_or(Value::Null);
        Ok(Reply {
            status,
            json,
            text,
            bytes,
            headers,
        })
    }
}

#[track_caller]
fn kept(method: &Method, path: &str, reply: reqwest::Result<Reply>) -> Reply {
    match reply {
        Ok(reply) => {
            contract::assert_kept(method, path, &reply);
            reply
        }
        Err(error) => panic!("no answer from {path}: {error:?}"),
    }
}
