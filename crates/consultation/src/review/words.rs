//! Closed lists of names: dispositions, views of members.

use crate::words::words;

words! {
    /// What becomes of a comment.
    DispositionKind {
        /// The text follows it.
        Accepted = "accepted",
        /// The text follows it in other words.
        AcceptedWithModification = "accepted_with_modification",
        /// The text does not follow it.
        NotAccepted = "not_accepted",
        /// Taken note of.
        Noted = "noted",
        /// The members ask what is meant; goes out at once (R20).
        ClarificationRequested = "clarification_requested",
        /// Answered with another comment.
        DuplicateOf = "duplicate_of",
        /// Not about this text.
        OutOfScope = "out_of_scope",
        /// The members differed at the cut-off: text unchanged (R19). Published, never proposed.
        NoCommonView = "no_common_view",
    }
}

words! {
    /// What a member thinks of a proposed disposition (R18). Only `differs` blocks.
    MemberView {
        /// Agrees.
        Agrees = "agrees",
        /// Agrees, subject to its capital.
        AgreesAdReferendum = "agrees_ad_referendum",
        /// Would not have said so, and does not stand in the way.
        CanGoAlong = "can_go_along",
        /// Has no instructions yet.
        AwaitingInstructions = "awaiting_instructions",
        /// Differs.
        Differs = "differs",
    }
}
