//! The pages at `/problems`: HTML for people, JSON for programs.

use std::fmt::Write;

use actix_web::http::header::{self, HeaderMap};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use utoipa::ToSchema;

use crate::problem::ProblemKind;

/// Nothing is loaded and nothing runs.
const POLICY: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// A kind of problem.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemKindResponse {
    /// The `type` of its problem documents.
    #[serde(rename = "type")]
    #[schema(example = "/problems/not_found")]
    pub type_url: String,
    /// Stable name.
    #[schema(example = "not_found")]
    pub code: &'static str,
    /// The HTTP status that it is answered with.
    #[schema(example = 404)]
    pub status: u16,
    /// Short summary.
    #[schema(example = "Not found")]
    pub title: &'static str,
    /// What it means and what to do.
    #[schema(example = "There is no such thing, or it is not yours to know of.")]
    pub explanation: &'static str,
}

impl From<&'static ProblemKind> for ProblemKindResponse {
    fn from(kind: &'static ProblemKind) -> Self {
        Self {
            type_url: kind.type_url(),
            code: kind.code,
            status: kind.status.as_u16(),
            title: kind.title,
            explanation: kind.explanation,
        }
    }
}

/// The kinds as a page for a browser, or as JSON for everybody else.
#[must_use]
pub fn page(request: &HttpRequest, title: &str, kinds: &[ProblemKindResponse], json: &impl Serialize) -> HttpResponse {
    let mut answer = HttpResponse::Ok();
    answer
        .insert_header((header::VARY, "Accept"))
        .insert_header((header::CACHE_CONTROL, "public, max-age=3600"));
    if !accepts_html(request.headers()) {
        return answer.json(json);
    }
    answer
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
        .content_type("text/html; charset=utf-8")
        .body(html(title, kinds))
}

fn accepts_html(headers: &HeaderMap) -> bool {
    let mut lines = headers.get_all(header::ACCEPT).filter_map(|line| line.to_str().ok());
    lines.any(|line| line.to_ascii_lowercase().contains("text/html"))
}

fn html(title: &str, kinds: &[ProblemKindResponse]) -> String {
    let title = escaped(title);
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>{title}</title></head>\n\
         <body>\n<h1>{title}</h1>\n<dl>\n"
    );
    for kind in kinds {
        let (address, code, status) = (escaped(&kind.type_url), escaped(kind.code), kind.status);
        let (title, explanation) = (escaped(kind.title), escaped(kind.explanation));
        // Writing to a String cannot fail.
        let _ = writeln!(
            page,
            "<dt><a href=\"{address}\"><code>{code}</code></a> ({status}): {title}</dt>\n<dd>{explanation}</dd>"
        );
    }
    page + "</dl>\n<p><a href=\"/problems\">All problems</a> · <a href=\"/docs/\">Interface</a></p>\n</body>\n</html>\n"
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_page_is_taken_for_markup() {
        let kind = ProblemKindResponse {
            type_url: "/problems/\"x\"".into(),
            code: "x",
            status: 400,
            title: "<b>&</b>",
            explanation: "Authorization: Bearer <JWT>",
        };
        let page = html("<script>", &[kind]);
        assert!(!page.contains("<script>") && !page.contains("<b>") && !page.contains("<JWT>"));
        assert!(page.contains("Bearer &lt;JWT&gt;") && page.contains("href=\"/problems/&quot;x&quot;\""));
    }
}
