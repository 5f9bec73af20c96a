//! What a lodged submission says (R10, R11, R13, R14, R15a).

use consultation::command::{CommentDraft, Inherited, SubmissionDraft};
use consultation::submission::{
    CommentType, Content, Position, ProposedWording, Translation, TranslationStatus, WordingAction,
};
use consultation::testing::given;
use consultation::{Attribution, Audience, Command, Comment, Event};

use crate::fixtures::*;

fn lodging(draft: SubmissionDraft) -> Command {
    Command::LodgeSubmission(lodge("FJI", draft))
}

#[track_caller]
fn content_of(events: Vec<Event>, command: Command) -> Content {
    let mut events = given(events).when(command).events();
    match events.pop() {
        Some(Event::SubmissionLodged(lodged)) if events.is_empty() => lodged.content,
        other => unreachable!("{other:?}"),
    }
}

#[track_caller]
fn comment_of(draft_of_one: CommentDraft) -> Comment {
    content_of(opened(), lodging(draft(vec![draft_of_one])))
        .comments
        .remove(0)
}

#[test]
fn r10_a_comment_names_a_paragraph_by_label_or_id_of_the_revision_under_consultation() {
    assert_eq!(comment_of(comment_on(1, "2", "Two.")).paragraph, Some(P2));
    assert_eq!(comment_of(comment_on(1, &P2.to_string(), "Two.")).paragraph, Some(P2));
    let missing = lodging(draft(vec![comment(1, "Fine."), comment_on(2, "3", "Three.")]));
    assert_eq!(
        given(opened()).when(missing).content_errors(),
        [("/comments/1/paragraph".into(), "unknown_paragraph")]
    );
}

#[test]
fn r10_a_comment_may_speak_of_another_revision() {
    let two = and(
        tabled(),
        Command::CirculateRevision(circulate_revision(text_of(vec![paragraph(
            P1,
            &[P1],
            "1",
            "Other words.",
        )]))),
    );
    let open = and(two, Command::OpenConsultation(open_consultation()));
    let on = |revision, paragraph: &str| {
        lodging(draft(vec![CommentDraft {
            revision,
            ..comment_on(1, paragraph, "So it was.")
        }]))
    };
    let old = content_of(open.clone(), on(Some(0), "2")).comments.remove(0);
    assert_eq!((old.revision, old.paragraph), (0, Some(P2)));
    assert_eq!(content_of(open.clone(), on(None, "1")).comments[0].revision, 1);
    assert_eq!(
        given(open.clone()).when(on(None, "2")).content_errors(),
        [("/comments/0/paragraph".into(), "unknown_paragraph")]
    );
    assert_eq!(
        given(open).when(on(Some(2), "1")).content_errors(),
        [("/comments/0/revision".into(), "unknown_revision")]
    );
}

#[test]
fn r10_quoted_words_occur_in_the_paragraph() {
    let quoting = |words| CommentDraft {
        quote: Some(words),
        ..comment_on(1, "1", "See there.")
    };
    let found = comment_of(quoting(quote("voluntary", "on a ", " basis")));
    assert_eq!(
        (found.ambiguous, found.quote),
        (false, Some(quote("voluntary", "on a ", " basis")))
    );
    for words in [
        quote("mandatory", "", ""),
        quote("", "", ""),
        quote("Voluntary", "", ""),
    ] {
        assert_eq!(
            given(opened())
                .when(lodging(draft(vec![quoting(words)])))
                .content_errors(),
            [("/comments/0/quote/exact".into(), "quote_not_found")]
        );
    }
}

#[test]
fn r10_words_that_occur_twice_are_ambiguous_unless_their_surroundings_decide() {
    let quoting = |words| CommentDraft {
        quote: Some(words),
        ..comment_on(1, "1", "See there.")
    };
    assert!(comment_of(quoting(quote("data", "", ""))).ambiguous);
    assert!(comment_of(quoting(quote("data", "no such words", ""))).ambiguous);
    assert!(!comment_of(quoting(quote("data", "protect", ""))).ambiguous);
    assert!(!comment_of(quoting(quote("data", "", "on a voluntary"))).ambiguous);
}

#[test]
fn r10_quoted_words_pasted_from_a_word_processor_are_found() {
    let text =
        "The \u{201C}24/7\u{201D} network \u{2013} where one exists \u{2013} isn\u{2019}t replaced; cafe\u{301}s are.";
    let revision = text_of(vec![paragraph(P1, &[], "1", text)]);
    let tabled = and(
        registered(),
        Command::TableProposal(consultation::command::TableProposal {
            revision,
            ..table_proposal()
        }),
    );
    let open = and(tabled, Command::OpenConsultation(open_consultation()));
    for exact in [
        "\"24/7\"\u{a0}network - where  one",
        "isn't replaced",
        "caf\u{e9}s",
        "\u{ab}24/7\u{bb}",
    ] {
        let quoting = CommentDraft {
            quote: Some(quote(exact, "", "")),
            ..comment_on(1, "1", "See there.")
        };
        assert!(
            !content_of(open.clone(), lodging(draft(vec![quoting]))).comments[0].ambiguous,
            "{exact}"
        );
    }
}

#[test]
fn r10_a_quote_needs_its_paragraph() {
    let quoting = CommentDraft {
        quote: Some(quote("data", "", "")),
        ..comment(1, "See there.")
    };
    assert_eq!(
        given(opened()).when(lodging(draft(vec![quoting]))).content_errors(),
        [("/comments/0/quote".into(), "quote_without_paragraph")]
    );
}

#[test]
fn r11_wording_without_explanation_is_accepted_and_an_explanation_is_awaited_unless_it_is_editorial() {
    let wording = |kind, explanation: Option<&str>| CommentDraft {
        kind,
        explanation: explanation.map(str::to_owned),
        proposed_wording: Some(ProposedWording {
            action: WordingAction::Add,
            text: Some("and soon".into()),
        }),
        ..comment_on(1, "1", "")
    };
    for kind in CommentType::ALL {
        let awaited = *kind != CommentType::Editorial;
        assert_eq!(
            comment_of(wording(*kind, None)).explanation_awaited(),
            awaited,
            "{kind:?}"
        );
        assert_eq!(
            comment_of(wording(*kind, Some(" "))).explanation_awaited(),
            awaited,
            "{kind:?}"
        );
        assert!(!comment_of(wording(*kind, Some("Because."))).explanation_awaited());
    }
    assert!(!comment_of(comment(1, "No wording, nothing to explain.")).explanation_awaited());
}

#[test]
fn r11_added_and_replaced_wording_has_words_and_deleted_wording_has_none() {
    let wording = |action, text: Option<&str>| {
        let proposed_wording = Some(ProposedWording {
            action,
            text: text.map(str::to_owned),
        });
        let comment = CommentDraft {
            proposed_wording,
            ..comment_on(1, "1", "")
        };
        given(opened()).when(lodging(draft(vec![comment])))
    };
    let pointer = || "/comments/0/proposed_wording/text".to_owned();
    for action in [WordingAction::Add, WordingAction::Replace] {
        assert_eq!(wording(action, Some("words")).events().len(), 1);
        assert_eq!(wording(action, None).content_errors(), [(pointer(), "empty")]);
        assert_eq!(wording(action, Some(" ")).content_errors(), [(pointer(), "empty")]);
    }
    assert_eq!(wording(WordingAction::Delete, None).events().len(), 1);
    assert_eq!(
        wording(WordingAction::Delete, Some("words")).content_errors(),
        [(pointer(), "invalid")]
    );
}

#[test]
fn r14_a_comment_is_in_the_language_of_the_submission_unless_it_has_its_own() {
    let own = CommentDraft {
        language: Inherited::Own(language("fr")),
        ..comment(2, "En fran\u{e7}ais.")
    };
    let draft = SubmissionDraft {
        language: language("es-MX"),
        ..draft(vec![comment(1, "En espa\u{f1}ol."), own])
    };
    let content = content_of(opened(), lodging(draft));
    let languages: Vec<_> = content
        .comments
        .iter()
        .map(|comment| comment.language.as_str())
        .collect();
    assert_eq!(languages, ["es-MX", "fr"]);
}

#[test]
fn r14_translations_stand_beside_the_original_with_what_they_are_worth() {
    let translations: Vec<_> = [
        TranslationStatus::Official,
        TranslationStatus::Courtesy,
        TranslationStatus::Machine,
    ]
    .map(|status| Translation {
        language: language("en"),
        status,
        text: "Voluntary.".into(),
    })
    .to_vec();
    let translated = CommentDraft {
        translations: translations.clone(),
        ..comment(1, "Voluntario.")
    };
    let built = comment_of(translated);
    assert_eq!((built.text.as_str(), built.translations), ("Voluntario.", translations));
    let empty = vec![Translation {
        language: language("en"),
        status: TranslationStatus::Machine,
        text: " ".into(),
    }];
    let empty = CommentDraft {
        translations: empty,
        ..comment(1, "Voluntario.")
    };
    assert_eq!(
        given(opened()).when(lodging(draft(vec![empty]))).content_errors(),
        [("/comments/0/translations/0/text".into(), "empty")]
    );
}

#[test]
fn r15a_audience_attribution_and_group_belong_to_each_comment_and_the_submission_gives_defaults() {
    let own = CommentDraft {
        audience: Inherited::Own(Audience::MembersOnly),
        attribution: Inherited::Own(Attribution::ToNone),
        on_behalf_of: Inherited::Own(None),
        ..comment(2, "For ourselves.")
    };
    let draft = SubmissionDraft {
        audience: Audience::Public,
        attribution: Attribution::ToMembers,
        on_behalf_of: Some(code("PIF")),
        mandate: Some("Decision of the officials".into()),
        ..draft(vec![comment(1, "For the group."), own])
    };
    let content = content_of(opened(), lodging(draft));
    let of = |comment: &Comment| (comment.audience, comment.attribution, comment.on_behalf_of.clone());
    assert_eq!(
        of(&content.comments[0]),
        (Audience::Public, Attribution::ToMembers, Some(code("PIF")))
    );
    assert_eq!(
        of(&content.comments[1]),
        (Audience::MembersOnly, Attribution::ToNone, None)
    );
    let whole = (content.audience, content.attribution, content.on_behalf_of.clone());
    assert_eq!(whole, (Audience::Public, Attribution::ToMembers, Some(code("PIF"))));
}

#[test]
fn r13_a_state_speaks_only_for_a_group_that_it_belongs_to() {
    let speaking = |default: Option<&str>, own: &str| {
        let own = CommentDraft {
            on_behalf_of: Inherited::Own(Some(code(own))),
            ..comment(1, "For the group.")
        };
        let draft = SubmissionDraft {
            on_behalf_of: default.map(code),
            mandate: default.map(|_| "Decision of the officials".into()),
            ..draft(vec![own])
        };
        given(opened()).when(lodging(draft))
    };
    assert_eq!(speaking(Some("PIF"), "PIF").events().len(), 1);
    assert_eq!(
        speaking(Some("ASEAN"), "CARICOM").content_errors(),
        [
            ("/on_behalf_of".into(), "not_in_group"),
            ("/comments/0/on_behalf_of".into(), "unknown_code")
        ]
    );
}

#[test]
fn no_objection_without_a_comment_is_taking_part() {
    let content = SubmissionDraft {
        position: Some(Position::NoObjection),
        ..draft(Vec::new())
    };
    assert_eq!(
        content_of(opened(), lodging(content)).position,
        Some(Position::NoObjection)
    );
    let remarks = SubmissionDraft {
        position: None,
        general_remarks: Some("We agree.".into()),
        ..draft(Vec::new())
    };
    assert_eq!(
        content_of(opened(), lodging(remarks)).general_remarks.as_deref(),
        Some("We agree.")
    );
    let comment_only = SubmissionDraft {
        position: None,
        ..draft(vec![comment(1, "Good.")])
    };
    assert_eq!(content_of(opened(), lodging(comment_only)).position, None);
    let reserved = SubmissionDraft {
        ad_referendum: true,
        ..draft(Vec::new())
    };
    assert!(content_of(opened(), lodging(reserved)).ad_referendum);
    let nothing = SubmissionDraft {
        position: None,
        general_remarks: Some(" ".into()),
        ..draft(Vec::new())
    };
    assert_eq!(
        given(opened()).when(lodging(nothing)).content_errors(),
        [("/comments".into(), "empty")]
    );
}

#[test]
fn a_comment_says_something_or_proposes_wording() {
    let silent = lodging(draft(vec![comment(1, " ")]));
    assert_eq!(
        given(opened()).when(silent).content_errors(),
        [("/comments/0/text".into(), "empty")]
    );
}

#[test]
fn every_mistake_is_told_at_once() {
    let comments = vec![
        comment_on(1, "9", ""),
        CommentDraft {
            quote: Some(quote("nowhere", "", "")),
            ..comment_on(2, "1", "x")
        },
        comment(3, "Good."),
    ];
    assert_eq!(
        given(opened()).when(lodging(draft(comments))).content_errors(),
        [
            ("/comments/0/paragraph".into(), "unknown_paragraph"),
            ("/comments/0/text".into(), "empty"),
            ("/comments/1/quote/exact".into(), "quote_not_found"),
        ]
    );
}

#[test]
fn r13_a_group_is_spoken_for_by_its_spokesperson_or_by_who_states_a_mandate() {
    let speaking = |by: &str, mandate: Option<&str>, own: Option<&str>| {
        let own = CommentDraft {
            on_behalf_of: Inherited::Own(Some(code("PIF"))),
            mandate: own.map(str::to_owned),
            ..comment(1, "For the group.")
        };
        let draft = SubmissionDraft {
            on_behalf_of: Some(code("PIF")),
            mandate: mandate.map(str::to_owned),
            ..draft(vec![own])
        };
        given(opened()).when(Command::LodgeSubmission(lodge(by, draft)))
    };
    assert_eq!(speaking("TON", None, None).events().len(), 1, "its spokesperson");
    assert_eq!(speaking("FJI", Some("By decision"), None).events().len(), 1);
    assert_eq!(
        speaking("FJI", Some(" "), None).content_errors(),
        [
            ("/on_behalf_of".into(), "mandate_missing"),
            ("/comments/0/on_behalf_of".into(), "mandate_missing")
        ]
    );
    let missing = [("/on_behalf_of".into(), "mandate_missing")];
    assert_eq!(speaking("FJI", None, Some("For this one")).content_errors(), missing);
}

#[test]
fn r13_a_mandate_goes_to_comments_for_the_same_group_and_to_no_others() {
    let alone = CommentDraft {
        on_behalf_of: Inherited::Own(None),
        ..comment(2, "For ourselves.")
    };
    let draft_of = |comments| SubmissionDraft {
        on_behalf_of: Some(code("PIF")),
        mandate: Some(" By decision ".into()),
        ..draft(comments)
    };
    let content = content_of(
        opened(),
        lodging(draft_of(vec![comment(1, "For the group."), alone.clone()])),
    );
    let mandates: Vec<_> = content
        .comments
        .iter()
        .map(|comment| comment.mandate.as_deref())
        .collect();
    assert_eq!(mandates, [Some("By decision"), None]);
    let without_group = CommentDraft {
        mandate: Some("For nobody".into()),
        ..alone
    };
    assert_eq!(
        given(opened())
            .when(lodging(draft_of(vec![without_group])))
            .content_errors(),
        [("/comments/0/mandate".into(), "invalid")]
    );
}

#[test]
fn r13_a_joint_submission_is_with_other_invited_partners() {
    let joint = |states: &[&str]| {
        let joint_with = states.iter().map(|other| state(other)).collect();
        let draft = SubmissionDraft {
            joint_with,
            ..draft(vec![comment(1, "Together.")])
        };
        lodging(draft)
    };
    let content = content_of(opened(), joint(&["WSM", "TON"]));
    assert_eq!(content.joint_with, [state("TON"), state("WSM")]);
    assert_eq!(content.comments[0].joint_with, content.joint_with);
    assert_eq!(
        given(opened())
            .when(joint(&["FJI", "KOR", "SGP", "WSM", "WSM"]))
            .content_errors(),
        [
            ("/joint_with/0".into(), "invalid"),
            ("/joint_with/1".into(), "not_invited"),
            ("/joint_with/2".into(), "not_invited"),
            ("/joint_with/4".into(), "duplicate")
        ]
    );
}
