//! Documents in answers: our own words in a language, and the formats.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse};
use comment_sheets::document::Document;
use consultation::StateCode;
use consultation::register::Register;
use jiff::Timestamp;
use outcome_note::Wording;

use crate::http::answer::Answer;
use crate::http::etag::ETag;
use crate::problem::Problem;

mod markdown;
mod plain_words;

/// Our own words in a language, and what states are called.
pub struct DocumentWords {
    words: plain_words::PlainWords,
    register: Arc<Register>,
    instant: Timestamp,
}

impl DocumentWords {
    /// The words of a language, by the first part of its BCP 47 tag; English for any other.
    #[must_use]
    pub fn of(language: Option<&str>, register: Arc<Register>, instant: Timestamp) -> Self {
        Self {
            words: plain_words::PlainWords::of(language.unwrap_or("en")),
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
        self.words.say(key, args)
    }

    fn state(&self, code: StateCode) -> String {
        match self.register.at(self.instant).english_name_of(code) {
            Some(name) => format!("{name} ({code})"),
            None => code.to_string(),
        }
    }
}

/// Answers a document as Markdown.
///
/// # Errors
/// 500 if no entity tag can be made.
pub fn answer_markdown(request: &HttpRequest, log_position: u64, document: &Document) -> Result<HttpResponse, Problem> {
    let text = markdown::to_markdown(document);
    Ok(Answer::read(log_position).etag(ETag::of(&text)?).text_unless_known(
        request,
        "text/markdown; charset=utf-8",
        &document.language,
        text,
    ))
}
