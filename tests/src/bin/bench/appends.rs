//! Durable appends a second, beside plain inserts of the same engine.

use std::time::{Duration, Instant};

use event_log::EventLog;
use private_postgres::PrivatePostgres;

use crate::place::{Engine, Place};
use crate::plain::{pgbench, plain_postgres, plain_sqlite};
use crate::report::{Report, Wanted, grouped};
use crate::samples::plain_append;

/// Bytes of an event's payload.
pub(crate) const PAYLOAD_BYTES: usize = 1_000;

/// Measurements of each kind; the median counts.
const ROUNDS: usize = 3;

pub(crate) async fn sqlite(report: &mut Report, server: &PrivatePostgres, each: Duration) -> anyhow::Result<()> {
    report.section("Durable appends into SQLite, events of 1,000 bytes, one guard each");
    let (mut one, mut hundred, mut ours) = (Vec::new(), Vec::new(), [const { Vec::new() }; 3]);
    for _ in 0..ROUNDS {
        let dir = tempfile::tempdir()?;
        one.push(plain_sqlite(dir.path(), 1, each).await?);
        hundred.push(plain_sqlite(dir.path(), 100, each).await?);
        for (tasks, rates) in [1, 8, 64].into_iter().zip(&mut ours) {
            rates.push(appends(&Place::fresh(Engine::Sqlite, server)?, tasks, each).await?);
        }
    }
    let (one, hundred) = (median(&mut one), median(&mut hundred));
    report.rate("plain insert, one row a commit", one, "baseline", None);
    report.rate("plain insert, 100 rows a commit", hundred, "baseline", None);
    for (tasks, rates) in [1, 8, 64].into_iter().zip(&mut ours) {
        let rate = median(rates);
        let beside = format!(
            "{:.2} × one row a commit, {:.2} × 100 rows a commit",
            rate / one,
            rate / hundred
        );
        let wanted = (tasks == 64).then(|| Wanted::at_least("0.5 × 100 rows a commit", rate / hundred, 0.5));
        report.rate(&format!("appends into SQLite, {tasks} tasks"), rate, &beside, wanted);
    }
    report.chart("appends-sqlite", "Durable appends a second into SQLite, 1 KB events");
    Ok(())
}

pub(crate) async fn postgres(report: &mut Report, server: &PrivatePostgres, each: Duration) -> anyhow::Result<()> {
    report.section("Durable appends into PostgreSQL, events of 1,000 bytes, one guard each");
    let (mut bench, mut single, mut many, mut hundred) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut ours = [const { Vec::new() }; 3];
    for _ in 0..ROUNDS {
        bench.push(pgbench(server, 64, each)?);
        single.push(plain_postgres(server, 1, 1, each).await?);
        many.push(plain_postgres(server, 64, 1, each).await?);
        hundred.push(plain_postgres(server, 1, 100, each).await?);
        for (tasks, rates) in [1, 8, 64].into_iter().zip(&mut ours) {
            rates.push(appends(&Place::fresh(Engine::Postgres, server)?, tasks, each).await?);
        }
    }
    let (bench, single) = (median(&mut bench), median(&mut single));
    report.rate("pgbench, one-row INSERT a commit, 64 clients", bench, "baseline", None);
    report.rate("plain sqlx insert, one row a commit, 1 task", single, "baseline", None);
    report.rate(
        "plain sqlx insert, one row a commit, 64 tasks",
        median(&mut many),
        "baseline",
        None,
    );
    report.rate(
        "plain sqlx insert, 100 rows a commit, 1 task",
        median(&mut hundred),
        "baseline",
        None,
    );
    for (tasks, rates) in [1, 8, 64].into_iter().zip(&mut ours) {
        let rate = median(rates);
        let beside = format!(
            "{:.2} × pgbench, {:.2} × plain insert with 1 task",
            rate / bench,
            rate / single
        );
        let wanted = match tasks {
            1 => Some(Wanted::at_least(
                "0.5 × plain sqlx autocommit insert",
                rate / single,
                0.5,
            )),
            64 => Some(Wanted::at_least("1.5 × pgbench with 64 clients", rate / bench, 1.5)),
            _ => None,
        };
        report.rate(
            &format!("appends into PostgreSQL, {tasks} tasks"),
            rate,
            &beside,
            wanted,
        );
        if tasks == 64 {
            report.remember_postgres_appends(rate);
        }
    }
    report.chart(
        "appends-postgres",
        "Durable appends a second into PostgreSQL, 1 KB events",
    );
    Ok(())
}

pub(crate) async fn appends(place: &Place, tasks: usize, each: Duration) -> anyhow::Result<f64> {
    let log = place.open_log().await?;
    let started = Instant::now();
    let mut running = Vec::new();
    for _ in 0..tasks {
        running.push(tokio::spawn(append_for(log.clone(), started, each)));
    }
    let mut done = 0;
    for task in running {
        done += task.await?;
    }
    let rate = done as f64 / started.elapsed().as_secs_f64();
    log.close().await;
    eprintln!("  {tasks} tasks: {}/s", grouped(rate));
    Ok(rate)
}

async fn append_for(log: EventLog, started: Instant, each: Duration) -> u64 {
    let payload = vec![b'x'; PAYLOAD_BYTES];
    let mut done = 0;
    while started.elapsed() < each {
        log.append(plain_append(&payload)).await.expect("an append");
        done += 1;
    }
    done
}

pub(crate) fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    crate::report::percentile(values, 0.5)
}
