//! Everything about one proposal, folded: its text and procedure, all input, alignments, and the members' review.
//!
//! Reviewing needs all of it at once: a gate looks at every comment, a matrix shows them. So decisions and views about
//! one proposal work on this, and an answer about the past is the same fold up to an earlier position.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::alignment::Alignments;
use crate::event::Home;
use crate::review::Review;
use crate::{Comment, CommentId, Consultation, Event, Proposal, Submission, SubmissionId};

/// One proposal with all that belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dossier {
    /// The proposal.
    pub proposal: Arc<Proposal>,
    /// Version of its stream.
    pub proposal_version: u64,
    /// All submissions in all of its consultations.
    pub submissions: BTreeMap<SubmissionId, Arc<Submission>>,
    /// Alignments.
    pub alignments: Arc<Alignments>,
    /// Version of the stream `alignment/{proposal}`; 0 if there is none.
    pub alignments_version: u64,
    /// The members' review.
    pub review: Arc<Review>,
    /// Version of the stream `review/{proposal}`; 0 if there is none.
    pub review_version: u64,
}

impl Dossier {
    /// A dossier of a proposal that nothing was said about.
    #[must_use]
    pub fn new(proposal: Arc<Proposal>, proposal_version: u64) -> Self {
        Self {
            proposal,
            proposal_version,
            submissions: BTreeMap::new(),
            alignments: Arc::default(),
            alignments_version: 0,
            review: Arc::default(),
            review_version: 0,
        }
    }

    /// The dossier that the events of one proposal make, in the order of the log. `None` if the first of the proposal's
    /// own events is not its tabling. Events of the register and of other proposals are passed over.
    #[must_use]
    pub fn fold<'a>(events: impl IntoIterator<Item = &'a Event>) -> Option<Self> {
        let mut dossier = None;
        for event in events {
            Self::take_up(&mut dossier, event);
        }
        dossier
    }

    /// One more event of a fold, for those who do not want to hold them all.
    pub fn take_up(dossier: &mut Option<Self>, event: &Event) {
        match dossier {
            Some(dossier) => dossier.evolve(event),
            None if matches!(event.home(), Home::Proposal(_)) => {
                *dossier = Proposal::initial(event).map(|proposal| Self::new(Arc::new(proposal), 1));
            }
            None => {}
        }
    }

    /// Takes up an event of the proposal; others change nothing.
    pub fn evolve(&mut self, event: &Event) {
        if event.proposal_id() != Some(self.proposal.id) {
            return;
        }
        match event.home() {
            Home::Register => {}
            Home::Proposal(_) => {
                Arc::make_mut(&mut self.proposal).evolve(event);
                self.proposal_version += 1;
            }
            Home::Submission(head) => {
                if let Some(known) = self.submissions.get_mut(&head.submission_id) {
                    Arc::make_mut(known).evolve(event);
                } else {
                    let first = Submission::initial(event);
                    self.submissions
                        .extend(first.map(|submission| (submission.id, Arc::new(submission))));
                }
            }
            Home::Alignment(_) => {
                Arc::make_mut(&mut self.alignments).evolve(event);
                self.alignments_version += 1;
            }
            Home::Review(_) => {
                Arc::make_mut(&mut self.review).evolve(event);
                self.review_version += 1;
            }
        }
    }

    /// Comments that stand now: of the present versions of submissions that are not withdrawn.
    pub fn standing_comments(&self) -> impl Iterator<Item = (&Submission, &Comment)> {
        let standing = self.submissions.values().filter(|one| one.withdrawn_at.is_none());
        standing.flat_map(|submission| {
            let current = submission.current().into_iter();
            current.flat_map(move |version| version.content.comments.iter().map(move |one| (&**submission, one)))
        })
    }

    /// A comment that stands now.
    #[must_use]
    pub fn find_comment(&self, id: CommentId) -> Option<(&Submission, &Comment)> {
        self.standing_comments().find(|(_, comment)| comment.id == id)
    }

    /// The submission that a comment belongs to, whether it stands or was withdrawn.
    #[must_use]
    pub fn submission_of(&self, id: CommentId) -> Option<&Submission> {
        let said = |submission: &&Arc<Submission>| {
            let current = submission.current().map(|version| &version.content.comments);
            let stands = current.into_iter().flatten().any(|comment| comment.id == id);
            stands || submission.find_withdrawn(id).is_some()
        };
        self.submissions.values().find(said).map(|submission| &**submission)
    }

    /// Whether there ever was such a comment; one that does not stand was withdrawn.
    #[must_use]
    pub fn knows_comment(&self, id: CommentId) -> bool {
        let ever = |submission: &Arc<Submission>| {
            let versions = submission.versions.iter();
            versions
                .flat_map(|version| &version.content.comments)
                .any(|comment| comment.id == id)
        };
        self.submissions.values().any(ever)
    }

    /// The consultation that a submission belongs to.
    #[must_use]
    pub fn consultation_of(&self, submission: &Submission) -> Option<&Consultation> {
        self.proposal.find_consultation(submission.consultation)
    }
}
