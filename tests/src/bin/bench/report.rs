//! Collects figures and writes them as a Markdown page.

use std::fmt::Write;

/// How the page begins.
const INTRODUCTION: &str = "# Benchmarks

`cargo xtask bench --output docs/benchmarks.md` wrote this page. Each figure stands beside what a plain use of the same
engine gives in the same run: ratios hold better than figures, and below 20 % a difference is noise. Durable means one
`fsync` before the answer. One event of the rebuild is one submission with one comment of 300 bytes.

";

/// The figures of one run.
pub(crate) struct Report {
    seconds: u64,
    sections: Vec<(String, Vec<Row>)>,
}

/// One figure.
pub(crate) struct Row {
    what: String,
    figure: String,
    beside: String,
    wanted: String,
}

impl Report {
    pub(crate) fn new(seconds: u64) -> Self {
        Self {
            seconds,
            sections: Vec::new(),
        }
    }

    pub(crate) fn section(&mut self, title: &str) {
        eprintln!("{title}");
        self.sections.push((title.to_owned(), Vec::new()));
    }

    /// A figure, what stands beside it in the same run, and what was to be reached.
    pub(crate) fn row(&mut self, what: &str, figure: &str, beside: &str, wanted: &str) {
        eprintln!("  {what}: {figure} {beside}");
        if let Some((_, rows)) = self.sections.last_mut() {
            let [what, figure, beside, wanted] = [what, figure, beside, wanted].map(str::to_owned);
            rows.push(Row {
                what,
                figure,
                beside,
                wanted,
            });
        }
    }

    pub(crate) fn page(&self) -> String {
        let mut page = String::from(INTRODUCTION);
        let processor = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let model = processor
            .lines()
            .find_map(|line| line.strip_prefix("model name\t: "))
            .unwrap_or("unknown");
        let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
        let now = event_log::Clock::now(&regional_input::clock::SystemClock);
        let date = now.strftime("%Y-%m-%d");
        let _ = writeln!(
            page,
            "Date: {date}. Machine: {cores} cores, {model}; server, clients and disk share it."
        );
        let _ = writeln!(
            page,
            "Each measurement runs {} s. SQLite: WAL, `synchronous=FULL`.\n",
            self.seconds
        );
        for (title, rows) in &self.sections {
            let _ = writeln!(
                page,
                "## {title}\n\n| what | figure | beside it, same run | to reach |\n|---|---|---|---|"
            );
            for Row {
                what,
                figure,
                beside,
                wanted,
            } in rows
            {
                let _ = writeln!(page, "| {what} | {figure} | {beside} | {wanted} |");
            }
            page.push('\n');
        }
        page
    }
}

/// Thousands apart.
pub(crate) fn grouped(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The value below which `share` of the sorted samples lie.
pub(crate) fn percentile(sorted: &[f64], share: f64) -> f64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "an index into the samples"
    )]
    let index = ((sorted.len() as f64 - 1.0) * share).round() as usize;
    sorted.get(index).copied().unwrap_or(0.0)
}
