//! Text search: substrings of a normalised copy.

use consultation::command::CommentDraft;
use consultation::submission::{ProposedWording, Translation, TranslationStatus, WordingAction};
use consultation::{Attribution, Audience, BeforeClose};
use proposal_input::CommentFilter;

use crate::answers::all_comments;
use crate::history::History;
use crate::register::language;
use crate::scenario::*;

async fn found(history: &History, who: &str, words: &str) -> usize {
    let mut view = history.view().await;
    let filter = CommentFilter {
        words: Some(words.into()),
        ..CommentFilter::default()
    };
    all_comments(view.conn(), &scope(history, who), &filter, 10).await.len()
}

#[tokio::test]
async fn words_are_found_whatever_the_script_and_the_case() {
    let says = |text: &str| {
        let words = draft(None, vec![comment(1, text, Audience::Public, Attribution::Named)]);
        history(BeforeClose::Open, vec![lodge("FJI", 20, words)], 30)
    };
    let cases = [
        ("지역 협력을 강화한다", "협력", true),
        ("지역 협력을 강화한다", "협동", false),
        ("İSTANBUL Sözleşmesi", "istanbul", true),
        ("İSTANBUL Sözleşmesi", "İstanbul SÖZLEŞMESİ", true),
        ("Istanbul", "İSTANBUL", true),
        ("Große Straße", "GROSSE STRASSE", true),
        ("cafe\u{301}", "CAFÉ", true),
        ("ﬁnance", "finance", true),
        ("on a  \n voluntary basis", " voluntary   BASIS ", true),
        ("100 % _ 'quoted'", "% _ 'QUOTED'", true),
        ("nothing of this", "%", false),
    ];
    for (text, words, wanted) in cases {
        assert_eq!(
            found(&says(text), "anybody", words).await,
            usize::from(wanted),
            "{words:?} in {text:?}"
        );
    }
}

#[tokio::test]
async fn all_words_of_a_comment_are_searched_and_no_others() {
    let with_all = |attribution| CommentDraft {
        proposed_wording: Some(ProposedWording {
            action: WordingAction::Add,
            text: Some("wording".into()),
        }),
        explanation: Some("explanation".into()),
        translations: vec![Translation {
            language: language("ko"),
            status: TranslationStatus::Courtesy,
            text: "번역".into(),
        }],
        reference: Some("reference".into()),
        ..comment(1, "text", Audience::Public, attribution)
    };
    let says = |attribution| {
        let words = draft(None, vec![with_all(attribution)]);
        history(BeforeClose::Open, vec![lodge("FJI", 20, words), close()], 101)
    };
    let named = says(Attribution::Named);
    for (words, count) in [
        ("text", 1),
        ("wording", 1),
        ("explanation", 1),
        ("번역", 1),
        ("reference", 0),
        ("fji", 0),
    ] {
        assert_eq!(found(&named, "anybody", words).await, count, "{words}");
    }
    // R15c: under a label translations are not shown, so they are not searched, either.
    let labelled = says(Attribution::ToNone);
    for (words, count) in [
        ("text", 1),
        ("wording", 1),
        ("explanation", 1),
        ("번역", 0),
        ("explanation 번역", 0),
    ] {
        assert_eq!(found(&labelled, "anybody", words).await, count, "{words}");
    }
    assert_eq!(found(&labelled, "FJI", "번역").await, 1);
}
