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
