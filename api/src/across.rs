//! Reads across proposals: the input view lists those that a viewer may see, and each one's dossier is looked at.

use std::collections::BTreeMap;
use std::sync::Arc;

use consultation::alignment::stances::Asked;
use consultation::register::RegisterAt;
use consultation::visibility::Rights;
use consultation::{Dossier, Proposal, ProposalStatus, StateCode};
use jiff::Timestamp;
use proposal_input::{ProposalFilter, ProposalItem, find_proposals};

use crate::app::App;
use crate::http::as_of::AsOf;
use crate::problem::Problem;

/// Proposals asked for at once.
const PAGE: u32 = 200;

/// A proposal's dossier, and what its viewer may see of it.
pub struct Looked {
    /// The dossier.
    pub dossier: Arc<Dossier>,
    /// The viewer's rights, now.
    pub rights: Rights,
}

impl Looked {
    /// The question who stands where in it, in all consultations.
    #[must_use]
    pub fn asked<'a>(&'a self, register: RegisterAt<'a>) -> Asked<'a> {
        Asked {
            rights: &self.rights,
            present: &self.dossier,
            shown: &self.dossier,
            past: None,
            register,
            consultation: None,
        }
    }
}

impl App {
    /// All proposals that a delegation may see and that `wanted` lets through, the newest first, and the point that the
    /// list reflects.
    ///
    /// # Errors
    /// 503 `view_behind` or `unavailable`.
    pub async fn list_all_proposals(
        &self,
        viewer: StateCode,
        now: Timestamp,
        at_least: Option<u64>,
        wanted: impl Fn(&ProposalItem) -> bool,
    ) -> Result<(Vec<ProposalItem>, AsOf), Problem> {
        let register = self.commands.known_register().state;
        let filter = ProposalFilter {
            viewer: Some(viewer),
            member: register.at(now).is_member(viewer),
            now,
            status: None,
            lead_member: None,
            focus_area: None,
            key_event: None,
        };
        let mut read = self.read_lists(at_least).await?;
        let mut all = Vec::new();
        let mut after = None;
        loop {
            let (page, end) = find_proposals(read.conn(), &filter, after.as_ref(), PAGE).await?;
            all.extend(page.into_iter().filter(|item| wanted(item)));
            if end.is_none() {
                return Ok((all, read.as_of()));
            }
            after = end;
        }
    }

    /// The dossier of a proposal in such a list. `None` if the viewer may not know of it any more.
    ///
    /// # Errors
    /// 503 `unavailable`.
    pub async fn look_into(
        &self,
        item: &ProposalItem,
        viewer: StateCode,
        now: Timestamp,
    ) -> Result<Option<Looked>, Problem> {
        let Some(found) = self.commands.find_dossier(item.id).await? else {
            return Ok(None);
        };
        let viewer = consultation::visibility::Viewer::Delegation(viewer);
        let rights = self.rights(viewer, &found.dossier.proposal, now);
        Ok(rights.sees_proposal().then_some(Looked {
            dossier: found.dossier,
            rights,
        }))
    }
}

/// Whether a proposal's comments are being reviewed: it was opened, and is neither adopted nor withdrawn.
#[must_use]
pub fn is_under_review(item: &ProposalItem) -> bool {
    matches!(
        item.status,
        ProposalStatus::Open | ProposalStatus::Closed | ProposalStatus::UnderSilence
    )
}

/// Whether anything is still to come for a proposal: it is not withdrawn.
#[must_use]
pub fn is_not_finished(item: &ProposalItem) -> bool {
    item.status != ProposalStatus::Withdrawn
}

/// A proposal's title by language.
#[must_use]
pub fn titles(proposal: &Proposal) -> BTreeMap<String, String> {
    let titles = proposal.title.iter();
    titles
        .map(|(language, title)| (language.as_str().to_owned(), title.clone()))
        .collect()
}
