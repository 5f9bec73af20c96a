//! Many rows a statement, in few distinct statement texts so that prepared ones are found again.

use projection::ApplyError;
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};
use uuid::Uuid;

/// Rows a statement. 256 rows of 25 columns stay far below SQLite's 32,766 parameters.
const CHUNKS: [usize; 5] = [256, 64, 16, 4, 1];

/// A row of `submissions`.
#[expect(clippy::struct_excessive_bools, reason = "the columns of a table")]
pub(super) struct SubmissionRow {
    pub(super) id: Uuid,
    pub(super) proposal: Uuid,
    pub(super) consultation: i64,
    pub(super) state: String,
    pub(super) version: i64,
    pub(super) position: Option<&'static str>,
    pub(super) ad_referendum: bool,
    pub(super) language: String,
    pub(super) audience: i64,
    pub(super) attribution: i64,
    pub(super) on_behalf_of: Option<String>,
    pub(super) general_remarks: Option<String>,
    pub(super) speaks: bool,
    pub(super) late: bool,
    pub(super) standing: &'static str,
    pub(super) lodged_at: i64,
    pub(super) revised_at: i64,
    pub(super) part_at: i64,
    pub(super) part_late: bool,
}

/// A row of `comments`.
pub(super) struct CommentRow {
    pub(super) id: Uuid,
    pub(super) submission: Uuid,
    pub(super) proposal: Uuid,
    pub(super) consultation: i64,
    pub(super) state: String,
    pub(super) number: i64,
    pub(super) revision: i64,
    pub(super) paragraph: Option<Uuid>,
    pub(super) paragraph_label: Option<String>,
    pub(super) ordinal: i64,
    pub(super) kind: &'static str,
    pub(super) language: String,
    pub(super) audience: i64,
    pub(super) attribution: i64,
    pub(super) on_behalf_of: Option<String>,
    pub(super) late: bool,
    pub(super) at: i64,
    pub(super) since_version: i64,
    pub(super) unattributed: String,
    pub(super) text: String,
    pub(super) search: String,
    pub(super) body: String,
    pub(super) at_close: Option<String>,
}

pub(super) async fn submissions(tx: &mut SqliteConnection, rows: Vec<SubmissionRow>) -> Result<(), ApplyError> {
    let mut rows = rows.into_iter();
    while let Some(count) = chunk(rows.len()) {
        let mut query: QueryBuilder<Sqlite> = QueryBuilder::new(
            "INSERT INTO submissions (id, proposal, consultation, state, version, position, ad_referendum, language,
                 audience, attribution, on_behalf_of, general_remarks, speaks, late, standing, lodged_at, revised_at, part_at,
                 part_late) ",
        );
        query.push_values(rows.by_ref().take(count), |mut values, row| {
            values
                .push_bind(row.id)
                .push_bind(row.proposal)
                .push_bind(row.consultation)
                .push_bind(row.state);
            values
                .push_bind(row.version)
                .push_bind(row.position)
                .push_bind(row.ad_referendum)
                .push_bind(row.language);
            values
                .push_bind(row.audience)
                .push_bind(row.attribution)
                .push_bind(row.on_behalf_of);
            values
                .push_bind(row.general_remarks)
                .push_bind(row.speaks)
                .push_bind(row.late)
                .push_bind(row.standing);
            values
                .push_bind(row.lodged_at)
                .push_bind(row.revised_at)
                .push_bind(row.part_at)
                .push_bind(row.part_late);
        });
        query.build().persistent(true).execute(&mut *tx).await?;
    }
    Ok(())
}

pub(super) async fn comments(tx: &mut SqliteConnection, rows: Vec<CommentRow>) -> Result<(), ApplyError> {
    let mut rows = rows.into_iter();
    while let Some(count) = chunk(rows.len()) {
        let mut query: QueryBuilder<Sqlite> = QueryBuilder::new(
            "INSERT INTO comments (id, submission, proposal, consultation, state, number, revision, paragraph,
                 paragraph_label, ordinal, kind, language, audience, attribution, on_behalf_of, late, at,
                 since_version, unattributed, text, search, body, at_close) ",
        );
        query.push_values(rows.by_ref().take(count), |mut values, row| {
            values
                .push_bind(row.id)
                .push_bind(row.submission)
                .push_bind(row.proposal)
                .push_bind(row.consultation);
            values
                .push_bind(row.state)
                .push_bind(row.number)
                .push_bind(row.revision)
                .push_bind(row.paragraph);
            values
                .push_bind(row.paragraph_label)
                .push_bind(row.ordinal)
                .push_bind(row.kind)
                .push_bind(row.language);
            values
                .push_bind(row.audience)
                .push_bind(row.attribution)
                .push_bind(row.on_behalf_of)
                .push_bind(row.late);
            values
                .push_bind(row.at)
                .push_bind(row.since_version)
                .push_bind(row.unattributed)
                .push_bind(row.text);
            values.push_bind(row.search).push_bind(row.body).push_bind(row.at_close);
        });
        query.build().persistent(true).execute(&mut *tx).await?;
    }
    Ok(())
}

fn chunk(rows: usize) -> Option<usize> {
    CHUNKS.into_iter().find(|count| *count <= rows)
}
