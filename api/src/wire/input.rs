//! What the operations on a proposal's input share: the question's scope, and counts.

use std::collections::BTreeMap;

use consultation::Proposal;
use consultation::submission::{CommentType, Position};
use proposal_input::Scope;

use crate::http::query::invalid;
use crate::problem::Problem;
use crate::reads::Visible;

/// Key of `by_position` for submissions that state none.
pub const NOT_STATED: &str = "not_stated";

/// Key of `by_language` for comments whose state the viewer may not know.
pub const NOT_FOR_ATTRIBUTION: &str = "not_for_attribution";

/// The question about one consultation of a visible proposal, or about all of them.
///
/// # Errors
/// 400 `invalid_query_parameter` if the proposal has no such consultation.
pub fn scope(visible: &Visible, consultation: Option<u32>) -> Result<Scope, Problem> {
    Ok(Scope {
        proposal: visible.proposal.id,
        consultation: known_consultation(&visible.proposal, consultation)?,
        rights: visible.rights.clone(),
    })
}

/// The number of a consultation that was asked for, if any was.
///
/// # Errors
/// 400 `invalid_query_parameter` if the proposal has no such consultation.
pub fn known_consultation(proposal: &Proposal, asked: Option<u32>) -> Result<Option<u32>, Problem> {
    let known = |number| proposal.consultations.iter().any(|known| known.number == number);
    match asked {
        Some(number) if !known(number) => Err(invalid(
            "consultation",
            &format!("is {number}; the proposal has no such consultation"),
        )),
        _ => Ok(asked),
    }
}

/// Counts by name.
pub type Counts = BTreeMap<String, u64>;

/// Every position and `not_stated`, each 0.
#[must_use]
pub fn no_positions() -> Counts {
    let names = Position::ALL
        .iter()
        .map(|position| position.as_str())
        .chain([NOT_STATED]);
    names.map(|name| (name.to_owned(), 0)).collect()
}

/// Every type of comment, each 0.
#[must_use]
pub fn no_types() -> Counts {
    CommentType::ALL
        .iter()
        .map(|kind| (kind.as_str().to_owned(), 0))
        .collect()
}

/// The name of a position, or `not_stated`.
#[must_use]
pub fn position_name(position: Option<Position>) -> &'static str {
    position.map_or(NOT_STATED, Position::as_str)
}

/// Adds to a count.
pub fn add(counts: &mut Counts, name: &str, more: u64) {
    *counts.entry(name.to_owned()).or_default() += more;
}
