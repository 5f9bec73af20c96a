//! What every endpoint shares: reading a request, judging its headers, and shaping the answer.

pub mod answer;
pub mod as_of;
pub mod body;
pub mod edge;
pub mod etag;
pub mod file_body;
pub mod format;
pub mod idempotency;
pub mod kept;
pub mod page;
pub mod path;
pub mod query;
pub mod routes;
pub mod trace;

use actix_web::HttpRequest;
use actix_web::http::header::HeaderMap;

/// The one value of a header, as text.
///
/// # Errors
/// [`NotOneValue`] if there are several values or one that is not visible ASCII.
fn single<'a>(headers: &'a HeaderMap, name: &str) -> Result<Option<&'a str>, NotOneValue> {
    let mut values = headers.get_all(name);
    let Some(value) = values.next() else { return Ok(None) };
    if values.next().is_some() {
        return Err(NotOneValue);
    }
    value.to_str().map(Some).map_err(|_not_ascii| NotOneValue)
}

/// A header that is given twice or is not visible ASCII.
struct NotOneValue;

/// The path of a request as it was sent, without the query.
fn path_of(request: &HttpRequest) -> &str {
    request.uri().path()
}
