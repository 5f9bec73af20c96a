//! Events of a proposal's stream.

use consultation::event::{
    ConsultationClosed, ConsultationOpened, ProposalTabled, ProposalWithdrawn, RevisionCirculated,
};
use consultation::visibility::{audience_rank, before_close_rank};
use consultation::{ProposalId, Revision};
use event_log::Position;
use jiff::Timestamp;
use projection::ApplyError;
use sqlx::SqliteConnection;

use super::poisoned;

pub(super) async fn tabled(tx: &mut SqliteConnection, event: &ProposalTabled, at: Position) -> Result<(), ApplyError> {
    let title = serde_json::to_string(&event.title).map_err(|error| poisoned(at, format!("title: {error}")))?;
    sqlx::query(
        "INSERT INTO proposals (id, lead_member, title, focus_area, key_event, audience, revision, tabled_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(event.proposal_id.0)
    .bind(event.lead_member.as_str())
    .bind(title)
    .bind(event.focus_area.as_str())
    .bind(event.key_event.as_ref().map(|code| code.as_str().to_owned()))
    .bind(audience_rank(event.audience))
    .bind(i64::from(event.revision.number))
    .bind(event.at.as_microsecond())
    .execute(&mut *tx)
    .await?;
    text(tx, event.proposal_id, &event.revision, at).await
}

pub(super) async fn circulated(
    tx: &mut SqliteConnection,
    event: &RevisionCirculated,
    at: Position,
) -> Result<(), ApplyError> {
    sqlx::query("UPDATE proposals SET revision = $2 WHERE id = $1")
        .bind(event.proposal_id.0)
        .bind(i64::from(event.revision.number))
        .execute(&mut *tx)
        .await?;
    text(tx, event.proposal_id, &event.revision, at).await?;
    // Comments follow their paragraphs to the new reading order.
    sqlx::query(
        "UPDATE comments SET ordinal = p.place FROM paragraphs p
         WHERE comments.proposal = $1 AND p.proposal = $1 AND p.id = comments.paragraph
           AND comments.ordinal <> p.place",
    )
    .bind(event.proposal_id.0)
    .execute(&mut *tx)
    .await?;
    Ok(())
}

/// The paragraphs of a text, one statement a table.
async fn text(
    tx: &mut SqliteConnection,
    proposal: ProposalId,
    revision: &Revision,
    at: Position,
) -> Result<(), ApplyError> {
    let paragraphs: Vec<(String, &str, &str)> = revision
        .paragraphs
        .iter()
        .map(|paragraph| {
            (
                paragraph.id.0.simple().to_string(),
                paragraph.label.as_str(),
                paragraph.text.as_str(),
            )
        })
        .collect();
    let paragraphs = serde_json::to_string(&paragraphs).map_err(|error| poisoned(at, format!("text: {error}")))?;
    sqlx::query(
        "INSERT INTO paragraphs (proposal, id, revision, ordinal, place, label, text)
         SELECT $1, unhex(value ->> 0), $2, key, key, value ->> 1, value ->> 2 FROM json_each($3) WHERE true
         ON CONFLICT (proposal, id) DO UPDATE SET revision = excluded.revision, ordinal = excluded.ordinal,
             label = excluded.label, text = excluded.text",
    )
    .bind(proposal.0)
    .bind(i64::from(revision.number))
    .bind(&paragraphs)
    .execute(&mut *tx)
    .await?;
    if revision.number > 0 {
        // Those that are gone stay in the reading order, behind the one that has their ordinal now.
        sqlx::query(
            "UPDATE paragraphs SET place = r.place
             FROM (SELECT id, row_number() OVER (ORDER BY ordinal, revision DESC, id) - 1 AS place
                   FROM paragraphs WHERE proposal = $1) r
             WHERE paragraphs.proposal = $1 AND paragraphs.id = r.id AND paragraphs.place <> r.place",
        )
        .bind(proposal.0)
        .execute(&mut *tx)
        .await?;
    }
    sqlx::query(
        "INSERT INTO paragraph_labels (proposal, revision, id, label)
         SELECT $1, $2, unhex(value ->> 0), value ->> 1 FROM json_each($3)",
    )
    .bind(proposal.0)
    .bind(i64::from(revision.number))
    .bind(&paragraphs)
    .execute(&mut *tx)
    .await?;
    Ok(())
}

pub(super) async fn opened(
    tx: &mut SqliteConnection,
    event: &ConsultationOpened,
    at: Position,
) -> Result<(), ApplyError> {
    sqlx::query(
        "INSERT INTO consultations
             (proposal, number, revision, opened_at, closes_at, before_close, closing_recorded, open_until)
         VALUES ($1, $2, $3, $4, $5, $6, 0, $5)",
    )
    .bind(event.proposal_id.0)
    .bind(i64::from(event.consultation))
    .bind(i64::from(event.revision))
    .bind(event.at.as_microsecond())
    .bind(event.closes_at.as_microsecond())
    .bind(before_close_rank(event.before_close))
    .execute(&mut *tx)
    .await?;
    // One statement for all of them: there may be two hundred.
    let invited: Vec<(&str, &str)> = event
        .invited
        .iter()
        .map(|invited| (invited.state.as_str(), invited.label.area_code().unwrap_or_default()))
        .collect();
    let invited = serde_json::to_string(&invited).map_err(|error| poisoned(at, format!("invited: {error}")))?;
    sqlx::query(
        "INSERT INTO invitations (proposal, consultation, state, label)
         SELECT $1, $2, value ->> 0, value ->> 1 FROM json_each($3)",
    )
    .bind(event.proposal_id.0)
    .bind(i64::from(event.consultation))
    .bind(invited)
    .execute(&mut *tx)
    .await?;
    Ok(())
}

pub(super) async fn moved(
    tx: &mut SqliteConnection,
    proposal: ProposalId,
    consultation: u32,
    closes_at: Timestamp,
) -> Result<(), ApplyError> {
    sqlx::query("UPDATE consultations SET closes_at = $3, open_until = $3 WHERE proposal = $1 AND number = $2")
        .bind(proposal.0)
        .bind(i64::from(consultation))
        .bind(closes_at.as_microsecond())
        .execute(&mut *tx)
        .await?;
    Ok(())
}

pub(super) async fn closed(tx: &mut SqliteConnection, event: &ConsultationClosed) -> Result<(), ApplyError> {
    sqlx::query("UPDATE consultations SET closing_recorded = 1 WHERE proposal = $1 AND number = $2")
        .bind(event.proposal_id.0)
        .bind(i64::from(event.consultation))
        .execute(&mut *tx)
        .await?;
    Ok(())
}

pub(super) async fn withdrawn(tx: &mut SqliteConnection, event: &ProposalWithdrawn) -> Result<(), ApplyError> {
    sqlx::query("UPDATE proposals SET withdrawn_at = $2 WHERE id = $1")
        .bind(event.proposal_id.0)
        .bind(event.at.as_microsecond())
        .execute(&mut *tx)
        .await?;
    Ok(())
}
