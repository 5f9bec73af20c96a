//! Register files on disk: TOML or JSON, read into what `apply_register` takes.

use std::path::{Path, PathBuf};

use consultation::register::{DatedFact, RegisterFile, RegisterFileError};
use serde_json::{Map, Value};

use crate::http::body;

/// Why a register file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum RegisterFileProblem {
    /// It cannot be opened or is not UTF-8.
    #[error("the register file {} cannot be read; name a TOML or JSON file", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// It is not TOML, or not JSON.
    #[error("the register file {} is not well formed; mend this place and try again", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// Where.
        #[source]
        source: Malformed,
    },
    /// Its entries say something that a register cannot hold.
    #[error("the register file {} has mistakes; mend these entries and try again:{}", path.display(), listed(mistakes))]
    Mistaken {
        /// The file.
        path: PathBuf,
        /// What is wrong, by entry.
        mistakes: Vec<RegisterFileError>,
    },
}

/// Text that is neither TOML nor JSON.
#[derive(Debug, thiserror::Error)]
pub enum Malformed {
    /// It does not begin as JSON does, and is not TOML.
    #[error("not TOML: {0}")]
    Toml(#[from] toml::de::Error),
    /// It begins as JSON does, and is none.
    #[error("not JSON: {0}")]
    Json(#[from] serde_json::Error),
}

/// A register file without mistakes.
#[derive(Debug, Clone)]
pub struct CheckedRegister {
    /// What it says.
    pub file: RegisterFile,
    /// The same as facts.
    pub facts: Vec<DatedFact>,
}

/// A register file's text (TOML, or JSON if it begins with `{`) as JSON. Native dates and instants of TOML become text.
///
/// # Errors
/// [`Malformed`], naming line and column.
pub fn to_json(text: &str) -> Result<Value, Malformed> {
    if text.trim_start_matches('\u{feff}').trim_start().starts_with('{') {
        return Ok(serde_json::from_str(text.trim_start_matches('\u{feff}'))?);
    }
    let table: toml::Table = text.parse()?;
    Ok(Value::Object(
        table.into_iter().map(|(name, value)| (name, json_of(value))).collect(),
    ))
}

/// Reads and checks a register file.
///
/// # Errors
/// [`RegisterFileProblem`], naming the file and every entry at fault.
pub fn read(path: &Path) -> Result<CheckedRegister, RegisterFileProblem> {
    let path_buf = || path.to_owned();
    let unreadable = |source| RegisterFileProblem::Unreadable {
        path: path_buf(),
        source,
    };
    let text = std::fs::read_to_string(path).map_err(unreadable)?;
    let json = to_json(&text).map_err(|source| RegisterFileProblem::Malformed {
        path: path_buf(),
        source,
    })?;
    let checked = parse(&json);
    checked.map_err(|mut mistakes| {
        for mistake in &mut mistakes {
            mistake.pointer = with_code(&json, &mistake.pointer);
        }
        RegisterFileProblem::Mistaken {
            path: path_buf(),
            mistakes,
        }
    })
}

/// A register from JSON, checked.
///
/// # Errors
/// Every mistake that was found; a field of a wrong name or type hides those behind it.
pub fn parse(json: &Value) -> Result<CheckedRegister, Vec<RegisterFileError>> {
    let file: RegisterFile = body::from_value(json).map_err(|problem| {
        let mistake = |error: &crate::problem::FieldError| RegisterFileError {
            pointer: error.pointer.clone(),
            detail: error.detail.clone(),
        };
        problem.field_errors().iter().map(mistake).collect::<Vec<_>>()
    })?;
    let facts = file.facts()?;
    Ok(CheckedRegister { file, facts })
}

fn json_of(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => Value::from(number),
        toml::Value::Float(number) => Value::from(number),
        toml::Value::Boolean(yes) => Value::Bool(yes),
        toml::Value::Datetime(date) => Value::String(date.to_string()),
        toml::Value::Array(items) => Value::Array(items.into_iter().map(json_of).collect()),
        toml::Value::Table(table) => Value::Object(
            table
                .into_iter()
                .map(|(name, value)| (name, json_of(value)))
                .collect::<Map<_, _>>(),
        ),
    }
}

/// A pointer for people: beside the index of an entry stands its code, `/partners/78 (FJI)/time_zone`.
fn with_code(json: &Value, pointer: &str) -> String {
    let mut parts = pointer.splitn(4, '/').skip(1);
    let (Some(list), Some(index)) = (parts.next(), parts.next()) else {
        return pointer.to_owned();
    };
    let entry = json.pointer(&format!("/{list}/{index}"));
    let code = entry.and_then(|entry| ["code", "member"].iter().find_map(|key| entry.get(key)?.as_str()));
    let Some(code) = code else { return pointer.to_owned() };
    let rest = parts.next().map(|rest| format!("/{rest}")).unwrap_or_default();
    let code: String = code.chars().take(32).collect();
    format!("/{list}/{index} ({}){rest}", code.escape_debug())
}

fn listed(mistakes: &[RegisterFileError]) -> String {
    let lines = mistakes.iter().map(|mistake| {
        let place = if mistake.pointer.is_empty() {
            "the file"
        } else {
            mistake.pointer.as_str()
        };
        format!("\n  {place}: {}", mistake.detail)
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const TOML: &str = r#"
        [[members]]
        code = "KOR"
        names = { en = "Republic of Korea" }
        time_zone = "Asia/Seoul"
        from = 2013-09-25

        [[chair_terms]]
        member = "KOR"
        from = 2025-02-20T00:00:00Z
        until = "2026-02-19"
    "#;

    #[test]
    fn toml_and_json_say_the_same() {
        let json = to_json(TOML).unwrap();
        let expected = json!({
            "members": [{"code": "KOR", "names": {"en": "Republic of Korea"}, "time_zone": "Asia/Seoul", "from": "2013-09-25"}],
            "chair_terms": [{"member": "KOR", "from": "2025-02-20T00:00:00Z", "until": "2026-02-19"}],
        });
        assert_eq!(json, expected);
        assert_eq!(to_json(&json.to_string()).unwrap(), expected);
        assert_eq!(parse(&json).unwrap().file.members.len(), 1);
    }

    #[test]
    fn the_register_of_mikta_can_be_read() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../deploy/mikta.toml");
        let register = read(&path).unwrap();
        assert_eq!(register.file.members.len(), 5);
        assert_eq!(register.facts, register.file.facts().unwrap());
    }

    fn refusal(text: &str) -> String {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("register.toml");
        std::fs::write(&path, text).unwrap();
        let error = read(&path).unwrap_err();
        let cause = std::error::Error::source(&error)
            .map(ToString::to_string)
            .unwrap_or_default();
        format!("{error}\n{cause}").replace(&path.display().to_string(), "FILE")
    }

    #[test]
    fn mistakes_name_file_and_entry() {
        let unknown = refusal("[[members]]\ncode = \"XXX\"\nnames = {}\ntime_zone = \"Asia/Seoul\"");
        assert!(
            unknown.contains("FILE") && unknown.contains("/members/0 (XXX)/code: ") && unknown.contains("XXX"),
            "{unknown}"
        );
        let field = refusal("[[member]]\ncode = \"KOR\"");
        assert!(field.contains("/member: unknown field"), "{field}");
        let several = refusal("[[members]]\ncode = \"KOR\"\nnames = {}\ntime_zone = \"Seoul\"");
        assert!(
            several.contains("/members/0 (KOR)/names: ") && several.contains("/members/0 (KOR)/time_zone: "),
            "{several}"
        );
    }

    #[test]
    fn what_is_not_well_formed_is_named_with_its_line() {
        assert!(refusal("[[members]]\ncode = ").contains("line 2"));
        assert!(refusal("{\"members\": [}").contains("line 1"));
        let missing = read(Path::new("/nowhere/register.toml")).unwrap_err();
        assert!(missing.to_string().contains("/nowhere/register.toml"));
    }
}
