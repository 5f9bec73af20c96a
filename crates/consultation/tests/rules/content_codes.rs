//! Every code of a field error is provoked by a command.

use consultation::command::{
    CloseConsultation, CommentDraft, EnterSubmission, Inherited, OpenConsultation, RevisionDraft, SubmissionDraft,
    TableProposal, WithdrawSubmission,
};
use consultation::submission::{ProposedWording, Translation, TranslationStatus, WordingAction};
use consultation::testing::given;
use consultation::{Audience, Command, CommentId, ContentCode, Event, ParagraphId, limits};
use uuid::Uuid;

use crate::fixtures::*;

fn lodging(draft: SubmissionDraft) -> Command {
    Command::LodgeSubmission(lodge("FJI", draft))
}

fn one(comment: CommentDraft) -> Command {
    lodging(draft(vec![comment]))
}

fn open(change: impl FnOnce(&mut OpenConsultation)) -> Command {
    let mut command = open_consultation();
    change(&mut command);
    Command::OpenConsultation(command)
}

fn close(change: impl FnOnce(&mut CloseConsultation)) -> Command {
    let mut command = close_consultation();
    change(&mut command);
    Command::CloseConsultation(command)
}

fn entering(change: impl FnOnce(&mut EnterSubmission)) -> Command {
    let mut command = enter("FJI", two_comments());
    change(&mut command);
    Command::EnterSubmission(command)
}

fn circulate(label: &str) -> Command {
    Command::CirculateRevision(circulate_revision(text_of(vec![paragraph(P1, &[], label, "Text.")])))
}

/// What happened, the command, and the one field error that it leads to.
type Provoked = (Vec<Event>, Command, &'static str, ContentCode);

/// Errors in what a state says.
fn provoked_by_input() -> Vec<Provoked> {
    let speaks_for = |group: &str| CommentDraft {
        on_behalf_of: Inherited::Own(Some(code(group))),
        ..comment(1, "We.")
    };
    let quoting = |exact: &str, draft| CommentDraft {
        quote: Some(quote(exact, "", "")),
        ..draft
    };
    let stranger = CommentDraft {
        id: Some(CommentId(STRANGER)),
        ..comment(1, "Which?")
    };
    let in_revision_9 = CommentDraft {
        revision: Some(9),
        ..comment(1, "Which?")
    };
    let too_long = comment(1, &"x".repeat(limits::COMMENT_BYTES + 1));
    let with_nul = comment(1, "What\0?");
    let nowhere = quoting("nowhere", comment_on(1, "1", "There."));
    let general = quoting("data", comment(1, "There."));
    let input = [
        (comment(1, " "), "/comments/0/text", ContentCode::Empty),
        (too_long, "/comments/0/text", ContentCode::TooLong),
        (with_nul, "/comments/0/text", ContentCode::Invalid),
        (speaks_for("NONE"), "/comments/0/on_behalf_of", ContentCode::UnknownCode),
        (speaks_for("ASEAN"), "/comments/0/on_behalf_of", ContentCode::NotInGroup),
        (
            speaks_for("PIF"),
            "/comments/0/on_behalf_of",
            ContentCode::MandateMissing,
        ),
        (
            comment_on(1, "9", "Where?"),
            "/comments/0/paragraph",
            ContentCode::UnknownParagraph,
        ),
        (in_revision_9, "/comments/0/revision", ContentCode::UnknownRevision),
        (nowhere, "/comments/0/quote/exact", ContentCode::QuoteNotFound),
        (general, "/comments/0/quote", ContentCode::QuoteWithoutParagraph),
        (stranger, "/comments/0/id", ContentCode::UnknownComment),
    ];
    let entry = entering(|command| command.evidence_sha256 = String::new());
    let lodged = input.map(|(comment, pointer, code)| (opened(), one(comment), pointer, code));
    let entered = (opened(), entry, "/evidence_sha256", ContentCode::InvalidDigest);
    let joint = SubmissionDraft {
        joint_with: vec![state("SGP")],
        ..two_comments()
    };
    let joint = (opened(), lodging(joint), "/joint_with/0", ContentCode::NotInvited);
    lodged.into_iter().chain([entered, joint]).collect()
}

/// Errors in what members do.
fn provoked_by_members() -> Vec<Provoked> {
    let inviting = |states: &[&str]| open(|command| command.invite = invite(states, &[], &[]));
    let at_once = open(|command| command.closes_at = command.at);
    let too_late = close(|command| command.closes_at = at(AFTER));
    let named_twice = circulate_revision(text_of(vec![paragraph(P1, &[P1, P1], "1", "Text.")]));
    let for_members = TableProposal {
        audience: Audience::MembersOnly,
        ..table_proposal()
    };
    vec![
        (
            registered(),
            Command::TableProposal(for_members),
            "/audience",
            ContentCode::Invalid,
        ),
        (
            tabled(),
            Command::CirculateRevision(named_twice),
            "/paragraphs/0/from/1",
            ContentCode::Duplicate,
        ),
        (
            tabled(),
            circulate(&STRANGER.to_string()),
            "/paragraphs/0/label",
            ContentCode::LabelLooksLikeId,
        ),
        (tabled(), at_once, "/closes_at", ContentCode::TooEarly),
        (opened(), too_late, "/closes_at", ContentCode::TooLate),
        (
            tabled(),
            inviting(&["NZL"]),
            "/invite/states/0",
            ContentCode::NotAPartner,
        ),
        (
            tabled(),
            inviting(&["AUS"]),
            "/invite/states/0",
            ContentCode::MemberInvited,
        ),
        (tabled(), inviting(&[]), "/invite", ContentCode::NobodyInvited),
    ]
}

#[test]
fn every_code_is_provoked_and_points_to_its_field() {
    let provoked: Vec<_> = provoked_by_input().into_iter().chain(provoked_by_members()).collect();
    for (events, command, pointer, code) in &provoked {
        let errors = given(events.clone()).when(command.clone()).content_errors();
        assert_eq!(errors, [((*pointer).to_owned(), code.as_str())]);
    }
    for code in ContentCode::ALL {
        assert!(
            provoked.iter().any(|(.., provoked)| provoked == code),
            "no test provokes {code:?}"
        );
    }
}

/// A field, its cap in bytes, what happened, and the command that fills the field.
type Capped = (&'static str, usize, Vec<Event>, Box<dyn Fn(String) -> Command>);

/// Fields of a comment.
fn capped_in_comments() -> Vec<Capped> {
    let capped = |pointer, cap, change: fn(&mut CommentDraft, String)| -> Capped {
        let command = move |text| {
            let mut comment = comment_on(1, "1", "Text.");
            change(&mut comment, text);
            one(comment)
        };
        (pointer, cap, opened(), Box::new(command))
    };
    let quoted: fn(&mut CommentDraft, String) = |comment, text| {
        // "voluntary" has nine bytes; the rest stands around it.
        comment.quote = Some(quote("voluntary", &text[9..], ""));
    };
    let wording: fn(&mut CommentDraft, String) = |comment, text| {
        comment.proposed_wording = Some(ProposedWording {
            action: WordingAction::Add,
            text: Some(text),
        });
    };
    let translation: fn(&mut CommentDraft, String) = |comment, text| {
        comment.translations = vec![Translation {
            language: language("fr"),
            status: TranslationStatus::Courtesy,
            text,
        }];
    };
    vec![
        capped("/comments/0/text", limits::COMMENT_BYTES, |comment, text| {
            comment.text = text;
        }),
        capped("/comments/0/explanation", limits::COMMENT_BYTES, |comment, text| {
            comment.explanation = Some(text);
        }),
        capped("/comments/0/reference", limits::LINE_BYTES, |comment, text| {
            comment.reference = Some(text);
        }),
        capped("/comments/0/quote", limits::COMMENT_BYTES, quoted),
        capped("/comments/0/proposed_wording/text", limits::COMMENT_BYTES, wording),
        capped("/comments/0/translations/0/text", limits::COMMENT_BYTES, translation),
    ]
}

/// Fields of everything else.
fn capped_elsewhere() -> Vec<Capped> {
    let remarks = |text| {
        lodging(SubmissionDraft {
            general_remarks: Some(text),
            ..two_comments()
        })
    };
    let channel = |text| entering(|command| command.channel = text);
    let closing = |text| close(|command| command.reason = text);
    let withdrawing = |text| {
        Command::WithdrawSubmission(WithdrawSubmission {
            reason: Some(text),
            ..withdraw("FJI")
        })
    };
    let titled = |text| {
        Command::TableProposal(TableProposal {
            title: [(language("en"), text)].into(),
            ..table_proposal()
        })
    };
    let labelled = |text: String| circulate(&text);
    let written = |text: String| {
        let revision = text_of(vec![paragraph(P1, &[], "1", &text)]);
        Command::CirculateRevision(circulate_revision(revision))
    };
    vec![
        ("/general_remarks", limits::REMARKS_BYTES, opened(), Box::new(remarks)),
        ("/channel", limits::LINE_BYTES, opened(), Box::new(channel)),
        ("/reason", limits::LINE_BYTES, opened(), Box::new(closing)),
        ("/reason", limits::LINE_BYTES, lodged(), Box::new(withdrawing)),
        ("/title/en", limits::LINE_BYTES, registered(), Box::new(titled)),
        ("/paragraphs/0/label", limits::LINE_BYTES, tabled(), Box::new(labelled)),
        (
            "/paragraphs/0/text",
            limits::PARAGRAPH_BYTES,
            tabled(),
            Box::new(written),
        ),
    ]
}

/// A text of exactly so many bytes passes, one more does not.
#[test]
fn every_cap_holds_to_the_byte() {
    for (pointer, cap, events, command) in capped_in_comments().into_iter().chain(capped_elsewhere()) {
        let fits = given(events.clone()).when(command("x".repeat(cap)));
        assert_eq!(fits.events().len(), 1, "{pointer}");
        let errors = given(events).when(command("x".repeat(cap + 1))).content_errors();
        assert_eq!(errors, [(pointer.to_owned(), "too_long")], "{pointer}");
    }
}

#[test]
fn every_list_is_capped() {
    let comments = |many: usize| (0..).take(many).map(|number| comment(number, "Text.")).collect();
    assert_eq!(
        given(opened())
            .when(lodging(draft(comments(limits::COMMENTS))))
            .events()
            .len(),
        1
    );
    let errors = given(opened())
        .when(lodging(draft(comments(limits::COMMENTS + 1))))
        .content_errors();
    assert_eq!(errors, [("/comments".to_owned(), "too_long")]);

    // Entries add up: the cap is on the submission, not on the sheet.
    let sheet = |from: u128, many: usize| {
        let numbers = (from..).take(many);
        numbers
            .map(|number| CommentDraft {
                reference: Some(number.to_string()),
                ..comment(number, "Text.")
            })
            .collect()
    };
    let first = entering(|command| command.draft = draft(sheet(0, limits::COMMENTS)));
    let more = entering(|command| command.draft = draft(sheet(5_000, 1)));
    let errors = given(and(opened(), first)).when(more).content_errors();
    assert_eq!(errors, [("/comments".to_owned(), "too_long")]);

    let translations = |many: usize| {
        let translation = Translation {
            language: language("fr"),
            status: TranslationStatus::Machine,
            text: "Texte.".into(),
        };
        one(CommentDraft {
            translations: vec![translation; many],
            ..comment(1, "Text.")
        })
    };
    assert_eq!(
        given(opened()).when(translations(limits::TRANSLATIONS)).events().len(),
        1
    );
    let errors = given(opened())
        .when(translations(limits::TRANSLATIONS + 1))
        .content_errors();
    assert_eq!(errors, [("/comments/0/translations".to_owned(), "too_long")]);

    let text = |many: usize| {
        let paragraphs = (0..u128::try_from(many).unwrap()).map(|number| {
            paragraph(
                ParagraphId(Uuid::from_u128(0x1000 + number)),
                &[],
                &number.to_string(),
                "Text.",
            )
        });
        Command::CirculateRevision(circulate_revision(text_of(paragraphs.collect())))
    };
    assert_eq!(given(tabled()).when(text(limits::PARAGRAPHS)).events().len(), 1);
    assert_eq!(
        given(tabled()).when(text(limits::PARAGRAPHS + 1)).content_errors(),
        [("/paragraphs".to_owned(), "too_long")]
    );
    assert_eq!(
        given(tabled()).when(text(0)).content_errors(),
        [("/paragraphs".to_owned(), "empty")]
    );
}

#[test]
fn a_revision_is_called_something_or_has_its_default_name() {
    let called = |label: &str| {
        let revision = RevisionDraft {
            label: Some(label.into()),
            ..text_of(vec![paragraph(P1, &[], "1", "Text.")])
        };
        given(tabled()).when(Command::CirculateRevision(circulate_revision(revision)))
    };
    assert_eq!(called("rev.1 (clean)").events().len(), 1);
    assert_eq!(called(" ").content_errors(), [("/label".to_owned(), "invalid")]);
    assert_eq!(
        called(&"x".repeat(limits::LINE_BYTES + 1)).content_errors(),
        [("/label".to_owned(), "invalid")]
    );
}

#[test]
fn codes_are_stable_words_and_differ() {
    let mut words: Vec<_> = ContentCode::ALL.iter().map(|code| code.as_str()).collect();
    assert!(
        words
            .iter()
            .all(|word| word.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_'))
    );
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), ContentCode::ALL.len());
}
