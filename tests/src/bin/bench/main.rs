//! Measures the program and, in the same run, what a plain use of the same engine gives, and what a user would pick
//! instead. Ratios hold better than figures: everything shares the machine.
//!
//! `bench [--seconds N] [--output FILE] [--only PART,…] [--quick]` prints a Markdown page; with `--output` it writes it
//! and its charts. Parts: appends, catch-up, growth, rebuild, http, matrix, memory, peers, real. `--quick` lets the log grow to
//! 5·10^5 events only.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a measuring program ends at the first fault"
)]
#![expect(clippy::print_stdout, reason = "its results go to standard output")]
#![expect(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "figures are rounded for people"
)]

mod appends;
mod catch_up;
mod chart;
mod growth;
mod http;
mod load;
mod matrix;
mod memory;
mod peers;
mod place;
mod plain;
mod real_input;
mod rebuild;
mod report;
mod samples;
mod server;

use std::path::PathBuf;
use std::time::Duration;

use place::Engine;
use private_postgres::PrivatePostgres;
use report::Report;

/// Events to which the log grows.
const LARGE: usize = 5_000_000;

const ENGINES: [Engine; 2] = [Engine::Sqlite, Engine::Postgres];

struct Asked {
    each: Duration,
    output: Option<PathBuf>,
    only: Vec<String>,
    large: usize,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1).peekable();
    if arguments.next_if(|first| first == "hello").is_some() {
        let data_dir = arguments
            .next()
            .ok_or_else(|| anyhow::anyhow!("hello needs a data directory"))?;
        return server::serve_hello(std::path::Path::new(&data_dir)).await;
    }
    let asked = asked(arguments)?;
    let server = place::durable_server()?;
    let mut report = Report::new(format!(
        "Each measurement runs {} s, medians of three. {}; SQLite WAL, `synchronous=FULL`.",
        asked.each.as_secs(),
        place::durability(&server)?
    ));
    measure(&mut report, &server, &asked).await;
    match &asked.output {
        Some(file) => report.write(file)?,
        None => println!("{}", report.page("benchmarks", "\n\n")),
    }
    Ok(())
}

fn asked(mut arguments: impl Iterator<Item = String>) -> anyhow::Result<Asked> {
    let mut asked = Asked {
        each: Duration::from_secs(3),
        output: None,
        only: Vec::new(),
        large: LARGE,
    };
    while let Some(argument) = arguments.next() {
        if argument == "--quick" {
            asked.large = LARGE / 10;
            continue;
        }
        let value = arguments
            .next()
            .ok_or_else(|| anyhow::anyhow!("{argument} needs a value"))?;
        match argument.as_str() {
            "--seconds" => asked.each = Duration::from_secs(value.parse()?),
            "--output" => asked.output = Some(value.into()),
            "--only" => asked.only = value.split(',').map(str::to_owned).collect(),
            _ => anyhow::bail!("unknown option {argument}; use --seconds N, --output FILE, --only PART,…, --quick"),
        }
    }
    Ok(asked)
}

/// Every part that was asked for. One that fails is told in the page, and the others are measured all the same.
async fn measure(report: &mut Report, server: &PrivatePostgres, asked: &Asked) {
    let wants = |part: &str| asked.only.is_empty() || asked.only.iter().any(|only| only == part);
    let each = asked.each;
    let failed = |report: &mut Report, what: &str, result: anyhow::Result<()>| {
        if let Err(error) = result {
            report.failed(what, &error);
        }
    };
    if wants("appends") {
        let result = appends::sqlite(report, server, each).await;
        failed(report, "appends into SQLite", result);
        let result = appends::postgres(report, server, each).await;
        failed(report, "appends into PostgreSQL", result);
    }
    if wants("peers") {
        peers::stores(report, each);
    }
    for engine in ENGINES {
        if wants("catch-up") {
            let result = catch_up::run(report, server, engine).await;
            failed(report, "catch-up", result);
        }
        if wants("rebuild") {
            let result = rebuild::run(report, server, engine).await;
            failed(report, "rebuild", result);
        }
    }
    let mut on_postgres = None;
    if wants("http") {
        for engine in ENGINES {
            match http::run(report, server, engine, each).await {
                Ok(rates) => on_postgres = Some(rates),
                Err(error) => report.failed("over HTTP", &error),
            }
        }
        let result = peers::floor(report, each, on_postgres).await;
        failed(report, "the HTTP floor", result);
    }
    for engine in ENGINES {
        if wants("matrix") {
            let result = matrix::run(report, server, engine).await;
            failed(report, "the matrix", result);
        }
    }
    if wants("real") {
        let result = real_input::run(report, server).await;
        failed(report, "real input", result);
    }
    for engine in ENGINES {
        if wants("memory") {
            let result = memory::run(report, server, engine).await;
            failed(report, "memory", result);
        }
        if wants("growth") {
            let result = growth::run(report, server, engine, asked.large, each).await;
            failed(report, "growth", result);
        }
    }
}
