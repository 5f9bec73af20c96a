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

/// A word of a closed list.
pub(super) fn word<T>(
    field: &str,
    text: Option<&str>,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, Refusal> {
    let Some(text) = text else { return Ok(None) };
    let refusal = || {
        let shown: String = text.chars().take(64).collect();
        Refusal::new(
            "invalid_value",
            format!("{shown:?} is no {field}; docs/csv-columns.md lists the words"),
        )
    };
    parse(text)
        .or_else(|| parse(&text.to_ascii_lowercase()))
        .map(Some)
        .ok_or_else(refusal)
}

/// `true` or `false`.
pub(super) fn flag(text: &str) -> Option<bool> {
    text.parse().ok()
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
        WordingAction::parse,
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
