//! Log lines: for people on a terminal, JSON elsewhere.

use std::io::IsTerminal;
use std::str::FromStr;

use tracing_subscriber::EnvFilter;

/// A checked filter of log lines.
#[derive(Debug, Clone)]
pub(super) struct LogFilter(String);

impl FromStr for LogFilter {
    type Err = tracing_subscriber::filter::ParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        EnvFilter::try_new(text).map(|_| Self(text.to_owned()))
    }
}

/// Sends log lines to standard error. A second call in one process changes nothing.
pub(super) fn start(filter: &LogFilter) {
    let terminal = std::io::stderr().is_terminal();
    let lines = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(&filter.0))
        .with_writer(std::io::stderr)
        .with_ansi(terminal);
    let started = if terminal {
        lines.try_init()
    } else {
        lines.json().flatten_event(true).with_span_list(false).try_init()
    };
    if started.is_err() {
        tracing::debug!("logging had been started before");
    }
}
