//! How endpoints about the review read: the dossier of a proposal or of a comment, with the viewer's rights over it.

use std::sync::Arc;

use consultation::alignment::stances::Asked;
use consultation::register::RegisterAt;
use consultation::visibility::{
    Past, Rights, SeenRow, SeenSubmission, Viewer, seen_row_at, seen_rows_at, seen_submission, sees_withdrawn,
};
use consultation::{CommentId, Dossier, ProposalId, Submission};
use event_log::Position;
use jiff::Timestamp;

use crate::app::App;
use crate::http::as_of::{AsOf, ReadAt};
use crate::problem::Problem;

/// A dossier as its viewer may know it: everything that is shown of it goes through `rights`.
#[derive(Debug, Clone)]
pub struct OpenDossier {
    /// The dossier at the point asked for.
    pub dossier: Arc<Dossier>,
    /// The dossier as it stands: what rights are judged by (R15b).
    pub present: Arc<Dossier>,
    /// The viewer's rights, now.
    pub rights: Rights,
    /// The point that the dossier reflects.
    pub as_of: AsOf,
}

impl OpenDossier {
    /// What the dossier is judged by if it is one of the past. At the head the past is the present.
    #[must_use]
    pub fn past(&self) -> Option<Past<'_>> {
        let past = Past {
            present: &self.present,
            instant: self.as_of.instant,
        };
        (!Arc::ptr_eq(&self.dossier, &self.present)).then_some(past)
    }

    /// The comments that the viewer sees, in reading order.
    #[must_use]
    pub fn rows(&self) -> Vec<SeenRow<'_>> {
        seen_rows_at(&self.rights, &self.dossier, self.past())
    }

    /// The question who stands where in it: in one consultation, or in all.
    #[must_use]
    pub fn asked<'a>(&'a self, register: RegisterAt<'a>, consultation: Option<u32>) -> Asked<'a> {
        Asked {
            rights: &self.rights,
            present: &self.present,
            shown: &self.dossier,
            past: self.past(),
            register,
            consultation,
        }
    }

    /// A submission of the dossier as the viewer sees it.
    #[must_use]
    pub fn submission<'a>(&'a self, shown: &'a Submission) -> Option<SeenSubmission<'a>> {
        let consultation = self.present.consultation_of(shown)?;
        let now = self.present.submissions.get(&shown.id)?;
        seen_submission(&self.rights, consultation, now, shown)
    }

    /// A comment that stands, or stood at the point asked for, and that the viewer sees.
    #[must_use]
    pub fn row(&self, id: CommentId) -> Option<SeenRow<'_>> {
        let (submission, comment) = self.dossier.find_comment(id)?;
        seen_row_at(&self.rights, &self.dossier, self.past(), submission, comment)
    }
}

impl App {
    /// The dossier of a proposal that the viewer may know of.
    ///
    /// # Errors
    /// 404 `not_found`, whether it is unknown or hidden (R15d), or was not yet there at the point asked for; 503
    /// `view_behind`; 422 `as_of_in_the_future`.
    pub async fn open_dossier(
        &self,
        viewer: Viewer,
        id: ProposalId,
        now: Timestamp,
        at: ReadAt,
    ) -> Result<OpenDossier, Problem> {
        let not_found = || Problem::of("not_found");
        if let ReadAt::AtLeast(position) = at {
            self.wait_for_head(position).await?;
        }
        let present = self.commands.find_dossier(id).await?.ok_or_else(not_found)?;
        let rights = self.rights(viewer, &present.dossier.proposal, now);
        if !rights.sees_proposal() {
            return Err(not_found());
        }
        let (dossier, as_of) = match at {
            ReadAt::Now | ReadAt::AtLeast(_) => {
                (Arc::clone(&present.dossier), self.as_of_head(present.position).await?)
            }
            ReadAt::AsOf(point) => {
                let as_of = self.resolve(point).await?;
                if as_of.log_position >= present.position.0 {
                    return Ok(OpenDossier {
                        dossier: Arc::clone(&present.dossier),
                        present: present.dossier,
                        rights,
                        as_of,
                    });
                }
                let past = self.commands.dossier_at(id, Position(as_of.log_position)).await?;
                (past.ok_or_else(not_found)?.dossier, as_of)
            }
        };
        Ok(OpenDossier {
            dossier,
            present: present.dossier,
            rights,
            as_of,
        })
    }

    /// The dossier of the proposal that a comment belongs to, if the viewer sees the comment, or could read it before it
    /// was withdrawn.
    ///
    /// # Errors
    /// 404 `not_found`, whether it is unknown or hidden (R15d).
    pub async fn dossier_to_review(
        &self,
        viewer: Viewer,
        comment: CommentId,
        now: Timestamp,
    ) -> Result<OpenDossier, Problem> {
        let opened = self.dossier_of_any_comment(viewer, comment, now).await?;
        if opened.row(comment).is_none() && !sees_withdrawn(&opened.rights, &opened.dossier, comment) {
            return Err(Problem::of("not_found"));
        }
        Ok(opened)
    }

    async fn dossier_of_any_comment(
        &self,
        viewer: Viewer,
        comment: CommentId,
        now: Timestamp,
    ) -> Result<OpenDossier, Problem> {
        let not_found = || Problem::of("not_found");
        let head = self.head();
        let find = async |at_least| -> Result<Option<ProposalId>, Problem> {
            let mut view = self.input.read(at_least).await?;
            Ok(proposal_input::find_proposal_of_comment(view.conn(), comment).await?)
        };
        let found = match find(None).await? {
            // The view may not have it yet: it is asked again when it has what was recorded before the request.
            None => find(Some(head)).await?,
            found => found,
        };
        self.open_dossier(viewer, found.ok_or_else(not_found)?, now, ReadAt::Now)
            .await
    }

    /// What a read that reflects this position says of it.
    async fn as_of_head(&self, position: Position) -> Result<AsOf, Problem> {
        let unavailable = |error| Problem::of("unavailable").caused_by(error);
        let recorded_at = self.log().recorded_at(position).await.map_err(unavailable)?;
        Ok(AsOf {
            log_position: position.0,
            instant: recorded_at.unwrap_or(Timestamp::UNIX_EPOCH),
        })
    }
}
