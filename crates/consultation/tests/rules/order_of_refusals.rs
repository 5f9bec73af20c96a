//! Who (403) before content (422) before the caller's precondition (412) before the present state (409), so that no
//! answer tells what may not be known (R15d).

use consultation::command::{
    AssociateWithText, BreakSilence, CirculateRevision, CloseConsultation, ConfirmSubmission, EnterSubmission,
    EnteredBy, Expected, ExplainPosition, ExtendConsultation, ExtendSilence, LodgeSubmission, OpenConsultation,
    OpenSilence, ReviseSubmission, TableProposal, TakeBackSilence, WithdrawProposal, WithdrawSubmission,
};
use consultation::testing::given;
use consultation::{Command, Event, Rejection, StateCode};

use crate::fixtures::*;
use crate::silence_fixtures::*;

/// One kind of refusal after another, as the mistakes of a command are mended one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Refused {
    Forbidden,
    Content,
    Stale,
    State,
}

fn kind_of(rejection: &Rejection) -> Refused {
    match rejection {
        Rejection::NotAMember { .. }
        | Rejection::NotLeadMemberOrChair { .. }
        | Rejection::NotLeadMember { .. }
        | Rejection::MembersGiveNoInput { .. }
        | Rejection::NotAnInvitedState { .. }
        | Rejection::NotTheSubmittingState { .. }
        | Rejection::MayNotEnter
        | Rejection::ProposalNotFound
        | Rejection::SubmissionNotFound
        | Rejection::CommentNotFound => Refused::Forbidden,
        Rejection::Content(_) => Refused::Content,
        Rejection::StaleVersion { .. } | Rejection::StaleReview { .. } => Refused::Stale,
        Rejection::ProposalWithdrawn { .. }
        | Rejection::ConsultationAlreadyOpen { .. }
        | Rejection::NoConsultation
        | Rejection::ConsultationClosed { .. }
        | Rejection::NotYetDue { .. }
        | Rejection::AlreadyLodged { .. }
        | Rejection::LodgedByTheState
        | Rejection::AlreadyWithdrawn { .. }
        | Rejection::NothingToConfirm
        | Rejection::UnderSilence { .. }
        | Rejection::AlreadyAdopted { .. }
        | Rejection::NotUnderSilence
        | Rejection::SilenceOver { .. }
        | Rejection::GateNotMet(_)
        | Rejection::NotAdopted
        | Rejection::KeyEventBegan { .. }
        | Rejection::CommentsWithdrawn(_)
        | Rejection::DuplicateChain { .. }
        | Rejection::NothingProposed(_)
        | Rejection::NotPublishable(_)
        | Rejection::NothingToPublish
        | Rejection::NothingPublished
        | Rejection::PackageAlreadyOpen { .. }
        | Rejection::NotForSilence(_)
        | Rejection::NothingForSilence
        | Rejection::NoPackage
        | Rejection::NotInPackage(_)
        | Rejection::OwnSubmission
        | Rejection::NothingToLeave => Refused::State,
    }
}

/// Which mistakes a command still has.
#[derive(Clone, Copy)]
struct Mistakes {
    who: bool,
    content: bool,
    version: bool,
}

impl Mistakes {
    fn who(self, wrong: &str, right: &str) -> StateCode {
        state(if self.who { wrong } else { right })
    }

    fn expected(self) -> Expected {
        if self.version {
            Expected::Versions(vec![99])
        } else {
            Expected::Unstated
        }
    }
}

/// Gives the command all mistakes in a world that conflicts with it, and mends them one by one.
#[track_caller]
fn mended_one_by_one(events: &[Event], refusals: &[Refused], command: impl Fn(Mistakes) -> Command) {
    let all = Mistakes {
        who: true,
        content: true,
        version: true,
    };
    let mut seen = Vec::new();
    for mistakes in [
        all,
        Mistakes { who: false, ..all },
        Mistakes {
            who: false,
            content: false,
            ..all
        },
        Mistakes {
            who: false,
            content: false,
            version: false,
        },
    ] {
        let rejection = given(events.to_vec()).when(command(mistakes)).result.unwrap_err();
        seen.push(kind_of(&rejection));
    }
    seen.dedup();
    assert_eq!(seen, refusals);
}

const ALL_FOUR: &[Refused] = &[Refused::Forbidden, Refused::Content, Refused::Stale, Refused::State];

#[test]
fn of_lodging() {
    for events in [lodged(), withdrawn(lodged())] {
        mended_one_by_one(&events, ALL_FOUR, |mistakes| {
            let words = if mistakes.content {
                comment_on(9, "9", "Where?")
            } else {
                comment(9, "There.")
            };
            let by = mistakes.who("MNG", "FJI");
            let command = lodge("FJI", draft(vec![words]));
            Command::LodgeSubmission(LodgeSubmission {
                by,
                expected: mistakes.expected(),
                ..command
            })
        });
    }
}

#[test]
fn of_revising() {
    for events in [
        and(lodged(), Command::WithdrawSubmission(withdraw("FJI"))),
        withdrawn(lodged()),
    ] {
        mended_one_by_one(&events, ALL_FOUR, |mistakes| {
            let words = if mistakes.content {
                comment_on(9, "9", "Where?")
            } else {
                comment(9, "There.")
            };
            let by = mistakes.who("WSM", "FJI");
            let command = revise("FJI", draft(vec![words]));
            Command::ReviseSubmission(ReviseSubmission {
                by,
                expected: mistakes.expected(),
                ..command
            })
        });
    }
}

#[test]
fn of_withdrawing_a_submission() {
    for events in [
        and(lodged(), Command::WithdrawSubmission(withdraw("FJI"))),
        withdrawn(lodged()),
    ] {
        mended_one_by_one(&events, ALL_FOUR, |mistakes| {
            Command::WithdrawSubmission(WithdrawSubmission {
                by: mistakes.who("WSM", "FJI"),
                expected: mistakes.expected(),
                reason: mistakes.content.then(|| "x".repeat(1_001)),
                ..withdraw("FJI")
            })
        });
    }
}

#[test]
fn of_entering() {
    for events in [
        lodged(),
        withdrawn(entered()),
        and(entered(), Command::WithdrawSubmission(withdraw("FJI"))),
    ] {
        mended_one_by_one(&events, ALL_FOUR, |mistakes| {
            Command::EnterSubmission(EnterSubmission {
                by: if mistakes.who {
                    EnteredBy::Member(state("KOR"))
                } else {
                    EnteredBy::Operator
                },
                expected: mistakes.expected(),
                channel: if mistakes.content {
                    String::new()
                } else {
                    "e-mail".into()
                },
                ..enter("FJI", draft(vec![comment(9, "More.")]))
            })
        });
    }
    // Who speaks is asked before content, too.
    let uninvited = EnterSubmission {
        channel: String::new(),
        ..enter("MNG", two_comments())
    };
    let refusal = Rejection::NotAnInvitedState { state: state("MNG") };
    given(opened())
        .when(Command::EnterSubmission(uninvited))
        .then_rejected(refusal);
}

#[test]
fn of_confirming() {
    let refusals = [Refused::Forbidden, Refused::Stale, Refused::State];
    for events in [
        lodged(),
        withdrawn(entered()),
        and(entered(), Command::WithdrawSubmission(withdraw("FJI"))),
    ] {
        mended_one_by_one(&events, &refusals, |mistakes| {
            Command::ConfirmSubmission(ConfirmSubmission {
                by: mistakes.who("WSM", "FJI"),
                expected: mistakes.expected(),
                ..confirm("FJI")
            })
        });
    }
}

#[test]
fn of_opening() {
    for events in [opened(), withdrawn(tabled())] {
        mended_one_by_one(&events, ALL_FOUR, |mistakes| {
            Command::OpenConsultation(OpenConsultation {
                by: mistakes.who("TUR", "KOR"),
                expected: mistakes.expected(),
                invite: invite(if mistakes.content { &["AUS"] } else { &["FJI"] }, &[], &[]),
                ..open_consultation()
            })
        });
    }
}

#[test]
fn of_extending() {
    let closed_later = |mistakes: Mistakes| at(if mistakes.content { OPENED } else { CLOSES_AGAIN });
    for (events, instant) in [(opened(), AFTER), (withdrawn(opened()), REVISED)] {
        mended_one_by_one(&events, ALL_FOUR, |mistakes| {
            Command::ExtendConsultation(ExtendConsultation {
                by: mistakes.who("TUR", "KOR"),
                at: at(instant),
                expected: mistakes.expected(),
                closes_at: closed_later(mistakes),
                ..extend_consultation()
            })
        });
    }
}

#[test]
fn of_closing_early() {
    let closes_at = |instant: &str| at(instant).checked_add(jiff::SignedDuration::from_hours(48)).unwrap();
    for (events, instant) in [(opened(), AFTER), (withdrawn(opened()), REVISED), (tabled(), REVISED)] {
        mended_one_by_one(&events, ALL_FOUR, |mistakes| {
            Command::CloseConsultation(CloseConsultation {
                by: mistakes.who("TUR", "KOR"),
                at: at(instant),
                expected: mistakes.expected(),
                closes_at: closes_at(instant),
                reason: if mistakes.content {
                    String::new()
                } else {
                    "because".into()
                },
                ..close_consultation()
            })
        });
    }
}

#[test]
fn of_circulating() {
    mended_one_by_one(&withdrawn(tabled()), ALL_FOUR, |mistakes| {
        let text = text_of(vec![paragraph(
            P1,
            &[P1],
            "1",
            if mistakes.content { "" } else { P1_TEXT },
        )]);
        Command::CirculateRevision(CirculateRevision {
            by: mistakes.who("TUR", "KOR"),
            expected: mistakes.expected(),
            ..circulate_revision(text)
        })
    });
}

#[test]
fn of_withdrawing_a_proposal() {
    mended_one_by_one(&withdrawn(tabled()), ALL_FOUR, |mistakes| {
        Command::WithdrawProposal(WithdrawProposal {
            by: mistakes.who("MEX", "KOR"),
            expected: mistakes.expected(),
            reason: mistakes.content.then(|| "x".repeat(1_001)),
            ..withdraw_proposal()
        })
    });
}

#[test]
fn of_putting_under_silence() {
    for events in [under_silence(), adopted(), withdrawn(disposed()), lodged()] {
        mended_one_by_one(&events, ALL_FOUR, |mistakes| {
            Command::OpenSilence(OpenSilence {
                by: mistakes.who("TUR", "KOR"),
                expected: mistakes.expected(),
                revision: mistakes.content.then_some(9),
                ..open_silence()
            })
        });
    }
}

#[test]
fn of_steering_a_silence() {
    for events in [broken(), adopted()] {
        mended_one_by_one(&events, ALL_FOUR, |mistakes| {
            Command::TakeBackSilence(TakeBackSilence {
                by: mistakes.who("TUR", "KOR"),
                expected: mistakes.expected(),
                reason: if mistakes.content { "" } else { "a mistake" }.into(),
                ..take_back_silence()
            })
        });
    }
    mended_one_by_one(&under_silence(), ALL_FOUR, |mistakes| {
        Command::ExtendSilence(ExtendSilence {
            by: mistakes.who("TUR", "KOR"),
            at: at(UNTIL),
            expected: mistakes.expected(),
            until: at(if mistakes.content { UNTIL } else { THEN }),
            ..extend_silence()
        })
    });
}

#[test]
fn of_breaking_silence() {
    for events in [disposed(), adopted(), withdrawn(disposed())] {
        mended_one_by_one(&events, ALL_FOUR, |mistakes| {
            Command::BreakSilence(BreakSilence {
                by: mistakes.who("FJI", "TUR"),
                at: at(UNTIL),
                expected: mistakes.expected(),
                paragraphs: vec![broken_on(if mistakes.content { "9" } else { "1" })],
                ..break_silence()
            })
        });
    }
}

#[test]
fn of_explaining_and_associating() {
    for events in [disposed(), withdrawn(disposed())] {
        mended_one_by_one(&events, ALL_FOUR, |mistakes| {
            Command::ExplainPosition(ExplainPosition {
                by: mistakes.who("FJI", "TUR"),
                expected: mistakes.expected(),
                paragraphs: vec![if mistakes.content { "9" } else { "1" }.into()],
                ..explain_position()
            })
        });
        mended_one_by_one(&events, ALL_FOUR, |mistakes| {
            Command::AssociateWithText(AssociateWithText {
                by: mistakes.who("MNG", "FJI"),
                expected: mistakes.expected(),
                except_paragraphs: vec![if mistakes.content { "9" } else { "1" }.into()],
                ..associate_with_text()
            })
        });
    }
}

#[test]
fn of_tabling() {
    let wrong = TableProposal {
        by: state("FJI"),
        focus_area: code("nothing"),
        ..table_proposal()
    };
    given(registered())
        .when(Command::TableProposal(wrong))
        .then_rejected(Rejection::NotAMember { state: state("FJI") });
}
