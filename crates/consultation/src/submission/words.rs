//! Closed lists of names: position, type, audience, attribution, wording action, translation status.

use crate::words::words;

words! {
    /// What a state thinks of the text as a whole.
    Position {
        /// In favour.
        Supports = "supports",
        /// In favour if amended.
        SupportsWithAmendments = "supports_with_amendments",
        /// Has a reservation.
        HasAReservation = "has_a_reservation",
        /// Against.
        DoesNotSupport = "does_not_support",
        /// Takes part without comment.
        NoObjection = "no_objection",
        /// Awaits instructions.
        PositionReserved = "position_reserved",
    }
}

words! {
    /// What a comment asks for.
    CommentType {
        /// About meaning.
        Substantive = "substantive",
        /// About fact or method.
        Technical = "technical",
        /// About wording only.
        Editorial = "editorial",
        /// About a translation.
        Translation = "translation",
    }
}

words! {
    /// Who may read (R15).
    Audience {
        /// Whoever may see the proposal.
        Public = "public",
        /// Members and invited partners.
        Participants = "participants",
        /// Members.
        MembersOnly = "members_only",
    }
}

words! {
    /// Who may know the state behind the words (R15).
    Attribution {
        /// All who may read.
        Named = "named",
        /// Members.
        ToMembers = "to_members",
        /// The own delegation only.
        ToNone = "to_none",
    }
}

words! {
    /// What proposed wording does to the text.
    WordingAction {
        /// Adds words.
        Add = "add",
        /// Deletes the quoted words or the paragraph.
        Delete = "delete",
        /// Replaces the quoted words or the paragraph.
        Replace = "replace",
    }
}

words! {
    /// What a translation is worth (R14). The original prevails.
    TranslationStatus {
        /// Made and answered for by the state.
        Official = "official",
        /// Made for convenience.
        Courtesy = "courtesy",
        /// Made by a machine.
        Machine = "machine",
    }
}
