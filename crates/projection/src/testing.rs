//! What every view's tests need: however the events arrive, the tables must come out the same.

use std::collections::BTreeMap;

use event_log::{Position, RecordedEvent};

use crate::advance::Target;
use crate::origin::Origin;
use crate::sql::{Sql, ViewConn};
use crate::sqlite::ViewFile;
use crate::{ApplyError, View};

/// All rows of all of a view's tables, each row as one text of SQL literals, in order.
pub type Tables = BTreeMap<String, Vec<String>>;

/// Largest page of the random cuttings.
const MAX_RANDOM_PAGE: u64 = 23;

/// Applies the events one by one, in one page, in random pages (one cutting a seed) and with every page delivered
/// twice, and checks that all tables come out the same. The events are numbered from position 1 without a gap.
///
/// The tables compared are the view's own, virtual ones included, shadow tables of virtual ones not: a full-text
/// index may be laid out differently and mean the same.
///
/// # Errors
///
/// The first error of the view's `apply`, or of reading its tables.
///
/// # Panics
///
/// If the tables differ, naming the way, the table and the first differing row; or if there is a gap.
pub async fn assert_same_however_applied(
    view: &dyn View,
    events: &[RecordedEvent],
    seeds: &[u64],
) -> Result<(), ApplyError> {
    for (expected, event) in (1_u64..).zip(events) {
        assert_eq!(
            event.position,
            Position(expected),
            "the events of this test must be numbered from 1"
        );
    }
    let singly = tables_after(view, events, || 1, 1).await?;
    let whole = tables_after(view, events, || usize::MAX, 1).await?;
    assert_same("in one page", &singly, &whole);
    for seed in seeds {
        let mut sizes = Sizes(*seed);
        let cut = tables_after(view, events, || sizes.next(), 1).await?;
        assert_same(&format!("in random pages of seed {seed}"), &singly, &cut);
        let mut sizes = Sizes(*seed);
        let twice = tables_after(view, events, || sizes.next(), 2).await?;
        assert_same(&format!("twice, in random pages of seed {seed}"), &singly, &twice);
    }
    let twice = tables_after(view, events, || 1, 2).await?;
    assert_same("one by one, each twice", &singly, &twice);
    Ok(())
}

/// Reads all rows of all of a view's tables.
///
/// # Errors
/// The driver's.
pub async fn dump(conn: &mut ViewConn) -> Result<Tables, sqlx::Error> {
    let names = Sql::new(
        "SELECT name FROM pragma_table_list
         WHERE schema = 'main' AND type IN ('table', 'virtual')
           AND name NOT GLOB 'sqlite_*' AND name NOT GLOB 'projection_*'",
    )
    .fetch_texts(conn)
    .await?;
    let mut tables = Tables::new();
    for name in names {
        let columns = Sql::new("SELECT name FROM pragma_table_info($1) ORDER BY cid")
            .bind(name.clone())
            .fetch_texts(conn)
            .await?;
        let values: Vec<String> = columns
            .iter()
            .map(|column| format!("quote({})", identifier(column)))
            .collect();
        let query = format!(
            "SELECT {} FROM {} ORDER BY 1",
            values.join(" || ', ' || "),
            identifier(&name)
        );
        let rows = Sql::new(&query).fetch_texts(conn).await?;
        tables.insert(name, rows);
    }
    Ok(tables)
}

async fn tables_after(
    view: &dyn View,
    events: &[RecordedEvent],
    mut size: impl FnMut() -> usize,
    deliveries: u32,
) -> Result<Tables, ApplyError> {
    let mut file = ViewFile::in_memory(view, &Origin::of_no_log()).await?;
    let mut rest = events;
    while !rest.is_empty() {
        let (page, later) = rest.split_at(size().clamp(1, rest.len()));
        for _ in 0..deliveries {
            file.apply(view, page).await?;
        }
        rest = later;
    }
    Ok(dump(file.conn()).await?)
}

#[track_caller]
fn assert_same(way: &str, expected: &Tables, actual: &Tables) {
    for (name, expected_rows) in expected {
        let rows = actual.get(name).map(Vec::as_slice).unwrap_or_default();
        let difference = (0..expected_rows.len().max(rows.len()))
            .map(|at| (expected_rows.get(at), rows.get(at)))
            .find(|(expected, actual)| expected != actual);
        assert!(
            difference.is_none(),
            "table {name} differs when applied {way}: (one by one, {way}) is {difference:?}"
        );
    }
    assert_eq!(
        expected.len(),
        actual.len(),
        "the tables are not the same ones when applied {way}"
    );
}

fn identifier(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Page sizes from a seed: `SplitMix64`, whose whole state is one number.
struct Sizes(u64);

impl Sizes {
    fn next(&mut self) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        usize::try_from(1 + mixed % MAX_RANDOM_PAGE).unwrap_or(1)
    }
}
