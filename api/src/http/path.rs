//! Parts of a path: ids, numbers, codes. A part that is not well formed is 400 `invalid_path`.
//!
//! The error is immediate, so in a handler's arguments a path part stands after the permission: 401 and 403 come first.

use std::future::{Ready, ready};
use std::ops::Deref;
use std::str::FromStr;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use consultation::StateCode;
use uuid::Uuid;

use crate::problem::Problem;

/// The part `{id}` as an id of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PathId<T>(pub T);

impl<T> Deref for PathId<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: From<Uuid>> FromRequest for PathId<T> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        ready(id(request, "id").map(|id| Self(T::from(id))))
    }
}

/// The part `{n}` as a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PathNumber(pub u32);

impl FromRequest for PathNumber {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        ready(part(request, "n").map(Self))
    }
}

/// The part `{state}` as the code of a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PathState(pub StateCode);

impl FromRequest for PathState {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let state = StateCode::parse(text(request, "state")).ok();
        ready(state.map(Self).ok_or_else(|| invalid("state", "an ISO 3166-1 code")))
    }
}

/// A part of the path as a UUID in its usual form: 36 characters, hexadecimal digits in either case.
///
/// # Errors
/// 400 if it is none.
pub fn id(request: &HttpRequest, name: &str) -> Result<Uuid, Problem> {
    let text = text(request, name);
    Uuid::try_parse(text)
        .ok()
        .filter(|_| text.len() == 36)
        .ok_or_else(|| invalid(name, "a UUID"))
}

/// A part of the path as anything that reads itself from text.
///
/// # Errors
/// 400 if it does not.
pub fn part<T: FromStr>(request: &HttpRequest, name: &str) -> Result<T, Problem> {
    text(request, name)
        .parse()
        .ok()
        .ok_or_else(|| invalid(name, "well formed"))
}

fn text<'a>(request: &'a HttpRequest, name: &str) -> &'a str {
    request.match_info().get(name).unwrap_or_default()
}

fn invalid(name: &str, form: &str) -> Problem {
    Problem::of("invalid_path").detail(format!("The part {{{name}}} of the path is not {form}."))
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    async fn id_of(text: &str) -> Result<Uuid, &'static str> {
        let request = TestRequest::default().param("id", text.to_owned()).to_http_request();
        PathId::<Uuid>::extract(&request)
            .await
            .map(|id| id.0)
            .map_err(|problem| problem.code())
    }

    #[actix_web::test]
    async fn an_id_is_a_uuid_in_its_usual_form_only() {
        let usual = "0190f1d2-0000-7000-8000-000000000001";
        assert_eq!(id_of(usual).await.unwrap().to_string(), usual);
        assert_eq!(id_of(&usual.to_uppercase()).await.unwrap().to_string(), usual);
        for odd in [
            "",
            "7",
            "0190f1d2000070008000000000000001",
            "{0190f1d2-0000-7000-8000-000000000001}",
            &format!("urn:uuid:{usual}"),
        ] {
            assert_eq!(id_of(odd).await, Err("invalid_path"), "{odd}");
        }
    }

    #[actix_web::test]
    async fn a_number_is_decimal() {
        let number = |text: &'static str| async move {
            let request = TestRequest::default().param("n", text).to_http_request();
            PathNumber::extract(&request)
                .await
                .map(|number| number.0)
                .map_err(|problem| problem.code())
        };
        assert_eq!(number("12").await, Ok(12));
        for odd in ["-1", "1.0", "", "x", "4294967296"] {
            assert_eq!(number(odd).await, Err("invalid_path"), "{odd}");
        }
    }
}
