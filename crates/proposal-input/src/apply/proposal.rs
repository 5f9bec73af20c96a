//! Events of a proposal's stream.
//!
//! Tablings and openings only add rows: these are collected, as first lodgings are, and inserted many at once.

use consultation::event::{
    ConsultationClosed, ConsultationOpened, ProposalAdopted, ProposalTabled, ProposalWithdrawn, RevisionCirculated,
};
use consultation::visibility::{audience_rank, before_close_rank};
use consultation::{ProposalId, RegisterCode, Revision};
use event_log::Position;
use jiff::Timestamp;
use projection::ApplyError;
use projection::sql::{Sql, Value, ViewConn, insert_rows};

use super::poisoned;

/// In the order of the values that [`Firsts::tabled`] makes.
const PROPOSAL_COLUMNS: &str = "id, lead_member, title, focus_area, key_event, audience, revision, tabled_at";
const PARAGRAPH_COLUMNS: &str = "proposal, id, revision, ordinal, place, label, text";
const LABEL_COLUMNS: &str = "proposal, revision, id, label";

/// In the order of the values that [`Firsts::opened`] makes.
const CONSULTATION_COLUMNS: &str =
    "proposal, number, revision, opened_at, closes_at, before_close, closing_recorded, open_until";
const INVITATION_COLUMNS: &str = "proposal, consultation, state, label";

/// Rows of proposals that were tabled and consultations that were opened, not yet written.
#[derive(Default)]
pub(super) struct Firsts {
    proposals: Vec<Vec<Value>>,
    paragraphs: Vec<Vec<Value>>,
    labels: Vec<Vec<Value>>,
    consultations: Vec<Vec<Value>>,
    invitations: Vec<Vec<Value>>,
}

impl Firsts {
    pub(super) fn tabled(&mut self, event: &ProposalTabled, at: Position) -> Result<(), ApplyError> {
        let title = serde_json::to_string(&event.title).map_err(|error| poisoned(at, format!("title: {error}")))?;
        self.proposals.push(vec![
            event.proposal_id.0.into(),
            event.lead_member.as_str().into(),
            title.into(),
            event.focus_area.as_str().into(),
            event.key_event.as_ref().map(RegisterCode::as_str).into(),
            audience_rank(event.audience).into(),
            event.revision.number.into(),
            event.at.as_microsecond().into(),
        ]);
        let (proposal, revision) = (event.proposal_id, &event.revision);
        let paragraphs = (0_i64..).zip(&revision.paragraphs).map(|(ordinal, paragraph)| {
            vec![
                proposal.0.into(),
                paragraph.id.0.into(),
                revision.number.into(),
                ordinal.into(),
                ordinal.into(),
                paragraph.label.as_str().into(),
                paragraph.text.as_str().into(),
            ]
        });
        self.paragraphs.extend(paragraphs);
        self.labels.extend(labels(proposal, revision));
        Ok(())
    }

    pub(super) fn opened(&mut self, event: &ConsultationOpened) {
        self.consultations.push(vec![
            event.proposal_id.0.into(),
            event.consultation.into(),
            event.revision.into(),
            event.at.as_microsecond().into(),
            event.closes_at.as_microsecond().into(),
            before_close_rank(event.before_close).into(),
            false.into(),
            event.closes_at.as_microsecond().into(),
        ]);
        let invitations = event.invited.iter().map(|invited| {
            vec![
                event.proposal_id.0.into(),
                event.consultation.into(),
                invited.state.as_str().into(),
                invited.label.area_code().unwrap_or_default().into(),
            ]
        });
        self.invitations.extend(invitations);
    }

    pub(super) async fn flush(&mut self, tx: &mut ViewConn) -> Result<(), ApplyError> {
        let Self {
            proposals,
            paragraphs,
            labels,
            consultations,
            invitations,
        } = std::mem::take(self);
        insert_rows(tx, "proposals", PROPOSAL_COLUMNS, proposals).await?;
        insert_rows(tx, "paragraphs", PARAGRAPH_COLUMNS, paragraphs).await?;
        insert_rows(tx, "paragraph_labels", LABEL_COLUMNS, labels).await?;
        insert_rows(tx, "consultations", CONSULTATION_COLUMNS, consultations).await?;
        Ok(insert_rows(tx, "invitations", INVITATION_COLUMNS, invitations).await?)
    }
}

/// Rows of `paragraph_labels`.
fn labels(proposal: ProposalId, revision: &Revision) -> impl Iterator<Item = Vec<Value>> {
    revision.paragraphs.iter().map(move |paragraph| {
        vec![
            proposal.0.into(),
            revision.number.into(),
            paragraph.id.0.into(),
            paragraph.label.as_str().into(),
        ]
    })
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

/// The paragraphs of a later text.
async fn text(tx: &mut ViewConn, proposal: ProposalId, revision: &Revision) -> Result<(), ApplyError> {
    for (ordinal, paragraph) in (0_i64..).zip(&revision.paragraphs) {
        Sql::new(
            "INSERT INTO @paragraphs (proposal, id, revision, ordinal, place, label, text)
             VALUES ($1, $2, $3, $4, $4, $5, $6)
             ON CONFLICT (proposal, id) DO UPDATE SET revision = excluded.revision, ordinal = excluded.ordinal,
                 label = excluded.label, text = excluded.text",
        )
        .bind(proposal.0)
        .bind(paragraph.id.0)
        .bind(i64::from(revision.number))
        .bind(ordinal)
        .bind(paragraph.label.as_str())
        .bind(paragraph.text.as_str())
        .execute(tx)
        .await?;
    }
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
    let labels = labels(proposal, revision).collect();
    Ok(insert_rows(tx, "paragraph_labels", LABEL_COLUMNS, labels).await?)
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
