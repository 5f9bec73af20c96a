//! The matrix of a dossier as a sheet, for exports and for `get_matrix`. Every row comes from `seen_rows` and
//! `seen_submission`, through an open dossier: nothing else decides what a reader sees (R15).

mod shown;
mod threads;

use std::collections::{BTreeMap, BTreeSet};

use actix_web::http::header::{ACCEPT, HeaderMap};
use comment_sheets::{ExportMeta, ExportRow, MatrixSheet, SheetFormat};
use consultation::register::RegisterAt;
use consultation::review::Answer;
use consultation::visibility::{SeenRow, SeenSubmission, Speaker};
use consultation::{CommentId, Dossier, ParagraphId, SubmissionId};

pub use shown::ShownDisposition;

use crate::dossiers::OpenDossier;
use crate::http::answer::Attachment;
use crate::http::query::invalid;
use crate::problem::Problem;
use crate::wire::areas::name_of_state;

/// The dossier as the viewer sees it, and when.
#[derive(Debug, Clone, Copy)]
pub struct SheetSource<'a> {
    /// The dossier at the point asked for, with the viewer's rights.
    pub open: &'a OpenDossier,
    /// The register, for names.
    pub register: RegisterAt<'a>,
}

impl SheetSource<'_> {
    /// All comments, and the submissions that have none.
    #[must_use]
    pub fn whole(&self) -> MatrixSheet {
        let seen = self.open.rows();
        let all: Vec<&SeenRow<'_>> = seen.iter().collect();
        self.sheet(&seen, &all, true)
    }

    /// Some of the comments that the viewer sees.
    #[must_use]
    pub fn some(&self, seen: &[SeenRow<'_>], wanted: &[&SeenRow<'_>]) -> MatrixSheet {
        self.sheet(seen, wanted, false)
    }

    fn sheet(&self, seen: &[SeenRow<'_>], wanted: &[&SeenRow<'_>], without_comments: bool) -> MatrixSheet {
        let (dossier, as_of) = (&*self.open.dossier, self.open.as_of);
        let mapping = Mapping {
            register: self.register,
            labels: labels(dossier),
            submissions: submissions(self.open),
            numbers: seen.iter().map(|row| (row.id, row.number.as_str())).collect(),
        };
        let mut told = BTreeSet::new();
        let mut rows: Vec<ExportRow> = wanted.iter().map(|row| mapping.row(row, &mut told)).collect();
        if without_comments {
            rows.extend(mapping.without_comments(&told));
        }
        MatrixSheet {
            meta: ExportMeta {
                proposal_id: dossier.proposal.id.to_string(),
                as_of_log_position: as_of.log_position,
                as_of_instant: as_of.instant,
            },
            title: title(dossier, "en"),
            rows,
            threads: wanted.iter().flat_map(|row| threads::threads(row)).collect(),
        }
    }
}

/// The proposal's title in a language, or in English, or in the first it has.
#[must_use]
pub fn title(dossier: &Dossier, language: &str) -> String {
    let names = &dossier.proposal.title;
    let find = |wanted: &str| {
        names
            .iter()
            .find(|(tag, _)| tag.as_str() == wanted)
            .map(|(_, name)| name)
    };
    let found = find(language)
        .or_else(|| find("en"))
        .or_else(|| names.iter().next().map(|(_, name)| name));
    found.cloned().unwrap_or_default()
}

/// The format that a request asks for: by `?format=`, or by the first media type in `Accept` that is one of
/// `offered`; the first of these if it says neither.
///
/// # Errors
/// 400 `invalid_query_parameter` if the name is no format that is offered.
pub fn negotiated(format: Option<&str>, accept: Option<&str>, offered: &[SheetFormat]) -> Result<SheetFormat, Problem> {
    let names = || {
        offered
            .iter()
            .map(|format| format.name())
            .collect::<Vec<_>>()
            .join(", ")
    };
    if let Some(name) = format {
        let known = offered.iter().copied().find(|format| format.name() == name);
        return known.ok_or_else(|| invalid("format", &format!("is none of {}", names())));
    }
    let ranges = accept.unwrap_or_default().split(',');
    let mut essences = ranges.map(|range| range.split(';').next().unwrap_or_default().trim().to_ascii_lowercase());
    let by_accept = essences.find_map(|essence| offered.iter().copied().find(|format| format.essence() == essence));
    let first = || offered.first().copied().ok_or_else(|| Problem::of("internal_error"));
    by_accept.map_or_else(first, Ok)
}

/// A sheet as a file to be kept, written beside the threads that answer requests.
///
/// # Errors
/// 500 if it cannot be written.
pub async fn attachment(sheet: MatrixSheet, format: SheetFormat, what: &str) -> Result<Attachment, Problem> {
    let name = format!("{what}-{}.{}", sheet.meta.proposal_id, format.name());
    let bytes = actix_web::web::block(move || sheet.write(format)).await;
    Ok(Attachment {
        name,
        media_type: format.media_type(),
        bytes: bytes.map_err(Problem::internal)?.map_err(Problem::internal)?,
    })
}

/// The header `Accept`, if it is there and readable.
#[must_use]
pub fn accepted(headers: &HeaderMap) -> Option<&str> {
    headers.get(ACCEPT).and_then(|value| value.to_str().ok())
}

/// The newest label of each paragraph in each revision.
fn labels(dossier: &Dossier) -> BTreeMap<(u32, ParagraphId), &str> {
    let revisions = dossier.proposal.revisions.iter().map(|(_, revision)| revision);
    let labels = revisions.flat_map(|revision| {
        let paragraphs = revision.paragraphs.iter();
        paragraphs.map(|paragraph| ((revision.number, paragraph.id), paragraph.label.as_str()))
    });
    labels.collect()
}

/// The submissions that stood at the point asked for, as far as the viewer sees them.
fn submissions(open: &OpenDossier) -> BTreeMap<SubmissionId, SeenSubmission<'_>> {
    let standing = open
        .dossier
        .submissions
        .values()
        .filter(|one| one.withdrawn_at.is_none());
    standing
        .filter_map(|submission| Some((submission.id, open.submission(submission)?)))
        .collect()
}

struct Mapping<'a> {
    register: RegisterAt<'a>,
    labels: BTreeMap<(u32, ParagraphId), &'a str>,
    submissions: BTreeMap<SubmissionId, SeenSubmission<'a>>,
    numbers: BTreeMap<CommentId, &'a str>,
}

impl Mapping<'_> {
    fn row(&self, row: &SeenRow<'_>, told: &mut BTreeSet<SubmissionId>) -> ExportRow {
        let comment = &row.comment;
        let (quote, wording) = (comment.quote.as_ref(), comment.proposed_wording.as_ref());
        let paragraph = comment
            .paragraph
            .and_then(|id| self.labels.get(&(comment.revision, id)));
        let said = ExportRow {
            number: Some(row.number.clone()),
            consultation: row.consultation.number,
            revision: comment.revision,
            paragraph: paragraph.map(|label| (*label).to_owned()),
            comment_type: Some(comment.kind.as_str().to_owned()),
            quote_exact: quote.map(|quote| quote.exact.clone()),
            quote_prefix: quote.map(|quote| quote.prefix.clone()),
            quote_suffix: quote.map(|quote| quote.suffix.clone()),
            text: (!row.superseded).then(|| comment.text.clone()),
            proposed_wording_action: wording.map(|wording| wording.action.as_str().to_owned()),
            proposed_wording_text: wording.and_then(|wording| wording.text.clone()),
            explanation: comment.explanation.clone(),
            reference: comment.reference.clone(),
            comment_id: Some(row.id.to_string()),
            ..self.reviewed(row)
        };
        match row.speaker {
            Speaker::Label(label) => ExportRow {
                state_name: label.words(),
                ..said
            },
            Speaker::State(state) => {
                let submission = row.submission.and_then(|one| self.submissions.get(&one.id));
                let first = submission.is_some_and(|one| told.insert(one.id));
                let whole = submission.map(|one| self.whole(one)).unwrap_or_default();
                ExportRow {
                    state: Some(state.to_string()),
                    state_name: name_of_state(self.register, state),
                    on_behalf_of: comment.on_behalf_of.as_ref().map(ToString::to_string),
                    position: whole.position,
                    ad_referendum: whole.ad_referendum,
                    language: Some(comment.language.to_string()),
                    general_remarks: whole.general_remarks.filter(|_| first),
                    audience: Some(comment.audience.as_str().to_owned()),
                    attribution: Some(comment.attribution.as_str().to_owned()),
                    late: Some(comment.late),
                    received_via: whole.received_via,
                    received_at: whole.received_at,
                    lodged_at: whole.lodged_at,
                    recorded_at: Some(comment.at),
                    submission_id: whole.submission_id,
                    ..said
                }
            }
        }
    }

    /// What becomes of the comment, as whoever sees it may know.
    fn reviewed(&self, row: &SeenRow<'_>) -> ExportRow {
        let shown = ShownDisposition::of(row);
        let disposition = shown.disposition;
        let answer = row.answer();
        ExportRow {
            disposition: shown.kind.map(|kind| kind.as_str().to_owned()),
            proposed_by: shown.proposed_by.map(|member| member.to_string()),
            duplicate_of: disposition.and_then(|one| self.number(one.duplicate_of?)),
            response: disposition.and_then(|one| one.response.clone()),
            agreed_wording: disposition.and_then(|one| one.wording.clone()),
            published_at: row.published_at(),
            answer: answer.map(|answer| answered(answer).to_owned()),
            answer_justification: answer.and_then(|answer| answer.justification.clone()),
            answer_suggestion: answer.and_then(|answer| answer.suggestion.clone()),
            ..ExportRow::default()
        }
    }

    /// The number of another comment, if the viewer sees that, too.
    fn number(&self, id: CommentId) -> Option<String> {
        self.numbers.get(&id).map(|number| (*number).to_owned())
    }

    /// What a submission says beside its comments.
    fn whole(&self, seen: &SeenSubmission<'_>) -> ExportRow {
        let part = seen.part.as_ref();
        ExportRow {
            state: Some(seen.state.to_string()),
            state_name: name_of_state(self.register, seen.state),
            consultation: seen.consultation,
            position: part
                .and_then(|part| part.position)
                .map(|position| position.as_str().to_owned()),
            ad_referendum: part.is_some_and(|part| part.ad_referendum),
            language: part.map(|part| part.language.to_string()),
            on_behalf_of: part.and_then(|part| part.on_behalf_of).map(ToString::to_string),
            general_remarks: part.and_then(|part| part.general_remarks).map(str::to_owned),
            late: Some(seen.late),
            received_via: seen.entry.as_ref().map(|entry| entry.channel.clone()),
            received_at: seen.entry.as_ref().map(|entry| entry.received_at),
            lodged_at: Some(seen.lodged_at),
            recorded_at: Some(seen.revised_at),
            submission_id: Some(seen.id.to_string()),
            ..ExportRow::default()
        }
    }

    /// Submissions of which the viewer sees a position or remarks, and no comment; by state.
    fn without_comments(&self, told: &BTreeSet<SubmissionId>) -> Vec<ExportRow> {
        let speaks = |seen: &&SeenSubmission<'_>| {
            let part = seen.part.as_ref();
            part.is_some_and(|part| part.position.is_some() || part.general_remarks.is_some())
        };
        let silent = self
            .submissions
            .values()
            .filter(|seen| !told.contains(&seen.id))
            .filter(speaks);
        let mut rows: Vec<ExportRow> = silent.map(|seen| self.whole(seen)).collect();
        rows.sort_by(|one, other| (&one.state, one.consultation).cmp(&(&other.state, other.consultation)));
        rows
    }
}

/// The word for a state's answer (R21).
fn answered(answer: &Answer) -> &'static str {
    if answer.satisfied { "satisfied" } else { "objects" }
}
