//! Collects figures and writes them as a Markdown page with charts.

use std::fmt::Write;
use std::path::Path;

use crate::chart::{self, Bar};

/// How the page begins.
const INTRODUCTION: &str = "# Benchmarks

`cargo xtask bench --output docs/benchmarks.md` wrote this page, but for the notes between the marks. Each figure stands
beside what a plain use of the same engine gives in the same run: ratios hold better than figures, and below 20 % a
difference is noise. Durable means flushed to disk before the answer. Client, server, database and disk share the machine.

";

/// What stands between these is written by hand and kept.
const NOTES: [&str; 2] = ["<!-- notes: kept by the bench -->", "<!-- end of notes -->"];

/// What is to be reached, and whether it was.
pub(crate) struct Wanted {
    text: String,
    reached: bool,
}

impl Wanted {
    pub(crate) fn at_least(text: &str, value: f64, least: f64) -> Self {
        Self {
            text: format!("≥ {text}"),
            reached: value >= least,
        }
    }

    pub(crate) fn at_most(text: &str, value: f64, most: f64) -> Self {
        Self {
            text: format!("≤ {text}"),
            reached: value <= most,
        }
    }
}

/// The figures of one run.
pub(crate) struct Report {
    how: String,
    sections: Vec<Section>,
    /// Rates to be set beside those of other event stores.
    postgres_appends: Option<f64>,
}

struct Section {
    title: String,
    rows: Vec<Row>,
    bars: Vec<Bar>,
    chart: Option<(String, String)>,
}

/// One figure.
struct Row {
    what: String,
    figure: String,
    beside: String,
    wanted: Option<Wanted>,
}

impl Report {
    pub(crate) fn new(how: String) -> Self {
        Self {
            how,
            sections: Vec::new(),
            postgres_appends: None,
        }
    }

    pub(crate) fn section(&mut self, title: &str) {
        eprintln!("{title}");
        self.sections.push(Section {
            title: title.to_owned(),
            rows: Vec::new(),
            bars: Vec::new(),
            chart: None,
        });
    }

    /// A figure, what stands beside it in the same run, and what was to be reached.
    pub(crate) fn row(&mut self, what: &str, figure: &str, beside: &str, wanted: Option<Wanted>) {
        eprintln!("  {what}: {figure} {beside}");
        if let Some(section) = self.sections.last_mut() {
            let [what, figure, beside] = [what, figure, beside].map(str::to_owned);
            section.rows.push(Row {
                what,
                figure,
                beside,
                wanted,
            });
        }
    }

    /// A figure a second, which also goes into the section's chart.
    pub(crate) fn rate(&mut self, what: &str, rate: f64, beside: &str, wanted: Option<Wanted>) {
        self.row(what, &format!("{}/s", grouped(rate)), beside, wanted);
        if let Some(section) = self.sections.last_mut() {
            section.bars.push(Bar {
                label: what.to_owned(),
                value: rate,
                is_ours: beside != "baseline",
            });
        }
    }

    /// A part that could not be measured, and why.
    pub(crate) fn failed(&mut self, what: &str, reason: &anyhow::Error) {
        self.row(
            what,
            "not measured",
            &format!("{reason:#}").replace('|', "/").replace('\n', " "),
            None,
        );
    }

    /// Draws the section's rates.
    pub(crate) fn chart(&mut self, name: &str, title: &str) {
        if let Some(section) = self.sections.last_mut() {
            section.chart = Some((name.to_owned(), title.to_owned()));
        }
    }

    pub(crate) fn remember_postgres_appends(&mut self, rate: f64) {
        self.postgres_appends = Some(rate);
    }

    pub(crate) fn postgres_appends(&self) -> Option<f64> {
        self.postgres_appends
    }

    /// Writes the page and its charts; keeps the notes of the page that is there.
    pub(crate) fn write(&self, file: &Path) -> anyhow::Result<()> {
        let before = std::fs::read_to_string(file).unwrap_or_default();
        let [begin, end] = NOTES;
        let notes = before.split_once(begin).and_then(|(_, rest)| rest.split_once(end));
        let notes = notes.map_or("\n\n", |(notes, _)| notes);
        let folder = file.with_extension("");
        std::fs::create_dir_all(&folder)?;
        for section in &self.sections {
            if let Some((name, title)) = &section.chart {
                std::fs::write(folder.join(format!("{name}.svg")), chart::svg(title, &section.bars))?;
            }
        }
        let folder = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        std::fs::write(file, self.page(&folder, notes))?;
        Ok(())
    }

    pub(crate) fn page(&self, folder: &str, notes: &str) -> String {
        let mut page = String::from(INTRODUCTION);
        let processor = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let model = processor
            .lines()
            .find_map(|line| line.strip_prefix("model name\t: "))
            .unwrap_or("unknown");
        let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
        let now = event_log::Clock::now(&regional_input::clock::SystemClock);
        let date = now.strftime("%Y-%m-%d");
        let _ = writeln!(page, "Date: {date}. Machine: {cores} cores, {model}.\n{}\n", self.how);
        let _ = writeln!(
            page,
            "## What was to be reached\n\n| what | figure | beside it, same run | to reach | reached |\n|---|---|---|---|---|"
        );
        for row in self.sections.iter().flat_map(|section| &section.rows) {
            if let Some(wanted) = &row.wanted {
                let reached = if wanted.reached { "yes" } else { "**no**" };
                let _ = writeln!(
                    page,
                    "| {} | {} | {} | {} | {reached} |",
                    row.what, row.figure, row.beside, wanted.text
                );
            }
        }
        let [begin, end] = NOTES;
        let _ = writeln!(page, "\n{begin}{notes}{end}\n");
        for section in &self.sections {
            let _ = writeln!(
                page,
                "## {}\n\n| what | figure | beside it, same run |\n|---|---|---|",
                section.title
            );
            for row in &section.rows {
                let _ = writeln!(page, "| {} | {} | {} |", row.what, row.figure, row.beside);
            }
            page.push('\n');
            if let Some((name, title)) = &section.chart {
                let _ = writeln!(page, "![{title}]({folder}/{name}.svg)\n");
            }
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
