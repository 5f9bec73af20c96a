//! Successful answers and their headers.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderName};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use serde::Serialize;

use super::etag::ETag;
use super::page::{Page, link_next};
use crate::problem::Problem;

/// The newest position that the answer takes into account; on every 2xx under `/v1`.
pub const LOG_POSITION: HeaderName = HeaderName::from_static("log-position");

/// `true` on an answer that was given before under the same key.
pub const IDEMPOTENCY_REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// What a shared or private cache must tell apart.
const VARY: &str = "Authorization, Accept";

/// An answer being put together; [`Self::json`] ends it.
#[must_use]
pub struct Answer {
    builder: HttpResponseBuilder,
    etag: Option<ETag>,
}

impl Answer {
    /// An answer to a read: a client may keep it for itself, but must ask again each time.
    pub fn read(log_position: u64) -> Self {
        Self::new(StatusCode::OK, log_position, "private, no-cache")
    }

    /// A view as JSON; its entity tag is a digest of all that it shows but `as_of`.
    ///
    /// # Errors
    /// 500 if it cannot be written as JSON.
    pub fn view(request: &HttpRequest, log_position: u64, view: &impl Serialize) -> Result<HttpResponse, Problem> {
        Ok(Self::read(log_position)
            .etag(ETag::of_view(view)?)
            .json_unless_known(request, view))
    }

    /// A page of a list, as [`Answer::view`], with a link to the next one.
    ///
    /// # Errors
    /// 500 if it cannot be written as JSON.
    pub fn page(request: &HttpRequest, page: &Page, list: &impl Serialize) -> Result<HttpResponse, Problem> {
        Ok(Self::read(page.as_of.log_position)
            .etag(ETag::of_view(list)?)
            .next(request, page.next.as_deref())
            .json_unless_known(request, list))
    }

    /// 200 to a write.
    pub fn written(log_position: u64) -> Self {
        Self::new(StatusCode::OK, log_position, "no-store")
    }

    /// 201 to a write that made what `location` names.
    pub fn created(log_position: u64, location: &str) -> Self {
        let mut answer = Self::new(StatusCode::CREATED, log_position, "no-store");
        answer.builder.insert_header((header::LOCATION, location));
        answer
    }

    fn new(status: StatusCode, log_position: u64, cache: &'static str) -> Self {
        let mut builder = HttpResponse::build(status);
        builder
            .insert_header((LOG_POSITION, log_position.to_string()))
            .insert_header((header::CACHE_CONTROL, cache))
            .insert_header((header::VARY, VARY));
        Self { builder, etag: None }
    }

    /// Sets the entity tag.
    pub fn etag(mut self, etag: ETag) -> Self {
        self.builder.insert_header((header::ETAG, etag.as_str()));
        self.etag = Some(etag);
        self
    }

    /// Says whether this answer was given before under the same idempotency key.
    pub fn replayed(mut self, replayed: bool) -> Self {
        if replayed {
            self.builder.insert_header((IDEMPOTENCY_REPLAYED, "true"));
        }
        self
    }

    /// Names the next page of a list, if there is one.
    pub fn next(mut self, request: &HttpRequest, cursor: Option<&str>) -> Self {
        if let Some(cursor) = cursor {
            self.builder.insert_header((header::LINK, link_next(request, cursor)));
        }
        self
    }

    /// Ends with a JSON body.
    #[must_use]
    pub fn json(mut self, body: &impl Serialize) -> HttpResponse {
        self.builder.json(body)
    }

    /// As [`Answer::json_unless_known`], with a body that is JSON already.
    #[must_use]
    pub fn bytes_unless_known(mut self, request: &HttpRequest, json: Bytes) -> HttpResponse {
        if self.etag.as_ref().is_some_and(|etag| etag.is_known(request.headers())) {
            return self.builder.status(StatusCode::NOT_MODIFIED).finish();
        }
        self.builder.content_type("application/json").body(json)
    }

    /// As [`Answer::json_unless_known`], with a text of another media type, in a language.
    #[must_use]
    pub fn text_unless_known(
        mut self,
        request: &HttpRequest,
        media_type: &str,
        language: &str,
        text: String,
    ) -> HttpResponse {
        if self.etag.as_ref().is_some_and(|etag| etag.is_known(request.headers())) {
            return self.builder.status(StatusCode::NOT_MODIFIED).finish();
        }
        self.builder
            .content_type(media_type)
            .insert_header((header::CONTENT_LANGUAGE, language))
            .body(text)
    }

    /// Ends with a file to be kept, or with 304 if the request knows its entity tag, which is its digest.
    ///
    /// # Errors
    /// 500 if the digest cannot be made.
    pub fn file_unless_known(self, request: &HttpRequest, file: Attachment) -> Result<HttpResponse, Problem> {
        let mut answer = self.etag(ETag::of(&file.bytes)?);
        if answer
            .etag
            .as_ref()
            .is_some_and(|etag| etag.is_known(request.headers()))
        {
            return Ok(answer.builder.status(StatusCode::NOT_MODIFIED).finish());
        }
        let disposition = format!("attachment; filename=\"{}\"", file.name);
        let response = answer
            .builder
            .insert_header((header::CONTENT_DISPOSITION, disposition))
            .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
            .content_type(file.media_type)
            .body(file.bytes);
        Ok(response)
    }

    /// Ends with a JSON body, or with 304 and the same headers if the request knows the entity tag.
    #[must_use]
    pub fn json_unless_known(mut self, request: &HttpRequest, body: &impl Serialize) -> HttpResponse {
        if self.etag.as_ref().is_some_and(|etag| etag.is_known(request.headers())) {
            return self.builder.status(StatusCode::NOT_MODIFIED).finish();
        }
        self.builder.json(body)
    }
}

/// A file as the body of an answer.
#[derive(Debug)]
pub struct Attachment {
    /// The name under which it is kept: letters, digits, dots and hyphens.
    pub name: String,
    /// Its media type.
    pub media_type: &'static str,
    /// Its content.
    pub bytes: Vec<u8>,
}

#[cfg(test)]
mod tests {
    use actix_web::body::to_bytes;
    use actix_web::test::TestRequest;

    use super::*;

    #[actix_web::test]
    async fn a_created_answer_names_place_version_and_position() {
        let response = Answer::created(42, "/v1/x/1")
            .etag(ETag::version(1))
            .replayed(true)
            .json(&["a"]);
        assert_eq!(response.status(), 201);
        let header = |name: &str| response.headers().get(name).unwrap().to_str().unwrap().to_owned();
        assert_eq!(
            (header("location"), header("etag"), header("log-position")),
            ("/v1/x/1".into(), "\"1\"".into(), "42".into())
        );
        assert_eq!(
            (header("idempotency-replayed"), header("cache-control")),
            ("true".into(), "no-store".into())
        );
        assert_eq!(header("content-type"), "application/json");
    }

    #[actix_web::test]
    async fn a_known_tag_is_answered_304_without_body() {
        let etag = ETag::of(&["a"]).unwrap();
        let request = TestRequest::get()
            .uri("/v1/x?limit=1")
            .insert_header(("if-none-match", etag.as_str()))
            .to_http_request();
        let answer = || Answer::read(7).etag(etag.clone()).next(&request, Some("c"));
        let response = answer().json_unless_known(&request, &["a"]);
        assert_eq!(response.status(), 304);
        for (name, value) in [
            ("etag", etag.as_str()),
            ("vary", "Authorization, Accept"),
            ("cache-control", "private, no-cache"),
            ("log-position", "7"),
            ("link", "</v1/x?limit=1&cursor=c>; rel=\"next\""),
        ] {
            assert_eq!(response.headers().get(name).unwrap(), value, "{name}");
        }
        assert!(to_bytes(response.into_body()).await.unwrap().is_empty());
        let fresh = TestRequest::get().to_http_request();
        assert_eq!(answer().json_unless_known(&fresh, &["a"]).status(), 200);
    }

    #[actix_web::test]
    async fn the_last_page_has_no_link_and_a_first_answer_is_not_marked_as_replayed() {
        let request = TestRequest::get().to_http_request();
        let response = Answer::written(1).replayed(false).next(&request, None).json(&[0]);
        assert!(!response.headers().contains_key("link") && !response.headers().contains_key("idempotency-replayed"));
    }
}
