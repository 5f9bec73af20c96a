//! Lists in pages: opaque cursors, `limit`, and `Link: rel="next"`.

use actix_web::HttpRequest;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use super::as_of::AsOf;
use super::path_of;
use super::query::invalid;
use crate::problem::Problem;

/// Items on a page when `limit` is not given.
pub const DEFAULT_LIMIT: u32 = 50;

/// Most items on a page.
pub const MAX_LIMIT: u32 = 200;

/// Longest cursor that is read, in bytes.
const MAX_CURSOR_BYTES: usize = 2 * 1024;

/// Where a page stands in its list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Page {
    /// Cursor of the next page; null on the last one.
    #[schema(example = json!(null))]
    pub next: Option<String>,
    /// True if there is a next page.
    #[schema(example = false)]
    pub has_more: bool,
    /// Which state of the log the page shows.
    pub as_of: AsOf,
}

impl Page {
    /// The page before the one that `next` names.
    #[must_use]
    pub fn new(next: Option<String>, as_of: AsOf) -> Self {
        Self {
            has_more: next.is_some(),
            next,
            as_of,
        }
    }
}

/// The query parameter `limit`.
///
/// # Errors
/// 400 `invalid_query_parameter` outside 1 to 200: a limit is never lowered silently.
pub fn limit(limit: Option<u32>) -> Result<u32, Problem> {
    let limit = limit.unwrap_or(DEFAULT_LIMIT);
    if (1..=MAX_LIMIT).contains(&limit) {
        Ok(limit)
    } else {
        Err(invalid("limit", "is not between 1 and 200"))
    }
}

/// The list that a cursor belongs to: a cursor of another one is refused.
///
/// The digest in a cursor finds mistakes, not forgers, and needs no key: a cursor says only where to go on, and what
/// is shown there is filtered for its viewer like every page.
pub struct CursorScope([u8; 32]);

#[derive(Serialize, Deserialize)]
struct Sealed<K> {
    /// Digest over scope and key.
    d: String,
    /// The last item's sort key.
    k: K,
}

impl CursorScope {
    /// The list of an operation under a filter (without cursor and limit) and an order.
    ///
    /// # Errors
    /// 500 if `filter` cannot be written as JSON.
    pub fn new(operation: &str, filter: &impl Serialize, sort: &str) -> Result<Self, Problem> {
        let text = serde_json::to_vec(&(operation, filter, sort)).map_err(Problem::internal)?;
        Ok(Self(Sha256::digest(text).into()))
    }

    /// The cursor of the next page: it goes on after the item with this sort key, if there is more.
    ///
    /// # Errors
    /// 500 if `end` cannot be written as JSON.
    pub fn next(&self, end: Option<&impl Serialize>) -> Result<Option<String>, Problem> {
        end.map(|key| self.encode(key)).transpose()
    }

    /// The sort key after which a page begins: what the query parameter `cursor` holds.
    ///
    /// # Errors
    /// As [`CursorScope::decode`].
    pub fn after<K: Serialize + DeserializeOwned>(&self, cursor: Option<&str>) -> Result<Option<K>, Problem> {
        cursor.map(|cursor| self.decode(cursor)).transpose()
    }

    /// The cursor that goes on after the item with this sort key.
    ///
    /// # Errors
    /// 500 if `key` cannot be written as JSON.
    pub fn encode(&self, key: &impl Serialize) -> Result<String, Problem> {
        let sealed = Sealed {
            d: self.digest(key)?,
            k: key,
        };
        Ok(URL_SAFE_NO_PAD.encode(serde_json::to_vec(&sealed).map_err(Problem::internal)?))
    }

    /// The sort key in a cursor.
    ///
    /// # Errors
    /// 400 `invalid_cursor` if it was altered or belongs to another list.
    pub fn decode<K: Serialize + DeserializeOwned>(&self, cursor: &str) -> Result<K, Problem> {
        let refused = || Problem::of("invalid_cursor");
        let bytes = (cursor.len() <= MAX_CURSOR_BYTES)
            .then(|| URL_SAFE_NO_PAD.decode(cursor).ok())
            .flatten();
        let sealed: Sealed<K> = bytes
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .ok_or_else(refused)?;
        if self.digest(&sealed.k)? == sealed.d {
            Ok(sealed.k)
        } else {
            Err(refused())
        }
    }

    fn digest(&self, key: &impl Serialize) -> Result<String, Problem> {
        let key = serde_json::to_vec(key).map_err(Problem::internal)?;
        let digest = Sha256::new().chain_update(self.0).chain_update(key).finalize();
        Ok(URL_SAFE_NO_PAD.encode(digest.iter().take(16).copied().collect::<Vec<_>>()))
    }
}

/// The value of `Link` for the next page: the same address with another cursor.
#[must_use]
pub fn link_next(request: &HttpRequest, cursor: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in form_urlencoded::parse(request.query_string().as_bytes()) {
        if name != "cursor" {
            query.append_pair(&name, &value);
        }
    }
    query.append_pair("cursor", cursor);
    format!("<{}?{}>; rel=\"next\"", path_of(request), query.finish())
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;
    use proptest::prelude::*;

    use super::*;

    fn scope(operation: &str, state: &str) -> CursorScope {
        CursorScope::new(operation, &[("state", state)], "number").unwrap()
    }

    proptest! {
        #[test]
        fn a_cursor_leads_back_to_its_key(position: u64, text: String) {
            let scope = scope("list_input_comments", "FJI");
            let cursor = scope.encode(&(position, &text)).unwrap();
            prop_assume!(cursor.len() <= MAX_CURSOR_BYTES);
            prop_assert_eq!(scope.decode::<(u64, String)>(&cursor).unwrap(), (position, text));
        }

        #[test]
        fn an_altered_cursor_is_refused_or_says_the_same(place: prop::sample::Index, letter in "[A-Za-z0-9_-]") {
            let scope = scope("list_input_comments", "FJI");
            let cursor = scope.encode(&7_u64).unwrap();
            let at = place.index(cursor.len());
            let altered = format!("{}{letter}{}", &cursor[..at], &cursor[at + 1..]);
            match scope.decode::<u64>(&altered) {
                Ok(key) => prop_assert_eq!(key, 7),
                Err(problem) => prop_assert_eq!(problem.code(), "invalid_cursor"),
            }
        }
    }

    #[test]
    fn a_cursor_of_another_list_is_refused() {
        let cursor = scope("list_input_comments", "FJI").encode(&7_u64).unwrap();
        for other in [scope("list_submissions", "FJI"), scope("list_input_comments", "WSM")] {
            assert_eq!(other.decode::<u64>(&cursor).unwrap_err().code(), "invalid_cursor");
        }
        for odd in ["", "7", "====", &"A".repeat(5_000)] {
            assert_eq!(scope("a", "b").decode::<u64>(odd).unwrap_err().code(), "invalid_cursor");
        }
    }

    #[test]
    fn a_limit_is_within_bounds_or_refused() {
        assert_eq!(
            (limit(None).unwrap(), limit(Some(1)).unwrap(), limit(Some(200)).unwrap()),
            (50, 1, 200)
        );
        for odd in [0, 201] {
            assert_eq!(limit(Some(odd)).unwrap_err().code(), "invalid_query_parameter");
        }
    }

    #[test]
    fn the_link_keeps_the_other_parameters() {
        let request = TestRequest::get()
            .uri("/v1/x?q=a%20b%26c&cursor=old&limit=2")
            .to_http_request();
        assert_eq!(
            link_next(&request, "new"),
            "</v1/x?q=a+b%26c&limit=2&cursor=new>; rel=\"next\""
        );
    }
}
