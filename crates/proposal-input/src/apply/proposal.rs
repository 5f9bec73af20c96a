//! Events of a proposal's stream.

use consultation::event::{
    ConsultationClosed, ConsultationOpened, ProposalAdopted, ProposalTabled, ProposalWithdrawn, RevisionCirculated,
};
use consultation::visibility::{audience_rank, before_close_rank};
use consultation::{ProposalId, Revision};
use event_log::Position;
use jiff::Timestamp;
use projection::ApplyError;
use projection::sql::{Sql, Value, ViewConn, insert_rows};

use super::poisoned;

pub(super) async fn tabled(tx: &mut ViewConn, event: &ProposalTabled, at: Position) -> Result<(), ApplyError> {
    let title = serde_json::to_string(&event.title).map_err(|error| poisoned(at, format!("title: {error}")))?;
    Sql::new(
        "INSERT INTO @proposals (id, lead_member, title, focus_area, key_event, audience, revision, tabled_at)
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
    .execute(tx)
    .await?;
    text(tx, event.proposal_id, &event.revision).await
}

pub(super) async fn circulated(tx: &mut ViewConn, event: &RevisionCirculated) -> Result<(), ApplyError> {
    Sql::new("UPDATE @proposals SET revision = $2 WHERE id = $1")
        .bind(event.proposal_id.0)
        .bind(i64::from(event.revision.number))
        .execute(tx)
        .await?;
    text(tx, event.proposal_id, &event.revision).await?;
    // Comments follow their paragraphs to the new reading order.
    Sql::new(
        "UPDATE @comments SET ordinal = p.place FROM @paragraphs p
         WHERE @comments.proposal = $1 AND p.proposal = $1 AND p.id = @comments.paragraph
           AND @comments.ordinal <> p.place",
    )
    .bind(event.proposal_id.0)
    .execute(tx)
    .await?;
    Ok(())
}

/// The paragraphs of a text, one statement a table.
async fn text(tx: &mut ViewConn, proposal: ProposalId, revision: &Revision) -> Result<(), ApplyError> {
    let number = i64::from(revision.number);
    let paragraphs = || (0_i64..).zip(&revision.paragraphs);
    if revision.number == 0 {
        let rows = paragraphs().map(|(ordinal, paragraph)| -> Vec<Value> {
            vec![
                proposal.0.into(),
                paragraph.id.0.into(),
                number.into(),
                ordinal.into(),
                ordinal.into(),
                paragraph.label.as_str().into(),
                paragraph.text.as_str().into(),
            ]
        });
        let columns = "proposal, id, revision, ordinal, place, label, text";
        insert_rows(tx, "paragraphs", columns, rows.collect()).await?;
    } else {
        for (ordinal, paragraph) in paragraphs() {
            Sql::new(
                "INSERT INTO @paragraphs (proposal, id, revision, ordinal, place, label, text)
                 VALUES ($1, $2, $3, $4, $4, $5, $6)
                 ON CONFLICT (proposal, id) DO UPDATE SET revision = excluded.revision, ordinal = excluded.ordinal,
                     label = excluded.label, text = excluded.text",
            )
            .bind(proposal.0)
            .bind(paragraph.id.0)
            .bind(number)
            .bind(ordinal)
            .bind(paragraph.label.as_str())
            .bind(paragraph.text.as_str())
            .execute(tx)
            .await?;
        }
    }
    if revision.number > 0 {
        // Those that are gone stay in the reading order, behind the one that has their ordinal now.
        Sql::new(
            "UPDATE @paragraphs SET place = r.place
             FROM (SELECT id, row_number() OVER (ORDER BY ordinal, revision DESC, id) - 1 AS place
                   FROM @paragraphs WHERE proposal = $1) r
             WHERE @paragraphs.proposal = $1 AND @paragraphs.id = r.id AND @paragraphs.place <> r.place",
        )
        .bind(proposal.0)
        .execute(tx)
        .await?;
    }
    let labels = revision.paragraphs.iter().map(|paragraph| -> Vec<Value> {
        vec![
            proposal.0.into(),
            number.into(),
            paragraph.id.0.into(),
            paragraph.label.as_str().into(),
        ]
    });
    insert_rows(
        tx,
        "paragraph_labels",
        "proposal, revision, id, label",
        labels.collect(),
    )
    .await?;
    Ok(())
}

pub(super) async fn opened(tx: &mut ViewConn, event: &ConsultationOpened) -> Result<(), ApplyError> {
    Sql::new(
        "INSERT INTO @consultations
             (proposal, number, revision, opened_at, closes_at, before_close, closing_recorded, open_until)
         VALUES ($1, $2, $3, $4, $5, $6, false, $5)",
    )
    .bind(event.proposal_id.0)
    .bind(i64::from(event.consultation))
    .bind(i64::from(event.revision))
    .bind(event.at.as_microsecond())
    .bind(event.closes_at.as_microsecond())
    .bind(before_close_rank(event.before_close))
    .execute(tx)
    .await?;
    let invited = event.invited.iter().map(|invited| -> Vec<Value> {
        vec![
            event.proposal_id.0.into(),
            i64::from(event.consultation).into(),
            invited.state.as_str().into(),
            invited.label.area_code().unwrap_or_default().into(),
        ]
    });
    insert_rows(
        tx,
        "invitations",
        "proposal, consultation, state, label",
        invited.collect(),
    )
    .await?;
    Ok(())
}

pub(super) async fn moved(
    tx: &mut ViewConn,
    proposal: ProposalId,
    consultation: u32,
    closes_at: Timestamp,
) -> Result<(), ApplyError> {
    Sql::new("UPDATE @consultations SET closes_at = $3, open_until = $3 WHERE proposal = $1 AND number = $2")
        .bind(proposal.0)
        .bind(i64::from(consultation))
        .bind(closes_at.as_microsecond())
        .execute(tx)
        .await?;
    Ok(())
}

pub(super) async fn closed(tx: &mut ViewConn, event: &ConsultationClosed) -> Result<(), ApplyError> {
    Sql::new("UPDATE @consultations SET closing_recorded = true WHERE proposal = $1 AND number = $2")
        .bind(event.proposal_id.0)
        .bind(i64::from(event.consultation))
        .execute(tx)
        .await?;
    Ok(())
}

pub(super) async fn withdrawn(tx: &mut ViewConn, event: &ProposalWithdrawn) -> Result<(), ApplyError> {
    Sql::new("UPDATE @proposals SET withdrawn_at = $2, silence_until = NULL WHERE id = $1")
        .bind(event.proposal_id.0)
        .bind(event.at.as_microsecond())
        .execute(tx)
        .await?;
    package(tx, event.proposal_id, None).await
}

/// Silence is kept until an instant, or not any more.
pub(super) async fn silence(
    tx: &mut ViewConn,
    proposal: ProposalId,
    until: Option<Timestamp>,
) -> Result<(), ApplyError> {
    Sql::new("UPDATE @proposals SET silence_until = $2 WHERE id = $1")
        .bind(proposal.0)
        .bind(until.map(Timestamp::as_microsecond))
        .execute(tx)
        .await?;
    Ok(())
}

/// Silence is kept on a package until an instant, or not any more.
pub(super) async fn package(
    tx: &mut ViewConn,
    proposal: ProposalId,
    until: Option<Timestamp>,
) -> Result<(), ApplyError> {
    let statement = match until {
        Some(until) => Sql::new(
            "INSERT INTO @packages (proposal, until) VALUES ($1, $2)
             ON CONFLICT (proposal) DO UPDATE SET until = excluded.until",
        )
        .bind(proposal.0)
        .bind(until.as_microsecond()),
        None => Sql::new("DELETE FROM @packages WHERE proposal = $1").bind(proposal.0),
    };
    statement.execute(tx).await?;
    Ok(())
}

pub(super) async fn adopted(tx: &mut ViewConn, event: &ProposalAdopted) -> Result<(), ApplyError> {
    Sql::new("UPDATE @proposals SET adopted_at = $2, silence_until = NULL WHERE id = $1")
        .bind(event.proposal_id.0)
        .bind(event.adopted_at.as_microsecond())
        .execute(tx)
        .await?;
    Ok(())
}
