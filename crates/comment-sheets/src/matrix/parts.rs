//! Cells that hold several things: a part a line, `Name: text`, written so that reading gives the same parts again.

/// Stands before a line of a text that would look like the beginning of a part.
const ESCAPE: char = '\\';

/// The names that begin the parts of a kind of cell.
#[derive(Debug, Clone, Copy)]
pub(super) struct PartNames(pub(super) &'static [&'static str]);

impl PartNames {
    /// A part as it is written.
    pub(super) fn written(self, name: &str, text: &str) -> String {
        format!("{name}: {}", self.escaped(text))
            .trim_end_matches(' ')
            .to_owned()
    }

    /// A text whose lines do not begin a part; the first line stands behind a name already.
    fn escaped(self, text: &str) -> String {
        let mut lines = text.split('\n');
        let mut out = lines.next().unwrap_or_default().to_owned();
        for line in lines {
            out.push('\n');
            if self.is_marked(line) {
                out.push(ESCAPE);
            }
            out.push_str(line);
        }
        out
    }

    /// What stands before the first part, and the parts with their names.
    pub(super) fn read(self, cell: &str) -> (String, Vec<(&'static str, String)>) {
        let mut before = String::new();
        let mut parts: Vec<(&'static str, String)> = Vec::new();
        for line in cell.split('\n') {
            if let Some((name, rest)) = self.part(line) {
                parts.push((name, rest.to_owned()));
                continue;
            }
            let text = parts.last_mut().map_or(&mut before, |(_, text)| text);
            text.push('\n');
            text.push_str(
                line.strip_prefix(ESCAPE)
                    .filter(|rest| self.is_marked(rest))
                    .unwrap_or(line),
            );
        }
        (before, parts)
    }

    /// The name of the part that a line begins, and the rest of the line.
    fn part(self, line: &str) -> Option<(&'static str, &str)> {
        let (name, rest) = line.split_once(':')?;
        let known = self.0.iter().find(|known| known.eq_ignore_ascii_case(name.trim()))?;
        Some((known, rest.strip_prefix(' ').unwrap_or(rest)))
    }

    fn is_marked(self, line: &str) -> bool {
        self.part(line.trim_start_matches(ESCAPE)).is_some()
    }
}
