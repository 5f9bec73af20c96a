//! Every refusal has a test, and says what it is.

use consultation::Rejection;

/// Name of the variant, and the module whose tests provoke it. No arm for the rest: a new refusal does not compile
/// until it is placed here.
fn tested_in(rejection: &Rejection) -> (&'static str, &'static str) {
    match rejection {
        Rejection::NotAMember { .. } => ("NotAMember", include_str!("table_proposal.rs")),
        Rejection::NotLeadMemberOrChair { .. } => ("NotLeadMemberOrChair", include_str!("circulate_revision.rs")),
        Rejection::NotLeadMember { .. } => ("NotLeadMember", include_str!("withdraw_proposal.rs")),
        Rejection::MembersGiveNoInput { .. } => ("MembersGiveNoInput", include_str!("lodge_submission.rs")),
        Rejection::NotAnInvitedState { .. } => ("NotAnInvitedState", include_str!("lodge_submission.rs")),
        Rejection::NotTheSubmittingState { .. } => ("NotTheSubmittingState", include_str!("revise_submission.rs")),
        Rejection::MayNotEnter => ("MayNotEnter", include_str!("enter_submission.rs")),
        Rejection::ProposalNotFound => ("ProposalNotFound", include_str!("lodge_submission.rs")),
        Rejection::SubmissionNotFound => ("SubmissionNotFound", include_str!("revise_submission.rs")),
        Rejection::Content(_) => ("content_errors", include_str!("content_codes.rs")),
        Rejection::StaleVersion { .. } => ("StaleVersion", include_str!("lodge_submission.rs")),
        Rejection::ProposalWithdrawn { .. } => ("ProposalWithdrawn", include_str!("lodge_submission.rs")),
        Rejection::ConsultationAlreadyOpen { .. } => ("ConsultationAlreadyOpen", include_str!("open_consultation.rs")),
        Rejection::NoConsultation => ("NoConsultation", include_str!("extend_consultation.rs")),
        Rejection::ConsultationClosed { .. } => ("ConsultationClosed", include_str!("close_consultation.rs")),
        Rejection::NotYetDue { .. } => ("NotYetDue", include_str!("close_due_consultation.rs")),
        Rejection::AlreadyLodged { .. } => ("AlreadyLodged", include_str!("lodge_submission.rs")),
        Rejection::LodgedByTheState => ("LodgedByTheState", include_str!("enter_submission.rs")),
        Rejection::AlreadyWithdrawn { .. } => ("AlreadyWithdrawn", include_str!("withdraw_submission.rs")),
        Rejection::NothingToConfirm => ("NothingToConfirm", include_str!("confirm_submission.rs")),
        Rejection::UnderSilence { .. } => ("UnderSilence", include_str!("adopt_due_proposal.rs")),
        Rejection::AlreadyAdopted { .. } => ("AlreadyAdopted", include_str!("adopt_due_proposal.rs")),
        Rejection::NotUnderSilence => ("NotUnderSilence", include_str!("break_silence.rs")),
        Rejection::SilenceOver { .. } => ("SilenceOver", include_str!("break_silence.rs")),
        Rejection::GateNotMet(_) => ("GateNotMet", include_str!("open_silence.rs")),
        Rejection::NotAdopted => ("NotAdopted", include_str!("associate_with_text.rs")),
        Rejection::KeyEventBegan { .. } => ("KeyEventBegan", include_str!("associate_with_text.rs")),
        Rejection::CommentNotFound => ("CommentNotFound", include_str!("answer_disposition.rs")),
        Rejection::CommentsWithdrawn(_) => ("CommentsWithdrawn", include_str!("propose_dispositions.rs")),
        Rejection::StaleReview { .. } => ("StaleReview", include_str!("propose_dispositions.rs")),
        Rejection::DuplicateChain { .. } => ("DuplicateChain", include_str!("propose_dispositions.rs")),
        Rejection::NothingProposed(_) => ("NothingProposed", include_str!("record_member_view.rs")),
        Rejection::NotPublishable(_) => ("NotPublishable", include_str!("publish_dispositions.rs")),
        Rejection::NothingToPublish => ("NothingToPublish", include_str!("publish_dispositions.rs")),
        Rejection::NothingPublished => ("NothingPublished", include_str!("answer_disposition.rs")),
        Rejection::PackageAlreadyOpen { .. } => ("PackageAlreadyOpen", include_str!("packages.rs")),
        Rejection::NotForSilence(_) => ("NotForSilence", include_str!("packages.rs")),
        Rejection::NothingForSilence => ("NothingForSilence", include_str!("packages.rs")),
        Rejection::NoPackage => ("NoPackage", include_str!("packages.rs")),
        Rejection::NotInPackage(_) => ("NotInPackage", include_str!("packages.rs")),
        Rejection::OwnSubmission => ("OwnSubmission", include_str!("align_with.rs")),
        Rejection::NothingToLeave => ("NothingToLeave", include_str!("dissociate_from.rs")),
    }
}

#[test]
fn every_refusal_is_provoked_by_a_test_and_reads_alone() {
    use crate::fixtures::{AFTER, at, state, submission_of};

    let (state, at, submission) = (state("FJI"), at(AFTER), submission_of("FJI"));
    let all = [
        Rejection::NotAMember { state },
        Rejection::NotLeadMemberOrChair { state },
        Rejection::NotLeadMember { state },
        Rejection::MembersGiveNoInput { state },
        Rejection::NotAnInvitedState { state },
        Rejection::NotTheSubmittingState { state },
        Rejection::MayNotEnter,
        Rejection::ProposalNotFound,
        Rejection::SubmissionNotFound,
        Rejection::Content(Vec::new()),
        Rejection::StaleVersion { present: 3 },
        Rejection::ProposalWithdrawn { at },
        Rejection::ConsultationAlreadyOpen { closes_at: at },
        Rejection::NoConsultation,
        Rejection::ConsultationClosed { closed_at: at },
        Rejection::NotYetDue { closes_at: at },
        Rejection::AlreadyLodged { submission },
        Rejection::LodgedByTheState,
        Rejection::AlreadyWithdrawn { at },
        Rejection::NothingToConfirm,
        Rejection::UnderSilence { until: at },
        Rejection::AlreadyAdopted { at },
        Rejection::NotUnderSilence,
        Rejection::SilenceOver { until: at },
        Rejection::GateNotMet(Vec::new()),
        Rejection::NotAdopted,
        Rejection::KeyEventBegan { at },
        Rejection::CommentNotFound,
        Rejection::CommentsWithdrawn(Vec::new()),
        Rejection::StaleReview {
            present: 3,
            proposed: None,
        },
        Rejection::DuplicateChain {
            comment: crate::fixtures::comment_id(1),
        },
        Rejection::NothingProposed(Vec::new()),
        Rejection::NotPublishable(Vec::new()),
        Rejection::NothingToPublish,
        Rejection::NothingPublished,
        Rejection::PackageAlreadyOpen { until: at },
        Rejection::NotForSilence(Vec::new()),
        Rejection::NothingForSilence,
        Rejection::NoPackage,
        Rejection::NotInPackage(Vec::new()),
        Rejection::OwnSubmission,
        Rejection::NothingToLeave,
    ];
    let mut names: Vec<_> = all.iter().map(|rejection| tested_in(rejection).0).collect();
    for rejection in &all {
        let (name, module) = tested_in(rejection);
        assert!(module.contains(name), "no test provokes {name}");
        assert!(!rejection.to_string().is_empty());
    }
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all.len());
}
