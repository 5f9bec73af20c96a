//! `OpenConsultation` (R3, R5, R15c): resolves the invitation against the register, fixes the labels.

use std::collections::{BTreeMap, BTreeSet};

use super::{World, overdue_closing, takes_changes};
use crate::command::OpenConsultation;
use crate::event::{ConsultationOpened, Invited};
use crate::proposal::{AreaCode, AttributionLabel};
use crate::register::RegisterAt;
use crate::{ContentCode, ContentError, Event, Rejection, StateCode, geography, limits};

pub(super) fn decide(world: &World, command: &OpenConsultation) -> Result<Vec<Event>, Rejection> {
    let proposal = world.steered_by(command.by, command.at)?;
    let mut errors = Vec::new();
    if command.closes_at <= command.at {
        errors.push(ContentError::new(
            "/closes_at",
            ContentCode::TooEarly,
            "closes_at must lie in the future",
        ));
    }
    let latest = proposal.latest_revision().map_or(0, |revision| revision.number);
    let revision = command.revision.unwrap_or(latest);
    if proposal.find_revision(revision).is_none() {
        errors.push(ContentError::new(
            "/revision",
            ContentCode::UnknownRevision,
            format!("the newest revision is {latest}"),
        ));
    }
    let invited = resolve(world.register_at(command.at), command, &mut errors);
    if !errors.is_empty() {
        return Err(Rejection::Content(errors));
    }
    world.expect_proposal(&command.expected)?;
    takes_changes(proposal)?;
    if let Some(consultation) = proposal.current_consultation()
        && consultation.is_open_at(command.at)
    {
        return Err(Rejection::ConsultationAlreadyOpen {
            closes_at: consultation.closes_at,
        });
    }
    let mut events: Vec<Event> = overdue_closing(proposal).into_iter().collect();
    events.push(Event::ConsultationOpened(ConsultationOpened {
        proposal_id: proposal.id,
        consultation: proposal.current_consultation().map_or(1, |last| last.number + 1),
        at: command.at,
        by: command.by,
        revision,
        closes_at: command.closes_at,
        before_close: command.before_close,
        invited: label(&invited),
    }));
    Ok(events)
}

fn resolve(
    register: RegisterAt<'_>,
    command: &OpenConsultation,
    errors: &mut Vec<ContentError>,
) -> BTreeSet<StateCode> {
    let partners: BTreeMap<StateCode, &[StateCode]> = register
        .partners()
        .map(|partner| (partner.state.state, partner.neighbourhoods))
        .collect();
    let mut invited = BTreeSet::new();
    for (index, state) in command.invite.states.iter().enumerate() {
        let pointer = format!("/invite/states/{index}");
        if register.is_member(*state) {
            errors.push(ContentError::new(
                pointer,
                ContentCode::MemberInvited,
                format!("{state} is a member; members are never invited"),
            ));
        } else if partners.contains_key(state) {
            invited.insert(*state);
        } else {
            errors.push(ContentError::new(
                pointer,
                ContentCode::NotAPartner,
                format!("{state} is not a partner in the register"),
            ));
        }
    }
    for (index, member) in command.invite.neighbourhoods.iter().enumerate() {
        if register.is_member(*member) {
            invited.extend(
                partners
                    .iter()
                    .filter(|(_, near)| near.contains(member))
                    .map(|(state, _)| *state),
            );
        } else {
            let pointer = format!("/invite/neighbourhoods/{index}");
            errors.push(ContentError::new(
                pointer,
                ContentCode::UnknownCode,
                format!("{member} is not a member"),
            ));
        }
    }
    for (index, group) in command.invite.groups.iter().enumerate() {
        if register.has_group(group) {
            invited.extend(
                register
                    .group_members(group)
                    .into_iter()
                    .filter(|state| partners.contains_key(state)),
            );
        } else {
            let pointer = format!("/invite/groups/{index}");
            errors.push(ContentError::new(
                pointer,
                ContentCode::UnknownCode,
                format!("the register has no group {group}"),
            ));
        }
    }
    if invited.is_empty() && errors.is_empty() {
        errors.push(ContentError::new(
            "/invite",
            ContentCode::NobodyInvited,
            "the invitation names no partner",
        ));
    }
    invited
}

/// The sub-region if it has enough invited states; else the region if enough of its states are left without a
/// sub-region's label; else "a delegation" (R15c). A region is not counted with states that bear a smaller label: the
/// few others would be named by it.
fn label(invited: &BTreeSet<StateCode>) -> Vec<Invited> {
    let subregion = |state: StateCode| geography::areas_of(state).subregion;
    let region = |state: StateCode| geography::areas_of(state).region;
    let subregions = large_areas(invited.iter().copied().map(subregion));
    let left = invited
        .iter()
        .copied()
        .filter(|state| !subregions.contains(subregion(*state)));
    let regions = large_areas(left.map(region));
    invited
        .iter()
        .map(|state| {
            let area = subregions
                .get(subregion(*state))
                .or_else(|| regions.get(region(*state)));
            let area = area.and_then(|code| AreaCode::parse(code));
            Invited {
                state: *state,
                label: area.map_or(AttributionLabel::Delegation, AttributionLabel::Area),
            }
        })
        .collect()
}

/// The areas that enough states lie in, given the area of each.
fn large_areas(areas: impl Iterator<Item = &'static str>) -> BTreeSet<&'static str> {
    let mut covered: BTreeMap<&str, usize> = BTreeMap::new();
    for code in areas {
        *covered.entry(code).or_default() += 1;
    }
    let large = covered.into_iter().filter(|(_, count)| *count >= limits::LABEL_COVERS);
    large.map(|(code, _)| code).collect()
}
