//! How fast a follower that does nothing reads the log, beside a plain sequential read of the same rows.

use std::time::Instant;

use event_log::{LOG_FILE, Position};
use private_postgres::PrivatePostgres;
use sqlx::ConnectOptions;
use uuid::Uuid;

use crate::appends::{PAYLOAD_BYTES, median};
use crate::place::{Engine, Place};
use crate::report::{Report, Wanted};
use crate::samples::{append, fresh};
use event_log::{NewEvent, StreamId};

/// Events that are read.
const EVENTS: usize = 200_000;

/// Rows read at once by either.
const PAGE: u32 = 4_000;

const ROUNDS: usize = 3;

pub(crate) async fn run(report: &mut Report, server: &PrivatePostgres, engine: Engine) -> anyhow::Result<()> {
    report.section(&format!("Catch-up from {}, events of 1,000 bytes", engine.name()));
    let place = Place::fresh(engine, server)?;
    let log = place.open_log().await?;
    fill(&log, EVENTS).await?;
    let (mut ours, mut plain) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let (started, mut after, mut read) = (Instant::now(), Position(0), 0_usize);
        loop {
            let page = log.read_after(after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = last.position;
            read += page.len();
        }
        ours.push(read as f64 / started.elapsed().as_secs_f64());
        plain.push(plain_read(&place).await?);
    }
    log.close().await;
    let (ours, plain) = (median(&mut ours), median(&mut plain));
    report.rate(
        "plain sequential read of the same rows with sqlx",
        plain,
        "baseline",
        None,
    );
    let wanted = Wanted::at_least("0.7 × a plain sequential read", ours / plain, 0.7);
    let what = format!("catch-up of a trivial follower, {}", engine.name());
    report.rate(
        &what,
        ours,
        &format!("{:.2} × the plain read", ours / plain),
        Some(wanted),
    );
    Ok(())
}

/// Fills a log with events of streams of their own.
pub(crate) async fn fill(log: &event_log::EventLog, events: usize) -> anyhow::Result<()> {
    let payload = vec![b'x'; PAYLOAD_BYTES];
    let mut left = events;
    while left > 0 {
        let many = left.min(2_000);
        let new = (0..many).map(|_| NewEvent {
            event_id: fresh(),
            stream: StreamId(format!("submission/{}", fresh())),
            kind: "submission.lodged".to_owned(),
            schema_version: 1,
            payload: payload.clone(),
        });
        log.append(append(new.collect())).await?;
        left -= many;
    }
    Ok(())
}

/// The same rows, pages and columns, as a user would read them.
macro_rules! plain_read {
    ($session:expr, $table:literal) => {{
        let (started, mut after, mut read) = (Instant::now(), 0_i64, 0_usize);
        loop {
            let query = sqlx::query_as::<_, Plain>(concat!(
                "SELECT position, stream, stream_version, event_id, append_id, kind, schema_version, payload, actor, \
                 correlation_id, causation_id, recorded_at FROM ",
                $table,
                " WHERE position > $1 ORDER BY position LIMIT $2"
            ));
            let rows = query.bind(after).bind(i64::from(PAGE)).fetch_all(&mut $session).await?;
            let Some(last) = rows.last() else { break };
            after = last.0;
            read += std::hint::black_box(&rows).len();
        }
        read as f64 / started.elapsed().as_secs_f64()
    }};
}

async fn plain_read(place: &Place) -> anyhow::Result<f64> {
    if let Some(database) = place.database()? {
        let mut session = database.connect().await?;
        return Ok(plain_read!(session, "log.events"));
    }
    let options = sqlx::sqlite::SqliteConnectOptions::new()
        .filename(place.dir.path().join(LOG_FILE))
        .read_only(true);
    let mut session = options.connect().await?;
    Ok(plain_read!(session, "events"))
}

/// All columns of a row.
type Plain = (
    i64,
    String,
    i64,
    Uuid,
    Uuid,
    String,
    i32,
    Vec<u8>,
    Uuid,
    Uuid,
    Option<Uuid>,
    i64,
);
