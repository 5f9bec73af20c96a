//! What the demo prints: where it is, the proposals by stage, tokens, and lines that work when pasted.

use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use consultation::{Audience, BeforeClose, Consultation, Dossier, Proposal, StateCode, SubmissionId};
use jiff::SignedDuration;

use super::stages::{self, Stage};
use crate::app::App;
use crate::auth::{OwnIssuer, Role, TokenRequest};
use crate::matrix_sheet::title;
use crate::server::Running;

/// How long the demo's tokens live: the longest that there is.
const TOKENS_LIVE: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Shell variable, role and state of each token that is printed.
const TOKENS: [(&str, Role, Option<&str>); 6] = [
    ("FOCAL_POINT_FJI", Role::FocalPoint, Some("FJI")),
    ("DEPUTY_FJI", Role::Deputy, Some("FJI")),
    ("REVIEWER_FJI", Role::Reviewer, Some("FJI")),
    ("MEMBER_MISSION_KOR", Role::MemberMission, Some("KOR")),
    ("OPERATOR", Role::Operator, None),
    ("SYSTEM_IDN", Role::System, Some("IDN")),
];

/// Partners whose input the pasted line lodges, the first one of them that has lodged nothing yet.
const LODGES_NEXT: [&str; 4] = ["WSM", "SLB", "THA", "CHL"];

/// The state whose token reads what became of its comments.
const SPOKE: &str = "FJI";

/// The whole text.
pub(super) async fn greeting(running: &Running, data_dir: &Path) -> anyhow::Result<String> {
    let app = &running.app;
    let issuer = OwnIssuer::open(data_dir)?;
    let base = format!("http://{}", running.address);
    let proposals = stages::all(app, app.clock.now()).await?;
    let mut text = String::new();
    writeln!(text, "listening on {base}")?;
    writeln!(text, "documentation: {base}/docs/")?;
    writeln!(text, "\nProposals by stage, as a member mission sees them:\n")?;
    for (stage, dossier) in &proposals {
        let (id, title) = (dossier.proposal.id, title(dossier, "en"));
        writeln!(text, "{:<26}  {id}  {title}", stage.words())?;
    }
    writeln!(text, "\nTokens for 30 days, to paste into a shell:\n")?;
    for (name, role, state) in TOKENS {
        writeln!(text, "{name}='{}'", token(app, &issuer, role, state)?)?;
    }
    if let Some((proposal, speaker)) = find_example(app, &proposals).await? {
        let lodging = token(app, &issuer, Role::FocalPoint, Some(speaker.as_str()))?;
        example(&mut text, &base, proposal, speaker, &lodging)?;
    }
    review(&mut text, &base, &proposals)?;
    writeln!(
        text,
        "\nStop with Ctrl-C; start again to go on with {}.",
        data_dir.display()
    )?;
    Ok(text)
}

fn token(app: &App, issuer: &OwnIssuer, role: Role, state: Option<&str>) -> anyhow::Result<String> {
    let request = TokenRequest {
        role,
        state: state.map(StateCode::parse).transpose()?,
        subject: None,
        scope: None,
        expires_in: TOKENS_LIVE,
        now: app.clock.now(),
        jti: app.ids.v4(),
    };
    Ok(issuer.mint(request)?)
}

/// A proposal that anybody may see whose input can be watched as it comes, an open one if there is one, and who lodges
/// next.
async fn find_example<'a>(
    app: &App,
    proposals: &'a [(Stage, Arc<Dossier>)],
) -> anyhow::Result<Option<(&'a Proposal, StateCode)>> {
    for (stage, dossier) in proposals {
        let proposal = dossier.proposal.as_ref();
        if *stage < Stage::UnderSilence
            && let Some(consultation) = watchable(proposal)
            && let Some(speaker) = next_speaker(app, proposal, consultation).await?
        {
            return Ok(Some((proposal, speaker)));
        }
    }
    Ok(None)
}

fn watchable(proposal: &Proposal) -> Option<&Consultation> {
    let consultation = proposal.current_consultation()?;
    (proposal.audience == Audience::Public && consultation.before_close == BeforeClose::Open).then_some(consultation)
}

async fn next_speaker(
    app: &App,
    proposal: &Proposal,
    consultation: &Consultation,
) -> anyhow::Result<Option<StateCode>> {
    let preferred = LODGES_NEXT.iter().filter_map(|code| StateCode::parse(code).ok());
    for state in preferred.chain(consultation.invited.keys().copied()) {
        let id = SubmissionId::derive(app.log().log_id(), proposal.id, consultation.number, state);
        if consultation.invited.contains_key(&state) && app.commands.find_submission(id).await?.is_none() {
            return Ok(Some(state));
        }
    }
    Ok(None)
}

/// Lodges a comment, then reads it where the members do.
fn example(
    text: &mut String,
    base: &str,
    proposal: &Proposal,
    speaker: StateCode,
    lodging: &str,
) -> anyhow::Result<()> {
    let id = proposal.id;
    let label = paragraph(proposal).context("a proposal has paragraphs")?;
    let body = format!(
        r#"{{"position": "supports_with_amendments", "language": "en", "comments": [{{"paragraph": "{label}", "text": "Please say what happens to information that is shared by mistake."}}]}}"#
    );
    writeln!(
        text,
        "\n# {speaker} lodges a comment; the log position of the answer is kept.\n"
    )?;
    writeln!(text, "FOCAL_POINT_{speaker}='{lodging}'")?;
    writeln!(
        text,
        "POSITION=$(curl -sS -i -X POST '{base}/v1/proposals/{id}/submissions' -H \"Authorization: Bearer $FOCAL_POINT_{speaker}\" -H 'Content-Type: application/json' -H 'Idempotency-Key: demo-1' -d '{body}' | tee /dev/stderr | tr -d '\\r' | sed -n 's/^log-position: *//Ip'); echo"
    )?;
    writeln!(
        text,
        "\n# A member mission sees it at once in the input on the proposal: the comment, then the figures.\n"
    )?;
    for path in [
        format!("comments?state={speaker}&at_least=$POSITION"),
        "?at_least=$POSITION".to_owned(),
    ] {
        let slash = if path.starts_with('?') { "" } else { "/" };
        writeln!(
            text,
            "curl -sS \"{base}/v1/proposals/{id}/input{slash}{path}\" -H \"Authorization: Bearer $MEMBER_MISSION_KOR\"; echo"
        )?;
    }
    Ok(())
}

/// What shows a review: to a member, to the state that spoke, to anybody.
fn review(text: &mut String, base: &str, proposals: &[(Stage, Arc<Dossier>)]) -> anyhow::Result<()> {
    let first = |shows: &dyn Fn(Stage, &Dossier) -> bool| {
        let mut found = proposals.iter().filter(|(stage, dossier)| shows(*stage, dossier));
        found.next().map(|(_, dossier)| dossier.proposal.id)
    };
    let mission = r#"-H "Authorization: Bearer $MEMBER_MISSION_KOR""#;
    writeln!(
        text,
        "\n# The review, for a member mission: the matrix and the brief of a proposal, and the mission's worklist.\n"
    )?;
    if let Some(id) = first(&|stage, _| stage == Stage::UnderReview) {
        for document in ["matrix", "brief"] {
            writeln!(
                text,
                "curl -sS '{base}/v1/proposals/{id}/{document}?format=md' {mission}"
            )?;
        }
    }
    writeln!(text, "curl -sS '{base}/v1/worklist' {mission}; echo")?;
    let spoke = StateCode::parse(SPOKE)?;
    let focal_point = format!(r#"-H "Authorization: Bearer $FOCAL_POINT_{SPOKE}""#);
    writeln!(
        text,
        "\n# What became of a state's comments: on all proposals, and in the letter on one.\n"
    )?;
    writeln!(text, "curl -sS '{base}/v1/states/{SPOKE}/outcomes' {focal_point}; echo")?;
    let was_answered = |dossier: &Dossier| {
        let mut submissions = dossier.submissions.values();
        !dossier.review.published_at.is_empty() && submissions.any(|said| said.state == spoke)
    };
    if let Some(id) = first(&|_, dossier| was_answered(dossier)) {
        writeln!(
            text,
            "curl -sS '{base}/v1/proposals/{id}/letters/{SPOKE}' {focal_point}"
        )?;
    }
    writeln!(
        text,
        "\n# Without a token: the public proposals, and the outcome note of an adopted text.\n"
    )?;
    writeln!(text, "curl -sS '{base}/v1/proposals'; echo")?;
    let is_public = |dossier: &Dossier| dossier.proposal.audience == Audience::Public;
    if let Some(id) = first(&|stage, dossier| stage == Stage::Adopted && is_public(dossier)) {
        writeln!(text, "curl -sS '{base}/v1/proposals/{id}/outcome?format=md'")?;
    }
    Ok(())
}

/// The label of the second paragraph, or of the only one.
fn paragraph(proposal: &Proposal) -> Option<&str> {
    let consultation = proposal.current_consultation()?;
    let revision = proposal.find_revision(consultation.revision)?;
    let mut labels = revision.paragraphs.iter().map(|paragraph| paragraph.label.as_str());
    let first = labels.next()?;
    Some(labels.next().unwrap_or(first))
}
