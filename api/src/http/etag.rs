//! Entity tags and preconditions (RFC 9110 §8.8.3, §13.1).
//!
//! A tag of one resource begins with its version: `"3"`, or `"3-1f2e…"` where the answer also depends on the viewer.
//! `If-Match` looks at the version only. Tags of lists are digests of what the viewer sees.

use std::fmt;

use actix_web::http::header::HeaderMap;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::problem::Problem;

/// Longest `If-Match` or `If-None-Match` that is read, in bytes.
const MAX_HEADER_BYTES: usize = 4 * 1024;

/// A strong entity tag, with its quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ETag(String);

impl ETag {
    /// The tag of a resource of which only the version varies.
    #[must_use]
    pub fn version(version: u64) -> Self {
        Self(format!("\"{version}\""))
    }

    /// The tag of a resource whose answer also depends on the viewer or on other resources: on `content`.
    ///
    /// # Errors
    /// 500 if `content` cannot be written as JSON.
    pub fn version_of(version: u64, content: &impl Serialize) -> Result<Self, Problem> {
        Ok(Self(format!("\"{version}-{}\"", digest(content)?)))
    }

    /// The tag of a list or view: of what this viewer sees of it.
    ///
    /// # Errors
    /// 500 if `content` cannot be written as JSON.
    pub fn of(content: &impl Serialize) -> Result<Self, Problem> {
        Ok(Self(format!("\"d-{}\"", digest(content)?)))
    }

    /// As [`ETag::of`], of all but `as_of`, which moves with every event anywhere.
    ///
    /// # Errors
    /// 500 if `view` cannot be written as JSON.
    pub fn of_view(view: &impl Serialize) -> Result<Self, Problem> {
        let mut value = serde_json::to_value(view).map_err(Problem::internal)?;
        for holder in ["", "/page"] {
            if let Some(object) = value.pointer_mut(holder).and_then(serde_json::Value::as_object_mut) {
                object.remove("as_of");
            }
        }
        Self::of(&value)
    }

    /// The tag as it stands in the header.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// True if `If-None-Match` has this tag, so that the answer is 304. Compares weakly (RFC 9110 §13.1.2); a header
    /// that is not well formed matches nothing.
    #[must_use]
    pub fn is_known(&self, headers: &HeaderMap) -> bool {
        match list(headers, "if-none-match") {
            Ok(Some(Listed::Any)) => true,
            Ok(Some(Listed::Tags(tags))) => tags.iter().any(|tag| tag.opaque == self.0.trim_matches('"')),
            Ok(None) | Err(_) => false,
        }
    }
}

impl fmt::Display for ETag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The first 12 bytes of SHA-256 over the JSON of `content`, in base64url.
fn digest(content: &impl Serialize) -> Result<String, Problem> {
    let json = serde_json::to_vec(content).map_err(Problem::internal)?;
    Ok(URL_SAFE_NO_PAD.encode(Sha256::digest(json).iter().take(12).copied().collect::<Vec<_>>()))
}

/// What a write demands of the present state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Precondition {
    /// Nothing.
    None,
    /// `If-Match: *`: there is a version.
    Any,
    /// `If-Match` with tags: the present version is one of these. Empty if all tags were weak or digests.
    Versions(Vec<u64>),
    /// `If-None-Match: *`: there is none yet.
    NoneExists,
}

impl Precondition {
    /// Reads `If-Match` and `If-None-Match` of a write.
    ///
    /// # Errors
    /// 400 `invalid_precondition` if they are not well formed, if both are there, or if `If-None-Match` is not `*`.
    pub fn of(headers: &HeaderMap) -> Result<Self, Problem> {
        match (list(headers, "if-match")?, list(headers, "if-none-match")?) {
            (None, None) => Ok(Self::None),
            (Some(Listed::Any), None) => Ok(Self::Any),
            (Some(Listed::Tags(tags)), None) => Ok(Self::Versions(tags.iter().filter_map(Tag::version).collect())),
            (None, Some(Listed::Any)) => Ok(Self::NoneExists),
            (_, Some(_)) => Err(Problem::of("invalid_precondition")),
        }
    }

    /// The same, where a precondition is required.
    ///
    /// # Errors
    /// 428 `precondition_required` if there is none.
    pub fn required(self) -> Result<Self, Problem> {
        if self == Self::None {
            Err(Problem::of("precondition_required"))
        } else {
            Ok(self)
        }
    }

    /// Judges it against the present version; `None` means that there is no resource.
    ///
    /// # Errors
    /// 412 `precondition_failed`.
    pub fn check(&self, present: Option<u64>) -> Result<(), Problem> {
        let holds = match self {
            Self::None => true,
            Self::Any => present.is_some(),
            Self::Versions(versions) => present.is_some_and(|version| versions.contains(&version)),
            Self::NoneExists => present.is_none(),
        };
        if holds {
            return Ok(());
        }
        Err(Problem::of("precondition_failed").detail(match present {
            Some(version) => format!("The present version is {version}. Read it, then decide again."),
            None => "There is no version yet.".to_owned(),
        }))
    }
}

enum Listed {
    Any,
    Tags(Vec<Tag>),
}

struct Tag {
    weak: bool,
    opaque: String,
}

impl Tag {
    /// The version at the start of a strong tag (weak ones never match, RFC 9110 §13.1.1).
    fn version(&self) -> Option<u64> {
        let digits = self.opaque.split('-').next().filter(|_| !self.weak)?;
        digits
            .bytes()
            .all(|byte| byte.is_ascii_digit())
            .then(|| digits.parse().ok())?
    }
}

/// A list of entity tags over all lines of a header.
fn list(headers: &HeaderMap, name: &str) -> Result<Option<Listed>, Problem> {
    let invalid = || Problem::of("invalid_precondition");
    let mut lines = Vec::new();
    for line in headers.get_all(name) {
        lines.push(line.to_str().map_err(|_not_ascii| invalid())?);
    }
    if lines.is_empty() {
        return Ok(None);
    }
    let text = lines.join(",");
    if text.trim() == "*" {
        return Ok(Some(Listed::Any));
    }
    let tags = (text.len() <= MAX_HEADER_BYTES)
        .then(|| tags(&text))
        .flatten()
        .ok_or_else(invalid)?;
    Ok(Some(Listed::Tags(tags)))
}

/// At least one tag; commas may stand inside the quotes.
fn tags(text: &str) -> Option<Vec<Tag>> {
    let mut tags = Vec::new();
    let mut rest = text.trim_start();
    loop {
        let weak = rest.starts_with("W/");
        let (opaque, after) = rest
            .strip_prefix("W/")
            .unwrap_or(rest)
            .strip_prefix('"')?
            .split_once('"')?;
        tags.push(Tag {
            weak,
            opaque: opaque.to_owned(),
        });
        let after = after.trim_start();
        if after.is_empty() {
            return Some(tags);
        }
        rest = after.strip_prefix(',')?.trim_start();
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let request = pairs
            .iter()
            .fold(TestRequest::default(), |request, pair| request.append_header(*pair));
        request.to_http_request().headers().clone()
    }

    fn if_match(value: &str) -> Result<Precondition, &'static str> {
        Precondition::of(&headers(&[("if-match", value)])).map_err(|problem| problem.code())
    }

    #[test]
    fn if_match_compares_the_version_part_of_strong_tags() {
        assert_eq!(if_match("*"), Ok(Precondition::Any));
        assert_eq!(if_match("\"3\""), Ok(Precondition::Versions(vec![3])));
        assert_eq!(if_match("\"3-ab\" , \"12\""), Ok(Precondition::Versions(vec![3, 12])));
        assert_eq!(
            if_match("W/\"3\", \"d-3\", \"x\", \"\", \"3x\", \"a,b\""),
            Ok(Precondition::Versions(vec![]))
        );
        let lines = headers(&[("if-match", "\"1\""), ("if-match", "\"2\"")]);
        assert_eq!(Precondition::of(&lines).unwrap(), Precondition::Versions(vec![1, 2]));
        for odd in ["", "3", "\"3", "\"3\" \"4\"", "\"3\",", "w/\"3\"", "\"3\", *"] {
            assert_eq!(if_match(odd), Err("invalid_precondition"), "{odd:?}");
        }
    }

    #[test]
    fn if_none_match_on_a_write_is_a_star_only() {
        let of =
            |value: &str| Precondition::of(&headers(&[("if-none-match", value)])).map_err(|problem| problem.code());
        assert_eq!(of("*"), Ok(Precondition::NoneExists));
        assert_eq!(of("\"3\""), Err("invalid_precondition"));
        assert_eq!(Precondition::of(&headers(&[])).unwrap(), Precondition::None);
        assert!(Precondition::of(&headers(&[("if-none-match", "*"), ("if-match", "*")])).is_err());
    }

    #[test]
    fn a_precondition_is_judged_against_the_present_version() {
        let code = |precondition: Precondition, present| precondition.check(present).map_err(|problem| problem.code());
        let failed = Err("precondition_failed");
        assert_eq!(code(Precondition::Versions(vec![2, 3]), Some(3)), Ok(()));
        assert_eq!(code(Precondition::Versions(vec![2]), Some(3)), failed);
        assert_eq!(code(Precondition::Versions(vec![2]), None), failed);
        assert_eq!(code(Precondition::Versions(vec![]), Some(1)), failed);
        assert_eq!(
            (code(Precondition::Any, Some(1)), code(Precondition::Any, None)),
            (Ok(()), failed)
        );
        assert_eq!(
            (
                code(Precondition::NoneExists, None),
                code(Precondition::NoneExists, Some(1))
            ),
            (Ok(()), failed)
        );
        assert_eq!(code(Precondition::None, Some(1)), Ok(()));
        assert_eq!(
            Precondition::None.required().unwrap_err().code(),
            "precondition_required"
        );
        assert!(Precondition::Any.required().is_ok());
    }

    #[test]
    fn a_known_tag_means_not_modified() {
        let tag = ETag::version_of(3, &["a"]).unwrap();
        assert!(tag.as_str().starts_with("\"3-") && tag.as_str().len() == 20);
        let weak = format!("\"x\", W/{tag}");
        assert!(tag.is_known(&headers(&[("if-none-match", &weak)])));
        assert!(tag.is_known(&headers(&[("if-none-match", "*")])));
        for other in ["\"3\"", "3", ""] {
            assert!(!tag.is_known(&headers(&[("if-none-match", other)])), "{other}");
        }
        assert!(!tag.is_known(&headers(&[])));
    }

    #[test]
    fn digests_follow_the_content_and_are_no_versions() {
        assert_eq!(ETag::of(&["a"]).unwrap(), ETag::of(&["a"]).unwrap());
        assert_ne!(ETag::of(&["a"]).unwrap(), ETag::of(&["b"]).unwrap());
        assert_eq!(
            if_match(ETag::of(&["a"]).unwrap().as_str()),
            Ok(Precondition::Versions(vec![]))
        );
        assert_eq!(ETag::version(3).to_string(), "\"3\"");
    }
}
