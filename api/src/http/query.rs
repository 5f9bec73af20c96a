//! Query parameters: read by serde, and none is ignored.

use std::collections::HashSet;
use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use serde::de::DeserializeOwned;

use crate::problem::Problem;

/// The query of a request, judged only when the endpoint asks: 404 and 403 come first.
#[derive(Debug, Clone)]
pub struct QueryParams(String);

impl QueryParams {
    /// Refuses any parameter, where an operation has none: a misplaced `dry_run=true` must not be taken for the act.
    ///
    /// # Errors
    /// 400 `unknown_query_parameter`.
    pub fn none(&self) -> Result<(), Problem> {
        #[derive(serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Nothing {}
        self.parse::<Nothing>().map(|Nothing {}| ())
    }

    /// Reads the query as `T`, which must `deny_unknown_fields` and must not `flatten` (serde would read numbers as
    /// text there).
    ///
    /// # Errors
    /// 400 `unknown_query_parameter` or `invalid_query_parameter`, naming the parameter.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        let mut seen = HashSet::new();
        for (name, _) in form_urlencoded::parse(self.0.as_bytes()) {
            if seen.contains(&name) {
                return Err(invalid(&name, "is given twice"));
            }
            seen.insert(name);
        }
        let pairs = serde_urlencoded::Deserializer::new(form_urlencoded::parse(self.0.as_bytes()));
        serde_path_to_error::deserialize(pairs).map_err(|error| {
            let (path, message) = (error.path().to_string(), error.inner().to_string());
            if message.starts_with("unknown field `") {
                let name = message
                    .trim_start_matches("unknown field `")
                    .split("`, ")
                    .next()
                    .unwrap_or_default();
                return Problem::of("unknown_query_parameter")
                    .detail(format!("The operation has no query parameter {:?}.", cut(name)));
            }
            if let Some(rest) = message.strip_prefix("missing field `") {
                return invalid(rest.trim_end_matches('`'), "is needed");
            }
            if message.starts_with("cannot parse integer from empty string") {
                return invalid(
                    &path,
                    if path == "at_least" {
                        "is not a position"
                    } else {
                        "is not a number"
                    },
                );
            }
            invalid(&path, &format!("is not valid: {}", cut(&message)))
        })
    }
}

impl FromRequest for QueryParams {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        ready(Ok(Self(request.query_string().to_owned())))
    }
}

/// A query parameter that has a value outside what it may have.
#[must_use]
pub fn invalid(name: &str, what: &str) -> Problem {
    Problem::of("invalid_query_parameter").detail(format!("The query parameter {} {what}.", cut(name)))
}

/// Keeps a client's own text short in the answer.
fn cut(text: &str) -> String {
    text.chars().take(100).collect()
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Filter {
        q: Option<String>,
        late: Option<bool>,
        limit: Option<u32>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Needed {
        since: u32,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Nothing {}

    fn read<T: DeserializeOwned>(query: &str) -> Result<T, (&'static str, String)> {
        QueryParams(query.to_owned())
            .parse()
            .map_err(|problem| (problem.code(), problem.to_string()))
    }

    #[test]
    fn parameters_are_read_with_their_types() {
        let filter: Filter = read("q=caf%C3%A9+au&late=true&limit=7").unwrap();
        assert_eq!(
            filter,
            Filter {
                q: Some("café au".into()),
                late: Some(true),
                limit: Some(7)
            }
        );
        assert_eq!(read::<Nothing>("").unwrap(), Nothing {});
    }

    #[test]
    fn an_unknown_parameter_is_named() {
        for query in ["colour=1", "q=a&colour"] {
            let (code, detail) = read::<Filter>(query).unwrap_err();
            assert_eq!(
                (code, detail.as_str()),
                (
                    "unknown_query_parameter",
                    "The operation has no query parameter \"colour\"."
                )
            );
        }
        assert_eq!(read::<Nothing>("a=1").unwrap_err().0, "unknown_query_parameter");
    }

    #[test]
    fn where_there_are_no_parameters_any_is_refused() {
        assert!(QueryParams(String::new()).none().is_ok());
        let refused = QueryParams("dry_run=true".to_owned()).none().unwrap_err();
        assert_eq!(refused.code(), "unknown_query_parameter");
    }

    #[test]
    fn a_bad_missing_or_double_value_is_named() {
        for (query, parameter) in [
            ("limit=x", "limit"),
            ("late=yes", "late"),
            ("limit=-1", "limit"),
            ("q=a&q=b", "q"),
        ] {
            let (code, detail) = read::<Filter>(query).unwrap_err();
            assert_eq!(code, "invalid_query_parameter", "{query}");
            assert!(
                detail.starts_with(&format!("The query parameter {parameter} is ")),
                "{detail}"
            );
        }
        assert_eq!(
            read::<Needed>("").unwrap_err().1,
            "The query parameter since is needed."
        );
    }
}
