//! Answers that are kept while nothing changes that they depend on: many ask for the same page, and between two events
//! it is the same page.
//!
//! An answer depends on the request's address, on who asks and with which rights, on the register and the proposal, on
//! the view's position, and on the instant only in that a consultation closes then. All but the last are in the key.

use actix_web::HttpRequest;
use actix_web::web::Bytes;
use event_log::Position;
use jiff::{SignedDuration, Timestamp};
use moka::sync::Cache;
use serde::Serialize;

use super::answer::Answer;
use super::etag::ETag;
use crate::app::App;
use crate::http::as_of::ReadAt;
use crate::problem::Problem;
use crate::reads::Visible;

/// Bytes of bodies that are kept.
const MOST_BYTES: u64 = 16 * 1024 * 1024;

/// A larger answer is not kept, in bytes.
const LARGEST: usize = 512 * 1024;

/// No answer is kept for longer: dated facts of the register begin and end without an event.
const LONGEST: SignedDuration = SignedDuration::from_secs(10);

/// A read's answer, ready to be sent.
#[derive(Debug, Clone)]
pub struct KeptAnswer {
    position: u64,
    etag: ETag,
    next: Option<String>,
    body: Bytes,
}

impl KeptAnswer {
    /// A view at a position, see [`Answer::view`]; `next` is the cursor of the next page.
    ///
    /// # Errors
    /// 500 if it cannot be written as JSON.
    pub fn of(position: u64, next: Option<&str>, view: &impl Serialize) -> Result<Self, Problem> {
        Ok(Self {
            position,
            etag: ETag::of_view(view)?,
            next: next.map(str::to_owned),
            body: serde_json::to_vec(view).map_err(Problem::internal)?.into(),
        })
    }

    /// As a response: 304 if the request knows it.
    #[must_use]
    pub fn respond(&self, request: &HttpRequest) -> actix_web::HttpResponse {
        Answer::read(self.position)
            .etag(self.etag.clone())
            .next(request, self.next.as_deref())
            .bytes_unless_known(request, self.body.clone())
    }
}

struct Entry {
    from: Timestamp,
    until: Timestamp,
    answer: KeptAnswer,
}

/// All that are kept.
pub struct KeptAnswers(Cache<String, std::sync::Arc<Entry>>);

impl Default for KeptAnswers {
    fn default() -> Self {
        let weight = |key: &String, entry: &std::sync::Arc<Entry>| {
            u32::try_from(key.len() + entry.answer.body.len() + 256).unwrap_or(u32::MAX)
        };
        Self(Cache::builder().max_capacity(MOST_BYTES).weigher(weight).build())
    }
}

/// Where an answer is kept, and until when it may be.
pub struct Place {
    key: String,
    position: Position,
    now: Timestamp,
    until: Timestamp,
}

impl App {
    /// Where the answer to this request is kept; nowhere if it asks for the past, or for what the view does not have
    /// yet.
    #[must_use]
    pub fn place_of(&self, request: &HttpRequest, visible: &Visible, at: ReadAt) -> Option<Place> {
        let position = self.input.position();
        match at {
            ReadAt::AsOf(_) => return None,
            ReadAt::AtLeast(wanted) if wanted > position => return None,
            ReadAt::AtLeast(_) | ReadAt::Now => {}
        }
        let now = visible.rights.now();
        let consultations = visible.proposal.consultations.iter();
        let closing = consultations.map(|one| one.closes_at).filter(|at| *at > now).min();
        let longest = now.saturating_add(LONGEST).unwrap_or(Timestamp::MAX);
        let key = format!(
            "{} {} {} {} {}",
            visible.rights.standing(),
            self.commands.known_register().version,
            visible.version,
            position,
            request.uri(),
        );
        Some(Place {
            key,
            position,
            now,
            until: closing.map_or(longest, |closing| closing.min(longest)),
        })
    }

    /// What is kept there, if it is still true.
    #[must_use]
    pub fn find_kept(&self, place: Option<&Place>) -> Option<KeptAnswer> {
        let place = place?;
        let entry = self.kept.0.get(&place.key)?;
        (entry.from <= place.now && place.now < entry.until).then(|| entry.answer.clone())
    }

    /// Keeps an answer, if it is of the very position that the place is for: a replica may have an older one.
    pub fn keep(&self, place: Option<Place>, answer: &KeptAnswer) {
        let Some(place) = place else { return };
        if answer.position == place.position.0 && answer.body.len() <= LARGEST {
            let entry = Entry {
                from: place.now,
                until: place.until,
                answer: answer.clone(),
            };
            self.kept.0.insert(place.key, std::sync::Arc::new(entry));
        }
    }
}
