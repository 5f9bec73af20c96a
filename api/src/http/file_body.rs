//! A file as the body: bounded like every body, of a media type that is read, judged only when the endpoint asks.

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpRequest};
use comment_sheets::{SheetFormat, SheetKind, kind_of};
use futures_util::future::LocalBoxFuture;

use super::body::read_body;
use super::single;
use crate::problem::Problem;

/// A filled sheet.
#[derive(Debug)]
pub struct SheetBody {
    bytes: Result<Bytes, Problem>,
    /// None: it is whatever its first bytes and parts say.
    announced: Result<Option<SheetKind>, Problem>,
}

impl SheetBody {
    /// The file, if it is what its media type says.
    ///
    /// # Errors
    /// 415 `unsupported_media_type`, also if the first bytes or the parts of the file say otherwise; 413
    /// `body_too_large`; 408 `request_timeout`; 400 `unreadable_sheet` for macros, passwords and what inflates to too
    /// much.
    pub fn sheet(&self) -> Result<&[u8], Problem> {
        let announced = self.announced.clone()?;
        let bytes = self.bytes()?;
        let kind = kind_of(bytes).map_err(|error| Problem::of("unreadable_sheet").detail(sentence(&error)))?;
        if announced.is_some_and(|announced| announced != kind) {
            return Err(Problem::of("unsupported_media_type").detail("The file is not what its Content-Type says."));
        }
        Ok(bytes)
    }

    /// The body as it was sent, for a fingerprint.
    ///
    /// # Errors
    /// What kept the body from arriving: 413, 408, 400.
    pub fn bytes(&self) -> Result<&[u8], Problem> {
        self.bytes.as_deref().map_err(Clone::clone)
    }
}

/// What is wrong with a sheet, as a sentence.
pub fn sentence(error: &impl std::fmt::Display) -> String {
    let text = error.to_string();
    let mut letters = text.chars();
    let first: String = letters
        .next()
        .map(|letter| letter.to_uppercase().collect())
        .unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

impl FromRequest for SheetBody {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let announced = announced(request);
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let bytes = read_body(request, payload).await;
            Ok(Self { bytes, announced })
        })
    }
}

/// For programs that know files as bytes only (RFC 9110 §8.3).
const BYTES: &str = "application/octet-stream";

fn announced(request: &HttpRequest) -> Result<Option<SheetKind>, Problem> {
    let headers = request.headers();
    let refused = |detail: &str| Problem::of("unsupported_media_type").detail(detail);
    if headers.contains_key(header::CONTENT_ENCODING) {
        return Err(refused("Send the body without Content-Encoding."));
    }
    let value = single(headers, "content-type").unwrap_or_default().unwrap_or_default();
    let essence = value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if essence == BYTES {
        return Ok(None);
    }
    let kinds = [
        (SheetFormat::Csv, SheetKind::Csv),
        (SheetFormat::Xlsx, SheetKind::Xlsx),
        (SheetFormat::Docx, SheetKind::Docx),
    ];
    let known = kinds.iter().find(|(format, _)| format.essence() == essence);
    known.map(|(_, kind)| Some(*kind)).ok_or_else(|| {
        let names = kinds.map(|(format, _)| format.essence()).join(", ");
        refused(&format!("Send the file with its Content-Type: {names}, or as {BYTES}."))
    })
}
