//! The closed lists of names in the contract, for the OpenAPI document. A test holds them to the domain's own.

use consultation::ProposalStatus;
use consultation::placement::PlacementStatus;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident: $($word:ident),+;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
        #[expect(non_camel_case_types, reason = "the names of the contract, letter by letter")]
        pub enum $name { $(
            #[doc = concat!("`", stringify!($word), "`")]
            $word
        ),+ }

        impl $name {
            /// All names.
            pub const ALL: &'static [&'static str] = &[$(stringify!($word)),+];
        }
    )+};
}

names! {
    /// What a state thinks of the text as a whole.
    PositionName: supports, supports_with_amendments, has_a_reservation, does_not_support, no_objection, position_reserved;
    /// What a comment asks for.
    CommentTypeName: substantive, technical, editorial, translation;
    /// Who may read.
    AudienceName: public, participants, members_only;
    /// Who may know the state behind the words.
    AttributionName: named, to_members, to_none;
    /// What proposed wording does to the text.
    WordingActionName: add, delete, replace;
    /// What a translation is worth.
    TranslationStatusName: official, courtesy, machine;
    /// What is seen of the input before a consultation closes.
    BeforeCloseName: open, members_see, sealed;
    /// Where a proposal stands.
    ProposalStatusName: draft, open, closed, under_silence, adopted, withdrawn;
    /// Whether silence is kept, or how it ended: `withdrawn` with the proposal.
    SilenceStateName: kept, broken, taken_back, prevailed, withdrawn;
    /// What a member puts on record about a text.
    ExplanationKindName: reservation, explanation_of_position;
    /// What became of a paragraph in a revision.
    ParagraphChangeName: kept, changed, new, split, merged;
    /// What became of a paragraph between two revisions.
    RevisionChangeName: kept, changed, new, split, merged, deleted;
    /// What became of words between two revisions.
    SegmentKindName: equal, inserted, deleted;
    /// Whether silence still fits before the key event.
    SilenceFitName: adopted, withdrawn, kept, no_key_event, fits, fits_with_urgency, too_late;
    /// What can be put under silence as one act.
    PackageFitName: ready, under_silence, nothing;
    /// What a comment list is filtered by: a position, or that none was stated.
    PositionFilterName: supports, supports_with_amendments, has_a_reservation, does_not_support, no_objection, position_reserved, not_stated;
    /// What a comment list is filtered by: a disposition, or that there is none yet.
    DispositionFilterName: none, accepted, accepted_with_modification, not_accepted, noted, clarification_requested, duplicate_of, out_of_scope, no_common_view;
    /// Why a comment is on a mission's worklist.
    WorklistReasonName: waiting_for_my_view, i_differ, others_differ, assigned_to_me, answered;
    /// What a deadline is for: the first four are counted back from the key event, the others were set.
    DeadlineName: comment, dispose, circulate, open_silence, consultation_closes, cut_off, package_ends, silence_ends, key_event;
    /// Whether a deadline can still be kept: with the ordinary times of the rules, only with their shortest, or not.
    DeadlineStandingName: ahead, short_notice, too_late, passed;
    /// What can still be done about a deadline.
    RemedyName: close_early, short_package, urgency, cut_off, defer, note_late, after_key_event;
    /// How a comment on an earlier revision stands in a later one.
    PlacementStatusName: placed, moved, orphaned;
    /// What becomes of a comment.
    DispositionName: accepted, accepted_with_modification, not_accepted, noted, clarification_requested, duplicate_of, out_of_scope, no_common_view;
    /// What a member may propose; `no_common_view` is published only.
    ProposableDispositionName: accepted, accepted_with_modification, not_accepted, noted, clarification_requested, duplicate_of, out_of_scope;
    /// What a member thinks of a proposed disposition.
    MemberViewName: agrees, agrees_ad_referendum, can_go_along, awaiting_instructions, differs;
    /// Where the members stand on a comment.
    StandingOfMembersName: not_proposed, agreed, differing, waiting;
    /// How a package of dispositions ended.
    PackageEndName: concluded, taken_back;
    /// What an area of states is; kinds overlap and are never summed.
    AreaKindName: region, subregion, intermediate, neighbourhood, group;
    /// Whether an entered submission is the state's own.
    StandingName: lodged, awaiting_confirmation, confirmed;
    /// By what act a version of a submission came about.
    ActName: lodged, revised, entered, confirmed, withdrawn;
}

impl ProposalStatusName {
    /// The status in the domain.
    #[must_use]
    pub fn status(self) -> ProposalStatus {
        match self {
            Self::draft => ProposalStatus::Draft,
            Self::open => ProposalStatus::Open,
            Self::closed => ProposalStatus::Closed,
            Self::under_silence => ProposalStatus::UnderSilence,
            Self::adopted => ProposalStatus::Adopted,
            Self::withdrawn => ProposalStatus::Withdrawn,
        }
    }
}

impl From<PlacementStatusName> for PlacementStatus {
    fn from(name: PlacementStatusName) -> Self {
        match name {
            PlacementStatusName::placed => Self::Placed,
            PlacementStatusName::moved => Self::Moved,
            PlacementStatusName::orphaned => Self::Orphaned,
        }
    }
}

#[cfg(test)]
mod tests {
    use consultation::submission::{CommentType, Position, TranslationStatus, WordingAction};
    use consultation::{Attribution, Audience};

    use super::*;

    #[test]
    fn names_are_those_of_the_domain() {
        fn words<T: Copy>(all: &[T], as_str: impl Fn(T) -> &'static str) -> Vec<&'static str> {
            all.iter().map(|one| as_str(*one)).collect()
        }
        assert_eq!(PositionName::ALL, words(Position::ALL, Position::as_str));
        let filter: Vec<_> = words(Position::ALL, Position::as_str)
            .into_iter()
            .chain(["not_stated"])
            .collect();
        assert_eq!(PositionFilterName::ALL, filter);
        assert_eq!(CommentTypeName::ALL, words(CommentType::ALL, CommentType::as_str));
        assert_eq!(AudienceName::ALL, words(Audience::ALL, Audience::as_str));
        assert_eq!(AttributionName::ALL, words(Attribution::ALL, Attribution::as_str));
        assert_eq!(WordingActionName::ALL, words(WordingAction::ALL, WordingAction::as_str));
        assert_eq!(
            TranslationStatusName::ALL,
            words(TranslationStatus::ALL, TranslationStatus::as_str)
        );
    }
}
