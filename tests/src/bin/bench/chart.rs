//! Bar charts as SVG, readable on light and dark pages.

use std::fmt::Write;

use crate::report::grouped;

/// One bar.
pub(crate) struct Bar {
    pub(crate) label: String,
    pub(crate) value: f64,
    /// Of the program; else of what it is measured beside.
    pub(crate) is_ours: bool,
}

/// Pixels of the whole picture, of the space for labels, and of one bar with its gap.
const WIDTH: f64 = 860.0;
const LABELS: f64 = 400.0;
const STEP: f64 = 26.0;
const TOP: f64 = 40.0;

/// Room behind the longest bar for its figure.
const FIGURE: f64 = 90.0;

/// Horizontal bars, one below the other, with their figures.
pub(crate) fn svg(title: &str, bars: &[Bar]) -> String {
    let height = TOP + STEP * bars.len() as f64 + 30.0;
    let most = bars.iter().map(|bar| bar.value).fold(1.0, f64::max);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" \
         role=\"img\" font-family=\"sans-serif\" font-size=\"13\">\n<title>{0}</title>\n\
         <style>text {{ fill: #1f2328 }} .ours {{ fill: #0969da }} .other {{ fill: #8c959f }} \
         @media (prefers-color-scheme: dark) {{ text {{ fill: #e6edf3 }} .ours {{ fill: #4493f8 }} .other {{ fill: #6e7681 }} }}</style>\n\
         <text x=\"0\" y=\"20\" font-size=\"15\" font-weight=\"bold\">{0}</text>\n",
        escaped(title)
    );
    for (index, bar) in bars.iter().enumerate() {
        let y = TOP + STEP * index as f64;
        let width = (WIDTH - LABELS - FIGURE) * bar.value / most;
        let class = if bar.is_ours { "ours" } else { "other" };
        let _ = writeln!(
            svg,
            "<text x=\"{:.0}\" y=\"{:.0}\" text-anchor=\"end\">{}</text>\
             <rect class=\"{class}\" x=\"{LABELS}\" y=\"{y:.0}\" width=\"{width:.1}\" height=\"18\" rx=\"2\"/>\
             <text x=\"{:.1}\" y=\"{:.0}\">{}</text>",
            LABELS - 8.0,
            y + 14.0,
            escaped(&bar.label),
            LABELS + width + 6.0,
            y + 14.0,
            grouped(bar.value)
        );
    }
    let _ = writeln!(
        svg,
        "<text x=\"{LABELS}\" y=\"{:.0}\" font-size=\"11\">a second; blue: this program, grey: beside it in the same run</text>\n</svg>",
        height - 8.0
    );
    svg
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
