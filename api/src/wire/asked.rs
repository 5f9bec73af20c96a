//! What lists of comments are asked for, read from query parameters.

use std::collections::BTreeSet;

use consultation::register::RegisterAt;
use consultation::review::DispositionAsked;
use consultation::{AreaCode, ParagraphId, Proposal, RegisterCode, StateCode};
use proposal_input::ParagraphFilter;

use super::areas;
use crate::http::query::invalid;
use crate::problem::Problem;

/// What is asked of who speaks.
#[derive(Debug, Clone, Copy)]
pub struct SpeakersAsked<'a> {
    /// One state.
    pub state: Option<StateCode>,
    /// Code of an M49 area.
    pub region: Option<&'a str>,
    /// The partners near this member.
    pub neighbourhood: Option<StateCode>,
    /// The states of this group.
    pub group: Option<&'a RegisterCode>,
}

impl SpeakersAsked<'_> {
    /// The states asked for, if any condition is made, and the areas whose labels are asked for. Several conditions are
    /// joined by "and".
    ///
    /// # Errors
    /// 400 `invalid_query_parameter` if a code is unknown.
    pub fn states_and_labels(
        self,
        register: RegisterAt<'_>,
    ) -> Result<(Option<BTreeSet<StateCode>>, BTreeSet<AreaCode>), Problem> {
        let mut sets: Vec<BTreeSet<StateCode>> = self.state.map(|state| BTreeSet::from([state])).into_iter().collect();
        if let Some(member) = self.neighbourhood {
            sets.push(areas::states_near(register, member).ok_or_else(|| unknown("neighbourhood", "member"))?);
        }
        if let Some(group) = self.group {
            sets.push(areas::states_of_group(register, group).ok_or_else(|| unknown("group", "regional group"))?);
        }
        let mut labels = BTreeSet::new();
        if let Some(region) = self.region {
            let (states, codes) = areas::states_in(region).ok_or_else(|| unknown("region", "M49 area"))?;
            // A label tells its area and nothing else: it matches no condition on a state, neighbourhood or group.
            if sets.is_empty() {
                labels = codes.iter().filter_map(|code| AreaCode::parse(code)).collect();
            }
            sets.push(states);
        }
        let states = sets
            .into_iter()
            .reduce(|these, those| these.intersection(&those).copied().collect());
        Ok((states, labels))
    }
}

fn unknown(parameter: &str, kind: &str) -> Problem {
    invalid(parameter, &format!("is not the code of a known {kind}"))
}

/// The empty text asks for general comments: no label is empty. A comment keeps the label that its paragraph had in its
/// own revision, and paragraphs are renumbered, so that a label may mean several.
///
/// # Errors
/// 400 `invalid_query_parameter` if no revision has it.
pub fn paragraph_of(proposal: &Proposal, wanted: &str) -> Result<ParagraphFilter, Problem> {
    if wanted.is_empty() {
        return Ok(ParagraphFilter::General);
    }
    let found = |of: &dyn Fn(u32) -> bool| -> BTreeSet<ParagraphId> {
        let revisions = proposal.revisions.iter().map(|(_, revision)| revision);
        let paragraphs = revisions
            .filter(|revision| of(revision.number))
            .filter_map(|revision| revision.find_paragraph(wanted));
        paragraphs.map(|paragraph| paragraph.id).collect()
    };
    let newest = proposal.latest_revision().map(|revision| revision.number);
    let consulted = |number| proposal.consultations.iter().any(|one| one.revision == number);
    let mut ids = found(&|number| Some(number) == newest || consulted(number));
    if ids.is_empty() {
        ids = found(&|_| true);
    }
    if ids.is_empty() {
        return Err(invalid("paragraph", "is in no revision of the proposal"));
    }
    Ok(ParagraphFilter::AnyOf(ids))
}

/// A disposition, or that there is none.
///
/// # Errors
/// 400 `invalid_query_parameter` if there is no such disposition.
pub fn disposition_of(name: &str) -> Result<DispositionAsked, Problem> {
    DispositionAsked::parse(name).ok_or_else(|| invalid("disposition", "is neither a disposition nor none"))
}

/// Words to be searched for.
///
/// # Errors
/// 400 `invalid_query_parameter` if there are none.
pub fn words_of(words: &str) -> Result<String, Problem> {
    if words.trim().is_empty() {
        return Err(invalid("q", "has no words"));
    }
    Ok(words.to_owned())
}
