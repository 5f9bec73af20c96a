//! What members and states do after the input, as a sample's file names it: by the names of the API's operations.

use consultation::StateCode;
use consultation::review::{DispositionKind, MemberView};
use consultation::silence::ExplanationKind;
use consultation::text::Quote;
use serde::Deserialize;

use super::SampleParagraph;

/// One act.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SampleAct {
    pub(super) days_ago: i64,
    pub(super) by: StateCode,
    #[serde(rename = "do")]
    pub(super) what: What,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum What {
    AlignWith {
        state: StateCode,
        #[serde(default)]
        except_paragraphs: Vec<String>,
    },
    AssignComments {
        comments: Vec<String>,
        to: StateCode,
    },
    SetTopics {
        comments: Vec<String>,
        topics: Vec<String>,
    },
    SetCutOff {
        in_days: i64,
    },
    ProposeDisposition {
        comments: Vec<String>,
        disposition: DispositionKind,
        duplicate_of: Option<String>,
        response: Option<String>,
        wording: Option<String>,
    },
    RecordMemberView {
        comments: Vec<String>,
        view: MemberView,
        note: Option<String>,
    },
    OpenPackage {
        until_in_days: i64,
    },
    BreakPackage {
        comments: Vec<String>,
        note: String,
    },
    PublishDispositions {},
    AnswerDisposition {
        comment: String,
        satisfied: bool,
        justification: Option<String>,
        suggestion: Option<String>,
    },
    CirculateRevision {
        paragraphs: Vec<SampleParagraph>,
    },
    ConfirmPlacement {
        comment: String,
        paragraph: String,
        quote: Option<Quote>,
    },
    OpenSilence {
        until_in_days: i64,
        #[serde(default)]
        deferred: Vec<SampleDeferral>,
    },
    BreakSilence {
        paragraphs: Vec<SampleBreak>,
    },
    ExplainPosition {
        kind: ExplanationKind,
        paragraphs: Vec<String>,
        text: String,
    },
    AssociateWithText {
        #[serde(default)]
        except_paragraphs: Vec<String>,
        statement: Option<String>,
    },
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SampleDeferral {
    pub(super) comment: String,
    pub(super) reason: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SampleBreak {
    pub(super) paragraph: String,
    pub(super) rationale: Option<String>,
    pub(super) amendment: Option<String>,
}
