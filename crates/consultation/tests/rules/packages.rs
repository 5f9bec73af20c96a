//! Packages of dispositions under silence (R19): `OpenPackage`, `ExtendPackage`, `TakeBackPackage`, `BreakPackage`,
//! `ConcludeDuePackage`.

use consultation::command::OpenPackage;
use consultation::event::{PackageBroken, PackageConcluded, PackageExtended, PackagePutUnderSilence, PackageTakenBack};
use consultation::review::{MemberView, Obstacle, Standing, convergence};
use consultation::testing::given;
use consultation::{Command, Event, Rejection};

use crate::fixtures::*;
use crate::review_fixtures::*;

fn opening(change: impl FnOnce(&mut OpenPackage)) -> Command {
    let mut command = open_package(None);
    change(&mut command);
    Command::OpenPackage(command)
}

fn breaking(instant: &str) -> Command {
    let mut command = break_package(&[one()]);
    command.at = at(instant);
    Command::BreakPackage(command)
}

#[test]
fn r19_all_that_nobody_differs_on_goes_under_silence_as_one_act() {
    let differs = Command::RecordMemberView(view("TUR", &[two()], MemberView::Differs));
    let events = and(proposed(), differs);
    given(events.clone())
        .when(opening(|_| ()))
        .then([Event::PackagePutUnderSilence(PackagePutUnderSilence {
            proposal_id: PROPOSAL,
            package: 1,
            at: at(LATER),
            by: state("KOR"),
            until: at(UNTIL),
            comments: vec![one(), three()],
        })]);
    let named = opening(|command| command.comments = Some(vec![one(), two()]));
    given(events)
        .when(named)
        .then_rejected(Rejection::NotForSilence(vec![(two(), Obstacle::Differing)]));
    given(spoken())
        .when(opening(|_| ()))
        .then_rejected(Rejection::NothingForSilence);
}

#[test]
fn r19_one_package_at_a_time_by_lead_member_or_chair() {
    given(packaged())
        .when(opening(|_| ()))
        .then_rejected(Rejection::PackageAlreadyOpen { until: at(UNTIL) });
    let chair = opening(|command| command.by = state("AUS"));
    assert_eq!(given(proposed()).when(chair).events().len(), 1);
    let other = opening(|command| command.by = state("TUR"));
    given(proposed())
        .when(other)
        .then_rejected(Rejection::NotLeadMemberOrChair { state: state("TUR") });
}

#[test]
fn r19_silence_on_a_package_lasts_24_to_72_hours() {
    for (until, code) in [
        ("2027-03-04T07:59:59Z", Some("too_early")),
        ("2027-03-04T08:00:00Z", None),
        (UNTIL, None),
        ("2027-03-06T08:00:01Z", Some("too_late")),
    ] {
        let outcome = given(proposed()).when(opening(|command| command.until = Some(at(until))));
        match code {
            Some(code) => assert_eq!(outcome.content_errors(), [("/until".into(), code)]),
            None => assert_eq!(outcome.events().len(), 1),
        }
    }
    let trial = opening(|command| {
        command.until = Some(at("2027-03-03T08:00:01Z"));
        command.shortest_seconds = Some(1);
    });
    assert_eq!(given(proposed()).when(trial).events().len(), 1);
}

#[test]
fn r19_a_break_takes_its_comments_out_and_leaves_the_others_under_silence() {
    given(packaged())
        .when(breaking(MEANWHILE))
        .then([Event::PackageBroken(PackageBroken {
            proposal_id: PROPOSAL,
            package: 1,
            at: at(MEANWHILE),
            by: state("TUR"),
            comments: vec![one()],
            note: "Our law has another term.".into(),
        })]);
    let broken = and(packaged(), breaking(MEANWHILE));
    assert_eq!(
        (
            review_after(&broken, one()).package,
            review_after(&broken, two()).package
        ),
        (None, Some(1))
    );
    given(broken)
        .when(breaking(MEANWHILE))
        .then_rejected(Rejection::NotInPackage(vec![one()]));
    given(proposed())
        .when(breaking(MEANWHILE))
        .then_rejected(Rejection::NoPackage);
}

#[test]
fn r19_a_break_at_or_after_the_instant_is_refused_also_before_the_clock_has_come() {
    let over = Rejection::SilenceOver { until: at(UNTIL) };
    for instant in [UNTIL, "2027-03-06T08:00:01Z"] {
        given(packaged()).when(breaking(instant)).then_rejected(over.clone());
    }
    assert_eq!(
        given(packaged())
            .when(breaking("2027-03-06T07:59:59.999Z"))
            .events()
            .len(),
        1
    );
}

#[test]
fn r19_the_clock_concludes_and_who_was_silent_can_go_along() {
    given(packaged())
        .when(conclude("2027-03-06T07:59:59Z"))
        .then_rejected(Rejection::NotYetDue { closes_at: at(UNTIL) });
    let broken = and(packaged(), breaking(MEANWHILE));
    // Long after: the server was down.
    let events = given(broken.clone()).when(conclude("2027-04-01T00:00:00Z")).events();
    let [
        Event::PackageConcluded(PackageConcluded {
            concluded_at, members, ..
        }),
    ] = events.as_slice()
    else {
        unreachable!("{events:?}")
    };
    assert_eq!((*concluded_at, members.len()), (at(UNTIL), MEMBERS.len()));
    let done = and(broken, conclude("2027-04-01T00:00:00Z"));
    let standing = |id| convergence(Some(&review_after(&done, id)), &MEMBERS.map(state)).standing;
    assert_eq!(
        (standing(one()), standing(two()), standing(three())),
        (Standing::Differing, Standing::Agreed, Standing::Agreed)
    );
    assert!(review_after(&done, two()).views[&state("AUS")].by_silence);
    given(done).when(conclude("2027-04-01T00:00:00Z")).then([]);
}

#[test]
fn r19_a_package_is_extended_later_only_and_taken_back_with_a_reason() {
    let later = "2027-03-07T08:00:00Z";
    given(packaged())
        .when(Command::ExtendPackage(extend_package(later)))
        .then([Event::PackageExtended(PackageExtended {
            proposal_id: PROPOSAL,
            package: 1,
            at: at(MEANWHILE),
            by: state("KOR"),
            until: at(later),
        })]);
    for (until, code) in [(UNTIL, "too_early"), ("2027-03-07T08:00:01Z", "too_late")] {
        let outcome = given(packaged()).when(Command::ExtendPackage(extend_package(until)));
        assert_eq!(outcome.content_errors(), [("/until".into(), code)]);
    }
    given(proposed())
        .when(Command::ExtendPackage(extend_package(later)))
        .then_rejected(Rejection::NoPackage);
    let taken = Event::PackageTakenBack(PackageTakenBack {
        proposal_id: PROPOSAL,
        package: 1,
        at: at(MEANWHILE),
        by: state("KOR"),
        reason: "paragraph 1 first".into(),
    });
    given(packaged())
        .when(Command::TakeBackPackage(take_back_package()))
        .then([taken.clone()]);
    let mut without = take_back_package();
    without.reason = " ".into();
    let outcome = given(packaged()).when(Command::TakeBackPackage(without));
    assert_eq!(outcome.content_errors(), [("/reason".into(), "empty")]);
    let mut back = packaged();
    back.push(taken);
    assert_eq!(review_after(&back, one()).package, None);
    assert_eq!(
        given(back)
            .when(opening(|command| command.at = at(MEANWHILE)))
            .events()
            .len(),
        1
    );
}

#[test]
fn r19_a_new_proposal_leaves_the_package_and_a_withdrawn_text_ends_it() {
    let anew = propose("TUR", &[one()], consultation::review::DispositionKind::NotAccepted);
    let events = and(packaged(), Command::ProposeDispositions(anew));
    assert_eq!(
        (
            review_after(&events, one()).package,
            review_after(&events, two()).package
        ),
        (None, Some(1))
    );
    let mut gone = withdraw_proposal();
    gone.at = at(MEANWHILE);
    given(and(packaged(), Command::WithdrawProposal(gone)))
        .when(conclude(UNTIL))
        .then([]);
}
