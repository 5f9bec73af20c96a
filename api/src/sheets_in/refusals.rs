//! What a problem document says of rows.

use std::collections::BTreeMap;

use serde_json::Value;

use super::batch::Refused;
use super::rows::Refusal;

/// The refusal that a problem document tells, in whole and by comment.
pub(crate) fn refusal_of(problem: &Value) -> Refused {
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut by_comment = BTreeMap::new();
    let mut whole = Refusal {
        code: text(problem, "code"),
        reason: text(problem, "detail"),
    };
    for error in problem.get("errors").and_then(Value::as_array).into_iter().flatten() {
        let (pointer, refusal) = (
            text(error, "pointer"),
            Refusal {
                code: text(error, "code"),
                reason: text(error, "detail"),
            },
        );
        let place = pointer
            .strip_prefix("/comments/")
            .and_then(|rest| rest.split('/').next()?.parse().ok());
        match place {
            Some(place) => {
                by_comment.entry(place).or_insert(refusal);
            }
            None => {
                whole = Refusal {
                    reason: format!("{pointer}: {}", refusal.reason),
                    ..refusal
                }
            }
        }
    }
    Refused {
        whole,
        by_comment,
        stops: false,
    }
}
