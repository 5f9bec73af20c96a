//! Documents in answers: our own words in a language, and the formats.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse};
use comment_sheets::document::{Document, to_docx, to_markdown};
use comment_sheets::{Arg, SheetFormat, Words, words};
use consultation::StateCode;
use consultation::register::Register;
use jiff::Timestamp;
use outcome_note::Wording;

use crate::http::answer::{Answer, Attachment};
use crate::http::etag::ETag;
use crate::http::format::DocumentFormat;
use crate::problem::Problem;

/// Our own words in a language, and what states are called.
pub struct DocumentWords {
    words: Words,
    register: Arc<Register>,
    instant: Timestamp,
}

impl DocumentWords {
    /// The words of a language, by the first part of its BCP 47 tag; English for any other.
    #[must_use]
    pub fn of(language: Option<&str>, register: Arc<Register>, instant: Timestamp) -> Self {
        Self {
            words: words(language.unwrap_or("en")),
            register,
            instant,
        }
    }
}

impl Wording for DocumentWords {
    fn language(&self) -> &str {
        self.words.language()
    }

    fn say(&self, key: &str, args: &[(&str, &str)]) -> String {
        let args: Vec<(&str, Arg<'_>)> = args.iter().map(|(name, text)| (*name, Arg::Text(text))).collect();
        self.words.say(key, &args)
    }

    fn state(&self, code: StateCode) -> String {
        match self.register.at(self.instant).english_name_of(code) {
            Some(name) => format!("{name} ({code})"),
            None => code.to_string(),
        }
    }
}

/// Answers a document as DOCX, a file of this name, or else as Markdown.
///
/// # Errors
/// 500 if the file or its entity tag cannot be made.
pub fn answer_document(
    request: &HttpRequest,
    log_position: u64,
    document: &Document,
    format: DocumentFormat,
    name: &str,
) -> Result<HttpResponse, Problem> {
    let answer = Answer::read(log_position);
    if format == DocumentFormat::Docx {
        let file = Attachment {
            name: format!("{name}.docx"),
            media_type: SheetFormat::Docx.media_type(),
            bytes: to_docx(document).map_err(Problem::internal)?,
        };
        return answer.file_unless_known(request, file);
    }
    let text = to_markdown(document);
    Ok(answer.etag(ETag::of(&text)?).text_unless_known(
        request,
        "text/markdown; charset=utf-8",
        &document.language,
        text,
    ))
}
