//! Plays a world in a program of its own.

use std::collections::BTreeSet;
use std::sync::Arc;

use acceptance::TestApp;
use commands::{Envelope, Executed};
use consultation::command::{
    AdoptDueProposal, AlignWith, AnswerDisposition, ApplyRegister, CommentDraft, DeferralDraft, Expected, Inherited,
    Invitation, LodgeSubmission, OpenConsultation, OpenSilence, ParagraphDraft, ProposeDispositions,
    PublishDispositions, ReviseSubmission, RevisionDraft, SetCutOff, SubmissionDraft, TableProposal,
    WithdrawSubmission,
};
use consultation::gate::gate;
use consultation::register::RegisterFile;
use consultation::review::{Disposition, DispositionKind};
use consultation::submission::{ProposedWording, Translation, TranslationStatus, WordingAction};
use consultation::visibility::Viewer;
use consultation::{Audience, Command, CommentId, Dossier, ParagraphId, ProposalId, SubmissionId};
use event_log::Clock;
use jiff::{SignedDuration, Timestamp};
use regional_input::config::Config;
use uuid::Uuid;

use crate::world::{Act, BEGINNING, CLOSING, Content, INVITED, Said, Step, World, state};

pub(crate) const PROPOSAL: ProposalId = ProposalId(Uuid::from_u128(0x0194_5000_0000_7000_8000_0000_0000_0001));

/// What becomes of comments, in the order of their ids, over and over; none for those that the members leave.
pub(crate) const DISPOSITIONS: [Option<DispositionKind>; 4] = [
    Some(DispositionKind::Accepted),
    Some(DispositionKind::ClarificationRequested),
    Some(DispositionKind::ClarificationRequested),
    None,
];

/// When states align themselves with comments.
const JOINED: &str = "2027-01-29T09:00:00Z";

/// When the members answer.
const REVIEW: &str = "2027-01-30T09:00:00Z";

/// When the text goes under silence.
const SILENCE: &str = "2027-02-01T09:00:00Z";

/// When the programs are asked about a proposal that has closed: requests for clarification have lapsed.
const ASKED: &str = "2027-02-20T09:00:00Z";

/// A program in which a world has happened.
pub(crate) struct Played {
    pub(crate) app: TestApp,
    pub(crate) proposal: ProposalId,
    pub(crate) submissions: Vec<SubmissionId>,
    /// Every comment that there ever was, seen or not.
    pub(crate) comments: Vec<CommentId>,
    pub(crate) head: u64,
}

pub(crate) async fn play(world: &World) -> Played {
    let app = TestApp::start_empty(Config::default()).await;
    prepare(&app, world).await;
    let closing: Timestamp = CLOSING.parse().unwrap();
    let mut open = true;
    for step in &world.steps {
        if open && step.at >= closing {
            close(&app, closing).await;
            open = false;
        }
        app.clock.set(step.at);
        take(&app, step).await;
    }
    if world.closed {
        if open {
            close(&app, closing).await;
        }
        join(&app, world).await;
        app.clock.set(REVIEW.parse().unwrap());
        review(&app, world).await;
        let adopted_at = SILENCE.parse().unwrap();
        world.members.break_silence(&app, adopted_at).await;
        app.clock.set(adopted_at);
        adopt(&app).await;
        app.clock.set(ASKED.parse().unwrap());
    }
    let log = app.app().log().log_id();
    let submissions = INVITED
        .map(|code| SubmissionId::derive(log, PROPOSAL, 1, state(code)))
        .to_vec();
    let head = app.app().head().0;
    let dossier = dossier(&app).await;
    let versions = dossier.submissions.values().flat_map(|submission| &submission.versions);
    let comments = versions.flat_map(|version| &version.content.comments);
    let comments: BTreeSet<CommentId> = comments.map(|comment| comment.id).collect();
    Played {
        app,
        proposal: PROPOSAL,
        submissions,
        comments: comments.into_iter().collect(),
        head,
    }
}

async fn join(app: &TestApp, world: &World) {
    let at = JOINED.parse().unwrap();
    app.clock.set(at);
    for joined in &world.joined {
        let align = AlignWith {
            submission: SubmissionId::derive(app.app().log().log_id(), PROPOSAL, 1, joined.author),
            by: joined.by,
            at,
            comments: Some(vec![joined.comment.to_string()]),
            except_paragraphs: Vec::new(),
        };
        let _ = execute(app, Command::AlignWith(align)).await;
    }
}

/// The members dispose of most comments and publish that at a cut-off; then some of the states answer.
async fn review(app: &TestApp, world: &World) {
    let at: Timestamp = REVIEW.parse().unwrap();
    let after = |minutes: usize| at + SignedDuration::from_mins(i64::try_from(minutes).unwrap());
    let by = state("KOR");
    let standing = dossier(app).await;
    let mut comments: Vec<CommentId> = standing.standing_comments().map(|(_, comment)| comment.id).collect();
    comments.sort_unstable();
    let mut left = Vec::new();
    for (comment, kind) in comments.iter().zip(DISPOSITIONS.into_iter().cycle()) {
        let Some(kind) = kind else {
            left.push(*comment);
            continue;
        };
        let disposition = Disposition {
            disposition: kind,
            duplicate_of: None,
            response: Some("Reasoned.".into()),
            wording: None,
        };
        let propose = ProposeDispositions {
            proposal: PROPOSAL,
            by,
            at,
            expected: Expected::Unstated,
            comments: vec![*comment],
            disposition,
        };
        let _ = execute(app, Command::ProposeDispositions(propose)).await;
    }
    world.members.prepare(app, &left, at).await;
    let cut_off = SetCutOff {
        proposal: PROPOSAL,
        by,
        at,
        cut_off_at: after(1),
    };
    let _ = execute(app, Command::SetCutOff(cut_off)).await;
    let accepted = comments.iter().step_by(DISPOSITIONS.len()).copied().collect::<Vec<_>>();
    if !accepted.is_empty() {
        let publish = PublishDispositions {
            proposal: PROPOSAL,
            by,
            at: after(2),
            comments: Some(accepted),
        };
        let _ = execute(app, Command::PublishDispositions(publish)).await;
    }
    for (index, comment) in world.answered.iter().enumerate() {
        let answer = AnswerDisposition {
            proposal: PROPOSAL,
            by: standing.submission_of(*comment).unwrap().state,
            at: after(3 + index),
            expected: Expected::Unstated,
            comment: *comment,
            satisfied: false,
            justification: Some("Not so.".into()),
            suggestion: None,
        };
        let _ = execute(app, Command::AnswerDisposition(answer)).await;
    }
}

/// Puts the text under silence, what is open left open, and adopts it at once: the program's own clock stands.
async fn adopt(app: &TestApp) {
    let at: Timestamp = SILENCE.parse().unwrap();
    let after = |seconds| at.checked_add(jiff::SignedDuration::from_secs(seconds)).unwrap();
    let open = OpenSilence {
        proposal: PROPOSAL,
        by: state("KOR"),
        at,
        expected: Expected::Unstated,
        revision: None,
        until: Some(after(1)),
        urgency: None,
        deferred: deferrals(app, at).await,
        shortest_seconds: Some(1),
    };
    execute(app, Command::OpenSilence(open)).await;
    let adopt = AdoptDueProposal {
        proposal: PROPOSAL,
        at: after(6),
    };
    execute(app, Command::AdoptDueProposal(adopt)).await;
}

/// Everything about the proposal as it stands.
async fn dossier(app: &TestApp) -> Arc<Dossier> {
    let found = app.app().commands.find_dossier(PROPOSAL).await.unwrap();
    found.unwrap().dossier
}

/// What keeps the text from going under silence, left open.
pub(crate) async fn deferrals(app: &TestApp, at: Timestamp) -> Vec<DeferralDraft> {
    let dossier = dossier(app).await;
    let rights = app
        .app()
        .rights(Viewer::Delegation(state("KOR")), &dossier.proposal, at);
    let open = gate(&rights, &dossier, &[], at).open.into_iter();
    let deferred = open.map(|one| DeferralDraft {
        comment: one.comment.to_string(),
        reason: "later".into(),
    });
    deferred.collect()
}

/// Records the closing at once, so that it has the same position in every program.
async fn close(app: &TestApp, closing: Timestamp) {
    drop(app.app().input.read(Some(app.app().head())).await.unwrap());
    app.clock.set(closing);
    app.close_due().await;
}

async fn prepare(app: &TestApp, world: &World) {
    let register = regional_input::register_file::to_json(include_str!("../../../deploy/mikta.toml")).unwrap();
    let register: RegisterFile = serde_json::from_value(register).unwrap();
    let at = app.clock.now();
    let facts = register.facts().unwrap();
    execute(
        app,
        Command::ApplyRegister(ApplyRegister {
            at,
            expected: Expected::Unstated,
            facts,
        }),
    )
    .await;
    let paragraph = |number: u128, text: &str| ParagraphDraft {
        new_id: ParagraphId(Uuid::from_u128(0x0194_5000_0000_7000_8000_0000_0000_0100 + number)),
        from: Vec::new(),
        label: number.to_string(),
        text: text.into(),
    };
    let table = TableProposal {
        proposal: PROPOSAL,
        by: state("KOR"),
        at,
        title: [("en".parse().unwrap(), "Incident response".to_owned())].into(),
        focus_area: "cybersecurity".parse().unwrap(),
        key_event: None,
        audience: Audience::Public,
        revision: RevisionDraft {
            label: None,
            language: "en".parse().unwrap(),
            paragraphs: vec![
                paragraph(1, "Name a contact."),
                paragraph(2, "Exchange information."),
                paragraph(3, "Report."),
            ],
        },
    };
    execute(app, Command::TableProposal(table)).await;
    let open = OpenConsultation {
        proposal: PROPOSAL,
        by: state("KOR"),
        at: BEGINNING.parse().unwrap(),
        expected: Expected::Unstated,
        revision: None,
        closes_at: CLOSING.parse().unwrap(),
        before_close: world.before_close,
        invite: Invitation {
            states: INVITED.map(state).to_vec(),
            ..Invitation::default()
        },
    };
    execute(app, Command::OpenConsultation(open)).await;
}

async fn take(app: &TestApp, step: &Step) {
    let Step { state: by, at, act } = step;
    let (by, at, expected) = (*by, *at, Expected::Unstated);
    let submission = SubmissionId::derive(app.app().log().log_id(), PROPOSAL, 1, by);
    let command = match act {
        Act::Lodge(content) => {
            let draft = draft(content, &[]);
            Command::LodgeSubmission(LodgeSubmission {
                proposal: PROPOSAL,
                by,
                at,
                expected,
                draft,
            })
        }
        Act::Revise(content) => {
            let known = present(app, submission).await;
            let draft = draft(content, &known);
            Command::ReviseSubmission(ReviseSubmission {
                submission,
                by,
                at,
                expected,
                draft,
            })
        }
        Act::Withdraw => Command::WithdrawSubmission(WithdrawSubmission {
            submission,
            by,
            at,
            expected,
            reason: None,
        }),
    };
    execute(app, command).await;
}

async fn present(app: &TestApp, submission: SubmissionId) -> Vec<consultation::CommentId> {
    let found = app.app().commands.find_submission(submission).await.unwrap().unwrap();
    found
        .current()
        .unwrap()
        .content
        .comments
        .iter()
        .map(|comment| comment.id)
        .collect()
}

pub(crate) async fn execute(app: &TestApp, command: Command) -> Executed {
    let ids = Arc::clone(&app.app().ids);
    let envelope = Envelope {
        append_id: ids.v7(),
        actor: app.app().actor_of("test", "test").await.unwrap(),
        correlation_id: ids.v4(),
        idempotency: None,
    };
    let executed = app.app().commands.execute(&command, &envelope, &move || ids.v7()).await;
    executed.unwrap_or_else(|error| panic!("{command:?}: {error:?}"))
}

fn draft(content: &Content, known: &[consultation::CommentId]) -> SubmissionDraft {
    SubmissionDraft {
        joint_with: Vec::new(),
        mandate: None,
        position: Some(content.position),
        ad_referendum: content.ad_referendum,
        language: content.language.parse().unwrap(),
        audience: content.audience,
        attribution: content.attribution,
        on_behalf_of: None,
        general_remarks: content.remarks.clone(),
        comments: content
            .comments
            .iter()
            .map(|said| comment(said, known.contains(&said.id)))
            .collect(),
    }
}

fn comment(said: &Said, known: bool) -> CommentDraft {
    CommentDraft {
        mandate: None,
        new_id: said.id,
        id: known.then_some(said.id),
        number: None,
        revision: None,
        paragraph: said.paragraph.map(str::to_owned),
        quote: None,
        kind: said.kind,
        text: said.text.clone(),
        language: Inherited::Own(said.language.parse().unwrap()),
        proposed_wording: said.wording.clone().map(|text| ProposedWording {
            action: WordingAction::Add,
            text: Some(text),
        }),
        explanation: None,
        translations: said
            .translation
            .map(|language| Translation {
                language: language.parse().unwrap(),
                status: TranslationStatus::Courtesy,
                text: format!("{} in {language}", said.text),
            })
            .into_iter()
            .collect(),
        audience: Inherited::Own(said.audience),
        attribution: Inherited::Own(said.attribution),
        on_behalf_of: Inherited::Inherit,
        reference: said.reference.clone(),
    }
}
