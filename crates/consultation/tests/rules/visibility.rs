//! Who may see what (R15), as a table written from the text of the rule.

use consultation::command::{ApplyRegister, Expected, OpenConsultation, TableProposal};
use consultation::visibility::{InputFacts, Rights, Sight, Viewer};
use consultation::{Attribution, Audience, BeforeClose, Command, Event, Proposal};
use jiff::Timestamp;

use crate::fixtures::*;

/// The text of R15 as a table. Each row: who looks, at what moment, and a grid of what is seen.
///
/// Columns of a grid are the attribution (named, to members, to none), its three groups the audience (public,
/// participants, members only). `N`: all of it; `L`: the words under a label; `-`: nothing.
///
/// - After close, and before it when `open`: audience says who reads. Where the state may not be known, the comment
///   appears only at close, under a label (R15c). "To members": members know the state.
/// - `members_see` before close: partners see their own only. `sealed`: members, too, see nothing.
/// - The own delegation always sees all its own (R15a).
const TABLE: &[(&str, &str, &str)] = &[
    ("anybody", "open, before close", "N-- --- ---"),
    ("anybody", "members_see, before close", "--- --- ---"),
    ("anybody", "sealed, before close", "--- --- ---"),
    ("anybody", "closed", "NLL --- ---"),
    ("an uninvited partner", "open, before close", "N-- --- ---"),
    ("an uninvited partner", "members_see, before close", "--- --- ---"),
    ("an uninvited partner", "sealed, before close", "--- --- ---"),
    ("an uninvited partner", "closed", "NLL --- ---"),
    ("another invited partner", "open, before close", "N-- N-- ---"),
    ("another invited partner", "members_see, before close", "--- --- ---"),
    ("another invited partner", "sealed, before close", "--- --- ---"),
    ("another invited partner", "closed", "NLL NLL ---"),
    ("a member", "open, before close", "NN- NN- NN-"),
    ("a member", "members_see, before close", "NN- NN- NN-"),
    ("a member", "sealed, before close", "--- --- ---"),
    ("a member", "closed", "NNL NNL NNL"),
    ("the lead member", "open, before close", "NN- NN- NN-"),
    ("the lead member", "sealed, before close", "--- --- ---"),
    ("the lead member", "closed", "NNL NNL NNL"),
    ("the own delegation", "open, before close", "NNN NNN NNN"),
    ("the own delegation", "members_see, before close", "NNN NNN NNN"),
    ("the own delegation", "sealed, before close", "NNN NNN NNN"),
    ("the own delegation", "closed", "NNN NNN NNN"),
];

fn viewer(words: &str) -> Viewer {
    match words {
        "anybody" => Viewer::Anonymous,
        "an uninvited partner" => Viewer::Delegation(state("MNG")),
        "another invited partner" => Viewer::Delegation(state("WSM")),
        "a member" => Viewer::Delegation(state("TUR")),
        "the lead member" => Viewer::Delegation(state("KOR")),
        "the own delegation" => Viewer::Delegation(state("FJI")),
        other => unreachable!("{other}"),
    }
}

/// What was agreed before close, and the instant of looking.
fn moments(words: &str) -> Vec<(BeforeClose, Timestamp)> {
    let last_instant = at("2027-03-01T15:59:59.999999Z");
    match words {
        "open, before close" => vec![(BeforeClose::Open, at(LODGED)), (BeforeClose::Open, last_instant)],
        "members_see, before close" => vec![(BeforeClose::MembersSee, last_instant)],
        "sealed, before close" => vec![(BeforeClose::Sealed, at(LODGED)), (BeforeClose::Sealed, last_instant)],
        "closed" => [BeforeClose::Open, BeforeClose::MembersSee, BeforeClose::Sealed]
            .into_iter()
            .flat_map(|before_close| [(before_close, at(CLOSES)), (before_close, at(AFTER))])
            .collect(),
        other => unreachable!("{other}"),
    }
}

fn letter(sight: Sight) -> char {
    match sight {
        Sight::Named => 'N',
        Sight::Labelled => 'L',
        Sight::Hidden => '-',
    }
}

const AUDIENCES: [Audience; 3] = [Audience::Public, Audience::Participants, Audience::MembersOnly];
const ATTRIBUTIONS: [Attribution; 3] = [Attribution::Named, Attribution::ToMembers, Attribution::ToNone];

fn grid(rights: &Rights, before_close: BeforeClose) -> String {
    let groups = AUDIENCES.map(|audience| {
        let sights = ATTRIBUTIONS.map(|attribution| {
            let facts = InputFacts {
                joint_with: &[],
                on_behalf_of: None,
                state: state("FJI"),
                audience,
                attribution,
                before_close,
                closes_at: at(CLOSES),
            };
            letter(rights.sight(&facts))
        });
        String::from_iter(sights)
    });
    groups.join(" ")
}

fn proposal_for(audience: Audience) -> Proposal {
    let tabled = and(
        registered(),
        Command::TableProposal(TableProposal {
            audience,
            ..table_proposal()
        }),
    );
    proposal_after(&and(tabled, Command::OpenConsultation(open_consultation())))
}

fn rights(who: Viewer, proposal: &Proposal, now: Timestamp) -> Rights {
    Rights::of(who, small_register().at(now), proposal, now)
}

#[test]
fn r15_every_sight_is_as_the_table_says() {
    let proposal = proposal_for(Audience::Public);
    for (who, moment, wanted) in TABLE {
        for (before_close, now) in moments(moment) {
            let rights = rights(viewer(who), &proposal, now);
            assert_eq!(
                grid(&rights, before_close),
                *wanted,
                "{who}, {moment} ({before_close:?} at {now})"
            );
        }
    }
}

#[test]
fn r15_of_a_proposal_for_participants_others_see_nothing_at_all() {
    let proposal = proposal_for(Audience::Participants);
    for (who, moment, wanted) in TABLE {
        for (before_close, now) in moments(moment) {
            let rights = rights(viewer(who), &proposal, now);
            let outside = matches!(*who, "anybody" | "an uninvited partner");
            assert_eq!(rights.sees_proposal(), !outside, "{who}");
            let wanted = if outside { "--- --- ---" } else { wanted };
            assert_eq!(
                grid(&rights, before_close),
                wanted,
                "{who}, {moment} ({before_close:?} at {now})"
            );
        }
    }
}

#[test]
fn r3_a_draft_is_seen_by_members_only_until_its_first_consultation_opens() {
    let everybody = [
        "anybody",
        "an uninvited partner",
        "another invited partner",
        "a member",
        "the lead member",
    ];
    let seen = |events: &[Event]| {
        everybody.map(|who| rights(viewer(who), &proposal_after(events), at(LODGED)).sees_proposal())
    };
    assert_eq!(seen(&tabled()), [false, false, false, true, true]);
    assert_eq!(seen(&opened()), [true; 5]);
    assert_eq!(seen(&withdrawn(tabled())), [false, false, false, true, true]);
    assert_eq!(seen(&withdrawn(opened())), [true; 5]);
}

#[test]
fn r15_who_is_a_participant() {
    let proposal = proposal_for(Audience::Public);
    let of = |who| {
        let rights = rights(viewer(who), &proposal, at(LODGED));
        (
            rights.is_member(),
            rights.is_participant(),
            rights.is_own(state("FJI")),
            rights.own_state(),
        )
    };
    assert_eq!(of("anybody"), (false, false, false, None));
    assert_eq!(of("an uninvited partner"), (false, false, false, Some(state("MNG"))));
    assert_eq!(of("another invited partner"), (false, true, false, Some(state("WSM"))));
    assert_eq!(of("the own delegation"), (false, true, true, Some(state("FJI"))));
    assert_eq!(of("a member"), (true, true, false, Some(state("TUR"))));
}

#[test]
fn r15_who_is_invited_to_any_consultation_of_the_proposal_is_a_participant() {
    let again = OpenConsultation {
        at: at(AFTER),
        closes_at: at(CLOSES_AGAIN),
        invite: invite(&["MNG"], &[], &[]),
        ..open_consultation()
    };
    let proposal = proposal_after(&and(opened(), Command::OpenConsultation(again)));
    for code in ["MNG", "FJI"] {
        assert!(
            rights(Viewer::Delegation(state(code)), &proposal, at(LATER)).is_participant(),
            "{code}"
        );
    }
}

#[test]
fn r15b_rights_are_those_of_now() {
    let mut facts = small_register_facts();
    facts.retain(|dated| dated.fact.key() != "member TUR" && dated.fact.key() != "partner WSM");
    facts.extend(facts_of(
        "[[members]]\ncode = 'WSM'\nnames = { en = 'Samoa' }\ntime_zone = 'Pacific/Apia'\n",
    ));
    let events = and(
        opened(),
        Command::ApplyRegister(ApplyRegister {
            at: at(HAND_OVER),
            expected: Expected::Unstated,
            facts,
        }),
    );
    let mut register = consultation::register::Register::default();
    for event in &events {
        if let Event::RegisterApplied(applied) = event {
            register.evolve(&applied.changes);
        }
    }
    let proposal = proposal_after(&events);
    let member = |code: &str, instant: &str| {
        Rights::of(
            Viewer::Delegation(state(code)),
            register.at(at(instant)),
            &proposal,
            at(instant),
        )
        .is_member()
    };
    assert_eq!([member("TUR", LODGED), member("TUR", HAND_OVER)], [true, false]);
    assert_eq!([member("WSM", LODGED), member("WSM", HAND_OVER)], [false, true]);
    assert_eq!(
        Rights::of(Viewer::Anonymous, register.at(at(AFTER)), &proposal, at(AFTER)).now(),
        at(AFTER)
    );
}

/// The property that holds this SQL and `sight` together runs in `proposal-input`, where there is a database.
#[test]
fn r15_the_condition_in_sql_holds_no_text_from_outside() {
    let proposal = proposal_for(Audience::Public);
    let columns = consultation::visibility::Columns {
        state: "state",
        audience: "audience",
        attribution: "attribution",
        before_close: "before_close",
        closes_at: "closes_at",
        now: "now",
        own: "own",
        on_behalf_of: "on_behalf_of",
        joint_with: "joint_with",
        groups: "groups",
    };
    let sql = rights(viewer("the own delegation"), &proposal, at(LODGED)).sight_sql(columns);
    let anybody = rights(Viewer::Anonymous, &proposal, at(LODGED)).sight_sql(columns);
    for text in [sql.named, sql.visible, anybody.named, anybody.visible] {
        let without_blanks = text.replace("''", "").replace("' '", "");
        assert!(text.contains("state = own") && !without_blanks.contains('\''), "{text}");
    }
}
