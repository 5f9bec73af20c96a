//! Who may do what (R2, R3, R8, R9, R16): asked by every decision, and by the API before it looks at a body.

use crate::command::EnteredBy;
use crate::register::RegisterAt;
use crate::{BeforeClose, Consultation, Proposal, Rejection, StateCode, Submission};

/// R3: members table proposals.
///
/// # Errors
/// [`Rejection::NotAMember`].
pub fn table(register: RegisterAt<'_>, member: StateCode) -> Result<(), Rejection> {
    if register.is_member(member) {
        Ok(())
    } else {
        Err(Rejection::NotAMember { state: member })
    }
}

/// R3, R2: lead member or chair circulate revisions, open, extend and close.
///
/// # Errors
/// [`Rejection::NotAMember`] or [`Rejection::NotLeadMemberOrChair`].
pub fn steer(register: RegisterAt<'_>, proposal: &Proposal, member: StateCode) -> Result<(), Rejection> {
    table(register, member)?;
    if proposal.lead_member == member || register.chair() == Some(member) {
        Ok(())
    } else {
        Err(Rejection::NotLeadMemberOrChair { state: member })
    }
}

/// R3: the lead member withdraws.
///
/// # Errors
/// [`Rejection::NotLeadMember`].
pub fn withdraw(register: RegisterAt<'_>, proposal: &Proposal, member: StateCode) -> Result<(), Rejection> {
    if proposal.lead_member == member && register.is_member(member) {
        Ok(())
    } else {
        Err(Rejection::NotLeadMember { state: member })
    }
}

/// R9: invited states lodge; members give no partner input. Answers the current consultation.
///
/// # Errors
/// [`Rejection::MembersGiveNoInput`] or [`Rejection::NotAnInvitedState`].
pub fn lodge<'a>(
    register: RegisterAt<'_>,
    proposal: &'a Proposal,
    state: StateCode,
) -> Result<&'a Consultation, Rejection> {
    if register.is_member(state) {
        return Err(Rejection::MembersGiveNoInput { state });
    }
    proposal
        .current_consultation()
        .filter(|consultation| consultation.invited.contains_key(&state))
        .ok_or(Rejection::NotAnInvitedState { state })
}

/// R24: partners that were ever invited associate themselves with the text; members adopted it.
///
/// # Errors
/// [`Rejection::MembersGiveNoInput`] or [`Rejection::NotAnInvitedState`].
pub fn associate(register: RegisterAt<'_>, proposal: &Proposal, state: StateCode) -> Result<(), Rejection> {
    if register.is_member(state) {
        return Err(Rejection::MembersGiveNoInput { state });
    }
    if proposal.has_invited(state) {
        Ok(())
    } else {
        Err(Rejection::NotAnInvitedState { state })
    }
}

/// R13: invited states join or leave what another state said; members give no partner input. Answers the consultation
/// of the submission.
///
/// # Errors
/// [`Rejection::MembersGiveNoInput`] or [`Rejection::NotAnInvitedState`].
pub fn align<'a>(
    register: RegisterAt<'_>,
    proposal: &'a Proposal,
    submission: &Submission,
    state: StateCode,
) -> Result<&'a Consultation, Rejection> {
    if register.is_member(state) {
        return Err(Rejection::MembersGiveNoInput { state });
    }
    proposal
        .find_consultation(submission.consultation)
        .filter(|_| proposal.has_invited(state))
        .ok_or(Rejection::NotAnInvitedState { state })
}

/// R8: the submitting state changes its submission.
///
/// # Errors
/// [`Rejection::NotTheSubmittingState`].
pub fn change(submission: &Submission, state: StateCode) -> Result<(), Rejection> {
    if submission.state == state {
        Ok(())
    } else {
        Err(Rejection::NotTheSubmittingState { state })
    }
}

/// R16: an operator or the chair enters input.
///
/// # Errors
/// [`Rejection::MayNotEnter`].
pub fn enter(register: RegisterAt<'_>, by: EnteredBy) -> Result<(), Rejection> {
    match by {
        EnteredBy::Member(member) if register.chair() != Some(member) => Err(Rejection::MayNotEnter),
        EnteredBy::Operator | EnteredBy::Member(_) => Ok(()),
    }
}

/// R16: nobody but an operator enters while a consultation is sealed and open. The answer to an entry tells whether the
/// state has lodged, and members are not to know that yet.
///
/// # Errors
/// [`Rejection::MayNotEnter`].
pub fn enter_while_sealed(consultation: &Consultation, open: bool, by: EnteredBy) -> Result<(), Rejection> {
    let sealed = open && consultation.before_close == BeforeClose::Sealed;
    match by {
        EnteredBy::Member(_) if sealed => Err(Rejection::MayNotEnter),
        EnteredBy::Operator | EnteredBy::Member(_) => Ok(()),
    }
}
