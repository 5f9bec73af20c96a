//! Questions to the view. Each takes the viewer's rights and answers only from what these let through.

pub(crate) mod comments;
mod dispositions;
pub(crate) mod due;
pub(crate) mod homes;
pub(crate) mod paragraphs;
pub(crate) mod proposals;
pub(crate) mod submissions;
pub(crate) mod summary;

use consultation::visibility::{Columns, Rights, SightSql};
use consultation::{Attribution, Audience, ProposalId, StateCode};
use jiff::Timestamp;
use projection::sql::Sql;

/// What a question is about, and the rights of who asks.
#[derive(Debug, Clone)]
pub struct Scope {
    /// The proposal.
    pub proposal: ProposalId,
    /// One consultation of it; none for all.
    pub consultation: Option<u32>,
    /// The viewer's rights over its input, now.
    pub rights: Rights,
}

/// Why a question has no answer.
#[derive(Debug, thiserror::Error)]
pub enum QueryError {
    /// The database failed.
    #[error("the view cannot be read")]
    Database(#[from] sqlx::Error),
    /// A stored value cannot be read.
    #[error("column {0} of the view cannot be read")]
    Column(&'static str),
}

impl Scope {
    /// Begins a query whose conditions are judged for this viewer: they need the table `viewer`, which has one row.
    /// What it holds is bound, not written, so that the statement is prepared once and found again.
    pub(crate) fn query(&self) -> Sql {
        let own = self.rights.own_state().map(|own| own.as_str().to_owned());
        let mut query = Sql::new("WITH viewer AS (SELECT ");
        query.push_bind(self.rights.now().as_microsecond()).push(" AS now, ");
        query.push_bind(own.unwrap_or_default()).push(" AS own, ");
        query.push_bind(self.rights.groups_text()).push(" AS groups) ");
        query
    }

    /// Conditions on comments, tables `c` and `k` (consultations).
    pub(crate) fn comment_sight(&self) -> SightSql {
        let sight = self.rights.sight_sql(Columns {
            state: "c.state",
            audience: "c.audience",
            attribution: "c.attribution",
            before_close: "k.before_close",
            // What was withdrawn before the close was for those only who could read it then (R15b).
            closes_at: "CASE WHEN coalesce(c.withdrawn_at, c.superseded_at) < k.open_until THEN 9223372036854775807
                ELSE k.open_until END",
            now: "viewer.now",
            own: "viewer.own",
            on_behalf_of: "CASE WHEN NOT c.unshared THEN c.on_behalf_of END",
            joint_with: "CASE WHEN NOT c.unshared THEN c.joint_with END",
            groups: "viewer.groups",
        });
        let visible = format!("({} OR ({} AND NOT c.unlabelled))", sight.named, sight.visible);
        SightSql { visible, ..sight }
    }

    /// Conditions on what submissions say beside their comments, tables `s` and `k` (consultations): whether the
    /// viewer may know of it. See [`Scope::position_sight`] for what it says.
    pub(crate) fn submission_sight(&self) -> SightSql {
        let sight = self.part_sight();
        // One that states no position and makes no remarks says nothing beside its comments: it is known by these, or
        // not at all (R15c).
        let comments = self.comment_sight();
        let known_by = |comment: &str| {
            format!(
                "(s.state = viewer.own OR s.speaks
                  OR EXISTS (SELECT 1 FROM @comments c WHERE c.submission = s.id AND c.withdrawn_at IS NULL AND {comment}))"
            )
        };
        SightSql {
            named: format!("({} AND {})", sight.named, known_by(&comments.named)),
            visible: format!("({} AND {})", sight.visible, known_by(&comments.visible)),
            attributable: format!("({} AND {})", sight.attributable, known_by(&comments.attributable)),
        }
    }

    /// Condition for reading the position of a submission. One that no longer stands is for the own state only (R15b).
    pub(crate) fn position_sight(&self) -> String {
        as_it_stands(&self.submission_sight().named)
    }

    /// The same where a position is stated: such a submission says something beside its comments, so these need not be
    /// looked for.
    pub(crate) fn stated_position_sight(&self) -> String {
        as_it_stands(&self.part_sight().named)
    }

    /// As [`Scope::submission_sight`], of a submission that says something beside its comments.
    fn part_sight(&self) -> SightSql {
        self.rights.sight_sql(Columns {
            state: "s.state",
            audience: "s.audience",
            attribution: "s.attribution",
            before_close: "k.before_close",
            // What was withdrawn before the close was for those only who could read it then (R15b).
            closes_at: "CASE WHEN coalesce(s.withdrawn_at, s.superseded_at) < k.open_until THEN 9223372036854775807
                ELSE k.open_until END",
            now: "viewer.now",
            own: "viewer.own",
            on_behalf_of: "CASE WHEN NOT s.unshared THEN s.on_behalf_of END",
            joint_with: "CASE WHEN NOT s.unshared THEN s.joint_with END",
            groups: "viewer.groups",
        })
    }

    /// Pushes `<table>.proposal = … [AND <table>.consultation = …]`.
    pub(crate) fn push_on(&self, query: &mut Sql, table: &'static str) {
        query.push(table).push(".proposal = ").push_bind(self.proposal.0);
        if let Some(consultation) = self.consultation {
            query
                .push(" AND ")
                .push(table)
                .push(".consultation = ")
                .push_bind(i64::from(consultation));
        }
    }
}

/// A condition on submissions, narrowed to what still stands as it is; to the own state all is shown.
fn as_it_stands(sight: &str) -> String {
    format!("({sight} AND (s.state = viewer.own OR (s.withdrawn_at IS NULL AND s.superseded_at IS NULL)))")
}

pub(crate) fn audience_of(rank: i64) -> Option<Audience> {
    Audience::ALL
        .iter()
        .copied()
        .find(|audience| consultation::visibility::audience_rank(*audience) == rank)
}

pub(crate) fn attribution_of(rank: i64) -> Option<Attribution> {
    Attribution::ALL
        .iter()
        .copied()
        .find(|attribution| consultation::visibility::attribution_rank(*attribution) == rank)
}

pub(crate) fn instant(micros: i64) -> Result<Timestamp, QueryError> {
    Timestamp::from_microsecond(micros).map_err(|_error| QueryError::Column("instant"))
}

pub(crate) fn state(text: &str) -> Result<StateCode, QueryError> {
    StateCode::parse(text).map_err(|_error| QueryError::Column("state"))
}

pub(crate) fn count(value: i64) -> u64 {
    u64::try_from(value).unwrap_or(0)
}

pub(crate) fn small(value: i64) -> u32 {
    u32::try_from(value).unwrap_or(0)
}
