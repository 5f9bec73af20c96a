//! Random steps.

use proptest::collection::vec;
use proptest::prelude::*;

use super::reviewing::{Reviewing, a_package, reviewing};

pub(super) const SPEAKERS: [&str; 4] = ["FJI", "WSM", "JPN", "KOR"];
pub(super) const STEERERS: [&str; 4] = ["KOR", "MEX", "AUS", "FJI"];

/// Somebody does something, some hours after the one before.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub(super) hours: i64,
    pub(super) act: Act,
}

#[derive(Debug, Clone)]
pub(super) enum Act {
    /// Takes this partner out of the register, makes it a member, or puts all back.
    ChangeRegister(Option<(usize, bool)>),
    CloseDue,
    Steer {
        by: usize,
        act: Steering,
    },
    Lodge {
        by: usize,
        words: Words,
    },
    Revise {
        consultation: u32,
        of: usize,
        by: usize,
        words: Words,
    },
    Withdraw {
        consultation: u32,
        of: usize,
    },
    Enter {
        of: usize,
        words: Words,
    },
    Confirm {
        consultation: u32,
        of: usize,
    },
    /// Joins all that another said, or the second paragraph excepted.
    Align {
        consultation: u32,
        of: usize,
        by: usize,
        except: bool,
    },
    /// Leaves that again, or the second paragraph of it.
    Dissociate {
        consultation: u32,
        of: usize,
        by: usize,
        only: bool,
    },
    Silence(Quiet),
    Review(Reviewing),
}

/// What is done with a text under silence and after it.
#[derive(Debug, Clone)]
pub(super) enum Quiet {
    /// Leaves all comments open, or none.
    Open {
        by: usize,
        all: bool,
        hours: i64,
    },
    Extend {
        hours: i64,
    },
    TakeBack,
    Break {
        by: usize,
    },
    Adopt,
    Explain {
        by: usize,
    },
    Associate {
        of: usize,
    },
}

/// What lead member and chair may do.
#[derive(Debug, Clone)]
pub(super) enum Steering {
    /// Keeps the paragraphs of the mask and adds one.
    Circulate {
        keep: u8,
    },
    Open {
        days: i64,
        invite: u8,
        sealed: bool,
    },
    Extend {
        days: i64,
    },
    CloseEarly {
        hours: i64,
    },
    WithdrawProposal,
}

/// What a submission says: how many comments continue earlier ones, how many are new.
#[derive(Debug, Clone)]
pub(super) struct Words {
    pub(super) keep: u8,
    pub(super) changed: bool,
    pub(super) new: u8,
    pub(super) reference: Option<u8>,
    pub(super) position: bool,
}

pub(super) fn words() -> impl Strategy<Value = Words> {
    let reference = proptest::option::of(0..3_u8);
    (any::<u8>(), any::<bool>(), 0..3_u8, reference, any::<bool>()).prop_map(
        |(keep, changed, new, reference, position)| Words {
            keep,
            changed,
            new,
            reference,
            position,
        },
    )
}

/// Mostly the first one, who may.
pub(super) fn somebody() -> impl Strategy<Value = usize> {
    prop_oneof![5 => Just(0_usize), 1 => 1..4_usize]
}

pub(super) fn steering() -> impl Strategy<Value = Steering> {
    prop_oneof![
        2 => any::<u8>().prop_map(|keep| Steering::Circulate { keep }),
        8 => (1..40_i64, 1..16_u8, any::<bool>())
            .prop_map(|(days, invite, sealed)| Steering::Open { days, invite, sealed }),
        4 => (-2..20_i64).prop_map(|days| Steering::Extend { days }),
        4 => (40..100_i64).prop_map(|hours| Steering::CloseEarly { hours }),
        1 => Just(Steering::WithdrawProposal),
    ]
}

/// Weighted so that some silences prevail.
pub(super) fn quiet() -> impl Strategy<Value = Quiet> {
    prop_oneof![
        4 => (somebody(), prop::bool::weighted(0.9), 70..200_i64)
            .prop_map(|(by, all, hours)| Quiet::Open { by, all, hours }),
        3 => (-2..40_i64).prop_map(|hours| Quiet::Extend { hours }),
        4 => Just(Quiet::TakeBack),
        4 => (0..4_usize).prop_map(|by| Quiet::Break { by }),
        3 => Just(Quiet::Adopt),
        4 => (0..3_usize).prop_map(|by| Quiet::Explain { by }),
        4 => (0..4_usize).prop_map(|of| Quiet::Associate { of }),
    ]
}

pub(super) fn act() -> impl Strategy<Value = Act> {
    let speaker = || 0..SPEAKERS.len();
    let consultation = || prop_oneof![3 => Just(1_u32), 1 => Just(2_u32)];
    prop_oneof![
        1 => proptest::option::of((0..3_usize, any::<bool>())).prop_map(Act::ChangeRegister),
        2 => Just(Act::CloseDue),
        10 => (somebody(), steering()).prop_map(|(by, act)| Act::Steer { by, act }),
        8 => (speaker(), words()).prop_map(|(by, words)| Act::Lodge { by, words }),
        8 => (consultation(), speaker(), somebody(), words()).prop_map(|(consultation, of, by, words)| {
            let by = if by == 0 { of } else { by };
            Act::Revise { consultation, of, by, words }
        }),
        3 => (consultation(), speaker()).prop_map(|(consultation, of)| Act::Withdraw { consultation, of }),
        5 => (speaker(), words()).prop_map(|(of, words)| Act::Enter { of, words }),
        3 => (consultation(), speaker()).prop_map(|(consultation, of)| Act::Confirm { consultation, of }),
        6 => quiet().prop_map(Act::Silence),
        24 => reviewing().prop_map(Act::Review),
        5 => (consultation(), speaker(), speaker(), any::<bool>())
            .prop_map(|(consultation, of, by, except)| Act::Align { consultation, of, by, except }),
        3 => (consultation(), speaker(), speaker(), any::<bool>())
            .prop_map(|(consultation, of, by, only)| Act::Dissociate { consultation, of, by, only }),
    ]
}

pub(super) fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = (0..90_i64, act()).prop_map(|(hours, act)| Step { hours, act });
    // Begin with an open consultation, so that few sequences are spent before one.
    let parts = (
        vec(step, 1..60),
        proptest::option::of(a_package()),
        proptest::option::of(to_the_end()),
    );
    parts.prop_map(|(mut steps, package, end)| {
        steps.splice(0..0, package.into_iter().flatten());
        let act = Steering::Open {
            days: 20,
            invite: 7,
            sealed: false,
        };
        steps.insert(
            0,
            Step {
                hours: 1,
                act: Act::Steer { by: 0, act },
            },
        );
        steps.extend(end.into_iter().flatten());
        steps
    })
}

/// The text goes under silence when its consultation has closed, and on from there: silence is played with for a while,
/// then it may prevail, and others speak to that.
fn to_the_end() -> impl Strategy<Value = Vec<Step>> {
    let quietly = |hours, act| Step {
        hours,
        act: Act::Silence(act),
    };
    let open = move || {
        let (by, all, hours) = (0, true, 100);
        quietly(1_000, Quiet::Open { by, all, hours })
    };
    let meanwhile = vec(
        (0..20_i64, quiet()).prop_map(move |(hours, act)| quietly(hours, act)),
        0..3,
    );
    let afterwards = vec(
        (0..20_i64, quiet()).prop_map(move |(hours, act)| quietly(hours, act)),
        0..6,
    );
    (meanwhile, afterwards).prop_map(move |(meanwhile, afterwards)| {
        let mut steps = vec![open()];
        steps.extend(meanwhile);
        steps.push(quietly(200, Quiet::Adopt));
        steps.extend(afterwards);
        steps
    })
}
