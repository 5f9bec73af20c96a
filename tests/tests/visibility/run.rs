//! Plays a world in a program of its own.

use std::sync::Arc;

use acceptance::TestApp;
use commands::{Envelope, Executed};
use consultation::command::{
    AdoptDueProposal, ApplyRegister, CommentDraft, DeferralDraft, Expected, Inherited, Invitation, LodgeSubmission,
    OpenConsultation, OpenSilence, ParagraphDraft, ReviseSubmission, RevisionDraft, SubmissionDraft, TableProposal,
    WithdrawSubmission,
};
use consultation::gate::gate;
use consultation::register::RegisterFile;
use consultation::submission::{ProposedWording, Translation, TranslationStatus, WordingAction};
use consultation::visibility::Viewer;
use consultation::{Audience, Command, CommentId, ParagraphId, ProposalId, SubmissionId};
use event_log::Clock;
use jiff::Timestamp;
use regional_input::config::Config;
use uuid::Uuid;

use crate::world::{Act, BEGINNING, CLOSING, Content, INVITED, Said, Step, World, state};

const PROPOSAL: ProposalId = ProposalId(Uuid::from_u128(0x0194_5000_0000_7000_8000_0000_0000_0001));

/// When the text goes under silence, and the programs are asked.
const SILENCE: &str = "2027-02-01T09:00:00Z";

/// A program in which a world has happened.
pub(crate) struct Played {
    pub(crate) app: TestApp,
    pub(crate) proposal: ProposalId,
    pub(crate) submissions: Vec<SubmissionId>,
    /// Every comment that stands, seen or not.
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
        app.clock.set(SILENCE.parse().unwrap());
        adopt(&app).await;
    }
    let log = app.app().log().log_id();
    let submissions = INVITED
        .map(|code| SubmissionId::derive(log, PROPOSAL, 1, state(code)))
        .to_vec();
    let head = app.app().head().0;
    let dossier = app
        .app()
        .commands
        .find_dossier(PROPOSAL)
        .await
        .unwrap()
        .unwrap()
        .dossier;
    let comments = dossier.standing_comments().map(|(_, comment)| comment.id).collect();
    Played {
        app,
        proposal: PROPOSAL,
        submissions,
        comments,
        head,
    }
}

/// Puts the text under silence, what is open left open, and adopts it at once: the program's own clock stands.
async fn adopt(app: &TestApp) {
    let at: Timestamp = SILENCE.parse().unwrap();
    let after = |seconds| at.checked_add(jiff::SignedDuration::from_secs(seconds)).unwrap();
    let dossier = app
        .app()
        .commands
        .find_dossier(PROPOSAL)
        .await
        .unwrap()
        .unwrap()
        .dossier;
    let rights = app
        .app()
        .rights(Viewer::Delegation(state("KOR")), &dossier.proposal, at);
    let open = gate(&rights, &dossier, &[], at).open.into_iter();
    let deferred = open.map(|one| DeferralDraft {
        comment: one.comment.to_string(),
        reason: "later".into(),
    });
    let open = OpenSilence {
        proposal: PROPOSAL,
        by: state("KOR"),
        at,
        expected: Expected::Unstated,
        revision: None,
        until: Some(after(1)),
        urgency: None,
        deferred: deferred.collect(),
        shortest_seconds: Some(1),
    };
    execute(app, Command::OpenSilence(open)).await;
    let adopt = AdoptDueProposal {
        proposal: PROPOSAL,
        at: after(6),
    };
    execute(app, Command::AdoptDueProposal(adopt)).await;
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

async fn execute(app: &TestApp, command: Command) -> Executed {
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
