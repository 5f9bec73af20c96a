//! `Rights::sight` and `Rights::sight_sql` are one rule said twice.

use consultation::visibility::{
    Columns, InputFacts, Rights, Sight, attribution_rank, audience_rank, before_close_rank, joint_column,
};
use consultation::{Attribution, Audience, BeforeClose, RegisterCode, StateCode};
use sqlx::{AssertSqlSafe, Connection, Row, SqliteConnection};

use crate::history::{PROPOSALS, random_history, viewers};
use crate::register::{code, state};

/// The group spoken for, and the states that it is joint with.
type Spoken<'a> = (Option<&'a RegisterCode>, &'a [StateCode]);

/// Every combination of what decides.
fn all_facts<'a>(closings: &[jiff::Timestamp], spoken_for: &[Spoken<'a>]) -> Vec<InputFacts<'a>> {
    let mut all = Vec::new();
    for speaker in ["FJI", "JPN", "WSM"].map(state) {
        for audience in Audience::ALL.iter().copied() {
            for attribution in Attribution::ALL.iter().copied() {
                for before_close in [BeforeClose::Open, BeforeClose::MembersSee, BeforeClose::Sealed] {
                    let facts = |closes_at, (on_behalf_of, joint_with): Spoken<'a>| InputFacts {
                        on_behalf_of,
                        joint_with,
                        state: speaker,
                        audience,
                        attribution,
                        before_close,
                        closes_at,
                    };
                    for spoken in spoken_for {
                        all.extend(closings.iter().map(|closes_at| facts(*closes_at, *spoken)));
                    }
                }
            }
        }
    }
    all
}

async fn table_of(facts: &[InputFacts<'_>]) -> SqliteConnection {
    let mut conn = SqliteConnection::connect("sqlite::memory:").await.unwrap();
    sqlx::raw_sql(
        "CREATE TABLE facts (number INTEGER PRIMARY KEY, state, audience, attribution, before_close, closes_at, on_behalf_of, joint_with)",
    )
    .execute(&mut conn)
    .await
    .unwrap();
    for fact in facts {
        sqlx::query(
            "INSERT INTO facts (state, audience, attribution, before_close, closes_at, on_behalf_of, joint_with)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(fact.state.as_str().to_owned())
        .bind(audience_rank(fact.audience))
        .bind(attribution_rank(fact.attribution))
        .bind(before_close_rank(fact.before_close))
        .bind(fact.closes_at.as_microsecond())
        .bind(fact.on_behalf_of.map(|group| group.as_str().to_owned()))
        .bind(joint_column(fact.joint_with))
        .execute(&mut conn)
        .await
        .unwrap();
    }
    conn
}

/// Known now, or once it has closed.
fn is_attributable(rights: &Rights, facts: &InputFacts<'_>) -> bool {
    let at_close = InputFacts {
        before_close: BeforeClose::Open,
        closes_at: jiff::Timestamp::MIN,
        ..*facts
    };
    rights.sight(&at_close) == Sight::Named
}

#[tokio::test]
async fn the_sql_says_of_every_row_what_the_decision_in_memory_says() {
    let history = random_history(1, 60);
    let now = history.end;
    let second = jiff::SignedDuration::from_micros(1);
    let closings = [now.checked_sub(second).unwrap(), now, now.checked_add(second).unwrap()];
    let (forum, asean, other) = (code("PIF"), code("ASEAN"), code("PI"));
    let (joint, with_member) = ([state("FJI"), state("JPN")], [state("MEX"), state("WSM")]);
    let spoken: [Spoken<'_>; 6] = [
        (None, &[]),
        (Some(&forum), &[]),
        (Some(&asean), &joint),
        (Some(&other), &[]),
        (None, &joint),
        (Some(&forum), &with_member),
    ];
    let facts = all_facts(&closings, &spoken);
    let mut conn = table_of(&facts).await;
    let mut seen = std::collections::BTreeMap::<Sight, usize>::new();
    for proposal in PROPOSALS {
        for viewer in viewers() {
            let rights = history.rights(viewer, proposal, now);
            let sql = rights.sight_sql(Columns {
                state: "state",
                audience: "audience",
                attribution: "attribution",
                before_close: "before_close",
                closes_at: "closes_at",
                now: &now.as_microsecond().to_string(),
                on_behalf_of: "on_behalf_of",
                joint_with: "joint_with",
                groups: &format!("'{}'", rights.groups_text()),
                own: &format!(
                    "'{}'",
                    rights.own_state().map(|own| own.to_string()).unwrap_or_default()
                ),
            });
            let query = format!(
                "SELECT {}, {}, {} FROM facts ORDER BY number",
                sql.named, sql.visible, sql.attributable
            );
            let rows = sqlx::query(AssertSqlSafe(query)).fetch_all(&mut conn).await.unwrap();
            assert_eq!(rows.len(), facts.len());
            for (row, fact) in rows.iter().zip(&facts) {
                let (named, visible, attributable): (bool, bool, bool) = (row.get(0), row.get(1), row.get(2));
                let sight = rights.sight(fact);
                assert_eq!(named, sight == Sight::Named, "{viewer:?} {fact:?}");
                assert_eq!(visible, sight != Sight::Hidden, "{viewer:?} {fact:?}");
                assert_eq!(attributable, is_attributable(&rights, fact), "{viewer:?} {fact:?}");
                *seen.entry(sight).or_default() += 1;
            }
        }
    }
    assert!(seen.len() == 3 && seen.values().all(|count| *count > 100), "{seen:?}");
}

#[test]
fn the_sql_names_columns_and_ranks_only() {
    let history = random_history(1, 10);
    let code: StateCode = state("FJI");
    let rights = history.rights(
        consultation::visibility::Viewer::Delegation(code),
        PROPOSALS[0],
        history.end,
    );
    let columns = Columns {
        state: "s",
        audience: "a",
        attribution: "t",
        before_close: "b",
        closes_at: "c",
        now: "n",
        own: "o",
        on_behalf_of: "g",
        joint_with: "j",
        groups: "v",
    };
    let sql = rights.sight_sql(columns);
    for text in [sql.named, sql.visible, sql.attributable] {
        assert!(
            text.chars()
                .all(|character| character.is_ascii_alphanumeric() || " ()=<>|,'".contains(character)),
            "{text}"
        );
    }
}
