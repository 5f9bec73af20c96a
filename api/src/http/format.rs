//! In which format a document is answered: by `?format=`, or by `Accept` (RFC 9110 §12.5.1).

use actix_web::HttpRequest;
use actix_web::http::header;
use serde::Deserialize;
use utoipa::ToSchema;

/// Media type of DOCX (ISO/IEC 29500), as registered with IANA.
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// A format of documents that are also data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DocumentFormat {
    /// The facts.
    Json,
    /// The document, as Markdown.
    Md,
    /// The document, as a file for word processors.
    Docx,
}

impl DocumentFormat {
    /// What was asked for. JSON where `Accept` names nothing else that there is, so that it is never answered 406.
    #[must_use]
    pub fn wanted(named: Option<Self>, request: &HttpRequest) -> Self {
        named
            .or_else(|| {
                let accept = request.headers().get(header::ACCEPT)?.to_str().ok()?;
                best(accept)
            })
            .unwrap_or(Self::Json)
    }
}

/// The acceptable format of the highest weight; of equal ones the first.
fn best(accept: &str) -> Option<DocumentFormat> {
    let mut best: Option<(DocumentFormat, f32)> = None;
    for range in accept.split(',') {
        let mut parts = range.split(';').map(str::trim);
        let format = match parts.next()?.to_ascii_lowercase().as_str() {
            "application/json" | "application/*" | "*/*" => DocumentFormat::Json,
            "text/markdown" => DocumentFormat::Md,
            DOCX => DocumentFormat::Docx,
            _ => continue,
        };
        let weight = parts.find_map(|part| part.strip_prefix("q=")?.parse().ok());
        let weight: f32 = weight.unwrap_or(1.0);
        if weight > best.map_or(0.0, |(_, known)| known) {
            best = Some((format, weight));
        }
    }
    best.map(|(format, _)| format)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_format_of_the_highest_weight_is_answered() {
        for (accept, wanted) in [
            ("*/*", Some(DocumentFormat::Json)),
            ("text/markdown", Some(DocumentFormat::Md)),
            ("application/json;q=0.5, text/markdown", Some(DocumentFormat::Md)),
            ("text/html, text/markdown;q=0.4, */*;q=0.1", Some(DocumentFormat::Md)),
            (DOCX, Some(DocumentFormat::Docx)),
            ("text/markdown;q=0", None),
            ("text/html", None),
            ("", None),
        ] {
            assert_eq!(best(accept), wanted, "{accept}");
        }
    }
}
