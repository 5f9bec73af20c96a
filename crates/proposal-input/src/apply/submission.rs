//! Events of a submission's stream.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

use consultation::event::{ProposalTabled, SubmissionConfirmed, SubmissionHead, SubmissionLodged, SubmissionWithdrawn};
use consultation::submission::{Content, Standing};
use consultation::visibility::joint_column;
use consultation::{Comment, CommentId, Event, ParagraphId, ProposalId, RegisterCode, StateCode};
use event_log::{Position, RecordedEvent};
use jiff::Timestamp;
use projection::ApplyError;
use projection::sql::{Row, Sql, Value, ViewConn};

use super::insert::{self, CommentRow, SubmissionRow};
use super::poisoned;
use crate::rows::{AtClose, Body, ranks, words_of};

/// Where a paragraph of one revision stands now, and what it was called in that revision.
type Places = BTreeMap<ParagraphId, (i64, String)>;

/// First lodgings of a page, not yet written.
#[derive(Default)]
pub(super) struct Lodgings {
    submissions: Vec<Vec<Value>>,
    comments: Vec<Vec<Value>>,
    places: HashMap<(ProposalId, u32), Places>,
}

/// A first lodging as rows, made without asking the database.
pub(super) struct Lodging {
    proposal: ProposalId,
    submission: Vec<Value>,
    comments: Vec<LodgedComment>,
}

/// A comment of it, not yet at its place.
struct LodgedComment {
    id: uuid::Uuid,
    paragraph: Option<ParagraphId>,
    revision: u32,
    values: Vec<Value>,
}

impl Lodging {
    pub(super) fn of(event: &SubmissionLodged, at: Position) -> Result<Self, ApplyError> {
        let comments = event.content.comments.iter();
        let version = Version {
            number: 1,
            at: event.at,
            late: event.late,
            standing: Standing::Lodged,
        };
        Ok(Self {
            proposal: event.head.proposal_id,
            submission: submission_row(&event.head, &event.content, &version).values(),
            comments: comments
                .map(|comment| {
                    Ok(LodgedComment {
                        id: comment.id.0,
                        paragraph: comment.paragraph,
                        revision: comment.revision,
                        values: comment_row(&event.head, comment, at)?.values(),
                    })
                })
                .collect::<Result<_, ApplyError>>()?,
        })
    }
}

impl Lodgings {
    /// Takes up where the paragraphs of a new text stand, so that its first lodgings need not ask for it.
    pub(super) fn tabled(&mut self, event: &ProposalTabled) {
        let paragraphs = (0_i64..).zip(&event.revision.paragraphs);
        let places = paragraphs.map(|(place, paragraph)| (paragraph.id, (place, paragraph.label.clone())));
        let key = (event.proposal_id, event.revision.number);
        self.places.insert(key, places.collect());
    }

    pub(super) async fn take(&mut self, tx: &mut ViewConn, lodging: Lodging, at: Position) -> Result<(), ApplyError> {
        for LodgedComment {
            id,
            paragraph,
            revision,
            mut values,
        } in lodging.comments
        {
            if let Some(paragraph) = paragraph {
                let key = (lodging.proposal, revision);
                let known = match self.places.entry(key) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(unknown) => unknown.insert(places(tx, key.0, key.1).await?),
                };
                let (ordinal, label) = find_place(Some(known), paragraph, id, at)?;
                insert::place(&mut values, ordinal, label);
            }
            self.comments.push(values);
        }
        self.submissions.push(lodging.submission);
        Ok(())
    }

    /// After a new revision places are read again.
    pub(super) fn forget_places(&mut self) {
        self.places.clear();
    }

    pub(super) async fn flush(&mut self, tx: &mut ViewConn) -> Result<(), ApplyError> {
        insert::submissions(tx, std::mem::take(&mut self.submissions)).await?;
        insert::comments(tx, std::mem::take(&mut self.comments)).await
    }
}

/// What an event says of the version it makes.
struct Version {
    number: u64,
    at: Timestamp,
    late: bool,
    standing: Standing,
}

/// Lodged again, revised or entered: the new content replaces the old.
pub(super) async fn replaced(tx: &mut ViewConn, recorded: &RecordedEvent, event: &Event) -> Result<(), ApplyError> {
    let (head, at, late, content, standing) = match event {
        Event::SubmissionLodged(event) => (&event.head, event.at, event.late, &event.content, Standing::Lodged),
        Event::SubmissionRevised(event) => (&event.head, event.at, event.late, &event.content, Standing::Lodged),
        Event::SubmissionEntered(event) => (
            &event.head,
            event.at,
            event.late,
            &event.content,
            Standing::AwaitingConfirmation,
        ),
        _ => {
            return Err(poisoned(
                recorded.position,
                "not an event that replaces a submission's content",
            ));
        }
    };
    let version = Version {
        number: recorded.stream_version,
        at,
        late,
        standing,
    };
    let id = head.submission_id.0;
    let mut row = submission_row(head, content, &version);
    keep_times(tx, &mut row).await?;
    Sql::new("DELETE FROM @submissions WHERE id = $1")
        .bind(id)
        .execute(tx)
        .await?;
    insert::submissions(tx, vec![row.values()]).await?;

    let before = stored_comments(tx, id, recorded.position).await?;
    let mut rows = Vec::with_capacity(content.comments.len());
    let mut known: HashMap<u32, Places> = HashMap::new();
    for comment in &content.comments {
        if comment.paragraph.is_some() && !known.contains_key(&comment.revision) {
            known.insert(comment.revision, places(tx, head.proposal_id, comment.revision).await?);
        }
        let mut row = comment_row(head, comment, recorded.position)?;
        row.at_close = before.get(&comment.id).and_then(|old| old.at_close_beside(comment));
        if let Some(paragraph) = comment.paragraph {
            let places = known.get(&comment.revision);
            let (ordinal, label) = find_place(places, paragraph, row.id, recorded.position)?;
            (row.ordinal, row.paragraph_label) = (ordinal, Some(label));
        }
        rows.push(row);
    }
    for row in &rows {
        Sql::new("DELETE FROM @comments WHERE submission = $1 AND id = $2")
            .bind(row.submission)
            .bind(row.id)
            .execute(tx)
            .await?;
    }
    let gone = before
        .keys()
        .filter(|id| content.comments.iter().all(|comment| comment.id != **id));
    for comment in gone {
        withdraw_comments(tx, id, Some(*comment), at).await?;
    }
    insert::comments(tx, rows.into_iter().map(CommentRow::values).collect()).await
}

/// The first lodging's time stays; so does the time of what is said beside the comments, while it stays the same.
async fn keep_times(tx: &mut ViewConn, row: &mut SubmissionRow) -> Result<(), ApplyError> {
    let before = Sql::new(
        "SELECT lodged_at, part_at, part_late,
             withdrawn_at IS NULL AND position IS NOT DISTINCT FROM $2 AND ad_referendum = $3 AND language = $4 AND audience = $5
                 AND attribution = $6 AND on_behalf_of IS NOT DISTINCT FROM $7
                 AND general_remarks IS NOT DISTINCT FROM $8 AND mandate IS NOT DISTINCT FROM $9
                 AND joint_with IS NOT DISTINCT FROM $10 AS same
         FROM @submissions WHERE id = $1",
    )
    .bind(row.id)
    .bind(row.position)
    .bind(row.ad_referendum)
    .bind(row.language.as_str())
    .bind(row.audience)
    .bind(row.attribution)
    .bind(row.on_behalf_of.as_deref())
    .bind(row.general_remarks.as_deref())
    .bind(row.mandate.as_deref())
    .bind(row.joint_with.as_deref())
    .fetch_optional(tx)
    .await?;
    if let Some(before) = before {
        row.lodged_at = before.try_get("lodged_at")?;
        if before.try_get("same")? {
            row.part_at = before.try_get("part_at")?;
            row.part_late = before.try_get("part_late")?;
        }
    }
    Ok(())
}

pub(super) async fn confirmed(tx: &mut ViewConn, event: &SubmissionConfirmed, version: u64) -> Result<(), ApplyError> {
    Sql::new("UPDATE @submissions SET standing = $2, version = $3, revised_at = $4 WHERE id = $1")
        .bind(event.head.submission_id.0)
        .bind(Standing::Confirmed.as_str())
        .bind(i64::try_from(version).unwrap_or(i64::MAX))
        .bind(event.at.as_microsecond())
        .execute(tx)
        .await?;
    Ok(())
}

pub(super) async fn withdrawn(tx: &mut ViewConn, event: &SubmissionWithdrawn, version: u64) -> Result<(), ApplyError> {
    let id = event.head.submission_id.0;
    Sql::new(
        "UPDATE @submissions SET withdrawn_at = $2, version = $3, revised_at = $2, general_remarks = NULL WHERE id = $1",
    )
    .bind(id)
    .bind(event.at.as_microsecond())
    .bind(i64::try_from(version).unwrap_or(i64::MAX))
    .execute(tx)
    .await?;
    withdraw_comments(tx, id, None, event.at).await
}

/// Marks one comment or all as withdrawn, and drops the words: those are for the own state only, and come from the
/// log (R15b).
async fn withdraw_comments(
    tx: &mut ViewConn,
    submission: uuid::Uuid,
    comment: Option<CommentId>,
    at: Timestamp,
) -> Result<(), ApplyError> {
    Sql::new(
        "UPDATE @comments SET withdrawn_at = $3, text = '', search = '', body = '', at_close = NULL
         WHERE submission = $1 AND ($2 IS NULL OR id = $2) AND withdrawn_at IS NULL",
    )
    .bind(submission)
    .bind(comment.map(|comment| comment.0))
    .bind(at.as_microsecond())
    .execute(tx)
    .await?;
    Ok(())
}

async fn places(tx: &mut ViewConn, proposal: ProposalId, revision: u32) -> Result<Places, ApplyError> {
    let rows = Sql::new(
        "SELECT l.id, p.place, l.label FROM @paragraph_labels l JOIN @paragraphs p ON p.proposal = l.proposal AND p.id = l.id
         WHERE l.proposal = $1 AND l.revision = $2",
    )
    .bind(proposal.0)
    .bind(i64::from(revision))
    .fetch_all(tx)
    .await?;
    let place = |row: Row| Ok((ParagraphId(row.try_get(0)?), (row.try_get(1)?, row.try_get(2)?)));
    rows.into_iter().map(place).collect()
}

/// What is known of a comment before a new version of its submission.
struct Stored {
    late: bool,
    current: AtClose,
    at_close: Option<String>,
}

impl Stored {
    /// What stood at close, if the comment's next version is late (R12).
    fn at_close_beside(&self, next: &Comment) -> Option<String> {
        match (next.late, self.late) {
            (true, false) => serde_json::to_string(&self.current).ok(),
            (true, true) => self.at_close.clone(),
            (false, _) => None,
        }
    }
}

async fn stored_comments(
    tx: &mut ViewConn,
    submission: uuid::Uuid,
    at: Position,
) -> Result<BTreeMap<CommentId, Stored>, ApplyError> {
    let rows = Sql::new(
        "SELECT id, late, text, language, body, audience, attribution, on_behalf_of, joint_with, at_close FROM @comments
         WHERE submission = $1 AND withdrawn_at IS NULL",
    )
    .bind(submission)
    .fetch_all(tx)
    .await?;
    let mut stored = BTreeMap::new();
    for row in rows {
        let unreadable = |what: &str| poisoned(at, format!("the view's own column {what} cannot be read"));
        let language: String = row.try_get("language")?;
        let body: String = row.try_get("body")?;
        let group: Option<String> = row.try_get("on_behalf_of")?;
        let joint: Option<String> = row.try_get("joint_with")?;
        let current = AtClose {
            text: row.try_get("text")?,
            language: consultation::LanguageTag::parse(&language).map_err(|_error| unreadable("language"))?,
            body: Box::new(Body::from_column(&body).map_err(|_error| unreadable("body"))?),
            audience: crate::query::audience_of(row.try_get("audience")?).ok_or_else(|| unreadable("audience"))?,
            attribution: crate::query::attribution_of(row.try_get("attribution")?)
                .ok_or_else(|| unreadable("attribution"))?,
            on_behalf_of: group
                .map(|code| RegisterCode::parse(&code))
                .transpose()
                .map_err(|_error| unreadable("on_behalf_of"))?,
            joint_with: joint
                .iter()
                .flat_map(|codes| codes.split(' '))
                .map(StateCode::parse)
                .collect::<Result<_, _>>()
                .map_err(|_error| unreadable("joint_with"))?,
        };
        let id = CommentId(row.try_get("id")?);
        stored.insert(
            id,
            Stored {
                late: row.try_get("late")?,
                current,
                at_close: row.try_get("at_close")?,
            },
        );
    }
    Ok(stored)
}

fn submission_row(head: &SubmissionHead, content: &Content, version: &Version) -> SubmissionRow {
    let (audience, attribution) = ranks(content.audience, content.attribution);
    SubmissionRow {
        id: head.submission_id.0,
        proposal: head.proposal_id.0,
        consultation: i64::from(head.consultation),
        state: head.state.as_str().to_owned(),
        version: i64::try_from(version.number).unwrap_or(i64::MAX),
        position: content.position.map(consultation::submission::Position::as_str),
        ad_referendum: content.ad_referendum,
        language: content.language.as_str().to_owned(),
        audience,
        attribution,
        on_behalf_of: content.on_behalf_of.as_ref().map(|group| group.as_str().to_owned()),
        mandate: content.mandate.clone(),
        joint_with: joint_column(&content.joint_with),
        general_remarks: content.general_remarks.clone(),
        speaks: content.speaks_beside_comments(),
        late: version.late,
        standing: version.standing.as_str(),
        lodged_at: version.at.as_microsecond(),
        revised_at: version.at.as_microsecond(),
        part_at: version.at.as_microsecond(),
        part_late: version.late,
    }
}

/// Where a comment's paragraph stands, and what it was called in the comment's revision.
fn find_place(
    places: Option<&Places>,
    paragraph: ParagraphId,
    comment: uuid::Uuid,
    at: Position,
) -> Result<(i64, String), ApplyError> {
    let place = places.and_then(|places| places.get(&paragraph));
    place
        .cloned()
        .ok_or_else(|| poisoned(at, format!("comment {comment} names an unknown paragraph")))
}

/// A comment's row, not yet at its place.
fn comment_row(head: &SubmissionHead, comment: &Comment, at: Position) -> Result<CommentRow, ApplyError> {
    let (audience, attribution) = ranks(comment.audience, comment.attribution);
    let body = Body::of(comment)
        .to_column()
        .map_err(|error| poisoned(at, format!("body: {error}")))?;
    Ok(CommentRow {
        id: comment.id.0,
        submission: head.submission_id.0,
        proposal: head.proposal_id.0,
        consultation: i64::from(head.consultation),
        state: head.state.as_str().to_owned(),
        number: i64::from(comment.number),
        revision: i64::from(comment.revision),
        paragraph: comment.paragraph.map(|paragraph| paragraph.0),
        paragraph_label: None,
        ordinal: -1,
        kind: comment.kind.as_str(),
        language: comment.language.as_str().to_owned(),
        audience,
        attribution,
        on_behalf_of: comment.on_behalf_of.as_ref().map(|group| group.as_str().to_owned()),
        joint_with: joint_column(&comment.joint_with),
        late: comment.late,
        at: comment.at.as_microsecond(),
        since_version: i64::try_from(comment.since_version).unwrap_or(i64::MAX),
        unattributed: comment.id.unattributed_number(),
        text: comment.text.clone(),
        search: words_of(comment),
        body,
        at_close: None,
    })
}
