//! What the demo prints: where it is, tokens, and lines that work when pasted.

use std::fmt::Write;
use std::path::Path;

use anyhow::Context;
use consultation::event::decode;
use consultation::{Audience, BeforeClose, Consultation, Event, Proposal, StateCode, SubmissionId};
use event_log::Position;
use jiff::SignedDuration;

use crate::app::App;
use crate::auth::{OwnIssuer, Role, TokenRequest};
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

/// Events read at once.
const PAGE: u32 = 1_000;

/// The whole text.
pub(super) async fn greeting(running: &Running, data_dir: &Path) -> anyhow::Result<String> {
    let app = &running.app;
    let issuer = OwnIssuer::open(data_dir)?;
    let base = format!("http://{}", running.address);
    let mut text = String::new();
    writeln!(text, "listening on {base}")?;
    writeln!(text, "documentation: {base}/docs/")?;
    writeln!(text, "\nTokens for 30 days, to paste into a shell:\n")?;
    for (name, role, state) in TOKENS {
        writeln!(text, "{name}='{}'", token(app, &issuer, role, state)?)?;
    }
    if let Some((proposal, speaker)) = find_example(app).await? {
        let lodging = token(app, &issuer, Role::FocalPoint, Some(speaker.as_str()))?;
        example(&mut text, &base, &proposal, speaker, &lodging)?;
    }
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

/// The first proposal that anybody may see whose input can be watched as it comes, and who lodges next.
async fn find_example(app: &App) -> anyhow::Result<Option<(Proposal, StateCode)>> {
    let mut position = Position(0);
    loop {
        let page = app.log().read_after(position, PAGE).await?;
        let Some(last) = page.last() else { return Ok(None) };
        position = last.position;
        for recorded in &page {
            let event = decode(&recorded.kind, recorded.schema_version, &recorded.payload)?;
            let Event::ProposalTabled(tabled) = event else { continue };
            let found = app.commands.find_proposal(tabled.proposal_id).await?;
            let proposal = found.context("a proposal that was tabled is not there")?.state;
            if let Some(consultation) = watchable(&proposal)
                && let Some(speaker) = next_speaker(app, &proposal, consultation).await?
            {
                return Ok(Some((Proposal::clone(&proposal), speaker)));
            }
        }
    }
}

fn watchable(proposal: &Proposal) -> Option<&Consultation> {
    let consultation = proposal.current_consultation()?;
    let public = proposal.audience == Audience::Public && proposal.withdrawn_at.is_none();
    (public && consultation.before_close == BeforeClose::Open).then_some(consultation)
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
    writeln!(text, "\n# Anybody sees the register and the public proposals.\n")?;
    writeln!(text, "curl -sS '{base}/v1/proposals'; echo")?;
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
