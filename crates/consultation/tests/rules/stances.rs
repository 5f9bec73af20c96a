//! Who stands where, and through what (R13).

use std::collections::BTreeSet;
use std::sync::Arc;

use consultation::alignment::stances::{Asked, Place, Reason, SaidComment, Stances, Through, stances};
use consultation::command::{
    AlignWith, CommentDraft, DissociateFrom, Inherited, LodgeSubmission, OpenConsultation, SubmissionDraft,
};
use consultation::submission::{Position, ProposedWording, WordingAction};
use consultation::testing::{given, world_for};
use consultation::visibility::{Rights, Viewer};
use consultation::{Attribution, Audience, BeforeClose, Command, Dossier, Event, decide};
use jiff::Timestamp;
use proptest::prelude::*;

use crate::fixtures::*;

fn seen_by(viewer: &str, events: &[Event], now: Timestamp) -> Stances {
    let register = small_register();
    let own = events.iter().filter(|event| event.proposal_id() == Some(PROPOSAL));
    let dossier = Dossier::fold(own).unwrap();
    let viewer = match viewer {
        "" => Viewer::Anonymous,
        code => Viewer::Delegation(state(code)),
    };
    let rights = Rights::of(viewer, register.at(now), &Arc::clone(&dossier.proposal), now);
    stances(Asked {
        rights: &rights,
        present: &dossier,
        shown: &dossier,
        past: None,
        register: register.at(now),
        consultation: None,
    })
}

fn short(through: &Through) -> String {
    match through {
        Through::Own => "own".to_owned(),
        Through::Alignment(author) => format!("with {author}"),
        Through::Group(group) => format!("for {group}"),
    }
}

fn shape<T>(place: &Place<T>) -> Vec<String> {
    let line = |stand: &consultation::alignment::stances::Stand<T>| {
        let voices = [&stand.voice].into_iter().chain(&stand.outweighed);
        let voices: Vec<String> = voices.map(|voice| short(&voice.through)).collect();
        format!("{} {}", stand.state, voices.join(" > "))
    };
    place.stands.iter().map(line).collect()
}

fn left_out<T>(place: &Place<T>) -> Vec<String> {
    let line = |one: &consultation::alignment::stances::NotCounted| format!("{} {}", one.state, one.reason.as_str());
    place.not_counted.iter().map(line).collect()
}

fn on_p1(stances: &Stances) -> &Place<SaidComment> {
    let found = stances.paragraphs.iter().find(|(paragraph, _)| *paragraph == Some(P1));
    &found.unwrap().1
}

/// FJI speaks for PIF on paragraph 1.
fn forum() -> Vec<Event> {
    let draft = for_the_forum(draft(vec![comment_on(1, "1", "Voluntary is too weak.")]));
    and(opened(), Command::LodgeSubmission(lodge("FJI", draft)))
}

#[test]
fn r13_a_groups_statement_counts_its_invited_partners() {
    let stances = seen_by("MEX", &forum(), at(LATER));
    let counted = ["FJI for PIF", "TON for PIF", "WSM for PIF"];
    assert_eq!(shape(&stances.whole), counted);
    assert_eq!(shape(on_p1(&stances)), counted);
    let not = left_out(on_p1(&stances));
    assert!(not.contains(&"AUS member".to_owned()) && not.contains(&"KIR not_invited".to_owned()));
    assert!(
        not.contains(&"NZL not_invited".to_owned()) && not.len() == 11,
        "{not:?}"
    );
}

#[test]
fn r13_own_words_outweigh_an_alignment_which_outweighs_the_group() {
    let own = draft(vec![comment_on(2, "1", "It is strong enough.")]);
    let events = and(forum(), Command::LodgeSubmission(lodge("TON", own)));
    let with_japan = Command::LodgeSubmission(lodge("JPN", draft(vec![comment_on(3, "1", "Agreed.")])));
    let events = and(events, with_japan);
    let events = and(events, Command::AlignWith(align("WSM", "JPN")));
    let events = and(events, Command::AlignWith(align("TON", "JPN")));
    assert_eq!(
        shape(on_p1(&seen_by("MEX", &events, at(LATER)))),
        [
            "FJI for PIF",
            "JPN own",
            "TON own > with JPN > for PIF",
            "WSM with JPN > for PIF"
        ]
    );
}

#[test]
fn r13_who_dissociates_itself_is_not_counted_for_the_group() {
    let left = DissociateFrom {
        paragraphs: vec!["1".into()],
        ..dissociate("WSM", "FJI")
    };
    let events = and(forum(), Command::DissociateFrom(left));
    let stances = seen_by("MEX", &events, at(LATER));
    assert_eq!(shape(on_p1(&stances)), ["FJI for PIF", "TON for PIF"]);
    assert!(left_out(on_p1(&stances)).contains(&"WSM dissociated".to_owned()));
    assert_eq!(shape(&stances.whole).len(), 3, "only on that paragraph");
}

#[test]
fn r13_an_alignment_leaves_paragraphs_out() {
    let except = AlignWith {
        except_paragraphs: vec!["1".into()],
        ..align("JPN", "FJI")
    };
    let events = and(lodged(), Command::AlignWith(except));
    let stances = seen_by("MEX", &events, at(LATER));
    assert_eq!(shape(on_p1(&stances)), ["FJI own"]);
    assert_eq!(shape(&stances.whole), ["FJI own", "JPN with FJI"]);
}

#[test]
fn r13_a_later_position_replaces_an_earlier_one_for_those_who_may_know_it() {
    let against = SubmissionDraft {
        position: Some(Position::DoesNotSupport),
        audience: Audience::MembersOnly,
        ..draft(Vec::new())
    };
    let again = LodgeSubmission {
        at: at(LATER),
        ..lodge("FJI", against)
    };
    let events = and(opened_again(), Command::LodgeSubmission(again));
    for (viewer, wanted) in [
        ("MEX", Position::DoesNotSupport),
        ("WSM", Position::SupportsWithAmendments),
    ] {
        let whole = seen_by(viewer, &events, at(LATER)).whole;
        let held: Vec<_> = whole
            .stands
            .iter()
            .map(|stand| (stand.state, stand.position()))
            .collect();
        assert_eq!(held, [(state("FJI"), Some(wanted))], "{viewer}");
    }
}

#[test]
fn r13_a_joint_submission_counts_those_who_confirm_it() {
    let joint = SubmissionDraft {
        joint_with: vec![state("JPN"), state("WSM")],
        ..two_comments()
    };
    let events = and(opened(), Command::LodgeSubmission(lodge("FJI", joint)));
    let events = and(events, Command::AlignWith(align("JPN", "FJI")));
    let place = seen_by("MEX", &events, at(LATER)).whole;
    assert_eq!(shape(&place), ["FJI own", "JPN with FJI"]);
    assert_eq!(place.not_counted[0].reason, Reason::NotConfirmed);
}

#[test]
fn r13_contradictions_are_shown() {
    let opposed = SubmissionDraft {
        position: Some(Position::DoesNotSupport),
        ..draft(vec![CommentDraft {
            proposed_wording: Some(replacing("regular")),
            ..comment_on(2, "1", "No.")
        }])
    };
    let wording = draft(vec![CommentDraft {
        proposed_wording: Some(replacing("mandatory")),
        ..comment_on(1, "1", "Yes.")
    }]);
    let events = and(opened(), Command::LodgeSubmission(lodge("FJI", for_the_forum(wording))));
    let events = and(events, Command::LodgeSubmission(lodge("WSM", opposed)));
    let stances = seen_by("MEX", &events, at(LATER));
    for contradictions in [&stances.whole.contradictions, &on_p1(&stances).contradictions] {
        let shown: Vec<_> = contradictions
            .iter()
            .map(|one| (one.state, short(&one.one), short(&one.other)))
            .collect();
        assert_eq!(shown, [(state("WSM"), "own".to_owned(), "for PIF".to_owned())]);
    }
}

fn replacing(text: &str) -> ProposedWording {
    ProposedWording {
        action: WordingAction::Replace,
        text: Some(text.into()),
    }
}

#[test]
fn r15_only_what_the_viewer_sees_counts_and_nobody_stands_behind_what_it_cannot_read() {
    let mut draft = two_comments();
    draft.comments[0].audience = Inherited::Own(Audience::MembersOnly);
    let events = and(opened(), Command::LodgeSubmission(lodge("FJI", draft)));
    let events = and(events, Command::AlignWith(align("JPN", "FJI")));
    let member = seen_by("MEX", &events, at(LATER));
    assert_eq!(shape(on_p1(&member)), ["FJI own"], "JPN has not read it");
    let partner = seen_by("WSM", &events, at(LATER));
    assert!(partner.paragraphs.iter().all(|(paragraph, _)| paragraph.is_none()));
    let anybody = seen_by("", &events, at(LATER));
    assert!(anybody.paragraphs.is_empty() && anybody.whole.stands.is_empty());
}

#[test]
fn r15_under_seal_a_statement_counts_for_the_group_alone() {
    let sealed = OpenConsultation {
        before_close: BeforeClose::Sealed,
        ..open_consultation()
    };
    let events = and(tabled(), Command::OpenConsultation(sealed));
    let events = and(
        events,
        Command::LodgeSubmission(lodge("FJI", for_the_forum(two_comments()))),
    );
    let counted = |viewer: &str| seen_by(viewer, &events, at(REVISED)).whole.stands.len();
    assert_eq!(["FJI", "WSM", "JPN", "MEX", "AUS", ""].map(counted), [3, 3, 0, 0, 0, 0]);
}

// ---- however they speak

#[derive(Debug, Clone)]
enum Step {
    Lodge {
        by: usize,
        group: Option<bool>,
        joint: bool,
        attribution: usize,
        audience: usize,
    },
    Align {
        by: usize,
        of: usize,
        one: bool,
        except: bool,
    },
    Leave {
        by: usize,
        of: usize,
        paragraph: bool,
    },
    Withdraw {
        by: usize,
    },
}

const STATES: [&str; 5] = ["FJI", "WSM", "TON", "JPN", "AUS"];

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let by = || 0..STATES.len();
    let step = prop_oneof![
        3 => (by(), proptest::option::of(any::<bool>()), any::<bool>(), 0..3_usize, 0..3_usize).prop_map(
            |(by, group, joint, attribution, audience)| Step::Lodge { by, group, joint, attribution, audience }
        ),
        4 => (by(), by(), any::<bool>(), any::<bool>())
            .prop_map(|(by, of, one, except)| Step::Align { by, of, one, except }),
        2 => (by(), by(), any::<bool>()).prop_map(|(by, of, paragraph)| Step::Leave { by, of, paragraph }),
        1 => by().prop_map(|by| Step::Withdraw { by }),
    ];
    proptest::collection::vec(step, 1..25)
}

fn command_of(step: &Step, number: u128) -> Command {
    match *step {
        Step::Lodge {
            by,
            group,
            joint,
            attribution,
            audience,
        } => {
            let comments = vec![
                comment_on(number * 10, "1", "On the first."),
                comment(number * 10 + 1, "In general."),
            ];
            let mut draft = draft(comments);
            draft.attribution = [Attribution::Named, Attribution::ToMembers, Attribution::ToNone][attribution];
            draft.audience = [Audience::Public, Audience::Participants, Audience::MembersOnly][audience];
            draft.joint_with = joint.then(|| state("JPN")).into_iter().collect();
            if group.is_some() {
                draft = for_the_forum(draft);
            }
            if group == Some(false) {
                draft.comments[0].on_behalf_of = Inherited::Own(None);
            }
            Command::LodgeSubmission(LodgeSubmission {
                at: at(LODGED),
                ..lodge(STATES[by], draft)
            })
        }
        Step::Align { by, of, one, except } => Command::AlignWith(AlignWith {
            comments: one.then(|| vec![format!("{}-001", STATES[of])]),
            except_paragraphs: except.then(|| "1".to_owned()).into_iter().collect(),
            ..align(STATES[by], STATES[of])
        }),
        Step::Leave { by, of, paragraph } => Command::DissociateFrom(DissociateFrom {
            paragraphs: paragraph.then(|| "1".to_owned()).into_iter().collect(),
            ..dissociate(STATES[by], STATES[of])
        }),
        Step::Withdraw { by } => Command::WithdrawSubmission(withdraw(STATES[by])),
    }
}

fn assert_counted_once<T>(place: &Place<T>) {
    let states: BTreeSet<_> = place.stands.iter().map(|stand| stand.state).collect();
    assert_eq!(states.len(), place.stands.len(), "a state is counted twice");
    for stand in &place.stands {
        assert!(
            STATES[..4].contains(&stand.state.as_str()),
            "{} is no invited partner",
            stand.state
        );
        let mut voices: Vec<_> = [&stand.voice]
            .into_iter()
            .chain(&stand.outweighed)
            .map(|voice| &voice.through)
            .collect();
        let own = voices.iter().position(|through| **through == Through::Own);
        assert!(own.is_none_or(|place| place == 0), "own words come first");
        voices.sort();
        voices.dedup();
        assert_eq!(voices.len(), stand.outweighed.len() + 1);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn r13_no_state_is_ever_counted_twice_and_members_never(steps in steps(), sealed in any::<bool>()) {
        let before_close = if sealed { BeforeClose::Sealed } else { BeforeClose::Open };
        let opening = OpenConsultation { before_close, ..open_consultation() };
        let mut events = and(tabled(), Command::OpenConsultation(opening));
        for (number, step) in (1..).zip(&steps) {
            let command = command_of(step, number);
            let more = decide(&world_for(&events, &command), &command).unwrap_or_default();
            events.extend(more);
            // What was decided is said now: the same again changes nothing.
            if matches!(command, Command::AlignWith(_) | Command::DissociateFrom(_)) {
                let again = given(events.clone()).when(command).result;
                prop_assert!(again.is_err() || again == Ok(Vec::new()));
            }
        }
        for viewer in ["", "FJI", "WSM", "JPN", "SGP", "MEX", "AUS"] {
            for now in [REVISED, LATER] {
                let seen = seen_by(viewer, &events, at(now));
                assert_counted_once(&seen.whole);
                seen.paragraphs.iter().for_each(|(_, place)| assert_counted_once(place));
            }
        }
    }
}
