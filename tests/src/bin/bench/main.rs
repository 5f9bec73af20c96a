//! Measures the program and, in the same run, what a plain use of the same engine gives. Ratios hold better than
//! figures: everything shares the machine.
//!
//! `bench [--seconds N] [--output FILE]` prints a Markdown page; with `--output` it writes it.

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
mod http;
mod load;
mod rebuild;
mod report;
mod samples;
mod server;

use std::time::Duration;

use report::Report;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut seconds = 3;
    let mut output = None;
    let mut arguments = std::env::args().skip(1).peekable();
    if arguments.next_if(|first| first == "hello").is_some() {
        let data_dir = arguments
            .next()
            .ok_or_else(|| anyhow::anyhow!("hello needs a data directory"))?;
        return server::serve_hello(std::path::Path::new(&data_dir)).await;
    }
    while let Some(argument) = arguments.next() {
        let value = arguments
            .next()
            .ok_or_else(|| anyhow::anyhow!("{argument} needs a value"))?;
        match argument.as_str() {
            "--seconds" => seconds = value.parse()?,
            "--output" => output = Some(value),
            _ => anyhow::bail!("unknown option {argument}; use --seconds N, --output FILE"),
        }
    }
    let each = Duration::from_secs(seconds);
    let mut report = Report::new(seconds);
    appends::run(&mut report, each).await?;
    rebuild::run(&mut report).await?;
    http::run(&mut report, each).await?;
    let page = report.page();
    println!("{page}");
    if let Some(file) = output {
        std::fs::write(file, page)?;
    }
    Ok(())
}
