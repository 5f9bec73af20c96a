//! What a viewer sees of a submission (R15), for random submissions and viewers, and in the cases worth a name.

use consultation::command::{CommentDraft, EnterSubmission, Expected, Inherited, ReviseSubmission, SubmissionDraft};
use consultation::submission::{Act, Standing, Version};
use consultation::testing::given;
use consultation::visibility::{
    InputFacts, Rights, SeenSubmission, Sight, Viewer, entered_submission, seen_submission,
};
use consultation::{Attribution, Audience, BeforeClose, Command, Comment, Event, Proposal, Submission};
use jiff::{SignedDuration, Timestamp};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::fixtures::*;

const AUDIENCES: [Audience; 3] = [Audience::Public, Audience::Participants, Audience::MembersOnly];
const ATTRIBUTIONS: [Attribution; 3] = [Attribution::Named, Attribution::ToMembers, Attribution::ToNone];

fn fiji(events: &[Event]) -> Submission {
    submission_after(events, submission_of("FJI"))
}

fn viewer(code: &str) -> Viewer {
    if code.is_empty() {
        Viewer::Anonymous
    } else {
        Viewer::Delegation(state(code))
    }
}

fn rights_of(code: &str, proposal: &Proposal, now: Timestamp) -> Rights {
    Rights::of(viewer(code), small_register().at(now), proposal, now)
}

/// What a viewer sees of `shown` when `events` are all that happened.
fn seen<'a>(code: &str, events: &[Event], now: &str, shown: &'a Submission) -> Option<SeenSubmission<'a>> {
    let proposal = proposal_after(events);
    let present = fiji(events);
    let rights = rights_of(code, &proposal, at(now));
    seen_submission(&rights, proposal.find_consultation(1).unwrap(), &present, shown)
}

fn with_facts(number: u128, text: &str, audience: Audience, attribution: Attribution) -> CommentDraft {
    CommentDraft {
        audience: Inherited::Own(audience),
        attribution: Inherited::Own(attribution),
        ..comment(number, text)
    }
}

fn for_nobody(comments: Vec<CommentDraft>) -> SubmissionDraft {
    SubmissionDraft {
        attribution: Attribution::ToNone,
        ..draft(comments)
    }
}

// ---- random submissions

#[derive(Debug, Clone)]
struct Said {
    act: u8,
    hours: i64,
    part: (usize, usize),
    /// Audience, attribution, and whether the words are new.
    comments: Vec<(usize, usize, bool)>,
}

fn said() -> impl Strategy<Value = Said> {
    let comment = (0..3_usize, 0..3_usize, any::<bool>());
    (0..8_u8, 1..400_i64, (0..3_usize, 0..3_usize), vec(comment, 0..4)).prop_map(|(act, hours, part, comments)| Said {
        act,
        hours,
        part,
        comments,
    })
}

/// Lets FJI, or an operator for it, say all this, and answers what happened with the instant after it.
fn take(acts: &[Said], before_close: BeforeClose) -> (Vec<Event>, Timestamp) {
    let opening = consultation::command::OpenConsultation {
        before_close,
        ..open_consultation()
    };
    let mut events = and(tabled(), Command::OpenConsultation(opening));
    let mut now = at(OPENED);
    let mut fresh = 0x100;
    for one in acts {
        now = now.checked_add(SignedDuration::from_hours(one.hours)).unwrap();
        let known = Submission::initial(&events.last().unwrap().clone()).map(|_| fiji(&events));
        let content = said_draft(one, known.as_ref(), &mut fresh);
        let first = known.as_ref().is_none_or(|known| known.withdrawn_at.is_some());
        let command = match one.act {
            0 => Command::WithdrawSubmission(consultation::command::WithdrawSubmission {
                at: now,
                ..withdraw("FJI")
            }),
            1 => Command::ConfirmSubmission(consultation::command::ConfirmSubmission {
                at: now,
                ..confirm("FJI")
            }),
            2 | 3 => Command::EnterSubmission(EnterSubmission {
                at: now,
                ..enter("FJI", content)
            }),
            _ if first => Command::LodgeSubmission(consultation::command::LodgeSubmission {
                at: now,
                ..lodge("FJI", content)
            }),
            _ => Command::ReviseSubmission(ReviseSubmission {
                at: now,
                ..revise("FJI", content)
            }),
        };
        events.extend(given(events.clone()).when(command).result.unwrap_or_default());
    }
    (events, now)
}

fn said_draft(one: &Said, known: Option<&Submission>, fresh: &mut u128) -> SubmissionDraft {
    let present: Vec<Comment> = known
        .and_then(Submission::current)
        .map(|version| version.content.comments.clone())
        .unwrap_or_default();
    let comments = one
        .comments
        .iter()
        .enumerate()
        .map(|(index, (audience, attribution, new_words))| {
            *fresh += 1;
            let old = present.get(index).filter(|_| one.act > 3);
            let text = match old {
                Some(old) if !new_words => old.text.clone(),
                _ => format!("words {fresh}"),
            };
            let facts = match old {
                Some(old) if !new_words => (old.audience, old.attribution),
                _ => (AUDIENCES[*audience], ATTRIBUTIONS[*attribution]),
            };
            CommentDraft {
                id: old.map(|old| old.id),
                ..with_facts(*fresh, &text, facts.0, facts.1)
            }
        });
    let (audience, attribution) = (AUDIENCES[one.part.0], ATTRIBUTIONS[one.part.1]);
    SubmissionDraft {
        audience,
        attribution,
        ..draft(comments.collect())
    }
}

// ---- what is hidden, changed

struct Scrambler<'a> {
    rights: &'a Rights,
    proposal: &'a Proposal,
    now: &'a Submission,
}

impl Scrambler<'_> {
    /// What was gone before the close is not opened by the close.
    fn named(&self, facts: InputFacts<'_>, gone_at: Option<Timestamp>) -> bool {
        let consultation = self.proposal.find_consultation(1).unwrap();
        let never_opens = gone_at.is_some_and(|gone_at| gone_at < consultation.closes_at);
        let facts = InputFacts {
            closes_at: if never_opens {
                Timestamp::MAX
            } else {
                consultation.closes_at
            },
            ..facts
        };
        self.rights.sight(&facts) == Sight::Named
    }

    fn named_comment(&self, comment: &Comment, gone_at: Option<Timestamp>) -> bool {
        let consultation = self.proposal.find_consultation(1).unwrap();
        self.named(InputFacts::of(state("FJI"), comment, consultation), gone_at)
    }

    fn named_part(&self, content: &consultation::submission::Content, gone_at: Option<Timestamp>) -> bool {
        let consultation = self.proposal.find_consultation(1).unwrap();
        self.named(InputFacts::of_part(state("FJI"), content, consultation), gone_at)
    }

    fn present(&self, id: consultation::CommentId) -> Option<&Comment> {
        let live = self.now.current().unwrap().content.comments.iter();
        live.chain(self.now.withdrawn_comments.iter().map(|(comment, _)| comment))
            .find(|comment| comment.id == id)
    }

    /// When something that `shown` says was withdrawn or replaced, by then or since.
    fn gone_at(&self, shown: &Submission, says_it: impl Fn(&Version) -> bool) -> Option<Timestamp> {
        let mut later = self.now.versions.iter().skip(shown.versions.len());
        let replaced = later.find(|version| version.act == Act::Withdrawn || !says_it(version));
        shown.withdrawn_at.or(replaced.map(|version| version.at))
    }

    fn comment_gone_at(&self, shown: &Submission, comment: &Comment) -> Option<Timestamp> {
        self.gone_at(shown, |version| version.content.comments.contains(comment))
    }

    fn is_named(&self, comment: &Comment, gone_at: Option<Timestamp>) -> bool {
        let now = self.present(comment.id).unwrap();
        self.named_comment(comment, gone_at) && self.named_comment(now, gone_at)
    }

    fn part_named(&self, shown: &Submission) -> bool {
        let said = &shown.current().unwrap().content;
        let gone_at = self.gone_at(shown, |version| version.content.says_the_same_beside_comments(said));
        [said, &self.now.current().unwrap().content]
            .iter()
            .all(|content| self.named_part(content, gone_at))
    }

    /// The same for the viewer: words that are not for him, times and numbers of what he does not see, one hidden
    /// comment more, other versions.
    fn scrambled(&self, shown: &Submission) -> Submission {
        let mut other = shown.clone();
        let withdrawn_since = |stood: &Version| {
            let mut later = shown.versions.iter().filter(|version| version.number > stood.number);
            later.any(|version| version.act == Act::Withdrawn)
        };
        let at_close = shown
            .version_at_close(at(CLOSES))
            .filter(|stood| !withdrawn_since(stood));
        let at_close = at_close.map(|version| version.number);
        let last = shown.version();
        let part_named = self.part_named(shown);
        let withdrawn = shown.withdrawn_at.is_some() || self.now.withdrawn_at.is_some();
        for version in &mut other.versions {
            let (is_last, is_at_close) = (version.number == last, Some(version.number) == at_close);
            scramble_part(version, part_named, is_last);
            for comment in &mut version.content.comments {
                let named = is_last && self.is_named(comment, self.comment_gone_at(shown, comment));
                let stands = named && self.stands(comment);
                let readable = !withdrawn && (stands || is_at_close && self.is_stood(comment));
                scramble(comment, readable, is_last && !named);
            }
            version.content.comments.insert(0, hidden_comment(1));
        }
        for (comment, gone_at) in &mut other.withdrawn_comments {
            let named = self.is_named(comment, Some(*gone_at));
            if !named {
                *gone_at = at("2027-01-11T11:11:11Z");
            }
            scramble(comment, false, !named);
        }
        other
            .withdrawn_comments
            .push((hidden_comment(2), at("2027-01-12T12:12:12Z")));
        if let Some(entry) = &mut other.entry
            && !(part_named && self.rights.is_member())
        {
            entry.channel = "another channel".into();
        }
        other
    }

    /// Whether a comment of the last version stands now as it is.
    fn stands(&self, comment: &Comment) -> bool {
        let mut live = self.now.current().unwrap().content.comments.iter();
        live.any(|now| now.id == comment.id && now.since_version == comment.since_version)
    }

    /// Whether the words of a comment of the version at close are: it stood then, and goes on for the viewer.
    fn is_stood(&self, comment: &Comment) -> bool {
        self.named_comment(comment, None)
            && self
                .present(comment.id)
                .is_some_and(|now| self.named_comment(now, None))
    }
}

fn scramble(comment: &mut Comment, readable: bool, unknown: bool) {
    if readable {
        return;
    }
    comment.text = "hidden words".into();
    comment.quote = Some(quote("hidden", "", ""));
    comment.explanation = Some("hidden reasons".into());
    comment.reference = Some("hidden reference".into());
    if unknown {
        comment.at = at("2027-01-13T13:13:13Z");
        comment.late = !comment.late;
        comment.language = language("tpi");
        comment.number += 50;
        comment.paragraph = Some(P2);
    }
}

fn scramble_part(version: &mut Version, part_named: bool, is_last: bool) {
    if version.act != Act::Withdrawn {
        version.act = if version.act == Act::Revised {
            Act::Confirmed
        } else {
            Act::Revised
        };
    }
    if !part_named {
        version.content.position = None;
        version.content.ad_referendum = true;
        version.content.language = language("tpi");
        version.content.general_remarks = Some("hidden remarks".into());
        version.late = !version.late;
        if is_last {
            version.at = version.at.checked_add(SignedDuration::from_nanos(1_000)).unwrap();
        }
    }
}

fn hidden_comment(number: u128) -> Comment {
    let events = and(
        opened(),
        Command::LodgeSubmission(lodge(
            "FJI",
            draft(vec![with_facts(
                0xD00 + number,
                "never seen",
                Audience::MembersOnly,
                Attribution::ToNone,
            )]),
        )),
    );
    Comment {
        late: true,
        at: at("2027-01-14T14:14:14Z"),
        ..fiji(&events).current().unwrap().content.comments[0].clone()
    }
}

fn before_close() -> impl Strategy<Value = BeforeClose> {
    prop_oneof![
        Just(BeforeClose::Open),
        Just(BeforeClose::MembersSee),
        Just(BeforeClose::Sealed)
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn r15_nothing_hidden_changes_a_byte(
        acts in vec(said(), 1..6),
        before_close in before_close(),
        who in prop_oneof![Just(""), Just("MNG"), Just("WSM"), Just("TUR"), Just("KOR")],
        earlier in any::<prop::sample::Index>(),
        closed in any::<bool>(),
    ) {
        let (events, instant) = take(&acts, before_close);
        let versions = events.iter().filter(|event| event.submission_head().is_some()).count();
        prop_assume!(versions > 0);
        let instant = if closed { instant.max(at(CLOSES)) } else { instant };
        let proposal = proposal_after(&events);
        let now = fiji(&events);
        let past = fiji(&events[..events.len() - earlier.index(versions)]);
        let rights = rights_of(who, &proposal, instant);
        let consultation = proposal.find_consultation(1).unwrap();
        let scrambler = Scrambler { rights: &rights, proposal: &proposal, now: &now };
        let (other_now, other_past) = (scrambler.scrambled(&now), scrambler.scrambled(&past));
        prop_assert_eq!(
            seen_submission(&rights, consultation, &now, &now),
            seen_submission(&rights, consultation, &other_now, &other_now)
        );
        let past_seen = seen_submission(&rights, consultation, &now, &past);
        prop_assert_eq!(&past_seen, &seen_submission(&rights, consultation, &now, &other_past));
        if let Some(past_seen) = past_seen {
            prop_assert!(past_seen.version.is_none() && past_seen.act.is_none());
        }
    }

    #[test]
    fn r15_what_is_named_is_seen_and_the_own_state_sees_all(
        acts in vec(said(), 1..6),
        before_close in before_close(),
        who in prop_oneof![Just(""), Just("WSM"), Just("TUR")],
    ) {
        let (events, instant) = take(&acts, before_close);
        prop_assume!(events.iter().any(|event| event.submission_head().is_some()));
        let proposal = proposal_after(&events);
        let now = fiji(&events);
        let consultation = proposal.find_consultation(1).unwrap();
        let own = seen_submission(&rights_of("FJI", &proposal, instant), consultation, &now, &now).unwrap();
        let current = now.current().unwrap();
        prop_assert_eq!(own.comments.iter().map(|seen| seen.comment.as_ref()).collect::<Vec<_>>(), current.content.comments.iter().collect::<Vec<_>>());
        prop_assert_eq!(own.version, Some(now.version()));
        prop_assert_eq!(own.withdrawn_comments.len(), now.withdrawn_comments.len());

        let rights = rights_of(who, &proposal, instant);
        let scrambler = Scrambler { rights: &rights, proposal: &proposal, now: &now };
        let live = current.content.comments.iter().map(|comment| (comment, now.withdrawn_at));
        let all = live.chain(now.withdrawn_comments.iter().map(|(comment, at)| (comment, Some(*at))));
        let named = all.filter(|(one, gone_at)| scrambler.named_comment(one, *gone_at));
        let named: Vec<_> = named.map(|(one, _)| one.id).collect();
        let seen = seen_submission(&rights, consultation, &now, &now);
        prop_assert_eq!(seen.is_some(), !named.is_empty() || scrambler.part_named(&now));
        if let Some(seen) = seen {
            let live = seen.comments.iter().map(|seen| seen.comment.id);
            let mut shown: Vec<_> = live.chain(seen.withdrawn_comments.iter().map(|one| one.id)).collect();
            let mut named = named;
            shown.sort_unstable();
            named.sort_unstable();
            prop_assert_eq!(shown, named);
            prop_assert!(seen.comments.iter().all(|seen| !seen.superseded));
            prop_assert_eq!(seen.part.is_some(), scrambler.part_named(&now) && now.withdrawn_at.is_none());
        }
    }
}

// ---- cases

#[test]
fn r15_going_on_with_nothing_for_the_viewer_is_like_having_withdrawn() {
    let public = || with_facts(1, "seen", Audience::Public, Attribution::Named);
    let hidden = || with_facts(2, "not seen", Audience::Public, Attribution::ToNone);
    let lodged = and(
        opened(),
        Command::LodgeSubmission(lodge("FJI", for_nobody(vec![public(), hidden()]))),
    );
    let withdrawn = and(lodged.clone(), Command::WithdrawSubmission(withdraw("FJI")));
    let again = consultation::command::LodgeSubmission {
        at: at("2027-02-03T12:00:00Z"),
        ..lodge(
            "FJI",
            for_nobody(vec![with_facts(3, "not seen", Audience::Public, Attribution::ToNone)]),
        )
    };
    let lodged_again = and(withdrawn.clone(), Command::LodgeSubmission(again));
    let left_out = for_nobody(vec![CommentDraft {
        id: Some(comment_id(2)),
        ..hidden()
    }]);
    let revised = and(lodged, Command::ReviseSubmission(revise("FJI", left_out)));
    let shown = [&withdrawn, &lodged_again, &revised].map(|events| fiji(events));
    let of = |events: &[Event], shown| seen("WSM", events, "2027-02-04T12:00:00Z", shown).unwrap();
    let first = of(&withdrawn, &shown[0]);
    assert_eq!((first.withdrawn_at, first.standing), (Some(at(REVISED)), None));
    assert_eq!(first.withdrawn_comments.len(), 1);
    assert_eq!(of(&lodged_again, &shown[1]), first);
    assert_eq!(of(&revised, &shown[2]), first);
    let own = seen("FJI", &lodged_again, "2027-02-04T12:00:00Z", &shown[1]).unwrap();
    assert_eq!(
        (own.withdrawn_at, own.standing, own.version),
        (None, Some(Standing::Lodged), Some(3))
    );
}

#[test]
fn r15b_the_past_shows_no_words_that_were_changed_since_and_opens_nothing_that_was_closed() {
    let lodged = lodged();
    let past = fiji(&lodged);
    let mut changed = keeping(two_comments(), "FJI", 1);
    changed.comments[0].text = "Voluntary is far too weak.".into();
    let events = and(
        lodged.clone(),
        Command::ReviseSubmission(revise("FJI", changed.clone())),
    );
    let to_partner = seen("WSM", &events, AFTER, &past).unwrap();
    let flags: Vec<_> = to_partner
        .comments
        .iter()
        .map(|seen| (seen.superseded, seen.comment.text.as_str()))
        .collect();
    assert_eq!(flags, [(true, ""), (false, "We thank the lead member.")]);
    let to_own = seen("FJI", &events, AFTER, &past).unwrap();
    assert!(
        to_own
            .comments
            .iter()
            .all(|seen| !seen.superseded && !seen.comment.text.is_empty())
    );

    changed.comments[0].attribution = Inherited::Own(Attribution::ToNone);
    let events = and(lodged, Command::ReviseSubmission(revise("FJI", changed)));
    assert_eq!(seen("WSM", &events, AFTER, &past).unwrap().comments.len(), 1);
}

#[test]
fn r12_what_stood_at_close_is_beside_its_late_revision_for_who_may_read_it() {
    let mut opening = two_comments();
    opening.comments[1].attribution = Inherited::Own(Attribution::ToNone);
    let events = and(opened(), Command::LodgeSubmission(lodge("FJI", opening.clone())));
    let mut late = keeping(opening, "FJI", 1);
    late.comments[0].text = "Voluntary is much too weak.".into();
    late.comments[1].number = Some("FJI-9001".into());
    late.comments[1].attribution = Inherited::Own(Attribution::Named);
    let events = and(
        events,
        Command::ReviseSubmission(ReviseSubmission {
            at: at(AFTER),
            ..revise("FJI", late)
        }),
    );
    let now = fiji(&events);
    let stood = |code: &str| -> Vec<Option<String>> {
        let seen = seen(code, &events, LATER, &now).unwrap();
        seen.comments
            .iter()
            .map(|one| one.at_close.map(|stood| stood.text.clone()))
            .collect()
    };
    let first = Some("Voluntary is too weak.".to_owned());
    assert_eq!(
        stood("FJI"),
        [first.clone(), Some("We thank the lead member.".to_owned())]
    );
    assert_eq!(
        stood("WSM"),
        [first, None],
        "what was not for attribution at close stays so"
    );
}

#[test]
fn r12_r15b_what_was_withdrawn_after_close_is_not_shown_beside_what_is_lodged_again() {
    let withdrawn = consultation::command::WithdrawSubmission {
        at: at(AFTER),
        ..withdraw("FJI")
    };
    let events = and(lodged(), Command::WithdrawSubmission(withdrawn));
    let mut late = keeping(two_comments(), "FJI", 1);
    late.comments[0].text = "Voluntary is much too weak.".into();
    let again = consultation::command::LodgeSubmission {
        at: at(LATER),
        ..lodge("FJI", late)
    };
    let events = and(events, Command::LodgeSubmission(again));
    let now = fiji(&events);
    for code in ["FJI", "WSM", "KOR"] {
        let seen = seen(code, &events, LATER, &now).unwrap();
        assert_eq!(seen.comments.len(), 2, "{code}");
        assert!(
            seen.comments
                .iter()
                .all(|one| one.comment.late && one.at_close.is_none()),
            "{code}"
        );
    }
}

#[test]
fn r15b_what_was_withdrawn_or_replaced_before_the_close_is_not_opened_by_it() {
    for (before_close, to_members) in [(BeforeClose::Sealed, false), (BeforeClose::MembersSee, true)] {
        let opening = consultation::command::OpenConsultation {
            before_close,
            ..open_consultation()
        };
        let events = and(tabled(), Command::OpenConsultation(opening));
        let lodged = and(events, Command::LodgeSubmission(lodge("FJI", two_comments())));
        let past = fiji(&lodged);
        let withdrawn = and(lodged.clone(), Command::WithdrawSubmission(withdraw("FJI")));
        let mut changed = keeping(two_comments(), "FJI", 1);
        changed.comments.truncate(1);
        changed.comments[0].text = "Voluntary is far too weak.".into();
        changed.general_remarks = Some("New remarks.".into());
        let revised = and(lodged, Command::ReviseSubmission(revise("FJI", changed)));
        let (gone, now) = (fiji(&withdrawn), fiji(&revised));
        for (code, sees) in [("FJI", true), ("KOR", to_members), ("WSM", false)] {
            let of = |events, shown| seen(code, events, AFTER, shown);
            assert_eq!(of(&withdrawn, &gone).is_some(), sees, "{code}");
            assert_eq!(of(&withdrawn, &past).is_some(), sees, "{code}");
            assert_eq!(of(&revised, &past).is_some(), sees, "{code}");
            let stands = of(&revised, &now).unwrap();
            assert_eq!(stands.comments.len(), 1, "{code}");
            assert_eq!(stands.withdrawn_comments.len(), usize::from(sees), "{code}");
        }
    }
}

#[test]
fn r16_whoever_enters_is_answered_what_they_sent() {
    let mut first = draft(vec![CommentDraft {
        reference: Some("A-1".into()),
        ..comment(1, "The first sheet.")
    }]);
    first.general_remarks = Some("Remarks of the first sheet.".into());
    let events = and(opened(), Command::EnterSubmission(enter("FJI", first)));
    let second = EnterSubmission {
        expected: Expected::Versions(vec![1]),
        channel: " e-mail ".into(),
        ..enter(
            "FJI",
            draft(vec![CommentDraft {
                reference: Some("B-1".into()),
                ..comment(2, "The second sheet.")
            }]),
        )
    };
    let events = and(events, Command::EnterSubmission(second.clone()));
    let (entered, proposal) = (fiji(&events), proposal_after(&events));
    let answer = entered_submission(&second, &proposal, &entered).unwrap();
    assert_eq!(
        answer
            .comments
            .iter()
            .map(|seen| seen.comment.text.as_str())
            .collect::<Vec<_>>(),
        ["The second sheet."]
    );
    assert_eq!(answer.part.unwrap().general_remarks, None);
    assert_eq!(answer.entry.unwrap().channel, "e-mail");
    assert_eq!(
        (answer.version, answer.standing),
        (Some(2), Some(Standing::AwaitingConfirmation))
    );
}

#[test]
fn r15_members_and_the_own_state_see_how_an_entry_came() {
    let events = entered();
    let now = fiji(&events);
    let channel = |code: &str| {
        seen(code, &events, AFTER, &now)
            .unwrap()
            .entry
            .map(|entry| entry.channel.clone())
    };
    assert_eq!(channel("TUR"), Some("note verbale".into()));
    assert_eq!(channel("FJI"), Some("note verbale".into()));
    assert_eq!(channel("WSM"), None);
    assert_eq!(seen("", &events, AFTER, &now), None, "its audience is participants");
}

#[test]
fn r16_a_precondition_of_an_entry_tells_nothing_of_what_the_state_lodged_itself() {
    for expected in [Expected::AnyExisting, Expected::Versions(vec![1])] {
        let command = |expected| {
            Command::EnterSubmission(EnterSubmission {
                expected,
                ..enter("FJI", two_comments())
            })
        };
        let to_silence = given(opened()).when(command(expected.clone())).result;
        assert_eq!(given(lodged()).when(command(expected)).result, to_silence);
        assert_eq!(to_silence, Err(consultation::Rejection::StaleVersion { present: 0 }));
    }
}

#[test]
fn r16_an_operator_may_know_of_every_proposal_that_was_opened_and_sees_nothing_by_that() {
    use consultation::command::{EnteredBy, TableProposal};
    let tabled = and(
        registered(),
        Command::TableProposal(TableProposal {
            audience: Audience::Participants,
            ..table_proposal()
        }),
    );
    let opened = and(tabled.clone(), Command::OpenConsultation(open_consultation()));
    let may = |events: &[Event], code: &str, by| {
        let proposal = proposal_after(events);
        rights_of(code, &proposal, at(LODGED)).may_enter_into(&proposal, by)
    };
    assert!(!may(&tabled, "", EnteredBy::Operator));
    assert!(may(&opened, "", EnteredBy::Operator));
    assert!(!rights_of("", &proposal_after(&opened), at(LODGED)).sees_proposal());
    assert!(may(&tabled, "MEX", EnteredBy::Member(state("MEX"))));
}
