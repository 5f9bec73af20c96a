//! Speaking for others (R13): on behalf of a regional group, or jointly.

use std::collections::BTreeSet;

use super::{Builder, own_or};
use crate::command::{CommentDraft, Inherited, SubmissionDraft};
use crate::{ContentCode, RegisterCode, StateCode, limits};

/// What a draft states, unless it is blank.
pub(super) fn stated(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// The mandate of a comment: its own, else its submission's if that speaks for the same group.
pub(super) fn mandate_of(draft: &CommentDraft, submission: &SubmissionDraft) -> Option<String> {
    let group = own_or(&draft.on_behalf_of, &submission.on_behalf_of)?;
    let inherited =
        || stated(submission.mandate.as_deref()).filter(|_| submission.on_behalf_of.as_ref() == Some(&group));
    stated(draft.mandate.as_deref()).or_else(inherited)
}

/// The states that a draft is joint with, by code.
pub(super) fn joint_with(draft: &SubmissionDraft) -> Vec<StateCode> {
    let states: BTreeSet<StateCode> = draft.joint_with.iter().copied().collect();
    states.into_iter().collect()
}

impl Builder<'_> {
    /// The group that a submission speaks for, and its mandate.
    pub(super) fn check_groups(&mut self, draft: &SubmissionDraft) {
        self.check_mandate("", draft.mandate.as_deref(), draft.on_behalf_of.is_some());
        if let Some(group) = &draft.on_behalf_of {
            self.check_group("", group, stated(draft.mandate.as_deref()).is_some());
        }
    }

    /// The group that a comment speaks for, and its mandate.
    pub(super) fn check_group_of(&mut self, at: &str, draft: &CommentDraft) {
        let group = own_or(&draft.on_behalf_of, &self.draft.on_behalf_of);
        self.check_mandate(at, draft.mandate.as_deref(), group.is_some());
        if let Inherited::Own(Some(group)) = &draft.on_behalf_of {
            self.check_group(at, group, mandate_of(draft, self.draft).is_some());
        }
    }

    fn check_mandate(&mut self, at: &str, mandate: Option<&str>, speaks_for_group: bool) {
        let Some(mandate) = mandate else { return };
        let pointer = format!("{at}/mandate");
        if !speaks_for_group && !mandate.trim().is_empty() {
            let detail = "a mandate is for a group; name it in on_behalf_of";
            self.report(pointer.clone(), ContentCode::Invalid, detail);
        }
        self.cap(pointer, mandate, limits::LINE_BYTES);
    }

    /// Speaking on behalf of a group needs to belong to it now, and to be its spokesperson or to state a mandate.
    fn check_group(&mut self, at: &str, group: &RegisterCode, mandated: bool) {
        let pointer = format!("{at}/on_behalf_of");
        let (register, state) = (self.origin.register, self.origin.state);
        if !register.has_group(group) {
            let detail = format!("the register has no group {group}");
            self.report(pointer, ContentCode::UnknownCode, detail);
        } else if !register.group_members(group).contains(&state) {
            let detail = format!("{state} does not belong to {group}");
            self.report(pointer, ContentCode::NotInGroup, detail);
        } else if !mandated && !self.evidence && !register.is_spokesperson(group, state) {
            let detail =
                format!("{state} is not the spokesperson of {group} now; say in mandate who asked it to speak");
            self.report(pointer, ContentCode::MandateMissing, detail);
        }
    }

    /// Joint submissions are with other invited partners.
    pub(super) fn check_joint(&mut self, draft: &SubmissionDraft) {
        let mut named = BTreeSet::new();
        for (index, other) in draft.joint_with.iter().enumerate().take(limits::COMMENTS) {
            let pointer = format!("/joint_with/{index}");
            let origin = self.origin;
            let invited = origin.consultation.invited.contains_key(other) && !origin.register.is_member(*other);
            if *other == origin.state {
                self.report(pointer, ContentCode::Invalid, "name the other states only");
            } else if !invited {
                let detail = format!("{other} is not invited to this consultation as a partner");
                self.report(pointer, ContentCode::NotInvited, detail);
            } else if !named.insert(*other) {
                self.report(pointer, ContentCode::Duplicate, "the state is named twice");
            }
        }
    }
}
