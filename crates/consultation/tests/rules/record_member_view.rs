//! `RecordMemberView` (R18), and that convergence is computed from views alone.

use consultation::event::{MemberViewRecorded, PackageBroken};
use consultation::review::{MemberView, Standing, convergence};
use consultation::testing::given;
use consultation::{Command, Event, Rejection, StateCode};
use proptest::prelude::*;

use crate::fixtures::*;
use crate::review_fixtures::*;

fn recording(by: &str, think: MemberView, instant: &str) -> Command {
    let mut command = view(by, &[one()], think);
    command.at = at(instant);
    Command::RecordMemberView(command)
}

#[test]
fn r18_a_member_records_its_view_once() {
    given(proposed())
        .when(recording("TUR", MemberView::Agrees, AFTER))
        .then([Event::MemberViewRecorded(MemberViewRecorded {
            proposal_id: PROPOSAL,
            at: at(AFTER),
            by: state("TUR"),
            comments: vec![one()],
            view: MemberView::Agrees,
            note: None,
        })]);
    let said = and(proposed(), recording("TUR", MemberView::Agrees, AFTER));
    given(said).when(recording("TUR", MemberView::Agrees, LATER)).then([]);
}

#[test]
fn r18_to_differ_needs_a_note_and_a_view_needs_a_proposal() {
    let mut silent = view("TUR", &[one()], MemberView::Differs);
    silent.note = None;
    let outcome = given(proposed()).when(Command::RecordMemberView(silent));
    assert_eq!(outcome.content_errors(), [("/note".into(), "empty")]);
    let early = recording("TUR", MemberView::Agrees, AFTER);
    given(spoken())
        .when(early)
        .then_rejected(Rejection::NothingProposed(vec![one()]));
    let partner = recording("FJI", MemberView::Agrees, AFTER);
    given(proposed())
        .when(partner)
        .then_rejected(Rejection::NotAMember { state: state("FJI") });
}

#[test]
fn r19_to_differ_on_what_is_under_silence_breaks_that_silence() {
    given(packaged())
        .when(recording("TUR", MemberView::Differs, MEANWHILE))
        .then([Event::PackageBroken(PackageBroken {
            proposal_id: PROPOSAL,
            package: 1,
            at: at(MEANWHILE),
            by: state("TUR"),
            comments: vec![one()],
            note: "Our law has another term.".into(),
        })]);
    let over = Rejection::SilenceOver { until: at(UNTIL) };
    given(packaged())
        .when(recording("TUR", MemberView::Differs, UNTIL))
        .then_rejected(over);
    let agrees = given(packaged())
        .when(recording("TUR", MemberView::Agrees, MEANWHILE))
        .events();
    assert!(matches!(agrees.as_slice(), [Event::MemberViewRecorded(_)]));
}

#[test]
fn r18_only_differing_blocks() {
    let members = MEMBERS.map(state);
    let standing = |events: &[Event]| convergence(Some(&review_after(events, one())), &members);
    let waiting = standing(&proposed());
    assert_eq!((waiting.standing, waiting.waiting.len()), (Standing::Waiting, 4));
    let agreed = all_agree(proposed(), &[one()]);
    assert_eq!(standing(&agreed).standing, Standing::Agreed);
    let differing = standing(&and(agreed.clone(), recording("TUR", MemberView::Differs, LATER)));
    assert_eq!(
        (differing.standing, differing.differing),
        (Standing::Differing, vec![state("TUR")])
    );
    let instructions = standing(&and(agreed, recording("TUR", MemberView::AwaitingInstructions, LATER)));
    assert_eq!(
        (instructions.standing, instructions.waiting),
        (Standing::Waiting, vec![state("TUR")])
    );
    assert_eq!(convergence(None, &members).standing, Standing::NotProposed);
}

proptest! {
    /// Views of different members in any order lead to the same convergence.
    #[test]
    fn r18_convergence_never_depends_on_the_order_of_members(
        views in prop::collection::vec(prop::sample::select(MemberView::ALL), 5),
        order in Just([0_usize, 1, 2, 3, 4]).prop_shuffle(),
    ) {
        let members: [StateCode; 5] = MEMBERS.map(state);
        let recorded = |order: [usize; 5]| {
            let mut events = proposed();
            for index in order {
                events.push(Event::MemberViewRecorded(MemberViewRecorded {
                    proposal_id: PROPOSAL,
                    at: at(LATER).checked_add(jiff::SignedDuration::from_secs(index.try_into().unwrap())).unwrap(),
                    by: members[index],
                    comments: vec![one()],
                    view: views[index],
                    note: None,
                }));
            }
            convergence(Some(&review_after(&events, one())), &members)
        };
        prop_assert_eq!(recorded([0, 1, 2, 3, 4]), recorded(order));
    }
}
