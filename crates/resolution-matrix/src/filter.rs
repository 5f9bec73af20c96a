//! What of the matrix is asked for. A comment whose state the viewer may not know is found only by what it shows.

use std::collections::BTreeSet;

use consultation::review::{DispositionAsked, Standing, convergence};
use consultation::submission::CommentType;
use consultation::text::search_copy;
use consultation::visibility::{SeenRow, Speaker};
use consultation::{AreaCode, AttributionLabel, LanguageTag, ParagraphId, StateCode};

/// Which paragraph comments are about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// None: general comments.
    General,
    /// One of these, in whatever revision.
    AnyOf(BTreeSet<ParagraphId>),
}

/// Who speaks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Speakers {
    /// Under their names.
    pub states: BTreeSet<StateCode>,
    /// Under the labels of these areas.
    pub labels: BTreeSet<AreaCode>,
}

/// What is asked for; all that is stated must hold. The last three look at what is for members only (R18): for others
/// they find nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MatrixFilter {
    /// By paragraph.
    pub about: Option<About>,
    /// By who speaks.
    pub speakers: Option<Speakers>,
    /// By consultation.
    pub consultation: Option<u32>,
    /// By type.
    pub kind: Option<CommentType>,
    /// By language; `es` finds `es-MX`, too.
    pub language: Option<LanguageTag>,
    /// By lateness.
    pub late: Option<bool>,
    /// By disposition; see [`SeenRow::has_disposition`].
    pub disposition: Option<DispositionAsked>,
    /// By words: a substring of text, wording, explanation or translations, whatever the case.
    pub words: Option<String>,
    /// By where the members stand.
    pub convergence: Option<Standing>,
    /// By topic.
    pub topic: Option<String>,
    /// By the member that prepares the disposition.
    pub assigned_to: Option<StateCode>,
}

impl MatrixFilter {
    /// Whether it asks for what only members may know.
    #[must_use]
    pub fn is_for_members(&self) -> bool {
        self.convergence.is_some() || self.topic.is_some() || self.assigned_to.is_some()
    }

    /// With the words as texts are searched.
    pub(crate) fn prepared(&self) -> Self {
        Self {
            words: self.words.as_deref().map(|words| search_copy(words.trim())),
            ..self.clone()
        }
    }

    /// Whether a row is asked for; `is_member` is said of the viewer.
    pub(crate) fn finds(&self, row: &SeenRow<'_>, is_member: bool, members: &[StateCode]) -> bool {
        self.finds_content(row)
            && self.finds_speaker(row)
            && (!self.is_for_members() || (is_member && self.finds_review(row, members)))
            && self.words.as_deref().is_none_or(|words| says(row, words))
    }

    fn finds_content(&self, row: &SeenRow<'_>) -> bool {
        let comment = &row.comment;
        let about = |about: &About| match about {
            About::General => comment.paragraph.is_none(),
            About::AnyOf(ids) => comment.paragraph.is_some_and(|id| ids.contains(&id)),
        };
        self.about.as_ref().is_none_or(about)
            && self.consultation.is_none_or(|number| number == row.consultation.number)
            && self.kind.is_none_or(|kind| kind == comment.kind)
            && self.disposition.is_none_or(|asked| row.has_disposition(asked))
    }

    fn finds_speaker(&self, row: &SeenRow<'_>) -> bool {
        let spoken_by = |speakers: &Speakers| match row.speaker {
            Speaker::State(state) => speakers.states.contains(&state),
            Speaker::Label(AttributionLabel::Area(code)) => speakers.labels.contains(&code),
            Speaker::Label(AttributionLabel::Delegation) => false,
        };
        let written_in = |wanted: &LanguageTag| {
            let rest = row.comment.language.as_str().strip_prefix(wanted.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        };
        self.speakers.as_ref().is_none_or(spoken_by)
            && self
                .language
                .as_ref()
                .is_none_or(|wanted| row.is_named() && written_in(wanted))
            && self.late.is_none_or(|late| row.is_named() && row.comment.late == late)
    }

    fn finds_review(&self, row: &SeenRow<'_>, members: &[StateCode]) -> bool {
        let review = row.review;
        let stand = |wanted: Standing| convergence(review, members).standing == wanted;
        let is_on = |topic: &String| review.is_some_and(|review| review.topics.contains(topic));
        let prepares = |member| review.is_some_and(|review| review.assigned_to == Some(member));
        self.convergence.is_none_or(stand)
            && self.topic.as_ref().is_none_or(is_on)
            && self.assigned_to.is_none_or(prepares)
    }
}

/// Whether what the row shows has the words. Words that are withheld are not in it.
fn says(row: &SeenRow<'_>, words: &str) -> bool {
    let comment = &row.comment;
    let wording = comment
        .proposed_wording
        .as_ref()
        .and_then(|wording| wording.text.as_deref());
    let translations = comment.translations.iter().map(|translation| translation.text.as_str());
    let mut texts = [Some(comment.text.as_str()), wording, comment.explanation.as_deref()]
        .into_iter()
        .flatten()
        .chain(translations);
    texts.any(|text| search_copy(text).contains(words))
}
