//! A matrix of four rows.
#![allow(
    clippy::allow_attributes,
    dead_code,
    clippy::unwrap_used,
    clippy::unnecessary_wraps,
    reason = "each test file uses a part"
)]

use comment_sheets::{ExportMeta, ExportRow, MatrixSheet, ThreadRow};

pub(crate) const PROPOSAL: &str = "01944f62-1a40-7c3e-9a43-5d5f3c0a8b11";

fn said(text: &str) -> Option<String> {
    Some(text.to_owned())
}

pub(crate) fn matrix() -> MatrixSheet {
    let fiji = ExportRow {
        state: said("FJI"),
        state_name: "Fiji".to_owned(),
        consultation: 1,
        language: said("en"),
        audience: said("participants"),
        attribution: said("named"),
        late: Some(false),
        ..ExportRow::default()
    };
    let rows = vec![
        ExportRow {
            number: said("FJI-002"),
            comment_type: said("editorial"),
            text: said("=1+1 is no formula here"),
            ..fiji.clone()
        },
        ExportRow {
            number: said("FJI-001"),
            paragraph: said("2"),
            comment_type: said("substantive"),
            quote_exact: said("voluntary"),
            quote_prefix: said("on a "),
            quote_suffix: said(" basis"),
            text: said("Voluntary is\ntoo weak | really."),
            proposed_wording_action: said("replace"),
            proposed_wording_text: said("mandatory"),
            explanation: said("Networks do not end at borders."),
            disposition: said("accepted_with_modification"),
            response: said("Taken in part."),
            agreed_wording: said("expected"),
            answer: said("objects"),
            answer_justification: said("Too late."),
            ..fiji.clone()
        },
        ExportRow {
            number: said("DEL-7F3A"),
            state_name: "a delegation from Melanesia".to_owned(),
            consultation: 1,
            paragraph: said("2"),
            comment_type: said("technical"),
            text: said("Not for attribution."),
            ..ExportRow::default()
        },
        ExportRow {
            state: said("WSM"),
            state_name: "Samoa".to_owned(),
            consultation: 1,
            position: said("no_objection"),
            ..ExportRow::default()
        },
    ];
    MatrixSheet {
        meta: ExportMeta {
            proposal_id: PROPOSAL.to_owned(),
            as_of_log_position: 42,
            as_of_instant: "2027-03-01T16:00:00Z".parse().unwrap(),
        },
        title: "Cooperation on *incidents*".to_owned(),
        rows,
        threads: vec![ThreadRow {
            number: "FJI-001".to_owned(),
            kind: "member_view".to_owned(),
            by: "TUR".to_owned(),
            says: "differs".to_owned(),
            text: said("Not yet."),
            at: Some("2027-02-01T09:00:00Z".parse().unwrap()),
        }],
    }
}

/// One of many rows, of the size that comments have.
pub(crate) fn row(index: u32) -> ExportRow {
    ExportRow {
        number: Some(format!("FJI-{:03}", index + 1)),
        state: said("FJI"),
        state_name: "Fiji".to_owned(),
        consultation: 1,
        paragraph: Some((index % 40 + 1).to_string()),
        comment_type: said("substantive"),
        language: said("en"),
        text: Some(format!(
            "{index}: {}",
            "We would prefer a text that binds all participants. ".repeat(8)
        )),
        proposed_wording_action: said("replace"),
        proposed_wording_text: Some(format!("mandatory for all {index}")),
        explanation: Some(format!("{index}: {}", "Networks do not end at borders. ".repeat(4))),
        audience: said("participants"),
        attribution: said("named"),
        late: Some(false),
        comment_id: Some(format!("00000000-0000-4000-8000-{index:012}")),
        submission_id: said(PROPOSAL),
        disposition: said("accepted"),
        response: Some(format!("{index}: {}", "The members thank for the comment. ".repeat(4))),
        ..ExportRow::default()
    }
}
