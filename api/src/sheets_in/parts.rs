//! Parts of a row, from texts to what they mean.

use comment_sheets::{ImportRow, RowProblem};
use consultation::ProposalId;
use consultation::submission::{ProposedWording, WordingAction};
use consultation::text::Quote;

use super::rows::Refusal;

/// What is wrong with a row, as a refusal.
pub(super) fn unreadable(problem: &RowProblem) -> Refusal {
    let hint = if matches!(problem, RowProblem::NoTimeZone { .. }) {
        " (--time-zone UTC, for example)"
    } else {
        ""
    };
    Refusal::new(problem.code(), format!("{problem}{hint}"))
}

/// Refuses a row that names another proposal than this.
pub(super) fn of_proposal(proposal: ProposalId, row: &ImportRow) -> Result<(), Refusal> {
    let id = proposal.to_string();
    match &row.proposal_id {
        Some(other) if !other.eq_ignore_ascii_case(&id) => Err(Refusal::new(
            "wrong_proposal",
            "the row was exported from another proposal",
        )),
        _ => Ok(()),
    }
}

/// A word of a closed list, also with capitals, and with spaces or hyphens between its parts.
pub(super) fn word<T: Copy>(
    field: &str,
    text: Option<&str>,
    all: &[T],
    name: impl Fn(T) -> &'static str,
) -> Result<Option<T>, Refusal> {
    let Some(text) = text else { return Ok(None) };
    let plain = text.to_ascii_lowercase().replace([' ', '-'], "_");
    let refusal = || {
        let shown: String = text.chars().take(64).collect();
        let names: Vec<_> = all.iter().map(|known| name(*known)).collect();
        let reason = format!("{shown:?} is no {field}; it is one of {}", names.join(", "));
        Refusal::new("invalid_value", reason)
    };
    let known = all.iter().copied().find(|known| name(*known) == plain);
    known.map(Some).ok_or_else(refusal)
}

/// The name of a truth value.
pub(super) const fn flag(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

/// The quoted words of a row.
pub(super) fn quote(row: &ImportRow) -> Result<Option<Quote>, Refusal> {
    let part = |part: &Option<String>| part.clone().unwrap_or_default();
    match &row.quote_exact {
        Some(exact) => Ok(Some(Quote {
            exact: exact.clone(),
            prefix: part(&row.quote_prefix),
            suffix: part(&row.quote_suffix),
        })),
        None if row.quote_prefix.is_some() || row.quote_suffix.is_some() => Err(Refusal::new(
            "invalid_value",
            "quote_prefix or quote_suffix without quote_exact",
        )),
        None => Ok(None),
    }
}

/// Wording without an action replaces what is quoted; without a quote there is nothing to replace, so it is added.
pub(super) fn wording(row: &ImportRow, quoted: bool) -> Result<Option<ProposedWording>, Refusal> {
    let action = word(
        "proposed_wording_action",
        row.proposed_wording_action.as_deref(),
        WordingAction::ALL,
        WordingAction::as_str,
    )?;
    let text = row.proposed_wording_text.clone();
    let default = if quoted {
        WordingAction::Replace
    } else {
        WordingAction::Add
    };
    Ok(match (action, &text) {
        (None, None) => None,
        (action, _) => Some(ProposedWording {
            action: action.unwrap_or(default),
            text,
        }),
    })
}
